# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text to syntax tree: one statement, a query or DML.

A hand-written descent parser instead of sqlglot's: that one treats most keywords as optional and silently drops what
it does not need (UPDATE ... WHERE a WHERE b keeps the second condition only), so its tree cannot tell a statement
that Oracle refuses from one that it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import OraError
from ..language.tokens import Token, TokenKind, tokenize
from . import tree
from .grammar_queries import QueryParser


def parse(text: str, tokens: Sequence[Token]) -> tree.Statement:
    """Raises OraError with the offset of the first token that does not fit."""
    return _StatementParser(text, tokens).parse_statement()


def parse_expression(text: str) -> tree.Node:
    """An expression by itself, as a column's DEFAULT is stored."""
    parser = _StatementParser(text, tokenize(text))
    node = parser.parse_expression()
    parser.expect_end()
    return node


class _StatementParser(QueryParser):
    def parse_statement(self) -> tree.Statement:
        statement: tree.Statement
        if self.at_word("INSERT"):
            statement = self._parse_insert()
        elif self.at_word("UPDATE"):
            statement = self._parse_update()
        elif self.at_word("DELETE"):
            statement = self._parse_delete()
        elif self.at_word("MERGE"):
            statement = self._parse_merge()
        elif self.at_word("SELECT", "WITH") or self.at_sign("("):
            statement = self.parse_query()
        else:
            raise self.error(900)
        self.expect_end()
        return statement

    def _parse_insert(self) -> tree.Insert:
        offset = self.offset
        self.advance()
        if self.at_word("ALL", "FIRST", "WHEN"):
            raise self.error(3001)
        self.expect_word("INTO", 925)
        target = self.parse_target()
        columns = self._parse_column_list()
        values: tuple[tree.Node, ...] = ()
        query = None
        if self.take_word("VALUES"):
            values = self._parse_values()
        elif self.at_word("SELECT", "WITH") or self.at_sign("("):
            query = self.parse_query()
        else:
            raise self.error(926)
        self._refuse_error_logging()
        return tree.Insert(offset, target, columns, values, query, self._parse_returning())

    def parse_target(self) -> tree.TableReference:
        if self.at_sign("("):
            raise OraError(3001, offset=self.offset)  # DML on an inline view
        return self.parse_table_reference_without_call()

    def parse_table_reference_without_call(self) -> tree.TableReference:
        """As in a FROM clause, but `t (a, b)` is a table and a column list."""
        offset = self.offset
        parts = [self.expect_name(903)]
        while self.take_sign("."):
            parts.append(self.expect_name(903))
        link = None
        if self.take_sign("@"):
            link = self.expect_name(1729)
        return tree.TableReference(offset, tuple(parts), link, self._parse_source_alias())

    def _parse_column_list(self) -> tuple[tree.Name, ...]:
        if not self.at_sign("(") or self._at_parenthesised_query():
            return ()
        self.advance()
        columns = [self.parse_column_name()]
        while self.take_sign(","):
            columns.append(self.parse_column_name())
        self.expect_sign(")")
        return tuple(columns)

    def _parse_values(self) -> tuple[tree.Node, ...]:
        self.expect_sign("(")
        values = [self._parse_value()]
        while self.take_sign(","):
            values.append(self._parse_value())
        self.expect_sign(")")
        return tuple(values)

    def _parse_value(self) -> tree.Node:
        offset = self.offset
        return tree.DefaultValue(offset) if self.take_word("DEFAULT") else self.parse_expression()

    def _parse_update(self) -> tree.Update:
        offset = self.offset
        self.advance()
        target = self.parse_target()
        assignments = self._parse_assignments()
        where = self.parse_condition() if self.take_word("WHERE") else None
        self._refuse_error_logging()
        return tree.Update(offset, target, assignments, where, self._parse_returning())

    def _parse_assignments(self) -> tuple[tree.Assignment, ...]:
        self.expect_word("SET", 971)
        assignments = [self._parse_assignment()]
        while self.take_sign(","):
            assignments.append(self._parse_assignment())
        return tuple(assignments)

    def _parse_assignment(self) -> tree.Assignment:
        offset = self.offset
        several = self._parse_column_list()
        columns = several or (self.parse_column_name(),)
        self.expect_sign("=")
        if not several:
            return tree.Assignment(offset, columns, self._parse_value())
        if not self._at_parenthesised_query():
            raise self.error(1767)
        return tree.Assignment(offset, columns, tree.ScalarSubquery(self.offset, self._parse_parenthesised_query()))

    def _parse_delete(self) -> tree.Delete:
        offset = self.offset
        self.advance()
        self.take_word("FROM")
        target = self.parse_target()
        where = self.parse_condition() if self.take_word("WHERE") else None
        self._refuse_error_logging()
        return tree.Delete(offset, target, where, self._parse_returning())

    def _refuse_error_logging(self) -> None:
        if self.at_words("LOG", "ERRORS"):
            raise self.error(3001)

    def _parse_returning(self) -> tree.Returning | None:
        offset = self.offset
        if not self.take_word("RETURNING", "RETURN"):
            return None
        expressions = self.parse_expressions()
        binds: list[int] = []
        if self.take_word("INTO"):
            while True:
                token = self.current
                if token is None or token.kind is not TokenKind.BIND:
                    raise self.error(1745)
                binds.append(self.bind_index())
                self.advance()
                if not self.take_sign(","):
                    break
            if len(binds) != len(expressions):
                raise self.error(913 if len(expressions) > len(binds) else 947)
        return tree.Returning(offset, expressions, tuple(binds))

    def _parse_merge(self) -> tree.Merge:
        offset = self.offset
        self.advance()
        self.expect_word("INTO", 925)
        target = self.parse_target()
        self.expect_word("USING", 904)
        source = self._parse_source_primary()
        self.expect_word("ON", 969)
        self.expect_sign("(")
        condition = self.parse_condition()
        self.expect_sign(")")
        update, insert = None, None
        while self.take_word("WHEN"):
            if self.take_word("NOT"):
                if insert is not None:
                    raise self.error(933)
                self.expect_word("MATCHED")
                self.expect_word("THEN")
                insert = self._parse_merge_insert()
            else:
                if update is not None:
                    raise self.error(933)
                self.expect_word("MATCHED")
                self.expect_word("THEN")
                update = self._parse_merge_update()
        if update is None and insert is None:
            raise self.error(905)
        return tree.Merge(offset, target, source, condition, update, insert)

    def _parse_merge_update(self) -> tree.MergeUpdate:
        offset = self.offset
        self.expect_word("UPDATE")
        assignments = self._parse_assignments()
        where = self.parse_condition() if self.take_word("WHERE") else None
        delete_where = None
        if self.take_word("DELETE"):
            self.expect_word("WHERE")
            delete_where = self.parse_condition()
        return tree.MergeUpdate(offset, assignments, where, delete_where)

    def _parse_merge_insert(self) -> tree.MergeInsert:
        offset = self.offset
        self.expect_word("INSERT")
        columns = self._parse_column_list()
        self.expect_word("VALUES", 926)
        values = self._parse_values()
        where = self.parse_condition() if self.take_word("WHERE") else None
        return tree.MergeInsert(offset, columns, values, where)
