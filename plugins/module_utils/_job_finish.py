# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for a job to end, and says how it ended. Leaves it running, or stops it in order, when the time is over."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DeadlineExceeded, Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._job_advice import advice
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallFailed, CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import patience
from ansible_collections.dbops.datapump.plugins.module_utils._job_outcome import judge
from ansible_collections.dbops.datapump.plugins.module_utils._job_settle import left_at_last
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_report import Done
from ansible_collections.dbops.datapump.plugins.module_utils._job_watch import Watch
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown
from ansible_collections.dbops.datapump.plugins.module_utils._owner_sessions import OwnerSessions
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait

RECONNECTIONS = 3
"""How often a lost connection is replaced while a job is waited for."""
_RESERVE = 15.0
"""Seconds of the time for the run that are kept for what comes after waiting."""
_STOP_PATIENCE = 300
"""Seconds that a job is given to stop."""


class Finisher:
    """Waits for one job."""

    def __init__(self, run: Run, owners: OwnerSessions, begun: Done, client: JobClient) -> None:
        self._run = run
        self._owners = owners
        self._plan = begun.plan
        self._begun = begun
        self._client = client
        reserve = min(_RESERVE, run.parameters["total_deadline"] / 10)
        self._watch = Watch(
            f"{shown(self._plan.owner)}.{shown(begun.name or '')}",
            patience(run.parameters),
            # The server's answer must come before the driver gives the call up.
            max(1, min(run.parameters["poll_interval"], int(run.parameters["call_timeout"] / 2))),
            lambda: run.time_left() - reserve,
        )

    def finish(self) -> Done:
        """How the job has ended, or what becomes of it when there is no more time to wait."""
        ended = self._watched_to_the_end()
        done = replace(self._begun, watched=self._watch.seen)
        if not ended:
            return self._out_of_time(done)
        self._client.detach()
        try:
            gateway = self._owners.gateway(self._plan.owner)
            left = left_at_last(gateway, self._plan, done.name or "", self._watch.seen)
        except (DatabaseError, Unavailable, DeadlineExceeded) as error:
            return replace(done, outcome="unknown", reason="connection_lost", text=str(error), state=None)
        accepted = {f"ORA-{code:05d}" for code in self._run.parameters["accepted_errors"]}
        ending = judge(self._watch.seen, left, accepted)
        return replace(
            done,
            outcome=ending.outcome,
            reason=ending.reason,
            text=ending.text,
            errors=ending.errors,
            codes=tuple(dict.fromkeys(code for error in ending.errors for code in error.codes)),
            state=left.listed,
        )

    def _watched_to_the_end(self) -> bool:
        for dummy in range(RECONNECTIONS + 1):
            try:
                return self._watch.wait(self._client).over
            except DeadlineExceeded:
                return False
            except DatabaseError as error:
                if not error.connection_lost:
                    raise
            if not self._attached_again():
                return self._watch.seen.over
        return False

    def _attached_again(self) -> bool:
        """Attach in a new session. A job that is not running any more is left alone: attaching would wake it."""
        self._owners.lost(self._plan.owner)
        try:
            gateway = self._owners.gateway(self._plan.owner)
            state = gateway.listed_state(self._begun.name)
            if state is None or known_state(state) is State.NOT_RUNNING:
                self._watch.ended()
                return False
            client = JobClient(gateway, self._plan.operation)
            client.attach_as_listed(self._plan.owner, self._begun.name, state)
        except (CallFailed, CallRefused, DatabaseError, Unavailable, DeadlineExceeded):
            return False
        self._client = client
        return True

    def _out_of_time(self, done: Done) -> Done:
        seen = self._watch.seen
        state = seen.last.state if seen.last else done.state
        codes = tuple(dict.fromkeys(code for error in seen.errors for code in error.codes))
        done = replace(done, outcome="still_running", reason="wait_timeout", option="wait_timeout", state=state)
        done = replace(done, errors=seen.errors, codes=codes)
        if self._run.parameters["on_timeout"] == "leave":
            self._client.detach()
            # A job may stand still for want of something, and says so in its log.
            hint = advice(codes)
            text = f"The job is {state} when the time to wait is over, and goes on. The same task waits for it again."
            return replace(done, text=f"{text} {hint}" if hint else text)
        try:
            others = self._other_clients()
            if others and not self._run.parameters["stop_with_clients"]:
                self._client.detach()
                text = (
                    f"The job is {state} when the time to wait is over, and goes on: {others} other client(s) attached."
                )
                return replace(done, text=text, option="stop_with_clients")
            self._client.stop(self._run.parameters["immediate"], self._run.parameters["delay"])
        except (CallFailed, CallRefused, DatabaseError, DeadlineExceeded) as error:
            return replace(done, text=f"The job is {state}, and could not be told to stop: {error}")
        return self._stopped(replace(done, changed=True))

    def _other_clients(self) -> int:
        """How many clients are attached to the job beside this one."""
        listed = self._client.gateway.listed(self._begun.name)
        return max(0, listed.attached_sessions - 1) if listed is not None else 0

    def _stopped(self, done: Done) -> Done:
        waited, state = 0, done.state
        try:
            gateway = self._owners.gateway(self._plan.owner)
            while waited < _STOP_PATIENCE and self._run.time_left() > 0:
                state = gateway.listed_state(self._begun.name)
                if known_state(state) is State.NOT_RUNNING:
                    text = "It was stopped in order when the time to wait was over. The same task resumes it."
                    return replace(done, outcome="stopped", state=state, text=text)
                if state is None:
                    text = "It was told to stop when the time to wait was over, and had ended by then: its log tells."
                    return replace(done, outcome="unknown", state=None, text=text)
                wait(gateway, 1)
                waited += 1
        except (DatabaseError, Unavailable, DeadlineExceeded) as error:
            return replace(done, outcome="still_stopping", text=f"It was told to stop. {error}")
        text = f"It was told to stop, and is {state} after {waited} seconds. The same task resumes it once it has."
        return replace(done, outcome="still_stopping", state=state, text=text)
