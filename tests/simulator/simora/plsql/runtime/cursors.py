# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Open cursors: results that were complete when they were opened, and a position in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...engine import ResultSet
from ...errors import OraError
from ...values import Column


class OpenCursor:
    """An open cursor; a REF CURSOR variable is a reference to one."""

    __slots__ = ("columns", "found", "is_open", "row_count", "rows")

    def __init__(self, columns: tuple[Column, ...], rows: Sequence[tuple[Any, ...]]) -> None:
        self.columns = columns
        self.rows = rows
        self.row_count = 0
        self.found: bool | None = None
        self.is_open = True

    def fetch(self) -> tuple[Any, ...] | None:
        """The next row, or None at the end."""
        self._require_open()
        if self.row_count < len(self.rows):
            row = self.rows[self.row_count]
            self.row_count += 1
            self.found = True
            return row
        self.found = False
        return None

    def fetch_many(self, limit: int | None) -> list[tuple[Any, ...]]:
        """Up to limit rows (all that are left when None); %FOUND is false when the end was met."""
        self._require_open()
        end = len(self.rows) if limit is None else min(len(self.rows), self.row_count + limit)
        rows = list(self.rows[self.row_count : end])
        self.found = len(rows) == limit
        self.row_count = end
        return rows

    def close(self) -> None:
        self._require_open()
        self.is_open = False

    def result_set(self) -> ResultSet:
        """The rows that are left, for a client. Raises OraError 1001 when it has been closed."""
        self._require_open()
        return ResultSet(self.columns, self.rows[self.row_count :])

    def _require_open(self) -> None:
        if not self.is_open:
            raise OraError(1001)


def attribute(cursor: OpenCursor | None, name: str) -> object:
    """cursor%name. Raises OraError 1001 unless it is open; %ISOPEN never fails."""
    if name == "ISOPEN":
        return cursor is not None and cursor.is_open
    if cursor is None or not cursor.is_open:
        raise OraError(1001)
    if name == "ROWCOUNT":
        return cursor.row_count
    if name == "FOUND":
        return cursor.found
    return None if cursor.found is None else not cursor.found
