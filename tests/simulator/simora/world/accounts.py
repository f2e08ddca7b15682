# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users, roles, passwords, quotas, proxies and grants, as rows of the dictionary."""

from __future__ import annotations

import dataclasses
import sqlite3
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import DATE, to_storage
from . import predefined

if TYPE_CHECKING:
    from .database import Database

UNLIMITED = -1


@dataclasses.dataclass(frozen=True)
class Account:
    """A user or a role; status as in DBA_USERS.ACCOUNT_STATUS."""

    con_id: int
    number: int
    name: str
    is_role: bool
    tablespace: int
    status: str


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite

    def find(self, con_id: int, name: str, *, role: bool | None = None) -> Account | None:
        """The user or role of that exact name; role narrows it to one kind."""
        row = self._sqlite.execute(
            "SELECT CON_ID, `USER#`, NAME, `TYPE#`, `DATATS#`, ASTATUS FROM `user$` WHERE CON_ID = ? AND NAME = ?",
            (con_id, name),
        ).fetchone()
        if row is None or (role is not None and role != (row[3] == 0)):
            return None
        status = next(text for text, code in predefined.ACCOUNT_STATUS.items() if code == row[5])
        return Account(row[0], row[1], row[2], row[3] == 0, row[4], status)

    def number(self, con_id: int, name: str) -> int:
        """USER# of a user or role. Raises ORA-01918 when there is none."""
        account = self.find(con_id, name)
        if account is None:
            raise OraError(1918, name)
        return account.number

    def name(self, con_id: int, number: int) -> str:
        row = self._sqlite.execute(
            "SELECT NAME FROM `user$` WHERE CON_ID = ? AND `USER#` = ?", (con_id, number)
        ).fetchone()
        return str(row[0])

    def user(self, con_id: int, name: str) -> Account:
        """Raises ORA-01918 for a name that is no user."""
        account = self.find(con_id, name, role=False)
        if account is None or account.number == predefined.PUBLIC:
            raise OraError(1918, name)
        return account

    def create(
        self,
        con_id: int,
        name: str,
        *,
        role: bool = False,
        number: int | None = None,
        tablespace: str = "USERS",
        status: str = "OPEN",
        maintained: bool = False,
        common: bool = False,
    ) -> Account:
        """A new user or role. Raises ORA-01920 or ORA-01921 when the name is taken, ORA-00959 for the tablespace."""
        self._database.release.check_identifier(name)
        if self.find(con_id, name) is not None:
            raise OraError(1921 if role else 1920, name)
        if number is None:
            (number,) = self._sqlite.execute(
                "SELECT MAX(`USER#`, 99) + 1 FROM (SELECT MAX(`USER#`) AS `USER#` FROM `user$`)"
            ).fetchone()
        now = to_storage(self._database.now(), DATE)
        self._sqlite.execute(
            "INSERT INTO `user$` (CON_ID, `USER#`, NAME, `TYPE#`, `DATATS#`, `TEMPTS#`, CTIME, PTIME, ASTATUS,"
            " PROFILE, PASSWORD_VERSIONS, COMMON, ORACLE_MAINTAINED) VALUES (?, ?, ?, ?, ?, 3, ?, ?, ?, ?, ?, ?, ?)",
            (
                con_id, number, name, 0 if role else 1, self.tablespace_number(con_id, tablespace), now, now,
                predefined.ACCOUNT_STATUS[status], None if role else "DEFAULT", None,
                "YES" if common else "NO", "Y" if maintained else "N",
            ),
        )  # fmt: skip
        return Account(con_id, number, name, role, self.tablespace_number(con_id, tablespace), status)

    def set_password(self, account: Account, password: str | None, verifier: str) -> None:
        """password None for an account that cannot log in by password. verifier: 11G or 12C."""
        key = (account.con_id, account.number)
        self._sqlite.execute("DELETE FROM x_credential WHERE CON_ID = ? AND `USER#` = ?", key)
        self._sqlite.execute("INSERT INTO x_credential VALUES (?, ?, ?, ?)", (*key, password, verifier))
        self._sqlite.execute(
            "UPDATE `user$` SET PTIME = ?, PASSWORD_VERSIONS = ? WHERE CON_ID = ? AND `USER#` = ?",
            (to_storage(self._database.now(), DATE), "11G 12C" if verifier == "12C" else "11G", *key),
        )

    def password(self, account: Account) -> tuple[str | None, str]:
        """(password, verifier)."""
        row = self._sqlite.execute(
            "SELECT PASSWORD, VERIFIER FROM x_credential WHERE CON_ID = ? AND `USER#` = ?",
            (account.con_id, account.number),
        ).fetchone()
        return (row[0], row[1]) if row else (None, "12C")

    def set_status(self, account: Account, status: str) -> None:
        self._sqlite.execute(
            "UPDATE `user$` SET ASTATUS = ?, LTIME = ? WHERE CON_ID = ? AND `USER#` = ?",
            (
                predefined.ACCOUNT_STATUS[status],
                to_storage(self._database.now(), DATE) if "LOCKED" in status else None,
                account.con_id,
                account.number,
            ),
        )

    def set_default_tablespace(self, account: Account, tablespace: str) -> None:
        self._sqlite.execute(
            "UPDATE `user$` SET `DATATS#` = ? WHERE CON_ID = ? AND `USER#` = ?",
            (self.tablespace_number(account.con_id, tablespace), account.con_id, account.number),
        )

    def drop(self, account: Account) -> None:
        """Removes the user or role and its grants; its objects must be gone already."""
        key = (account.con_id, account.number)
        for table, column in (
            ("user$", "USER#"), ("x_credential", "USER#"), ("tsq$", "USER#"), ("pwfile$", "USER#"),
            ("sysauth$", "GRANTEE#"), ("sysauth$", "PRIVILEGE#"), ("objauth$", "GRANTEE#"),
            ("proxy_info$", "CLIENT#"), ("proxy_info$", "PROXY#"),
        ):  # fmt: skip
            self._sqlite.execute(f"DELETE FROM `{table}` WHERE CON_ID = ? AND `{column}` = ?", key)

    # Tablespaces and quotas

    def tablespace_number(self, con_id: int, name: str) -> int:
        """Raises ORA-00959 when there is none of that name."""
        row = self._sqlite.execute("SELECT `TS#` FROM `ts$` WHERE CON_ID = ? AND NAME = ?", (con_id, name)).fetchone()
        if row is None:
            raise OraError(959, name)
        return int(row[0])

    def set_quota(self, account: Account, tablespace: str, limit: int) -> None:
        """limit in bytes, UNLIMITED, or 0 for none."""
        key = (account.con_id, self.tablespace_number(account.con_id, tablespace), account.number)
        self._sqlite.execute("DELETE FROM `tsq$` WHERE CON_ID = ? AND `TS#` = ? AND `USER#` = ?", key)
        if limit:
            self._sqlite.execute("INSERT INTO `tsq$` VALUES (?, ?, ?, ?)", (*key, limit))

    # Grants

    def grant_system(self, grantee: Account, privilege: str, admin: bool = False) -> None:
        """Raises ORA-00990 for a word that is no system privilege."""
        if privilege not in predefined.SYSTEM_PRIVILEGES:
            raise OraError(990)
        self._grant(grantee, predefined.SYSTEM_PRIVILEGES[privilege], admin)

    def grant_role(self, grantee: Account, role: str, admin: bool = False) -> None:
        """Raises ORA-01919 when there is no such role, ORA-01934 when the grant would close a circle."""
        granted = self.find(grantee.con_id, role, role=True)
        if granted is None:
            raise OraError(1919, role)
        if grantee.is_role and grantee.number in self.role_closure(grantee.con_id, [granted.number]):
            raise OraError(1934)
        self._grant(grantee, granted.number, admin)

    def grant_administrative(self, grantee: Account, privilege: str) -> None:
        self._sqlite.execute("INSERT INTO `pwfile$` VALUES (?, ?, ?)", (grantee.con_id, grantee.number, privilege))

    def revoke(self, grantee: Account, privilege_number: int) -> bool:
        """Takes a system privilege (negative) or role (positive) back; False when it was not granted."""
        cursor = self._sqlite.execute(
            "DELETE FROM `sysauth$` WHERE CON_ID = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` = ?",
            (grantee.con_id, grantee.number, privilege_number),
        )
        return cursor.rowcount > 0

    def revoke_administrative(self, grantee: Account, privilege: str) -> None:
        self._sqlite.execute(
            "DELETE FROM `pwfile$` WHERE CON_ID = ? AND `USER#` = ? AND PRIVILEGE = ?",
            (grantee.con_id, grantee.number, privilege),
        )

    def grant_object(self, grantee: Account, object_id: int, privilege: int, grantor: int, option: bool) -> None:
        key = (grantee.con_id, object_id, grantee.number, privilege)
        self.revoke_object(*key)
        self._sqlite.execute(
            "INSERT INTO `objauth$` (CON_ID, `OBJ#`, `GRANTOR#`, `GRANTEE#`, `PRIVILEGE#`, `OPTION$`)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (grantee.con_id, object_id, grantor, grantee.number, privilege, int(option)),
        )

    def revoke_object(self, con_id: int, object_id: int, grantee: int, privilege: int) -> bool:
        """False when it was not granted."""
        cursor = self._sqlite.execute(
            "DELETE FROM `objauth$` WHERE CON_ID = ? AND `OBJ#` = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` = ?",
            (con_id, object_id, grantee, privilege),
        )
        return cursor.rowcount > 0

    def role_closure(self, con_id: int, numbers: list[int]) -> set[int]:
        """The given accounts' numbers and all roles that reach them through other roles."""
        reached: set[int] = set()
        pending = list(numbers)
        while pending:
            number = pending.pop()
            if number not in reached:
                reached.add(number)
                pending += self.direct_roles(con_id, number)
        return reached

    def direct_roles(self, con_id: int, number: int) -> list[int]:
        rows: sqlite3.Cursor = self._sqlite.execute(
            "SELECT `PRIVILEGE#` FROM `sysauth$` WHERE CON_ID = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` > 0",
            (con_id, number),
        )
        return [row[0] for row in rows]

    def has_administrative(self, account: Account, privilege: str) -> bool:
        return (
            self._sqlite.execute(
                "SELECT 1 FROM `pwfile$` WHERE CON_ID = ? AND `USER#` = ? AND PRIVILEGE = ?",
                (account.con_id, account.number, privilege),
            ).fetchone()
            is not None
        )

    # Proxies

    def allow_proxy(self, client: Account, proxy: Account) -> None:
        self.forbid_proxy(client, proxy)
        self._sqlite.execute(
            "INSERT INTO `proxy_info$` VALUES (?, ?, ?, 1)", (client.con_id, client.number, proxy.number)
        )

    def forbid_proxy(self, client: Account, proxy: Account) -> bool:
        """False when it was not allowed."""
        cursor = self._sqlite.execute(
            "DELETE FROM `proxy_info$` WHERE CON_ID = ? AND `CLIENT#` = ? AND `PROXY#` = ?",
            (client.con_id, client.number, proxy.number),
        )
        return cursor.rowcount > 0

    def may_proxy(self, client: Account, proxy: Account) -> bool:
        return (
            self._sqlite.execute(
                "SELECT 1 FROM `proxy_info$` WHERE CON_ID = ? AND `CLIENT#` = ? AND `PROXY#` = ?",
                (client.con_id, client.number, proxy.number),
            ).fetchone()
            is not None
        )

    def _grant(self, grantee: Account, number: int, admin: bool) -> None:
        self.revoke(grantee, number)
        self._sqlite.execute(
            "INSERT INTO `sysauth$` (CON_ID, `GRANTEE#`, `PRIVILEGE#`, `OPTION$`, DEFAULT_ROLE)"
            " VALUES (?, ?, ?, ?, 'YES')",
            (grantee.con_id, grantee.number, number, int(admin)),
        )
