# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Arithmetic, concatenation and comparison of PL/SQL values, with NULL in, NULL out."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...errors import OraError
from ...values import OraType
from . import convert
from .containers import Collection

_DAY = datetime.timedelta(days=1)
_MICROSECONDS_PER_DAY = 86_400_000_000


def arithmetic(operator: str, left: Any, right: Any, session: Any, *, timestamps: bool) -> Any:
    """left operator right for + - * / ** MOD REM.

    timestamps: whether an operand is known to be a TIMESTAMP; two points in time then differ by an interval, two DATEs
    by a number of days. Raises OraError 1476 on division by zero, 1426 on overflow, 6502 on operands of no use.
    """
    if left is None or right is None:
        return None
    if isinstance(left, (datetime.datetime, datetime.timedelta)) or isinstance(
        right, (datetime.datetime, datetime.timedelta)
    ):
        return _date_arithmetic(operator, left, right, session, timestamps)
    left, right = convert.to_number(left, session), convert.to_number(right, session)
    if isinstance(left, float) or isinstance(right, float):
        return _float_arithmetic(operator, float(left), float(right))
    if isinstance(left, int) and isinstance(right, int) and operator in "+-*":
        result = left + right if operator == "+" else left - right if operator == "-" else left * right
        return result if abs(result) < 10**38 else convert.normal(convert.ARITHMETIC.create_decimal(result))
    return _decimal_arithmetic(operator, Decimal(left), Decimal(right))


def negated(value: Any, session: Any) -> Any:
    """-value. Python's own minus would round a Decimal to its default precision."""
    number = convert.to_number(value, session)
    return number.copy_negate() if isinstance(number, Decimal) else -number


def _decimal_arithmetic(operator: str, left: Decimal, right: Decimal) -> Any:
    context = convert.ARITHMETIC
    try:
        if operator == "+":
            return convert.normal(context.add(left, right))
        if operator == "-":
            return convert.normal(context.subtract(left, right))
        if operator == "*":
            return convert.normal(context.multiply(left, right))
        if operator == "/":
            if right == 0:
                raise OraError(1476)
            return convert.normal(context.divide(left, right))
        if operator == "**":
            return convert.normal(context.power(left, right))
        # MOD and REM both keep the dividend's sign; a zero divisor gives the dividend.
        return convert.normal(left if right == 0 else context.remainder(left, right))
    except decimal.Overflow:
        raise OraError(1426) from None
    except decimal.InvalidOperation:
        raise OraError(6502, "") from None


def _float_arithmetic(operator: str, left: float, right: float) -> Any:
    try:
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        if operator == "/":
            return left / right
        if operator == "**":
            return left**right
        return left - right * int(left / right) if right else left
    except ZeroDivisionError:
        return float("nan") if left == 0 else float("inf") if left > 0 else float("-inf")
    except OverflowError:
        return float("inf")


def _date_arithmetic(operator: str, left: Any, right: Any, session: Any, timestamps: bool) -> Any:
    if isinstance(left, datetime.datetime) and isinstance(right, datetime.datetime):
        if operator != "-":
            raise OraError(6502, "")
        if left.tzinfo is None or right.tzinfo is None:
            left, right = left.replace(tzinfo=None), right.replace(tzinfo=None)
        difference = left - right
        return difference if timestamps else _days(difference)
    if isinstance(left, datetime.timedelta) and isinstance(right, datetime.timedelta) and operator in "+-":
        return left + right if operator == "+" else left - right
    if isinstance(left, datetime.timedelta) and operator in "*/":
        factor = Decimal(convert.to_number(right, session))
        if operator == "/" and factor == 0:
            raise OraError(1476)
        days = Decimal(_days(left))
        return _interval(days * factor if operator == "*" else days / factor)
    if isinstance(right, (datetime.datetime, datetime.timedelta)) and not isinstance(left, datetime.datetime):
        if operator not in "+*" or (operator == "*" and not isinstance(right, datetime.timedelta)):
            raise OraError(6502, "")
        left, right = right, left
        if operator == "*":
            return _date_arithmetic("*", left, right, session, timestamps)
    if operator not in "+-":
        raise OraError(6502, "")
    step = right if isinstance(right, datetime.timedelta) else _interval(Decimal(convert.to_number(right, session)))
    if not isinstance(right, datetime.timedelta):
        step = datetime.timedelta(seconds=round(step.total_seconds()))
        if isinstance(left, datetime.datetime):
            left = left.replace(microsecond=0, tzinfo=None)
    try:
        return left + step if operator == "+" else left - step
    except OverflowError:
        raise OraError(1841) from None


def _days(difference: datetime.timedelta) -> int | Decimal:
    return convert.normal(
        convert.ARITHMETIC.divide(Decimal(difference // datetime.timedelta(microseconds=1)), _MICROSECONDS_PER_DAY)
    )


def _interval(days: Decimal) -> datetime.timedelta:
    return datetime.timedelta(microseconds=int((days * _MICROSECONDS_PER_DAY).to_integral_value()))


def concatenate(left: Any, right: Any, session: Any) -> str | None:
    left_text, right_text = convert.to_text(left, session), convert.to_text(right, session)
    if left_text is None:
        return right_text
    return left_text if right_text is None else left_text + right_text


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
}
COMPARISONS |= dict.fromkeys(("!=", "~=", "^="), COMPARISONS["<>"])


def compare(operator: str, left: Any, right: Any, session: Any, *, blank_padded: bool = False) -> bool | None:
    """left operator right for the six comparisons; None when either is NULL.

    blank_padded: both are CHAR or literals, so trailing blanks do not count.
    """
    if left is None or right is None:
        return None
    left, right = _comparable(left, right, session)
    if blank_padded and isinstance(left, str):
        left, right = left.rstrip(" "), right.rstrip(" ")
    return COMPARISONS[operator](left, right)


def _comparable(left: Any, right: Any, session: Any) -> tuple[Any, Any]:
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if isinstance(left, bool) or isinstance(right, bool):
        if isinstance(left, bool) and isinstance(right, bool):
            return left, right
        raise OraError(6502, "")
    if isinstance(left, datetime.datetime) or isinstance(right, datetime.datetime):
        left = convert.to_datetime(left, session, "TO_DATE")
        right = convert.to_datetime(right, session, "TO_DATE")
        if left.tzinfo is None or right.tzinfo is None:
            return left.replace(tzinfo=None), right.replace(tzinfo=None)
        return left, right
    if isinstance(left, bytes) or isinstance(right, bytes):
        return convert.to_text(left, session), convert.to_text(right, session)
    if isinstance(left, Collection) and isinstance(right, Collection):
        # Nested tables are equal when they hold the same elements, in whatever order.
        return sorted(left.in_order(), key=repr), sorted(right.in_order(), key=repr)
    if isinstance(left, datetime.timedelta) and isinstance(right, datetime.timedelta):
        return left, right
    left, right = convert.to_number(left, session), convert.to_number(right, session)
    if isinstance(left, float) or isinstance(right, float):
        return float(left), float(right)
    return left, right


def conjunction(left: bool | None, right: bool | None) -> bool | None:
    """AND of three-valued logic."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def disjunction(left: bool | None, right: bool | None) -> bool | None:
    """OR of three-valued logic."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def is_timestamp(ora_type: OraType | Any) -> bool:
    """Whether a type has fractions of a second, so that differences are intervals."""
    return ora_type is not None and ora_type.name.startswith("TIMESTAMP")
