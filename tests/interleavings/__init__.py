# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Deterministic interleavings: the collection and the unmodified driver against the simulator, in one thread.

Clients, the server's sessions and whoever else works on the database are greenlets; a seeded generator chooses which
of them goes on at each exchange with the server and before each statement inside a block. `README.md` says what is
proven by it, and how a seed is replayed.
"""
