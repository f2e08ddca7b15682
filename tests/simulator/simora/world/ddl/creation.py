# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CREATE of tables, indexes, views, synonyms and directories; COMMENT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from ...values import to_storage
from .. import indexes, predefined, segments, space, tables
from ..atomic import atomic
from ..objects import PUBLIC_OWNER, ObjectType, StoredColumn, StoredObject
from .definitions import column_definitions, table_definition
from .naming import find, lock_exclusively, own_or_any, schema_of
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session


def create_table(session: Session, node: Node) -> None:
    owner = schema_of(session, node.qualified)
    own_or_any(session, owner, "CREATE TABLE", "CREATE ANY TABLE")
    with atomic(session.database):
        _create(session, owner, node, column_definitions(node.all("elements")))


def create_table_as(session: Session, node: Node) -> None:
    from ... import sql

    owner = schema_of(session, node.qualified)
    own_or_any(session, owner, "CREATE TABLE", "CREATE ANY TABLE")
    result = sql.execute(session, node.values[0], []).result_set
    assert result is not None
    headings = [column.values[0] for elements in node.all("elements") for column in elements.all("column")]
    if headings and len(headings) != len(result.columns):
        raise OraError(1730)
    columns = tuple(
        StoredColumn(headings[index] if headings else column.name, column.type, column.nullable)
        for index, column in enumerate(result.columns)
    )
    with atomic(session.database):
        table = _create(session, owner, node, columns)
        if not result.rows:
            return
        if not node.has("temporary"):
            space.require_space(session.database, table)
        target = segments.segment_name(session, table)
        marks = ", ".join("?" * len(columns))
        session.sqlite.executemany(
            f"INSERT INTO {target} VALUES ({marks})",
            [
                [to_storage(value, column.type) for value, column in zip(row, columns, strict=True)]
                for row in result.rows
            ],
        )


def create_index(session: Session, node: Node) -> None:
    index_name, table_name = node.qualified_names
    owner = index_name[0] or session.schema
    table = find(session, table_name, ObjectType.TABLE)
    table = session.privileges.check_ddl(table, "CREATE ANY INDEX")
    own_or_any(session, owner, None, "CREATE ANY INDEX")
    lock_exclusively(session, table)
    columns = [column.values[0] for column in node.all("index_column")]
    tablespace = None
    for option in node.all("index_option"):
        named = option.find("tablespace")
        if named is not None:
            tablespace = session.database.accounts.tablespace_number(session.con_id, named.values[0])
    with atomic(session.database):
        indexes.create_index(
            session.database, table, owner, index_name[1], columns,
            unique="UNIQUE" in node.words, tablespace=tablespace,
        )  # fmt: skip


def create_view(session: Session, node: Node) -> None:
    from ... import sql

    owner = schema_of(session, node.qualified)
    own_or_any(session, owner, "CREATE VIEW", "CREATE ANY VIEW")
    text = node.values[0]
    with session.acting_as(owner):
        dummy, columns = sql.define_view(
            session.database, text, lambda schema, name: session.catalog.relation(schema, name, "SELECT")
        )
    headings = node.name_list or tuple(column.name for column in columns)
    if len(headings) != len(columns):
        raise OraError(1730)
    stored = [
        StoredColumn(heading, column.type, column.nullable) for heading, column in zip(headings, columns, strict=True)
    ]
    with atomic(session.database):
        view = _replaceable(session, owner, node, ObjectType.VIEW)
        session.sqlite.execute("DELETE FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ?", (view.con_id, view.object_id))
        session.sqlite.execute("DELETE FROM `view$` WHERE CON_ID = ? AND `OBJ#` = ?", (view.con_id, view.object_id))
        session.database.objects.set_columns(view.con_id, view.object_id, stored)
        session.sqlite.execute("INSERT INTO `view$` VALUES (?, ?, ?)", (view.con_id, view.object_id, text))


def create_synonym(session: Session, node: Node) -> None:
    name, target = node.qualified_names
    if "PUBLIC" in node.words:
        session.privileges.require("CREATE PUBLIC SYNONYM")
        owner = PUBLIC_OWNER
    else:
        owner = schema_of(session, name)
        own_or_any(session, owner, "CREATE SYNONYM", "CREATE ANY SYNONYM")
    with atomic(session.database):
        synonym = _replaceable(session, owner, node, ObjectType.SYNONYM)
        session.sqlite.execute(
            "DELETE FROM `syn$` WHERE CON_ID = ? AND `OBJ#` = ?", (synonym.con_id, synonym.object_id)
        )
        session.sqlite.execute(
            "INSERT INTO `syn$` VALUES (?, ?, NULL, ?, ?)",
            (synonym.con_id, synonym.object_id, target[0] or session.schema, target[1]),
        )


def create_directory(session: Session, node: Node) -> None:
    session.privileges.require("CREATE ANY DIRECTORY")
    name, path = node.values
    objects, con_id = session.database.objects, session.con_id
    existing = objects.find(con_id, "SYS", name, ObjectType.DIRECTORY)
    if existing is not None and not node.has("or_replace"):
        raise OraError(955)
    if existing is not None:
        session.sqlite.execute(
            "UPDATE `dir$` SET OS_PATH = ? WHERE CON_ID = ? AND `OBJ#` = ?", (path, con_id, existing.object_id)
        )
        objects.touch(con_id, existing.object_id)
        return
    created = objects.create(con_id, "SYS", name, ObjectType.DIRECTORY)
    session.sqlite.execute("INSERT INTO `dir$` VALUES (?, ?, ?)", (con_id, created.object_id, path))
    account = session.database.accounts.user(con_id, session.user)
    for privilege in ("READ", "WRITE"):
        number = predefined.OBJECT_PRIVILEGES[privilege]
        session.database.accounts.grant_object(account, created.object_id, number, predefined.SYS, True)


def comment_table(session: Session, node: Node) -> None:
    target = find(session, node.qualified, ObjectType.TABLE, ObjectType.VIEW)
    target = session.privileges.check_ddl(target, "COMMENT ANY TABLE")
    session.database.objects.set_comment(target.con_id, target.object_id, None, node.values[0])


def comment_column(session: Session, node: Node) -> None:
    *path, text = node.values
    if len(path) < 2:
        raise OraError(904)
    owner = path[0] if len(path) == 3 else None
    target = find(session, (owner, path[-2]), ObjectType.TABLE, ObjectType.VIEW)
    target = session.privileges.check_ddl(target, "COMMENT ANY TABLE")
    (number,) = indexes.column_numbers(session.database, target, [path[-1]])
    session.database.objects.set_comment(target.con_id, target.object_id, number, text)


def _create(session: Session, owner: str, node: Node, columns: tuple[StoredColumn, ...]) -> StoredObject:
    definition = table_definition(node, columns)
    table = tables.create_table(session.database, session.con_id, owner, definition)
    space.require_writable_tablespace(session.database, table)
    return table


def _replaceable(session: Session, owner: str, node: Node, kind: ObjectType) -> StoredObject:
    """The object to write: a new one, or with OR REPLACE the existing one of the same kind."""
    objects = session.database.objects
    name = node.qualified_names[0][1]
    existing = objects.find(session.con_id, owner, name, kind)
    if existing is None or not node.has("or_replace"):
        return objects.create(session.con_id, owner, name, kind)
    objects.touch(session.con_id, existing.object_id)
    return existing


HANDLERS = {
    "create_table": create_table,
    "create_table_as": create_table_as,
    "create_index": create_index,
    "create_view": create_view,
    "create_synonym": create_synonym,
    "create_directory": create_directory,
    "comment_table": comment_table,
    "comment_column": comment_column,
}
