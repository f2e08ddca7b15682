# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables with their indexes and constraints: created, found and removed as wholes, below privileges and locks."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import DATE, to_storage
from . import segments
from .objects import FLAG_GENERATED, FLAG_TEMPORARY, ObjectType, StoredColumn, StoredObject

if TYPE_CHECKING:
    from .database import Database

INITIAL_EXTENT = 65_536
_BLOCK = 8192


@dataclasses.dataclass(frozen=True)
class ConstraintDefinition:
    """type: P, U, R or C. references: (owner, table, columns) of a foreign key; no columns means the primary key."""

    type: str
    columns: tuple[str, ...]
    name: str | None = None
    condition: str | None = None
    references: tuple[str | None, str, tuple[str, ...]] | None = None
    delete_rule: str | None = None


@dataclasses.dataclass(frozen=True)
class External:
    directory: str
    access_type: str = "ORACLE_LOADER"
    locations: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class TableDefinition:
    """tablespace None: the owner's default. temporary: duration of a global temporary table's rows."""

    name: str
    columns: tuple[StoredColumn, ...]
    constraints: tuple[ConstraintDefinition, ...] = ()
    tablespace: str | None = None
    temporary: str | None = None
    external: External | None = None


def create_table(
    database: Database,
    con_id: int,
    owner: str,
    definition: TableDefinition,
    *,
    object_id: int | None = None,
    created: datetime.datetime | None = None,
    last_ddl: datetime.datetime | None = None,
) -> StoredObject:
    """Raises ORA-00955, ORA-00957 (column twice), ORA-00972, ORA-00959."""
    names = [column.name for column in definition.columns]
    if len(set(names)) < len(names):
        raise OraError(957)
    for name in names:
        database.release.check_identifier(name)
    account = database.accounts.user(con_id, owner)
    tablespace = account.tablespace
    if definition.tablespace is not None:
        tablespace = database.accounts.tablespace_number(con_id, definition.tablespace)
    table = database.objects.create(
        con_id, owner, definition.name, ObjectType.TABLE,
        flags=FLAG_TEMPORARY if definition.temporary else 0, object_id=object_id, created=created, last_ddl=last_ddl,
    )  # fmt: skip
    kind = "TEMPORARY" if definition.temporary else "EXTERNAL" if definition.external else "HEAP"
    number = segments.create_segment(database, con_id, table.object_id, len(names))
    database.sqlite.execute(
        "INSERT INTO `tab$` (CON_ID, `OBJ#`, `STORAGE#`, `TS#`, TEMPORARY, DURATION, KIND) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            con_id, table.object_id, number, tablespace if kind == "HEAP" else None,
            "Y" if definition.temporary else "N", definition.temporary, kind,
        ),
    )  # fmt: skip
    database.objects.set_columns(con_id, table.object_id, definition.columns)
    if kind == "HEAP":
        add_segment(database, con_id, table.object_id, "TABLE", tablespace)
    if definition.external is not None:
        _add_external(database, table, definition.external)
    for constraint in definition.constraints:
        add_constraint(database, table, constraint)
    return table


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
        if [position for position, _ in _index_columns(database, index)] == numbers:
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
        _enforce_unique(database, table, index, numbers)
    return index


def add_constraint(database: Database, table: StoredObject, definition: ConstraintDefinition) -> str:
    """Gives the constraint's name. Raises ORA-02264 (name used), ORA-02260 (second primary key), ORA-02270, ORA-00942."""
    numbers = column_numbers(database, table, definition.columns)
    generated = definition.name is None
    number = _next_constraint_number(database)
    name = definition.name or f"SYS_C{number:08d}"
    if constraint_number(database, table.con_id, table.owner, name) is not None:
        raise OraError(2264)
    if definition.type == "P" and any(row[1] == "P" for row in constraints_of(database, table)):
        raise OraError(2260)
    referenced = _referenced_key(database, table, definition)
    index_id = None
    if definition.type in ("P", "U"):
        existing = database.objects.find(table.con_id, table.owner, name, ObjectType.INDEX)
        index = existing or create_index(
            database, table, table.owner, name, definition.columns, unique=True, generated=generated
        )
        index_id = index.object_id
    database.sqlite.execute(
        "INSERT INTO `con$` VALUES (?, ?, ?, ?, ?)", (table.con_id, number, table.owner_id, table.owner, name)
    )
    database.sqlite.execute(
        "INSERT INTO `cdef$` VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'ENABLED', ?, ?, ?)",
        (
            table.con_id, number, table.object_id, definition.type, *referenced, index_id, definition.condition,
            "GENERATED NAME" if generated else "USER NAME", definition.delete_rule,
            to_storage(database.now(), DATE),
        ),
    )  # fmt: skip
    database.sqlite.executemany(
        "INSERT INTO `ccol$` VALUES (?, ?, ?, ?, ?)",
        [(table.con_id, number, table.object_id, column, pos) for pos, column in enumerate(numbers, 1)],
    )
    if definition.type == "P":
        database.sqlite.executemany(
            "UPDATE `col$` SET `NULL$` = 'N' WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?",
            [(table.con_id, table.object_id, column) for column in numbers],
        )
    return name


def column_numbers(database: Database, table: StoredObject, names: Iterable[str]) -> list[int]:
    """Storage positions. Raises ORA-00904 for a name that is no column."""
    known = {column.name: column.number for column in database.objects.columns(table.con_id, table.object_id)}
    for name in names:
        if name not in known:
            raise OraError(904, f'"{name}"')
    return [known[name] for name in names]


def indexes_of(database: Database, table: StoredObject) -> list[StoredObject]:
    rows = database.sqlite.execute(
        "SELECT `OBJ#` FROM `ind$` WHERE CON_ID = ? AND `BO#` = ? ORDER BY `OBJ#`", (table.con_id, table.object_id)
    ).fetchall()
    found = [database.objects.by_id(table.con_id, row[0]) for row in rows]
    return [index for index in found if index is not None]


def constraints_of(database: Database, table: StoredObject) -> list[tuple[int, str, str]]:
    """(number, type, name) of each constraint on the table."""
    return database.sqlite.execute(
        "SELECT d.`CON#`, d.TYPE, c.NAME FROM `cdef$` d JOIN `con$` c ON c.CON_ID = d.CON_ID AND c.`CON#` = d.`CON#`"
        " WHERE d.CON_ID = ? AND d.`OBJ#` = ? ORDER BY d.`CON#`",
        (table.con_id, table.object_id),
    ).fetchall()


def referencing_constraints(database: Database, table: StoredObject) -> list[int]:
    """Foreign keys of other tables that point to this one."""
    rows = database.sqlite.execute(
        "SELECT `CON#` FROM `cdef$` WHERE CON_ID = ? AND `ROBJ#` = ? AND `OBJ#` <> ?",
        (table.con_id, table.object_id, table.object_id),
    )
    return [row[0] for row in rows]


def constraint_number(database: Database, con_id: int, owner: str, name: str) -> int | None:
    row = database.sqlite.execute(
        "SELECT `CON#` FROM `con$` WHERE CON_ID = ? AND OWNER_NAME = ? AND NAME = ?", (con_id, owner, name)
    ).fetchone()
    return row[0] if row else None


def drop_constraint(database: Database, con_id: int, number: int) -> None:
    for table in ("con$", "cdef$", "ccol$"):
        database.sqlite.execute(f"DELETE FROM `{table}` WHERE CON_ID = ? AND `CON#` = ?", (con_id, number))


def remove_index(database: Database, index: StoredObject) -> None:
    database.sqlite.execute(f"DROP INDEX IF EXISTS `idx_{index.con_id}_{index.object_id}`")
    database.objects.forget(index, ("ind$", "icol$", "seg$", "recyclebin$"))


def remove_table(database: Database, table: StoredObject) -> None:
    """For good: rows, indexes, constraints, grants, comments, recycle-bin entry."""
    for index in indexes_of(database, table):
        remove_index(database, index)
    for number, _, _ in constraints_of(database, table):
        drop_constraint(database, table.con_id, number)
    number, _, _ = segments.storage(database, table)
    segments.drop_segment(database, number)
    database.objects.forget(
        table, ("tab$", "col$", "seg$", "external_tab$", "external_location$", "queue_tables$", "snap$", "recyclebin$")
    )


def _index_columns(database: Database, index: StoredObject) -> list[tuple[int, int]]:
    """(storage position, position in the index)."""
    return database.sqlite.execute(
        "SELECT `COL#`, `POS#` FROM `icol$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY `POS#`",
        (index.con_id, index.object_id),
    ).fetchall()


def _enforce_unique(database: Database, table: StoredObject, index: StoredObject, numbers: Sequence[int]) -> None:
    number, kind, _ = segments.storage(database, table)
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
    database.sqlite.execute(
        f"CREATE UNIQUE INDEX `idx_{index.con_id}_{index.object_id}` ON `seg_{number}` ({columns})"
    )


def _referenced_key(
    database: Database, table: StoredObject, definition: ConstraintDefinition
) -> tuple[int | None, int | None]:
    """(constraint, table) that a foreign key points to."""
    if definition.references is None:
        return None, None
    owner, name, columns = definition.references
    parent = database.objects.find(table.con_id, owner or table.owner, name, ObjectType.TABLE)
    if parent is None:
        raise OraError(942)
    wanted = column_numbers(database, parent, columns)
    for number, kind, _ in constraints_of(database, parent):
        if kind not in ("P", "U"):
            continue
        rows = database.sqlite.execute(
            "SELECT `COL#` FROM `ccol$` WHERE CON_ID = ? AND `CON#` = ? ORDER BY `POS#`", (table.con_id, number)
        )
        if (kind == "P" and not columns) or [row[0] for row in rows] == wanted:
            return number, parent.object_id
    raise OraError(2270 if columns else 2268)


def _next_constraint_number(database: Database) -> int:
    (number,) = database.sqlite.execute("SELECT COALESCE(MAX(`CON#`), 5999) + 1 FROM `con$`").fetchone()
    return int(number)


def _add_external(database: Database, table: StoredObject, external: External) -> None:
    database.sqlite.execute(
        "INSERT INTO `external_tab$` (CON_ID, `OBJ#`, DEFAULT_DIR, TYPE$, REJECT_LIMIT) VALUES (?, ?, ?, ?, '0')",
        (table.con_id, table.object_id, external.directory, external.access_type),
    )
    database.sqlite.executemany(
        "INSERT INTO `external_location$` VALUES (?, ?, ?, ?, ?)",
        [
            (table.con_id, table.object_id, position, external.directory, name)
            for position, name in zip(itertools.count(1), external.locations, strict=False)
        ],
    )
