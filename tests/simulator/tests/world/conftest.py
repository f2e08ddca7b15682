# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases from a few lines of YAML, and clients without a wire."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from simora import scenario
from simora.engine import Bind, ClientInfo
from simora.errors import OraError
from simora.values import NUMBER, VARCHAR2
from simora.world.listener import Listener

ACCOUNTS = """
users:
  - {name: SCOTT, password: tiger, grants: [CREATE SESSION, CREATE TABLE, CREATE VIEW, CREATE SYNONYM],
     quotas: {USERS: unlimited}, proxies: [DPCLEAN]}
  - {name: DPCLEAN, password: cleaner, roles: [SELECT_CATALOG_ROLE],
     grants: [CREATE SESSION, SELECT ANY TABLE, DROP ANY TABLE, LOCK ANY TABLE]}
  - {name: NOBODY, password: nobody, grants: [CREATE SESSION]}
"""


class Client:
    """One session: rows() for queries, run() for the rest, code() for what must fail."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def run(self, text: str, *values: object) -> Any:
        binds = [Bind(NUMBER if isinstance(value, int) else VARCHAR2, value) for value in values]
        return self.session.execute(self.session.prepare(text), [binds] if binds else [])

    def rows(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self.run(text, *values).result_set.rows)

    def value(self, text: str, *values: object) -> Any:
        ((value,),) = self.rows(text, *values)
        return value

    def code(self, text: str, *values: object) -> int:
        """The ORA code the statement fails with; 0 when it succeeds."""
        try:
            self.run(text, *values)
        except OraError as error:
            return error.code
        return 0


class World:
    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    def service(self, name: str = "test") -> Any:
        return self.listener.lookup(service_name=name, sid=None)

    def database(self, name: str = "test") -> Any:
        return self.service(name).database

    def login(
        self, user: str = "SCOTT", service: str = "test", proxy_client: str | None = None, privilege: str | None = None
    ) -> Client:
        session = self.service(service).open_session(
            user, proxy_client=proxy_client, privilege=privilege, client=ClientInfo(program="pytest", machine="here")
        )
        return Client(session)

    def login_code(self, *arguments: Any, **options: Any) -> int:
        """The ORA code a login fails with; 0 when it succeeds."""
        try:
            self.login(*arguments, **options)
        except OraError as error:
            return error.code
        return 0

    @property
    def dba(self) -> Client:
        return self.login("SYS", privilege="SYSDBA")


def build(database: str = "", clock: str = "{}") -> World:
    """A world with one database TEST; the text holds further keys of the database in YAML."""
    content = {
        "version": 1,
        "clock": yaml.safe_load(clock),
        "databases": [{"name": "TEST", "services": ["test"], **yaml.safe_load(textwrap.dedent(database) or "{}")}],
    }
    listener = Listener()
    scenario.add(listener, content)
    return World(listener)


@pytest.fixture
def world() -> World:
    """TEST with SCOTT, who owns EMP, with the maintenance account, and with somebody who may only log in."""
    return build(
        ACCOUNTS
        + textwrap.dedent("""
        tables:
          - owner: SCOTT
            name: EMP
            object_id: 73500
            columns: [{name: EMPNO, type: NUMBER(4)}, {name: ENAME, type: VARCHAR2(10)}, {name: HIREDATE, type: DATE}]
            rows: [[7369, SMITH, "1980-12-17"], [7499, ALLEN, "1981-02-20"]]
            primary_key: [EMPNO]
        """)
    )


@pytest.fixture
def build_world() -> Callable[..., World]:
    return build


@pytest.fixture
def accounts() -> str:
    """YAML of the usual accounts, to begin a database with."""
    return ACCOUNTS
