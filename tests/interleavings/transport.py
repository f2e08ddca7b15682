# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections in memory: what the driver takes for a socket, and what the simulator takes for a transport.

A fault strikes here, between the two, as it does on a real network: neither side knows of it beforehand.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Callable
from dataclasses import dataclass

from .scheduler import Actor, Scheduler


class Loss(enum.Enum):
    """How a call goes wrong. A session that is lost ends only when the server notices."""

    BEFORE = "lost before execution"
    AFTER = "lost after execution, before the reply"
    WITHIN = "lost within the reply"
    ZOMBIE = "lost at once, executed later"
    TIMEOUT_BEFORE = "call timeout, the break arrives before execution"
    TIMEOUT_AFTER = "call timeout, the answer is lost"
    TIMEOUT_DEAF = "call timeout, the break is never answered"


@dataclass
class Strike:
    """A loss that waits for the next request; `delay` in statements until the server goes on or notices."""

    loss: Loss
    delay: int


class _Pipe:
    """One direction. `broken`: reading fails; `closed`: reading ends once everything was read."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.closed = False
        self.broken = False

    @property
    def readable(self) -> bool:
        return bool(self.data) or self.closed or self.broken

    def take(self, limit: int) -> bytes:
        if self.broken:
            raise ConnectionResetError(104, "Connection reset by peer")
        taken = bytes(self.data[:limit])
        del self.data[:limit]
        return taken


_ADDRESS = ("127.0.0.1", 1521)
# The driver asks for a descriptor and keeps it; a readable one would make it look for messages between calls.
_DESCRIPTOR, dummy = os.pipe()


class Link:
    """A connection: the client's socket, the server's transport, and the fault that waits for it."""

    def __init__(self, scheduler: Scheduler, name: str) -> None:
        self.scheduler = scheduler
        self.name = name
        self.to_server = _Pipe()
        self.to_client = _Pipe()
        self.server: Actor | None = None
        self.strike: Strike | None = None
        self.struck: Loss | None = None
        self.on_struck: Callable[[Loss], None] | None = None
        self._timeout: Loss | None = None
        self.socket = ClientSocket(self)
        self.transport = ServerTransport(self)

    def request(self, data: bytes) -> None:
        """The client sends."""
        if self.to_server.closed or self.to_client.broken:
            raise BrokenPipeError(32, "Broken pipe")
        if self.struck is Loss.TIMEOUT_DEAF:
            return
        strike = self.strike
        if strike is None:
            self.to_server.data += data
            return
        if strike.loss is Loss.BEFORE:
            self._hold(strike)
            self._hang_up()
            self._happened(strike)
            return
        self.to_server.data += data
        if strike.loss is Loss.ZOMBIE:
            self._hold(strike)
            self._hang_up()
            self._happened(strike)
        elif strike.loss in (Loss.TIMEOUT_BEFORE, Loss.TIMEOUT_AFTER, Loss.TIMEOUT_DEAF):
            self._timeout = strike.loss
            self._hold(strike)
            self._happened(strike)

    def reply(self, data: bytes) -> None:
        """The server sends."""
        if self.to_client.broken or self.struck is Loss.TIMEOUT_DEAF:
            raise ConnectionResetError(104, "Connection reset by peer")
        strike = self.strike
        if strike is None:
            self.to_client.data += data
            return
        if strike.loss is Loss.WITHIN:
            self.to_client.data += data[: len(data) // 2]
            self.to_client.closed = True
        else:
            self.to_client.broken = True
        self._happened(strike)
        raise ConnectionResetError(104, "Connection reset by peer")

    def receive(self, limit: int) -> bytes:
        """The client reads."""
        late, self._timeout = self._timeout, None
        if late is Loss.TIMEOUT_AFTER:
            self.scheduler.wait(lambda: self.to_client.readable)
        if late is not None:
            self.scheduler.pause()
            raise TimeoutError("timed out")
        if self.struck is Loss.TIMEOUT_DEAF:
            raise TimeoutError("timed out")
        self.scheduler.wait(lambda: self.to_client.readable)
        return self.to_client.take(limit)

    def _hold(self, strike: Strike) -> None:
        if self.server is not None:
            self.server.held = self.scheduler.clock() + strike.delay

    def _hang_up(self) -> None:
        self.to_client.broken = True
        self.to_server.closed = True

    def _happened(self, strike: Strike) -> None:
        self.strike = None
        self.struck = strike.loss
        if self.on_struck is not None:
            self.on_struck(strike.loss)


class ClientSocket:
    """As much of a socket as the driver uses."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def send(self, data: bytes) -> int:
        self._link.request(data)
        return len(data)

    def recv(self, limit: int) -> bytes:
        return self._link.receive(limit)

    def setsockopt(self, *_arguments: object) -> None:
        """There is nothing to be set."""

    def settimeout(self, _seconds: float | None) -> None:
        """Time-outs are faults here, and take no time."""

    def gettimeout(self) -> None:
        return None

    def fileno(self) -> int:
        return _DESCRIPTOR

    def getpeername(self) -> tuple[str, int]:
        return _ADDRESS

    def shutdown(self, _how: int) -> None:
        self.close()

    def close(self) -> None:
        self._link.to_server.closed = True


class ServerTransport:
    """What the dispatcher of the simulator reads from and writes to."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def receive(self, limit: int) -> bytes:
        pipe = self._link.to_server
        # A session that looks for a break while it executes a statement gives nobody else a turn by that.
        if not pipe.readable:
            self._link.scheduler.wait(lambda: pipe.readable)
        return pipe.take(limit)

    def send(self, data: bytes) -> None:
        self._link.reply(data)

    @property
    def address(self) -> tuple[str, int]:
        return _ADDRESS

    def readable(self) -> bool:
        return self._link.to_server.readable

    def finish(self) -> None:
        self._link.to_client.closed = True

    def reset(self) -> None:
        self._link.to_client.broken = True

    def close(self) -> None:
        self._link.to_client.closed = True
