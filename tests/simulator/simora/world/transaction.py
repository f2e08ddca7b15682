# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session's transaction: the undo log of its changes, named savepoints, and the locks that end with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OraError
from ..sql.undo import UndoLog
from . import segments

if TYPE_CHECKING:
    from .session import Session


class Transaction:
    """undo: the SQL layer's log of inverse operations."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.undo = UndoLog(session.sqlite)
        self._savepoints: dict[str, int] = {}
        self._ended = 0
        self.read_only = False

    @property
    def active(self) -> bool:
        """Whether anything waits for a commit: changed rows or a locked table."""
        return len(self.undo) > 0 or self._holds_locks()

    def commit(self) -> None:
        if self.active:
            self._session.database.next_scn()
        self.undo.clear()
        self._end()

    def rollback(self) -> None:
        self.undo.rollback(0)
        self._end()

    def savepoint(self, name: str) -> None:
        """A savepoint of the same name moves."""
        self._savepoints.pop(name, None)
        self._savepoints[name] = self.undo.mark()

    def rollback_to(self, name: str) -> None:
        """Later savepoints are forgotten, this one stays. Raises ORA-01086. Locks stay until the transaction ends."""
        if name not in self._savepoints:
            raise OraError(1086, name)
        self.undo.rollback(self._savepoints[name])
        names = list(self._savepoints)
        for later in names[names.index(name) + 1 :]:
            del self._savepoints[later]

    def mark(self) -> tuple[int, int]:
        """Where undo_to() leads back to: the start of a PL/SQL block."""
        return self._ended, self.undo.mark()

    def undo_to(self, mark: tuple[int, int]) -> None:
        """Undoes the uncommitted changes since the mark; all of them when the transaction has ended since."""
        ended, position = mark
        self.undo.rollback(position if ended == self._ended else 0)

    def _end(self) -> None:
        self.read_only = False
        self._ended += 1
        self._savepoints.clear()
        self._session.locks.release_transaction(self._session)
        segments.end_transaction(self._session)

    def _holds_locks(self) -> bool:
        return (
            self._session.sqlite.execute(
                "SELECT 1 FROM x_lock WHERE SID = ? AND TYPE <> 'UL' AND LMODE > 0 LIMIT 1", (self._session.sid,)
            ).fetchone()
            is not None
        )
