# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_OUTPUT: a buffer of lines per session (PL/SQL Packages and Types Reference, "DBMS_OUTPUT")."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..plsql.runtime.datatypes import PLS_INTEGER, VARCHAR2, CollectionType
from ..supplied import Parameter, SuppliedPackage
from ..values import NUMBER
from ..values import VARCHAR2 as VARCHAR2_COLUMN
from .describe import Arguments, integer, out, procedure, text

_LONGEST_LINE = 32767
_SMALLEST_BUFFER = 2000
_LARGEST_BUFFER = 1_000_000
_DEFAULT_BUFFER = 20_000


class OutputBuffer:
    """What a session has put and nobody has got yet; None of it while disabled. limit in bytes, None for no limit."""

    def __init__(self) -> None:
        self.enabled = False
        self._limit: int | None = _DEFAULT_BUFFER
        self._lines: list[str] = []
        self._line: str = ""
        self._bytes = 0
        self._being_read = False

    def enable(self, limit: int | None) -> None:
        self.enabled = True
        self._limit = None if limit is None else min(max(limit, _SMALLEST_BUFFER), _LARGEST_BUFFER)

    def disable(self) -> None:
        self.__init__()  # type: ignore[misc]

    def put(self, item: str | None) -> None:
        """Raises OraError 20000: ORU-10028 for a line too long, ORU-10027 for a full buffer."""
        if not self.enabled:
            return
        if self._being_read:
            self._lines, self._bytes, self._being_read = [], 0, False
        size = len((item or "").encode())
        if len(self._line.encode()) + size > _LONGEST_LINE:
            self._line = ""
            raise OraError(20000, message=f"ORU-10028: line length overflow, limit of {_LONGEST_LINE} bytes per line")
        if self._limit is not None and self._bytes + size > self._limit:
            raise OraError(20000, message=f"ORU-10027: buffer overflow, limit of {self._limit} bytes")
        self._line += item or ""
        self._bytes += size

    def new_line(self) -> None:
        if self.enabled:
            self._lines.append(self._line)
            self._line = ""

    def get_lines(self, count: int) -> list[str | None]:
        """Takes up to count lines; an empty line is NULL. The next PUT discards what was not taken."""
        taken, self._lines = self._lines[:count], self._lines[count:]
        self._bytes -= sum(len(line.encode()) for line in taken)
        self._being_read = True
        return [line or None for line in taken]


def buffer_of(session: Any) -> OutputBuffer:
    if session.output is None:
        session.output = OutputBuffer()
    buffer: OutputBuffer = session.output
    return buffer


def _enable(session: Any, given: Arguments) -> None:
    buffer_of(session).enable(given["BUFFER_SIZE"])


def _disable(session: Any, given: Arguments) -> None:
    buffer_of(session).disable()


def _put(session: Any, given: Arguments) -> None:
    buffer_of(session).put(given["A"])


def _put_line(session: Any, given: Arguments) -> None:
    buffer_of(session).put(given["A"])
    buffer_of(session).new_line()


def _new_line(session: Any, given: Arguments) -> None:
    buffer_of(session).put(None)
    buffer_of(session).new_line()


def _get_line(session: Any, given: Arguments) -> None:
    lines = buffer_of(session).get_lines(1)
    given["LINE"] = lines[0] if lines else None
    given["STATUS"] = 0 if lines else 1


def _get_lines(session: Any, given: Arguments) -> None:
    lines = buffer_of(session).get_lines(given["NUMLINES"] or 0)
    given["LINES"] = lines
    given["NUMLINES"] = len(lines)


CHARARR = CollectionType("CHARARR", VARCHAR2, PLS_INTEGER)

PACKAGE = SuppliedPackage(
    name="DBMS_OUTPUT",
    subprograms=(
        procedure("ENABLE", (integer("BUFFER_SIZE", _DEFAULT_BUFFER),), _enable),
        procedure("DISABLE", (), _disable),
        procedure("PUT", (text("A"),), _put),
        procedure("PUT_LINE", (text("A"),), _put_line),
        procedure("NEW_LINE", (), _new_line),
        procedure("GET_LINE", (out("LINE", VARCHAR2_COLUMN), out("STATUS", NUMBER)), _get_line),
        procedure("GET_LINES", (out("LINES"), Parameter("NUMLINES", NUMBER, "IN OUT")), _get_lines),
    ),
    types={"CHARARR": CHARARR},
)
