# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects made again in a database, from what a dump file or another dictionary says of them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from ..errors import OraError
from ..values import OraType
from ..world import predefined, segments, space, tables
from ..world.constraints import ConstraintDefinition, add_constraint, constraint_number
from ..world.indexes import column_numbers, create_index
from ..world.objects import ObjectType, StoredColumn, StoredObject
from .dictionary_source import type_from_data
from .pump_objects import PumpObject

if TYPE_CHECKING:
    from ..world.database import Database


class DictionaryTarget:
    """One container. Every method raises the OraError that the statement making the object would."""

    def __init__(self, database: Database, con_id: int) -> None:
        self._database = database
        self._sqlite = database.sqlite
        self._con_id = con_id

    def make(self, item: PumpObject) -> None:
        """Anything but rows."""
        getattr(self, f"_make_{item.type.lower()}")(item)
        self._database.relations.clear()

    def table(self, schema: str | None, name: str | None) -> StoredObject | None:
        return self._database.objects.find(self._con_id, schema or "", name or "", ObjectType.TABLE)

    def drop_table(self, table: StoredObject) -> None:
        """For good, without the recycle bin."""
        tables.remove_table(self._database, table)
        self._database.relations.clear()

    def truncate(self, table: StoredObject) -> None:
        number, *dummy = segments.storage(self._database, table)
        self._sqlite.execute(f"DELETE FROM `seg_{number}`")

    def load(self, item: PumpObject) -> int:
        """Adds the rows to their table, by column names; gives how many. Raises ORA-00001, 942, 904, 1950."""
        table = self.table(item.base_schema, item.base_name)
        if table is None:
            raise OraError(942)
        if item.rows:
            space.require_writable_tablespace(self._database, table)
            space.require_space(self._database, table)
        columns = [column["name"] for column in item.definition.get("columns", [])]
        numbers = column_numbers(self._database, table, columns)
        segment, *dummy = segments.storage(self._database, table)
        names = ", ".join(f"c{number}" for number in numbers)
        marks = ", ".join("?" * len(numbers))
        for row in item.rows:
            self._insert(f"INSERT INTO `seg_{segment}` ({names}) VALUES ({marks})", row, table)
        return len(item.rows)

    def _insert(self, statement: str, row: list[Any], table: StoredObject) -> None:
        try:
            self._sqlite.execute(statement, row)
        except sqlite3.IntegrityError as error:
            raise OraError(1, f"{table.owner}.{table.name}") from error

    def _make_tablespace(self, item: PumpObject) -> None:
        assert item.name is not None
        key = (self._con_id, item.name)
        if self._sqlite.execute("SELECT 1 FROM `ts$` WHERE CON_ID = ? AND NAME = ?", key).fetchone():
            raise OraError(1543, item.name)
        self._sqlite.execute(
            "INSERT INTO `ts$` SELECT ?, MAX(`TS#`) + 1, ?, 'ONLINE', ?, 8192, 'NO' FROM `ts$` WHERE CON_ID = ?",
            (self._con_id, item.name, item.definition["contents"], self._con_id),
        )

    def _make_role(self, item: PumpObject) -> None:
        self._database.accounts.create(self._con_id, item.name or "", role=True)

    def _make_directory(self, item: PumpObject) -> None:
        created = self._database.objects.create(self._con_id, "SYS", item.name or "", ObjectType.DIRECTORY)
        self._sqlite.execute(
            "INSERT INTO `dir$` VALUES (?, ?, ?)", (self._con_id, created.object_id, item.definition["path"])
        )

    def _make_user(self, item: PumpObject) -> None:
        account = self._database.accounts.create(
            self._con_id,
            item.name or "",
            tablespace=item.definition.get("tablespace") or "USERS",
            status=item.definition.get("status") or "OPEN",
        )
        self._database.accounts.set_password(account, None, item.definition.get("verifier") or "12C")

    def _make_system_grant(self, item: PumpObject) -> None:
        account = self._database.accounts.user(self._con_id, item.schema or "")
        self._database.accounts.grant_system(account, item.name or "", item.definition.get("admin", False))

    def _make_role_grant(self, item: PumpObject) -> None:
        account = self._database.accounts.user(self._con_id, item.schema or "")
        self._database.accounts.grant_role(account, item.name or "", item.definition.get("admin", False))

    def _make_default_role(self, item: PumpObject) -> None:
        self._database.accounts.user(self._con_id, item.schema or "")

    def _make_procact_schema(self, item: PumpObject) -> None:
        self._database.accounts.user(self._con_id, item.schema or "")

    def _make_tablespace_quota(self, item: PumpObject) -> None:
        account = self._database.accounts.user(self._con_id, item.schema or "")
        self._database.accounts.set_quota(account, item.name or "", item.definition["limit"])

    def _make_synonym(self, item: PumpObject) -> None:
        created = self._database.objects.create(self._con_id, item.schema or "", item.name or "", ObjectType.SYNONYM)
        body = item.definition
        self._sqlite.execute(
            "INSERT INTO `syn$` VALUES (?, ?, NULL, ?, ?)",
            (self._con_id, created.object_id, body["schema"], body["name"]),
        )

    def _make_view(self, item: PumpObject) -> None:
        created = self._database.objects.create(self._con_id, item.schema or "", item.name or "", ObjectType.VIEW)
        columns = [StoredColumn(name, OraType("VARCHAR2", 4000)) for name in item.definition["columns"]]
        self._database.objects.set_columns(self._con_id, created.object_id, columns)
        self._sqlite.execute(
            "INSERT INTO `view$` VALUES (?, ?, ?)", (self._con_id, created.object_id, item.definition["text"])
        )

    def _make_table(self, item: PumpObject) -> None:
        body = item.definition
        columns = tuple(
            StoredColumn(column["name"], type_from_data(column["type"]), column["nullable"], column["default"])
            for column in body["columns"]
        )
        external = body.get("external")
        definition = tables.TableDefinition(
            item.name or "",
            columns,
            tablespace=item.tablespace,
            temporary="SYS$SESSION" if body["kind"] == "TEMPORARY" else None,
            external=external and tables.External(external["directory"], external["driver"], tuple(external["files"])),
        )
        table = tables.create_table(self._database, self._con_id, item.schema or "", definition)
        space.require_writable_tablespace(self._database, table)
        if body.get("rows"):
            self.load(item.changed(type="TABLE_DATA", base_schema=item.schema, base_name=item.name))

    def _make_object_grant(self, item: PumpObject) -> None:
        table = self._required_table(item)
        body = item.definition
        account = self._database.accounts.find(self._con_id, body["grantee"])
        if account is None:
            raise OraError(1917, body["grantee"])
        number = predefined.OBJECT_PRIVILEGES[body["privilege"]]
        self._database.accounts.grant_object(account, table.object_id, number, table.owner_id, body["option"])

    def _make_comment(self, item: PumpObject) -> None:
        table = self._required_table(item)
        column = item.definition["column"]
        number = None if column is None else column_numbers(self._database, table, [column])[0]
        self._database.objects.set_comment(self._con_id, table.object_id, number, item.definition["text"])

    def _make_index(self, item: PumpObject) -> None:
        body = item.definition
        create_index(
            self._database, self._required_table(item), item.schema or "", item.name or "", body["columns"],
            unique=body["unique"], generated=body["generated"],
        )  # fmt: skip

    def _make_constraint(self, item: PumpObject) -> None:
        body, table = item.definition, self._required_table(item)
        # A name that Oracle made up belongs to its database.
        name = None if body["generated"] else item.name
        if name is not None and constraint_number(self._database, self._con_id, table.owner, name) is not None:
            raise OraError(2264)
        add_constraint(
            self._database,
            table,
            ConstraintDefinition(body["kind"], tuple(body["columns"]), name, body["condition"]),
        )

    def _make_ref_constraint(self, item: PumpObject) -> None:
        body, parent = item.definition, item.definition["references"]
        add_constraint(
            self._database,
            self._required_table(item),
            ConstraintDefinition(
                "R",
                tuple(body["columns"]),
                None if body["generated"] else item.name,
                references=(parent["schema"], parent["table"], tuple(parent["columns"])),
                delete_rule=body["rule"],
            ),
        )

    def _required_table(self, item: PumpObject) -> StoredObject:
        table = self.table(item.base_schema, item.base_name)
        if table is None:
            raise OraError(942)
        return table
