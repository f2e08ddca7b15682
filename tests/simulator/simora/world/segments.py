# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the rows of user tables lie: SQLite tables seg_<n> with columns c1, c2, ...; names are in the dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..errors import OraError

if TYPE_CHECKING:
    from .database import Database
    from .objects import StoredObject
    from .session import Session

TRANSACTION_DURATION = "SYS$TRANSACTION"


def create_segment(database: Database, con_id: int, object_id: int, columns: int) -> int:
    """A new, empty row store for a table; gives its number."""
    (number,) = database.sqlite.execute("SELECT COALESCE(MAX(`STORAGE#`), 0) + 1 FROM `tab$`").fetchone()
    database.sqlite.execute(f"CREATE TABLE `seg_{number}` ({_column_list(range(1, columns + 1))})")
    return int(number)


def storage(database: Database, target: StoredObject) -> tuple[int, str, str | None]:
    """(number, kind, duration): kind HEAP, EXTERNAL or TEMPORARY; duration for the last only."""
    row = database.sqlite.execute(
        "SELECT `STORAGE#`, KIND, DURATION FROM `tab$` WHERE CON_ID = ? AND `OBJ#` = ?",
        (target.con_id, target.object_id),
    ).fetchone()
    return row[0], row[1], row[2]


def segment_name(session: Session, target: StoredObject) -> str:
    """The SQLite name to read and write a table's rows by. A global temporary table has one per session.

    Raises ORA-29913 for an external table: there are no files behind it."""
    number, kind, duration = storage(session.database, target)
    if kind == "EXTERNAL":
        raise OraError(29913, "ODCIEXTTABLEOPEN")
    if kind != "TEMPORARY":
        return f"`seg_{number}`"
    name = f"seg_{number}_{session.sid}"
    if name not in session.temporary_segments:
        columns = session.database.objects.columns(target.con_id, target.object_id)
        numbers = [column.number for column in columns]
        session.database.sqlite.execute(f"CREATE TABLE `{name}` ({_column_list(numbers)})")
        session.temporary_segments[name] = duration or TRANSACTION_DURATION
    return f"`{name}`"


def in_use_by_others(session: Session, target: StoredObject) -> bool:
    """Whether any session has rows of a global temporary table bound."""
    number, kind, dummy = storage(session.database, target)
    if kind != "TEMPORARY":
        return False
    for other in session.database.sessions.values():
        name = f"seg_{number}_{other.sid}"
        if name in other.temporary_segments and row_count(session.database, name):
            return True
    return False


def row_count(database: Database, segment: str) -> int:
    (count,) = database.sqlite.execute(f"SELECT COUNT(*) FROM `{segment}`").fetchone()
    return int(count)


def end_transaction(session: Session) -> None:
    """Empties the session's temporary tables that live as long as a transaction."""
    for name, duration in session.temporary_segments.items():
        if duration == TRANSACTION_DURATION:
            session.database.sqlite.execute(f"DELETE FROM `{name}`")


def end_session(session: Session) -> None:
    for name in session.temporary_segments:
        session.database.sqlite.execute(f"DROP TABLE `{name}`")
    session.temporary_segments.clear()


def drop_segment(database: Database, number: int) -> None:
    database.sqlite.execute(f"DROP TABLE IF EXISTS `seg_{number}`")
    for session in database.sessions.values():
        name = f"seg_{number}_{session.sid}"
        if session.temporary_segments.pop(name, None):
            database.sqlite.execute(f"DROP TABLE `{name}`")


def _column_list(numbers: Iterable[int]) -> str:
    return ", ".join(f"c{number}" for number in numbers)
