# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Breaks: cancelling a running call, call timeouts, and markers that come too late."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable

import oracledb
import pytest
from fake_engine import FakeDatabase
from wire_support import failure

from simora import values
from simora.engine import Outcome, ResultSet, StatementKind
from simora.errors import OraError
from simora.values import Column
from simora.wire.server import Server

RESULT = ResultSet((Column("N", values.NUMBER),), [(1,)])


@pytest.fixture
def endless(database: FakeDatabase) -> tuple[str, threading.Event, list[str]]:
    """A statement that ends by a break only, an event for its start, and how it ended."""
    started = threading.Event()
    ends: list[str] = []

    def answer(bind_rows: object, poll: Callable[[], None]) -> Outcome:
        started.set()
        try:
            while True:
                poll()
                time.sleep(0.005)
        except OraError as error:
            ends.append(f"ORA-{error.code:05d}")
            raise

    return database.statement(StatementKind.PLSQL, "begin endless; end;", answer), started, ends


def assert_usable(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.query("select one", RESULT.columns, RESULT.rows)
    for dummy in range(3):
        assert connection.cursor().execute(text).fetchall() == [(1,)]
    connection.ping()


def test_cancel(
    connection: oracledb.Connection, database: FakeDatabase, endless: tuple[str, threading.Event, list[str]]
) -> None:
    text, started, ends = endless

    def cancel() -> None:
        started.wait()
        connection.cancel()

    for round_number in range(1, 4):
        started.clear()
        thread = threading.Thread(target=cancel)
        thread.start()
        assert failure(lambda: connection.cursor().execute(text)) == "ORA-01013"
        thread.join()
        assert ends == ["ORA-01013"] * round_number
        assert_usable(connection, database)


def test_call_timeout(
    connection: oracledb.Connection, database: FakeDatabase, endless: tuple[str, threading.Event, list[str]]
) -> None:
    text, dummy, ends = endless
    connection.call_timeout = 100
    assert failure(lambda: connection.cursor().execute(text)) == "DPY-4024"
    assert ends == ["ORA-01013"]
    assert_usable(connection, database)


def test_a_break_that_nobody_polls_for_costs_the_connection(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    release = threading.Event()

    def answer(bind_rows: object, poll: object) -> Outcome:
        release.wait()
        return Outcome()

    text = database.statement(StatementKind.PLSQL, "begin deaf; end;", answer)
    connection.call_timeout = 50
    assert failure(lambda: connection.cursor().execute(text)) == "DPY-4011"
    release.set()


def test_a_break_that_the_statement_swallowed_is_answered(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    """WHEN OTHERS catches ORA-01013 as well; the client still gets it."""

    def answer(bind_rows: object, poll: Callable[[], None]) -> Outcome:
        try:
            while True:
                poll()
                time.sleep(0.005)
        except OraError:
            return Outcome()

    text = database.statement(StatementKind.PLSQL, "begin swallow; end;", answer)
    connection.call_timeout = 50
    assert failure(lambda: connection.cursor().execute(text)) == "DPY-4024"
    assert_usable(connection, database)


def test_a_break_while_idle_is_answered(connection: oracledb.Connection, database: FakeDatabase) -> None:
    """The marker arrives before the next call; that call gets ORA-01013, as from a real server."""
    connection.cancel()
    text = database.query("select one", RESULT.columns, RESULT.rows)
    assert failure(lambda: connection.cursor().execute(text)) == "ORA-01013"
    assert_usable(connection, database)


def test_a_statement_goes_on_when_its_client_dies(server: Server, database: FakeDatabase) -> None:
    started, killed, finished = threading.Event(), threading.Event(), threading.Event()

    def answer(bind_rows: object, poll: Callable[[], None]) -> Outcome:
        started.set()
        killed.wait()
        for dummy in range(3):
            poll()
        finished.set()
        return Outcome()

    text = database.statement(StatementKind.PLSQL, "begin zombie; end;", answer)
    program = "import oracledb, sys; oracledb.connect(sys.argv[1]).cursor().execute(sys.argv[2])"
    dsn = f"scott/tiger@127.0.0.1:{server.port}/fake"
    client = subprocess.Popen([sys.executable, "-c", program, dsn, text])
    started.wait()
    client.kill()
    client.wait()
    killed.set()
    assert finished.wait(10)
