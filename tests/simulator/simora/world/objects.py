# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects in the dictionary: what CREATE, ALTER and DROP write, below privileges, locks and syntax."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import OraError
from ..values import DATE, OraType, to_storage

if TYPE_CHECKING:
    from .database import Database


class ObjectType(enum.IntEnum):
    """OBJ$.TYPE# as published in the definition of DBA_OBJECTS."""

    INDEX = 1
    TABLE = 2
    VIEW = 4
    SYNONYM = 5
    SEQUENCE = 6
    PROCEDURE = 7
    FUNCTION = 8
    PACKAGE = 9
    PACKAGE_BODY = 11
    TRIGGER = 12
    TYPE = 13
    LOB = 21
    DIRECTORY = 23
    QUEUE = 24
    MATERIALIZED_VIEW = 42


_TYPES = {int(kind): kind for kind in ObjectType}

# Which names must differ: tables, views, synonyms and the like share one space; indexes, directories, queues do not.
_NAMESPACES = {
    ObjectType.INDEX: 4,
    ObjectType.PACKAGE_BODY: 2,
    ObjectType.TRIGGER: 3,
    ObjectType.LOB: 8,
    ObjectType.DIRECTORY: 9,
    ObjectType.QUEUE: 10,
    ObjectType.MATERIALIZED_VIEW: 19,
}

FLAG_TEMPORARY = 2
FLAG_GENERATED = 4
FLAG_RECYCLE_BIN = 128

PUBLIC_OWNER = "PUBLIC"


def namespace(object_type: ObjectType) -> int:
    return _NAMESPACES.get(object_type, 1)


@dataclasses.dataclass(frozen=True)
class StoredObject:
    """A row of obj$."""

    con_id: int
    object_id: int
    owner_id: int
    owner: str
    name: str
    type: ObjectType
    flags: int

    @property
    def in_recycle_bin(self) -> bool:
        return bool(self.flags & FLAG_RECYCLE_BIN)


@dataclasses.dataclass(frozen=True)
class StoredColumn:
    """A column as DDL defines it; number counts from 1 and stays with the column when others are dropped."""

    name: str
    type: OraType
    nullable: bool = True
    default: str | None = None
    number: int = 0


ColumnRows = tuple[tuple[Any, ...], ...]
"""NAME, TYPE_NAME, LENGTH, PRECISION#, SCALE, NULL$, DEFAULT$, SEGCOL#, CHARLENGTH of each column."""

_OBJECT_COLUMNS = "CON_ID, `OBJ#`, `OWNER#`, OWNER_NAME, NAME, `TYPE#`, FLAGS"


class Objects:
    """con_id is the first argument everywhere: an object belongs to one container."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite

    def find(self, con_id: int, owner: str, name: str, *types: ObjectType) -> StoredObject | None:
        """The object of that exact name, of one of the types when given, else in the tables' name space."""
        spaces = {namespace(kind) for kind in types} or {1}
        for row in self._sqlite.execute(
            f"SELECT {_OBJECT_COLUMNS}, NAMESPACE FROM `obj$` WHERE CON_ID = ? AND OWNER_NAME = ? AND NAME = ?",
            (con_id, owner, name),
        ):
            found = _stored(row[:-1])
            if row[-1] in spaces and (not types or found.type in types):
                return found
        return None

    def by_id(self, con_id: int, object_id: int) -> StoredObject | None:
        row = self._sqlite.execute(
            f"SELECT {_OBJECT_COLUMNS} FROM `obj$` WHERE CON_ID = ? AND `OBJ#` = ?", (con_id, object_id)
        ).fetchone()
        return _stored(row) if row else None

    def owned_by(self, con_id: int, owner: str) -> list[StoredObject]:
        rows = self._sqlite.execute(
            f"SELECT {_OBJECT_COLUMNS} FROM `obj$` WHERE CON_ID = ? AND OWNER_NAME = ? ORDER BY `OBJ#`", (con_id, owner)
        )
        return [_stored(row) for row in rows]

    def new_object_id(self, con_id: int) -> int:
        """Never used before in this container, also not by an object that is gone."""
        (number,) = self._sqlite.execute("SELECT NEXT_OBJECT FROM x_container WHERE CON_ID = ?", (con_id,)).fetchone()
        self._sqlite.execute("UPDATE x_container SET NEXT_OBJECT = ? WHERE CON_ID = ?", (number + 1, con_id))
        return int(number)

    def reserve_object_id(self, con_id: int, object_id: int) -> None:
        """Takes a number that a scenario chose, so that later objects get higher ones. Raises ValueError when taken."""
        if self.by_id(con_id, object_id) is not None:
            raise ValueError(f"object_id {object_id} is taken")
        self._sqlite.execute(
            "UPDATE x_container SET NEXT_OBJECT = MAX(NEXT_OBJECT, ?) WHERE CON_ID = ?", (object_id + 1, con_id)
        )

    def create(
        self,
        con_id: int,
        owner: str,
        name: str,
        object_type: ObjectType,
        *,
        flags: int = 0,
        object_id: int | None = None,
        created: datetime.datetime | None = None,
        last_ddl: datetime.datetime | None = None,
    ) -> StoredObject:
        """A new row of obj$. Raises ORA-00955 when the name is used, ORA-00972 when it is too long."""
        self._database.release.check_identifier(name)
        space = namespace(object_type)
        if self._sqlite.execute(
            "SELECT 1 FROM `obj$` WHERE CON_ID = ? AND OWNER_NAME = ? AND NAME = ? AND NAMESPACE = ?",
            (con_id, owner, name, space),
        ).fetchone():
            raise OraError(955)
        if object_id is None:
            object_id = self.new_object_id(con_id)
        else:
            self.reserve_object_id(con_id, object_id)
        owner_id = self._database.accounts.number(con_id, owner)
        at = to_storage(created or self._database.now(), DATE)
        changed = to_storage(last_ddl, DATE) or at
        values = (con_id, object_id, object_id, owner_id, owner, name, space, int(object_type), at, changed, at, flags)
        self._sqlite.execute(
            "INSERT INTO `obj$` (CON_ID, `OBJ#`, `DATAOBJ#`, `OWNER#`, OWNER_NAME, NAME, NAMESPACE, `TYPE#`, CTIME,"
            " MTIME, STIME, FLAGS, STATUS, ORACLE_MAINTAINED) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'N')",
            values,
        )
        return StoredObject(con_id, object_id, owner_id, owner, name, object_type, flags)

    def rename(self, target: StoredObject, name: str, flags: int | None = None) -> None:
        """A new name, with new flags when given; counts as DDL on the object."""
        self._sqlite.execute(
            "UPDATE `obj$` SET NAME = ?, FLAGS = ?, MTIME = ? WHERE CON_ID = ? AND `OBJ#` = ?",
            (name, target.flags if flags is None else flags, self._storage_now(), target.con_id, target.object_id),
        )

    def touch(self, con_id: int, object_id: int) -> None:
        """Sets LAST_DDL_TIME, as every DDL on an object does, grants included."""
        self._sqlite.execute(
            "UPDATE `obj$` SET MTIME = ? WHERE CON_ID = ? AND `OBJ#` = ?", (self._storage_now(), con_id, object_id)
        )

    def forget(self, target: StoredObject, tables: Iterable[str]) -> None:
        """Deletes the object's rows from obj$, objauth$, com$ and the given further base tables."""
        for table in ("obj$", "objauth$", "com$", *tables):
            self._sqlite.execute(
                f"DELETE FROM `{table}` WHERE CON_ID = ? AND `OBJ#` = ?", (target.con_id, target.object_id)
            )

    def set_columns(self, con_id: int, object_id: int, columns: Sequence[StoredColumn]) -> None:
        """Writes col$ for columns that are numbered, or numbers them in order."""
        self._sqlite.executemany(
            "INSERT INTO `col$` (CON_ID, `OBJ#`, `COL#`, `SEGCOL#`, NAME, TYPE_NAME, LENGTH, `PRECISION#`, SCALE,"
            " `NULL$`, `DEFAULT$`, CHARLENGTH, CHAR_USED, HIDDEN) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'NO')",
            [_column_row(con_id, object_id, index, column) for index, column in enumerate(columns, 1)],
        )

    def append_column(self, con_id: int, object_id: int, position: int, number: int, column: StoredColumn) -> None:
        """A further column at the end; number is its storage position."""
        self.set_columns(con_id, object_id, [dataclasses.replace(column, number=number)])
        self._sqlite.execute(
            "UPDATE `col$` SET `COL#` = ? WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?",
            (position, con_id, object_id, number),
        )

    def set_column_type(self, con_id: int, object_id: int, number: int, kind: OraType) -> None:
        row = _column_row(con_id, object_id, number, StoredColumn("", kind, number=number))
        self._sqlite.execute(
            "UPDATE `col$` SET TYPE_NAME = ?, LENGTH = ?, `PRECISION#` = ?, SCALE = ?, CHARLENGTH = ?"
            " WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?",
            (*row[5:9], row[11], con_id, object_id, number),
        )

    def drop_column(self, con_id: int, object_id: int, number: int) -> None:
        """Takes a column out of the dictionary; later columns move up."""
        key = (con_id, object_id, number)
        self._sqlite.execute(
            "UPDATE `col$` SET `COL#` = `COL#` - 1 WHERE CON_ID = ?1 AND `OBJ#` = ?2 AND `COL#` >"
            " (SELECT `COL#` FROM `col$` WHERE CON_ID = ?1 AND `OBJ#` = ?2 AND `SEGCOL#` = ?3)",
            key,
        )
        self._sqlite.execute("DELETE FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?", key)
        self._sqlite.execute("DELETE FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? AND `COL#` = ?", key)

    def columns(self, con_id: int, object_id: int) -> list[StoredColumn]:
        """In order; number is the storage position."""
        return list(stored_columns(self.column_rows(con_id, object_id)))

    def column_rows(self, con_id: int, object_id: int) -> ColumnRows:
        """The same as it is stored."""
        return tuple(
            self._sqlite.execute(
                "SELECT NAME, TYPE_NAME, LENGTH, `PRECISION#`, SCALE, `NULL$`, `DEFAULT$`, `SEGCOL#`, CHARLENGTH"
                " FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY `COL#`",
                (con_id, object_id),
            )
        )

    def set_comment(self, con_id: int, object_id: int, column: int | None, text: str | None) -> None:
        """column None is the table itself; text None or '' removes the comment."""
        self._sqlite.execute(
            "DELETE FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? AND `COL#` IS ?", (con_id, object_id, column)
        )
        if text:
            self._sqlite.execute(
                "INSERT INTO `com$` (CON_ID, `OBJ#`, `COL#`, `COMMENT$`) VALUES (?, ?, ?, ?)",
                (con_id, object_id, column, text),
            )

    def _storage_now(self) -> object:
        return to_storage(self._database.now(), DATE)


@functools.lru_cache(maxsize=500)
def stored_columns(rows: ColumnRows) -> tuple[StoredColumn, ...]:
    """Rows of col$ as columns; remembered, for many tables have the same, and master tables over a hundred."""
    return tuple(
        StoredColumn(
            name, OraType(type_name, _declared_size(type_name, length, characters), precision, scale),
            nullable == "Y", default, number,
        )
        for name, type_name, length, precision, scale, nullable, default, number, characters in rows
    )  # fmt: skip


def _stored(row: tuple[Any, ...]) -> StoredObject:
    con_id, object_id, owner_id, owner, name, type_number, flags = row
    return StoredObject(con_id, object_id, owner_id, owner, name, _TYPES[type_number], flags)


_BY_CHARACTERS = frozenset({"VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR"})
# Bytes that DBA_TAB_COLUMNS.DATA_LENGTH shows for types without a declared size.
_FIXED_LENGTH = {"NUMBER": 22, "DATE": 7, "TIMESTAMP": 11, "CLOB": 4000, "BLOB": 4000, "LONG": 0, "BINARY_DOUBLE": 8}


def _column_row(con_id: int, object_id: int, index: int, column: StoredColumn) -> tuple[object, ...]:
    kind = column.type
    characters = kind.size if kind.name in _BY_CHARACTERS else 0
    length = kind.size if kind.size is not None else _FIXED_LENGTH.get(kind.name, 11)
    return (
        con_id, object_id, index, column.number or index, column.name, kind.name, length, kind.precision, kind.scale,
        "Y" if column.nullable else "N", column.default, characters, "B" if characters else None,
    )  # fmt: skip


def _declared_size(type_name: str, length: int, characters: int) -> int | None:
    if type_name in _BY_CHARACTERS:
        return characters
    return length if type_name in {"RAW", "ROWID", "UROWID"} else None
