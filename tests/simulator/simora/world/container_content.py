# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a scenario puts into one container: tablespaces, accounts, directories, files, tables, recycle bin, jobs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..errors import OraError
from ..values import DATE, DATE_TIME_TYPES, OraType, to_storage
from . import constraints, predefined, recycle_bin, segments, tables
from .accounts import UNLIMITED, Account
from .database import Container, Database
from .ddl.datatypes import parse_datatype
from .ddl.types import member
from .objects import ObjectType, StoredColumn, StoredObject

Description = Mapping[str, Any]

# Of a table on its way to the recycle bin.
_NAME_UNTIL_DROPPED = "TO BE DROPPED"


def fill_container(database: Database, container: Container, content: Description) -> None:
    """Raises ValueError or OraError when the description names what is not there."""
    from ..datapump.scenario import load_jobs

    con_id = container.con_id
    for tablespace in content.get("tablespaces", ()):
        _create_tablespace(database, con_id, tablespace)
    for role in content.get("roles", ()):
        _grant_all(database, database.accounts.create(con_id, role["name"], role=True), role)
    for user in content.get("users", ()):
        _create_user(database, container, user)
    for directory in content.get("directories", ()):
        _create_directory(database, con_id, directory)
    for file in content.get("files", ()):
        _create_file(database, con_id, file)
    for declared in content.get("types", ()):
        _create_type(database, con_id, declared)
    for table in content.get("tables", ()):
        _create_table(database, con_id, table)
    for link in content.get("database_links", ()):
        database.datapump.links.add(con_id, link)
    for entry in content.get("recycle_bin", ()):
        create_bin_entry(database, con_id, entry)
    load_jobs(database, container, content.get("jobs", []))
    for user in content.get("users", ()):
        _grant_objects_and_proxies(database, con_id, user)


def _create_tablespace(database: Database, con_id: int, description: Description) -> None:
    name, status = description["name"], description.get("status", "ONLINE")
    known = database.sqlite.execute(
        "UPDATE `ts$` SET STATUS = ? WHERE CON_ID = ? AND NAME = ?", (status, con_id, name)
    ).rowcount
    if not known:
        database.sqlite.execute(
            "INSERT INTO `ts$` SELECT ?, MAX(`TS#`) + 1, ?, ?, ?, 8192, 'NO' FROM `ts$` WHERE CON_ID = ?",
            (con_id, name, status, description.get("contents", "PERMANENT"), con_id),
        )


def _create_user(database: Database, container: Container, description: Description) -> None:
    """A predefined account is changed, any other created; in the root of a CDB it is common to all containers."""
    con_ids = list(database.containers) if container.name == "CDB$ROOT" else [container.con_id]
    for con_id in con_ids:
        account = database.accounts.find(con_id, description["name"], role=False)
        if account is None:
            account = database.accounts.create(
                con_id, description["name"], tablespace=description.get("default_tablespace", "USERS"),
                common=len(con_ids) > 1,
            )  # fmt: skip
        elif "default_tablespace" in description:
            database.accounts.set_default_tablespace(account, description["default_tablespace"])
        if "password" in description or account.number not in (predefined.SYS, predefined.SYSTEM):
            database.accounts.set_password(account, description.get("password"), description.get("verifier", "12C"))
        if "account_status" in description:
            database.accounts.set_status(account, description["account_status"])
        for tablespace, limit in description.get("quotas", {}).items():
            database.accounts.set_quota(account, tablespace, UNLIMITED if limit == "unlimited" else limit)
        _grant_all(database, account, description)


def _grant_all(database: Database, account: Account, description: Description) -> None:
    for grant in description.get("grants", ()):
        if grant.upper() in predefined.ADMINISTRATIVE_PRIVILEGES:
            database.accounts.grant_administrative(account, grant.upper())
        elif " ON " not in grant.upper():
            _named(grant, lambda name: database.accounts.grant_system(account, name))
    for role in description.get("roles", ()):
        _named(role, lambda name: database.accounts.grant_role(account, name))


def _named(name: str, grant: Any) -> None:
    try:
        grant(name.upper())
    except OraError as error:
        raise ValueError(f"{name}: {error}") from error


def _grant_objects_and_proxies(database: Database, con_id: int, description: Description) -> None:
    account = database.accounts.user(con_id, description["name"])
    for proxy in description.get("proxies", ()):
        database.accounts.allow_proxy(account, database.accounts.user(con_id, proxy))
    for grant in description.get("grants", ()):
        privilege, separator, target = grant.partition(" ON ")
        if separator:
            owner, dummy, name = target.partition(".")
            found = database.objects.find(con_id, owner, name) or database.objects.find(
                con_id, owner, name, ObjectType.DIRECTORY
            )
            if found is None:
                raise ValueError(f"{grant}: no such object")
            number = predefined.OBJECT_PRIVILEGES[privilege.upper()]
            database.accounts.grant_object(account, found.object_id, number, found.owner_id, False)


def _create_directory(database: Database, con_id: int, description: Description) -> None:
    directory = database.objects.create(con_id, "SYS", description["name"], ObjectType.DIRECTORY)
    database.sqlite.execute("INSERT INTO `dir$` VALUES (?, ?, ?)", (con_id, directory.object_id, description["path"]))
    for privilege in ("read", "write"):
        for user in description.get(privilege, ()):
            account = database.accounts.find(con_id, user)
            if account is None:
                raise ValueError(f"directory {description['name']}: no user or role {user}")
            number = predefined.OBJECT_PRIVILEGES[privilege.upper()]
            database.accounts.grant_object(account, directory.object_id, number, predefined.SYS, False)


def _create_file(database: Database, con_id: int, description: Description) -> None:
    path = database.files.file_path(con_id, description["directory"], description["name"])
    if path is None:
        raise ValueError(f"file {description['name']}: no directory {description['directory']}")
    content = description.get("content", "").encode(description.get("encoding", "utf-8"))
    if "hexadecimal" in description:
        content = bytes.fromhex(description["hexadecimal"])
    database.files.write(path, content, description.get("bytes"))


def _create_type(database: Database, con_id: int, description: Description) -> None:
    owner = description["owner"]
    limit: int | str | None = description.get("limit")
    pairs = [("", description["element"])] if "element" in description else []
    if not pairs:
        limit = ""
        pairs = [(attribute["name"], attribute["type"]) for attribute in description["attributes"]]
    members = [member(database, con_id, owner, name, text) for name, text in pairs]
    database.object_types.create(con_id, owner, description["name"], members, limit)


def _create_table(database: Database, con_id: int, description: Description) -> StoredObject:
    columns = tuple(
        StoredColumn(column["name"], parse_datatype(column["type"]), column.get("nullable", True))
        for column in description["columns"]
    )
    external = description.get("external")
    kind = description.get("kind", "heap")
    definition = tables.TableDefinition(
        description["name"], columns, tuple(_constraints(description)), description.get("tablespace"),
        "SYS$TRANSACTION" if kind == "temporary" else None,
        external and tables.External(
            external["directory"], external.get("access_driver", "ORACLE_LOADER"), tuple(external.get("files", ()))
        ),
    )  # fmt: skip
    table = tables.create_table(
        database, con_id, description["owner"], definition, object_id=description.get("object_id"),
        created=_moment(description.get("created")), last_ddl=_moment(description.get("last_ddl")),
    )  # fmt: skip
    _mark_kind(database, table, kind)
    database.objects.set_comment(con_id, table.object_id, None, description.get("comment"))
    for number, column in enumerate(description["columns"], 1):
        database.objects.set_comment(con_id, table.object_id, number, column.get("comment"))
    if "size" in description:
        database.sqlite.execute(
            "UPDATE `seg$` SET BYTES = ?, BLOCKS = ? WHERE CON_ID = ? AND `OBJ#` = ?",
            (description["size"], description["size"] // 8192, con_id, table.object_id),
        )
    insert_rows(database, table, [column.type for column in columns], description.get("rows", ()))
    return table


def _constraints(description: Description) -> list[constraints.ConstraintDefinition]:
    found = []
    if "primary_key" in description:
        found.append(constraints.ConstraintDefinition("P", tuple(description["primary_key"])))
    if "references" in description:
        key = description["references"]
        found.append(
            constraints.ConstraintDefinition(
                "R", tuple(key["columns"]), references=(key.get("owner"), key["table"], ())
            )
        )
    return found


def _mark_kind(database: Database, table: StoredObject, kind: str) -> None:
    if kind == "queue":
        database.sqlite.execute(
            "INSERT INTO `queue_tables$` VALUES (?, ?, 'OBJECT', NULL)", (table.con_id, table.object_id)
        )
    if kind == "materialized view":
        view = database.objects.create(table.con_id, table.owner, table.name, ObjectType.MATERIALIZED_VIEW)
        database.sqlite.execute("INSERT INTO `snap$` VALUES (?, ?, NULL)", (table.con_id, view.object_id))


def insert_rows(
    database: Database, table: StoredObject, types: Sequence[OraType], rows: Sequence[Sequence[object]]
) -> None:
    """Rows as YAML has them: dates as text, RAW in hexadecimal. Raises ValueError for what does not fit."""
    number, *dummy = segments.storage(database, table)
    marks = ", ".join("?" * len(types))
    for row in rows:
        if len(row) != len(types):
            raise ValueError(f"{table.owner}.{table.name}: a row has {len(row)} values for {len(types)} columns")
        values = [to_storage(_value(value, kind), kind) for value, kind in zip(row, types, strict=True)]
        database.sqlite.execute(f"INSERT INTO `seg_{number}` VALUES ({marks})", values)


def _value(value: object, kind: OraType) -> object:
    if isinstance(value, str) and kind.name in DATE_TIME_TYPES:
        return datetime.datetime.fromisoformat(value)
    if isinstance(value, str) and kind.name in ("RAW", "BLOB"):
        return bytes.fromhex(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    return value


def create_bin_entry(database: Database, con_id: int, description: Description) -> None:
    """A table that was dropped. Its name may have been taken by another one since."""
    definition = {
        "name": _NAME_UNTIL_DROPPED,
        "columns": [{"name": "ID", "type": "NUMBER"}],
        **{
            key: description[key]
            for key in ("owner", "created", "object_id", "tablespace", "comment")
            if key in description
        },
    }
    table = _create_table(database, con_id, definition)
    if not recycle_bin.can_hold(database, table):
        raise ValueError(f"{table.owner}.{table.name}: the recycle bin takes no table of SYS or in SYSTEM")
    recycle_bin.put(database, table)
    database.sqlite.execute(
        "UPDATE `recyclebin$` SET ORIGINAL_NAME = ? WHERE CON_ID = ? AND `OBJ#` = ?",
        (description["original_name"], con_id, table.object_id),
    )
    dropped = _moment(description.get("dropped"))
    if dropped is not None:
        database.sqlite.execute(
            "UPDATE `recyclebin$` SET DROPTIME = ? WHERE CON_ID = ? AND `OBJ#` = ?",
            (to_storage(dropped, DATE), con_id, table.object_id),
        )


def _moment(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)
