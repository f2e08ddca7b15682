# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A cursor over the tokens of a statement, with the errors that all rules share."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from ...errors import OraError
from ...language.reserved import RESERVED_WORDS
from ...language.tokens import Token, TokenKind

_FOREIGN_SIGNS = frozenset("?![]{}&|^")


class TokenStream:
    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.index = 0
        self.current: Token | None = tokens[0] if tokens else None
        self._tokens = tokens
        self._bind_positions = [index for index, token in enumerate(tokens) if token.kind is TokenKind.BIND]

    def move_to(self, index: int) -> None:
        self.index = index
        self.current = self._tokens[index] if index < len(self._tokens) else None

    def ahead(self, distance: int = 1) -> Token | None:
        index = self.index + distance
        return self._tokens[index] if index < len(self._tokens) else None

    @property
    def offset(self) -> int:
        token = self.current
        return token.start if token is not None else len(self.text)

    def error(self, code: int) -> OraError:
        """The error at this point. A sign that is no SQL at all is ORA-00911 wherever it stands."""
        token = self.current
        if token is not None and token.kind is TokenKind.OPERATOR and token.value in _FOREIGN_SIGNS:
            code = 911
        return OraError(code, offset=self.offset)

    def at_word(self, *words: str) -> bool:
        token = self.current
        return token is not None and token.kind is TokenKind.WORD and token.value in words

    def at_words(self, *sequence: str) -> bool:
        """Whether exactly this sequence of words comes next."""
        if not self.at_word(sequence[0]):
            return False
        return all(
            (token := self.ahead(distance)) is not None and token.is_word(word)
            for distance, word in enumerate(sequence)
        )

    def at_sign(self, *signs: str) -> bool:
        token = self.current
        return token is not None and token.kind is TokenKind.OPERATOR and token.value in signs

    def advance(self) -> Token:
        """The current token; the next one becomes current. There must be one."""
        token = self._tokens[self.index]
        self.move_to(self.index + 1)
        return token

    def take_word(self, *words: str) -> str | None:
        return self.advance().value if self.at_word(*words) else None

    def take_words(self, *sequence: str) -> bool:
        found = self.at_words(*sequence)
        if found:
            self.move_to(self.index + len(sequence))
        return found

    def take_sign(self, *signs: str) -> str | None:
        return self.advance().value if self.at_sign(*signs) else None

    def expect_word(self, word: str, code: int = 905) -> None:
        if self.take_word(word) is None:
            raise self.error(code)

    def expect_one_of(self, *words: str, code: int = 905) -> str:
        word = self.take_word(*words)
        if word is None:
            raise self.error(code)
        return word

    def expect_kind(self, kind: TokenKind, code: int = 936) -> Token:
        token = self.current
        if token is None or token.kind is not kind:
            raise self.error(code)
        return self.advance()

    def expect_sign(self, sign: str, code: int | None = None) -> None:
        if self.take_sign(sign) is None:
            raise self.error(code or {"(": 906, ")": 907, "=": 927, ",": 917}[sign])

    def refuse_foreign_signs(self) -> None:
        for token in self._tokens:
            if token.kind is TokenKind.OPERATOR and token.value in _FOREIGN_SIGNS:
                raise OraError(911, offset=token.start)

    def expect_end(self) -> None:
        if self.take_word("GROUP", "ORDER"):
            raise self.error(924)
        if self.current is not None:
            raise self.error(905 if self.take_word("NATURAL") else 933)

    def at_name(self, allowed: frozenset[str] = frozenset()) -> bool:
        """Whether an identifier comes next; reserved words are none, except those allowed."""
        token = self.current
        if token is None:
            return False
        if token.kind is TokenKind.QUOTED:
            return True
        return token.kind is TokenKind.WORD and (token.value not in RESERVED_WORDS or token.value in allowed)

    def expect_name(self, code: int) -> str:
        if not self.at_name():
            raise self.error(code)
        return self.advance().value

    def written(self, start_index: int) -> str:
        """What was written from a token up to the one before the current, without white space and comments."""
        return "".join("".join(token.text.split()) for token in self._tokens[start_index : self.index])

    def bind_index(self) -> int:
        """How many binds come before the current token."""
        return bisect.bisect_left(self._bind_positions, self.index)
