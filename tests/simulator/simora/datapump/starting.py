# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What START_JOB checks before a job begins to execute, or goes on.

Which exception stands for which fault: PL/SQL Packages and Types Reference 19c; for dump file sets recorded sessions,
which show ORA-39002 where the reference names ORA-39004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OraError
from . import dump_format, file_names
from .definition import Definition
from .dump_set import digest_of
from .failures import Refusal
from .master_rows import FILE_TYPE_DUMP, file_row
from .memory import LiveJob
from .vocabulary import SECRET_PARAMETER

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from .client import Client
    from .dump_format import Header

_GUID, _MASTER_PRESENT, _JOB_NAME = 3, 2, 8


def check_startable(client: Client, job: LiveJob, target: StoredObject, definition: Definition) -> None:
    """Raises Refusal for a job whose definition is incomplete, or contradicts itself or its dump files."""
    is_estimate = bool(definition.number("ESTIMATE_ONLY"))
    is_networked = client.service.is_networked(target, job.operation)
    if is_estimate and definition.of_type(FILE_TYPE_DUMP):
        raise Refusal(39002, OraError(39201))
    if not (is_estimate or definition.of_type(FILE_TYPE_DUMP) or (is_networked and not job.is_export)):
        raise Refusal(39004, OraError(39053, "DUMPFILE", job.operation))
    if job.operation == "SQL_FILE" and definition.sql_file is None:
        raise Refusal(39004, OraError(39054))
    reads_tablespaces = job.is_export or is_networked
    chosen = [item for item in definition.filters if item.name.startswith("TABLESPACE_")]
    if job.mode in ("TABLESPACE", "TRANSPORTABLE") and reads_tablespaces and not chosen:
        raise Refusal(39004, OraError(39053, "TABLESPACE_EXPR", job.mode))
    if job.mode == "TRANSPORTABLE" and job.operation == "IMPORT" and "TABLESPACE_DATAFILE" not in definition.parameters:
        raise Refusal(39004, OraError(39053, "TABLESPACE_DATAFILE", job.mode))
    _check_encryption(client, job, definition)
    if not job.is_export and not is_networked:
        _complete_set(client, job, target, definition)


def check_resumable(client: Client, job: LiveJob, definition: Definition) -> None:
    """Raises Refusal for a job that needs its password again: nothing has kept it."""
    if SECRET_PARAMETER in definition.parameters and job.job_id not in client.service.passwords:
        raise Refusal(39002, OraError(39174))


def _check_encryption(client: Client, job: LiveJob, definition: Definition) -> None:
    given = definition.parameters
    has_password = job.job_id in client.service.passwords
    encrypts = has_password or given.get("ENCRYPTION") not in (None, "NONE")
    for name in ("ENCRYPTION_ALGORITHM", "ENCRYPTION_MODE"):
        if name in given and not encrypts:
            raise Refusal(39002, OraError(39053, "ENCRYPTION", name))
    mode = given.get("ENCRYPTION_MODE")
    if mode in ("PASSWORD", "DUAL") and not has_password:
        raise Refusal(39002, OraError(39174))
    if mode == "TRANSPARENT" and has_password:
        raise Refusal(39002, OraError(39175))
    if job.is_export and encrypts and not has_password:
        # Without a password an open wallet is needed, and the simulator's is closed.
        raise Refusal(39002, OraError(39188), OraError(28365))


def _complete_set(client: Client, job: LiveJob, target: StoredObject, definition: Definition) -> None:
    """Finds the files of templates, and checks that the set is one, and whole."""
    files, content = client.service.dump_files, client.service.tables.content
    for template in [file for file in definition.of_type(FILE_TYPE_DUMP) if file.is_template]:
        for path in file_names.expanded(template.path, client.session.now()):
            if not files.exists(path):
                break
            number = max(int(str(row["DUPLICATE"])) for row in content.files(target, FILE_TYPE_DUMP)) + 1
            name = path.rsplit("/", 1)[-1]
            content.write(target, [file_row(FILE_TYPE_DUMP, number, template.directory, name, path)])
    headers = {}
    for file in client.service.definition(target).dump_files:
        try:
            headers[file.path] = files.header(file.path)
        except (FileNotFoundError, dump_format.NotADumpFile):
            raise Refusal(39002, OraError(39000), OraError(31619, file.path)) from None
    _check_headers(client, job, headers)


def _check_headers(client: Client, job: LiveJob, headers: dict[str, Header]) -> None:
    first = next(iter(headers.values()))
    for path, header in headers.items():
        if header.items[_GUID] != first.items[_GUID]:
            raise Refusal(39002, OraError(39059), OraError(39140, path, header.items[_JOB_NAME]))
    master = next((header for header in headers.values() if header.items[_MASTER_PRESENT]), None)
    if master is None:
        raise Refusal(39002, OraError(39059), OraError(39246))
    if master.job.get("files") != len(headers):
        raise Refusal(39002, OraError(39059))
    password = client.service.passwords.get(job.job_id)
    if master.secret is not None and password is None:
        raise Refusal(39002, OraError(39174))
    if master.secret is None and password is not None:
        raise Refusal(39002, OraError(39175))
    if master.secret is not None and password is not None and digest_of(password) != master.secret:
        raise Refusal(39002, OraError(39176))
    exported = str(master.job.get("mode"))
    if (job.mode == "TRANSPORTABLE") != (exported == "TRANSPORTABLE") and "TRANSPORTABLE" in (job.mode, exported):
        raise Refusal(39002, OraError(39061, job.mode, exported))
