# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle's lexical units, the same for SQL, DDL and PL/SQL.

Names, numbers and quotes follow Oracle's own rules here, before any grammar sees them: sqlglot's for SQL (sql/dialect),
lark's for PL/SQL. sqlglot's tokenizer is not used: it joins words into one keyword depending on the white space between
them (ORDER /**/ BY), reads `1..n` as `1.` `.n` and `t@link` as one name, and swallows what follows EXECUTE or FETCH.
"""

from __future__ import annotations

import dataclasses
import enum
import re

from ..engine import StatementKind
from ..errors import OraError


class TokenKind(enum.Enum):
    WORD = "word"  # name or keyword without quotes; value is upper case
    QUOTED = "quoted"  # "Name"; value is the exact name
    STRING = "string"  # 'text', N'text' or q'[text]'; value is the text
    NUMBER = "number"  # value is the literal without the suffixes d and f
    BIND = "bind"  # :name or :1; value as drivers name it: upper case unless quoted
    OPERATOR = "operator"  # any sign, longest match; value is the sign, `(+)` without inner blanks
    LABEL_START = "label start"  # <<
    LABEL_END = "label end"  # >>


@dataclasses.dataclass(frozen=True)
class Token:
    """One lexical unit. text is what was written; source[start:end] is the same text.

    line and column count from 1. Comments and hints are no tokens.
    """

    kind: TokenKind
    text: str
    value: str
    start: int
    end: int
    line: int
    column: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these unquoted words (given in upper case)."""
        return self.kind is TokenKind.WORD and self.value in words

    def is_operator(self, *signs: str) -> bool:
        return self.kind is TokenKind.OPERATOR and self.value in signs

    @property
    def is_name(self) -> bool:
        """Whether this can be read as an identifier; reserved words are the grammar's business."""
        return self.kind is TokenKind.WORD or self.kind is TokenKind.QUOTED


_CLOSING_DELIMITER = {"[": "]", "{": "}", "(": ")", "<": ">"}

_LEXICAL_UNIT = re.compile(
    r"""
      (?P<blank>    \s+ | --[^\n]* | /\*.*?\*/ )
    | (?P<national> [nN]? (?: '(?:[^']|'')*' ))
    | (?P<q_start>  [nN]?[qQ]'(?P<delimiter>[^\s]) )
    | (?P<word>     [^\W\d_][\w$\#]* )
    | (?P<quoted>   "[^"\0]+" )
    | (?P<number>   (?: \d+ (?: \.(?!\.)\d* )? | \.\d+ ) (?: [eE][+-]?\d+ )? (?: [dDfF](?![\w$\#]) )? )
    | (?P<bind>     : \s* (?: [^\W\d_][\w$\#]* | "[^"\0]+" | \d+ ) )
    | (?P<outer>    \(\s*\+\s*\) )
    | (?P<label>    << | >> )
    | (?P<operator> := | \.\. | => | \*\* | \|\| | <> | != | ~= | \^= | <= | >= | [-+*/%@=<>()\[\],.;:&?!|^{}] )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokenize(text: str) -> list[Token]:
    """The tokens of a statement or block. Raises OraError 1756 (open string), 1740 (open quotes), 911."""
    tokens: list[Token] = []
    position, line, line_start = 0, 1, 0
    length = len(text)
    while position < length:
        match = _LEXICAL_UNIT.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        group, end = match.lastgroup, match.end()
        if group == "delimiter" or group == "q_start":
            group, end = "q_start", _end_of_q_string(text, match)
        if group == "bind" and tokens and tokens[-1].kind is TokenKind.STRING:
            group, end = "operator", position + 1  # JSON_OBJECT('key' :value)
        if group != "blank":
            written = text[position:end]
            if written == "/" and text.startswith("/*", position):
                raise OraError(1742, offset=position)
            kind, value = _KIND_AND_VALUE[group or ""](written)
            tokens.append(Token(kind, written, value, position, end, line, position - line_start + 1))
        newlines = text.count("\n", position, end)
        if newlines:
            line += newlines
            line_start = text.rfind("\n", position, end) + 1
        position = end
    return tokens


def _end_of_q_string(text: str, match: re.Match[str]) -> int:
    delimiter = match["delimiter"]
    closing = _CLOSING_DELIMITER.get(delimiter, delimiter) + "'"
    end = text.find(closing, match.end())
    if end < 0:
        raise OraError(1756, offset=match.start())
    return end + len(closing)


def _string(written: str) -> tuple[TokenKind, str]:
    return TokenKind.STRING, written[written.index("'") + 1 : -1].replace("''", "'")


def _q_string(written: str) -> tuple[TokenKind, str]:
    return TokenKind.STRING, written[written.index("'") + 2 : -2]


def _bind(written: str) -> tuple[TokenKind, str]:
    name = written[1:].lstrip()
    return TokenKind.BIND, name[1:-1] if name.startswith('"') else name.upper()


_KIND_AND_VALUE = {
    "national": _string,
    "q_start": _q_string,
    "word": lambda written: (TokenKind.WORD, written.upper()),
    "quoted": lambda written: (TokenKind.QUOTED, written[1:-1]),
    "number": lambda written: (TokenKind.NUMBER, written.rstrip("dDfF")),
    "bind": _bind,
    "outer": lambda written: (TokenKind.OPERATOR, "(+)"),
    "label": lambda written: (TokenKind.LABEL_START if written == "<<" else TokenKind.LABEL_END, written),
    "operator": lambda written: (TokenKind.OPERATOR, written),
}


def _unreadable(text: str, position: int) -> OraError:
    sign = text[position]
    if sign == "'":
        return OraError(1756, offset=position)
    if sign == '"':
        return OraError(1741 if text.startswith('""', position) else 1740, offset=position)
    return OraError(911, offset=position)


_PLSQL_STARTS = {"BEGIN", "DECLARE", "CALL"}
_DDL_STARTS = {
    "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "COMMENT", "GRANT", "REVOKE", "PURGE", "FLASHBACK", "ANALYZE",
    "AUDIT", "NOAUDIT", "ASSOCIATE", "DISASSOCIATE", "ADMINISTER",
}  # fmt: skip
_DML_STARTS = {"INSERT", "UPDATE", "DELETE", "MERGE"}


def statement_kind(tokens: list[Token]) -> StatementKind:
    """What a statement is by its first words, as a client must know it before it is parsed.

    A block may begin with labels; LOCK TABLE and anything unknown is OTHER.
    """
    first = next((token for token in tokens if not token.is_operator("(")), None)
    if first is None:
        return StatementKind.OTHER
    if first.kind is TokenKind.LABEL_START or first.is_word(*_PLSQL_STARTS):
        return StatementKind.PLSQL
    if first.is_word("SELECT", "WITH"):
        return StatementKind.QUERY
    if first.is_word(*_DML_STARTS):
        return StatementKind.DML
    if first.is_word(*_DDL_STARTS):
        second = tokens[1] if len(tokens) > 1 else None
        if first.value == "ALTER" and second is not None and second.is_word("SESSION"):
            return StatementKind.OTHER
        return StatementKind.DDL
    return StatementKind.OTHER
