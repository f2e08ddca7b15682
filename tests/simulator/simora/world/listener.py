# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Services as the listener knows them, and who may log in through them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from .. import runtime
from ..engine import ClientInfo, Credentials
from ..errors import OraError
from ..faults.injection import Faults
from .accounts import Account
from .database import Database
from .predefined import ADMINISTRATIVE_PRIVILEGES
from .server_files import FileSystem
from .session import Session


class Service:
    """One service of one container; instances: where it runs, connections take turns. (engine.EngineDatabase)"""

    def __init__(self, name: str, database: Database, con_id: int, instances: tuple[int, ...]) -> None:
        self.name = name
        self.database = database
        self.con_id = con_id
        self.version = database.version
        self.db_name = database.name
        self.unique_name = database.unique_name
        self.domain = database.domain
        self._instances = itertools.cycle(instances)

    @property
    def faults(self) -> Faults:
        return self.database.faults

    def credentials(self, user: str) -> Credentials | None:
        """None for a user that does not exist. Whoever logs on has to ask, so that attempts are counted here."""
        with self.database.lock:
            self.database.statements.logons += 1
            account = self.database.accounts.find(self.con_id, user, role=False)
            if account is None:
                return None
            password, verifier = self.database.accounts.password(account)
            return Credentials(user, password, account.status, verifier)

    def change_password(self, user: str, new_password: str) -> None:
        """Also ends an expiry. A common user's password changes in every container."""
        with self.database.lock:
            for con_id in self.database.containers:
                account = self.database.accounts.find(con_id, user, role=False)
                if account is not None and (con_id == self.con_id or self._is_common(account)):
                    verifier = self.database.accounts.password(account)[1]
                    self.database.accounts.set_password(account, new_password, verifier)
                    if account.status.startswith("EXPIRED") and "LOCKED" not in account.status:
                        self.database.accounts.set_status(account, "OPEN")

    def open_session(
        self, user: str, *, proxy_client: str | None, privilege: str | None, client: ClientInfo
    ) -> Session:
        """A session for an authenticated user; see engine.EngineDatabase."""
        with self.database.lock:
            self.database.clock.tick()
            instance = self._instance(privilege)
            account = self.database.accounts.find(self.con_id, user, role=False)
            if account is None:
                raise OraError(1017)
            if privilege is not None:
                self._check_administrative(account, privilege)
            elif account.name == "SYS":
                raise OraError(28009)
            target = self._proxied(account, proxy_client)
            for checked in (account, target):
                _check_status(checked)
            session = Session(
                self.database,
                con_id=self.con_id,
                instance_id=instance,
                user="SYS" if privilege == "SYSDBA" else "PUBLIC" if privilege == "SYSOPER" else target.name,
                user_number=0 if privilege == "SYSDBA" else 1 if privilege == "SYSOPER" else target.number,
                service_name=self.name,
                client=client,
                proxy_user=account.name if proxy_client is not None else None,
                administrative=privilege,
            )
            session.begin()
            if privilege is None and not session.has_privilege("CREATE SESSION"):
                session.end(1045)
                raise OraError(1045, target.name)
            return session

    def _instance(self, privilege: str | None) -> int:
        """The instance that takes the connection; its state and the container's decide whether it can."""
        silent = {row[0] for row in self.database.sqlite.execute("SELECT INST_ID FROM x_instance WHERE ANSWERS = 'NO'")}
        chosen = next(number for number in self._instances if number not in silent)
        status, logins = self.database.sqlite.execute(
            "SELECT STATUS, LOGINS FROM x_instance WHERE INST_ID = ?", (chosen,)
        ).fetchone()
        if status == "SHUTDOWN":
            raise OraError(1034)
        if privilege is None and status != "OPEN":
            raise OraError(1033)
        if privilege is None and logins == "RESTRICTED":
            raise OraError(1035)
        if self.con_id > 1 and privilege is None:
            (open_mode,) = self.database.sqlite.execute(
                "SELECT OPEN_MODE FROM x_container_state WHERE CON_ID = ? AND INST_ID = ?", (self.con_id, chosen)
            ).fetchone()
            if open_mode == "MOUNTED":
                raise OraError(1109)
        return chosen

    def _check_administrative(self, account: Account, privilege: str) -> None:
        if privilege not in ADMINISTRATIVE_PRIVILEGES or not self.database.accounts.has_administrative(
            account, privilege
        ):
            raise OraError(1031)

    def _proxied(self, account: Account, proxy_client: str | None) -> Account:
        if proxy_client is None:
            return account
        client = self.database.accounts.find(self.con_id, proxy_client, role=False)
        if client is None:
            raise OraError(1017)
        if not self.database.accounts.may_proxy(client, account):
            raise OraError(28150)
        return client

    def _is_common(self, account: Account) -> bool:
        (common,) = self.database.sqlite.execute(
            "SELECT COMMON FROM `user$` WHERE CON_ID = ? AND `USER#` = ?", (account.con_id, account.number)
        ).fetchone()
        return bool(common == "YES")


def _check_status(account: Account) -> None:
    if "LOCKED" in account.status:
        raise OraError(28000)
    if account.status == "EXPIRED":
        raise OraError(28001)


class Listener:
    """All services of all databases. (engine.Listener)"""

    def __init__(self) -> None:
        self.faults = Faults(runtime.Monitor())
        # Those that databases share, by the name that scenarios give them.
        self.file_systems: dict[str, FileSystem] = {}
        self._services: dict[str, Service] = {}
        self._sids: dict[str, Service] = {}

    def register(self, service: Service, sids: Iterable[str] = ()) -> None:
        """Raises ValueError when the name is taken."""
        if service.name.lower() in self._services:
            raise ValueError(f"service {service.name} is defined twice")
        self._services[service.name.lower()] = service
        for sid in sids:
            if sid.lower() in self._sids:
                raise ValueError(f"SID {sid} is defined twice")
            self._sids[sid.lower()] = service

    def deregister(self, database: Database) -> None:
        """Nobody can connect to any service of a database any more."""
        for known in (self._services, self._sids):
            for name in [name for name, service in known.items() if service.database is database]:
                del known[name]

    def lookup(self, *, service_name: str | None, sid: str | None) -> Service:
        """Raises ORA-12514 for an unknown service, ORA-12505 for an unknown SID."""
        if service_name is not None:
            found = self._services.get(service_name.lower())
            if found is None:
                raise OraError(12514)
            return found
        found = self._sids.get((sid or "").lower())
        if found is None:
            raise OraError(12505)
        return found

    def service_names(self) -> list[str]:
        return [service.name for service in self._services.values()]

    def databases(self) -> list[Database]:
        """Each database once, in the order of its first service."""
        return list({id(service.database): service.database for service in self._services.values()}.values())
