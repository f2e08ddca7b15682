# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of datapump_job: from options and one reading to one action for each job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    ALIVE,
    Action,
    Decision,
    Policy,
    Wish,
    not_quiescent,
    patterns_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide_job import (
    decide_kill,
    decide_removal,
    decide_stop,
    is_stopping,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import (
    DEFAULT_WAIT,
    escalation_after,
    patience,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_reasons import kill_statements
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import NOT_RESTARTABLE_MODES, State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Coverage,
    Reading,
)
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed


@dataclass(frozen=True)
class StopOptions:
    """How to stop. `delay`, `patience` and `escalate_after` in seconds."""

    immediate: bool
    delay: int
    accept_loss: bool
    accept_clients: bool
    patience: int
    escalate_after: int | None = None
    """When a stop that is pending still is made immediate; None: never."""

    @classmethod
    def of(cls, parameters: Parameters) -> StopOptions:
        """From the options of the module."""
        return cls(
            parameters["immediate"],
            parameters["delay"],
            parameters["accept_job_loss"],
            parameters["stop_with_clients"],
            patience(parameters) or DEFAULT_WAIT,
            escalation_after(parameters),
        )

    @property
    def delay_until_escalated(self) -> int:
        """For an orderly stop that may be made immediate: Oracle must not detach the second session before that."""
        return max(self.delay, (self.escalate_after or 0) + _LEEWAY)


_LEEWAY = 30
"""Seconds by which looking at a job may be late."""


REMOVAL = StopOptions(immediate=False, delay=60, accept_loss=False, accept_clients=False, patience=120)
"""How the entry of a wedged job is removed before its table is dropped."""


@dataclass(frozen=True)
class Planned:
    """What is to be done about one job; no action when it is kept or as asked for already."""

    wish: Wish
    decision: Decision
    action: Action | None
    outcome: str
    job: AssessedJob | None = None
    instances: tuple[int, ...] = ()
    """Those that hold an entry of the job in memory."""
    rows_digest: str | None = None
    """Of the control rows of the master table that the entry to be removed has too."""
    kill_statements: tuple[str, ...] = ()
    """What would end the control process of the job."""

    @property
    def leaves_table(self) -> bool:
        """Whether the job is listed, by its table, when its entry is gone from memory."""
        return self.action is Action.REMOVE and self.job is not None and self.job.object_id is not None


def wishes_of(parameters: Parameters) -> tuple[Wish, ...]:
    """The jobs asked for, in order."""
    entries: list[Mapping[str, Any]] = [parameters] if parameters["jobs"] is None else parameters["jobs"]
    return tuple(
        Wish(
            entry["owner"],
            entry["name"],
            digest=entry["digest"],
            dbid=entry["dbid"],
            con_uid=entry["con_uid"],
        )
        for entry in entries
    )


def plan_jobs(reading: Reading, wishes: tuple[Wish, ...], parameters: Parameters) -> tuple[Planned, ...]:
    """An action for each job that is to become what was asked for."""
    policy = Policy(
        protect=patterns_of(parameters["protect"]),
        accept_job_loss=parameters["accept_job_loss"],
        kill=parameters["kill"],
        accept_dumpfile_deletion=parameters["accept_dumpfile_deletion"],
        accept_partial_import=parameters["accept_partial_import"],
        stop_with_clients=parameters["stop_with_clients"],
    )
    jobs = {(job.owner, job.name): job for job in reading.jobs}
    plan_one = {"absent": _plan_absent, "stopped": _plan_stop}[parameters["state"]]
    plan = []
    for wish in wishes:
        job = jobs.get((wish.owner, wish.name))
        planned = plan_one(reading, assessed(job, assess(reading, job)) if job else None, wish, policy)
        if job is not None:
            held_by = tuple(sorted({entry.instance for entry in job.entries}))
            planned = replace(
                planned,
                instances=held_by,
                rows_digest=job.content.rows_digest if job.content is not None else None,
                kill_statements=kill_statements(job.sessions),
            )
        plan.append(planned)
    return tuple(plan)


def may_escalate(planned: Planned, options: StopOptions) -> bool:
    """Whether a second session is attached beforehand: only to a job that works, is known again and can be resumed."""
    job = planned.job
    if options.escalate_after is None or planned.action is not Action.STOP or job is None or job.object_id is None:
        return False
    return known_state(job.state) is State.EXECUTING and job.mode not in NOT_RESTARTABLE_MODES


def is_pending(state: str | None) -> bool:
    """Whether a job waits for its workers to finish, and nobody can attach to it."""
    return known_state(state) is State.STOP_PENDING


def escalation_calls(planned: Planned, options: StopOptions) -> str:
    """The calls of the second session, for people to read. It attaches before the orderly stop."""
    return f"{_attach_call('h2', planned)} SYS.DBMS_DATAPUMP.STOP_JOB(h2, immediate => 1, delay => {options.delay});"


def calls_of(planned: Planned, options: StopOptions) -> str:
    """The calls that are made, for people to read."""
    if planned.action is Action.AWAIT:
        return ""
    how = f"immediate => {int(options.immediate and planned.action is Action.STOP)}"
    if planned.action is Action.KILL:
        how = "immediate => 1, keep_master => 0"
    delay = options.delay_until_escalated if may_escalate(planned, options) else options.delay
    ending = f"STOP_JOB(h, {how}, delay => {delay})"
    if planned.leaves_table:
        ending = "DETACH(h)"
    return f"{_attach_call('h', planned)} SYS.DBMS_DATAPUMP.{ending};"


def plan_removal(job: AssessedJob | None, wish: Wish, instances: tuple[int, ...], rows_digest: str | None) -> Planned:
    """The removal of a dead entry that something else depends on, and that was decided there."""
    decision = Decision(True, "confirmed", "It must go before the table can.")
    return Planned(wish, decision, Action.REMOVE, "removed", job, instances, rows_digest)


def _attach_call(handle: str, planned: Planned) -> str:
    name, owner = (value.replace("'", "''") for value in (planned.wish.name, planned.wish.owner))
    return f"{handle} := SYS.DBMS_DATAPUMP.ATTACH('{name}', '{owner}');"


def _plan_absent(reading: Reading, job: AssessedJob | None, wish: Wish, policy: Policy) -> Planned:
    refusal = refusal_here(reading.database, wish)
    if refusal:
        return Planned(wish, refusal, None, "kept", job)
    if job is None:
        return _planned_absent(reading, wish)
    action, outcome, decide = Action.REMOVE, "removed", decide_removal
    if policy.kill and job.classification in ALIVE:
        action, outcome, decide = Action.KILL, "killed", decide_kill
    decision = decide(reading.database, job, wish, policy)
    if not decision.permitted:
        return Planned(wish, decision, None, "kept", job)
    return Planned(wish, decision, action, outcome, job)


def _plan_stop(reading: Reading, job: AssessedJob | None, wish: Wish, policy: Policy) -> Planned:
    refusal = refusal_here(reading.database, wish)
    if refusal:
        return Planned(wish, refusal, None, "kept", job)
    if job is None:
        return Planned(wish, Decision(False, "no_such_job", "There is no such job to be stopped."), None, "kept")
    if job.state == "NOT RUNNING" and job.object_id is not None:
        alive = not_quiescent(job)
        if alive:
            return Planned(wish, alive, None, "kept", job)
        return Planned(wish, Decision(False, "not_running", "The job is not running."), None, "already_stopped", job)
    if is_stopping(job):
        decision = Decision(True, "stopping", f"The job is {job.state}, and was told to stop by somebody else.")
        return Planned(wish, decision, Action.AWAIT, "already_stopped", job)
    decision = decide_stop(reading.database, job, wish, policy)
    return Planned(
        wish, decision, Action.STOP if decision.permitted else None, "stopped" if decision.permitted else "kept", job
    )


def _planned_absent(reading: Reading, wish: Wish) -> Planned:
    if reading.coverage is Coverage.USER and wish.owner != reading.database.session_user:
        text = "Jobs of other users cannot be seen by this user."
        return Planned(wish, Decision(False, "not_visible", text), None, "kept")
    if not reading.database.complete:
        text = "It is not listed, but not every instance answered."
        return Planned(wish, Decision(False, "evidence_incomplete", text), None, "kept")
    return Planned(wish, Decision(False, "absent", "There is no such job."), None, "already_absent")
