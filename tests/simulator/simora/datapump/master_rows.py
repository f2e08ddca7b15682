# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of a master table: control rows with a negative PROCESS_ORDER, object rows with a positive one.

A row is a dict from column name to value; whoever writes it leaves out columns that the release's layout lacks.
Proven in public text: -1 is the job row of an export, an import's table holds the exporter's job row beside its own,
and TABLE_DATA has a second, nearly empty row with the same number. The other negative numbers and the letters of
PROCESSING_STATE and PROCESSING_STATUS are assumed; a client must not depend on them.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, object]

_EXPORT_JOB_ROW = -1
_IMPORT_JOB_ROW = -2
_WORKER_ROW = -11
_DUMP_FILE_ROW = -21
_LOG_FILE_ROW = -22
_SQL_FILE_ROW = -23
_CLIENT_COMMAND_ROW = -59
_FIRST_PARAMETER_ROW = -61

FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL = 1, 3, 4
_FILE_ROWS = {FILE_TYPE_DUMP: _DUMP_FILE_ROW, FILE_TYPE_LOG: _LOG_FILE_ROW, FILE_TYPE_SQL: _SQL_FILE_ROW}


@dataclasses.dataclass(frozen=True)
class JobDescription:
    """What the job row says. abort_step: NULL without one. instance: the name of the instance.

    job_version: the release that the job's objects are meant for; None is the database's own."""

    owner: str
    name: str
    operation: str
    mode: str
    state: str
    start_time: datetime.datetime
    instance: str
    version: str
    job_version: str | None = None
    degree: int = 1
    platform: str = "Linux x86 64-bit"
    remote_link: str | None = None
    abort_step: int | None = None
    error_count: int = 0
    guid: bytes | None = None


def job_row_number(operation: str) -> int:
    """PROCESS_ORDER of the row that describes a job of this operation."""
    return _EXPORT_JOB_ROW if operation in ("EXPORT", "ESTIMATE") else _IMPORT_JOB_ROW


def queue_name(kind: str, instance: int, created: datetime.datetime) -> str:
    """KUPC$C_... (control, kind C) or KUPC$S_... (status, kind S)."""
    return f"KUPC${kind}_{instance}_{created:%Y%m%d%H%M%S}_0"


def guid(*parts: object) -> bytes:
    """The same sixteen bytes for the same job, so that a scenario gives the same table every time."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:16]


def job_row(job: JobDescription, queue_instance: int = 1) -> Row:
    return {
        "PROCESS_ORDER": job_row_number(job.operation),
        "DUPLICATE": 0,
        "OPERATION": job.operation,
        "JOB_MODE": job.mode,
        "STATE": job.state,
        "PHASE": 0,
        "DEGREE": job.degree,
        "START_TIME": job.start_time,
        "GUID": job.guid or guid(job.owner, job.name, job.start_time),
        "USER_NAME": job.owner,
        "CONTROL_QUEUE": queue_name("C", queue_instance, job.start_time),
        "STATUS_QUEUE": queue_name("S", queue_instance, job.start_time),
        "REMOTE_LINK": job.remote_link,
        "PLATFORM": job.platform,
        "INSTANCE": job.instance,
        "INSTANCE_ID": queue_instance,
        "DB_VERSION": job.version,
        "JOB_VERSION": job.job_version or job.version,
        "TIMEZONE": "+00:00",
        "ABORT_STEP": job.abort_step,
        "ERROR_COUNT": job.error_count,
        "CLUSTER_OK": 1,
        "BLOCK_SIZE": 4096,
        "COMPLETED_BYTES": 0,
        "TOTAL_BYTES": 0,
    }


def exporter_job_row(job: JobDescription) -> Row:
    """The job row of the export whose dump files an import reads: part of the table that it loaded from them."""
    return job_row(dataclasses.replace(job, operation="EXPORT", state="COMPLETED", guid=guid("export for", job.name)))


def parameter_rows(parameters: Mapping[str, object]) -> Iterator[Row]:
    """One row per parameter; a filter given several times is a list of values."""
    used: list[int] = []
    for name, given in parameters.items():
        values = given if isinstance(given, list) else [given]
        order = next_parameter_order(used, name)
        used.append(order)
        for duplicate, value in enumerate(values):
            yield parameter_row(order, duplicate, name, value)


def next_parameter_order(used: Sequence[int], name: str) -> int:
    """PROCESS_ORDER for one more parameter beside those in use."""
    if name == "CLIENT_COMMAND":
        return _CLIENT_COMMAND_ROW
    return min((order for order in used if order != _CLIENT_COMMAND_ROW), default=_FIRST_PARAMETER_ROW + 1) - 1


def parameter_row(process_order: int, duplicate: int, name: str, value: object) -> Row:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return {
        "PROCESS_ORDER": process_order,
        "DUPLICATE": duplicate,
        "NAME": name,
        "VALUE_T": None if is_number or value is None else str(value),
        "VALUE_N": value if is_number else None,
        "IS_DEFAULT": 0,
    }


def file_row(file_type: int, number: int, directory: str | None, name: str, path: str, completed_bytes: int = 0) -> Row:
    """number counts the files of one type from 0."""
    return {
        "PROCESS_ORDER": _FILE_ROWS[file_type],
        "DUPLICATE": number,
        "FILE_TYPE": file_type,
        "DUMP_FILEID": number + 1 if file_type == FILE_TYPE_DUMP else None,
        "USER_DIRECTORY": directory,
        "USER_FILE_NAME": name,
        "FILE_NAME": path,
        "COMPLETED_BYTES": completed_bytes,
    }


def worker_row(number: int, last_update: datetime.datetime, instance_id: int, work_item: str | None = None) -> Row:
    """number counts from 0: process DW00 is worker 1."""
    return {
        "PROCESS_ORDER": _WORKER_ROW,
        "DUPLICATE": number,
        "PROCESS_NAME": f"DW{number:02d}",
        "WORK_ITEM": work_item,
        "LAST_UPDATE": last_update,
        "INSTANCE_ID": instance_id,
        "OBJECT_NUMBER": 0,
        "COMPLETED_BYTES": 0,
        "TOTAL_BYTES": 0,
    }


def finished(now: datetime.datetime, *, loaded: bool) -> Row:
    """What an object's row says once it is processed; loaded: by an import."""
    return {
        "COMPLETED_ROWS": 100,
        "COMPLETION_TIME": now,
        "PROCESSING_STATE": "C" if loaded else "R",
        "PROCESSING_STATUS": "C",
    }


def object_rows(names: Sequence[tuple[str, str]], bytes_each: int) -> Iterator[Row]:
    """One TABLE_DATA object, still to be processed, per (schema, name)."""
    for order, (schema, name) in enumerate(names, 1):
        yield {
            "PROCESS_ORDER": order,
            "DUPLICATE": 0,
            "OBJECT_TYPE_PATH": "SCHEMA_EXPORT/TABLE/TABLE_DATA",
            "OBJECT_TYPE": "TABLE_DATA",
            "OBJECT_SCHEMA": schema,
            "OBJECT_NAME": name,
            "ORIGINAL_OBJECT_SCHEMA": schema,
            "ORIGINAL_OBJECT_NAME": name,
            "SIZE_ESTIMATE": bytes_each,
            "COMPLETED_BYTES": 0,
            "PROCESSING_STATUS": "P",
        }
        yield {"PROCESS_ORDER": order, "DUPLICATE": 1}
