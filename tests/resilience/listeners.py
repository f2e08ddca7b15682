# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listeners that misbehave, made of sockets alone, and a relay to a good one that falls silent at a chosen point."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket, int], None]
"""What a listener does with a connection; it is also told its own port."""

_REFUSE, _REDIRECT, _RESEND, _UNKNOWN = 4, 5, 11, 99


def packet(kind: int, body: bytes = b"", length: int | None = None) -> bytes:
    """A packet as listeners and clients exchange them before they agree on a version."""
    return struct.pack(">HHBBH", len(body) + 8 if length is None else length, 0, kind, 0, 0) + body


def _until_closed(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            pass


def silent(connection: socket.socket, _port: int) -> None:
    _until_closed(connection)


def closes(connection: socket.socket, _port: int) -> None:
    connection.close()


def resets(connection: socket.socket, _port: int) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def redirects_to_itself(connection: socket.socket, port: int) -> None:
    connection.recv(65536)
    address = f"(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT={port}))\0(DESCRIPTION=(CONNECT_DATA=()))".encode()
    connection.sendall(packet(_REDIRECT, struct.pack(">H", len(address)) + address))
    _until_closed(connection)


def asks_again_for_ever(connection: socket.socket, _port: int) -> None:
    with contextlib.suppress(OSError):
        while connection.recv(65536):
            connection.sendall(packet(_RESEND))


def promises_more_than_it_sends(connection: socket.socket, _port: int) -> None:
    connection.recv(65536)
    connection.sendall(packet(_REFUSE, b"\0" * 20, length=65535))
    _until_closed(connection)


def sends_an_unknown_packet(connection: socket.socket, _port: int) -> None:
    connection.recv(65536)
    connection.sendall(packet(_UNKNOWN, b"?" * 30))
    _until_closed(connection)


def drips_a_refusal(connection: socket.socket, _port: int) -> None:
    connection.recv(65536)
    text = b"(DESCRIPTION=(ERR=12514))"
    never = threading.Event()
    with contextlib.suppress(OSError):
        for byte in packet(_REFUSE, struct.pack(">BBH", 0, 0, len(text)) + text):
            connection.sendall(bytes([byte]))
            never.wait(0.25)


def speaks_http(connection: socket.socket, _port: int) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    connection.close()


EVERYTHING = 10**9
"""More answers than any run gets."""


class Relay:
    """Passes everything on to a good listener, until it has passed on this many answers. For one client at a time."""

    def __init__(self, target: int, silent_after: int) -> None:
        self._target = target
        self._silent_after = silent_after
        self.answers = 0

    def __call__(self, connection: socket.socket, _port: int) -> None:
        with socket.create_connection(("127.0.0.1", self._target)) as server, contextlib.suppress(OSError):
            threading.Thread(target=_forward, args=(connection, server), daemon=True).start()
            while self.answers < self._silent_after:
                data = server.recv(65536)
                if not data:
                    connection.close()
                    return
                self.answers += 1
                connection.sendall(data)
            # Nobody reads on, and nobody hangs up.
            _until_closed(server)


def _forward(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def listening(behave: Behaviour) -> Iterator[int]:
    """The port of a listener that treats every connection in the same way."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        accepted: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                accepted.append(connection)
                threading.Thread(target=behave, args=(connection, port), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield port
        finally:
            for connection in accepted:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()


class CountingListener:
    """Accepts connections, counts them and says nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.connections += 1

    def close(self) -> None:
        self._socket.close()
