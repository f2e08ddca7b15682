# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the builders read from a terminal."""

from __future__ import annotations

from . import tree
from .lexer import Terminal


def at(terminal: Terminal) -> tree.Position:
    return tree.Position(terminal.line or 0, terminal.column or 0)


def text(terminal: Terminal | None) -> str | None:
    return None if terminal is None else str(terminal)
