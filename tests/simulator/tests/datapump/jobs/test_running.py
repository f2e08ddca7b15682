# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stopping, crashing, resuming and killing jobs that really move objects; workers, progress, messages."""

from __future__ import annotations

import pytest

from simora.datapump import lifecycle

SLOW = {"datapump": {"bytes_per_second": 1_000_000, "seconds_per_object": 1}}
# Until the small objects are done and the 10 MB of SCOTT.BIG are half way.
HALF_WAY = lifecycle.STARTING + 14


@pytest.fixture
def slow(serve):
    return serve(SLOW, SLOW)


@pytest.fixture
def running(slow):
    """SCOTT's export, started, with its client attached."""
    return slow.client().open(job_name="NIGHTLY").file("a.dmp").file("a.log", 3).start()


def test_progress_of_bytes_objects_and_workers(slow, running) -> None:
    slow.advance(HALF_WAY)
    said = running.status()
    assert said["state"] == "EXECUTING" and 0 < said["percent"] < 100 and said["bytes"] > 0
    assert said["current"] == "BIG"
    assert said["log"] == "/dumps/a.log"
    keeper = slow.client("KEEPER")
    ((so_far, total),) = keeper.query("SELECT sofar, totalwork FROM v$session_longops WHERE opname = 'NIGHTLY'")
    assert total == 9 and so_far <= total
    ((left,),) = running.query(
        "SELECT COUNT(*) FROM nightly WHERE process_order > 0 AND object_type IS NOT NULL AND completion_time IS NULL"
    )
    assert left > 0


def test_messages_are_handed_out_once_and_a_waiting_call_returns_with_the_next(slow, running) -> None:
    slow.advance(lifecycle.STARTING + 1.5)
    first = running.status(1)["wip"].splitlines()
    assert first[0] == 'Starting "SCOTT"."NIGHTLY":  '
    assert running.status(1)["wip"] is None
    later = running.status(9, timeout=-1)
    assert later["wip"] and not set(later["wip"].splitlines()) & set(first)
    other = slow.client().attach("NIGHTLY")
    assert other.status(1)["wip"] is None, "what was said before is not said again"


def test_a_client_that_listens_until_the_end(slow, running) -> None:
    """The loop of the reference: messages and errors, for ever, until the job is over."""
    said, state = [], "EXECUTING"
    while state not in ("COMPLETED", "STOPPED"):
        heard = running.status(13, timeout=-1)
        state = heard["state"]
        said += (heard["wip"] or "").splitlines()
    assert state == "COMPLETED"
    assert said[-1].startswith('Job "SCOTT"."NIGHTLY" successfully completed')


def test_more_workers_are_seen_at_once_and_make_it_faster(slow, running) -> None:
    slow.advance(2)
    running.call("SET_PARALLEL", degree=4)
    listed = "SELECT degree, datapump_sessions FROM dba_datapump_jobs"
    assert slow.client("KEEPER").query(listed) == [(4, 6)]
    assert running.status(4)["degree"] == 4
    assert running.query("SELECT COUNT(*) FROM nightly WHERE process_name IS NOT NULL") == [(4,)]


def test_two_workers_need_less_time_than_one(serve) -> None:
    ends = []
    for degree in (1, 2):
        servers = serve(SLOW)
        pump = servers.client().open().file("p%U.dmp").call("SET_PARALLEL", degree=degree).start()
        assert pump.wait() == "COMPLETED"
        ends.append(servers.database().clock.now)
        servers.stop()
    assert ends[1] < ends[0]


def test_an_orderly_stop_finishes_what_is_under_way_and_is_resumed(slow, running) -> None:
    slow.advance(3)
    running.call("STOP_JOB", immediate=0)
    assert slow.states() == {"NIGHTLY": "STOP PENDING"}
    slow.advance(30)
    assert slow.states() == {"NIGHTLY": "NOT RUNNING"}
    assert 'Job "SCOTT"."NIGHTLY" stopped due to user request' in slow.text("/dumps/a.log")
    assert running.query("SELECT state FROM nightly WHERE operation = 'EXPORT'") == [("STOPPED",)]
    running.attach("NIGHTLY")
    assert slow.states() == {"NIGHTLY": "IDLING"}
    assert running.start().wait() == "COMPLETED"
    log = slow.text("/dumps/a.log")
    assert "Job NIGHTLY has been reopened at" in log and 'Restarting "SCOTT"."NIGHTLY"' in log
    assert log.count('. . exported "SCOTT"."EMP"') == 1


def test_an_export_that_was_stopped_half_way_survives_the_instance(slow, running) -> None:
    slow.advance(HALF_WAY)
    running.call("STOP_JOB", immediate=1)
    slow.advance(5)
    slow.restart()
    again = slow.client().attach("NIGHTLY").start()
    assert again.wait() == "COMPLETED"
    reader = slow.client("SCOTT", "tgt").open("IMPORT").file("a.dmp").start()
    assert reader.wait() == "COMPLETED"
    assert reader.query("SELECT (SELECT COUNT(*) FROM emp), (SELECT COUNT(*) FROM big) FROM dual") == [(3, 1)]


def test_a_crash_leaves_a_job_that_can_be_resumed(slow, running) -> None:
    slow.advance(HALF_WAY)
    slow.restart()
    assert slow.states() == {"NIGHTLY": "NOT RUNNING"}
    again = slow.client()
    assert again.query("SELECT state FROM nightly WHERE operation = 'EXPORT'") == [("EXECUTING",)]
    assert again.attach("NIGHTLY").start().wait() == "COMPLETED"


def test_killing_an_export_deletes_what_it_has_written(slow, running) -> None:
    slow.advance(HALF_WAY)
    assert slow.database().files.exists("/dumps/a.dmp")
    running.call("STOP_JOB", immediate=1, keep_master=0)
    slow.advance(5)
    assert slow.states() == {}
    assert slow.database().files.names("/dumps/") == ["/dumps/a.log"]


@pytest.fixture
def importing(slow, running):
    """An import of the same, started in the other database."""
    assert running.wait() == "COMPLETED"
    return slow.client("SCOTT", "tgt").open("IMPORT", job_name="LOAD").file("a.dmp").file("i.log", 3).start()


def test_a_killed_import_leaves_objects_and_dump_files(slow, importing) -> None:
    slow.advance(HALF_WAY, "tgt")
    importing.call("STOP_JOB", immediate=1, keep_master=0)
    slow.advance(5, "tgt")
    assert slow.states("tgt") == {}
    assert slow.database().files.exists("/dumps/a.dmp")
    assert importing.query("SELECT COUNT(*) FROM user_tables WHERE table_name = 'EMP'") == [(1,)]


def test_an_import_is_resumed_without_doing_anything_twice(slow, importing) -> None:
    slow.advance(HALF_WAY, "tgt")
    slow.restart("tgt")
    again = slow.client("SCOTT", "tgt").attach("LOAD").start()
    assert again.wait() == "COMPLETED"
    assert again.query("SELECT COUNT(*) FROM emp") == [(3,)]
    assert "completed with" not in slow.text("/dumps/i.log")


def test_skip_current_leaves_out_what_the_import_was_at(slow, importing) -> None:
    slow.advance(lifecycle.STARTING + 5.5, "tgt")
    at = importing.query("SELECT object_name, object_type FROM load WHERE process_order > 0 AND in_progress = 'Y'")
    importing.call("STOP_JOB", immediate=1)
    slow.advance(5, "tgt")
    again = slow.client("SCOTT", "tgt").attach("LOAD").start(skip_current=1)
    assert again.wait() == "COMPLETED"
    assert [kind for dummy, kind in at] == ["TABLE_DATA"]
    ((name, dummy),) = at
    assert again.query(f"SELECT COUNT(*) FROM {name}") == [(0,)]
    assert "ORA-39058" in slow.text("/dumps/i.log")


def test_a_missing_dump_file_keeps_a_job_from_being_attached_to(slow, running, refused) -> None:
    slow.advance(HALF_WAY)
    running.call("STOP_JOB", immediate=1)
    slow.advance(5)
    slow.database().files.remove("/dumps/a.dmp")
    again = slow.client()
    with refused(39002):
        again.attach("NIGHTLY")
    assert again.error_codes(None) == [39002, 39000, 31640]


def test_keep_master_keeps_the_table_of_a_job_that_has_ended(servers, scott) -> None:
    scott.open(job_name="KEPT").file("a.dmp").parameter("KEEP_MASTER", 1)
    assert scott.start().wait() == "COMPLETED"
    servers.advance(5)
    assert servers.states() == {"KEPT": "NOT RUNNING"}
    assert scott.query("SELECT state FROM kept WHERE operation = 'EXPORT'") == [("COMPLETED",)]


def test_a_job_being_defined_goes_with_its_dead_client(servers, scott) -> None:
    scott.open(job_name="HALF")
    assert servers.states() == {"HALF": "DEFINING"}
    scott.connection.close()
    assert servers.states() == {}


def test_transportable_jobs_are_not_resumed(slow, refused) -> None:
    keeper = slow.client("KEEPER").open(mode="TRANSPORTABLE", job_name="TTS").file("t.dmp")
    keeper.filter("TABLESPACE_EXPR", "= 'USERS'").start()
    slow.advance(2)
    keeper.call("STOP_JOB", immediate=1, keep_master=1)
    slow.advance(5)
    again = slow.client("KEEPER").attach("TTS", "KEEPER")
    with refused(39004):
        again.start()


def test_an_encrypted_export_needs_its_password_again_when_it_goes_on(slow, refused) -> None:
    scott = slow.client().open(job_name="DARK").file("a.dmp").parameter("ENCRYPTION_PASSWORD", "once more").start()
    slow.advance(HALF_WAY)
    scott.call("STOP_JOB", immediate=1)
    slow.advance(5)
    again = slow.client().attach("DARK")
    with refused(39002):
        again.start()
    assert again.error_codes()[1] == 39174
    again.parameter("ENCRYPTION_PASSWORD", "once more")
    assert again.start().wait() == "COMPLETED"
    whole = again.query("SELECT COUNT(*) FROM user_tables WHERE table_name = 'DARK'")
    assert whole in ([(0,)], [(1,)])


def test_a_resumable_wait_holds_the_job_up_and_is_told(serve) -> None:
    error = {"object": "SCOTT.DEPT", "type": "TABLE_DATA", "code": 1652, "wait": 600}
    servers = serve({"datapump": {"errors": [error]}})
    scott = servers.client().open(job_name="HELD").file("a.dmp").start()
    servers.advance(300)
    assert servers.states() == {"HELD": "EXECUTING"}
    assert scott.error_codes()[:2] == [39171, 1652]
    assert scott.wait() == "COMPLETED"
    assert servers.database().clock.now.minute >= 10


def test_without_its_worker_a_job_stops(slow, running) -> None:
    slow.advance(3)
    database = slow.database()
    with database.lock:
        ((sid,),) = database.sqlite.execute("SELECT SID FROM x_session WHERE PROCESS_NAME = 'DW00'").fetchall()
        database.kill_session(sid)
    assert running.wait() == "STOPPED"
    assert "ORA-39029" in slow.text("/dumps/a.log")
    assert running.attach("NIGHTLY").start().wait() == "COMPLETED"


def test_a_fatal_error_told_by_a_client_stops_the_job(slow, running) -> None:
    slow.advance(3)
    running.call("LOG_ERROR", message="enough", fatal_error=1)
    assert running.wait() == "STOPPED"


@pytest.mark.parametrize(("where", "in_log"), [("LOGFILE", True), ("STATUS", False), ("ALL", True), ("NONE", False)])
def test_moments_in_log_and_messages(servers, scott, where, in_log) -> None:
    scott.open(job_name="TIMED").file("a.dmp").file("a.log", 3).parameter("LOGTIME", where)
    scott.call("LOG_ENTRY", message="begun")
    assert servers.text("/dumps/a.log").startswith("15-JAN-26 03:00:00.") == in_log
    assert scott.status(1)["wip"].startswith("15-JAN-26 03:00:00.") == (where in ("STATUS", "ALL"))


def test_errors_from_before_a_stop_are_counted_at_the_end(serve) -> None:
    errors = [
        {"object": "SCOTT.DEPT", "type": "TABLE_DATA", "code": 1555},
        {"object": "SCOTT.BIG", "code": 1652, "fatal": True, "type": "TABLE_DATA"},
    ]
    servers = serve({"datapump": {"errors": errors}})
    scott = servers.client().open(job_name="COUNTED").file("a.dmp").file("a.log", 3).start()
    assert scott.wait() == "STOPPED"
    assert scott.attach("COUNTED").status(4)["count"] == 2
    assert scott.start().wait() == "COMPLETED"
    assert "completed with 2 error(s)" in servers.text("/dumps/a.log")
