# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server over the scripted engine, and connections to it by the real driver."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Iterator

import oracledb
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from fake_engine import FakeDatabase, FakeListener
from wire_support import Connect

from simora.wire.server import Server


@pytest.fixture
def database() -> FakeDatabase:
    fake = FakeDatabase()
    fake.add_account("SCOTT", "tiger")
    fake.add_account("SYS", "manager")
    return fake


@pytest.fixture
def listener(database: FakeDatabase) -> FakeListener:
    return FakeListener({"fake": database}, sids={"FAKE": database})


@pytest.fixture
def server(listener: FakeListener) -> Iterator[Server]:
    running = Server(listener)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Connects as SCOTT unless told otherwise; closes what a test leaves open."""
    opened = []

    def open_connection(**overrides: object) -> oracledb.Connection:
        parameters = {"user": "scott", "password": "tiger", "dsn": f"127.0.0.1:{server.port}/fake"} | overrides
        connection = oracledb.connect(**parameters)
        opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        with contextlib.suppress(oracledb.Error):
            connection.close()


@pytest.fixture
def connection(connect: Connect) -> oracledb.Connection:
    return connect()
