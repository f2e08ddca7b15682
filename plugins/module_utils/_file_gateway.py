# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be asked about files of the database server, one method each. Nothing here writes anything anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_items import DUMP_FILE_INFO, Header, header_of
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway

EXISTS = """
SELECT SYS.DBMS_LOB.FILEEXISTS(BFILENAME(:wanted_directory, :wanted_file)) AS file_exists
  FROM SYS.DUAL
"""

LOCATOR = """
SELECT BFILENAME(:wanted_directory, :wanted_file) AS server_file
  FROM SYS.DUAL
"""


class _FileSession(Protocol):
    def tail(self, text: str, binds: Mapping[str, Any], most: int) -> tuple[int, bytes]:
        """Length of a file, and at most so many of its last bytes."""


class FileGateway(Gateway):
    """A session's calls, those on server files included."""

    @classmethod
    def over(cls, gateway: Gateway) -> FileGateway:
        """The same session, for calls on files too."""
        return cls(gateway._session)

    def file_exists(self, directory: str, name: str) -> bool:
        """Whether there is such a file. The database says so itself: an error when it is opened would prove less."""
        return bool(self._session.select(EXISTS, _names(directory, name))[0]["file_exists"])

    def end_of_file(self, directory: str, name: str, most: int) -> tuple[int, bytes]:
        """The size of a file, and at most so many bytes of its end."""
        return cast(_FileSession, self._session).tail(LOCATOR, _names(directory, name), most)

    def dump_header(self, directory: str, name: str) -> Header:
        """What Data Pump reads in the header of a file."""
        outputs: dict[str, type] = {"out_kind": int, "out_items": str}
        return header_of(self._session.run(DUMP_FILE_INFO, _names(directory, name), outputs))


def _names(directory: str, name: str) -> dict[str, str]:
    return {"wanted_directory": directory, "wanted_file": name}
