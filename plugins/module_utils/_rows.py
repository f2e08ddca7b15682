# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows to model: what the queries of `_sql` return, as the values of `_model`. Column names are in lower case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._digest import chained
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    BinEntry,
    Content,
    Database,
    Entry,
    JobFile,
    JobSession,
    ListedJob,
    MasterTable,
    Pluggable,
    Worker,
)

Row = Mapping[str, Any]

_FILE_KINDS = {1: "dump", 2: "bad", 3: "log", 4: "sql"}
_PROCESSES = {"Data Pump Master": "MASTER", "Data Pump Worker": "WORKER"}
"""What control processes and workers say in MODULE, and the kind of session that each is."""


def database(row: Row, container: Row, instances: Sequence[Row]) -> Database:
    """From DATABASE, CONTAINER (empty outside a pluggable database) and INSTANCES."""
    is_cdb = row["cdb"] == "YES"
    open_modes = [row["open_mode"], container.get("open_mode") or row["open_mode"]]
    return Database(
        dbid=row["dbid"],
        name=row["name"],
        unique_name=row["db_unique_name"],
        con_id=row["con_id"] or 0,
        con_uid=container.get("con_uid", 1) if is_cdb else 0,
        con_name=row["con_name"] or row["name"],
        is_cdb=is_cdb,
        version=row["version"],
        # The stricter one: V$DATABASE need not tell how a pluggable database is open.
        open_mode=next((mode for mode in open_modes if mode != "READ WRITE"), "READ WRITE"),
        role=row["database_role"],
        recyclebin=(row["recyclebin"] or "").lower(),
        server_time=row["server_time"],
        startup_time=row["startup_time"],
        session_user=row["session_user"],
        expected_instances=numbers(instances, "is_expected"),
        seen_instances=numbers(instances, "is_seen"),
        instance=row["instance_number"],
        instance_names=tuple(
            (seen["instance_number"], seen["instance_place"]) for seen in instances if seen["instance_place"]
        ),
        container_kind=_kind_of(container),
    )


def database_as_any_user(row: Row) -> Database:
    """From DATABASE_AS_ANY_USER: no DBID, and no instance counts as read."""
    return Database(
        dbid=0,
        name=row["name"],
        unique_name=row["db_unique_name"],
        con_id=row["con_id"] or 0,
        con_uid=0,
        con_name=row["con_name"] or row["name"],
        is_cdb=bool(row["con_id"]),
        version="",
        open_mode="",
        role=row["database_role"] or "",
        recyclebin="",
        server_time=row["server_time"],
        startup_time=row["server_time"],
        session_user=row["session_user"],
        expected_instances=(),
        seen_instances=(),
    )


def listed_job(row: Row) -> ListedJob:
    """From JOBS."""
    return ListedJob(
        owner=row["owner_name"],
        name=row["job_name"],
        operation=row["operation"],
        mode=row["job_mode"],
        state=row["state"],
        degree=int(row["degree"] or 0),
        attached_sessions=int(row["attached_sessions"] or 0),
        datapump_sessions=int(row["datapump_sessions"] or 0),
    )


def entry(row: Row) -> Entry:
    """From ENTRIES."""
    return Entry(
        instance=row["inst_id"],
        job_id=row["job_id"],
        owner=row["owner_name"],
        name=row["job_name"],
        operation=row["operation"] or "",
        mode=row["job_mode"] or "",
        state=row["state"],
        workers=int(row["workers"] or 0),
        has_control_queue=bool(row["has_control_queue"]),
    )


def session_of_job(row: Row) -> JobSession:
    """From SESSIONS."""
    return _session(row, row["kind"], row["job_id"])


def process(row: Row) -> JobSession:
    """From PROCESSES."""
    return _session(row, _PROCESSES[row["module"]], None)


def _session(row: Row, kind: str, job_id: int | None) -> JobSession:
    return JobSession(
        instance=row["inst_id"],
        sid=row["sid"] or 0,
        serial=row["serial_number"] or 0,
        kind=kind,
        user=row["username"],
        program=row["program"],
        job_id=job_id,
        job_name=row["action"] if row["module"] in _PROCESSES else None,
    )


def master_table(row: Row) -> MasterTable:
    """From MASTER_TABLES; its size and its columns come from other queries."""
    return MasterTable(
        owner=row["owner"],
        name=row["table_name"],
        object_id=row["object_id"],
        created=row["created"],
        last_ddl_time=row["last_ddl_time"],
        status=row["status"],
        tablespace=row["tablespace_name"],
        size_bytes=None,
        operation=row["comments"][23:53].rstrip(),
        mode=row["comments"][54:84].rstrip(),
        ordinary=row["temporary"] == "N"
        and row["cluster_name"] is None
        and row["iot_type"] is None
        and row["nested"] == "NO",
        columns=None,
    )


def content(rows: Sequence[Row], operation: str) -> Content:
    """From control_rows. An import's table also holds the job row of the export that it reads."""
    job_row = _job_row(rows, operation)
    updates = [row["last_update"] for row in rows if row["last_update"]]
    return Content(
        rows_digest=chained(row["row_hash"] for row in rows),
        stored_state=job_row.get("state"),
        start_time=job_row.get("start_time"),
        last_update=max(updates, default=None),
        parameters=tuple(
            (row["name"], str(row["value_t"] if row["value_t"] is not None else row["value_n"]))
            for row in rows
            if row["name"] and (row["value_t"] is not None or row["value_n"] is not None)
        ),
        files=tuple(_job_file(row) for row in rows if row["user_file_name"] or row["file_name"]),
        workers=tuple(
            Worker(row["process_name"], row["work_item"], row["last_update"]) for row in rows if row["process_name"]
        ),
        abort_step=whole(job_row.get("abort_step")),
        error_count=whole(job_row.get("error_count")),
    )


def bin_entry(row: Row) -> BinEntry:
    """From RECYCLE_BIN, DROPPED_TABLE, DROPPED_NAME or TABLE_ANYWHERE."""
    return BinEntry(
        owner=row["owner"],
        original_name=row["original_name"],
        object_name=row["object_name"],
        object_id=row["base_object"],
        drop_time=_iso(row["droptime"]),
        dropscn=row["dropscn"],
        tablespace=row["ts_name"],
        can_undrop=row["can_undrop"] == "YES",
        can_purge=row["can_purge"] == "YES",
        # The view counts in blocks, whose size it does not tell.
        size_bytes=None,
    )


def pluggable(row: Row) -> Pluggable:
    """From PLUGGABLES."""
    return Pluggable(
        row["con_id"], row["con_uid"], row["name"], row["open_mode"], row["restricted"] == "YES", _kind_of(row)
    )


def _kind_of(container: Row) -> str:
    if container.get("proxy_pdb") == "YES":
        return "proxy"
    parts = ("application_root", "application_pdb", "application_seed")
    return "application" if any(container.get(part) == "YES" for part in parts) else "plain"


def whole(value: Any) -> int | None:
    """A NUMBER as an integer, NULL as None."""
    return None if value is None else int(value)


def numbers(rows: Sequence[Row], column: str) -> tuple[int, ...]:
    """The instances of INSTANCES for which a column is true."""
    return tuple(sorted({row["instance_number"] for row in rows if row[column]}))


def _job_row(rows: Sequence[Row], operation: str) -> Row:
    """The row that describes the job itself: the one of its operation, or the only one (ESTIMATE jobs are exports)."""
    candidates = [row for row in rows if row["operation"]]
    of_operation = [row for row in candidates if row["operation"] == operation]
    if of_operation:
        return of_operation[0]
    return candidates[0] if len(candidates) == 1 else {}


def _job_file(row: Row) -> JobFile:
    kind = _FILE_KINDS.get(row["file_type"], "other")
    return JobFile(kind, row["user_directory"], row["user_file_name"], row["file_name"])


def _iso(droptime: str) -> str:
    """ISO 8601 from the text of DROPTIME, 2026-01-15:03:00:04."""
    return droptime[:10] + "T" + droptime[11:]
