# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries: select blocks, set operators, WITH, FROM items."""

from __future__ import annotations

from ..language.reserved import VALUE_WORDS
from ..language.tokens import TokenKind
from . import tree
from .grammar_expressions import ExpressionParser

_AFTER_FROM = (
    "WHERE", "GROUP", "HAVING", "ORDER", "UNION", "INTERSECT", "MINUS", "CONNECT", "START", "FETCH", "OFFSET",
)  # fmt: skip


class QueryParser(ExpressionParser):
    def parse_query(self) -> tree.Query:
        offset = self.offset
        common_tables = self._parse_with() if self.take_word("WITH") else ()
        body = self._parse_body()
        order_by = self.parse_order_by() if self.at_word("ORDER") else ()
        skip = self._parse_offset()
        fetch = self._parse_fetch()
        for_update = self._parse_for_update() if self.at_word("FOR") else None
        if isinstance(body, tree.Query) and not (common_tables or order_by or skip or fetch or for_update):
            return body
        return tree.Query(offset, body, common_tables, order_by, skip, fetch, for_update)

    def _parse_with(self) -> tuple[tree.CommonTable, ...]:
        tables = []
        while True:
            offset = self.offset
            if self.at_word("FUNCTION", "PROCEDURE"):
                raise self.error(3001)
            name = self.expect_name(903)
            columns: list[str] = []
            if self.take_sign("("):
                columns.append(self.expect_name(904))
                while self.take_sign(","):
                    columns.append(self.expect_name(904))
                self.expect_sign(")")
            self.expect_word("AS")
            tables.append(tree.CommonTable(offset, name, tuple(columns), self._parse_parenthesised_query()))
            if not self.take_sign(","):
                return tuple(tables)

    def _parse_body(self) -> tree.Body:
        """All set operators have the same precedence, from left to right (up to 20c; no client of ours depends)."""
        offset = self.offset
        left = self._parse_operand()
        while (operator := self.take_word("UNION", "INTERSECT", "MINUS")) is not None:
            if operator == "UNION" and self.take_word("ALL"):
                operator = "UNION ALL"
            left = tree.SetOperation(offset, operator, left, self._parse_operand())
        return left

    def _parse_operand(self) -> tree.Body:
        if self.take_sign("("):
            query = self.parse_query()
            self.expect_sign(")")
            return query
        if not self.at_word("SELECT"):
            raise self.error(928)
        return self._parse_select()

    def _parse_select(self) -> tree.Select:
        offset = self.offset
        self.advance()
        distinct = self.take_word("DISTINCT", "UNIQUE") is not None
        if not distinct:
            self.take_word("ALL")
        items = [self._parse_select_item()]
        while self.take_sign(","):
            items.append(self._parse_select_item())
        if self.at_word("INTO", "BULK"):
            raise self.error(905)
        from_offset = self.offset
        sources: list[tree.FromItem] = []
        if self.take_word("FROM"):
            sources.append(self._parse_source())
            while self.take_sign(","):
                sources.append(self._parse_source())
        elif self.current is not None and not self.at_sign(")") and not self.at_word(*_AFTER_FROM):
            raise self.error(923)
        where = self.parse_condition() if self.take_word("WHERE") else None
        connect_by = self._parse_connect_by()
        group_by: tuple[tree.Node, ...] = ()
        if self.take_word("GROUP"):
            self.expect_word("BY", 924)
            group_by = self._parse_group_by()
        having = self.parse_condition() if self.take_word("HAVING") else None
        return tree.Select(
            offset, tuple(items), distinct, tuple(sources), where, connect_by, group_by, having, from_offset
        )

    def _parse_group_by(self) -> tuple[tree.Node, ...]:
        following = self.ahead()
        if self.at_word("ROLLUP", "CUBE") and following is not None and following.is_operator("("):
            raise self.error(3001)
        if self.at_word("GROUPING"):
            raise self.error(3001)
        flat: list[tree.Node] = []
        for node in self.parse_expressions():
            flat.extend(node.items if isinstance(node, tree.Tuple) else (node,))
        return tuple(flat)

    def _parse_select_item(self) -> tree.SelectItem:
        offset, start = self.offset, self.index
        star = self._parse_star()
        if star is not None:
            return tree.SelectItem(offset, star, None, None)
        expression = self.parse_expression()
        heading = None if isinstance(expression, tree.Name) and not expression.outer else self.written(start).upper()
        alias = None
        if self.take_word("AS"):
            alias = self.expect_name(923)
        elif self.at_alias():
            alias = self.advance().value
        return tree.SelectItem(offset, expression, alias, heading)

    def _parse_star(self) -> tree.Star | None:
        offset = self.offset
        if self.take_sign("*"):
            return tree.Star(offset)
        distance = 0
        while (
            (name := self.ahead(distance)) is not None
            and name.is_name
            and (dot := self.ahead(distance + 1)) is not None
            and dot.is_operator(".")
        ):
            distance += 2
        star = self.ahead(distance)
        if distance == 0 or star is None or not star.is_operator("*"):
            return None
        parts = [self._tokens[self.index + step].value for step in range(0, distance, 2)]
        self.move_to(self.index + distance + 1)
        return tree.Star(offset, tuple(parts))

    def _parse_source(self) -> tree.FromItem:
        offset = self.offset
        left = self._parse_source_primary()
        while True:
            natural = self.take_word("NATURAL") is not None
            kind = self._parse_join_kind()
            if kind is None:
                if natural:
                    raise self.error(905)
                return left
            right = self._parse_source_primary()
            condition: tree.Node | None = None
            using: tuple[str, ...] = ()
            if kind != "CROSS" and not natural:
                condition, using = self._parse_join_condition()
            left = tree.Join(offset, kind, left, right, natural, condition, using)

    def _parse_join_kind(self) -> str | None:
        if self.take_word("JOIN") or self.take_words("INNER", "JOIN"):
            return "INNER"
        if self.take_words("CROSS", "JOIN"):
            return "CROSS"
        for kind in ("LEFT", "RIGHT", "FULL"):
            if self.take_words(kind, "JOIN") or self.take_words(kind, "OUTER", "JOIN"):
                return kind
        return None

    def _parse_join_condition(self) -> tuple[tree.Node | None, tuple[str, ...]]:
        if self.take_word("ON"):
            return self.parse_condition(), ()
        if not self.take_word("USING"):
            raise self.error(905)
        self.expect_sign("(")
        columns = [self.expect_name(904)]
        while self.take_sign(","):
            columns.append(self.expect_name(904))
        self.expect_sign(")")
        return None, tuple(columns)

    def _parse_source_primary(self) -> tree.FromItem:
        offset = self.offset
        lateral = self.take_word("LATERAL") is not None
        if self._at_parenthesised_query():
            query = self._parse_parenthesised_query()
            return tree.DerivedTable(offset, query, self._parse_source_alias(), lateral)
        if lateral:
            raise self.error(906)
        if self.take_sign("("):
            joined = self._parse_source()
            self.expect_sign(")")
            return joined
        return self.parse_table_reference()

    def parse_table_reference(self) -> tree.TableReference:
        offset = self.offset
        if self.at_word("TABLE", "XMLTABLE", "JSON_TABLE"):
            following = self.ahead()
            if following is not None and following.is_operator("("):
                raise self.error(3001)
        parts = [self.expect_name(903)]
        while self.take_sign("."):
            parts.append(self.expect_name(903))
        link = None
        if self.take_sign("@"):
            link = self.expect_name(1729)
            while self.take_sign("."):
                link += "." + self.expect_name(1729)
        if self.at_sign("("):
            raise self.error(933)
        if self.at_word("PARTITION", "SUBPARTITION", "SAMPLE", "PIVOT", "UNPIVOT", "VERSIONS"):
            following = self.ahead()
            if following is not None and following.is_operator("("):
                raise self.error(3001)
        if self.at_words("AS", "OF"):
            raise self.error(3001)
        return tree.TableReference(offset, tuple(parts), link, self._parse_source_alias())

    def _parse_source_alias(self) -> str | None:
        return self.advance().value if self.at_alias() else None

    def _parse_connect_by(self) -> tree.ConnectBy | None:
        offset = self.offset
        start_with = self.parse_condition() if self.take_words("START", "WITH") else None
        if not self.take_words("CONNECT", "BY"):
            if start_with is not None:
                raise self.error(1788)
            return None
        nocycle = self.take_word("NOCYCLE") is not None
        condition = self.parse_condition()
        if start_with is None and self.take_words("START", "WITH"):
            start_with = self.parse_condition()
        return tree.ConnectBy(offset, condition, start_with, nocycle)

    def _parse_offset(self) -> tree.Node | None:
        if not self.take_word("OFFSET"):
            return None
        count = self.parse_expression()
        if not self.take_word("ROW", "ROWS"):
            raise self.error(905)
        return count

    def _parse_fetch(self) -> tree.Node | None:
        offset = self.offset
        if not self.take_word("FETCH"):
            return None
        if not self.take_word("FIRST", "NEXT"):
            raise self.error(905)
        count: tree.Node = tree.NumberLiteral(offset, "1")
        if not self.at_word("ROW", "ROWS"):
            count = self.parse_expression()
            if self.at_word("PERCENT"):
                raise self.error(3001)
        if not self.take_word("ROW", "ROWS"):
            raise self.error(905)
        if self.at_words("WITH", "TIES"):
            raise self.error(3001)
        self.expect_word("ONLY")
        return count

    def _parse_for_update(self) -> tree.ForUpdate:
        offset = self.offset
        self.advance()
        self.expect_word("UPDATE")
        columns: list[tree.Name] = []
        if self.take_word("OF"):
            columns.append(self.parse_column_name())
            while self.take_sign(","):
                columns.append(self.parse_column_name())
        wait: int | None = None
        if self.take_word("NOWAIT"):
            wait = 0
        elif self.take_words("SKIP", "LOCKED"):
            wait = -1
        elif self.take_word("WAIT"):
            token = self.current
            if token is None or token.kind is not TokenKind.NUMBER or not token.value.isdigit():
                raise self.error(30005)
            wait = int(self.advance().value)
        return tree.ForUpdate(offset, tuple(columns), wait)

    def parse_column_name(self) -> tree.Name:
        if not self.at_name(VALUE_WORDS):
            raise self.error(904)
        node = self._parse_name()
        if not isinstance(node, tree.Name) or node.outer:
            raise self.error(904)
        return node
