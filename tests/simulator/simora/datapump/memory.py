# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the instances hold in memory about live jobs: the rows behind GV$DATAPUMP_JOB and GV$DATAPUMP_SESSION.

It is lost when an instance ends; master tables are not. Everything that a job needs between two events is kept in
these rows, so that scheduled events carry a job's number only and look up the rest when they happen.
"""

from __future__ import annotations

import dataclasses
import itertools
import sqlite3

from .states import State

# Column types are Oracle's, which SQLite takes as they are. Beyond what the views show: LISTED 0 while the entry is not
# in the list, at the very start and end of a job; MASTER# the OBJECT_ID of the master table, NULL when the job never
# had one; KEEP_MASTER 1, 0 or NULL as in STOP_JOB; EPOCH counts transitions, so that an event scheduled before the last
# one knows that it is out of date; DURATION seconds of work still to do, NULL for "until somebody stops it";
# STOP_SECONDS how long a stop takes, NULL for the usual time; SIMULATED 1 for a session that no client holds.
# ERROR_COUNT errors so far; PLANNED 1 when the master table lists what is to be done; ITEM_SECONDS what each
# object takes, NULL when its size decides. A worker's row is there while it works: on which PROCESS_ORDER, since when
# and until when, the latter NULL while it waits for space in a dump file. Messages are what GET_STATUS hands out.
NAMES = ("x_datapump_job", "x_datapump_session", "x_session_longops", "x_datapump_worker", "x_datapump_message")
TABLES: tuple[str, ...] = (
    "CREATE TABLE x_datapump_job (CON_ID NUMBER, INST_ID NUMBER, JOB_ID NUMBER, OWNER_NAME VARCHAR2(128),"
    " JOB_NAME VARCHAR2(128), OPERATION VARCHAR2(128), JOB_MODE VARCHAR2(128), STATE VARCHAR2(128), WORKERS NUMBER,"
    " MSG_CTRL_QUEUE VARCHAR2(128), LISTED NUMBER, `MASTER#` NUMBER, KEEP_MASTER NUMBER, EPOCH NUMBER, DURATION NUMBER,"
    " STOP_SECONDS NUMBER, ERROR_COUNT NUMBER, PLANNED NUMBER, ITEM_SECONDS NUMBER)",
    "CREATE TABLE x_datapump_session (CON_ID NUMBER, INST_ID NUMBER, JOB_ID NUMBER, SADDR RAW(8), TYPE VARCHAR2(14),"
    " SID NUMBER, `SERIAL#` NUMBER, SIMULATED NUMBER)",
    "CREATE TABLE x_session_longops (CON_ID NUMBER, INST_ID NUMBER, JOB_ID NUMBER, SID NUMBER, `SERIAL#` NUMBER,"
    " USERNAME VARCHAR2(128), OPNAME VARCHAR2(64), TARGET_DESC VARCHAR2(32), SOFAR NUMBER, TOTALWORK NUMBER,"
    " UNITS VARCHAR2(32), START_TIME DATE, LAST_UPDATE_TIME DATE)",
    "CREATE TABLE x_datapump_worker (CON_ID NUMBER, JOB_ID NUMBER, WORKER NUMBER, PROCESS_ORDER NUMBER,"
    " STARTED TIMESTAMP, ENDS TIMESTAMP)",
    "CREATE TABLE x_datapump_message (CON_ID NUMBER, JOB_ID NUMBER, MESSAGE NUMBER, ERROR_NUMBER NUMBER,"
    " IS_ERROR NUMBER, TEXT VARCHAR2(4000))",
    "CREATE INDEX x_datapump_job_name ON x_datapump_job (CON_ID, OWNER_NAME, JOB_NAME)",
    "CREATE INDEX x_datapump_session_job ON x_datapump_session (JOB_ID)",
    "CREATE INDEX x_session_longops_job ON x_session_longops (JOB_ID)",
    "CREATE INDEX x_datapump_worker_job ON x_datapump_worker (JOB_ID)",
    "CREATE INDEX x_datapump_message_job ON x_datapump_message (JOB_ID, MESSAGE)",
)

CLIENT = "DBMS_DATAPUMP"
CONTROL = "MASTER"
WORKER = "WORKER"


@dataclasses.dataclass
class LiveJob:
    """One row of x_datapump_job, field by column."""

    con_id: int
    inst_id: int
    job_id: int
    owner: str
    name: str
    operation: str
    mode: str
    state: State
    workers: int = 1
    control_queue: str | None = None
    listed: bool = True
    master_id: int | None = None
    keep_master: int | None = None
    epoch: int = 0
    duration: float | None = None
    stop_seconds: float | None = None
    error_count: int = 0
    planned: bool = False
    item_seconds: float | None = None

    @property
    def is_export(self) -> bool:
        return self.operation == "EXPORT"


@dataclasses.dataclass(frozen=True)
class JobSession:
    """One row of x_datapump_session, field by column."""

    con_id: int
    inst_id: int
    job_id: int
    saddr: bytes
    type: str
    sid: int
    serial: int
    simulated: bool


class JobMemory:
    """Row access."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)

    def next_job_id(self) -> int:
        """A number that no job of this database had before."""
        return next(self._numbers)

    def insert(self, job: LiveJob) -> None:
        self._insert("x_datapump_job", dataclasses.astuple(job))

    def save(self, job: LiveJob) -> None:
        """Writes the whole row back."""
        self._connection.execute("DELETE FROM x_datapump_job WHERE CON_ID = ? AND JOB_ID = ?", (job.con_id, job.job_id))
        self.insert(job)

    def remove(self, job: LiveJob) -> None:
        """Frees the entry and everything that hangs on it."""
        for table in NAMES:
            self._connection.execute(f"DELETE FROM {table} WHERE CON_ID = ? AND JOB_ID = ?", (job.con_id, job.job_id))

    def find(self, job_id: int) -> LiveJob | None:
        return next(iter(self._jobs("JOB_ID = ?", job_id)), None)

    def named(self, con_id: int, owner: str, name: str) -> LiveJob | None:
        """The entry of that name in a container; the oldest of several."""
        return next(iter(self._jobs("CON_ID = ? AND OWNER_NAME = ? AND JOB_NAME = ?", con_id, owner, name)), None)

    def owned(self, con_id: int, owner: str) -> list[LiveJob]:
        return self._jobs("CON_ID = ? AND OWNER_NAME = ?", con_id, owner)

    def of_instance(self, inst_id: int) -> list[LiveJob]:
        return self._jobs("INST_ID = ?", inst_id)

    def with_master(self, con_id: int, object_id: int) -> list[LiveJob]:
        return self._jobs("CON_ID = ? AND `MASTER#` = ?", con_id, object_id)

    def add_session(self, session: JobSession) -> None:
        self._insert("x_datapump_session", dataclasses.astuple(session))

    def remove_session(self, session: JobSession) -> None:
        self._connection.execute(
            "DELETE FROM x_datapump_session WHERE JOB_ID = ? AND INST_ID = ? AND SID = ? AND `SERIAL#` = ?",
            (session.job_id, session.inst_id, session.sid, session.serial),
        )

    def sessions(self, job: LiveJob, *types: str) -> list[JobSession]:
        """All sessions of a job, or those of the given types, in the order in which they came."""
        rows = self._connection.execute(
            "SELECT * FROM x_datapump_session WHERE CON_ID = ? AND JOB_ID = ? ORDER BY rowid", (job.con_id, job.job_id)
        )
        found = [JobSession(*row) for row in rows]
        return [session for session in found if not types or session.type in types]

    def _insert(self, table: str, values: tuple[object, ...]) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    def _jobs(self, condition: str, *values: object) -> list[LiveJob]:
        rows = self._connection.execute(f"SELECT * FROM x_datapump_job WHERE {condition} ORDER BY JOB_ID", values)
        jobs = [LiveJob(*row) for row in rows]
        for job in jobs:
            job.state = State(job.state)
            job.listed = bool(job.listed)
            job.planned = bool(job.planned)
        return jobs
