# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""BFILEs on the wire: their locators, which spell out directory and file, and the calls that operate on them.

A driver changes the names in a locator itself, behind the fixed part, so that nothing about them may be kept here.
"""

from __future__ import annotations

from ..engine import FileAccess
from ..errors import OraError
from ..values import ServerFile
from .lobs import LobAnswer
from .requests import LobCall, LobOperation

_FIXED_SIZE = 16
_KIND = 3
_IS_FILE = 0x08
_HANDLE = slice(8, 16)
_NOT_PLAYED = 3001


def encode(file: ServerFile) -> bytes:
    fixed = bytearray(_FIXED_SIZE)
    fixed[_KIND] = _IS_FILE
    fixed[_HANDLE] = file.handle.to_bytes(8, "big")
    names = (file.directory.encode(), file.name.encode())
    return bytes(fixed) + b"".join(len(name).to_bytes(2, "big") + name for name in names)


def is_file(locator: bytes) -> bool:
    return len(locator) > _FIXED_SIZE and locator[_KIND] == _IS_FILE


def decode(locator: bytes) -> ServerFile:
    names = []
    position = _FIXED_SIZE
    for dummy in range(2):
        length = int.from_bytes(locator[position : position + 2], "big")
        names.append(locator[position + 2 : position + 2 + length].decode())
        position += 2 + length
    return ServerFile(names[0], names[1], int.from_bytes(locator[_HANDLE], "big"))


def perform(call: LobCall, files: FileAccess) -> LobAnswer:
    """Raises OraError."""
    file = decode(call.locator)
    data = None
    amount = call.amount
    flag = None
    match call.operation:
        case LobOperation.FILE_EXISTS:
            flag = files.exists(file)
        case LobOperation.FILE_IS_OPEN:
            flag = files.is_open(file)
        case LobOperation.FILE_OPEN:
            file = files.open(file)
        case LobOperation.FILE_CLOSE:
            file = files.close(file)
        case LobOperation.LENGTH:
            amount = files.size(file)
        case LobOperation.READ:
            data = files.read(file, call.source_offset, call.amount or 0)
            amount = len(data)
        case _:
            raise OraError(_NOT_PLAYED)
    return LobAnswer(encode(file), data, amount if call.amount is not None else None, flag)
