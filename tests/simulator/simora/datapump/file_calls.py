# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ADD_FILE, ADD_DEVICE and GET_DUMPFILE_INFO: the calls that name files. Each may raise Refusal."""

from __future__ import annotations

import dataclasses
import posixpath
import re

from ..errors import OraError
from . import dump_format, file_names
from .client import Client
from .dump_set import file_version
from .failures import Refusal
from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL, file_row
from .memory import LiveJob
from .states import Call, State

_SIZE = re.compile(r"\s*(\d+)\s*(B|[KMGT]B?)?\s*", re.I)
_UNITS = {"B": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_LEAST_SIZE = 10 * dump_format.BLOCK_SIZE
# How the file of an original Export begins.
_CLASSIC_EXPORT = re.compile(rb"\x03?.{0,4}EXPORT:V\d", re.S)
_FILE_TYPE_CLASSIC, _FILE_TYPE_DATA_PUMP, _FILE_TYPE_UNKNOWN = 2, 1, 0


@dataclasses.dataclass(frozen=True)
class _Request:
    """A file as ADD_FILE names it, with where it will lie. limit: bytes, None for no limit."""

    kind: int
    name: str
    directory: str
    path: str
    limit: int | None
    reuse: bool


def add_file(
    client: Client,
    handle: object,
    name: str | None,
    directory: str | None,
    size: str | None,
    file_type: object,
    reuse: object,
) -> None:
    """ORA-39001 for arguments and dump files, 39002 for log files and for jobs that take no dump files."""
    kind = int(str(file_type or 0))
    job = client.job(handle)
    client.job_for(handle, Call.ADD_FILE, export_dump_file=job.is_export and kind == FILE_TYPE_DUMP)
    target = client.master(job)
    if kind not in (FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL):
        raise Refusal(39001, OraError(39207, kind, "FILETYPE"))
    request = _request(client, job, kind, name, directory, size, reuse)
    content = client.service.tables.content
    if kind == FILE_TYPE_DUMP:
        _check_dump_file(client, job, request)
        given = {file.path for file in client.service.definition(target).of_type(FILE_TYPE_DUMP)}
        if request.path in given:
            raise Refusal(39001, OraError(39000), OraError(39141, request.path, request.path))
    else:
        if kind == FILE_TYPE_SQL and job.operation != "SQL_FILE":
            raise Refusal(39002, OraError(39208, "SQL_FILE", job.operation))
        content.remove_files(target, kind)
        client.session.database.files.write(request.path, b"")
    number = max((int(str(row["DUPLICATE"])) for row in content.files(target, kind)), default=-1) + 1
    row = file_row(kind, number, directory, request.name, request.path)
    content.write(target, [{**row, "FILE_MAX_SIZE": request.limit, "FLAGS": int(request.reuse)}])
    if job.state is State.EXECUTING:
        client.service.work.space_added(job)


def _request(
    client: Client,
    job: LiveJob,
    kind: int,
    name: str | None,
    directory: str | None,
    size: str | None,
    reuse: object,
) -> _Request:
    """Everything that can be said without looking at the file."""
    if not name:
        raise Refusal(39001, OraError(39144))
    if "/" in name or "\\" in name:
        raise Refusal(39001, OraError(39088))
    if not directory:
        raise Refusal(39001, OraError(39145))
    if reuse is not None and (kind != FILE_TYPE_DUMP or not job.is_export or reuse not in (0, 1)):
        raise Refusal(39001, OraError(39207, reuse, "REUSEFILE"))
    files = client.session.database.files
    privilege = "WRITE" if kind != FILE_TYPE_DUMP or job.is_export else "READ"
    place = files.path_of(job.con_id, directory)
    if place is None or not files.allows(client.session, directory, privilege):
        raise _unusable(kind, OraError(39087, directory))
    if client.service.settings.is_missing(place) and privilege == "WRITE":
        if kind == FILE_TYPE_DUMP:
            path = posixpath.join(place, name)
            raise Refusal(39001, OraError(39000), OraError(31641, path), OraError(27040))
        raise Refusal(39002, OraError(39070), OraError(29283))
    if kind == FILE_TYPE_DUMP:
        try:
            file_names.check(name, importing=not job.is_export)
        except OraError as error:
            raise Refusal(39001, OraError(39000), error) from error
        if "." not in name:
            name += ".dmp"
    limit = _limit(size) if kind == FILE_TYPE_DUMP and job.is_export else None
    if size is not None and kind != FILE_TYPE_DUMP:
        raise Refusal(39001, OraError(39207, size, "FILESIZE"))
    shown = file_names.dated(name, client.session.now())
    return _Request(kind, name, directory, posixpath.join(place, shown), limit, bool(reuse))


def _unusable(kind: int, cause: OraError) -> Refusal:
    """A directory in which the file cannot be, as recorded sessions of the command-line clients show it."""
    if kind == FILE_TYPE_DUMP:
        return Refusal(39001, OraError(39000), cause)
    return Refusal(39002, OraError(39070), cause)


def _limit(size: str | None) -> int | None:
    if size is None or size == "0":
        return None
    match = _SIZE.fullmatch(size)
    if match is None:
        raise Refusal(39001, OraError(39096, size))
    limit = int(match[1]) * _UNITS[(match[2] or "B")[0].upper()]
    if limit < _LEAST_SIZE:
        raise Refusal(39001, OraError(39207, size, "FILESIZE"))
    return limit


def _check_dump_file(client: Client, job: LiveJob, request: _Request) -> None:
    """Raises 39001 over 39000 for a file that an export would overwrite, or that an import cannot read."""
    files = client.service.dump_files
    first = next(file_names.expanded(request.path, client.session.now()))
    if job.is_export:
        if files.exists(first) and not request.reuse:
            raise Refusal(39001, OraError(39000), OraError(31641, first), OraError(27038))
        return
    if client.service.is_networked(client.master(job), job.operation):
        raise Refusal(39002, OraError(39208, "DUMPFILE", "NETWORK"))
    if not files.exists(first):
        raise Refusal(39001, OraError(39000), OraError(31640, first), OraError(27037))
    try:
        header = files.header(first)
    except dump_format.NotADumpFile:
        classic = _CLASSIC_EXPORT.match(files.beginning(first, 64))
        raise Refusal(39001, OraError(39000), OraError(39143 if classic else 31619, first)) from None
    version = str(header.items[1])
    if _parts(version) > _parts(file_version(client.session.database.version[0])):
        raise Refusal(39001, OraError(39000), OraError(39142, version, first))


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def add_device(client: Client, handle: object, name: str | None, volume_size: str | None) -> None:
    """Sequential media: for holders of the role only, and never beside files; the simulator has none."""
    job = client.job_for(handle, Call.ADD_FILE, export_dump_file=_is_export(client, handle))
    if not name:
        raise Refusal(39001, OraError(39144))
    if not client.has_role_for(job.operation):
        raise Refusal(31631, OraError(39209, "DEVICENAME"))
    if client.service.definition(client.master(job)).of_type(FILE_TYPE_DUMP):
        raise Refusal(39002, OraError(39090))
    raise Refusal(39001, OraError(39000), OraError(31641, name), OraError(27040))


def _is_export(client: Client, handle: object) -> bool:
    return client.job(handle).is_export


def dumpfile_info(client: Client, name: str | None, directory: str | None) -> tuple[list[dict[str, object]], int]:
    """(items, file type): 1 Data Pump, 2 original Export, 0 unknown, without items. ORA-39211 when it cannot be read.

    Its whole error stack reaches the caller at once."""
    files = client.session.database.files
    if not name or "/" in name:
        raise Refusal(39211, OraError(39144))
    place = files.path_of(client.session.con_id, directory)
    if place is None or not files.allows(client.session, directory, "READ"):
        raise Refusal(39211, OraError(39087, directory or ""))
    path = posixpath.join(place, name)
    dump_files = client.service.dump_files
    if not dump_files.exists(path):
        raise Refusal(39211, OraError(31640, path), OraError(27037))
    try:
        items = dump_files.header(path).items
    except dump_format.NotADumpFile:
        if _CLASSIC_EXPORT.match(dump_files.beginning(path, 64)):
            return _items({5: 873, 13: 0, 15: "11.02.00.00.00"}), _FILE_TYPE_CLASSIC
        return [], _FILE_TYPE_UNKNOWN
    return _items(items), _FILE_TYPE_DATA_PUMP


def _items(values: dict[int, object]) -> list[dict[str, object]]:
    return [{"ITEM_CODE": code, "VALUE": str(value)} for code, value in sorted(values.items())]
