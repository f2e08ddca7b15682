# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Format models of dates and times (SQL Language Reference, "Format Models"): English, Gregorian, no NLS calendars."""

from __future__ import annotations

import dataclasses
import functools
import re

from ...errors import OraError

MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
    "DECEMBER",
)  # fmt: skip
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

_ELEMENT = re.compile(
    r"""
    "(?P<quoted>[^"]*)"
    | (?P<modifier>FM|FX)
    | (?P<element>
        SYYYY|YYYY|IYYY|Y,YYY|RRRR|SYEAR|YEAR|YYY|IYY|YY|IY|RR|WW|IW|W|Y|I
        | MONTH|MON|MM|MI|RM
        | SSSSS|SS
        | DDD|DD|DAY|DY|DL|DS|D
        | HH24|HH12|HH
        | FF[1-9]?
        | A\.M\.|P\.M\.|AM|PM | A\.D\.|B\.C\.|AD|BC
        | TZH|TZM|TZR|TZD|TS
        | SCC|CC|Q|J|X
      )(?P<suffix>TH|SP)?
    | (?P<punctuation>[-/,.;:\s*'@\#\$%^&()+=_|!<>?~`\[\]{}]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True)
class Element:
    """kind: the element in upper case, or LITERAL. written: as it stands in the model (its case decides the output's).

    fill: False after FM, so that no blanks and zeros pad. exact: after FX."""

    kind: str
    written: str
    fill: bool
    exact: bool


@functools.lru_cache(maxsize=256)
def parse_model(model: str) -> tuple[Element, ...]:
    """Raises OraError 1821 for what is no element."""
    elements: list[Element] = []
    position, fill, exact = 0, True, False
    while position < len(model):
        match = _ELEMENT.match(model, position)
        if match is None:
            raise OraError(1821)
        if match["modifier"]:
            if match["modifier"].upper() == "FM":
                fill = not fill
            else:
                exact = not exact
        elif match["element"]:
            if match["suffix"]:
                raise OraError(3001)
            elements.append(Element(match["element"].upper(), match["element"], fill, exact))
        else:
            literal = match["quoted"] if match["quoted"] is not None else match["punctuation"]
            elements.append(Element("LITERAL", literal, fill, exact))
        position = match.end()
    return tuple(elements)


def cased(text: str, written: str) -> str:
    """Text in the case that the element was written in: MONTH, Month, month."""
    if written[:2].isupper() or len(written) == 1:
        return text.upper()
    if written[0].isupper():
        return text.capitalize()
    return text.lower()
