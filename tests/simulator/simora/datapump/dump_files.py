# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dump files of one database's jobs, as files of its server."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from . import dump_format
from .dump_format import Header, Record

if TYPE_CHECKING:
    from ..world.database import Database


class DumpFiles:
    def __init__(self, database: Database) -> None:
        self._files = database.files

    def exists(self, path: str) -> bool:
        return self._files.exists(path)

    def size(self, path: str) -> int:
        return self._files.size(path)

    def occupy(self, path: str, size: int) -> None:
        """A file of so many bytes without any content that an import could use."""
        self._files.write(path, b"", size)

    def create(self, path: str, header: Header) -> int:
        """A new file, or a new content for an old one; gives its size in bytes."""
        self._files.write(path, _with_length(header))
        return self._files.size(path)

    def header(self, path: str) -> Header:
        """Raises FileNotFoundError and dump_format.NotADumpFile."""
        block, offset = b"", 0
        while b"\n" not in block:
            piece = self._files.read(path, offset, dump_format.BLOCK_SIZE)
            if not piece:
                raise dump_format.NotADumpFile
            block, offset = block + piece, offset + len(piece)
        return dump_format.decode_header(block)

    def item(self, path: str, code: int) -> Any:
        """An item of a file's header, by its code; None for a file that is absent or no dump file."""
        try:
            return self.header(path).items.get(code)
        except (FileNotFoundError, dump_format.NotADumpFile):
            return None

    def beginning(self, path: str, amount: int) -> bytes:
        """The first bytes of a file. Raises FileNotFoundError."""
        return self._files.read(path, 0, amount)

    def append(self, path: str, record: Record, size: int) -> int:
        """Adds a record that counts as `size` bytes; gives the position of the record."""
        header = self.header(path)
        content = self._files.read(path, 0, header.length)
        position, longer = len(content), self._files.size(path) + size
        _head, _newline, body = content.partition(b"\n")
        self._files.write(path, _with_length(header, body + dump_format.encode_record(record)), longer)
        return position

    def grow(self, path: str, size: int) -> None:
        """A file takes so many bytes more without any content of their own."""
        content = self._files.read(path, 0, self.header(path).length)
        self._files.write(path, content, self._files.size(path) + size)

    def replace_header(self, path: str, header: Header) -> None:
        """Raises FileNotFoundError and dump_format.NotADumpFile."""
        content = self._files.read(path, 0, self.header(path).length)
        self._files.write(path, _with_length(header, content.partition(b"\n")[2]), self._files.size(path))

    def records(self, path: str) -> list[Record]:
        """Raises FileNotFoundError and dump_format.NotADumpFile."""
        records = dump_format.decode_records(self._files.read(path, 0, self.header(path).length))
        return [dataclasses.replace(record, file=path) for record in records]

    def delete(self, path: str) -> None:
        self._files.remove(path)


def _with_length(header: Header, body: bytes = b"") -> bytes:
    """Header and records, the header telling how long both are together."""
    header.length = len(dump_format.encode_header(header)) + len(body)
    return dump_format.encode_header(header) + body
