# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DML."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from ...errors import OraError
from ...language.reserved import VALUE_WORDS
from ...language.tokens import TokenKind
from .. import tree
from .queries import QueryReader


class StatementReader(QueryReader):
    def statement(self, node: Any) -> tree.Statement:
        if isinstance(node, exp.Insert):
            return self._insert(node)
        if isinstance(node, exp.Update):
            return self._update(node)
        if isinstance(node, exp.Delete):
            return self._delete(node)
        if isinstance(node, exp.Merge):
            return self._merge(node)
        return self.query(node)

    def _insert(self, node: exp.Insert) -> tree.Insert:
        self.check_arguments(node, frozenset({"this", "expression", "returning"}))
        offset = self.offset
        self.expect_word("INSERT")
        self.expect_word("INTO", 925)
        schema, table = None, node.this
        if isinstance(table, exp.Schema):
            schema, table = table, table.this
        target = self._target(table)
        columns = self._column_list(schema.expressions) if schema is not None else ()
        values: tuple[tree.Node, ...] = ()
        query = None
        if isinstance(node.expression, exp.Values):
            self.check_arguments(node.expression, frozenset({"expressions"}))
            self.expect_word("VALUES", 926)
            values = self._values(node.expression.expressions)
        elif node.expression:
            query = self.query(node.expression)
        else:
            raise self.error(926)
        self._refuse_error_logging()
        return tree.Insert(offset, target, columns, values, query, self._returning(node))

    def _target(self, node: Any) -> tree.TableReference:
        target = self.source(node)
        if not isinstance(target, tree.TableReference):
            raise OraError(3001, offset=target.offset)  # DML on an inline view
        return target

    def _column_list(self, nodes: list[Any]) -> tuple[tree.Name, ...]:
        self.expect_sign("(")
        columns = self.separated(nodes, self._column)
        self.expect_sign(")")
        return columns

    def _column(self, node: Any) -> tree.Name:
        if not self.at_name(VALUE_WORDS):
            raise self.error(904)
        name = self.read(node)
        if not isinstance(name, tree.Name) or name.outer:
            raise self.error(904)
        return name

    def _values(self, rows: list[Any]) -> tuple[tree.Node, ...]:
        self.expect_sign("(")
        values = self.separated(rows[0].expressions, self._value)
        self.expect_sign(")")
        if len(rows) > 1:
            raise self.error(933)
        return values

    def _value(self, node: Any) -> tree.Node:
        offset = self.offset
        if isinstance(node, exp.Var) and self.take_word("DEFAULT"):
            return tree.DefaultValue(offset)
        return self.expression(node)

    def _update(self, node: exp.Update) -> tree.Update:
        self.check_arguments(node, frozenset({"this", "expressions", "where", "returning"}))
        offset = self.offset
        self.expect_word("UPDATE")
        target = self._target(node.this)
        assignments = self._assignments(node)
        where = self.clause(node, "where", "WHERE")
        self._refuse_error_logging()
        return tree.Update(offset, target, assignments, where, self._returning(node))

    def _assignments(self, node: exp.Update) -> tuple[tree.Assignment, ...]:
        self.expect_word("SET", 971)
        if not node.expressions:
            raise self.error(904)
        return self.separated(node.expressions, self._assignment)

    def _assignment(self, node: Any) -> tree.Assignment:
        offset = self.offset
        if not isinstance(node, exp.EQ):
            self._column(node)
            raise self.error(927)
        columns, value = node.this, node.expression
        if isinstance(columns, (exp.Tuple, exp.Paren)):
            names = self._column_list(columns.expressions or [columns.this])
            self.expect_sign("=")
            if not isinstance(value, exp.Subquery):
                raise self.error(1767)
            return tree.Assignment(offset, names, self.expression(value))
        name = self._column(columns)
        self.expect_sign("=")
        return tree.Assignment(offset, (name,), self._value(value))

    def _delete(self, node: exp.Delete) -> tree.Delete:
        self.check_arguments(node, frozenset({"this", "tables", "where", "returning"}))
        offset = self.offset
        self.expect_word("DELETE")
        self.take_word("FROM")
        tables = [table for table in (*(node.args.get("tables") or ()), node.this) if table]
        target = self._target(tables[0])
        if len(tables) > 1:
            raise self.error(933)
        where = self.clause(node, "where", "WHERE")
        self._refuse_error_logging()
        return tree.Delete(offset, target, where, self._returning(node))

    def _refuse_error_logging(self) -> None:
        if self.at_words("LOG", "ERRORS"):
            raise self.error(3001)

    def _returning(self, statement: exp.Expr) -> tree.Returning | None:
        node, offset = statement.args.get("returning"), self.offset
        if not node:
            return None
        self.expect_one_of("RETURNING", "RETURN", code=933)
        expressions = self.expressions(node.expressions)
        binds: tuple[int, ...] = ()
        if node.args.get("into"):
            self.expect_word("INTO")
            binds = self.separated(node.args["into"], self._target_bind)
            if len(binds) != len(expressions):
                raise self.error(913 if len(expressions) > len(binds) else 947)
        return tree.Returning(offset, expressions, binds)

    def _target_bind(self, node: Any) -> int:
        index = self.bind_index()
        self.expect_kind(TokenKind.BIND, 1745)
        return index

    def _merge(self, node: exp.Merge) -> tree.Merge:
        self.check_arguments(node, frozenset({"this", "using", "on", "whens"}))
        offset = self.offset
        self.expect_word("MERGE")
        self.expect_word("INTO", 925)
        target = self._target(node.this)
        self.expect_word("USING", 904)
        source = self.source(node.args["using"])
        self.expect_word("ON", 969)
        if not isinstance(node.args.get("on"), exp.Paren):
            raise self.error(906)
        condition = self.condition(node.args["on"])
        update, insert = None, None
        for when in node.args["whens"].expressions:
            self.check_arguments(when, frozenset({"matched", "then"}))
            self.expect_word("WHEN")
            negated = self.take_word("NOT") is not None
            self.expect_word("MATCHED")
            self.expect_word("THEN")
            if (insert if negated else update) is not None:
                raise self.error(933)
            if negated:
                insert = self._merge_insert(when.args["then"])
            else:
                update = self._merge_update(when.args["then"])
        if update is None and insert is None:
            raise self.error(905)
        return tree.Merge(offset, target, source, condition, update, insert)

    def _merge_update(self, node: Any) -> tree.MergeUpdate:
        offset = self.offset
        self.expect_word("UPDATE")
        self.check_arguments(node, frozenset({"expressions", "where", "delete"}))
        assignments = self._assignments(node)
        where = self.clause(node, "where", "WHERE")
        delete_where = None
        if node.args.get("delete"):
            self.expect_word("DELETE")
            delete_where = self.clause(node, "delete", "WHERE")
        return tree.MergeUpdate(offset, assignments, where, delete_where)

    def _merge_insert(self, node: Any) -> tree.MergeInsert:
        offset = self.offset
        self.expect_word("INSERT")
        self.check_arguments(node, frozenset({"this", "expression", "where"}))
        columns = self._column_list(node.this.expressions) if node.this else ()
        self.expect_word("VALUES", 926)
        values = self._values([node.expression])
        return tree.MergeInsert(offset, columns, values, self.clause(node, "where", "WHERE"))
