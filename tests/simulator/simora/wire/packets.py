# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle Net packets over a byte transport."""

from __future__ import annotations

import contextlib
import dataclasses
import enum
from collections.abc import Callable
from typing import Protocol

from .. import runtime
from ..engine import ConnectionLost
from .codec import ProtocolError

HEADER_SIZE = 8
DATA_FLAGS_SIZE = 2
DATA_FLAG_EOF = 0x0040
MINIMUM_SDU = 512
RECEIVE_SIZE = 65536


class PacketType(enum.IntEnum):
    CONNECT = 1
    ACCEPT = 2
    REFUSE = 4
    REDIRECT = 5
    DATA = 6
    RESEND = 11
    MARKER = 12
    CONTROL = 14


class Marker(enum.IntEnum):
    BREAK = 1
    RESET = 2
    INTERRUPT = 3


class Disconnected(ConnectionLost):
    """The client is gone, or said that it was going."""


class BreakReceived(Exception):
    """A marker came where data were expected: the client wants the current call to stop."""


class Transport(Protocol):
    """What a connection needs of a socket, so that something else can take its place."""

    @property
    def address(self) -> tuple[str, int]:
        """The server's own end: host and port."""

    def receive(self, limit: int) -> bytes:
        """Some bytes, waiting for the first one; b"" at the end. Raises OSError."""

    def send(self, data: bytes) -> None: ...

    def readable(self) -> bool:
        """Whether receive would return at once."""

    def finish(self) -> None:
        """Nothing will be sent any more; the client may still do so."""

    def reset(self) -> None:
        """Ends the connection at once, what is under way is lost."""

    def close(self) -> None: ...


@dataclasses.dataclass(frozen=True)
class Packet:
    type: int
    body: bytes

    @property
    def marker(self) -> int:
        return self.body[2] if self.type == PacketType.MARKER and len(self.body) > 2 else 0


class PacketStream:
    """Cuts what comes from a transport into packets and puts packets on it.

    The length field has 16 bits until the ACCEPT has been sent; afterwards `wide` is set and it has 32.
    sdu limits the packets that are sent. count_reply is called before each reply is sent, so that whoever has read a
    reply finds it counted. pace: (bytes, seconds) to send in portions with a pause before each.
    """

    def __init__(self, transport: Transport, count_reply: Callable[[], None] | None = None) -> None:
        self._transport = transport
        self._count_reply = count_reply
        self._received = bytearray()
        self._ahead: list[Packet] = []
        self._last_was_full = False
        self.wide = False
        self.sdu = 8192
        self.pace: tuple[int, float] | None = None

    def read(self) -> Packet:
        """The next packet. Raises Disconnected, and ProtocolError for an impossible length."""
        return self._ahead.pop(0) if self._ahead else self._take()

    def marker_arrived(self) -> bool:
        """Whether the client has sent a marker, without waiting for one; other packets are kept for read().

        Raises Disconnected when the connection has ended."""
        while self._received or self._transport.readable():
            packet = self._take()
            if packet.type == PacketType.MARKER:
                return True
            self._ahead.append(packet)
        return False

    def _take(self) -> Packet:
        self._fill(HEADER_SIZE)
        length = int.from_bytes(self._received[: 4 if self.wide else 2], "big")
        if length < HEADER_SIZE:
            raise ProtocolError(f"packet of {length} bytes")
        self._fill(length)
        packet = Packet(self._received[4], bytes(self._received[HEADER_SIZE:length]))
        del self._received[:length]
        self._last_was_full = length >= self.sdu
        return packet

    def read_payload(self) -> bytes:
        """The call bytes of the next DATA packet. Raises BreakReceived for a marker, Disconnected at the end."""
        packet = self.read()
        if packet.type == PacketType.MARKER:
            raise BreakReceived
        if packet.type != PacketType.DATA or len(packet.body) < DATA_FLAGS_SIZE:
            raise ProtocolError(f"packet of type {packet.type} instead of data")
        if int.from_bytes(packet.body[:DATA_FLAGS_SIZE], "big") & DATA_FLAG_EOF:
            raise Disconnected
        return packet.body[DATA_FLAGS_SIZE:]

    def skip_request(self) -> None:
        """Drops the packets that still belong to a request that cannot be taken apart.

        Clients fill every packet of a request but the last one.
        """
        while self._last_was_full:
            self.read_payload()

    def write(self, packet_type: int, body: bytes) -> None:
        self._send(self._framed(packet_type, body))

    def write_payload(self, payload: bytes) -> None:
        """Sends a reply in as many DATA packets as the SDU demands. Raises Disconnected when the client is gone."""
        if self._count_reply is not None:
            self._count_reply()
        room = self.sdu - HEADER_SIZE - DATA_FLAGS_SIZE
        no_flags = bytes(DATA_FLAGS_SIZE)
        self._send(
            b"".join(
                self._framed(PacketType.DATA, no_flags + payload[start : start + room])
                for start in range(0, len(payload), room)
            )
        )

    def write_marker(self, marker: Marker) -> None:
        self.write(PacketType.MARKER, bytes((1, 0, marker)))

    def await_end(self) -> None:
        """Reads until the client has closed its side: some drivers fail when the server closes first."""
        with contextlib.suppress(OSError):
            while self._transport.receive(RECEIVE_SIZE):
                pass

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            self._transport.finish()

    def reset(self) -> None:
        with contextlib.suppress(OSError):
            self._transport.reset()

    def close(self) -> None:
        self._transport.close()

    @property
    def address(self) -> tuple[str, int]:
        """Where the client has reached the server."""
        return self._transport.address

    def write_raw(self, data: bytes) -> None:
        self._send(data)

    def _send_slowly(self, data: bytes, size: int, seconds: float) -> None:
        for start in range(0, len(data), size):
            runtime.sleep(seconds)
            self._transport.send(data[start : start + size])

    def _send(self, data: bytes) -> None:
        try:
            if self.pace is None:
                self._transport.send(data)
                return
            self._send_slowly(data, *self.pace)
        except OSError as error:
            raise Disconnected from error

    def _framed(self, packet_type: int, body: bytes) -> bytes:
        length = HEADER_SIZE + len(body)
        size_field = length.to_bytes(4, "big") if self.wide else length.to_bytes(2, "big") + b"\0\0"
        return size_field + bytes((packet_type, 0, 0, 0)) + body

    def _fill(self, length: int) -> None:
        while len(self._received) < length:
            try:
                piece = self._transport.receive(RECEIVE_SIZE)
            except OSError as error:
                raise Disconnected from error
            if not piece:
                raise Disconnected
            self._received += piece
