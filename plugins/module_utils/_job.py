# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What datapump_job does: read, decide, plan, execute unless in check mode, read again, report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action, Wish
from ansible_collections.dbops.datapump.plugins.module_utils._exclusion import turn, with_exclusion
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import (
    Planned,
    StopOptions,
    escalation_calls,
    may_escalate,
    plan_jobs,
    wishes_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_start import start_job
from ansible_collections.dbops.datapump.plugins.module_utils._job_work import (
    Done,
    Worker,
    not_attempted,
    predicted,
)
from ansible_collections.dbops.datapump.plugins.module_utils._model import Coverage, Reading
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import explained
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, PRIVILEGES, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._shape import database_summary

_UNSETTLED = frozenset({"stopping", "unknown"})


def manage_jobs(run: Run) -> Result:
    """The work of the module."""
    if run.parameters["state"] in ("started", "completed"):
        return start_job(run)
    wishes = wishes_of(run.parameters)
    if not wishes:
        return Result(False, {"jobs": [], "actions": []})
    options = StopOptions.of(run.parameters)
    with session_with(run, lambda session: _read(Gateway(session), run.parameters, wishes)) as (gateway, reading, plan):
        if run.check_mode:
            return _report(run, reading, tuple(predicted(planned, options) for planned in plan))
        with turn(run, gateway, reading.database, any(_sends_something(planned) for planned in plan)) as mine:
            if mine.held_by_another is None:
                with Worker(run, gateway, reading.database, options, reading.coverage is Coverage.USER) as worker:
                    done = tuple(worker.work(planned) for planned in plan)
            else:
                done = tuple(not_attempted(planned, "lock_held", mine.held_by_another) for planned in plan)
    return with_exclusion(_report(run, reading, done), mine)


def _sends_something(planned: Planned) -> bool:
    return planned.action not in (None, Action.AWAIT)


def _read(
    gateway: Gateway, parameters: Parameters, wishes: tuple[Wish, ...]
) -> tuple[Gateway, Reading, tuple[Planned, ...]]:
    # Only a digest that was given makes the control rows count.
    reviewed = {(wish.owner, wish.name) for wish in wishes if wish.digest}
    reading = Reader(gateway).read({CONTENT, PRIVILEGES} if reviewed else {PRIVILEGES}, lambda *job: job in reviewed)
    return gateway, reading, plan_jobs(reading, wishes, parameters)


def _report(run: Run, reading: Reading, done: tuple[Done, ...]) -> Result:
    options = StopOptions.of(run.parameters)
    done = tuple(
        replace(item, text=explained(reading, item.reason, item.text)) if item.outcome == "kept" else item
        for item in done
    )
    return Result(
        changed=any(item.changes_something for item in done),
        values={
            "jobs": [_job(item) for item in done],
            "actions": [action for item in done if item.calls for action in _actions(item, options)],
            "database": database_summary(reading.database),
        },
        warnings=list(reading.warnings),
        diff={
            "before": "".join(_line(item, item.planned.job.state) for item in done if item.planned.job),
            "after": "".join(_line(item, item.state) for item in done if item.planned.job and item.state is not None),
        },
        failure=_failure(run, done),
    )


def _job(done: Done) -> dict[str, Any]:
    job = done.planned.job
    return {
        "owner": done.planned.wish.owner,
        "name": done.planned.wish.name,
        "outcome": done.outcome,
        "reason": done.reason,
        "text": done.text,
        "option": done.option,
        "classification": job.classification.value if job else None,
        "state": done.state,
        "code": done.code,
    }


def _actions(done: Done, options: StopOptions) -> list[dict[str, Any]]:
    """What was sent for a job, or would be: one step, or a stop and what makes it immediate."""
    step = _action(done)
    if done.is_prediction and may_escalate(done.planned, options):
        outcome, reason = "planned", "stop_pending"
    elif done.escalation is None:
        return [step]
    elif done.escalation.outcome == "sent":
        outcome, reason = done.outcome, done.escalation.reason
        step["outcome"] = "stopping"
    else:
        outcome, reason = done.escalation.outcome, done.escalation.reason
    sql = escalation_calls(done.planned, options)
    escalation = {"action": "escalate", "reason": reason, "sql": sql, "outcome": outcome}
    return [step, {**step, **escalation, "after": options.escalate_after}]


def _action(done: Done) -> dict[str, Any]:
    action = done.planned.action
    return {
        "action": action.value if action else None,
        "owner": done.planned.wish.owner,
        "name": done.planned.wish.name,
        "reason": done.planned.decision.reason,
        "sql": done.calls,
        "session_user": done.planned.wish.owner,
        "outcome": "planned" if done.is_prediction else done.outcome,
    }


def _line(done: Done, state: str | None) -> str:
    return f"{shown(done.planned.wish.owner)}.{shown(done.planned.wish.name)} {state}\n"


def _failure(run: Run, done: tuple[Done, ...]) -> str | None:
    unsettled = [item for item in done if item.outcome in _UNSETTLED]
    kept = [item for item in done if item.outcome == "kept"]
    if unsettled:
        return "Not known to have ended: " + "; ".join(_sentence(item) for item in unsettled)
    if kept and run.parameters["on_kept"] == "fail":
        return "Kept: " + "; ".join(_sentence(item) for item in kept)
    return None


def _sentence(done: Done) -> str:
    wish = done.planned.wish
    permits = f" (option {done.option})" if done.option else ""
    return f"{shown(wish.owner)}.{shown(wish.name)}: {done.text}{permits}"
