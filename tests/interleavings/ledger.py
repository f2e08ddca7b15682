# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ledger: every effect on a table or a job, noted by the world itself where it happens.

It is taken inside the simulator, below privileges, statements and reports, so that it shows what was done and by whom,
whatever anybody says about it.
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest import mock

from simora.datapump import memory
from simora.datapump.client import Client
from simora.datapump.lifecycle import Lifecycle
from simora.datapump.master_table import MasterTables
from simora.datapump.memory import JobSession, LiveJob
from simora.world import recycle_bin, segments, tables
from simora.world.database import Database
from simora.world.objects import Objects, ObjectType, StoredObject

_FEWEST_COLUMNS = 50
"""The oldest layout of a master table has more."""


class Kind(enum.Enum):
    """What happened to a table."""

    CREATED = "created"
    BINNED = "dropped into the recycle bin"
    REMOVED = "dropped for good"
    PURGED = "purged from the recycle bin"
    RESTORED = "restored"
    FINISHED = "removed by Data Pump itself"
    ATTACHED = "attached to"
    STOPPED = "stopped"
    RENAMED = "renamed"


@dataclass(frozen=True)
class Effect:
    """One line of the ledger. `session` is None for what nobody's statement did."""

    at: int
    """How many statements had been begun."""
    kind: Kind
    dbid: int
    object_id: int
    """0 for a job without a master table."""
    owner: str
    name: str
    """The name it had before a drop, has after a restore, and had before it was dropped when it is purged."""
    session: tuple[int, int] | None
    """DBID and SID."""
    alive: bool
    """Whether a control process of the job lived just before."""
    is_master: bool
    """Whether it has the comment and the width of a master table."""
    content: str
    """All its rows; after somebody attached to the job or stopped it, as that left them."""


class Ledger:
    """Takes down what happens while it is open."""

    def __init__(self, databases: list[Database], clock: Callable[[], int]) -> None:
        self.effects: list[Effect] = []
        self._databases = databases
        self._dbids = {id(database): number_of(database) for database in databases}
        self._clock = clock
        self._by_itself = False

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Effects are noted within the block."""
        put, restore, purge = recycle_bin.put, recycle_bin.restore, recycle_bin.purge
        remove, create, drop = tables.remove_table, tables.create_table, MasterTables.drop

        def noting_put(database: Database, table: StoredObject) -> str:
            self._note(Kind.BINNED, database, table, table.name)
            return put(database, table)

        def noting_restore(database: Database, entry: Any, name: str) -> StoredObject:
            restored = restore(database, entry, name)
            self._note(Kind.RESTORED, database, restored, name)
            return restored

        def noting_purge(database: Database, entry: Any) -> None:
            target = database.objects.by_id(entry.con_id, entry.object_id)
            if target is not None and entry.is_table:
                self._note(Kind.PURGED, database, target, entry.original_name)
            purge(database, entry)

        def noting_remove(database: Database, table: StoredObject) -> None:
            if not table.in_recycle_bin:
                self._note(Kind.FINISHED if self._by_itself else Kind.REMOVED, database, table, table.name)
            remove(database, table)

        def noting_create(database: Database, *arguments: Any, **options: Any) -> StoredObject:
            created = create(database, *arguments, **options)
            self._note(Kind.CREATED, database, created, created.name)
            return created

        def drop_by_itself(master_tables: MasterTables, job: Any) -> None:
            self._by_itself = True
            try:
                drop(master_tables, job)
            finally:
                self._by_itself = False

        opened, revived, take, stop = Lifecycle.opened, Lifecycle.revived, Client.take, Lifecycle.stop
        roused: list[LiveJob] = []
        defined: list[LiveJob] = []

        def noting_opened(lifecycle: Lifecycle, job: LiveJob) -> None:
            defined[:] = [job]
            opened(lifecycle, job)

        def noting_revived(lifecycle: Lifecycle, job: LiveJob) -> None:
            roused[:] = [job]
            revived(lifecycle, job)

        def noting_take(client: Client, job: LiveJob) -> int:
            handle = take(client, job)
            if not any(job is known for known in defined):
                self._note_job(Kind.ATTACHED, client.session.database, job, not any(job is known for known in roused))
            roused.clear()
            defined.clear()
            return handle

        def noting_stop(lifecycle: Lifecycle, job: LiveJob, client: JobSession, **options: Any) -> None:
            database = databases[id(lifecycle._jobs)]
            stop(lifecycle, job, client, **options)
            self._note_job(Kind.STOPPED, database, job, True)

        rename = Objects.rename

        def noting_rename(objects: Objects, target: StoredObject, name: str, flags: int | None = None) -> None:
            if flags is None and target.type is ObjectType.TABLE:
                self._note(Kind.RENAMED, objects._database, target, target.name)
            rename(objects, target, name, flags)

        databases = {id(database.datapump.jobs): database for database in self._databases}
        with contextlib.ExitStack() as stack:
            for module, name, function in (
                (recycle_bin, "put", noting_put),
                (recycle_bin, "restore", noting_restore),
                (recycle_bin, "purge", noting_purge),
                (tables, "remove_table", noting_remove),
                (tables, "create_table", noting_create),
                (MasterTables, "drop", drop_by_itself),
                (Lifecycle, "opened", noting_opened),
                (Lifecycle, "revived", noting_revived),
                (Client, "take", noting_take),
                (Lifecycle, "stop", noting_stop),
                (Objects, "rename", noting_rename),
            ):
                stack.enter_context(mock.patch.object(module, name, function))
            yield

    def _note(self, kind: Kind, database: Database, table: StoredObject, name: str) -> None:
        current = database.current
        dbid = self._dbids[id(database)]
        known = current is not None and not self._by_itself
        self.effects.append(
            Effect(
                at=self._clock(),
                kind=kind,
                dbid=dbid,
                object_id=table.object_id,
                owner=table.owner,
                name=name,
                session=(dbid, current.sid) if known and current is not None else None,
                alive=is_alive(database, table.con_id, table.object_id),
                is_master=is_master(database, table),
                content="" if kind is Kind.CREATED else content_of(database, table),
            )
        )

    def _note_job(self, kind: Kind, database: Database, job: LiveJob, alive: bool) -> None:
        table = database.objects.by_id(job.con_id, job.master_id) if job.master_id else None
        dbid = self._dbids[id(database)]
        current = database.current
        self.effects.append(
            Effect(
                at=self._clock(),
                kind=kind,
                dbid=dbid,
                object_id=job.master_id or 0,
                owner=job.owner,
                name=job.name,
                session=(dbid, current.sid) if current is not None else None,
                alive=alive,
                is_master=table is not None and is_master(database, table),
                content=content_of(database, table) if table is not None else "",
            )
        )


def number_of(database: Database) -> int:
    """The DBID."""
    (dbid,) = database.sqlite.execute("SELECT DBID FROM x_database").fetchone()
    return int(dbid)


def is_alive(database: Database, con_id: int, object_id: int) -> bool:
    """Whether a control process works with this table, listed or not."""
    return any(
        database.datapump.jobs.sessions(job, memory.CONTROL)
        for job in database.datapump.jobs.with_master(con_id, object_id)
    )


def is_master(database: Database, table: StoredObject) -> bool:
    """Whether Oracle's jobs view would take it for one, and it has as many columns as any of them."""
    (comments,) = database.sqlite.execute(
        "SELECT COUNT(*) FROM `com$` WHERE CON_ID = ? AND `OBJ#` = ? AND `COL#` IS NULL"
        " AND `COMMENT$` LIKE 'Data Pump Master Table%'",
        (table.con_id, table.object_id),
    ).fetchone()
    (columns,) = database.sqlite.execute(
        "SELECT COUNT(*) FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ?", (table.con_id, table.object_id)
    ).fetchone()
    return bool(comments) and columns >= _FEWEST_COLUMNS


def content_of(database: Database, table: StoredObject) -> str:
    """All rows of a table, in an order that does not depend on what was done to others."""
    number, kind, _duration = segments.storage(database, table)
    if kind != "HEAP":
        return ""
    return repr(sorted(map(repr, database.sqlite.execute(f"SELECT * FROM `seg_{number}`"))))


def bin_of(database: Database) -> dict[tuple[int, int], str]:
    """The tables in the recycle bin: container and object number to the BIN$ name."""
    rows = database.sqlite.execute(
        "SELECT r.CON_ID, r.`OBJ#`, o.NAME FROM `recyclebin$` r JOIN `obj$` o"
        " ON o.CON_ID = r.CON_ID AND o.`OBJ#` = r.`OBJ#` WHERE r.`TYPE#` = ?",
        (int(ObjectType.TABLE),),
    )
    return {(con_id, number): name for con_id, number, name in rows}
