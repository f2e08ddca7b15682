# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the database server, seen through directory objects by queries alone: whether they exist, size, last lines.

A BFILE is a locator that a query makes of two names; the driver reads what is behind it. This takes READ on the
directory object, and writes nothing anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._names import login_name

MOST_BYTES = 262_144
"""Of the end of a file that are ever read."""

NO_DIRECTORY, NO_RIGHT, MISSING, FAILED = "no_directory", "no_right", "missing", "failed"

_NO_SUCH_DIRECTORY = "ORA-22285"
_REFUSED = "ORA-22286"
_OPERATION_FAILED = "ORA-22288"
_INVALID_DIRECTORY = "ORA-22287"
_NOT_SUPPORTED = "DPY-30"
"""How codes begin by which the driver says that it cannot do something: BFILE came to its thin mode with 2.3.0."""
FILE_CODES = frozenset({_NO_SUCH_DIRECTORY, _REFUSED, _OPERATION_FAILED, _INVALID_DIRECTORY})


@dataclass(frozen=True)
class Look:
    """What was found out about a file. `exists` is None where that could not be told, and then there is a reason.

    reason: no_directory, no_right, missing or failed; None when all is well. text: for people.
    """

    directory: str
    name: str
    exists: bool | None
    reason: str | None = None
    text: str | None = None
    size_bytes: int | None = None
    end: bytes = b""


class ServerFiles:
    """Looks at files in one session. Every method may raise DatabaseError for what is not about the file."""

    def __init__(self, gateway: FileGateway, user: str) -> None:
        self.gateway = gateway
        self._user = user

    def exists(self, directory: str, name: str) -> Look:
        """Whether there is such a file."""
        try:
            found = self.gateway.file_exists(directory, name)
        except DatabaseError as error:
            return self._problem(directory, name, error)
        if found:
            return Look(directory, name, True)
        return Look(directory, name, False, MISSING, f"There is no file {name} in {directory}.")

    def end(self, directory: str, name: str, most: int = MOST_BYTES) -> Look:
        """The size of a file and at most so many bytes of its end."""
        try:
            size, data = self.gateway.end_of_file(directory, name, min(most, MOST_BYTES))
        except DatabaseError as error:
            return self._problem(directory, name, error)
        return Look(directory, name, True, size_bytes=size, end=data)

    def _problem(self, directory: str, name: str, error: DatabaseError) -> Look:
        """What stands between the session and the file. Raises the error when it is about something else."""
        if error.code.startswith(_NOT_SUPPORTED):
            return Look(directory, name, None, FAILED, f"The driver cannot read files of the server: {error}")
        if not FILE_CODES.intersection(error.codes):
            raise error
        grant = f"GRANT READ ON DIRECTORY {login_name(directory)} TO {login_name(self._user)}"
        if _OPERATION_FAILED in error.codes:
            found = self.exists(directory, name)
            return found if found.exists is False else Look(directory, name, found.exists, FAILED, str(error))
        if _REFUSED in error.codes:
            return Look(directory, name, None, NO_RIGHT, f"No right to read files in {directory}: {grant}")
        text = f"There is no directory object {directory}, or no right to read files in it: {grant}"
        return Look(directory, name, None, NO_DIRECTORY, text)


def last_lines(look: Look, encoding: str, most: int) -> tuple[list[str], bool]:
    """The last lines of what was read, and whether the file has more before them.

    Bytes that are no text in the character set are replaced. A first line of which only a part was read is left out.
    """
    whole = look.size_bytes is not None and len(look.end) >= look.size_bytes
    lines = look.end.decode(encoding, "replace").splitlines()
    if not whole and lines:
        lines = lines[1:]
    kept = lines[-most:] if most else []
    return kept, not whole or len(kept) < len(lines)
