# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_SESSION (PL/SQL Packages and Types Reference, "DBMS_SESSION")."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..supplied import SuppliedPackage
from ..values import BOOLEAN, VARCHAR2
from .describe import Arguments, function, number, procedure, text


def sleep(session: Any, given: Arguments) -> None:
    """Lets server time pass. Raises OraError 38148 for NULL and negative numbers."""
    seconds = next(iter(given.values()))
    if seconds is None or seconds < 0:
        raise OraError(38148)
    session.sleep(float(seconds))


def _set_identifier(session: Any, given: Arguments) -> None:
    session.set_tags(client_identifier=(given["CLIENT_ID"] or "")[:64] or None)


def _clear_identifier(session: Any, given: Arguments) -> None:
    session.set_tags(client_identifier=None)


def _set_nls(session: Any, given: Arguments) -> None:
    """ALTER SESSION SET parameter = value; the value brings its own quotes."""
    session.run(f"ALTER SESSION SET {given['PARAM']} = {given['VALUE']}")


def _set_role(session: Any, given: Arguments) -> None:
    session.run(f"SET ROLE {given['ROLE_CMD']}")


def _is_role_enabled(session: Any, given: Arguments) -> bool:
    role = (given["ROLENAME"] or "").upper()
    rows = session.sqlite.execute(
        "SELECT 1 FROM x_session_role r JOIN `user$` u ON u.`USER#` = r.`ROLE#` AND u.CON_ID = ?"
        " WHERE r.SID = ? AND u.NAME = ? AND u.`TYPE#` = 0",
        (session.con_id, session.sid, role),
    )
    return rows.fetchone() is not None


def _unique_session_id(session: Any, given: Arguments) -> str:
    return f"{session.sid:04X}{session.serial:04X}{session.instance_id:04X}"


def _nothing(session: Any, given: Arguments) -> None:
    """Package state and memory that the simulator does not keep."""


PACKAGE = SuppliedPackage(
    name="DBMS_SESSION",
    subprograms=(
        procedure("CLEAR_IDENTIFIER", (), _clear_identifier),
        procedure("FREE_UNUSED_USER_MEMORY", (), _nothing),
        function("IS_ROLE_ENABLED", (text("ROLENAME"),), BOOLEAN, _is_role_enabled),
        procedure("RESET_PACKAGE", (), _nothing),
        procedure("SET_IDENTIFIER", (text("CLIENT_ID"),), _set_identifier),
        procedure("SET_NLS", (text("PARAM"), text("VALUE")), _set_nls),
        procedure("SET_ROLE", (text("ROLE_CMD"),), _set_role),
        procedure("SLEEP", (number("SECONDS"),), sleep),
        function("UNIQUE_SESSION_ID", (), VARCHAR2, _unique_session_id),
    ),
)
