# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""External tables that workers left behind: which of them may go, and what is said when an answer is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _guard_external, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Pattern, Policy
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._external import drop_external, plan_external
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import ExternalTable
from ansible_collections.dbops.datapump.tests.unit.builders import (
    DATABASE,
    DAY,
    DEAD,
    GHOST,
    NOW,
    OWNER,
    SESSION,
    listed_as,
    reading,
)
from ansible_collections.dbops.datapump.tests.unit.plugins.module_utils.test_table_work import (
    CONTAINER,
    GONE,
    IDENTITY,
    INSTANCES,
    SAME_DATABASE,
)
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedRun, ScriptedSession

TABLE = ExternalTable(OWNER, "ET$00010001", 92101, NOW - DAY, "ORACLE_DATAPUMP")
OTHER = replace(TABLE, name="ET$00010002", object_id=92102)
NAMED = {"owner": OWNER, "name": TABLE.name, "object_id": 92101, "dbid": None, "con_uid": None}
NAMED_TOO = {**NAMED, "name": OTHER.name, "object_id": 92102}
HOUR = Policy(min_age=3600)
LOST = DatabaseError(("DPY-4011",), "DPY-4011: the connection was closed")
CALL = _guard_external.GUARDED_DROP_EXTERNAL


def seen(*jobs, tables=(TABLE, OTHER), **changes):
    return reading(*(jobs or (DEAD,)), external_tables=tables, **changes)


def plan(found, *entries, policy=HOUR, max_drops=10, other_drops=0):
    return plan_external(found, {"external_tables": list(entries), "max_drops": max_drops}, policy, other_drops)


def test_what_is_named_and_nobodys_is_planned():
    (one,) = plan(seen(), NAMED)
    assert (one.outcome, one.is_planned, one.sent) == ("dropped", True, True)


@pytest.mark.parametrize(
    ("found", "entry", "policy", "outcome", "reason"),
    [
        (seen(), {**NAMED, "dbid": 1}, HOUR, "kept", "wrong_database"),
        (seen(), NAMED, replace(HOUR, protect=(Pattern("*", "ET$*"),)), "kept", "protected"),
        (seen(tables=None), NAMED, HOUR, "kept", "evidence_incomplete"),
        (seen(entries_read=False), NAMED, HOUR, "kept", "evidence_incomplete"),
        (seen(database=replace(DATABASE, expected_instances=(1, 2))), NAMED, HOUR, "kept", "evidence_incomplete"),
        (seen(), {**NAMED, "object_id": 1}, HOUR, "kept", "another_table"),
        (seen(tables=()), NAMED, HOUR, "already_absent", "absent"),
        (seen(privileges=frozenset(), readable_views=frozenset()), NAMED, HOUR, "kept", "no_privilege"),
        (seen(listed_as("EXECUTING")), NAMED, HOUR, "kept", "live_job"),
        (seen(GHOST), NAMED, HOUR, "kept", "live_job"),
        (seen(replace(DEAD, sessions=(SESSION,))), NAMED, HOUR, "kept", "live_job"),
        (seen(), NAMED, Policy(min_age=86401), "kept", "too_young"),
        (seen(tables=(replace(TABLE, created=None),)), NAMED, Policy(), "kept", "too_young"),
    ],
    ids=[
        "another database",
        "protected",
        "tables not read",
        "memory not read",
        "a silent instance",
        "another number",
        "gone",
        "no grants",
        "a running job",
        "an entry in memory",
        "a session",
        "too young",
        "no age",
    ],
)
def test_what_is_not_dropped(found, entry, policy, outcome, reason):
    (one,) = plan(found, entry, policy=policy)
    assert (one.outcome, one.reason, one.is_planned) == (outcome, reason, False)


@pytest.mark.parametrize(("max_drops", "other_drops"), [(1, 0), (2, 1)])
def test_the_limit_counts_tables_of_every_kind(max_drops, other_drops):
    planned = plan(seen(), NAMED, NAMED_TOO, max_drops=max_drops, other_drops=other_drops)
    assert [one.reason for one in planned] == ["max_drops", "max_drops"]
    assert all(one.is_planned for one in plan(seen(), NAMED, NAMED_TOO, max_drops=2))


def work(*script, later=(), known=True, entries=(NAMED, NAMED_TOO)):
    session, run = ScriptedSession(*script), ScriptedRun(*later)
    found = seen()
    done = drop_external(run.run, Gateway(session), found, plan(found, *entries), 3600, known)
    session.finish()
    run.finish()
    return [(one.outcome, one.reason) for one in done]


def test_each_is_dropped_by_a_call_of_its_own():
    dropped = (CALL, {"out_status": "dropped"})
    assert work(IDENTITY, dropped, IDENTITY, dropped) == [("dropped", "asked_for")] * 2


def test_nothing_is_begun_while_an_outcome_is_not_known():
    assert work(known=False) == [("kept", "not_attempted")] * 2
    unproven = (CALL, {"out_status": "unproven", "out_reason": "still_there"})
    assert work(IDENTITY, unproven) == [("unknown", "still_there"), ("kept", "not_attempted")]


@pytest.mark.parametrize(
    ("rows", "outcome", "reason"),
    [
        ([], "dropped", "proven_afterwards"),
        ([{"owner": OWNER, "object_name": TABLE.name}], "kept", "not_executed"),
    ],
    ids=["gone", "there"],
)
def test_a_lost_answer_is_proven_in_a_new_session(rows, outcome, reason):
    fresh = ScriptedSession(SAME_DATABASE, CONTAINER, INSTANCES, GONE, (_sql.OBJECT_BY_NUMBER, rows))
    assert work(IDENTITY, (CALL, LOST), later=[fresh], entries=[NAMED]) == [(outcome, reason)]
    fresh.finish()


def test_without_a_new_session_the_outcome_is_unknown():
    assert work(IDENTITY, (CALL, LOST), later=[LOST]) == [("unknown", "connection_lost"), ("kept", "not_attempted")]


def test_a_missing_grant_means_that_nothing_was_executed():
    refused = (CALL, DatabaseError(("ORA-01031",), "ORA-01031: insufficient privileges"))
    assert work(IDENTITY, refused, entries=[NAMED]) == [("kept", "no_privilege")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"out_status": "kept", "out_reason": "no_such_object"}, ("already_absent", "no_such_object")),
        ({"out_status": "kept", "out_reason": "live_job"}, ("kept", "live_job")),
        ({"out_status": "error", "out_step": "evidence", "out_code": -1031}, ("kept", "no_privilege")),
        ({"out_status": "error", "out_step": "drop", "out_code": -1031}, ("kept", "no_privilege")),
        ({"out_status": "error", "out_step": "drop", "out_code": -600}, ("unknown", "refused_by_database")),
    ],
    ids=["gone", "refused", "before the drop", "at the drop", "nobody knows"],
)
def test_what_the_block_says_is_what_is_reported(answer, expected):
    assert work(IDENTITY, (CALL, answer), entries=[NAMED]) == [expected]
