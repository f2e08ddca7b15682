# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""Changes of the world between and inside other people's statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracledb
import pytest
from faulty_world import BLOCK, MASTER, World, failure, run

Connect = Callable[..., oracledb.Connection]
JOB = {"owner": "SCOTT", "name": "SYS_EXPORT_TABLE_02"}
DROP = {"text": "^DROP TABLE", "object": "SCOTT.SYS_EXPORT_TABLE_02", "nested": True}
LISTED = "SELECT state FROM dba_datapump_jobs WHERE job_name = 'SYS_EXPORT_TABLE_02'"
LIVE = "SELECT COUNT(*) FROM gv$datapump_job WHERE job_name = 'SYS_EXPORT_TABLE_02'"
PROCESSES = "SELECT COUNT(*) FROM gv$session WHERE action = 'SYS_EXPORT_TABLE_02' AND module LIKE 'Data Pump%'"


def test_statements_as_sys_and_as_a_user(world: World, connect: Connect) -> None:
    connection = connect()
    steps = [
        {"sql": {"text": ["CREATE TABLE made (n NUMBER)", "INSERT INTO made VALUES (1)"], "user": "SCOTT"}},
        {"sql": {"text": "BEGIN UPDATE scott.made SET n = 2; END;"}},
    ]
    world.inject("before", steps, match={"kind": "query"})
    assert run(connection, "SELECT n FROM scott.made") == [(2,)]
    assert world.hits() == [("sql", "sql")]


def test_the_client_neither_waits_for_nor_appears_in_it(world: World, connect: Connect) -> None:
    connection = connect()
    counts = world.database().statements.statistics()
    world.inject("before", {"sql": {"text": "DROP TABLE scott.emp"}}, match={"kind": "query"})
    assert failure(lambda: run(connection, "SELECT * FROM scott.emp")) == "ORA-00942"
    after = world.database().statements.statistics()
    assert (after["connections"], after["statements"]) == (counts["connections"], counts["statements"] + 1)
    modules = [entry.module for entry in world.database().statements.entries if entry.text.startswith("DROP")]
    assert modules == ["fault"]


def test_a_change_that_fails_is_told_to_the_tester_only(world: World, connect: Connect) -> None:
    world.inject("before", [{"sql": {"text": "DROP TABLE nobody.nothing"}}, {"advance": {"seconds": 1}}])
    run(connect(), "SELECT 1 FROM dual")
    (hit,) = world.faults.report()["hits"]
    assert hit["effects"] == ["sql", "advance"]
    assert "ORA-00942" in hit["error"]


def test_it_does_not_strike_itself(world: World, connect: Connect) -> None:
    world.inject("before", {"sql": {"text": "SELECT 1 FROM dual"}}, times=None)
    run(connect(), "SELECT 1 FROM dual")
    assert len(world.hits()) == 1


def test_inside_the_block_it_meets_the_blocks_locks(world: World, connect: Connect) -> None:
    block = f"BEGIN LOCK TABLE {MASTER} IN EXCLUSIVE MODE NOWAIT; EXECUTE IMMEDIATE 'DROP TABLE {MASTER}'; END;"
    world.inject("before", {"recreate_table": JOB}, match=DROP)
    run(connect(), block)
    (hit,) = world.faults.report()["hits"]
    assert "ORA-00054" in hit["error"]
    assert world.is_dropped


@pytest.mark.parametrize(("kind", "comment"), [("export", "Data Pump"), ("leftover", "Data Pump"), ("business", None)])
def test_dropped_and_created_again_between_two_statements(
    world: World, connect: Connect, kind: str, comment: str | None
) -> None:
    world.inject("before", {"recreate_table": {**JOB, "as": kind, "purge": True}}, match=DROP)
    run(connect(), BLOCK)
    assert world.hits() == [("recreate_table",)]
    assert not world.is_dropped
    found = "SELECT SUBSTR(MAX(c.comments), 1, 9) FROM dba_recyclebin r"
    found += " LEFT JOIN dba_tab_comments c ON c.table_name = r.object_name WHERE r.type = 'TABLE'"
    assert world.value(found) == comment
    assert world.value("SELECT COUNT(*) FROM dba_recyclebin WHERE type = 'TABLE'") == 1


def test_a_job_is_started_stopped_and_killed(world: World) -> None:
    world.change({"start_job": JOB})
    world.change({"advance": {"seconds": 2}})
    assert world.value(LISTED) == "EXECUTING"
    world.change([{"stop_job": {**JOB, "immediate": True}}, {"advance": {"seconds": 10}}])
    assert world.value(LISTED) == "NOT RUNNING"
    world.change([{"start_job": JOB}, {"kill_job": JOB}, {"advance": {"seconds": 10}}])
    assert world.value(f"SELECT COUNT(*) FROM ({LISTED})") == 0
    assert world.value("SELECT COUNT(*) FROM dba_objects WHERE object_id = 85215") == 0


def test_a_client_attaches_and_leaves(world: World) -> None:
    world.change({"attach_job": JOB})
    assert world.value(LISTED) == "IDLING"
    world.change({"detach_job": JOB})
    assert world.value(LISTED) == "NOT RUNNING"


def test_a_job_that_is_being_defined(world: World) -> None:
    new = {"owner": "SCOTT", "name": "NEW_JOB"}
    world.change({"open_job": {**new, "mode": "TABLE", "start": False}})
    query = "SELECT state FROM dba_datapump_jobs WHERE job_name = 'NEW_JOB'"
    assert world.value(query) == "DEFINING"
    world.change({"detach_job": new})
    assert world.value(f"SELECT COUNT(*) FROM ({query})") == 0


def test_a_job_that_is_starting(world: World) -> None:
    world.change({"job_starting": {**JOB, "seconds": 5}})
    assert (world.value(LISTED), world.value(LIVE)) == ("NOT RUNNING", 0)
    assert world.value(PROCESSES) > 0
    world.change({"advance": {"seconds": 6}})
    assert world.value(LISTED) == "EXECUTING"


def test_a_job_that_is_finishing(world: World) -> None:
    world.change([{"start_job": JOB}, {"advance": {"seconds": 2}}, {"job_finishing": {**JOB, "seconds": 5}}])
    assert (world.value(LISTED), world.value(LIVE)) == ("NOT RUNNING", 0)
    world.change({"advance": {"seconds": 6}})
    assert world.value("SELECT COUNT(*) FROM dba_objects WHERE object_id = 85215") == 0


def test_a_job_in_neither_branch_of_the_view(world: World) -> None:
    world.change([{"start_job": JOB}, {"advance": {"seconds": 2}}, {"hide_job": JOB}])
    assert (world.value(f"SELECT COUNT(*) FROM ({LISTED})"), world.value(LIVE)) == (0, 1)
    world.change({"show_job": JOB})
    assert world.value(LISTED) == "EXECUTING"


def test_a_job_of_another_name(world: World) -> None:
    world.change({"add_job": {"owner": "SCOTT", "name": "GHOST", "state": "NOT RUNNING", "master_table": False}})
    assert world.value("SELECT COUNT(*) FROM dba_datapump_jobs WHERE job_name = 'GHOST'") == 1


def test_somebody_locks_the_table(world: World, connect: Connect) -> None:
    connection = connect()
    world.change({"lock_table": JOB})
    assert failure(lambda: run(connection, BLOCK)).startswith("ORA-00054")
    world.change({"unlock_table": JOB})
    run(connection, BLOCK)
    assert world.is_dropped


def test_entries_of_the_recycle_bin_come_and_go(world: World, connect: Connect) -> None:
    connection = connect()
    run(connection, BLOCK)
    name = {"owner": "SCOTT", "original_name": "SYS_EXPORT_TABLE_02"}
    world.change({"add_bin_entry": {**name, "object_id": 90001}})
    count = "SELECT COUNT(*) FROM dba_recyclebin WHERE original_name = 'SYS_EXPORT_TABLE_02'"
    assert world.value(count) == 2
    world.change({"purge_bin_entry": name})
    assert (world.value(count), world.is_dropped) == (1, False)
    world.change({"purge_bin_entry": {"object_id": 90001}})
    assert world.value(count) == 0
    with pytest.raises(Exception, match="ORA-38307"):
        world.change({"purge_bin_entry": name})


def test_rights_and_parameters(world: World, connect: Connect) -> None:
    connection = connect()
    world.change({"revoke": {"privilege": "DROP ANY TABLE", "user": "DPCLEAN"}})
    assert failure(lambda: run(connection, BLOCK)).startswith("ORA-01031")
    world.change([{"grant": {"privilege": "DROP ANY TABLE", "user": "DPCLEAN"}},
                  {"set_parameter": {"name": "recyclebin", "value": "OFF"}}])  # fmt: skip
    run(connection, BLOCK)
    assert world.value("SELECT COUNT(*) FROM dba_recyclebin") == 0
    world.change({"lock_account": {"user": "DPCLEAN"}})
    assert failure(connect) == "ORA-28000"
    world.change([{"unlock_account": {"user": "DPCLEAN"}}, {"expire_account": {"user": "DPCLEAN"}}])
    assert failure(connect) == "ORA-28001"


def test_a_session_is_killed_inside_its_block(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("before", {"kill_session": {"session": "this"}}, match=DROP)
    handled = f"BEGIN EXECUTE IMMEDIATE 'DROP TABLE {MASTER}'; EXCEPTION WHEN OTHERS THEN NULL; END;"
    assert failure(lambda: run(connection, handled)).startswith("DPY-4011 ORA-00028")
    assert not world.is_dropped


def test_an_instance_crashes_after_the_drop(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"restart_instance": {}}, match=DROP)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011 ORA-03113")
    assert world.is_dropped
    connect().ping()


def test_the_clock_steps_back_and_forth(world: World) -> None:
    now = "SELECT TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI') FROM dual"
    world.change({"step_clock": {"seconds": -3600}})
    assert world.value(now) == "2026-01-15 02:00"
    world.change({"step_clock": {"to": "2026-03-29 03:30:00"}})
    assert world.value(now) == "2026-03-29 03:30"


def test_a_step_of_the_clock_is_no_passing_of_time(world: World) -> None:
    world.change([{"start_job": JOB}, {"advance": {"seconds": 2}}, {"job_finishing": {**JOB, "seconds": 60}}])
    world.change([{"step_clock": {"seconds": 86400}}, {"advance": {"seconds": 1}}])
    exists = "SELECT COUNT(*) FROM dba_objects WHERE object_id = 85215"
    assert world.value(exists) == 1
    world.change({"advance": {"seconds": 60}})
    assert world.value(exists) == 0


def test_role_and_incarnation(world: World, connect: Connect) -> None:
    connection = connect()
    world.change({"switch_role": {"role": "PHYSICAL STANDBY"}})
    assert run(connection, "SELECT database_role, open_mode FROM v$database") == [("PHYSICAL STANDBY", "READ ONLY")]
    assert failure(lambda: run(connection, BLOCK)).startswith("ORA-16000")
    world.change([{"switch_role": {"role": "PRIMARY"}}, {"new_dbid": {"dbid": 4711}}, {"reset_logs": {}}])
    assert run(connection, "SELECT dbid, open_mode FROM v$database") == [(4711, "READ WRITE")]
    assert world.value("SELECT resetlogs_change# FROM v$database") > 1


def test_a_pdb_is_closed_opened_and_plugged_in_again(world: World, connect: Connect) -> None:
    pdb: dict[str, Any] = {"user": "scott", "password": "tiger", "service": "pdb1"}
    uid = "SELECT con_uid FROM v$pdbs WHERE name = 'PDB1'"
    connection, before = connect(**pdb), world.value(uid, "cdb")
    world.change({"close_pdb": {"name": "PDB1"}}, "cdb")
    assert failure(connection.ping).startswith("DPY-4011")
    assert failure(lambda: connect(**pdb)) == "ORA-01109"
    world.change([{"replug_pdb": {"name": "PDB1"}}, {"open_pdb": {"name": "PDB1", "mode": "READ ONLY"}}], "cdb")
    assert world.value(uid, "cdb") != before
    assert failure(lambda: run(connect(**pdb), "CREATE TABLE t (n NUMBER)")) == "ORA-16000"


def test_actions_of_a_struck_session_are_done_in_its_container(world: World, connect: Connect) -> None:
    connection = connect(user="scott", password="tiger", service="pdb1")
    world.inject("before", {"sql": {"text": "CREATE TABLE scott.t (n NUMBER)"}}, "cdb", match={"kind": "query"})
    assert run(connection, "SELECT COUNT(*) FROM t") == [(0,)]
    world.change({"sql": {"text": "DROP TABLE scott.t", "container": "PDB1"}}, "cdb")
    assert failure(lambda: run(connection, "SELECT COUNT(*) FROM t")) == "ORA-00942"


def test_an_instance_that_is_silent(world: World, connect: Connect) -> None:
    connection = connect(user="system", password="manager", service="cdb")
    (own,) = run(connection, "SELECT instance_number FROM v$instance")[0]
    seen = "SELECT (SELECT COUNT(*) FROM gv$instance), (SELECT COUNT(*) FROM v$active_instances) FROM dual"
    assert run(connection, seen) == [(2, 2)]
    world.change({"silence_instance": {"instance": 3 - own}}, "cdb")
    assert run(connection, seen) == [(1, 2)]
    world.change({"restore_instance": {"instance": 3 - own}}, "cdb")
    assert run(connection, seen) == [(2, 2)]
