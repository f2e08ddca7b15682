# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One database: its SQLite store, containers, instances, clock, sessions. Everything else hangs on it."""

from __future__ import annotations

import dataclasses
import datetime
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from .. import runtime
from ..sql import functions
from ..values import DATE, to_storage
from . import session_rows
from .accounts import Accounts
from .clock import Clock
from .locks import LockTable
from .object_types import ObjectTypes
from .objects import Objects
from .parameters import Parameters
from .relation import Relation
from .releases import Release
from .server_files import ServerFiles
from .statement_log import StatementLog
from .views import DictionaryViews

if TYPE_CHECKING:
    from ..datapump.service import DataPump
    from ..faults.injection import Faults
    from ..supplied import SuppliedPackage
    from .session import Session

CDB_ROOT = 1
NON_CDB = 0


@dataclasses.dataclass(frozen=True)
class Container:
    """con_id: 0 for a non-CDB, 1 for CDB$ROOT, 2 for PDB$SEED, from 3 the PDBs."""

    con_id: int
    name: str
    dbid: int
    con_uid: int


class Database:
    """lock is held by whoever executes a statement or looks at the world from outside; it can be waited on."""

    name: str
    unique_name: str
    domain: str
    is_cdb: bool
    accounts: Accounts

    def __init__(self, name: str, release: Release, connection: sqlite3.Connection, clock: Clock, is_cdb: bool) -> None:
        self.name = name
        self.release = release
        self.sqlite = connection
        self.clock = clock
        self.is_cdb = is_cdb
        self.lock = runtime.Monitor()
        self.containers: dict[int, Container] = {}
        self.sessions: dict[int, Session] = {}
        self.current: Session | None = None
        self.statements = StatementLog()
        self.faults = _faults_of(self)
        # Called with each session that ends, by parts that keep something for it.
        self.session_endings: list[Callable[[Session], None]] = []
        self.packages: dict[str, SuppliedPackage] = {}
        self.datapump: DataPump
        self.sql_environment: functions.Environment
        # Tables and views as the SQL layer sees them, by container and object; emptied by every DDL.
        self.relations: dict[tuple[int, int], Relation] = {}
        self.unique_name = name
        self.domain = ""
        self._next_sid = 20
        self._next_serial = 1000
        self._next_audsid = 50_000
        functions.register(connection, self)
        connection.create_function("current_con_id", 0, self._current_con_id, deterministic=True)
        connection.create_function("current_sid", 0, self._current_sid, deterministic=True)
        connection.create_function("current_inst_id", 0, self._current_inst_id, deterministic=True)
        self.objects = Objects(self)
        self.accounts = Accounts(self)
        self.parameters = Parameters(self)
        self.locks = LockTable(self)
        self.files = ServerFiles(self)
        self.object_types = ObjectTypes(self)
        self.views = DictionaryViews(self)

    @property
    def version(self) -> tuple[int, int, int, int, int]:
        return self.release.version

    @property
    def root_id(self) -> int:
        """The container where the database's own accounts live."""
        return CDB_ROOT if self.is_cdb else NON_CDB

    def now(self) -> datetime.datetime:
        """Server time without fractions, as SYSDATE gives it."""
        return self.clock.now.replace(microsecond=0)

    @property
    def scn(self) -> int:
        """The current system change number."""
        (number,) = self.sqlite.execute("SELECT SCN FROM x_database").fetchone()
        return int(number)

    def next_scn(self) -> int:
        """A new system change number; every commit and every DDL takes one."""
        self.sqlite.execute("UPDATE x_database SET SCN = SCN + 1")
        return self.scn

    def new_session_numbers(self) -> tuple[int, int, int]:
        """(sid, serial#, audsid), unique in the whole database so that no test depends on an instance's numbering."""
        self._next_sid += 1
        self._next_serial += 7
        self._next_audsid += 1
        return self._next_sid, self._next_serial, self._next_audsid

    def container_named(self, name: str) -> Container | None:
        return next((container for container in self.containers.values() if container.name == name.upper()), None)

    def open_mode(self, con_id: int, inst_id: int) -> str:
        """READ WRITE, READ ONLY, MIGRATE or MOUNTED: the stricter of the database's and the container's."""
        (database_mode,) = self.sqlite.execute("SELECT OPEN_MODE FROM x_database").fetchone()
        (container_mode,) = self.sqlite.execute(
            "SELECT OPEN_MODE FROM x_container_state WHERE CON_ID = ? AND INST_ID = ?", (con_id, inst_id)
        ).fetchone()
        return str(container_mode if database_mode == "READ WRITE" else database_mode)

    def kill_session(self, sid: int) -> None:
        """Ends a session: a client's, which learns of it with its next call (ORA-00028), or a background process's."""
        session = self.sessions.get(sid)
        if session is not None:
            session.end(28)
            return
        (inst_id,) = self.sqlite.execute("SELECT INST_ID FROM x_session WHERE SID = ?", (sid,)).fetchone()
        self.datapump.session_killed(inst_id, sid)
        session_rows.delete_process(self, sid)

    def end_instance(self, inst_id: int) -> None:
        """SHUTDOWN ABORT or a crash: sessions and the instance's memory are gone, clients get ORA-03113."""
        self.datapump.instance_ended(inst_id)
        for session in list(self.sessions.values()):
            if session.instance_id == inst_id:
                session.end(3113)
        for (sid,) in self.sqlite.execute("SELECT SID FROM x_session WHERE INST_ID = ?", (inst_id,)).fetchall():
            session_rows.delete_process(self, sid)
        self.sqlite.execute("UPDATE x_instance SET STATUS = 'SHUTDOWN' WHERE INST_ID = ?", (inst_id,))

    def start_instance(self, inst_id: int) -> None:
        self.sqlite.execute(
            "UPDATE x_instance SET STATUS = 'OPEN', STARTUP_TIME = ? WHERE INST_ID = ?",
            (to_storage(self.now(), DATE), inst_id),
        )

    def instance_ids(self) -> list[int]:
        return [row[0] for row in self.sqlite.execute("SELECT INST_ID FROM x_instance ORDER BY INST_ID")]

    def _current_con_id(self) -> int:
        return self.current.con_id if self.current is not None else self.root_id

    def _current_sid(self) -> int:
        return self.current.sid if self.current is not None else 0

    def _current_inst_id(self) -> int:
        return self.current.instance_id if self.current is not None else 1


def _faults_of(database: Database) -> Faults:
    """Faults change the world, and so they know all of it."""
    from ..faults.injection import Faults

    return Faults(database.lock, database)
