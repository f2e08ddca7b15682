# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A database with the jobs that a test describes, and clients of it below the wire protocol."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from simora import scenario
from simora.engine import Bind, ClientInfo, Direction
from simora.errors import OraError
from simora.values import NUMBER, VARCHAR2
from simora.world.listener import Listener
from simora.world.session import Session

SCENARIOS = pathlib.Path(__file__).resolve().parent.parent.parent / "scenarios"
JOB_LIST = (
    "SELECT owner_name, job_name, RTRIM(operation), RTRIM(job_mode), state, degree, attached_sessions,"
    " datapump_sessions FROM dba_datapump_jobs ORDER BY owner_name, job_name, state"
)


class Client:
    """A session, with blocks and queries as one call each."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def query(self, text: str, **binds: object) -> list[tuple[Any, ...]]:
        prepared = self.session.prepare(text)
        outcome = self.session.execute(prepared, [[_bind(binds[name.lower()]) for name in prepared.bind_names]])
        assert outcome.result_set is not None
        return [tuple(row) for row in outcome.result_set.rows]

    def run(self, text: str, **binds: object) -> dict[str, Any]:
        """Executes anything else; gives the values of OUT binds by lower-case name."""
        prepared = self.session.prepare(text)
        row = [_bind(binds.get(name.lower())) for name in prepared.bind_names]
        outcome = self.session.execute(prepared, [row])
        out = [
            name.lower()
            for name, direction in zip(prepared.bind_names, outcome.directions, strict=False)
            if direction is not Direction.IN
        ]
        return dict(zip(out, outcome.out_values[0], strict=True)) if out else {}

    def call(self, name: str, *arguments: str, **binds: object) -> dict[str, Any]:
        """A call of a procedure of DBMS_DATAPUMP, its arguments as PL/SQL expressions."""
        return self.run(f"BEGIN DBMS_DATAPUMP.{name}({', '.join(arguments)}); END;", **binds)

    def handle(self, function: str, *arguments: str, **binds: object) -> int:
        """The handle that OPEN or ATTACH gives."""
        out = self.run(f"BEGIN :handle := DBMS_DATAPUMP.{function}({', '.join(arguments)}); END;", **binds)
        return int(out["handle"])

    def attach(self, name: str, owner: str) -> int:
        return self.handle("ATTACH", ":name", ":owner", name=name, owner=owner)

    def failure(self, function: Callable[..., object], *arguments: object, **named: object) -> int:
        """The ORA code that a call ends with."""
        with pytest.raises(OraError) as caught:
            function(*arguments, **named)
        return caught.value.code

    def error_codes(self, handle: int | None = None) -> list[int]:
        """The ORA codes of the error list that GET_STATUS gives."""
        assert self.session.datapump is not None
        return [line.error_number for line in self.session.datapump.errors(handle)]


class World:
    """One database. Only the keys that matter to a test are given; SCOTT and DPCLEAN are always there."""

    def __init__(self, database: Mapping[str, Any]) -> None:
        self._listener = Listener()
        scenario.add(self._listener, {"version": 1, "databases": [database]})
        self._services = database.get("services", [database["name"]])
        self.database = self._listener.lookup(service_name=self._services[0], sid=None).database

    def client(
        self, user: str = "SCOTT", *, privilege: str | None = None, service: str | None = None, owner: str | None = None
    ) -> Client:
        """owner: the account that `user` comes through to as its proxy."""
        found = self._listener.lookup(service_name=service or self._services[0], sid=None)
        return Client(found.open_session(user, proxy_client=owner, privilege=privilege, client=ClientInfo("pytest")))

    def jobs(self, service: str | None = None) -> list[tuple[Any, ...]]:
        """DBA_DATAPUMP_JOBS as a new session of the maintenance account sees it."""
        viewer = self.client("DPCLEAN", service=service)
        try:
            return viewer.query(JOB_LIST)
        finally:
            viewer.session.close()

    def states(self) -> dict[str, str]:
        return {job[1]: job[4] for job in self.jobs()}

    def table_exists(self, owner: str, name: str) -> bool:
        return self.database.objects.find(0, owner, name) is not None

    def stored_state(self, name: str) -> object:
        """STATE in the job row of SCOTT's master table of that name, an export's."""
        target = self.database.objects.find(0, "SCOTT", name)
        assert target is not None
        return self.database.datapump.tables.content.job_row(target, "EXPORT").get("STATE")

    def advance(self, seconds: float) -> None:
        with self.database.lock:
            self.database.clock.advance(seconds)


def _bind(value: object) -> Bind:
    """The class int stands for a number that comes out."""
    if value is int:
        return Bind(NUMBER, None)
    return Bind(NUMBER if isinstance(value, int) else VARCHAR2, value, size=4000)


USERS: list[dict[str, Any]] = [
    {
        "name": "DPCLEAN",
        "password": "cleaner",
        "grants": ["CREATE SESSION", "SELECT ANY TABLE", "DROP ANY TABLE", "LOCK ANY TABLE"],
        "roles": ["SELECT_CATALOG_ROLE"],
    },
    {
        "name": "SCOTT",
        "password": "tiger",
        "quotas": {"USERS": "unlimited"},
        "grants": ["CREATE SESSION", "CREATE TABLE"],
        "proxies": ["DPCLEAN"],
    },
]


@pytest.fixture(scope="session")
def build_world() -> type[World]:
    """For a world without the usual accounts, or one that a whole module shares."""
    return World


@pytest.fixture
def make_world() -> Callable[..., World]:
    def make(*jobs: Mapping[str, Any], users: list[dict[str, Any]] | None = None, **database: Any) -> World:
        content = {"name": "TEST", "users": [*USERS, *(users or [])], "jobs": list(jobs), **database}
        content.setdefault("directories", [{"name": "DUMPS", "path": "/dumps", "read": ["SCOTT"], "write": ["SCOTT"]}])
        return World(content)

    return make


@pytest.fixture(scope="session")
def scenario_folder() -> pathlib.Path:
    return SCENARIOS


@pytest.fixture
def scenario_world() -> Callable[..., World]:
    """A database of one of the shipped scenarios."""

    def make(file: str, name: str) -> World:
        content = yaml.safe_load((SCENARIOS / file).read_text(encoding="utf-8"))
        return World(next(database for database in content["databases"] if database["name"] == name))

    return make
