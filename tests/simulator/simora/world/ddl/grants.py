# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""GRANT and REVOKE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from .. import predefined
from ..accounts import Account
from ..atomic import atomic
from ..objects import ObjectType, StoredObject
from .naming import find
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session

_TABLE_PRIVILEGES = ("ALTER", "DELETE", "FLASHBACK", "INDEX", "INSERT", "REFERENCES", "SELECT", "UPDATE", "READ")
# What GRANT ALL gives, by type of object.
_ALL_ON = {
    ObjectType.TABLE: _TABLE_PRIVILEGES,
    ObjectType.VIEW: ("DELETE", "INSERT", "REFERENCES", "SELECT", "UPDATE", "READ"),
    ObjectType.PACKAGE: ("EXECUTE",),
    ObjectType.TYPE: ("EXECUTE",),
    ObjectType.DIRECTORY: ("READ", "WRITE", "EXECUTE"),
}


def grant(session: Session, node: Node) -> None:
    privileges = _privileges(node)
    target = _target(session, node)
    option = node.find("grant_option")
    with atomic(session.database):
        for grantee in _grantees(session, node):
            for privilege in privileges:
                if target is not None:
                    _grant_object(session, grantee, target, privilege, option is not None and "GRANT" in option.words)
                else:
                    _grant_system(session, grantee, privilege, option is not None and "ADMIN" in option.words)
    if target is not None:
        session.database.objects.touch(target.con_id, target.object_id)


def revoke(session: Session, node: Node) -> None:
    privileges = _privileges(node)
    target = _target(session, node)
    with atomic(session.database):
        for grantee in _grantees(session, node):
            for privilege in privileges:
                if target is not None:
                    _revoke_object(session, grantee, target, privilege)
                else:
                    _revoke_system(session, grantee, privilege)


def _privileges(node: Node) -> list[str]:
    found = node.find("privileges")
    assert found is not None
    return [" ".join(text.upper().split()) if '"' not in text else text.strip('"') for text in found.values]


def _grantees(session: Session, node: Node) -> list[Account]:
    found = []
    for name in node.name_list:
        account = session.database.accounts.find(session.con_id, name)
        if account is None:
            raise OraError(1917, name)
        found.append(account)
    return found


def _target(session: Session, node: Node) -> StoredObject | None:
    """The object after ON, which the session must own or be allowed to grant on."""
    directory, named = node.find("directory_object"), node.find("schema_object")
    if directory is None and named is None:
        return None
    target: StoredObject | None
    if directory is not None:
        target = session.database.objects.find(session.con_id, "SYS", directory.values[0], ObjectType.DIRECTORY)
    else:
        assert named is not None
        target = find(session, named.qualified) or session.catalog.resolve(
            *named.qualified, ObjectType.TABLE, ObjectType.VIEW, ObjectType.PACKAGE, ObjectType.TYPE
        )
    if target is None:
        raise OraError(942)
    privileges = session.privileges
    if not (
        privileges.owns(target)
        or privileges.has_any(target, "GRANT ANY OBJECT PRIVILEGE")
        or _holds_grant_option(session, target)
    ):
        raise OraError(1031 if privileges.sees(target) else 942)
    return target


def _holds_grant_option(session: Session, target: StoredObject) -> bool:
    return (
        session.sqlite.execute(
            "SELECT 1 FROM `objauth$` WHERE CON_ID = ? AND `OBJ#` = ? AND `GRANTEE#` = ? AND `OPTION$` = 1",
            (target.con_id, target.object_id, session.user_number),
        ).fetchone()
        is not None
    )


def _object_privileges(target: StoredObject, privilege: str) -> tuple[str, ...]:
    if privilege in ("ALL", "ALL PRIVILEGES"):
        return _ALL_ON.get(target.type, ())
    if privilege not in predefined.OBJECT_PRIVILEGES:
        raise OraError(990)
    if privilege not in _ALL_ON.get(target.type, ()):
        raise OraError(2224 if target.type is ObjectType.PACKAGE else 2225)
    return (privilege,)


def _grant_object(session: Session, grantee: Account, target: StoredObject, privilege: str, option: bool) -> None:
    if grantee.number == session.user_number:
        raise OraError(1749)
    for name in _object_privileges(target, privilege):
        number = predefined.OBJECT_PRIVILEGES[name]
        session.database.accounts.grant_object(grantee, target.object_id, number, target.owner_id, option)


def _revoke_object(session: Session, grantee: Account, target: StoredObject, privilege: str) -> None:
    """Raises ORA-01927 for what was not granted; ALL takes what there is."""
    names = _object_privileges(target, privilege)
    revoked = [
        session.database.accounts.revoke_object(
            target.con_id, target.object_id, grantee.number, predefined.OBJECT_PRIVILEGES[name]
        )
        for name in names
    ]
    if len(names) == 1 and not revoked[0]:
        raise OraError(1927)


def _grant_system(session: Session, grantee: Account, privilege: str, admin: bool) -> None:
    accounts = session.database.accounts
    if privilege in predefined.ADMINISTRATIVE_PRIVILEGES:
        _require_sysdba(session)
        accounts.revoke_administrative(grantee, privilege)
        accounts.grant_administrative(grantee, privilege)
    elif privilege in ("ALL", "ALL PRIVILEGES"):
        _require_admin(session, None, "GRANT ANY PRIVILEGE")
        for name in predefined.SYSTEM_PRIVILEGES:
            accounts.grant_system(grantee, name, admin)
    elif privilege in predefined.SYSTEM_PRIVILEGES:
        _require_admin(session, predefined.SYSTEM_PRIVILEGES[privilege], "GRANT ANY PRIVILEGE")
        accounts.grant_system(grantee, privilege, admin)
    elif " " in privilege:
        raise OraError(990)
    else:
        role = accounts.find(session.con_id, privilege, role=True)
        if role is None:
            raise OraError(1919, privilege)
        _require_admin(session, role.number, "GRANT ANY ROLE")
        accounts.grant_role(grantee, privilege, admin)


def _revoke_system(session: Session, grantee: Account, privilege: str) -> None:
    """Raises ORA-01952 for a privilege, ORA-01951 for a role that was not granted."""
    accounts = session.database.accounts
    if privilege in predefined.ADMINISTRATIVE_PRIVILEGES:
        _require_sysdba(session)
        accounts.revoke_administrative(grantee, privilege)
        return
    number = predefined.SYSTEM_PRIVILEGES.get(privilege)
    if number is not None:
        _require_admin(session, number, "GRANT ANY PRIVILEGE")
        if not accounts.revoke(grantee, number):
            raise OraError(1952)
        return
    role = accounts.find(session.con_id, privilege, role=True)
    if role is None:
        raise OraError(990 if " " in privilege else 1919, privilege)
    _require_admin(session, role.number, "GRANT ANY ROLE")
    if not accounts.revoke(grantee, role.number):
        raise OraError(1951, privilege, grantee.name)


def _require_sysdba(session: Session) -> None:
    if not session.is_sysdba:
        raise OraError(1031)


def _require_admin(session: Session, number: int | None, any_privilege: str) -> None:
    """Raises ORA-01031 unless it is held with the admin option, or GRANT ANY of its kind."""
    if session.has_privilege(any_privilege):
        return
    held = (
        number is not None
        and session.sqlite.execute(
            "SELECT 1 FROM x_session_role r JOIN `sysauth$` a ON a.`GRANTEE#` = r.`ROLE#`"
            " WHERE r.SID = ? AND a.CON_ID = ? AND a.`PRIVILEGE#` = ? AND a.`OPTION$` = 1",
            (session.sid, session.con_id, number),
        ).fetchone()
    )
    if not held:
        raise OraError(1031)


HANDLERS = {"grant": grant, "revoke": revoke}
