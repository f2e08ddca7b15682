# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""EXTRACT and interval literals."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...errors import OraError
from . import convert

FIELDS = frozenset({"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TIMEZONE_HOUR", "TIMEZONE_MINUTE"})


def extract(field: str, value: Any) -> Any:
    """EXTRACT(field FROM value). Raises OraError 30076 for a field that the value does not have."""
    if value is None:
        return None
    if isinstance(value, datetime.timedelta):
        return _of_interval(field, value)
    if not isinstance(value, datetime.datetime):
        raise OraError(30076)
    if field == "SECOND":
        return convert.normal(value.second + Decimal(value.microsecond) / 1_000_000)
    if field.startswith("TIMEZONE"):
        offset = value.utcoffset()
        if offset is None:
            raise OraError(30076)
        minutes = int(offset.total_seconds() // 60)
        sign = -1 if minutes < 0 else 1
        return sign * (abs(minutes) // 60 if field == "TIMEZONE_HOUR" else abs(minutes) % 60)
    return getattr(value, field.lower())


def _of_interval(field: str, value: datetime.timedelta) -> Any:
    microseconds = value // datetime.timedelta(microseconds=1)
    sign, rest = (-1 if microseconds < 0 else 1), abs(microseconds)
    seconds, fraction = divmod(rest, 1_000_000)
    parts: dict[str, Callable[[], Any]] = {
        "DAY": lambda: seconds // 86400,
        "HOUR": lambda: seconds // 3600 % 24,
        "MINUTE": lambda: seconds // 60 % 60,
        "SECOND": lambda: convert.normal(seconds % 60 + Decimal(fraction) / 1_000_000),
    }
    if field not in parts:
        raise OraError(30076)
    return sign * parts[field]()


_SECONDS = {"DAY": 86400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}
_ORDER = ("DAY", "HOUR", "MINUTE", "SECOND")


def interval(text: str, first: str, last: str | None) -> datetime.timedelta:
    """INTERVAL 'text' first [TO last], such as '1 02:03:04.5' DAY TO SECOND. Raises OraError 1867."""
    last = last or first
    if first not in _ORDER or last not in _ORDER:
        raise OraError(3001)
    fields = _ORDER[_ORDER.index(first) : _ORDER.index(last) + 1]
    sign = -1 if text.strip().startswith("-") else 1
    numbers = re.split(r"[ :]+", text.strip().lstrip("+-"))
    if len(numbers) != len(fields) or not all(re.fullmatch(r"\d+(\.\d+)?", number) for number in numbers):
        raise OraError(1867)
    seconds = sum(Decimal(number) * _SECONDS[field] for field, number in zip(fields, numbers, strict=True))
    return sign * datetime.timedelta(microseconds=int(seconds * 1_000_000))
