# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Aggregates and analytic functions."""

from __future__ import annotations

from ..errors import OraError
from ..values import NUMBER, OraType
from . import datatypes, tree, typed
from .datatypes import NUMERIC, family
from .rules import expression, walk
from .scopes import Block, Lowered

_SIMPLE = {"SUM": "sum", "AVG": "avg", "MIN": "min", "MAX": "max", "COUNT": "count"}
_STATISTICS = {"VARIANCE": "ora_variance", "STDDEV": "ora_stddev", "MEDIAN": "ora_median"}
AGGREGATE_NAMES = frozenset({*_SIMPLE, *_STATISTICS, "LISTAGG"})
_RANKING = frozenset({"ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "PERCENT_RANK", "CUME_DIST"})
_NEIGHBOURS = frozenset({"LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE"})
WINDOW_NAMES = frozenset({*_SIMPLE, "LISTAGG", *_RANKING, *_NEIGHBOURS})


def contains_aggregate(*nodes: object) -> bool:
    """Whether an aggregate is called here, outside of subqueries."""
    return any(
        isinstance(node, tree.Call) and node.over is None and len(node.parts) == 1 and node.parts[0] in AGGREGATE_NAMES
        for root in nodes
        for node in walk(root)
    )


def contains_window(*nodes: object) -> bool:
    return any(isinstance(node, tree.Call) and node.over is not None for root in nodes for node in walk(root))


def aggregate(block: Block, node: tree.Call) -> Lowered:
    """Raises OraError 934 where no aggregate may stand, 978 and 935 when nested."""
    if block.in_aggregate:
        raise OraError(978 if block.grouping is not None and not block.grouping.explicit else 935)
    if not block.aggregates_allowed:
        raise OraError(934)
    block.in_aggregate = True
    try:
        return _lowered(block, node, "")
    finally:
        block.in_aggregate = False


def windowed(block: Block, node: tree.Call) -> Lowered:
    """Raises OraError 30483 outside of the select list and ORDER BY, 30485 for a missing ORDER BY."""
    assert node.over is not None
    if not block.aggregates_allowed:
        raise OraError(30483)
    name = node.parts[0]
    if name in _RANKING and not node.over.order:
        raise OraError(30485)
    over = _over(block, node.over, frame_allowed=name not in _RANKING)
    if name in AGGREGATE_NAMES:
        return _lowered(block, node, over)
    arguments = [expression(block, argument) for argument in node.arguments]
    if name in _RANKING:
        if len(arguments) != (1 if name == "NTILE" else 0):
            raise OraError(909)
        return Lowered(f"{name.lower()}({', '.join(argument.sql for argument in arguments)}){over}", NUMBER)
    if node.ignore_nulls:
        raise OraError(3001)
    if not 1 <= len(arguments) <= (3 if name in ("LAG", "LEAD") else 1):
        raise OraError(909)
    if len(arguments) == 3:
        arguments[2] = typed.as_type(arguments[2], arguments[0].type)
    texts = ", ".join(argument.sql for argument in arguments)
    return Lowered(f"{name.lower()}({texts}){over}", arguments[0].type)


def _lowered(block: Block, node: tree.Call, over: str) -> Lowered:
    name = node.parts[0]
    if name == "LISTAGG":
        return _listagg(block, node, over)
    if node.within or node.keywords or len(node.arguments) != 1:
        raise OraError(909)
    distinct = "DISTINCT " if node.distinct else ""
    if distinct and over:
        raise OraError(3001)
    if isinstance(node.arguments[0], tree.Star):
        if name != "COUNT" or distinct:
            raise OraError(936)
        return Lowered(f"count(*){over}", NUMBER, False)
    argument = expression(block, node.arguments[0])
    if name == "COUNT":
        return Lowered(f"count({distinct}{argument.sql}){over}", NUMBER, False)
    if name in ("MIN", "MAX"):
        if argument.type.name in datatypes.LARGE_TYPES:
            raise OraError(932, "-", argument.type.name)
        return Lowered(f"{_SIMPLE[name]}({argument.sql}){over}", argument.type)
    if family(argument.type) in (datatypes.INTERVAL, datatypes.MONTHS):
        if name != "SUM":
            raise OraError(3001)
        return Lowered(f"sum({distinct}{argument.sql}){over}", argument.type)
    if family(argument.type) != datatypes.BINARY_FLOATING:
        argument = typed.convert(argument, NUMERIC)
    function = _SIMPLE.get(name) or _STATISTICS[name]
    kind = argument.type if family(argument.type) == datatypes.BINARY_FLOATING else NUMBER
    return Lowered(f"{function}({distinct}{argument.sql}){over}", kind)


def _listagg(block: Block, node: tree.Call, over: str) -> Lowered:
    if not 1 <= len(node.arguments) <= 2:
        raise OraError(909)
    if node.distinct and block.context.version < (19,):
        raise OraError(30482)
    arguments = [typed.to_character(expression(block, argument)) for argument in node.arguments]
    separator = arguments[1].sql if len(arguments) > 1 else "NULL"
    keys = [typed.sort_key(expression(block, item.expression)) for item in node.within]
    directions = "".join(("D" if item.descending else "A") + ("F" if item.nulls_first else "L") for item in node.within)
    marks = ("U" if node.distinct else "") + directions
    texts = ", ".join([separator, f"'{marks}'", arguments[0].sql, *keys])
    return Lowered(f"ora_listagg({texts}){over}", OraType("VARCHAR2", 4000))


def _over(block: Block, window: tree.Window, frame_allowed: bool) -> str:
    parts = []
    if window.partition:
        keys = ", ".join(typed.sort_key(expression(block, node)) for node in window.partition)
        parts.append(f"PARTITION BY {keys}")
    if window.order:
        parts.append("ORDER BY " + ", ".join(_order_item(block, item) for item in window.order))
    if window.frame is not None:
        if not frame_allowed or not window.order:
            raise OraError(30487 if frame_allowed else 905)
        parts.append(_frame(block, window.frame))
    return f" OVER ({' '.join(parts)})"


def _order_item(block: Block, item: tree.OrderItem) -> str:
    return order_text(typed.sort_key(expression(block, item.expression)), item)


def order_text(key: str, item: tree.OrderItem) -> str:
    """Oracle sorts NULLs as the largest values, SQLite as the smallest, so the place is always written.

    A selected constant that is sorted by its position would itself be a position to SQLite."""
    if key.isdigit():
        key = f"{key} + 0"
    return f"{key}{' DESC' if item.descending else ''} NULLS {'FIRST' if item.nulls_first else 'LAST'}"


def _frame(block: Block, frame: tree.Frame) -> str:
    if frame.unit == "RANGE" and any(
        bound is not None and bound.value is not None for bound in (frame.start, frame.end)
    ):
        raise OraError(3001)
    if frame.end is None:
        return f"{frame.unit} {_bound(block, frame.start)}"
    return f"{frame.unit} BETWEEN {_bound(block, frame.start)} AND {_bound(block, frame.end)}"


def _bound(block: Block, bound: tree.FrameBound) -> str:
    if bound.value is None:
        return bound.kind
    return f"{typed.convert(expression(block, bound.value), NUMERIC).sql} {bound.kind}"
