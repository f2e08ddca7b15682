# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One method for each query: binds in, rows as model out, by `_rows`. Every method may raise DatabaseError."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from ansible_collections.dbops.datapump.plugins.module_utils import _exclusion_sql, _rows, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._layout import columns_in
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    BinEntry,
    Content,
    Database,
    Entry,
    ExternalTable,
    JobSession,
    ListedJob,
    MasterTable,
    Pluggable,
    UnfinishedObject,
)
from ansible_collections.dbops.datapump.plugins.module_utils._replies import SessionIdentity
from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import Found


class Session(Protocol):
    """What the gateway needs of a session."""

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query."""

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        """OUT binds of a block."""

    def pause(self, seconds: float) -> None:
        """Wait."""


class Queries:
    """What can be asked. Nothing here changes anything."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def database(self) -> Database:
        """The database and container, by views that need a grant."""
        (row,) = self._session.select(_sql.DATABASE)
        containers = self._session.select(_sql.CONTAINER)
        return _rows.database(row, containers[0] if containers else {}, self._session.select(_sql.INSTANCES))

    def instances_seen(self) -> tuple[int, ...]:
        """Numbers of the instances that answer."""
        return _rows.numbers(self._session.select(_sql.INSTANCES), "is_seen")

    def database_as_any_user(self) -> Database:
        """As much of it as every user may know."""
        (row,) = self._session.select(_sql.DATABASE_AS_ANY_USER)
        return _rows.database_as_any_user(row)

    def pluggables(self) -> list[Pluggable]:
        """The pluggable databases that this container may see, in their order."""
        return [_rows.pluggable(row) for row in self._session.select(_sql.PLUGGABLES)]

    def jobs_of_all_containers(self) -> dict[int, list[ListedJob]]:
        """CON_ID to the jobs listed there, of the containers that are open."""
        jobs: dict[int, list[ListedJob]] = {}
        for row in self._session.select(_sql.JOBS_OF_ALL_CONTAINERS):
            jobs.setdefault(int(row["con_id"]), []).append(_rows.listed_job(row))
        return jobs

    def jobs(self) -> list[ListedJob]:
        """All listed jobs."""
        return [_rows.listed_job(row) for row in self._session.select(_sql.JOBS)]

    def entries(self) -> list[Entry]:
        """What all instances that answer hold in memory."""
        return [_rows.entry(row) for row in self._session.select(_sql.ENTRIES)]

    def sessions(self) -> list[JobSession]:
        """Sessions that an instance knows as those of jobs."""
        return [_rows.session_of_job(row) for row in self._session.select(_sql.SESSIONS)]

    def processes(self) -> list[JobSession]:
        """Control processes and workers, by what they say of themselves."""
        return [_rows.process(row) for row in self._session.select(_sql.PROCESSES)]

    def master_tables(self) -> list[MasterTable]:
        """Tables with the comment of a master table; sizes and columns are read by methods of their own."""
        return [_rows.master_table(row) for row in self._session.select(_sql.MASTER_TABLES)]

    def table_columns(self, tables: Iterable[MasterTable]) -> dict[tuple[str, str], frozenset[str]]:
        """Owner and name of each table to those of its columns that are known."""
        rows = self._by_names(_sql.table_columns, tables)
        return {(row["owner"], row["table_name"]): columns_in(int(row["signature"])) for row in rows}

    def table_sizes(self, tables: Iterable[MasterTable]) -> dict[tuple[str, str], int]:
        """Owner and name of each table to the bytes of its segment."""
        rows = self._by_names(_sql.table_sizes, tables)
        return {(row["owner"], row["segment_name"]): int(row["size_bytes"]) for row in rows}

    def _by_names(self, text: Callable[[int], str], tables: Iterable[MasterTable]) -> Iterator[dict[str, Any]]:
        """Rows about tables that are found by their names, by as few queries as lists of names allow."""
        names_of: dict[str, list[str]] = {}
        for table in tables:
            names_of.setdefault(table.owner, []).append(table.name)
        most = _sql.NAMES_IN_A_LIST[-1]
        for owner, names in names_of.items():
            for first in range(0, len(names), most):
                some = names[first : first + most]
                length = min(length for length in _sql.NAMES_IN_A_LIST if length >= len(some))
                # The last name fills up the list.
                binds = {f"table_{place}": some[min(place, len(some)) - 1] for place in range(1, length + 1)}
                yield from self._session.select(text(length), {"table_owner": owner, **binds})

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

    def unfinished_objects(self, table: MasterTable) -> list[UnfinishedObject]:
        """The first objects of a job that are not completed, as far as can be looked through quickly."""
        text = _sql.unfinished_objects(table.owner, table.name, table.columns or frozenset())
        rows = self._session.select(text)
        return [UnfinishedObject(row["object_path"], row["in_schema"], row["called"]) for row in rows]

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

    def find(self, object_id: int) -> Found:
        """A table by its number, wherever it is now."""
        rows = self._session.select(_sql.TABLE_ANYWHERE, {"table_number": object_id})
        if not rows:
            return Found(None, None, None, None, None)
        row = rows[0]
        entry = _rows.bin_entry(row) if row["dropscn"] is not None else None
        return Found(row["owner_now"], row["name_now"], row["created"], row["last_ddl_time"], entry)

    def object_by_name(self, owner: str, name: str) -> list[tuple[int, str]]:
        """Number and type of every object of this name."""
        rows = self._session.select(_sql.OBJECT_BY_NAME, {"table_owner": owner, "wanted_name": name})
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
        """Whether a session still exists, or its instance does not say."""
        binds = {"lost_instance": lost.instance, "lost_sid": lost.sid, "lost_serial": lost.serial}
        row = self._session.select(_sql.SESSION_ALIVE, binds)[0]
        return bool(row["sessions"] or row["silent"])

    def lock_holder(self, number: int) -> tuple[str | None, str | None, str] | None:
        """User, client identifier and session that hold a named lock, None if nobody can be seen."""
        rows = self._session.select(_exclusion_sql.HOLDER, {"lock_number": number})
        if not rows:
            return None
        row = rows[0]
        return row["username"], row["client_identifier"], f"{row['sid']},{row['serial_number']}@{row['inst_id']}"
