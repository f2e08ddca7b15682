# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From text to syntax tree: drives the LALR parser with tokens, deciding by its state what a word is."""

from __future__ import annotations

import dataclasses
import functools
import pathlib
from collections.abc import Sequence
from typing import Any

import lark

from ...errors import OraError
from ...language.tokens import Token, TokenKind, tokenize
from .stretches import OPAQUE

_SIGNS = {"(": "LPAR", ")": "RPAR", ",": "COMMA", ".": "DOT", "=": "EQUAL", ";": "SEMICOLON"}
_VALUES = {TokenKind.NUMBER: "NUMBER", TokenKind.STRING: "STRING", TokenKind.QUOTED: "NAME"}
# Keywords whose own name is taken by a terminal.
_RENAMED = {"NAME": "TRANSACTION_NAME", "QUERY": "QUERYING"}
_NO_KEYWORDS = frozenset(
    {"NAME", "NUMBER", "STRING", "DATATYPE", "DEFAULT_VALUE", "CONDITION", "GROUP", "QUERY", "PRIVILEGE"}
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
    for opaque, end_of in OPAQUE.items():
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
