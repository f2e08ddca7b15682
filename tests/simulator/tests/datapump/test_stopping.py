# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""STOP_JOB in its forms, on live jobs, idling jobs, ghosts and wedged entries."""

from __future__ import annotations

from simora.datapump import lifecycle, memory
from simora.datapump.states import State

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


def test_an_orderly_stop_passes_through_its_states_and_keeps_the_table(make_world) -> None:
    world = make_world(RUNNING)
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")))
    seen = [world.states()["NIGHTLY"]]
    for dummy in range(20):
        world.advance(0.5)
        seen.append(world.states()["NIGHTLY"])
    assert list(dict.fromkeys(seen)) == ["STOP PENDING", "STOPPING", "STOPPED", "NOT RUNNING"]
    assert world.jobs() == [("SCOTT", "NIGHTLY", "EXPORT", "SCHEMA", "NOT RUNNING", 0, 0, 0)]
    assert world.stored_state("NIGHTLY") == "STOPPED"


def test_an_immediate_stop_does_not_wait_for_the_workers(make_world) -> None:
    world = make_world(RUNNING)
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")), "immediate => 1")
    assert world.states() == {"NIGHTLY": "STOPPING"}
    world.advance(lifecycle.STOPPING + lifecycle.STOPPED)
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}


def test_a_pending_stop_can_be_made_immediate_by_another_client(make_world) -> None:
    world = make_world(RUNNING)
    first, second = world.client(), world.client()
    handle = second.attach("NIGHTLY", "SCOTT")
    first.call("STOP_JOB", str(first.attach("NIGHTLY", "SCOTT")))
    second.call("STOP_JOB", str(handle), "1")
    assert world.states() == {"NIGHTLY": "STOPPING"}


def test_killing_an_export_deletes_table_and_dump_files(make_world) -> None:
    """Conformance case C18."""
    world = make_world(RUNNING)
    assert world.database.files.exists("/dumps/nightly.dmp")
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")), "1", "0")
    world.advance(10)
    assert world.jobs() == []
    assert not world.table_exists("SCOTT", "NIGHTLY")
    assert not world.database.files.exists("/dumps/nightly.dmp")


def test_killing_an_import_leaves_the_dump_files(make_world) -> None:
    world = make_world({**RUNNING, "operation": "IMPORT"})
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")), "1", "0")
    world.advance(10)
    assert world.jobs() == []
    assert world.database.files.exists("/dumps/nightly.dmp")


def test_a_stopped_transportable_job_is_not_kept(make_world) -> None:
    world = make_world({**RUNNING, "mode": "TRANSPORTABLE"})
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")))
    world.advance(30)
    assert not world.table_exists("SCOTT", "NIGHTLY")


def test_other_clients_get_their_grace_and_are_detached_then(make_world) -> None:
    world = make_world({**RUNNING, "attached": 0})
    first, second = world.client(), world.client()
    handle = second.attach("NIGHTLY", "SCOTT")
    first.call("STOP_JOB", str(first.attach("NIGHTLY", "SCOTT")), "immediate => 1", "delay => 30")
    world.advance(20)
    assert world.states() == {"NIGHTLY": "STOPPING"}
    world.advance(20)
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}
    assert second.failure(second.call, "DETACH", str(handle)) == 31623


def test_stop_detaches_the_caller_always(make_world) -> None:
    world = make_world(RUNNING)
    client = world.client()
    handle = client.attach("NIGHTLY", "SCOTT")
    client.call("STOP_JOB", str(handle))
    assert client.failure(client.call, "DETACH", str(handle)) == 31623


def test_a_ghost_lingers_after_its_stop_and_is_gone_then(make_world) -> None:
    world = make_world(GHOST)
    client = world.client()
    handle = client.attach("GHOST", "SCOTT")
    assert world.jobs() == [("SCOTT", "GHOST", "EXPORT", "SCHEMA", "IDLING", 1, 1, 2)]
    client.call("STOP_JOB", str(handle))
    world.advance(lifecycle.GHOST_REMOVAL - 1)
    assert "GHOST" in world.states()
    world.advance(2)
    assert world.states() == {}


def test_a_ghost_that_is_only_detached_from_stays_one(make_world) -> None:
    world = make_world(GHOST)
    client = world.client()
    client.call("DETACH", str(client.attach("GHOST", "SCOTT")))
    assert world.jobs() == [("SCOTT", "GHOST", "EXPORT", "SCHEMA", "NOT RUNNING", 1, 0, 0)]


def test_how_long_a_ghost_lingers_is_the_scenarios_choice(make_world) -> None:
    world = make_world({**GHOST, "stop_seconds": 600})
    client = world.client()
    client.call("STOP_JOB", str(client.attach("GHOST", "SCOTT")))
    world.advance(599)
    assert "GHOST" in world.states()
    world.advance(2)
    assert world.states() == {}


def test_a_wedged_entry_gives_way_to_the_master_table(make_world) -> None:
    world = make_world(WEDGED)
    assert world.jobs() == [("SCOTT", "WEDGED", "EXPORT", "SCHEMA", "NOT RUNNING", 1, 0, 0)]
    client = world.client()
    client.call("STOP_JOB", str(client.attach("WEDGED", "SCOTT")))
    world.advance(10)
    assert world.jobs() == [("SCOTT", "WEDGED", "EXPORT", "SCHEMA", "NOT RUNNING", 0, 0, 0)]


def test_dropping_the_table_of_a_wedged_entry_makes_a_ghost(make_world) -> None:
    world = make_world(WEDGED)
    world.client("DPCLEAN").run('DROP TABLE "SCOTT"."WEDGED" PURGE')
    assert world.states() == {"WEDGED": "NOT RUNNING"}
    client = world.client()
    client.call("STOP_JOB", str(client.attach("WEDGED", "SCOTT")))
    world.advance(60)
    assert world.states() == {}


def test_attaching_revives_a_stopped_job_and_leaving_lets_it_go(make_world) -> None:
    world = make_world(STOPPED)
    client = world.client()
    handle = client.attach("NIGHTLY", "SCOTT")
    assert world.jobs() == [("SCOTT", "NIGHTLY", "EXPORT", "SCHEMA", "IDLING", 1, 1, 2)]
    assert world.stored_state("NIGHTLY") == "IDLING"
    client.call("DETACH", str(handle))
    assert world.jobs() == [("SCOTT", "NIGHTLY", "EXPORT", "SCHEMA", "NOT RUNNING", 0, 0, 0)]


def test_a_killed_idling_job_is_gone_with_its_table(make_world) -> None:
    world = make_world(STOPPED)
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")), "keep_master => 0")
    assert world.jobs() == []
    assert not world.table_exists("SCOTT", "NIGHTLY")


def test_waiting_for_a_job_that_is_stopped(make_world) -> None:
    world = make_world(RUNNING)
    first, second = world.client(), world.client()
    handle = second.attach("NIGHTLY", "SCOTT")
    first.call("STOP_JOB", str(first.attach("NIGHTLY", "SCOTT")), "delay => 10")
    assert second.run(f"BEGIN DBMS_DATAPUMP.WAIT_FOR_JOB({handle}, :state); END;") == {"state": "STOPPED"}
    assert second.failure(second.call, "DETACH", str(handle)) == 31623


def test_a_job_without_one_executes_until_it_is_stopped(make_world) -> None:
    world = make_world(RUNNING)
    world.advance(1_000_000)
    assert world.states() == {"NIGHTLY": "EXECUTING"}


def test_killing_the_control_process_crashes_the_job(make_world) -> None:
    world = make_world(RUNNING)
    job = world.database.datapump.jobs.named(0, "SCOTT", "NIGHTLY")
    (control,) = world.database.datapump.jobs.sessions(job, memory.CONTROL)
    with world.database.lock:
        world.database.datapump.session_killed(1, control.sid)
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}
    assert world.stored_state("NIGHTLY") == str(State.EXECUTING)


def test_work_planned_before_a_stop_is_not_done(make_world) -> None:
    world = make_world({**RUNNING, "duration": 50, "stop_seconds": 1000})
    client = world.client()
    client.call("STOP_JOB", str(client.attach("NIGHTLY", "SCOTT")))
    world.advance(500)
    assert world.states() == {"NIGHTLY": "STOP PENDING"}
    world.advance(600)
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}
    assert world.stored_state("NIGHTLY") == "STOPPED"


def test_a_job_can_be_stopped_before_it_is_back_in_the_list(make_world) -> None:
    world = make_world(STOPPED)
    first, second = world.client(), world.client()
    handle = first.attach("NIGHTLY", "SCOTT")
    other = second.attach("NIGHTLY", "SCOTT")
    first.call("START_JOB", str(handle))
    second.call("STOP_JOB", str(other))
    assert world.states() == {"NIGHTLY": "STOP PENDING"}
