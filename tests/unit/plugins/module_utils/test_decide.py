# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions: literals in, literals out. Every refusal is told with its reason and the option that would permit it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    Decision,
    Pattern,
    Policy,
    Wish,
    decide_drop,
    decide_removal,
    decide_stop,
    over_limit,
)
from ansible_collections.dbops.datapump.plugins.module_utils._model import Classification, Restartable
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed
from ansible_collections.dbops.datapump.tests.unit.builders import (
    DATABASE,
    DEAD,
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
    ("too young", FAILED, WISH, Policy(min_age=10**9), "too_young", "min_age"),
    ("age unknown", replace(FAILED, age_seconds=None), REVIEWED, Policy(min_age=1), "age_unknown", "min_age"),
    ("system tablespace", replace(FAILED, tablespace="SYSTEM"), REVIEWED, Policy(), "no_undo", "accept_no_undo"),
    ("owned by SYS", replace(FAILED, owner="SYS"), WISH, Policy(), "no_undo", "accept_no_undo"),
    ("not proven dead", replace(FAILED, quiescent=False), REVIEWED, Policy(), "evidence_incomplete", None),
    (
        "unknown and not reviewed",
        replace(FAILED, classification=Classification.UNKNOWN),
        WISH,
        Policy(),
        "unknown",
        "digest",
    ),
    (
        "unknown and not proven dead",
        replace(FAILED, classification=Classification.UNKNOWN, quiescent=False),
        REVIEWED,
        Policy(),
        "unknown",
        None,
    ),
    *(
        (name, replace(FAILED, classification=kind), REVIEWED, Policy(allow_restartable=True), reason, None)
        for name, kind, reason in [
            ("running", Classification.RUNNING, "running"),
            ("transitional", Classification.TRANSITIONAL, "transitional"),
            ("undefined", Classification.UNDEFINED, "undefined"),
            ("lookalike", Classification.LOOKALIKE, "lookalike"),
            ("wedged", Classification.WEDGED, "entry_in_memory"),
            ("ghost", Classification.GHOST, "no_master_table"),
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
        (replace(FAILED, classification=Classification.UNKNOWN), REVIEWED, Policy()),
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


@pytest.mark.parametrize("state", ["EXECUTING", "IDLING", "STOP PENDING"])
def test_running_jobs_may_be_stopped(state):
    assert decide_stop(DATABASE, _running(state), WISH, Policy()).permitted


@pytest.mark.parametrize(("state", "mode"), [("DEFINING", "TABLE"), ("EXECUTING", "TRANSPORTABLE")])
def test_jobs_that_a_stop_would_remove_need_consent(state, mode):
    decision = decide_stop(DATABASE, _running(state, mode), WISH, Policy())
    assert (decision.permitted, decision.option) == (False, "accept_job_loss")
    assert decide_stop(DATABASE, _running(state, mode), WISH, Policy(accept_job_loss=True)).permitted


@pytest.mark.parametrize("state", ["COMPLETING", "STOPPING", "UNDEFINED", None, "RECOVERING"])
def test_other_states_cannot_be_stopped(state):
    assert decide_stop(DATABASE, _running(state), WISH, Policy()).reason == "state"


def test_the_limit_refuses_everything_or_nothing():
    permitted, refused = Decision(True, "", ""), Decision(False, "", "")
    assert over_limit([permitted, refused], 1) is None
    over = over_limit([permitted, permitted, refused], 1)
    assert over is not None
    assert (over.permitted, over.option) == (False, "max_drops")
