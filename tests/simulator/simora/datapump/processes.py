# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The processes of jobs as sessions of the database: control process DM00, workers DW00 and on, simulated clients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..values import DATE, to_storage
from ..world import session_rows
from ..world.locks import Mode
from . import memory
from .memory import JobMemory, JobSession, LiveJob

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.objects import StoredObject

# MODULE of the sessions, by which a client recognises them when no other trace of the job is in memory.
CONTROL_MODULE = "Data Pump Master"
WORKER_MODULE = "Data Pump Worker"
_MEGABYTE = 1024 * 1024


class Processes:
    def __init__(self, database: Database, jobs: JobMemory) -> None:
        self._database = database
        self._sqlite = database.sqlite
        self._jobs = jobs

    def start_control(self, job: LiveJob) -> None:
        self._start(job, memory.CONTROL, "DM", CONTROL_MODULE)

    def set_workers(self, job: LiveJob, count: int) -> None:
        """Starts workers until there are `count`. A lower degree does not end any: the others just do nothing."""
        present = self._jobs.sessions(job, memory.WORKER)
        for dummy in range(count - len(present)):
            self._start(job, memory.WORKER, "DW", WORKER_MODULE)

    def start_simulated_client(self, job: LiveJob) -> None:
        """A client attached to a scenario's job that is no session of ours; it leaves when the job ends."""
        program = f"ude@{self._host(job.inst_id)} (TNS V1-V3)"
        self._add(job, memory.CLIENT, program, process_name=None, module=program, action=None)

    def lock(self, target: StoredObject, user: str, inst_id: int) -> None:
        """A session that no client holds keeps rows of a table locked, so that DDL and LOCK TABLE get ORA-00054."""
        sid, *dummy = session_rows.insert_process(
            self._database, target.con_id, inst_id, user, "sqlplus@workstation", None, "SQL*Plus", None
        )
        self._database.locks.hold(target.con_id, sid, inst_id, target.object_id, Mode.ROW_EXCLUSIVE)

    def dismiss_simulated_clients(self, job: LiveJob) -> None:
        for session in self._jobs.sessions(job, memory.CLIENT):
            if session.simulated:
                self._end(session)

    def end_sessions(self, job: LiveJob, *types: str) -> None:
        """Ends the processes and simulated clients of a job, all or of the given types; real clients only lose it."""
        for session in self._jobs.sessions(job, *types):
            self._end(session)
        if not types or memory.WORKER in types:
            self._sqlite.execute("DELETE FROM x_session_longops WHERE JOB_ID = ?", (job.job_id,))

    def begin_longops(self, job: LiveJob, progress: tuple[int, int]) -> None:
        """progress: bytes done and bytes in all. The worker reports the operation."""
        workers = self._jobs.sessions(job, memory.WORKER)
        if not workers:
            return
        now = to_storage(self._database.now(), DATE)
        self._sqlite.execute(
            "INSERT INTO x_session_longops (CON_ID, INST_ID, JOB_ID, SID, `SERIAL#`, USERNAME, OPNAME, TARGET_DESC,"
            " SOFAR, TOTALWORK, UNITS, START_TIME, LAST_UPDATE_TIME) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'MB', ?, ?)",
            (job.con_id, job.inst_id, job.job_id, workers[0].sid, workers[0].serial, job.owner, job.name, job.operation,
             *(part // _MEGABYTE for part in progress), now, now),
        )  # fmt: skip

    def update_longops(self, job: LiveJob, progress: tuple[int, int]) -> None:
        self._sqlite.execute(
            "UPDATE x_session_longops SET SOFAR = ?, TOTALWORK = ?, LAST_UPDATE_TIME = ? WHERE JOB_ID = ?",
            (*(part // _MEGABYTE for part in progress), to_storage(self._database.now(), DATE), job.job_id),
        )

    def _start(self, job: LiveJob, kind: str, prefix: str, module: str) -> None:
        name = f"{prefix}{self._free_number(job.inst_id, prefix):02d}"
        self._add(job, kind, f"oracle@{self._host(job.inst_id)} ({name})", name, module, job.name)

    def _free_number(self, inst_id: int, prefix: str) -> int:
        rows = self._sqlite.execute(
            "SELECT PROCESS_NAME FROM x_session WHERE INST_ID = ? AND PROCESS_NAME LIKE ?", (inst_id, prefix + "%")
        )
        taken = {int(name[2:]) for (name,) in rows if re.fullmatch(prefix + r"\d\d", name)}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def _add(
        self, job: LiveJob, kind: str, program: str, process_name: str | None, module: str, action: str | None
    ) -> None:
        sid, serial, saddr = session_rows.insert_process(
            self._database, job.con_id, job.inst_id, job.owner, program, process_name, module, action
        )
        self._jobs.add_session(
            JobSession(job.con_id, job.inst_id, job.job_id, saddr, kind, sid, serial, simulated=True)
        )

    def _end(self, session: JobSession) -> None:
        self._jobs.remove_session(session)
        if session.simulated:
            session_rows.delete_process(self._database, session.sid)

    def _host(self, inst_id: int) -> str:
        row = self._sqlite.execute("SELECT HOST_NAME FROM x_instance WHERE INST_ID = ?", (inst_id,)).fetchone()
        return str(row[0]) if row else "localhost"
