# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The errors in the log file of a job, for those that a session did not hear of because it attached later."""

from __future__ import annotations

import re

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import Message
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import ServerFiles, last_lines

_MOST_LINES = 5000
# With LOGTIME a line begins with the time at which it was written.
_ERROR = re.compile(r"(?:\S+ \S+: )?((ORA-\d{5}): .*)")
_WRAPPERS = frozenset({"ORA-39083", "ORA-39082", "ORA-39112", "ORA-31693"})
"""Errors that are told with their cause on the lines that follow."""


def errors_in_log(gateway: JobGateway, owner: str, directory: str | None, name: str) -> tuple[Message, ...] | None:
    """The errors in a log file, None if the session's user cannot read it, or not back to its start."""
    if directory is None:
        return None
    try:
        look = ServerFiles(FileGateway.over(gateway), owner).end(directory, name)
    except DatabaseError as error:
        if error.connection_lost:
            raise
        return None
    if look.reason is not None:
        return None
    lines, more = last_lines(look, "utf-8", _MOST_LINES)
    return None if more else errors_among(lines)


def errors_among(lines: list[str]) -> tuple[Message, ...]:
    """The errors in the lines of a log. What follows an error that has a cause belongs to it."""
    found: list[Message] = []
    follows = False
    for line in lines:
        match = _ERROR.match(line)
        if match is None:
            follows = False
        elif follows and match[2] not in _WRAPPERS:
            found[-1] = Message(found[-1].code, f"{found[-1].text}\n{match[1]}")
        else:
            found.append(Message(match[2], match[1]))
            follows = match[2] in _WRAPPERS
    return tuple(found)
