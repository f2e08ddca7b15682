# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions with a grammar of their own: CASE, CAST, EXTRACT, TRIM, INTERVAL, and the ORDER BY inside of OVER."""

from __future__ import annotations

from ..language.tokens import TokenKind
from . import tree
from .token_stream import TokenStream

_INTERVAL_UNITS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")
_EXTRACT_FIELDS = (*_INTERVAL_UNITS, "TIMEZONE_HOUR", "TIMEZONE_MINUTE")


class FormParser(TokenStream):
    """What expressions and conditions are is the next grammar's business, which builds on this one."""

    def parse_expression(self) -> tree.Node:
        raise NotImplementedError

    def parse_expressions(self) -> tuple[tree.Node, ...]:
        raise NotImplementedError

    def parse_condition(self) -> tree.Node:
        raise NotImplementedError

    def parse_case(self) -> tree.Node:
        offset = self.offset
        self.advance()
        operand = None if self.at_word("WHEN") else self.parse_expression()
        branches = []
        while self.take_word("WHEN"):
            when = self.parse_expression() if operand is not None else self.parse_condition()
            self.expect_word("THEN")
            branches.append((when, self.parse_expression()))
        if not branches:
            raise self.error(905)
        default = self.parse_expression() if self.take_word("ELSE") else None
        self.expect_word("END")
        return tree.Case(offset, operand, tuple(branches), default)

    def parse_interval(self) -> tree.Node:
        offset = self.offset
        self.advance()
        value = self.advance().value
        unit = self._parse_interval_unit()
        to_unit = self._parse_interval_unit() if self.take_word("TO") else None
        return tree.IntervalLiteral(offset, value, unit, to_unit)

    def _parse_interval_unit(self) -> str:
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

    def parse_order_by(self) -> tuple[tree.OrderItem, ...]:
        self.expect_word("ORDER")
        self.expect_word("BY", 924)
        items = [self._parse_order_item()]
        while self.take_sign(","):
            items.append(self._parse_order_item())
        return tuple(items)

    def _parse_order_item(self) -> tree.OrderItem:
        offset = self.offset
        expression = self.parse_expression()
        descending = self.take_word("ASC", "DESC") == "DESC"
        nulls_first = descending
        if self.take_word("NULLS"):
            place = self.take_word("FIRST", "LAST")
            if place is None:
                raise self.error(30004)
            nulls_first = place == "FIRST"
        return tree.OrderItem(offset, expression, descending, nulls_first)

    def parse_window(self) -> tree.Window:
        offset = self.offset
        self.expect_sign("(")
        partition: tuple[tree.Node, ...] = ()
        if self.take_word("PARTITION"):
            self.expect_word("BY", 924)
            partition = self.parse_expressions()
        order = self.parse_order_by() if self.at_word("ORDER") else ()
        frame = self._parse_frame() if self.at_word("ROWS", "RANGE") else None
        self.expect_sign(")")
        return tree.Window(offset, partition, order, frame)

    def _parse_frame(self) -> tree.Frame:
        offset = self.offset
        unit = self.advance().value
        if not self.take_word("BETWEEN"):
            return tree.Frame(offset, unit, self._parse_frame_bound(), None)
        start = self._parse_frame_bound()
        self.expect_word("AND")
        return tree.Frame(offset, unit, start, self._parse_frame_bound())

    def _parse_frame_bound(self) -> tree.FrameBound:
        offset = self.offset
        for words in (("UNBOUNDED", "PRECEDING"), ("UNBOUNDED", "FOLLOWING"), ("CURRENT", "ROW")):
            if self.take_words(*words):
                return tree.FrameBound(offset, " ".join(words))
        value = self.parse_expression()
        kind = self.take_word("PRECEDING", "FOLLOWING")
        if kind is None:
            raise self.error(905)
        return tree.FrameBound(offset, kind, value)

    def parse_cast(self) -> tree.Node:
        offset = self.offset
        self.advance()
        self.expect_sign("(")
        operand = self.parse_expression()
        self.expect_word("AS")
        type_name = self._parse_type_name()
        self.expect_sign(")")
        return tree.Cast(offset, operand, type_name)

    def _parse_type_name(self) -> tree.TypeName:
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
                arguments.append(self._parse_type_argument())
                if not self.take_sign(","):
                    break
            self.expect_sign(")")
        if name == "TIMESTAMP" and self.take_words("WITH", "LOCAL", "TIME", "ZONE"):
            name = "TIMESTAMP WITH LOCAL TIME ZONE"
        elif name == "TIMESTAMP" and self.take_words("WITH", "TIME", "ZONE"):
            name = "TIMESTAMP WITH TIME ZONE"
        return tree.TypeName(offset, name, tuple(arguments))

    def _parse_type_argument(self) -> int:
        negative = self.take_sign("-") is not None
        token = self.current
        if token is None or token.kind is not TokenKind.NUMBER or not token.value.isdigit():
            raise self.error(910)
        self.advance()
        self.take_word("BYTE", "CHAR")
        return -int(token.value) if negative else int(token.value)

    def parse_extract(self) -> tree.Node:
        offset = self.offset
        self.advance()
        self.expect_sign("(")
        field = self.take_word(*_EXTRACT_FIELDS)
        if field is None:
            raise self.error(907)
        self.expect_word("FROM")
        operand = self.parse_expression()
        self.expect_sign(")")
        return tree.Extract(offset, field, operand)

    def parse_trim(self) -> tree.Node:
        offset = self.offset
        self.advance()
        self.expect_sign("(")
        side = self.take_word("BOTH", "LEADING", "TRAILING")
        characters = None
        if side is not None and self.take_word("FROM"):
            operand = self.parse_expression()
        else:
            operand = self.parse_expression()
            if self.take_word("FROM"):
                characters, operand = operand, self.parse_expression()
            elif side is not None:
                raise self.error(905)
        self.expect_sign(")")
        return tree.Trim(offset, side or "BOTH", characters, operand)


# By the word before the parenthesis.
FORMS = {"CAST": FormParser.parse_cast, "EXTRACT": FormParser.parse_extract, "TRIM": FormParser.parse_trim}
