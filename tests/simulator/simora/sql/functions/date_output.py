# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dates and times to text."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from ...errors import OraError
from .date_models import DAYS, MONTHS, Element, cased, parse_model

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def format_date(value: datetime.datetime, model: str) -> str:
    return "".join(_element_text(element, value) for element in parse_model(model))


def _element_text(element: Element, value: datetime.datetime) -> str:
    kind = element.kind
    if kind == "LITERAL":
        return element.written
    if kind in _NUMBERS:
        width, number = _NUMBERS[kind]
        text = str(number(value))
        return text.rjust(width, "0") if element.fill else text
    if kind.startswith("FF"):
        return f"{value.microsecond:06d}000"[: int(kind[2:] or 6)]
    if kind in _NAMES:
        width, name = _NAMES[kind]
        text = cased(name(value), element.written)
        return text.ljust(width) if element.fill else text
    if kind in ("TZH", "TZM", "TZR"):
        return _zone(kind, value)
    if kind == "X":
        return "."
    if kind == "TS":
        return format_date(value, "HH:MI:SS AM")
    if kind == "DS":
        return format_date(value, "FMMM/DD/YYYY")
    raise OraError(1821)


def _hour12(value: datetime.datetime) -> int:
    return value.hour % 12 or 12


_NUMBERS: dict[str, tuple[int, Callable[[datetime.datetime], int]]] = {
    "YYYY": (4, lambda value: value.year),
    "RRRR": (4, lambda value: value.year),
    "IYYY": (4, lambda value: value.isocalendar()[0]),
    "YYY": (3, lambda value: value.year % 1000),
    "IYY": (3, lambda value: value.isocalendar()[0] % 1000),
    "YY": (2, lambda value: value.year % 100),
    "RR": (2, lambda value: value.year % 100),
    "IY": (2, lambda value: value.isocalendar()[0] % 100),
    "Y": (1, lambda value: value.year % 10),
    "I": (1, lambda value: value.isocalendar()[0] % 10),
    "MM": (2, lambda value: value.month),
    "DD": (2, lambda value: value.day),
    "DDD": (3, lambda value: value.timetuple().tm_yday),
    "D": (1, lambda value: value.isoweekday() % 7 + 1),  # NLS_TERRITORY AMERICA: the week begins on Sunday
    "HH": (2, _hour12),
    "HH12": (2, _hour12),
    "HH24": (2, lambda value: value.hour),
    "MI": (2, lambda value: value.minute),
    "SS": (2, lambda value: value.second),
    "SSSSS": (5, lambda value: value.hour * 3600 + value.minute * 60 + value.second),
    "Q": (1, lambda value: (value.month + 2) // 3),
    "WW": (2, lambda value: (value.timetuple().tm_yday - 1) // 7 + 1),
    "IW": (2, lambda value: value.isocalendar()[1]),
    "W": (1, lambda value: (value.day - 1) // 7 + 1),
    "CC": (2, lambda value: (value.year + 99) // 100),
    "J": (7, lambda value: value.toordinal() + 1721425),
}

_NAMES: dict[str, tuple[int, Callable[[datetime.datetime], str]]] = {
    "MONTH": (9, lambda value: MONTHS[value.month - 1]),
    "MON": (3, lambda value: MONTHS[value.month - 1][:3]),
    "DAY": (9, lambda value: DAYS[value.weekday()]),
    "DY": (3, lambda value: DAYS[value.weekday()][:3]),
    "RM": (4, lambda value: _ROMAN[value.month - 1]),
    "AM": (2, lambda value: "AM" if value.hour < 12 else "PM"),
    "PM": (2, lambda value: "AM" if value.hour < 12 else "PM"),
    "A.M.": (4, lambda value: "A.M." if value.hour < 12 else "P.M."),
    "P.M.": (4, lambda value: "A.M." if value.hour < 12 else "P.M."),
    "AD": (2, lambda value: "AD"),
    "BC": (2, lambda value: "AD"),
    "A.D.": (4, lambda value: "A.D."),
    "B.C.": (4, lambda value: "A.D."),
}


def _zone(kind: str, value: datetime.datetime) -> str:
    offset = value.utcoffset()
    if offset is None:
        raise OraError(1821)
    minutes = int(offset.total_seconds()) // 60
    hours = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}"
    return {"TZH": hours, "TZM": f"{abs(minutes) % 60:02d}", "TZR": f"{hours}:{abs(minutes) % 60:02d}"}[kind]
