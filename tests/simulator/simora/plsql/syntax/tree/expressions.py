# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from .nodes import Node

if TYPE_CHECKING:
    from .types import TypeName


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
