# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ALTER SYSTEM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session


def kill_session(session: Session, node: Node) -> None:
    """'sid,serial#[,@inst_id]'. Raises ORA-00026 (malformed), ORA-00027 (oneself), ORA-00030 (no such session)."""
    session.privileges.require("ALTER SYSTEM")
    parts = [part.strip() for part in node.values[0].split(",")]
    if len(parts) not in (2, 3) or not all(part.lstrip("@").isdigit() for part in parts):
        raise OraError(26)
    sid, serial = int(parts[0]), int(parts[1])
    instance = int(parts[2].lstrip("@")) if len(parts) == 3 else session.instance_id
    row = session.sqlite.execute(
        "SELECT CON_ID FROM x_session WHERE SID = ? AND `SERIAL#` = ? AND INST_ID = ?", (sid, serial, instance)
    ).fetchone()
    if row is None or (session.con_id > 1 and row[0] != session.con_id):
        raise OraError(30)
    if sid == session.sid:
        raise OraError(27)
    session.database.kill_session(sid)


def set_system(session: Session, node: Node) -> None:
    session.privileges.require("ALTER SYSTEM")
    name, value = node.nodes[0].values[:2]
    scope = node.find("scope")
    in_memory = scope is None or "SPFILE" not in scope.words
    session.database.parameters.set_system(name, value, node.has("deferred"), in_memory)


def restrict_system(session: Session, node: Node) -> None:
    session.privileges.require("ALTER SYSTEM")
    session.sqlite.execute(
        "UPDATE x_instance SET LOGINS = ? WHERE INST_ID = ?",
        ("RESTRICTED" if "ENABLE" in node.words else "ALLOWED", session.instance_id),
    )


def system_ignored(session: Session, node: Node) -> None:
    """Changes nothing that a client could see."""
    session.privileges.require("ALTER SYSTEM")


HANDLERS = {
    "kill_session": kill_session,
    "set_system": set_system,
    "restrict_system": restrict_system,
    "system_ignored": system_ignored,
}
