# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A compiled top-level block."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from ...engine import Bind, Direction
from ...errors import OraError
from ..runtime.blocks import BlockCode
from ..syntax import tree
from . import statements
from .scope import Compilation, LabelSymbol, Scope, Unit


@dataclasses.dataclass(frozen=True)
class Program:
    """slots: of the outermost frame. assigned, read: names of host binds."""

    block: BlockCode
    slots: int
    assigned: frozenset[str]
    read: frozenset[str]

    def direction(self, bind_name: str) -> Direction:
        if bind_name not in self.assigned:
            return Direction.IN
        return Direction.IN_OUT if bind_name in self.read else Direction.OUT


def compile_program(statement: tree.Statement, text: str, session: Any, binds: Mapping[str, Bind]) -> Program:
    """Checks everything that can be known before the first statement runs. Raises OraError 6550, 6576."""
    compilation = Compilation(session, text, binds)
    unit = Unit(None)
    scope = Scope(compilation, unit)
    block = _compile(statement, scope)
    return Program(block, unit.slots, frozenset(compilation.assigned), frozenset(compilation.read))


def _compile(statement: tree.Statement, scope: Scope) -> BlockCode:
    if isinstance(statement, tree.Call):
        return _compile_call(statement, scope)
    if isinstance(statement, tree.Labelled):
        inner = scope.inner()
        for label in statement.labels:
            scope.declare(LabelSymbol(label, scope.unit, inner))
        scope, statement = inner, statement.statement
    assert isinstance(statement, tree.Block)
    return statements.compile_block(statement, scope)


def _compile_call(statement: tree.Call, scope: Scope) -> BlockCode:
    """CALL is SQL: what it cannot find is ORA-06576."""
    try:
        return statements.compile_block(tree.Block(statement.at, (), (statement,), ()), scope)
    except OraError as error:
        if error.code == 6550 and "PLS-00201" in error.message:
            raise OraError(6576) from error
        raise
