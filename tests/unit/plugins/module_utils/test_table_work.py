# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carrying out a plan on tables: what the report says is what the database proved."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _attach, _guard, _guard_bin, _guard_lost, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action, Decision, Policy, Wish
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DeadlineExceeded,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._rows import bin_entry
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned, Target
from ansible_collections.dbops.datapump.plugins.module_utils._table_work import Worker
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    DEAD,
    ENTRY,
    NAME,
    OBJECT_ID,
    OWNER,
    TABLE,
    reading,
)
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedRun, ScriptedSession

BIN_ROW = {
    "owner": OWNER,
    "original_name": NAME,
    "object_name": "BIN$x==$0",
    "base_object": OBJECT_ID,
    "droptime": "2026-01-15:03:00:04",
    "dropscn": 2191455,
    "ts_name": "USERS",
    "can_undrop": "YES",
    "can_purge": "YES",
    "space": 8,
}
DROPPED = {"out_status": "dropped", "out_bin_name": "BIN$x==$0", "out_dropscn": 2191455, "out_code": 0}
IDENTITY = (_sql.MY_SESSION, [{"instance_number": 1, "sid": 42, "serial_number": 7}])
SAME_DATABASE = (
    _sql.DATABASE,
    [
        {
            "dbid": DATABASE.dbid,
            "name": "NOTE",
            "db_unique_name": "NOTE",
            "open_mode": "READ WRITE",
            "database_role": "PRIMARY",
            "cdb": "NO",
            "con_id": 0,
            "con_name": "NOTE",
            "instance_number": 1,
            "version": "19.0.0.0.0",
            "startup_time": DATABASE.startup_time,
            "server_time": DATABASE.server_time,
            "recyclebin": "on",
            "session_user": "DPCLEAN",
        }
    ],
)
CONTAINER = (_sql.CONTAINER, [])
INSTANCES = (_sql.INSTANCES, [{"instance_number": 1, "is_expected": 1, "is_seen": 1, "instance_place": None}])
GONE = (_sql.SESSION_ALIVE, [{"sessions": 0, "silent": 0}])
SILENT = (_sql.SESSION_ALIVE, [{"sessions": 0, "silent": 1}])
ALIVE = (_sql.SESSION_ALIVE, [{"sessions": 1, "silent": 0}])
LOOKED_AT = (_guard_lost.LOOK_AFTER_DROP, {**DROPPED, "out_step": "proof"})
OBJECT_ROW = {
    **dict.fromkeys(BIN_ROW),
    "owner_now": OWNER,
    "name_now": NAME,
    "created": TABLE.created,
    "last_ddl_time": TABLE.last_ddl_time,
}
EXISTS = (_sql.TABLE_ANYWHERE, [OBJECT_ROW])
BINNED = (_sql.TABLE_ANYWHERE, [{**OBJECT_ROW, **BIN_ROW, "name_now": BIN_ROW["object_name"]}])
NOWHERE = (_sql.TABLE_ANYWHERE, [])
NOTHING_DROPPED = (_guard_lost.LOOK_AFTER_DROP, {"out_status": "kept", "out_reason": "not_in_recycle_bin"})
OPENED = (SAME_DATABASE, CONTAINER, INSTANCES, GONE, IDENTITY)
LOST = DatabaseError(("DPY-4011",), "DPY-4011: the connection was closed")
YES = Decision(True, "confirmed", "Proven dead.")
DROP = Planned(
    Target(Wish(OWNER, NAME), purge=False),
    YES,
    (Action.DROP,),
    "dropped",
    None,
    TABLE,
    CONTENT.rows_digest,
)
PURGE_TOO = replace(DROP, steps=(Action.DROP, Action.PURGE), outcome="purged")
OTHER = replace(DROP, target=Target(Wish(OWNER, "OTHER"), purge=False), table=replace(TABLE, name="OTHER"))


def work(*plan, script=(), later=(), **options):
    session = ScriptedSession(*script)
    run = ScriptedRun(*later, **options)
    done = Worker(run.run, Gateway(session), DATABASE, Policy(min_age=900)).work(plan)
    session.finish()
    run.finish()
    return done, session


def test_without_a_minimum_age_a_drop_waits_for_the_next_second():
    script = [IDENTITY, (_attach.SLEEP, {}), (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW])]
    session = ScriptedSession(*script)
    (done,) = Worker(ScriptedRun().run, Gateway(session), DATABASE, Policy(min_age=0)).work((DROP,))
    session.finish()
    assert done.outcome == "dropped"


def test_a_drop_is_one_call_and_its_entry_is_read_again():
    (done,), session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW])])
    assert (done.outcome, done.reason) == ("dropped", "confirmed")
    assert done.entry is not None
    assert (done.entry.dropscn, done.entry.drop_time) == (2191455, "2026-01-15T03:00:04")
    assert [(sent.action, sent.outcome) for sent in done.steps] == [(Action.DROP, "dropped")]
    assert session.binds[1] == {
        "expected_dbid": DATABASE.dbid,
        "expected_con_uid": 0,
        "target_number": OBJECT_ID,
        "expected_owner": OWNER,
        "expected_table": NAME,
        "expected_created": "2025-12-26T03:00:00",
        "expected_changed": "2025-12-26T03:00:00",
        "required_age": 900,
        "reviewed_rows": CONTENT.rows_digest,
        "accepts_no_undo": 0,
    }


def test_a_purge_names_the_entry_by_all_of_its_numbers():
    script = [
        IDENTITY,
        (_guard.GUARDED_DROP, DROPPED),
        (_sql.DROPPED_TABLE, [BIN_ROW]),
        (_guard_bin.PURGE, {"out_status": "purged"}),
    ]
    (done,), session = work(PURGE_TOO, script=script)
    assert done.outcome == "purged"
    assert [sent.sql for sent in done.steps] == [
        'DROP TABLE "SCOTT"."SYS_EXPORT_TABLE_02"',
        'PURGE TABLE "SCOTT"."BIN$x==$0"',
    ]
    assert session.binds[3]["target_bin_name"] == "BIN$x==$0"
    assert session.binds[3]["target_dropscn"] == 2191455


@pytest.mark.parametrize(
    ("verdict", "outcome", "reason", "option"),
    [
        ({"out_status": "kept", "out_reason": "running", "out_guard": "G2"}, "kept", "running", None),
        ({"out_status": "kept", "out_reason": "busy", "out_code": -54}, "kept", "busy", None),
        ({"out_status": "kept", "out_reason": "too_young"}, "kept", "too_young", "min_age"),
        ({"out_status": "kept", "out_reason": "no_undo"}, "kept", "no_undo", "accept_no_undo"),
        ({"out_status": "kept", "out_reason": "no_such_object"}, "already_absent", "no_such_object", None),
        ({"out_status": "kept", "out_reason": "another_table"}, "kept", "another_table", None),
        ({"out_status": "kept", "out_reason": "in_recycle_bin"}, "already_absent", "in_recycle_bin", None),
        ({"out_status": "error", "out_step": "lock", "out_code": -1031}, "kept", "no_privilege", None),
        ({"out_status": "error", "out_step": "drop", "out_code": -1031}, "kept", "no_privilege", None),
        ({"out_status": "error", "out_step": "drop", "out_code": -2449}, "kept", "refused_by_database", None),
        ({"out_status": "undone", "out_reason": "identity_mismatch"}, "kept", "identity_mismatch", None),
        ({"out_status": "unproven", "out_reason": "not_found_in_recycle_bin"}, "unknown", None, None),
        ({"out_status": "undo_failed", "out_reason": "came_alive", "out_code": -38312}, "unknown", "undo_failed", None),
    ],
)
def test_what_the_block_says_is_what_is_reported(verdict, outcome, reason, option):
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, verdict)])
    assert done.outcome == outcome
    assert done.option == option
    assert reason is None or done.reason == reason
    assert done.text or verdict["out_status"] == "error"


@pytest.mark.parametrize(
    ("step", "facts", "outcome", "reason"),
    [
        ("evidence", (), "kept", "refused_by_database"),
        ("drop", (EXISTS,), "kept", "not_executed"),
        ("drop", (BINNED, LOOKED_AT), "dropped", "proven_afterwards"),
        ("drop", (NOWHERE, NOTHING_DROPPED), "unknown", "gone"),
    ],
)
def test_only_before_the_drop_an_error_that_nobody_knows_means_that_nothing_was_executed(step, facts, outcome, reason):
    answer = {"out_status": "error", "out_step": step, "out_code": -600}
    script = [IDENTITY, (_guard.GUARDED_DROP, answer), *facts]
    (done,), _session = work(DROP, script=script)
    assert (done.outcome, done.reason) == (outcome, reason)


def test_a_statement_that_failed_for_certain_has_nothing_to_bring_back():
    answer = {"out_status": "error", "out_step": "drop", "out_code": -942}
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, answer), BINNED])
    assert (done.outcome, done.code) == ("already_absent", "ORA-00942")


def test_a_table_that_another_session_brought_back_is_there_already():
    entry = bin_entry(BIN_ROW)
    back = replace(DROP, steps=(Action.RESTORE,), outcome="restored", table=None, entry=entry)
    answer = {"out_status": "error", "out_step": "restore", "out_code": -38305}
    (done,), _session = work(back, script=[IDENTITY, (_guard_bin.RESTORE, answer), EXISTS])
    assert (done.outcome, done.reason, done.code) == ("already_present", "restored_by_another", "ORA-38305")


@pytest.mark.parametrize("status", ["unproven", "undo_failed", "undone"])
def test_a_database_that_surprised_is_left_alone(status):
    script = [IDENTITY, (_guard.GUARDED_DROP, {"out_status": status, "out_reason": "identity_mismatch"})]
    (_first, second), _session = work(DROP, OTHER, script=script)
    assert (second.outcome, second.reason, second.steps) == ("kept", "not_attempted", ())


def test_a_kept_table_does_not_stop_the_others():
    script = [
        IDENTITY,
        (_guard.GUARDED_DROP, {"out_status": "kept", "out_reason": "busy"}),
        (_guard.GUARDED_DROP, DROPPED),
        (_sql.DROPPED_TABLE, [BIN_ROW]),
    ]
    (first, second), _session = work(DROP, OTHER, script=script)
    assert (first.outcome, second.outcome) == ("kept", "dropped")


@pytest.mark.parametrize(
    ("facts", "outcome", "reason"),
    [
        ((BINNED, LOOKED_AT), "dropped", "proven_afterwards"),
        ((EXISTS,), "kept", "not_executed"),
        ((NOWHERE, NOTHING_DROPPED), "unknown", "gone"),
    ],
)
@pytest.mark.parametrize("code", ["DPY-4011", "DPY-4024"])
def test_a_lost_answer_is_proven_in_a_new_session_and_never_repeated(facts, outcome, reason, code):
    later = ScriptedSession(*OPENED, *facts)
    lost = DatabaseError((code,), code)
    (done, other), _session = work(DROP, OTHER, script=[IDENTITY, (_guard.GUARDED_DROP, lost)], later=[later])
    later.finish()
    assert (done.outcome, done.reason) == (outcome, reason)
    assert other.reason == "not_attempted"


@pytest.mark.parametrize(
    ("look", "outcome", "reason"),
    [
        ({"out_status": "undone", "out_reason": "came_alive"}, "unknown", "came_alive"),
        ({"out_status": "undo_failed", "out_reason": "came_alive", "out_code": -38312}, "unknown", "undo_failed"),
        ({"out_status": "kept", "out_reason": "not_in_recycle_bin"}, "unknown", "not_in_recycle_bin"),
        ({"out_status": "unproven", "out_step": "proof", "out_code": -942}, "unknown", "unproven"),
        ({**DROPPED, "out_bin_name": "BIN$another==$0"}, "unknown", "dropped_again"),
    ],
)
def test_a_lost_drop_is_not_over_before_the_table_was_looked_at(look, outcome, reason):
    later = ScriptedSession(*OPENED, BINNED, (_guard_lost.LOOK_AFTER_DROP, look))
    (done, other), _session = work(PURGE_TOO, OTHER, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    later.finish()
    assert (done.outcome, done.reason) == (outcome, reason)
    assert other.reason == "not_attempted"


def test_what_was_dropped_under_the_name_of_a_renamed_table_is_named():
    renamed = (_sql.TABLE_ANYWHERE, [{**OBJECT_ROW, "name_now": "OTHER"}])
    other = {**BIN_ROW, "base_object": OBJECT_ID + 1, "object_name": "BIN$y==$0"}
    look = {"out_status": "unproven", "out_reason": "identity_mismatch", "out_bin_name": "BIN$y==$0"}
    script = (renamed, (_guard_lost.LOOK_AFTER_DROP, look), (_sql.DROPPED_NAME, [BIN_ROW, other]))
    later = ScriptedSession(*OPENED, *script)
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    later.finish()
    assert (done.outcome, done.reason) == ("unknown", "identity_mismatch")
    assert done.entry is not None
    assert (done.entry.object_id, done.entry.object_name) == (OBJECT_ID + 1, "BIN$y==$0")


def test_a_table_without_undo_that_is_gone_was_dropped():
    later = ScriptedSession(*OPENED, NOWHERE, NOTHING_DROPPED)
    system = replace(DROP, table=replace(TABLE, tablespace="SYSTEM"))
    (done,), _session = work(system, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    assert (done.outcome, done.reason) == ("dropped", "proven_afterwards")


def test_what_became_of_a_step_is_looked_for_again_when_that_session_is_lost_too():
    opened = (SAME_DATABASE, CONTAINER, INSTANCES)
    later = [
        ScriptedSession(*opened, GONE, IDENTITY, (_sql.TABLE_ANYWHERE, LOST)),
        # The look may have brought the table back: its session is one more that must be gone.
        ScriptedSession(*opened, GONE, GONE, IDENTITY, BINNED, (LOOKED_AT[0], LOST)),
        ScriptedSession(*opened, GONE, GONE, GONE, IDENTITY, BINNED, LOOKED_AT),
    ]
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=later)
    assert (done.outcome, done.reason) == ("dropped", "proven_afterwards")


def test_the_old_session_must_be_gone_before_anything_is_read_again():
    later = ScriptedSession(
        SAME_DATABASE,
        CONTAINER,
        INSTANCES,
        ALIVE,
        (_attach.SLEEP, {}),
        SILENT,
        (_attach.SLEEP, {}),
        GONE,
        IDENTITY,
        BINNED,
        LOOKED_AT,
    )
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    later.finish()
    assert done.outcome == "dropped"


def test_where_the_server_cannot_wait_the_client_does():
    no_sleep = DatabaseError(("ORA-06550", "PLS-00302"), "")
    later = ScriptedSession(
        SAME_DATABASE,
        CONTAINER,
        INSTANCES,
        ALIVE,
        (_attach.SLEEP, no_sleep),
        ("pause", None),
        GONE,
        IDENTITY,
        BINNED,
        LOOKED_AT,
    )
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    assert done.outcome == "dropped"


def test_an_old_session_that_never_goes_leaves_the_outcome_unknown():
    waiting = [step for _attempt in range(60) for step in (ALIVE, (_attach.SLEEP, {}))]
    later = ScriptedSession(SAME_DATABASE, CONTAINER, INSTANCES, *waiting)
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    later.finish()
    assert done.outcome == "unknown"


def test_another_database_behind_the_same_address_proves_nothing():
    clone = (_sql.DATABASE, [{**SAME_DATABASE[1][0], "dbid": 1}])
    later = ScriptedSession(clone, CONTAINER, INSTANCES)
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[later])
    assert done.outcome == "unknown"


def test_no_new_session_and_the_outcome_is_unknown():
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, LOST)], later=[Unavailable("closed")])
    assert (done.outcome, done.code) == ("unknown", "DPY-4011")


@pytest.mark.parametrize(("facts", "outcome"), [((NOWHERE,), "purged"), ((BINNED,), "dropped")])
def test_a_purge_whose_answer_is_lost_is_proven_too(facts, outcome):
    later = ScriptedSession(*OPENED, *facts)
    script = [IDENTITY, (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW]), (_guard_bin.PURGE, LOST)]
    (done,), _session = work(PURGE_TOO, script=script, later=[later])
    assert done.outcome == outcome


def test_a_purge_that_is_refused_leaves_the_table_dropped():
    refused = {"out_status": "kept", "out_reason": "not_purgeable"}
    script = [IDENTITY, (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW]), (_guard_bin.PURGE, refused)]
    (done,), _session = work(PURGE_TOO, script=script)
    assert (done.outcome, done.reason) == ("dropped", "not_purgeable")


def test_a_missing_grant_in_the_block_means_that_nothing_was_executed():
    error = DatabaseError(("ORA-06550", "ORA-00942"), "table or view does not exist")
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, error)])
    assert (done.outcome, done.reason, done.code) == ("kept", "no_privilege", "ORA-00942")


def test_nothing_is_started_when_the_time_is_over():
    (done,), _session = work(DROP, script=[IDENTITY], time_left=0)
    assert (done.outcome, done.reason) == ("kept", "not_attempted")
    (done,), _session = work(DROP, script=[IDENTITY, (_guard.GUARDED_DROP, DeadlineExceeded("over"))])
    assert (done.outcome, done.reason) == ("kept", "not_attempted")


def test_no_second_step_is_begun_when_the_time_is_over_by_then():
    left = iter([600.0, 0.0])
    run = ScriptedRun()
    session = ScriptedSession(IDENTITY, (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW]))
    timed = replace(run.run, time_left=lambda: next(left))
    (done,) = Worker(timed, Gateway(session), DATABASE, Policy(min_age=900)).work((PURGE_TOO,))
    session.finish()
    assert (done.outcome, done.reason) == ("dropped", "not_attempted")


def test_nothing_is_purged_whose_entry_in_the_recycle_bin_is_not_known():
    script = [IDENTITY, (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [])]
    (done,), _session = work(PURGE_TOO, script=script)
    assert (done.outcome, done.entry, len(done.steps)) == ("dropped", None, 1)


def test_without_the_right_to_find_out_the_truth_nothing_is_attempted():
    (done,), _session = work(DROP, script=[(_sql.MY_SESSION, DatabaseError(("ORA-00942",), "no view"))])
    assert (done.outcome, done.reason, done.steps) == ("kept", "no_privilege", ())


_HELD = replace(DEAD, entries=(ENTRY,))
WEDGED_JOB = assessed(_HELD, assess(reading(_HELD), _HELD))
WEDGED = replace(DROP, steps=(Action.REMOVE, Action.DROP), job=WEDGED_JOB, instances=(1,), content=CONTENT)


def listing(held):
    row = {"owner_name": OWNER, "job_name": NAME, "operation": "EXPORT", "job_mode": "TABLE", "state": "NOT RUNNING"}
    entry = {**row, "inst_id": 1, "job_id": 7, "workers": 1, "has_control_queue": 1}
    counts = {"degree": 0, "attached_sessions": 0, "datapump_sessions": 0}
    return [(_sql.JOBS, [{**row, **counts}]), (_sql.ENTRIES, [entry] if held else [])]


def test_the_drop_of_a_wedged_job_compares_the_rows_as_the_removal_left_them(monkeypatch):
    attached_to = replace(CONTENT, rows_digest="B" * 64, stored_state="IDLING", start_time=None)
    monkeypatch.setattr(Gateway, "contents", lambda *_given: [attached_to])
    owner = ScriptedSession((_attach.STOP, {"out_status": "stopping"}))
    drop = [(_attach.SLEEP, {}), (_guard.GUARDED_DROP, DROPPED), (_sql.DROPPED_TABLE, [BIN_ROW])]
    (done,), session = work(WEDGED, script=[IDENTITY, *listing(held=False), *drop], later=[owner])
    assert (done.outcome, [sent.outcome for sent in done.steps]) == ("dropped", ["removed", "dropped"])
    assert owner.binds[0]["reviewed_rows"] == CONTENT.rows_digest
    assert session.binds[4]["reviewed_rows"] == "B" * 64


@pytest.mark.parametrize(
    "meanwhile",
    [{"stored_state": "STOPPED"}, {"stored_state": "COMPLETED"}, {"abort_step": 5}, {"error_count": 3}],
    ids=["its owner stopped it", "it ended", "it was told to pause", "it had errors"],
)
def test_a_wedged_job_that_was_taken_up_while_it_was_attached_to_is_kept(monkeypatch, meanwhile):
    monkeypatch.setattr(Gateway, "contents", lambda *_given: [replace(CONTENT, rows_digest="B" * 64, **meanwhile)])
    owner = ScriptedSession((_attach.STOP, {"out_status": "stopping"}))
    script = [IDENTITY, *listing(held=False), (_attach.SLEEP, {})]
    (done,), _session = work(WEDGED, script=script, later=[owner])
    assert (done.outcome, done.reason, [sent.outcome for sent in done.steps]) == ("kept", "changed", ["removed"])


def test_rows_that_changed_although_it_is_not_known_who_removed_the_entry_keep_the_table(monkeypatch):
    attached_to = replace(CONTENT, rows_digest="B" * 64, stored_state="IDLING", start_time=None)
    monkeypatch.setattr(Gateway, "contents", lambda *_given: [attached_to])
    lost = ScriptedSession((_attach.STOP, DatabaseError(("DPY-4011",), "gone")))
    script = [IDENTITY, *listing(held=False), (_attach.SLEEP, {})]
    (done,), _session = work(WEDGED, script=script, later=[lost])
    assert (done.outcome, done.reason, [sent.outcome for sent in done.steps]) == ("kept", "changed", ["removed"])


def test_a_wedged_entry_that_stays_keeps_its_table(monkeypatch):
    refused = ScriptedSession((_attach.STOP, {"out_status": "kept", "out_reason": "came_alive"}))
    (done,), _session = work(WEDGED, script=[IDENTITY], later=[refused])
    assert (done.outcome, done.reason, [sent.outcome for sent in done.steps]) == ("kept", "came_alive", ["kept"])


def test_an_entry_that_was_removed_is_told_even_if_the_table_is_kept(monkeypatch):
    monkeypatch.setattr(Gateway, "contents", mock.Mock(side_effect=DatabaseError(("ORA-01031",), "no right")))
    owner = ScriptedSession((_attach.STOP, {"out_status": "stopping"}))
    script = [IDENTITY, *listing(held=False), (_attach.SLEEP, {})]
    (done,), _session = work(WEDGED, script=script, later=[owner])
    assert (done.outcome, done.reason) == ("kept", "content_not_read")
    assert [sent.outcome for sent in done.steps] == ["removed"]


def test_a_plan_without_steps_sends_nothing():
    kept = replace(DROP, decision=Decision(False, "running", "It runs."), steps=(), outcome="kept")
    (done,), session = work(kept)
    assert (done.outcome, done.steps, session.binds) == ("kept", (), [])
