# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conversions between data types, explicit (TO_CHAR, ...) and implicit."""

from __future__ import annotations

import datetime
import re
from typing import Any

from ...errors import OraError
from ...values import BINARY_DOUBLE, DATE, INTERVAL_DS, NUMBER, TIMESTAMP, TIMESTAMP_TZ, varchar2
from ..datatypes import (
    ANY,
    BINARY_FLOATING,
    BYTES,
    CHARACTER,
    DATE_FAMILY,
    INTERVAL,
    INTERVAL_YM,
    MONTHS,
    NOTHING,
    NUMERIC,
    TIMESTAMP_FAMILY,
    ZONED,
    family_of_value,
)
from . import number_models, number_values
from .date_input import parse_date
from .date_output import format_date
from .library import choose, function, text_like
from .number_values import Number

_NLS_DEFAULTS = {
    "NLS_DATE_FORMAT": "DD-MON-RR",
    "NLS_TIMESTAMP_FORMAT": "DD-MON-RR HH.MI.SSXFF AM",
    "NLS_TIMESTAMP_TZ_FORMAT": "DD-MON-RR HH.MI.SSXFF AM TZR",
}


def nls_parameter(session: Any, name: str) -> str:
    """The session's initialization parameter, or the default of NLS_TERRITORY AMERICA."""
    value: str | None = session.parameter(name.lower())
    return value or _NLS_DEFAULTS[name]


@function("TO_CHAR", CHARACTER, returns=text_like(0))
def to_char(text: str) -> str:
    return text


@function("TO_CHAR", NUMERIC, CHARACTER, CHARACTER, required=1, returns=varchar2(40))
def to_char_number(value: Number, model: str | None = None, _parameter: str | None = None) -> str:
    return number_values.to_text(value) if model is None else number_models.format_number(value, model)


@function("TO_CHAR", BINARY_FLOATING, returns=varchar2(40))
def to_char_double(value: float) -> str:
    return number_values.to_text(value)


@function("TO_CHAR", DATE_FAMILY, CHARACTER, CHARACTER, required=1, returns=varchar2(75), with_session=True)
def to_char_date(session: Any, value: datetime.datetime, model: str | None = None, _nls: str | None = None) -> str:
    return format_date(value, model or nls_parameter(session, "NLS_DATE_FORMAT"))


@function("TO_CHAR", TIMESTAMP_FAMILY, CHARACTER, CHARACTER, required=1, returns=varchar2(75), with_session=True)
def to_char_timestamp(session: Any, value: datetime.datetime, model: str | None = None, _nls: str | None = None) -> str:
    return format_date(value, model or nls_parameter(session, "NLS_TIMESTAMP_FORMAT"))


@function("TO_CHAR", ZONED, CHARACTER, CHARACTER, required=1, returns=varchar2(75), with_session=True)
def to_char_zoned(session: Any, value: datetime.datetime, model: str | None = None, _nls: str | None = None) -> str:
    return format_date(value, model or nls_parameter(session, "NLS_TIMESTAMP_TZ_FORMAT"))


@function("TO_CHAR", INTERVAL, returns=varchar2(29))
def to_char_interval(value: datetime.timedelta) -> str:
    sign, rest = ("-", -value) if value < datetime.timedelta() else ("+", value)
    hours, seconds = divmod(rest.seconds, 3600)
    time = f"{hours:02d}:{seconds // 60:02d}:{seconds % 60:02d}.{rest.microseconds:06d}"
    return f"{sign}{rest.days:02d} {time}"


@function("TO_CHAR", MONTHS, returns=varchar2(29))
def to_char_months(value: int) -> str:
    return f"{'-' if value < 0 else '+'}{abs(value) // 12:02d}-{abs(value) % 12:02d}"


@function("TO_NUMBER", CHARACTER, CHARACTER, CHARACTER, required=1, returns=NUMBER)
def to_number(text: str, model: str | None = None, _nls: str | None = None) -> Number:
    return number_values.from_text(text) if model is None else number_models.parse_number(text, model)


@function("TO_NUMBER", NUMERIC, returns=NUMBER)
def to_number_number(value: Number) -> Number:
    return value


@function("TO_NUMBER", BINARY_FLOATING, returns=NUMBER)
def to_number_double(value: float) -> Number:
    """Raises OraError 1426 for what is no finite number."""
    if value - value != 0:
        raise OraError(1426)
    return number_values.loaded(value)


@function("TO_BINARY_DOUBLE", CHARACTER, returns=BINARY_DOUBLE)
def to_binary_double(text: str) -> float:
    return float(number_values.from_text(text))


@function("TO_DATE", CHARACTER, CHARACTER, CHARACTER, required=1, returns=DATE, with_session=True)
def to_date(session: Any, text: str, model: str | None = None, _nls: str | None = None) -> datetime.datetime:
    value = parse_date(text, model or nls_parameter(session, "NLS_DATE_FORMAT"), session.now())
    return value.replace(microsecond=0, tzinfo=None)


@function("TO_TIMESTAMP", CHARACTER, CHARACTER, CHARACTER, required=1, returns=TIMESTAMP, with_session=True)
def to_timestamp(session: Any, text: str, model: str | None = None, _nls: str | None = None) -> datetime.datetime:
    value = parse_date(text, model or nls_parameter(session, "NLS_TIMESTAMP_FORMAT"), session.now())
    return value.replace(tzinfo=None)


@function("TO_TIMESTAMP_TZ", CHARACTER, CHARACTER, CHARACTER, required=1, returns=TIMESTAMP_TZ, with_session=True)
def to_timestamp_tz(session: Any, text: str, model: str | None = None, _nls: str | None = None) -> datetime.datetime:
    value = parse_date(text, model or nls_parameter(session, "NLS_TIMESTAMP_TZ_FORMAT"), session.now())
    return value if value.tzinfo is not None else value.replace(tzinfo=session_zone(session))


def session_zone(session: Any) -> datetime.tzinfo:
    """The session's time zone is the server's."""
    zone: datetime.tzinfo | None = session.systimestamp().tzinfo
    return zone or datetime.timezone.utc


@function("$TO_DATE", TIMESTAMP_FAMILY, returns=DATE)
@function("$TO_DATE", ZONED, returns=DATE)
def timestamp_to_date(value: datetime.datetime) -> datetime.datetime:
    return value.replace(microsecond=0, tzinfo=None)


@function("$TO_TIMESTAMP", DATE_FAMILY, returns=TIMESTAMP)
@function("$TO_TIMESTAMP", ZONED, returns=TIMESTAMP)
def to_plain_timestamp(value: datetime.datetime) -> datetime.datetime:
    return value.replace(tzinfo=None)


@function("$TO_TIMESTAMP_TZ", DATE_FAMILY, returns=TIMESTAMP_TZ, with_session=True)
@function("$TO_TIMESTAMP_TZ", TIMESTAMP_FAMILY, returns=TIMESTAMP_TZ, with_session=True)
def to_zoned(session: Any, value: datetime.datetime) -> datetime.datetime:
    return value.replace(tzinfo=session_zone(session))


@function("$UTC", ZONED, returns=TIMESTAMP)
@function("SYS_EXTRACT_UTC", ZONED, returns=TIMESTAMP)
def utc(value: datetime.datetime) -> datetime.datetime:
    """What two times of different zones are compared by."""
    return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)


_DAY_TO_SECOND = re.compile(r"\s*([+-]?)(\d+)\s+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?\s*\Z")


@function("TO_DSINTERVAL", CHARACTER, returns=INTERVAL_DS)
def to_dsinterval(text: str) -> datetime.timedelta:
    """Raises OraError 1867."""
    match = _DAY_TO_SECOND.match(text)
    if match is None:
        raise OraError(1867)
    days, hours, minutes, seconds = (int(part) for part in match.group(2, 3, 4, 5))
    micro = int((match[6] or "").ljust(6, "0")[:6])
    value = datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=micro)
    return -value if match[1] == "-" else value


@function("TO_YMINTERVAL", CHARACTER, returns=INTERVAL_YM)
def to_yminterval(text: str) -> int:
    match = re.fullmatch(r"\s*([+-]?)(\d+)-(\d{1,2})\s*", text)
    if match is None or int(match[3]) > 11:
        raise OraError(1867)
    months = int(match[2]) * 12 + int(match[3])
    return -months if match[1] == "-" else months


# Which library function makes an implicit conversion.
IMPLICIT = {
    (NUMERIC, CHARACTER): "TO_CHAR",
    (BINARY_FLOATING, CHARACTER): "TO_CHAR",
    (DATE_FAMILY, CHARACTER): "TO_CHAR",
    (TIMESTAMP_FAMILY, CHARACTER): "TO_CHAR",
    (ZONED, CHARACTER): "TO_CHAR",
    (INTERVAL, CHARACTER): "TO_CHAR",
    (MONTHS, CHARACTER): "TO_CHAR",
    (BYTES, CHARACTER): "RAWTOHEX",
    (CHARACTER, NUMERIC): "TO_NUMBER",
    (BINARY_FLOATING, NUMERIC): "TO_NUMBER",
    (CHARACTER, BINARY_FLOATING): "TO_BINARY_DOUBLE",
    (NUMERIC, BINARY_FLOATING): "TO_BINARY_DOUBLE",
    (CHARACTER, DATE_FAMILY): "TO_DATE",
    (TIMESTAMP_FAMILY, DATE_FAMILY): "$TO_DATE",
    (ZONED, DATE_FAMILY): "$TO_DATE",
    (CHARACTER, TIMESTAMP_FAMILY): "TO_TIMESTAMP",
    (DATE_FAMILY, TIMESTAMP_FAMILY): "$TO_TIMESTAMP",
    (ZONED, TIMESTAMP_FAMILY): "$TO_TIMESTAMP",
    (CHARACTER, ZONED): "TO_TIMESTAMP_TZ",
    (DATE_FAMILY, ZONED): "$TO_TIMESTAMP_TZ",
    (TIMESTAMP_FAMILY, ZONED): "$TO_TIMESTAMP_TZ",
    (CHARACTER, BYTES): "HEXTORAW",
    (CHARACTER, INTERVAL): "TO_DSINTERVAL",
    (CHARACTER, MONTHS): "TO_YMINTERVAL",
}


def convert(value: Any, target: str, session: Any) -> Any:
    """A value in Python form as another family, implicitly. Raises OraError 932 where Oracle does not convert."""
    given = family_of_value(value)
    if given in (target, NOTHING) or target == ANY:
        return value
    name = IMPLICIT.get((given, target))
    if name is None:
        raise OraError(932, target.upper(), given.upper())
    overload = choose(name, [given])
    return overload.body(session, value) if overload.with_session else overload.body(value)
