# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CREATE, ALTER and DROP of users and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import OraError
from .. import constraints, predefined, recycle_bin, tables
from ..accounts import UNLIMITED, Account
from ..atomic import atomic
from ..objects import ObjectType
from .parser import Node

if TYPE_CHECKING:
    from ..session import Session

_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}


def create_user(session: Session, node: Node) -> None:
    session.privileges.require("CREATE USER")
    with atomic(session.database):
        account = session.database.accounts.create(session.con_id, node.values[0])
        session.database.accounts.set_password(account, None, "12C")
        _apply(session, account, node)


def change_user(session: Session, node: Node) -> None:
    """Everybody may change the own password."""
    account = session.database.accounts.user(session.con_id, node.values[0])
    only_password = [option.kind for option in node.nodes] == ["user_password"]
    if not (only_password and account.number == session.user_number):
        session.privileges.require("ALTER USER")
    with atomic(session.database):
        _apply(session, account, node)


def grant_proxy(session: Session, node: Node) -> None:
    session.privileges.require("ALTER USER")
    accounts = session.database.accounts
    client = accounts.user(session.con_id, node.values[0])
    accounts.allow_proxy(client, accounts.user(session.con_id, node.values[1]))


def revoke_proxy(session: Session, node: Node) -> None:
    session.privileges.require("ALTER USER")
    accounts = session.database.accounts
    client, proxy = (accounts.user(session.con_id, name) for name in node.values[:2])
    if not accounts.forbid_proxy(client, proxy):
        raise OraError(28163)


def drop_user(session: Session, node: Node) -> None:
    session.privileges.require("DROP USER")
    database, con_id, name = session.database, session.con_id, node.values[0]
    account = database.accounts.find(con_id, name, role=False)
    if account is None and node.has("if_exists"):
        return
    account = database.accounts.user(con_id, name)
    if account.number in (predefined.SYS, predefined.SYSTEM):
        raise OraError(28050)
    if session.sqlite.execute(
        "SELECT 1 FROM x_session WHERE CON_ID = ? AND `USER#` = ?", (con_id, account.number)
    ).fetchone():
        raise OraError(1940)
    for entry in recycle_bin.all_entries(database, con_id, owner=account.number):
        recycle_bin.purge(database, entry)
    if "CASCADE" not in node.words and database.objects.owned_by(con_id, name):
        raise OraError(1922, name)
    with atomic(database):
        _drop_objects(session, name)
        database.accounts.drop(account)


def create_role(session: Session, node: Node) -> None:
    session.privileges.require("CREATE ROLE")
    session.database.accounts.create(session.con_id, node.values[0], role=True)
    creator = session.database.accounts.user(session.con_id, session.user)
    session.database.accounts.grant_role(creator, node.values[0], admin=True)


def drop_role(session: Session, node: Node) -> None:
    session.privileges.require("DROP ANY ROLE")
    role = session.database.accounts.find(session.con_id, node.values[0], role=True)
    if role is not None:
        session.database.accounts.drop(role)
    elif not node.has("if_exists"):
        raise OraError(1919, node.values[0])


def _drop_objects(session: Session, owner: str) -> None:
    database = session.database
    for stored in database.objects.owned_by(session.con_id, owner):
        if stored.type is ObjectType.TABLE:
            for number in constraints.referencing_constraints(database, stored):
                constraints.drop_constraint(database, session.con_id, number)
            tables.remove_table(database, stored)
            database.datapump.table_dropped(stored.con_id, stored.object_id)
        elif stored.type is not ObjectType.INDEX:
            database.objects.forget(stored, ("view$", "col$", "syn$", "snap$"))


def _apply(session: Session, account: Account, node: Node) -> None:
    accounts = session.database.accounts
    for option in node.nodes:
        if option.kind == "user_password":
            accounts.set_password(account, option.values[0], accounts.password(account)[1])
            if account.status.startswith("EXPIRED") and "LOCKED" not in account.status:
                accounts.set_status(account, "OPEN")
        elif option.kind == "user_external":
            accounts.set_password(account, None, "12C")
        elif option.kind == "user_tablespace":
            accounts.set_default_tablespace(account, option.values[0])
        elif option.kind == "user_quota":
            accounts.set_quota(account, option.values[0], _size(option.nodes[0]))
        elif option.kind in _STATUS_CHANGES:
            current = accounts.user(account.con_id, account.name).status
            accounts.set_status(account, _STATUS_CHANGES[option.kind](current))
        elif option.kind == "user_default_role":
            _set_default_roles(session, account, option)


def _locked(status: str) -> str:
    return "EXPIRED & LOCKED" if status.startswith("EXPIRED") else "LOCKED"


def _unlocked(status: str) -> str:
    return "EXPIRED" if status.startswith("EXPIRED") else "OPEN"


def _expired(status: str) -> str:
    return "EXPIRED & LOCKED" if "LOCKED" in status else "EXPIRED"


_STATUS_CHANGES = {"user_lock": _locked, "user_unlock": _unlocked, "user_expire": _expired}


def _size(node: Node) -> int:
    if "UNLIMITED" in node.words:
        return UNLIMITED
    unit = node.values[1].upper() if len(node.values) > 1 else ""
    if unit not in _UNITS:
        raise OraError(922)
    return int(node.values[0]) * _UNITS[unit]


def _set_default_roles(session: Session, account: Account, option: Node) -> None:
    """Raises ORA-01955 for a role that is not granted."""
    chosen = option.name_list
    granted = session.database.accounts.direct_roles(account.con_id, account.number)
    names = {session.database.accounts.name(account.con_id, number): number for number in granted}
    for name in chosen:
        if name not in names:
            raise OraError(1955, name)
    for name, number in names.items():
        default = "ALL" in option.words or name in chosen
        session.sqlite.execute(
            "UPDATE `sysauth$` SET DEFAULT_ROLE = ? WHERE CON_ID = ? AND `GRANTEE#` = ? AND `PRIVILEGE#` = ?",
            ("YES" if default else "NO", account.con_id, account.number, number),
        )


HANDLERS = {
    "create_user": create_user,
    "change_user": change_user,
    "grant_proxy": grant_proxy,
    "revoke_proxy": revoke_proxy,
    "drop_user": drop_user,
    "create_role": create_role,
    "drop_role": drop_role,
}
