# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statements."""

from __future__ import annotations

import dataclasses

from ....language.tokens import Token
from .declarations import Declaration
from .expressions import Expression, HostBind
from .nodes import Node


@dataclasses.dataclass(frozen=True, slots=True)
class Statement(Node):
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Labelled(Statement):
    labels: tuple[str, ...]
    statement: Statement


@dataclasses.dataclass(frozen=True, slots=True)
class Handler(Node):
    """exceptions: names of any form; OTHERS is a Name."""

    exceptions: tuple[Expression, ...]
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Block(Statement):
    declarations: tuple[Declaration, ...]
    statements: tuple[Statement, ...]
    handlers: tuple[Handler, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Assignment(Statement):
    target: Expression
    value: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class Call(Statement):
    """target is a Name, Member or Apply; into is the bind of CALL ... INTO :bind."""

    target: Expression
    into: HostBind | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class NullStatement(Statement):
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class If(Statement):
    """arms: condition and statements of IF and of each ELSIF."""

    arms: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class CaseStatement(Statement):
    selector: Expression | None
    arms: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Loop(Statement):
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class WhileLoop(Statement):
    condition: Expression
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CountingLoop(Statement):
    index: str
    reverse: bool
    low: Expression
    high: Expression
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CursorLoop(Statement):
    """FOR record IN cursor[(arguments)] or FOR record IN (query)."""

    record: str
    source: Expression | tuple[Token, ...]
    statements: tuple[Statement, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Exit(Statement):
    """EXIT, or CONTINUE when again is true."""

    label: str | None
    condition: Expression | None
    again: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Goto(Statement):
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Return(Statement):
    value: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class Raise(Statement):
    exception: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class SqlStatement(Statement):
    tokens: tuple[Token, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Into(Node):
    targets: tuple[Expression, ...]
    bulk: bool


@dataclasses.dataclass(frozen=True, slots=True)
class UsingArgument:
    mode: str  # IN, OUT, IN OUT
    value: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class Open(Statement):
    """target: Name or Apply (arguments). query: tokens or an expression for OPEN ... FOR, else None."""

    target: Expression
    query: Expression | tuple[Token, ...] | None
    using: tuple[UsingArgument, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Fetch(Statement):
    cursor: Expression
    into: Into
    limit: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class Close(Statement):
    cursor: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class ExecuteImmediate(Statement):
    text: Expression
    into: Into | None
    using: tuple[UsingArgument, ...]
    returning: Into | None


@dataclasses.dataclass(frozen=True, slots=True)
class ForallRange:
    low: Expression
    high: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class ForallIndices:
    """INDICES OF collection, or VALUES OF it when by_value."""

    collection: Expression
    by_value: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Forall(Statement):
    index: str
    bounds: ForallRange | ForallIndices
    save_exceptions: bool
    statement: Statement
