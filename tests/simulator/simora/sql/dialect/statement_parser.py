# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""sqlglot's grammar of queries and DML as Oracle has it."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.parsers.oracle import OracleParser
from sqlglot.tokens import TokenType

from .expression_parser import NAMES, ExpressionParser


class StatementParser(ExpressionParser):
    """Nothing but queries and DML is a statement, and they have no clauses but Oracle's."""

    STATEMENT_PARSERS: ClassVar[Any] = {
        kind: OracleParser.STATEMENT_PARSERS[kind]
        for kind in (TokenType.INSERT, TokenType.UPDATE, TokenType.DELETE, TokenType.MERGE)
    }
    QUERY_MODIFIER_PARSERS: ClassVar[Any] = {
        kind: OracleParser.QUERY_MODIFIER_PARSERS[kind]
        for kind in (
            TokenType.WHERE, TokenType.CONNECT_BY, TokenType.GROUP_BY, TokenType.HAVING, TokenType.ORDER_BY,
            TokenType.OFFSET, TokenType.FETCH, TokenType.FOR,
        )
    }  # fmt: skip
    QUERY_MODIFIER_TOKENS: ClassVar[Any] = set(QUERY_MODIFIER_PARSERS)
    FETCH_TOKENS: ClassVar[Any] = NAMES
    TABLE_ALIAS_TOKENS: ClassVar[Any] = ExpressionParser.ALIAS_TOKENS
    UPDATE_ALIAS_TOKENS: ClassVar[Any] = ExpressionParser.ALIAS_TOKENS
    OPTIONAL_ALIAS_TOKEN_CTE: ClassVar[Any] = False
    TABLE_POSTFIX_TOKENS: ClassVar[Any] = OracleParser.TABLE_POSTFIX_TOKENS | {TokenType.ALIAS, TokenType.DAT}

    def parse_statement(self) -> exp.Expr | None:
        return self._parse_statement()

    def _parse_statement(self) -> exp.Expr | None:
        if self._match_set(self.STATEMENT_PARSERS):
            if self._prev.text == "INSERT" and self._curr.text in ("ALL", "FIRST", "WHEN"):
                self.refuse(3001)
            return self.STATEMENT_PARSERS[self._prev.token_type](self)
        if self._curr.token_type in self.SELECT_START_TOKENS:
            return self._parse_ddl_select()
        self.refuse(928 if self._index else 900)

    def _parse_set_operations(self, this: exp.Expr | None) -> exp.Expr | None:
        """All set operators have the same precedence, from left to right (up to 20c; no client of ours depends)."""
        while this is not None and (operation := self.parse_set_operation(this)) is not None:
            this = operation
            last = operation.expression
            for clause in ("order", "offset", "limit", "locks"):
                if isinstance(last, exp.Select) and last.args.get(clause):
                    this.set(clause, last.args[clause])
                    last.set(clause, None)
        return this

    def _parse_cte(self) -> Any:
        if self._curr.text in ("FUNCTION", "PROCEDURE"):
            self.refuse(3001)
        return super()._parse_cte() or self.refuse(905)

    def _parse_function_parameter(self) -> exp.Expr | None:
        """A column of a WITH query."""
        return self._parse_id_var(any_token=False)

    def _parse_table_parts(self, *args: Any, **options: Any) -> Any:
        table = super()._parse_table_parts(*args, **options)
        if table is not None and self._match(TokenType.DAT):
            table.set("link", self._parse_csv(lambda: self._parse_id_var(any_token=False), sep=TokenType.DOT))
        return table

    def _parse_pivots(self) -> None:
        if self._curr.token_type in (TokenType.PIVOT, TokenType.UNPIVOT):
            self.refuse(3001)

    def _parse_schema(self, this: Any = None) -> Any:
        """The columns of an INSERT."""
        if self._curr.token_type != TokenType.L_PAREN or self._next.token_type in self.SELECT_START_TOKENS:
            return this
        return self.expression(exp.Schema(this=this, expressions=self._parse_wrapped_csv(self._parse_column)))

    def _parse_update_assignment(self) -> Any:
        column = self._parse_bitwise()
        if not self._match(TokenType.EQ):
            return column
        value = exp.var("DEFAULT") if self._match(TokenType.DEFAULT) else self._parse_disjunction()
        return self.expression(exp.EQ(this=column, expression=value))

    def _parse_returning(self) -> Any:
        if not self._match(TokenType.RETURNING):
            return None
        expressions = self._parse_csv(self._parse_disjunction)
        into = self._parse_csv(self._parse_placeholder) if self._match(TokenType.INTO) else None
        if into == []:
            self.refuse(1745)
        return self.expression(exp.Returning(expressions=expressions, into=into))

    def _parse_merge(self) -> Any:
        self._match(TokenType.INTO)
        target = self._parse_table()
        if not self._match(TokenType.USING):
            self.refuse(904)
        using = self._parse_table()
        on = self._match(TokenType.ON) and self._parse_disjunction()
        return self.expression(exp.Merge(this=target, using=using, on=on, whens=self._parse_when_matched()))

    def _parse_when_matched(self) -> Any:
        """With the DELETE WHERE of an UPDATE."""
        whens = super()._parse_when_matched()
        while whens.expressions and self._match(TokenType.DELETE):
            whens.expressions[-1].args["then"].set("delete", self._parse_where())
            if self._curr.token_type == TokenType.WHEN:
                whens.expressions.extend(super()._parse_when_matched().expressions)
        return whens
