# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A database as CREATE DATABASE leaves it: base tables, accounts, roles, dictionary views, supplied packages.

Built once per release and kind (CDB or not) and then copied, because it takes longer than everything a scenario adds.
"""

from __future__ import annotations

import datetime
import functools
import sqlite3

from ..packages.object_types import supplied_types, type_synonyms
from ..supplied import SuppliedPackage
from . import base_tables, predefined
from .clock import Clock
from .database import Container, Database
from .objects import PUBLIC_OWNER, ObjectType, StoredColumn
from .releases import RELEASES
from .views import is_public, object_name

# Public synonyms of views under another name.
_FURTHER_SYNONYMS = {
    "RECYCLEBIN": "USER_RECYCLEBIN", "DICT": "DICTIONARY", "TABS": "USER_TABLES", "OBJ": "USER_OBJECTS",
    "COLS": "USER_TAB_COLUMNS", "IND": "USER_INDEXES", "SYN": "USER_SYNONYMS",
}  # fmt: skip
# Object numbers below are Oracle's own; what users create comes after.
FIRST_USER_OBJECT = 73_000
# When the software was made: CREATED of everything that comes with it.
_CREATED = datetime.datetime(2019, 4, 17, 0, 56, 32)


def new_store(release: str, is_cdb: bool) -> sqlite3.Connection:
    """A fresh copy of an empty database. Its only container is the root (1) or the non-CDB (0)."""
    connection = _connect()
    _template(release, is_cdb).backup(connection)
    return connection


@functools.cache
def _template(release: str, is_cdb: bool) -> sqlite3.Connection:
    connection = _connect()
    for table in base_tables.TABLES.values():
        for statement in table.create_statements():
            connection.execute(statement)
    connection.execute(base_tables.VISIBLE_CONTAINERS)
    for statement in _datapump_tables():
        connection.execute(statement)
    database = Database("TEMPLATE", RELEASES[release], connection, Clock(_CREATED, 0), is_cdb)
    attach_datapump(database)
    _populate(database)
    # Each database makes the views it uses: they are most of what SQLite would have to read and keep.
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f"DROP VIEW `{name}`")
    connection.execute(base_tables.VISIBLE_CONTAINERS)
    connection.execute("VACUUM")
    return connection


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, cached_statements=1000)
    connection.execute("PRAGMA cache_size = -2000")
    return connection


def _datapump_tables() -> tuple[str, ...]:
    from ..datapump.memory import TABLES

    return TABLES


def supplied_packages() -> dict[str, SuppliedPackage]:
    """All supplied packages by name."""
    from .. import packages
    from ..datapump import package as datapump_package

    found = [*packages.ALL, datapump_package.PACKAGE]
    return {package.name: package for package in found}


def _populate(database: Database) -> None:
    con_id = database.root_id
    connection = database.sqlite
    name = "CDB$ROOT" if database.is_cdb else "TEMPLATE"
    database.containers[con_id] = Container(con_id, name, 0, 1 if database.is_cdb else 0)
    connection.execute("INSERT INTO x_container (CON_ID, NAME, NEXT_OBJECT) VALUES (?, ?, 2)", (con_id, name))
    connection.execute("INSERT INTO dual VALUES ('X')")
    connection.executemany(
        "INSERT INTO system_privilege_map VALUES (?, ?, 0)",
        [(number, name) for name, number in predefined.SYSTEM_PRIVILEGES.items()],
    )
    connection.executemany(
        "INSERT INTO table_privilege_map VALUES (?, ?)",
        [(number, name) for name, number in predefined.OBJECT_PRIVILEGES.items()],
    )
    connection.executemany(
        "INSERT INTO `props$` VALUES (?, ?, ?, ?)",
        [(con_id, name, value, comment) for name, (value, comment) in predefined.PROPERTIES.items()],
    )
    connection.executemany(
        "INSERT INTO `ts$` VALUES (?, ?, ?, 'ONLINE', ?, 8192, 'NO')",
        [(con_id, number, name, contents) for name, (number, contents) in predefined.TABLESPACES.items()],
    )
    _create_accounts(database, con_id)
    _create_dictionary(database, con_id)
    _create_packages(database, con_id)
    _create_types(database, con_id)
    connection.execute("UPDATE `obj$` SET ORACLE_MAINTAINED = 'Y'")
    connection.execute("UPDATE x_container SET NEXT_OBJECT = ?", (FIRST_USER_OBJECT,))


def _create_accounts(database: Database, con_id: int) -> None:
    accounts = database.accounts
    accounts.create(con_id, PUBLIC_OWNER, role=True, number=predefined.PUBLIC, maintained=True, common=True)
    for number, role in enumerate(predefined.ROLES, 2):
        accounts.create(
            con_id, role, role=True, number=number if number < 9 else number + 1, maintained=True, common=True
        )
    for role, (privileges, roles) in predefined.ROLES.items():
        account = accounts.find(con_id, role)
        assert account is not None
        for privilege in privileges:
            accounts.grant_system(account, privilege, admin=role == "DBA")
        for granted in roles:
            accounts.grant_role(account, granted, admin=role == "DBA")
    for name, (number, tablespace, status, privileges, roles) in predefined.ACCOUNTS.items():
        account = accounts.create(
            con_id, name, number=number, tablespace=tablespace, status=status, maintained=True, common=True
        )
        for privilege in privileges:
            accounts.grant_system(account, privilege, admin=True)
        for granted in roles:
            accounts.grant_role(account, granted, admin=True)
        accounts.set_password(account, predefined.DEFAULT_PASSWORD if status == "OPEN" else None, "12C")
    sys_account = accounts.user(con_id, "SYS")
    accounts.grant_administrative(sys_account, "SYSDBA")
    accounts.grant_administrative(sys_account, "SYSOPER")


def _create_dictionary(database: Database, con_id: int) -> None:
    """DUAL, and every view with its columns, its public synonym and its grant."""
    objects = database.objects
    public = database.accounts.number(con_id, PUBLIC_OWNER)
    catalog_role = database.accounts.number(con_id, "SELECT_CATALOG_ROLE")
    for name in ["DUAL", *database.views.names()]:
        relation = database.views.base_table(name) if name == "DUAL" else database.views.view(name)
        assert relation is not None
        kind = ObjectType.TABLE if name == "DUAL" else ObjectType.VIEW
        created = objects.create(con_id, "SYS", object_name(name), kind)
        objects.set_columns(
            con_id,
            created.object_id,
            [StoredColumn(column.name, column.type, column.nullable) for column in relation.columns],
        )
        _grant(database, con_id, created.object_id, public if is_public(name) else catalog_role, "SELECT")
        _create_synonym(database, con_id, name, created.name)
    for synonym, target in _FURTHER_SYNONYMS.items():
        _create_synonym(database, con_id, synonym, target)


def _create_packages(database: Database, con_id: int) -> None:
    public = database.accounts.number(con_id, PUBLIC_OWNER)
    for package in supplied_packages().values():
        created = database.objects.create(con_id, "SYS", package.name, ObjectType.PACKAGE)
        database.objects.create(con_id, "SYS", package.name, ObjectType.PACKAGE_BODY)
        if package.execute_granted_to_public:
            _grant(database, con_id, created.object_id, public, "EXECUTE")
        _create_synonym(database, con_id, package.name, package.name)


def _create_types(database: Database, con_id: int) -> None:
    """The supplied types, for everybody; the names without a version are synonyms, in schema SYS too."""
    database.object_types.enter_supplied(con_id)
    public = database.accounts.number(con_id, PUBLIC_OWNER)
    for name in supplied_types(database.version):
        stored = database.objects.find(con_id, "SYS", name, ObjectType.TYPE)
        assert stored is not None
        _grant(database, con_id, stored.object_id, public, "EXECUTE")
        _create_synonym(database, con_id, name, name)
    for name, target in type_synonyms(database.version).items():
        _create_synonym(database, con_id, name, target)
        _create_synonym(database, con_id, name, target, owner="SYS")


def _create_synonym(database: Database, con_id: int, name: str, target: str, owner: str = PUBLIC_OWNER) -> None:
    synonym = database.objects.create(con_id, owner, name, ObjectType.SYNONYM)
    database.sqlite.execute("INSERT INTO `syn$` VALUES (?, ?, NULL, 'SYS', ?)", (con_id, synonym.object_id, target))


def _grant(database: Database, con_id: int, object_id: int, grantee: int, privilege: str) -> None:
    database.sqlite.execute(
        "INSERT INTO `objauth$` VALUES (?, ?, ?, ?, ?, 0)",
        (con_id, object_id, predefined.SYS, grantee, predefined.OBJECT_PRIVILEGES[privilege]),
    )


def clone_container(database: Database, source: int, target: int) -> None:
    """Gives a new PDB the dictionary of another container, as creating it from the seed does."""
    for table in base_tables.TABLES.values():
        if table.per_container and not table.name.startswith("x_") and table.name != "dual":
            columns = ", ".join(f"`{name}`" for name, dummy in table.columns[1:])
            database.sqlite.execute(
                f"INSERT INTO `{table.name}` (CON_ID, {columns})"
                f" SELECT ?, {columns} FROM `{table.name}` WHERE CON_ID = ?",
                (target, source),
            )
    database.sqlite.execute(
        "INSERT INTO x_credential SELECT ?, `USER#`, PASSWORD, VERIFIER FROM x_credential WHERE CON_ID = ?",
        (target, source),
    )


def attach_datapump(database: Database) -> None:
    """Gives a database its Data Pump, whose tables are in the store already."""
    from ..datapump.service import DataPump

    database.datapump = DataPump(database)
