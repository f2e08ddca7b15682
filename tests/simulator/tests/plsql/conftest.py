# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sessions to run blocks in: one without tables for the language itself, a real one for SQL."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from simora import packages, plsql
from simora.engine import Bind, ClientInfo, Outcome
from simora.errors import OraError
from simora.packages.object_types import supplied_types, type_synonyms
from simora.plsql.runtime.datatypes import DataType
from simora.values import NUMBER, varchar2
from simora.world.builder import build_database
from simora.world.listener import Listener

_RELEASE = (19, 21)


class _NoTransaction:
    def mark(self) -> tuple[int, int]:
        return 0, 0

    def undo_to(self, mark: tuple[int, int]) -> None:
        pass


class _NoTables:
    def relation(self, owner: str | None, name: str, purpose: str) -> Any:
        raise OraError(942)


class LanguageSession:
    """What the interpreter asks of a session when no SQL is involved."""

    sid, serial, instance_id, con_id = 21, 1001, 1, 1

    def __init__(self) -> None:
        self.transaction = _NoTransaction()
        self.catalog = _NoTables()
        self.plsql: Any = None
        self.output: Any = None
        self.tags: dict[str, str | None] = {"module": None, "action": None, "client_info": None}
        self.slept: list[float] = []
        self.granted = {package.name for package in packages.ALL if package.execute_granted_to_public}

    def package(self, owner: str | None, name: str) -> Any:
        known = {package.name: package for package in packages.ALL}
        return known.get(name) if owner in (None, "SYS") and name in self.granted else None

    def object_type(self, owner: str | None, name: str) -> DataType | None:
        if owner not in (None, "SYS"):
            return None
        return supplied_types(_RELEASE).get(type_synonyms(_RELEASE).get(name, name))

    def now(self) -> datetime.datetime:
        return datetime.datetime(2026, 1, 15, 3, 0, 0)

    def systimestamp(self) -> datetime.datetime:
        return datetime.datetime(2026, 1, 15, 3, 0, 0, 250_000, tzinfo=datetime.timezone.utc)

    def parameter(self, name: str) -> str | None:
        return None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def set_tags(self, **tags: str | None) -> None:
        self.tags |= tags

    def poll_break(self) -> None:
        pass

    def run(self, text: str, binds: Any = (), variables: Any = None) -> Outcome:
        return plsql.execute(self, text, binds)


@pytest.fixture
def session() -> LanguageSession:
    return LanguageSession()


Lines = Callable[..., list[str | None]]


@pytest.fixture
def lines(session: LanguageSession) -> Lines:
    """Runs a block and gives what it put into DBMS_OUTPUT."""

    def run(text: str, *binds: Bind) -> list[str | None]:
        plsql.execute(session, "BEGIN DBMS_OUTPUT.ENABLE(NULL); END;")
        plsql.execute(session, text, binds)
        taken: list[str | None] = session.output.get_lines(10_000)
        return taken

    return run


@pytest.fixture
def value(session: LanguageSession) -> Callable[..., Any]:
    """The value of an expression, through an OUT bind; declarations go before."""

    def evaluate(expression: str, declarations: str = "", bind: Bind | None = None) -> Any:
        text = f"DECLARE {declarations} BEGIN :result := {expression}; END;"
        outcome = plsql.execute(session, text, [bind or Bind(varchar2(4000), None, 4000)])
        return outcome.out_values[0][0]

    return evaluate


@pytest.fixture
def number(value: Callable[..., Any]) -> Callable[..., Any]:
    """The value of a numeric expression."""
    return lambda expression, declarations="": value(expression, declarations, Bind(NUMBER, None))


@pytest.fixture
def truth(value: Callable[..., Any]) -> Callable[[str], str]:
    """Whether a condition is TRUE, FALSE or NULL, as text."""
    return lambda condition: value(
        "CASE WHEN condition IS NULL THEN 'NULL' WHEN condition THEN 'TRUE' ELSE 'FALSE' END",
        f"condition BOOLEAN := {condition};",
    )


@pytest.fixture
def failure(session: LanguageSession) -> Callable[..., OraError]:
    """The error that a block fails with."""

    def run(text: str, *binds: Bind) -> OraError:
        with pytest.raises(OraError) as caught:
            plsql.execute(session, text, binds)
        return caught.value

    return run


DATABASE: dict[str, Any] = {
    "name": "TEST",
    "release": "19c",
    "services": ["test"],
    "users": [
        {
            "name": "SCOTT",
            "password": "tiger",
            "default_tablespace": "USERS",
            "quotas": {"USERS": "unlimited"},
            "grants": ["CREATE SESSION", "CREATE TABLE"],
        },
        {"name": "CLEANER", "password": "cleaner", "grants": ["CREATE SESSION", "SELECT ANY TABLE"]},
    ],
    "tables": [
        {
            "owner": "SCOTT",
            "name": "EMP",
            "columns": [
                {"name": "EMPNO", "type": "NUMBER(4)"},
                {"name": "ENAME", "type": "VARCHAR2(10)"},
                {"name": "HIREDATE", "type": "DATE"},
            ],
            "rows": [
                [7369, "SMITH", "1980-12-17 00:00:00"],
                [7499, "ALLEN", "1981-02-20 00:00:00"],
                [7521, "WARD", None],
            ],
        },
    ],
}


class Client:
    """A real session and what is asked of it."""

    def __init__(self, listener: Listener, user: str, privilege: str | None = None) -> None:
        database = listener.lookup(service_name="test", sid=None)
        self.session: Any = database.open_session(user, proxy_client=None, privilege=privilege, client=ClientInfo())

    def execute(self, text: str, *binds: Bind) -> Outcome:
        outcome: Outcome = self.session.execute(self.session.prepare(text), [binds])
        return outcome

    def lines(self, text: str, *binds: Bind) -> list[str | None]:
        """What a block puts into DBMS_OUTPUT."""
        self.execute("BEGIN DBMS_OUTPUT.ENABLE(NULL); END;")
        self.execute(text, *binds)
        taken: list[str | None] = self.session.output.get_lines(10_000)
        return taken

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        result = self.execute(query).result_set
        assert result is not None
        return list(result.rows)

    def failure(self, text: str, *binds: Bind) -> OraError:
        with pytest.raises(OraError) as caught:
            self.execute(text, *binds)
        return caught.value


@pytest.fixture
def listener() -> Listener:
    listener = Listener()
    build_database(listener, DATABASE, {})
    return listener


@pytest.fixture
def scott(listener: Listener) -> Client:
    """The owner of table EMP."""
    return Client(listener, "SCOTT")


@pytest.fixture
def cleaner(listener: Listener) -> Client:
    """Reads other users' tables."""
    return Client(listener, "CLEANER")
