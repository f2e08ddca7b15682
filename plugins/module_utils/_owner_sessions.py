# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions as the owners of jobs, beside the one that reads: one for each owner, by proxy authentication."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import TracebackType

from ansible_collections.dbops.datapump.plugins.module_utils._errors import Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run


class OwnerSessions:
    """Opens each session when it is first needed, and closes all at the end of the block."""

    def __init__(self, run: Run, session_user: str, own: Gateway) -> None:
        self._run = run
        self._user = session_user
        self._own: JobGateway | None = JobGateway.over(own)
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

        Raises Unavailable. A logon that was refused once is not tried again: it might lock the account.
        """
        if owner == self._user and self._own is not None:
            return self._own
        if owner in self._refused:
            return self._instead_of(owner, self._refused[owner])
        if owner not in self._of_owner:
            proxy_for = None if owner == self._user else owner
            try:
                session = self._sessions.enter_context(self._run.session(proxy_for=proxy_for))
            except Unavailable as error:
                self._refused[owner] = error
                return self._instead_of(owner, error)
            self._of_owner[owner] = JobGateway(session)
        return self._of_owner[owner]

    @contextlib.contextmanager
    def another(self, owner: str) -> Iterator[JobGateway]:
        """A further session of the owner, closed at the end of the block. Raises Unavailable."""
        with self._run.session(proxy_for=None if owner == self._user else owner) as session:
            yield JobGateway(session)

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
            self._own = JobGateway(self._sessions.enter_context(self._run.session(proxy_for=None)))
        return JobGateway.over(self._own, owner)


def no_session(owner: str, error: Unavailable) -> str:
    """What to do about a session that was refused."""
    if owner == "SYS":
        return "Jobs of SYS can only be reached by connecting as SYS, with mode=sysdba."
    return (
        f"No session as the owner: {error}. Needed: ALTER USER owner GRANT CONNECT THROUGH the session user,"
        " or connect as the owner."
    )
