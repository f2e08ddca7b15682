# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The LOBs of one connection, behind the locators that the client holds."""

from __future__ import annotations

import dataclasses

from ..errors import OraError
from .codec import IMPLICIT_FORM, NATIONAL_FORM
from .datatypes import WireType, encoding_of
from .requests import LobCall, LobOperation

LOCATOR_SIZE = 40
CHUNK_SIZE = 8132  # bytes of an 8 KB block that a BasicFile LOB chunk holds; an assumption, drivers only show it
_FLAG_ABSTRACT = (4, 0x40)
_FLAG_TEMPORARY = (7, 0x01)
_HANDLE = slice(8, 16)
_STORED_TEXT = "utf-16-be"  # offsets and amounts of a CLOB count UTF-16 code units

_NONEXISTENT = 22922
_ROW_NOT_LOCKED = 22920
_ALREADY_OPEN = 22293
_NOT_OPEN = 22289
_NOT_PLAYED = 3001


@dataclasses.dataclass
class Lob:
    """unit: bytes per character of `data`, 1 for a BLOB. A LOB that is not temporary is a read-only copy."""

    data: bytearray
    unit: int
    charset_form: int
    temporary: bool
    is_open: bool = False

    @property
    def length(self) -> int:
        return len(self.data) // self.unit

    def value(self) -> str | bytes | None:
        """In Python form; an empty LOB is an empty value, not NULL."""
        return bytes(self.data) if self.unit == 1 else self.data.decode(_STORED_TEXT)


@dataclasses.dataclass(frozen=True)
class LobAnswer:
    """data: None for none; amount and flag: None when the call did not ask for them."""

    locator: bytes
    data: bytes | None = None
    amount: int | None = None
    flag: bool | None = None
    created: bool = False


class LobStore:
    def __init__(self) -> None:
        self._lobs: dict[int, Lob] = {}
        self._last_handle = 0

    def add(self, value: str | bytes, charset_form: int, *, temporary: bool) -> tuple[bytes, Lob]:
        """A new LOB with its locator."""
        if isinstance(value, str):
            lob = Lob(bytearray(value.encode(_STORED_TEXT)), 2, charset_form or IMPLICIT_FORM, temporary)
        else:
            lob = Lob(bytearray(value), 1, 0, temporary)
        self._last_handle += 1
        self._lobs[self._last_handle] = lob
        locator = bytearray(LOCATOR_SIZE)
        locator[:2] = (LOCATOR_SIZE - 2).to_bytes(2, "big")
        if temporary:
            for position, bit in (_FLAG_ABSTRACT, _FLAG_TEMPORARY):
                locator[position] |= bit
        locator[_HANDLE] = self._last_handle.to_bytes(8, "big")
        return bytes(locator), lob

    def find(self, locator: bytes) -> Lob:
        """Raises OraError 22922 for a locator that was freed or never given out."""
        lob = self._lobs.get(int.from_bytes(locator[_HANDLE], "big"))
        if lob is None:
            raise OraError(_NONEXISTENT)
        return lob

    def free(self, locators: bytes) -> None:
        for start in range(0, len(locators), LOCATOR_SIZE):
            locator = locators[start : start + LOCATOR_SIZE]
            self._lobs.pop(int.from_bytes(locator[_HANDLE], "big"), None)

    def perform(self, call: LobCall) -> LobAnswer:
        """Raises OraError."""
        if call.operation == LobOperation.CREATE_TEMPORARY:
            return self._create(call)
        lob = self.find(call.locator)
        data = None
        amount = call.amount
        flag = None
        match call.operation:
            case LobOperation.LENGTH:
                amount = lob.length
            case LobOperation.CHUNK_SIZE:
                amount = CHUNK_SIZE
            case LobOperation.READ:
                data, amount = _read(lob, call.source_offset, call.amount or 0)
            case LobOperation.WRITE:
                _write(lob, call.source_offset, call.data)
            case LobOperation.TRIM:
                _trim(lob, call.amount or 0)
            case LobOperation.OPEN:
                _open(lob)
            case LobOperation.CLOSE:
                _close(lob)
            case LobOperation.IS_OPEN:
                flag = lob.is_open
            case _:
                raise OraError(_NOT_PLAYED)
        return LobAnswer(call.locator, data, amount if call.amount is not None else None, flag)

    def _create(self, call: LobCall) -> LobAnswer:
        is_binary = call.destination_offset == WireType.BLOB
        locator, dummy = self.add(b"" if is_binary else "", call.source_offset, temporary=True)
        return LobAnswer(locator, amount=call.amount, flag=False if call.wants_flag else None, created=True)


def _read(lob: Lob, offset: int, amount: int) -> tuple[bytes | None, int]:
    start = (offset - 1) * lob.unit
    piece = bytes(lob.data[start : start + amount * lob.unit])
    if lob.unit == 2 and lob.charset_form != NATIONAL_FORM:
        text = piece.decode(_STORED_TEXT, "replace")
        return text.encode() or None, len(piece) // lob.unit
    return piece or None, len(piece) // lob.unit


def _write(lob: Lob, offset: int, data: bytes) -> None:
    _require_temporary(lob)
    piece = data if lob.unit == 1 else data.decode(encoding_of(lob.charset_form)).encode(_STORED_TEXT)
    start = (offset - 1) * lob.unit
    missing = start - len(lob.data)
    if missing > 0:
        lob.data += bytes(missing) if lob.unit == 1 else " ".encode(_STORED_TEXT) * (missing // lob.unit)
    lob.data[start : start + len(piece)] = piece


def _trim(lob: Lob, length: int) -> None:
    _require_temporary(lob)
    del lob.data[length * lob.unit :]


def _open(lob: Lob) -> None:
    if lob.is_open:
        raise OraError(_ALREADY_OPEN)
    lob.is_open = True


def _close(lob: Lob) -> None:
    if not lob.is_open:
        raise OraError(_NOT_OPEN, "CLOSE")
    lob.is_open = False


def _require_temporary(lob: Lob) -> None:
    """Writing through the locator of a row would need the row locked for update, which is not played."""
    if not lob.temporary:
        raise OraError(_ROW_NOT_LOCKED)
