# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the handlers of DDL share: whose schema, which object, which lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from ..objects import ObjectType, StoredObject

if TYPE_CHECKING:
    from ..session import Session

Name = tuple[str | None, str]


def own_or_any(session: Session, owner: str, own: str | None, any_privilege: str) -> None:
    """Raises ORA-01031 unless the user may create or drop something in that schema; ANY never reaches SYS."""
    if session.is_sysdba or (owner == session.user and (own is None or session.has_privilege(own))):
        return
    if owner == "SYS" or not session.has_privilege(any_privilege):
        raise OraError(1031)


def schema_of(session: Session, name: Name) -> str:
    """The schema a new object goes to. Raises ORA-01918 when there is no such user."""
    owner = name[0] or session.schema
    session.database.accounts.user(session.con_id, owner)
    return owner


def find(session: Session, name: Name, *types: ObjectType) -> StoredObject | None:
    """The object itself, never through a synonym."""
    return session.database.objects.find(session.con_id, name[0] or session.schema, name[1], *types)


def lock_exclusively(session: Session, table: StoredObject) -> None:
    """Waits as long as DDL_LOCK_TIMEOUT says. Raises ORA-00054, or ORA-00942 when the table went in the meantime."""
    session.locks.lock_for_ddl(session, table.object_id, float(session.parameter("ddl_lock_timeout") or 0))
    now = session.database.objects.by_id(table.con_id, table.object_id)
    if now is None or now.name != table.name:
        raise OraError(942)
