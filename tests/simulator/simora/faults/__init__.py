# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that a scenario or a test injects: which moment they wait for, and what they do when it comes.

`plan` decides, `injection` performs; what can be done is in `network` (to a connection), `statement_effects` (to the
statement that runs) and `actions` (to the world).
"""
