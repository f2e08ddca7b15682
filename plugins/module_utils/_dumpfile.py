# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What datapump_dumpfile_info does."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_options import files_of, lines_of, log_file_of
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_set import Completeness, DumpFile, completeness
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_gateway import FileGateway
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Content, JobFile
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._server_files import (
    FILE_CODES,
    Look,
    ServerFiles,
    last_lines,
)

_UNREADABLE = "unreadable"


@dataclass(frozen=True)
class _Wanted:
    """Dump files to look at, whether they are all of their set, and the log file. `problem`: why there are none."""

    files: tuple[FileName, ...]
    all_named: bool
    log: FileName | None
    problem: str | None = None
    warnings: tuple[str, ...] = ()


def dumpfile_info(run: Run) -> Result:
    """Read headers and the end of the log, report. Never changes anything."""
    with session_with(run, lambda session: _gathered(Gateway(session), run.parameters)) as (values, wanted):
        return Result(False, values, list(wanted.warnings), failure=wanted.problem)


def _gathered(gateway: Gateway, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], _Wanted]:
    wanted = _wanted(gateway, parameters)
    server_files = ServerFiles(FileGateway.over(gateway), gateway.database_as_any_user().session_user)
    found: list[DumpFile] = []
    for named in wanted.files:
        found += look_at_series(server_files, named)
    judged = completeness(found, all_named=wanted.all_named) if wanted.files else None
    lines = lines_of(parameters)
    log = None
    if wanted.log is not None and lines:
        log = _log(server_files, wanted.log, parameters["log_encoding"], lines)
    return {"files": [_shown(item) for item in found], **_shown_set(found, judged), "log": log}, wanted


def look_at_series(server_files: ServerFiles, named: FileName) -> list[DumpFile]:
    """The files that a name stands for: with a counter, those up to the first number that is missing."""
    found: list[DumpFile] = []
    for item in named.series():
        looked = look_at(server_files, item)
        if named.counts and looked.header is None and found:
            # One that exists belongs to the series though it cannot be read; it ends where there is nothing.
            if looked.exists is False:
                break
            return [*found, looked]
        found.append(looked)
        if looked.header is None:
            break
    return found


def look_at(server_files: ServerFiles, file: FileName) -> DumpFile:
    """One file. Whether it exists is asked only where its header cannot be had."""
    try:
        return DumpFile(file, server_files.gateway.dump_header(file.directory, file.name), True)
    except DatabaseError as error:
        if error.connection_lost or not _is_about_the_file(error):
            raise
        look = server_files.exists(file.directory, file.name)
        if look.reason is not None:
            return DumpFile(file, None, look.exists, look.reason, look.text)
        return DumpFile(file, None, True, _UNREADABLE, str(error))


def _is_about_the_file(error: DatabaseError) -> bool:
    """What Data Pump says of a file (ORA-39000 to 39999, 31600 to 31699), and what it says of what is below it."""
    return any(code.startswith(("ORA-39", "ORA-316")) for code in error.codes) or bool(FILE_CODES & set(error.codes))


def _wanted(gateway: Gateway, parameters: Mapping[str, Any]) -> _Wanted:
    log = log_file_of(parameters)
    if parameters["owner"] is None:
        named = files_of(parameters)
        return _Wanted(tuple(named), bool(named) and any(item.counts for item in named), log)
    owner, name = parameters["owner"], parameters["name"]
    reading = Reader(gateway).read({CONTENT}, lambda *job: job == (owner, name))
    job = next((job for job in reading.jobs if (job.owner, job.name) == (owner, name)), None)
    if job is None:
        return _Wanted((), False, log, f"There is no job {owner}.{name}.", tuple(reading.warnings))
    if job.content is None:
        problem = f"The master table of {owner}.{name} is not there, or could not be read."
        return _Wanted((), False, log, problem, tuple(reading.warnings))
    return _Wanted(_dump_files(job.content), True, log or _log_file(job.content), None, tuple(reading.warnings))


def _dump_files(content: Content) -> tuple[FileName, ...]:
    named = (_on_server(item) for item in content.files if item.kind == "dump")
    return tuple(dict.fromkeys(item for item in named if item is not None))


def _log_file(content: Content) -> FileName | None:
    return next((_on_server(item) for item in content.files if item.kind == "log"), None)


def _on_server(item: JobFile) -> FileName | None:
    """The file as it is called: its own name where the job knows that, for the one it was given may have variables."""
    name = posixpath.basename(item.path.replace("\\", "/")) if item.path else item.name
    return FileName(item.directory, name) if item.directory and name else None


def _log(server_files: ServerFiles, file: FileName, encoding: str, lines: int) -> dict[str, Any]:
    look: Look = server_files.end(file.directory, file.name)
    text, more = last_lines(look, encoding, lines)
    return {
        "directory": file.directory,
        "name": file.name,
        "exists": look.exists,
        "size_bytes": look.size_bytes,
        "lines": text,
        "more": more if look.reason is None else None,
        "reason": look.reason,
        "text": look.text,
    }


def _shown(found: DumpFile) -> dict[str, Any]:
    return {
        "directory": found.file.directory,
        "name": found.file.name,
        "exists": found.exists,
        "file_type": found.header.kind if found.header else None,
        "header": found.header.items if found.header else None,
        "raw": found.header.named if found.header else [],
        "reason": found.reason,
        "text": found.text,
    }


def _shown_set(found: Iterable[DumpFile], judged: Completeness | None) -> dict[str, Any]:
    headers = [item.header.items for item in found if item.header is not None]
    common = {
        name: headers[0][name]
        for name in ("job_owner", "job_name", "guid", "database_version", "creation_date")
        if headers and name in headers[0]
    }
    return {
        "complete": judged.complete if judged else None,
        "incomplete_because": list(judged.reasons) if judged else [],
        "dump_set": common if common and len({header.get("guid") for header in headers}) == 1 else None,
    }
