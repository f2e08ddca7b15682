# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of dump files with substitution variables.

Source: Oracle Database Utilities 19c, DUMPFILE: %U two digits from 01 to 99, %L from 01 with more digits as needed,
%D %M %Y %T day, month, year, date.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ..errors import OraError

_VARIABLE = re.compile("%(.)")
_COUNTING = frozenset("UL")
_DATES = {"D": "%d", "M": "%m", "Y": "%Y", "T": "%Y%m%d"}
# Oracle counts %L up to 2147483646; as many files as nobody simulates are enough.
_LAST = {"U": 99, "L": 10_000}


def check(name: str, *, importing: bool) -> None:
    """Raises ORA-39124 for a variable that there is not, or that an import does not take."""
    for variable in _VARIABLE.findall(name + " " if name.endswith("%") else name):
        letter = variable.upper()
        if letter not in _COUNTING and (importing or letter not in _DATES):
            raise OraError(39124, name)


def is_template(name: str) -> bool:
    """Whether the name stands for several files: a date alone stands for one."""
    return any(letter.upper() in _COUNTING for letter in _VARIABLE.findall(name))


def dated(name: str, now: datetime.datetime) -> str:
    """The name with its dates, counters left as they are."""

    def value(match: re.Match[str]) -> str:
        letter = match[1].upper()
        return now.strftime(_DATES[letter]) if letter in _DATES else match[0]

    return _VARIABLE.sub(value, name)


def expanded(name: str, now: datetime.datetime) -> Iterator[str]:
    """The names a template stands for, in order; the name itself when it has no counter."""
    text = dated(name, now)
    letters = [letter.upper() for letter in _VARIABLE.findall(text)]
    if not letters:
        yield text
        return
    for number in range(1, min(_LAST[letter] for letter in letters) + 1):
        yield _VARIABLE.sub(f"{number:02d}", text)
