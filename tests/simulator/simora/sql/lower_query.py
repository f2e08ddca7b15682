# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whole queries: WITH, set operators, row limits."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import OraError
from ..values import Column
from . import tree, typed
from .datatypes import NUMERIC, common_type
from .lower_aggregate import order_text
from .lower_select import lower_select
from .rules import LoweredQuery, expression, query_rule
from .scopes import Block, CommonTableInfo, Context, Lowered, limit_clause

_OPERATORS = {"UNION": "UNION", "UNION ALL": "UNION ALL", "INTERSECT": "INTERSECT", "MINUS": "EXCEPT"}


@query_rule
def lower_query(context: Context, node: tree.Query, parent: Block | None) -> LoweredQuery:
    context.common_tables.append({})
    try:
        prefix = _with(context, node.common_tables)
        lowered = _ordered_body(context, node, parent)
        limit = _row_limit(context, node)
        sql = f"SELECT * FROM ({lowered.sql})" if limit and lowered.limited else lowered.sql
        return LoweredQuery(
            prefix + sql + limit,
            lowered.columns,
            lowered.single_row,
            bounded=lowered.bounded or bool(limit) or bool(prefix),
            limited=lowered.limited or bool(limit),
            lock_targets=lowered.lock_targets,
        )
    finally:
        context.common_tables.pop()


def _with(context: Context, tables: Sequence[tree.CommonTable]) -> str:
    texts, recursive = [], False
    for table in tables:
        name = context.new_alias("w")
        if table.columns and isinstance(table.query.body, tree.SetOperation) and _refers_to(table.query, table.name):
            recursive = True
            texts.append(_recursive(context, table, name))
            continue
        lowered = lower_query(context, table.query, None)
        columns = _renamed(table, lowered.columns)
        context.common_tables[-1][table.name] = CommonTableInfo(name, columns)
        texts.append(f"{name} AS ({lowered.sql})")
    return f"WITH {'RECURSIVE ' if recursive else ''}{', '.join(texts)} " if texts else ""


def _renamed(table: tree.CommonTable, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Raises OraError 32038 when the list of names is too short or too long."""
    if not table.columns:
        return tuple(columns)
    if len(table.columns) != len(columns):
        raise OraError(32038, offset=table.offset)
    return tuple(Column(name, column.type, column.nullable) for name, column in zip(table.columns, columns))


def _recursive(context: Context, table: tree.CommonTable, name: str) -> str:
    """anchor UNION ALL recursive part; the anchor decides names and types."""
    body = table.query.body
    assert isinstance(body, tree.SetOperation)
    if body.operator != "UNION ALL" or table.query.order_by:
        raise OraError(32040, offset=table.offset)
    anchor = _operand(context, body.left, None)
    columns = _renamed(table, anchor.columns)
    context.common_tables[-1][table.name] = CommonTableInfo(name, columns)
    step = _operand(context, body.right, None)
    if len(step.columns) != len(columns):
        raise OraError(1789, offset=table.offset)
    names = ", ".join(f"c{index}" for index in range(1, len(columns) + 1))
    return f"{name}({names}) AS ({anchor.sql} UNION ALL {step.sql})"


def _refers_to(node: object, name: str) -> bool:
    if isinstance(node, tree.TableReference):
        return node.parts == (name,)
    if isinstance(node, tree.Node):
        return any(_refers_to(value, name) for value in vars(node).values())
    return isinstance(node, tuple) and any(_refers_to(item, name) for item in node)


def _ordered_body(context: Context, node: tree.Query, parent: Block | None) -> LoweredQuery:
    if isinstance(node.body, tree.Select):
        return lower_select(context, node.body, parent, node.order_by, node.for_update)
    if node.for_update is not None:
        raise OraError(933, offset=node.for_update.offset)
    lowered = _operand(context, node.body, parent)
    if not node.order_by:
        return lowered
    keys = [_order_key(item, lowered.columns) for item in node.order_by]
    sql = f"SELECT * FROM ({lowered.sql})" if lowered.bounded else lowered.sql
    return LoweredQuery(f"{sql} ORDER BY {', '.join(keys)}", lowered.columns, lowered.single_row, True)


def _order_key(item: tree.OrderItem, columns: Sequence[Column]) -> str:
    """A set operation is sorted by positions or by the first operand's headings."""
    node = item.expression
    if isinstance(node, tree.NumberLiteral) and node.text.isdigit():
        position = int(node.text)
    elif isinstance(node, tree.Name) and len(node.parts) == 1:
        names = [column.name for column in columns]
        if node.parts[0] not in names:
            raise OraError(904, f'"{node.parts[0]}"', offset=node.offset)
        position = names.index(node.parts[0]) + 1
    else:
        raise OraError(1785, offset=node.offset)
    if not 1 <= position <= len(columns):
        raise OraError(1785, offset=node.offset)
    return order_text(typed.sort_key(Lowered(f"c{position}", columns[position - 1].type)), item)


def _operand(context: Context, body: tree.Body, parent: Block | None) -> LoweredQuery:
    if isinstance(body, tree.Select):
        return lower_select(context, body, parent)
    if isinstance(body, tree.Query):
        return lower_query(context, body, parent)
    left, right = _operand(context, body.left, parent), _operand(context, body.right, parent)
    if len(left.columns) != len(right.columns):
        raise OraError(1789, offset=body.offset)
    columns = tuple(
        Column(one.name, common_type([one.type, other.type], 1790), one.nullable or other.nullable)
        for one, other in zip(left.columns, right.columns)
    )
    nested = isinstance(body.right, (tree.SetOperation, tree.Query))
    one, other = _as_operand(left, columns, False), _as_operand(right, columns, nested)
    return LoweredQuery(f"{one} {_OPERATORS[body.operator]} {other}", columns)


def _as_operand(lowered: LoweredQuery, columns: Sequence[Column], nested: bool) -> str:
    """An operand in the result's types; SQLite takes neither ORDER BY, LIMIT nor parentheses there."""
    converted = [
        typed.as_type(Lowered(f"c{index}", have.type), want.type).sql
        for index, (have, want) in enumerate(zip(lowered.columns, columns), start=1)
    ]
    if any(text != f"c{index}" for index, text in enumerate(converted, start=1)):
        listed = ", ".join(f"{text} AS c{index}" for index, text in enumerate(converted, start=1))
        return f"SELECT {listed} FROM ({lowered.sql})"
    return f"SELECT * FROM ({lowered.sql})" if lowered.bounded or nested else lowered.sql


def _row_limit(context: Context, node: tree.Query) -> str:
    if node.skip is None and node.fetch is None:
        return ""
    if node.for_update is not None:
        raise OraError(2014, offset=node.for_update.offset)
    block = Block(context, None, ())
    texts = []
    for limit in (node.fetch, node.skip):
        if limit is None:
            texts.append("")
            continue
        value = typed.convert(expression(block, limit), NUMERIC)
        texts.append(f"max(ifnull(ora_floor({value.sql}), 0), 0)")
    fetch, skip = texts
    return limit_clause(fetch or "-1", skip or "0")
