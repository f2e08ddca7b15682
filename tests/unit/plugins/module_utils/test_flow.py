# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One flow for check mode and for real: the same plan, and one switch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _attach, _exclusion_sql, _guard, _guard_bin, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job import manage_jobs
from ansible_collections.dbops.datapump.plugins.module_utils._master_table import manage_master_tables
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Coverage
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB, MASTER_TABLE
from ansible_collections.dbops.datapump.plugins.module_utils._reading import Reader
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    DEAD,
    GHOST,
    NAME,
    OBJECT_ID,
    OWNER,
    TABLE,
    listed_as,
    reading,
)
from ansible_collections.dbops.datapump.tests.unit.builders import ENTRY as MEMORY
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedRun, ScriptedSession

ENTRY = BinEntry(OWNER, NAME, "BIN$x==$0", OBJECT_ID, "2026-01-15T03:00:04", 2191455, "USERS", True, True, None)
ROW = {
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
IDENTITY = (_sql.MY_SESSION, [{"instance_number": 1, "sid": 42, "serial_number": 7}])
DROPPED = (_guard.GUARDED_DROP, {"out_status": "dropped", "out_bin_name": "BIN$x==$0", "out_dropscn": 2191455})
BINNED = (_sql.DROPPED_TABLE, [ROW])
LOCKED = (_exclusion_sql.ACQUIRE, {"out_result": 0, "out_handle": "10737418241234"})
RELEASED = (_exclusion_sql.RELEASE, {})
NO_OBJECT, AN_OBJECT = (_sql.OBJECT_BY_NAME, []), (_sql.OBJECT_BY_NAME, [{"object_id": 1, "object_type": "TABLE"}])


def parameters(module, **given):
    defaults = {name: option.get("default") for name, option in module.argument_spec.items()}
    return {**defaults, "owner": OWNER, "name": NAME, **given}


def manage(monkeypatch, work, seen, given, script=(), check_mode=False):
    monkeypatch.setattr(Reader, "read", lambda *_arguments: seen)
    session = ScriptedSession(*script)
    result = work(ScriptedRun(session, parameters=given, check_mode=check_mode).run)
    session.finish()
    return result


def tables(monkeypatch, seen, script=(), check_mode=False, **given):
    given = parameters(MASTER_TABLE, **{"state": "absent", **given})
    return manage(monkeypatch, manage_master_tables, seen, given, script, check_mode)


def jobs(monkeypatch, seen, script=(), check_mode=False, **given):
    return manage(monkeypatch, manage_jobs, seen, parameters(JOB, **given), script, check_mode)


def test_check_mode_plans_what_the_run_then_does_and_sends_nothing_for_it(monkeypatch):
    planned = tables(monkeypatch, reading(DEAD), check_mode=True)
    done = tables(monkeypatch, reading(DEAD), script=[LOCKED, IDENTITY, DROPPED, BINNED, RELEASED])
    assert planned.changed is done.changed is True
    assert (
        planned.diff
        == done.diff
        == {
            "before": "SCOTT.SYS_EXPORT_TABLE_02 85215 table\n",
            "after": "SCOTT.SYS_EXPORT_TABLE_02 85215 dropped\n",
        }
    )
    assert [{**action, "outcome": "planned"} for action in done.values["actions"]] == planned.values["actions"]
    assert [table["outcome"] for table in planned.values["tables"]] == ["dropped"]
    assert planned.values["tables"][0]["restorable"] is None
    assert done.values["tables"][0]["restorable"] is True


def test_a_refusal_fails_with_the_reason_and_the_option_unless_only_a_report_is_wanted(monkeypatch):
    refused = tables(monkeypatch, reading(DEAD), min_age="52w")
    assert not refused.changed
    assert "min_age" in str(refused.failure)
    assert refused.values["actions"] == []
    reported = tables(monkeypatch, reading(DEAD), min_age="52w", on_kept="report")
    assert reported.failure is None
    assert reported.values["tables"] == refused.values["tables"]


def test_over_the_limit_nothing_is_done(monkeypatch):
    other = replace(
        DEAD, name="OTHER", listed=(replace(DEAD.listed[0], name="OTHER"),), table=replace(TABLE, name="OTHER")
    )
    wanted = [
        {**dict.fromkeys(MASTER_TABLE.options["tables"]["options"]), "owner": OWNER, "name": name}
        for name in (NAME, "OTHER")
    ]
    result = tables(
        monkeypatch, reading(DEAD, other), tables=wanted, owner=None, name=None, max_drops=1, on_kept="report"
    )
    assert {table["reason"] for table in result.values["tables"]} == {"max_drops"}


def test_what_an_earlier_run_dropped_is_purged_by_all_of_its_numbers(monkeypatch):
    named = {"object_id": OBJECT_ID, "recycle_bin_name": "BIN$x==$0", "dropscn": 2191455, "purge": True}
    script = [BINNED, LOCKED, IDENTITY, (_guard_bin.PURGE, {"out_status": "purged"}), RELEASED]
    done = tables(monkeypatch, reading(), script=script, **named)
    assert (done.changed, done.values["tables"][0]["outcome"]) == (True, "purged")
    assert done.diff == {"before": "SCOTT.SYS_EXPORT_TABLE_02 85215 dropped\n", "after": ""}
    other = tables(monkeypatch, reading(), script=[BINNED], on_kept="report", **{**named, "dropscn": 1})
    assert (other.changed, other.values["tables"][0]["reason"]) == (False, "not_ours")
    not_there = (_sql.DROPPED_TABLE, [])
    gone = tables(monkeypatch, reading(), script=[not_there, (_sql.OBJECT_BY_NUMBER, [])], **named)
    assert (gone.changed, gone.values["tables"][0]["outcome"]) == (False, "already_absent")
    there_again = (_sql.OBJECT_BY_NUMBER, [{"owner": "SCOTT", "object_name": "SYS_EXPORT_TABLE_02"}])
    back = tables(monkeypatch, reading(), script=[not_there, there_again], on_kept="report", **named)
    assert (back.changed, back.values["tables"][0]["reason"]) == (False, "restored_by_another")


def test_what_is_protected_is_not_purged_either(monkeypatch):
    named = {"object_id": OBJECT_ID, "recycle_bin_name": "BIN$x==$0", "dropscn": 2191455, "purge": True}
    protect = [{"owner": OWNER, "name": "*"}]
    kept = tables(monkeypatch, reading(), on_kept="report", protect=protect, **named)
    assert (kept.changed, kept.values["tables"][0]["reason"]) == (False, "protected")


def test_the_entry_of_a_wedged_job_goes_first_and_its_table_stays_in_the_recycle_bin(monkeypatch):
    wedged = replace(DEAD, entries=(MEMORY,))
    digest = assess(reading(wedged), wedged).digest
    planned = tables(monkeypatch, reading(wedged), check_mode=True, digest=digest, purge=True)
    assert [action["action"] for action in planned.values["actions"]] == ["remove", "drop"]
    assert planned.values["tables"][0]["outcome"] == "dropped"
    unreviewed = tables(monkeypatch, reading(wedged), check_mode=True, on_kept="report")
    assert (unreviewed.values["actions"], unreviewed.values["tables"][0]["reason"]) == ([], "entry_in_memory")


@pytest.mark.parametrize(
    ("given", "script", "outcome", "reason"),
    [
        ({}, [NO_OBJECT], "already_absent", "absent"),
        ({}, [AN_OBJECT], "kept", "not_a_master_table"),
        ({"object_id": OBJECT_ID}, [NO_OBJECT, BINNED], "already_absent", "absent"),
        (
            {"object_id": OBJECT_ID},
            [NO_OBJECT, (_sql.DROPPED_TABLE, []), (_sql.OBJECT_BY_NUMBER, [{"owner": "X", "object_name": "Y"}])],
            "kept",
            "renamed",
        ),
        ({"dbid": 1}, [], "kept", "wrong_database"),
    ],
)
def test_a_name_that_no_job_has(monkeypatch, given, script, outcome, reason):
    result = tables(monkeypatch, reading(), script=script, on_kept="report", **given)
    assert (result.values["tables"][0]["outcome"], result.values["tables"][0]["reason"]) == (outcome, reason)


def test_what_cannot_be_seen_is_not_absent(monkeypatch):
    own = reading(coverage=Coverage.USER)
    assert tables(monkeypatch, own, on_kept="report").values["tables"][0]["reason"] == "not_visible"
    assert jobs(monkeypatch, own, state="absent", on_kept="report").values["jobs"][0]["reason"] == "not_visible"


@pytest.mark.parametrize(
    ("seen", "script", "outcome", "reason"),
    [
        (reading(DEAD), [], "already_present", "present"),
        (reading(recycle_bin=(ENTRY,)), [AN_OBJECT], "kept", "name_taken"),
        (reading(recycle_bin=(ENTRY,)), [NO_OBJECT, (_sql.DROPPED_NAME, [])], "kept", "not_in_recycle_bin"),
        (reading(recycle_bin=(ENTRY,)), [NO_OBJECT, (_sql.DROPPED_NAME, [ROW, ROW])], "kept", "ambiguous"),
        (reading(recycle_bin=()), [NO_OBJECT, (_sql.DROPPED_NAME, [ROW])], "kept", "not_a_master_table"),
        (
            reading(recycle_bin=(ENTRY,)),
            [NO_OBJECT, (_sql.DROPPED_NAME, [{**ROW, "can_undrop": "NO"}])],
            "kept",
            "not_restorable",
        ),
        (
            reading(recycle_bin=(ENTRY,)),
            [
                NO_OBJECT,
                (_sql.DROPPED_NAME, [ROW]),
                LOCKED,
                IDENTITY,
                (_guard_bin.RESTORE, {"out_status": "restored"}),
                RELEASED,
            ],
            "restored",
            "asked_for",
        ),
    ],
)
def test_restoring(monkeypatch, seen, script, outcome, reason):
    result = tables(monkeypatch, seen, script=script, state="present", on_kept="report")
    assert (result.values["tables"][0]["outcome"], result.values["tables"][0]["reason"]) == (outcome, reason)
    assert result.changed is (outcome == "restored")


def test_a_restore_whose_indexes_keep_their_names_says_so(monkeypatch):
    partly = (_guard_bin.RESTORE, {"out_status": "restored", "out_step": "names", "out_code": -1418})
    script = [NO_OBJECT, (_sql.DROPPED_NAME, [ROW]), LOCKED, IDENTITY, partly, RELEASED]
    result = tables(monkeypatch, reading(recycle_bin=(ENTRY,)), script=script, state="present")
    assert result.values["tables"][0]["outcome"] == "restored"
    assert "ORA-01418" in result.values["tables"][0]["text"]


def test_removing_an_entry_in_check_mode_only_says_what_would_be_called(monkeypatch):
    result = jobs(monkeypatch, reading(GHOST), check_mode=True, state="absent")
    assert (result.changed, result.values["jobs"][0]["outcome"]) == (True, "removed")
    assert result.values["actions"][0]["outcome"] == "planned"
    assert result.diff == {"before": "SCOTT.SYS_EXPORT_TABLE_02 NOT RUNNING\n", "after": ""}


@pytest.mark.parametrize(
    ("seen", "state", "outcome", "reason"),
    [
        (reading(), "absent", "already_absent", "absent"),
        (reading(database=replace(DATABASE, expected_instances=(1, 2))), "absent", "kept", "evidence_incomplete"),
        (reading(DEAD), "absent", "kept", "has_master_table"),
        (reading(listed_as("EXECUTING")), "absent", "kept", "running"),
        (reading(), "stopped", "kept", "no_such_job"),
        (reading(DEAD), "stopped", "already_stopped", "not_running"),
        (reading(GHOST), "stopped", "kept", "state"),
    ],
)
def test_jobs_that_need_nothing_or_are_refused(monkeypatch, seen, state, outcome, reason):
    result = jobs(monkeypatch, seen, state=state, on_kept="report")
    assert (result.values["jobs"][0]["outcome"], result.values["jobs"][0]["reason"]) == (outcome, reason)
    assert result.values["actions"] == []
    assert not result.changed
    assert (jobs(monkeypatch, seen, state=state).failure is None) is (outcome != "kept")


def test_while_another_run_is_at_work_nothing_is_attempted(monkeypatch):
    holder = {"inst_id": 2, "sid": 42, "serial_number": 7, "username": "DPCLEAN", "client_identifier": "run-1"}
    taken = [
        (_exclusion_sql.ACQUIRE, {"out_result": 1, "out_handle": "10737418241234"}),
        (_exclusion_sql.HOLDER, [holder]),
    ]
    result = tables(monkeypatch, reading(DEAD), script=taken, on_kept="report")
    table = result.values["tables"][0]
    assert (table["outcome"], table["reason"], result.changed, result.values["actions"]) == (
        "kept",
        "lock_held",
        False,
        [],
    )
    assert "42,7@2 of DPCLEAN (run-1)" in table["text"]
    assert result.values["exclusion"] == "lock"


@pytest.mark.parametrize("con_uid", [0, 4711])
def test_each_container_has_a_lock_of_its_own(monkeypatch, con_uid):
    seen = reading(DEAD, database=replace(DATABASE, con_uid=con_uid))
    monkeypatch.setattr(Reader, "read", lambda *_arguments: seen)
    session = ScriptedSession(LOCKED, IDENTITY, DROPPED, BINNED, RELEASED)
    given = parameters(MASTER_TABLE, state="absent")
    manage_master_tables(ScriptedRun(session, parameters=given).run)
    assert session.binds[0]["lock_name"] == f"dbops.datapump:{DATABASE.dbid}:{con_uid}"


def test_an_outcome_that_is_not_known_fails_the_task_whatever_is_wanted(monkeypatch):
    unproven = (_guard.GUARDED_DROP, {"out_status": "unproven", "out_reason": "not_found_in_recycle_bin"})
    result = tables(monkeypatch, reading(DEAD), script=[LOCKED, IDENTITY, unproven, RELEASED], on_kept="report")
    assert (result.values["tables"][0]["outcome"], result.changed) == ("unknown", False)
    assert str(result.failure).startswith("The outcome is unknown: SCOTT.SYS_EXPORT_TABLE_02: ")


def test_a_job_that_is_still_stopping_fails_the_task_whatever_is_wanted(monkeypatch):
    seen = listed_as("EXECUTING")
    row = {"owner_name": OWNER, "job_name": NAME, "operation": "EXPORT", "job_mode": "TABLE", "state": "STOPPING"}
    counts = {"degree": 0, "attached_sessions": 0, "datapump_sessions": 0}
    script = [
        LOCKED,
        (_attach.STOP, {"out_status": "stopping"}),
        *[(_sql.JOBS, [{**row, **counts}]), (_sql.ENTRIES, []), (_attach.SLEEP, {})],
        *[(_sql.JOBS, [{**row, **counts}]), (_sql.ENTRIES, [])],
        RELEASED,
    ]
    owner = reading(seen, database=replace(DATABASE, session_user=OWNER))
    result = jobs(monkeypatch, owner, script=script, state="stopped", wait_timeout="1s", on_kept="report")
    assert (result.values["jobs"][0]["outcome"], result.changed) == ("stopping", True)
    assert str(result.failure).startswith("Not known to have ended: ")


def test_a_first_step_that_was_done_is_a_change_even_if_the_table_is_kept(monkeypatch):
    wedged = replace(DEAD, entries=(MEMORY,))
    own = reading(wedged, database=replace(DATABASE, session_user=OWNER))
    row = {"owner_name": OWNER, "job_name": NAME, "operation": "EXPORT", "job_mode": "TABLE", "state": "NOT RUNNING"}
    counts = {"degree": 0, "attached_sessions": 0, "datapump_sessions": 0}
    script = [
        *[LOCKED, IDENTITY, (_attach.STOP, {"out_status": "stopping"})],
        *[(_sql.JOBS, [{**row, **counts}]), (_sql.ENTRIES, []), (_attach.SLEEP, {})],
        (_guard.GUARDED_DROP, {"out_status": "kept", "out_reason": "busy"}),
        RELEASED,
    ]
    monkeypatch.setattr(Gateway, "contents", lambda *_arguments: [CONTENT])
    digest = assess(own, wedged).digest
    result = tables(monkeypatch, own, script=script, digest=digest, on_kept="report")
    assert (result.values["tables"][0]["outcome"], result.values["tables"][0]["reason"]) == ("kept", "busy")
    assert [action["outcome"] for action in result.values["actions"]] == ["removed", "kept"]
    assert result.changed


def test_without_the_right_to_lock_the_run_goes_on_and_says_so(monkeypatch):
    refused = (_exclusion_sql.ACQUIRE, DatabaseError(("ORA-06550", "PLS-00201"), "must be declared"))
    result = tables(monkeypatch, reading(DEAD), script=[refused, IDENTITY, DROPPED, BINNED])
    assert (result.values["tables"][0]["outcome"], result.values["exclusion"]) == ("dropped", "none")
    assert any("exclusion: none" in warning for warning in result.warnings)


def test_a_lock_that_cannot_be_given_back_changes_no_outcome(monkeypatch):
    lost = (_exclusion_sql.RELEASE, DatabaseError(("DPY-4011",), "closed"))
    result = tables(monkeypatch, reading(DEAD), script=[LOCKED, IDENTITY, DROPPED, BINNED, lost])
    assert result.values["tables"][0]["outcome"] == "dropped"


def test_a_plan_without_steps_takes_no_lock(monkeypatch):
    assert tables(monkeypatch, reading(DEAD), min_age="52w", on_kept="report").values["exclusion"] is None
