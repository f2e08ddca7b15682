# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at the files of jobs that are not running: how their logs end, and which of their dump files are gone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._model import Content, FilesSeen, Job, JobFile
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import Look, ServerFiles, last_lines

MOST_LOOKS = 1000
"""Files that one reading looks at; what is beyond them is told, and left alone."""

_END_OF_LOG = 4096
"""Bytes of a log in which its last line is looked for."""

_Key = tuple[str, str]  # owner and name


class _Looker:
    """Looks at files until there were too many, and remembers what it could not look at."""

    def __init__(self, files: ServerFiles) -> None:
        self._files = files
        self._looks = 0
        self._refused: dict[str, str] = {}
        self.left_out = 0

    @property
    def warnings(self) -> list[str]:
        """What could not be looked at, once for each directory object."""
        found = list(self._refused.values())
        if self.left_out:
            found.append(f"{self.left_out} files of jobs were not looked at: one reading looks at {MOST_LOOKS}.")
        return found

    def end(self, directory: str, name: str) -> Look | None:
        """The end of a file; None where it could not be looked at."""
        return self._noted(self._files.end(directory, name, _END_OF_LOG)) if self._may_look(directory) else None

    def exists(self, directory: str, name: str) -> Look | None:
        """Whether there is a file; None where it could not be looked at."""
        return self._noted(self._files.exists(directory, name)) if self._may_look(directory) else None

    def _may_look(self, directory: str) -> bool:
        if directory in self._refused:
            return False
        if self._looks >= MOST_LOOKS:
            self.left_out += 1
            return False
        self._looks += 1
        return True

    def _noted(self, look: Look) -> Look:
        if look.exists is None:
            self._refused[look.directory] = look.text or ""
        return look


def look_at_files(
    gateway: Gateway, jobs: Sequence[Job], contents: Mapping[_Key, Content]
) -> tuple[dict[_Key, FilesSeen], list[str]]:
    """Owner and name to what the files of a job tell, and warnings. Jobs with any sign of life are left alone."""
    dead = [job for job in jobs if (job.owner, job.name) in contents and _is_dead(job)]
    if not dead:
        return {}, []
    looker = _Looker(ServerFiles(FileGateway.over(gateway), gateway.database_as_any_user().session_user))
    found = {(job.owner, job.name): _seen(looker, job, contents[job.owner, job.name]) for job in dead}
    return found, looker.warnings


def _is_dead(job: Job) -> bool:
    states = {row.state for row in job.listed} | {entry.state for entry in job.entries}
    return states == {State.NOT_RUNNING.value} and not job.sessions


def _seen(looker: _Looker, job: Job, content: Content) -> FilesSeen:
    log = next((place for place in map(_place, _of_kind(content, "log")) if place), None)
    ended_by_stop = None
    if log is not None:
        look = looker.end(*log)
        if look is not None and look.reason is None:
            ended_by_stop = says_stopped(job.owner, job.name, last_lines(look, "latin-1", 100)[0])
    dumps = dict.fromkeys(place for place in map(_place, _of_kind(content, "dump")) if place)
    missing = []
    for directory, name in dumps:
        look = looker.exists(directory, name)
        if look is not None and look.exists is False:
            missing.append(name)
    return FilesSeen(ended_by_stop, log[1] if log else None, tuple(missing))


def says_stopped(owner: str, name: str, lines: Sequence[str]) -> bool:
    """Whether the last line says that this very job was stopped on request.

    A line further up proves nothing: the job may have gone on since. Nor does the line of another job: logs are
    overwritten. Where Data Pump wrote in another language than English, it is not recognized.
    """
    last = next((line for line in reversed(lines) if line.strip()), "")
    match = re.match(r'\s*Job "([^"]+)"\."([^"]+)" stopped by user request at ', last)
    return match is not None and match.groups() == (owner, name)


def _of_kind(content: Content, kind: str) -> list[JobFile]:
    return [item for item in content.files if item.kind == kind]


def _place(item: JobFile) -> tuple[str, str] | None:
    """Directory object and name; None for a name with variables, which is that of no file."""
    name = posixpath.basename(item.path.replace("\\", "/")) if item.path else item.name
    if not item.directory or not name or "%" in name:
        return None
    return item.directory, name
