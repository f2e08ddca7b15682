# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading and writing the primitive encodings of the call protocol: universal integers and counted byte strings."""

from __future__ import annotations

from collections.abc import Callable

# A clr string up to this length carries its length in one byte; 253 to 255 are escapes.
SHORT_LENGTH_LIMIT = 252
LONG_LENGTH = 0xFE
NULL_LENGTH = 0xFF
ESCAPE = 0xFD
CHUNK_SIZE = 32767  # what drivers use themselves
SIGN_BIT = 0x80

UTF8_CHARSET = 873
UTF16_CHARSET = 2000
IMPLICIT_FORM = 1  # database character set
NATIONAL_FORM = 2


class ProtocolError(Exception):
    """The client sent what the protocol does not allow here; the connection cannot be used any further."""


class Reader:
    """Takes a request apart, pulling further packets only when a field needs them.

    Nothing in the protocol marks the end of a request: only parsing tells. `more` returns the payload of the next
    packet and is called when the bytes at hand do not suffice; without it running out raises ProtocolError.
    """

    __slots__ = ("_data", "_more", "_position")

    def __init__(self, data: bytes = b"", more: Callable[[], bytes] | None = None) -> None:
        self._data = data
        self._position = 0
        self._more = more

    def buffered(self) -> bytes:
        """What has arrived and not been read yet."""
        return self._data[self._position :]

    def at_end(self) -> bool:
        return self._position >= len(self._data)

    def discard(self) -> None:
        """Forgets what has arrived and not been read."""
        self._data = b""
        self._position = 0

    def raw(self, count: int) -> bytes:
        end = self._position + count
        while end > len(self._data):
            if self._more is None:
                raise ProtocolError(f"{count} bytes wanted, {len(self._data) - self._position} left")
            self._data = self._data[self._position :] + self._more()
            self._position = 0
            end = count
        piece = self._data[self._position : end]
        self._position = end
        return piece

    def skip(self, count: int) -> None:
        end = self._position + count
        if end <= len(self._data):
            self._position = end
        else:
            self.raw(count)

    def u8(self) -> int:
        position = self._position
        if position < len(self._data):
            self._position = position + 1
            return self._data[position]
        return self.raw(1)[0]

    def u16(self) -> int:
        return int.from_bytes(self.raw(2), "big")

    def ub(self) -> int:
        """A universal unsigned integer (ub2, ub4 and ub8 differ only in their limits)."""
        position = self._position
        if position < len(self._data):
            self._position = position + 1
            length = self._data[position]
        else:
            length = self.raw(1)[0]
        if length == 0:
            return 0
        if length == 1:
            return self.u8()
        if length > 8:
            raise ProtocolError(f"universal integer of {length} bytes")
        return int.from_bytes(self.raw(length), "big")

    def sb(self) -> int:
        """A universal signed integer."""
        length = self.u8()
        magnitude = length & ~SIGN_BIT
        if magnitude > 8:
            raise ProtocolError(f"universal integer of {magnitude} bytes")
        number = int.from_bytes(self.raw(magnitude), "big")
        return -number if length & SIGN_BIT else number

    def clr(self) -> bytes:
        """A byte string with its length in front, in one piece or in chunks; b"" is NULL as well."""
        length = self.u8()
        if length in (0, NULL_LENGTH):
            return b""
        if length != LONG_LENGTH:
            return self.raw(length)
        pieces = []
        while size := self.ub():
            pieces.append(self.raw(size))
        return b"".join(pieces)

    def dlc(self) -> bytes:
        """A byte string with two lengths, the outer one telling whether there is anything."""
        return self.clr() if self.ub() else b""

    def text(self) -> str:
        return self.dlc().decode()

    def null_terminated(self) -> bytes:
        piece = bytearray()
        while byte := self.u8():
            piece.append(byte)
        return bytes(piece)


_SMALL = [b"\0", *(bytes((1, number)) for number in range(1, 256))]


def universal(number: int) -> bytes:
    """The universal encoding of an unsigned integer below 2**64."""
    if number < 256:
        return _SMALL[number]
    length = 2 if number < 1 << 16 else 4 if number < 1 << 32 else 8
    return bytes((length,)) + number.to_bytes(length, "big")


def counted(piece: bytes) -> bytes:
    """The clr encoding of a byte string; empty means NULL."""
    if len(piece) <= SHORT_LENGTH_LIMIT:
        return bytes((len(piece),)) + piece
    encoded = bytearray((LONG_LENGTH,))
    for start in range(0, len(piece), CHUNK_SIZE):
        chunk = piece[start : start + CHUNK_SIZE]
        encoded += universal(len(chunk)) + chunk
    encoded.append(0)
    return bytes(encoded)


class Writer(bytearray):
    """Puts a reply together; the counterpart of Reader."""

    def u8(self, *numbers: int) -> None:
        self.extend(numbers)

    def u16(self, number: int) -> None:
        self += number.to_bytes(2, "big")

    def u16_little(self, number: int) -> None:
        self += number.to_bytes(2, "little")

    def ub(self, *numbers: int) -> None:
        for number in numbers:
            if number:
                self += universal(number)
            else:
                self.append(0)

    def sb(self, number: int) -> None:
        encoded = universal(abs(number))
        if number < 0:
            encoded = bytes((encoded[0] | SIGN_BIT,)) + encoded[1:]
        self += encoded

    def clr(self, piece: bytes) -> None:
        self += counted(piece)

    def dlc(self, piece: bytes) -> None:
        self += universal(len(piece))
        if piece:
            self += counted(piece)

    def text(self, text: str) -> None:
        self.dlc(text.encode())
