# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A session's row in x_session, from which V$SESSION and GV$SESSION are derived."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ..values import DATE, to_storage

if TYPE_CHECKING:
    from .database import Database
    from .session import Session

_INSERT = (
    "INSERT INTO x_session (CON_ID, INST_ID, SADDR, SID, `SERIAL#`, AUDSID, PADDR, `USER#`, USERNAME, STATUS,"
    " `SCHEMA#`, SCHEMANAME, OSUSER, PROCESS, MACHINE, TERMINAL, PROGRAM, TYPE, MODULE, ACTION, LOGON_TIME,"
    " SERVICE_NAME, EVENT, PROCESS_NAME) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " ?, ?, ?, ?)"
)


def insert(session: Session) -> None:
    database, client = session.database, session.client
    now = to_storage(database.now(), DATE)
    session.sqlite.execute(
        _INSERT,
        (
            session.con_id, session.instance_id, session_address(session.sid), session.sid, session.serial,
            session.audsid, process_address(session.sid), session.user_number, session.session_user, "INACTIVE",
            session.user_number, session.schema, client.os_user, client.process, client.machine, client.terminal,
            client.program, "USER", session.tags["module"], None, now, session.service_name,
            "SQL*Net message from client", None,
        ),
    )  # fmt: skip


def insert_process(
    database: Database,
    con_id: int,
    inst_id: int,
    user: str,
    program: str,
    process_name: str | None,
    module: str,
    action: str | None,
) -> tuple[int, int, bytes]:
    """A background process's session (a Data Pump DM00 or DW00): (sid, serial#, saddr). It is no client."""
    sid, serial, audsid = database.new_session_numbers()
    number = database.accounts.number(con_id, user)
    (host,) = database.sqlite.execute("SELECT HOST_NAME FROM x_instance WHERE INST_ID = ?", (inst_id,)).fetchone()
    now = to_storage(database.now(), DATE)
    database.sqlite.execute(
        _INSERT,
        (
            con_id, inst_id, session_address(sid), sid, serial, audsid, process_address(sid), number, user, "ACTIVE",
            number, user, "oracle", str(4000 + sid), host, "UNKNOWN", program, "USER", module, action, now,
            "SYS$USERS", "wait for unread message on broadcast channel", process_name,
        ),
    )  # fmt: skip
    return sid, serial, session_address(sid)


def delete_process(database: Database, sid: int) -> None:
    """The end of such a process, with the locks it held."""
    database.sqlite.execute("DELETE FROM x_session WHERE SID = ?", (sid,))
    database.locks.release_held(sid)


def update_tags(session: Session) -> None:
    tags = session.tags
    session.sqlite.execute(
        "UPDATE x_session SET MODULE = ?, ACTION = ?, CLIENT_INFO = ?, CLIENT_IDENTIFIER = ? WHERE SID = ?",
        (tags["module"], tags["action"], tags["client_info"], tags["client_identifier"], session.sid),
    )


def update_schema(session: Session, schema_number: int) -> None:
    session.sqlite.execute(
        "UPDATE x_session SET `SCHEMA#` = ?, SCHEMANAME = ? WHERE SID = ?", (schema_number, session.schema, session.sid)
    )


def update_container(session: Session) -> None:
    session.sqlite.execute(
        "UPDATE x_session SET CON_ID = ?, SERVICE_NAME = ? WHERE SID = ?",
        (session.con_id, session.service_name, session.sid),
    )


def delete(session: Session) -> None:
    connection: sqlite3.Connection = session.sqlite
    connection.execute("DELETE FROM x_session WHERE SID = ?", (session.sid,))
    connection.execute("DELETE FROM x_session_role WHERE SID = ?", (session.sid,))


def session_address(sid: int) -> bytes:
    """SADDR, unique per session."""
    return (0x6000_0000_0000 + sid * 0x1800).to_bytes(8, "big")


def process_address(sid: int) -> bytes:
    """PADDR, unique per session: every session has a process of its own."""
    return (0x7000_0000_0000 + sid * 0x0C00).to_bytes(8, "big")
