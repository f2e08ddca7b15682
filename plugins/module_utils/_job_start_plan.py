# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a job that is to run: what differs from what is there, and the calls that are made. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import Chosen, Course, Observed
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import (
    Call,
    Continuation,
    Definition,
    parameters_shown,
    shown_call,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import shown_attach
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._model import Content, Job

DEFAULT_DIRECTORY = "DATA_PUMP_DIR"
"""Where a file is that no directory is given for."""

_FLAGS = {"0": "0", "1": "1", "N": "0", "NO": "0", "Y": "1", "YES": "1"}


@dataclass(frozen=True)
class Difference:
    """A parameter that a job has otherwise than the task asks for. None: the job does not have it."""

    parameter: str
    job: str | None
    task: str


@dataclass(frozen=True)
class StartPlan:
    """What is to be done about one job so that it runs."""

    owner: str
    name: str | None
    definition: Definition | None
    continuation: Continuation
    chosen: Chosen
    seen: Observed
    differences: tuple[Difference, ...] = ()
    """Of parameters that cannot be changed while the job exists."""
    degree: int | None = None
    """Workers of the job as it is listed."""
    log_of_job: tuple[str | None, str] | None = None
    """Directory and name of the log file of the job that is there, as far as its master table tells."""

    @property
    def changes_something(self) -> bool:
        """Whether any call is made that changes the job."""
        return self.chosen.course not in (None, Course.LEAVE)

    @property
    def runs_as_is(self) -> bool:
        """Whether the job runs, so that it is attached to as it is and not brought to life."""
        return self.chosen.course in (Course.LEAVE, Course.ADJUST) and self.seen.job is not None

    @property
    def log_file(self) -> tuple[str | None, str] | None:
        """Directory and name of the job's log file, None if it has none or that is not known."""
        if self.log_of_job is not None or self.definition is None:
            return self.log_of_job
        return next(((file.directory, file.name) for file in self.definition.files if file.kind == "log"), None)

    @property
    def operation(self) -> str:
        """Operation of the job that is there, or else of the one to be made."""
        if self.seen.job is not None:
            return self.seen.job.operation
        return self.definition.operation if self.definition is not None else ""

    @property
    def state(self) -> str | None:
        """State of the job when it was read."""
        return self.seen.job.state if self.seen.job is not None else None


def changes_of(job: Job, content: Content | None, continuation: Continuation) -> tuple[Call, ...]:
    """Those calls of a continuation that would change something about the job that is there.

    Which dump files it has is known by its master table only: where that cannot be read none is added.
    """
    dead = not job.listed or job.listed[0].state == State.NOT_RUNNING.value
    degree = None if dead else job.listed[0].degree
    known = None if content is None else {(file.directory, file.name) for file in content.files}
    return tuple(call for call in continuation.calls if _would_change(call, dead, degree, known))


def differences_of(content: Content | None, definition: Definition | None) -> tuple[Difference, ...]:
    """What the options say otherwise than the job's own master table."""
    if content is None or definition is None:
        return ()
    has = dict(content.parameters)
    asked = {name: str(value) for name, value in parameters_shown(definition).items()}
    return tuple(
        Difference(name, has.get(name), value)
        for name, value in sorted(asked.items())
        if _comparable(has.get(name)) != _comparable(value)
    )


def log_of(content: Content | None) -> tuple[str | None, str] | None:
    """Directory and name of the log file that a master table knows."""
    files = content.files if content is not None else ()
    return next(((file.directory, file.name) for file in files if file.kind == "log" and file.name), None)


def calls_of(plan: StartPlan, run_id: str) -> list[str]:
    """The calls that are made, for people to read and in order; secrets are masked."""
    if plan.chosen.course is Course.CREATE and plan.definition is not None:
        calls = [plan.definition.open_call, *plan.definition.calls, log_entry(run_id), plan.definition.start]
        return [*map(shown_call, calls), shown_call(Call("DETACH"))]
    if not plan.changes_something:
        return []
    calls = [*plan.seen.changes, log_entry(run_id)]
    if plan.chosen.course is not Course.ADJUST:
        calls.append(plan.continuation.start)
    return [shown_attach(plan.owner, plan.name or ""), *map(shown_call, calls), shown_call(Call("DETACH"))]


def log_entry(run_id: str) -> Call:
    """The line in the log of the job that says by which run it was started, resumed or changed."""
    return Call("LOG_ENTRY", (("message", f"dbops.datapump run {run_id}"), ("log_file_only", 0)))


def _would_change(call: Call, dead: bool, degree: int | None, known: set[tuple[str | None, str | None]] | None) -> bool:
    if call.subprogram == "SET_PARALLEL":
        return dead or call.argument("degree") != degree
    if call.subprogram == "ADD_FILE":
        file = (call.argument("directory") or DEFAULT_DIRECTORY, call.argument("filename"))
        return known is not None and file not in known
    return dead


def _comparable(value: str | None) -> str:
    # A flag that is not there is off.
    return "0" if value is None else _FLAGS.get(value.upper(), value.upper())
