# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The listening socket."""

from __future__ import annotations

import contextlib
import dataclasses
import select
import socket
import ssl
import struct

from ..engine import Listener
from ..runtime import Monitor, Task, spawn
from .capabilities import Profile
from .dispatcher import Connection

_BACKLOG = 512
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # struct linger: on, no seconds


class SocketTransport:
    """A connected socket, plain or TLS, as a connection wants it."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    @property
    def address(self) -> tuple[str, int]:
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def receive(self, limit: int) -> bytes:
        return self._socket.recv(limit)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def readable(self) -> bool:
        """TLS may have decrypted more than was asked for, which select cannot see."""
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        ready, dummy, dummy = select.select([self._socket], [], [], 0)
        return bool(ready)

    def finish(self) -> None:
        self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._socket.close()

    def interrupt(self) -> None:
        """Wakes the thread that serves the client, if that waits for it, and ends the conversation.

        The socket stays that thread's to close: its number would be another socket's at once, and the thread, which
        may be about to read, would read what is meant for that one.
        """
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.interrupt()
        self._socket.close()


@dataclasses.dataclass(frozen=True)
class Statistics:
    """connections: accepted since the start. open_connections: now. round_trips: replies sent, logons included."""

    connections: int
    open_connections: int
    round_trips: int


class Server:
    """Serves any number of services on one address, a thread per connection.

    port: 0 lets the system choose; `port` then tells. ssl_context: makes it a TLS listener. profile: the release to
    play, None for the one that suits each database. verifier_rounds: PBKDF2 rounds of 12c verifiers; a real
    database has 4096, fewer make logons cheaper.
    """

    def __init__(
        self,
        listener: Listener,
        host: str = "127.0.0.1",
        port: int = 0,
        ssl_context: ssl.SSLContext | None = None,
        *,
        profile: Profile | None = None,
        verifier_rounds: int = 1,
    ) -> None:
        self._listener = listener
        self._address = (host, port)
        self._ssl_context = ssl_context
        self._profile = profile
        self._verifier_rounds = verifier_rounds
        self._socket: socket.socket | None = None
        self._accepting: Task | None = None
        self._monitor = Monitor()
        self._open: set[SocketTransport] = set()
        self._connections = 0
        self._round_trips = 0

    @property
    def port(self) -> int:
        """The port in use; the one asked for while the server is not started."""
        return int(self._socket.getsockname()[1]) if self._socket else self._address[1]

    def start(self) -> None:
        """Returns when clients can connect. Raises OSError when the address cannot be had."""
        self._socket = socket.create_server(self._address, backlog=_BACKLOG)
        self._accepting = spawn(self._accept_all, self._socket, name="listener")

    def stop(self) -> None:
        """Closes the listening socket and ends every connection."""
        if self._socket is None:
            return
        # Closing alone would leave the thread in accept(), perhaps that of another socket that got the number.
        self._socket.shutdown(socket.SHUT_RDWR)
        if self._accepting is not None:
            self._accepting.join()
        self._socket.close()
        with self._monitor:
            transports = list(self._open)
        for transport in transports:
            transport.interrupt()
        self._socket = None

    def statistics(self) -> Statistics:
        with self._monitor:
            return Statistics(self._connections, len(self._open), self._round_trips)

    def _accept_all(self, listening: socket.socket) -> None:
        while True:
            try:
                accepted, dummy = listening.accept()
            except OSError:
                return
            spawn(self._serve, accepted, name="connection")

    def _serve(self, accepted: socket.socket) -> None:
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._ssl_context is not None:
            try:
                accepted = self._ssl_context.wrap_socket(accepted, server_side=True)
            except OSError:  # a client that does not accept the certificate, or speaks no TLS
                accepted.close()
                return
        transport = SocketTransport(accepted)
        with self._monitor:
            self._connections += 1
            self._open.add(transport)
        try:
            Connection(
                transport,
                self._listener,
                profile=self._profile,
                verifier_rounds=self._verifier_rounds,
                count_round_trip=self._count_round_trip,
            ).run()
        finally:
            with self._monitor:
                self._open.discard(transport)

    def _count_round_trip(self) -> None:
        with self._monitor:
            self._round_trips += 1
