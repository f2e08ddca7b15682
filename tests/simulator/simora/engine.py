# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the wire layer and the engine see of each other: plain data, no protocol and no SQLite."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from .errors import OraError
from .values import Column, OraType, ServerFile

if TYPE_CHECKING:
    from .faults.plan import Moment


Answer = TypeVar("Answer")


class ConnectionLost(Exception):
    """The client's connection has ended while its call was on; nobody is there to be answered."""


class ConnectAgain(Exception):
    """The client was told to send once more which service it wants."""


class StatementKind(enum.Enum):
    QUERY = "query"
    DML = "dml"
    DDL = "ddl"
    PLSQL = "plsql"
    OTHER = "other"  # COMMIT, ROLLBACK, SAVEPOINT, SET, ALTER SESSION


class Direction(enum.Enum):
    IN = "IN"
    OUT = "OUT"
    IN_OUT = "IN OUT"


@dataclasses.dataclass(frozen=True)
class Prepared:
    """A statement after its first look: nothing has been resolved or executed yet.

    bind_names: upper case unless quoted. SQL: one entry per occurrence; PL/SQL: one per distinct name in order of
    first appearance (this is how drivers count). returning_binds: positions of binds after RETURNING ... INTO.
    """

    text: str
    kind: StatementKind
    bind_names: tuple[str, ...]
    returning_binds: tuple[int, ...] = ()


@dataclasses.dataclass
class Bind:
    """A bind value as it came over the wire, in Python form; an array bind holds a list.

    size: the client's buffer in bytes, which limits OUT values (ORA-06502 when exceeded).
    """

    type: OraType
    value: object
    size: int = 0
    is_array: bool = False
    max_elements: int = 0


@dataclasses.dataclass
class ResultSet:
    """A query's result, complete at execution; also the value of a REF CURSOR."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[object, ...]]


@dataclasses.dataclass
class Outcome:
    """What executing a statement gave.

    row_count: affected rows (DML) or 0. directions, out_values: PL/SQL only, one direction per bind name;
    out_values holds, per iteration, one value per bind that is not IN, in bind order.
    returned: DML RETURNING, per iteration per return bind the list of values.
    batch_errors: (row offset, OraError) pairs when batch mode was asked for. row_counts: one per iteration when asked.
    warning: (code, text) shown to the client although the call succeeded, or None.
    """

    result_set: ResultSet | None = None
    row_count: int = 0
    directions: tuple[Direction, ...] = ()
    out_values: list[list[object]] = dataclasses.field(default_factory=list)
    returned: list[list[list[object]]] = dataclasses.field(default_factory=list)
    batch_errors: list[tuple[int, Exception]] = dataclasses.field(default_factory=list)
    row_counts: list[int] = dataclasses.field(default_factory=list)
    implicit_results: list[ResultSet] = dataclasses.field(default_factory=list)
    warning: tuple[int, str] | None = None
    current_schema: str | None = None  # set when the statement changed it


@dataclasses.dataclass(frozen=True)
class ClientInfo:
    program: str = ""
    machine: str = ""
    os_user: str = ""
    process: str = ""
    terminal: str = ""
    driver_name: str = ""


@dataclasses.dataclass(frozen=True)
class Credentials:
    """What authentication needs to know of an account. password is None for one that cannot log in by password."""

    user: str
    password: str | None
    status: str  # OPEN, LOCKED, EXPIRED, EXPIRED(GRACE)
    verifier: str  # 11G or 12C


@dataclasses.dataclass(frozen=True)
class BreakRule:
    """What becomes of a break during a call. behaviour: at once, ignored, late (seconds later) or success (the call
    goes on, and the break is answered behind its reply)."""

    behaviour: str = "at once"
    seconds: float = 0.0


class Line(Protocol):
    """A client's connection as faults see it; wire/line.py tells what each member means.

    address: the server's end of it. warning: goes with a successful logon. accept_version, encryption_required: what
    the ACCEPT says. service: handed to this one, whatever the client asked for.
    """

    break_rule: BreakRule
    warning: OraError | None
    accept_version: int | None
    service: str | None
    encryption_required: bool

    @property
    def address(self) -> tuple[str, int]: ...

    @property
    def is_over(self) -> bool: ...

    def reset(self) -> None: ...

    def close(self) -> None: ...

    def send(self, packet_type: int, body: bytes) -> None: ...

    def send_data(self, payload: bytes) -> None: ...

    def send_payload(self, payload: bytes) -> None: ...

    def send_raw(self, data: bytes) -> None: ...

    def pace(self, size: int, seconds: float) -> None: ...

    def shape_replies(self, shape: Callable[[bytes], bool]) -> None: ...

    def when_replied(self, action: Callable[[], None]) -> None: ...

    def rows(self) -> Sequence[int]: ...


class ConnectionFaults(Protocol):
    """Asked at the moments of a connection at which a fault may strike."""

    def at_connection(
        self,
        moment: Moment,
        line: Line,
        *,
        service: str | None = None,
        user: str | None = None,
        session: EngineSession | None = None,
    ) -> None:
        """Raises OraError to refuse the client, ConnectionLost when its connection is gone, ConnectAgain when it has
        to say again what it wants."""


class FileAccess(Protocol):
    """What a client does with a BFILE; world/open_files.py tells what each operation raises."""

    def exists(self, file: ServerFile) -> bool: ...

    def open(self, file: ServerFile) -> ServerFile: ...

    def close(self, file: ServerFile) -> ServerFile: ...

    def is_open(self, file: ServerFile) -> bool: ...

    def size(self, file: ServerFile) -> int: ...

    def read(self, file: ServerFile, offset: int, amount: int) -> bytes: ...


class EngineSession(Protocol):
    sid: int
    serial: int
    instance_name: str
    service_name: str
    line: Line | None

    @property
    def in_transaction(self) -> bool: ...

    def prepare(self, text: str) -> Prepared: ...

    def execute(
        self,
        prepared: Prepared,
        bind_rows: Sequence[Sequence[Bind]],
        *,
        batch_errors: bool = False,
        poll_break: Callable[[], None] | None = None,
    ) -> Outcome:
        """Runs a statement once per bind row (once for no rows). Raises OraError.

        poll_break is called now and then by anything that takes wall time and raises OraError 1013 on a break."""

    def describe(self, prepared: Prepared) -> tuple[Column, ...]: ...

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def ping(self) -> None: ...

    def type_by_oid(self, oid: bytes) -> OraType:
        """The object or collection type of a bind. Raises OraError 21700 for one that is not there any more."""

    def on_files(self, operation: Callable[[FileAccess], Answer]) -> Answer:
        """An operation on server files, as a call of its own."""

    def close(self) -> None: ...

    def set_tags(self, **tags: str | None) -> None:
        """client_identifier, module, action, client_info, dbop; a tag not named stays as it was."""

    def set_current_schema(self, name: str) -> None: ...


class EngineDatabase(Protocol):
    """One service's view of a database, as the listener found it by service name or SID."""

    version: tuple[int, int, int, int, int]
    db_name: str
    unique_name: str
    domain: str

    @property
    def faults(self) -> ConnectionFaults: ...

    def credentials(self, user: str) -> Credentials | None: ...

    def open_session(
        self, user: str, *, proxy_client: str | None, privilege: str | None, client: ClientInfo
    ) -> EngineSession:
        """A session for an already authenticated user. proxy_client: the owner of user[owner]; privilege: SYSDBA, ...

        Raises OraError 1017, 1045, 28150, 28009, 1034, 1109 and the like, as the account and the instance stand."""

    def change_password(self, user: str, new_password: str) -> None: ...


class Listener(Protocol):
    @property
    def faults(self) -> ConnectionFaults: ...

    def lookup(self, *, service_name: str | None, sid: str | None) -> EngineDatabase:
        """Raises OraError 12514 or 12505; other codes as the scenario demands (12516, 12528, ...)."""
