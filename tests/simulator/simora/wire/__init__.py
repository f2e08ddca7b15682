# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle Net (TNS) and its call protocol (TTC), seen from the server: all that stands between a driver and an engine.

Nothing here knows SQL or the world. Replies are modelled on what the published clients accept; a real server sends
more (bit vectors, marker pairs around errors), which no client can tell apart.
"""
