# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions with a database. The only file that imports the driver."""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import socket
import ssl
import time
import traceback
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._availability import (
    Availability,
    availability_of,
    may_be_repeated,
    pause_before,
)
from ansible_collections.dbops.datapump.plugins.module_utils._deadline import Deadline, Interrupted, limit
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    DatabaseError,
    DeadlineExceeded,
    DriverMissing,
    Unavailable,
    codes_in,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import login_name, quoted
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import Scrubber

# They make the driver print to the output, which belongs to the module's result, or open a debugger connection. Some of
# them it looks at when it is imported.
for _variable in ("PYO_DEBUG_PACKETS", "DPI_DEBUG_LEVEL", "ORA_DEBUG_JDWP"):
    os.environ.pop(_variable, None)

DRIVER_IMPORT_ERROR: str | None = None

try:
    import oracledb
except ImportError:
    oracledb = None  # type: ignore[assignment]
    DRIVER_IMPORT_ERROR = traceback.format_exc()

_MODES = {
    "sysdba": "AUTH_MODE_SYSDBA",
    "sysoper": "AUTH_MODE_SYSOPER",
    "sysbackup": "AUTH_MODE_SYSBKP",
    "sysdg": "AUTH_MODE_SYSDGD",
    "syskm": "AUTH_MODE_SYSKMT",
    "sysrac": "AUTH_MODE_SYSRAC",
}
_FEW_ROWS, _MANY_ROWS = 100, 1000
"""Rows for one round trip. The driver makes room for as many before it asks, for each query, which costs more than the
query itself where there are few."""
_STATEMENT_CACHE = 40
_LONGEST_TEXT = 32_767
"""Bytes that a text from a PL/SQL block may have; the driver takes 4000 if it is not told."""
_GRACE = 5.0
"""Seconds that the driver's own call time-out gets before the alarm ends a call."""


@dataclass(frozen=True)
class Settings:
    """How to connect, and how long things may take, in seconds."""

    parameters: Mapping[str, Any]
    run_id: str
    action: str
    deadline: Deadline

    @classmethod
    def of(cls, parameters: Mapping[str, Any], action: str) -> Settings:
        """Settings of a module run."""
        run_id = parameters["run_id"] or uuid.uuid4().hex[:12]
        return cls(parameters, run_id, action, Deadline(parameters["total_deadline"]))

    def acting_as(self, owner: str) -> Settings:
        """The same logon, but acting as another user through proxy authentication."""
        return replace(self, parameters={**self.parameters, "proxy_user": owner})


class Session:
    """One session. Statements raise DatabaseError; a statement that finds the time over raises DeadlineExceeded."""

    def __init__(self, connection: Any, settings: Settings, scrubber: Scrubber) -> None:
        self._connection = connection
        self._settings = settings
        self._scrubber = scrubber
        self._rows = _FEW_ROWS

    @property
    def warning(self) -> str | None:
        """What the database said when it accepted the logon, such as ORA-28002 for a password that will expire soon."""
        warning = getattr(self._connection, "warning", None)
        return None if warning is None else self._scrubber.clean(str(warning))

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query, with lower-case column names."""
        with self._abandoned_when_lost(), self._call(text, binds or {}) as cursor:
            found = cursor.fetchall()
            if len(found) > self._rows:
                # A database with many of something has many of what belongs to them.
                self._rows = _MANY_ROWS
            # The driver makes the description when it is asked for, and most queries find nothing.
            names = [column[0].lower() for column in cursor.description] if found else []
            return [dict(zip(names, row)) for row in found]

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        """Run a PL/SQL block and return the values of its OUT binds, whose types are given."""
        with self._abandoned_when_lost(), contextlib.ExitStack() as stack:
            cursor = stack.enter_context(self._connection.cursor())
            variables = {name: cursor.var(kind, _LONGEST_TEXT if kind is str else 0) for name, kind in outputs.items()}
            stack.enter_context(self._guarded())
            cursor.execute(block, {**binds, **variables})
            return {name: variable.getvalue() for name, variable in variables.items()}

    def tail(self, text: str, binds: Mapping[str, Any], most: int) -> tuple[int, bytes]:
        """The size of the server file that a query gives as a BFILE, and at most so many bytes of its end."""
        with self._abandoned_when_lost(), self._call(text, binds) as cursor:
            (file,) = cursor.fetchone()
            size = file.size()
            amount = min(size, most)
            return size, file.read(size - amount + 1, amount) if amount else b""

    def pause(self, seconds: float) -> None:
        """Wait on this side."""
        time.sleep(min(seconds, self._settings.deadline.remaining))

    def close(self) -> None:
        """End the session. A session that is lost already is no error."""
        with contextlib.suppress(oracledb.Error, OSError, Interrupted), limit(_GRACE):
            # What a closed connection still holds is large, and goes only when the garbage collector looks for it.
            with contextlib.suppress(oracledb.Error):
                self._connection.stmtcachesize = 0
            self._connection.close()

    @contextlib.contextmanager
    def _abandoned_when_lost(self) -> Iterator[None]:
        """Hang up on a session that is of no more use.

        After a call time-out the driver keeps it open. Whether such a session still executes something is found out by
        whether it is still there, so this side must not be what keeps it alive.
        """
        try:
            yield
        except oracledb.Error as error:
            raise database_error(error, self._scrubber) from None
        except DatabaseError as error:
            if error.connection_lost:
                # The driver ends a connection by force when its farewell is not answered within this time.
                with contextlib.suppress(DatabaseError):
                    self._allow(0.001)
                self.close()
            raise

    @contextlib.contextmanager
    def _call(self, text: str, binds: Mapping[str, Any]) -> Iterator[Any]:
        with self._connection.cursor() as cursor, self._guarded():
            cursor.arraysize = self._rows
            cursor.prefetchrows = self._rows + 1
            cursor.execute(text, dict(binds))
            yield cursor

    def _allow(self, seconds: float) -> None:
        """Set the time that a call may take."""
        try:
            # The driver gives up its socket with a broken connection, and crashes if it is to set a time-out there.
            if self._connection.is_healthy():
                self._connection.call_timeout = max(1, int(seconds * 1000))
                return
        except (oracledb.Error, AttributeError):
            pass
        raise DatabaseError(("DPY-1001",), "DPY-1001: not connected to database") from None

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        remaining = self._settings.deadline.remaining
        if remaining <= 0:
            raise DeadlineExceeded("total_deadline: the time for this run is over")
        allowed = min(self._settings.parameters["call_timeout"], remaining)
        self._allow(allowed)
        try:
            with limit(allowed + _GRACE, self._settings.deadline):
                yield
        except oracledb.Error as error:
            raise database_error(error, self._scrubber) from None
        except OSError as error:
            raise DatabaseError(("DPY-4011",), self._scrubber.clean(str(error))) from None
        except Interrupted:
            raise DatabaseError(("DPY-4024",), "the call took longer than call_timeout") from None


def database_error(error: Exception, scrubber: Scrubber) -> DatabaseError:
    """The driver's error with all codes of its stack, and without secrets."""
    text = str(error)
    first = getattr(error.args[0], "full_code", "") if error.args else ""
    codes = tuple(dict.fromkeys(code for code in (first, *codes_in(text)) if code))
    return DatabaseError(codes, scrubber.clean(text))


@contextlib.contextmanager
def session(settings: Settings, scrubber: Scrubber) -> Iterator[Session]:
    """A new session, closed at the end of the block."""
    opened = connect(settings, scrubber)
    try:
        yield opened
    finally:
        opened.close()


def let_threads_connect() -> None:
    """Fix the thin mode for this process, before threads connect at the same time.

    The driver fixes its mode with the first connection, and lets all others wait until then: without end, if it is a
    database that does not answer.
    """
    if hasattr(oracledb, "enable_thin_mode"):
        oracledb.enable_thin_mode()
    else:
        # The driver before 2.5. A pool without connections asks nobody.
        oracledb.create_pool(user="nobody", password="none", host="localhost", min=0).close()


def connect(settings: Settings, scrubber: Scrubber) -> Session:
    """Open a session. Raises Unavailable; a refused logon is never tried again."""
    if oracledb is None:
        raise DriverMissing("the Python library oracledb is missing")
    parameters = settings.parameters
    connection = _connected(settings, scrubber)
    _tag(connection, settings)
    opened = Session(connection, settings, scrubber)
    if parameters["container"]:
        try:
            opened.run(f"ALTER SESSION SET CONTAINER = {quoted(parameters['container'].upper())}", {}, {})
        except DatabaseError as error:
            opened.close()
            raise Unavailable(f"container: {error}", error.codes, availability_of(error.codes).value) from None
    return opened


def _connected(settings: Settings, scrubber: Scrubber) -> Any:
    """The driver's connection, in the time there is for it."""
    allowed = min(settings.parameters["connect_deadline"], settings.deadline.remaining)
    try:
        with limit(allowed, settings.deadline):
            return _attempts(settings.parameters, Deadline(allowed), scrubber)
    except Interrupted:
        told_by = settings.deadline.cut_short_by
        text = f"connect_deadline: no session after {allowed:g} seconds"
        if told_by is not None:
            text = f"{told_by}: the run was told to end before there was a session"
        raise Unavailable(text, availability=Availability.UNREACHABLE.value) from None


def _attempts(parameters: Mapping[str, Any], deadline: Deadline, scrubber: Scrubber) -> Any:
    """The driver's connection, after as many attempts as make sense and fit into the time."""
    for attempt in itertools.count(1):
        try:
            return _attempt(parameters, scrubber)
        except Unavailable as error:
            pause = pause_before(attempt, parameters["retry_delay"], random.random())
            if not error.may_pass or attempt > parameters["retry_count"] or pause >= deadline.remaining:
                raise
        time.sleep(pause)
    raise AssertionError


def _attempt(parameters: Mapping[str, Any], scrubber: Scrubber) -> Any:
    try:
        _use_thick_mode(parameters)
        return oracledb.connect(**_arguments(parameters))
    except oracledb.Error as error:
        failure = database_error(error, scrubber)
        may_pass = may_be_repeated(failure.codes) and not isinstance(error.__cause__, ssl.SSLError)
        raise Unavailable(str(failure), failure.codes, availability_of(failure.codes).value, may_pass) from None
    except socket.gaierror:
        raise Unavailable("the host name cannot be resolved") from None
    except OSError as error:
        nobody, may_pass = Availability.UNREACHABLE.value, not isinstance(error, ssl.SSLError)
        raise Unavailable(scrubber.clean(str(error)), (), nobody, may_pass) from None


def _arguments(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Keyword arguments of the driver's connect function."""
    given = {name: parameters[name] for name in ("user", "password", "dsn", "host", "service_name", "sid")}
    if parameters["host"] is not None:
        given.update(port=parameters["port"], protocol=parameters["protocol"])
    if parameters["oracle_sid"] is None:
        given.update(
            tcp_connect_timeout=parameters["tcp_connect_timeout"],
            ssl_server_dn_match=parameters["ssl_server_dn_match"],
            ssl_server_cert_dn=parameters["ssl_server_cert_dn"],
        )
    if parameters["proxy_user"] is not None:
        given["proxy_user"] = login_name(parameters["proxy_user"])
    if parameters["mode"] != "normal":
        given["mode"] = getattr(oracledb, _MODES[parameters["mode"]])
    for name in ("wallet_location", "wallet_password", "config_dir"):
        given[name] = parameters[name]
    given["stmtcachesize"] = _STATEMENT_CACHE
    return {name: value for name, value in given.items() if value is not None}


def _use_thick_mode(parameters: Mapping[str, Any]) -> None:
    if not parameters["thick_mode"]:
        return
    if parameters["oracle_sid"] is not None:
        os.environ["ORACLE_HOME"] = parameters["oracle_home"]
        os.environ["ORACLE_SID"] = parameters["oracle_sid"]
    if oracledb.is_thin_mode():
        oracledb.init_oracle_client(lib_dir=parameters["oracle_client_lib_dir"])


def _tag(connection: Any, settings: Settings) -> None:
    # The driver sends tags along with the next call, so that they cost no statement of their own.
    connection.module = "dbops.datapump"
    connection.action = settings.action
    connection.client_identifier = f"dbops.datapump:{settings.run_id}"
