# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The allow-list: every node class that can be lowered has a rule here; one without is ORA-03001, never a guess."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator
from typing import Any

from ..errors import OraError
from ..values import Column
from . import tree
from .scopes import Block, Context, Lowered

ExpressionRule = Callable[[Block, Any], Lowered]
ConditionRule = Callable[[Block, Any], str]

_EXPRESSION_RULES: dict[type[tree.Node], ExpressionRule] = {}
_CONDITION_RULES: dict[type[tree.Node], ConditionRule] = {}


@dataclasses.dataclass(frozen=True)
class LoweredQuery:
    """sql: a complete SELECT whose columns are c1, c2, ... columns: as Oracle describes them.

    single_row: it can give no second row. bounded: it has ORDER BY, LIMIT or WITH, so that it can be no operand of a
    set operator as it stands. limited: it ends in LIMIT. lock_targets: (relation, its row's number as SQLite text)
    that FOR UPDATE locks; these numbers follow the columns.
    """

    sql: str
    columns: tuple[Column, ...]
    single_row: bool = False
    bounded: bool = False
    limited: bool = False
    lock_targets: tuple[tuple[Any, str], ...] = ()


QueryRule = Callable[[Context, tree.Query, "Block | None"], LoweredQuery]
_query_rule: list[QueryRule] = []


def expression_rule(*kinds: type[tree.Node]) -> Callable[[ExpressionRule], ExpressionRule]:
    def register(rule: ExpressionRule) -> ExpressionRule:
        _EXPRESSION_RULES.update(dict.fromkeys(kinds, rule))
        return rule

    return register


def condition_rule(*kinds: type[tree.Node]) -> Callable[[ConditionRule], ConditionRule]:
    def register(rule: ConditionRule) -> ConditionRule:
        _CONDITION_RULES.update(dict.fromkeys(kinds, rule))
        return rule

    return register


def query_rule(rule: QueryRule) -> QueryRule:
    _query_rule.append(rule)
    return rule


def expression(block: Block, node: tree.Node) -> Lowered:
    """Raises OraError with the node's offset."""
    rule = _EXPRESSION_RULES.get(type(node))
    if rule is None:
        raise OraError(3001 if isinstance(node, tree.Expression) else 907, offset=node.offset)
    with _positioned(node):
        grouped = _grouping_key(block, node, rule)
        return grouped if grouped is not None else rule(block, node)


def _grouping_key(block: Block, node: tree.Node, rule: ExpressionRule) -> Lowered | None:
    """The node as one of the GROUP BY expressions, when it is one that is not just a column."""
    grouping = block.grouping
    if grouping is None or not grouping.computed or block.in_aggregate:
        return None
    if isinstance(node, (tree.Name, tree.StringLiteral, tree.NumberLiteral, tree.NullLiteral)):
        return None
    block.grouping = None
    try:
        plain = rule(block, node)
    except OraError:
        return None
    finally:
        block.grouping = grouping
    return plain if plain.sql in grouping.keys else None


def condition(block: Block, node: tree.Node) -> str:
    """SQLite text that is 1, 0 or NULL; safe as an operand of AND, OR and NOT."""
    rule = _CONDITION_RULES.get(type(node))
    if rule is None:
        raise OraError(3001 if isinstance(node, tree.Condition) else 920, offset=node.offset)
    with _positioned(node):
        return rule(block, node)


def query(context: Context, node: tree.Query, parent: Block | None) -> LoweredQuery:
    """parent: the block a correlated subquery may refer to."""
    return _query_rule[0](context, node, parent)


class _positioned:
    """Gives an OraError raised inside the node's offset, unless a node further in has done so."""

    def __init__(self, node: tree.Node) -> None:
        self._offset = node.offset

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OraError) and error.offset == 0:
            error.offset = self._offset


@functools.cache
def _child_fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.type not in ("int", "str", "bool"))


def walk(node: object) -> Iterator[tree.Node]:
    """A node and all below it, without the inside of subqueries."""
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, tree.Node):
            yield node
            if not isinstance(node, tree.Query):
                kind: Any = type(node)
                pending.extend(getattr(node, name) for name in reversed(_child_fields(kind)))
        elif isinstance(node, tuple):
            pending.extend(reversed(node))
