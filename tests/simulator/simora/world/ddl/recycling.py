# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FLASHBACK TABLE ... TO BEFORE DROP and PURGE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from .. import recycle_bin
from ..objects import ObjectType
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session


def flashback(session: Session, node: Node) -> None:
    """Takes the exact BIN$ name, else the table of that original name that was dropped last."""
    owner, name = node.qualified
    entry = _entry(session, owner, name, ObjectType.TABLE, newest=True)
    if entry is None or not entry.is_table or not _may_drop(session, entry):
        raise OraError(38305)
    recycle_bin.restore(session.database, entry, node.values[0] if node.values else entry.original_name)


def purge_table(session: Session, node: Node) -> None:
    """Takes the exact BIN$ name, else the table of that original name that was dropped first."""
    _purge(session, node, ObjectType.TABLE)


def purge_index(session: Session, node: Node) -> None:
    _purge(session, node, ObjectType.INDEX)


def purge_recyclebin(session: Session, node: Node) -> None:
    """Only the user's own."""
    _purge_all(session, owner=session.user_number)


def purge_dba_recyclebin(session: Session, node: Node) -> None:
    session.privileges.require("PURGE DBA_RECYCLEBIN")
    _purge_all(session)


def purge_tablespace(session: Session, node: Node) -> None:
    tablespace = session.database.accounts.tablespace_number(session.con_id, node.values[0])
    if "USER" in node.words:
        owner = session.database.accounts.user(session.con_id, node.values[1]).number
        if owner != session.user_number and not session.has_privilege("DROP ANY TABLE"):
            raise OraError(38310)
        _purge_all(session, owner=owner, tablespace=tablespace)
        return
    everybody = session.has_privilege("DROP ANY TABLE")
    _purge_all(session, owner=None if everybody else session.user_number, tablespace=tablespace)


def _purge(session: Session, node: Node, kind: ObjectType) -> None:
    owner, name = node.qualified
    entry = _entry(session, owner, name, kind, newest=False)
    if entry is None or entry.type is not kind:
        raise OraError(38307)
    if not _may_drop(session, entry):
        raise OraError(38311)
    recycle_bin.purge(session.database, entry)


def _entry(
    session: Session, owner: str | None, name: str, kind: ObjectType, *, newest: bool
) -> recycle_bin.Entry | None:
    schema = owner or session.schema
    if session.database.accounts.find(session.con_id, schema, role=False) is None:
        return None
    return recycle_bin.find_by_name(session.database, session.con_id, schema, name) or (
        recycle_bin.find_by_original_name(session.database, session.con_id, schema, name, kind, newest=newest)
    )


def _may_drop(session: Session, entry: recycle_bin.Entry) -> bool:
    needed = "DROP ANY TABLE" if entry.is_table else "DROP ANY INDEX"
    return entry.owner_id == session.user_number or session.has_privilege(needed)


def _purge_all(session: Session, *, owner: int | None = None, tablespace: int | None = None) -> None:
    for entry in recycle_bin.all_entries(session.database, session.con_id, owner=owner, tablespace=tablespace):
        recycle_bin.purge(session.database, entry)


HANDLERS = {
    "flashback": flashback,
    "purge_table": purge_table,
    "purge_index": purge_index,
    "purge_recyclebin": purge_recyclebin,
    "purge_dba_recyclebin": purge_dba_recyclebin,
    "purge_tablespace": purge_tablespace,
}
