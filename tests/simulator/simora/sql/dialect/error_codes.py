# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What sqlglot's complaints are called by Oracle."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.parsers.oracle import OracleParser
from sqlglot.tokens import Token, TokenType

_MISSING_EXPRESSION = 936
_MESSAGES = {
    "Expecting )": 907,
    "Expecting (": 906,
    "Expected AS after CAST": 905,
    "Expected END after CASE": 905,
    "Expected FROM or comma after EXTRACT": 907,
    "Expected CTE to have alias": 903,
    "Expected table name": 903,
    "Failed to parse any statement following CTE": 928,
    "Found multiple": 933,
}
_MISSING_PARTS: dict[type[exp.Expr], int] = {
    exp.Case: 905,
    exp.Connect: 1788,
    exp.Except: 928,
    exp.Intersect: 928,
    exp.Union: 928,
}
# An operand that is missing after one of these is only noticed at the parenthesis.
_BEFORE_OPERANDS = {
    *OracleParser.COMPARISON, *OracleParser.EQUALITY, TokenType.AND, TokenType.BETWEEN, TokenType.COMMA, TokenType.DASH,
    TokenType.DPIPE, TokenType.HAVING, TokenType.LIKE, TokenType.L_PAREN, TokenType.NOT, TokenType.OR, TokenType.PLUS,
    TokenType.SELECT, TokenType.SLASH, TokenType.WHERE,
}  # fmt: skip
# They are nothing without BY.
_PHRASE_STARTS = ("GROUP", "ORDER", "PARTITION")


def code_of_message(message: str, previous: Token, current: Token) -> int:
    """The tokens are those around the place at which sqlglot gave up."""
    if current.text in _PHRASE_STARTS:
        return 924
    code = next((code for start, code in _MESSAGES.items() if message.startswith(start)), _MISSING_EXPRESSION)
    return _MISSING_EXPRESSION if code == 907 and previous.token_type in _BEFORE_OPERANDS else code


def code_of_missing_part(node: exp.Expr) -> int:
    return _MISSING_PARTS.get(type(node), _MISSING_EXPRESSION)
