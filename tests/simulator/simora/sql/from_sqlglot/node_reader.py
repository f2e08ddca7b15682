# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all rules share: the node in hand, the tokens it must have been read from, and the list of what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlglot import exp

from ...errors import OraError
from .. import tree
from .token_stream import TokenStream

_FOREIGN_PREDICATES = ("LIKE2", "LIKE4", "LIKEC", "MEMBER", "SUBMULTISET")

Rule = Callable[[Any, Any], tree.Node]


class NodeReader(TokenStream):
    """A rule takes the tokens that its node stands for, in their order, and refuses what does not fit.

    So whatever sqlglot drops, adds or moves is noticed: in the end each token has been taken by exactly one rule.
    rules: by class of node, the rule and the arguments it reads; a node or an argument beyond that is ORA-03001.
    """

    rules: dict[type[exp.Expr], tuple[Rule, frozenset[str]]] = {}

    def read(self, node: Any) -> tree.Node:
        rule, known = self.rules.get(type(node), (None, frozenset()))
        if rule is None:
            raise self.error(3001 if isinstance(node, exp.Expr) else 936)
        self.check_arguments(node, known)
        return rule(self, node)

    def check_arguments(self, node: exp.Expr, known: frozenset[str]) -> None:
        for name, value in node.args.items():
            if value and name not in known:
                raise self.error(3001)

    def condition(self, node: Any) -> tree.Node:
        """A condition; a bare function call may be one (REGEXP_LIKE), any other expression is ORA-00920."""
        return self.require_condition(self.read(node))

    def require_condition(self, node: tree.Node) -> tree.Node:
        if isinstance(node, (tree.Condition, tree.Call)):
            return node
        if self.take_word("IS"):
            raise self.error(908)
        raise self.error(3001 if self.at_word(*_FOREIGN_PREDICATES) else 920)

    def expression(self, node: Any) -> tree.Node:
        """An expression; a condition in its place (possible in parentheses only) is ORA-00907."""
        result = self.read(node)
        if isinstance(result, tree.Condition):
            raise OraError(907, offset=result.offset)
        return result

    def expressions(self, nodes: Sequence[Any]) -> tuple[tree.Node, ...]:
        return self.separated(nodes, self.expression)

    def separated(self, nodes: Sequence[Any], rule: Callable[[Any], Any]) -> tuple[Any, ...]:
        """One or more, with commas between them and none after the last."""
        if not nodes:
            raise self.error(936)
        results = []
        for index, node in enumerate(nodes):
            if index:
                self.expect_sign(",")
            results.append(rule(node))
        if self.take_sign(","):
            raise self.error(936)
        return tuple(results)


def rules(reader: type[NodeReader], *entries: tuple[Any, str, type[exp.Expr]]) -> None:
    """Adds rules to a reader's: the rule, the names of the arguments it reads, the class of node."""
    reader.rules = {**reader.rules, **{kind: (rule, frozenset(names.split())) for rule, names, kind in entries}}
