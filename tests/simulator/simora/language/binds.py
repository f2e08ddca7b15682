# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bind names the way drivers count them, so that positions on the wire and in the statement agree."""

from __future__ import annotations

from collections.abc import Sequence

from ..engine import StatementKind
from .tokens import Token, TokenKind


def bind_names(tokens: Sequence[Token], kind: StatementKind) -> tuple[str, ...]:
    """SQL: one entry per occurrence. PL/SQL: one per name, in order of first appearance. DDL has none.

    DDL is not scanned, so that the :NEW of a trigger's text is no bind.
    """
    if kind is StatementKind.DDL:
        return ()
    names = [token.value for token in tokens if token.kind is TokenKind.BIND]
    return tuple(dict.fromkeys(names)) if kind is StatementKind.PLSQL else tuple(names)


def returning_positions(tokens: Sequence[Token], kind: StatementKind) -> tuple[int, ...]:
    """Positions in bind_names of the binds after RETURNING ... INTO of a DML statement."""
    if kind is not StatementKind.DML:
        return ()
    into = _returning_into(tokens)
    if into is None:
        return ()
    before = sum(token.kind is TokenKind.BIND for token in tokens[:into])
    after = sum(token.kind is TokenKind.BIND for token in tokens[into:])
    return tuple(range(before, before + after))


def _returning_into(tokens: Sequence[Token]) -> int | None:
    """Index of the INTO that belongs to RETURNING, looked for outside parentheses."""
    depth, returning = 0, False
    for index, token in enumerate(tokens):
        if token.is_operator("("):
            depth += 1
        elif token.is_operator(")"):
            depth -= 1
        elif depth == 0 and token.is_word("RETURNING", "RETURN"):
            returning = True
        elif depth == 0 and returning and token.is_word("INTO"):
            return index
    return None
