# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client session: it takes statements, finds out what they are and hands them to the layer that executes them."""

from __future__ import annotations

import contextlib
import datetime
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..engine import Answer, Bind, ClientInfo, FileAccess, Line, Outcome, Prepared, StatementKind
from ..errors import OraError
from ..plsql.runtime.shapes import ora_type_of
from ..values import Column, OraType
from . import segments, session_rows, statements
from .catalog import Catalog, DirtyRead
from .ddl.execution import execute_ddl
from .open_files import OpenFiles
from .privileges import Privileges
from .session_context import session_context
from .transaction import Transaction

if TYPE_CHECKING:
    from ..plsql.runtime.datatypes import DataType
    from ..supplied import SuppliedPackage
    from .database import Database

PollBreak = Callable[[], None]

_NOT_PLAYED = 3001


class Session:
    """session_user: whose the session is; user: whose privileges apply now; schema: where names are looked up."""

    con_id: int
    instance_id: int
    user: str
    user_number: int
    session_user: str
    proxy_user: str | None
    service_name: str
    client: ClientInfo
    database: Database
    schema: str
    sid: int
    serial: int
    audsid: int
    is_sysdba: bool
    instance_name: str
    # Whether a fault made it to change the world: no client holds it, and no fault strikes it.
    is_internal = False

    def __init__(
        self,
        database: Database,
        *,
        con_id: int,
        instance_id: int,
        user: str,
        user_number: int,
        service_name: str,
        client: ClientInfo,
        proxy_user: str | None = None,
        administrative: str | None = None,
    ) -> None:
        self.database = database
        self.sqlite = database.sqlite
        self.con_id = con_id
        self.instance_id = instance_id
        self.session_user = user
        self.user = user
        self.user_number = user_number
        self.schema = user
        self.service_name = service_name
        self.client = client
        self.proxy_user = proxy_user
        self.is_sysdba = administrative == "SYSDBA"
        self.sid, self.serial, self.audsid = database.new_session_numbers()
        (self.instance_name,) = self.sqlite.execute(
            "SELECT INSTANCE_NAME FROM x_instance WHERE INST_ID = ?", (instance_id,)
        ).fetchone()
        self.tags: dict[str, str | None] = {
            "client_identifier": None, "module": client.program or None, "action": None, "client_info": None,
            "dbop": None,
        }  # fmt: skip
        self.temporary_segments: dict[str, str] = {}
        self.contexts: dict[tuple[str, str], str] = {}
        self.time_zone = datetime.timedelta(0)
        self.privileges = Privileges(self)
        self.catalog = Catalog(self)
        self.transaction = Transaction(self)
        self.locks = database.locks
        self.files = OpenFiles(self)
        # Filled by the packages that keep state per session.
        self.output: Any = None
        self.datapump: Any = None
        # The PL/SQL call that is running, for what packages tell about it (DBMS_UTILITY.FORMAT_ERROR_STACK).
        self.plsql: Any = None
        # The client's connection, for faults; None for a session without one.
        self.line: Line | None = None
        self._ended_with: int | None = None
        self._poll_break: PollBreak | None = None

    # What the wire layer calls (engine.EngineSession)

    @property
    def in_transaction(self) -> bool:
        # Asked between the calls, and all sessions of a database share one connection to SQLite.
        with self.database.lock:
            return self.transaction.active

    def prepare(self, text: str) -> Prepared:
        return statements.prepare(text)

    def execute(
        self,
        prepared: Prepared,
        bind_rows: Sequence[Sequence[Bind]],
        *,
        batch_errors: bool = False,
        poll_break: PollBreak | None = None,
    ) -> Outcome:
        """Runs a statement once per bind row (once for no rows)."""
        with self._call(poll_break):
            self.database.clock.tick()
            entry = self.database.statements.begin(self, prepared.text, prepared.kind, prepared.bind_names, False)
            try:
                return self.database.faults.around(
                    self,
                    entry,
                    lambda: statements.execute_each(
                        lambda binds: self._dispatch(prepared, binds, None),
                        bind_rows or [()],
                        batch_errors=batch_errors,
                        is_block=prepared.kind is StatementKind.PLSQL,
                    ),
                )
            except DirtyRead as error:
                entry.outcome = _NOT_PLAYED
                raise OraError(_NOT_PLAYED, message=f"unimplemented feature: read consistency: {error}") from error

    def describe(self, prepared: Prepared) -> tuple[Column, ...]:
        from .. import sql

        with self._call(None):
            return sql.describe(self, prepared.text, ())

    def commit(self) -> None:
        with self._call(None):
            self.database.faults.around_call(self, "commit", self.transaction.commit)

    def rollback(self) -> None:
        with self._call(None):
            self.database.faults.around_call(self, "rollback", self.transaction.rollback)

    def ping(self) -> None:
        with self._call(None):
            self.database.faults.around_call(self, "ping", lambda: None)

    def type_by_oid(self, oid: bytes) -> OraType:
        """An object or collection type that a client knows already. Raises OraError 21700."""
        with self.database.lock:
            return ora_type_of(self.type_of_oid(oid))

    def on_files(self, operation: Callable[[FileAccess], Answer]) -> Answer:
        """Counts as a ping for faults, as the operations on other LOBs do."""
        with self._call(None):
            self.database.faults.around_call(self, "ping", lambda: None)
            return operation(self.files)

    def close(self) -> None:
        """Ends the session; an open transaction is rolled back. Harmless when it has ended already."""
        with self.database.lock:
            if self.sid in self.database.sessions:
                self.database.statements.round_trips += 1
                self.end(None)

    def set_tags(self, **tags: str | None) -> None:
        with self.database.lock:
            self.tags.update(tags)
            session_rows.update_tags(self)

    def set_current_schema(self, name: str) -> None:
        """Raises ORA-01435 for a user that does not exist."""
        with self.database.lock:
            account = self.database.accounts.find(self.con_id, name, role=False)
            if account is None:
                raise OraError(1435)
            self.schema = name
            session_rows.update_schema(self, account.number)

    def require_writable(self) -> None:
        """Raises ORA-16000 on a standby or in a container that is open read only, ORA-01456 in a read-only
        transaction."""
        if self.database.open_mode(self.con_id, self.instance_id) not in ("READ WRITE", "MIGRATE"):
            raise OraError(16000)
        if self.transaction.read_only:
            raise OraError(1456)

    # What SQL, PL/SQL and packages call

    def run(
        self,
        text: str,
        binds: Sequence[Bind] | dict[str, Bind] = (),
        variables: Callable[..., Bind | None] | None = None,
    ) -> Outcome:
        """Executes a statement inside a block (EXECUTE IMMEDIATE, embedded SQL), with its own entry in the log."""
        prepared = statements.prepare(text)
        entry = self.database.statements.begin(self, text, prepared.kind, prepared.bind_names, True)
        return self.database.faults.around(self, entry, lambda: self._dispatch(prepared, binds, variables))

    def now(self) -> datetime.datetime:
        """SYSDATE: server time in whole seconds."""
        return self.database.now()

    def systimestamp(self) -> datetime.datetime:
        """Server time with its zone; the server's clock runs in UTC."""
        return self.database.clock.now.replace(tzinfo=datetime.timezone.utc)

    def context(self, namespace: str, attribute: str) -> str | None:
        """SYS_CONTEXT. Raises ORA-02003 for an unknown attribute of USERENV."""
        return session_context(self, namespace.upper(), attribute.upper())

    def parameter(self, name: str) -> str | None:
        """The value of an initialization parameter as it holds for this session."""
        return self.database.parameters.value(self.instance_id, self.sid, name)

    def has_privilege(self, privilege: str) -> bool:
        return self.privileges.has(privilege)

    def package(self, owner: str | None, name: str) -> SuppliedPackage | None:
        return self.catalog.package(owner, name)

    def object_type(self, owner: str | None, name: str) -> DataType | None:
        """The object or collection type that a name means here; None when there is none that may be used."""
        return self.database.object_types.visible(self, owner, name)

    def type_of_oid(self, oid: bytes) -> DataType:
        """Raises OraError 21700."""
        return self.database.object_types.by_oid(oid)

    def require_alive(self) -> None:
        """Raises what ended the session, such as ORA-00028."""
        if self._ended_with is not None:
            raise OraError(self._ended_with)

    def poll_break(self) -> None:
        """Raises ORA-01013 when the client asked for a break, ORA-00028 when the session was killed meanwhile."""
        if self._ended_with is not None:
            raise OraError(self._ended_with)
        if self._poll_break is not None:
            self._poll_break()

    def wait(self, satisfied: Callable[[], bool], deadline: datetime.datetime | None) -> bool:
        """Blocks this session until a condition holds or server time reaches the deadline (None: for ever)."""
        try:
            return self.database.clock.wait_until(satisfied, deadline, self.database.lock, self.poll_break)
        finally:
            self.database.current = self

    def sleep(self, seconds: float) -> None:
        """Lets server time pass."""
        self.wait(lambda: False, self.database.clock.now + datetime.timedelta(seconds=seconds))

    @contextlib.contextmanager
    def acting_as(self, owner: str) -> Iterator[None]:
        """With another user's names and privileges, as the query of a view runs."""
        before = (self.user, self.user_number, self.schema)
        self.user = self.schema = owner
        self.user_number = self.database.accounts.number(self.con_id, owner)
        try:
            yield
        finally:
            self.user, self.user_number, self.schema = before

    # Life and death

    def begin(self) -> None:
        """Enters the session into the dictionary; the database's lock is held."""
        self.database.sessions[self.sid] = self
        session_rows.insert(self)
        self.privileges.enable_default_roles()
        if not self.is_internal:
            self.database.statements.connections += 1

    def end(self, code: int | None) -> None:
        """Takes the session out of the world. code: what the client's next call gets, None when it left by itself."""
        self._ended_with = code
        before, self.database.current = self.database.current, self
        try:
            self.transaction.rollback()
            for ending in self.database.session_endings:
                ending(self)
        finally:
            self.database.current = before
        self.locks.release_all(self)
        segments.end_session(self)
        session_rows.delete(self)
        self.database.parameters.forget_session(self.sid)
        self.database.sessions.pop(self.sid, None)
        self.database.lock.notify_all()

    def _call(self, poll_break: PollBreak | None) -> _RoundTrip:
        """One round trip: the session owns the database while it lasts."""
        return _RoundTrip(self, poll_break)

    def take_over(self, poll_break: PollBreak | None) -> bool:
        """The beginning of a round trip, whose lock is held; False when a package calls its own session."""
        self.require_alive()
        if self.database.current is self:
            return False
        self.database.statements.round_trips += 1
        self.database.current = self
        self._poll_break = poll_break
        return True

    def hand_back(self) -> None:
        """The end of a round trip."""
        self._poll_break = None
        self.database.current = None

    def _dispatch(
        self,
        prepared: Prepared,
        binds: Sequence[Bind] | dict[str, Bind],
        variables: Callable[..., Bind | None] | None,
    ) -> Outcome:
        if prepared.kind in (StatementKind.QUERY, StatementKind.DML):
            return _sql().execute(self, prepared.text, binds, variables, self.poll_break)
        if prepared.kind is StatementKind.PLSQL:
            return _plsql().execute(self, prepared.text, binds)
        return execute_ddl(self, prepared)


class _RoundTrip:
    """The block of `Session._call`. Not a generator, because every call goes through it."""

    __slots__ = ("_lock", "_outermost", "_poll_break", "_session")

    def __init__(self, session: Session, poll_break: PollBreak | None) -> None:
        self._session = session
        self._poll_break = poll_break
        self._lock = session.database.lock

    def __enter__(self) -> None:
        self._lock.__enter__()
        try:
            self._outermost = self._session.take_over(self._poll_break)
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise

    def __exit__(self, *error: object) -> None:
        if self._outermost:
            self._session.hand_back()
        self._lock.__exit__(None, None, None)


# Both layers know sessions, so that they can only be imported once this module is there.


@functools.cache
def _sql() -> Any:
    from .. import sql

    return sql


@functools.cache
def _plsql() -> Any:
    from .. import plsql

    return plsql
