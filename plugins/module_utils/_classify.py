# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job is, by the facts observed about it, and the evidence that says so. Never more certain than the facts."""

from __future__ import annotations

import datetime
import re

from ansible_collections.dbops.datapump.plugins.module_utils import _lifecycle
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Assessment,
    Classification,
    Evidence,
    Restartable,
    Weight,
)
from ansible_collections.dbops.datapump.plugins.module_utils._digest import digest_of
from ansible_collections.dbops.datapump.plugins.module_utils._layout import is_master_table
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Content,
    Database,
    FilesSeen,
    Job,
    Reading,
)

_ORIGINS = {
    "datapump_default": re.compile(
        r"SYS_(EXPORT|IMPORT|SQL_?FILE|ESTIMATE|NETWORK)_(FULL|SCHEMA|TABLE|TABLESPACE|TRANSPORTABLE)_\d\d"
    ),
    "sql_developer": re.compile(r"(IMP|EXP)_SD_.+|(IMPORT|EXPORT)_JOB_SQLDEV_\d+"),
    "ords": re.compile(r"DATAPUMP_REST_(IMPORT|EXPORT)_.+"),
    "oem": re.compile(r"EM_(IMPORT|EXPORT)_.+|(IMPORT|EXPORT)\d{6}"),
    "zdm": re.compile(r"ZDM_.+"),
    "rman_tspitr": re.compile(r"TSPITR_(EXP|IMP)_.+"),
}

_NAMED = 5
"""Dump files that a piece of evidence names."""

ORIGINS = (*_ORIGINS, "other")


def origin_of(name: str) -> str:
    """What seems to have started a job, by its name. A name is a hint, never a proof."""
    for origin, pattern in _ORIGINS.items():
        if pattern.fullmatch(name):
            return origin
    return "other"


def assess(reading: Reading, job: Job) -> Assessment:
    """Everything that follows from one reading about one job."""
    classification, evidence = _classify(reading, job)
    digest, strength = digest_of(reading.database, job)
    return Assessment(
        classification=classification,
        restartable=_restartable(classification, reading.database, job),
        quiescent=is_quiescent(reading, job),
        evidence=tuple(evidence),
        origin=origin_of(job.name),
        age_seconds=age_of(reading.database, job),
        digest=digest,
        strength=strength,
    )


def is_quiescent(reading: Reading, job: Job) -> bool:
    """Whether nothing of a job is alive, proven by complete readings of every instance of a primary database.

    An entry in memory that says NOT RUNNING and has no session counts as dead.
    """
    return (
        reading.entries_read
        and reading.database.complete
        and reading.database.primary
        and not job.sessions
        and bool(job.listed)
        and all(entry.state == State.NOT_RUNNING.value for entry in job.entries)
        and all(row.state == State.NOT_RUNNING.value for row in job.listed)
    )


def age_of(database: Database, job: Job) -> int | None:
    """Seconds since anything happened to a job, by the server's clock. None unless all it is counted from is known."""
    table, content = job.table, job.content
    if table is None or content is None or table.created is None or table.last_ddl_time is None:
        return None
    moments = [table.created, table.last_ddl_time, database.startup_time]
    moments += [moment for moment in (content.start_time, content.last_update) if moment]
    return int((database.server_time - max(moments)).total_seconds())


def _classify(reading: Reading, job: Job) -> tuple[Classification, list[Evidence]]:
    alive = _alive(job)
    if alive:
        return alive
    if job.table is not None and job.table.columns is not None and not is_master_table(job.table.columns):
        return Classification.LOOKALIKE, [
            _proof("shape", "The table has the comment of a master table, but not its columns.")
        ]
    doubts = _doubts(reading, job)
    if doubts:
        return Classification.UNKNOWN, doubts
    if job.entries:
        return _in_memory(job)
    if job.table is None:
        text = "Listed, but neither a table nor an entry in memory was found."
        return Classification.UNKNOWN, [_proof("vanished", text)]
    if job.content is None:
        text = "The master table was not read: a job stopped on purpose cannot be told from one that failed."
        return Classification.UNKNOWN, [_hint("content", text)]
    classification, evidence = _by_content(reading.database, job, job.content)
    return _with_files(classification, evidence, reading.database, job.files_seen)


def _with_files(
    classification: Classification, evidence: list[Evidence], database: Database, files: FilesSeen | None
) -> tuple[Classification, list[Evidence]]:
    """The class and the evidence with what the files on the server tell.

    A log that ends with the stop proves more than the state in the job's own row, which a job that was stopped may have
    had no time to change. That a log does not end so proves nothing.
    """
    if files is None or classification not in (Classification.STOPPED, Classification.FAILED):
        return classification, evidence
    more = []
    if files.ended_by_stop:
        classification = Classification.STOPPED
        more.append(_proof("log", f"The log {files.log} ends with the line that the job was stopped by user request."))
    elif files.ended_by_stop is False:
        more.append(_hint("log", f"The log {files.log} does not end with the line that the job was stopped."))
    if files.missing:
        names = ", ".join(files.missing[:_NAMED]) + (" and others" if len(files.missing) > _NAMED else "")
        if _one_server(database):
            more.append(_proof("dump_files", f"Dump files are gone: {names}."))
        else:
            more.append(_hint("dump_files", f"The server that was asked does not have the dump files {names}."))
    return classification, [*evidence, *more]


def _one_server(database: Database) -> bool:
    """Whether a file that the session's server does not have is nowhere else: the servers of a cluster may have their
    own file systems."""
    return len(database.expected_instances) == 1


def _alive(job: Job) -> tuple[Classification, list[Evidence]] | None:
    """The class of a job that shows signs of life, or None."""
    states = {row.state for row in job.listed} | {entry.state for entry in job.entries}
    for text in sorted(states, key=str):
        state = known_state(text)
        fact = _proof("state", f"The state is {text}.")
        if state is State.UNDEFINED or text is None:
            return Classification.UNDEFINED, [_proof("state", "Oracle itself does not know the state of the job.")]
        if state is None:
            return Classification.UNKNOWN, [_proof("state", f"The state {text} is not known here.")]
        if state in _lifecycle.RUNNING:
            return Classification.RUNNING, [fact]
        if state in _lifecycle.TRANSITIONAL:
            return Classification.TRANSITIONAL, [fact]
    if job.sessions:
        places = ", ".join(f"{s.sid},{s.serial}@{s.instance}" for s in job.sessions)
        text = f"Listed as NOT RUNNING, but sessions are alive: {places}."
        return Classification.TRANSITIONAL, [_proof("sessions", text)]
    if any(not entry.has_control_queue and not job.listed for entry in job.entries):
        return Classification.TRANSITIONAL, [
            _proof("control_queue", "An instance holds an entry without a control queue, which no list shows.")
        ]
    return None


def _doubts(reading: Reading, job: Job) -> list[Evidence]:
    """Why "not running" proves nothing here; empty if it does."""
    database = reading.database
    doubts = []
    if database.open_mode and not database.primary:
        text = f"The database is {database.role}, {database.open_mode}: the job may run on the primary."
        doubts.append(_proof("database", text))
    if not reading.entries_read:
        doubts.append(_proof("coverage", "What the instances hold in memory could not be read."))
    elif not database.complete:
        missing = sorted(set(database.expected_instances) - set(database.seen_instances))
        doubts.append(_proof("instances", f"Instances that did not answer: {missing or 'not known'}."))
    if job.table is None and not reading.tables_read:
        doubts.append(_proof("coverage", "Whether it has a master table could not be read."))
    if job.table is not None and not job.listed:
        doubts.append(_proof("not_listed", "Its master table exists, but the job is not listed."))
    if len(job.listed) > 1:
        doubts.append(_proof("ambiguous", "The job is listed more than once."))
    if job.table is not None and (not job.table.ordinary or job.table.columns is None):
        doubts.append(_proof("shape", "The columns of the table could not be read, or it is not an ordinary table."))
    if job.table is not None and (
        job.table.created is None
        or job.table.last_ddl_time is None
        or job.table.last_ddl_time < job.table.created
        or job.table.created > database.server_time
    ):
        doubts.append(_proof("clock", "The times of the table contradict each other, or the server's clock."))
    return doubts


def _in_memory(job: Job) -> tuple[Classification, list[Evidence]]:
    where = ", ".join(str(entry.instance) for entry in job.entries)
    entry = _proof("entry", f"An entry in the memory of instance {where} says NOT RUNNING; no session belongs to it.")
    if job.table is None:
        return Classification.GHOST, [entry, _proof("table", "No master table belongs to it.")]
    return Classification.WEDGED, [entry, _proof("table", "Its master table exists.")]


def _by_content(database: Database, job: Job, content: Content) -> tuple[Classification, list[Evidence]]:
    state = known_state(content.stored_state)
    dead = _proof("quiescent", "No process, no session and no entry in memory on any instance.")
    stored = _hint("stored_state", f"The job's own row says {content.stored_state or 'nothing'}.")
    if state in _lifecycle.STORED_AFTER_SUCCESS:
        kept = [dead, stored]
        if content.keep_master:
            kept.append(_hint("keep_master", "The job was told to keep its master table."))
        if content.master_only:
            kept.append(_hint("master_only", "The job imported nothing but its master table."))
        return Classification.KEPT, kept
    if content.abort_step:
        return Classification.STOPPED, [dead, stored, _hint("abort_step", "The job was told to pause at a given step.")]
    if state in _lifecycle.STORED_AFTER_STOP:
        return Classification.STOPPED, [dead, stored]
    if state in _lifecycle.STORED_WHILE_ALIVE:
        evidence = [dead, stored]
        if _instance_started_since(database, content.last_update or content.start_time):
            evidence.append(_hint("startup", "The instance was started after the job's last sign of life."))
        return Classification.FAILED, evidence
    return Classification.UNKNOWN, [dead, stored]


def _instance_started_since(database: Database, moment: datetime.datetime | None) -> bool:
    return moment is not None and database.startup_time > moment


def _restartable(classification: Classification, database: Database, job: Job) -> Restartable:
    modes = {row.mode for row in job.listed} | ({job.table.mode} if job.table else set())
    if classification in (Classification.GHOST, Classification.KEPT):
        return Restartable.NO
    if classification in (Classification.STOPPED, Classification.FAILED) and _lacks_dump_files(database, job):
        return Restartable.NO
    if classification is Classification.STOPPED:
        return Restartable.NO if modes & _lifecycle.NOT_RESTARTABLE_MODES else Restartable.YES
    if classification is Classification.FAILED and modes & _lifecycle.NOT_RESTARTABLE_MODES:
        return Restartable.NO
    return Restartable.UNKNOWN


def _lacks_dump_files(database: Database, job: Job) -> bool:
    """Whether it is proven that dump files are gone, without which a job cannot be attached to (ORA-31640)."""
    return job.files_seen is not None and bool(job.files_seen.missing) and _one_server(database)


def _proof(fact: str, text: str) -> Evidence:
    return Evidence(fact, Weight.PROOF, text)


def _hint(fact: str, text: str) -> Evidence:
    return Evidence(fact, Weight.HINT, text)
