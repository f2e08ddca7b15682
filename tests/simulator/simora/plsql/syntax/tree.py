# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The syntax tree of a block. Names are as Oracle stores them: upper case unless they were quoted.

Nothing is resolved here: `f(x)` may be a call or an element, `a.b` a field, a package's member or a qualified variable.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from ...language.tokens import Token


class Position(NamedTuple):
    """Where a construct begins; line and column count from 1."""

    line: int
    column: int


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    at: Position


# ---------------------------------------------------------------- expressions


@dataclasses.dataclass(frozen=True, slots=True)
class Expression(Node):
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Literal(Expression):
    value: object  # int, Decimal, str, bool, or None for NULL and ''


@dataclasses.dataclass(frozen=True, slots=True)
class DateTimeLiteral(Expression):
    kind: str  # DATE or TIMESTAMP
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class IntervalLiteral(Expression):
    text: str
    first_field: str
    last_field: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class HostBind(Expression):
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Name(Expression):
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Member(Expression):
    """target.name"""

    target: Expression
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Argument:
    value: Expression
    name: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Apply(Expression):
    """target(arguments): a call, a conversion or an element of a collection."""

    target: Expression
    arguments: tuple[Argument, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Attribute(Expression):
    """target%name, as in SQL%ROWCOUNT."""

    target: Expression
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Signed(Expression):
    sign: str
    operand: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class Binary(Expression):
    """Arithmetic, || or a comparison; operator as written."""

    operator: str
    left: Expression
    right: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class Logical(Expression):
    operator: str  # AND, OR
    left: Expression
    right: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class Not(Expression):
    operand: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class IsNull(Expression):
    operand: Expression
    negated: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Between(Expression):
    operand: Expression
    low: Expression
    high: Expression
    negated: bool


@dataclasses.dataclass(frozen=True, slots=True)
class InList(Expression):
    operand: Expression
    items: tuple[Expression, ...]
    negated: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Like(Expression):
    operand: Expression
    pattern: Expression
    escape: Expression | None
    negated: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Case(Expression):
    """A case expression; selector is None for a searched one."""

    selector: Expression | None
    choices: tuple[tuple[Expression, Expression], ...]
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class Cast(Expression):
    operand: Expression
    type: TypeName


@dataclasses.dataclass(frozen=True, slots=True)
class Extract(Expression):
    field: str
    operand: Expression


@dataclasses.dataclass(frozen=True, slots=True)
class TrimFrom(Expression):
    side: str  # LEADING, TRAILING, BOTH
    characters: Expression | None
    operand: Expression


# ---------------------------------------------------------------- types


@dataclasses.dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as it is used. names: dotted; anchor: TYPE or ROWTYPE; suffix: WITH TIME ZONE, or CHAR for VARCHAR2(n CHAR)."""

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


# ---------------------------------------------------------------- declarations


@dataclasses.dataclass(frozen=True, slots=True)
class Declaration(Node):
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class VariableDeclaration(Declaration):
    type: TypeName
    constant: bool
    not_null: bool
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class ExceptionDeclaration(Declaration):
    pass


@dataclasses.dataclass(frozen=True, slots=True)
class Pragma(Declaration):
    arguments: tuple[Argument, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter(Node):
    name: str
    mode: str  # IN, OUT, IN OUT
    type: TypeName
    default: Expression | None


@dataclasses.dataclass(frozen=True, slots=True)
class CursorDeclaration(Declaration):
    parameters: tuple[Parameter, ...]
    query: tuple[Token, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class TypeDeclaration(Declaration):
    definition: TypeDefinition


@dataclasses.dataclass(frozen=True, slots=True)
class SubtypeDeclaration(Declaration):
    base: TypeName
    not_null: bool
    range: tuple[Expression, Expression] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Subprogram(Declaration):
    """A local procedure or function (returns is its type); body is None for a forward declaration."""

    parameters: tuple[Parameter, ...]
    returns: TypeName | None
    body: Block | None


# ---------------------------------------------------------------- statements


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
