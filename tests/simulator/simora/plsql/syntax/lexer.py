# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Feeds the shared tokens to the LALR parser.

PL/SQL has few reserved words, so whether a word is a keyword depends on where it stands: it is one where the parser's
state accepts the keyword's terminal, else an identifier. Where the state accepts SQL, a whole SQL statement becomes one
terminal that ends before `;` or before the parenthesis that closes what the block opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import lark.lexer

from ...language.tokens import Token, TokenKind

# Words that a state takes for the first of these terminals that it accepts.
KEYWORDS: dict[str, tuple[str, ...]] = {
    **{
        word: (word,)
        for word in (
            "AND", "BEGIN", "BETWEEN", "BULK", "CASE", "CAST", "CLOSE", "CONSTANT", "CONTINUE", "ELSIF", "EXECUTE",
            "EXIT", "EXTRACT", "FALSE", "FETCH", "FOR", "FORALL", "GOTO", "IF", "IN", "LIKE", "LOCAL", "LOOP",
            "NOCOPY", "NOT", "NULL", "OPEN", "OUT", "PRAGMA", "RAISE", "REVERSE", "SAVE", "TRUE", "WHEN", "WHILE",
        )
    },
    **{
        word: ("_" + word,)
        for word in (
            "BY", "CALL", "COLLECT", "CURSOR", "DECLARE", "DEFAULT", "ELSE", "END", "ESCAPE", "EXCEPTION",
            "EXCEPTIONS", "FROM", "FUNCTION", "IMMEDIATE", "INDEX", "INDICES", "INTO", "IS", "LIMIT", "OF",
            "PROCEDURE", "RANGE", "RECORD", "REF", "RETURNING", "SUBTYPE", "TABLE", "THEN", "TIME", "TO", "TYPE",
            "USING", "VALUES", "VARRAY", "ZONE",
        )
    },
    "AS": ("_AS", "_IS"),
    "BOTH": ("TRIM_SIDE",),
    "BYTE": ("LENGTH_UNIT",),
    "CHAR": ("LENGTH_UNIT",),
    "DATE": ("TYPED_LITERAL",),
    "DETERMINISTIC": ("_FUNCTION_PROPERTY",),
    "DOUBLE": ("TWO_WORD_TYPE",),
    "INTERVAL": ("INTERVAL_LITERAL", "INTERVAL_TYPE"),
    "LEADING": ("TRIM_SIDE",),
    "LONG": ("TWO_WORD_TYPE",),
    "MOD": ("MULTIPLICATION",),
    "OR": ("OR_OPERATOR",),
    "PARALLEL_ENABLE": ("_FUNCTION_PROPERTY",),
    "REM": ("MULTIPLICATION",),
    "RESULT_CACHE": ("_FUNCTION_PROPERTY",),
    "RETURN": ("RETURN_STATEMENT", "_RETURN", "_RETURNING"),
    "TIMESTAMP": ("TYPED_LITERAL",),
    "TRAILING": ("TRIM_SIDE",),
    "TRIM": ("TRIM_FROM",),
    "WITH": ("SQL_QUERY", "_WITH"),
    "SELECT": ("SQL_QUERY",),
    **dict.fromkeys(
        ("INSERT", "UPDATE", "DELETE", "MERGE", "LOCK", "COMMIT", "ROLLBACK", "SAVEPOINT", "SET"), ("SQL_STATEMENT",)
    ),
}  # fmt: skip

# Words that may never be identifiers without quotes (Oracle's list of PL/SQL reserved words).
RESERVED = frozenset(
    "ALL ALTER AND ANY AS ASC AT BEGIN BETWEEN BY CASE CHECK CLUSTER CLUSTERS COLAUTH COLUMNS COMPRESS CONNECT CRASH"
    " CREATE CURSOR DECLARE DEFAULT DESC DISTINCT DROP ELSE ELSIF END EXCEPTION EXCLUSIVE FETCH FOR FROM FUNCTION GOTO"
    " GRANT GROUP HAVING IDENTIFIED IF IN INDEX INDEXES INSERT INTERSECT INTO IS LIKE LOCK MINUS MODE NOCOMPRESS NOT"
    " NOWAIT NULL OF ON OPTION OR ORDER OVERLAPS PROCEDURE PUBLIC RESOURCE REVOKE SELECT SHARE SIZE SQL START SUBTYPE"
    " TABAUTH TABLE THEN TO TYPE UNION UNIQUE UPDATE VALUES VIEW VIEWS WHEN WHERE WITH".split()
) - {"SQL", "SUBTYPE", "TYPE"}  # SQL%ROWCOUNT reads SQL as a name; the other two are taken as names in practice

# Statement keywords that are names when an assignment, a call or a member follows.
_SOFT_STATEMENT_WORDS = frozenset(
    "CALL CLOSE COMMIT CONTINUE DELETE EXECUTE EXIT FORALL LOCK MERGE OPEN PRAGMA RAISE ROLLBACK SAVEPOINT SET".split()
)

_OPERATORS = {
    ":=": "_ASSIGN",
    "=>": "_ARROW",
    "..": "_DOTDOT",
    ",": "_COMMA",
    ";": "_SEMICOLON",
    ".": "_DOT",
    "(": "_LPAREN",
    ")": "_RPAREN",
    "%": "_PERCENT",
    "+": "PLUS_MINUS",
    "-": "PLUS_MINUS",
    "||": "CONCATENATION",
    "*": "MULTIPLICATION",
    "/": "MULTIPLICATION",
    "**": "POWER",
    **dict.fromkeys(("=", "<>", "!=", "~=", "^=", "<", ">", "<=", ">="), "COMPARISON"),
}

_KINDS = {
    TokenKind.QUOTED: "IDENTIFIER",
    TokenKind.STRING: "STRING",
    TokenKind.NUMBER: "NUMBER",
    TokenKind.BIND: "BIND",
    TokenKind.LABEL_START: "_LABEL_OPEN",
    TokenKind.LABEL_END: "_LABEL_CLOSE",
}


class Terminal(lark.lexer.Token):
    """A terminal as the parser sees it. tokens: the shared tokens that it covers, more than one for SQL."""

    tokens: Sequence[Token]


class BlockLexer(lark.lexer.Lexer):
    """Lark's lexer interface over a list of shared tokens instead of text."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Terminal]:
        tokens: list[Token] = lexer_state.text
        states = parser_state.parse_conf.parse_table.states
        position = 0
        while position < len(tokens):
            token = tokens[position]
            accepted = states[parser_state.position]
            if token.kind is TokenKind.WORD:
                terminal_type = _terminal_of_word(tokens, position, accepted)
            elif token.kind is TokenKind.OPERATOR:
                terminal_type = _OPERATORS.get(token.value, "_UNKNOWN")
            else:
                terminal_type = _KINDS[token.kind]
            end = position + 1
            if terminal_type in ("SQL_QUERY", "SQL_STATEMENT"):
                end = _end_of_sql(tokens, position)
            terminal = Terminal(terminal_type, token.value, token.start, token.line, token.column)
            terminal.tokens = tokens[position:end]
            yield terminal
            position = end


def _terminal_of_word(tokens: list[Token], position: int, accepted: dict[str, Any]) -> str:
    word = tokens[position].value
    candidates = KEYWORDS.get(word)
    names = "IDENTIFIER" in accepted
    if candidates is not None and not (names and _is_name_by_what_follows(tokens, position, word)):
        for candidate in candidates:
            if candidate in accepted:
                return candidate
    if not names or (word in RESERVED and not _follows_qualifier(tokens, position)):
        return candidates[0] if candidates else "_RESERVED"
    return "IDENTIFIER"


def _follows_qualifier(tokens: list[Token], position: int) -> bool:
    return position > 0 and tokens[position - 1].is_operator(".", "%")


def _is_name_by_what_follows(tokens: list[Token], position: int, word: str) -> bool:
    """Whether a word that could open a construct here is a name, judged by the next tokens."""
    following = tokens[position + 1] if position + 1 < len(tokens) else tokens[position]
    if word in _SOFT_STATEMENT_WORDS:
        return following.is_operator(":=", ".", "(", "%")
    if word in ("DATE", "TIMESTAMP"):
        return following.kind is not TokenKind.STRING
    if word == "INTERVAL":
        return not (following.kind is TokenKind.STRING or following.is_word("YEAR", "DAY"))
    if word in ("DOUBLE", "LONG"):
        return not following.is_word("PRECISION", "RAW")
    if word in ("TYPE", "SUBTYPE"):
        return not (position + 2 < len(tokens) and tokens[position + 2].is_word("IS"))
    if word in ("CAST", "EXTRACT"):
        return not following.is_operator("(")
    if word == "TRIM":
        return not _has_from_clause(tokens, position + 1)
    return False


def _has_from_clause(tokens: list[Token], position: int) -> bool:
    """Whether the parenthesis that opens at position holds FROM, as TRIM(BOTH 'x' FROM y) does."""
    depth = 0
    for token in tokens[position:]:
        depth += token.is_operator("(") - token.is_operator(")")
        if depth == 0:
            return False
        if depth == 1 and token.is_word("FROM"):
            return True
    return False


def _end_of_sql(tokens: list[Token], position: int) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        token = tokens[index]
        if token.kind is TokenKind.OPERATOR:
            if token.value == ";":
                return index
            if token.value == "(":
                depth += 1
            elif token.value == ")":
                if depth == 0:
                    return index
                depth -= 1
    return len(tokens)
