# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What GET_STATUS hands out: KU$_STATUS as nested dicts and lists, attributes named as in the object types.

The interpreter makes objects of them when they are assigned. A part that the mask does not ask for is NULL. Only what
the entry and the master table hold is filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG
from .states import WORKERS_ALIVE, State

if TYPE_CHECKING:
    from .client import Client
    from .memory import LiveJob

WIP, JOB_DESCRIPTION, JOB_STATUS, JOB_ERROR = 1, 2, 4, 8


def status(client: Client, handle: object, mask: object) -> dict[str, object]:
    """handle None asks for the last errors only. Raises Refusal 31623 for a handle that is worth nothing."""
    wanted = int(str(mask or 0))
    number = handle if isinstance(handle, int) else None
    job = client.job(handle) if handle is not None else None
    errors = [
        {"LOGLINENUMBER": line.number, "ERRORNUMBER": line.error_number, "LOGTEXT": line.text}
        for line in client.errors(number)
    ]
    return {
        "MASK": wanted,
        "WIP": [] if wanted & WIP else None,
        "JOB_DESCRIPTION": _description(client, job) if wanted & JOB_DESCRIPTION and job else None,
        "JOB_STATUS": _job_status(client, job) if wanted & JOB_STATUS and job else None,
        "ERROR": errors if wanted & JOB_ERROR else None,
    }


def _description(client: Client, job: LiveJob) -> dict[str, object]:
    tables = client.service.tables
    target = tables.of(job)
    if target is None:
        return {"JOB_NAME": job.name, "OPERATION": job.operation, "JOB_MODE": job.mode, "OWNER": job.owner}
    row = tables.content.job_row(target, job.operation)
    log_files = tables.content.files(target, FILE_TYPE_LOG)
    return {
        "JOB_NAME": job.name,
        "GUID": row.get("GUID"),
        "OPERATION": job.operation,
        "JOB_MODE": job.mode,
        "REMOTE_LINK": row.get("REMOTE_LINK"),
        "OWNER": job.owner,
        "PLATFORM": row.get("PLATFORM"),
        "INSTANCE": row.get("INSTANCE"),
        "DB_VERSION": row.get("DB_VERSION"),
        "CREATOR_PRIVS": "TRUE",
        "START_TIME": row.get("START_TIME"),
        "TERM_REASON": 0,
        "MAX_DEGREE": job.workers,
        "TIMEZONE": row.get("TIMEZONE"),
        "JOB_VERSION": row.get("JOB_VERSION"),
        "LOG_FILE": log_files[0]["FILE_NAME"] if log_files else None,
        "PARAMS": [
            {
                "PARAM_NAME": parameter["NAME"],
                "PARAM_VALUE_N": parameter.get("VALUE_N"),
                "PARAM_VALUE_T": parameter.get("VALUE_T"),
            }
            for parameter in tables.content.read(target, "NAME")
        ],
    }


def _job_status(client: Client, job: LiveJob) -> dict[str, object]:
    tables = client.service.tables
    target = tables.of(job)
    done, total = (0, 0) if target is None else tables.content.progress(target)
    files = [] if target is None else tables.content.files(target, FILE_TYPE_DUMP)
    workers = [] if target is None else tables.content.read(target, "PROCESS_NAME")
    return {
        "JOB_NAME": job.name,
        "OPERATION": job.operation,
        "JOB_MODE": job.mode,
        "BYTES_PROCESSED": done,
        "TOTAL_BYTES": total,
        "PERCENT_DONE": 100 * done // total if total else 0,
        "DEGREE": job.workers,
        "ERROR_COUNT": 0,
        "STATE": str(job.state),
        "PHASE": 0,
        "RESTART_COUNT": 0,
        "HEARTBEAT": 0,
        "WORKER_STATUS_LIST": [
            {
                "WORKER_NUMBER": number,
                "PROCESS_NAME": row["PROCESS_NAME"],
                "STATE": str(State.EXECUTING if job.state in WORKERS_ALIVE else State.UNDEFINED),
            }
            for number, row in enumerate(workers, 1)
        ],
        "FILES": [
            {"FILE_NAME": file["FILE_NAME"], "FILE_TYPE": 0, "FILE_BYTES_WRITTEN": file.get("COMPLETED_BYTES", 0)}
            for file in files
        ],
    }
