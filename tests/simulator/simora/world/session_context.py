# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SYS_CONTEXT: the USERENV namespace and the client's own contexts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import OraError

if TYPE_CHECKING:
    from .session import Session


def _database_row(session: Session, column: str) -> str:
    (value,) = session.sqlite.execute(f"SELECT {column} FROM x_database").fetchone()
    return str(value)


def _instance_row(session: Session, column: str) -> str:
    (value,) = session.sqlite.execute(
        f"SELECT {column} FROM x_instance WHERE INST_ID = ?", (session.instance_id,)
    ).fetchone()
    return str(value)


def _parameter(name: str) -> Callable[[Session], str | None]:
    return lambda session: session.parameter(name)


def _tag(name: str) -> Callable[[Session], str | None]:
    return lambda session: session.tags[name]


def _container(session: Session) -> str:
    return session.database.containers[session.con_id].name


def _language(session: Session) -> str:
    return f"{session.parameter('nls_language')}_{session.parameter('nls_territory')}.AL32UTF8"


# SQL Language Reference, SYS_CONTEXT, "Predefined Parameters of Namespace USERENV".
_USERENV: dict[str, Callable[[Session], str | None]] = {
    "ACTION": _tag("action"),
    "AUTHENTICATED_IDENTITY": lambda session: session.proxy_user or session.session_user,
    "AUTHENTICATION_METHOD": lambda session: "PASSWORD",
    "BG_JOB_ID": lambda session: None,
    "CDB_NAME": lambda session: session.database.name if session.database.is_cdb else None,
    "CLIENT_IDENTIFIER": _tag("client_identifier"),
    "CLIENT_INFO": _tag("client_info"),
    "CLIENT_PROGRAM_NAME": lambda session: session.client.program,
    "CLOUD_SERVICE": lambda session: None,
    "CON_ID": lambda session: str(session.con_id),
    "CON_NAME": _container,
    "CURRENT_SCHEMA": lambda session: session.schema,
    "CURRENT_SCHEMAID": lambda session: str(session.database.accounts.number(session.con_id, session.schema)),
    "CURRENT_USER": lambda session: session.user,
    "CURRENT_USERID": lambda session: str(session.user_number),
    "DATABASE_ROLE": lambda session: _database_row(session, "DATABASE_ROLE"),
    "DB_DOMAIN": lambda session: session.database.domain or None,
    "DB_NAME": lambda session: _container(session) if session.con_id > 1 else session.database.name,
    "DB_UNIQUE_NAME": lambda session: session.database.unique_name,
    "ENTERPRISE_IDENTITY": lambda session: None,
    "HOST": lambda session: session.client.machine,
    "IDENTIFICATION_TYPE": lambda session: "LOCAL",
    "INSTANCE": lambda session: str(session.instance_id),
    "INSTANCE_NAME": lambda session: session.instance_name,
    "IP_ADDRESS": lambda session: "127.0.0.1",
    "ISDBA": lambda session: "TRUE" if session.is_sysdba else "FALSE",
    "LANG": lambda session: "US",
    "LANGUAGE": _language,
    "MODULE": _tag("module"),
    "NETWORK_PROTOCOL": lambda session: "tcp",
    "NLS_CALENDAR": _parameter("nls_calendar"),
    "NLS_CURRENCY": lambda session: "$",
    "NLS_DATE_FORMAT": _parameter("nls_date_format"),
    "NLS_DATE_LANGUAGE": _parameter("nls_date_language"),
    "NLS_SORT": _parameter("nls_sort"),
    "NLS_TERRITORY": _parameter("nls_territory"),
    "ORACLE_HOME": lambda session: "/u01/app/oracle/product/dbhome_1",
    "OS_USER": lambda session: session.client.os_user,
    "PID": lambda session: str(session.sid + 10),
    "PLATFORM_SLASH": lambda session: "/",
    "PROXY_USER": lambda session: session.proxy_user,
    "SCHEDULER_JOB": lambda session: "N",
    "SERVER_HOST": lambda session: _instance_row(session, "HOST_NAME"),
    "SERVICE_NAME": lambda session: session.service_name,
    "SESSIONID": lambda session: str(session.audsid),
    "SESSION_USER": lambda session: session.session_user,
    "SESSION_USERID": lambda session: str(session.database.accounts.number(session.con_id, session.session_user)),
    "SID": lambda session: str(session.sid),
    "TERMINAL": lambda session: session.client.terminal,
}


def session_context(session: Session, namespace: str, attribute: str) -> str | None:
    """The value or None. Raises ORA-02003 for an unknown attribute of USERENV; other namespaces give None."""
    if namespace == "USERENV":
        if attribute not in _USERENV:
            raise OraError(2003)
        return _USERENV[attribute](session) or None
    if namespace == "SYS_SESSION_ROLES":
        return _has_role(session, attribute)
    return session.contexts.get((namespace, attribute))


def _has_role(session: Session, role: str) -> str:
    account = session.database.accounts.find(session.con_id, role, role=True)
    enabled = (
        account is not None
        and session.sqlite.execute(
            "SELECT 1 FROM x_session_role WHERE SID = ? AND `ROLE#` = ?", (session.sid, account.number)
        ).fetchone()
    )
    return "TRUE" if enabled else "FALSE"
