# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What datapump_job does for a job that is to run, or to have run: read, decide, begin, wait, report."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils import _job_start_read
from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import Course
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DeadlineExceeded, Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._exclusion import turn, with_exclusion
from ansible_collections.dbops.datapump.plugins.module_utils._job_begin import (
    LeftBehind,
    Progress,
    adjust,
    create,
    listed_as_running,
    resume,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallFailed, CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import patience
from ansible_collections.dbops.datapump.plugins.module_utils._job_finish import Finisher
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_needs import may_attach_by_role
from ansible_collections.dbops.datapump.plugins.module_utils._job_settle import begun_after_all, wait_until_stopped
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import StartPlan, calls_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_report import (
    Done,
    action_value,
    as_planned,
    diff_of,
    failure_of,
    job_value,
    not_begun,
    predicted,
)
from ansible_collections.dbops.datapump.plugins.module_utils._model import Reading
from ansible_collections.dbops.datapump.plugins.module_utils._owner_sessions import OwnerSessions, no_session
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import explained
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._shape import database_summary

_GONE = frozenset({"ORA-31623", "ORA-31626", "ORA-31632", "ORA-39004"})
"""What a job says that is not what it was when it was read: gone, or in another state."""
_TIME_OVER = "The time for this run is over."
_OVERTAKEN = "overtaken"
_FURTHER_ATTEMPTS = 2
"""How often it is begun again with a new reading when somebody else, or time, was faster."""
_LOST = "The connection was lost while the job was begun"


def start_job(run: Run) -> Result:
    """The work of the module for the states started and completed."""
    result, overtaken = _attempt(run)
    for dummy in range(_FURTHER_ATTEMPTS):
        if not overtaken or run.time_left() <= 0:
            break
        result, overtaken = _attempt(run)
    return result


def _attempt(run: Run) -> tuple[Result, bool]:
    """The result, and whether it only is that the job was another one, or none, when it was attached to."""
    parameters = run.parameters
    with session_with(run, lambda session: _read(JobGateway(session), run)) as (gateway, reading):
        with OwnerSessions(run, reading.database, gateway) as owners:
            plan = _job_start_read.plan(gateway, owners, reading, parameters)
            if run.check_mode:
                done = predicted(plan, calls_of(plan, run.run_id), parameters["state"] == "completed")
                return _report(run, reading, done), False
            if may_attach_by_role(plan.operation, reading.privileges) and plan.runs_as_is:
                owners.permit_role(plan.owner)
            starter = Starter(run, owners, plan)
            with turn(run, gateway, reading.database, plan.changes_something) as mine:
                if mine.held_by_another is None:
                    done = starter.begin()
                else:
                    done = not_begun(plan, "lock_held", mine.held_by_another)
            if starter.client is not None:
                done = _finished(run, owners, starter.client, done)
    return with_exclusion(_report(run, reading, done), mine), done.reason == _OVERTAKEN


class Starter:
    """Brings a job to run. Where it does, `client` is attached to it afterwards."""

    def __init__(self, run: Run, owners: OwnerSessions, plan: StartPlan) -> None:
        self._run = run
        self._owners = owners
        self._plan = plan
        self._sent: list[str] = []
        self._progress = Progress(plan.name)
        self.client: JobClient | None = None

    def begin(self) -> Done:
        """Make, resume or adjust the job, as planned."""
        plan = self._plan
        if plan.chosen.course is None or (plan.chosen.course is Course.LEAVE and plan.chosen.outcome != "running"):
            return as_planned(plan)
        if self._is_too_late():
            return not_begun(plan, "not_attempted", _TIME_OVER)
        try:
            gateway = self._owners.gateway(plan.owner)
        except DeadlineExceeded:
            return not_begun(plan, "not_attempted", _TIME_OVER)
        except Unavailable as error:
            if plan.changes_something or self._run.parameters["state"] == "completed":
                return not_begun(plan, "no_owner_session", no_session(plan.owner, error), error.codes)
            return as_planned(plan)
        # A signal may have come while the owner's session was opened and looked at.
        if self._is_too_late():
            return not_begun(plan, "not_attempted", _TIME_OVER)
        try:
            return self._begun(gateway)
        except DeadlineExceeded:
            return self._after_loss(_TIME_OVER, ())
        except (CallFailed, CallRefused) as failure:
            gone = plan.seen.job is not None and not _GONE.isdisjoint(failure.codes)
            reason = _OVERTAKEN if gone else "refused_by_database"
            done = not_begun(plan, reason, str(failure), failure.codes, "failed")
            done = replace(done, option=failure.option, calls=tuple(self._sent), name=self._progress.name)
            return replace(done, changed=isinstance(failure, LeftBehind))
        except DatabaseError as error:
            if not error.connection_lost:
                reason = "refused_by_database" if _GONE.isdisjoint(error.codes) else _OVERTAKEN
                return not_begun(plan, reason, str(error), error.codes, "failed")
            return self._after_loss(f"{_LOST} ({error.code}).", error.codes)

    def _is_too_late(self) -> bool:
        return self._plan.changes_something and self._run.time_left() <= 0

    def _begun(self, gateway: JobGateway) -> Done:
        plan = self._plan
        client = JobClient(gateway, plan.operation)
        self._sent = client.sent
        if plan.chosen.course is Course.CREATE and plan.definition is not None:
            create(client, plan.definition, self._run.run_id, self._progress)
        elif plan.chosen.course is Course.ADJUST:
            adjust(client, plan, self._run.run_id)
        elif plan.chosen.course is Course.LEAVE:
            if self._run.parameters["state"] != "completed":
                return as_planned(plan)
            client.attach_as_listed(plan.owner, plan.name, plan.state)
        else:
            state = plan.state
            if plan.chosen.course is Course.RESUME_WHEN_STOPPED:
                allowed = patience(self._run.parameters) or self._run.time_left()
                state = wait_until_stopped(gateway, plan.name, min(allowed, self._run.time_left() / 2))
            if not resume(client, plan, state, self._run.run_id, self._progress):
                self.client = client
                text = "The job runs already, and was only listed as not running."
                return replace(not_begun(plan, "running", text, outcome="running"), state=client.state.value)
        self.client = client
        return self._done(client)

    def _done(self, client: JobClient) -> Done:
        plan = self._plan
        if plan.chosen.course not in (Course.ADJUST, Course.LEAVE):
            listed_as_running(client, self._progress.name)
        decision = plan.chosen.decision
        return Done(
            plan,
            plan.chosen.outcome,
            decision.reason,
            decision.text,
            name=self._progress.name,
            state=client.state.value,
            calls=tuple(self._sent),
            changed=plan.changes_something,
            errors=tuple(client.messages),
        )

    def _after_loss(self, trouble: str, codes: tuple[str, ...]) -> Done:
        """Find out in a new session what has become of a job whose connection was lost while it was begun."""
        plan, name = self._plan, self._progress.name
        lost = Done(plan, "unknown", "connection_lost", trouble, name=name, codes=codes, calls=tuple(self._sent))
        self._owners.lost(plan.owner)
        if plan.chosen.course is Course.ADJUST:
            text = f"{trouble} Which of the changes were made cannot be told; the same task makes the others."
            return replace(lost, text=text, changed=True)
        try:
            gateway = self._owners.gateway(plan.owner)
            begun = begun_after_all(gateway, self._progress, plan.chosen.course is not Course.CREATE)
            state = gateway.listed_state(name)
        except (DatabaseError, Unavailable, DeadlineExceeded) as error:
            return replace(lost, text=f"{trouble} {error}")
        if begun is None:
            text = f"{trouble} Whether the job ran cannot be told: datapump_facts and its log show."
            return replace(lost, text=text, state=state, changed=True)
        if not begun:
            text = f"{trouble} The job was not started, and nothing of it is left that was not there before."
            return replace(lost, outcome="failed", text=text, state=state)
        client = JobClient(gateway, plan.operation)
        try:
            client.attach_as_listed(plan.owner, name, state)
        except (CallFailed, CallRefused, DatabaseError):
            pass
        else:
            self.client = client
        decision = plan.chosen.decision
        return replace(
            lost, outcome=plan.chosen.outcome, reason=decision.reason, text=decision.text, state=state, changed=True
        )


def _finished(run: Run, owners: OwnerSessions, client: JobClient, done: Done) -> Done:
    """The job that was begun, left to itself or waited for."""
    if run.parameters["state"] == "completed":
        done = Finisher(run, owners, done, client).finish()
    client.detach()
    return replace(done, calls=tuple(client.sent) if done.changed else ())


def _read(gateway: JobGateway, run: Run) -> tuple[JobGateway, Reading]:
    return gateway, _job_start_read.read(gateway, run.parameters)


def _report(run: Run, reading: Reading, done: Done) -> Result:
    if done.outcome == "kept":
        done = replace(done, text=explained(reading, done.reason, done.text))
    warnings = [*reading.warnings, *(done.plan.definition.warnings if done.plan.definition else ())]
    if done.plan.differences:
        names = ", ".join(difference.parameter for difference in done.plan.differences)
        warnings.append(f"The job exists with other parameters than the task's, which stay as they are: {names}.")
    return Result(
        changed=done.changed,
        values={
            "jobs": [job_value(done)],
            "actions": [action_value(done)] if done.calls else [],
            "database": database_summary(reading.database),
        },
        warnings=warnings,
        diff=diff_of(done),
        failure=failure_of(done, run.parameters["on_kept"] == "fail"),
    )
