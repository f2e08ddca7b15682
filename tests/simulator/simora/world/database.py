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
from ..datapump.service import DataPump
from .accounts import Accounts
from .clock import Clock
from .locks import LockTable
from .objects import Objects
from .parameters import Parameters
from .relation import Relation
from .releases import Release
from .statement_log import StatementLog
from .views import DictionaryViews

if TYPE_CHECKING:
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
        # Called with each session that ends, by parts that keep something for it.
        self.session_endings: list[Callable[[Session], None]] = []
        self.packages: dict[str, SuppliedPackage] = {}
        # Tables and views as the SQL layer sees them, by container and object; emptied by every DDL.
        self.relations: dict[tuple[int, int], Relation] = {}
        self.unique_name = name
        self.domain = ""
        self._scn = 1_000_000
        self._next_sid = 20
        self._next_serial = 1000
        self._next_audsid = 50_000
        connection.create_function("current_con_id", 0, self._current_con_id, deterministic=True)
        connection.create_function("current_sid", 0, self._current_sid, deterministic=True)
        connection.create_function("current_inst_id", 0, self._current_inst_id, deterministic=True)
        self.objects = Objects(self)
        self.accounts = Accounts(self)
        self.parameters = Parameters(self)
        self.locks = LockTable(self)
        self.views = DictionaryViews(self)
        self.datapump = DataPump(self)

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
        return self._scn

    def next_scn(self) -> int:
        """A new system change number; every commit and every DDL takes one."""
        self._scn += 1
        return self._scn

    def new_session_numbers(self) -> tuple[int, int, int]:
        """(sid, serial#, audsid), unique in the whole database so that no test depends on an instance's numbering."""
        self._next_sid += 1
        self._next_serial += 7
        self._next_audsid += 1
        return self._next_sid, self._next_serial, self._next_audsid

    def container_named(self, name: str) -> Container | None:
        return next((container for container in self.containers.values() if container.name == name.upper()), None)

    def instance_ids(self) -> list[int]:
        return [row[0] for row in self.sqlite.execute("SELECT INST_ID FROM x_instance ORDER BY INST_ID")]

    def _current_con_id(self) -> int:
        return self.current.con_id if self.current is not None else self.root_id

    def _current_sid(self) -> int:
        return self.current.sid if self.current is not None else 0

    def _current_inst_id(self) -> int:
        return self.current.instance_id if self.current is not None else 1
