# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries: select blocks, set operators, WITH."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from ...errors import OraError
from ...language.tokens import TokenKind
from .. import tree
from .operands import identifiers
from .sources import SourceReader

_SET_OPERATORS = {exp.Union: "UNION", exp.Intersect: "INTERSECT", exp.Except: "MINUS"}
_AFTER_QUERY = frozenset({"order", "offset", "limit", "locks", "with_"})
_SELECT = _AFTER_QUERY | {
    "expressions", "distinct", "into", "from_", "joins", "where", "connect", "group", "having",
}  # fmt: skip
_SET_OPERATION = _AFTER_QUERY | {"this", "expression", "distinct"}
_AFTER_FROM = (
    "WHERE", "GROUP", "HAVING", "ORDER", "UNION", "INTERSECT", "MINUS", "CONNECT", "START", "FETCH", "OFFSET",
)  # fmt: skip


class QueryReader(SourceReader):
    def query(self, node: Any) -> tree.Query:
        offset = self.offset
        common_tables = self._with(node.args["with_"]) if node.args.get("with_") else ()
        body = self._body(node)
        order = node.args.get("order")
        order_by = self.order_by(order) if order else ()
        skip = self._skip(node.args["offset"]) if node.args.get("offset") else None
        fetch = self._fetch(node.args["limit"]) if node.args.get("limit") else None
        for_update = self._for_update(node.args["locks"]) if node.args.get("locks") else None
        if isinstance(body, tree.Query) and not (common_tables or order_by or skip or fetch or for_update):
            return body
        return tree.Query(offset, body, common_tables, order_by, skip, fetch, for_update)

    def _with(self, node: exp.With) -> tuple[tree.CommonTable, ...]:
        self.check_arguments(node, frozenset({"expressions"}))
        self.expect_word("WITH")
        return self.separated(node.expressions, self._common_table)

    def _common_table(self, node: exp.CTE) -> tree.CommonTable:
        self.check_arguments(node, frozenset({"this", "alias"}))
        offset, alias = self.offset, node.args["alias"]
        name = self.expect_name(903)
        columns: tuple[str, ...] = ()
        if self.take_sign("("):
            columns = self.separated(alias.args.get("columns") or (), lambda _: self.expect_name(904))
            self.expect_sign(")")
        self.expect_word("AS")
        self.expect_sign("(")
        query = self.query(node.this)
        self.expect_sign(")")
        return tree.CommonTable(offset, name, columns, query)

    def _body(self, node: Any) -> tree.Body:
        offset = self.offset
        if isinstance(node, exp.Select):
            self.check_arguments(node, _SELECT)
            return self._select(node)
        if isinstance(node, exp.Subquery):
            self.check_arguments(node, _AFTER_QUERY | {"this"})
            self.expect_sign("(")
            query = self.query(node.this)
            self.expect_sign(")")
            return query
        if type(node) not in _SET_OPERATORS:
            raise self.error(928)
        self.check_arguments(node, _SET_OPERATION)
        left = self._body(node.this)
        operator = _SET_OPERATORS[type(node)]
        self.expect_word(operator, 933)
        if operator == "UNION" and self.take_word("ALL"):
            operator = "UNION ALL"
        return tree.SetOperation(offset, operator, left, self._body(node.expression))

    def _select(self, node: exp.Select) -> tree.Select:
        offset = self.offset
        self.expect_word("SELECT", 928)
        distinct = self.take_word("DISTINCT", "UNIQUE") is not None
        if not distinct:
            self.take_word("ALL")
        items = self.separated(node.expressions, self._select_item)
        if self.at_word("INTO", "BULK"):
            raise self.error(905)
        from_offset = self.offset
        sources: list[tree.FromItem] = []
        if node.args.get("from_"):
            self.expect_word("FROM", 923)
            sources = self.sources(node.args["from_"].this, node.args.get("joins") or ())
        elif self.current is not None and not self.at_sign(")") and not self.at_word(*_AFTER_FROM):
            raise self.error(923)
        where = self.clause(node, "where", "WHERE")
        connect_by = self._connect_by(node.args["connect"]) if node.args.get("connect") else None
        group_by: tuple[tree.Node, ...] = ()
        if node.args.get("group"):
            self.check_arguments(node.args["group"], frozenset({"expressions"}))
            self.expect_word("GROUP")
            self.expect_word("BY", 924)
            group_by = self._group_by(node.args["group"])
        having = self.clause(node, "having", "HAVING")
        return tree.Select(offset, items, distinct, tuple(sources), where, connect_by, group_by, having, from_offset)

    def clause(self, node: exp.Expr, name: str, word: str) -> tree.Node | None:
        """The condition of a clause that a statement may have."""
        clause = node.args.get(name)
        if not clause:
            return None
        self.expect_word(word, 933)
        return self.condition(clause.this)

    def _group_by(self, node: exp.Group) -> tuple[tree.Node, ...]:
        flat: list[tree.Node] = []
        for item in self.expressions(node.expressions):
            flat.extend(item.items if isinstance(item, tree.Tuple) else (item,))
        return tuple(flat)

    def _select_item(self, node: Any) -> tree.SelectItem:
        offset, start = self.offset, self.index
        value = node.this if isinstance(node, exp.Alias) else node
        if isinstance(value, exp.Star) or isinstance(value, exp.Column) and isinstance(value.this, exp.Star):
            if value is not node:
                raise self.error(923)
            return tree.SelectItem(offset, self._qualified_star(value), None, None)
        expression = self.read(value)
        if isinstance(expression, tree.Condition):
            if isinstance(value, exp.Paren):
                raise OraError(907, offset=expression.offset)
            raise self.error(923)
        heading = None if isinstance(expression, tree.Name) and not expression.outer else self.written(start).upper()
        alias = None
        if value is not node:
            self.take_word("AS")
            alias = self.expect_name(923)
        return tree.SelectItem(offset, expression, alias, heading)

    def _qualified_star(self, node: Any) -> tree.Star:
        offset, parts = self.offset, []
        for dummy in identifiers(node)[:-1]:
            parts.append(self.expect_name(936))
            self.expect_sign(".", 936)
        self.expect_sign("*", 936)
        return tree.Star(offset, tuple(parts))

    def _connect_by(self, node: exp.Connect) -> tree.ConnectBy:
        offset = self.offset
        start = node.args.get("start")
        start_with = self.condition(start) if start and self.take_words("START", "WITH") else None
        self.expect_word("CONNECT")
        self.expect_word("BY")
        nocycle = self.take_word("NOCYCLE") is not None
        condition = self.condition(node.args["connect"])
        if start and start_with is None:
            if not self.take_words("START", "WITH"):
                raise self.error(933)
            start_with = self.condition(start)
        return tree.ConnectBy(offset, condition, start_with, nocycle)

    def _skip(self, node: exp.Offset) -> tree.Node:
        self.check_arguments(node, frozenset({"expression"}))
        self.expect_word("OFFSET", 933)
        count = self.expression(node.expression)
        self.expect_one_of("ROW", "ROWS")
        return count

    def _fetch(self, node: exp.Fetch) -> tree.Node:
        offset = self.offset
        self.check_arguments(node, frozenset({"direction", "count", "limit_options"}))
        self.expect_word("FETCH", 933)
        self.expect_one_of("FIRST", "NEXT")
        count: tree.Node = tree.NumberLiteral(offset, "1")
        if node.args.get("count"):
            count = self.expression(node.args["count"])
            if self.at_word("PERCENT"):
                raise self.error(3001)
        self.expect_one_of("ROW", "ROWS")
        if self.at_words("WITH", "TIES"):
            raise self.error(3001)
        self.expect_word("ONLY")
        return count

    def _for_update(self, nodes: list[exp.Lock]) -> tree.ForUpdate:
        offset, node = self.offset, nodes[0]
        self.check_arguments(node, frozenset({"update", "expressions", "wait"}))
        self.expect_word("FOR", 933)
        self.expect_word("UPDATE")
        columns: tuple[tree.Name, ...] = ()
        if node.expressions:
            self.expect_word("OF")
            columns = self.separated(node.expressions, self._locked_column)
        wait: int | None = None
        if self.take_word("NOWAIT"):
            wait = 0
        elif self.take_words("SKIP", "LOCKED"):
            wait = -1
        elif self.take_word("WAIT"):
            token = self.expect_kind(TokenKind.NUMBER, 30005)
            if not token.value.isdigit():
                raise self.error(30005)
            wait = int(token.value)
        if len(nodes) > 1:
            raise self.error(933)
        return tree.ForUpdate(offset, columns, wait)

    def _locked_column(self, node: exp.Table) -> tree.Name:
        self.check_arguments(node, frozenset({"this", "db", "catalog"}))
        offset = self.offset
        parts, quoted = self.name_parts(node)
        return tree.Name(offset, parts, quoted)
