# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 70 to 94: others change the world while, or between when, facts are read and a table is dropped."""

from __future__ import annotations

import concurrent.futures
import contextlib
import pathlib
from collections.abc import Iterator
from typing import Any

import oracledb
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    COMES_ALIVE,
    CRASHED,
    DROP,
    FLASHBACK,
    LEFTOVER,
    LOCK,
    PAUSED,
    PURGE_BLOCK,
    RUNNING,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    PASSWORD,
    USER,
    described,
)
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher

ANOTHER = {"owner": "SCOTT", "name": "SYS_EXPORT_SCHEMA_01"}


def test_case_070_the_job_is_restarted_after_the_plan(case: Case) -> None:
    case.inject("before", [{"start_job": CRASHED}, {"advance": {"seconds": 5}}], **BLOCK)
    kept(case.drop(), "busy", "running")
    assert (case.where(), case.drops()) == ("table", [])


def test_case_071_the_job_comes_alive_between_guard_and_drop(case: Case) -> None:
    case.inject("before", COMES_ALIVE, **DROP)
    table = case.drop(purge=True)
    assert (table["outcome"], table["reason"], case.where()) == ("kept", "came_alive", "table")
    assert [len(case.sent(text)) for text in ("^DROP", "^FLASHBACK", "^PURGE")] == [1, 1, 0]


def test_case_072_the_job_is_starting(case: Case) -> None:
    case.inject("before", {"job_starting": {**CRASHED, "seconds": 30}}, **BLOCK)
    kept(case.drop(), "busy", "running", "not_listed", "entry_in_memory", "session_alive", "process_alive")
    assert (case.where(), case.drops()) == ("table", [])


def test_case_073_the_job_is_finishing(make: MakeCase) -> None:
    case = make()
    case.others_may_take = {RUNNING}
    live = {"owner": "SCOTT", "name": "EXPDP_20051121"}
    case.change({"job_finishing": {**live, "seconds": 60}})
    kept(case.drop(**live), "transitional", "running", "unknown")
    case.place.advance(120)
    table = case.drop(**live, object_id=RUNNING)
    assert (table["outcome"], table["changed"], case.where(RUNNING)) == ("already_absent", False, "gone")


def test_case_074_an_entry_that_no_list_shows(case: Case) -> None:
    live = {"owner": "SCOTT", "name": "EXPDP_20051121"}
    case.change({"hide_job": live})
    assert case.job(live["name"])["classification"] == "running"
    kept(case.drop(**live), "running")


def test_case_074_an_entry_that_is_hidden_after_the_plan(case: Case) -> None:
    case.inject("before", [{"start_job": CRASHED}, {"hide_job": CRASHED}], **BLOCK)
    case.inject("before", "skip", **LOCK)
    kept(case.drop(), "not_listed", "entry_in_memory", "session_alive", "process_alive")
    assert (case.where(), case.drops()) == ("table", [])


def test_case_075_dropped_and_taken_by_a_new_export_after_the_plan(case: Case) -> None:
    case.inject("before", {"recreate_table": {**CRASHED, "as": "export"}}, **BLOCK)
    kept(case.drop(object_id=LEFTOVER), "another_table")
    assert case.drops() == []
    assert "SCOTT.SYS_EXPORT_TABLE_02" in case.names()


def test_case_075_an_old_plan_meets_the_new_table(case: Case) -> None:
    case.change({"recreate_table": {**CRASHED, "as": "leftover"}})
    kept(case.drop(object_id=LEFTOVER, min_age="0"), "another_table")
    assert "SCOTT.SYS_EXPORT_TABLE_02" in case.names()


def test_case_076_taken_by_another_table_between_guard_and_drop(case: Case) -> None:
    """The lock prevents it; here the lock does not hold, so that the proof afterwards must."""
    case.inject("before", "skip", **LOCK)
    case.inject("before", {"recreate_table": {**CRASHED, "as": "leftover"}}, **DROP)
    other = {"owner": "SYSTEM", "name": "SYS_EXPORT_FULL_01"}
    result = case.tables(tables=[CRASHED, other], purge=True, allow_restartable=True, accept_no_undo=True)
    first, second = result["tables"]
    assert (first["outcome"], first["reason"], second["reason"]) == ("kept", "identity_mismatch", "not_attempted")
    assert "SCOTT.SYS_EXPORT_TABLE_02" in case.names()
    assert (case.where(), case.where(PAUSED), case.sent("^PURGE")) == ("bin", "table", [])


def test_case_077_a_business_table_takes_the_name(case: Case) -> None:
    case.inject("before", {"recreate_table": {**CRASHED, "as": "business"}}, **BLOCK)
    kept(case.drop(object_id=LEFTOVER), "another_table")
    kept(case.drop(), "not_a_master_table")
    assert "SCOTT.SYS_EXPORT_TABLE_02" in case.names()
    assert case.drops() == []


def test_case_078_two_entries_of_one_name_in_the_recycle_bin(case: Case) -> None:
    """The support note's database has an older one of the very same owner and name."""
    before = case.place.bin_entries()
    assert case.drop(purge=True)["outcome"] == "purged"
    assert case.place.bin_entries() == before
    assert len(case.sent("^PURGE")) == 1


def test_case_079_the_name_is_taken_before_the_undo(case: Case) -> None:
    case.inject("before", COMES_ALIVE, **DROP)
    taken = {"sql": {"user": "SCOTT", "text": "CREATE TABLE SYS_EXPORT_TABLE_02 (X NUMBER)"}}
    case.inject("before", taken, **FLASHBACK)
    table = case.drop(purge=True)
    assert (table["outcome"], table["failed"], table["code"]) == ("unknown", True, "ORA-38312")
    assert table["reason"] == "undo_failed"
    assert (case.where(), case.sent("^PURGE")) == ("bin", [])
    assert len(case.sent("^FLASHBACK")) == 1


def test_case_080_the_entry_goes_by_itself_before_the_purge(case: Case) -> None:
    case.inject("before", {"purge_bin_entry": {"object_id": LEFTOVER}}, **PURGE_BLOCK)
    table = case.drop(purge=True)
    assert (table["outcome"], table["changed"], table["restorable"]) == ("dropped", True, False)
    assert (case.where(), case.sent("^PURGE")) == ("gone", [])


def test_case_080_the_entry_goes_before_a_later_run_purges_it(case: Case) -> None:
    entry = case.drop()["recycle_bin"]
    case.inject("before", {"purge_bin_entry": {"object_id": LEFTOVER}}, **PURGE_BLOCK)
    named = {"recycle_bin_name": entry["object_name"], "dropscn": entry["dropscn"], "object_id": LEFTOVER}
    table = case.drop(**CRASHED, purge=True, **named)
    assert (table["outcome"], table["changed"], case.where()) == ("already_absent", False, "gone")


def test_case_081_a_clone_with_the_same_numbers(case: Case) -> None:
    dbid = case.facts()["database"]["dbid"]
    case.change({"new_dbid": {"dbid": dbid + 7}})
    kept(case.drop(object_id=LEFTOVER, dbid=dbid), "wrong_database")
    assert case.drops() == []


def test_case_081_the_database_is_another_one_at_the_drop(case: Case) -> None:
    case.inject("before", {"new_dbid": {}}, **BLOCK)
    table = case.drop()
    kept(table, "wrong_database")
    assert (table["guard"], case.drops()) == ("G0", [])


def test_case_082_restored_to_an_earlier_moment(case: Case) -> None:
    digest = case.job("SYS_EXPORT_TABLE_02")["digest"]
    older = "UPDATE SCOTT.SYS_EXPORT_TABLE_02 SET \"STATE\" = 'DEFINING' WHERE PROCESS_ORDER = -1"
    case.change({"reset_logs": {}}, {"sql": {"text": older}})
    kept(case.drop(digest=digest), "changed")


def test_case_083_two_runs_with_the_same_plan(case: Case, tmp_path: pathlib.Path) -> None:
    outcomes = _at_once(case, tmp_path, min_age="0")
    assert outcomes.count("dropped") == 1
    assert set(outcomes) <= {"dropped", "already_absent", "kept"}
    assert [entry.outcome for entry in case.drops()].count(0) == 1


def test_case_084_two_runs_and_no_lock_that_would_keep_them_apart(case: Case, tmp_path: pathlib.Path) -> None:
    """Even if the lock on the table did nothing either, each table goes once, and each run tells the truth."""
    case.change({"revoke": {"privilege": "EXECUTE ON SYS.DBMS_LOCK", "user": USER}})
    case.inject("before", "skip", times=None, **LOCK)
    outcomes = _at_once(case, tmp_path, purge=True)
    assert outcomes.count("purged") == 1
    assert [entry.outcome for entry in case.drops()].count(0) == 1


def _at_once(case: Case, folder: pathlib.Path, **options: Any) -> list[str]:
    """The outcomes of two runs, the second of which begins at the moment when the first is about to drop."""
    (folder / "second").mkdir()
    second = Launcher(folder / "second")
    options = {"state": "absent", "on_kept": "report", **CRASHED, **options}
    case.inject("before", {"stall": {"seconds": 1.5}}, **BLOCK)
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            other = beside.submit(case.run_with, second, "datapump_master_table", **options)
            first = case.run("datapump_master_table", **options)
        return [table["outcome"] for one in (first, other.result()) for table in one.result["tables"]]
    finally:
        second.close()


def test_case_085_the_lock_is_held_by_a_session_in_limbo(case: Case) -> None:
    """It is waited for, and never forced."""
    with holding(case, "dbops.datapump:1402300001:0"):
        kept(case.drop(), "lock_held")
    assert case.drops() == []


def test_case_086_a_lock_of_another_name(case: Case) -> None:
    """The name holds the database's number: that of another database is nothing to us."""
    with holding(case, "dbops.datapump:1402300002:0"):
        assert case.drop()["outcome"] == "dropped"


_HOLD = """DECLARE
  v_handle VARCHAR2(128);
  v_result NUMBER;
BEGIN
  SYS.DBMS_LOCK.ALLOCATE_UNIQUE(:lock_name, v_handle);
  v_result := SYS.DBMS_LOCK.REQUEST(v_handle, 6, 0, FALSE);
END;"""


@contextlib.contextmanager
def holding(case: Case, lock_name: str) -> Iterator[None]:
    """Another session holds a lock of that name."""
    address = f"127.0.0.1:{case.place.port}/{case.service}"
    with oracledb.connect(user=USER, password=PASSWORD, dsn=address) as holder, holder.cursor() as cursor:
        cursor.execute(_HOLD, {"lock_name": lock_name})
        yield


def test_case_087_a_dba_drops_it_meanwhile(case: Case) -> None:
    case.inject("before", {"sql": {"user": "SYSTEM", "text": "DROP TABLE SCOTT.SYS_EXPORT_TABLE_02"}}, **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["changed"], case.where(), case.drops()) == ("already_absent", False, "bin", [])


def test_case_088_a_dba_attaches_to_have_a_look(case: Case) -> None:
    case.inject("before", {"attach_job": CRASHED}, **BLOCK)
    kept(case.drop(), "busy", "running")
    assert (case.where(), case.drops()) == ("table", [])


def test_case_089_paused_by_its_owner_after_consent(case: Case) -> None:
    digest = case.job("SYS_EXPORT_TABLE_02")["digest"]
    case.change({"start_job": CRASHED}, {"stop_job": CRASHED}, {"advance": {"seconds": 7200}})
    kept(case.drop(digest=digest), "changed")
    kept(case.drop(), "restartable")
    assert case.where() == "table"


def test_case_090_consent_to_facts_of_yesterday(case: Case) -> None:
    digest = case.job("SYS_EXPORT_TABLE_02")["digest"]
    case.place.advance(86_400)
    case.change({"sql": {"text": "UPDATE SCOTT.SYS_EXPORT_TABLE_02 SET ERROR_COUNT = 1 WHERE PROCESS_ORDER = -1"}})
    kept(case.drop(digest=digest), "changed")


def test_case_091_two_jobs_of_one_name(make: MakeCase) -> None:
    description = described()
    description["jobs"].append(
        {"owner": "HR", "name": "SYS_EXPORT_TABLE_02", "object_id": 90001, "created": "2005-11-05 10:00:00"}
    )
    case = make(description)
    assert case.drop()["outcome"] == "dropped"
    assert (case.where(), case.where(90001)) == ("bin", "table")
    both = case.tables(tables=[CRASHED, {"owner": "HR", "name": "SYS_EXPORT_TABLE_02", "object_id": 90001}])
    assert [table["outcome"] for table in both["tables"]] == ["already_absent", "dropped"]


def test_case_092_a_plan_edited_by_hand(case: Case) -> None:
    digests = {job["name"]: job["digest"] for job in case.facts()["jobs"]}
    edited = {**CRASHED, "object_id": LEFTOVER, "digest": digests["EXPDP_20051121"]}
    kept(case.drop(tables=[edited]), "changed")
    kept(case.drop(tables=[{**edited, "digest": digests["SYS_EXPORT_TABLE_02"], "object_id": PAUSED}]), "another_table")


def test_case_093_the_plan_of_another_database(make: MakeCase) -> None:
    first, second = make(), make(dbid=1402309999)
    job = first.job("SYS_EXPORT_TABLE_02")
    reviewed = {**CRASHED, "object_id": LEFTOVER, "digest": job["digest"], "dbid": first.facts()["database"]["dbid"]}
    kept(second.drop(**reviewed), "wrong_database")
    assert first.drop(**reviewed)["outcome"] == "dropped"


def test_case_094_a_job_starts_under_another_name(case: Case) -> None:
    case.inject("before", [{"open_job": ANOTHER}, {"advance": {"seconds": 5}}], **BLOCK)
    assert case.drop()["outcome"] == "dropped"
    assert "SCOTT.SYS_EXPORT_SCHEMA_01" in case.names()
    assert ("SCOTT", "SYS_EXPORT_SCHEMA_01", "EXECUTING") in case.place.jobs_in_memory()
