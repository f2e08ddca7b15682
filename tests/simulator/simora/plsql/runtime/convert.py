# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Implicit conversions between PL/SQL values, and the door to the function library shared with SQL."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ...errors import OraError
from ...sql import functions

# Oracle's NUMBER keeps 38 to 40 significant digits, depending on where the decimal point falls.
ARITHMETIC = decimal.Context(
    prec=40, rounding=decimal.ROUND_HALF_UP, traps=[decimal.InvalidOperation, decimal.DivisionByZero]
)
_LARGEST_NUMBER = Decimal(10) ** 126


def call(name: str, arguments: list[Any], session: Any, families: Sequence[str] | None = None) -> Any:
    """A function of the shared library; inside PL/SQL a bad number is VALUE_ERROR, not INVALID_NUMBER."""
    try:
        return functions.call(name, arguments, session, families)
    except OraError as error:
        if error.code == 1722:
            raise OraError(6502, ": character to number conversion error") from error
        raise


def normal(number: Decimal) -> int | Decimal:
    """A NUMBER in the form every layer uses: int unless it has a fraction. Raises OraError 1426 on overflow."""
    if number.copy_abs() >= _LARGEST_NUMBER:
        raise OraError(1426)
    if number == number.to_integral_value():
        return int(number)
    return number.normalize(ARITHMETIC)


def to_text(value: object, session: Any) -> str | None:
    """The text that Oracle makes of a value without a format. Raises OraError 6502 for what has no text."""
    if value is None:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, bytes):
        return value.hex().upper() or None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, float, datetime.datetime, datetime.timedelta)):
        raise OraError(6502, "")
    if isinstance(value, int):
        digits = str(value)
        if len(digits) <= 40:
            return digits
    result: str | None = call("TO_CHAR", [value], session)
    return result


def to_number(value: object, session: Any) -> int | Decimal | float:
    """Raises OraError 6502 when the value is no number."""
    if isinstance(value, bool):
        raise OraError(6502, "")
    if isinstance(value, (int, Decimal, float)):
        return value
    if isinstance(value, str):
        try:
            return normal(Decimal(_plain_number(value)))
        except (decimal.InvalidOperation, ValueError):
            raise OraError(6502, ": character to number conversion error") from None
    raise OraError(6502, "")


def _plain_number(text: str) -> str:
    """The text without outer blanks, if Oracle reads it as a number: no underscores, no NaN or Infinity."""
    stripped = text.strip(" ")
    if not stripped or set(stripped) - set("0123456789+-.eE"):
        raise ValueError(text)
    return stripped


def to_datetime(value: object, session: Any, function: str) -> datetime.datetime:
    """function: TO_DATE, TO_TIMESTAMP or TO_TIMESTAMP_TZ, which reads text by the session's format."""
    if isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str):
        result: datetime.datetime = call(function, [value], session)
        return result
    raise OraError(6502, "")
