# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ledger of jobs: who attached to which, told it to stop and left it, and what became of it, noted by the world."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

from simora.datapump import memory
from simora.datapump.client import Client
from simora.datapump.dump_files import DumpFiles
from simora.datapump.lifecycle import Lifecycle
from simora.datapump.memory import JobMemory, JobSession, LiveJob
from simora.world.database import Database

from .ledger import number_of

SessionKey = tuple[int, int]
"""DBID and SID."""


class JobKind(enum.Enum):
    """What happened to a job."""

    WOKEN = "brought to life by attaching"
    ATTACHED = "attached to"
    STARTED = "started"
    TOLD = "told to stop"
    LEFT = "left"
    STATE = "entered a state"
    ENDED = "gone from memory"
    FILE_DELETED = "lost a dump file"


@dataclass(frozen=True)
class JobEffect:
    """One line about a job. `session` is None for what nobody's statement did."""

    at: int
    """How many statements had been begun in that database."""
    position: int
    """How many effects on tables had been noted."""
    kind: JobKind
    dbid: int
    job_id: int
    object_id: int
    """Of its master table, 0 for none."""
    owner: str
    name: str
    operation: str
    state: str
    """Before what happened; for STATE the new one."""
    session: SessionKey | None
    others: frozenset[SessionKey] = frozenset()
    """Other sessions that were attached then."""
    loses_table: bool = False
    """For TOLD and LEFT: whether its master table goes by this, and for an export its dump files."""


@dataclass(frozen=True)
class JobEntry:
    """A job in memory before a run."""

    dbid: int
    job_id: int
    owner: str
    name: str
    state: str


def entries_of(databases: list[Database]) -> frozenset[JobEntry]:
    """What the instances hold in memory."""
    return frozenset(
        JobEntry(number_of(database), job_id, owner, name, state)
        for database in databases
        for job_id, owner, name, state in database.sqlite.execute(
            "SELECT JOB_ID, OWNER_NAME, JOB_NAME, STATE FROM x_datapump_job"
        )
    )


class JobLedger:
    """Takes down what happens while it is open. `position` tells how many effects on tables were noted."""

    def __init__(self, databases: list[Database], position: Callable[[], int]) -> None:
        self.effects: list[JobEffect] = []
        self._databases = databases
        self._position = position
        self._states: dict[SessionKey, str] = {}
        self._losing: list[LiveJob] = []

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Effects are noted within the block."""
        of_memory = {id(database.datapump.jobs): database for database in self._databases}
        of_files = {id(database.datapump.dump_files): database for database in self._databases}
        self._states = {(entry.dbid, entry.job_id): entry.state for entry in entries_of(self._databases)}
        revived, take, stop = Lifecycle.revived, Client.take, Lifecycle.stop
        detached, started, after_stop = Lifecycle.detached, Lifecycle.started, Lifecycle._after_stop
        insert, remove, delete = JobMemory.insert, JobMemory.remove, DumpFiles.delete

        def noting_revived(lifecycle: Lifecycle, job: LiveJob) -> None:
            self._note(JobKind.WOKEN, of_memory[id(lifecycle._jobs)], job)
            revived(lifecycle, job)

        def noting_take(client: Client, job: LiveJob) -> int:
            handle = take(client, job)
            self._note(JobKind.ATTACHED, client.session.database, job)
            return handle

        def noting_started(lifecycle: Lifecycle, job: LiveJob, **options: Any) -> None:
            self._note(JobKind.STARTED, of_memory[id(lifecycle._jobs)], job)
            started(lifecycle, job, **options)

        def noting_stop(lifecycle: Lifecycle, job: LiveJob, client: JobSession, **options: Any) -> None:
            database = of_memory[id(lifecycle._jobs)]
            state, others = str(job.state), self._others(database, job, client)
            number = len(self.effects)
            stop(lifecycle, job, client, **options)
            loses = state != "COMPLETING" and job.keep_master == 0 and bool(job.master_id)
            self._note(JobKind.TOLD, database, job, number, state=state, others=others, loses_table=loses)

        def noting_detached(lifecycle: Lifecycle, job: LiveJob, client: JobSession) -> None:
            database = of_memory[id(lifecycle._jobs)]
            others = self._others(database, job, client)
            loses = str(job.state) == "DEFINING" and not others
            self._note(JobKind.LEFT, database, job, others=others, loses_table=loses)
            detached(lifecycle, job, client)

        def noting_insert(jobs: JobMemory, job: LiveJob) -> None:
            database = of_memory[id(jobs)]
            key, state = (number_of(database), job.job_id), str(job.state)
            if self._states.get(key) != state:
                self._states[key] = state
                self._note(JobKind.STATE, database, job)
            insert(jobs, job)

        def noting_remove(jobs: JobMemory, job: LiveJob) -> None:
            self._note(JobKind.ENDED, of_memory[id(jobs)], job)
            remove(jobs, job)

        def noting_after_stop(lifecycle: Lifecycle, job: LiveJob) -> None:
            self._losing.append(job)
            try:
                after_stop(lifecycle, job)
            finally:
                self._losing.pop()

        def noting_delete(files: DumpFiles, path: str) -> None:
            if self._losing:
                self._note(JobKind.FILE_DELETED, of_files[id(files)], self._losing[-1])
            delete(files, path)

        with contextlib.ExitStack() as stack:
            for place, name, function in (
                (Lifecycle, "revived", noting_revived),
                (Client, "take", noting_take),
                (Lifecycle, "started", noting_started),
                (Lifecycle, "stop", noting_stop),
                (Lifecycle, "detached", noting_detached),
                (JobMemory, "insert", noting_insert),
                (JobMemory, "remove", noting_remove),
                (Lifecycle, "_after_stop", noting_after_stop),
                (DumpFiles, "delete", noting_delete),
            ):
                stack.enter_context(mock.patch.object(place, name, function))
            yield

    def _note(self, kind: JobKind, database: Database, job: LiveJob, number: int | None = None, **given: Any) -> None:
        """`number`: before which effect, for one that is known only after its consequences."""
        current = database.current
        dbid = number_of(database)
        effect = JobEffect(
            at=len(database.statements.entries),
            position=self._position(),
            kind=kind,
            dbid=dbid,
            job_id=job.job_id,
            object_id=job.master_id or 0,
            owner=job.owner,
            name=job.name,
            operation=job.operation,
            session=(dbid, current.sid) if current is not None else None,
            **{"state": str(job.state), **given},
        )
        self.effects.insert(len(self.effects) if number is None else number, effect)

    def _others(self, database: Database, job: LiveJob, client: JobSession) -> frozenset[SessionKey]:
        dbid = number_of(database)
        sessions = database.datapump.jobs.sessions(job, memory.CLIENT)
        return frozenset((dbid, session.sid) for session in sessions if session.sid != client.sid)
