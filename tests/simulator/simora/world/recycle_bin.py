# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The recycle bin: DROP without PURGE, FLASHBACK TABLE ... TO BEFORE DROP, PURGE."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

from ..errors import OraError
from ..values import DATE, to_storage
from . import constraints, indexes, predefined, space, tables
from .objects import FLAG_RECYCLE_BIN, ObjectType, StoredObject

if TYPE_CHECKING:
    from .database import Database

# RECYCLEBIN$.FLAGS as the definition of DBA_RECYCLEBIN reads them.
_CAN_PURGE, _CAN_UNDROP = 2, 4


@dataclasses.dataclass(frozen=True)
class Entry:
    """base_object: the table an index belonged to; for a table itself."""

    con_id: int
    object_id: int
    owner_id: int
    original_name: str
    type: ObjectType
    tablespace: int | None
    base_object: int
    drop_scn: int

    @property
    def is_table(self) -> bool:
        return self.type is ObjectType.TABLE


_COLUMNS = "CON_ID, `OBJ#`, `OWNER#`, ORIGINAL_NAME, `TYPE#`, `TS#`, BO, DROPSCN"


def can_hold(database: Database, table: StoredObject) -> bool:
    """Whether a table may go into the bin: not from SYSTEM, not of SYS, only heap tables."""
    tablespace = space.table_tablespace(database, table)
    return tablespace not in (None, predefined.TABLESPACES["SYSTEM"][0]) and table.owner != "SYS"


def put(database: Database, table: StoredObject) -> str:
    """Renames a table and its indexes into the bin; gives the table's BIN$ name. Foreign keys are lost."""
    for number, kind, dummy in constraints.constraints_of(database, table):
        if kind == "R":
            constraints.drop_constraint(database, table.con_id, number)
    scn = database.next_scn()
    for index in indexes.indexes_of(database, table):
        _put_one(database, index, table, scn, undrop=False)
    name = _put_one(database, table, table, scn, undrop=True)
    _rename_constraints(database, table)
    return name


def find_by_name(database: Database, con_id: int, owner: str, name: str) -> Entry | None:
    """A table or index by its exact BIN$ name."""
    found = database.objects.find(con_id, owner, name, ObjectType.TABLE) or database.objects.find(
        con_id, owner, name, ObjectType.INDEX
    )
    if found is None or not found.in_recycle_bin:
        return None
    return next(iter(_entries(database, "CON_ID = ? AND `OBJ#` = ?", con_id, found.object_id)), None)


def find_by_original_name(
    database: Database, con_id: int, owner: str, name: str, kind: ObjectType, *, newest: bool
) -> Entry | None:
    """Of several entries FLASHBACK takes the one dropped last, PURGE the one dropped first."""
    owner_id = database.accounts.number(con_id, owner)
    found = _entries(
        database,
        "CON_ID = ? AND `OWNER#` = ? AND ORIGINAL_NAME = ? AND `TYPE#` = ?",
        con_id, owner_id, name, int(kind),
    )  # fmt: skip
    if not found:
        return None
    return found[-1] if newest else found[0]


def all_entries(
    database: Database, con_id: int, *, owner: int | None = None, tablespace: int | None = None
) -> list[Entry]:
    """Oldest first; owner and tablespace narrow it."""
    condition, values = "CON_ID = ?", [con_id]
    if owner is not None:
        condition += " AND `OWNER#` = ?"
        values.append(owner)
    if tablespace is not None:
        condition += " AND `TS#` = ?"
        values.append(tablespace)
    return _entries(database, condition, *values)


def restore(database: Database, entry: Entry, name: str) -> StoredObject:
    """Back under a name. Raises ORA-38312 when that is used. Indexes and constraints keep their BIN$ names."""
    table = database.objects.by_id(entry.con_id, entry.object_id)
    assert table is not None
    owner = table.owner
    if database.objects.find(entry.con_id, owner, name) is not None:
        raise OraError(38312)
    database.objects.rename(table, name, table.flags & ~FLAG_RECYCLE_BIN)
    for index in indexes.indexes_of(database, table):
        database.objects.rename(index, index.name, index.flags & ~FLAG_RECYCLE_BIN)
        _forget(database, index.con_id, index.object_id)
    _forget(database, entry.con_id, entry.object_id)
    database.next_scn()
    return dataclasses.replace(table, name=name, flags=table.flags & ~FLAG_RECYCLE_BIN)


def purge(database: Database, entry: Entry) -> None:
    """For good, with the indexes that went into the bin with a table."""
    target = database.objects.by_id(entry.con_id, entry.object_id)
    if target is None:  # went with its table a moment ago
        return
    if entry.is_table:
        tables.remove_table(database, target)
    else:
        indexes.remove_index(database, target)
    database.next_scn()


def _entries(database: Database, condition: str, *values: object) -> list[Entry]:
    rows: list[tuple[Any, ...]] = database.sqlite.execute(
        f"SELECT {_COLUMNS} FROM `recyclebin$` WHERE {condition} ORDER BY DROPSCN, `OBJ#`", values
    ).fetchall()
    return [
        Entry(con_id, object_id, owner_id, name, ObjectType(kind), tablespace, base_object, scn)
        for con_id, object_id, owner_id, name, kind, tablespace, base_object, scn in rows
    ]


def _put_one(database: Database, target: StoredObject, table: StoredObject, scn: int, *, undrop: bool) -> str:
    source = "tab$" if target.type is ObjectType.TABLE else "ind$"
    (tablespace,) = database.sqlite.execute(
        f"SELECT `TS#` FROM `{source}` WHERE CON_ID = ? AND `OBJ#` = ?", (target.con_id, target.object_id)
    ).fetchone()
    space = database.sqlite.execute(
        "SELECT BLOCKS FROM `seg$` WHERE CON_ID = ? AND `OBJ#` = ?", (target.con_id, target.object_id)
    ).fetchone()
    name = bin_name(database, target.object_id, scn)
    database.objects.rename(target, name, target.flags | FLAG_RECYCLE_BIN)
    database.sqlite.execute(
        "INSERT INTO `recyclebin$` VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)",
        (
            target.con_id, target.object_id, target.owner_id, target.name, int(target.type), tablespace,
            to_storage(database.now(), DATE), scn, _CAN_PURGE | (_CAN_UNDROP if undrop else 0), table.object_id,
            table.object_id, table.object_id, space[0] if space else None,
        ),
    )  # fmt: skip
    return name


def _rename_constraints(database: Database, table: StoredObject) -> None:
    """The constraints of a dropped table get BIN$ names too and keep them after FLASHBACK."""
    for number, dummy, dummy in constraints.constraints_of(database, table):
        database.sqlite.execute(
            "UPDATE `con$` SET NAME = ? WHERE CON_ID = ? AND `CON#` = ?",
            (bin_name(database, number, -database.scn), table.con_id, number),
        )


def bin_name(database: Database, number: int, scn: int) -> str:
    """BIN$<22 characters of base64>==$0, unique for every drop: the 24 characters are a 16-byte globally unique id."""
    unique = hashlib.md5(f"{database.name}/{number}/{scn}".encode(), usedforsecurity=False).digest()
    return f"BIN${base64.b64encode(unique).decode()}$0"


def _forget(database: Database, con_id: int, object_id: int) -> None:
    database.sqlite.execute("DELETE FROM `recyclebin$` WHERE CON_ID = ? AND `OBJ#` = ?", (con_id, object_id))
