# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second session attaches before an orderly stop, and makes it immediate only when its turn has come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _attach, _escalation_sql, _job_sql, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
    Restartable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action, Decision, Wish
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call
from ansible_collections.dbops.datapump.plugins.module_utils._job_escalation import SecondSession
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import (
    Planned,
    StopOptions,
    calls_of,
    may_escalate,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_work import Worker, predicted
from ansible_collections.dbops.datapump.plugins.module_utils._shape import AssessedJob, Strength
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedRun, ScriptedSession

OWNER, NAME, NUMBER = "SCOTT", "NIGHTLY", 85215
OPTIONS = StopOptions(immediate=False, delay=60, accept_loss=False, accept_clients=False, patience=10, escalate_after=3)
JOB = AssessedJob(
    OWNER,
    NAME,
    operation="EXPORT",
    mode="SCHEMA",
    state="EXECUTING",
    object_id=NUMBER,
    tablespace="USERS",
    size_bytes=None,
    in_memory=True,
    classification=Classification.RUNNING,
    restartable=Restartable.UNKNOWN,
    quiescent=False,
    origin="other",
    age_seconds=None,
    digest="",
    strength=Strength.WEAK,
)
KILL = "ALTER SYSTEM KILL SESSION '41,4711,@1' IMMEDIATE"
STOP = Planned(
    Wish(OWNER, NAME), Decision(True, "asked_for", "It runs."), Action.STOP, "stopped", JOB, kill_statements=(KILL,)
)
ATTACHED = (_escalation_sql.ATTACH_BEFOREHAND, {"out_status": "attached", "out_handle": 7})
TOLD = (_attach.STOP, {"out_status": "stopping"})
ESCALATED = (_escalation_sql.ESCALATE, {"out_status": "stopping"})
DETACHED = (_job_sql.calling(Call("DETACH"))[0], {})
SLEEP, NOT_HELD = (_attach.SLEEP, {}), (_sql.ENTRIES, [])
LOST = DatabaseError(("DPY-4011",), "closed")


def listed(state):
    row = {"owner_name": OWNER, "job_name": NAME, "operation": "EXPORT", "job_mode": "SCHEMA", "state": state}
    return [(_sql.JOBS, [{**row, "degree": 1, "attached_sessions": 0, "datapump_sessions": 0}]), NOT_HELD]


PENDING, ENDED = listed("STOP PENDING"), listed("NOT RUNNING")


def work(second, own=(), first=(), planned=STOP, options=OPTIONS):
    """The outcome, and the sessions: the one that reads, the one that stops, the one attached before."""
    sessions = [ScriptedSession(*own), ScriptedSession(*first), ScriptedSession(*second)]
    run = ScriptedRun(*sessions[1:])
    with Worker(run.run, Gateway(sessions[0]), DATABASE, options) as worker:
        done = worker.work(planned)
    for session in sessions:
        session.finish()
    run.finish()
    assert run.opened_for == [OWNER, OWNER]
    return done, sessions


def test_the_stop_is_made_immediate_when_its_time_has_come():
    own = [*PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *ENDED]
    done, (reading, first, second) = work([ATTACHED, ESCALATED], own=own, first=[TOLD])
    assert (done.outcome, done.escalation.outcome) == ("stopped", "sent")
    assert "made immediate after 3 seconds" in done.text
    assert [binds["sleep_seconds"] for binds in reading.binds if "sleep_seconds" in binds][:2] == [1, 2]
    assert (first.binds[0]["own_clients"], first.binds[0]["stop_immediately"]) == (1, 0)
    assert first.binds[0]["stop_delay"] >= OPTIONS.escalate_after
    known = {"target_owner": OWNER, "target_job": NAME, "target_number": NUMBER, "accepts_clients": 0}
    assert second.binds == [known, {**known, "job_handle": 7, "stop_delay": 60}]


def test_the_delay_is_longer_than_the_time_after_which_the_second_session_is_needed():
    options = replace(OPTIONS, escalate_after=300, delay=0)
    assert options.delay_until_escalated > 300
    assert f"delay => {options.delay_until_escalated})" in calls_of(STOP, options)


def test_a_job_that_stops_before_is_not_stopped_at_once():
    done, _sessions = work([ATTACHED, DETACHED], own=[*PENDING, SLEEP, *PENDING, SLEEP, *ENDED], first=[TOLD])
    assert (done.outcome, done.escalation) == ("stopped", None)


@pytest.mark.parametrize("state", ["STOPPING", "COMPLETING", "STOPPED"])
def test_the_second_session_leaves_a_job_that_is_past_the_time_to_be_stopped(state):
    session = ScriptedSession(ATTACHED, DETACHED)
    second = SecondSession(JobGateway(session), JOB, OPTIONS, 3)
    second.attach()
    assert second.seconds_left(1) == 2
    second.look(state, 5)
    session.finish()
    assert (second.seconds_left(1), second.escalation) == (None, None)


@pytest.mark.parametrize(
    ("reason", "option"),
    [("clients_attached", "stop_with_clients"), ("another_job", None), ("job_would_be_lost", "accept_job_loss")],
)
def test_what_the_block_refuses_stays_pending_and_says_why(reason, option):
    refused = (_escalation_sql.ESCALATE, {"out_status": "kept", "out_reason": reason})
    own = [*PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING]
    done, _sessions = work([ATTACHED, refused, DETACHED], own=own, first=[TOLD])
    assert (done.outcome, done.reason, done.option) == ("stopping", reason, option)
    assert (done.escalation.outcome, done.changes_something) == ("kept", True)
    assert KILL in done.text


def test_a_second_session_that_was_lost_is_told_and_not_used_again():
    own = [*PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING]
    done, _sessions = work([ATTACHED, (_escalation_sql.ESCALATE, LOST)], own=own, first=[TOLD])
    assert (done.outcome, done.reason, done.code) == ("stopping", "connection_lost", "DPY-4011")
    assert (done.escalation.outcome, done.state) == ("unknown", "STOP PENDING")
    assert KILL in done.text


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        ({"out_status": "kept", "out_reason": "clients_attached"}, "kept", "clients_attached"),
        ({"out_status": "kept", "out_reason": "another_job"}, "kept", "another_job"),
        (LOST, "kept", "connection_lost"),
    ],
)
def test_without_a_second_session_at_the_job_it_is_not_told_to_stop(answer, outcome, reason):
    done, _sessions = work([(_escalation_sql.ATTACH_BEFOREHAND, answer)])
    assert (done.outcome, done.reason, done.calls, done.changes_something) == (outcome, reason, "", False)


def test_a_second_session_that_is_refused_keeps_the_job():
    run = ScriptedRun(ScriptedSession(), Unavailable("too many", ("ORA-02391",)))
    with Worker(run.run, Gateway(ScriptedSession()), DATABASE, OPTIONS) as worker:
        done = worker.work(STOP)
    assert (done.outcome, done.reason, done.code) == ("kept", "no_owner_session", "ORA-02391")


def test_an_orderly_stop_that_is_refused_leaves_no_second_session_attached():
    refused = (_attach.STOP, {"out_status": "kept", "out_reason": "clients_attached"})
    done, _sessions = work([ATTACHED, DETACHED], first=[refused])
    assert (done.outcome, done.option, done.escalation) == ("kept", "stop_with_clients", None)


def test_an_orderly_stop_whose_answer_was_lost_is_not_made_immediate():
    own = [*PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING, SLEEP, *PENDING]
    done, _sessions = work([ATTACHED, DETACHED], own=own, first=[(_attach.STOP, LOST)])
    assert (done.outcome, done.escalation) == ("unknown", None)


@pytest.mark.parametrize(
    "planned",
    [
        replace(STOP, job=replace(JOB, mode="TRANSPORTABLE")),
        replace(STOP, job=replace(JOB, state="IDLING")),
        replace(STOP, job=replace(JOB, state="DEFINING")),
        replace(STOP, job=replace(JOB, object_id=None)),
        replace(STOP, action=Action.KILL),
    ],
)
def test_only_a_job_that_works_and_can_be_resumed_gets_a_second_session(planned):
    assert may_escalate(STOP, OPTIONS)
    assert not may_escalate(planned, OPTIONS)
    assert not may_escalate(STOP, replace(OPTIONS, escalate_after=None))


def test_a_stop_that_somebody_else_asked_for_is_told_how_to_be_ended():
    awaited = replace(STOP, action=Action.AWAIT, job=replace(JOB, state="STOP PENDING"))
    assert KILL in predicted(awaited, OPTIONS).text
    assert "DBA_DATAPUMP_SESSIONS" in predicted(replace(awaited, kill_statements=()), OPTIONS).text


def test_no_block_says_what_to_do_with_the_master_table():
    for block in (_escalation_sql.ATTACH_BEFOREHAND, _escalation_sql.ESCALATE):
        assert "keep_master" not in block.lower()
