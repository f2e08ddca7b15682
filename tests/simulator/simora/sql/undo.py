# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The undo log: how each change to a row is taken back."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class _Inverse:
    sql: str
    values: tuple[object, ...]


class UndoLog:
    """The uncommitted changes of one session, oldest first. Positions in it serve as savepoints.

    A table is named as in SQLite, in backticks. Rows keep their number, so that a deleted row returns as itself.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._entries: list[_Inverse] = []

    def __len__(self) -> int:
        return len(self._entries)

    def mark(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Forgets everything: the changes are committed."""
        self._entries.clear()

    def rollback(self, mark: int = 0) -> None:
        """Takes back, newest first, what was changed since the mark."""
        while len(self._entries) > mark:
            entry = self._entries.pop()
            self._connection.execute(entry.sql, entry.values)

    def inserted(self, table: str, row: int) -> None:
        self._entries.append(_Inverse(f"DELETE FROM {table} WHERE rowid = ?", (row,)))

    def updated(self, table: str, row: int, columns: Sequence[str], old_values: Sequence[object]) -> None:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        self._entries.append(_Inverse(f"UPDATE {table} SET {assignments} WHERE rowid = ?", (*old_values, row)))

    def deleted(self, table: str, row: int, columns: Sequence[str], old_values: Sequence[object]) -> None:
        places = ", ".join("?" for _attempt in range(len(columns) + 1))
        sql = f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES ({places})"
        self._entries.append(_Inverse(sql, (row, *old_values)))
