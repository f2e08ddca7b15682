# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a session does with BFILEs: looking at server files through directory objects, and the files it has open."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import ServerFile

if TYPE_CHECKING:
    from .session import Session

_NO_SUCH_DIRECTORY = 22285
_NOT_PERMITTED = 22286
_FAILED = 22288
_NOT_OPEN = 22289
_TOO_MANY_OPEN = 22290
_ALREADY_OPEN = 22293
_MOST_OPEN_FILES = 10  # SESSION_MAX_OPEN_FILES


class OpenFiles:
    """operation, in messages: the name DBMS_LOB has for what was tried. (engine.FileAccess)"""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open: dict[int, str] = {}
        self._last_handle = 0

    def exists(self, file: ServerFile) -> bool:
        """Raises OraError 22285 for a directory object that is not there, 22286 without READ on it."""
        return self._session.database.files.exists(self._path(file, "FILEEXISTS"))

    def open(self, file: ServerFile) -> ServerFile:
        """The locator through which the file is open. Raises OraError 22288 when there is no file, 22290, 22293."""
        if file.handle in self._open:
            raise OraError(_ALREADY_OPEN)
        path = self._path(file, "FILEOPEN")
        self._require_file(path, "FILEOPEN")
        if len(self._open) >= _MOST_OPEN_FILES:
            raise OraError(_TOO_MANY_OPEN)
        self._last_handle += 1
        self._open[self._last_handle] = path
        return dataclasses.replace(file, handle=self._last_handle)

    def close(self, file: ServerFile) -> ServerFile:
        """Raises OraError 22289 when it is not open through this locator."""
        if self._open.pop(file.handle, None) is None:
            raise OraError(_NOT_OPEN, "FILECLOSE")
        return dataclasses.replace(file, handle=0)

    def close_all(self) -> None:
        self._open.clear()

    def is_open(self, file: ServerFile) -> bool:
        return file.handle in self._open

    def size(self, file: ServerFile) -> int:
        """In bytes; the file need not be open. Raises as exists() does, and OraError 22288 when there is no file."""
        path = self._path(file, "GETLENGTH")
        self._require_file(path, "GETLENGTH")
        return self._session.database.files.size(path)

    def read(self, file: ServerFile, offset: int, amount: int) -> bytes:
        """From a 1-based offset; nothing behind the end. Raises OraError 22289 unless it is open, 22288, 21560."""
        if offset < 1 or amount < 1:
            raise OraError(21560, 2 if amount < 1 else 3)
        path = self._open.get(file.handle)
        if path is None:
            raise OraError(_NOT_OPEN, "FILEREAD")
        self._require_file(path, "FILEREAD")
        return self._session.database.files.read(path, offset - 1, amount)

    def _path(self, file: ServerFile, operation: str) -> str:
        files = self._session.database.files
        path = files.file_path(self._session.con_id, file.directory, file.name)
        if path is None:
            raise OraError(_NO_SUCH_DIRECTORY, operation)
        if not files.allows(self._session, file.directory, "READ"):
            raise OraError(_NOT_PERMITTED, operation)
        return path

    def _require_file(self, path: str, operation: str) -> None:
        if not self._session.database.files.exists(path):
            raise OraError(_FAILED, operation, "No such file or directory")
