# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of a job by itself and when its clients leave: start, progress, completion, crashes."""

from __future__ import annotations

import pytest

from simora.datapump import lifecycle

RUNNING = {
    "owner": "SCOTT",
    "name": "NIGHTLY",
    "state": "EXECUTING",
    "attached": 1,
    "dump_files": [{"directory": "DUMPS", "name": "nightly.dmp"}],
    "objects": {"total": 10, "done": 3},
}
STOPPED = {"owner": "SCOTT", "name": "NIGHTLY", "stored_state": "STOPPED"}
GHOST = {"owner": "SCOTT", "name": "GHOST", "state": "NOT RUNNING", "in_memory": True, "master_table": False}
WEDGED = {"owner": "SCOTT", "name": "WEDGED", "state": "NOT RUNNING", "in_memory": True}


def test_an_executing_job_has_a_client_a_control_process_and_a_worker(make_world) -> None:
    """The counts of conformance case C4."""
    assert make_world(RUNNING).jobs() == [("SCOTT", "NIGHTLY", "EXPORT", "SCHEMA", "EXECUTING", 1, 1, 3)]


def test_dropping_the_table_of_a_live_job_ends_the_job(make_world) -> None:
    world = make_world(RUNNING)
    world.client("DPCLEAN").run("DROP TABLE scott.nightly")
    assert world.jobs() == []
    assert world.client("DPCLEAN").query("SELECT COUNT(*) FROM v$session WHERE module LIKE 'Data Pump%'") == [(0,)]


def test_leaving_a_job_that_is_being_defined_removes_it(make_world) -> None:
    world = make_world()
    client = world.client()
    handle = client.handle("OPEN", "'EXPORT'", "'TABLE'")
    assert world.jobs() == [("SCOTT", "SYS_EXPORT_TABLE_01", "EXPORT", "TABLE", "DEFINING", 1, 1, 2)]
    client.call("DETACH", str(handle))
    assert world.jobs() == []
    assert not world.table_exists("SCOTT", "SYS_EXPORT_TABLE_01")


def test_the_end_of_a_session_is_a_detach(make_world) -> None:
    world = make_world(STOPPED)
    client = world.client()
    client.handle("OPEN", "'EXPORT'", "'TABLE'")
    client.attach("NIGHTLY", "SCOTT")
    assert world.states() == {"NIGHTLY": "IDLING", "SYS_EXPORT_TABLE_01": "DEFINING"}
    client.session.close()
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}


def test_a_job_looks_not_running_for_a_moment_when_it_starts_and_when_it_ends(make_world) -> None:
    world = make_world({**STOPPED, "objects": {"total": 4}})
    client = world.client()
    handle = client.attach("NIGHTLY", "SCOTT")
    client.call("START_JOB", str(handle))
    client.call("DETACH", str(handle))
    seen = []
    for dummy in range(500):
        states = world.states()
        seen.append(states.get("NIGHTLY", "gone"))
        if not states:
            break
        world.advance(0.1)
    changes = [state for state, previous in zip(seen, [None, *seen], strict=False) if state != previous]
    assert changes == ["NOT RUNNING", "EXECUTING", "COMPLETING", "NOT RUNNING", "gone"]
    assert not world.table_exists("SCOTT", "NIGHTLY")


def test_the_control_process_is_there_in_both_moments(make_world) -> None:
    world = make_world(STOPPED)
    client, viewer = world.client(), world.client("DPCLEAN")
    client.call("START_JOB", str(client.attach("NIGHTLY", "SCOTT")))
    masters = "SELECT action FROM gv$session WHERE module = 'Data Pump Master'"
    assert viewer.query("SELECT COUNT(*) FROM gv$datapump_job") == [(0,)]
    assert viewer.query(masters) == [("NIGHTLY",)]


def test_a_completed_job_waits_for_its_clients(make_world) -> None:
    world = make_world(STOPPED)
    client = world.client()
    handle = client.attach("NIGHTLY", "SCOTT")
    client.call("START_JOB", str(handle))
    world.advance(lifecycle.WORK + 10)
    assert world.states() == {"NIGHTLY": "COMPLETED"}
    assert client.failure(client.call, "STOP_JOB", str(handle)) == 39004
    client.call("DETACH", str(handle))
    world.advance(lifecycle.FINISHING)
    assert world.states() == {}


def test_keep_master_keeps_the_table_of_a_completed_job(make_world) -> None:
    world = make_world()
    client = world.client()
    handle = client.handle("OPEN", "'EXPORT'", "'TABLE'", "NULL", "'KEPT'")
    client.call("SET_PARAMETER", str(handle), "'KEEP_MASTER'", "1")
    client.call("ADD_FILE", str(handle), "'kept.dmp'", "'DUMPS'")
    client.call("START_JOB", str(handle))
    assert client.run(f"BEGIN DBMS_DATAPUMP.WAIT_FOR_JOB({handle}, :state); END;") == {"state": "COMPLETED"}
    assert world.states() == {"KEPT": "NOT RUNNING"}
    assert world.stored_state("KEPT") == "COMPLETED"


def test_a_job_with_a_duration_ends_by_itself(make_world) -> None:
    world = make_world({**RUNNING, "duration": 100})
    world.advance(99)
    assert world.states() == {"NIGHTLY": "EXECUTING"}
    world.advance(10)
    assert world.states() == {}


def test_progress_is_seen_in_the_master_table_and_in_longops(make_world) -> None:
    world = make_world({**RUNNING, "duration": 100, "objects": {"total": 10}})
    viewer = world.client("DPCLEAN")
    longops = "SELECT username, opname, target_desc, sofar, totalwork, units FROM v$session_longops"
    objects = "scott.nightly WHERE process_order > 0 AND object_type IS NOT NULL"
    left = f"SELECT COUNT(*) FROM {objects} AND completion_time IS NULL"
    assert viewer.query(longops) == [("SCOTT", "NIGHTLY", "EXPORT", 0, 80, "MB")]
    assert viewer.query(left) == [(10,)]
    world.advance(55)
    assert viewer.query(longops) == [("SCOTT", "NIGHTLY", "EXPORT", 40, 80, "MB")]
    assert viewer.query(left) == [(5,)]


@pytest.mark.parametrize("job", [RUNNING, GHOST, WEDGED])
def test_an_instance_restart_leaves_master_tables_only(make_world, job) -> None:
    world = make_world(job)
    with world.database.lock:
        world.database.datapump.instance_ended(1)
    expected = {} if job is GHOST else {job["name"]: "NOT RUNNING"}
    assert world.states() == expected
    assert world.client("DPCLEAN").query("SELECT COUNT(*) FROM v$session WHERE module LIKE 'Data Pump%'") == [(0,)]
    if job is RUNNING:
        assert world.stored_state("NIGHTLY") == "EXECUTING"
