# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What happens to a database while clients work on it: other people, Data Pump itself, failures of the machine.

An event is a generator function: what stands between two yields happens at one moment. Who cannot do something because
the world has moved on (a table is gone, a session was killed) gives up, as people do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simora.errors import OraError
from simora.world import recycle_bin
from simora.world.locks import Mode
from simora.world.session import Session

from .clients import Client
from .worlds import Target, World


@dataclass
class Scene:
    """What an event has to do with: the world, the table in question, the clients at work."""

    world: World
    target: Target
    random: random.Random
    clients: list[Client]
    pause: Callable[[], None]


Event = Callable[[Scene], Iterator[None]]
EVENTS: dict[str, tuple[int, Event]] = {}
"""Each event with its weight."""
TROUBLE = frozenset({"client_is_killed", "instance_crashes_and_comes_back", "connections_lead_to_a_clone"})
"""Those that end a client's session, or lead its next one astray."""
BLINDING = frozenset({"instance_stops_answering"})
"""Those after which nobody sees everything."""


def event(weight: int) -> Callable[[Event], Event]:
    def enter(function: Event) -> Event:
        EVENTS[function.__name__] = (weight, function)
        return function

    return enter


class Owner:
    """The owner of a job at work with DBMS_DATAPUMP in a session of his own."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._session = scene.world.open_session(scene.target.owner, "expdp")
        self._handle: int | None = None

    def attach(self) -> None:
        """The control process writes to the master table, so it waits for whoever has that locked."""
        while self._table_is_locked():
            self._scene.pause()
        self._handle = int(self._call("ATTACH", JOB_NAME=self._scene.target.name, JOB_OWNER=self._scene.target.owner))

    def open(self) -> None:
        """A new job of the same name."""
        self._handle = int(self._call("OPEN", OPERATION="EXPORT", JOB_MODE="TABLE", JOB_NAME=self._scene.target.name))

    def start(self) -> None:
        self._call("START_JOB", HANDLE=self._handle)

    def stop(self, **options: object) -> None:
        self._call("STOP_JOB", HANDLE=self._handle, IMMEDIATE=1, DELAY=0, **options)

    def leave(self) -> None:
        self._session.close()

    def _call(self, name: str, **arguments: object) -> Any:
        return call_datapump(self._session, name, arguments)

    def _table_is_locked(self) -> bool:
        target = self._scene.target
        row = self._scene.world.main.sqlite.execute(
            "SELECT 1 FROM x_lock WHERE CON_ID = ? AND TYPE = 'TM' AND ID1 = ? AND LMODE = ?",
            (target.con_id, target.object_id, int(Mode.EXCLUSIVE)),
        ).fetchone()
        return row is not None


def advance(scene: Scene, seconds: float) -> None:
    """Let time pass at the server, with everything that is due meanwhile."""
    database = scene.world.main
    with database.lock:
        database.clock.advance(seconds)


def call_datapump(session: Session, name: str, arguments: dict[str, object]) -> Any:
    """A call of DBMS_DATAPUMP with the session as the current one, as a block of its own would make it."""
    package = session.database.packages["DBMS_DATAPUMP"]
    subprogram = next(
        found
        for found in package.subprograms
        if found.name == name and set(arguments) <= {parameter.name for parameter in found.parameters}
    )
    values = {parameter.name: parameter.default for parameter in subprogram.parameters}
    with session._call(None):
        return subprogram.body(session, {**values, **arguments})


@event(8)
def owner_attaches_and_starts(scene: Scene) -> Iterator[None]:
    owner = Owner(scene)
    owner.attach()
    yield
    owner.start()
    yield
    advance(scene, 1)


@event(4)
def owner_attaches_to_look(scene: Scene) -> Iterator[None]:
    owner = Owner(scene)
    owner.attach()
    yield
    owner.leave()


@event(5)
def owner_resumes_and_pauses_again(scene: Scene) -> Iterator[None]:
    owner = Owner(scene)
    owner.attach()
    owner.start()
    yield
    owner.stop()
    yield
    advance(scene, 5)
    owner.leave()


@event(3)
def running_job_is_stopped(scene: Scene) -> Iterator[None]:
    owner = Owner(scene)
    owner.attach()
    owner.stop()
    yield
    owner.leave()
    advance(scene, 3)


@event(3)
def job_starts_unseen(scene: Scene) -> Iterator[None]:
    """For a moment its entry has no control queue, so that neither branch of the job views shows it."""
    owner = Owner(scene)
    owner.attach()
    owner.start()
    scene.world.main.sqlite.execute("UPDATE x_datapump_job SET MSG_CTRL_QUEUE = NULL, LISTED = 1")
    yield
    advance(scene, 1)


@event(4)
def time_passes(scene: Scene) -> Iterator[None]:
    advance(scene, scene.random.choice((0.6, 1.2, 3, 30, 1000)))
    yield


@event(6)
def new_export_takes_the_name(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"DROP TABLE {_quoted(scene.target)}{scene.random.choice(('', ' PURGE'))}")
    if scene.random.random() < 0.5:
        yield
    owner = Owner(scene)
    owner.open()
    yield
    owner.start()
    advance(scene, 0.1)


@event(4)
def business_table_takes_the_name(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"DROP TABLE {_quoted(scene.target)}{scene.random.choice(('', ' PURGE'))}")
    if scene.random.random() < 0.5:
        yield
    scene.world.execute(dba, f"CREATE TABLE {_quoted(scene.target)} (INVOICE NUMBER)")
    yield


@event(3)
def dba_drops(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"DROP TABLE {_quoted(scene.target)}{scene.random.choice(('', '', ' PURGE'))}")
    yield


@event(3)
def dba_purges(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"PURGE TABLE {_quoted(scene.target)}")
    yield


@event(4)
def dba_flashes_back(scene: Scene) -> Iterator[None]:
    """Under another name where the old one is taken."""
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    text = f"FLASHBACK TABLE {_quoted(scene.target)} TO BEFORE DROP"
    try:
        scene.world.execute(dba, text)
    except OraError:
        scene.world.execute(dba, f'{text} RENAME TO "SAVED_{scene.random.randrange(1000)}"')
    yield


@event(2)
def space_pressure(scene: Scene) -> Iterator[None]:
    """The oldest entries of the recycle bin go to make room; nobody asked for it."""
    database = scene.world.main
    entries = [entry for entry in recycle_bin.all_entries(database, scene.world.con_id) if entry.is_table]
    for entry in entries[: scene.random.randint(1, 3)]:
        recycle_bin.purge(database, entry)
    database.relations.clear()
    yield


@event(3)
def somebody_drops_another_table_of_the_name(scene: Scene) -> Iterator[None]:
    """The other owner's, so that the recycle bin holds two of one name."""
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    name = f'"{"HR" if scene.target.owner == "SCOTT" else "SCOTT"}"."{scene.target.name}"'
    scene.world.execute(dba, f"CREATE TABLE {name} (N NUMBER)")
    yield
    scene.world.execute(dba, f"DROP TABLE {name}")
    yield


@event(3)
def instance_crashes_and_comes_back(scene: Scene) -> Iterator[None]:
    database = scene.world.main
    number = scene.random.choice(database.instance_ids())
    with database.lock:
        database.end_instance(number)
    yield
    database.start_instance(number)


@event(3)
def instance_stops_answering(scene: Scene) -> Iterator[None]:
    """Queries on GV$ views get no rows from it."""
    database = scene.world.main
    if len(database.instance_ids()) > 1:
        database.sqlite.execute("UPDATE x_instance SET ANSWERS = 'NO' WHERE INST_ID = 2")
        owner = Owner(scene)
        owner.attach()
        database.sqlite.execute("UPDATE x_datapump_job SET INST_ID = 2")
        database.sqlite.execute("UPDATE x_datapump_session SET INST_ID = 2")
    yield


@event(2)
def connections_lead_to_a_clone(scene: Scene) -> Iterator[None]:
    """From now on; sessions that are open stay where they are."""
    scene.world.redirected = scene.world.clone is not None
    yield


@event(2)
def roles_are_switched(scene: Scene) -> Iterator[None]:
    scene.world.main.sqlite.execute(
        "UPDATE x_database SET DATABASE_ROLE = 'PHYSICAL STANDBY', OPEN_MODE = 'READ ONLY WITH APPLY'"
    )
    yield


@event(3)
def privilege_is_revoked(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"REVOKE {scene.random.choice(('DROP ANY TABLE', 'LOCK ANY TABLE'))} FROM DPCLEAN")
    yield


@event(4)
def client_is_killed(scene: Scene) -> Iterator[None]:
    client = scene.random.choice(scene.clients)
    database = scene.world.main
    for _dbid, sid in sorted(client.sessions):
        if sid in database.sessions:
            with database.lock:
                database.kill_session(sid)
    yield


@event(2)
def somebody_locks_the_table(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    scene.world.execute(dba, f"LOCK TABLE {_quoted(scene.target)} IN SHARE MODE NOWAIT")
    yield
    dba.close()


@event(2)
def owner_changes_the_table(scene: Scene) -> Iterator[None]:
    dba = scene.world.open_session("SYS", privilege="SYSDBA")
    name = _quoted(scene.target)
    statement = scene.random.choice(
        (
            f"COMMENT ON TABLE {name} IS 'precious'",
            f'ALTER TABLE {name} RENAME TO "KEPT_{scene.random.randrange(1000)}"',
            f"GRANT SELECT ON {name} TO {'HR' if scene.target.owner == 'SCOTT' else 'SCOTT'}",
        )
    )
    scene.world.execute(dba, statement)
    yield


def _quoted(target: Target) -> str:
    return f'"{target.owner}"."{target.name}"'
