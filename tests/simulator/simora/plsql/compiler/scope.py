# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names at compile time: which declaration a name leads to, and where its value will be found at run time."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from ...engine import Bind
from ..runtime.calls import SubprogramCode
from ..runtime.cursor_statements import CursorCode
from ..runtime.datatypes import DataType, RecordType
from ..runtime.exceptions import ExceptionIdentity


class Unit:
    """The outer block or one subprogram: what gets a frame of its own when it runs."""

    def __init__(self, parent: Unit | None, returns: DataType | None = None, is_subprogram: bool = False) -> None:
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.slots = 0
        self.returns = returns
        self.is_subprogram = is_subprogram

    def new_slot(self) -> int:
        self.slots += 1
        return self.slots - 1


@dataclasses.dataclass
class Symbol:
    """What a name was declared as; unit is where its value lives."""

    name: str
    unit: Unit


@dataclasses.dataclass
class VariableSymbol(Symbol):
    """read_only: a constant, an IN parameter, a loop index."""

    slot: int
    type: DataType
    not_null: bool = False
    read_only: bool = False


@dataclasses.dataclass
class CursorSymbol(Symbol):
    """row: the type of its rows; parameter_names in order."""

    code: CursorCode
    row: RecordType
    parameter_names: tuple[str, ...] = ()


@dataclasses.dataclass
class ExceptionSymbol(Symbol):
    identity: ExceptionIdentity


@dataclasses.dataclass
class TypeSymbol(Symbol):
    type: DataType


@dataclasses.dataclass
class SubprogramSymbol(Symbol):
    """overloads: several of one name with different parameters. names: each one's parameter names."""

    overloads: list[SubprogramCode]


@dataclasses.dataclass
class LabelSymbol(Symbol):
    """A labelled block or loop: its declarations can be reached as label.name."""

    scope: Scope
    loop: int | None = None


class Scope:
    """The declarations of one block, loop or subprogram; names not found here are looked for further out."""

    def __init__(self, compilation: Compilation, unit: Unit, parent: Scope | None = None) -> None:
        self.compilation = compilation
        self.unit = unit
        self.parent = parent
        self.symbols: dict[str, Symbol] = {}
        self.loop: int | None = None  # number of the loop whose body this is
        self.owner_name: str | None = None  # name of the subprogram whose declarations these are
        self.goto_labels: set[str] = set()
        self.in_handler: bool = parent is not None and parent.in_handler and parent.unit is unit

    def inner(self) -> Scope:
        """A scope inside this one, in the same unit."""
        return Scope(self.compilation, self.unit, self)

    def declare(self, symbol: Symbol) -> bool:
        """False when the name is taken in this very scope."""
        if symbol.name in self.symbols:
            return False
        self.symbols[symbol.name] = symbol
        return True

    def find(self, name: str) -> Symbol | None:
        scope: Scope | None = self
        while scope is not None:
            symbol = scope.symbols.get(name)
            if symbol is not None:
                return symbol
            scope = scope.parent
        return None

    def hops_to(self, symbol: Symbol) -> int:
        """Static links from a frame of this scope's unit to the frame of the symbol's unit."""
        return self.unit.depth - symbol.unit.depth

    def can_go_to(self, label: str) -> bool:
        """Whether a statement of an enclosing sequence bears the label."""
        scope: Scope | None = self
        while scope is not None and scope.unit is self.unit:
            if label in scope.goto_labels:
                return True
            scope = scope.parent
        return False

    def innermost_loop(self) -> int | None:
        """The loop that a bare EXIT leaves; loops outside the subprogram do not count."""
        scope: Scope | None = self
        while scope is not None and scope.unit is self.unit:
            if scope.loop is not None:
                return scope.loop
            scope = scope.parent
        return None


@dataclasses.dataclass
class Compilation:
    """What the compilation of one text shares. assigned, read: names of the host binds of which that was found."""

    session: Any
    text: str
    binds: Mapping[str, Bind]
    assigned: set[str] = dataclasses.field(default_factory=set)
    read: set[str] = dataclasses.field(default_factory=set)
    loops: int = 0

    def new_loop(self) -> int:
        self.loops += 1
        return self.loops
