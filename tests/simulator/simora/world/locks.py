# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lock table: table locks (TM), transactions (TX), DDL and user locks (UL), with Oracle's modes.

Rows are locked at table granularity: a second transaction that writes to a table waits until the first has ended,
even for other rows. Rows of x_lock are what V$LOCK shows; a request that waits is a row with REQUEST set.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import DATE, to_storage

if TYPE_CHECKING:
    from .database import Database
    from .session import Session


class Mode(enum.IntEnum):
    """As in V$LOCK.LMODE."""

    NONE = 0
    NULL = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE = 4
    SHARE_ROW_EXCLUSIVE = 5
    EXCLUSIVE = 6


# Concepts, "Table Locks (TM)": which modes two sessions may hold at once.
_COMPATIBLE: dict[Mode, frozenset[Mode]] = {
    Mode.NULL: frozenset(Mode),
    Mode.ROW_SHARE: frozenset({Mode.NULL, Mode.ROW_SHARE, Mode.ROW_EXCLUSIVE, Mode.SHARE, Mode.SHARE_ROW_EXCLUSIVE}),
    Mode.ROW_EXCLUSIVE: frozenset({Mode.NULL, Mode.ROW_SHARE, Mode.ROW_EXCLUSIVE}),
    Mode.SHARE: frozenset({Mode.NULL, Mode.ROW_SHARE, Mode.SHARE}),
    Mode.SHARE_ROW_EXCLUSIVE: frozenset({Mode.NULL, Mode.ROW_SHARE}),
    Mode.EXCLUSIVE: frozenset({Mode.NULL}),
}

TABLE, TRANSACTION, ROWS, USER = "TM", "TX", "TR", "UL"

WAIT_FOREVER = None


class LockTable:
    """Every method is called with the database's lock held; acquire() gives it up while it waits for a client."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite

    def lock_table(self, session: Session, object_id: int, mode: Mode, timeout: float | None = WAIT_FOREVER) -> None:
        """timeout in seconds of server time, None waits for ever. Raises ORA-00054 when it passes."""
        if not self._acquire(session, TABLE, object_id, 0, mode, timeout):
            raise OraError(54)

    def lock_rows(self, session: Session, object_id: int, timeout: float | None = WAIT_FOREVER) -> None:
        """What DML takes: the table in ROW EXCLUSIVE mode, and its rows (all of them, see above).

        Raises ORA-00054 on a timeout, ORA-00060 when the holder waits for this session."""
        self.lock_table(session, object_id, Mode.ROW_EXCLUSIVE, timeout)
        if not self._acquire(session, ROWS, object_id, 0, Mode.EXCLUSIVE, timeout):
            raise OraError(54)

    def rows_held_by_others(self, session: Session, object_id: int) -> bool:
        """Whether another session has, or may have, changed rows that are not committed."""
        return (
            self._sqlite.execute(
                "SELECT 1 FROM x_lock WHERE CON_ID = ? AND TYPE = ? AND ID1 = ? AND SID <> ? AND LMODE > 0",
                (session.con_id, ROWS, object_id, session.sid),
            ).fetchone()
            is not None
        )

    def lock_for_ddl(self, session: Session, object_id: int, timeout: float) -> None:
        """The exclusive lock of a DDL statement, free of everybody's transactions. Raises ORA-00054."""
        self.lock_table(session, object_id, Mode.EXCLUSIVE, timeout)

    def request_user_lock(self, session: Session, lock_id: int, mode: Mode, timeout: float | None) -> bool:
        """DBMS_LOCK.REQUEST: False on a timeout."""
        return self._acquire(session, USER, lock_id, 0, mode, timeout)

    def release_user_lock(self, session: Session, lock_id: int) -> bool:
        """False when the session does not hold it."""
        cursor = self._sqlite.execute(
            "DELETE FROM x_lock WHERE SID = ? AND TYPE = ? AND ID1 = ? AND CON_ID = ?",
            (session.sid, USER, lock_id, session.con_id),
        )
        self._database.lock.notify_all()
        return cursor.rowcount > 0

    def held(self, session: Session, lock_type: str, id1: int) -> Mode:
        row = self._sqlite.execute(
            "SELECT MAX(LMODE) FROM x_lock WHERE CON_ID = ? AND SID = ? AND TYPE = ? AND ID1 = ?",
            (session.con_id, session.sid, lock_type, id1),
        ).fetchone()
        return Mode(row[0] or 0)

    def release_transaction(self, session: Session) -> None:
        """What COMMIT and ROLLBACK free: all but user locks."""
        cursor = self._sqlite.execute("DELETE FROM x_lock WHERE SID = ? AND TYPE <> ?", (session.sid, USER))
        if cursor.rowcount:
            self._database.lock.notify_all()

    def release_all(self, session: Session) -> None:
        self._sqlite.execute("DELETE FROM x_lock WHERE SID = ?", (session.sid,))
        self._database.lock.notify_all()

    def hold(self, con_id: int, sid: int, inst_id: int, object_id: int, mode: Mode) -> None:
        """A lock held by a session that is no client of the simulator (a Data Pump process, a scenario's blocker)."""
        self._sqlite.execute(
            "INSERT INTO x_lock VALUES (?, ?, ?, ?, ?, 0, ?, 0, ?)",
            (con_id, inst_id, sid, TABLE, object_id, int(mode), self._now()),
        )

    def release_held(self, sid: int) -> None:
        """The counterpart of hold()."""
        self._sqlite.execute("DELETE FROM x_lock WHERE SID = ?", (sid,))
        self._database.lock.notify_all()

    def _acquire(self, session: Session, lock_type: str, id1: int, id2: int, mode: Mode, timeout: float | None) -> bool:
        held = self.held(session, lock_type, id1)
        wanted = mode if held is Mode.NONE else _stronger(held, mode)
        if held is wanted:
            return True

        def free() -> bool:
            return not self._blockers(session, lock_type, id1, wanted)

        if not free() and not self._wait(session, lock_type, id1, id2, wanted, timeout, free):
            return False
        self._sqlite.execute(
            "DELETE FROM x_lock WHERE CON_ID = ? AND SID = ? AND TYPE = ? AND ID1 = ?",
            (session.con_id, session.sid, lock_type, id1),
        )
        self._insert(session, lock_type, id1, id2, wanted, Mode.NONE)
        return True

    def _wait(
        self,
        session: Session,
        lock_type: str,
        id1: int,
        id2: int,
        mode: Mode,
        timeout: float | None,
        free: Callable[[], bool],
    ) -> bool:
        if timeout == 0:
            return False
        self._insert(session, lock_type, id1, id2, Mode.NONE, mode)
        try:
            if self._deadlocked(session):
                raise OraError(60)
            deadline = None if timeout is None else self._database.clock.now + datetime.timedelta(seconds=timeout)
            return session.wait(free, deadline)
        finally:
            self._sqlite.execute("DELETE FROM x_lock WHERE SID = ? AND REQUEST > 0", (session.sid,))

    def _blockers(self, session: Session, lock_type: str, id1: int, mode: Mode) -> list[int]:
        rows = self._sqlite.execute(
            "SELECT SID, LMODE FROM x_lock WHERE CON_ID = ? AND TYPE = ? AND ID1 = ? AND SID <> ? AND LMODE > 0",
            (session.con_id, lock_type, id1, session.sid),
        )
        return [sid for sid, held in rows if Mode(held) not in _COMPATIBLE[mode]]

    def _deadlocked(self, session: Session) -> bool:
        """Whether following who waits for whom leads back to this session."""
        seen: set[int] = set()
        pending = [session.sid]
        while pending:
            sid = pending.pop()
            waiting = self._sqlite.execute(
                "SELECT CON_ID, TYPE, ID1, REQUEST FROM x_lock WHERE SID = ? AND REQUEST > 0", (sid,)
            ).fetchone()
            if waiting is None:
                continue
            con_id, lock_type, id1, request = waiting
            for holder, mode in self._sqlite.execute(
                "SELECT SID, LMODE FROM x_lock WHERE CON_ID = ? AND TYPE = ? AND ID1 = ? AND SID <> ? AND LMODE > 0",
                (con_id, lock_type, id1, sid),
            ):
                if Mode(mode) in _COMPATIBLE[Mode(request)]:
                    continue
                if holder == session.sid:
                    return True
                if holder not in seen:
                    seen.add(holder)
                    pending.append(holder)
        return False

    def _insert(self, session: Session, lock_type: str, id1: int, id2: int, held: Mode, request: Mode) -> None:
        self._sqlite.execute(
            "INSERT INTO x_lock VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session.con_id, session.instance_id, session.sid, lock_type, id1, id2, int(held), int(request),
                self._now(),
            ),
        )  # fmt: skip

    def _now(self) -> object:
        return to_storage(self._database.now(), DATE)


def _stronger(held: Mode, wanted: Mode) -> Mode:
    """What a session holds after asking for a second mode; SHARE and ROW EXCLUSIVE together are both."""
    if {held, wanted} == {Mode.SHARE, Mode.ROW_EXCLUSIVE}:
        return Mode.SHARE_ROW_EXCLUSIVE
    return max(held, wanted)
