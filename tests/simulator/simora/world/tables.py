# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables with their indexes and constraints: created, found and removed as wholes, below privileges and locks."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from typing import TYPE_CHECKING

from ..errors import OraError
from . import segments
from .constraints import ConstraintDefinition, add_constraint, constraints_of, drop_constraint
from .indexes import indexes_of, remove_index
from .objects import FLAG_TEMPORARY, ObjectType, StoredColumn, StoredObject
from .space import add_segment

if TYPE_CHECKING:
    from .database import Database


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
        "INSERT INTO `tab$` (CON_ID, `OBJ#`, `STORAGE#`, `TS#`, TEMPORARY, DURATION, KIND)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
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


def remove_table(database: Database, table: StoredObject) -> None:
    """For good: rows, indexes, constraints, grants, comments, recycle-bin entry."""
    for index in indexes_of(database, table):
        remove_index(database, index)
    for number, dummy, dummy in constraints_of(database, table):
        drop_constraint(database, table.con_id, number)
    number = segments.storage(database, table)[0]
    segments.drop_segment(database, number)
    database.objects.forget(
        table, ("tab$", "col$", "seg$", "external_tab$", "external_location$", "queue_tables$", "snap$", "recyclebin$")
    )


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
