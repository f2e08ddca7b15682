# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that are lost, stall or go mad while a statement runs, as the real driver meets them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import oracledb
import pytest
from faulty_world import BLOCK, World, failure, run

Connect = Callable[..., oracledb.Connection]
OUTER = {"nested": False}
DROP = {"text": "^DROP TABLE", "object": "SCOTT.SYS_EXPORT_TABLE_02", "nested": True}


@pytest.mark.parametrize("effect", ["reset", "close", "crash"])
@pytest.mark.parametrize(("moment", "dropped"), [("before", False), ("after", True)])
def test_a_connection_lost_around_the_call(
    world: World, connect: Connect, effect: str, moment: str, dropped: bool
) -> None:
    connection = connect()
    world.inject(moment, effect, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped is dropped
    assert world.hits() == [(effect,)]


@pytest.mark.parametrize(
    ("effect", "dropped"),
    [("reset", True), ("close", True), ("crash", False)],  # a block goes on without its client, but not without itself
)
def test_a_connection_lost_inside_the_block(world: World, connect: Connect, effect: str, dropped: bool) -> None:
    connection = connect()
    world.inject("before", effect, match=DROP)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped is dropped


def test_a_crash_takes_back_what_was_not_committed(world: World, connect: Connect) -> None:
    connection = connect(user="scott", password="tiger")
    run(connection, "DELETE FROM emp")
    world.inject("before", "crash", match={"text": "UPDATE", "nested": True})
    assert failure(lambda: run(connection, "BEGIN UPDATE emp SET empno = 1; EXCEPTION WHEN OTHERS THEN NULL; END;"))
    assert world.value("SELECT COUNT(*) FROM scott.emp") == 6


@pytest.mark.parametrize(("moment", "dropped"), [("before", False), ("after", True)])
def test_a_stall_ends_by_the_clients_break(world: World, connect: Connect, moment: str, dropped: bool) -> None:
    connection = connect()
    connection.call_timeout = 1000
    world.inject(moment, "stall", match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == "DPY-4024"
    assert world.is_dropped is dropped
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]


def test_a_stall_leaves_the_database_to_others(world: World, connect: Connect) -> None:
    stalling, other = connect(), connect()
    world.inject("before", "stall", match={**DROP, "user": "DPCLEAN"})
    thread = threading.Thread(target=run, args=(stalling, BLOCK))
    thread.start()
    world.wait_until(lambda: world.hits() == [("stall",)])
    assert run(other, "SELECT COUNT(*) FROM scott.emp") == [(6,)]
    assert not world.is_dropped
    world.faults.release()
    thread.join(10)
    assert world.is_dropped


def test_a_stall_of_so_many_seconds(world: World, connect: Connect) -> None:
    world.inject("after", {"stall": {"seconds": 0.05}}, match=OUTER)
    run(connect(), BLOCK)
    assert world.hits() == [("stall",)]


def test_a_break_that_is_ignored_costs_the_connection(world: World, connect: Connect) -> None:
    connection = connect()
    connection.call_timeout = 100
    world.inject("after", [{"break": "ignored"}, "stall"], match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    assert world.is_dropped


def test_a_break_that_is_late(world: World, connect: Connect) -> None:
    connection = connect()
    connection.call_timeout = 1000
    world.inject("before", [{"break": {"late": 0.1}}, "stall"], match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == "DPY-4024"
    assert not world.is_dropped
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]


def test_a_break_that_comes_too_late_finds_success(world: World, connect: Connect) -> None:
    """The driver throws the answer away: it tells of a time-out although everything was done."""
    connection = connect()
    connection.call_timeout = 1000
    world.inject("before", [{"break": "success"}, "stall"], match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == "DPY-4024"
    world.wait_until(lambda: world.is_dropped)


@pytest.mark.parametrize("cut", [{}, {"bytes": 5}, {"bytes": 5, "then": "reset"}])
def test_half_a_reply(world: World, connect: Connect, cut: dict[str, object]) -> None:
    connection = connect()
    world.inject("after", {"cut": cut}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    assert world.is_dropped


def test_half_a_reply_and_then_silence(world: World, connect: Connect) -> None:
    connection = connect()
    connection.call_timeout = 100
    world.inject("after", {"cut": {"then": "stall"}}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    assert world.is_dropped


def test_a_result_that_ends_in_the_middle(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"cut": {"rows": 5}}, match={"text": "scott.emp"})
    rows = []
    with connection.cursor() as cursor:
        cursor.arraysize = cursor.prefetchrows = 2
        cursor.execute("SELECT empno FROM scott.emp ORDER BY 1")
        with pytest.raises(oracledb.Error):
            for row in cursor:
                rows.append(row)
    assert rows[:4] == [(1,), (2,), (3,), (4,)] and len(rows) < 6


def test_rows_in_drips(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"drip": {"seconds": 0.01, "rows": 1}}, match={"text": "scott.emp"})
    assert len(run(connection, "SELECT empno FROM scott.emp")) == 6


def test_rows_that_are_slower_than_the_clients_patience(world: World, connect: Connect) -> None:
    connection = connect()
    connection.call_timeout = 100
    world.inject("after", {"drip": {"seconds": 0.2, "rows": 1}}, match={"text": "scott.emp"})
    assert failure(lambda: run(connection, "SELECT empno FROM scott.emp")).startswith(("DPY-4024", "DPY-4011"))


def test_bytes_in_drips(world: World, connect: Connect) -> None:
    """Each byte is in time, so the driver's own limit of a call never passes."""
    connection = connect()
    connection.call_timeout = 1000
    world.inject("after", {"drip": {"seconds": 0.005, "bytes": 1}}, match=OUTER)
    run(connection, BLOCK)
    assert world.hits() == [("drip",)]


@pytest.mark.parametrize("kind", ["garbage", {"kind": "garbage", "data": "feff00"}])
def test_a_reply_that_is_no_call_protocol(world: World, connect: Connect, kind: object) -> None:
    connection = connect()
    world.inject("after", {"malform": kind}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-5")
    assert world.is_dropped


@pytest.mark.parametrize("kind", ["length", "packet_type"])
def test_a_reply_that_is_no_packet(world: World, connect: Connect, kind: str) -> None:
    connection = connect()
    connection.call_timeout = 100
    world.inject("after", {"malform": kind}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)).startswith("DPY-4011")
    assert world.is_dropped


def test_a_notice_between_two_statements(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"control": 2396}, match=OUTER)
    run(connection, BLOCK)
    assert failure(lambda: run(connection, "SELECT 1 FROM dual")) == "DPY-4033"
    assert world.is_dropped


def test_a_notice_ahead_of_the_reply(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("after", {"control": {"code": 2396, "ahead": True}}, match=OUTER)
    assert failure(lambda: run(connection, BLOCK)) == "DPY-4033"
    assert world.is_dropped


def test_a_connection_that_ends_between_two_statements(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("replied", "close", match=OUTER)
    run(connection, BLOCK)
    assert failure(lambda: run(connection, "SELECT 1 FROM dual")).startswith("DPY-4011")


def test_commit_and_ping_are_moments_too(world: World, connect: Connect) -> None:
    connection = connect(user="scott", password="tiger")
    run(connection, "DELETE FROM emp")
    world.inject("after", "reset", match={"kind": "commit"})
    world.inject("before", {"raise": 1089}, match={"kind": "ping"})
    assert failure(connection.commit).startswith("DPY-4011")
    assert world.value("SELECT COUNT(*) FROM scott.emp") == 0
    assert "ORA-01089" in failure(connect().ping)


def test_the_kth_statement_of_a_kind(world: World, connect: Connect) -> None:
    connection = connect()
    world.inject("before", {"raise": 54}, match={"kind": "query"}, after=2)
    codes = []
    for dummy in range(4):
        try:
            run(connection, "SELECT 1 FROM dual")
            codes.append(0)
        except oracledb.Error as error:
            codes.append(error.args[0].code)
    assert codes == [0, 0, 54, 0]
