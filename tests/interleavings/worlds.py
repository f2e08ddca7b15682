# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds: the databases of a scenario, put back to their beginning after each run."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simora import engine, scenario
from simora.errors import OraError
from simora.world.database import Database
from simora.world.listener import Listener, Service
from simora.world.session import Session

from . import profiles, speed
from .scheduler import Scheduler


@dataclass(frozen=True)
class Target:
    """A job of the scenario; `object_id` is None for one without a master table. `con_id` of its container."""

    owner: str
    name: str
    object_id: int | None
    con_id: int


class World:
    """The databases of one scenario behind one listener."""

    def __init__(self, profile: int, *, shortcuts: bool = True) -> None:
        content = profiles.scenario(profile)
        self.profile = profile
        self.listener = Listener()
        scenario.add(self.listener, content, f"profile {profile}")
        self.databases = self.listener.databases()
        self.main = self.databases[0]
        self.clone = self.databases[1] if len(self.databases) > 1 else None
        self.service: Service = self.listener.lookup(service_name=profiles.SERVICE, sid=None)
        self.con_id = self.service.con_id
        described = content["databases"][0]
        container = described["pdbs"][0] if "pdbs" in described else described
        self.targets = tuple(
            Target(job["owner"], job["name"], job.get("object_id"), self.con_id) for job in container["jobs"]
        )
        self.redirected = False
        self._services = [self.listener.lookup(service_name=name, sid=None) for name in self.listener.service_names()]
        for database in self.databases if shortcuts else ():
            speed.add_spare_segments(database)
        self._beginnings = [_Beginning(database) for database in self.databases]
        self._cycles = [copy.copy(service._instances) for service in self._services]

    def reset(self) -> None:
        """Everything as it was when the world was made."""
        self.redirected = False
        for beginning in self._beginnings:
            beginning.restore()
        for service, cycle in zip(self._services, self._cycles):
            service._instances = copy.copy(cycle)

    def statements(self) -> int:
        """How many statements were executed so far, those inside blocks included."""
        count = 0
        for database in self.databases:
            count += len(database.statements.entries)
        return count

    def open_session(self, user: str, program: str = "sqlplus", privilege: str | None = None) -> Session:
        """A session of somebody who does not come over the network. Raises OraError."""
        client = engine.ClientInfo(program=program)
        return self.service.open_session(user, proxy_client=None, privilege=privilege, client=client)

    def execute(self, session: Session, text: str, *binds: engine.Bind) -> engine.Outcome:
        """A statement of such a session. Raises OraError."""
        return session.execute(session.prepare(text), [binds] if binds else [])


class SessionsByClient:
    """A listener that notes whose each session is, and makes the statements inside its blocks yield."""

    def __init__(self, world: World, scheduler: Scheduler, opened: Callable[[Session], None]) -> None:
        self._world = world
        self._scheduler = scheduler
        self._opened = opened

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world.listener, name)

    def lookup(self, *, service_name: str | None, sid: str | None) -> Any:
        if self._world.redirected and service_name == profiles.SERVICE:
            service_name = profiles.CLONE_SERVICE
        return _YieldingService(self._world.listener.lookup(service_name=service_name, sid=sid), self)

    def began(self, session: Session) -> None:
        session.yield_point = lambda: self._yield_in(session)  # type: ignore[attr-defined]
        commit = session.transaction.commit

        def commit_and_yield() -> None:
            # A DDL statement commits before it takes its own locks: a moment at which others may come in between.
            commit()
            self._yield_in(session)

        session.transaction.commit = commit_and_yield  # type: ignore[method-assign]
        self._opened(session)

    def _yield_in(self, session: Session) -> None:
        database = session.database
        before, database.current = database.current, None
        self._scheduler.pause()
        database.current = before
        session.poll_break()


class _YieldingService:
    """engine.EngineDatabase, the rest of it the service's own."""

    def __init__(self, service: Service, sessions: SessionsByClient) -> None:
        self._service = service
        self._sessions = sessions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def open_session(self, user: str, **details: Any) -> Session:
        session = self._service.open_session(user, **details)
        self._sessions.began(session)
        return session


class _Beginning:
    """What a database is at the beginning: a savepoint of its store, and copies of what it keeps in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        kept: dict[Any, tuple[str, ...]] = {
            database: ("_next_sid", "_next_serial", "_next_audsid", speed.NEXT_SEGMENT),
            database.clock: ("_now", "_order", "_events"),
            database.datapump: ("_handles",),
            database.datapump.jobs: ("_numbers",),
            database.files.system: ("files",),
            database.sql_environment: ("_numbers",),
        }
        self._kept = [
            (owner, name, copy.copy(getattr(owner, name)))
            for owner, names in kept.items()
            for name in names
            if name in vars(owner)
        ]
        self._views = set(database.views._relations)
        database.sqlite.execute("SAVEPOINT beginning")

    def restore(self) -> None:
        database = self._database
        database.sqlite.execute("ROLLBACK TO beginning")
        # Ended and begun again, or SQLite would take any change of its schema for one to be undone in every later run,
        # and prepare all statements anew.
        database.sqlite.execute("RELEASE beginning")
        for owner, name, value in self._kept:
            setattr(owner, name, copy.copy(value))
        database.sessions.clear()
        database.current = None
        database.relations.clear()
        database.statements.clear()
        self._keep_views()
        database.sqlite.execute("SAVEPOINT beginning")

    def _keep_views(self) -> None:
        """Views are made when they are first used; those of this run are made again, to be there for the next."""
        views = self._database.views
        new = [name for name in views._relations if name not in self._views]
        for name in new:
            del views._relations[name]
        for name in new:
            views.view(name)
        self._views.update(views._relations)


def is_error(error: BaseException, *codes: int) -> bool:
    """Whether it is one of these Oracle errors."""
    return isinstance(error, OraError) and error.code in codes
