# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Types: as they are used and as they are defined."""

from __future__ import annotations

import dataclasses

from .expressions import Expression
from .nodes import Node


@dataclasses.dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as it is used. names: dotted; anchor: TYPE or ROWTYPE; suffix: WITH TIME ZONE, or the CHAR of VARCHAR2(n
    CHAR)."""

    names: tuple[str, ...]
    size: tuple[int, ...] = ()
    anchor: str | None = None
    suffix: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Field(Node):
    name: str
    type: TypeName
    not_null: bool
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class RecordDefinition(Node):
    fields: tuple[Field, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class TableDefinition(Node):
    """TABLE OF; index is None for a nested table."""

    element: TypeName
    index: TypeName | None


@dataclasses.dataclass(frozen=True, slots=True)
class VarrayDefinition(Node):
    element: TypeName
    limit: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class RefCursorDefinition(Node):
    row: TypeName | None


TypeDefinition = RecordDefinition | TableDefinition | VarrayDefinition | RefCursorDefinition
