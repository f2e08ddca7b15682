# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of datapump_master_table: from options and one reading to one step for each table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import seconds
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    Action,
    Decision,
    Policy,
    Wish,
    cannot_be_undone,
    decide_drop,
    is_protected,
    over_limit,
    patterns_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import REMOVAL, calls_of, plan_removal
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    BinEntry,
    Content,
    Coverage,
    Job,
    MasterTable,
    Reading,
    UnfinishedObject,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import quoted
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import refusal as lacking_grants
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed


@dataclass(frozen=True)
class Target:
    """One table asked for."""

    wish: Wish
    purge: bool
    bin_name: str | None = None
    dropscn: int | None = None


@dataclass(frozen=True)
class Unfinished:
    """What a job had not done. `left` is None for more objects than can be counted quickly."""

    left: int | None
    objects: tuple[UnfinishedObject, ...]
    """The first of them."""


@dataclass(frozen=True)
class Planned:
    """What is to be done about one table: the steps in order, none when it is kept or as asked for already."""

    target: Target
    decision: Decision
    steps: tuple[Action, ...]
    outcome: str
    """What becomes of it when every step succeeds."""
    job: AssessedJob | None = None
    table: MasterTable | None = None
    rows_digest: str | None = None
    entry: BinEntry | None = None
    """Its entry in the recycle bin before the first step."""
    instances: tuple[int, ...] = ()
    """Those that hold an entry of its job in memory."""
    content: Content | None = None
    """What its control rows said when they were read."""
    unfinished: Unfinished | None = None
    """Of an import whose table is to go."""

    @property
    def without_undo(self) -> bool:
        """Whether the recycle bin cannot hold the table."""
        return self.table is not None and cannot_be_undone(self.table.owner, self.table.tablespace)

    @property
    def object_id(self) -> int | None:
        """Number of the table, as far as it is known."""
        if self.table is not None:
            return self.table.object_id
        return self.entry.object_id if self.entry is not None else self.target.wish.object_id


def targets_of(parameters: Parameters) -> tuple[Target, ...]:
    """The tables asked for, in order."""
    entries = parameters["tables"]
    if entries is None:
        entries = [] if parameters["owner"] is None else [parameters]
    return tuple(_target(entry, parameters["purge"]) for entry in entries)


def policy_of(parameters: Parameters) -> Policy:
    """The conditions that hold for all tables of a run."""
    return Policy(
        min_age=seconds("min_age", parameters["min_age"]),
        protect=patterns_of(parameters["protect"]),
        allow_restartable=parameters["allow_restartable"],
        accept_no_undo=parameters["accept_no_undo"],
    )


def sql_of(step: Action, wish: Wish, entry: BinEntry | None) -> str:
    """The statement the database builds for itself; this copy of it is for people to read only."""
    owner = quoted(wish.owner)
    if step is Action.REMOVE:
        return calls_of(plan_removal(None, wish, (), None), REMOVAL)
    if step is Action.DROP:
        return f"DROP TABLE {owner}.{quoted(wish.name)}"
    binned = quoted(entry.object_name) if entry else '"BIN$..."'
    if step is Action.PURGE:
        return f"PURGE TABLE {owner}.{binned}"
    return f"FLASHBACK TABLE {owner}.{binned} TO BEFORE DROP"


def plan_absent(
    gateway: Gateway, reading: Reading, targets: tuple[Target, ...], policy: Policy, max_drops: int
) -> tuple[Planned, ...]:
    """A step for each table that is to go. Reads what the reading did not cover; changes nothing."""
    jobs = {(job.owner, job.name): job for job in reading.jobs}
    plan = tuple(
        _plan_purge(gateway, reading, target, policy)
        if target.bin_name
        else _plan_drop(gateway, reading, jobs.get((target.wish.owner, target.wish.name)), target, policy)
        for target in targets
    )
    refusal = over_limit((planned.decision for planned in plan if planned.steps), max_drops)
    if refusal is None:
        return plan
    return tuple(
        replace(planned, decision=refusal, steps=(), outcome="kept") if planned.steps else planned for planned in plan
    )


def plan_present(
    gateway: Gateway, reading: Reading, targets: tuple[Target, ...], policy: Policy
) -> tuple[Planned, ...]:
    """A step for each table that is to be brought back. Reads the recycle bin; changes nothing."""
    tables = {(job.owner, job.name): job.table for job in reading.jobs if job.table}
    return tuple(
        _plan_restore(gateway, reading, tables.get((target.wish.owner, target.wish.name)), target, policy)
        for target in targets
    )


def _target(entry: Mapping[str, Any], purge: bool) -> Target:
    wish = Wish(entry["owner"], entry["name"], entry["object_id"], entry["digest"], entry["dbid"], entry["con_uid"])
    override = entry.get("purge")
    return Target(wish, purge if override is None else override, entry["recycle_bin_name"], entry["dropscn"])


def _plan_drop(gateway: Gateway, reading: Reading, job: Job | None, target: Target, policy: Policy) -> Planned:
    refusal = refusal_here(reading.database, target.wish)
    if refusal:
        return Planned(target, refusal, (), "kept")
    if job is None or job.table is None:
        return _plan_without_table(gateway, reading, job, target)
    found = assessed(job, assess(reading, job))
    decision = decide_drop(reading.database, found, target.wish, policy)
    decision = decision if not decision.permitted else lacking_grants(reading, job.owner) or decision
    if not decision.permitted:
        return Planned(target, decision, (), "kept", found, job.table)
    steps: tuple[Action, ...] = (Action.DROP, Action.PURGE) if target.purge else (Action.DROP,)
    if job.entries:
        # Removing the entry writes to the table, so that what is dropped is not what was reviewed any more: should the
        # owner have attached in the same moment, only the recycle bin can give the table back.
        steps = (Action.REMOVE, Action.DROP)
    return Planned(
        target,
        decision,
        steps,
        "purged" if Action.PURGE in steps else "dropped",
        found,
        job.table,
        job.content.rows_digest if job.content else None,
        instances=tuple(sorted({entry.instance for entry in job.entries})),
        content=job.content,
    )


def _plan_without_table(gateway: Gateway, reading: Reading, job: Job | None, target: Target) -> Planned:
    wish = target.wish
    if reading.coverage is Coverage.USER and wish.owner != reading.database.session_user:
        return _kept(target, "not_visible", "Tables of other users cannot be seen by this user.")
    if not reading.tables_read:
        return _kept(target, "not_visible", "Whether there is such a master table could not be read.")
    objects = gateway.object_by_name(wish.owner, wish.name)
    if any(kind == "TABLE" for _number, kind in objects):
        return _kept(
            target, "not_a_master_table", "The table of this name does not have the comment of a master table."
        )
    number = wish.object_id
    dropped = gateway.dropped_table(wish.owner, number) if number is not None else []
    entry = next(iter(dropped), None)
    # A dropped table keeps its number and has its name in the recycle bin.
    if entry is None and number is not None and gateway.table_by_number(number):
        return _kept(target, "renamed", "The table of this object number has another name.")
    if job is not None and entry is None:
        # Looked for last: a job listed with its table may have lost the comment until the tables were read.
        text = "The job has no master table; its entry in memory is a matter of datapump_job."
        return Planned(target, Decision(False, "no_master_table", text), (), "already_absent")
    text = "It is in the recycle bin." if entry else "There is no such table."
    return Planned(target, Decision(False, "absent", text), (), "already_absent", entry=entry)


def _plan_purge(gateway: Gateway, reading: Reading, target: Target, policy: Policy) -> Planned:
    wish = target.wish
    refusal = refusal_here(reading.database, wish)
    if refusal:
        return Planned(target, refusal, (), "kept")
    if is_protected(policy, wish.owner, wish.name):
        return _kept(target, "protected", "It is protected.", "protect")
    entries = gateway.dropped_table(wish.owner, wish.object_id) if wish.object_id is not None else []
    entry = next((entry for entry in entries if entry.object_name == target.bin_name), None)
    if entry is None:
        if entries or (wish.object_id is not None and gateway.table_by_number(wish.object_id)):
            return _kept(target, "restored_by_another", "Somebody has brought the table back since it was dropped.")
        gone = Decision(False, "absent", "It is not in the recycle bin any more.")
        return Planned(target, gone, (), "already_absent")
    if entry.dropscn != target.dropscn or entry.original_name != wish.name:
        return _kept(target, "not_ours", "The entry in the recycle bin is not the one that was named.", "dropscn")
    decision = Decision(True, "asked_for", "It is the entry that was named, by all of its numbers.")
    return Planned(target, decision, (Action.PURGE,), "purged", entry=entry)


def _plan_restore(
    gateway: Gateway, reading: Reading, table: MasterTable | None, target: Target, policy: Policy
) -> Planned:
    wish = target.wish
    refusal = refusal_here(reading.database, wish)
    if refusal:
        return Planned(target, refusal, (), "kept")
    if table is not None and wish.object_id in (None, table.object_id):
        return Planned(target, Decision(False, "present", "The table exists."), (), "already_present", table=table)
    if is_protected(policy, wish.owner, wish.name):
        return _kept(target, "protected", "It is protected.", "protect")
    if gateway.object_by_name(wish.owner, wish.name):
        return _kept(target, "name_taken", "An object of this name exists.")
    entries = [
        entry
        for entry in gateway.dropped_name(wish.owner, wish.name)
        if wish.object_id in (None, entry.object_id) and target.bin_name in (None, entry.object_name)
    ]
    if not entries:
        return _kept(target, "not_in_recycle_bin", "It is not in the recycle bin.")
    if len(entries) > 1:
        return _kept(target, "ambiguous", f"The recycle bin holds {len(entries)} tables of this name.", "object_id")
    masters = {entry.object_name for entry in reading.recycle_bin or ()}
    if entries[0].object_name not in masters:
        text = "What is in the recycle bin does not have the comment of a master table."
        return _kept(target, "not_a_master_table", text)
    if not entries[0].can_undrop:
        return _kept(target, "not_restorable", "The recycle bin says that it cannot be restored.")
    decision = Decision(True, "asked_for", "It is in the recycle bin, and its name is free.")
    return Planned(target, decision, (Action.RESTORE,), "restored", entry=entries[0])


def _kept(target: Target, reason: str, text: str, option: str | None = None) -> Planned:
    return Planned(target, Decision(False, reason, text, option), (), "kept")
