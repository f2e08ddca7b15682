# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stretches of tokens that the grammar takes as one: expressions, types, queries, names of privileges.

Each function gives the position of the first token that does not belong to the stretch; the one it was given when
there is no such stretch here.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...language.tokens import Token, TokenKind

_AFTER_DEFAULT = frozenset(
    {"NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE"}
)


def _end_of_list_item(tokens: Sequence[Token], position: int, stop_words: frozenset[str]) -> int:
    """The first token that does not belong to an expression: an unmatched bracket, a comma, or a stop word."""
    depth, start = 0, position
    while position < len(tokens):
        token = tokens[position]
        if token.is_operator("("):
            depth += 1
        elif token.is_operator(")"):
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and position > start and (token.is_operator(",") or token.is_word(*stop_words)):
            break
        position += 1
    return position


def _end_of_default(tokens: Sequence[Token], position: int) -> int:
    return _end_of_list_item(tokens, position, _AFTER_DEFAULT)


def _end_of_condition(tokens: Sequence[Token], position: int) -> int:
    depth = 0
    while position < len(tokens):
        if tokens[position].is_operator("("):
            depth += 1
        elif tokens[position].is_operator(")"):
            if depth == 0:
                break
            depth -= 1
        position += 1
    return position


def _end_of_group(tokens: Sequence[Token], position: int) -> int:
    if not tokens[position].is_operator("("):
        return position
    return min(_end_of_condition(tokens, position + 1) + 1, len(tokens))


def _end_of_query(tokens: Sequence[Token], position: int) -> int:
    if not tokens[position].is_word("SELECT", "WITH") and not tokens[position].is_operator("("):
        return position
    return len(tokens)


def _end_of_privilege(tokens: Sequence[Token], position: int) -> int:
    while position < len(tokens) and tokens[position].is_name and not tokens[position].is_word("TO", "FROM", "ON"):
        position += 1
    return position


def _end_of_datatype(tokens: Sequence[Token], position: int) -> int:
    start = position
    while position < len(tokens):
        token = tokens[position]
        if token.is_operator("("):
            position = _end_of_group(tokens, position)
        elif token.kind is TokenKind.WORD and (position == start or token.value in _TYPE_WORDS):
            position += 1
        elif token.is_operator(".") and position > start:
            position += 2
        else:
            break
    return position


_TYPE_WORDS = frozenset(
    {"WITH", "LOCAL", "TIME", "ZONE", "PRECISION", "VARYING", "RAW", "YEAR", "MONTH", "DAY", "SECOND", "TO"}
)
OPAQUE = {
    "DATATYPE": _end_of_datatype,
    "DEFAULT_VALUE": _end_of_default,
    "CONDITION": _end_of_condition,
    "GROUP": _end_of_group,
    "QUERY": _end_of_query,
    "PRIVILEGE": _end_of_privilege,
}
