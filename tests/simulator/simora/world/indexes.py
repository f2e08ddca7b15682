# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Indexes: dictionary entries, and uniqueness enforced by SQLite where Oracle enforces it by an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..errors import OraError
from . import segments
from .objects import FLAG_GENERATED, ObjectType, StoredObject
from .space import add_segment, table_tablespace

if TYPE_CHECKING:
    from .database import Database


def create_index(
    database: Database,
    table: StoredObject,
    owner: str,
    name: str,
    columns: Sequence[str],
    *,
    unique: bool = False,
    generated: bool = False,
    tablespace: int | None = None,
    object_id: int | None = None,
) -> StoredObject:
    """Raises ORA-00955, ORA-00904, ORA-01408 for columns already indexed, ORA-01452 for duplicate keys."""
    numbers = column_numbers(database, table, columns)
    for index in indexes_of(database, table):
        if [position for position, dummy in _index_columns(database, index)] == numbers:
            raise OraError(1408)
    index = database.objects.create(
        table.con_id, owner, name, ObjectType.INDEX, flags=FLAG_GENERATED if generated else 0, object_id=object_id
    )
    if tablespace is None:
        tablespace = table_tablespace(database, table)
    database.sqlite.execute(
        "INSERT INTO `ind$` VALUES (?, ?, ?, ?, ?, 'NORMAL')",
        (table.con_id, index.object_id, table.object_id, tablespace, "UNIQUE" if unique else "NONUNIQUE"),
    )
    database.sqlite.executemany(
        "INSERT INTO `icol$` VALUES (?, ?, ?, ?, ?)",
        [(table.con_id, index.object_id, table.object_id, number, pos) for pos, number in enumerate(numbers, 1)],
    )
    if tablespace is not None:
        add_segment(database, table.con_id, index.object_id, "INDEX", tablespace)
    if unique:
        refuse_duplicates(database, table, index, numbers)
    return index


def column_numbers(database: Database, table: StoredObject, names: Iterable[str]) -> list[int]:
    """Storage positions. Raises ORA-00904 for a name that is no column."""
    key = (table.con_id, table.object_id)
    known = dict(database.sqlite.execute("SELECT NAME, `SEGCOL#` FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ?", key))
    for name in names:
        if name not in known:
            raise OraError(904, f'"{name}"')
    return [known[name] for name in names]


def indexes_of(database: Database, table: StoredObject) -> list[StoredObject]:
    # Sorted here: ORDER BY would make SQLite walk the whole index on OBJ#.
    rows = database.sqlite.execute(
        "SELECT `OBJ#` FROM `ind$` WHERE CON_ID = ? AND `BO#` = ?", (table.con_id, table.object_id)
    ).fetchall()
    found = [database.objects.by_id(table.con_id, row[0]) for row in sorted(rows)]
    return [index for index in found if index is not None]


def remove_index(database: Database, index: StoredObject) -> None:
    permit_duplicates(database, index)
    database.objects.forget(index, ("ind$", "icol$", "seg$", "recyclebin$"))


def _index_columns(database: Database, index: StoredObject) -> list[tuple[int, int]]:
    """(storage position, position in the index)."""
    return database.sqlite.execute(
        "SELECT `COL#`, `POS#` FROM `icol$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY `POS#`",
        (index.con_id, index.object_id),
    ).fetchall()


def permit_duplicates(database: Database, index: StoredObject) -> None:
    """What SQLite enforces for an index, it does no longer."""
    database.sqlite.execute(f"DROP INDEX IF EXISTS `idx_{index.con_id}_{index.object_id}`")


def refuse_duplicates(database: Database, table: StoredObject, index: StoredObject, numbers: Sequence[int]) -> None:
    """SQLite enforces the uniqueness of an index from now on. Raises ORA-01452 for duplicate keys."""
    number, kind, dummy = segments.storage(database, table)
    if kind != "HEAP":
        return
    columns = ", ".join(f"c{column}" for column in numbers)
    duplicate = database.sqlite.execute(
        f"SELECT 1 FROM `seg_{number}` WHERE {' AND '.join(f'c{column} IS NOT NULL' for column in numbers)}"
        f" GROUP BY {columns} HAVING COUNT(*) > 1 LIMIT 1"
    ).fetchone()
    if duplicate:
        database.objects.forget(index, ("ind$", "icol$", "seg$"))
        raise OraError(1452)
    database.sqlite.execute(f"CREATE UNIQUE INDEX `idx_{index.con_id}_{index.object_id}` ON `seg_{number}` ({columns})")
