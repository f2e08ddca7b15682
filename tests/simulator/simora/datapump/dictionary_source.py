# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a database's dictionary as jobs see them: schemas, tables with what belongs to them, views, synonyms.

Everything that the simulated dictionary knows is there; what Oracle maintains itself is left out, as Data Pump leaves
it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..values import OraType
from ..world import predefined, segments, space
from ..world.constraints import constraints_of
from ..world.indexes import indexes_of
from ..world.objects import FLAG_GENERATED, FLAG_RECYCLE_BIN, ObjectType, StoredObject
from . import names
from .pump_objects import PumpObject

if TYPE_CHECKING:
    from ..world.accounts import Account
    from ..world.database import Database

_ROW_OVERHEAD = 12
_METADATA_SIZE = 1024


class DictionarySource:
    """The content of one container."""

    def __init__(self, database: Database, con_id: int) -> None:
        self.database = database
        self._sqlite = database.sqlite
        self.con_id = con_id

    def schemas(self) -> list[str]:
        """Users that are not Oracle's own."""
        rows = self._sqlite.execute(
            "SELECT NAME FROM `user$` WHERE CON_ID = ? AND `TYPE#` = 1 AND ORACLE_MAINTAINED = 'N' ORDER BY NAME",
            (self.con_id,),
        )
        return [row[0] for row in rows]

    def schema_objects(self, schema: str) -> Iterator[PumpObject]:
        """What a schema consists of, in no particular order; rows without their content."""
        account = self.database.accounts.find(self.con_id, schema, role=False)
        if account is None:
            return
        if schema in self.schemas():
            yield from self._account_objects(account)
        for found in self.database.objects.owned_by(self.con_id, schema):
            if found.flags & FLAG_RECYCLE_BIN:
                continue
            if found.type is ObjectType.TABLE and not self._is_master_table(found):
                yield from self.table_objects(found)
            elif found.type is ObjectType.VIEW:
                yield self._view(found)
            elif found.type is ObjectType.SYNONYM:
                yield self._synonym(found)

    def database_objects(self) -> Iterator[PumpObject]:
        """What belongs to no schema: tablespaces, roles, directories."""
        for name, contents in self._sqlite.execute(
            "SELECT NAME, CONTENTS FROM `ts$` WHERE CON_ID = ? AND CONTENTS = 'PERMANENT' AND NAME NOT LIKE 'SYS%'"
            " ORDER BY NAME",
            (self.con_id,),
        ).fetchall():
            yield PumpObject("TABLESPACE", None, name, {"contents": contents}, size=_METADATA_SIZE)
        for (name,) in self._sqlite.execute(
            "SELECT NAME FROM `user$` WHERE CON_ID = ? AND `TYPE#` = 0 AND ORACLE_MAINTAINED = 'N' ORDER BY NAME",
            (self.con_id,),
        ).fetchall():
            yield PumpObject("ROLE", None, name, {}, size=_METADATA_SIZE)
        for name, path in self._sqlite.execute(
            "SELECT o.NAME, d.OS_PATH FROM `obj$` o JOIN `dir$` d ON d.CON_ID = o.CON_ID AND d.`OBJ#` = o.`OBJ#`"
            " WHERE o.CON_ID = ? AND o.ORACLE_MAINTAINED = 'N' ORDER BY o.NAME",
            (self.con_id,),
        ).fetchall():
            yield PumpObject("DIRECTORY", "SYS", name, {"path": path}, size=_METADATA_SIZE)

    def table_objects(self, table: StoredObject) -> Iterator[PumpObject]:
        """A table, its rows, grants, comments, indexes and constraints."""
        tablespace = self._tablespace(table)
        kind = segments.storage(self.database, table)[1]
        definition = {"columns": self.columns(table), "kind": kind, "external": self._external(table, kind)}
        yield PumpObject(
            "TABLE", table.owner, table.name, definition, table.owner, table.name, tablespace, _METADATA_SIZE
        )
        dependents = {"base_schema": table.owner, "base_name": table.name, "tablespace": tablespace}
        if kind == "HEAP":
            yield PumpObject("TABLE_DATA", table.owner, table.name, {}, size=self.estimated_size(table), **dependents)
        for object_type, name, body in [*self._grants(table), *self._comments(table), *self._keys(table)]:
            yield PumpObject(object_type, table.owner, name, body, size=_METADATA_SIZE, **dependents)

    def find_table(self, schema: str, name: str) -> StoredObject | None:
        return self.database.objects.find(self.con_id, schema, name, ObjectType.TABLE)

    def find_view(self, schema: str, name: str) -> StoredObject | None:
        return self.database.objects.find(self.con_id, schema, name, ObjectType.VIEW)

    def view_as_table(self, view: StoredObject, name: str) -> Iterator[PumpObject]:
        """A view as the table it is to become, and its rows."""
        definition = {"columns": self.columns(view), "kind": "HEAP", "external": None}
        yield PumpObject("TABLE", view.owner, name, definition, view.owner, name, size=_METADATA_SIZE)
        yield PumpObject("TABLE_DATA", view.owner, name, {}, view.owner, name, size=space.INITIAL_EXTENT)

    def estimated_size(self, table: StoredObject) -> int:
        """Blocks used times block size."""
        row = self._sqlite.execute(
            "SELECT BYTES FROM `seg$` WHERE CON_ID = ? AND `OBJ#` = ?", (self.con_id, table.object_id)
        ).fetchone()
        return int(row[0]) if row else 0

    def actual_size(self, table: StoredObject, rows: list[list[Any]]) -> int:
        """Bytes that the rows take in a dump file: what a scenario gave the table, or else counted."""
        counted = sum(_ROW_OVERHEAD + sum(len(str(value)) for value in row if value is not None) for row in rows)
        # An initial extent and no more says nothing about how much a table holds.
        estimate = self.estimated_size(table)
        return max(counted, estimate if estimate > space.INITIAL_EXTENT else 0)

    def _account_objects(self, account: Account) -> Iterator[PumpObject]:
        name = account.name
        tablespaces = dict(
            self._sqlite.execute("SELECT `TS#`, NAME FROM `ts$` WHERE CON_ID = ?", (self.con_id,)).fetchall()
        )
        verifier = self.database.accounts.password(account)[1]
        # No password leaves the database: a user made again from this cannot log in before it has a new one.
        body = {"tablespace": tablespaces.get(account.tablespace), "status": account.status, "verifier": verifier}
        yield PumpObject("USER", name, name, body, size=_METADATA_SIZE)
        grants = self._sqlite.execute(
            "SELECT `PRIVILEGE#`, `OPTION$` FROM `sysauth$` WHERE CON_ID = ? AND `GRANTEE#` = ? ORDER BY 1",
            (self.con_id, account.number),
        ).fetchall()
        privileges = {number: privilege for privilege, number in predefined.SYSTEM_PRIVILEGES.items()}
        for number, option in grants:
            body = {"admin": bool(option)}
            if number < 0:
                yield PumpObject("SYSTEM_GRANT", name, privileges[number], body, size=_METADATA_SIZE)
            else:
                role = self.database.accounts.name(self.con_id, number)
                yield PumpObject("ROLE_GRANT", name, role, body, size=_METADATA_SIZE)
        yield PumpObject("DEFAULT_ROLE", name, None, {}, size=_METADATA_SIZE)
        for number, limit in self._sqlite.execute(
            "SELECT `TS#`, MAXBYTES FROM `tsq$` WHERE CON_ID = ? AND `USER#` = ? ORDER BY 1",
            (self.con_id, account.number),
        ).fetchall():
            body = {"limit": limit}
            yield PumpObject("TABLESPACE_QUOTA", name, tablespaces[number], body, size=_METADATA_SIZE)
        yield PumpObject("PROCACT_SCHEMA", name, None, {}, size=_METADATA_SIZE)

    def columns(self, table: StoredObject) -> list[dict[str, Any]]:
        return [
            {
                "name": column.name,
                "type": type_as_data(column.type),
                "nullable": column.nullable,
                "default": column.default,
            }
            for column in self.database.objects.columns(self.con_id, table.object_id)
        ]

    def _external(self, table: StoredObject, kind: str) -> dict[str, Any] | None:
        if kind != "EXTERNAL":
            return None
        directory, driver = self._sqlite.execute(
            "SELECT DEFAULT_DIR, `TYPE$` FROM `external_tab$` WHERE CON_ID = ? AND `OBJ#` = ?",
            (self.con_id, table.object_id),
        ).fetchone()
        locations = self._sqlite.execute(
            "SELECT NAME FROM `external_location$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY POSITION",
            (self.con_id, table.object_id),
        )
        return {"directory": directory, "driver": driver, "files": [row[0] for row in locations]}

    def _grants(self, table: StoredObject) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        names_of = {number: name for name, number in predefined.OBJECT_PRIVILEGES.items()}
        for grantee, privilege, option in self._sqlite.execute(
            "SELECT u.NAME, a.`PRIVILEGE#`, a.`OPTION$` FROM `objauth$` a"
            " JOIN `user$` u ON u.CON_ID = a.CON_ID AND u.`USER#` = a.`GRANTEE#`"
            " WHERE a.CON_ID = ? AND a.`OBJ#` = ? ORDER BY 1, 2",
            (self.con_id, table.object_id),
        ).fetchall():
            body = {"grantee": grantee, "privilege": names_of[privilege], "option": bool(option)}
            yield "OBJECT_GRANT", names_of[privilege], body

    def _comments(self, table: StoredObject) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        columns = {column.number: column.name for column in self.database.objects.columns(self.con_id, table.object_id)}
        for number, text in self._sqlite.execute(
            "SELECT `COL#`, `COMMENT$` FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY 1",
            (self.con_id, table.object_id),
        ).fetchall():
            yield "COMMENT", None, {"column": columns.get(number) if number is not None else None, "text": text}

    def _keys(self, table: StoredObject) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
        """Indexes that no constraint has made, constraints, and foreign keys."""
        constraint_indexes = set()
        for number, kind, name in constraints_of(self.database, table):
            index_id, condition, generated, rule, parent = self._sqlite.execute(
                "SELECT ENABLED, CONDITION, GENERATED, DELETE_RULE, `RCON#` FROM `cdef$`"
                " WHERE CON_ID = ? AND `CON#` = ?",
                (self.con_id, number),
            ).fetchone()
            constraint_indexes.add(index_id)
            body = {
                "kind": kind,
                "columns": self._constraint_columns(table, number),
                "condition": condition,
                "generated": generated == "GENERATED NAME",
                "rule": rule,
            }
            if kind == "R":
                body["references"] = self._referenced(parent)
            yield "REF_CONSTRAINT" if kind == "R" else "CONSTRAINT", name, body
        for index in indexes_of(self.database, table):
            if index.object_id not in constraint_indexes:
                yield "INDEX", index.name, self._index(table, index)

    def _index(self, table: StoredObject, index: StoredObject) -> dict[str, Any]:
        (uniqueness,) = self._sqlite.execute(
            "SELECT UNIQUENESS FROM `ind$` WHERE CON_ID = ? AND `OBJ#` = ?", (self.con_id, index.object_id)
        ).fetchone()
        rows = self._sqlite.execute(
            "SELECT c.NAME FROM `icol$` i"
            " JOIN `col$` c ON c.CON_ID = i.CON_ID AND c.`OBJ#` = ? AND c.`SEGCOL#` = i.`COL#`"
            " WHERE i.CON_ID = ? AND i.`OBJ#` = ? ORDER BY i.`POS#`",
            (table.object_id, self.con_id, index.object_id),
        )
        return {
            "columns": [row[0] for row in rows],
            "unique": uniqueness == "UNIQUE",
            "generated": bool(index.flags & FLAG_GENERATED),
        }

    def _constraint_columns(self, table: StoredObject, number: int) -> list[str]:
        rows = self._sqlite.execute(
            "SELECT c.NAME FROM `ccol$` k"
            " JOIN `col$` c ON c.CON_ID = k.CON_ID AND c.`OBJ#` = ? AND c.`SEGCOL#` = k.`COL#`"
            " WHERE k.CON_ID = ? AND k.`CON#` = ? ORDER BY k.`POS#`",
            (table.object_id, self.con_id, number),
        )
        return [row[0] for row in rows]

    def _referenced(self, number: int) -> dict[str, Any]:
        (object_id,) = self._sqlite.execute(
            "SELECT `OBJ#` FROM `cdef$` WHERE CON_ID = ? AND `CON#` = ?", (self.con_id, number)
        ).fetchone()
        parent = self.database.objects.by_id(self.con_id, object_id)
        assert parent is not None
        return {"schema": parent.owner, "table": parent.name, "columns": self._constraint_columns(parent, number)}

    def _view(self, view: StoredObject) -> PumpObject:
        (text,) = self._sqlite.execute(
            "SELECT TEXT FROM `view$` WHERE CON_ID = ? AND `OBJ#` = ?", (self.con_id, view.object_id)
        ).fetchone()
        columns = [column.name for column in self.database.objects.columns(self.con_id, view.object_id)]
        return PumpObject("VIEW", view.owner, view.name, {"text": text, "columns": columns}, size=_METADATA_SIZE)

    def _synonym(self, synonym: StoredObject) -> PumpObject:
        owner, name = self._sqlite.execute(
            "SELECT OWNER, NAME FROM `syn$` WHERE CON_ID = ? AND `OBJ#` = ?", (self.con_id, synonym.object_id)
        ).fetchone()
        body = {"schema": owner, "name": name}
        return PumpObject("SYNONYM", synonym.owner, synonym.name, body, size=_METADATA_SIZE)

    def _tablespace(self, table: StoredObject) -> str | None:
        number = space.table_tablespace(self.database, table)
        row = self._sqlite.execute("SELECT NAME FROM `ts$` WHERE CON_ID = ? AND `TS#` = ?", (self.con_id, number))
        found = row.fetchone()
        return found[0] if found else None

    def _is_master_table(self, table: StoredObject) -> bool:
        """Of a job that is there now: Data Pump never exports those."""
        row = self._sqlite.execute(
            "SELECT `COMMENT$` FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? AND `COL#` IS NULL",
            (self.con_id, table.object_id),
        ).fetchone()
        return bool(row) and str(row[0]).startswith(names.MASTER_COMMENT)


def type_as_data(kind: OraType) -> list[Any]:
    return [kind.name, kind.size, kind.precision, kind.scale]


def type_from_data(data: list[Any]) -> OraType:
    return OraType(*data)
