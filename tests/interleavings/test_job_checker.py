# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge of what is done to jobs sees each sort of wrong there is, and lets right pass: histories made by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from interleavings.checker import judge
from interleavings.history import History, JobConsent, JobReport, Mark, Statement, Witnessed
from interleavings.job_ledger import JobEffect, JobEntry, JobKind
from interleavings.ledger import Effect, Kind

MINE, OTHER = (1, 10), (1, 20)
OWNER, NAME = "SCOTT", "J"
CONSENT = JobConsent(OWNER, NAME, "removal", 1, True, 7, None)
STOP = dataclasses.replace(CONSENT, wish="stop", object_id=85000)
KILL = dataclasses.replace(STOP, wish="kill", accepts_deletion=True)


def effect(kind: JobKind, **changes: Any) -> JobEffect:
    given: dict[str, Any] = {
        "at": 1, "position": 0, "dbid": 1, "job_id": 7, "object_id": 0, "owner": OWNER, "name": NAME,
        "operation": "EXPORT", "state": "IDLING", "session": MINE,
    }  # fmt: skip
    return JobEffect(kind=kind, **{**given, **changes})


GHOST = [
    effect(JobKind.WOKEN, state="NOT RUNNING"),
    effect(JobKind.STATE),
    effect(JobKind.ATTACHED),
    effect(JobKind.TOLD),
    effect(JobKind.STATE, state="STOPPING"),
    effect(JobKind.ENDED, state="STOPPING"),
]


def live(**told: Any) -> list[JobEffect]:
    """A job with a table is attached to, told to stop, and ends."""
    table = {"object_id": 85000}
    return [
        effect(JobKind.ATTACHED, state="EXECUTING", **table),
        effect(JobKind.TOLD, **{"state": "EXECUTING", **table, **told}),
        effect(JobKind.ENDED, state="STOPPED", **table),
    ]


def history(
    effects: list[JobEffect], outcome: str, consent: JobConsent = CONSENT, *, changed: bool = True, **given: Any
) -> History:
    """One client that reported one job."""
    report = JobReport(
        wish="absent",
        check_mode=False,
        consents=(consent,),
        sessions=frozenset({MINE}),
        jobs=None if given.get("error") else ({"owner": OWNER, "name": NAME, "outcome": outcome, "reason": ""},),
        changed=changed,
        error=given.get("error"),
        before=Mark(0, 0),
        after=Mark(len(given.get("tables", ())), given.get("reported_after", len(effects))),
    )
    table = {(1, OWNER, NAME, consent.object_id)} if consent.object_id else set()
    state = "NOT RUNNING" if consent.object_id is None else "EXECUTING"
    return History(
        clients=(Witnessed("client", (), given.get("trouble", False), (report,)),),
        effects=tuple(given.get("tables", ())),
        statements=given.get("statements", ()),
        tables_before=frozenset(table),
        bin_before=frozenset(),
        bin_after=frozenset(),
        job_effects=tuple(effects),
        entries_before=frozenset({JobEntry(1, 7, OWNER, NAME, state)}),
    )


def sorts(told: History) -> set[str]:
    return {violation.sort for violation in judge(told)}


FINISHED = Effect(1, Kind.FINISHED, 1, 85000, OWNER, NAME, None, False, True, "")


def test_what_was_consented_to_is_right() -> None:
    assert judge(history(GHOST, "removed")) == []
    assert judge(history(live(), "stopped", STOP)) == []
    killed = live(loses_table=True)
    killed[-1] = dataclasses.replace(killed[-1], position=1)
    assert judge(history(killed, "killed", KILL, tables=[FINISHED])) == []


@pytest.mark.parametrize(
    "wrong",
    [{"job_id": 8}, {"dbid": 2}, {"name": "OTHER"}, {"object_id": 85001}],
    ids=["another job", "another database", "another name", "another table"],
)
@pytest.mark.parametrize("consent", [CONSENT, STOP, KILL], ids=["removal", "stop", "kill"])
def test_another_job_than_the_one_reviewed_is_irreversible(consent: JobConsent, wrong: dict[str, Any]) -> None:
    given = {"object_id": consent.object_id or 0, **wrong}
    if consent.object_id and "job_id" in wrong:
        given["object_id"] = 85001
    effects = [dataclasses.replace(item, **given) for item in GHOST]
    assert "irreversible" in sorts(history(effects, "removed", consent))


def test_removal_is_of_what_is_dead() -> None:
    assert "irreversible" in sorts(history(GHOST[2:], "removed"))
    started = effect(JobKind.STARTED, session=OTHER)
    assert "irreversible" in sorts(history([*GHOST[:3], started, *GHOST[3:]], "removed"))
    losing = [*GHOST[:3], effect(JobKind.TOLD, loses_table=True), *GHOST[4:]]
    assert "irreversible" in sorts(history(losing, "removed"))


def test_a_dead_entry_that_somebody_looked_at_and_left_is_dead() -> None:
    looked_at = [effect(JobKind.WOKEN, state="NOT RUNNING", session=OTHER), effect(JobKind.ATTACHED, session=OTHER)]
    mine = [effect(JobKind.ATTACHED), effect(JobKind.LEFT, session=OTHER), effect(JobKind.TOLD)]
    ended = [effect(JobKind.ENDED, state="STOPPING")]
    assert sorts(history([*looked_at, *mine, *ended], "removed")) == set()
    still_there = [*mine[:2], effect(JobKind.TOLD, others=frozenset({OTHER}))]
    assert "irreversible" in sorts(history([*looked_at, *still_there, *ended], "removed"))
    started = [*mine[:2], effect(JobKind.STARTED, session=OTHER), effect(JobKind.TOLD)]
    assert "irreversible" in sorts(history([*looked_at, *started, *ended], "removed"))
    never_dead = [*looked_at[1:], *mine, *ended]
    assert "irreversible" in sorts(history(never_dead, "removed"))


def test_a_stop_keeps_the_table_unless_its_loss_was_accepted() -> None:
    told = live(loses_table=True)
    assert "irreversible" in sorts(history(told, "stopped", STOP))
    accepted = dataclasses.replace(STOP, accepts_loss=True)
    assert "irreversible" in sorts(history(told, "stopped", accepted))
    assert "irreversible" not in sorts(history(told, "stopped", dataclasses.replace(accepted, accepts_deletion=True)))


def test_a_kill_needs_consent_to_what_goes_with_it() -> None:
    told = live(loses_table=True)
    assert "irreversible" in sorts(history(told, "killed", dataclasses.replace(KILL, accepts_deletion=False)))
    loading = [dataclasses.replace(item, operation="IMPORT") for item in told]
    assert "irreversible" in sorts(history(loading, "killed", KILL))
    assert "irreversible" not in sorts(history(loading, "killed", dataclasses.replace(KILL, accepts_partial=True)))


def test_a_job_that_was_paused_since_is_not_to_be_killed() -> None:
    woken = effect(JobKind.WOKEN, state="NOT RUNNING", object_id=85000)
    assert "irreversible" in sorts(history([woken, *live(loses_table=True)], "killed", KILL))


def test_a_dump_file_goes_with_consent_only() -> None:
    deleted = effect(JobKind.FILE_DELETED, object_id=85000, session=None)
    assert "irreversible" in sorts(history([*live(), deleted], "stopped", STOP))
    by_another = [dataclasses.replace(item, session=OTHER) for item in live(loses_table=True)]
    told = history([*by_another, deleted], "already_absent", KILL, changed=False, tables=[FINISHED])
    assert "irreversible" not in sorts(told)


def test_leaving_a_job_that_is_being_defined_is_irreversible() -> None:
    attached = effect(JobKind.ATTACHED, state="DEFINING", object_id=85000)
    left = effect(JobKind.LEFT, state="DEFINING", object_id=85000, loses_table=True)
    assert "irreversible" in sorts(history([attached, left], "kept", STOP, changed=False))
    definer = effect(JobKind.LEFT, state="DEFINING", object_id=85000, session=OTHER)
    assert sorts(history([attached, definer, left], "kept", STOP, changed=False)) == set()


def test_who_is_attached_must_be_seen_where_that_is_possible() -> None:
    told = live(others=frozenset({OTHER}))
    assert "harm" in sorts(history(told, "stopped", STOP))
    assert sorts(history(told, "stopped", dataclasses.replace(STOP, accepts_clients=True))) == set()
    watching = effect(JobKind.ATTACHED, session=OTHER, object_id=85000, at=2)
    look = Statement(MINE, "SELECT 1 FROM DUAL", True, 0, "m", "c")
    after_the_look = [told[0], watching, *told[1:]]
    assert "harm" in sorts(history(after_the_look, "stopped", STOP))
    late = [told[0], watching, dataclasses.replace(told[1], at=2), told[2]]
    assert sorts(history(late, "stopped", STOP, statements=(look, look))) == set()
    seen = [told[0], dataclasses.replace(watching, at=1), dataclasses.replace(told[1], at=2), told[2]]
    assert "harm" in sorts(history(seen, "stopped", STOP, statements=(look, look)))


@pytest.mark.parametrize("outcome", ["kept", "already_absent", "already_stopped"])
def test_a_stop_that_is_not_reported_is_untruthful(outcome: str) -> None:
    assert "untruthful" in sorts(history(live(), outcome, STOP, changed=False))
    assert "untruthful" in sorts(history(live(), outcome, STOP, changed=False, trouble=True, reported_after=0))


@pytest.mark.parametrize("outcome", ["removed", "stopped", "killed", "stopping"])
def test_claiming_what_was_not_done_is_untruthful(outcome: str) -> None:
    assert "untruthful" in sorts(history([], outcome, STOP))


def test_a_job_that_completed_was_not_killed() -> None:
    told = [dataclasses.replace(item, state="COMPLETING") for item in live(loses_table=False)]
    assert "untruthful" in sorts(history(told, "killed", KILL, tables=[FINISHED]))
    assert "untruthful" in sorts(history(told, "killed", KILL, tables=[FINISHED], trouble=True))


def test_what_is_there_is_not_gone() -> None:
    assert "untruthful" in sorts(history([], "already_absent", STOP, changed=False))
    assert "untruthful" in sorts(history([], "already_stopped", STOP, changed=False))
    by_another = [dataclasses.replace(item, session=OTHER) for item in live()]
    assert sorts(history(by_another, "already_stopped", STOP, changed=False)) == set()
    assert sorts(history([dataclasses.replace(GHOST[-1], session=None)], "already_absent", changed=False)) == set()
    assert "untruthful" in sorts(history(GHOST[:5], "removed"))


def test_unknown_needs_trouble_or_somebody_else() -> None:
    assert sorts(history([], "unknown", STOP, changed=False)) == {"untruthful"}
    assert sorts(history([], "unknown", STOP, changed=False, trouble=True)) == set()
    by_another = [effect(JobKind.ATTACHED, session=OTHER)]
    assert sorts(history(by_another, "unknown", STOP, changed=False)) == set()


def test_an_error_must_not_hide_a_stop() -> None:
    assert sorts(history(live(), "", STOP, changed=False, error="lost", trouble=True)) == {"untruthful"}
    assert sorts(history([], "", STOP, changed=False, error="lost")) == set()


def test_changed_must_say_so() -> None:
    assert sorts(history(live(), "stopped", STOP, changed=False)) == {"untruthful"}
    assert sorts(history([], "kept", STOP, changed=True)) == {"untruthful"}
