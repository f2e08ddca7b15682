# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conditions and expressions, by recursive descent."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import OraError
from ..language.reserved import VALUE_WORDS
from ..language.tokens import TokenKind
from . import tree
from .grammar_forms import FORMS, FormParser

_COMPARISONS = {"=": "=", "<>": "<>", "!=": "<>", "^=": "<>", "~=": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
# What Oracle has and this grammar has not: ORA-03001 says so, a syntax error would be a lie.
_FOREIGN_FORMS = frozenset(
    """
    CURSOR JSON_ARRAY JSON_ARRAYAGG JSON_OBJECT JSON_OBJECTAGG JSON_QUERY JSON_SERIALIZE JSON_VALUE TREAT XMLAGG
    XMLCAST XMLELEMENT XMLEXISTS XMLFOREST XMLPARSE XMLQUERY XMLSERIALIZE
    """.split()
)
_FOREIGN_PREDICATES = ("LIKE2", "LIKE4", "LIKEC", "MEMBER", "SUBMULTISET")
_FOREIGN_PROPERTIES = ("A", "DANGLING", "EMPTY", "INFINITE", "JSON", "NAN", "OF", "PRESENT")


class ExpressionParser(FormParser):
    """parse_query is the query grammar's, which builds on this one."""

    def parse_query(self) -> tree.Query:
        raise NotImplementedError

    def parse_condition(self) -> tree.Node:
        """A condition; a bare function call may be one (REGEXP_LIKE), any other expression is ORA-00920."""
        return self._require_condition(self._parse_or())

    def _require_condition(self, node: tree.Node) -> tree.Node:
        if isinstance(node, (tree.Condition, tree.Call)):
            return node
        raise self.error(920)

    def _parse_or(self) -> tree.Node:
        return self._parse_connected("OR", self._parse_and)

    def _parse_and(self) -> tree.Node:
        return self._parse_connected("AND", self._parse_not)

    def _parse_connected(self, operator: str, parse_operand: Callable[[], tree.Node]) -> tree.Node:
        offset = self.offset
        operands = [parse_operand()]
        while self.at_word(operator):
            self._require_condition(operands[-1])
            self.advance()
            operands.append(self._require_condition(parse_operand()))
        return operands[0] if len(operands) == 1 else tree.Logical(offset, operator, tuple(operands))

    def _parse_not(self) -> tree.Node:
        offset = self.offset
        if self.take_word("NOT"):
            return tree.Not(offset, self._require_condition(self._parse_not()))
        return self._parse_predicate()

    def _parse_predicate(self) -> tree.Node:
        """A predicate, or a plain expression where none follows (the caller decides whether that is allowed)."""
        offset = self.offset
        if self.at_word("EXISTS"):
            self.advance()
            return tree.Exists(offset, self._parse_parenthesised_query())
        left = self._parse_additive()
        if isinstance(left, tree.Condition):
            return left
        sign = self.take_sign(*_COMPARISONS)
        if sign is not None:
            return self._parse_comparison(offset, left, _COMPARISONS[sign])
        if self.take_word("IS"):
            negated = self.take_word("NOT") is not None
            if self.at_word(*_FOREIGN_PROPERTIES):
                raise self.error(3001)
            self.expect_word("NULL", 908)
            return tree.IsNull(offset, left, negated)
        negated = self.at_word("NOT")
        if negated:
            self.advance()
        if self.take_word("BETWEEN"):
            low = self._parse_additive()
            self.expect_word("AND")
            return tree.Between(offset, left, low, self._parse_additive(), negated)
        if self.take_word("LIKE"):
            pattern = self._parse_additive()
            escape = self._parse_additive() if self.take_word("ESCAPE") else None
            return tree.Like(offset, left, pattern, escape, negated)
        if self.take_word("IN"):
            return self._parse_in(offset, left, negated)
        if self.at_word(*_FOREIGN_PREDICATES):
            raise self.error(3001)
        if negated:
            raise self.error(920)
        return left

    def _parse_comparison(self, offset: int, left: tree.Node, operator: str) -> tree.Node:
        quantifier = self.take_word("ANY", "SOME", "ALL")
        if quantifier is None:
            return tree.Comparison(offset, operator, left, self._parse_additive())
        quantifier = "ALL" if quantifier == "ALL" else "ANY"
        right: tree.Node
        if self._at_parenthesised_query():
            right = tree.ScalarSubquery(self.offset, self._parse_parenthesised_query())
        else:
            right = tree.Tuple(self.offset, self._parse_parenthesised_list())
        return tree.Comparison(offset, operator, left, right, quantifier)

    def _parse_in(self, offset: int, left: tree.Node, negated: bool) -> tree.Node:
        if self._at_parenthesised_query():
            return tree.InQuery(offset, left, self._parse_parenthesised_query(), negated)
        if not self.at_sign("("):
            return tree.InList(offset, left, (self._parse_primary(),), negated)
        return tree.InList(offset, left, self._parse_parenthesised_list(), negated)

    def _at_parenthesised_query(self) -> bool:
        distance = 0
        while (token := self.ahead(distance)) is not None and token.is_operator("("):
            distance += 1
        return distance > 0 and token is not None and token.is_word("SELECT", "WITH")

    def _parse_parenthesised_query(self) -> tree.Query:
        self.expect_sign("(")
        query = self.parse_query()
        self.expect_sign(")")
        return query

    def _parse_parenthesised_list(self) -> tuple[tree.Node, ...]:
        self.expect_sign("(")
        items = self.parse_expressions()
        self.expect_sign(")")
        return items

    def parse_expressions(self) -> tuple[tree.Node, ...]:
        items = [self.parse_expression()]
        while self.take_sign(","):
            items.append(self.parse_expression())
        return tuple(items)

    def parse_expression(self) -> tree.Node:
        """An expression; a condition in its place (possible in parentheses only) is ORA-00907."""
        node = self._parse_additive()
        if isinstance(node, tree.Condition):
            raise OraError(907, offset=node.offset)
        return node

    def _parse_additive(self) -> tree.Node:
        return self._parse_operators(("+", "-", "||"), self._parse_term)

    def _parse_term(self) -> tree.Node:
        return self._parse_operators(("*", "/"), self._parse_unary)

    def _parse_operators(self, signs: tuple[str, ...], parse_operand: Callable[[], tree.Node]) -> tree.Node:
        offset = self.offset
        node = parse_operand()
        while self.at_sign(*signs):
            sign = self.advance().value
            if isinstance(node, tree.Condition):
                raise OraError(907, offset=node.offset)
            node = tree.Binary(offset, sign, node, self._operand(parse_operand))
        return node

    def _operand(self, parse_operand: Callable[[], tree.Node]) -> tree.Node:
        node = parse_operand()
        if isinstance(node, tree.Condition):
            raise OraError(907, offset=node.offset)
        return node

    def _parse_unary(self) -> tree.Node:
        offset = self.offset
        sign = self.take_sign("+", "-") or self.take_word("PRIOR", "CONNECT_BY_ROOT")
        if sign is not None:
            return tree.Unary(offset, sign, self._operand(self._parse_unary))
        return self._parse_time_zone(self._parse_primary())

    def _parse_time_zone(self, node: tree.Node) -> tree.Node:
        if self.take_words("AT", "LOCAL"):
            return tree.AtTimeZone(node.offset, node, None)
        if self.take_words("AT", "TIME", "ZONE"):
            return tree.AtTimeZone(node.offset, node, self._parse_primary())
        return node

    def _parse_primary(self) -> tree.Node:
        token, offset = self.current, self.offset
        if token is None:
            raise self.error(936)
        if token.kind is TokenKind.STRING:
            return tree.StringLiteral(offset, self.advance().value)
        if token.kind is TokenKind.NUMBER:
            self.advance()
            return tree.NumberLiteral(offset, token.value, binary=token.text[-1] in "dDfF")
        if token.kind is TokenKind.BIND:
            index = self.bind_index()
            return tree.BindReference(offset, index, self.advance().value)
        if token.is_operator("("):
            return self._parse_parenthesised()
        if token.kind is TokenKind.WORD:
            following = self.ahead()
            if token.value in FORMS and following is not None and following.is_operator("("):
                return FORMS[token.value](self)
            if token.value in ("DATE", "TIMESTAMP") and following is not None and following.kind is TokenKind.STRING:
                self.advance()
                return tree.DateTimeLiteral(offset, token.value, self.advance().value)
            if token.value == "INTERVAL" and following is not None and following.kind is TokenKind.STRING:
                return self.parse_interval()
            if token.value == "NULL":
                self.advance()
                return tree.NullLiteral(offset)
            if token.value == "CASE":
                return self.parse_case()
        if self.at_name(VALUE_WORDS):
            return self._parse_name()
        raise self.error(936)

    def _parse_parenthesised(self) -> tree.Node:
        offset = self.offset
        if self._at_parenthesised_query():
            start = self.index
            try:
                return tree.ScalarSubquery(offset, self._parse_parenthesised_query())
            except OraError:
                # ((select ...) + 1) begins like a parenthesised query but is none.
                following = self._tokens[start + 1]
                if not following.is_operator("("):
                    raise
                self.move_to(start)
        self.expect_sign("(")
        items = [self._parse_or()]
        while self.at_sign(","):
            if isinstance(items[-1], tree.Condition):
                raise self.error(907)
            self.advance()
            items.append(self.parse_expression())
        self.expect_sign(")")
        return items[0] if len(items) == 1 else tree.Tuple(offset, tuple(items))

    def _parse_name(self) -> tree.Node:
        offset = self.offset
        token = self.advance()
        parts, quoted = [token.value], token.kind is TokenKind.QUOTED
        while self.at_sign("."):
            following = self.ahead()
            if following is not None and following.is_operator("*"):
                break  # the select list's t.*
            self.advance()
            if not self.at_name(VALUE_WORDS):
                raise self.error(1747)
            part = self.advance()
            quoted = quoted or part.kind is TokenKind.QUOTED
            parts.append(part.value)
        if self.at_sign("("):
            return self._parse_call(offset, tuple(parts))
        outer = self.take_sign("(+)") is not None
        return tree.Name(offset, tuple(parts), quoted, outer)

    def _parse_call(self, offset: int, parts: tuple[str, ...]) -> tree.Node:
        if len(parts) == 1 and parts[0] in _FOREIGN_FORMS:
            raise OraError(3001, offset=offset)
        self.expect_sign("(")
        distinct = self.take_word("DISTINCT", "UNIQUE") is not None
        if not distinct:
            self.take_word("ALL")
        arguments: list[tree.Node] = []
        keywords: list[tuple[str, tree.Node]] = []
        if self.at_sign("*"):
            arguments.append(tree.Star(self.offset))
            self.advance()
        elif not self.at_sign(")"):
            self._parse_argument(arguments, keywords)
            while self.take_sign(","):
                self._parse_argument(arguments, keywords)
        if self.take_words("ON", "OVERFLOW"):
            self.expect_word("ERROR", 3001)
        ignore_nulls = self._parse_null_treatment()
        self.expect_sign(")")
        within: tuple[tree.OrderItem, ...] = ()
        if self.take_words("WITHIN", "GROUP"):
            self.expect_sign("(")
            within = self.parse_order_by()
            self.expect_sign(")")
        if self.at_word("KEEP"):
            raise self.error(3001)
        ignore_nulls = self._parse_null_treatment() or ignore_nulls
        over = self.parse_window() if self.take_word("OVER") else None
        return tree.Call(offset, parts, tuple(arguments), tuple(keywords), distinct, within, ignore_nulls, over)

    def _parse_argument(self, arguments: list[tree.Node], keywords: list[tuple[str, tree.Node]]) -> None:
        following = self.ahead()
        if following is not None and following.is_operator("=>"):
            name = self.expect_name(936)
            self.advance()
            keywords.append((name, self.parse_expression()))
        elif keywords:
            raise self.error(6550)
        else:
            arguments.append(self.parse_expression())

    def _parse_null_treatment(self) -> bool:
        if self.take_words("IGNORE", "NULLS"):
            return True
        self.take_words("RESPECT", "NULLS")
        return False
