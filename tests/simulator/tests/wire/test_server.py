# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a server ends: no socket is closed while another thread may still use its number."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest
from fake_engine import FakeListener

from simora import runtime
from simora.admin import AdminServer
from simora.wire import server as wire_server
from simora.wire.server import Server, SocketTransport
from simora.world.listener import Listener

Closed = list[tuple[str, str]]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Closed:
    """The kind of each server's socket that is closed, and the thread that closes it."""
    seen: Closed = []

    def close(transport: SocketTransport) -> None:
        seen.append(("connection", threading.current_thread().name))
        original(transport)

    original = SocketTransport.close
    monkeypatch.setattr(wire_server.SocketTransport, "close", close)
    return seen


def test_a_connection_is_closed_by_the_thread_that_serves_it(closed: Closed) -> None:
    server = Server(FakeListener({}))
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        _wait_until(lambda: server.statistics().open_connections == 1)
        server.stop()
        assert client.recv(1) == b""
        _wait_until(lambda: server.statistics().open_connections == 0)
    assert closed == [("connection", "connection")]


@pytest.mark.parametrize("kind", ["server", "admin"])
def test_nobody_accepts_when_the_listening_socket_is_closed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    accepting = {"server": "listener", "admin": "admin"}[kind]
    alive: list[bool] = []

    class Listening(socket.socket):
        def close(self) -> None:
            alive.append(any(thread.name == accepting for thread in threading.enumerate()))
            super().close()

    def create(address: tuple[str, int], backlog: int | None = None) -> socket.socket:
        listening = Listening()
        listening.bind(address)
        listening.listen()
        return listening

    monkeypatch.setattr(socket, "create_server", create)
    if kind == "server":
        server = Server(FakeListener({}))
        server.start()
        server.stop()
    else:
        AdminServer(Listener(), 0, runtime.Flag(), Server(Listener())).close()
    assert alive == [False]


def _wait_until(condition: Callable[[], bool]) -> None:
    for dummy in range(500):
        if condition():
            return
        runtime.sleep(0.01)
    raise AssertionError("it did not happen")
