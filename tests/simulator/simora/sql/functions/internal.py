# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Functions that only lowered SQL calls, under names that no statement can contain."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ...errors import OraError
from ...values import NUMBER, ROWID, VARCHAR2
from ..datatypes import CHARACTER, NUMERIC
from .library import function
from .number_values import Number, normal

# A ROWID's 18 characters: 6 object, 3 file, 6 block, 3 row. Rows lie in file 7, 64 to a block.
_FILE, _ROWS_PER_BLOCK = 7, 64
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def _encoded(number: int, size: int) -> str:
    """base64 digits of a number; Oracle packs it right-aligned."""
    return "".join(_DIGITS[number >> 6 * place & 63] for place in reversed(range(size)))


def _decoded(text: str) -> int:
    number = 0
    for digit in text:
        position = _DIGITS.find(digit)
        if position < 0:
            raise OraError(1410)
        number = number * 64 + position
    return number


@function("$ROWID", NUMERIC, NUMERIC, returns=ROWID)
def rowid(object_number: int, row_number: int) -> str:
    block, row = divmod(int(row_number), _ROWS_PER_BLOCK)
    return _encoded(int(object_number), 6) + _encoded(_FILE, 3) + _encoded(block, 6) + _encoded(row, 3)


@function("$ROW_NUMBER", NUMERIC, CHARACTER, returns=NUMBER)
def row_number(object_number: int, text: str) -> int | None:
    """The row a ROWID leads to in the given object, None for a ROWID of another. Raises OraError 1410."""
    if len(text) != 18:
        raise OraError(1410)
    if _decoded(text[:6]) != object_number:
        return None
    return _decoded(text[9:15]) * _ROWS_PER_BLOCK + _decoded(text[15:])


@function("$SINGLE_ROW", returns=NUMBER, deterministic=False)
def single_row() -> int:
    """Called when a scalar subquery gives a second row."""
    raise OraError(1427)


@function("$CONSTRAIN", NUMERIC, NUMERIC, NUMERIC, returns=NUMBER)
def constrain(value: Number, precision: int, scale: int) -> Number:
    """A number as NUMBER(precision, scale) holds it. Raises OraError 1438."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-int(scale)), ROUND_HALF_UP)
    if abs(rounded) >= Decimal(10) ** int(precision - scale):
        raise OraError(1438)
    return normal(rounded)


@function("$LIKE_PATTERN", CHARACTER, CHARACTER, returns=VARCHAR2)
def like_pattern(pattern: str, escape: str) -> str:
    """The pattern itself, once it is sure that the escape character escapes only what can be escaped."""
    if len(escape) != 1:
        raise OraError(1425)
    position = pattern.find(escape)
    while position >= 0:
        if pattern[position + 1 : position + 2] not in ("%", "_", escape):
            raise OraError(1424)
        position = pattern.find(escape, position + 2)
    return pattern


@function("$CONNECT_LOOP", returns=NUMBER, deterministic=False)
def connect_loop() -> int:
    """Called when a row would become its own ancestor."""
    raise OraError(1436)
