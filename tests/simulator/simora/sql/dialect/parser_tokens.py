# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle's tokens as sqlglot's parser takes them.

Only words that Oracle's queries and DML know become keywords, so that no clause of another dialect (LIMIT, QUALIFY,
ILIKE) means anything. White space and comments between ORDER and BY do not matter.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot.tokens import Token as ParserToken
from sqlglot.tokens import TokenType

from ...language.reserved import RESERVED_WORDS, VALUE_WORDS
from ...language.tokens import Token, TokenKind

# What sqlglot's rules never ask for: words that begin a clause of Oracle's alone; reserved words and signs that mean
# nothing by themselves.
CLAUSE = TokenType.COMMAND
_UNUSED = TokenType.BACKSLASH

KEYWORDS = {
    **dict.fromkeys(RESERVED_WORDS - VALUE_WORDS, _UNUSED),
    **{
        word: TokenType[word]
        for word in """
        ALL AND ANY ASC BETWEEN CASE CROSS CUBE DATE DEFAULT DELETE DESC DISTINCT ELSE END ESCAPE EXISTS FETCH FIRST
        FOR FROM FULL HAVING IN INNER INSERT INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE MERGE NATURAL NEXT
        NOT NULL OFFSET ON OR OUTER OVER PARTITION PERCENT PIVOT RANGE RETURNING RIGHT ROLLUP ROW ROWS SELECT SET SOME
        THEN TIMESTAMP UNION UNPIVOT UPDATE USING VALUES WHEN WHERE WITH
        """.split()
    },
    "AS": TokenType.ALIAS,
    "MINUS": TokenType.EXCEPT,
    "RETURN": TokenType.RETURNING,
    "SAMPLE": TokenType.TABLE_SAMPLE,
    "TABLE": TokenType.VAR,  # a function in FROM
    "UNIQUE": TokenType.DISTINCT,
    **dict.fromkeys(("BULK", "LOG", "MODEL", "WINDOW"), CLAUSE),
}
_PHRASES = {
    ("ORDER", "BY"): TokenType.ORDER_BY,
    ("GROUP", "BY"): TokenType.GROUP_BY,
    ("GROUPING", "SETS"): TokenType.GROUPING_SETS,
    ("PARTITION", "BY"): TokenType.PARTITION_BY,
    ("CONNECT", "BY"): TokenType.CONNECT_BY,
}
_SIGNS = {
    "(": TokenType.L_PAREN,
    ")": TokenType.R_PAREN,
    ",": TokenType.COMMA,
    ".": TokenType.DOT,
    "+": TokenType.PLUS,
    "-": TokenType.DASH,
    "*": TokenType.STAR,
    "/": TokenType.SLASH,
    "||": TokenType.DPIPE,
    "=": TokenType.EQ,
    **dict.fromkeys(("<>", "!=", "^=", "~="), TokenType.NEQ),
    "<": TokenType.LT,
    ">": TokenType.GT,
    "<=": TokenType.LTE,
    ">=": TokenType.GTE,
    "=>": TokenType.FARROW,
    "(+)": TokenType.JOIN_MARKER,
    "@": TokenType.DAT,
}
_LITERALS = {
    TokenKind.STRING: TokenType.STRING,
    TokenKind.NUMBER: TokenType.NUMBER,
    TokenKind.BIND: TokenType.PLACEHOLDER,
    TokenKind.QUOTED: TokenType.IDENTIFIER,
}


def parser_tokens(tokens: Sequence[Token]) -> list[ParserToken]:
    """Each with the offset of its text; ORDER BY and its like become one."""
    result: list[ParserToken] = []
    previous = ""
    for token in tokens:
        value = token.value
        if token.kind is TokenKind.WORD:
            kind = KEYWORDS.get(value, TokenType.VAR)
            if value in ("BY", "SETS") and (previous, value) in _PHRASES:
                result.pop()
                kind, value = _PHRASES[previous, value], f"{previous} {value}"
        elif token.kind is TokenKind.OPERATOR:
            kind = _SIGNS.get(value, _UNUSED)
        else:
            kind = _LITERALS.get(token.kind, _UNUSED)
        result.append(ParserToken(kind, value, start=token.start, end=token.end - 1))
        previous = value if token.kind is TokenKind.WORD else ""
    return result
