# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for conditions. SQLite's three-valued AND, OR, NOT and IN are Oracle's."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import OraError
from . import datatypes, tree, typed
from .datatypes import BOOLEAN_FAMILY, family
from .rules import LoweredQuery, condition, condition_rule, expression, query
from .scopes import Block, Lowered


@condition_rule(tree.Logical)
def _logical(block: Block, node: tree.Logical) -> str:
    return "(" + f" {node.operator} ".join(condition(block, operand) for operand in node.operands) + ")"


@condition_rule(tree.Not)
def _not(block: Block, node: tree.Not) -> str:
    return f"(NOT {condition(block, node.operand)})"


@condition_rule(tree.Call)
def _call(block: Block, node: tree.Call) -> str:
    """REGEXP_LIKE and whatever else gives a truth value; any other function is ORA-00920."""
    value = expression(block, node)
    if family(value.type) != BOOLEAN_FAMILY:
        raise OraError(920)
    return value.sql


@condition_rule(tree.IsNull)
def _is_null(block: Block, node: tree.IsNull) -> str:
    return f"({expression(block, node.operand).sql} IS {'NOT ' if node.negated else ''}NULL)"


@condition_rule(tree.Exists)
def _exists(block: Block, node: tree.Exists) -> str:
    return f"EXISTS ({query(block.context, node.query, block).sql})"


@condition_rule(tree.Like)
def _like(block: Block, node: tree.Like) -> str:
    operand = typed.to_character(expression(block, node.operand))
    pattern = typed.to_character(expression(block, node.pattern))
    if node.escape is None:
        text = f"({operand.sql} LIKE {pattern.sql})"
    else:
        escape = typed.to_character(expression(block, node.escape))
        # Raises ORA-01424 and ORA-01425 for patterns that SQLite would read otherwise.
        text = f"({operand.sql} LIKE ora__like_pattern({pattern.sql}, {escape.sql}) ESCAPE {escape.sql})"
    return _negated(text, node.negated)


@condition_rule(tree.Between)
def _between(block: Block, node: tree.Between) -> str:
    operand = expression(block, node.operand)
    low, high = expression(block, node.low), expression(block, node.high)
    return _negated(f"({typed.compare('>=', operand, low)} AND {typed.compare('<=', operand, high)})", node.negated)


@condition_rule(tree.Comparison)
def _comparison(block: Block, node: tree.Comparison) -> str:
    if node.quantifier is not None:
        return _quantified(block, node)
    if isinstance(node.left, tree.Tuple):
        return _tuple_comparison(block, node)
    return typed.compare(node.operator, expression(block, node.left), expression(block, node.right))


def _tuple_comparison(block: Block, node: tree.Comparison) -> str:
    """(a, b) = (subquery) or (a, b) = ((c, d)); other operators than = and <> do not exist."""
    assert isinstance(node.left, tree.Tuple)
    if node.operator not in ("=", "<>"):
        raise OraError(1796)
    negated = node.operator == "<>"
    if isinstance(node.right, tree.ScalarSubquery):
        return condition(block, tree.InQuery(node.offset, node.left, node.right.query, negated))
    if not isinstance(node.right, tree.Tuple):
        raise OraError(920)
    left = [expression(block, item) for item in node.left.items]
    return _negated(_equal_tuples(left, _row(block, node.right, len(left))), negated)


def _row(block: Block, node: tree.Node, size: int) -> list[Lowered]:
    items = node.items if isinstance(node, tree.Tuple) else (node,)
    if len(items) != size:
        raise OraError(913 if len(items) > size else 947)
    return [expression(block, item) for item in items]


def _equal_tuples(left: Sequence[Lowered], right: Sequence[Lowered]) -> str:
    return "(" + " AND ".join(typed.compare("=", one, other) for one, other in zip(left, right)) + ")"


@condition_rule(tree.InList)
def _in_list(block: Block, node: tree.InList) -> str:
    if isinstance(node.operand, tree.Tuple):
        left = [expression(block, item) for item in node.operand.items]
        text = " OR ".join(_equal_tuples(left, _row(block, item, len(left))) for item in node.items)
        return _negated(f"({text})", node.negated)
    operand = expression(block, node.operand)
    items = [expression(block, item) for item in node.items]
    if _comparable_as_they_are(operand, items):
        return _negated(f"({operand.sql} IN ({', '.join(item.sql for item in items)}))", node.negated)
    return _negated("(" + " OR ".join(typed.compare("=", operand, item) for item in items) + ")", node.negated)


def _comparable_as_they_are(operand: Lowered, items: Sequence[Lowered]) -> bool:
    """Whether no item needs what compare() does beside writing an operator."""
    kind = family(operand.type)
    if kind == datatypes.ZONED or operand.rowid is not None or operand.type.name in ("CHAR", *datatypes.LARGE_TYPES):
        return False
    return all(family(item.type) == kind and item.type.name not in datatypes.LARGE_TYPES for item in items)


@condition_rule(tree.InQuery)
def _in_query(block: Block, node: tree.InQuery) -> str:
    left = [
        expression(block, item)
        for item in (node.operand.items if isinstance(node.operand, tree.Tuple) else (node.operand,))
    ]
    lowered = query(block.context, node.query, block)
    if len(lowered.columns) != len(left):
        raise OraError(913 if len(lowered.columns) > len(left) else 947)
    left, inner = _aligned(left, lowered)
    operand = left[0].sql if len(left) == 1 else f"({', '.join(item.sql for item in left)})"
    return _negated(f"({operand} IN ({inner}))", node.negated)


def _aligned(left: list[Lowered], lowered: LoweredQuery) -> tuple[list[Lowered], str]:
    """Both sides of IN in the same families; the subquery stays as it is where nothing needs converting."""
    operands, columns, changed = [], [], False
    for index, (operand, column) in enumerate(zip(left, lowered.columns), start=1):
        value = Lowered(f"c{index}", column.type)
        common = datatypes.compared_family(family(operand.type), family(column.type))
        converted, other = typed.convert(operand, common), typed.convert(value, common)
        if operand.type.name == column.type.name == "CHAR":
            converted = Lowered(f"rtrim({converted.sql})", converted.type)
            other = Lowered(f"rtrim({other.sql})", other.type)
        if common == datatypes.ZONED:
            converted, other = typed.call("$UTC", converted), typed.call("$UTC", other)
        operands.append(converted)
        columns.append(other.sql)
        changed = changed or other is not value
    if not changed:
        return operands, lowered.sql
    return operands, f"SELECT {', '.join(columns)} FROM ({lowered.sql})"


def _quantified(block: Block, node: tree.Comparison) -> str:
    """ANY is the OR of all comparisons, ALL their AND."""
    left = expression(block, node.left)
    if isinstance(node.right, tree.Tuple):
        operator = " OR " if node.quantifier == "ANY" else " AND "
        tests = (typed.compare(node.operator, left, expression(block, item)) for item in node.right.items)
        return "(" + operator.join(tests) + ")"
    assert isinstance(node.right, tree.ScalarSubquery)
    lowered = query(block.context, node.right.query, block)
    if len(lowered.columns) != 1:
        raise OraError(913)
    test = typed.compare(node.operator, left, Lowered("c1", lowered.columns[0].type))
    decisive, otherwise = (1, 0) if node.quantifier == "ANY" else (0, 1)
    return (
        f"(SELECT CASE WHEN sum(v IS {decisive}) > 0 THEN {decisive} WHEN sum(v IS NULL) > 0 THEN NULL"
        f" ELSE {otherwise} END FROM (SELECT {test} AS v FROM ({lowered.sql})))"
    )


def _negated(text: str, negated: bool) -> str:
    return f"(NOT {text})" if negated else text
