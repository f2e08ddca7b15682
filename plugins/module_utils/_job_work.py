# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out the plan of datapump_job: attach and stop as the owner of each job, then wait for what comes of it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from types import TracebackType

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    INSUFFICIENT_RIGHTS,
    DatabaseError,
    DeadlineExceeded,
    Reaction,
    Step,
    Unavailable,
    reaction,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_escalation import Escalation, SecondSession
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import (
    Planned,
    StopOptions,
    calls_of,
    is_pending,
    may_escalate,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_reasons import OPTIONS, TEXTS, pending_advice
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._owner_sessions import OwnerSessions, no_session
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait

CHANGES = frozenset({"stopped", "removed", "killed", "stopping"})
_GONE = {
    Action.STOP: "removed",
    Action.REMOVE: "removed",
    Action.KILL: "killed",
    Action.AWAIT: "already_absent",
}
"""What a job is that was told to end and is not listed any more."""
_GONE_BEFORE = "The job was gone before anything was done to it."
_STOPPED_BEFORE = "The job stood still before it was told to stop."
_GOING_ON = frozenset({State.DEFINING, State.EXECUTING, State.IDLING, State.COMPLETING, State.COMPLETED})
"""States that a job which was told to stop does not come to: it was started again, or is another one of its name."""
_TIME_IS_OVER = "The time for this run is over."
_UNSEEN = "What has become of it cannot be told: an instance does not answer, and may hold it."
_GONE_SOMEHOW = "The job is gone; whether it was ended or has completed cannot be told."
_LOOKED_FOR_AGAIN = frozenset({"not_listed", "came_to_rest"})
"""Refusals after which the job may be what it was to become. One that is not listed may be in memory all the same."""
_SHORTEST_WAIT, _LONGEST_WAIT = 1, 10


@dataclass(frozen=True)
class Done:
    """What became of one planned job. `calls` is empty when nothing was sent."""

    planned: Planned
    outcome: str
    reason: str
    text: str
    option: str | None = None
    state: str | None = None
    code: str | None = None
    calls: str = ""
    is_prediction: bool = False
    escalation: Escalation | None = None
    """What became of making the stop immediate; None when there was no need to."""

    @property
    def changes_something(self) -> bool:
        """Whether the job is another one by what was done. One that stops by itself is not changed by waiting."""
        return self.outcome in CHANGES and self.planned.action is not Action.AWAIT


def predicted(planned: Planned, options: StopOptions) -> Done:
    """What would become of it."""
    decision = planned.decision
    done = Done(planned, planned.outcome, decision.reason, decision.text, decision.option, _state_of(planned))
    if planned.action is None:
        return done
    if planned.action is Action.AWAIT and is_pending(done.state):
        done = replace(done, text=f"{done.text} {pending_advice(planned.kill_statements)}")
    if may_escalate(planned, options):
        text = f"{done.text} If its stop is pending still after {options.escalate_after} seconds, it is made immediate."
        done = replace(done, text=text)
    stands_still = planned.action in (Action.STOP, Action.AWAIT) or planned.leaves_table
    state = "NOT RUNNING" if stands_still else None
    return replace(done, state=state, calls=calls_of(planned, options), is_prediction=True)


def not_attempted(planned: Planned, reason: str, text: str) -> Done:
    """What becomes of it when nothing is attempted any more."""
    decision = planned.decision
    done = Done(planned, planned.outcome, decision.reason, decision.text, decision.option, _state_of(planned))
    return done if planned.action is None else replace(done, outcome="kept", reason=reason, text=text, option=None)


class Worker:
    """Works through a plan. Keeps one session for each owner, beside the one that reads."""

    def __init__(
        self, run: Run, gateway: Gateway, database: Database, options: StopOptions, own_jobs_only: bool = False
    ) -> None:
        self._run = run
        self._gateway = gateway
        self._database = database
        self._own = own_jobs_only
        self._options = options
        self._owners = OwnerSessions(run, database, gateway)

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owners.__exit__(kind, error, trace)

    def work(self, planned: Planned) -> Done:
        """Carry out what is planned for one job, and wait for the outcome."""
        done = replace(predicted(planned, self._options), is_prediction=False)
        if planned.action is None:
            return done
        if planned.action is Action.AWAIT:
            return self._awaited(done, None)
        untouched = replace(done, outcome="kept", state=_state_of(planned), calls="")
        if self._run.time_left() <= 0:
            return replace(untouched, reason="not_attempted", text=_TIME_IS_OVER)
        try:
            gateway = self._owners.gateway(planned.wish.owner)
        except DeadlineExceeded:
            return replace(untouched, reason="not_attempted", text=_TIME_IS_OVER)
        except Unavailable as error:
            text = no_session(planned.wish.owner, error)
            return replace(untouched, reason="no_owner_session", text=text, code=_first(error))
        if not may_escalate(planned, self._options):
            return self._sent(gateway, done, untouched, None)
        return self._sent_with_escalation(gateway, done, untouched)

    def _sent_with_escalation(self, gateway: JobGateway, done: Done, untouched: Done) -> Done:
        """The same, with a second session attached before: none of ours could attach once the stop is pending."""
        job, after = done.planned.job, self._options.escalate_after
        if job is None or after is None:
            raise ValueError("nothing is to be escalated")
        with contextlib.ExitStack() as sessions:
            try:
                other = sessions.enter_context(self._owners.another(job.owner))
                second = SecondSession(other, job, self._options, after)
                verdict = second.attach()
            except Unavailable as error:
                text = no_session(job.owner, error)
                return replace(untouched, reason="no_owner_session", text=text, code=_first(error))
            except DeadlineExceeded:
                return replace(untouched, reason="not_attempted", text=_TIME_IS_OVER)
            except DatabaseError as error:
                return replace(untouched, reason="connection_lost", text=str(error), code=error.code)
            if verdict.status != "attached":
                return self._judged(done, untouched, verdict)
            try:
                return self._sent(gateway, done, untouched, second)
            finally:
                second.leave()

    def _sent(self, gateway: JobGateway, done: Done, untouched: Done, second: SecondSession | None) -> Done:
        planned = done.planned
        # A signal may have come while the owner's session was opened and looked at.
        if self._run.time_left() <= 0:
            return replace(untouched, reason="not_attempted", text=_TIME_IS_OVER)
        try:
            verdict = self._send(gateway, planned, own_clients=0 if second is None else 1)
        except DeadlineExceeded:
            return replace(untouched, reason="not_attempted", text=_TIME_IS_OVER)
        except DatabaseError as error:
            self._owners.lost(planned.wish.owner)
            if reaction(error.codes, Step.STOP) is Reaction.NEVER and not error.connection_lost:
                return replace(untouched, reason="refused_by_database", text=str(error), code=error.code)
            return self._awaited(replace(done, code=error.code), str(error))
        return self._judged(done, untouched, verdict, second)

    def _send(self, gateway: Gateway, planned: Planned, own_clients: int) -> Verdict:
        options = self._options
        if planned.action is Action.KILL and planned.job is not None:
            return gateway.kill(planned.job, accept_clients=options.accept_clients, delay=options.delay)
        removal = planned.action is Action.REMOVE
        return gateway.stop(
            planned.wish.owner,
            planned.wish.name,
            removal=removal,
            accept_loss=options.accept_loss,
            accept_clients=options.accept_clients,
            immediate=options.immediate and not removal,
            delay=options.delay_until_escalated if own_clients else options.delay,
            own_clients=own_clients,
            instance=planned.instances[0] if len(planned.instances) == 1 else None,
            object_id=planned.job.object_id if planned.job is not None else None,
            rows_digest=planned.rows_digest,
        )

    def _judged(self, done: Done, untouched: Done, verdict: Verdict, second: SecondSession | None = None) -> Done:
        reason = verdict.reason or ""
        if verdict.status == "kept":
            text = TEXTS.get(reason, reason)
            if reason in _LOOKED_FOR_AGAIN:
                return self._untouched_since(untouched, reason, text)
            if reason == "other_instance":
                text = f"{text} {self._where(done.planned)}"
            return replace(untouched, reason=reason, text=text, option=OPTIONS.get(reason))
        if verdict.status == "error":
            done = replace(done, code=verdict.code)
            text = verdict.message or "The database refused."
            what = reaction((verdict.code,) if verdict.code else (), Step.STOP)
            if verdict.step == "after":
                return self._awaited(done, text)
            if verdict.step == "evidence" or what is Reaction.NEVER:
                return replace(untouched, reason="refused_by_database", text=text, code=verdict.code)
            if what is not Reaction.UNKNOWN:
                # It failed for certain, so whatever the job is now, it was not by this.
                if verdict.step == "attach":
                    text = f"{text} {self._where(done.planned)}"
                reason = "cannot_attach" if verdict.step == "attach" else "refused_by_database"
                return self._untouched_since(replace(untouched, code=verdict.code), reason, text)
            return self._awaited(done, text)
        return self._awaited(done, None, second)

    def _untouched_since(self, untouched: Done, reason: str, text: str) -> Done:
        """What a job is that was not stopped here: by now it may be gone, or stand still, by somebody else's doing."""
        try:
            outcome, state = self._look(untouched.planned)
        except (DatabaseError, DeadlineExceeded) as error:
            return replace(
                untouched, reason=reason, text=f"{text} It could not be looked at again: {error}", state=None
            )
        if outcome is not None and state is None:
            return replace(untouched, outcome="already_absent", reason="not_listed", text=_GONE_BEFORE, state=None)
        if outcome == "stopped":
            return replace(
                untouched, outcome="already_stopped", reason="not_running", text=_STOPPED_BEFORE, state=state
            )
        return replace(untouched, reason=reason, text=text, state=state)

    def _where(self, planned: Planned) -> str:
        """Where to connect to reach the entry of a job."""
        places = ", ".join(self._database.place_of(number) for number in planned.instances)
        return f"The entry is in the memory of {places}: connect to a service of that instance." if places else ""

    def _awaited(self, done: Done, trouble: str | None, second: SecondSession | None = None) -> Done:
        """Read the list until the job is what it was to become, or patience ends.

        A second session, attached before, makes a stop immediate on the way that is pending for too long.

        With trouble (an error whose effect is not known) only what is read counts, and it is read without patience
        for more than a few seconds.
        """
        patience = self._options.patience if trouble is None else min(self._options.patience, _LONGEST_WAIT)
        waited, pause, state = 0, _SHORTEST_WAIT, _state_of(done.planned)
        try:
            while True:
                outcome, state = self._look(done.planned)
                if outcome is not None:
                    return _settled(done, outcome, state, trouble)
                if done.planned.action is Action.AWAIT and known_state(state) in _GOING_ON:
                    return replace(
                        done, outcome="kept", reason="state_changed", text=f"It is {state} now.", state=state
                    )
                if done.planned.leaves_table and trouble is None and known_state(state) in _GOING_ON - {State.IDLING}:
                    # It was only left, never told to stop.
                    return replace(done, outcome="kept", reason="came_alive", text=TEXTS["came_alive"], state=state)
                if second is not None:
                    second.look(state, waited)
                    done = _with_escalation(done, second.escalation)
                if waited >= patience or self._run.time_left() <= 0:
                    if not self._sees_all():
                        return replace(done, outcome="unknown", reason="evidence_incomplete", text=_UNSEEN, state=state)
                    break
                left = second.seconds_left(waited) if second is not None else None
                pause = min(pause, patience - waited, max(left, _SHORTEST_WAIT) if left is not None else patience)
                wait(self._gateway, pause)
                waited += pause
                pause = min(pause * 2, _LONGEST_WAIT)
        except DatabaseError as error:
            lost = replace(done, outcome="unknown", reason="connection_lost", state=None)
            return replace(lost, text=str(error), code=error.code)
        except DeadlineExceeded:
            # What was told to stop is stopping at least. That nothing was seen of a job proves nothing.
            if done.planned.action is Action.AWAIT:
                return replace(done, outcome="unknown", reason="not_attempted", text=_TIME_IS_OVER, state=state)
            if state is None:
                return replace(done, outcome="unknown", reason="evidence_incomplete", text=_UNSEEN, state=state)
        if trouble is not None:
            return replace(done, outcome="unknown", reason="refused_by_database", text=trouble, state=state)
        text = f"It was told to stop, and is {state} after {waited} seconds."
        escalation = done.escalation
        if escalation is not None:
            text = f"{text} {escalation.text}"
        if is_pending(state):
            text = f"{text} {pending_advice(done.planned.kill_statements)}"
        done = replace(done, outcome="stopping", text=text, state=state)
        if escalation is not None and escalation.outcome != "sent":
            return replace(done, reason=escalation.reason, option=escalation.option, code=escalation.code)
        return replace(done, reason="wait_timeout", option="wait_timeout")

    def _look(self, planned: Planned) -> tuple[str | None, str | None]:
        """What the job has become, None if it is not there yet, and its state.

        An instance that says nothing may hold it still.
        """
        outcome, state = self._seen(planned)
        return (outcome if outcome is None or self._sees_all() else None), state

    def _has_processes(self, planned: Planned) -> bool:
        """Whether one that is listed by its table alone is just being started: it has a process, and no entry yet."""
        try:
            processes = [] if self._own else self._gateway.processes()
        except DatabaseError as error:
            if error.connection_lost or error.code not in INSUFFICIENT_RIGHTS:
                raise
            return False
        name, owners = planned.wish.name, (planned.wish.owner, None)
        return any(
            process.job_name and name.startswith(process.job_name) and process.user in owners for process in processes
        )

    def _sees_all(self) -> bool:
        return self._own or JobGateway.over(self._gateway).every_instance_answers()

    def _seen(self, planned: Planned) -> tuple[str | None, str | None]:
        name = (planned.wish.owner, planned.wish.name)
        listing = self._gateway.as_owner() if self._own else self._gateway
        states = [row.state for row in listing.jobs() if (row.owner, row.name) == name]
        entries = [] if self._own else self._gateway.entries()
        held = [entry.state for entry in entries if (entry.owner, entry.name) == name]
        state = next(iter([*states, *held]), None)
        if not states and not held:
            return _GONE[planned.action], None
        if states == ["NOT RUNNING"] and not held and not self._has_processes(planned):
            if planned.action is Action.STOP:
                return "stopped", state
            if planned.action is Action.AWAIT:
                return "already_stopped", state
            if planned.leaves_table:
                return "removed", state
        return None, state


def _settled(done: Done, outcome: str, state: str | None, trouble: str | None) -> Done:
    """With trouble, a live job that is gone may have been ended by this, or by somebody else, or have completed."""
    if trouble is not None and state is None and done.planned.action in (Action.STOP, Action.KILL):
        return replace(done, outcome="unknown", reason="gone", text=f"{trouble} {_GONE_SOMEHOW}", state=None)
    return replace(done, outcome=outcome, state=state)


def _with_escalation(done: Done, escalation: Escalation | None) -> Done:
    if escalation is None:
        return done
    return replace(done, escalation=escalation, text=f"{done.planned.decision.text} {escalation.text}")


def _state_of(planned: Planned) -> str | None:
    return planned.job.state if planned.job else None


def _first(error: Unavailable) -> str | None:
    return error.codes[0] if error.codes else None
