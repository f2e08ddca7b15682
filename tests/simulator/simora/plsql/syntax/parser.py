# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""parse(): text to syntax tree, cached; syntax errors as ORA-06550 with PLS-00103."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Sequence

import lark

from ...errors import OraError
from ...language.tokens import Token, tokenize
from . import tree
from .build import TreeBuilder
from .lexer import BlockLexer

_GRAMMAR = pathlib.Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")

_PARSER = lark.Lark(
    _GRAMMAR, parser="lalr", lexer=BlockLexer, start=["unit", "targets", "expression"], transformer=TreeBuilder()
)

# How Oracle writes the terminals that have no spelling of their own.
_SPELLINGS = {
    "IDENTIFIER": "an identifier",
    "BIND": "a bind variable",
    "STRING": "a character string",
    "NUMBER": "a number",
    "_SEMICOLON": ";",
    "_ASSIGN": ":=",
    "_LPAREN": "(",
    "_RPAREN": ")",
    "_COMMA": ",",
    "_DOT": ".",
    "_PERCENT": "%",
    "_DOTDOT": "..",
    "_ARROW": "=>",
    "PLUS_MINUS": "+ -",
    "CONCATENATION": "||",
    "COMPARISON": "= < >",
    "SQL_QUERY": "select",
    "SQL_STATEMENT": "insert",
    "$END": "end-of-file",
}


@functools.lru_cache(maxsize=512)
def parse(text: str) -> tree.Statement:
    """The tree of an anonymous block or CALL statement. Raises OraError 6550 (PLS-00103), 911, 1756 ..."""
    result: tree.Statement = _parse(tokenize(text), "unit")
    return result


def parse_targets(tokens: Sequence[Token]) -> tuple[tree.Expression, ...]:
    """The targets of an INTO clause that was cut out of an SQL statement."""
    result: tuple[tree.Expression, ...] = _parse(list(tokens), "targets")
    return result


def parse_expression(tokens: Sequence[Token]) -> tree.Expression:
    """An expression that was cut out of an SQL statement."""
    result: tree.Expression = _parse(list(tokens), "expression")
    return result


def _parse(tokens: list[Token], start: str):  # type: ignore[no-untyped-def]
    try:
        return _PARSER.parse(tokens, start=start)
    except lark.exceptions.UnexpectedToken as error:
        raise _syntax_error(error, tokens) from None


def _syntax_error(error: lark.exceptions.UnexpectedToken, tokens: list[Token]) -> OraError:
    expected = "\n   ".join(sorted(_SPELLINGS.get(name, name.strip("_").lower()) for name in error.accepts or ()))
    if error.token.type == "$END":
        last = tokens[-1] if tokens else None
        line, column = (last.line, last.column + len(last.text)) if last else (1, 1)
        symbol = "end-of-file"
    else:
        line, column = error.token.line or 1, error.token.column or 1
        symbol = str(error.token).upper()
    message = f'PLS-00103: Encountered the symbol "{symbol}" when expecting one of the following:\n\n   {expected}'
    return OraError(6550, line, column, message)
