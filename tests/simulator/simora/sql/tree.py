# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Syntax trees of queries and DML, exactly what from_sqlglot accepts; nothing here is resolved or typed."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Node:
    """offset: where it begins in the statement's text, for error.offset."""

    offset: int


class Expression(Node):
    pass


class Condition(Node):
    pass


@dataclasses.dataclass(frozen=True)
class StringLiteral(Expression):
    value: str


@dataclasses.dataclass(frozen=True)
class NumberLiteral(Expression):
    text: str
    binary: bool = False  # 1.5d, 1f


@dataclasses.dataclass(frozen=True)
class NullLiteral(Expression):
    pass


@dataclasses.dataclass(frozen=True)
class DateTimeLiteral(Expression):
    kind: str  # DATE or TIMESTAMP
    value: str


@dataclasses.dataclass(frozen=True)
class IntervalLiteral(Expression):
    value: str
    unit: str
    to_unit: str | None


@dataclasses.dataclass(frozen=True)
class BindReference(Expression):
    index: int  # occurrence in the statement, from 0
    name: str


@dataclasses.dataclass(frozen=True)
class Name(Expression):
    """A column, variable, pseudo-column, sequence or parameterless function; quoted: whether any part was quoted."""

    parts: tuple[str, ...]
    quoted: bool = False
    outer: bool = False  # marked with (+)


@dataclasses.dataclass(frozen=True)
class Star(Expression):
    qualifier: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Unary(Expression):
    operator: str  # + - PRIOR CONNECT_BY_ROOT
    operand: Node


@dataclasses.dataclass(frozen=True)
class Binary(Expression):
    operator: str  # + - * / ||
    left: Node
    right: Node


@dataclasses.dataclass(frozen=True)
class Case(Expression):
    operand: Node | None
    branches: tuple[tuple[Node, Node], ...]
    default: Node | None


@dataclasses.dataclass(frozen=True)
class TypeName(Node):
    name: str
    arguments: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Cast(Expression):
    operand: Node
    type: TypeName


@dataclasses.dataclass(frozen=True)
class Extract(Expression):
    field: str
    operand: Node


@dataclasses.dataclass(frozen=True)
class Trim(Expression):
    side: str  # BOTH LEADING TRAILING
    characters: Node | None
    operand: Node


@dataclasses.dataclass(frozen=True)
class AtTimeZone(Expression):
    operand: Node
    zone: Node | None  # None: AT LOCAL


@dataclasses.dataclass(frozen=True)
class Tuple(Expression):
    items: tuple[Node, ...]


@dataclasses.dataclass(frozen=True)
class ScalarSubquery(Expression):
    query: Query


@dataclasses.dataclass(frozen=True)
class DefaultValue(Expression):
    """DEFAULT in VALUES and SET."""


@dataclasses.dataclass(frozen=True)
class OrderItem(Node):
    expression: Node
    descending: bool
    nulls_first: bool


@dataclasses.dataclass(frozen=True)
class FrameBound(Node):
    kind: str  # UNBOUNDED PRECEDING, CURRENT ROW, PRECEDING, FOLLOWING, UNBOUNDED FOLLOWING
    value: Node | None = None


@dataclasses.dataclass(frozen=True)
class Frame(Node):
    unit: str  # ROWS or RANGE
    start: FrameBound
    end: FrameBound | None


@dataclasses.dataclass(frozen=True)
class Window(Node):
    partition: tuple[Node, ...]
    order: tuple[OrderItem, ...]
    frame: Frame | None


@dataclasses.dataclass(frozen=True)
class Call(Expression):
    """parts: (package,) name. keywords: arguments given as name => value. within: WITHIN GROUP (ORDER BY ...)."""

    parts: tuple[str, ...]
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...] = ()
    distinct: bool = False
    within: tuple[OrderItem, ...] = ()
    ignore_nulls: bool = False
    over: Window | None = None


@dataclasses.dataclass(frozen=True)
class Comparison(Condition):
    operator: str  # = <> < > <= >=
    left: Node
    right: Node
    quantifier: str | None = None  # ANY or ALL; right is then a Tuple or a ScalarSubquery


@dataclasses.dataclass(frozen=True)
class Between(Condition):
    operand: Node
    low: Node
    high: Node
    negated: bool


@dataclasses.dataclass(frozen=True)
class InList(Condition):
    operand: Node
    items: tuple[Node, ...]
    negated: bool


@dataclasses.dataclass(frozen=True)
class InQuery(Condition):
    operand: Node
    query: Query
    negated: bool


@dataclasses.dataclass(frozen=True)
class Like(Condition):
    operand: Node
    pattern: Node
    escape: Node | None
    negated: bool


@dataclasses.dataclass(frozen=True)
class IsNull(Condition):
    operand: Node
    negated: bool


@dataclasses.dataclass(frozen=True)
class Exists(Condition):
    query: Query


@dataclasses.dataclass(frozen=True)
class Logical(Condition):
    operator: str  # AND or OR
    operands: tuple[Node, ...]


@dataclasses.dataclass(frozen=True)
class Not(Condition):
    operand: Node


@dataclasses.dataclass(frozen=True)
class SelectItem(Node):
    """heading: what the result calls an item without alias, None for a plain column (its own name) and for stars."""

    expression: Node
    alias: str | None
    heading: str | None


@dataclasses.dataclass(frozen=True)
class TableReference(Node):
    parts: tuple[str, ...]
    database_link: str | None
    alias: str | None


@dataclasses.dataclass(frozen=True)
class DerivedTable(Node):
    query: Query
    alias: str | None


@dataclasses.dataclass(frozen=True)
class Join(Node):
    kind: str  # INNER LEFT RIGHT FULL CROSS
    left: FromItem
    right: FromItem
    natural: bool = False
    condition: Node | None = None
    using: tuple[str, ...] = ()


FromItem = TableReference | DerivedTable | Join


@dataclasses.dataclass(frozen=True)
class ConnectBy(Node):
    condition: Node
    start_with: Node | None
    nocycle: bool


@dataclasses.dataclass(frozen=True)
class Select(Node):
    """sources: empty without FROM (from 23ai on); from_offset: where FROM stands or would have to."""

    items: tuple[SelectItem, ...]
    distinct: bool
    sources: tuple[FromItem, ...]
    where: Node | None
    connect_by: ConnectBy | None
    group_by: tuple[Node, ...]
    having: Node | None
    from_offset: int = 0


@dataclasses.dataclass(frozen=True)
class SetOperation(Node):
    operator: str  # UNION, UNION ALL, INTERSECT, MINUS
    left: Body
    right: Body


@dataclasses.dataclass(frozen=True)
class CommonTable(Node):
    name: str
    columns: tuple[str, ...]
    query: Query


@dataclasses.dataclass(frozen=True)
class ForUpdate(Node):
    """wait: None waits for ever, 0 is NOWAIT, -1 SKIP LOCKED, else seconds."""

    columns: tuple[Name, ...]
    wait: int | None


@dataclasses.dataclass(frozen=True)
class Query(Node):
    body: Body
    common_tables: tuple[CommonTable, ...] = ()
    order_by: tuple[OrderItem, ...] = ()
    skip: Node | None = None
    fetch: Node | None = None
    for_update: ForUpdate | None = None


Body = Select | SetOperation | Query


@dataclasses.dataclass(frozen=True)
class Returning(Node):
    """binds: index of each bind after INTO; empty when PL/SQL has cut the INTO out."""

    expressions: tuple[Node, ...]
    binds: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class Insert(Node):
    target: TableReference
    columns: tuple[Name, ...]
    values: tuple[Node, ...]
    query: Query | None
    returning: Returning | None


@dataclasses.dataclass(frozen=True)
class Assignment(Node):
    """columns = value, or (columns) = (subquery)."""

    columns: tuple[Name, ...]
    value: Node


@dataclasses.dataclass(frozen=True)
class Update(Node):
    target: TableReference
    assignments: tuple[Assignment, ...]
    where: Node | None
    returning: Returning | None


@dataclasses.dataclass(frozen=True)
class Delete(Node):
    target: TableReference
    where: Node | None
    returning: Returning | None


@dataclasses.dataclass(frozen=True)
class MergeUpdate(Node):
    assignments: tuple[Assignment, ...]
    where: Node | None
    delete_where: Node | None


@dataclasses.dataclass(frozen=True)
class MergeInsert(Node):
    columns: tuple[Name, ...]
    values: tuple[Node, ...]
    where: Node | None


@dataclasses.dataclass(frozen=True)
class Merge(Node):
    target: TableReference
    source: FromItem
    condition: Node
    update: MergeUpdate | None
    insert: MergeInsert | None


Statement = Query | Insert | Update | Delete | Merge
