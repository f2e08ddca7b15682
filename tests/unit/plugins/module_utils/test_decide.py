# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions: literals in, literals out. Every refusal is told with its reason and the option that would permit it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
    Restartable,
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    Decision,
    Pattern,
    Policy,
    Wish,
    decide_drop,
    over_limit,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide_job import (
    decide_kill,
    decide_removal,
    decide_stop,
    is_stopping,
)
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed
from ansible_collections.dbops.datapump.tests.unit.builders import (
    DATABASE,
    DEAD,
    ENTRY,
    GHOST,
    LISTED,
    NAME,
    OBJECT_ID,
    OWNER,
    listed_as,
    reading,
    storing,
)


def seen(job):
    return assessed(job, assess(reading(job), job))


FAILED, STOPPED, ENTRY_ONLY = seen(DEAD), seen(storing("STOPPED")), seen(GHOST)
WEDGED = seen(replace(DEAD, entries=(ENTRY,)))
WISH = Wish(OWNER, NAME)
REVIEWED = Wish(OWNER, NAME, OBJECT_ID, FAILED.digest, DATABASE.dbid, DATABASE.con_uid)


def test_a_failed_job_may_be_dropped_by_name_or_as_reviewed():
    assert decide_drop(DATABASE, FAILED, WISH, Policy()).reason == "asked_for"
    decision = decide_drop(DATABASE, FAILED, REVIEWED, Policy(min_age=86400))
    assert (decision.permitted, decision.reason) == (True, "confirmed")


DROP_REFUSALS = [
    ("another database", FAILED, replace(WISH, dbid=1), Policy(), "wrong_database", "dbid"),
    ("another container", FAILED, replace(WISH, con_uid=1), Policy(), "wrong_database", "con_uid"),
    ("protected", FAILED, REVIEWED, Policy(protect=(Pattern("SCO*", "*"),)), "protected", "protect"),
    ("another table", FAILED, replace(WISH, object_id=1), Policy(), "another_table", "object_id"),
    ("facts changed", FAILED, replace(WISH, digest="sha256:" + "0" * 64), Policy(), "changed", "digest"),
    ("stopped on purpose", STOPPED, WISH, Policy(), "restartable", "allow_restartable"),
    (
        "stopped, nobody knows",
        replace(STOPPED, restartable=Restartable.UNKNOWN),
        WISH,
        Policy(),
        "restartable",
        "allow_restartable",
    ),
    ("too young", FAILED, WISH, Policy(min_age=10**9), "too_young", "min_age"),
    ("age unknown", replace(FAILED, age_seconds=None), REVIEWED, Policy(min_age=1), "age_unknown", "min_age"),
    ("system tablespace", replace(FAILED, tablespace="SYSTEM"), REVIEWED, Policy(), "no_undo", "accept_no_undo"),
    ("owned by SYS", replace(FAILED, owner="SYS"), WISH, Policy(), "no_undo", "accept_no_undo"),
    ("not proven dead", replace(FAILED, quiescent=False), REVIEWED, Policy(), "evidence_incomplete", None),
    *(
        (name, replace(FAILED, classification=kind), REVIEWED, Policy(allow_restartable=True), reason, None)
        for name, kind, reason in [
            ("running", Classification.RUNNING, "running"),
            ("transitional", Classification.TRANSITIONAL, "transitional"),
            ("undefined", Classification.UNDEFINED, "undefined"),
            ("lookalike", Classification.LOOKALIKE, "lookalike"),
            ("ghost", Classification.GHOST, "no_master_table"),
            ("unknown", Classification.UNKNOWN, "unknown"),
        ]
    ),
]


@pytest.mark.parametrize(
    ("job", "wish", "policy", "reason", "option"),
    [case[1:] for case in DROP_REFUSALS],
    ids=[case[0] for case in DROP_REFUSALS],
)
def test_drops_that_are_refused(job, wish, policy, reason, option):
    decision = decide_drop(DATABASE, job, wish, policy)
    assert (decision.permitted, decision.reason, decision.option) == (False, reason, option)
    assert decision.text


@pytest.mark.parametrize(
    ("job", "wish", "policy"),
    [
        (STOPPED, WISH, Policy(allow_restartable=True)),
        (STOPPED, replace(WISH, digest=STOPPED.digest), Policy()),
        (replace(STOPPED, restartable=Restartable.NO), WISH, Policy()),
        (replace(FAILED, tablespace="SYSTEM"), WISH, Policy(accept_no_undo=True)),
        (replace(FAILED, age_seconds=None), WISH, Policy(min_age=0)),
        (replace(FAILED, classification=Classification.KEPT), WISH, Policy()),
    ],
)
def test_the_option_that_is_named_permits(job, wish, policy):
    assert decide_drop(DATABASE, job, wish, policy).permitted


REMOVAL_REFUSALS = [
    ("another database", ENTRY_ONLY, replace(WISH, dbid=1), Policy(), "wrong_database"),
    ("protected", ENTRY_ONLY, WISH, Policy(protect=(Pattern(),)), "protected"),
    ("running", seen(listed_as("EXECUTING")), WISH, Policy(), "running"),
    ("has a table", FAILED, WISH, Policy(), "has_master_table"),
    ("not proven dead", replace(ENTRY_ONLY, quiescent=False), WISH, Policy(), "evidence_incomplete"),
    ("changed", ENTRY_ONLY, replace(WISH, digest="sha256:" + "0" * 64), Policy(), "changed"),
    ("unknown", replace(ENTRY_ONLY, classification=Classification.UNKNOWN), WISH, Policy(), "unknown"),
]


@pytest.mark.parametrize(
    ("job", "wish", "policy", "reason"),
    [case[1:] for case in REMOVAL_REFUSALS],
    ids=[case[0] for case in REMOVAL_REFUSALS],
)
def test_removals_that_are_refused(job, wish, policy, reason):
    decision = decide_removal(DATABASE, job, wish, policy)
    assert (decision.permitted, decision.reason) == (False, reason)


def test_a_refused_removal_of_a_job_with_a_table_names_the_module_that_drops_it():
    assert "datapump_master_table" in decide_removal(DATABASE, FAILED, WISH, Policy()).text


def test_a_ghost_may_be_removed():
    assert decide_removal(DATABASE, ENTRY_ONLY, replace(WISH, digest=ENTRY_ONLY.digest), Policy()).permitted


def _running(state, mode="TABLE"):
    return seen(replace(DEAD, listed=(replace(LISTED, state=state, mode=mode),)))


@pytest.mark.parametrize("state", ["EXECUTING", "IDLING"])
def test_running_jobs_may_be_stopped(state):
    assert decide_stop(DATABASE, _running(state), WISH, Policy()).permitted


@pytest.mark.parametrize("state", ["STOP PENDING", "STOPPING", "STOPPED", "COMPLETING", "COMPLETED"])
def test_a_job_that_cannot_be_attached_to_or_is_over_is_not_stopped_and_the_states_that_would_do_are_named(state):
    decision = decide_stop(DATABASE, _running(state), WISH, Policy())
    assert (decision.permitted, decision.reason) == (False, "state")
    assert "DEFINING, EXECUTING, IDLING" in decision.text
    assert is_stopping(_running(state)) is state.startswith("STOP")


@pytest.mark.parametrize(("state", "mode"), [("DEFINING", "TABLE"), ("EXECUTING", "TRANSPORTABLE")])
def test_jobs_that_a_stop_would_remove_need_consent(state, mode):
    decision = decide_stop(DATABASE, _running(state, mode), WISH, Policy())
    assert (decision.permitted, decision.option) == (False, "accept_job_loss")
    accepted = Policy(accept_job_loss=True, accept_dumpfile_deletion=True)
    assert decide_stop(DATABASE, _running(state, mode), WISH, accepted).permitted


def test_a_transportable_export_that_is_stopped_loses_its_dump_files_too():
    decision = decide_stop(DATABASE, _running("EXECUTING", "TRANSPORTABLE"), WISH, Policy(accept_job_loss=True))
    assert (decision.permitted, decision.option) == (False, "accept_dumpfile_deletion")


@pytest.mark.parametrize("decide", [decide_stop, decide_kill])
def test_clients_of_somebody_else_are_not_cut_off_unasked(decide):
    watched = replace(_running("EXECUTING"), attached_sessions=1)
    policy = Policy(accept_dumpfile_deletion=True)
    wish = replace(WISH, digest=watched.digest)
    decision = decide(DATABASE, watched, wish, policy)
    assert (decision.permitted, decision.option) == (False, "stop_with_clients")
    assert decide(DATABASE, watched, wish, replace(policy, stop_with_clients=True)).permitted


def test_a_wedged_job_takes_a_full_digest():
    for decide in (decide_drop, decide_removal):
        by_name = decide(DATABASE, WEDGED, WISH, Policy())
        assert (by_name.permitted, by_name.reason, by_name.option) == (False, "entry_in_memory", "digest")
        wish = replace(WISH, digest=WEDGED.digest)
        assert not decide(DATABASE, replace(WEDGED, strength=Strength.WEAK), wish, Policy()).permitted
        assert not decide(DATABASE, replace(WEDGED, quiescent=False), wish, Policy()).permitted
        assert decide(DATABASE, WEDGED, replace(WISH, digest=FAILED.digest), Policy()).reason == "changed"
        assert decide(DATABASE, WEDGED, wish, Policy()).permitted


KILL_REFUSALS = [
    ("another database", "EXPORT", {"dbid": 1}, {}, "wrong_database", "dbid"),
    ("protected", "EXPORT", {}, {"protect": (Pattern(),)}, "protected", "protect"),
    ("not reviewed", "EXPORT", {"digest": None}, {}, "no_digest", "digest"),
    ("changed", "EXPORT", {"digest": "sha256:" + "0" * 64}, {}, "changed", "digest"),
    ("dump files", "EXPORT", {}, {"accept_partial_import": True}, None, "accept_dumpfile_deletion"),
    ("partial import", "IMPORT", {}, {"accept_dumpfile_deletion": True}, None, "accept_partial_import"),
    ("network import", "NETWORK", {}, {"accept_dumpfile_deletion": True}, None, "accept_partial_import"),
    ("unheard of", "CLONE", {}, {"accept_dumpfile_deletion": True}, None, "accept_partial_import"),
    ("unheard of", "CLONE", {}, {"accept_partial_import": True}, None, "accept_dumpfile_deletion"),
]


def _live(operation):
    row = replace(LISTED, state="EXECUTING", operation=operation)
    return seen(replace(DEAD, listed=(row,)))


@pytest.mark.parametrize(
    ("operation", "wish", "policy", "reason", "option"),
    [case[1:] for case in KILL_REFUSALS],
    ids=[case[0] for case in KILL_REFUSALS],
)
def test_kills_that_are_refused(operation, wish, policy, reason, option):
    job = _live(operation)
    decision = decide_kill(DATABASE, job, replace(WISH, **{"digest": job.digest, **wish}), Policy(**policy))
    assert (decision.permitted, decision.option) == (False, option)
    assert reason in (None, decision.reason)


@pytest.mark.parametrize(
    ("operation", "policy"),
    [
        ("EXPORT", Policy(accept_dumpfile_deletion=True)),
        ("IMPORT", Policy(accept_partial_import=True)),
        ("SQL_FILE", Policy()),
    ],
)
def test_a_live_job_may_be_ended_by_who_reviewed_it_and_accepts_what_it_destroys(operation, policy):
    job = _live(operation)
    assert decide_kill(DATABASE, job, replace(WISH, digest=job.digest), policy).reason == "confirmed"


@pytest.mark.parametrize("state", ["COMPLETING", "STOPPING", "UNDEFINED", None])
def test_what_no_call_can_end_is_not_killed(state):
    job = _running(state)
    assert decide_kill(DATABASE, job, replace(WISH, digest=job.digest), Policy()).reason == "state"


def test_a_live_job_whose_table_cannot_be_seen_is_not_killed():
    job = replace(_live("SQL_FILE"), object_id=None)
    assert decide_kill(DATABASE, job, replace(WISH, digest=job.digest), Policy()).reason == "evidence_incomplete"


def test_a_refused_removal_of_a_live_job_names_the_option_that_ends_it():
    assert decide_removal(DATABASE, _live("EXPORT"), WISH, Policy()).option == "kill"
    assert decide_removal(DATABASE, _running("STOPPING"), WISH, Policy()).option is None


@pytest.mark.parametrize("state", ["COMPLETING", "STOPPING", "UNDEFINED", None, "RECOVERING"])
def test_other_states_cannot_be_stopped(state):
    assert decide_stop(DATABASE, _running(state), WISH, Policy()).reason == "state"


def test_the_limit_refuses_everything_or_nothing():
    permitted, refused = Decision(True, "", ""), Decision(False, "", "")
    assert over_limit([permitted, refused], 1) is None
    over = over_limit([permitted, permitted, refused], 1)
    assert over is not None
    assert (over.permitted, over.option) == (False, "max_drops")
