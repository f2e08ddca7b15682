# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the calls on a handle do. Each takes the session's Client and the call's arguments, and may raise Refusal."""

from __future__ import annotations

import datetime

from ..errors import OraError
from ..world.objects import StoredObject
from . import names, vocabulary
from .client import Client
from .failures import Refusal
from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL, file_row
from .memory import LiveJob
from .states import ALL_STATES, TABLE_6_1, Call, State

# Bytes of a dump file that an export has just begun.
_NEW_DUMP_FILE = 4096


def start_job(client: Client, handle: object, abort_step: object) -> None:
    """DEFINING or IDLING to EXECUTING. A transportable job cannot be started a second time.

    abort_step: a parameter of the command-line clients; the API takes 0 only."""
    job = client.job_for(handle, Call.START_JOB)
    if abort_step:
        raise Refusal(39001)
    if job.state is State.IDLING and job.mode == "TRANSPORTABLE":
        raise Refusal(39004, OraError(39016, job.state))
    service = client.service
    target = _master(client, job)
    if job.is_export:
        for file in service.tables.content.files(target, FILE_TYPE_DUMP):
            service.dump_files.create(job.con_id, str(file["FILE_NAME"]), _NEW_DUMP_FILE)
    service.lifecycle.started(job)


def stop_job(client: Client, handle: object, immediate: object, keep_master: object, delay: object) -> None:
    """Detaches the caller in any case; what becomes of the job depends on its state."""
    job = client.job_for(handle, Call.STOP_JOB)
    client.drop_handle(int(str(handle)))
    client.service.lifecycle.stop(
        job,
        client.membership(job),
        immediate=bool(immediate),
        keep_master=None if keep_master is None else int(str(keep_master)),
        delay=float(str(delay or 0)),
    )


def detach(client: Client, handle: object) -> None:
    job = client.job(handle)
    client.drop_handle(int(str(handle)))
    client.service.lifecycle.detached(job, client.membership(job))


def wait_for_job(client: Client, handle: object) -> str:
    """Blocks until the job is over; COMPLETED or STOPPED. The caller is detached then."""
    job = client.job_for(handle, Call.WAIT_FOR_JOB)
    over = ALL_STATES - TABLE_6_1[Call.WAIT_FOR_JOB]
    last_seen = job.state

    def ended() -> bool:
        nonlocal last_seen
        current = client.service.jobs.find(job.job_id)
        if current is not None:
            last_seen = current.state
        return current is None or current.state in over

    client.session.wait(ended, None)
    final = client.service.jobs.find(job.job_id)
    client.drop_handle(int(str(handle)))
    if final is not None:
        client.service.lifecycle.detached(final, client.membership(final))
    return str(State.COMPLETED if last_seen is State.COMPLETED else State.STOPPED)


def job_state(client: Client, handle: object, timeout: object) -> str:
    """GET_STATUS's JOB_STATE. timeout: seconds to wait for something to happen; -1 for ever, NULL or 0 not at all."""
    job = client.job_for(handle, Call.GET_STATUS)
    seconds = float(str(timeout or 0))
    if seconds:
        deadline = None if seconds < 0 else client.session.database.clock.now + datetime.timedelta(seconds=seconds)
        known = job.epoch

        def moved() -> bool:
            current = client.service.jobs.find(job.job_id)
            return current is None or current.epoch != known

        client.session.wait(moved, deadline)
        current = client.service.jobs.find(job.job_id)
        if current is None:
            raise Refusal(31626)
        job = current
    return str(job.state)


def set_parallel(client: Client, handle: object, degree: object) -> None:
    job = client.job_for(handle, Call.SET_PARALLEL)
    wanted = int(str(degree or 0))
    if wanted < 1:
        raise Refusal(39001)
    if job.operation == "SQL_FILE" or job.mode == "TRANSPORTABLE":
        wanted = 1
    client.service.lifecycle.set_degree(job, wanted)


def add_file(
    client: Client, handle: object, file_name: str | None, directory: str | None, file_type: object, reuse: object
) -> None:
    """Raises ORA-39001 with ORA-39087 below it for a directory that is not there under exactly that name."""
    kind = int(str(file_type or 0))
    job = client.job(handle)
    client.job_for(handle, Call.ADD_FILE, export_dump_file=job.is_export and kind == FILE_TYPE_DUMP)
    if not file_name or kind not in (FILE_TYPE_DUMP, FILE_TYPE_LOG, FILE_TYPE_SQL):
        raise Refusal(39001)
    files = client.service.dump_files
    path = files.directory_path(job.con_id, directory) if directory else None
    if path is None:
        raise Refusal(39001, OraError(39087, directory or ""))
    full_name = f"{path.rstrip('/')}/{file_name}"
    if kind == FILE_TYPE_DUMP:
        exists = files.exists(job.con_id, full_name)
        if job.is_export and exists and not reuse:
            raise Refusal(39001, OraError(39000), OraError(31641, full_name), OraError(27038))
        if not job.is_export and not exists:
            raise Refusal(39001, OraError(39000), OraError(31640, full_name), OraError(27037))
    target = _master(client, job)
    content = client.service.tables.content
    number = len(content.files(target, kind))
    content.write(target, [file_row(kind, number, directory, file_name, full_name)])


def set_parameter(client: Client, handle: object, name: str | None, value: object) -> None:
    wanted = (name or "").upper()
    is_secret = wanted == vocabulary.SECRET_PARAMETER
    job = client.job_for(handle, Call.SET_PARAMETER, encryption_password=is_secret)
    parameter = vocabulary.PARAMETERS.get(wanted)
    if parameter is None or value is None or isinstance(value, str) == parameter.is_number:
        raise Refusal(39001)
    if not parameter.suits(export=job.is_export):
        raise Refusal(39005)
    if wanted == "KEEP_MASTER":
        job.keep_master = int(str(value))
        client.service.jobs.save(job)
    content = client.service.tables.content
    content.set_parameter(_master(client, job), wanted, None if is_secret else value)


def metadata_filter(client: Client, handle: object, name: str | None, value: object) -> None:
    _remember(client, handle, Call.METADATA_FILTER, name, vocabulary.METADATA_FILTERS, value)


def data_filter(client: Client, handle: object, name: str | None, value: object) -> None:
    _remember(client, handle, Call.DATA_FILTER, name, vocabulary.DATA_FILTERS, value)


def data_remap(client: Client, handle: object, name: str | None, value: object) -> None:
    _remember(client, handle, Call.DATA_REMAP, name, vocabulary.DATA_REMAPS, value)


def metadata_remap(client: Client, handle: object, name: str | None, old: object, value: object) -> None:
    _remember(client, handle, Call.METADATA_REMAP, name, vocabulary.METADATA_REMAPS, f"{old}:{value}")


def metadata_transform(client: Client, handle: object, name: str | None, value: object) -> None:
    """Imports and SQL files only."""
    if client.job(handle).is_export:
        raise Refusal(39005)
    _remember(client, handle, Call.METADATA_TRANSFORM, name, vocabulary.TRANSFORMS, value)


def _remember(
    client: Client, handle: object, call: Call, name: str | None, known: frozenset[str], value: object
) -> None:
    job = client.job_for(handle, call)
    wanted = (name or "").upper()
    if wanted not in known or value is None:
        raise Refusal(39001)
    client.service.tables.content.add_parameter(_master(client, job), wanted, value)


def _master(client: Client, job: LiveJob) -> StoredObject:
    """Raises ORA-39002 with ORA-31632 below it for a job whose master table is gone."""
    target = client.service.tables.of(job)
    if target is None:
        raise Refusal(39002, OraError(31632, f"{job.owner}.{job.name}"))
    return target


def log_entry(client: Client, handle: object, message: str | None) -> None:
    """The line would go into the job's log file; the simulator writes none yet, it only checks the call."""
    client.job_for(handle, Call.LOG_ENTRY)
    if message is None:
        raise Refusal(39001)


def has_privileges(client: Client, operation: str | None) -> bool:
    wanted = (operation or "").upper()
    if wanted not in names.OPERATIONS:
        raise Refusal(39001)
    return client.has_role_for(wanted)
