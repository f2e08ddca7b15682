# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The dump files of one export: names from templates, room within their limits, headers, and what is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from . import dump_format, file_names
from .definition import DefinedFile, Definition
from .dump_format import Header, Record
from .master_objects import PlannedObject
from .master_rows import FILE_TYPE_DUMP, Row, file_row
from .memory import LiveJob
from .operations import DumpSpaceExhausted
from .pump_objects import PumpObject
from .vocabulary import DUMP_FILE_ITEMS

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from .service import DataPump

_FORMAT_OF_RELEASE = {10: "1.1", 11: "3.1", 12: "4.1", 18: "5.1", 19: "5.1", 21: "5.1", 23: "6.1"}
_ENCRYPTION_MODES = {"NONE": 2, "PASSWORD": 3, "DUAL": 4, "TRANSPARENT": 5}
_COMPRESSION_ALGORITHMS = {"": 3, "BASIC": 3, "LOW": 4, "MEDIUM": 5, "HIGH": 6}


class DumpSet:
    """job, target: the job and its master table, whose file rows say what belongs to the set."""

    def __init__(self, service: DataPump, job: LiveJob, target: StoredObject) -> None:
        self._service = service
        self._files = service.dump_files
        self._job = job
        self._target = target

    def create_first(self, workers: int) -> None:
        """The files when the job starts: all that were named, and one per worker where there is a template."""
        for file in self._named():
            if not self._is_created(file):
                self._create(file)
        while self._templates() and len(self._named()) < workers and self._expand():
            pass

    def write(self, entry: PlannedObject, item: PumpObject, size: int) -> tuple[int, int]:
        """Gives the file's number, from 1, and the position. Raises DumpSpaceExhausted, having written nothing."""
        share = self._shared_out(size)
        (first, dummy), *others = share
        record = Record(entry.order, entry.path, item)
        position = self._files.append(first.path, record, share[0][1])
        for file, part in others:
            self._files.grow(file.path, part)
        for file, part in share:
            self._record_size(file, file.written + part)
        return first.number + 1, position

    def complete(self) -> list[str]:
        """Marks the last file as the one with the master table, and drops files that hold nothing; the paths."""
        named = self._named()
        for file in named:
            header = self._files.header(file.path)
            last = file == named[-1]
            header.items |= {2: int(last), 16: 1, 17: 1 if last else 0}
            header.job = {"operation": self._job.operation, "mode": self._job.mode, "files": len(named)}
            self._files.replace_header(file.path, header)
        return [file.path for file in named]

    def _shared_out(self, size: int) -> list[tuple[DefinedFile, int]]:
        """Files and how many bytes each takes; new files are made from templates as long as it takes."""
        while True:
            rooms = [(file, self._room(file)) for file in self._named() if self._is_created(file)]
            share: list[tuple[DefinedFile, int]] = []
            missing = size
            for file, room in sorted(rooms, key=lambda entry: entry[0].written):
                if room > 0 and (missing > 0 or not share):
                    part = min(missing, room)
                    share.append((file, part))
                    missing -= part
            if share and missing <= 0:
                return share
            uncreated = next((file for file in self._named() if not self._is_created(file)), None)
            if uncreated is not None:
                self._create(uncreated)
            elif not self._expand():
                raise DumpSpaceExhausted(dump_format.BLOCK_SIZE)

    def _room(self, file: DefinedFile) -> int:
        return 2**62 if file.limit is None else file.limit - file.written

    def _expand(self) -> bool:
        """Makes the next file of a template; False when there is none any more."""
        named = self._named()
        taken = {file.path for file in named}
        for template in self._templates():
            for path in file_names.expanded(template.path, self._service.database.now()):
                if path not in taken and (not self._files.exists(path) or self._reuses(template)):
                    name = path.rsplit("/", 1)[-1]
                    row = file_row(FILE_TYPE_DUMP, self._next_number(), template.directory, name, path)
                    self._service.tables.content.write(self._target, [{**row, "FILE_MAX_SIZE": template.limit}])
                    self._create(next(file for file in self._named() if file.path == path))
                    return True
        return False

    def _reuses(self, template: DefinedFile) -> bool:
        row = self._row(template)
        return bool(row.get("FLAGS"))

    def _create(self, file: DefinedFile) -> None:
        size = self._files.create(file.path, self._header(file))
        self._record_size(file, size)

    def _is_created(self, file: DefinedFile) -> bool:
        """By this job: what another one has written is overwritten."""
        guid = self._files.item(file.path, int(str(DUMP_FILE_ITEMS["KU$_DFHDR_GUID"])))
        return guid is not None and guid == self._guid()

    def _record_size(self, file: DefinedFile, size: int) -> None:
        self._service.tables.content.update(
            self._target, {"COMPLETED_BYTES": size}, FILE_TYPE=FILE_TYPE_DUMP, DUPLICATE=file.number
        )

    def _row(self, file: DefinedFile) -> Row:
        rows = self._service.tables.content.files(self._target, FILE_TYPE_DUMP)
        return next(row for row in rows if row["DUPLICATE"] == file.number)

    def _next_number(self) -> int:
        rows = self._service.tables.content.files(self._target, FILE_TYPE_DUMP)
        return 1 + max(int(str(row["DUPLICATE"])) for row in rows)

    def _definition(self) -> Definition:
        return self._service.definition(self._target)

    def _named(self) -> list[DefinedFile]:
        return self._definition().dump_files

    def _templates(self) -> list[DefinedFile]:
        return [file for file in self._definition().of_type(FILE_TYPE_DUMP) if file.is_template]

    def _guid(self) -> str:
        row = self._service.tables.content.job_row(self._target, self._job.operation)
        guid = row["GUID"]
        assert isinstance(guid, bytes)
        return guid.hex().upper()

    def _header(self, file: DefinedFile) -> Header:
        database, definition = self._service.database, self._definition()
        host = self._service.host_name(self._job.inst_id)
        password = self._service.passwords.get(self._job.job_id)
        mode = definition.text("ENCRYPTION_MODE", "PASSWORD" if password else "NONE")
        compression = definition.text("COMPRESSION", "METADATA_ONLY")
        values: dict[str, Any] = {
            "FILE_VERSION": file_version(
                int(self._service.compatible(self._target, self._job.operation).split(".")[0])
            ),
            "MASTER_PRESENT": 0,
            "GUID": self._guid(),
            "FILE_NUMBER": 1 + [named.number for named in self._named()].index(file.number),
            "CHARSET_ID": 873,
            "CREATION_DATE": database.now().strftime("%a %b %e %H:%M:%S %Y"),
            "FLAGS": 2,
            "JOB_NAME": f'"{self._job.owner}"."{self._job.name}"',
            "PLATFORM": "x86_64/Linux 2.4.xx",
            "INSTANCE": f"{host}:{self._service.instance_name(self._job.inst_id)}",
            "LANGUAGE": "AL32UTF8",
            "BLOCKSIZE": dump_format.BLOCK_SIZE,
            "DIRPATH": 1,
            "METADATA_COMPRESSED": int(compression in ("ALL", "METADATA_ONLY")),
            "DB_VERSION": padded_version(self._service.compatible(self._target, self._job.operation)),
            "MASTER_PIECE_COUNT": 0,
            "MASTER_PIECE_NUMBER": 0,
            "DATA_COMPRESSED": int(compression in ("ALL", "DATA_ONLY")),
            "METADATA_ENCRYPTED": int(mode != "NONE"),
            "DATA_ENCRYPTED": int(mode != "NONE"),
            "COLUMNS_ENCRYPTED": 0,
            "ENCRYPTION_MODE": _ENCRYPTION_MODES.get(mode, 1),
            "COMPRESSION_ALG": _COMPRESSION_ALGORITHMS[definition.text("COMPRESSION_ALGORITHM")]
            if compression != "NONE"
            else 2,
            "HADOOP_TRAILERS": 0,
        }
        items = {int(str(DUMP_FILE_ITEMS[f"KU$_DFHDR_{name}"])): value for name, value in values.items()}
        return Header(items, secret=digest_of(password) if password else None)


def file_version(release: int) -> str:
    """The version of the file format that a release writes, by its first number."""
    return _FORMAT_OF_RELEASE[max((known for known in _FORMAT_OF_RELEASE if known <= release), default=10)]


def padded_version(version: str) -> str:
    """19.3 as header and messages write it: 19.03.00.00.00."""
    parts = [*version.split("."), "0", "0", "0", "0"][:5]
    return ".".join(f"{int(part):02d}" for part in parts)


def digest_of(password: str) -> str:
    """What a dump file keeps of its password."""
    return hashlib.sha256(b"dump file\0" + password.encode()).hexdigest()
