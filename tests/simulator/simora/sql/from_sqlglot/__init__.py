# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text to syntax tree: one statement, a query or DML.

sqlglot parses (dialect.py), and its tree becomes ours while it is held against the tokens: sqlglot treats most
keywords as optional and drops what it does not need (UPDATE ... WHERE a WHERE b keeps the second condition only), so
that its tree alone cannot tell a statement that Oracle refuses from one that it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...language.tokens import Token, tokenize
from .. import dialect, tree
from .statements import StatementReader


def parse(text: str, tokens: Sequence[Token]) -> tree.Statement:
    """Raises OraError with the offset of the first token that does not fit."""
    reader = StatementReader(text, tokens)
    reader.refuse_foreign_signs()
    statement = reader.statement(dialect.parse_statement(text, tokens))
    reader.expect_end()
    return statement


def parse_expression(text: str) -> tree.Node:
    """An expression by itself, as a column's DEFAULT is stored."""
    tokens = tokenize(text)
    reader = StatementReader(text, tokens)
    node = reader.expression(dialect.parse_expression(text, tokens))
    reader.expect_end()
    return node
