# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arithmetic and numeric functions, on exact decimals."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ...errors import OraError
from ...values import BINARY_DOUBLE, NUMBER
from ..datatypes import BINARY_FLOATING, NUMERIC
from .library import function
from .number_values import CONTEXT, Number, normal


@function("$ADD", NUMERIC, NUMERIC, returns=NUMBER)
def add(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return normal(CONTEXT.add(Decimal(left), Decimal(right)))


@function("$SUBTRACT", NUMERIC, NUMERIC, returns=NUMBER)
def subtract(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left - right
    return normal(CONTEXT.subtract(Decimal(left), Decimal(right)))


@function("$MULTIPLY", NUMERIC, NUMERIC, returns=NUMBER)
def multiply(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int):
        return left * right
    return normal(CONTEXT.multiply(Decimal(left), Decimal(right)))


@function("$DIVIDE", NUMERIC, NUMERIC, returns=NUMBER)
def divide(left: Number, right: Number) -> Number:
    """Raises OraError 1476."""
    if right == 0:
        raise OraError(1476)
    return normal(CONTEXT.divide(Decimal(left), Decimal(right)))


@function("$NEGATE", NUMERIC, returns=NUMBER)
def negate(value: Number) -> Number:
    return -value


@function("$ADD", BINARY_FLOATING, BINARY_FLOATING, returns=BINARY_DOUBLE)
def add_double(left: float, right: float) -> float:
    return left + right


@function("$SUBTRACT", BINARY_FLOATING, BINARY_FLOATING, returns=BINARY_DOUBLE)
def subtract_double(left: float, right: float) -> float:
    return left - right


@function("$MULTIPLY", BINARY_FLOATING, BINARY_FLOATING, returns=BINARY_DOUBLE)
def multiply_double(left: float, right: float) -> float:
    return left * right


@function("$DIVIDE", BINARY_FLOATING, BINARY_FLOATING, returns=BINARY_DOUBLE)
def divide_double(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    return left / right


@function("$NEGATE", BINARY_FLOATING, returns=BINARY_DOUBLE)
def negate_double(value: float) -> float:
    return -value


@function("ABS", NUMERIC, returns=NUMBER)
def abs_(value: Number) -> Number:
    return -value if value < 0 else value


@function("SIGN", NUMERIC, returns=NUMBER)
def sign(value: Number) -> int:
    return (value > 0) - (value < 0)


@function("CEIL", NUMERIC, returns=NUMBER)
def ceil(value: Number) -> Number:
    return normal(Decimal(value).to_integral_value(ROUND_CEILING))


@function("FLOOR", NUMERIC, returns=NUMBER)
def floor(value: Number) -> Number:
    return normal(Decimal(value).to_integral_value(ROUND_FLOOR))


@function("ROUND", NUMERIC, NUMERIC, required=1, returns=NUMBER)
def round_(value: Number, places: Number = 0) -> Number:
    return _rounded(value, int(places), ROUND_HALF_UP)


@function("TRUNC", NUMERIC, NUMERIC, required=1, returns=NUMBER)
def trunc(value: Number, places: Number = 0) -> Number:
    return _rounded(value, int(places), ROUND_DOWN)


def _rounded(value: Number, places: int, rounding: str) -> Number:
    if isinstance(value, int) and places >= 0:
        return value
    scaled = Decimal(value).scaleb(places, CONTEXT).to_integral_value(rounding)
    return normal(scaled.scaleb(-places, CONTEXT))


@function("MOD", NUMERIC, NUMERIC, returns=NUMBER)
def mod(value: Number, divisor: Number) -> Number:
    """The result has the dividend's sign; a divisor of 0 gives the dividend."""
    if divisor == 0:
        return value
    return normal(CONTEXT.remainder(Decimal(value), Decimal(divisor)))


@function("REMAINDER", NUMERIC, NUMERIC, returns=NUMBER)
def remainder(value: Number, divisor: Number) -> Number:
    if divisor == 0:
        raise OraError(1428, divisor)
    return normal(CONTEXT.remainder_near(Decimal(value), Decimal(divisor)))


@function("POWER", NUMERIC, NUMERIC, returns=NUMBER)
def power(base: Number, exponent: Number) -> Number:
    if base < 0 and exponent != int(exponent):
        raise OraError(1428, base)
    if base == 0 and exponent < 0:
        raise OraError(1426)
    return normal(CONTEXT.power(Decimal(base), Decimal(exponent)) if base or exponent else Decimal(1))


@function("SQRT", NUMERIC, returns=NUMBER)
def sqrt(value: Number) -> Number:
    if value < 0:
        raise OraError(1428, value)
    return normal(CONTEXT.sqrt(Decimal(value)))


@function("EXP", NUMERIC, returns=NUMBER)
def exp(value: Number) -> Number:
    return normal(CONTEXT.exp(Decimal(value)))


@function("LN", NUMERIC, returns=NUMBER)
def ln(value: Number) -> Number:
    if value <= 0:
        raise OraError(1428, value)
    return normal(CONTEXT.ln(Decimal(value)))


@function("LOG", NUMERIC, NUMERIC, returns=NUMBER)
def log(base: Number, value: Number) -> Number:
    if base <= 0 or base == 1 or value <= 0:
        raise OraError(1428, base)
    return normal(CONTEXT.divide(CONTEXT.ln(Decimal(value)), CONTEXT.ln(Decimal(base))))


@function("BITAND", NUMERIC, NUMERIC, returns=NUMBER)
def bitand(left: Number, right: Number) -> int:
    return int(left) & int(right)


@function("TO_BINARY_DOUBLE", NUMERIC, returns=BINARY_DOUBLE)
def to_binary_double(value: Number) -> float:
    return float(value)
