# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""sqlglot's Oracle grammar without what it adds to Oracle's: nothing is renamed, rewritten or read as a format.

It still accepts more than Oracle does. from_sqlglot holds its trees against the statement's tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp
from sqlglot.dialects.oracle import Oracle

from ...language.tokens import Token
from .parser_tokens import parser_tokens
from .statement_parser import StatementParser


class _Dialect(Oracle):
    Parser = StatementParser
    NORMALIZE_NOT_NULL = False


_DIALECT = _Dialect()


def parse_statement(text: str, tokens: Sequence[Token]) -> exp.Expr:
    """The statement that the tokens begin with; more may follow. Raises OraError with the offset."""
    return _parse(text, tokens, StatementParser.parse_statement)


def parse_expression(text: str, tokens: Sequence[Token]) -> exp.Expr:
    return _parse(text, tokens, StatementParser.parse_disjunction)


def _parse(text: str, tokens: Sequence[Token], parse: Callable[[StatementParser], exp.Expr | None]) -> exp.Expr:
    parser = StatementParser(dialect=_DIALECT)
    parser.begin(text, parser_tokens(tokens))
    node = parse(parser)
    if node is None:
        parser.refuse(936)
    return node
