# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DML as plans: a query that gives rows and new values, and where they go."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from ..errors import OraError
from ..values import Column
from . import tree, typed
from .datatypes import family
from .from_sqlglot import parse_expression
from .lower_from import LoweredFrom, Part, lower_table
from .lower_select import lower_block
from .rules import LoweredQuery, expression, query
from .scopes import Block, Context, Lowered, written_name


@dataclasses.dataclass(frozen=True)
class ReturningPlan:
    """sql: gives the expressions for one row; its last placeholder is the row's number."""

    sql: str
    columns: tuple[Column, ...]
    binds: tuple[int, ...]


@dataclasses.dataclass(frozen=True)
class InsertPlan:
    """sql gives, per new row, the values of columns."""

    relation: Any
    columns: tuple[Any, ...]
    sql: str
    returning: ReturningPlan | None = None


@dataclasses.dataclass(frozen=True)
class UpdatePlan:
    """sql gives, per row, the new values of columns, their old ones, and the row's number."""

    relation: Any
    columns: tuple[Any, ...]
    sql: str
    returning: ReturningPlan | None = None


@dataclasses.dataclass(frozen=True)
class DeletePlan:
    """sql gives, per row, the values of all columns and the row's number."""

    relation: Any
    sql: str
    returning: ReturningPlan | None = None


class Target:
    """The table that a statement changes, as a source of its own queries."""

    def __init__(self, context: Context, reference: tree.TableReference, purpose: str) -> None:
        self.context = context
        self.source, self.text = lower_table(context, reference, purpose)
        self.relation = self.source.relation
        if self.relation is None or self.relation.kind != "TABLE" or not self.relation.rowid:
            raise OraError(1732, offset=reference.offset)

    def column(self, name: tree.Name) -> Any:
        """Raises OraError 904; a qualifier must be the table's."""
        if len(name.parts) == 1 or Block.names(self.source, name.parts[:-1]):
            for column in self.relation.columns:
                if column.name == name.parts[-1]:
                    return column
        raise OraError(904, written_name(name.parts), offset=name.offset)

    def reference(self, column: Any) -> tree.Name:
        """The column as an expression."""
        assert self.source.name is not None
        return tree.Name(0, (self.source.name, column.name), quoted=True)

    def block(self) -> LoweredFrom:
        block = Block(self.context, None, (self.source,))
        return LoweredFrom(block, [Part(self.text, (self.source,))], False)


def plan_insert(context: Context, statement: tree.Insert) -> InsertPlan:
    target = Target(context, statement.target, "INSERT")
    given = _insert_columns(target, statement.columns)
    if statement.query is not None:
        lowered = query(context, statement.query, None)
        sql, columns = _insert_select(target, given, lowered)
    else:
        sql, columns = _insert_values(target, given, statement.values, Block(context, None, ()), "")
    return InsertPlan(target.relation, columns, sql, _returning(target, statement.returning))


def _insert_columns(target: Target, names: Sequence[tree.Name]) -> list[Any]:
    """Raises OraError 957 for a column named twice."""
    if not names:
        return list(target.relation.columns)
    columns = [target.column(name) for name in names]
    if len({column.name for column in columns}) != len(columns):
        raise OraError(957, offset=names[0].offset)
    return columns


def _insert_select(target: Target, given: Sequence[Any], lowered: LoweredQuery) -> tuple[str, tuple[Any, ...]]:
    _check_count(len(given), len(lowered.columns))
    values = [
        assigned(Lowered(f"c{index}", source.type), column)
        for index, (source, column) in enumerate(zip(lowered.columns, given), start=1)
    ]
    defaults = _defaults(target, given)
    texts = values + [text for dummy, text in defaults]
    columns = (*given, *(column for column, dummy in defaults))
    return f"SELECT {', '.join(texts)} FROM ({lowered.sql})", columns


def _insert_values(
    target: Target, given: Sequence[Any], nodes: Sequence[tree.Node], block: Block, rest: str
) -> tuple[str, tuple[Any, ...]]:
    """rest: FROM and WHERE of the rows to insert, '' for a single row."""
    _check_count(len(given), len(nodes))
    values = [assigned(expression(block, _with_default(node, column)), column) for node, column in zip(nodes, given)]
    defaults = _defaults(target, given)
    texts = values + [text for dummy, text in defaults]
    return f"SELECT {', '.join(texts)}{rest}", (*given, *(column for column, dummy in defaults))


def _check_count(columns: int, values: int) -> None:
    if columns != values:
        raise OraError(947 if values < columns else 913)


def assigned(value: Lowered, column: Any) -> str:
    """A value converted to a column's type, as SQLite text. Raises OraError 932."""
    return typed.convert(value, family(column.type)).sql


def _default(column: Any) -> tree.Node:
    """The column's DEFAULT expression, NULL without one; the catalog offers its text as `default`."""
    text: str | None = getattr(column, "default", None)
    return parse_expression(text) if text else tree.NullLiteral(0)


def _with_default(node: tree.Node, column: Any) -> tree.Node:
    return _default(column) if isinstance(node, tree.DefaultValue) else node


def _defaults(target: Target, given: Sequence[Any]) -> list[tuple[Any, str]]:
    """The columns that the statement leaves out: all, so that a missing NOT NULL value is noticed."""
    names = {column.name for column in given}
    block = Block(target.context, None, ())
    return [
        (column, assigned(expression(block, _default(column)), column))
        for column in target.relation.columns
        if column.name not in names
    ]


def plan_update(context: Context, statement: tree.Update) -> UpdatePlan:
    target = Target(context, statement.target, "UPDATE")
    sql, columns = update_rows(target, target.block(), statement.assignments, statement.where)
    return UpdatePlan(target.relation, columns, sql, _returning(target, statement.returning))


def update_rows(
    target: Target, sources: LoweredFrom, assignments: Sequence[tree.Assignment], where: tree.Node | None
) -> tuple[str, tuple[Any, ...]]:
    """New values, old values and row number of each row; raises OraError 957 for a column assigned twice."""
    columns: list[Any] = []
    values: list[tree.Node] = []
    for assignment in assignments:
        columns += [target.column(name) for name in assignment.columns]
        values += _assigned_values(assignment, target)
    if len({column.name for column in columns}) != len(columns):
        raise OraError(957)
    lowered = _rows(target, sources, [*values, *map(target.reference, columns)], where)
    count = len(columns)
    texts = [
        assigned(Lowered(f"c{index}", source.type), column)
        for index, (source, column) in enumerate(zip(lowered.columns, columns), start=1)
    ]
    texts += [f"c{index}" for index in range(count + 1, 2 * count + 2)]
    return f"SELECT {', '.join(texts)} FROM ({lowered.sql})", tuple(columns)


def _assigned_values(assignment: tree.Assignment, target: Target) -> list[tree.Node]:
    if len(assignment.columns) == 1:
        return [_with_default(assignment.value, target.column(assignment.columns[0]))]
    assert isinstance(assignment.value, tree.ScalarSubquery)
    source = assignment.value.query
    select = source.body
    if not isinstance(select, tree.Select) or any(isinstance(item.expression, tree.Star) for item in select.items):
        raise OraError(3001, offset=assignment.offset)
    _check_count(len(assignment.columns), len(select.items))
    return [
        tree.ScalarSubquery(source.offset, dataclasses.replace(source, body=dataclasses.replace(select, items=(item,))))
        for item in select.items
    ]


def _rows(target: Target, sources: LoweredFrom, values: Sequence[tree.Node], where: tree.Node | None) -> LoweredQuery:
    """The values per row of the target that fulfils the condition, followed by the row's number."""
    items = tuple(tree.SelectItem(node.offset, node, None, None) for node in values)
    select = tree.Select(0, items, False, (), where, None, (), None)
    only_target = tree.ForUpdate(0, (target.reference(target.relation.columns[0]),), None)
    return lower_block(target.context, sources, select, for_update=only_target)


def plan_delete(context: Context, statement: tree.Delete) -> DeletePlan:
    target = Target(context, statement.target, "DELETE")
    sql = delete_rows(target, target.block(), statement.where)
    return DeletePlan(target.relation, sql, _returning(target, statement.returning))


def delete_rows(target: Target, sources: LoweredFrom, where: tree.Node | None) -> str:
    return _rows(target, sources, [target.reference(column) for column in target.relation.columns], where).sql


def _returning(target: Target, returning: tree.Returning | None) -> ReturningPlan | None:
    """Lowered last, as the row's number takes the next free placeholder."""
    if returning is None:
        return None
    context = target.context
    if not returning.binds and context.variables is None:
        raise OraError(925, offset=returning.offset)
    block = Block(context, None, (target.source,))
    values = [expression(block, node) for node in returning.expressions]
    columns = tuple(Column("", value.type, value.nullable) for value in values)
    texts = ", ".join(value.sql for value in values)
    place = len(context.parameters) + 1
    sql = f"SELECT {texts} FROM {target.text} WHERE {target.source.alias}.rowid = ?{place}"
    return ReturningPlan(sql, columns, returning.binds)


def insert_from_source(
    target: Target, names: Sequence[tree.Name], nodes: Sequence[tree.Node], block: Block, rest: str
) -> InsertPlan:
    """What MERGE inserts: values of the rows that FROM and WHERE in `rest` give."""
    sql, columns = _insert_values(target, _insert_columns(target, names), nodes, block, rest)
    return InsertPlan(target.relation, columns, sql)
