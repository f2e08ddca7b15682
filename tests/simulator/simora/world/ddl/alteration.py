# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ALTER TABLE, ALTER INDEX, RENAME."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from ...values import to_storage
from .. import constraints, indexes, segments
from ..atomic import atomic
from ..objects import ObjectType, StoredColumn, StoredObject
from .datatypes import parse_datatype
from .definitions import column_definitions, constraint_definitions
from .naming import find, lock_exclusively
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session


def alter_table(session: Session, node: Node) -> None:
    table = find(session, node.qualified, ObjectType.TABLE)
    table = session.privileges.check_ddl(table, "ALTER ANY TABLE")
    if table.in_recycle_bin:
        raise OraError(38301)
    lock_exclusively(session, table)
    change = node.nodes[1]
    with atomic(session.database):
        _CHANGES[change.kind](session, table, change)
        session.database.objects.touch(table.con_id, table.object_id)
    if change.kind == "rename_table":
        session.database.datapump.table_dropped(table.con_id, table.object_id)


def _rename_table(session: Session, table: StoredObject, change: Node) -> None:
    _rename(session, table, change.values[0])


def _rename_column(session: Session, table: StoredObject, change: Node) -> None:
    old, new = change.values
    (number,) = indexes.column_numbers(session.database, table, [old])
    _require_new_column(session, table, new)
    session.sqlite.execute(
        "UPDATE `col$` SET NAME = ? WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?",
        (new, table.con_id, table.object_id, number),
    )


def _rename_constraint(session: Session, table: StoredObject, change: Node) -> None:
    old, new = change.values
    number = _constraint(session, table, old, missing=23292)
    if constraints.constraint_number(session.database, table.con_id, table.owner, new) is not None:
        raise OraError(2264)
    session.database.release.check_identifier(new)
    session.sqlite.execute("UPDATE `con$` SET NAME = ? WHERE CON_ID = ? AND `CON#` = ?", (new, table.con_id, number))


def _add(session: Session, table: StoredObject, change: Node) -> None:
    existing = session.database.objects.columns(table.con_id, table.object_id)
    next_number = max((column.number for column in existing), default=0) + 1
    added = column_definitions([change])
    for offset, column in enumerate(added):
        _require_new_column(session, table, column.name)
        _add_column(session, table, column, next_number + offset)
    for constraint in constraint_definitions([change]):
        constraints.add_constraint(session.database, table, constraint)


def _add_column(session: Session, table: StoredObject, column: StoredColumn, number: int) -> None:
    """Existing rows get the default. A column without one cannot be NOT NULL while there are rows (ORA-01758)."""
    target = segments.segment_name(session, table)
    rows = session.sqlite.execute(f"SELECT 1 FROM {target} LIMIT 1").fetchone()
    if rows and not column.nullable and column.default is None:
        raise OraError(1758)
    position = len(session.database.objects.columns(table.con_id, table.object_id)) + 1
    session.sqlite.execute(f"ALTER TABLE {target} ADD COLUMN c{number}")
    session.database.objects.append_column(table.con_id, table.object_id, position, number, column)
    if rows and column.default is not None:
        value = _constant(session, column.default)
        session.sqlite.execute(f"UPDATE {target} SET c{number} = ?", (to_storage(value, column.type),))


def _constant(session: Session, expression: str) -> object:
    from ... import sql

    result = sql.execute(session, f"SELECT {expression} FROM dual", []).result_set
    assert result is not None
    return result.rows[0][0]


def _modify(session: Session, table: StoredObject, change: Node) -> None:
    """Types may grow; nullability changes. Raises ORA-01442, ORA-01451, ORA-02296 as Oracle does."""
    known = {column.name: column for column in session.database.objects.columns(table.con_id, table.object_id)}
    for node in change.all("column"):
        (number,) = indexes.column_numbers(session.database, table, [node.values[0]])
        if len(node.values) > 1:
            kind = parse_datatype(node.values[1])
            session.database.objects.set_column_type(table.con_id, table.object_id, number, kind)
        for constraint in node.all("column_constraint"):
            wants_null = constraint.has("null")
            if wants_null == known[node.values[0]].nullable:
                raise OraError(1451 if wants_null else 1442)
            _set_nullable(session, table, number, wants_null)


def _set_nullable(session: Session, table: StoredObject, number: int, nullable: bool) -> None:
    target = segments.segment_name(session, table)
    if not nullable and session.sqlite.execute(f"SELECT 1 FROM {target} WHERE c{number} IS NULL LIMIT 1").fetchone():
        raise OraError(2296, f"{table.owner}.")
    session.sqlite.execute(
        "UPDATE `col$` SET `NULL$` = ? WHERE CON_ID = ? AND `OBJ#` = ? AND `SEGCOL#` = ?",
        ("Y" if nullable else "N", table.con_id, table.object_id, number),
    )


def _drop_columns(session: Session, table: StoredObject, change: Node) -> None:
    """The rows keep the value where nobody sees it. Raises ORA-12983 for the last column."""
    names = change.name_list or change.values
    numbers = indexes.column_numbers(session.database, table, names)
    if len(numbers) >= len(session.database.objects.columns(table.con_id, table.object_id)):
        raise OraError(12983)
    for number in numbers:
        session.database.objects.drop_column(table.con_id, table.object_id, number)


def _drop_constraint(session: Session, table: StoredObject, change: Node) -> None:
    _drop_one_constraint(session, table, _constraint(session, table, change.values[0], missing=2443))


def _drop_primary_key(session: Session, table: StoredObject, change: Node) -> None:
    for number, kind, dummy in constraints.constraints_of(session.database, table):
        if kind == "P":
            _drop_one_constraint(session, table, number)
            return
    raise OraError(2441)


def _drop_one_constraint(session: Session, table: StoredObject, number: int) -> None:
    (index_id,) = session.sqlite.execute(
        "SELECT ENABLED FROM `cdef$` WHERE CON_ID = ? AND `CON#` = ?", (table.con_id, number)
    ).fetchone()
    if session.sqlite.execute(
        "SELECT 1 FROM `cdef$` WHERE CON_ID = ? AND `RCON#` = ?", (table.con_id, number)
    ).fetchone():
        raise OraError(2273)
    constraints.drop_constraint(session.database, table.con_id, number)
    index = session.database.objects.by_id(table.con_id, index_id) if index_id is not None else None
    if index is not None:
        indexes.remove_index(session.database, index)


def _constraint(session: Session, table: StoredObject, name: str, missing: int) -> int:
    for number, dummy, known in constraints.constraints_of(session.database, table):
        if known == name:
            return number
    raise OraError(missing)


def _move(session: Session, table: StoredObject, change: Node) -> None:
    target = change.find("tablespace")
    if target is not None:
        number = session.database.accounts.tablespace_number(table.con_id, target.values[0])
        for name in ("tab$", "seg$"):
            session.sqlite.execute(
                f"UPDATE `{name}` SET `TS#` = ? WHERE CON_ID = ? AND `OBJ#` = ?",
                (number, table.con_id, table.object_id),
            )


def _require_new_column(session: Session, table: StoredObject, name: str) -> None:
    session.database.release.check_identifier(name)
    if name in {column.name for column in session.database.objects.columns(table.con_id, table.object_id)}:
        raise OraError(1430)


def rename_index(session: Session, node: Node) -> None:
    index = find(session, node.qualified, ObjectType.INDEX)
    if index is None or not (session.privileges.owns(index) or session.privileges.has_any(index, "ALTER ANY INDEX")):
        raise OraError(1418)
    _rename(session, index, node.values[0])


def rebuild_index(session: Session, node: Node) -> None:
    index = find(session, node.qualified, ObjectType.INDEX)
    if index is None:
        raise OraError(1418)
    session.database.objects.touch(index.con_id, index.object_id)


def rename(session: Session, node: Node) -> None:
    """RENAME a TO b: a table, view or private synonym of one's own."""
    old, new = node.values
    target = session.database.objects.find(session.con_id, session.user, old)
    if target is None:
        raise OraError(4043, old)
    if target.type is ObjectType.TABLE:
        lock_exclusively(session, target)
    _rename(session, target, new)
    session.database.datapump.table_dropped(target.con_id, target.object_id)


def _rename(session: Session, target: StoredObject, name: str) -> None:
    session.database.release.check_identifier(name)
    if find(session, (target.owner, name), target.type) is not None or (
        target.type is not ObjectType.INDEX and find(session, (target.owner, name)) is not None
    ):
        raise OraError(955)
    session.database.objects.rename(target, name)
    session.database.next_scn()


_CHANGES = {
    "rename_table": _rename_table,
    "rename_column": _rename_column,
    "rename_constraint": _rename_constraint,
    "add_elements": _add,
    "modify_columns": _modify,
    "drop_columns": _drop_columns,
    "drop_constraint": _drop_constraint,
    "drop_primary_key": _drop_primary_key,
    "move_table": _move,
}

HANDLERS = {
    "alter_table": alter_table,
    "rename_index": rename_index,
    "rebuild_index": rebuild_index,
    "rename": rename,
}
