# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a name in a statement stands for, as the SQL layer sees it."""

from __future__ import annotations

import dataclasses

from ..values import OraType


@dataclasses.dataclass(frozen=True)
class RelationColumn:
    """sqlite_name: what the column is called inside sqlite_source. default: the DEFAULT expression as written."""

    name: str
    type: OraType
    nullable: bool
    sqlite_name: str
    default: str | None = None


@dataclasses.dataclass(frozen=True)
class Relation:
    """sqlite_source: the text to write after FROM, a name in backticks or a parenthesised select.

    object_id: None for what is no object of its own (base tables of the dictionary, DUAL's own columns).
    kind: TABLE or VIEW. rowid: whether it has the ROWID pseudocolumn.
    """

    owner: str
    name: str
    object_id: int | None
    sqlite_source: str
    columns: tuple[RelationColumn, ...]
    kind: str
    rowid: bool
