# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Pump in one database: its parts, put together, and what the rest of the world calls."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from . import master_rows, memory
from .dump_files import DumpFiles
from .lifecycle import Lifecycle
from .master_table import MasterTables
from .memory import JobMemory
from .processes import Processes

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session


class DataPump:
    """jobs: the live entries; tables: the master tables; lifecycle: what happens to both.

    The database must have the tables of memory.py already.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.jobs = JobMemory(database.sqlite)
        self.tables = MasterTables(database)
        self.processes = Processes(database, self.jobs)
        self.dump_files = DumpFiles(database)
        self.lifecycle = Lifecycle(database.clock, self.jobs, self.tables, self.processes, self.dump_files)
        self._handles = itertools.count(11)
        for name in memory.NAMES:
            database.views.add_base_table(name)
        database.session_endings.append(detach_everywhere)

    def next_handle(self) -> int:
        return next(self._handles)

    def queue_name(self, instance_id: int) -> str:
        return master_rows.queue_name("C", instance_id, self.database.now())

    def job_names(self, con_id: int, owner: str) -> set[str]:
        """Names of an owner's jobs as DBA_DATAPUMP_JOBS has them: live ones and master tables."""
        live = {job.name for job in self.jobs.owned(con_id, owner)}
        return live | self.tables.names(con_id, owner)

    def table_dropped(self, con_id: int, object_id: int) -> None:
        """A table went, into the recycle bin or for good."""
        self.lifecycle.master_dropped(con_id, object_id)

    def session_killed(self, inst_id: int, sid: int) -> None:
        """A session that no client holds was ended by ALTER SYSTEM KILL SESSION or from outside."""
        self.lifecycle.process_killed(inst_id, sid)

    def instance_ended(self, inst_id: int) -> None:
        self.lifecycle.instance_ended(inst_id)

    def instance_name(self, inst_id: int) -> str:
        row = self.database.sqlite.execute(
            "SELECT INSTANCE_NAME FROM x_instance WHERE INST_ID = ?", (inst_id,)
        ).fetchone()
        return str(row[0]) if row else self.database.name


def detach_everywhere(session: Session) -> None:
    """The end of a session is a DETACH from all its jobs."""
    if session.datapump is not None:
        session.datapump.close()
