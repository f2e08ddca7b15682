# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""NUMBER as a value and as text."""

from __future__ import annotations

import decimal
import math
import re
from decimal import Decimal

from ...errors import OraError

Number = int | Decimal

# NUMBER keeps 38 digits for certain and 40 at most.
CONTEXT = decimal.Context(prec=40, rounding=decimal.ROUND_HALF_UP, Emin=-200, Emax=200)
# A fraction is stored as a double: 15 digits are exact.
_STORED = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_UP, Emin=-200, Emax=200)
_OVERFLOW = Decimal(10) ** 126

_NUMBER_TEXT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def normal(value: Decimal | int) -> Number:
    """int unless there is a fraction. Raises OraError 1426 on overflow."""
    if isinstance(value, int):
        return value
    if not value.is_finite() or abs(value) >= _OVERFLOW:
        raise OraError(1426)
    return int(value) if value == value.to_integral_value() else value


def stored(value: Number) -> int | float:
    """What SQLite holds. Raises OraError 1426 for an integer beyond 63 bits; fractions keep 15 digits."""
    if isinstance(value, Decimal):
        rounded = _STORED.plus(value)
        if rounded != rounded.to_integral_value():
            return float(rounded)
        value = int(rounded)
    if not -(2**63) <= value < 2**63:
        raise OraError(1426)
    return value


def loaded(value: int | float) -> Number:
    """The inverse of stored()."""
    if isinstance(value, int):
        return value
    return normal(Decimal(format(value, ".15g")))


def from_text(text: str) -> Number:
    """Raises OraError 1722."""
    stripped = text.strip()
    if not _NUMBER_TEXT.match(stripped):
        raise OraError(1722)
    return normal(CONTEXT.plus(Decimal(stripped)))


def to_text(value: Number | float) -> str:
    """As TO_CHAR without a format: no leading zero, 40 digits at most, else scientific."""
    if isinstance(value, float):
        return _double_text(value)
    if isinstance(value, int) and abs(value) < 10**40:
        return str(value)
    number = CONTEXT.plus(Decimal(value))
    plain = format(number.normalize(CONTEXT), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    plain = re.sub(r"^(-?)0\.", r"\1.", plain)
    if len(plain.lstrip("-")) <= 40:
        return plain or "0"
    mantissa, dummy, exponent = format(number, ".33E").partition("E")
    return f"{mantissa}E{int(exponent):+03d}"


def _double_text(value: float) -> str:
    """BINARY_DOUBLE is always shown with an exponent: 1.5E+000."""
    if math.isnan(value):
        return "Nan"
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    mantissa = text[0] + "." + (text[1:] or "0")
    return f"{'-' if sign else ''}{mantissa}E{exponent + len(text) - 1:+04d}"
