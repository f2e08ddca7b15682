# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking calls apart: pure decoding, no I/O and no engine.

Every field of a call must be consumed exactly, for the next call begins where this one ends.
"""

from __future__ import annotations

import dataclasses
import enum

from .codec import ProtocolError, Reader

MESSAGE_FUNCTION = 3
MESSAGE_PIGGYBACK = 0x11
MESSAGE_ONE_WAY = 0x1A
_MESSAGE_LOB_DATA = 14


class Function(enum.IntEnum):
    REEXECUTE = 4
    FETCH = 5
    LOGOFF = 9
    COMMIT = 14
    ROLLBACK = 15
    REEXECUTE_AND_FETCH = 78
    EXECUTE = 94
    LOB_OPERATION = 96
    CLOSE_CURSORS = 105
    AUTHENTICATE_PHASE_TWO = 115
    AUTHENTICATE_PHASE_ONE = 118
    CANCEL_CURSORS = 120
    SET_END_TO_END = 135
    PING = 147
    SET_SCHEMA = 152
    SET_KEY_VALUES = 154
    SESSION_RELEASE = 163
    SESSION_STATE = 176


class LobOperation(enum.IntEnum):
    LENGTH = 0x1
    READ = 0x2
    TRIM = 0x20
    WRITE = 0x40
    CREATE_TEMPORARY = 0x110
    CHUNK_SIZE = 0x4000
    OPEN = 0x8000
    CLOSE = 0x10000
    IS_OPEN = 0x11000
    FILE_OPEN = 0x100
    FILE_CLOSE = 0x200
    FILE_IS_OPEN = 0x400
    FILE_EXISTS = 0x800


class LogonMode(enum.IntFlag):
    LOGON = 0x1
    CHANGE_PASSWORD = 0x2
    SYSDBA = 0x20
    SYSOPER = 0x40
    WITH_PASSWORD = 0x100
    SYSASM = 0x400000
    SYSBACKUP = 0x1000000
    SYSDG = 0x2000000
    SYSKM = 0x4000000
    SYSRAC = 0x8000000

    @property
    def privilege(self) -> str | None:
        """The administrative privilege asked for, or None."""
        for mode in ("SYSDBA", "SYSOPER", "SYSASM", "SYSBACKUP", "SYSDG", "SYSKM", "SYSRAC"):
            if self & LogonMode[mode]:
                return mode
        return None


@dataclasses.dataclass(frozen=True)
class Authenticate:
    """user: as typed by the client, "" when it sent none; pairs keep their order, for keys repeat."""

    function: int
    user: str
    mode: LogonMode
    pairs: list[tuple[str, str]]

    def value(self, key: str) -> str | None:
        return next((value for name, value in self.pairs if name == key), None)


@dataclasses.dataclass(frozen=True)
class LobCall:
    """offsets count from 1; charset: of a temporary LOB to create; amount: None when the call has none.

    wants_flag: the reply must carry a yes or no.
    """

    operation: int
    locator: bytes
    source_offset: int
    destination_offset: int
    amount: int | None
    data: bytes
    wants_flag: bool


@dataclasses.dataclass(frozen=True)
class Fetch:
    cursor_id: int
    rows: int


@dataclasses.dataclass(frozen=True)
class CloseCursors:
    cursor_ids: list[int]


@dataclasses.dataclass(frozen=True)
class SetSchema:
    name: str


@dataclasses.dataclass(frozen=True)
class SetTags:
    """Tags by the names that EngineSession.set_tags has for them; None clears one."""

    tags: dict[str, str | None]


@dataclasses.dataclass(frozen=True)
class FreeLobs:
    locators: bytes


Piggyback = CloseCursors | SetSchema | SetTags | FreeLobs


def read_authenticate(reader: Reader, function: int) -> Authenticate:
    has_user = reader.u8()
    reader.ub()
    mode = LogonMode(reader.ub())
    reader.skip(1)
    count = reader.ub()
    reader.skip(2)
    user = reader.clr().decode() if has_user else ""
    pairs = []
    for dummy in range(count):
        key, value = reader.text(), reader.text()
        reader.ub()
        pairs.append((key.rstrip("\0"), value.rstrip("\0")))
    return Authenticate(function, user, mode, pairs)


def read_fetch(reader: Reader) -> Fetch:
    return Fetch(reader.ub(), reader.ub())


def read_lob_call(reader: Reader) -> LobCall:
    reader.skip(1)
    locator_length = reader.ub()
    reader.skip(1)
    reader.ub()
    reader.ub()
    reader.ub()
    has_charset = reader.u8()
    reader.skip(1)
    wants_flag = bool(reader.u8())
    operation = reader.ub()
    reader.skip(2)
    source_offset, destination_offset = reader.ub(), reader.ub()
    has_amount = reader.u8()
    reader.skip(6)
    locator = reader.raw(locator_length)
    if has_charset:
        reader.ub()
    data = b""
    if operation == LobOperation.WRITE:
        if reader.u8() != _MESSAGE_LOB_DATA:
            raise ProtocolError("LOB data expected")
        data = reader.clr()
    amount = reader.ub() if has_amount else None
    return LobCall(operation, locator, source_offset, destination_offset, amount, data, wants_flag)


def read_session_release(reader: Reader) -> None:
    """Giving a session back to a pool of the server's, which is not played: a one-way call without effect."""
    reader.skip(2)
    reader.ub()


def read_piggyback(reader: Reader, function: int) -> Piggyback | None:
    """What rides in front of a call; None for what a server may ignore.

    Raises ProtocolError for an unknown one: it has no length, so what follows cannot be found.
    """
    match function:
        case Function.CLOSE_CURSORS | Function.CANCEL_CURSORS:
            reader.skip(1)
            return CloseCursors([reader.ub() for dummy in range(reader.ub())])
        case Function.SET_SCHEMA:
            reader.skip(1)
            return SetSchema(reader.text())
        case Function.SET_END_TO_END:
            return _read_tags(reader)
        case Function.SET_KEY_VALUES:
            _skip_key_values(reader)
            return None
        case Function.LOB_OPERATION:
            return _read_freed_lobs(reader)
        case Function.SESSION_STATE:
            reader.ub()
            return None
        case _:
            raise ProtocolError(f"unknown piggyback {function}")


def _read_tags(reader: Reader) -> SetTags:
    reader.skip(2)
    reader.ub()
    announced: list[tuple[str, bool, int]] = []

    def announce(name: str) -> None:
        present = bool(reader.u8())
        announced.append((name, present, reader.ub()))

    def skip_pointer() -> None:
        reader.u8()
        reader.ub()

    for name in ("client_identifier", "module", "action", "execution_context"):
        announce(name)
    skip_pointer()
    announce("client_info")
    skip_pointer()
    skip_pointer()
    announce("dbop")
    tags: dict[str, str | None] = {}
    for name, present, length in announced:
        if present:
            tags[name] = reader.clr().decode() if length else None
    tags.pop("execution_context", None)
    return SetTags(tags)


def _skip_key_values(reader: Reader) -> None:
    reader.skip(1)
    reader.ub()
    reader.skip(1)
    count = reader.ub()
    reader.ub()
    reader.skip(1)
    reader.clr()
    for dummy in range(count):
        reader.dlc()
        reader.dlc()
        reader.ub()


def _read_freed_lobs(reader: Reader) -> FreeLobs:
    reader.skip(1)
    total = reader.ub()
    reader.skip(1)
    for dummy in range(3):
        reader.ub()
    reader.skip(3)
    reader.ub()
    reader.skip(1)
    for dummy in range(3):
        reader.ub()
    reader.skip(1)
    for dummy in range(3):
        reader.skip(1)
        reader.ub()
    return FreeLobs(reader.raw(total))
