# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all nodes of the syntax tree have."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple


class Position(NamedTuple):
    """Where a construct begins; line and column count from 1."""

    line: int
    column: int


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    at: Position
