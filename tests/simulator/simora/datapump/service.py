# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Pump in one database: its parts, put together, and what the rest of the world calls."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import master_rows, memory
from .client import EXPORT_ROLES, IMPORT_ROLES
from .definition import Definition, read_definition
from .dictionary_source import DictionarySource
from .dump_files import DumpFiles
from .dump_set import DumpSet
from .export_operation import Export
from .import_operation import Import, SqlFile
from .lifecycle import Lifecycle
from .links import Links
from .master_objects import MasterObjects
from .master_table import MasterTables
from .memory import JobMemory, LiveJob
from .messages import Messages
from .operations import Operation
from .process_session import ProcessSession, call_function, process_session
from .processes import Processes
from .pump_objects import PumpObject
from .remapping import remapped_rows
from .settings import Settings, read_settings
from .work import Work

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.listener import Listener
    from ..world.objects import StoredObject
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
        self.objects = MasterObjects(self.tables.content)
        self.dump_files = DumpFiles(database)
        self.messages = Messages(database, self.jobs)
        self.settings = Settings()
        self.links = Links()
        # By job number; a password is nowhere else, and has to be given again when the job is resumed.
        self.passwords: dict[int, str] = {}
        self.lifecycle = Lifecycle(self)
        self.work: Work = self.lifecycle.work
        self._handles = itertools.count(11)
        for name in memory.NAMES:
            database.views.add_base_table(name)
        database.session_endings.append(detach_everywhere)

    def configure(self, description: Mapping[str, Any], listener: Listener) -> None:
        """description: what a scenario says under `datapump`. listener: of the process, where links lead."""
        self.settings = read_settings(description)
        self.links.listener = listener

    def next_handle(self) -> int:
        return next(self._handles)

    def queue_name(self, instance_id: int) -> str:
        return master_rows.queue_name("C", instance_id, self.database.now())

    def job_names(self, con_id: int, owner: str) -> set[str]:
        """Names of an owner's jobs as DBA_DATAPUMP_JOBS has them: live ones and master tables."""
        live = {job.name for job in self.jobs.owned(con_id, owner)}
        return live | self.tables.names(con_id, owner)

    def definition(self, target: StoredObject) -> Definition:
        """What the client has defined, from a master table."""
        content = self.tables.content
        return read_definition(content.read(target, "NAME"), content.read(target, "FILE_NAME"))

    def operation(self, job: LiveJob, target: StoredObject) -> Operation:
        kinds: dict[str, type[Operation]] = {"EXPORT": Export, "IMPORT": Import, "SQL_FILE": SqlFile}
        return kinds[job.operation](self, job, target)

    def dump_set(self, job: LiveJob, target: StoredObject) -> DumpSet:
        return DumpSet(self, job, target)

    @contextlib.contextmanager
    def source_session(self, job: LiveJob, target: StoredObject) -> Iterator[ProcessSession]:
        """Where the objects of a job come from: this database as its owner, or another as the link's user.

        Raises OraError for a link that no longer leads anywhere."""
        name = self.tables.content.job_row(target, job.operation).get("REMOTE_LINK")
        if name is None:
            with process_session(self.database, job.con_id, job.owner) as session:
                yield session
            return
        remote = self.links.resolve(job.con_id, job.owner, str(name))
        with remote.database.lock, process_session(remote.database, remote.con_id, remote.user) as session:
            yield session

    def apply_data_remaps(self, job: LiveJob, item: PumpObject, definition: Definition) -> PumpObject:
        """Raises OraError for a remap function that cannot be called."""
        if not definition.data_remaps:
            return item
        with process_session(self.database, job.con_id, job.owner) as session:
            return remapped_rows(item, definition, lambda function, value: call_function(session, function, value))

    def is_privileged(self, database: Database, con_id: int, user: str, operation: str) -> bool:
        """Whether a user has been granted the role for other users' objects; SYS needs none."""
        wanted = EXPORT_ROLES if operation == "EXPORT" else IMPORT_ROLES
        closure = database.accounts.role_closure(con_id, [database.accounts.number(con_id, user)])
        roles = [database.accounts.find(con_id, name, role=True) for name in wanted]
        return user == "SYS" or any(role is not None and role.number in closure for role in roles)

    def compatible(self, target: StoredObject, operation: str) -> str:
        """The version that a job works for."""
        return str(self.tables.content.job_row(target, operation).get("JOB_VERSION") or "")

    def is_networked(self, target: StoredObject, operation: str) -> bool:
        """Whether the job's objects come over a database link."""
        return "REMOTE_LINK" in self.tables.content.job_row(target, operation)

    @property
    def is_standard_edition(self) -> bool:
        (edition,) = self.database.sqlite.execute("SELECT EDITION FROM x_database").fetchone()
        return str(edition).startswith("SE")

    def dictionary(self, con_id: int) -> DictionarySource:
        return DictionarySource(self.database, con_id)

    def host_name(self, inst_id: int) -> str:
        row = self.database.sqlite.execute("SELECT HOST_NAME FROM x_instance WHERE INST_ID = ?", (inst_id,)).fetchone()
        return str(row[0]) if row else "localhost"

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
