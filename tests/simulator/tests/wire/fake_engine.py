# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A scripted engine: statements are looked up by their text, so that a test of the wire needs no SQL."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from simora.engine import (
    Bind,
    ClientInfo,
    Credentials,
    Direction,
    Outcome,
    Prepared,
    ResultSet,
    StatementKind,
)
from simora.errors import OraError
from simora.values import Column

PollBreak = Callable[[], None]
BindRows = Sequence[Sequence[Bind]]
Answer = Callable[[BindRows, PollBreak], Outcome]

_BIND = re.compile(r":(\w+)")


@dataclasses.dataclass
class Script:
    """One statement: its kind, what it answers, which binds follow RETURNING INTO, and what a describe shows."""

    kind: StatementKind
    answer: Answer
    returning: tuple[int, ...] = ()
    columns: tuple[Column, ...] = ()


class FakeSession:
    def __init__(self, database: FakeDatabase, user: str, privilege: str | None, proxy_client: str | None) -> None:
        self.database = database
        self.user = user
        self.privilege = privilege
        self.proxy_client = proxy_client
        self.sid = 17
        self.serial = 4711
        self.instance_name = "FAKE1"
        self.service_name = "fake"
        self.in_transaction = False
        self.calls: list[str] = []
        self.tags: dict[str, str | None] = {}
        self.schema: str | None = None
        self.batch_errors_asked = False
        self.killed = False

    def prepare(self, text: str) -> Prepared:
        script = self.database.scripts.get(text)
        if script is None:
            raise OraError(900)
        names = [name.upper() for name in _BIND.findall(text)]
        if script.kind is StatementKind.PLSQL:
            names = list(dict.fromkeys(names))
        return Prepared(text, script.kind, tuple(names), script.returning)

    def execute(
        self,
        prepared: Prepared,
        bind_rows: BindRows,
        *,
        batch_errors: bool = False,
        poll_break: PollBreak | None = None,
    ) -> Outcome:
        if self.killed:
            raise OraError(28)
        self.batch_errors_asked = batch_errors
        if prepared.kind is StatementKind.DML:
            self.in_transaction = True
        return self.database.scripts[prepared.text].answer(bind_rows, poll_break or (lambda: None))

    def describe(self, prepared: Prepared) -> tuple[Column, ...]:
        return self.database.scripts[prepared.text].columns

    def commit(self) -> None:
        self.calls.append("commit")
        self.in_transaction = False

    def rollback(self) -> None:
        self.calls.append("rollback")
        self.in_transaction = False

    def ping(self) -> None:
        if self.killed:
            raise OraError(28)

    def close(self) -> None:
        self.calls.append("close")

    def set_tags(self, **tags: str | None) -> None:
        self.tags.update(tags)

    def set_current_schema(self, name: str) -> None:
        if name == "NOBODY":
            raise OraError(1435)
        self.schema = name


class NoFaults:
    def at_connection(self, moment: object, line: object, **details: object) -> None:
        pass


@dataclasses.dataclass
class FakeDatabase:
    version: tuple[int, int, int, int, int] = (19, 3, 0, 0, 0)
    db_name: str = "FAKE"
    unique_name: str = "FAKE_SITE"
    domain: str = "example.com"
    accounts: dict[str, Credentials] = dataclasses.field(default_factory=dict)
    scripts: dict[str, Script] = dataclasses.field(default_factory=dict)
    sessions: list[FakeSession] = dataclasses.field(default_factory=list)
    clients: list[ClientInfo] = dataclasses.field(default_factory=list)
    faults: NoFaults = dataclasses.field(default_factory=NoFaults)

    def credentials(self, user: str) -> Credentials | None:
        return self.accounts.get(user)

    def open_session(
        self, user: str, *, proxy_client: str | None, privilege: str | None, client: ClientInfo
    ) -> FakeSession:
        if user == "SYS" and privilege is None:
            raise OraError(28009)
        self.clients.append(client)
        session = FakeSession(self, user, privilege, proxy_client)
        self.sessions.append(session)
        return session

    def change_password(self, user: str, new_password: str) -> None:
        self.accounts[user] = dataclasses.replace(self.accounts[user], password=new_password, status="OPEN")

    def add_account(self, user: str, password: str, status: str = "OPEN", verifier: str = "12C") -> None:
        self.accounts[user] = Credentials(user, password, status, verifier)

    def query(self, text: str, columns: Sequence[Column], rows: Sequence[tuple[object, ...]]) -> str:
        """Scripts a query with a fixed result and returns its text."""
        result = ResultSet(tuple(columns), list(rows))
        self.scripts[text] = Script(
            StatementKind.QUERY, lambda binds, poll: Outcome(result_set=result), columns=tuple(columns)
        )
        return text

    def statement(self, kind: StatementKind, text: str, answer: Answer, returning: tuple[int, ...] = ()) -> str:
        self.scripts[text] = Script(kind, answer, returning)
        return text

    def block(
        self, text: str, directions: Sequence[Direction], answer: Callable[[Sequence[Bind]], list[object]]
    ) -> str:
        """Scripts a PL/SQL block: answer gives one value per bind that is not IN."""

        def run(bind_rows: BindRows, poll: PollBreak) -> Outcome:
            return Outcome(directions=tuple(directions), out_values=[answer(row) for row in bind_rows])

        return self.statement(StatementKind.PLSQL, text, run)


@dataclasses.dataclass
class FakeListener:
    databases: dict[str, FakeDatabase]
    sids: dict[str, FakeDatabase] = dataclasses.field(default_factory=dict)
    refusals: dict[str, int] = dataclasses.field(default_factory=dict)
    faults: NoFaults = dataclasses.field(default_factory=NoFaults)

    def lookup(self, *, service_name: str | None, sid: str | None) -> FakeDatabase:
        if service_name in self.refusals:
            raise OraError(self.refusals[service_name])
        if sid is not None:
            if sid not in self.sids:
                raise OraError(12505)
            return self.sids[sid]
        if service_name not in self.databases:
            raise OraError(12514)
        return self.databases[service_name]
