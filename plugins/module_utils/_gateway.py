# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One method for each call to the database: model to binds, and by `_rows` rows to model.

Knows nothing of check mode, plans or consent. Every method may raise DatabaseError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ansible_collections.dbops.datapump.plugins.module_utils import (
    _attach,
    _exclusion_sql,
    _guard,
    _guard_bin,
    _guard_external,
    _kill,
    _rows,
    _sql,
)
from ansible_collections.dbops.datapump.plugins.module_utils._layout import columns_in
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    AssessedJob,
    BinEntry,
    Content,
    Database,
    Entry,
    ExternalTable,
    JobSession,
    ListedJob,
    MasterTable,
    Pluggable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import quoted
from ansible_collections.dbops.datapump.plugins.module_utils._own import OwnSession
from ansible_collections.dbops.datapump.plugins.module_utils._replies import LockReply, SessionIdentity, Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import Found

_VERDICT_OUTPUTS: dict[str, type] = {
    "out_status": str,
    "out_reason": str,
    "out_step": str,
    "out_code": int,
    "out_message": str,
}


class Session(Protocol):
    """What the gateway needs of a session."""

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query."""

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        """OUT binds of a block."""

    def pause(self, seconds: float) -> None:
        """Wait."""


class Gateway:
    """The calls."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def own(self) -> bool:
        """Whether all calls are about what the current user owns, and see nothing else."""
        return isinstance(self._session, OwnSession)

    def as_owner(self) -> Gateway:
        """The same calls over what the current user owns."""
        return self if self.own else Gateway(OwnSession(self._session))

    def database(self) -> Database:
        """The database and container, by views that need a grant."""
        (row,) = self._session.select(_sql.DATABASE)
        containers = self._session.select(_sql.CONTAINER)
        return _rows.database(row, containers[0] if containers else {}, self._session.select(_sql.INSTANCES))

    def database_as_any_user(self) -> Database:
        """As much of it as every user may know."""
        (row,) = self._session.select(_sql.DATABASE_AS_ANY_USER)
        return _rows.database_as_any_user(row)

    def pluggables(self) -> list[Pluggable]:
        """The pluggable databases that this container may see, in their order."""
        return [
            Pluggable(row["con_id"], row["con_uid"], row["name"], row["open_mode"], row["restricted"] == "YES")
            for row in self._session.select(_sql.PLUGGABLES)
        ]

    def jobs_of_all_containers(self) -> dict[int, list[ListedJob]]:
        """CON_ID to the jobs listed there, of the containers that are open."""
        jobs: dict[int, list[ListedJob]] = {}
        for row in self._session.select(_sql.JOBS_OF_ALL_CONTAINERS):
            jobs.setdefault(int(row["con_id"]), []).append(_rows.listed_job(row))
        return jobs

    def switch_to(self, container: str) -> None:
        """Go on in another container."""
        self._session.run(f"ALTER SESSION SET CONTAINER = {quoted(container)}", {}, {})

    def jobs(self, own: bool) -> list[ListedJob]:
        """All listed jobs, or those of the current user."""
        return [_rows.listed_job(row) for row in self._session.select(_sql.OWN_JOBS if own else _sql.JOBS)]

    def entries(self) -> list[Entry]:
        """What all instances that answer hold in memory."""
        return [_rows.entry(row) for row in self._session.select(_sql.ENTRIES)]

    def sessions(self) -> list[JobSession]:
        """Sessions that an instance knows as those of jobs."""
        return [_rows.session_of_job(row) for row in self._session.select(_sql.SESSIONS)]

    def processes(self) -> list[JobSession]:
        """Control processes and workers, by what they say of themselves."""
        return [_rows.process(row) for row in self._session.select(_sql.PROCESSES)]

    def master_tables(self, own: bool) -> list[MasterTable]:
        """Tables with the comment of a master table; sizes and columns are read by methods of their own."""
        rows = self._session.select(_sql.OWN_MASTER_TABLES if own else _sql.MASTER_TABLES)
        return [_rows.master_table(row) for row in rows]

    def table_columns(self, own: bool) -> dict[tuple[str, str], frozenset[str]]:
        """Owner and name of each such table to those of its columns that are known."""
        rows = self._session.select(_sql.OWN_TABLE_COLUMNS if own else _sql.TABLE_COLUMNS)
        return {(row["owner"], row["table_name"]): columns_in(int(row["signature"])) for row in rows}

    def table_sizes(self, own: bool) -> dict[tuple[str, str], int]:
        """Owner and name of each such table to the bytes of its segment."""
        rows = self._session.select(_sql.OWN_SEGMENTS if own else _sql.SEGMENTS)
        return {(row["owner"], row["segment_name"]): int(row["size_bytes"]) for row in rows}

    def contents(self, tables: Sequence[MasterTable]) -> list[Content]:
        """What the control rows of master tables say that have the same known columns, by one query."""
        columns = tables[0].columns or frozenset()
        text = _sql.control_rows(columns, [(table.owner, table.name) for table in tables])
        rows_of: list[list[dict[str, Any]]] = [[] for _table in tables]
        for row in self._session.select(text):
            rows_of[int(row["table_position"])].append(row)
        return [_rows.content(rows, table.operation) for rows, table in zip(rows_of, tables)]

    def count_objects(self, table: MasterTable) -> tuple[int, int] | None:
        """Objects of a job, and those of them that are not completed; None for more than can be counted quickly."""
        row = self._session.select(_sql.count_objects(table.owner, table.name))[0]
        total, completed = int(row["objects"]), int(row["completed"])
        return None if total > _sql.MOST_OBJECTS else (total, total - completed)

    def recycle_bin(self) -> list[BinEntry]:
        """Dropped master tables."""
        return [_rows.bin_entry(row) for row in self._session.select(_sql.RECYCLE_BIN)]

    def dropped_table(self, owner: str, object_id: int) -> list[BinEntry]:
        """Recycle bin entries of a table by its object number."""
        binds = {"table_owner": owner, "table_number": object_id}
        return [_rows.bin_entry(row) for row in self._session.select(_sql.DROPPED_TABLE, binds)]

    def dropped_name(self, owner: str, name: str) -> list[BinEntry]:
        """Recycle bin entries of tables that had a name, the last dropped first."""
        binds = {"table_owner": owner, "table_was": name}
        return [_rows.bin_entry(row) for row in self._session.select(_sql.DROPPED_NAME, binds)]

    def table_by_number(self, object_id: int) -> tuple[str, str] | None:
        """Owner and name that a table of this number has now, None if there is none."""
        rows = self._session.select(_sql.OBJECT_BY_NUMBER, {"table_number": object_id})
        return (rows[0]["owner"], rows[0]["object_name"]) if rows else None

    def find(self, owner: str, object_id: int) -> Found:
        """A table by its number, wherever it is now."""
        rows = self._session.select(_sql.OBJECT_BY_NUMBER, {"table_number": object_id})
        row = rows[0] if rows else {}
        return Found(
            row.get("owner"),
            row.get("object_name"),
            row.get("created"),
            row.get("last_ddl_time"),
            tuple(self.dropped_table(owner, object_id)),
        )

    def object_by_name(self, owner: str, name: str) -> list[tuple[int, str]]:
        """Number and type of every object of this name."""
        return self._objects(_sql.OBJECT_BY_NAME, {"table_owner": owner, "wanted_name": name})

    def own_object_by_name(self, name: str) -> list[tuple[int, str]]:
        """Number and type of every object of this name that the current user owns."""
        return self._objects(_sql.OWN_OBJECT_BY_NAME, {"wanted_name": name})

    def _objects(self, text: str, binds: Mapping[str, Any]) -> list[tuple[int, str]]:
        rows = self._session.select(text, binds)
        return [(row["object_id"], row["object_type"]) for row in rows]

    def external_tables(self) -> list[ExternalTable]:
        """External tables named ET$…"""
        return [
            ExternalTable(row["owner"], row["table_name"], row["object_id"], row["created"], row["type_name"])
            for row in self._session.select(_sql.EXTERNAL_TABLES)
        ]

    def progress(self) -> dict[tuple[str, str], dict[str, object]]:
        """Owner and job to what V$SESSION_LONGOPS says, which is only an indication."""
        return {
            (row["username"], row["opname"]): {"done": row["done"], "total": row["total"], "units": row["units"]}
            for row in self._session.select(_sql.PROGRESS)
        }

    def privileges(self) -> frozenset[str]:
        """System privileges and roles that are active in this session."""
        return frozenset(row["granted"] for row in self._session.select(_sql.PRIVILEGES))

    def readable_views(self) -> frozenset[str]:
        """The views of SYS that this session may read by name."""
        return frozenset(row["object_name"] for row in self._session.select(_sql.READABLE_VIEWS))

    def identity(self) -> SessionIdentity:
        """This session's instance, SID and serial number."""
        row = self._session.select(_sql.MY_SESSION)[0]
        return SessionIdentity(row["instance_number"], row["sid"], row["serial_number"])

    def is_alive(self, lost: SessionIdentity) -> bool:
        """Whether a session still exists."""
        binds = {"lost_instance": lost.instance, "lost_sid": lost.sid, "lost_serial": lost.serial}
        return self._session.select(_sql.SESSION_ALIVE, binds)[0]["sessions"] > 0

    def drop(
        self, database: Database, table: MasterTable, rows_digest: str | None, min_age: int, accept_no_undo: bool
    ) -> Verdict:
        """Guard and drop, in one block."""
        if table.created is None:
            raise ValueError("the creation time of the table is not known")
        return self._verdict(
            _guard.GUARDED_DROP,
            {
                **_database_binds(database),
                "target_number": table.object_id,
                "expected_owner": table.owner,
                "expected_table": table.name,
                "expected_created": table.created.isoformat(),
                "expected_changed": table.last_ddl_time.isoformat() if table.last_ddl_time else None,
                "required_age": min_age,
                "reviewed_rows": rows_digest,
                "accepts_no_undo": int(accept_no_undo),
            },
            {"out_guard": str, "out_bin_name": str, "out_dropscn": int},
        )

    def drop_external(self, database: Database, owner: str, name: str, object_id: int, min_age: int) -> Verdict:
        """Guard and drop an external table, in one block."""
        binds = {
            **_database_binds(database),
            "target_number": object_id,
            "expected_owner": owner,
            "expected_table": name,
            "required_age": min_age,
        }
        return self._verdict(_guard_external.GUARDED_DROP_EXTERNAL, binds, {"out_guard": str})

    def purge(self, database: Database, entry: BinEntry) -> Verdict:
        """Prove that the entry is the one meant, and purge it."""
        return self._verdict(_guard_bin.PURGE, _entry_binds(database, entry), {"out_guard": str})

    def restore(self, database: Database, entry: BinEntry) -> Verdict:
        """Prove that the entry is the one meant, flash it back, and give its parts their names back."""
        return self._verdict(_guard_bin.RESTORE, _entry_binds(database, entry), {"out_guard": str})

    def stop(
        self,
        owner: str,
        name: str,
        *,
        removal: bool,
        accept_loss: bool,
        accept_clients: bool,
        immediate: bool,
        delay: int,
        instance: int | None,
        object_id: int | None,
        rows_digest: str | None,
    ) -> Verdict:
        """Look once more, attach and stop, in one block. The session must be the owner's.

        For a removal also one of the instance that holds the entry, if that is given; and the job must have just the
        master table that is given by its number and the digest of its control rows, or none.
        """
        return self._verdict(
            _attach.STOP,
            {
                "target_owner": owner,
                "target_job": name,
                "wants_removal": int(removal),
                "accepts_loss": int(accept_loss),
                "accepts_clients": int(accept_clients),
                "target_number": object_id,
                "reviewed_rows": rows_digest,
                "stop_immediately": int(immediate),
                "stop_delay": delay,
                "holding_instance": instance,
            },
            {"out_state": str},
        )

    def kill(self, job: AssessedJob, *, accept_clients: bool, delay: int) -> Verdict:
        """Look once more, attach, and end a live job with its master table, in one block, in a session of the owner."""
        return self._verdict(
            _kill.KILL,
            {
                "target_owner": job.owner,
                "target_job": job.name,
                "target_number": job.object_id,
                "reviewed_operation": job.operation,
                "accepts_clients": int(accept_clients),
                "stop_delay": delay,
            },
            {"out_state": str},
        )

    def acquire(self, name: str, wait: int) -> LockReply:
        """Ask for a named lock, waiting so many seconds for it."""
        binds = {"lock_name": name, "lock_wait": wait}
        out = self._session.run(_exclusion_sql.ACQUIRE, binds, {"out_result": int, "out_handle": str})
        return LockReply(int(out["out_result"]), out["out_handle"] or "")

    def release(self, handle: str) -> None:
        """Give a named lock back."""
        self._session.run(_exclusion_sql.RELEASE, {"lock_handle": handle}, {})

    def lock_holder(self, number: int) -> tuple[str | None, str | None, str] | None:
        """User, client identifier and session that hold a named lock, None if nobody can be seen."""
        rows = self._session.select(_exclusion_sql.HOLDER, {"lock_number": number})
        if not rows:
            return None
        row = rows[0]
        return row["username"], row["client_identifier"], f"{row['sid']},{row['serial_number']}@{row['inst_id']}"

    def sleep(self, seconds: float) -> None:
        """Wait on the server, so that its clock counts."""
        self._session.run(_attach.SLEEP, {"sleep_seconds": seconds}, {})

    def pause(self, seconds: float) -> None:
        """Wait on this side, for releases where waiting on the server needs a grant."""
        self._session.pause(seconds)

    def _verdict(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> Verdict:
        out = self._session.run(block, binds, {**_VERDICT_OUTPUTS, **outputs})
        return Verdict(
            status=out["out_status"],
            reason=out["out_reason"],
            step=out["out_step"],
            code=_oracle_code(out["out_code"]),
            message=out["out_message"],
            guard=out.get("out_guard"),
            bin_name=out.get("out_bin_name"),
            dropscn=_rows.whole(out.get("out_dropscn")),
            state=out.get("out_state"),
        )


def _database_binds(database: Database) -> dict[str, Any]:
    return {"expected_dbid": database.dbid, "expected_con_uid": database.con_uid}


def _entry_binds(database: Database, entry: BinEntry) -> dict[str, Any]:
    return {
        **_database_binds(database),
        "target_number": entry.object_id,
        "target_bin_name": entry.object_name,
        "target_dropscn": entry.dropscn,
        "expected_owner": entry.owner,
        "expected_table": entry.original_name,
    }


def _oracle_code(sqlcode: int | None) -> str | None:
    """ORA-00054 from SQLCODE -54; +100 is how PL/SQL says ORA-01403. None for success."""
    if not sqlcode:
        return None
    return "ORA-01403" if sqlcode == 100 else f"ORA-{abs(sqlcode):05d}"
