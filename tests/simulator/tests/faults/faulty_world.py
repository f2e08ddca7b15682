# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A served world to inject faults into, and what a client of it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import oracledb
import pytest

from simora import runtime
from simora.faults.injection import Faults
from simora.wire.server import Server
from simora.world.database import Database
from simora.world.listener import Listener

DATABASES = """
version: 1
databases:
  - name: NOTE
    services: [note]
    now: "2026-01-15 03:00:00"
    users:
      - {name: SCOTT, password: tiger, grants: [CREATE SESSION, CREATE TABLE], quotas: {USERS: unlimited}}
      - {name: DPCLEAN, password: cleaner, roles: [SELECT_CATALOG_ROLE],
         grants: [CREATE SESSION, SELECT ANY TABLE, DROP ANY TABLE, LOCK ANY TABLE, EXECUTE ON SYS.DBMS_LOCK]}
    tables:
      - owner: SCOTT
        name: EMP
        columns: [{name: EMPNO, type: NUMBER(4)}, {name: ENAME, type: VARCHAR2(10)}]
        rows: [[1, A], [2, B], [3, C], [4, D], [5, E], [6, F]]
        object_id: 73500
    jobs:
      - {owner: SCOTT, name: SYS_EXPORT_TABLE_02, mode: TABLE, stored_state: EXECUTING, object_id: 85215}
  - name: CDB
    services: [cdb]
    instances: [{number: 1}, {number: 2}]
    pdbs:
      - name: PDB1
        services: [pdb1]
        users: [{name: SCOTT, password: tiger, grants: [CREATE SESSION, CREATE TABLE], quotas: {USERS: unlimited}}]
"""
MASTER = '"SCOTT"."SYS_EXPORT_TABLE_02"'
# A drop as a tool does it: the statement that matters is inside the block.
BLOCK = f"BEGIN EXECUTE IMMEDIATE 'DROP TABLE {MASTER}'; END;"


class World:
    def __init__(self, listener: Listener, server: Server) -> None:
        self.listener = listener
        self.server = server

    def database(self, service: str = "note") -> Database:
        return self.listener.lookup(service_name=service, sid=None).database

    @property
    def faults(self) -> Faults:
        return self.database().faults

    def inject(self, at: str, do: Any, service: str = "note", **rest: Any) -> str:
        return self.database(service).faults.inject({"at": at, "do": do, **rest})

    def hits(self, service: str = "note") -> list[tuple[str, ...]]:
        """The effects of each strike, one tuple per strike; fails when an action failed."""
        hits = self.database(service).faults.report()["hits"]
        assert [hit["error"] for hit in hits] == [None] * len(hits)
        return [tuple(hit["effects"]) for hit in hits]

    def change(self, do: Any, service: str = "note") -> None:
        self.database(service).faults.change(do)

    def value(self, query: str, service: str = "note", con_id: int | None = None) -> Any:
        """What SYS reads, not over the wire and struck by no fault."""
        from simora.faults.places import Place, session_of

        database = self.database(service)
        with (
            database.lock,
            session_of(Place(database, database.root_id if con_id is None else con_id, None), "SYS") as session,
        ):
            ((value,),) = session.run(query).result_set.rows
            return value

    @property
    def is_dropped(self) -> bool:
        """Whether the master table is in the recycle bin."""
        return bool(self.value("SELECT COUNT(*) FROM dba_recyclebin WHERE base_object = 85215 AND type = 'TABLE'"))

    def sessions_of(self, user: str) -> int:
        return int(self.value(f"SELECT COUNT(*) FROM v$session WHERE username = '{user}'"))

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """For what a server does after its client is gone."""
        for dummy in range(500):
            if condition():
                return
            runtime.sleep(0.01)
        raise AssertionError("it did not happen")


def failure(action: Callable[[], object]) -> str:
    """The codes of the error that an action gives, the outermost first; fails when it gives none."""
    with pytest.raises(oracledb.Error) as raised:
        action()
    return " ".join(re.findall(r"\b(?:ORA|DPY)-\d+", str(raised.value)))


def run(connection: oracledb.Connection, text: str, *binds: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(text, binds)
        return cursor.fetchall() if cursor.description else None
