# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Constraints: primary, unique and foreign keys, checks. Keys of uniqueness are enforced; the others only recorded."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import DATE, to_storage
from .indexes import column_numbers, create_index
from .objects import ObjectType, StoredObject

if TYPE_CHECKING:
    from .database import Database


@dataclasses.dataclass(frozen=True)
class ConstraintDefinition:
    """type: P, U, R or C. references: (owner, table, columns) of a foreign key; no columns means the primary key."""

    type: str
    columns: tuple[str, ...]
    name: str | None = None
    condition: str | None = None
    references: tuple[str | None, str, tuple[str, ...]] | None = None
    delete_rule: str | None = None


def add_constraint(database: Database, table: StoredObject, definition: ConstraintDefinition) -> str:
    """Gives the constraint's name. Raises ORA-02264 (name used), ORA-02260 (second primary key), 2270, 942."""
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
    for number, kind, dummy in constraints_of(database, parent):
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
