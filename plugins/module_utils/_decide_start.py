# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a job becomes one that runs, or that has run: made, resumed, adjusted or left alone. Pure, like `_decide`."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _lifecycle
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Classification,
    Restartable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision, kept
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state


class Course(str, enum.Enum):
    """What is done about a job that is to run."""

    CREATE = "create"
    RESUME = "resume"
    ADJUST = "adjust"
    RESUME_WHEN_STOPPED = "resume_when_stopped"
    LEAVE = "leave"


class DumpSet(str, enum.Enum):
    """What there is of the dump files that an export would write."""

    NONE = "none"
    COMPLETE = "complete"
    """All files of one set, written by a job of this owner and name."""
    OTHER = "other"
    """Files that are in the way."""


@dataclass(frozen=True)
class Wanted:
    """What is asked for. Operation and mode are None where the options define no job, and can only continue one."""

    owner: str
    name: str | None
    operation: str | None
    mode: str | None
    reuse_dumpfiles: bool = False


@dataclass(frozen=True)
class Observed:
    """What is there."""

    job: AssessedJob | None
    name_taken_by: tuple[str, ...] = ()
    """Types of objects of the owner that have the name of the job, and are not its master table."""
    dump_set: DumpSet | None = None
    """None where it was not looked for, or could not be told."""
    obstacle: str | None = None
    """A file in the way."""
    present: str | None = None
    """What is there that an import is not to be run for; None if it is to be run."""
    changes: tuple[Call, ...] = ()
    """Calls by which the job would become as it is asked for."""


@dataclass(frozen=True)
class Chosen:
    """The course, None if the job is left as it is against the wish. `outcome` is what comes of it."""

    course: Course | None
    outcome: str
    decision: Decision


_MASTER_TABLE_STAYS = "Drop its master table (datapump_master_table) to have the name free, or choose another name."


def decide_start(wanted: Wanted, seen: Observed) -> Chosen:
    """What to do so that the job runs, or has run."""
    job = seen.job
    if job is None:
        return _decide_new(wanted, seen)
    state = known_state(job.state)
    if job.classification in _REFUSALS:
        return _refused(*_REFUSALS[job.classification])
    if wanted.operation is not None and _kind(job.operation, job.mode) != (wanted.operation, wanted.mode):
        text = f"The job of this name is {job.operation} {job.mode}, and not {wanted.operation} {wanted.mode}."
        return _refused("another_job", text)
    if state is None:
        return _refused("state", f"The state {job.state} is not known here.")
    return _BY_STATE[state](wanted, seen, job)


def _kind(operation: str, mode: str) -> tuple[str, str]:
    """Operation and mode as OPEN takes them: exports that only estimate, and imports over a link, have other names."""
    return {"ESTIMATE": "EXPORT", "NETWORK": "IMPORT"}.get(operation, operation), mode


def _decide_new(wanted: Wanted, seen: Observed) -> Chosen:
    if wanted.operation is None:
        return _refused("no_such_job", "There is no such job to be resumed, and the options define none.", "operation")
    if seen.present is not None:
        return Chosen(Course.LEAVE, "already_present", Decision(True, "already_present", seen.present))
    if seen.name_taken_by:
        types = ", ".join(seen.name_taken_by)
        return _refused("name_taken", f"The owner has something else of this name: {types}.", "name")
    if seen.dump_set is DumpSet.COMPLETE and not wanted.reuse_dumpfiles:
        text = "The dump files are there, complete, and of a job of this owner and name."
        return Chosen(Course.LEAVE, "already_completed", Decision(True, "already_completed", text))
    if seen.dump_set is DumpSet.OTHER and not wanted.reuse_dumpfiles:
        text = f"A file is in the way that is not a complete dump set of this job: {seen.obstacle}."
        return _refused("dump_files_exist", text, "reuse_dumpfiles")
    return Chosen(Course.CREATE, "started", Decision(True, "no_such_job", "There is no such job yet."))


def _running(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    if seen.changes:
        return Chosen(Course.ADJUST, "adjusted", Decision(True, "differs", "The job runs, but not as asked for."))
    return Chosen(Course.LEAVE, "running", Decision(True, "running", f"The job is {job.state}."))


def _idling(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    return _not_restartable(job) or _resumed(f"The job is {job.state}: attached to, and not started again.")


def _ending(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    outcome = "already_completed" if job.state == State.COMPLETED.value else "running"
    return Chosen(Course.LEAVE, outcome, Decision(True, "completing", f"The job is {job.state}."))


def _stopping(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    refusal = _not_restartable(job)
    text = f"The job is {job.state}; it is resumed once it has stopped."
    return refusal or Chosen(Course.RESUME_WHEN_STOPPED, "resumed", Decision(True, "stopping", text))


def _defining(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    text = (
        "A client is defining the job, or left it so when it died. If it did, state=absent with kill removes the job,"
        " which has done nothing yet."
    )
    return _refused("being_defined", text, "kill")


def _undefined(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    return _refused(*_REFUSALS[Classification.UNDEFINED])


def _not_running(wanted: Wanted, seen: Observed, job: AssessedJob) -> Chosen:
    if job.classification is Classification.KEPT:
        if not wanted.reuse_dumpfiles:
            text = "The job has run; its master table was kept."
            return Chosen(Course.LEAVE, "already_completed", Decision(True, "already_completed", text))
        return _refused("kept_master", f"The job has run, and its master table was kept. {_MASTER_TABLE_STAYS}")
    if job.object_id is None:
        return _refused("unknown", "The job is listed, but its master table cannot be seen.")
    return _not_restartable(job) or _resumed("The job is not running, and has its master table.")


def _resumed(text: str) -> Chosen:
    return Chosen(Course.RESUME, "resumed", Decision(True, "resumable", text))


def _not_restartable(job: AssessedJob) -> Chosen | None:
    if job.mode in _lifecycle.NOT_RESTARTABLE_MODES:
        return _refused("not_restartable", f"Transportable jobs cannot be resumed. {_MASTER_TABLE_STAYS}")
    if job.restartable is Restartable.NO:
        return _refused("not_restartable", f"It is proven that the job cannot be resumed. {_MASTER_TABLE_STAYS}")
    return None


def _refused(reason: str, text: str, option: str | None = None) -> Chosen:
    return Chosen(None, "kept", kept(reason, text, option))


_REFUSALS: dict[Classification, tuple[Any, ...]] = {
    Classification.GHOST: (
        "ghost",
        "An instance holds a dead entry of this name without a master table. state=absent removes it.",
    ),
    Classification.WEDGED: (
        "wedged",
        "An instance holds a dead entry of this job beside its master table. state=absent with its digest removes the"
        " entry; the job can be resumed then.",
        "digest",
    ),
    Classification.UNDEFINED: (
        "undefined",
        "Oracle does not know the state of the job: its processes have to be ended on the database server.",
    ),
    Classification.LOOKALIKE: (
        "name_taken",
        "A table of this name has the comment of a master table, but not its columns. Choose another name.",
        "name",
    ),
}

_BY_STATE: dict[State, Callable[[Wanted, Observed, AssessedJob], Chosen]] = {
    State.DEFINING: _defining,
    State.EXECUTING: _running,
    State.IDLING: _idling,
    State.COMPLETING: _ending,
    State.COMPLETED: _ending,
    State.STOP_PENDING: _stopping,
    State.STOPPING: _stopping,
    State.STOPPED: _stopping,
    State.NOT_RUNNING: _not_running,
    State.UNDEFINED: _undefined,
}
