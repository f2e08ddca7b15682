# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""ALTER SESSION SET CONTAINER."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OraError
from . import session_rows

if TYPE_CHECKING:
    from .session import Session


def switch_container(session: Session, name: str) -> None:
    """Raises ORA-65011 (unknown), ORA-65023 (open transaction), ORA-01031, ORA-01109 (not open)."""
    database = session.database
    container = database.container_named(name) if database.is_cdb else None
    if container is None:
        raise OraError(65011, name)
    if container.con_id == session.con_id:
        return
    if session.transaction.active:
        raise OraError(65023, database.containers[session.con_id].name)
    account = database.accounts.find(container.con_id, session.user, role=False)
    if not session.has_privilege("SET CONTAINER") or account is None:
        raise OraError(1031)
    if database.open_mode(container.con_id, session.instance_id) == "MOUNTED" and not session.is_sysdba:
        raise OraError(1109)
    session.con_id, session.user_number, session.schema = container.con_id, account.number, session.user
    session_rows.update_container(session)
    session.privileges.enable_default_roles()
