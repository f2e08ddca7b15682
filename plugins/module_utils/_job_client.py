# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One session's dealings with one job: it knows the job's state, and sends no call that is not valid in it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from ansible_collections.dbops.datapump.plugins.module_utils import _lifecycle
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._job_advice import advice
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import (
    Call,
    Definition,
    shown_attach,
    shown_call,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import (
    JOB_ERROR,
    JOB_STATUS,
    WORK_IN_PROGRESS,
    JobGateway,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import JobStatus, Message
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State

_T = TypeVar("_T")

_DETACH = Call("DETACH")

SUCCESS_WITH_INFO = "ORA-31627"
"""Is raised by a call that did what it was to do, and has more to say."""


_PLACE_IN_CODE = "ORA-06512"
"""Says at which line of which package an error was raised."""


def without_places(text: str) -> str:
    """A text of several lines on one, without those that only say where in Oracle's code it was raised."""
    lines = [line.strip() for line in text.splitlines()]
    return " ".join(line for line in lines if line and not line.startswith(_PLACE_IN_CODE))


class CallRefused(DatapumpError):
    """A call was not sent, because the job is in a state in which it is not possible."""

    codes: tuple[str, ...] = ()
    option: str | None = None


class CallFailed(DatapumpError):
    """A call failed. `codes` are those of the error and of the details behind it, the outermost first."""

    def __init__(self, call: str, option: str, error: DatabaseError, details: tuple[Message, ...]) -> None:
        self.raised = error.code
        codes = dict.fromkeys([*error.codes, *(code for message in details for code in message.codes)])
        self.codes = tuple(code for code in codes if code != _PLACE_IN_CODE)
        self.option = option or None
        self.details = details
        # The details begin with what was raised itself.
        told = without_places("\n".join(message.text for message in details)) if details else str(error)
        hint = advice(self.codes)
        super().__init__(f"{call}: {told}" + (f". {hint}" if hint else ""))


class JobClient:
    """Opens a job or attaches to one, and then deals with it. A lost connection is raised as DatabaseError."""

    def __init__(self, gateway: JobGateway, operation: str) -> None:
        self.gateway = gateway
        self.messages: list[Message] = []
        """What calls said that succeeded with more to say."""
        self.sent: list[str] = []
        """The calls that change something, for people to read; secrets are masked."""
        self.state = State.UNDEFINED
        self._operation = operation
        self._handle: int | None = None

    @property
    def attached(self) -> bool:
        """Whether this session has a handle of the job."""
        return self._handle is not None

    def open(self, definition: Definition) -> None:
        """Make the job, which is being defined from then on."""
        self._refuse_unless_valid("OPEN")
        call = definition.open_call
        self.sent.append(shown_call(call))
        self._handle = self._made("OPEN", "", lambda: self.gateway.open_job(call))
        self.state = State.DEFINING

    def attach(self, owner: str, name: str, state: State) -> None:
        """Attach to a job that is listed in a state, and find out in which it is then."""
        self.state = state
        self._refuse_unless_valid("ATTACH")
        self.sent.append(shown_attach(owner, name))
        self._handle = self._made("ATTACH", "", lambda: self.gateway.attach_job(owner, name))
        # Attaching brings a job to life that had no process.
        dead = state in (State.NOT_RUNNING, State.STOPPED)
        self.state = State.IDLING if dead else State.EXECUTING
        self.look(JOB_STATUS)

    def attach_as_listed(self, owner: str, name: str | None, state: str | None) -> None:
        """Attach to a job that is in the list, whose state is given as it is listed."""
        self.attach(owner, name or "", _lifecycle.known_state(state) or State.NOT_RUNNING)

    def call(self, call: Call) -> None:
        """Make a call that returns nothing."""
        self._refuse_unless_valid(_lifecycle.call_of(call.subprogram, _values(call), self._operation))
        handle = self._known_handle()
        self.sent.append(shown_call(call))
        try:
            self._made(call.subprogram, call.option, lambda: self.gateway.call_job(handle, call))
        except CallFailed as failure:
            if failure.raised != SUCCESS_WITH_INFO:
                raise
            self.messages += failure.details
        if call.subprogram == "START_JOB":
            self.state = State.EXECUTING

    def stop(self, immediate: bool = False, delay: int = 0) -> None:
        """Stop the job so that it can be restarted, or remove one that is being defined. Detaches in any case.

        delay: seconds that other clients are given to leave.
        """
        self.call(Call("STOP_JOB", (("immediate", int(immediate)), ("delay", delay))))
        self._handle = None

    def detach(self) -> None:
        """Leave the job to itself. One that ended meanwhile needs no detaching."""
        if self._handle is None:
            return
        self.sent.append(shown_call(_DETACH))
        with contextlib.suppress(DatabaseError):
            self.gateway.call_job(self._handle, _DETACH)
        self._handle = None

    def note(self, entry: Call) -> None:
        """Write a line to the log of the job. That it cannot be written is no reason to do without the job."""
        with contextlib.suppress(CallFailed):
            self.call(entry)

    def look(self, parts: int = JOB_STATUS | WORK_IN_PROGRESS | JOB_ERROR, longest_wait: int = 0) -> JobStatus:
        """Ask for the status. Raises DatabaseError when the job has ended meanwhile."""
        self._refuse_unless_valid("GET_STATUS")
        status = self.gateway.job_status(self._handle, parts, longest_wait)
        self.state = _lifecycle.known_state(status.state) or State.UNDEFINED
        return status

    def _made(self, call: str, option: str, send: Callable[[], _T]) -> _T:
        try:
            return send()
        except DatabaseError as error:
            if error.connection_lost:
                raise
            raise CallFailed(call, option, error, self._details()) from error

    def _details(self) -> tuple[Message, ...]:
        """What the last call failed with, as far as the session still knows."""
        try:
            return self.gateway.job_status(self._handle, JOB_ERROR, 0).problems
        except DatabaseError as error:
            if error.connection_lost:
                raise
            return ()

    def _known_handle(self) -> int:
        if self._handle is None:
            raise CallRefused("The session is not attached to the job.")
        return self._handle

    def _refuse_unless_valid(self, call: str) -> None:
        refusal = _lifecycle.refused_call(call, self.state)
        if refusal is not None:
            raise CallRefused(refusal)


def _values(call: Call) -> dict[str, object]:
    return dict(call.arguments)
