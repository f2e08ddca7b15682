# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The judge sees each sort of wrong there is, and lets right pass: histories made by hand."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from interleavings.checker import judge
from interleavings.history import Consent, History, Report, Statement, Witnessed
from interleavings.ledger import Effect, Kind

MINE, MINE_LATER, OTHER = (1, 10), (1, 11), (1, 20)
JOB = {"owner": "SCOTT", "name": "J"}
CONSENT = Consent("SCOTT", "J", 1, 85000, "rows")


def effect(kind: Kind, **changes: Any) -> Effect:
    given: dict[str, Any] = {
        "at": 1, "dbid": 1, "object_id": 85000, **JOB, "session": MINE, "alive": False, "is_master": True,
        "content": "rows",
    }  # fmt: skip
    return Effect(kind=kind, **{**given, **changes})


def history(*effects: Effect, outcome: str = "kept", changed: bool = False, **changes: Any) -> History:
    """One client that reported one table."""
    table = {**JOB, "object_id": changes.get("object_id", 85000), "outcome": outcome, "reason": "", "restorable": None}
    table["recycle_bin"] = changes.get("recycle_bin")
    report = Report(
        wish="absent",
        check_mode=changes.get("check_mode", False),
        consents=changes.get("consents", (CONSENT,)),
        sessions=frozenset({MINE, MINE_LATER}),
        tables=None if changes.get("error") else (table,),
        changed=changed,
        error=changes.get("error"),
        effects_before=0,
        effects_after=changes.get("effects_after", len(effects)),
    )
    return History(
        clients=(Witnessed("client", (report,), changes.get("trouble", False)),),
        effects=effects,
        statements=changes.get("statements", ()),
        tables_before=frozenset({(1, "SCOTT", "J", 85000)}),
        bin_before=frozenset(changes.get("bin_before", ())),
        bin_after=frozenset(changes.get("bin_after", ())),
    )


def sorts(told: History) -> set[str]:
    return {violation.sort for violation in judge(told)}


def test_a_drop_and_purge_by_consent_is_right() -> None:
    told = history(effect(Kind.BINNED), effect(Kind.PURGED), outcome="purged", changed=True)
    assert judge(told) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"object_id": 85001},
        {"dbid": 2, "session": MINE},
        {"alive": True},
        {"is_master": False},
        {"content": "other rows"},
    ],
    ids=["another table", "another database", "alive", "no master table", "not as reviewed"],
)
def test_a_purge_of_the_wrong_thing_is_irreversible(wrong: dict[str, Any]) -> None:
    told = history(effect(Kind.BINNED, **wrong), effect(Kind.PURGED, **wrong), outcome="purged", changed=True)
    assert "irreversible" in sorts(told)


def test_a_purge_of_what_somebody_else_dropped_needs_its_number() -> None:
    by_name = Consent("SCOTT", "J", None, None, None)
    effects = effect(Kind.BINNED, session=OTHER), effect(Kind.PURGED)
    assert "irreversible" in sorts(history(*effects, outcome="purged", changed=True, consents=(by_name,)))
    assert sorts(history(*effects, outcome="purged", changed=True)) == set()


def test_a_purge_of_an_old_entry_of_the_same_name_is_irreversible() -> None:
    by_name = Consent("SCOTT", "J", None, None, None)
    told = history(effect(Kind.PURGED, object_id=7), outcome="purged", changed=True, consents=(by_name,), object_id=7)
    assert "irreversible" in sorts(told)


def test_the_recycle_bin_of_others_stays_as_it_was() -> None:
    foreign = (1, 7, "rows of somebody else")
    assert sorts(history(bin_before=[foreign], bin_after=[foreign])) == set()
    assert sorts(history(bin_before=[foreign])) == {"irreversible"}
    assert sorts(history(bin_before=[foreign], bin_after=[(1, 7, "fewer rows")])) == {"irreversible"}
    by_another = effect(Kind.PURGED, object_id=7, session=OTHER)
    assert sorts(history(by_another, bin_before=[foreign])) == set()


def test_a_wrong_drop_that_was_taken_back_is_no_harm() -> None:
    dropped = effect(Kind.BINNED, alive=True)
    assert sorts(history(dropped, outcome="dropped", changed=True)) == {"harm"}
    assert sorts(history(dropped, effect(Kind.RESTORED))) == set()


def _dropped_under(report: str, *more: Effect, flashback: int | None = None, later: int = 0) -> set[str]:
    """A job was attached to while the statement that dropped its table was at work.

    later: what became of a query that the client sent in a new session.
    """
    texts = ['DROP TABLE "SCOTT"."J"', *(['FLASHBACK TABLE "SCOTT"."BIN$A$0" TO BEFORE DROP'] if flashback else [])]
    sent = tuple(statement(text, outcome=flashback if "FLASHBACK" in text else 0) for text in texts)
    sent += (statement("SELECT 1 FROM DUAL", nested=False, session=MINE_LATER, outcome=later),)
    attached, dropped = effect(Kind.ATTACHED, session=OTHER), effect(Kind.BINNED, alive=True)
    return sorts(history(attached, dropped, *more, outcome=report, trouble=True, statements=sent))


def test_a_drop_in_the_moment_without_a_lock_needs_an_excuse() -> None:
    taken = effect(Kind.PURGED, session=None)
    assert "harm" in _dropped_under("unknown")
    assert "harm" not in _dropped_under("unknown", taken)
    assert "harm" not in _dropped_under("unknown", flashback=16000)
    assert "harm" not in _dropped_under("unknown", later=1034)
    assert "harm" in _dropped_under("dropped", taken)
    assert "harm" in _dropped_under("dropped", later=1034)
    assert "harm" in _dropped_under("dropped", flashback=16000)


def test_who_accepts_a_drop_without_undo_accepts_the_moment_without_a_lock_and_nothing_else() -> None:
    accepting = dataclasses.replace(CONSENT, accepts_no_undo=True)
    sent = (statement('DROP TABLE "SCOTT"."J"'),)
    attached = effect(Kind.ATTACHED, session=OTHER, content="as attached")
    dropped = effect(Kind.REMOVED, alive=True, content="as attached")
    told: dict[str, Any] = {"outcome": "dropped", "changed": True}
    assert sorts(history(attached, dropped, statements=sent, consents=(accepting,), **told)) == set()
    assert "irreversible" in sorts(history(attached, dropped, statements=sent, **told))
    assert "irreversible" in sorts(history(attached, dropped, consents=(accepting,), **told))
    assert "irreversible" in sorts(history(dropped, statements=sent, consents=(accepting,), **told))


def test_another_table_that_took_the_name_in_that_moment_must_be_named() -> None:
    sent = (statement('DROP TABLE "SCOTT"."J"'),)
    created, dropped = effect(Kind.CREATED, object_id=7, session=OTHER), effect(Kind.BINNED, object_id=7)
    named = {"trouble": True, "statements": sent, "outcome": "unknown", "recycle_bin": {"object_id": 7}}
    assert sorts(history(created, dropped, **named)) == set()
    assert "harm" in sorts(history(dropped, **named))
    assert "harm" in sorts(history(created, dropped, **{**named, "recycle_bin": None}))
    assert "harm" in sorts(history(created, dropped, **{**named, "outcome": "kept"}))
    assert "harm" in sorts(history(created, dropped, **{**named, "trouble": False}))


def test_rows_that_the_client_itself_left_are_not_held_against_it() -> None:
    attached = effect(Kind.ATTACHED, content="as attached")
    dropped = effect(Kind.BINNED, content="as attached")
    assert sorts(history(attached, dropped, outcome="dropped", changed=True)) == set()
    assert sorts(history(dropped, outcome="dropped", changed=True)) == {"harm"}
    by_another = effect(Kind.ATTACHED, content="as attached", session=OTHER)
    assert sorts(history(by_another, dropped, outcome="dropped", changed=True)) == {"harm"}
    looked_at = effect(Kind.ATTACHED, content="as attached later", session=OTHER)
    dropped_then = effect(Kind.BINNED, content="as attached later")
    assert sorts(history(attached, looked_at, dropped_then, outcome="dropped", changed=True)) == set()
    assert sorts(history(looked_at, attached, dropped_then, outcome="dropped", changed=True)) == {"harm"}
    since = effect(Kind.BINNED, content="as stopped by its owner")
    assert sorts(history(attached, since, outcome="dropped", changed=True)) == {"harm"}


def test_stopping_a_job_that_was_alive_is_harm() -> None:
    attached = effect(Kind.ATTACHED, alive=True)
    assert "harm" in sorts(history(attached, effect(Kind.STOPPED), changed=True))
    by_another = effect(Kind.ATTACHED, session=OTHER)
    assert "harm" in sorts(history(by_another, attached, effect(Kind.STOPPED), changed=True))
    assert sorts(history(effect(Kind.ATTACHED), effect(Kind.STOPPED), changed=True)) == set()


@pytest.mark.parametrize("outcome", ["kept", "already_absent"])
def test_a_drop_that_is_not_reported_is_untruthful(outcome: str) -> None:
    assert sorts(history(effect(Kind.BINNED), outcome=outcome)) == {"untruthful"}


def test_a_drop_after_the_report_is_untruthful_as_well() -> None:
    assert sorts(history(effect(Kind.BINNED), outcome="kept", effects_after=0)) == {"untruthful"}


@pytest.mark.parametrize("outcome", ["dropped", "purged", "restored"])
def test_claiming_what_was_not_done_is_untruthful(outcome: str) -> None:
    assert "untruthful" in sorts(history(outcome=outcome, changed=True))


def test_claiming_what_another_did_needs_trouble() -> None:
    by_another = effect(Kind.BINNED, session=OTHER)
    assert sorts(history(by_another, outcome="dropped", changed=True)) == {"untruthful"}
    assert sorts(history(by_another, outcome="dropped", changed=True, trouble=True)) == set()


def test_unknown_needs_trouble_or_somebody_else() -> None:
    assert sorts(history(outcome="unknown")) == {"untruthful"}
    assert sorts(history(outcome="unknown", trouble=True)) == set()
    assert sorts(history(effect(Kind.BINNED, session=OTHER), outcome="unknown")) == set()


def test_absent_must_have_been_absent() -> None:
    assert sorts(history(outcome="already_absent")) == {"untruthful"}
    assert sorts(history(effect(Kind.REMOVED, session=OTHER), outcome="already_absent")) == set()


def test_an_error_must_not_hide_a_drop() -> None:
    assert sorts(history(effect(Kind.BINNED), error="lost")) == {"untruthful"}
    assert sorts(history(error="lost")) == set()


def test_changed_must_say_so() -> None:
    assert sorts(history(effect(Kind.BINNED), outcome="dropped", changed=False)) == {"untruthful"}
    assert sorts(history(outcome="kept", changed=True)) == {"untruthful"}
    assert sorts(history(outcome="dropped", changed=True, check_mode=True)) == set()


def statement(text: str, **changes: Any) -> Statement:
    return Statement(
        **{
            "session": MINE, "text": text, "nested": True, "outcome": 0, "module": "m", "client_identifier": "c",
            **changes,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        'DROP TABLE "SCOTT"."J" PURGE',
        'DROP TABLE "SCOTT"."J" CASCADE CONSTRAINTS',
        "PURGE DBA_RECYCLEBIN",
        "PURGE RECYCLEBIN",
        'PURGE TABLE "SCOTT"."J"',
        'FLASHBACK TABLE "SCOTT"."J" TO BEFORE DROP',
        "GRANT DBA TO SCOTT",
        "ALTER SYSTEM KILL SESSION '1,2'",
    ],
)
def test_statements_that_must_never_be_sent(text: str) -> None:
    assert sorts(history(statements=(statement(text),))) == {"form"}


@pytest.mark.parametrize(
    "text",
    [
        'DROP TABLE "SCOTT"."J"',
        'PURGE TABLE "SCOTT"."BIN$AGlHX7iGHHngY2QAAAr4rw==$0"',
        'FLASHBACK TABLE "SCOTT"."BIN$AGlHX7iGHHngY2QAAAr4rw==$0" TO BEFORE DROP',
        'LOCK TABLE "SCOTT"."J" IN EXCLUSIVE MODE NOWAIT',
    ],
)
def test_statements_that_are_needed(text: str) -> None:
    assert sorts(history(statements=(statement(text),))) == set()


def test_check_mode_sends_queries_only() -> None:
    query = statement("SELECT 1 FROM dual", nested=False)
    block = statement("BEGIN NULL; END;", nested=False)
    assert sorts(history(check_mode=True, statements=(query,))) == set()
    assert sorts(history(check_mode=True, statements=(block,))) == {"form"}


def test_every_statement_bears_the_tags_of_the_run() -> None:
    assert sorts(history(statements=(statement("SELECT 1 FROM dual", client_identifier=None),))) == {"form"}


def test_a_second_drop_in_one_session() -> None:
    drop = statement('DROP TABLE "SCOTT"."J"')
    assert sorts(history(statements=(drop, drop))) == {"form"}
