# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""External tables that workers of Data Pump left behind: dropped one by one, by name and number, never by a rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Policy, Wish, is_protected
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DatapumpError,
    DeadlineExceeded,
    Reaction,
    Step,
    reaction,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import ExternalTable, Reading
from ansible_collections.dbops.datapump.plugins.module_utils._names import quoted, shown
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import explained
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import refusal as lacking_grants
from ansible_collections.dbops.datapump.plugins.module_utils._replies import SessionIdentity
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import in_new_session
from ansible_collections.dbops.datapump.plugins.module_utils._table_reasons import TEXTS as TABLE_TEXTS

_TEXTS = {
    **TABLE_TEXTS,
    "not_of_datapump": "It is not an external table of a worker of Data Pump.",
    "live_job": "A job of its owner is alive; the table may be in use by it.",
    "still_there": "The statement succeeded, but the table is still there.",
}


@dataclass(frozen=True)
class External:
    """One external table that was asked for, and what became of it or would."""

    owner: str
    name: str
    object_id: int
    outcome: str
    reason: str
    text: str
    option: str | None = None
    code: str | None = None
    is_planned: bool = False
    sent: bool = False
    """Whether its statement was sent, or would be."""
    exists: bool = False
    """Whether it was there when the database was read."""

    @property
    def facts(self) -> dict[str, Any]:
        """As the module returns it."""
        names = ("owner", "name", "object_id", "outcome", "reason", "text", "option", "code")
        # Reports list it beside jobs, which have a class.
        return {**{name: getattr(self, name) for name in names}, "classification": None}

    @property
    def line(self) -> str:
        """One line of a diff."""
        return f"{shown(self.owner)}.{shown(self.name)} {self.object_id} external table"

    def action(self, check_mode: bool) -> dict[str, Any]:
        """The step, with the statement the database builds for itself, for people to read."""
        return {
            "action": "drop",
            "owner": self.owner,
            "name": self.name,
            "object_id": self.object_id,
            "reason": self.reason,
            "sql": f"DROP TABLE {quoted(self.owner)}.{quoted(self.name)}",
            "outcome": "planned" if check_mode else self.outcome,
        }

    def kept(self, reason: str, text: str, option: str | None = None, code: str | None = None) -> External:
        """The same, left alone."""
        return replace(
            self, outcome="kept", reason=reason, text=text, option=option, code=code, is_planned=False, sent=False
        )

    def became(self, outcome: str, reason: str, text: str, code: str | None = None) -> External:
        """The same after its statement was sent."""
        return replace(self, outcome=outcome, reason=reason, text=text, code=code, is_planned=False)


def plan_external(reading: Reading, parameters: Parameters, policy: Policy, other_drops: int) -> list[External]:
    """What is to become of the parameter external_tables, where so many other tables are to be dropped."""
    plan = [_planned(reading, entry, policy) for entry in parameters["external_tables"] or ()]
    if sum(1 for one in plan if one.is_planned) + other_drops <= parameters["max_drops"]:
        return plan
    text = f"More than {parameters['max_drops']} tables would go."
    return [one.kept("max_drops", text, "max_drops") if one.is_planned else one for one in plan]


def drop_external(
    run: Run, gateway: Gateway, reading: Reading, plan: list[External], min_age: int, is_known: bool
) -> list[External]:
    """Carry out the plan, one by one; nothing more once an outcome is not known."""
    if not any(one.is_planned for one in plan):
        return plan
    worked: list[External] = []
    for one in plan:
        if one.is_planned and not is_known:
            one = one.kept("not_attempted", "The outcome of another target is unknown.")
        elif one.is_planned:
            one = _dropped(run, gateway, reading, one, min_age)
            is_known = one.outcome != "unknown"
        worked.append(one)
    return worked


def _planned(reading: Reading, entry: dict[str, Any], policy: Policy) -> External:
    wish = Wish(entry["owner"], entry["name"], entry["object_id"], None, entry["dbid"], entry["con_uid"])
    one = External(entry["owner"], entry["name"], entry["object_id"], "dropped", "asked_for", "It was named.")
    refusal = refusal_here(reading.database, wish)
    if refusal:
        return one.kept(refusal.reason, refusal.text, refusal.option)
    if is_protected(policy, one.owner, one.name):
        return one.kept("protected", "It is protected.", "protect")
    if reading.external_tables is None or not reading.entries_read or not reading.database.complete:
        text = "Not everything that shows whether a job uses it could be read."
        return one.kept("evidence_incomplete", explained(reading, "evidence_incomplete", text))
    table = _found(reading, one)
    if table is None:
        if any((other.owner, other.name) == (one.owner, one.name) for other in reading.external_tables):
            text = "The external table of this name has another object number."
            return one.kept("another_table", text, "object_id")
        return one.became("already_absent", "absent", "There is no such table.")
    one = replace(one, exists=True)
    lacking = lacking_grants(reading, one.owner)
    if lacking:
        return one.kept(lacking.reason, explained(reading, lacking.reason, lacking.text))
    if _has_live_job(reading, one.owner):
        return one.kept("live_job", _TEXTS["live_job"])
    if table.created is None or (reading.database.server_time - table.created).total_seconds() < policy.min_age:
        return one.kept("too_young", _TEXTS["too_young"], "min_age")
    return replace(one, is_planned=True, sent=True)


def _found(reading: Reading, one: External) -> ExternalTable | None:
    wanted = (one.owner, one.name, one.object_id)
    tables = reading.external_tables or ()
    return next((table for table in tables if (table.owner, table.name, table.object_id) == wanted), None)


def _has_live_job(reading: Reading, owner: str) -> bool:
    return any(
        job.owner == owner and (job.entries or job.sessions or any(row.state != "NOT RUNNING" for row in job.listed))
        for job in reading.jobs
    )


def _dropped(run: Run, gateway: Gateway, reading: Reading, one: External, min_age: int) -> External:
    try:
        identity = gateway.identity()
    except (DatabaseError, DeadlineExceeded) as error:
        return one.kept("not_attempted", str(error))
    try:
        verdict = gateway.drop_external(reading.database, one.owner, one.name, one.object_id, min_age)
    except DeadlineExceeded:
        return one.kept("not_attempted", "The time for this run is over.")
    except DatabaseError as error:
        if reaction(error.codes, Step.DROP) in (Reaction.NEVER, Reaction.ALREADY) and not error.connection_lost:
            return one.kept("no_privilege", explained(reading, "no_privilege", str(error)), code=error.code)
        return _looked_at_again(run, gateway, reading, one, error, identity)
    if verdict.status == "dropped":
        return one.became("dropped", one.reason, one.text)
    reason = verdict.reason or "refused_by_database"
    text = _TEXTS.get(reason) or verdict.message or "The database refused."
    if verdict.status == "kept" and reason == "no_such_object":
        return one.became("already_absent", reason, text)
    if verdict.status == "kept":
        return one.kept(reason, text, "min_age" if reason == "too_young" else None, verdict.code)
    # At any step before the DDL nothing was executed.
    if verdict.status == "error" and (
        verdict.step != "drop" or reaction((verdict.code or "",), Step.DROP) is not Reaction.UNKNOWN
    ):
        return one.kept("no_privilege", explained(reading, "no_privilege", text), code=verdict.code)
    return one.became("unknown", reason, text, verdict.code)


def _looked_at_again(
    run: Run, gateway: Gateway, reading: Reading, one: External, error: DatabaseError, lost: SessionIdentity
) -> External:
    """What became of a statement whose answer is not known: by its number, in a new session."""
    try:
        with in_new_session(run, reading.database, [lost]) as fresh:
            is_there = (fresh.as_owner() if gateway.own else fresh).table_by_number(one.object_id) is not None
    except DatapumpError as trouble:
        return one.became("unknown", "connection_lost", f"{error} ({trouble})", error.code)
    text = f"{error} It was looked at again."
    if is_there:
        return one.became("kept", "not_executed", f"{text} The table is there.", error.code)
    text = f"{text} It is gone, by this step unless another session dropped it then."
    return one.became("dropped", "proven_afterwards", text, error.code)
