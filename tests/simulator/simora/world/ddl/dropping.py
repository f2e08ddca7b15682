# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DROP and TRUNCATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from .. import constraints, indexes, recycle_bin, segments, tables
from ..atomic import atomic
from ..objects import PUBLIC_OWNER, ObjectType, StoredObject
from .naming import find, lock_exclusively
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session


def drop_table(session: Session, node: Node) -> None:
    table = find(session, node.qualified, ObjectType.TABLE)
    if table is None and node.has("if_exists"):
        return
    table = session.privileges.check_ddl(table, "DROP ANY TABLE")
    cascade = node.has("cascade")
    _refuse_special_tables(session, table)
    lock_exclusively(session, table)
    referencing = constraints.referencing_constraints(session.database, table)
    if referencing and not cascade:
        raise OraError(2449)
    with atomic(session.database):
        for number in referencing:
            constraints.drop_constraint(session.database, session.con_id, number)
        to_bin = (
            not node.has("purge_now")
            and (session.parameter("recyclebin") or "").upper() == "ON"
            and recycle_bin.can_hold(session.database, table)
        )
        remove(session, table, to_bin=to_bin)


def remove(session: Session, table: StoredObject, *, to_bin: bool) -> None:
    """Takes the table away and tells Data Pump, for which it may have been a job."""
    if to_bin:
        recycle_bin.put(session.database, table)
    else:
        tables.remove_table(session.database, table)
    session.database.next_scn()
    session.database.datapump.table_dropped(table.con_id, table.object_id)


def truncate(session: Session, node: Node) -> None:
    table = find(session, node.qualified, ObjectType.TABLE)
    table = session.privileges.check_ddl(table, "DROP ANY TABLE")
    if table.in_recycle_bin:
        raise OraError(38301)
    lock_exclusively(session, table)
    if constraints.referencing_constraints(session.database, table):
        raise OraError(2266)
    session.sqlite.execute(f"DELETE FROM {segments.segment_name(session, table)}")
    session.database.objects.touch(table.con_id, table.object_id)
    session.sqlite.execute(
        "UPDATE `obj$` SET `DATAOBJ#` = ? WHERE CON_ID = ? AND `OBJ#` = ?",
        (session.database.objects.new_object_id(table.con_id), table.con_id, table.object_id),
    )


def drop_index(session: Session, node: Node) -> None:
    index = find(session, node.qualified, ObjectType.INDEX)
    if index is None or not (session.privileges.owns(index) or session.privileges.has_any(index, "DROP ANY INDEX")):
        if index is None and node.has("if_exists"):
            return
        raise OraError(1418)
    if index.in_recycle_bin:
        raise OraError(38301)
    if session.sqlite.execute(
        "SELECT 1 FROM `cdef$` WHERE CON_ID = ? AND ENABLED = ?", (index.con_id, index.object_id)
    ).fetchone():
        raise OraError(2429)
    (base,) = session.sqlite.execute(
        "SELECT `BO#` FROM `ind$` WHERE CON_ID = ? AND `OBJ#` = ?", (index.con_id, index.object_id)
    ).fetchone()
    table = session.database.objects.by_id(index.con_id, base)
    assert table is not None
    lock_exclusively(session, table)
    indexes.remove_index(session.database, index)


def drop_view(session: Session, node: Node) -> None:
    view = find(session, node.qualified, ObjectType.VIEW)
    if view is None and node.has("if_exists"):
        return
    view = session.privileges.check_ddl(view, "DROP ANY VIEW")
    session.database.objects.forget(view, ("view$", "col$"))


def drop_synonym(session: Session, node: Node) -> None:
    if "PUBLIC" in node.words:
        session.privileges.require("DROP PUBLIC SYNONYM")
        found = session.database.objects.find(session.con_id, PUBLIC_OWNER, node.qualified[1], ObjectType.SYNONYM)
        missing = 1432
    else:
        found = find(session, node.qualified, ObjectType.SYNONYM)
        if found and not (session.privileges.owns(found) or session.privileges.has_any(found, "DROP ANY SYNONYM")):
            found = None
        missing = 1434
    if found is None:
        if node.has("if_exists"):
            return
        raise OraError(missing)
    session.database.objects.forget(found, ("syn$",))


def drop_directory(session: Session, node: Node) -> None:
    session.privileges.require("DROP ANY DIRECTORY")
    found = session.database.objects.find(session.con_id, "SYS", node.values[0], ObjectType.DIRECTORY)
    if found is not None:
        session.database.objects.forget(found, ("dir$",))
    elif not node.has("if_exists"):
        raise OraError(4043, node.values[0])


def _refuse_special_tables(session: Session, table: StoredObject) -> None:
    """Raises ORA-38301, ORA-24005, ORA-12083 or ORA-14452 for what DROP TABLE does not take."""
    if table.in_recycle_bin:
        raise OraError(38301)
    key = (table.con_id, table.object_id)
    if session.sqlite.execute("SELECT 1 FROM `queue_tables$` WHERE CON_ID = ? AND `OBJ#` = ?", key).fetchone():
        raise OraError(24005, f"{table.owner}.{table.name}")
    if find(session, (table.owner, table.name), ObjectType.MATERIALIZED_VIEW) is not None:
        raise OraError(12083, f"{table.owner}.{table.name}")
    if segments.in_use_by_others(session, table):
        raise OraError(14452)


HANDLERS = {
    "drop_table": drop_table,
    "truncate": truncate,
    "drop_index": drop_index,
    "drop_view": drop_view,
    "drop_synonym": drop_synonym,
    "drop_directory": drop_directory,
}
