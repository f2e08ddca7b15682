# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the calls on a handle do. Each takes the session's Client and the call's arguments, and may raise Refusal."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from ..errors import OraError
from . import names
from .client import Client
from .failures import Refusal
from .starting import check_resumable, check_startable
from .states import ALL_STATES, TABLE_6_1, Call, State

# By the first number of the release.
_STATUS_VERSIONS = {10: 1, 11: 3, 12: 5}


def start_job(
    client: Client,
    handle: object,
    skip_current: object,
    abort_step: object,
    cluster_ok: object,
    service_name: str | None,
) -> None:
    """DEFINING or IDLING to EXECUTING. A transportable job cannot be started a second time.

    abort_step: a parameter of the command-line clients; the API takes 0 only."""
    job = client.job_for(handle, Call.START_JOB)
    if abort_step:
        raise Refusal(39001, OraError(39207, abort_step, "ABORT_STEP"))
    if job.state is State.IDLING and job.mode == "TRANSPORTABLE":
        raise Refusal(39004, OraError(39016, job.state))
    service = client.service
    target = client.master(job)
    is_first = job.state is State.DEFINING
    definition = service.definition(target)
    if is_first:
        check_startable(client, job, target, definition)
    else:
        check_resumable(client, job, definition)
    values = {"CLUSTER_OK": int(cluster_ok is None or bool(cluster_ok)), "SERVICE_NAME": service_name}
    service.tables.content.update(target, values, OPERATION=job.operation)
    service.lifecycle.started(
        job,
        planned=is_first or service.objects.is_planned(target),
        skip_current=bool(skip_current) and not is_first,
    )


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


def job_state(client: Client, handle: object, timeout: object, news: Callable[[], bool] | None) -> str:
    """GET_STATUS's JOB_STATE. timeout: seconds to wait for something to happen; -1 for ever, NULL or 0 not at all.

    news: whether something is there that the caller waits for; None when it asked for nothing to wait for."""
    job = client.job_for(handle, Call.GET_STATUS)
    seconds = float(str(timeout or 0))
    if seconds and news is not None and not news():
        deadline = None if seconds < 0 else client.session.database.clock.now + datetime.timedelta(seconds=seconds)
        known = job.state

        def moved() -> bool:
            current = client.service.jobs.find(job.job_id)
            return current is None or current.state is not known or news()

        client.session.wait(moved, deadline)
        current = client.service.jobs.find(job.job_id)
        if current is None:
            raise Refusal(31626)
        job = current
    return str(job.state)


def set_parallel(client: Client, handle: object, degree: object) -> None:
    """ORA-39002 for SQL files and for more than one worker in the Standard Edition."""
    job = client.job_for(handle, Call.SET_PARALLEL)
    wanted = int(str(degree or 0))
    if wanted < 1:
        raise Refusal(39001, OraError(39206, "" if degree is None else degree))
    if job.operation == "SQL_FILE":
        raise Refusal(39002, OraError(39208, "PARALLEL", job.operation))
    if wanted > 1 and client.service.is_standard_edition:
        raise Refusal(39002, OraError(39094))
    client.service.lifecycle.set_degree(job, 1 if job.mode == "TRANSPORTABLE" else wanted)


def log_entry(client: Client, handle: object, message: str | None, log_file_only: object) -> None:
    """A line in the log, marked as the client's; and a message to all who are attached, unless for the log only."""
    job = client.job_for(handle, Call.LOG_ENTRY)
    if message is None:
        raise Refusal(39001, OraError(39207, "", "MESSAGE"))
    definition = client.service.definition(client.master(job))
    line = f";;; {message}"
    if log_file_only:
        client.service.messages.log_only(definition, line)
    else:
        client.service.messages.say(job, definition, line)


def log_error(
    client: Client,
    handle: object,
    message: str | None,
    error_number: object,
    fatal_error: object,
    log_file_only: object,
) -> None:
    """A line in the log, and an error message to all who are attached; a fatal one stops a job that executes."""
    job = client.job_for(handle, Call.LOG_ENTRY)
    if message is None:
        raise Refusal(39001, OraError(39207, "", "MESSAGE"))
    definition = client.service.definition(client.master(job))
    if log_file_only:
        client.service.messages.log_only(definition, message)
    else:
        client.service.messages.error_text(job, definition, message, int(str(error_number or 0)))
    if fatal_error and job.state is State.EXECUTING:
        client.service.lifecycle.aborted(job)


def has_privileges(client: Client, operation: str | None) -> bool:
    wanted = (operation or "").upper()
    if wanted not in names.OPERATIONS:
        raise Refusal(39001)
    return client.has_role_for(wanted)


def is_datapump_process(client: Client) -> bool:
    """Whether the session is a process of a job."""
    return bool(client.session.is_internal)


def status_version(client: Client, version: object) -> int:
    """The version of the status types that a database of the given release understands; ours is the newest."""
    return _STATUS_VERSIONS[max((known for known in _STATUS_VERSIONS if known <= int(str(version or 0))), default=10)]


def client_lob_append(client: Client, value: str | None, position: object, as_is: object) -> None:
    """Helpers with which clients hand over long filters piece by piece."""
    client.lob += value or ""


def client_lob_get(client: Client) -> str | None:
    return client.lob or None


def client_lob_delete(client: Client) -> None:
    client.lob = ""
