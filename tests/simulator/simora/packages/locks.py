# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_LOCK: user locks (PL/SQL Packages and Types Reference, "DBMS_LOCK"). EXECUTE is not granted to PUBLIC."""

from __future__ import annotations

import zlib
from typing import Any

from ..errors import OraError
from ..supplied import Parameter, SuppliedPackage
from ..values import NUMBER, VARCHAR2
from .describe import Arguments, boolean, function, integer, number, out, procedure, text
from .session import sleep

# Handles of ALLOCATE_UNIQUE stand for numbers in this range.
_FIRST_ALLOCATED = 1_073_741_824
_ALLOCATED_NUMBERS = 1_073_741_823
_LARGEST_ID = 1_073_741_823
_FOREVER = 32767  # MAXWAIT

# What the functions return.
_SUCCESS, _TIMEOUT, _PARAMETER_ERROR, _NOT_OWNED, _ILLEGAL_HANDLE = 0, 1, 3, 4, 5
_DEADLOCK, _ALREADY_OWNED = 2, 4

_MODES = {"NL_MODE": 1, "SS_MODE": 2, "SX_MODE": 3, "S_MODE": 4, "SSX_MODE": 5, "X_MODE": 6}


def _allocate_unique(session: Any, given: Arguments) -> None:
    """The same name always gives the same handle. Commits, as documented. Names beginning with ORA$ are reserved."""
    name = given["LOCKNAME"]
    if name is None or len(name) > 128 or name.startswith("ORA$"):
        raise OraError(20000, message="ORU-10003: lock name invalid")
    session.transaction.commit()
    identifier = _FIRST_ALLOCATED + zlib.crc32(name.encode()) % _ALLOCATED_NUMBERS
    given["LOCKHANDLE"] = f"{identifier}{identifier % 1000:03d}"


def _identifier(given: Arguments) -> int | None:
    """The lock's number from ID or LOCKHANDLE; None for one that is neither."""
    if "ID" in given:
        identifier = given["ID"]
        return identifier if identifier is not None and 0 <= identifier <= _LARGEST_ID else None
    handle = given["LOCKHANDLE"] or ""
    if not handle.isdigit() or len(handle) < 13:
        return None
    identifier = int(handle[:-3])
    return identifier if identifier % 1000 == int(handle[-3:]) else None


def _request(session: Any, given: Arguments) -> int:
    """RELEASE_ON_COMMIT is not simulated: ORA-03001 rather than a lock that outlives its transaction."""
    from ..world.locks import USER, Mode

    identifier = _identifier(given)
    if identifier is None:
        return _PARAMETER_ERROR if "ID" in given else _ILLEGAL_HANDLE
    if given["RELEASE_ON_COMMIT"]:
        raise OraError(3001)
    mode = given["LOCKMODE"]
    if mode not in _MODES.values():
        return _PARAMETER_ERROR
    if session.locks.held(session, USER, identifier) is not Mode.NONE:
        return _ALREADY_OWNED
    return _acquire(session, identifier, mode, given["TIMEOUT"])


def _acquire(session: Any, identifier: int, mode: int, timeout: Any) -> int:
    from ..world.locks import Mode

    seconds = None if timeout is None or timeout >= _FOREVER else float(timeout)
    try:
        obtained = session.locks.request_user_lock(session, identifier, Mode(mode), seconds)
    except OraError as error:
        if error.code != 60:
            raise
        return _DEADLOCK
    return _SUCCESS if obtained else _TIMEOUT


def _convert(session: Any, given: Arguments) -> int:
    from ..world.locks import USER, Mode

    identifier = _identifier(given)
    if identifier is None:
        return _PARAMETER_ERROR if "ID" in given else _ILLEGAL_HANDLE
    mode = given["LOCKMODE"]
    if mode not in _MODES.values():
        return _PARAMETER_ERROR
    held = session.locks.held(session, USER, identifier)
    if held is Mode.NONE:
        return _NOT_OWNED
    if mode < held:
        session.locks.release_user_lock(session, identifier)
    return _acquire(session, identifier, mode, given["TIMEOUT"])


def _release(session: Any, given: Arguments) -> int:
    identifier = _identifier(given)
    if identifier is None:
        return _PARAMETER_ERROR if "ID" in given else _ILLEGAL_HANDLE
    return _SUCCESS if session.locks.release_user_lock(session, identifier) else _NOT_OWNED


def _by_id_and_by_handle(name: str, rest: tuple[Parameter, ...], body: Any) -> tuple[Any, Any]:
    """The two overloads that every function on locks has."""
    return (
        function(name, (integer("ID"), *rest), NUMBER, body),
        function(name, (text("LOCKHANDLE"), *rest), NUMBER, body),
    )


_WAITING = (integer("LOCKMODE", _MODES["X_MODE"]), number("TIMEOUT", _FOREVER))

PACKAGE = SuppliedPackage(
    name="DBMS_LOCK",
    subprograms=(
        procedure(
            "ALLOCATE_UNIQUE",
            (text("LOCKNAME"), out("LOCKHANDLE", VARCHAR2), integer("EXPIRATION_SECS", 864_000)),
            _allocate_unique,
        ),
        *_by_id_and_by_handle("REQUEST", (*_WAITING, boolean("RELEASE_ON_COMMIT", False)), _request),
        *_by_id_and_by_handle("CONVERT", (integer("LOCKMODE"), number("TIMEOUT", _FOREVER)), _convert),
        *_by_id_and_by_handle("RELEASE", (), _release),
        procedure("SLEEP", (number("SECONDS"),), sleep),
    ),
    constants={**_MODES, "MAXWAIT": _FOREVER},
    execute_granted_to_public=False,
)
