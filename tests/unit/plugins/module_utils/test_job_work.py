# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stopping jobs and removing entries: as the owner, and reported as the list shows it afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _attach, _job_sql, _kill, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
    Restartable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action, Decision, Wish
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DeadlineExceeded,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import Planned, StopOptions, calls_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_work import Worker
from ansible_collections.dbops.datapump.plugins.module_utils._shape import AssessedJob, Strength
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE
from ansible_collections.dbops.datapump.tests.unit.scripted import HERE, ScriptedRun, ScriptedSession

OWNER, NAME = "SCOTT", "SYS_EXPORT_TABLE_01"
OPTIONS = StopOptions(immediate=True, delay=60, accept_loss=False, accept_clients=False, patience=3)
YES = Decision(True, "confirmed", "Nothing is alive.")
REMOVE = Planned(Wish(OWNER, NAME), YES, Action.REMOVE, "removed")
STOP = Planned(Wish(OWNER, NAME), YES, Action.STOP, "stopped")
JOB = AssessedJob(
    OWNER,
    NAME,
    operation="EXPORT",
    mode="TABLE",
    state="EXECUTING",
    object_id=85215,
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
KILL = replace(STOP, action=Action.KILL, outcome="killed", job=JOB)
WEDGED = replace(REMOVE, job=replace(JOB, state="NOT RUNNING"), instances=(1,), rows_digest="A" * 64)
TOLD = (_attach.STOP, {"out_status": "stopping"})


def listed(state):
    row = {"owner_name": OWNER, "job_name": NAME, "operation": "EXPORT", "job_mode": "TABLE", "state": state}
    return (_sql.JOBS, [{**row, "degree": 1, "attached_sessions": 0, "datapump_sessions": 0}])


def held(state):
    row = {"inst_id": 1, "job_id": 7, "owner_name": OWNER, "job_name": NAME, "operation": "EXPORT"}
    return (_sql.ENTRIES, [{**row, "job_mode": "TABLE", "state": state, "workers": 1, "has_control_queue": 1}])


NOT_LISTED, NOT_HELD, SLEEP = (_sql.JOBS, []), (_sql.ENTRIES, []), (_attach.SLEEP, {})


def work(planned, own=(), owners=(), user="DPCLEAN", **options):
    session = ScriptedSession(*own)
    run = ScriptedRun(*owners, **options)
    with Worker(run.run, Gateway(session), replace(DATABASE, session_user=user), OPTIONS) as worker:
        done = worker.work(planned)
    session.finish()
    run.finish()
    return done, run, session


def test_an_entry_is_removed_by_a_proxy_session_of_its_owner_and_waited_for():
    owner = ScriptedSession(TOLD)
    done, run, _session = work(
        REMOVE, own=[listed("NOT RUNNING"), held("NOT RUNNING"), SLEEP, NOT_LISTED, NOT_HELD], owners=[owner]
    )
    assert run.opened_for == [OWNER]
    assert (done.outcome, done.state) == ("removed", None)
    assert owner.binds == [
        {
            "target_owner": OWNER,
            "target_job": NAME,
            "wants_removal": 1,
            "accepts_loss": 0,
            "accepts_clients": 0,
            "target_number": None,
            "reviewed_rows": None,
            "stop_immediately": 0,
            "stop_delay": 60,
            "holding_instance": None,
            "own_clients": 0,
        }
    ]


def test_the_owner_needs_no_second_session():
    done, run, _session = work(REMOVE, own=[TOLD, NOT_LISTED, NOT_HELD], user=OWNER)
    assert (done.outcome, run.opened_for) == ("removed", [])


def test_a_stop_ends_when_the_job_is_not_running_and_nothing_is_held_in_memory():
    owner = ScriptedSession(TOLD)
    own = [listed("STOPPING"), held("STOPPING"), SLEEP, listed("NOT RUNNING"), NOT_HELD]
    done, _run, _session = work(STOP, own=own, owners=[owner])
    assert (done.outcome, done.state) == ("stopped", "NOT RUNNING")
    assert owner.binds[0]["stop_immediately"] == 1


def test_an_entry_that_no_list_shows_is_still_there():
    owner = ScriptedSession(TOLD)
    own = [NOT_LISTED, held("NOT RUNNING"), SLEEP, NOT_LISTED, NOT_HELD]
    done, _run, _session = work(REMOVE, own=own, owners=[owner])
    assert (done.outcome, done.state) == ("removed", None)


def test_a_job_that_cannot_be_looked_at_is_unknown():
    lost = (_sql.JOBS, DatabaseError(("DPY-4011",), "closed"))
    done, _run, _session = work(STOP, own=[lost], owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.reason, done.state, done.code) == ("unknown", "connection_lost", None, "DPY-4011")


def test_a_job_that_is_not_done_in_time_is_stopping_and_not_stopped():
    pending = [listed("STOP PENDING"), held("STOP PENDING")]
    done, _run, _session = work(STOP, own=[*pending, SLEEP, *pending, SLEEP, *pending], owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.option, done.state) == ("stopping", "wait_timeout", "STOP PENDING")


@pytest.mark.parametrize(
    ("planned", "verdict", "outcome", "option"),
    [
        (REMOVE, {"out_status": "kept", "out_reason": "came_alive"}, "kept", None),
        (REMOVE, {"out_status": "kept", "out_reason": "has_master_table"}, "kept", None),
        (STOP, {"out_status": "kept", "out_reason": "job_would_be_lost"}, "kept", "accept_job_loss"),
        (STOP, {"out_status": "error", "out_step": "attach", "out_code": -31631}, "kept", None),
    ],
)
def test_what_the_block_refuses_is_kept(planned, verdict, outcome, option):
    done, _run, _session = work(planned, owners=[ScriptedSession((_attach.STOP, verdict))])
    assert (done.outcome, done.option, done.calls) == (outcome, option, "")


@pytest.mark.parametrize(
    ("own", "outcome", "reason"),
    [
        ([NOT_LISTED, NOT_HELD], "already_absent", "not_listed"),
        ([listed("NOT RUNNING"), held("NOT RUNNING")], "kept", "cannot_attach"),
    ],
)
def test_a_job_that_cannot_be_attached_to_is_gone_or_on_another_instance(own, outcome, reason):
    error = {"out_status": "error", "out_step": "attach", "out_code": -31626, "out_message": "ORA-31626"}
    elsewhere = replace(REMOVE, instances=(2,))
    done, _run, _session = work(elsewhere, own=own, owners=[ScriptedSession((_attach.STOP, error))])
    assert (done.outcome, done.reason, done.calls) == (outcome, reason, "")
    assert "instance 2" in done.text or outcome == "already_absent"


NOT_THERE = {"out_status": "kept", "out_reason": "not_listed"}
AT_REST = {"out_status": "kept", "out_reason": "came_to_rest"}
STOOD_STILL = [listed("NOT RUNNING"), NOT_HELD]


@pytest.mark.parametrize(
    ("planned", "refusal", "own", "outcome", "reason"),
    [
        (REMOVE, NOT_THERE, [NOT_LISTED, NOT_HELD], "already_absent", "not_listed"),
        (REMOVE, NOT_THERE, [NOT_LISTED, held("EXECUTING")], "kept", "not_listed"),
        (KILL, NOT_THERE, [NOT_LISTED, held("EXECUTING")], "kept", "not_listed"),
        (STOP, NOT_THERE, [NOT_LISTED, NOT_HELD], "already_absent", "not_listed"),
        (STOP, AT_REST, STOOD_STILL, "already_stopped", "not_running"),
        (KILL, AT_REST, STOOD_STILL, "kept", "came_to_rest"),
        (KILL, AT_REST, [(_sql.JOBS, DatabaseError(("ORA-01013",), "cancelled"))], "kept", "came_to_rest"),
    ],
)
def test_a_job_that_nothing_was_done_to_is_what_it_is_found_to_be(planned, refusal, own, outcome, reason):
    text = _kill.KILL if planned is KILL else _attach.STOP
    done, _run, _session = work(planned, own=own, owners=[ScriptedSession((text, refusal))])
    assert (done.outcome, done.reason, done.calls, done.changes_something) == (outcome, reason, "", False)


@pytest.mark.parametrize("step", ["look", "stop"])
@pytest.mark.parametrize("code", [-31626, -31623])
def test_a_call_that_failed_for_certain_did_nothing(code, step):
    error = {"out_status": "error", "out_step": step, "out_code": code}
    done, _run, _session = work(REMOVE, own=[NOT_LISTED, NOT_HELD], owners=[ScriptedSession((_attach.STOP, error))])
    assert (done.outcome, done.changes_something) == ("already_absent", False)
    still = [listed("EXECUTING"), held("EXECUTING")]
    done, _run, _session = work(STOP, own=still, owners=[ScriptedSession((_attach.STOP, error))])
    assert (done.outcome, done.reason, done.state) == ("kept", "refused_by_database", "EXECUTING")


def test_an_error_after_the_stop_is_judged_by_the_list():
    error = {"out_status": "error", "out_step": "after", "out_code": -31626}
    done, _run, _session = work(STOP, own=STOOD_STILL, owners=[ScriptedSession((_attach.STOP, error))])
    assert done.outcome == "stopped"


@pytest.mark.parametrize("planned", [STOP, KILL])
def test_a_live_job_that_is_gone_after_a_lost_answer_may_have_completed(planned):
    text = _kill.KILL if planned is KILL else _attach.STOP
    lost = ScriptedSession((text, DatabaseError(("DPY-4011",), "gone")))
    done, _run, _session = work(planned, own=[NOT_LISTED, NOT_HELD], owners=[lost])
    assert (done.outcome, done.reason, done.code) == ("unknown", "gone", "DPY-4011")


def test_a_job_that_was_told_to_stop_is_reported_when_the_time_is_over():
    pending = [listed("STOP PENDING"), held("STOP PENDING")]
    over = (_attach.SLEEP, DeadlineExceeded("the time for this run is over"))
    done, _run, _session = work(STOP, own=[*pending, over], owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.state) == ("stopping", "STOP PENDING")


def test_a_job_that_was_told_to_stop_is_reported_when_the_session_is_lost_while_waiting():
    pending = [listed("STOP PENDING"), held("STOP PENDING")]
    lost = (_attach.SLEEP, DatabaseError(("DPY-4011",), "gone"))
    done, _run, _session = work(STOP, own=[*pending, lost], owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.reason) == ("unknown", "connection_lost")


@pytest.mark.parametrize("last", [[NOT_LISTED, NOT_HELD], [listed("NOT RUNNING"), NOT_HELD]])
def test_nothing_has_ended_while_an_instance_says_nothing(last):
    silent = (_job_sql.INSTANCES_NOT_READ, [{"instances": 1}])
    own = [*last, silent, SLEEP, *last, silent, SLEEP, *last, silent, silent]
    done, _run, _session = work(STOP, own=own, owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.reason) == ("unknown", "evidence_incomplete")


@pytest.mark.parametrize(
    ("user", "name", "outcome"),
    [(OWNER, NAME, "stopping"), (None, NAME, "stopping"), ("HR", NAME, "stopped"), (OWNER, "OTHER", "stopped")],
)
def test_a_job_that_has_a_process_is_being_started_again(user, name, outcome):
    process = {"inst_id": 1, "sid": 9, "serial_number": 1, "username": user, "program": "oracle (DM00)"}
    alive = (_sql.PROCESSES, [{**process, "module": "Data Pump Master", "action": name}])
    seen = [listed("NOT RUNNING"), NOT_HELD, alive]
    own = seen if outcome == "stopped" else [*seen, SLEEP, *seen, SLEEP, *seen]
    done, _run, _session = work(STOP, own=own, owners=[ScriptedSession(TOLD)])
    assert done.outcome == outcome


def test_processes_that_must_not_be_read_do_not_keep_a_job_from_having_stopped():
    forbidden = (_sql.PROCESSES, DatabaseError(("ORA-00942",), "no such view"))
    done, _run, _session = work(STOP, own=[*STOOD_STILL, forbidden], owners=[ScriptedSession(TOLD)])
    assert done.outcome == "stopped"


SEEN, NOT_SEEN = (_job_sql.SESSIONS_AT, [{"sessions": 1}]), (_job_sql.SESSIONS_AT, [{"sessions": 0}])
FORBIDDEN = (_job_sql.SESSIONS_AT, DatabaseError(("ORA-00942",), "no such view"))


def at(**changes):
    return (_job_sql.MY_PLACE, [{**HERE, "db_unique_name": "NOTE", "con_name": "NOTE", **changes}])


def test_a_session_of_the_owner_is_used_once_it_was_seen_in_the_same_database():
    done, _run, session = work(STOP, own=[SEEN, *STOOD_STILL], owners=[ScriptedSession(at(), TOLD)])
    assert done.outcome == "stopped"
    assert session.binds[0] == {
        "other_instance": 1, "other_sid": 42, "other_audit_number": 4711, "other_user": "DPCLEAN",
        "other_client_name": "dbops.datapump:test",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("own", "owner"),
    [
        ([NOT_SEEN], [at()]),
        ([FORBIDDEN], [at(db_unique_name="CLONE")]),
        ([FORBIDDEN], [at(con_name="PDB2")]),
        ([(_job_sql.SESSIONS_AT, DatabaseError(("ORA-01013",), "cancelled"))], [at()]),
        ([], [(_job_sql.MY_PLACE, DatabaseError(("DPY-4011",), "gone"))]),
    ],
    ids=["not seen", "another database", "another container", "no answer", "lost"],
)
def test_a_session_of_the_owner_in_another_database_is_not_used(own, owner):
    done, _run, _session = work(KILL, own=own, owners=[ScriptedSession(*owner)])
    assert (done.outcome, done.reason, done.calls) == ("kept", "no_owner_session", "")


def test_names_tell_where_a_session_is_for_those_who_must_not_read_sessions():
    done, _run, _session = work(STOP, own=[FORBIDDEN, *STOOD_STILL], owners=[ScriptedSession(at(), TOLD)])
    assert done.outcome == "stopped"


def test_a_lost_answer_and_a_job_still_there_is_unknown():
    lost = ScriptedSession((_attach.STOP, DatabaseError(("DPY-4011",), "gone")))
    still = [listed("NOT RUNNING"), held("NOT RUNNING")]
    done, _run, _session = work(REMOVE, own=[*still, SLEEP, *still, SLEEP, *still], owners=[lost])
    assert (done.outcome, done.code) == ("unknown", "DPY-4011")


@pytest.mark.parametrize("code", ["ORA-28150", "ORA-01017"])
def test_without_a_proxy_grant_nothing_is_done_and_the_grant_is_named(code):
    done, run, _session = work(REMOVE, owners=[Unavailable("refused", (code,))])
    assert (done.outcome, done.reason, done.code) == ("kept", "no_owner_session", code)
    assert "GRANT CONNECT THROUGH" in done.text
    assert run.opened_for == [OWNER]


def test_nothing_is_started_when_the_time_is_over():
    done, _run, _session = work(REMOVE, time_left=0)
    assert (done.outcome, done.reason) == ("kept", "not_attempted")


@pytest.mark.parametrize("planned", [STOP, KILL, REMOVE])
def test_nothing_is_told_to_a_job_when_the_time_was_over_while_its_owner_logged_on(planned):
    done, _run, _session = work(planned, owners=[ScriptedSession()], time_left=(600, 0))
    assert (done.outcome, done.reason) == ("kept", "not_attempted")


def test_quotes_in_names_are_shown_as_they_would_have_to_be_typed():
    assert "ATTACH('O''X'" in calls_of(replace(REMOVE, wish=Wish(OWNER, "O'X")), OPTIONS)
    assert "keep_master" not in calls_of(STOP, OPTIONS)


def test_only_a_kill_says_what_to_do_with_the_master_table():
    assert "keep_master" not in _attach.STOP.lower()
    assert "keep_master => 0" in calls_of(KILL, OPTIONS)


def test_a_kill_is_bound_to_the_table_that_was_reviewed_and_waited_for():
    owner = ScriptedSession((_kill.KILL, {"out_status": "stopping"}))
    own = [listed("STOPPING"), held("STOPPING"), SLEEP, NOT_LISTED, NOT_HELD]
    done, _run, _session = work(KILL, own=own, owners=[owner])
    assert (done.outcome, done.state) == ("killed", None)
    assert owner.binds == [
        {
            "target_owner": OWNER,
            "target_job": NAME,
            "target_number": 85215,
            "reviewed_operation": "EXPORT",
            "accepts_clients": 0,
            "stop_delay": 60,
        }
    ]


@pytest.mark.parametrize(
    ("reason", "outcome", "option"),
    [
        ("another_job", "kept", None),
        ("clients_attached", "kept", "stop_with_clients"),
        ("state_changed", "kept", None),
        ("completing", "kept", None),
    ],
)
def test_a_kill_that_finds_something_else_is_no_kill(reason, outcome, option):
    owner = ScriptedSession((_kill.KILL, {"out_status": "kept", "out_reason": reason}))
    done, _run, _session = work(KILL, owners=[owner])
    assert (done.outcome, done.reason, done.option, done.calls) == (outcome, reason, option, "")


def test_a_wedged_entry_is_gone_when_only_its_table_is_left():
    owner = ScriptedSession(TOLD)
    own = [listed("NOT RUNNING"), held("NOT RUNNING"), SLEEP, listed("NOT RUNNING"), NOT_HELD]
    done, _run, _session = work(WEDGED, own=own, owners=[owner])
    assert (done.outcome, done.state) == ("removed", "NOT RUNNING")
    assert (owner.binds[0]["target_number"], owner.binds[0]["reviewed_rows"]) == (85215, "A" * 64)


def test_a_refused_logon_is_not_tried_again_for_the_next_job_of_the_owner():
    run = ScriptedRun(Unavailable("refused", ("ORA-01017",)))
    with Worker(run.run, Gateway(ScriptedSession()), DATABASE, OPTIONS) as worker:
        outcomes = [worker.work(REMOVE).reason, worker.work(STOP).reason]
    assert outcomes == ["no_owner_session"] * 2
    assert run.opened_for == [OWNER]


AWAIT = replace(STOP, action=Action.AWAIT, outcome="already_stopped")


def test_a_job_that_is_stopping_is_waited_for_and_not_told_again():
    done, run, _session = work(
        AWAIT, own=[listed("STOP PENDING"), held("STOP PENDING"), SLEEP, listed("NOT RUNNING"), NOT_HELD]
    )
    assert (done.outcome, done.state, done.changes_something) == ("already_stopped", "NOT RUNNING", False)
    assert (run.opened_for, calls_of(AWAIT, OPTIONS)) == ([], "")


def test_a_job_that_goes_on_stopping_is_no_change_of_ours():
    pending = [listed("STOP PENDING"), held("STOP PENDING")]
    done, _run, _session = work(AWAIT, own=[*pending, SLEEP, *pending, SLEEP, *pending])
    assert (done.outcome, done.changes_something) == ("stopping", False)


@pytest.mark.parametrize("state", ["EXECUTING", "DEFINING"])
def test_a_job_that_goes_on_although_it_was_stopping_is_kept(state):
    done, _run, _session = work(AWAIT, own=[listed(state), held(state)])
    assert (done.outcome, done.reason, done.state) == ("kept", "state_changed", state)


def test_what_has_become_of_a_job_that_there_is_no_time_to_wait_for_is_not_known():
    done, _run, _session = work(AWAIT, own=[(_sql.JOBS, DeadlineExceeded("the time for this run is over"))])
    assert (done.outcome, done.reason) == ("unknown", "not_attempted")


@pytest.mark.parametrize("planned", [STOP, KILL, REMOVE])
def test_without_time_to_look_where_a_session_of_the_owner_is_nothing_is_done(planned):
    owner = ScriptedSession((_job_sql.MY_PLACE, DeadlineExceeded("the time for this run is over")))
    done, _run, _session = work(planned, owners=[owner])
    assert (done.outcome, done.reason, done.calls) == ("kept", "not_attempted", "")


def test_a_wedged_job_that_somebody_started_while_it_was_attached_to_is_no_removal():
    own = [listed("EXECUTING"), held("EXECUTING")]
    done, _run, _session = work(WEDGED, own=own, owners=[ScriptedSession(TOLD)])
    assert (done.outcome, done.reason, done.changes_something) == ("kept", "came_alive", False)
