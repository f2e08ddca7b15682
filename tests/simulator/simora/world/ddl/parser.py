# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From text to syntax tree: drives the LALR parser with tokens, deciding by its state what a word is."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import re
from collections.abc import Sequence
from typing import Any

import lark

from ...errors import OraError
from ...language.tokens import Token, TokenKind, tokenize
from ...values import OraType

_SIGNS = {"(": "LPAR", ")": "RPAR", ",": "COMMA", ".": "DOT", "=": "EQUAL"}
_VALUES = {TokenKind.NUMBER: "NUMBER", TokenKind.STRING: "STRING", TokenKind.QUOTED: "NAME"}
# Keywords whose own name is taken by a terminal.
_RENAMED = {"NAME": "TRANSACTION_NAME", "QUERY": "QUERYING"}
_NO_KEYWORDS = frozenset(
    {"NAME", "NUMBER", "STRING", "DATATYPE", "DEFAULT_VALUE", "CONDITION", "GROUP", "QUERY", "PRIVILEGE"}
)
_AFTER_DEFAULT = frozenset(
    {"NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE"}
)


@dataclasses.dataclass(frozen=True)
class Node:
    """A rule's match. words: the keywords right below it; values: names, literals and opaque stretches, in order."""

    kind: str
    words: frozenset[str]
    values: tuple[str, ...]
    nodes: tuple[Node, ...]

    def find(self, kind: str) -> Node | None:
        """The first node of that kind right below."""
        return next((node for node in self.nodes if node.kind == kind), None)

    def all(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes if node.kind in kinds]

    def has(self, kind: str) -> bool:
        return self.find(kind) is not None

    @property
    def qualified(self) -> tuple[str | None, str]:
        """(owner or None, name) of the first qualified name right below."""
        return self.qualified_names[0]

    @property
    def qualified_names(self) -> list[tuple[str | None, str]]:
        return [
            (node.values[0], node.values[1]) if len(node.values) == 2 else (None, node.values[0])
            for node in self.all("qualified")
        ]

    @property
    def name_list(self) -> tuple[str, ...]:
        """The names of a list right below, empty when there is none."""
        found = self.find("names")
        return found.values if found else ()


@functools.cache
def _grammar() -> lark.Lark:
    text = pathlib.Path(__file__).with_name("ddl.lark").read_text(encoding="utf-8")
    return lark.Lark(text, parser="lalr", lexer="basic", maybe_placeholders=False)


@functools.lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """The statement's node. Raises OraError with the code that Oracle gives for such a text."""
    tokens = tokenize(text)
    if not tokens:
        raise OraError(900)
    parser: Any = _grammar().parse_interactive()
    states = parser.parser_state.parse_conf.states
    position = 0
    while position < len(tokens):
        accepted = states[parser.parser_state.position]
        if "NAME" in accepted:  # keywords that only a neighbouring rule expects must not hide a name
            accepted = parser.accepts()
        kind, value, after = _classify(tokens, position, accepted, text)
        if kind not in accepted:
            raise _syntax_error(tokens, position, accepted)
        try:
            parser.feed_token(lark.Token(kind, value))
        except lark.UnexpectedInput:
            raise _syntax_error(tokens, position, accepted) from None
        position = after
    try:
        tree: lark.Tree[lark.Token] = parser.feed_eof()
    except lark.UnexpectedInput:
        raise _syntax_error(tokens, position, states[parser.parser_state.position]) from None
    statement = _node(tree).nodes[0]
    return statement


def _classify(tokens: Sequence[Token], position: int, accepted: Any, text: str) -> tuple[str, str, int]:
    """(terminal, value, position of the next token)."""
    token = tokens[position]
    if token.kind is TokenKind.WORD:
        keyword = _RENAMED.get(token.value, token.value)
        if keyword in accepted and keyword not in _NO_KEYWORDS:
            return keyword, token.value, position + 1
    for opaque, end_of in _OPAQUE.items():
        if opaque in accepted:
            after = end_of(tokens, position)
            if after > position:
                return opaque, text[token.start : tokens[after - 1].end], after
    if token.kind in _VALUES:
        return _VALUES[token.kind], token.value, position + 1
    if token.kind is TokenKind.WORD:
        return "NAME", token.value, position + 1
    if token.is_operator("-") and position + 1 < len(tokens) and tokens[position + 1].kind is TokenKind.NUMBER:
        return "NUMBER", "-" + tokens[position + 1].value, position + 2
    return _SIGNS.get(token.value, token.value), token.value, position + 1


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
_OPAQUE = {
    "DATATYPE": _end_of_datatype,
    "DEFAULT_VALUE": _end_of_default,
    "CONDITION": _end_of_condition,
    "GROUP": _end_of_group,
    "QUERY": _end_of_query,
    "PRIVILEGE": _end_of_privilege,
}

# First word → what Oracle says of a text that goes wrong after it in a way that nothing more specific names.
_BY_STATEMENT = {
    "ALTER": 940,
    "CREATE": 901,
    "DROP": 950,
    "PURGE": 38302,
    "GRANT": 990,
    "REVOKE": 990,
    "TRUNCATE": 3290,
    "COMMENT": 905,
    "RENAME": 905,
    "FLASHBACK": 905,
    "LOCK": 905,
    "SET": 922,
    "COMMIT": 2185,
    "ROLLBACK": 2181,
    "SAVEPOINT": 3001,
}


def _syntax_error(tokens: Sequence[Token], position: int, accepted: Any) -> OraError:
    first = tokens[0].value
    offset = tokens[position].start if position < len(tokens) else tokens[-1].end
    if first not in _BY_STATEMENT:
        return OraError(900, offset=offset)
    expected = set(accepted)
    if position < len(tokens) and tokens[position].is_operator(";"):
        code = 911
    elif position == 1:
        code = _BY_STATEMENT[first]
    elif expected == {"LPAR"}:
        code = 906
    elif expected <= {"RPAR", "COMMA"}:
        code = 907
    elif "NAME" in expected and tokens[position - 1].is_word("TABLE"):
        code = 903
    elif "NAME" in expected and tokens[position - 1].is_word("USER"):
        code = 1935
    elif expected == {"NAME"}:
        return OraError(904, "", offset=offset)
    elif position >= len(tokens) and first == "CREATE" and "LPAR" in expected:
        code = 906
    elif "$END" in expected:
        code = 922 if first in ("CREATE", "ALTER") else 933
    elif position == 2 and first in ("ALTER", "DROP", "CREATE"):
        code = _BY_STATEMENT[first]
    else:
        code = 905 if position >= len(tokens) else 922
    return OraError(code, offset=offset)


def _node(tree: lark.Tree[lark.Token]) -> Node:
    words, values, nodes = set(), [], []
    for child in tree.children:
        if isinstance(child, lark.Tree):
            nodes.append(_node(child))
        elif child.type in _NO_KEYWORDS:
            values.append(str(child))
        elif child.type not in _SIGNS.values():
            words.add(str(child))
    return Node(str(tree.data), frozenset(words), tuple(values), tuple(nodes))


_DATATYPE = re.compile(
    r"""(?P<name> \w+ (?:\s+(?:PRECISION|RAW|VARYING))? )
        \s* (?: \( \s* (?P<first> \d+ | \* ) \s* (?P<unit> BYTE | CHAR )? (?: , \s* (?P<second> -?\s*\d+ ) )? \s* \) )?
        (?P<rest> .* )""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN_TYPES = frozenset(
    {"DATE", "CLOB", "NCLOB", "BLOB", "LONG", "LONG RAW", "BINARY_DOUBLE", "BINARY_FLOAT", "XMLTYPE", "BFILE"}
)
_WHOLE_NUMBERS = frozenset({"INTEGER", "INT", "SMALLINT"})
# Type → (name in the dictionary, default size, largest size).
_CHARACTER_TYPES = {
    "VARCHAR2": ("VARCHAR2", None, 4000),
    "VARCHAR": ("VARCHAR2", None, 4000),
    "CHARACTER VARYING": ("VARCHAR2", None, 4000),
    "CHAR": ("CHAR", 1, 2000),
    "CHARACTER": ("CHAR", 1, 2000),
    "NVARCHAR2": ("NVARCHAR2", None, 2000),
    "NCHAR": ("NCHAR", 1, 1000),
    "RAW": ("RAW", None, 2000),
    "UROWID": ("UROWID", 4000, 4000),
}


def parse_datatype(text: str) -> OraType:
    """The type of a column. Raises ORA-00902 (unknown), ORA-00906 (size missing), ORA-00910, ORA-01727, ORA-01728."""
    match = _DATATYPE.fullmatch(text.strip().upper())
    if match is None:
        raise OraError(902)
    name, rest = " ".join(match["name"].split()), " ".join(match["rest"].split())
    first = None if match["first"] in (None, "*") else int(match["first"])
    if name == "TIMESTAMP" and rest in ("", "WITH TIME ZONE", "WITH LOCAL TIME ZONE"):
        return OraType(f"TIMESTAMP {rest}".rstrip(), None, None, 6 if first is None else first)
    if name == "INTERVAL":
        return OraType("INTERVAL DAY TO SECOND" if "SECOND" in rest else "INTERVAL YEAR TO MONTH")
    if rest:
        raise OraError(902)
    if name in _CHARACTER_TYPES:
        stored, default, limit = _CHARACTER_TYPES[name]
        size = first if first is not None else default
        if size is None:
            raise OraError(906)
        if not 1 <= size <= limit:
            raise OraError(910 if size else 1723)
        return OraType(stored, size)
    if name in ("NUMBER", "DECIMAL", "NUMERIC", "DEC"):
        return _number_type(name, match["first"], first, match["second"])
    if name in _WHOLE_NUMBERS:
        return OraType("NUMBER", None, None, 0)
    if name in ("FLOAT", "REAL", "DOUBLE PRECISION"):
        return OraType("FLOAT", None, first or (63 if name == "REAL" else 126))
    if name == "ROWID":
        return OraType("ROWID", 10)
    if name == "BOOLEAN":
        return OraType("BOOLEAN")
    if name not in _PLAIN_TYPES:
        raise OraError(902)
    return OraType(name)


def _number_type(name: str, written: str | None, precision: int | None, second: str | None) -> OraType:
    if precision is not None and not 1 <= precision <= 38:
        raise OraError(1727)
    scale = int(second.replace(" ", "")) if second is not None else None
    if scale is not None and not -84 <= scale <= 127:
        raise OraError(1728)
    if written is None and name != "NUMBER":
        return OraType("NUMBER", None, None, 0)
    return OraType("NUMBER", None, precision, scale if scale is not None else (0 if precision is not None else None))
