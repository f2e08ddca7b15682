# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The byte forms of Oracle's scalar values, as they are stored in rows and sent in binds.

Every encode function has a decode function that gives back the same Python value.
"""

from __future__ import annotations

import datetime
import struct
from decimal import Decimal

from ..errors import OraError

MANTISSA_BYTES = 20  # 40 decimal digits; more is refused by drivers
_NUMBER_ZERO = b"\x80"
_NEGATIVE_END = 102
_BIAS = 1 << 31
_MINUTE_BIAS = 60
_ZONE_HOUR_BIAS = 20
_ROWID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ROWID_VALUES = {character: value for value, character in enumerate(_ROWID_ALPHABET)}


def encode_number(value: int | float | Decimal) -> bytes:
    """NUMBER: a base-100 exponent byte and base-100 digits; rounded to 40 digits.

    Raises OraError 1426 from 1E126 on; below 1E-130 the value is 0.
    """
    coefficient, exponent = (value, 0) if isinstance(value, int) else _coefficient_and_exponent(value)
    negative = coefficient < 0
    coefficient = abs(coefficient)
    if exponent % 2:
        coefficient *= 10
        exponent -= 1
    mantissa = []
    while coefficient:
        coefficient, pair = divmod(coefficient, 100)
        mantissa.append(pair)
    mantissa.reverse()
    hundreds = len(mantissa) + exponent // 2
    if len(mantissa) > MANTISSA_BYTES:
        hundreds += _round(mantissa)
    while mantissa and mantissa[-1] == 0:
        mantissa.pop()
    if not mantissa or hundreds < -64:
        return _NUMBER_ZERO
    if hundreds > 63:
        raise OraError(1426)
    if not negative:
        return bytes((0xC0 + hundreds, *(digit + 1 for digit in mantissa)))
    encoded = bytes((0xFF - (0xC0 + hundreds), *(101 - digit for digit in mantissa)))
    return encoded if len(mantissa) == MANTISSA_BYTES else encoded + bytes((_NEGATIVE_END,))


def _coefficient_and_exponent(value: float | Decimal) -> tuple[int, int]:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):  # an infinity or no number at all
        raise OraError(1426)
    coefficient = int("".join(map(str, digits)))
    return -coefficient if sign else coefficient, exponent


def _round(mantissa: list[int]) -> int:
    """Cuts the mantissa in place, rounding half up; returns 1 when the carry made the number one place longer."""
    up = mantissa[MANTISSA_BYTES] >= 50
    del mantissa[MANTISSA_BYTES:]
    if not up:
        return 0
    for index in reversed(range(MANTISSA_BYTES)):
        if mantissa[index] < 99:
            mantissa[index] += 1
            return 0
        mantissa[index] = 0
    mantissa.insert(0, 1)
    mantissa.pop()
    return 1


def decode_number(data: bytes) -> int | Decimal:
    """An int for a whole number, a Decimal for one with a fraction."""
    first = data[0]
    if first == 0x80:
        return 0
    positive = first & 0x80
    if positive:
        pairs = [byte - 1 for byte in data[1:]]
        hundreds = first - 0xC0
    else:
        body = data[1:-1] if data[-1] == _NEGATIVE_END else data[1:]
        pairs = [101 - byte for byte in body]
        hundreds = (0xFF - first) - 0xC0
    coefficient = 0
    for pair in pairs:
        coefficient = coefficient * 100 + pair
    if not positive:
        coefficient = -coefficient
    exponent = 2 * (hundreds - len(pairs))
    if exponent >= 0:
        return coefficient * int(10**exponent)
    while exponent < 0 and coefficient % 10 == 0:
        coefficient //= 10
        exponent += 1
    return Decimal(f"{coefficient}E{exponent}") if exponent else coefficient


def encode_date(value: datetime.datetime) -> bytes:
    """DATE: excess-100 century and year of century, month, day, then hour, minute, second plus one."""
    return bytes(
        (
            value.year // 100 + 100,
            value.year % 100 + 100,
            value.month,
            value.day,
            value.hour + 1,
            value.minute + 1,
            value.second + 1,
        )
    )


def encode_timestamp(value: datetime.datetime) -> bytes:
    """TIMESTAMP: a DATE and the nanoseconds."""
    return encode_date(value) + (value.microsecond * 1000).to_bytes(4, "big")


def encode_timestamp_tz(value: datetime.datetime) -> bytes:
    """TIMESTAMP WITH TIME ZONE: a TIMESTAMP in UTC and the offset. A naive value counts as UTC."""
    offset = value.utcoffset() or datetime.timedelta()
    utc = value.replace(tzinfo=None) - offset
    sign = -1 if offset < datetime.timedelta() else 1
    minutes = int(abs(offset).total_seconds()) // 60
    zone = (sign * (minutes // 60) + _ZONE_HOUR_BIAS, sign * (minutes % 60) + _MINUTE_BIAS)
    return encode_timestamp(utc) + bytes(zone)


def decode_date(data: bytes) -> datetime.datetime:
    """DATE (7 bytes), TIMESTAMP (7 or 11) and TIMESTAMP WITH TIME ZONE (13): the length tells which."""
    century, year, month, day, hour, minute, second = data[:7]
    microsecond = int.from_bytes(data[7:11], "big") // 1000
    moment = datetime.datetime(
        (century - 100) * 100 + year - 100, month, day, hour - 1, minute - 1, second - 1, microsecond
    )
    if len(data) < 13:
        return moment
    offset = datetime.timedelta(hours=data[11] - _ZONE_HOUR_BIAS, minutes=data[12] - _MINUTE_BIAS)
    return moment.replace(tzinfo=datetime.UTC).astimezone(datetime.timezone(offset))


def encode_interval_ds(value: datetime.timedelta) -> bytes:
    """INTERVAL DAY TO SECOND; every field carries the sign of the whole."""
    microseconds = value // datetime.timedelta(microseconds=1)
    sign = -1 if microseconds < 0 else 1
    seconds, fraction = divmod(abs(microseconds), 1_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return struct.pack(
        ">I3BI",
        _BIAS + sign * day,
        _MINUTE_BIAS + sign * hour,
        _MINUTE_BIAS + sign * minute,
        _MINUTE_BIAS + sign * second,
        _BIAS + sign * fraction * 1000,
    )


def decode_interval_ds(data: bytes) -> datetime.timedelta:
    days, hours, minutes, seconds, nanoseconds = struct.unpack(">I3BI", data)
    return datetime.timedelta(
        days=days - _BIAS,
        hours=hours - _MINUTE_BIAS,
        minutes=minutes - _MINUTE_BIAS,
        seconds=seconds - _MINUTE_BIAS,
        microseconds=int((nanoseconds - _BIAS) / 1000),
    )


def encode_interval_ym(months: int) -> bytes:
    """INTERVAL YEAR TO MONTH, held as its number of months."""
    sign = -1 if months < 0 else 1
    years, rest = divmod(abs(months), 12)
    return struct.pack(">IB", _BIAS + sign * years, _MINUTE_BIAS + sign * rest)


def decode_interval_ym(data: bytes) -> int:
    years, months = struct.unpack(">IB", data)
    return int((years - _BIAS) * 12 + months - _MINUTE_BIAS)


def encode_binary_double(value: float) -> bytes:
    """BINARY_DOUBLE: IEEE 754 turned so that the bytes sort as the numbers do."""
    return _turn(struct.pack(">d", value))


def decode_binary_double(data: bytes) -> float:
    return float(struct.unpack(">d", _turn_back(data))[0])


def encode_binary_float(value: float) -> bytes:
    return _turn(struct.pack(">f", value))


def decode_binary_float(data: bytes) -> float:
    return float(struct.unpack(">f", _turn_back(data))[0])


def _turn(data: bytes) -> bytes:
    if data[0] & 0x80:
        return bytes(byte ^ 0xFF for byte in data)
    return bytes((data[0] | 0x80,)) + data[1:]


def _turn_back(data: bytes) -> bytes:
    if data[0] & 0x80:
        return bytes((data[0] & 0x7F,)) + data[1:]
    return bytes(byte ^ 0xFF for byte in data)


def encode_rowid(text: str) -> tuple[int, int, int, int]:
    """The data object number, file, block and slot behind the 18 characters of a ROWID."""
    numbers = []
    for start, end in ((0, 6), (6, 9), (9, 15), (15, 18)):
        number = 0
        for character in text[start:end]:
            number = number * 64 + _ROWID_VALUES[character]
        numbers.append(number)
    return numbers[0], numbers[1], numbers[2], numbers[3]
