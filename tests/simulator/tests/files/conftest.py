# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A database with server files, and connections to it by the real driver."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import oracledb
import pytest
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from file_world import SCENARIO, Connect

from simora import scenario
from simora.wire.server import Server
from simora.world.listener import Listener


@pytest.fixture
def listener() -> Listener:
    loaded = Listener()
    scenario.add(loaded, yaml.safe_load(SCENARIO))
    return loaded


@pytest.fixture
def server(listener: Listener) -> Iterator[Server]:
    running = Server(listener)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """As SCOTT to the service files, unless told otherwise."""
    opened: list[oracledb.Connection] = []

    def open_connection(service: str = "files", **overrides: Any) -> oracledb.Connection:
        parameters = {"user": "scott", "password": "tiger", "dsn": f"127.0.0.1:{server.port}/{service}"}
        connection = oracledb.connect(**{**parameters, **overrides})
        opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        with contextlib.suppress(oracledb.Error):
            connection.close()


@pytest.fixture
def connection(connect: Connect) -> oracledb.Connection:
    return connect()
