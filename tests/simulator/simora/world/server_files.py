# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a database server, and the directory objects through which a database reaches them.

A file system belongs to one database, or is shared by several under a name, as storage that two servers mount. All
instances of a database see the same one.
"""

from __future__ import annotations

import dataclasses
import posixpath
from typing import TYPE_CHECKING

from .. import runtime
from .objects import ObjectType, StoredObject

if TYPE_CHECKING:
    from .database import Database
    from .session import Session


@dataclasses.dataclass
class File:
    """size: in bytes; what lies beyond the content reads as zeros, so that a big file costs no memory."""

    content: bytearray
    size: int


class FileSystem:
    """Files by normalized absolute path. The monitor is held while one is looked at: databases may share them."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self.monitor = runtime.Monitor()


class ServerFiles:
    """One database's way to its file system, which a scenario may replace by a shared one (`system`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.system = FileSystem()

    def path_of(self, con_id: int, directory: str | None) -> str | None:
        """Where a directory object leads, by its exact name; None when there is none."""
        found = self.directory(con_id, directory)
        if found is None:
            return None
        (path,) = self._database.sqlite.execute(
            "SELECT OS_PATH FROM `dir$` WHERE CON_ID = ? AND `OBJ#` = ?", (con_id, found.object_id)
        ).fetchone()
        return str(path)

    def file_path(self, con_id: int, directory: str | None, name: str) -> str | None:
        """The path of a file in a directory object; None when there is no such object."""
        path = self.path_of(con_id, directory)
        return None if path is None else posixpath.join(path, name)

    def directory(self, con_id: int, name: str | None) -> StoredObject | None:
        if not name:
            return None
        return self._database.objects.find(con_id, "SYS", name, ObjectType.DIRECTORY)

    def allows(self, session: Session, directory: str | None, privilege: str) -> bool:
        """Whether the session's user may READ or WRITE there; False too for a directory that does not exist."""
        found = self.directory(session.con_id, directory)
        if found is None:
            return False
        return session.privileges.owns(found) or privilege in session.privileges.object_privileges(found)

    def exists(self, path: str) -> bool:
        return posixpath.normpath(path) in self.system.files

    def size(self, path: str) -> int:
        """In bytes. Raises FileNotFoundError."""
        return self._file(path).size

    def read(self, path: str, offset: int = 0, amount: int | None = None) -> bytes:
        """At most `amount` bytes (None: all) from a 0-based offset. Raises FileNotFoundError."""
        with self.system.monitor:
            file = self._file(path)
            end = file.size if amount is None else min(file.size, offset + amount)
            return bytes(file.content[offset:end]).ljust(max(end - offset, 0), b"\0")

    def write(self, path: str, data: bytes, size: int | None = None) -> None:
        """Creates or overwrites; a size beyond the data pads the file with zeros."""
        with self.system.monitor:
            self.system.files[posixpath.normpath(path)] = File(bytearray(data), max(len(data), size or 0))

    def append(self, path: str, data: bytes) -> None:
        """Creates the file when it is not there."""
        with self.system.monitor:
            file = self.system.files.setdefault(posixpath.normpath(path), File(bytearray(), 0))
            file.content.extend(bytes(file.size - len(file.content)) + data)
            file.size = len(file.content)

    def remove(self, path: str) -> None:
        """Nothing happens when there is no such file."""
        with self.system.monitor:
            self.system.files.pop(posixpath.normpath(path), None)

    def names(self, prefix: str = "") -> list[str]:
        """The paths that begin so, in order."""
        with self.system.monitor:
            return sorted(path for path in self.system.files if path.startswith(prefix))

    def _file(self, path: str) -> File:
        try:
            return self.system.files[posixpath.normpath(path)]
        except KeyError:
            raise FileNotFoundError(path) from None
