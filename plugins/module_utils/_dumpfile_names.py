# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of dump files as expdp takes them: ``DIRECTORY:name`` and the substitution variables in a name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_NUMBERS = 1000
"""Files that one name with a counter may stand for here. Data Pump itself counts to 99 (%U) or on and on (%L)."""

_LAST_OF_U = 99
_COUNTER = re.compile(r"%[ul]", re.IGNORECASE)
_DATE = re.compile(r"%[dmty]", re.IGNORECASE)
_DATE_FORMATS = {"d": "%d", "m": "%m", "t": "%Y%m%d", "y": "%Y"}
_PREFIX = re.compile(r"([^:/\\]+):(?!/)(.+)")


@dataclass(frozen=True)
class FileName:
    """A file, or with a counter in its name as many as there are."""

    directory: str
    name: str

    @property
    def counts(self) -> bool:
        """Whether the name stands for a series."""
        return _COUNTER.search(self.name) is not None

    @property
    def needs_date(self) -> bool:
        """Whether parts of the name are those of a date."""
        return _DATE.search(self.name) is not None

    def on(self, day: datetime.date) -> FileName:
        """The name of a file that was made on a day."""
        name = _DATE.sub(lambda match: day.strftime(_DATE_FORMATS[match[0][1].lower()]), self.name)
        return FileName(self.directory, name)

    def series(self) -> Iterator[FileName]:
        """The names in the order of their numbers; just this one without a counter."""
        if not self.counts:
            yield self
            return
        last = _LAST_OF_U if "%u" in self.name.lower() else MOST_NUMBERS
        for number in range(1, last + 1):
            yield FileName(self.directory, _COUNTER.sub(f"{number:02d}", self.name))


def file_name(text: str, directory: str | None) -> FileName | None:
    """The file that a text means; None when neither the text nor the default names a directory object."""
    match = _PREFIX.fullmatch(text)
    if match:
        return FileName(match[1], match[2])
    return None if directory is None else FileName(directory, text)
