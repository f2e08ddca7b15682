# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conditions and expressions."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlglot import exp

from .. import tree
from ..dialect.expression_parser import UnaryPlus
from .node_reader import rules
from .operands import OperandReader

_ARITHMETIC = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.DPipe: "||"}
_COMPARISONS = {exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.GT: ">", exp.LTE: "<=", exp.GTE: ">="}
_SPELLINGS = {"<>": ("<>", "!=", "^=", "~=")}
_FOREIGN_PROPERTIES = ("A", "DANGLING", "EMPTY", "INFINITE", "JSON", "NAN", "OF", "PRESENT")


class ExpressionReader(OperandReader):
    """query is the query reader's, which builds on this one."""

    def query(self, node: Any) -> tree.Query:
        raise NotImplementedError

    def parenthesised_query(self, node: exp.Subquery) -> tree.Query:
        self.check_arguments(node, frozenset({"this"}))
        self.expect_sign("(")
        query = self.query(node.this)
        self.expect_sign(")")
        return query

    # Conditions

    def _connected(self, node: exp.Connector) -> tree.Node:
        """a AND b AND c, which sqlglot nests, is one node of ours."""
        offset, kind = self.offset, type(node)
        nodes: list[Any] = [node.expression]
        while isinstance(node.this, kind):
            node = node.this
            nodes.append(node.expression)
        word = "AND" if kind is exp.And else "OR"
        operands = [self.condition(node.this)]
        for operand in reversed(nodes):
            self.expect_word(word)
            operands.append(self.condition(operand))
        return tree.Logical(offset, word, tuple(operands))

    def _not(self, node: exp.Not) -> tree.Node:
        """NOT a, or what sqlglot makes of a NOT IN b and a NOT BETWEEN b AND c."""
        offset = self.offset
        if self.take_word("NOT"):
            return tree.Not(offset, self.condition(node.this))
        if type(node.this) not in (exp.In, exp.Between):
            raise self.error(920)
        node.this.set("negate", True)
        return self.read(node.this)

    def _comparison(self, node: exp.Binary) -> tree.Node:
        offset, operator = self.offset, _COMPARISONS[type(node)]
        left = self.read(node.this)
        if isinstance(left, tree.Condition):
            raise self.error(933)
        if not self.take_sign(*_SPELLINGS.get(operator, (operator,))):
            raise self.error(920)
        if not isinstance(node.expression, (exp.Any, exp.All)):
            return tree.Comparison(offset, operator, left, self.expression(node.expression))
        quantifier = "ALL" if self.expect_one_of("ANY", "SOME", "ALL") == "ALL" else "ANY"
        return tree.Comparison(offset, operator, left, self._quantified(node.expression.this), quantifier)

    def _quantified(self, node: Any) -> tree.Node:
        offset = self.offset
        if isinstance(node, exp.Paren):
            self.expect_sign("(")
            items = self.expressions((node.this,))
            self.expect_sign(")")
            return tree.Tuple(offset, items)
        if not self.at_sign("("):
            raise self.error(906)
        return self.expression(node)

    def _between(self, node: exp.Between) -> tree.Node:
        offset = self.offset
        operand = self.expression(node.this)
        negated = self._negation(node)
        self.expect_word("BETWEEN")
        low = self.expression(node.args["low"])
        self.expect_word("AND")
        return tree.Between(offset, operand, low, self.expression(node.args["high"]), negated)

    def _negation(self, node: exp.Expr) -> bool:
        if node.args.get("negate"):
            self.expect_word("NOT", 920)
        return bool(node.args.get("negate"))

    def _in(self, node: exp.In) -> tree.Node:
        offset = self.offset
        operand = self.expression(node.this)
        negated = self._negation(node)
        self.expect_word("IN")
        query, single = node.args.get("query"), node.args.get("field")
        if query:
            return tree.InQuery(offset, operand, self.parenthesised_query(query), negated)
        if single:
            return tree.InList(offset, operand, (self.expression(single),), negated)
        self.expect_sign("(")
        items = self.expressions(node.expressions)
        self.expect_sign(")")
        return tree.InList(offset, operand, items, negated)

    def _like(self, node: exp.Like) -> tree.Node:
        offset = self.offset
        operand = self.expression(node.this)
        negated = self._negation(node)
        self.expect_word("LIKE")
        return tree.Like(offset, operand, self.expression(node.expression), None, negated)

    def _escape(self, node: exp.Escape) -> tree.Node:
        like = self.read(node.this)
        if not isinstance(like, tree.Like):
            raise self.error(933)
        self.expect_word("ESCAPE")
        return dataclasses.replace(like, escape=self.expression(node.expression))

    def _is(self, node: exp.Is) -> tree.Node:
        offset = self.offset
        operand = self.expression(node.this)
        self.expect_word("IS")
        negated = self.take_word("NOT") is not None
        if self.at_word(*_FOREIGN_PROPERTIES):
            raise self.error(3001)
        self.expect_word("NULL", 908)
        if negated is not bool(node.args.get("negate")) or not isinstance(node.expression, exp.Null):
            raise self.error(908)
        return tree.IsNull(offset, operand, negated)

    def _exists(self, node: exp.Exists) -> tree.Node:
        offset = self.offset
        self.expect_word("EXISTS")
        self.expect_sign("(")
        query = self.query(node.this)
        self.expect_sign(")")
        return tree.Exists(offset, query)

    # Operators

    def _arithmetic(self, node: exp.Binary) -> tree.Node:
        offset, operator = self.offset, _ARITHMETIC[type(node)]
        left = self.expression(node.this)
        self.expect_sign(operator, 907)
        return tree.Binary(offset, operator, left, self.expression(node.expression))

    def _sign(self, node: exp.Unary) -> tree.Node:
        offset, sign = self.offset, "-" if isinstance(node, exp.Neg) else "+"
        self.expect_sign(sign, 936)
        return tree.Unary(offset, sign, self.expression(node.this))

    def _prefix(self, node: exp.Expr) -> tree.Node:
        offset, word = self.offset, "PRIOR" if isinstance(node, exp.Prior) else "CONNECT_BY_ROOT"
        self.expect_word(word)
        return tree.Unary(offset, word, self.expression(node.this))

    def _at_time_zone(self, node: exp.AtTimeZone) -> tree.Node:
        offset = self.offset
        operand = self.expression(node.this)
        if self.take_words("AT", "LOCAL"):
            return tree.AtTimeZone(offset, operand, None)
        if not self.take_words("AT", "TIME", "ZONE"):
            raise self.error(905)
        return tree.AtTimeZone(offset, operand, self.expression(node.args["zone"]))

    def _parenthesised(self, node: exp.Paren) -> tree.Node:
        self.expect_sign("(")
        result = self.read(node.this)
        self.expect_sign(")")
        return result

    def _tuple(self, node: exp.Tuple) -> tree.Node:
        offset = self.offset
        self.expect_sign("(")
        items = self.expressions(node.expressions)
        self.expect_sign(")")
        return tree.Tuple(offset, items)

    def _scalar_subquery(self, node: exp.Subquery) -> tree.Node:
        return tree.ScalarSubquery(self.offset, self.parenthesised_query(node))


rules(
    ExpressionReader,
    *((ExpressionReader._connected, "this expression", kind) for kind in (exp.And, exp.Or)),
    (ExpressionReader._not, "this", exp.Not),
    *((ExpressionReader._comparison, "this expression", kind) for kind in _COMPARISONS),
    (ExpressionReader._between, "this low high negate", exp.Between),
    (ExpressionReader._in, "this expressions query field negate", exp.In),
    (ExpressionReader._like, "this expression negate", exp.Like),
    (ExpressionReader._escape, "this expression", exp.Escape),
    (ExpressionReader._is, "this expression negate", exp.Is),
    (ExpressionReader._exists, "this", exp.Exists),
    *((ExpressionReader._arithmetic, "this expression typed safe", kind) for kind in _ARITHMETIC),
    *((ExpressionReader._sign, "this", kind) for kind in (exp.Neg, UnaryPlus)),
    *((ExpressionReader._prefix, "this", kind) for kind in (exp.Prior, exp.ConnectByRoot)),
    (ExpressionReader._at_time_zone, "this zone", exp.AtTimeZone),
    (ExpressionReader._parenthesised, "this", exp.Paren),
    (ExpressionReader._tuple, "expressions", exp.Tuple),
    (ExpressionReader._scalar_subquery, "this", exp.Subquery),
)
