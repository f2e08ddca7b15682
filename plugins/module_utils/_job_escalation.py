# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second session of an orderly stop: attached beforehand, it makes the stop immediate when that takes too long."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DeadlineExceeded
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import StopOptions
from ansible_collections.dbops.datapump.plugins.module_utils._job_reasons import OPTIONS, TEXTS
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict

_DETACH = Call("DETACH")
_WATCHED = frozenset({State.EXECUTING, State.STOP_PENDING})
"""The states in which the second session stays. In all others it would only keep the job from ending."""


@dataclass(frozen=True)
class Escalation:
    """What became of making a stop immediate. `outcome` is sent, kept or unknown."""

    outcome: str
    reason: str
    text: str
    option: str | None = None
    code: str | None = None


class SecondSession:
    """Attaches to one job, and waits for its turn. What happened to it later is no error of the run."""

    def __init__(self, gateway: JobGateway, job: AssessedJob, options: StopOptions, after: int) -> None:
        self.escalation: Escalation | None = None
        """None until it was tried."""
        self._gateway = gateway
        self._job = job
        self._options = options
        self._after = after
        self._handle: int | None = None

    def attach(self) -> Verdict:
        """Attach. The status is `attached`, or says why not. Raises DatabaseError."""
        verdict = self._gateway.attach_beforehand(self._job, accept_clients=self._options.accept_clients)
        self._handle = verdict.handle if verdict.status == "attached" else None
        return verdict

    def seconds_left(self, waited: float) -> float | None:
        """Until its turn; None when it has none any more."""
        return max(0, self._after - waited) if self._handle is not None else None

    def look(self, state: str | None, waited: float) -> None:
        """Act on the state in which the job is after so many seconds: leave it, or make its stop immediate."""
        if self._handle is None:
            return
        seen = known_state(state)
        if seen not in _WATCHED:
            self.leave()
        elif seen is State.STOP_PENDING and waited >= self._after:
            self.escalation = self._escalated(self._handle)
            self.leave()

    def leave(self) -> None:
        """Detach. Whoever stopped the job is detached already."""
        handle, self._handle = self._handle, None
        sent = self.escalation is not None and self.escalation.outcome != "kept"
        if handle is not None and not sent:
            with contextlib.suppress(DatabaseError, DeadlineExceeded):
                self._gateway.call_job(handle, _DETACH)

    def _escalated(self, handle: int) -> Escalation:
        options = self._options
        try:
            verdict = self._gateway.escalate(
                self._job, handle, accept_clients=options.accept_clients, delay=options.delay
            )
        except DeadlineExceeded:
            return Escalation("kept", "not_attempted", "The time for this run is over.")
        except DatabaseError as error:
            text = f"The session that was to make the stop immediate failed: {error}."
            reason = "connection_lost" if error.connection_lost else "refused_by_database"
            return Escalation("unknown", reason, text, code=error.code)
        if verdict.status == "stopping":
            return Escalation("sent", "stop_pending", f"The stop was made immediate after {self._after} seconds.")
        if verdict.status == "error":
            text = f"The stop could not be made immediate: {verdict.message or 'The database refused.'}"
            return Escalation("kept", "refused_by_database", text, code=verdict.code)
        reason = verdict.reason or ""
        text = f"The stop was not made immediate: {TEXTS.get(reason, reason)}"
        return Escalation("kept", reason, text, OPTIONS.get(reason))
