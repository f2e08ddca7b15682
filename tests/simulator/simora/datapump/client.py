# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One session's side of Data Pump: its handles, and what its last failing calls said.

A handle is worth something in its own session only; two sessions on the same job have different ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from ..errors import OraError
from ..world import session_rows
from . import memory
from .failures import LogLine, Refusal
from .memory import JobSession, LiveJob
from .states import Call, State, accepts

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from ..world.session import Session
    from .service import DataPump

Result = TypeVar("Result")

EXPORT_ROLES = ("DATAPUMP_EXP_FULL_DATABASE", "EXP_FULL_DATABASE")
IMPORT_ROLES = ("DATAPUMP_IMP_FULL_DATABASE", "IMP_FULL_DATABASE")


class Client:
    def __init__(self, session: Session, service: DataPump) -> None:
        self.session = session
        self.service = service
        self._jobs: dict[int, int] = {}
        self._errors: dict[int | None, list[LogLine]] = {}
        # What CLIENT_LOB_APPEND has put together.
        self.lob = ""
        # The last message that a handle was given, by handle and kind.
        self._seen: dict[tuple[int, bool], int] = {}

    def guarded(self, handle: int | None, body: Callable[[], Result]) -> Result:
        """Runs a call; a refusal is remembered for GET_STATUS, under no handle when the call has none yet."""
        self._errors.pop(handle, None)
        try:
            return body()
        except Refusal as refusal:
            self._errors[handle] = refusal.log_lines()
            raise refusal.error() from refusal

    def errors(self, handle: int | None) -> list[LogLine]:
        """What the last call on the handle failed with; None is the last failing OPEN or ATTACH. Empty for success."""
        return self._errors.get(handle, [])

    def messages(self, handle: int, *, is_error: bool) -> list[LogLine]:
        """What the job has said, by itself, since the handle was last given something of the kind."""
        job = self.service.jobs.find(self._jobs.get(handle, 0))
        if job is None:
            return []
        new = self.service.messages.since(job, self._seen.get((handle, is_error), 0))
        return [message.log_line() for message in new if message.is_error == is_error]

    def take_messages(self, handle: int | None, *, is_error: bool) -> list[LogLine]:
        """The same, and they are given now."""
        if handle is None:
            return []
        found = self.messages(handle, is_error=is_error)
        if found:
            self._seen[handle, is_error] = found[-1].number
        return found

    def job(self, handle: object) -> LiveJob:
        """Raises ORA-31623 when the handle is none of this session's, or its job has ended."""
        number = self._jobs.get(handle) if isinstance(handle, int) else None
        found = self.service.jobs.find(number) if number is not None else None
        if found is None or not self.is_attached(found):
            raise Refusal(31623)
        return found

    def job_for(self, handle: object, call: Call, **details: bool) -> LiveJob:
        """The handle's job, if the call is valid in its state; else ORA-39004 with ORA-39016 as its cause.

        A job that has completed answers no question any more (observed: ORA-31623)."""
        job = self.job(handle)
        if job.state is State.COMPLETED and call in (Call.GET_STATUS, Call.WAIT_FOR_JOB):
            raise Refusal(31623)
        if not accepts(call, job.state, **details):
            raise Refusal(39004, OraError(39016, job.state))
        return job

    def master(self, job: LiveJob) -> StoredObject:
        """Raises ORA-39002 with ORA-31632 below it for a job whose master table is gone."""
        target = self.service.tables.of(job)
        if target is None:
            raise Refusal(39002, OraError(31632, f"{job.owner}.{job.name}"))
        return target

    def take(self, job: LiveJob) -> int:
        """Attaches the session to a job and gives the new handle."""
        self.service.lifecycle.attached(job, self.membership(job))
        handle = self.service.next_handle()
        self._jobs[handle] = job.job_id
        for is_error in (False, True):
            self._seen[handle, is_error] = self.service.messages.last_number(job)
        return handle

    def drop_handle(self, handle: int) -> None:
        self._jobs.pop(handle, None)
        self._errors.pop(handle, None)

    def is_attached(self, job: LiveJob) -> bool:
        own = self.membership(job)
        return own in self.service.jobs.sessions(job, memory.CLIENT)

    def membership(self, job: LiveJob) -> JobSession:
        """This session as one of the job's sessions."""
        session = self.session
        return JobSession(
            job.con_id, session.instance_id, job.job_id, session_rows.session_address(session.sid), memory.CLIENT,
            session.sid, session.serial, simulated=False,
        )  # fmt: skip

    def has_role_for(self, operation: str) -> bool:
        """Whether the session may look after other users' jobs of an operation; SYS may without roles."""
        roles = EXPORT_ROLES if operation in ("EXPORT", "ESTIMATE") else IMPORT_ROLES
        return self.session.user == "SYS" or any(self._has_role(role) for role in roles)

    def close(self) -> None:
        """The session ends: it is detached from everything."""
        for number in self._jobs.values():
            job = self.service.jobs.find(number)
            if job is not None and self.is_attached(job):
                self.service.lifecycle.detached(job, self.membership(job))
        self._jobs.clear()

    def _has_role(self, name: str) -> bool:
        """Whether the role is enabled in the session."""
        session = self.session
        role = session.database.accounts.find(session.con_id, name, role=True)
        return role is not None and bool(
            session.sqlite.execute(
                "SELECT 1 FROM x_session_role WHERE SID = ? AND `ROLE#` = ?", (session.sid, role.number)
            ).fetchone()
        )


def client_of(session: Session) -> Client:
    """The session's Client, made when it is first needed."""
    if session.datapump is None:
        session.datapump = Client(session, session.database.datapump)
    client: Client = session.datapump
    return client
