# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What GET_STATUS hands out: KU$_STATUS as nested dicts and lists, attributes named as in the object types.

The interpreter makes objects of them when they are assigned, of whatever version the client asks for: attributes that
an older version lacks are left out. A part that the mask does not ask for, or that has nothing to say, is NULL.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import dump_format
from .failures import LogLine
from .master_objects import PlannedObject
from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL, Row
from .states import WORKERS_ALIVE, State

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from .client import Client
    from .memory import LiveJob

WIP, JOB_DESCRIPTION, JOB_STATUS, JOB_ERROR = 1, 2, 4, 8
_ALL = WIP | JOB_DESCRIPTION | JOB_STATUS | JOB_ERROR
_TIME_ZONE_FILES = {12: 18, 19: 32, 23: 43}


def is_mask(mask: int) -> bool:
    """Whether GET_STATUS takes it."""
    return 0 <= mask <= _ALL


def news_for(client: Client, handle: object, mask: int) -> Callable[[], bool] | None:
    """Whether there is something to hand out of what comes by itself; None when nothing of the kind is asked for."""
    if not mask & (WIP | JOB_ERROR) or not isinstance(handle, int):
        return None
    return lambda: bool(
        (mask & WIP and client.messages(handle, is_error=False))
        or (mask & JOB_ERROR and (client.errors(handle) or client.messages(handle, is_error=True)))
    )


def status(client: Client, handle: object, mask: int) -> dict[str, object]:
    """handle None asks for the last errors only. Messages are handed out once per handle; the failure of a call stays
    until the next call. Raises Refusal 31623 for a handle that is worth nothing."""
    number = handle if isinstance(handle, int) else None
    job = client.job(handle) if handle is not None else None
    parts: dict[int, tuple[str, Any]] = {
        WIP: ("WIP", None),
        JOB_DESCRIPTION: ("JOB_DESCRIPTION", None),
        JOB_STATUS: ("JOB_STATUS", None),
        JOB_ERROR: ("ERROR", None),
    }
    if job is not None and mask & WIP:
        parts[WIP] = ("WIP", _lines(client.take_messages(number, is_error=False)))
    if job is not None and mask & JOB_DESCRIPTION:
        parts[JOB_DESCRIPTION] = ("JOB_DESCRIPTION", _description(client, job))
    if job is not None and mask & JOB_STATUS:
        parts[JOB_STATUS] = ("JOB_STATUS", _job_status(client, job))
    if mask & JOB_ERROR:
        lines = client.errors(number) or (client.take_messages(number, is_error=True) if job is not None else [])
        parts[JOB_ERROR] = ("ERROR", _lines(lines))
    filled = sum(bit for bit, (dummy, value) in parts.items() if value is not None)
    return {"MASK": filled, **dict(parts.values())}


def _lines(lines: list[LogLine]) -> list[dict[str, object]] | None:
    return [
        {"LOGLINENUMBER": line.number, "ERRORNUMBER": line.error_number, "LOGTEXT": line.text[:2000]} for line in lines
    ] or None


def _description(client: Client, job: LiveJob) -> dict[str, object]:
    tables, database = client.service.tables, client.service.database
    target = tables.of(job)
    if target is None:
        return {"JOB_NAME": job.name, "OPERATION": job.operation, "JOB_MODE": job.mode, "OWNER": job.owner}
    row = tables.content.job_row(target, job.operation)
    release = database.version[0]
    return {
        "JOB_NAME": job.name,
        "GUID": row.get("GUID"),
        "OPERATION": job.operation,
        "JOB_MODE": job.mode,
        "REMOTE_LINK": row.get("REMOTE_LINK"),
        "OWNER": job.owner,
        "PLATFORM": row.get("PLATFORM"),
        "GLOBAL_NAME": database.name + (f".{database.domain}" if database.domain else ""),
        "INSTANCE": row.get("INSTANCE"),
        "DB_VERSION": row.get("DB_VERSION"),
        "JOB_VERSION": row.get("JOB_VERSION"),
        "SCN": client.service.definition(target).parameters.get("FLASHBACK_SCN", 0),
        "CREATOR_PRIVS": "TRUE" if client.has_role_for(job.operation) else "FALSE",
        "START_TIME": row.get("START_TIME"),
        "TERM_REASON": 0,
        "MAX_DEGREE": job.workers,
        "TIMEZONE": row.get("TIMEZONE"),
        "TSTZ_VERSION": _TIME_ZONE_FILES.get(release, 32),
        "ENDIANNESS": 1,
        "CHARSET": "AL32UTF8",
        "NCHARSET": "AL16UTF16",
        "LOG_FILE": _path(client, target, FILE_TYPE_LOG),
        "SQL_FILE": _path(client, target, FILE_TYPE_SQL),
        **_exporter(client, job, target),
        "PARAMS": [_parameter(job, parameter) for parameter in tables.content.read(target, "NAME")],
    }


def _exporter(client: Client, job: LiveJob, target: StoredObject) -> dict[str, object]:
    """What an import knows of the database that wrote its dump files."""
    if job.is_export:
        return {}
    files = client.service.definition(target).dump_files
    try:
        items = client.service.dump_files.header(files[0].path).items
    except (IndexError, FileNotFoundError, dump_format.NotADumpFile):
        return {}
    created = datetime.datetime.strptime(str(items[6]), "%a %b %d %H:%M:%S %Y")
    return {
        "EXP_PLATFORM": items[9],
        "EXP_DB_VERSION": items[15],
        "EXP_START_TIME": created,
        "EXP_TIMEZONE": "+00:00",
        "EXP_ENDIANNESS": 1,
        "EXP_CHARSET": items[11],
        "EXP_NCHARSET": "AL16UTF16",
    }


def _parameter(job: LiveJob, row: Row) -> dict[str, object]:
    text, number = row.get("VALUE_T"), row.get("VALUE_N")
    return {
        "PARAM_NAME": row["NAME"],
        "PARAM_OP": job.operation,
        "PARAM_TYPE": "TEXT" if number is None else "NUMBER",
        "PARAM_LENGTH": len(str(text)) if text is not None else 0,
        "PARAM_VALUE_N": number,
        "PARAM_VALUE_T": text,
    }


def _path(client: Client, target: StoredObject, file_type: int) -> object:
    files = client.service.tables.content.files(target, file_type)
    return files[0]["FILE_NAME"] if files else None


def _job_status(client: Client, job: LiveJob) -> dict[str, object]:
    service = client.service
    target = service.tables.of(job)
    done, total = service.work.progress(job)
    files = [] if target is None else service.tables.content.files(target, FILE_TYPE_DUMP)
    return {
        "JOB_NAME": job.name,
        "OPERATION": job.operation,
        "JOB_MODE": job.mode,
        "BYTES_PROCESSED": done,
        "TOTAL_BYTES": total,
        "PERCENT_DONE": _percent(client, job, target, done, total),
        "DEGREE": job.workers,
        "ERROR_COUNT": job.error_count,
        "STATE": str(job.state),
        "PHASE": int(job.planned),
        "RESTART_COUNT": 0,
        "HEARTBEAT": service.messages.last_number(job),
        "WORKER_STATUS_LIST": [] if target is None else _workers(client, job, target),
        "FILES": [
            {
                "FILE_NAME": file["FILE_NAME"],
                "FILE_TYPE": 3 if "%" in str(file["FILE_NAME"]) else 0,
                "FILE_SIZE": file.get("FILE_MAX_SIZE"),
                "FILE_BYTES_WRITTEN": file.get("COMPLETED_BYTES", 0),
            }
            for file in files
        ],
    }


def _percent(client: Client, job: LiveJob, target: StoredObject | None, done: int, total: int) -> int:
    """Of the data; a job without data has 0 until it is done."""
    data_only = job.operation != "SQL_FILE" and (
        target is None or not client.service.definition(target).number("ESTIMATE_ONLY")
    )
    if data_only and total:
        return 100 * done // total
    return 100 if job.state in (State.COMPLETING, State.COMPLETED) else 0


def _workers(client: Client, job: LiveJob, target: StoredObject) -> list[dict[str, object]]:
    service = client.service
    rows = service.tables.content.read(target, "PROCESS_NAME")
    current = service.work.current(job)
    totals = service.objects.totals(target)
    found = []
    for number, row in enumerate(rows, 1):
        order, fraction = current.get(number, (None, 0.0))
        entry = service.objects.get(target, order) if order is not None else None
        alive = job.state in WORKERS_ALIVE
        found.append(
            {
                "WORKER_NUMBER": number,
                "PROCESS_NAME": row["PROCESS_NAME"],
                "STATE": str(State.EXECUTING if alive and entry else "WORK WAITING" if alive else State.UNDEFINED),
                "COMPLETED_OBJECTS": totals.done_objects,
                "TOTAL_OBJECTS": totals.objects,
                "DEGREE": 1,
                "INSTANCE_ID": job.inst_id,
                "INSTANCE_NAME": service.instance_name(job.inst_id),
                "HOST_NAME": service.host_name(job.inst_id),
                **_current_object(entry, fraction),
            }
        )
    return found


def _current_object(entry: PlannedObject | None, fraction: float) -> dict[str, object]:
    if entry is None:
        return {}
    item = entry.object
    return {
        "SCHEMA": item.schema,
        "NAME": item.name,
        "OBJECT_TYPE": entry.path,
        "COMPLETED_BYTES": int(item.size * fraction),
        "PERCENT_DONE": int(100 * fraction),
        "ACCESS_METHOD": "direct_path" if item.type == "TABLE_DATA" else None,
    }
