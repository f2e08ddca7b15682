# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two databases that share a file system, served over TCP, and clients of DBMS_DATAPUMP through the real driver."""

from __future__ import annotations

import copy
from typing import Any

import oracledb

from simora import scenario
from simora.wire.server import Server
from simora.world.database import Database
from simora.world.listener import Listener

DIRECTORIES = [
    {
        "name": "DUMPS",
        "path": "/dumps",
        "read": ["SCOTT", "BLAKE", "KEEPER"],
        "write": ["SCOTT", "BLAKE", "KEEPER"],
    },
    {"name": "GONE", "path": "/gone", "read": ["SCOTT"], "write": ["SCOTT"]},
    {"name": "READABLE", "path": "/readable", "read": ["SCOTT"]},
]
USERS: list[dict[str, Any]] = [
    {
        "name": "SCOTT",
        "password": "tiger",
        "quotas": {"USERS": "unlimited", "DATA": "unlimited"},
        "grants": ["CREATE SESSION", "CREATE TABLE", "CREATE VIEW"],
    },
    {
        "name": "BLAKE",
        "password": "paper",
        "quotas": {"USERS": "unlimited"},
        "grants": ["CREATE SESSION", "CREATE TABLE"],
    },
    {
        "name": "KEEPER",
        "password": "keeper",
        "quotas": {"USERS": "unlimited"},
        "grants": ["CREATE SESSION"],
        "roles": ["DATAPUMP_EXP_FULL_DATABASE", "DATAPUMP_IMP_FULL_DATABASE", "SELECT_CATALOG_ROLE"],
    },
]
TABLES: list[dict[str, Any]] = [
    {
        "owner": "SCOTT",
        "name": "DEPT",
        "columns": [{"name": "DEPTNO", "type": "NUMBER(2)"}, {"name": "DNAME", "type": "VARCHAR2(14)"}],
        "primary_key": ["DEPTNO"],
        "rows": [[10, "ACCOUNTING"], [20, "RESEARCH"]],
    },
    {
        "owner": "SCOTT",
        "name": "EMP",
        "columns": [
            {"name": "EMPNO", "type": "NUMBER(4)"},
            {"name": "ENAME", "type": "VARCHAR2(10)", "comment": "Last name"},
            {"name": "HIRED", "type": "DATE"},
            {"name": "SAL", "type": "NUMBER(7,2)"},
            {"name": "DEPTNO", "type": "NUMBER(2)"},
        ],
        "primary_key": ["EMPNO"],
        "references": {"columns": ["DEPTNO"], "table": "DEPT"},
        "rows": [
            [7369, "SMITH", "1980-12-17", 800.5, 20],
            [7782, "CLARK", "1981-06-09", 2450, 10],
            [7839, "KING", "1981-11-17", 5000, 10],
        ],
        "comment": "People",
    },
    {"owner": "SCOTT", "name": "BIG", "columns": [{"name": "ID", "type": "NUMBER"}], "rows": [[1]], "size": 10_000_000},
    {"owner": "BLAKE", "name": "NOTES", "columns": [{"name": "TEXT", "type": "VARCHAR2(20)"}], "rows": [["hello"]]},
]
SOURCE: dict[str, Any] = {
    "name": "SRC",
    "services": ["src"],
    "file_system": "shared",
    "directories": DIRECTORIES,
    "users": USERS,
    "tables": TABLES,
    "tablespaces": [{"name": "DATA"}],
    "datapump": {"missing_paths": ["/gone"]},
}
TARGET: dict[str, Any] = {
    "name": "TGT",
    "services": ["tgt"],
    "file_system": "shared",
    "directories": DIRECTORIES,
    "users": USERS,
    "tablespaces": [{"name": "DATA"}],
    "database_links": [{"name": "SRC", "service": "src"}],
}


class Servers:
    """The served databases, and what lies on their disks."""

    def __init__(self, source: dict[str, Any], target: dict[str, Any]) -> None:
        self.listener = Listener()
        databases = [{**copy.deepcopy(SOURCE), **source}, {**copy.deepcopy(TARGET), **target}]
        scenario.add(self.listener, {"version": 1, "databases": databases})
        self.server = Server(self.listener)
        self.server.start()
        self._connections: list[oracledb.Connection] = []

    def database(self, service: str = "src") -> Database:
        return self.listener.lookup(service_name=service, sid=None).database

    def client(self, user: str = "SCOTT", service: str = "src") -> Pump:
        password = next(account["password"] for account in USERS if account["name"] == user)
        connection = oracledb.connect(
            user=user, password=password, dsn=f"127.0.0.1:{self.server.port}/{service}", disable_oob=True
        )
        self._connections.append(connection)
        return Pump(connection, self)

    def text(self, path: str) -> str:
        return self.database().files.read(path).decode()

    def advance(self, seconds: float, service: str = "src") -> None:
        database = self.database(service)
        with database.lock:
            database.clock.advance(seconds)

    def restart(self, service: str = "src") -> None:
        """The instance crashes and comes back."""
        database = self.database(service)
        with database.lock:
            database.end_instance(1)
            database.start_instance(1)

    def states(self, service: str = "src") -> dict[str, str]:
        """State by job name, as a privileged account lists them."""
        return dict(self.client("KEEPER", service).query("SELECT job_name, state FROM dba_datapump_jobs"))

    def stop(self) -> None:
        for connection in self._connections:
            try:
                connection.close()
            except oracledb.Error:
                continue
        self.server.stop()


class Pump:
    """One connection. A job's handle is the connection's own; `handle` is the last one."""

    def __init__(self, connection: oracledb.Connection, servers: Servers) -> None:
        self.connection = connection
        self.servers = servers
        self.handle = 0

    def query(self, text: str, **binds: Any) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            return list(cursor.execute(text, binds))

    def block(self, text: str, **binds: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(text, binds)

    def open(self, operation: str = "EXPORT", mode: str = "SCHEMA", **arguments: Any) -> Pump:
        """OPEN, with arguments by name."""
        return self._handle("OPEN", {"operation": operation, "job_mode": mode, **arguments})

    def attach(self, name: str, owner: str = "SCOTT") -> Pump:
        return self._handle("ATTACH", {"job_name": name, "job_owner": owner})

    def _handle(self, function: str, arguments: dict[str, Any]) -> Pump:
        with self.connection.cursor() as cursor:
            result = cursor.callfunc(f"DBMS_DATAPUMP.{function}", int, keyword_parameters=arguments)
        self.handle = int(result)
        return self

    def call(self, subprogram: str, **arguments: Any) -> Pump:
        """A procedure on the handle, with arguments by name."""
        with self.connection.cursor() as cursor:
            cursor.callproc(f"DBMS_DATAPUMP.{subprogram}", keyword_parameters={"handle": self.handle, **arguments})
        return self

    def file(self, name: str, kind: int = 1, directory: str = "DUMPS", **rest: Any) -> Pump:
        """kind: 1 dump file, 3 log file, 4 SQL file."""
        return self.call("ADD_FILE", filename=name, directory=directory, filetype=kind, **rest)

    def filter(self, name: str, value: str, **rest: Any) -> Pump:
        return self.call("METADATA_FILTER", name=name, value=value, **rest)

    def parameter(self, name: str, value: Any) -> Pump:
        return self.call("SET_PARAMETER", name=name, value=value)

    def start(self, **arguments: Any) -> Pump:
        return self.call("START_JOB", **arguments)

    def wait(self) -> str:
        with self.connection.cursor() as cursor:
            state = cursor.var(str)
            cursor.callproc(
                "DBMS_DATAPUMP.WAIT_FOR_JOB", keyword_parameters={"handle": self.handle, "job_state": state}
            )
            return str(state.getvalue())

    def status(self, mask: int = 15, timeout: int = 0, handle: int | None = -1) -> dict[str, Any]:
        """What GET_STATUS says, flattened in PL/SQL. handle None asks for the errors of OPEN and ATTACH."""
        with self.connection.cursor() as cursor:
            out = {
                name: cursor.var(kind)
                for name, kind in {
                    "state": str, "wip": str, "errors": str, "percent": int, "bytes": int, "degree": int, "count": int,
                    "current": str, "log": str, "command": str,
                }.items()
            }  # fmt: skip
            number = cursor.var(int)
            number.setvalue(0, self.handle if handle == -1 else handle)
            cursor.execute(_STATUS, {"handle": number, "mask": mask, "timeout": timeout, **out})
            return {name: variable.getvalue() for name, variable in out.items()}

    def error_codes(self, handle: int | None = -1) -> list[int]:
        """The first ORA codes of the lines of the error list."""
        lines = (self.status(8, handle=handle)["errors"] or "").splitlines()
        return [int(line[4:9]) for line in lines if not line.startswith("ORA-06512")]


_STATUS = """
DECLARE
  s KU$_STATUS;
  FUNCTION joined(lines KU$_LOGENTRY) RETURN VARCHAR2 IS
    text VARCHAR2(32767);
  BEGIN
    IF lines IS NOT NULL THEN
      FOR i IN 1 .. lines.COUNT LOOP
        text := text || CASE WHEN i > 1 THEN CHR(10) END || lines(i).LogText;
      END LOOP;
    END IF;
    RETURN text;
  END;
BEGIN
  DBMS_DATAPUMP.GET_STATUS(:handle, :mask, :timeout, :state, s);
  :wip := joined(s.wip);
  :errors := joined(s.error);
  IF s.job_description IS NOT NULL THEN
    :log := s.job_description.log_file;
    IF s.job_description.params.COUNT > 0 THEN
      :command := s.job_description.params(1).param_name;
    END IF;
  END IF;
  IF s.job_status IS NOT NULL THEN
    :percent := s.job_status.percent_done;
    :bytes := s.job_status.bytes_processed;
    :degree := s.job_status.degree;
    :count := s.job_status.error_count;
    IF s.job_status.worker_status_list.COUNT > 0 THEN
      :current := s.job_status.worker_status_list(1).name;
    END IF;
  END IF;
END;"""


def code_of(error: BaseException) -> int:
    """The ORA code of a driver's error."""
    return int(error.args[0].code)
