# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""What faults do to a statement: errors, warnings, lost writes, zombies, signals."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable

import oracledb
import pytest
from faulty_world import BLOCK, MASTER, World, failure, run

Connect = Callable[..., oracledb.Connection]
OUTER = {"nested": False}
DROP = {"text": "^DROP TABLE", "object": "SCOTT.SYS_EXPORT_TABLE_02", "nested": True}


def test_an_error_instead_of_the_execution(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("before", {"raise": 54}, match=DROP)
    assert failure(lambda: run(connection, BLOCK)) == "ORA-00054 ORA-06512"
    assert not world.is_dropped
    run(connection, BLOCK)
    assert world.is_dropped


def test_an_error_although_it_was_executed(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"raise": 1555}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == "ORA-01555"
    assert world.is_dropped


def test_a_block_can_handle_an_error_inside_it(world: World, connect: Connect) -> None:
    world.inject("before", {"raise": 942}, match=DROP)
    run(connect(), f"BEGIN EXECUTE IMMEDIATE 'DROP TABLE {MASTER}'; EXCEPTION WHEN OTHERS THEN NULL; END;")
    assert world.hits() == [("raise",)]
    assert not world.is_dropped


@pytest.mark.parametrize("code", [600, 28, 1089, 3113])
def test_errors_that_end_the_session(world: World, connect: Connect, code: int) -> None:
    connection = connect()
    world.inject("before", {"raise": code}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == f"DPY-4011 ORA-{code:05d}"
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)


@pytest.mark.parametrize("stack", [[604, 20999, 6512], [604, 47401]])
def test_a_veto_by_trigger_or_vault(world: World, connect: Connect, stack: list[int]) -> None:
    connection = connect()
    world.inject("before", {"raise": stack}, match={"kind": "ddl", "text": "^DROP"}, times=None)
    expected = " ".join(f"ORA-{code:05d}" for code in stack)
    assert failure(lambda: run(connection, f"DROP TABLE {MASTER}")) == expected
    assert failure(lambda: run(connection, BLOCK)) == f"{expected} ORA-06512"
    assert not world.is_dropped


def test_a_message_of_its_own(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("before", {"raise": {"code": 20001, "message": "line one\nline two"}}, match=OUTER)
    with pytest.raises(oracledb.Error) as raised:
        run(connection, BLOCK)
    assert raised.value.args[0].code == 20001
    assert "line one\nline two" in str(raised.value)


def test_an_instance_that_does_not_answer_a_query(world: World, connect: Connect) -> None:
    world.inject("before", {"raise": 12850}, match={"text": r"gv\$", "kind": "query"})
    assert failure(lambda: run(connect(), "SELECT COUNT(*) FROM gv$datapump_job")) == "ORA-12850"


def test_a_warning(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"warn": 28002}, match=OUTER)
    with connection.cursor() as cursor:
        cursor.execute(BLOCK)
        assert "ORA-28002" in str(cursor.warning)
    assert world.is_dropped


def test_a_drop_that_tells_success_and_is_lost(world: World, connect: Connect) -> None:
    world.inject("before", "skip", match=DROP)
    run(connect(), BLOCK)
    assert not world.is_dropped
    assert world.value("SELECT COUNT(*) FROM dba_tables WHERE table_name = 'SYS_EXPORT_TABLE_02'") == 1


def test_a_trigger_that_renames_and_swallows(world: World, connect: Connect) -> None:
    rename = {"sql": {"text": f"ALTER TABLE {MASTER} RENAME TO KEPT"}}
    world.inject("before", [rename, "skip"], match=DROP)
    run(connect(), BLOCK)
    assert world.hits() == [("sql", "skip")]
    assert world.value("SELECT object_name FROM dba_objects WHERE object_id = 85215") == "KEPT"


@pytest.mark.parametrize("match", [OUTER, DROP])
def test_a_zombie_finishes_when_its_time_has_come(world: World, connect: Connect, match: dict[str, object]) -> None:
    connection, other = connect(), connect(user="scott", password="tiger")
    world.inject("before", {"zombie": {"seconds": 20}}, match=match)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    query = "SELECT COUNT(*) FROM v$session WHERE username = 'DPCLEAN' AND status = 'ACTIVE'"
    assert (world.is_dropped, world.value(query)) == (False, 1)
    run(other, "BEGIN DBMS_SESSION.SLEEP(15); END;")
    assert (world.is_dropped, world.value(query)) == (False, 1)
    run(other, "BEGIN DBMS_SESSION.SLEEP(10); END;")
    assert (world.is_dropped, world.value(query)) == (True, 0)


def test_a_zombie_that_has_done_its_work(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"zombie": {"seconds": 20, "connection": "close"}}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    assert (world.is_dropped, world.sessions_of("DPCLEAN")) == (True, 1)
    world.change({"advance": {"seconds": 21}})
    assert world.sessions_of("DPCLEAN") == 0


def test_a_zombie_in_real_time(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("before", {"zombie": {"real_seconds": 0.1}}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    assert not world.is_dropped
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped


@pytest.mark.parametrize("end", ["release", "kill"])
def test_a_zombie_for_ever(world: World, connect: Connect, end: str) -> None:
    connection = connect()
    world.inject("before", {"zombie": {"forever": True}}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    world.change({"advance": {"seconds": 86400}})
    assert (world.is_dropped, world.sessions_of("DPCLEAN")) == (False, 1)
    if end == "release":
        world.faults.release()
    else:
        world.change({"kill_session": {"user": "DPCLEAN"}})
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped is (end == "release")


PROGRAM = """
import oracledb, sys
connection = oracledb.connect(user="dpclean", password="cleaner", dsn=sys.argv[1])
connection.cursor().execute(sys.argv[2])
print("told")
"""


@pytest.mark.parametrize(("moment", "dropped"), [("before", True), ("after", True)])
def test_the_client_is_killed_at_a_statement(world: World, moment: str, dropped: bool) -> None:
    """The server does not notice before it answers: even a client killed before the drop has dropped."""
    world.inject(moment, {"signal": {"name": "KILL"}}, match=DROP)
    dsn = f"127.0.0.1:{world.server.port}/note"
    client = subprocess.run([sys.executable, "-c", PROGRAM, dsn, BLOCK], capture_output=True, check=False)
    assert (client.returncode, client.stdout) == (-signal.SIGKILL, b"")
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped is dropped


def test_a_signal_to_another_process(world: World, connect: Connect) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    time.sleep(0.1)
    world.inject("replied", {"signal": {"name": "TERM", "pid": sleeper.pid}}, match=OUTER)
    run(connect(), BLOCK)
    assert sleeper.wait(10) == -signal.SIGTERM
