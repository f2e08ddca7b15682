# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a job that was to run, and the result that tells of it. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import Course
from ansible_collections.dbops.datapump.plugins.module_utils._job_outcome import Watched
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import StartPlan
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import JobStatus, Message, pace
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown

FAILURES = frozenset(
    {"failed", "unknown", "completed_with_errors", "stopped", "aborted", "still_running", "still_stopping"}
)
"""Outcomes of a job that was to run that fail the task."""
MOST_LINES = 200
"""Error lines that are returned. A job may have any number; they all are in its log."""


@dataclass(frozen=True)
class Done:
    """What became of the job."""

    plan: StartPlan
    outcome: str
    reason: str
    text: str
    option: str | None = None
    name: str | None = None
    """Of the job, which is the plan's or one that Oracle made up."""
    state: str | None = None
    codes: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    """Those that were made, or would be; empty when nothing was changed."""
    changed: bool = False
    errors: tuple[Message, ...] = ()
    watched: Watched | None = None
    is_prediction: bool = False


def predicted(plan: StartPlan, calls: list[str], waits: bool) -> Done:
    """What would become of it."""
    decision = plan.chosen.decision
    outcome, state = plan.chosen.outcome, plan.state
    if plan.changes_something:
        state = State.EXECUTING.value
    if waits and outcome in ("started", "resumed", "adjusted", "running"):
        outcome, state = "completed", None
    return Done(
        plan,
        outcome,
        decision.reason,
        decision.text,
        decision.option,
        plan.name,
        state,
        calls=tuple(calls),
        changed=plan.changes_something,
        is_prediction=True,
    )


def not_begun(plan: StartPlan, reason: str, text: str, codes: tuple[str, ...] = (), outcome: str = "kept") -> Done:
    """What becomes of it when nothing was changed."""
    return Done(plan, outcome, reason, text, name=plan.name, state=plan.state, codes=codes)


def as_planned(plan: StartPlan) -> Done:
    """A job that is left alone, as decided."""
    decision = plan.chosen.decision
    return replace(not_begun(plan, decision.reason, decision.text, outcome=plan.chosen.outcome), option=decision.option)


def job_value(done: Done) -> dict[str, Any]:
    """The job as the module returns it."""
    job = done.plan.seen.job
    last = done.watched.last if done.watched else None
    return {
        "owner": done.plan.owner,
        "name": done.name,
        "outcome": done.outcome,
        "reason": done.reason,
        "text": done.text,
        "option": done.option,
        "classification": job.classification.value if job else None,
        "state": done.state,
        "code": done.codes[0] if done.codes else None,
        "codes": list(done.codes),
        "differences": [asdict(difference) for difference in done.plan.differences],
        "errors": [{"code": error.code, "text": error.text} for error in done.errors[:MOST_LINES]],
        "error_count": done.watched.error_count if done.watched else None,
        "progress": None if last is None else _progress(done.watched, last),
    }


def action_value(done: Done) -> dict[str, Any]:
    """What was done, or would be, as the module returns it."""
    course = done.plan.chosen.course
    return {
        "action": course.value if course else None,
        "owner": done.plan.owner,
        "name": done.name,
        "reason": done.plan.chosen.decision.reason,
        "sql": "\n".join(done.calls),
        "session_user": done.plan.owner,
        "outcome": "planned" if done.is_prediction else done.outcome,
    }


def diff_of(done: Done) -> dict[str, str]:
    """The job before and after. What cannot be changed is shown with what was asked for beside it."""
    plan = done.plan
    job = f"{shown(plan.owner)}.{shown(done.name or '(name made up by Oracle)')}"
    before = [f"{job} {plan.state}"] if plan.seen.job is not None else []
    after = [f"{job} {done.state}"] if done.state is not None else []
    if plan.chosen.course is Course.ADJUST:
        before += [f"degree: {plan.degree}"]
        degrees = [call.argument("degree") for call in plan.seen.changes if call.subprogram == "SET_PARALLEL"]
        after += [f"degree: {degrees[0] if degrees else plan.degree}"]
        after += [f"dump file: {call.argument('filename')}" for call in plan.seen.changes if _adds_file(call)]
    for difference in plan.differences:
        before.append(f"{difference.parameter}: {difference.job}")
        after.append(f"{difference.parameter}: {difference.job} (the task says {difference.task})")
    return {"before": _lines(before), "after": _lines(after)}


def failure_of(done: Done, kept_fails: bool) -> str | None:
    """Why the task fails, None if it does not."""
    if done.is_prediction and done.outcome != "kept":
        return None
    if done.outcome not in FAILURES and not (done.outcome == "kept" and kept_fails):
        return None
    job = f"{shown(done.plan.owner)}.{shown(done.name)}: " if done.name else ""
    permits = f" (option {done.option})" if done.option else ""
    return f"{job}{done.text}{permits}"


def _adds_file(call: Any) -> bool:
    return bool(call.subprogram == "ADD_FILE")


def _progress(watched: Watched | None, last: JobStatus) -> dict[str, Any]:
    speed = pace(watched.first, last) if watched is not None and watched.first is not None else None
    return {
        "percent": last.percent,
        "bytes_done": last.bytes_done,
        "bytes_total": last.bytes_total,
        "bytes_per_second": round(speed.bytes_per_second) if speed and speed.bytes_per_second is not None else None,
        "seconds_left": speed.left_seconds if speed else None,
        "degree": last.degree,
        "workers": [asdict(worker) for worker in last.workers],
        "dump_files": [{"path": path, "bytes_written": size} for path, size in last.dump_files],
    }


def _lines(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
