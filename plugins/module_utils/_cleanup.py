# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for cleaning up one database: facts and consent in, what to drop, purge, stop and keep out.

This is what the filter cleanup_plan does. It reads no clock: what expires is judged by the server time in the facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Restartable,
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import check_range, seconds
from ansible_collections.dbops.datapump.plugins.module_utils._consent import (
    Approval,
    Confirmed,
    Rule,
    confirmed_of,
    patterns_of,
    rules_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    ALIVE,
    Decision,
    Policy,
    Wish,
    decide_drop,
    is_protected,
    over_limit,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide_job import decide_removal
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Database,
)
from ansible_collections.dbops.datapump.plugins.module_utils._pending import plan_purges
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here
from ansible_collections.dbops.datapump.plugins.module_utils._plan_file import VERSION, check_header, seal_of
from ansible_collections.dbops.datapump.plugins.module_utils._shape import (
    assessed_from_facts,
    database_from_facts,
    database_summary,
)

PROTECTED_ORIGINS = ("ords", "oem", "zdm", "rman_tspitr")


@dataclass(frozen=True)
class _Consent:
    """Who said yes to one job, and how."""

    kind: str
    approval: Approval

    def facts(self) -> dict[str, Any]:
        return {"kind": self.kind, "ticket": self.approval.ticket, "approved_by": self.approval.approved_by}


@dataclass(frozen=True)
class _Judged:
    """A job with the decision about it and the consent it rests on, if there is any."""

    job: AssessedJob
    decision: Decision
    consent: _Consent | None = None


def cleanup_plan(
    facts: Mapping[str, Any],
    confirmed: Any = (),
    rules: Any = (),
    protect: Any = (),
    protect_origins: Sequence[str] = PROTECTED_ORIGINS,
    max_drops: int = 20,
    purge_after: str = "7d",
    pending: Sequence[Mapping[str, Any]] = (),
    accept_no_undo: bool = False,
    run_id: str | None = None,
    confirmed_for: Any = None,
) -> dict[str, Any]:
    """The plan as the documentation of the filter describes it. Raises InvalidOption, which names what is wrong."""
    place, jobs = _facts(facts)
    # ansible-core before 2.19 makes an empty text of none.
    if confirmed_for not in (None, ""):
        check_header("confirmed_for", confirmed_for, place)
    confirmed_jobs: dict[tuple[str, str], Confirmed] = {}
    for entry in confirmed_of(confirmed or [], place):
        confirmed_jobs.setdefault((entry.owner, entry.name), entry)
    rule_list = rules_of(rules or [])
    policy = Policy(protect=patterns_of("protect", protect or []), accept_no_undo=accept_no_undo)
    check_range("max_drops", max_drops, 0, 100_000)
    grace = seconds("purge_after", purge_after)
    judged = [_judge(place, job, confirmed_jobs, rule_list, policy, protect_origins) for job in jobs]
    refusal = over_limit((item.decision for item in judged if item.job.object_id is not None), max_drops)
    if refusal:
        judged = [
            replace(item, decision=refusal) if item.decision.permitted and item.job.object_id is not None else item
            for item in judged
        ]
    drop = [_drop(place, item, grace) for item in judged if item.decision.permitted and item.job.object_id is not None]
    stop = [_stop(place, item) for item in judged if item.decision.permitted and item.job.object_id is None]
    proposal = [_proposal(place, item.job) for item in judged if _can_be_proposed(place, item, policy, protect_origins)]
    purge, waiting = plan_purges(place, facts.get("recycle_bin"), pending or [], grace, policy)
    return {
        "version": VERSION,
        "run_id": run_id,
        "database": {**database_summary(place), "server_time": place.server_time.isoformat()},
        "drop": drop,
        "purge": purge,
        "stop": stop,
        "kept": [_kept(item) for item in judged if not item.decision.permitted] + waiting,
        "proposal": proposal,
        "something_to_tell": something_to_tell(facts, pending or []),
        "seal": seal_of(proposal),
        "targets": {
            "drop": _reduced(drop, ("owner", "name", "object_id", "digest", "dbid", "con_uid", "purge")),
            "purge": _reduced(
                purge, ("owner", "name", "object_id", "recycle_bin_name", "dropscn", "dbid", "con_uid", "purge")
            ),
            "stop": _reduced(stop, ("owner", "name", "digest", "dbid", "con_uid")),
        },
    }


def something_to_tell(facts: Mapping[str, Any], pending: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a database has anything that a run would act on or tell about. Without it the role leaves at once."""
    recycle_bin = facts.get("recycle_bin")
    there = None if recycle_bin is None else {entry["object_name"] for entry in recycle_bin}
    waiting = [entry for entry in pending if there is None or entry["object_name"] in there]
    return bool(facts["jobs"] or facts.get("warnings") or waiting)


def _facts(facts: Any) -> tuple[Database, list[AssessedJob]]:
    try:
        return database_from_facts(facts["database"]), [assessed_from_facts(job) for job in facts["jobs"]]
    except (KeyError, TypeError) as error:
        raise InvalidOption("facts", "not the facts that datapump_facts returns") from error


def _judge(
    place: Database,
    job: AssessedJob,
    confirmed: Mapping[tuple[str, str], Confirmed],
    rules: tuple[Rule, ...],
    policy: Policy,
    protected_origins: Sequence[str],
) -> _Judged:
    """The decision about one job. What protects it or shows it alive is told before any lack of consent."""
    entry = confirmed.get((job.owner, job.name))
    if entry is not None:
        return _Judged(job, *_by_confirmation(place, job, entry, policy))
    if job.classification in ALIVE or is_protected(policy, job.owner, job.name):
        return _Judged(job, _decide(place, job, Wish(job.owner, job.name), policy))
    if job.origin in protected_origins:
        return _Judged(job, _origin(job))
    for rule in rules:
        if rule.fits(job):
            return _Judged(job, *_by_rule(place, job, rule, policy))
    return _Judged(job, _without_consent(place, job, policy))


def _by_confirmation(
    place: Database, job: AssessedJob, entry: Confirmed, policy: Policy
) -> tuple[Decision, _Consent | None]:
    consent = _Consent("confirmed", entry.approval)
    if entry.approval.expired(place.server_time):
        return Decision(False, "expired", "The consent has expired.", "confirmed"), consent
    if entry.digest is None:
        return Decision(False, "no_digest", "The consent does not say which facts were reviewed.", "digest"), consent
    if entry.object_id is None and job.object_id is not None:
        return Decision(False, "another_table", "The consent names no object number.", "object_id"), consent
    wish = Wish(job.owner, job.name, entry.object_id, entry.digest, entry.dbid, entry.con_uid)
    return _decide(place, job, wish, policy), consent


def _by_rule(place: Database, job: AssessedJob, rule: Rule, policy: Policy) -> tuple[Decision, _Consent | None]:
    consent = _Consent("rule", rule.approval)
    if rule.approval.expired(place.server_time):
        return Decision(False, "expired", "The rule that fits has expired.", "rules"), consent
    if job.restartable is not Restartable.NO and not rule.allow_restartable:
        text = "It is not proven that the job cannot be restarted."
        return Decision(False, "restartable", text, "allow_restartable"), consent
    if job.object_id is None:
        # An entry without a table has nothing that its age could be read from.
        return _decide(place, job, Wish(job.owner, job.name), policy), consent
    by_rule = replace(policy, min_age=rule.min_age, allow_restartable=rule.allow_restartable)
    decision = _decide(place, job, Wish(job.owner, job.name), by_rule)
    return (replace(decision, reason="rule") if decision.permitted else decision), consent


def _without_consent(place: Database, job: AssessedJob, policy: Policy) -> Decision:
    """Why the job is kept when nobody consented: what forbids it anyway, or else just that."""
    wish = Wish(job.owner, job.name, job.object_id, job.digest)
    decision = _decide(place, job, wish, replace(policy, accept_no_undo=True))
    if not decision.permitted:
        return decision
    text = {
        Restartable.YES: "Nobody consented. The job was stopped on purpose and can be restarted.",
        Restartable.NO: "Nobody consented. The job cannot be restarted.",
        Restartable.UNKNOWN: "Nobody consented. Nothing of the job is alive; whether it can be restarted is not known.",
    }[job.restartable]
    return Decision(False, "no_consent", text, "confirmed")


def _decide(place: Database, job: AssessedJob, wish: Wish, policy: Policy) -> Decision:
    """As the modules will, which are told the container that the plan was made for."""
    decide = decide_removal if job.object_id is None else decide_drop
    told = wish if wish.con_uid is not None else replace(wish, con_uid=place.con_uid)
    return refusal_here(place, told) or decide(place, job, told, policy)


def _origin(job: AssessedJob) -> Decision:
    text = f"The tool that made it ({job.origin}) still owns it."
    return Decision(False, "protected_origin", text, "protect_origins")


def _drop(place: Database, item: _Judged, grace: int) -> dict[str, Any]:
    job = item.job
    is_confirmed = item.consent is not None and item.consent.kind == "confirmed"
    at_once = grace == 0 or (is_confirmed and job.strength is Strength.FULL)
    return {**_identity(place, job), "object_id": job.object_id, "purge": at_once, **_reasons(item)}


def _stop(place: Database, item: _Judged) -> dict[str, Any]:
    return {**_identity(place, item.job), **_reasons(item)}


def _identity(place: Database, job: AssessedJob) -> dict[str, Any]:
    return {"owner": job.owner, "name": job.name, "digest": job.digest, "dbid": place.dbid, "con_uid": place.con_uid}


def _reasons(item: _Judged) -> dict[str, Any]:
    return {
        "reason": item.decision.reason,
        "text": item.decision.text,
        "classification": item.job.classification.value,
        "restartable": item.job.restartable.value,
        "size_bytes": item.job.size_bytes,
        "consent": item.consent.facts() if item.consent else None,
    }


def _kept(item: _Judged) -> dict[str, Any]:
    return {
        "owner": item.job.owner,
        "name": item.job.name,
        "object_id": item.job.object_id,
        "classification": item.job.classification.value,
        "reason": item.decision.reason,
        "text": item.decision.text,
        "option": item.decision.option,
    }


def _can_be_proposed(place: Database, item: _Judged, policy: Policy, protected_origins: Sequence[str]) -> bool:
    """Whether the job would go if the proposal came back as consent."""
    job = item.job
    if item.decision.permitted or job.origin in protected_origins:
        return False
    wish = Wish(job.owner, job.name, job.object_id, job.digest, place.dbid, place.con_uid)
    return _decide(place, job, wish, replace(policy, accept_no_undo=True)).permitted


def _proposal(place: Database, job: AssessedJob) -> dict[str, Any]:
    table = {} if job.object_id is None else {"object_id": job.object_id}
    return {
        **_identity(place, job),
        **table,
        "operation": job.operation,
        "mode": job.mode,
        "classification": job.classification.value,
        "restartable": job.restartable.value,
        "age_seconds": job.age_seconds,
    }


def _reduced(items: Iterable[Mapping[str, Any]], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{key: item[key] for key in keys} for item in items]
