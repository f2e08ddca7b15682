# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Date, timestamp and interval functions and arithmetic."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...errors import OraError
from ...values import DATE, INTERVAL_DS, NUMBER, TIMESTAMP, TIMESTAMP_TZ
from ..datatypes import CHARACTER, DATE_FAMILY, INTERVAL, INTERVAL_YM, MONTHS, NUMERIC, TIMESTAMP_FAMILY, ZONED
from .date_models import DAYS
from .library import function
from .number_values import CONTEXT, Number, normal

_DAY = datetime.timedelta(days=1)


def _shifted(value: datetime.datetime, by: datetime.timedelta) -> datetime.datetime:
    try:
        return value + by
    except OverflowError:
        raise OraError(1841) from None


@function("$ADD", DATE_FAMILY, NUMERIC, returns=DATE)
def add_days(value: datetime.datetime, days: Number) -> datetime.datetime:
    """A fraction of a day is rounded to the second, as DATE holds no less."""
    seconds = int((CONTEXT.multiply(Decimal(days), Decimal(86400))).to_integral_value())
    return _shifted(value.replace(microsecond=0, tzinfo=None), datetime.timedelta(seconds=seconds))


@function("$ADD", NUMERIC, DATE_FAMILY, returns=DATE)
def days_added(days: Number, value: datetime.datetime) -> datetime.datetime:
    return add_days(value, days)


@function("$SUBTRACT", DATE_FAMILY, NUMERIC, returns=DATE)
def subtract_days(value: datetime.datetime, days: Number) -> datetime.datetime:
    return add_days(value, -days)


@function("$SUBTRACT", DATE_FAMILY, DATE_FAMILY, returns=NUMBER)
def days_between(left: datetime.datetime, right: datetime.datetime) -> Number:
    difference = left - right
    seconds = difference.days * 86400 + difference.seconds
    return normal(CONTEXT.divide(Decimal(seconds), Decimal(86400)))


@function("$ADD", DATE_FAMILY, INTERVAL, returns=DATE)
@function("$ADD", TIMESTAMP_FAMILY, INTERVAL, returns=TIMESTAMP)
@function("$ADD", ZONED, INTERVAL, returns=TIMESTAMP_TZ)
def add_interval(value: datetime.datetime, interval: datetime.timedelta) -> datetime.datetime:
    return _shifted(value, interval)


@function("$SUBTRACT", DATE_FAMILY, INTERVAL, returns=DATE)
@function("$SUBTRACT", TIMESTAMP_FAMILY, INTERVAL, returns=TIMESTAMP)
@function("$SUBTRACT", ZONED, INTERVAL, returns=TIMESTAMP_TZ)
def subtract_interval(value: datetime.datetime, interval: datetime.timedelta) -> datetime.datetime:
    return _shifted(value, -interval)


@function("$ADD", DATE_FAMILY, MONTHS, returns=DATE)
@function("$ADD", TIMESTAMP_FAMILY, MONTHS, returns=TIMESTAMP)
@function("$ADD", ZONED, MONTHS, returns=TIMESTAMP_TZ)
def add_months_interval(value: datetime.datetime, months: int) -> datetime.datetime:
    """Unlike ADD_MONTHS the day stays, so that 31 January + 1 month is ORA-01839."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if value.day > calendar.monthrange(year, month + 1)[1]:
        raise OraError(1839)
    return value.replace(year=year, month=month + 1)


@function("$SUBTRACT", DATE_FAMILY, MONTHS, returns=DATE)
@function("$SUBTRACT", TIMESTAMP_FAMILY, MONTHS, returns=TIMESTAMP)
@function("$SUBTRACT", ZONED, MONTHS, returns=TIMESTAMP_TZ)
def subtract_months_interval(value: datetime.datetime, months: int) -> datetime.datetime:
    return add_months_interval(value, -months)


@function("$SUBTRACT", TIMESTAMP_FAMILY, TIMESTAMP_FAMILY, returns=INTERVAL_DS)
@function("$SUBTRACT", ZONED, ZONED, returns=INTERVAL_DS)
def interval_between(left: datetime.datetime, right: datetime.datetime) -> datetime.timedelta:
    return left - right


@function("$ADD", INTERVAL, INTERVAL, returns=INTERVAL_DS)
def add_intervals(left: datetime.timedelta, right: datetime.timedelta) -> datetime.timedelta:
    return left + right


@function("$SUBTRACT", INTERVAL, INTERVAL, returns=INTERVAL_DS)
def subtract_intervals(left: datetime.timedelta, right: datetime.timedelta) -> datetime.timedelta:
    return left - right


@function("$MULTIPLY", INTERVAL, NUMERIC, returns=INTERVAL_DS)
def multiply_interval(interval: datetime.timedelta, factor: Number) -> datetime.timedelta:
    return interval * float(factor)


@function("$MULTIPLY", NUMERIC, INTERVAL, returns=INTERVAL_DS)
def interval_multiplied(factor: Number, interval: datetime.timedelta) -> datetime.timedelta:
    return interval * float(factor)


@function("$DIVIDE", INTERVAL, NUMERIC, returns=INTERVAL_DS)
def divide_interval(interval: datetime.timedelta, divisor: Number) -> datetime.timedelta:
    if divisor == 0:
        raise OraError(1476)
    return interval / float(divisor)


@function("$NEGATE", INTERVAL, returns=INTERVAL_DS)
def negate_interval(interval: datetime.timedelta) -> datetime.timedelta:
    return -interval


@function("ADD_MONTHS", DATE_FAMILY, NUMERIC, returns=DATE)
def add_months(value: datetime.datetime, months: Number) -> datetime.datetime:
    """The last day of a month stays the last day."""
    year, month = divmod(value.year * 12 + value.month - 1 + int(months), 12)
    if not 1 <= year <= 9999:
        raise OraError(1841)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = value.day == calendar.monthrange(value.year, value.month)[1]
    return value.replace(year=year, month=month + 1, day=last if was_last else min(value.day, last), microsecond=0)


@function("MONTHS_BETWEEN", DATE_FAMILY, DATE_FAMILY, returns=NUMBER)
def months_between(left: datetime.datetime, right: datetime.datetime) -> Number:
    months = (left.year - right.year) * 12 + left.month - right.month
    both_last = all(value.day == calendar.monthrange(value.year, value.month)[1] for value in (left, right))
    if left.day == right.day or both_last:
        return months

    def seconds(value: datetime.datetime) -> int:
        return value.day * 86400 + value.hour * 3600 + value.minute * 60 + value.second

    part = CONTEXT.divide(Decimal(seconds(left) - seconds(right)), Decimal(31 * 86400))
    return normal(CONTEXT.add(Decimal(months), part))


@function("LAST_DAY", DATE_FAMILY, returns=DATE)
def last_day(value: datetime.datetime) -> datetime.datetime:
    return value.replace(day=calendar.monthrange(value.year, value.month)[1], microsecond=0)


@function("NEXT_DAY", DATE_FAMILY, CHARACTER, returns=DATE)
def next_day(value: datetime.datetime, name: str) -> datetime.datetime:
    wanted = next((index for index, day in enumerate(DAYS) if name.upper()[:3] == day[:3]), None)
    if wanted is None:
        raise OraError(1846)
    return value.replace(microsecond=0) + _DAY * ((wanted - value.weekday() - 1) % 7 + 1)


def _start_of_week(value: datetime.datetime, weekday: int) -> datetime.datetime:
    return _midnight(value) - _DAY * ((value.weekday() - weekday) % 7)


def _midnight(value: datetime.datetime) -> datetime.datetime:
    return value.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


def _start_of_iso_year(value: datetime.datetime) -> datetime.datetime:
    first = datetime.date.fromisocalendar(value.isocalendar()[0], 1, 1)
    return datetime.datetime(first.year, first.month, first.day)


def _whole_units(unit: Callable[[datetime.datetime], datetime.datetime], *names: str) -> dict[str, Any]:
    return dict.fromkeys(names, unit)


_TRUNCATIONS: dict[str, Callable[[datetime.datetime], datetime.datetime]] = {
    **_whole_units(_midnight, "DDD", "DD", "J"),
    **_whole_units(lambda value: _midnight(value).replace(day=1), "MONTH", "MON", "MM", "RM"),
    **_whole_units(
        lambda value: _midnight(value).replace(month=1, day=1), "SYYYY", "YYYY", "YEAR", "SYEAR", "YYY", "YY", "Y"
    ),
    **_whole_units(lambda value: _midnight(value).replace(month=(value.month - 1) // 3 * 3 + 1, day=1), "Q"),
    **_whole_units(_start_of_iso_year, "IYYY", "IYY", "IY", "I"),
    **_whole_units(lambda value: _start_of_week(value, 0), "IW"),
    **_whole_units(lambda value: _start_of_week(value, 6), "DAY", "DY", "D"),
    **_whole_units(lambda value: _start_of_week(value, datetime.date(value.year, 1, 1).weekday()), "WW"),
    **_whole_units(lambda value: _start_of_week(value, datetime.date(value.year, value.month, 1).weekday()), "W"),
    **_whole_units(lambda value: value.replace(minute=0, second=0, microsecond=0, tzinfo=None), "HH", "HH12", "HH24"),
    **_whole_units(lambda value: value.replace(second=0, microsecond=0, tzinfo=None), "MI"),
}


@function("TRUNC", DATE_FAMILY, CHARACTER, required=1, returns=DATE)
def trunc_date(value: datetime.datetime, unit: str = "DD") -> datetime.datetime:
    """Raises OraError 1898 for a unit that no date can be cut to."""
    cut = _TRUNCATIONS.get(unit.upper())
    if cut is None:
        raise OraError(1898)
    return cut(value)


@function("ROUND", DATE_FAMILY, CHARACTER, required=1, returns=DATE)
def round_date(value: datetime.datetime, unit: str = "DD") -> datetime.datetime:
    name = unit.upper()
    if name in ("YYYY", "YEAR", "SYYYY", "YY", "Y"):
        return datetime.datetime(value.year + (value.month > 6), 1, 1)
    if name in ("MM", "MONTH", "MON"):
        following = add_months(_midnight(value).replace(day=1), 1)
        return following if value.day > 15 else _midnight(value).replace(day=1)
    steps = {"DD": _DAY, "DDD": _DAY, "J": _DAY, "HH24": _DAY / 24, "HH": _DAY / 24, "MI": _DAY / 1440}
    if name not in steps:
        raise OraError(1898)
    start = trunc_date(value, name)
    result: datetime.datetime = start + steps[name] if value - start >= steps[name] / 2 else start
    return result


_INTERVAL_SECONDS = {"DAY": 86400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}


@function("NUMTODSINTERVAL", NUMERIC, CHARACTER, returns=INTERVAL_DS)
def numtodsinterval(value: Number, unit: str) -> datetime.timedelta:
    if unit.upper() not in _INTERVAL_SECONDS:
        raise OraError(1760)
    microseconds = Decimal(value) * _INTERVAL_SECONDS[unit.upper()] * 1_000_000
    return datetime.timedelta(microseconds=int(microseconds.to_integral_value()))


@function("NUMTOYMINTERVAL", NUMERIC, CHARACTER, returns=INTERVAL_YM)
def numtoyminterval(value: Number, unit: str) -> int:
    factors = {"YEAR": 12, "MONTH": 1}
    if unit.upper() not in factors:
        raise OraError(1760)
    return int((Decimal(value) * factors[unit.upper()]).to_integral_value())


_FIELDS = {"YEAR": "year", "MONTH": "month", "DAY": "day", "HOUR": "hour", "MINUTE": "minute"}


@function("$EXTRACT", TIMESTAMP_FAMILY, CHARACTER, returns=NUMBER)
@function("$EXTRACT", ZONED, CHARACTER, returns=NUMBER)
def extract(value: datetime.datetime, field: str) -> Number:
    if field.startswith("TIMEZONE"):
        offset = value.utcoffset()
        if offset is None:
            raise OraError(30076)
        hours, minutes = divmod(abs(int(offset.total_seconds())) // 60, 60)
        sign = -1 if offset < datetime.timedelta() else 1
        return sign * (hours if field == "TIMEZONE_HOUR" else minutes)
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc)  # Oracle extracts from the UTC value
    if field == "SECOND":
        return normal(Decimal(value.second) + Decimal(value.microsecond) / 1_000_000)
    number: int = getattr(value, _FIELDS[field])
    return number


@function("$EXTRACT", DATE_FAMILY, CHARACTER, returns=NUMBER)
def extract_from_date(value: datetime.datetime, field: str) -> Number:
    """Only the parts of a date: HOUR and the like FROM a DATE is ORA-30076."""
    if field not in ("YEAR", "MONTH", "DAY"):
        raise OraError(30076)
    return extract(value, field)


@function("$EXTRACT", INTERVAL, CHARACTER, returns=NUMBER)
def extract_from_interval(value: datetime.timedelta, field: str) -> Number:
    sign, rest = (-1, -value) if value < datetime.timedelta() else (1, value)
    hours, seconds = divmod(rest.seconds, 3600)
    parts: dict[str, Number] = {
        "DAY": rest.days,
        "HOUR": hours,
        "MINUTE": seconds // 60,
        "SECOND": normal(Decimal(seconds % 60) + Decimal(rest.microseconds) / 1_000_000),
    }
    if field not in parts:
        raise OraError(30076)
    return sign * parts[field]
