# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What datapump_master_table does: read, decide, plan, execute unless in check mode, read again, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Policy
from ansible_collections.dbops.datapump.plugins.module_utils._exclusion import turn, with_exclusion
from ansible_collections.dbops.datapump.plugins.module_utils._external import External, drop_external, plan_external
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Coverage, Database, Reading
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import explained
from ansible_collections.dbops.datapump.plugins.module_utils._reading import (
    CONTENT,
    EXTERNAL_TABLES,
    PRIVILEGES,
    RECYCLE_BIN,
    Reader,
)
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._shape import bin_facts, database_summary
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import (
    Planned,
    Target,
    plan_absent,
    plan_present,
    policy_of,
    targets_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._table_work import (
    ENTRY_NOT_READ,
    Done,
    Worker,
    not_attempted,
    predicted,
)
from ansible_collections.dbops.datapump.plugins.module_utils._unfinished import with_unfinished

CHANGES = frozenset({"dropped", "purged", "restored"})


def manage_master_tables(run: Run) -> Result:
    """The work of the module."""
    targets = targets_of(run.parameters)
    if not targets and not run.parameters["external_tables"]:
        return Result(False, {"tables": [], "external_tables": [], "actions": []})
    policy = policy_of(run.parameters)
    with session_with(run, lambda session: _read(Gateway(session), run.parameters, targets, policy)) as found:
        gateway, reading, plan = found
        external = plan_external(reading, run.parameters, policy, sum(1 for planned in plan if planned.steps))
        if run.check_mode:
            return _report(run, reading, tuple(predicted(planned) for planned in plan), external)
        is_work = any(planned.steps for planned in plan) or any(one.is_planned for one in external)
        with turn(run, gateway, reading.database, is_work) as mine:
            if mine.held_by_another is None:
                done = Worker(run, gateway, reading.database, policy).work(plan)
                is_known = all(item.outcome != "unknown" for item in done)
                external = drop_external(run, gateway, reading, external, policy.min_age, is_known)
            else:
                done = tuple(not_attempted(planned, "lock_held", mine.held_by_another) for planned in plan)
                external = [one.kept("lock_held", mine.held_by_another) if one.is_planned else one for one in external]
    return with_exclusion(_report(run, reading, done, external), mine)


def _read(
    gateway: Gateway, parameters: Parameters, targets: tuple[Target, ...], policy: Policy
) -> tuple[Gateway, Reading, tuple[Planned, ...]]:
    wanted = {(target.wish.owner, target.wish.name) for target in targets}
    absent = parameters["state"] == "absent"
    subsets = {CONTENT, PRIVILEGES} if absent else {RECYCLE_BIN, PRIVILEGES}
    if parameters["external_tables"]:
        subsets.add(EXTERNAL_TABLES)
    reading = Reader(gateway).read(subsets, lambda *job: job in wanted)
    if reading.coverage is Coverage.USER:
        gateway = gateway.as_owner()
    if absent:
        plan = plan_absent(gateway, reading, targets, policy, parameters["max_drops"])
        return gateway, reading, with_unfinished(gateway, plan)
    return gateway, reading, plan_present(gateway, reading, targets, policy)


def _report(run: Run, reading: Reading, done: tuple[Done, ...], external: list[External]) -> Result:
    done = tuple(
        replace(item, text=explained(reading, item.reason, item.text)) if item.outcome == "kept" else item
        for item in done
    )
    return Result(
        changed=any(_has_changed(item) for item in done) or any(one.outcome == "dropped" for one in external),
        values={
            "tables": [_table(reading.database, item) for item in done],
            "external_tables": [one.facts for one in external],
            "actions": [
                *(action for item in done for action in _actions(item)),
                *(one.action(run.check_mode) for one in external if one.sent),
            ],
            "database": database_summary(reading.database),
        },
        warnings=list(reading.warnings),
        diff={
            "before": _before(done) + _lines(one.line for one in external if one.exists),
            "after": _after(done) + _lines(one.line for one in external if one.exists and one.outcome != "dropped"),
        },
        failure=_failure(run, [*done, *external]),
    )


def _has_changed(done: Done) -> bool:
    """Also where only a first step was done: the entry of a kept table was removed, or a dropped one went by itself."""
    return done.outcome in CHANGES or any(sent.outcome in {"removed", *CHANGES} for sent in done.steps)


def _table(database: Database, done: Done) -> dict[str, Any]:
    wish = done.planned.target.wish
    job = done.planned.job
    return {
        "owner": wish.owner,
        "name": wish.name,
        "object_id": done.planned.object_id,
        "outcome": done.outcome,
        "reason": done.reason,
        "text": done.text,
        "option": done.option,
        "classification": job.classification.value if job else None,
        "guard": done.guard,
        "code": done.code,
        "recycle_bin": bin_facts(done.entry) if done.entry else None,
        "restorable": _restorable(done),
        "dbid": database.dbid,
        "con_uid": database.con_uid,
        "unfinished": asdict(done.planned.unfinished) if done.planned.unfinished else None,
    }


def _restorable(done: Done) -> bool | None:
    """Whether the table could be brought back; None for one that is not dropped, or only would be, or if unread."""
    if done.entry is not None:
        # The entry may be another table's, that was dropped under the same name.
        return done.entry.can_undrop if done.entry.object_id == done.planned.object_id else None
    if done.reason == ENTRY_NOT_READ:
        return None
    return False if done.outcome in ("dropped", "purged") and not done.is_prediction else None


def _actions(done: Done) -> list[dict[str, Any]]:
    wish = done.planned.target.wish
    return [
        {
            "action": sent.action.value,
            "owner": wish.owner,
            "name": wish.name,
            "object_id": done.planned.object_id,
            "reason": done.planned.decision.reason,
            "sql": sent.sql,
            "outcome": sent.outcome,
        }
        for sent in done.steps
    ]


def _before(done: tuple[Done, ...]) -> str:
    items = [item.planned for item in done if _exists(item.planned)]
    return _lines(_line(planned, "table" if planned.table else "dropped") for planned in items)


def _after(done: tuple[Done, ...]) -> str:
    words = {"dropped": "dropped", "restored": "table", "unknown": "unknown"}
    return _lines(
        _line(item.planned, words.get(item.outcome) or ("table" if item.planned.table else "dropped"))
        for item in done
        if _exists(item.planned) and item.outcome != "purged"
    )


def _exists(planned: Planned) -> bool:
    return planned.table is not None or planned.entry is not None


def _line(planned: Planned, what: str) -> str:
    wish = planned.target.wish
    return f"{shown(wish.owner)}.{shown(wish.name)} {planned.object_id} {what}"


def _lines(lines: Any) -> str:
    return "".join(f"{line}\n" for line in lines)


def _failure(run: Run, done: Sequence[Done | External]) -> str | None:
    unknown = [item for item in done if item.outcome == "unknown"]
    kept = [item for item in done if item.outcome == "kept"]
    if unknown:
        return "The outcome is unknown: " + "; ".join(_sentence(item) for item in unknown)
    if kept and run.parameters["on_kept"] == "fail":
        return "Kept: " + "; ".join(_sentence(item) for item in kept)
    return None


def _sentence(done: Done | External) -> str:
    named = done if isinstance(done, External) else done.planned.target.wish
    permits = f" (option {done.option})" if done.option else ""
    return f"{shown(named.owner)}.{shown(named.name)}: {done.text}{permits}"
