# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Space: the segments of tables and indexes, and who may use which tablespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OraError
from . import predefined

if TYPE_CHECKING:
    from .database import Database
    from .objects import StoredObject

INITIAL_EXTENT = 65_536
_BLOCK = 8192


def add_segment(
    database: Database, con_id: int, object_id: int, kind: str, tablespace: int, size: int = INITIAL_EXTENT
) -> None:
    """size in bytes."""
    database.sqlite.execute(
        "INSERT INTO `seg$` VALUES (?, ?, ?, ?, ?, ?, ?)",
        (con_id, object_id, kind, tablespace, size, size // _BLOCK, max(1, size // INITIAL_EXTENT)),
    )


def table_tablespace(database: Database, table: StoredObject) -> int | None:
    """None for a table without a segment of its own."""
    (number,) = database.sqlite.execute(
        "SELECT `TS#` FROM `tab$` WHERE CON_ID = ? AND `OBJ#` = ?", (table.con_id, table.object_id)
    ).fetchone()
    return None if number is None else int(number)


def require_space(database: Database, table: StoredObject) -> None:
    """Raises ORA-01950 unless the table's owner has a quota on its tablespace or UNLIMITED TABLESPACE."""
    tablespace = table_tablespace(database, table)
    if tablespace is not None:
        require_quota(database, table.con_id, table.owner_id, tablespace)


def require_quota(database: Database, con_id: int, user: int, tablespace: int) -> None:
    """Raises ORA-01950. A role's UNLIMITED TABLESPACE counts as the user's own."""
    if user == predefined.SYS:
        return
    if database.sqlite.execute(
        "SELECT 1 FROM `tsq$` WHERE CON_ID = ? AND `USER#` = ? AND `TS#` = ?", (con_id, user, tablespace)
    ).fetchone():
        return
    unlimited = predefined.SYSTEM_PRIVILEGES["UNLIMITED TABLESPACE"]
    for grantee in database.accounts.role_closure(con_id, [user]):
        if database.sqlite.execute(
            "SELECT 1 FROM `sysauth$` WHERE CON_ID = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` = ?",
            (con_id, grantee, unlimited),
        ).fetchone():
            return
    raise OraError(1950, _name(database, con_id, tablespace))


def require_writable_tablespace(database: Database, table: StoredObject) -> None:
    """Raises ORA-01647 for a read-only tablespace, ORA-01542 for one that is offline."""
    tablespace = table_tablespace(database, table)
    if tablespace is None:
        return
    (status,) = database.sqlite.execute(
        "SELECT STATUS FROM `ts$` WHERE CON_ID = ? AND `TS#` = ?", (table.con_id, tablespace)
    ).fetchone()
    if status != "ONLINE":
        name = _name(database, table.con_id, tablespace)
        raise OraError(1647 if status == "READ ONLY" else 1542, name)


def _name(database: Database, con_id: int, tablespace: int) -> str:
    (name,) = database.sqlite.execute(
        "SELECT NAME FROM `ts$` WHERE CON_ID = ? AND `TS#` = ?", (con_id, tablespace)
    ).fetchone()
    return str(name)
