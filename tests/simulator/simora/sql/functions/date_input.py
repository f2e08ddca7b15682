# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text to dates and times by a format model."""

from __future__ import annotations

import calendar
import datetime
import re

from ...errors import OraError
from .date_models import DAYS, MONTHS, Element, parse_model

# How many digits an element reads at most, and the error for a value outside its range.
_DIGITS = {
    "SYYYY": 5, "YYYY": 4, "RRRR": 4, "YYY": 3, "YY": 2, "RR": 2, "Y": 1, "MM": 2, "DD": 2, "DDD": 3, "HH24": 2,
    "HH12": 2, "HH": 2, "MI": 2, "SS": 2, "SSSSS": 5, "J": 7, "TZM": 2,
}  # fmt: skip
_RANGES = {
    "MM": (1, 12, 1843), "DD": (1, 31, 1847), "DDD": (1, 366, 1848), "HH24": (0, 23, 1850), "HH12": (1, 12, 1849),
    "HH": (1, 12, 1849), "MI": (0, 59, 1851), "SS": (0, 59, 1852), "SSSSS": (0, 86399, 1853), "TZM": (0, 59, 1875),
}  # fmt: skip
_DATE_ELEMENTS = frozenset(
    {"SYYYY", "YYYY", "RRRR", "YYY", "YY", "RR", "Y", "MM", "MON", "MONTH", "RM", "DD", "DDD", "J"}
)
_SEPARATORS = re.compile(r"[^\w]+")


def parse_date(text: str, model: str, today: datetime.datetime) -> datetime.datetime:
    """today: the server's date, which fills in a missing year and month; the day is then the 1st.

    Raises OraError 1830 (text goes on), 1840 (too short), 1841, 1843, 1847, 1839, 1850..1852, 1855, 1858, 1861."""
    reader = _Reader(text.strip())
    fields: dict[str, int] = {}
    for element in parse_model(model):
        if reader.at_end():
            if element.kind in _DATE_ELEMENTS:
                raise OraError(1840)
            continue  # a time may be left out
        reader.read(element, fields)
    if not reader.at_end():
        raise OraError(1830)
    return _assemble(fields, today)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def at_end(self) -> bool:
        return self._position >= len(self._text)

    def read(self, element: Element, fields: dict[str, int]) -> None:
        kind = element.kind
        if kind == "LITERAL":
            self._separator(element.written)
        elif kind in _DIGITS:
            number = self._number(_DIGITS[kind])
            low, high, code = _RANGES.get(kind, (0, 9999999, 1841))
            if not low <= number <= high:
                raise OraError(code)
            self._store(kind, number, fields)
        elif kind in ("MON", "MONTH"):
            fields["month"] = self._month()
        elif kind in ("DAY", "DY"):
            self._name(DAYS, 1846)
        elif kind in ("AM", "PM", "A.M.", "P.M."):
            self._meridian(fields)
        elif kind.startswith("FF"):
            digits = self._digits(9)
            fields["microsecond"] = int(digits.ljust(9, "0")[:6])
        elif kind == "TZH":
            self._zone_hour(fields)
        elif kind == "TZR":
            self._zone_hour(fields)
            if self._text[self._position : self._position + 1] == ":":
                self._position += 1
                fields["zone_minute"] = self._number(2)
        elif kind == "X":
            if self._text[self._position] in ".,":
                self._position += 1
        elif kind not in ("AD", "BC", "A.D.", "B.C."):
            raise OraError(1820)

    def _separator(self, written: str) -> None:
        """Punctuation matches any punctuation; letters in quotes must match themselves."""
        if any(character.isalnum() for character in written):
            if not self._text.startswith(written, self._position):
                raise OraError(1861)
            self._position += len(written)
            return
        match = _SEPARATORS.match(self._text, self._position)
        if match is not None:
            self._position = min(match.end(), self._position + len(written)) if written.strip() else match.end()

    def _skip_blanks(self) -> None:
        while not self.at_end() and self._text[self._position] == " ":
            self._position += 1

    def _digits(self, most: int) -> str:
        match = re.compile(rf"\d{{1,{most}}}").match(self._text, self._position)
        if match is None:
            raise OraError(1858)
        self._position = match.end()
        return match.group()

    def _number(self, most: int) -> int:
        self._skip_blanks()
        if self.at_end():
            raise OraError(1840)
        if not self._text[self._position].isdigit() and not self._text[self._position].isalpha():
            raise OraError(1861)
        return int(self._digits(most))

    def _name(self, names: tuple[str, ...], code: int) -> int:
        self._skip_blanks()
        rest = self._text[self._position :].upper()
        for index, name in enumerate(names):
            for candidate in (name, name[:3]):
                if rest.startswith(candidate):
                    self._position += len(candidate)
                    return index + 1
        raise OraError(code)

    def _month(self) -> int:
        """A month's name; its number is accepted in its place."""
        self._skip_blanks()
        if not self.at_end() and self._text[self._position].isdigit():
            number = self._number(2)
            if not 1 <= number <= 12:
                raise OraError(1843)
            return number
        return self._name(MONTHS, 1843)

    def _meridian(self, fields: dict[str, int]) -> None:
        match = re.compile(r"\s*([AP])\.?M\.?", re.IGNORECASE).match(self._text, self._position)
        if match is None:
            raise OraError(1855)
        fields["afternoon"] = int(match[1].upper() == "P")
        self._position = match.end()

    def _zone_hour(self, fields: dict[str, int]) -> None:
        match = re.compile(r"\s*([+-]?)(\d{1,2})").match(self._text, self._position)
        if match is None:
            raise OraError(1857 if self.at_end() else 1874)
        fields["zone_sign"] = -1 if match[1] == "-" else 1
        fields["zone_hour"] = int(match[2])
        self._position = match.end()

    def _store(self, kind: str, number: int, fields: dict[str, int]) -> None:
        if kind in ("YYYY", "SYYYY"):
            fields["year"] = number
        elif kind in ("RRRR", "RR"):
            fields["year" if number > 99 else "round_year"] = number
        elif kind in ("YYY", "YY", "Y"):
            fields["year_digits"], fields["year_part"] = len(kind), number
        else:
            names = {
                "MM": "month", "DD": "day", "DDD": "day_of_year", "HH24": "hour", "HH12": "hour12", "HH": "hour12",
                "MI": "minute", "SS": "second", "SSSSS": "second_of_day", "J": "julian", "TZM": "zone_minute",
            }  # fmt: skip
            fields[names[kind]] = number


def _assemble(fields: dict[str, int], today: datetime.datetime) -> datetime.datetime:
    if "julian" in fields:
        date = datetime.date.fromordinal(fields["julian"] - 1721425)
    else:
        date = _date(fields, today)
    seconds = fields.get("second_of_day")
    if seconds is not None:
        hour, minute, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    else:
        hour, minute, second = _hour(fields), fields.get("minute", 0), fields.get("second", 0)
    value = datetime.datetime(date.year, date.month, date.day, hour, minute, second, fields.get("microsecond", 0))
    if "zone_hour" in fields:
        offset = datetime.timedelta(hours=fields["zone_hour"], minutes=fields.get("zone_minute", 0))
        value = value.replace(tzinfo=datetime.timezone(offset * fields["zone_sign"]))
    return value


def _date(fields: dict[str, int], today: datetime.datetime) -> datetime.date:
    year = _year(fields, today)
    if not 1 <= year <= 9999:
        raise OraError(1841)
    if "day_of_year" in fields:
        return datetime.date(year, 1, 1) + datetime.timedelta(days=fields["day_of_year"] - 1)
    month, day = fields.get("month", today.month), fields.get("day", 1)
    if day > calendar.monthrange(year, month)[1]:
        raise OraError(1839)
    return datetime.date(year, month, day)


def _year(fields: dict[str, int], today: datetime.datetime) -> int:
    if "year" in fields:
        return fields["year"]
    if "round_year" in fields:
        century = today.year // 100
        if fields["round_year"] >= 50 and today.year % 100 < 50:
            century -= 1
        elif fields["round_year"] < 50 and today.year % 100 >= 50:
            century += 1
        return century * 100 + fields["round_year"]
    if "year_part" in fields:
        unit = 10 ** fields["year_digits"]
        return today.year // unit * unit + fields["year_part"]
    return today.year


def _hour(fields: dict[str, int]) -> int:
    if "hour12" in fields:
        return fields["hour12"] % 12 + 12 * fields.get("afternoon", 0)
    return fields.get("hour", 0)
