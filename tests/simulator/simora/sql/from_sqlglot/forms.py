# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions of a form of their own: CASE, CAST, EXTRACT, TRIM, INTERVAL, and the ORDER BY inside of OVER."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from ...language.tokens import TokenKind
from .. import tree
from ..dialect.expression_parser import DateTimeLiteral
from .node_reader import NodeReader, rules

_INTERVAL_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
_EXTRACT_FIELDS = (*_INTERVAL_UNITS, "TIMEZONE_HOUR", "TIMEZONE_MINUTE")


class FormReader(NodeReader):
    def _case(self, node: exp.Case) -> tree.Node:
        offset = self.offset
        self.expect_word("CASE")
        operand = self.expression(node.this) if node.this else None
        branches = []
        for branch in node.args["ifs"]:
            self.expect_word("WHEN")
            when = self.expression(branch.this) if operand is not None else self.condition(branch.this)
            self.expect_word("THEN")
            branches.append((when, self.expression(branch.args["true"])))
        default = None
        if node.args.get("default"):
            self.expect_word("ELSE")
            default = self.expression(node.args["default"])
        self.expect_word("END")
        return tree.Case(offset, operand, tuple(branches), default)

    def _date_or_timestamp(self, node: exp.Expr) -> tree.Node:
        offset = self.offset
        kind = self.expect_one_of("DATE", "TIMESTAMP")
        return tree.DateTimeLiteral(offset, kind, self.expect_kind(TokenKind.STRING).value)

    def _interval(self, node: exp.Interval) -> tree.Node:
        """sqlglot's notion of units and spans does not matter, they are read from the tokens."""
        offset = self.offset
        self.expect_word("INTERVAL")
        value = self.expect_kind(TokenKind.STRING).value
        unit = self._interval_unit()
        to_unit = self._interval_unit() if self.take_word("TO") else None
        return tree.IntervalLiteral(offset, value, unit, to_unit)

    def _interval_unit(self) -> str:
        unit = self.take_word(*_INTERVAL_UNITS)
        if unit is None:
            raise self.error(30089)
        if self.take_sign("("):
            while not self.at_sign(")"):
                if self.current is None:
                    raise self.error(907)
                self.advance()
            self.advance()
        return unit

    def order_by(self, node: exp.Order) -> tuple[tree.OrderItem, ...]:
        self.expect_word("ORDER")
        self.expect_word("BY", 924)
        self.check_arguments(node, frozenset({"expressions"}))
        return self.separated(node.expressions, self._order_item)

    def _order_item(self, node: exp.Ordered) -> tree.OrderItem:
        """sqlglot fills in a default for NULLS, so both words are read from the tokens."""
        self.check_arguments(node, frozenset({"this", "desc", "nulls_first"}))
        offset = self.offset
        expression = self.expression(node.this)
        descending = self.take_word("ASC", "DESC") == "DESC"
        nulls_first = descending
        if self.take_word("NULLS"):
            nulls_first = self.expect_one_of("FIRST", "LAST", code=30004) == "FIRST"
        return tree.OrderItem(offset, expression, descending, nulls_first)

    def window(self, node: exp.Window) -> tree.Window:
        """What follows OVER."""
        offset = self.offset
        self.expect_sign("(")
        partition: tuple[tree.Node, ...] = ()
        if self.take_word("PARTITION"):
            self.expect_word("BY", 924)
            partition = self.expressions(node.args.get("partition_by") or ())
        order = self.order_by(node.args["order"]) if node.args.get("order") else ()
        frame = self._frame(node.args["spec"]) if node.args.get("spec") else None
        self.expect_sign(")")
        return tree.Window(offset, partition, order, frame)

    def _frame(self, node: exp.WindowSpec) -> tree.Frame:
        self.check_arguments(node, frozenset({"kind", "start", "start_side", "end", "end_side"}))
        offset = self.offset
        unit = self.expect_one_of("ROWS", "RANGE")
        if not self.take_word("BETWEEN"):
            return tree.Frame(offset, unit, self._frame_bound(node.args.get("start")), None)
        start = self._frame_bound(node.args.get("start"))
        self.expect_word("AND")
        return tree.Frame(offset, unit, start, self._frame_bound(node.args.get("end")))

    def _frame_bound(self, value: Any) -> tree.FrameBound:
        """value: a number of rows, or sqlglot's text for any other bound."""
        offset = self.offset
        for words in (("UNBOUNDED", "PRECEDING"), ("UNBOUNDED", "FOLLOWING"), ("CURRENT", "ROW")):
            if self.take_words(*words):
                return tree.FrameBound(offset, " ".join(words))
        node = self.expression(value)
        return tree.FrameBound(offset, self.expect_one_of("PRECEDING", "FOLLOWING"), node)

    def _cast(self, node: exp.Cast) -> tree.Node:
        offset = self.offset
        self.expect_word("CAST")
        self.expect_sign("(")
        operand = self.expression(node.this)
        self.expect_word("AS")
        type_name = self._type_name()
        self.expect_sign(")")
        return tree.Cast(offset, operand, type_name)

    def _type_name(self) -> tree.TypeName:
        offset = self.offset
        token = self.current
        if token is None or token.kind is not TokenKind.WORD:
            raise self.error(902)
        name = self.advance().value
        if name == "DOUBLE":
            self.expect_word("PRECISION")
            name = "FLOAT"
        arguments = []
        if self.take_sign("("):
            while True:
                arguments.append(self._type_argument())
                if not self.take_sign(","):
                    break
            self.expect_sign(")")
        if name == "TIMESTAMP" and self.take_words("WITH", "LOCAL", "TIME", "ZONE"):
            name = "TIMESTAMP WITH LOCAL TIME ZONE"
        elif name == "TIMESTAMP" and self.take_words("WITH", "TIME", "ZONE"):
            name = "TIMESTAMP WITH TIME ZONE"
        return tree.TypeName(offset, name, tuple(arguments))

    def _type_argument(self) -> int:
        negative = self.take_sign("-") is not None
        token = self.current
        if token is None or token.kind is not TokenKind.NUMBER or not token.value.isdigit():
            raise self.error(910)
        self.advance()
        self.take_word("BYTE", "CHAR")
        return -int(token.value) if negative else int(token.value)

    def _extract(self, node: exp.Extract) -> tree.Node:
        offset = self.offset
        self.expect_word("EXTRACT")
        self.expect_sign("(")
        field = self.expect_one_of(*_EXTRACT_FIELDS, code=907)
        self.expect_word("FROM")
        operand = self.expression(node.expression)
        self.expect_sign(")")
        return tree.Extract(offset, field, operand)

    def _trim(self, node: exp.Trim) -> tree.Node:
        offset = self.offset
        self.expect_word("TRIM")
        self.expect_sign("(")
        side = self.take_word("BOTH", "LEADING", "TRAILING")
        characters = None
        if node.args.get("expression"):
            characters = self.expression(node.expression)
        if characters is not None or side is not None:
            self.expect_word("FROM")
        operand = self.expression(node.this)
        self.expect_sign(")")
        return tree.Trim(offset, side or "BOTH", characters, operand)


rules(
    FormReader,
    (FormReader._case, "this ifs default", exp.Case),
    (FormReader._date_or_timestamp, "", DateTimeLiteral),
    (FormReader._interval, "this unit", exp.Interval),
    (FormReader._cast, "this to", exp.Cast),
    (FormReader._extract, "this expression", exp.Extract),
    (FormReader._trim, "this expression position", exp.Trim),
)
