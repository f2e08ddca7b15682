# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a session may do: enabled roles, system privileges, access to objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import OraError
from . import predefined
from .objects import ObjectType, StoredObject

if TYPE_CHECKING:
    from .session import Session

# Purpose of an access → object privileges of which one suffices, and the system privilege that replaces them.
_TABLE_ACCESS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "SELECT": (("SELECT", "READ"), ("SELECT ANY TABLE", "READ ANY TABLE")),
    "INSERT": (("INSERT",), ("INSERT ANY TABLE",)),
    "UPDATE": (("UPDATE",), ("UPDATE ANY TABLE",)),
    "DELETE": (("DELETE",), ("DELETE ANY TABLE",)),
    "FOR UPDATE": (("SELECT",), ("SELECT ANY TABLE",)),
    # LOCK TABLE in the SQL Language Reference: any object privilege but READ.
    "LOCK": (("ALTER", "DELETE", "INDEX", "INSERT", "REFERENCES", "SELECT", "UPDATE"), ("LOCK ANY TABLE",)),
}


class Privileges:
    """The privileges of one session. System privileges are read afresh each time, roles when they are enabled."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._database = session.database
        self._sqlite = session.database.sqlite

    def enable_default_roles(self) -> None:
        """At logon and after SET ROLE ALL: every granted role that is a default role, and those they contain."""
        rows = self._sqlite.execute(
            "SELECT `PRIVILEGE#` FROM `sysauth$` WHERE CON_ID = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` > 0"
            " AND DEFAULT_ROLE = 'YES'",
            (self._session.con_id, self._session.user_number),
        )
        self.enable_roles([row[0] for row in rows])

    def enable_roles(self, roles: list[int]) -> None:
        """Exactly these roles and what they contain, beside the user itself and PUBLIC."""
        own = self._session.user_number
        closure = self._database.accounts.role_closure(self._session.con_id, [predefined.PUBLIC, *roles])
        self._sqlite.execute("DELETE FROM x_session_role WHERE SID = ?", (self._session.sid,))
        self._sqlite.executemany(
            "INSERT INTO x_session_role VALUES (?, ?)",
            [(self._session.sid, number) for number in sorted(closure | {own})],
        )

    def set_role(self, names: list[str] | None) -> None:
        """SET ROLE. None enables all default roles. Raises ORA-01924 for a role that is not granted."""
        if names is None:
            self.enable_default_roles()
            return
        numbers = []
        for name in names:
            role = self._database.accounts.find(self._session.con_id, name, role=True)
            granted = self._database.accounts.direct_roles(self._session.con_id, self._session.user_number)
            if role is None or role.number not in granted:
                raise OraError(1924, name)
            numbers.append(role.number)
        self.enable_roles(numbers)

    def has(self, privilege: str) -> bool:
        """Whether a system privilege is held, directly or through an enabled role."""
        if self._session.is_sysdba:
            return True
        return (
            self._sqlite.execute(
                "SELECT 1 FROM x_session_role r JOIN `sysauth$` a ON a.`GRANTEE#` = r.`ROLE#`"
                " WHERE r.SID = ? AND a.CON_ID = ? AND a.`PRIVILEGE#` = ? LIMIT 1",
                (self._session.sid, self._session.con_id, predefined.SYSTEM_PRIVILEGES[privilege]),
            ).fetchone()
            is not None
        )

    def require(self, *privileges: str) -> None:
        """Raises ORA-01031 unless one of the system privileges is held."""
        if not any(self.has(privilege) for privilege in privileges):
            raise OraError(1031)

    def object_privileges(self, target: StoredObject) -> set[str]:
        """Names of the object privileges granted on it to the user, PUBLIC or an enabled role."""
        rows = self._sqlite.execute(
            "SELECT DISTINCT a.`PRIVILEGE#` FROM x_session_role r JOIN `objauth$` a ON a.`GRANTEE#` = r.`ROLE#`"
            " WHERE r.SID = ? AND a.CON_ID = ? AND a.`OBJ#` = ?",
            (self._session.sid, self._session.con_id, target.object_id),
        )
        numbers = {row[0] for row in rows}
        if not numbers:
            return set()
        return {name for name, number in predefined.OBJECT_PRIVILEGES.items() if number in numbers}

    def owns(self, target: StoredObject) -> bool:
        return target.owner_id == self._session.user_number or self._session.is_sysdba

    def has_any(self, target: StoredObject, *system_privileges: str) -> bool:
        """ANY privileges reach every schema but SYS, whose dictionary has privileges of its own."""
        if target.owner == "SYS":
            return False
        return any(self.has(privilege) for privilege in system_privileges)

    def check_table(self, target: StoredObject, purpose: str) -> None:
        """Raises ORA-00942 when the session may not even know the table, ORA-01031 when it may, but not do this."""
        if self.owns(target):
            return
        wanted, system = _TABLE_ACCESS[purpose]
        granted = self.object_privileges(target)
        if granted.intersection(wanted) or self.has_any(target, *system):
            return
        if target.owner == "SYS" and purpose == "SELECT" and self.has("SELECT ANY DICTIONARY"):
            return
        raise OraError(1031 if granted or self._sees(target) else 942)

    def _sees(self, target: StoredObject) -> bool:
        return self.has_any(target, "SELECT ANY TABLE", "READ ANY TABLE")

    def sees(self, target: StoredObject) -> bool:
        """Whether the object exists as far as this session is concerned."""
        return (
            self.owns(target)
            or target.owner == "PUBLIC"
            or bool(self.object_privileges(target))
            or self._sees(target)
            or (target.owner == "SYS" and self.has("SELECT ANY DICTIONARY"))
            or (target.type in (ObjectType.TABLE, ObjectType.VIEW) and self.has_any(target, "DROP ANY TABLE"))
        )

    def check_ddl(self, target: StoredObject | None, *system_privileges: str) -> StoredObject:
        """The object of a DDL statement. Raises ORA-00942 for one that is absent or invisible, else ORA-01031."""
        if target is None:
            raise OraError(942)
        if self.owns(target) or self.has_any(target, *system_privileges):
            return target
        raise OraError(1031 if self.sees(target) else 942)
