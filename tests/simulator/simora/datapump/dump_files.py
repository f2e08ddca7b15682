# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dump files that exist on the database server: a path and a size each, no content yet."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..world.database import Database


class DumpFiles:
    def __init__(self, database: Database) -> None:
        self._sqlite: sqlite3.Connection = database.sqlite

    def exists(self, con_id: int, path: str) -> bool:
        row = self._sqlite.execute("SELECT 1 FROM x_dump_file WHERE CON_ID = ? AND PATH = ?", (con_id, path))
        return row.fetchone() is not None

    def create(self, con_id: int, path: str, size: int) -> None:
        """Creates or overwrites a file of so many bytes."""
        self.delete(con_id, path)
        self._sqlite.execute("INSERT INTO x_dump_file VALUES (?, ?, ?)", (con_id, path, size))

    def delete(self, con_id: int, path: str) -> None:
        self._sqlite.execute("DELETE FROM x_dump_file WHERE CON_ID = ? AND PATH = ?", (con_id, path))

    def directory_path(self, con_id: int, directory: str) -> str | None:
        """Where a directory object leads, by its exact name; None when there is none."""
        row = self._sqlite.execute(
            "SELECT d.OS_PATH FROM `obj$` o JOIN `dir$` d ON d.CON_ID = o.CON_ID AND d.`OBJ#` = o.`OBJ#`"
            " WHERE o.CON_ID = ? AND o.NAME = ? AND o.`TYPE#` = 23",
            (con_id, directory),
        ).fetchone()
        return str(row[0]) if row else None
