# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Transactions, LOCK TABLE, SET ROLE, ALTER SESSION: no DDL, no implicit commit."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from ...engine import Outcome
from ...errors import OraError
from ..container_switch import switch_container
from ..locks import WAIT_FOREVER, Mode
from ..objects import ObjectType
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session

_MODES = {
    frozenset({"ROW", "SHARE"}): Mode.ROW_SHARE,
    frozenset({"SHARE", "UPDATE"}): Mode.ROW_SHARE,
    frozenset({"ROW", "EXCLUSIVE"}): Mode.ROW_EXCLUSIVE,
    frozenset({"SHARE"}): Mode.SHARE,
    frozenset({"SHARE", "ROW", "EXCLUSIVE"}): Mode.SHARE_ROW_EXCLUSIVE,
    frozenset({"EXCLUSIVE"}): Mode.EXCLUSIVE,
}


def commit(session: Session, node: Node) -> None:
    session.transaction.commit()


def rollback_all(session: Session, node: Node) -> None:
    session.transaction.rollback()


def rollback_to(session: Session, node: Node) -> None:
    session.transaction.rollback_to(node.values[0])


def savepoint(session: Session, node: Node) -> None:
    session.transaction.savepoint(node.values[0])


def set_transaction(session: Session, node: Node) -> None:
    if session.transaction.active:
        raise OraError(1453)
    session.transaction.read_only = {"READ", "ONLY"} <= node.words


def set_constraints(session: Session, node: Node) -> None:
    """No constraint here is deferrable."""
    if "ALL" not in node.words:
        raise OraError(2447)


def lock_table(session: Session, node: Node) -> None:
    """Without NOWAIT or WAIT it waits for ever. A view locks nothing of its own."""
    mode_node, wait = node.find("lock_mode"), node.find("lock_wait")
    assert mode_node is not None
    timeout = WAIT_FOREVER if wait is None else 0.0 if "NOWAIT" in wait.words else float(wait.values[0])
    for owner, name in node.qualified_names:
        target = session.catalog.resolve(owner, name, ObjectType.TABLE, ObjectType.VIEW)
        if target is None:
            raise OraError(942)
        session.privileges.check_table(target, "LOCK")
        session.require_writable()
        if target.in_recycle_bin:
            raise OraError(38301)
        if target.type is ObjectType.TABLE:
            session.locks.lock_table(session, target.object_id, _MODES[mode_node.words], timeout)
            if session.database.objects.by_id(target.con_id, target.object_id) is None:
                raise OraError(942)


def set_role_all(session: Session, node: Node) -> None:
    session.privileges.set_role(None)


def set_role_none(session: Session, node: Node) -> None:
    session.privileges.set_role([])


def set_role_names(session: Session, node: Node) -> None:
    session.privileges.set_role(list(node.name_list))


def set_session(session: Session, node: Node) -> Outcome:
    outcome = Outcome()
    for setting in node.all("setting"):
        name, value = setting.values[0].upper(), setting.values[1]
        if name == "CURRENT_SCHEMA":
            session.set_current_schema(value)
            outcome.current_schema = value
        elif name == "CONTAINER":
            switch_container(session, value)
        elif name == "TIME_ZONE":
            session.time_zone = _time_zone(value)
        else:
            session.database.parameters.set_session(session.sid, name, value)
    return outcome


def session_parallel(session: Session, node: Node) -> None:
    """Parallel execution and resumable waits change no result here. COMMIT IN PROCEDURE is not played."""
    if "COMMIT" in node.words:
        raise OraError(3001)


def _time_zone(text: str) -> datetime.timedelta:
    """Offsets only; region names are not played. Raises ORA-01882."""
    match = re.fullmatch(r"\s*([+-]?)(\d{1,2}):(\d{2})\s*", text)
    if text.upper() in ("LOCAL", "DBTIMEZONE", "UTC", "GMT"):
        return datetime.timedelta(0)
    if match is None:
        raise OraError(1882)
    offset = datetime.timedelta(hours=int(match[2]), minutes=int(match[3]))
    if offset > datetime.timedelta(hours=15):
        raise OraError(1874)
    return -offset if match[1] == "-" else offset


HANDLERS = {
    "commit": commit,
    "rollback_all": rollback_all,
    "rollback_to": rollback_to,
    "savepoint": savepoint,
    "set_transaction": set_transaction,
    "set_constraints": set_constraints,
    "lock_table": lock_table,
    "set_role_all": set_role_all,
    "set_role_none": set_role_none,
    "set_role_names": set_role_names,
    "set_session": set_session,
    "session_parallel": session_parallel,
}
