# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A hand-made world for the SQL layer alone: a catalog of a few tables on SQLite in memory."""

from __future__ import annotations

import dataclasses
import datetime
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from simora import sql
from simora.engine import Bind, Outcome
from simora.errors import OraError
from simora.supplied import Parameter, Subprogram, SuppliedPackage
from simora.values import (
    BINARY_DOUBLE,
    CLOB,
    DATE,
    NUMBER,
    RAW,
    TIMESTAMP,
    TIMESTAMP_TZ,
    VARCHAR2,
    OraType,
    number,
    to_storage,
    varchar2,
)

NOW = datetime.datetime(2026, 1, 15, 3, 0, 0)


@dataclasses.dataclass(frozen=True)
class RelationColumn:
    name: str
    type: OraType
    nullable: bool
    sqlite_name: str
    default: str | None = None


@dataclasses.dataclass(frozen=True)
class Relation:
    owner: str
    name: str
    object_id: int | None
    sqlite_source: str
    columns: tuple[RelationColumn, ...]
    kind: str = "TABLE"
    rowid: bool = True


TABLES: dict[str, list[tuple[Any, ...]]] = {
    "EMP": [
        ("EMPNO", number(4), False), ("ENAME", varchar2(10), True), ("JOB", varchar2(9), True),
        ("MGR", number(4), True), ("HIREDATE", DATE, True), ("SAL", number(7, 2), True), ("DEPTNO", number(2), True),
    ],
    "DEPT": [("DEPTNO", number(2), False), ("DNAME", varchar2(14), True), ("LOC", varchar2(13), True)],
    "TYPES": [
        ("ID", NUMBER, False), ("C", OraType("CHAR", 5), True), ("V", varchar2(20), True, "'none'"),
        ("R", RAW, True), ("D", DATE, True, "SYSDATE"), ("T", TIMESTAMP, True), ("Z", TIMESTAMP_TZ, True),
        ("B", BINARY_DOUBLE, True), ("L", CLOB, True),
    ],
    "Mixed Case": [("Col", NUMBER, True), ("ROWS", varchar2(3), True)],
}  # fmt: skip

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "EMP": [
        (7369, "SMITH", "CLERK", 7902, datetime.datetime(1980, 12, 17), 800, 20),
        (7499, "ALLEN", "SALESMAN", 7698, datetime.datetime(1981, 2, 20), 1600, 30),
        (7566, "JONES", "MANAGER", 7839, datetime.datetime(1981, 4, 2), 2975, 20),
        (7698, "BLAKE", "MANAGER", 7839, datetime.datetime(1981, 5, 1), 2850, 30),
        (7839, "KING", "PRESIDENT", None, datetime.datetime(1981, 11, 17), 5000, 10),
        (7902, "FORD", "ANALYST", 7566, datetime.datetime(1981, 12, 3, 13, 30), 3000, 20),
    ],
    "DEPT": [(10, "ACCOUNTING", "NEW YORK"), (20, "RESEARCH", "DALLAS"), (30, "SALES", "CHICAGO"),
             (40, "OPERATIONS", "BOSTON")],
    "TYPES": [],
    "Mixed Case": [(1, "a")],
}  # fmt: skip


class Locks:
    def __init__(self) -> None:
        self.calls: list[tuple[int, Any]] = []
        self.busy = False

    def lock_rows(self, session: Any, object_id: int, timeout: float | None = None) -> None:
        self.calls.append((object_id, timeout))
        if self.busy:
            raise OraError(54)


class Transaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.undo = sql.undo.UndoLog(connection)


class Catalog:
    def __init__(self) -> None:
        self.relations: dict[tuple[str, str], Relation] = {}
        self.lookups = 0

    def relation(self, owner: str | None, name: str, purpose: str, dblink: str | None = None) -> Relation:
        self.lookups += 1
        if dblink is not None:
            raise OraError(2019)
        found = self.relations.get((owner or "SCOTT", name))
        if found is None:
            raise OraError(942)
        return found


class Database:
    name = "TEST"
    version = (19, 0, 0, 0, 0)


DOUBLE_IT = Subprogram(
    "DOUBLE_IT",
    (Parameter("N", NUMBER), Parameter("TIMES", NUMBER, default=2)),
    lambda session, arguments: arguments["N"] * arguments["TIMES"],
    NUMBER,
)


class Session:
    """What the SQL layer needs of a session."""

    def __init__(self) -> None:
        self.sqlite = sqlite3.connect(":memory:", isolation_level=None)
        self.database: Any = Database()
        sql.functions.register(self.sqlite, self.database)
        self.catalog = Catalog()
        self.locks = Locks()
        self.transaction = Transaction(self.sqlite)
        self.user = self.session_user = self.schema = "SCOTT"
        self.con_id = 0
        self.parameters: dict[str, str] = {}
        for number_, (name, columns) in enumerate(TABLES.items(), start=1):
            self.create(name, columns, 1000 + number_)
            for row in ROWS[name]:
                self.insert(name, row)

    def create(self, name: str, columns: list[tuple[Any, ...]], object_id: int, owner: str = "SCOTT") -> None:
        segment = f"seg_{object_id}"
        relation_columns = tuple(
            RelationColumn(column[0], column[1], column[2], f"c{position}", *column[3:])
            for position, column in enumerate(columns, start=1)
        )
        self.sqlite.execute(f"CREATE TABLE `{segment}` ({', '.join(c.sqlite_name for c in relation_columns)})")
        self.catalog.relations[(owner, name)] = Relation(owner, name, object_id, f"`{segment}`", relation_columns)

    def insert(self, name: str, row: tuple[Any, ...]) -> None:
        relation = self.catalog.relations[("SCOTT", name)]
        values = [to_storage(value, column.type) for value, column in zip(row, relation.columns, strict=True)]
        self.sqlite.execute(f"INSERT INTO {relation.sqlite_source} VALUES ({', '.join('?' * len(values))})", values)

    def now(self) -> datetime.datetime:
        return NOW

    def systimestamp(self) -> datetime.datetime:
        return NOW.replace(microsecond=123456, tzinfo=datetime.timezone.utc)

    def context(self, namespace: str, attribute: str) -> str | None:
        values = {"CURRENT_USER": self.user, "SESSION_USERID": "109", "CON_NAME": "PDB1"}
        if namespace != "USERENV" or attribute not in values:
            raise OraError(2003)
        return values[attribute]

    def parameter(self, name: str) -> str | None:
        return self.parameters.get(name)

    def package(self, owner: str | None, name: str) -> SuppliedPackage | None:
        return SuppliedPackage("TOOLS", (DOUBLE_IT,)) if name == "TOOLS" else None

    # For the tests

    def run(self, text: str, *binds: Any, **named: Any) -> Outcome:
        given = {name.upper(): as_bind(value) for name, value in named.items()} if named else [*map(as_bind, binds)]
        return sql.execute(self, text, given)

    def rows(self, text: str, *binds: Any) -> list[tuple[Any, ...]]:
        result = self.run(text, *binds).result_set
        assert result is not None
        return list(result.rows)

    def value(self, expression: str, *binds: Any) -> Any:
        """One expression's value, from DUAL."""
        ((value,),) = self.rows(f"SELECT {expression} FROM dual", *binds)
        return value

    def holds(self, condition: str, *binds: Any) -> bool | None:
        """A condition's truth: True, False or None for unknown."""
        return {1: True, 0: False, None: None}[
            self.value(f"CASE WHEN {condition} THEN 1 WHEN NOT ({condition}) THEN 0 END", *binds, *binds)
        ]

    def error(self, text: str, *binds: Any) -> int:
        """The code of the ORA error that a statement ends with."""
        with pytest.raises(OraError) as caught:
            self.run(text, *binds)
        return caught.value.code


def as_bind(value: Any) -> Bind:
    if isinstance(value, Bind):
        return value
    if isinstance(value, datetime.datetime):
        return Bind(TIMESTAMP_TZ if value.tzinfo else DATE, value)
    if isinstance(value, bytes):
        return Bind(RAW, value)
    if value is None or isinstance(value, str):
        return Bind(VARCHAR2, value)
    return Bind(BINARY_DOUBLE if isinstance(value, float) else NUMBER, value)


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def value(session: Session) -> Callable[..., Any]:
    return session.value
