# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_DATAPUMP.OPEN and ATTACH: how a session comes to a job."""

from __future__ import annotations

import re

from ..errors import OraError
from . import memory, names
from .client import Client
from .failures import Refusal
from .master_rows import FILE_TYPE_DUMP
from .master_table import Master
from .memory import LiveJob
from .states import ACTIVE_FOR_ATTACH, Call, State, accepts

# Modes that only holders of the roles may use, with the message that says so.
_PRIVILEGED_MODES = {"FULL": 39161, "TRANSPORTABLE": 39162}
_VERSION = re.compile(r"\d{1,2}(\.\d{1,2}){0,4}")
_OLDEST = (9, 2)
# Entries of other users are attached to while they run, never to revive them.
_RUNNING = frozenset({State.DEFINING, State.EXECUTING, State.COMPLETING, State.COMPLETED})


def open_job(
    client: Client,
    operation: str | None,
    mode: str | None,
    remote_link: str | None,
    name: str | None,
    version: str | None,
    compression: object,
) -> int:
    """A handle on a new job in DEFINING, owned by the current user. compression: obsolete, as a parameter says it."""
    operation, mode = (operation or "").upper(), (mode or "").upper()
    if operation not in names.OPERATIONS:
        raise Refusal(39001, OraError(39207, operation, "OPERATION"))
    if mode not in names.MODES:
        raise Refusal(39001, OraError(39207, mode, "JOB_MODE"))
    job_version = _job_version(client, version)
    if remote_link is not None:
        _check_link(client, operation, remote_link)
    # Anybody may import what a dump file has for the own schema, whatever else is in it.
    reads_dictionary = operation == "EXPORT" or remote_link is not None
    if mode in _PRIVILEGED_MODES and (reads_dictionary or mode != "FULL") and not client.has_role_for(operation):
        raise Refusal(31631, OraError(_PRIVILEGED_MODES[mode]))
    job_name = _new_name(client, operation, mode, name)
    session, service = client.session, client.service
    job = LiveJob(
        con_id=session.con_id,
        inst_id=session.instance_id,
        job_id=service.jobs.next_job_id(),
        owner=session.user,
        name=job_name,
        operation=operation,
        mode=mode,
        state=State.UNDEFINED,
        control_queue=service.queue_name(session.instance_id),
    )
    try:
        job.master_id = service.tables.create(client.session, job, remote_link, job_version)
    except OraError as error:
        raise Refusal(31626, OraError(31633, f"{job.owner}.{job.name}"), error) from error
    service.lifecycle.opened(job)
    return client.take(job)


def _job_version(client: Client, version: str | None) -> str:
    """The release for which the job's objects are meant. Raises 39001 over 39022 for one that is not supported."""
    database = client.session.database
    wanted = (version or "COMPATIBLE").upper()
    if wanted == "COMPATIBLE":
        wanted = str(client.session.parameter("compatible"))
    if wanted == "LATEST":
        return database.release.version_text
    numbers = [int(part) for part in wanted.split(".")] if _VERSION.fullmatch(wanted) else [0]
    if (*numbers, 0)[:2] < _OLDEST or numbers > list(database.version):
        raise Refusal(39001, OraError(39022, version))
    return ".".join(str(number) for number in (*numbers, 0, 0, 0, 0)[:5])


def _check_link(client: Client, operation: str, name: str) -> None:
    """Raises 39001 over 39200 for a link that does not lead anywhere."""
    try:
        client.service.links.resolve(client.session.con_id, client.session.user, name)
    except OraError as error:
        raise Refusal(39001, OraError(39200, name), error) from error


def _new_name(client: Client, operation: str, mode: str, name: str | None) -> str:
    service, session = client.service, client.session
    if name is None:
        taken = service.job_names(session.con_id, session.user)
        default = names.default_name(operation, mode, taken)
        if default is None:
            raise Refusal(31634, OraError(31664))
        return default
    if not name.isprintable():
        raise Refusal(39001)
    name = names.truncated(name, service.database.release.identifier_bytes)
    if name in service.job_names(session.con_id, session.user):
        raise Refusal(31634)
    return name


def attach(client: Client, name: str | None, owner: str | None) -> int:
    """A handle on an existing job; one without processes gets a control process and idles."""
    session, service = client.session, client.service
    owner = owner or session.user
    job = _only_active_job(client, owner) if name is None else service.jobs.named(session.con_id, owner, name)
    if job is not None:
        _check_live(client, job)
    elif name is not None:
        job = _stopped_job(client, name, owner)
    if job is None:
        raise Refusal(31626)
    if job.state in (State.NOT_RUNNING, State.STOPPED):
        service.lifecycle.revived(job)
    return client.take(job)


def _only_active_job(client: Client, owner: str) -> LiveJob:
    jobs = client.service.jobs.owned(client.session.con_id, owner)
    active = [job for job in jobs if job.state in ACTIVE_FOR_ATTACH]
    if len(active) != 1:
        raise Refusal(31626, OraError(31630, owner))
    return active[0]


def _check_live(client: Client, job: LiveJob) -> None:
    if client.is_attached(job):
        raise Refusal(31636, OraError(31636, job.name, job.owner))
    is_owner = job.owner == client.session.user
    if not is_owner and not (job.state in _RUNNING and client.has_role_for(job.operation)):
        raise Refusal(31631)
    has_processes = bool(client.service.jobs.sessions(job, memory.CONTROL))
    if not has_processes and job.inst_id != client.session.instance_id:
        raise _cannot_attach(job.name, job.owner)  # the entry is in the memory of another instance
    if not accepts(Call.ATTACH, job.state):
        raise Refusal(39004, OraError(39016, job.state))


def _stopped_job(client: Client, name: str, owner: str) -> LiveJob:
    """The job that only its master table tells of, as an entry that is in no list yet."""
    service, session = client.service, client.session
    master = service.tables.find(session.con_id, owner, name)
    if master is None:
        raise _cannot_attach(name, owner)
    if owner != session.user:
        raise Refusal(31631)
    _check_master(client, master)
    return LiveJob(
        con_id=session.con_id,
        inst_id=session.instance_id,
        job_id=service.jobs.next_job_id(),
        owner=owner,
        name=name,
        operation=master.operation,
        mode=master.mode,
        state=State.NOT_RUNNING,
        workers=master.degree,
        control_queue=service.queue_name(session.instance_id),
        master_id=master.target.object_id,
        keep_master=master.keep_master,
        error_count=master.error_count,
    )


def _check_master(client: Client, master: Master) -> None:
    if not master.has_job_row:
        raise Refusal(39002, OraError(39026, "-1.0"))
    service = client.service
    for file in service.tables.content.files(master.target, FILE_TYPE_DUMP):
        path = str(file["FILE_NAME"])
        if "%" not in path and not service.dump_files.exists(path):
            raise Refusal(39002, OraError(39000), OraError(31640, path))


def _cannot_attach(name: str, owner: str) -> Refusal:
    return Refusal(31626, OraError(31638, name, owner), OraError(31632, f"{owner}.{name}"), OraError(942))
