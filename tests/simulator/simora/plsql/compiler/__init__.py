# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the syntax tree to executable code: names are resolved, arguments matched, and everything that can be known
before the first statement runs is checked, as Oracle's compiler does."""
