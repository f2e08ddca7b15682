# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases that are served in this process, and the collection's gateway to them by the real driver.

The guarded blocks are called as the modules call them, but without plans and decisions before them: what keeps a table
here are the guards in the database alone.
"""

from __future__ import annotations

import contextlib
import copy
import pathlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import oracledb
import yaml
from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database, Job, MasterTable
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import Scrubber

from simora import scenario
from simora.faults.places import Place as Somewhere
from simora.faults.places import session_of
from simora.wire.server import Server
from simora.world.database import Database as SimulatedDatabase
from simora.world.listener import Listener

_SCENARIO: dict[str, Any] = yaml.safe_load(pathlib.Path(__file__).with_name("scenario.yml").read_text(encoding="utf-8"))
PASSWORDS = {"DPCLEAN": "cleaner", "SCOTT": "tiger", "HR": "hr", "SYS": "manager"}


@dataclass(frozen=True)
class Seen:
    """A job as it was read before the world changed."""

    gateway: Gateway
    database: Database
    job: Job

    @property
    def object_id(self) -> int:
        return self._table.object_id

    def drop(self, *, min_age: int = 0, accept_no_undo: bool = False, rows: bool = True) -> Verdict:
        """The guarded drop of its table; without `rows` the control rows were not reviewed."""
        return self.gateway.drop(self.database, self._table, self._digest(rows), min_age, accept_no_undo)

    def look_after_drop(self, *, rows: bool = True) -> Verdict:
        """The look at what a drop left whose answer was lost."""
        since = self.database.server_time
        return self.gateway.look_after_drop(self.database, self._table, self._digest(rows), since)

    @property
    def _table(self) -> MasterTable:
        assert self.job.table is not None
        return self.job.table

    def _digest(self, rows: bool) -> str | None:
        content = self.job.content
        return content.rows_digest if content is not None and rows else None


class Place:
    """A service of a running simulator in this process."""

    def __init__(self, listener: Listener, port: int, service: str) -> None:
        self._listener = listener
        self._port = port
        self.service = service

    @property
    def simulated(self) -> SimulatedDatabase:
        """The database behind the service."""
        database: SimulatedDatabase = self._service.database
        return database

    @property
    def _service(self) -> Any:
        return self._listener.lookup(service_name=self.service, sid=None)

    @contextlib.contextmanager
    def gateway(self, user: str = "DPCLEAN", **options: Any) -> Iterator[Gateway]:
        """The gateway of a session of the collection."""
        defaults = {name: option.get("default") for name, option in FACTS.argument_spec.items()}
        address = {"host": "127.0.0.1", "port": self._port, "service_name": self.service}
        parameters = {**defaults, **address, "user": user, "password": PASSWORDS[user], **options}
        settings = _connection.Settings.of(parameters, "guards")
        with _connection.session(settings, Scrubber.of(parameters)) as session:
            yield Gateway(session)

    @contextlib.contextmanager
    def seen(self, name: str, user: str = "DPCLEAN", **options: Any) -> Iterator[Seen]:
        """A job as a session reads it that stays open."""
        with self.gateway(user, **options) as gateway:
            reading = Reader(gateway).read({CONTENT})
            (job,) = [job for job in reading.jobs if job.name == name]
            yield Seen(gateway, reading.database, job)

    @contextlib.contextmanager
    def login(self, user: str) -> Iterator[oracledb.Connection]:
        """A session of the bare driver."""
        mode = oracledb.AUTH_MODE_SYSDBA if user == "SYS" else oracledb.AUTH_MODE_DEFAULT
        with oracledb.connect(
            user=user,
            password=PASSWORDS[user],
            host="127.0.0.1",
            port=self._port,
            service_name=self.service,
            mode=mode,
        ) as connection:
            yield connection

    def change(self, **action: Mapping[str, Any]) -> None:
        """Something happens to the world, by the name of an action of the simulator."""
        container = {} if self._service.con_id == 0 else {"container": self._container}
        self.simulated.faults.change({name: {**container, **options} for name, options in action.items()})

    def sql(self, *texts: str, user: str = "SYS") -> None:
        """Statements of somebody else."""
        self.change(sql={"text": list(texts), "user": user})

    def tamper(self, text: str, *values: object) -> None:
        """A change to base tables and to what instances hold in memory that no statement could make."""
        with self.simulated.lock:
            self.simulated.sqlite.execute(text, values)

    def inject(self, before: str, do: Any) -> None:
        """Something happens before the first statement inside a block that fits a pattern."""
        self.simulated.faults.inject({"at": "before", "match": {"nested": True, "text": before}, "do": do})

    def happened(self) -> list[str | None]:
        """What became of the effects that were injected: None for one that worked, else its error."""
        return [hit["error"] for hit in self.simulated.faults.report()["hits"]]

    def values(self, query: str) -> list[tuple[Any, ...]]:
        """What SYS reads."""
        database = self.simulated
        with database.lock, session_of(Somewhere(database, self._service.con_id, None), "SYS") as session:
            return [tuple(row) for row in session.run(query).result_set.rows]

    def exists(self, object_id: int) -> bool:
        """Whether a table of this number is there and not in the recycle bin."""
        ((count,),) = self.values(
            f"SELECT COUNT(*) FROM dba_objects o WHERE object_id = {object_id} AND NOT EXISTS"
            " (SELECT 1 FROM dba_recyclebin b WHERE b.object_name = o.object_name)"
        )
        return bool(count)

    @property
    def _container(self) -> str:
        (((name,),)) = self.values("SELECT SYS_CONTEXT('USERENV', 'CON_NAME') FROM dual")
        return str(name)


@contextlib.contextmanager
def served(service: str) -> Iterator[Place]:
    """A service of the scenario, as it was written, while the with block lasts."""
    listener = Listener()
    scenario.add(listener, copy.deepcopy(_SCENARIO))
    server = Server(listener)
    server.start()
    try:
        yield Place(listener, server.port, service)
    finally:
        for database in listener.databases():
            database.faults.clear()
        server.stop()
