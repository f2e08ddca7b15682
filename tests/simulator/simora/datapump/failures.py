# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How DBMS_DATAPUMP fails: the exception says little, the reason must be fetched with GET_STATUS.

Recorded from real sessions: a failing call raises its own code followed by ORA-06512 lines of the package only; the
error list of GET_STATUS holds that code as its first element and, as the second, one text of several lines with the
cause in it.
"""

from __future__ import annotations

import dataclasses

from ..errors import OraError


@dataclasses.dataclass(frozen=True)
class LogLine:
    """One element of KU$_LOGENTRY; text may hold several lines."""

    number: int
    error_number: int
    text: str


class Refusal(Exception):
    """A call that Data Pump does not carry out: the code that the client gets, and the causes, nearest first."""

    def __init__(self, code: int, *causes: OraError) -> None:
        super().__init__(code)
        self.code = code
        self.causes = causes

    def log_lines(self) -> list[LogLine]:
        """What GET_STATUS gives for it afterwards."""
        top = OraError(self.code)
        lines = [LogLine(1, self.code, f"ORA-{self.code:05d}: {top.message}")]
        if self.causes:
            nearest, *deeper = (f"ORA-{cause.code:05d}: {cause.message}" for cause in self.causes)
            stack = [nearest, _line_of("DBMS_SYS_ERROR", 95), _line_of("KUPV$FT", 1163), *deeper]
            lines.append(LogLine(2, self.causes[0].code, "\n".join(stack)))
        return lines

    def error(self) -> OraError:
        """What the client gets."""
        error = OraError(self.code)
        error.stack += [
            _line_of("DBMS_SYS_ERROR", 79),
            _line_of("DBMS_DATAPUMP", 4929),
            _line_of("DBMS_DATAPUMP", 5180),
        ]
        return error


def _line_of(unit: str, line: int) -> str:
    error = OraError(6512, f'"SYS.{unit}", ', line)
    return f"ORA-{error.code:05d}: {error.message}"
