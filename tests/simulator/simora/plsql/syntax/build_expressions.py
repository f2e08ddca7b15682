# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Syntax trees of expressions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import lark

from . import tree
from .build_terminals import at, text
from .lexer import Terminal


@lark.v_args(inline=True)
class ExpressionBuilder(lark.Transformer[Any, Any]):
    """One method per rule of grammar.lark for expressions."""

    def logical(self, left: tree.Expression, operator: Terminal, right: tree.Expression) -> tree.Expression:
        return tree.Logical(left.at, str(operator), left, right)

    def negated(self, keyword: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Not(at(keyword), operand)

    def binary(self, left: tree.Expression, operator: Terminal, right: tree.Expression) -> tree.Expression:
        return tree.Binary(left.at, str(operator), left, right)

    def is_null(self, operand: tree.Expression, negation: Terminal | None, _null: Terminal) -> tree.Expression:
        return tree.IsNull(operand.at, operand, negation is not None)

    def between(
        self,
        operand: tree.Expression,
        negation: Terminal | None,
        _between: Terminal,
        low: tree.Expression,
        _and: Terminal,
        high: tree.Expression,
    ) -> tree.Expression:
        return tree.Between(operand.at, operand, low, high, negation is not None)

    def in_list(
        self, operand: tree.Expression, negation: Terminal | None, _in: Terminal, *items: tree.Expression
    ) -> tree.Expression:
        return tree.InList(operand.at, operand, items, negation is not None)

    def like(
        self,
        operand: tree.Expression,
        negation: Terminal | None,
        _like: Terminal,
        pattern: tree.Expression,
        escape: tree.Expression | None,
    ) -> tree.Expression:
        return tree.Like(operand.at, operand, pattern, escape, negation is not None)

    def escape(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def signed(self, sign: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Signed(at(sign), str(sign), operand)

    def cast(self, keyword: Terminal, operand: tree.Expression, type_name: tree.TypeName) -> tree.Expression:
        return tree.Cast(at(keyword), operand, type_name)

    def extract(self, keyword: Terminal, field: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Extract(at(keyword), str(field), operand)

    def trim_from(
        self, keyword: Terminal, side: Terminal | None, characters: tree.Expression | None, operand: tree.Expression
    ) -> tree.Expression:
        return tree.TrimFrom(at(keyword), text(side) or "BOTH", characters, operand)

    def number(self, text: Terminal) -> tree.Expression:
        value = Decimal(text)
        return tree.Literal(at(text), int(value) if value == value.to_integral_value() else value)

    def string(self, text: Terminal) -> tree.Expression:
        return tree.Literal(at(text), str(text) or None)

    def null(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(at(keyword), None)

    def true(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(at(keyword), True)

    def false(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(at(keyword), False)

    def typed_literal(self, kind: Terminal, text: Terminal) -> tree.Expression:
        return tree.DateTimeLiteral(at(kind), str(kind), str(text))

    def interval_literal(
        self, keyword: Terminal, text: Terminal, first: Terminal, _size: Any, last: str | None
    ) -> tree.Expression:
        return tree.IntervalLiteral(at(keyword), str(text), str(first), last)

    def interval_end(self, field: Terminal, _size: Any) -> str:
        return str(field)

    def case_expression(self, keyword: Terminal, selector: tree.Expression | None, *parts: Any) -> tree.Expression:
        *choices, default = parts
        return tree.Case(at(keyword), selector, tuple(choices), default)

    def case_choice(self, _when: Terminal, condition: tree.Expression, result: tree.Expression) -> Any:
        return condition, result

    def case_default(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def name(self, name: Terminal) -> tree.Expression:
        return tree.Name(at(name), str(name))

    def bind(self, name: Terminal) -> tree.HostBind:
        return tree.HostBind(at(name), str(name))

    def member(self, target: tree.Expression, name: Terminal) -> tree.Expression:
        return tree.Member(target.at, target, str(name))

    def apply(self, target: tree.Expression, arguments: tuple[tree.Argument, ...] | None) -> tree.Expression:
        return tree.Apply(target.at, target, arguments or ())

    def attribute(self, target: tree.Expression, name: Terminal) -> tree.Expression:
        return tree.Attribute(target.at, target, str(name))

    def arguments(self, *arguments: tree.Argument) -> tuple[tree.Argument, ...]:
        return arguments

    def positional(self, value: tree.Expression) -> tree.Argument:
        return tree.Argument(value)

    def named(self, name: Terminal, value: tree.Expression) -> tree.Argument:
        return tree.Argument(value, str(name))
