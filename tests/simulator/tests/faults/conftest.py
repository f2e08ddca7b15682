# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Fixtures: a world served over TCP, and connections to it by the real driver."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import oracledb
import pytest
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from faulty_world import DATABASES, World

from simora import scenario
from simora.wire.server import Server
from simora.world.listener import Listener


@pytest.fixture
def world() -> Iterator[World]:
    listener = Listener()
    scenario.add(listener, yaml.safe_load(DATABASES))
    server = Server(listener)
    server.start()
    yield World(listener, server)
    listener.faults.clear()
    for database in listener.databases():
        database.faults.clear()
    server.stop()


@pytest.fixture
def connect(world: World) -> Iterator[Callable[..., oracledb.Connection]]:
    opened: list[oracledb.Connection] = []

    def open_connection(service: str = "note", **overrides: Any) -> oracledb.Connection:
        parameters = {"user": "dpclean", "password": "cleaner", "dsn": f"127.0.0.1:{world.server.port}/{service}"}
        connection = oracledb.connect(**{**parameters, **overrides})
        opened.append(connection)
        return connection

    yield open_connection
    for connection in opened:
        with contextlib.suppress(oracledb.Error):
            connection.close()
