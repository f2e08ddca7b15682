# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is observed in a database, as frozen values. Times are naive and by the clock of the database server."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass


class Coverage(str, enum.Enum):
    """Whose jobs could be read."""

    CDB = "cdb"
    DBA = "dba"
    USER = "user"


@dataclass(frozen=True)
class Database:
    """The database and container a session is in. `con_uid` is 0 outside a container database, 1 in its root."""

    dbid: int
    name: str
    unique_name: str
    con_id: int
    con_uid: int
    con_name: str
    is_cdb: bool
    version: str
    open_mode: str
    role: str
    recyclebin: str
    server_time: datetime.datetime
    startup_time: datetime.datetime
    session_user: str
    expected_instances: tuple[int, ...]
    """Instances that have the database open; empty when that could not be read."""
    seen_instances: tuple[int, ...]
    """Instances that answered a query on a GV$ view."""
    instance: int = 0
    """The instance that the session is on; 0 when that could not be read."""
    instance_names: tuple[tuple[int, str], ...] = ()
    """Number of each instance that answered, and its name and host for people to read."""
    container_kind: str = "plain"
    """plain, application (any part of an application container) or proxy."""

    @property
    def release(self) -> int:
        """The first number of the version, 0 if that could not be read."""
        first = self.version.partition(".")[0]
        return int(first) if first.isdigit() else 0

    @property
    def is_root(self) -> bool:
        """Whether this is CDB$ROOT, which holds none of the jobs of pluggable databases."""
        return self.is_cdb and self.con_id == 1

    def place_of(self, instance: int) -> str:
        """An instance as people know it."""
        return dict(self.instance_names).get(instance, f"instance {instance}")

    @property
    def complete(self) -> bool:
        """Whether every instance answered, so that "no entry anywhere" proves something."""
        return bool(self.expected_instances) and set(self.expected_instances) <= set(self.seen_instances)

    @property
    def primary(self) -> bool:
        """Whether jobs of this database can run here. A standby shows only its own memory."""
        return self.role == "PRIMARY" and self.open_mode == "READ WRITE"


@dataclass(frozen=True)
class Pluggable:
    """A pluggable database as the root of its container database sees it."""

    con_id: int
    con_uid: int
    name: str
    open_mode: str
    restricted: bool
    kind: str
    """plain, application (any part of an application container) or proxy."""


@dataclass(frozen=True)
class ListedJob:
    """A row of DBA_DATAPUMP_JOBS or USER_DATAPUMP_JOBS, without the padding of OPERATION and JOB_MODE."""

    owner: str
    name: str
    operation: str
    mode: str
    state: str | None
    degree: int
    attached_sessions: int
    datapump_sessions: int


@dataclass(frozen=True)
class Entry:
    """A row of GV$DATAPUMP_JOB: what an instance holds in memory about a job."""

    instance: int
    job_id: int
    owner: str
    name: str
    operation: str
    mode: str
    state: str | None
    workers: int
    has_control_queue: bool
    """Without one the job is in neither branch of DBA_DATAPUMP_JOBS."""


@dataclass(frozen=True)
class JobSession:
    """A session that belongs to a job."""

    instance: int
    sid: int
    serial: int
    kind: str
    """DBMS_DATAPUMP, MASTER, WORKER, EXTERNAL TABLE or OTHER."""
    user: str | None
    program: str | None
    job_id: int | None = None
    job_name: str | None = None
    """As the process itself shows it in its ACTION."""


@dataclass(frozen=True)
class MasterTable:
    """A table whose comment is that of a master table."""

    owner: str
    name: str
    object_id: int
    created: datetime.datetime | None
    last_ddl_time: datetime.datetime | None
    status: str
    tablespace: str | None
    size_bytes: int | None
    operation: str
    mode: str
    ordinary: bool
    """Neither temporary, nor clustered, nested, or index-organized."""
    columns: frozenset[str] | None
    """Which of the columns known to `_layout` it has with the right type; None when that could not be read."""


@dataclass(frozen=True)
class JobFile:
    """A file of a job. `kind` is dump, log, bad, sql or other."""

    kind: str
    directory: str | None
    name: str | None
    path: str | None


@dataclass(frozen=True)
class UnfinishedObject:
    """An object that a job had not completed. `path` is its type with those it belongs to, as Data Pump writes it."""

    path: str
    schema: str | None
    name: str | None


@dataclass(frozen=True)
class Worker:
    """A worker as the master table remembers it."""

    name: str
    work_item: str | None
    last_update: datetime.datetime | None


@dataclass(frozen=True)
class Content:
    """What the control rows of a master table (PROCESS_ORDER < 0) say."""

    rows_digest: str
    """Chained SHA-256 of all control rows in upper-case hexadecimal digits, as the guarded block computes it again."""
    stored_state: str | None
    start_time: datetime.datetime | None
    last_update: datetime.datetime | None
    parameters: tuple[tuple[str, str], ...]
    files: tuple[JobFile, ...]
    workers: tuple[Worker, ...]
    abort_step: int | None
    error_count: int | None
    objects_total: int | None = None
    objects_left: int | None = None
    """Objects without a completion time. Both are None unless they were counted, and if there are too many."""

    def parameter(self, name: str) -> str | None:
        """Value of a job parameter, None if the job has none of that name."""
        return dict(self.parameters).get(name)

    @property
    def keep_master(self) -> bool:
        """Whether the job was told to keep its master table."""
        return self._is_set("KEEP_MASTER")

    @property
    def master_only(self) -> bool:
        """Whether the job was an import of nothing but the master table."""
        return self._is_set("MASTER_ONLY")

    def _is_set(self, parameter: str) -> bool:
        return (self.parameter(parameter) or "0").upper() in ("1", "Y", "YES")


@dataclass(frozen=True)
class FilesSeen:
    """What files of a job on the database server tell. Each is empty or None for what could not be read."""

    ended_by_stop: bool | None
    """Whether the last line of the log says that the job was stopped on request."""
    log: str | None
    missing: tuple[str, ...] = ()
    """Dump files that the master table names, and that are not there."""


@dataclass(frozen=True)
class Job:
    """Everything observed about one job."""

    owner: str
    name: str
    listed: tuple[ListedJob, ...]
    entries: tuple[Entry, ...]
    sessions: tuple[JobSession, ...]
    table: MasterTable | None
    content: Content | None
    progress: dict[str, object] | None = None
    files_seen: FilesSeen | None = None


@dataclass(frozen=True)
class BinEntry:
    """A dropped table in the recycle bin."""

    owner: str
    original_name: str
    object_name: str
    object_id: int
    drop_time: str
    dropscn: int
    tablespace: str | None
    can_undrop: bool
    can_purge: bool
    size_bytes: int | None


@dataclass(frozen=True)
class ExternalTable:
    """An external table named like those that workers of Data Pump create."""

    owner: str
    name: str
    object_id: int
    created: datetime.datetime | None
    driver: str | None
    """Access driver, ORACLE_DATAPUMP for those of workers."""


@dataclass(frozen=True)
class Reading:
    """One observation of a database. Lists are None when they were not gathered or could not be read."""

    database: Database
    coverage: Coverage
    jobs: tuple[Job, ...]
    entries_read: bool
    """Whether GV$DATAPUMP_JOB, GV$DATAPUMP_SESSION and GV$SESSION could be read."""
    recycle_bin: tuple[BinEntry, ...] | None
    external_tables: tuple[ExternalTable, ...] | None
    privileges: frozenset[str] | None
    """System privileges and roles of the session."""
    warnings: tuple[str, ...]
    tables_read: bool = True
    """Whether it is known which jobs have master tables."""
    readable_views: frozenset[str] | None = None
    """Views of SYS that the session may read by name, as far as any statement needs them."""
