# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions as the owners of jobs, beside the one that reads: one for each owner, by proxy authentication.

Each connects by itself, and where it gets to is up to listeners and name resolution: to a clone of the database, when
these were switched over meanwhile. So none is used before the one that reads has seen it in its own database.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType

from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    INSUFFICIENT_RIGHTS,
    DatabaseError,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run


class OwnerSessions:
    """Opens each session when it is first needed, and closes all at the end of the block."""

    def __init__(self, run: Run, database: Database, own: Gateway) -> None:
        self._run = run
        self._database = database
        self._user = database.session_user
        self._reader = JobGateway.over(own)
        self._own: JobGateway | None = self._reader
        self._sessions = contextlib.ExitStack()
        self._of_owner: dict[str, JobGateway] = {}
        self._refused: dict[str, Unavailable] = {}
        self._by_role: set[str] = set()

    def __enter__(self) -> OwnerSessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sessions.close()

    def gateway(self, owner: str) -> JobGateway:
        """A gateway to a session of the owner: the one that reads if it is the owner's, else one of its own.

        Raises Unavailable, and DeadlineExceeded when there is no time to look where it is. A logon that was refused
        once is not tried again: it might lock the account.
        """
        if owner == self._user and self._own is not None:
            return self._own
        if owner in self._refused:
            return self._instead_of(owner, self._refused[owner])
        if owner not in self._of_owner:
            proxy_for = None if owner == self._user else owner
            try:
                session = self._sessions.enter_context(self._run.session(proxy_for=proxy_for))
                self._of_owner[owner] = self._here(JobGateway(session))
            except Unavailable as error:
                self._refused[owner] = error
                return self._instead_of(owner, error)
        return self._of_owner[owner]

    @contextlib.contextmanager
    def another(self, owner: str) -> Iterator[JobGateway]:
        """A further session of the owner, closed at the end of the block. Raises Unavailable."""
        with self._run.session(proxy_for=None if owner == self._user else owner) as session:
            yield self._here(JobGateway(session))

    def permit_role(self, owner: str) -> None:
        """Where no session of the owner can be had, take the one that reads: for live jobs a role is enough."""
        self._by_role.add(owner)

    def lost(self, owner: str) -> None:
        """Forget a session that is of no more use; the next call opens another one."""
        if owner == self._user or owner in self._refused:
            self._own = None
        self._of_owner.pop(owner, None)

    def _instead_of(self, owner: str, refused: Unavailable) -> JobGateway:
        if owner not in self._by_role:
            raise refused
        if self._own is None:
            self._own = self._here(JobGateway(self._sessions.enter_context(self._run.session(proxy_for=None))))
        return JobGateway.over(self._own, owner)

    def _here(self, gateway: JobGateway) -> JobGateway:
        """The gateway, if its session is in the database and container that were read. Raises Unavailable if not.

        Who must not read GV$SESSION, and whose own session is lost, has nothing but the names to tell by.
        """
        try:
            place = gateway.place()
        except DatabaseError as error:
            raise Unavailable(str(error), error.codes) from None
        try:
            is_here = self._reader.sees(place)
        except DatabaseError as error:
            if not error.connection_lost and error.code not in INSUFFICIENT_RIGHTS:
                raise Unavailable(str(error), error.codes) from None
            read = self._database
            is_here = (place.database, place.container or read.con_name) == (read.unique_name, read.con_name)
        if not is_here:
            raise Unavailable("the new session is in another database")
        return gateway


def no_session(owner: str, error: Unavailable) -> str:
    """What to do about a session that was refused."""
    if owner == "SYS":
        return "Jobs of SYS can only be reached by connecting as SYS, with mode=sysdba."
    return (
        f"No session as the owner: {error}. Needed: ALTER USER owner GRANT CONNECT THROUGH the session user,"
        " or connect as the owner."
    )
