# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The `jobs:` of a scenario: what a job looks like before the first client comes.

A job may have a master table, an entry in memory, or both. `state` is the entry's; `stored_state` what the job row of
the master table says. Without `state` there is no entry, and the job shows as NOT RUNNING.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import pathlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import jsonschema

from ..values import VARCHAR2, Column
from ..world import tables
from ..world.objects import StoredColumn, StoredObject
from . import master_rows, names
from .layouts import layout, parse_type
from .master_rows import FILE_TYPE_DUMP, FILE_TYPE_LOG, JobDescription, Row
from .memory import LiveJob
from .states import WORKERS_ALIVE, State

if TYPE_CHECKING:
    from ..world.database import Container, Database

_BYTES_PER_OBJECT = 8 * 1024 * 1024
_DEFAULT_DIRECTORY = "/u01/app/oracle/dpdump"


@dataclasses.dataclass
class JobSpec:
    """One item of `jobs:`; job_schema.json says what each key means."""

    owner: str
    name: str
    operation: str = "EXPORT"
    mode: str = "SCHEMA"
    # The entry in memory.
    state: str | None = None
    in_memory: bool | None = None
    instance: int = 1
    attached: int = 0
    null_control_queue: bool = False
    duration: float | None = None
    stop_seconds: float | None = None
    # The master table.
    master_table: bool = True
    object_id: int | None = None
    created: str | None = None
    last_ddl: str | None = None
    tablespace: str | None = None
    size_mb: int = 1
    layout: str | None = None
    columns: list[Mapping[str, str]] | None = None
    comment: str | None = None
    indexed: bool = True
    locked: bool = False
    external_tables: list[str] = dataclasses.field(default_factory=list)
    # What stands in it.
    stored_state: str | None = None
    start_time: str | None = None
    last_update: str | None = None
    abort_step: int | None = None
    error_count: int = 0
    remote_link: str | None = None
    parameters: dict[str, object] = dataclasses.field(default_factory=dict)
    keep_master: bool = False
    workers: int = 1
    dump_files: list[Mapping[str, Any]] = dataclasses.field(default_factory=list)
    log_file: Mapping[str, Any] | None = None
    objects: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def live_state(self) -> State | None:
        """The state of the entry in memory, or None for no entry."""
        if self.in_memory is False or (self.state is None and not self.in_memory):
            return None
        return State(self.state or State.NOT_RUNNING)

    @property
    def last_stored_state(self) -> str:
        """Not given: a live job's own state, COMPLETED for a kept table, and else what a crash leaves behind."""
        if self.stored_state is not None:
            return self.stored_state
        if self.live_state not in (None, State.NOT_RUNNING):
            return str(self.live_state)
        return str(State.COMPLETED if self.keep_master else State.EXECUTING)


def load_jobs(database: Database, container: Container, jobs: Iterable[Mapping[str, Any]]) -> None:
    """Puts the jobs of one container into the world. Raises ValueError for what no scenario may ask for."""
    specs = [_checked(item) for item in jobs]
    for spec in specs:
        if spec.object_id is not None:
            # Before any index takes the number that a later job asks for.
            database.objects.reserve_object_id(container.con_id, spec.object_id)
    for spec in specs:
        _Loader(database, container.con_id, spec).load()


def _checked(item: Mapping[str, Any]) -> JobSpec:
    name = item.get("name")
    for fault in _validator().iter_errors(item):
        raise ValueError(f"job {name!r}: {'.'.join(map(str, fault.absolute_path))}: {fault.message}")
    spec = JobSpec(**item)
    if not spec.master_table and spec.live_state is None:
        raise ValueError(f"job {name!r} has neither a master table nor an entry in memory")
    return spec


@functools.cache
def _validator() -> jsonschema.protocols.Validator:
    text = (pathlib.Path(__file__).parent / "job_schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))


class _Loader:
    def __init__(self, database: Database, con_id: int, spec: JobSpec) -> None:
        self._database = database
        self._service = database.datapump
        self._con_id = con_id
        self._spec = spec
        self._created = _moment(spec.created) or database.now()
        self._started = _moment(spec.start_time) or self._created
        self._last_update = _moment(spec.last_update) or self._started

    def load(self) -> None:
        spec = self._spec
        target = self._create_table() if spec.master_table else None
        if spec.live_state is not None:
            self._create_entry(spec.live_state, target.object_id if target else None)
        if spec.locked and target is not None:
            self._service.processes.lock(target, spec.owner, spec.instance)
        for name in spec.external_tables:
            self._create_external_table(name)

    def _create_table(self) -> StoredObject:
        spec = self._spec
        target = self._service.tables.define(
            self._con_id,
            spec.owner,
            spec.name,
            self._columns(),
            comment=names.master_comment(spec.operation, spec.mode) if spec.comment is None else spec.comment,
            constrained=spec.indexed and spec.columns is None,
            indexes=layout(self._layout).indexes if spec.indexed and spec.columns is None else (),
            tablespace=spec.tablespace,
            object_id=spec.object_id,
            created=self._created,
            last_ddl=_moment(spec.last_ddl),
            size=spec.size_mb * 1024 * 1024,
        )
        self._service.tables.content.write(target, self._rows())
        total, done = spec.objects.get("total", 0), spec.objects.get("done", 0)
        if done:
            self._service.tables.content.advance(
                target, done / total, self._last_update, loaded=spec.operation != "EXPORT"
            )
        for file in spec.dump_files:
            if not file.get("missing"):
                self._service.dump_files.occupy(self._path(file), _size(file))
        return target

    def _create_external_table(self, name: str) -> None:
        """One of the ET$ tables that a job with EXTERNAL_TABLE access leaves behind when it dies."""
        definition = tables.TableDefinition(
            name,
            (StoredColumn("DATA", VARCHAR2),),
            external=tables.External("DATA_PUMP_DIR", "ORACLE_DATAPUMP", (f"{name}.dmp",)),
        )
        tables.create_table(self._database, self._con_id, self._spec.owner, definition, created=self._created)

    @property
    def _layout(self) -> str:
        return self._spec.layout or self._database.release.name

    def _columns(self) -> tuple[Column, ...]:
        if self._spec.columns is None:
            return layout(self._layout).columns
        return tuple(Column(column["name"], parse_type(column["type"])) for column in self._spec.columns)

    def _rows(self) -> Iterable[Row]:
        spec = self._spec
        description = JobDescription(
            owner=spec.owner,
            name=spec.name,
            operation=spec.operation,
            mode=spec.mode,
            state=spec.last_stored_state,
            start_time=self._started,
            instance=self._service.instance_name(spec.instance),
            version=self._database.release.version_text,
            degree=spec.workers,
            remote_link=spec.remote_link,
            abort_step=spec.abort_step,
            error_count=spec.error_count,
        )
        yield master_rows.job_row(description, spec.instance)
        if spec.operation in ("IMPORT", "SQL_FILE") and spec.remote_link is None:
            yield master_rows.exporter_job_row(description)
        parameters = {**spec.parameters, "KEEP_MASTER": 1} if spec.keep_master else spec.parameters
        yield from master_rows.parameter_rows(parameters)
        for number, file in enumerate(spec.dump_files):
            yield master_rows.file_row(
                FILE_TYPE_DUMP, number, file.get("directory"), file["name"], self._path(file), _size(file)
            )
        if spec.log_file is not None:
            log = spec.log_file
            yield master_rows.file_row(FILE_TYPE_LOG, 0, log.get("directory"), log["name"], self._path(log))
        for number in range(spec.workers):
            yield master_rows.worker_row(number, self._last_update, spec.instance)
        objects = [(spec.owner, f"T{number}") for number in range(1, spec.objects.get("total", 0) + 1)]
        yield from master_rows.object_rows(objects, _BYTES_PER_OBJECT)

    def _path(self, file: Mapping[str, Any]) -> str:
        """Where a file lies: in its directory, when the scenario has that."""
        directory = file.get("directory")
        path = self._database.files.path_of(self._con_id, directory)
        return f"{path or _DEFAULT_DIRECTORY}/{file['name']}"

    def _create_entry(self, state: State, object_id: int | None) -> LiveJob:
        spec, service = self._spec, self._service
        job = LiveJob(
            con_id=self._con_id,
            inst_id=spec.instance,
            job_id=service.jobs.next_job_id(),
            owner=spec.owner,
            name=spec.name,
            operation=spec.operation,
            mode=spec.mode,
            state=state,
            workers=spec.workers,
            control_queue=None if spec.null_control_queue else service.queue_name(spec.instance),
            master_id=object_id,
            keep_master=int(spec.keep_master),
            duration=spec.duration,
            stop_seconds=spec.stop_seconds,
        )
        service.jobs.insert(job)
        if state is not State.NOT_RUNNING:
            service.processes.start_control(job)
        for dummy in range(spec.attached):
            service.processes.start_simulated_client(job)
        if state in WORKERS_ALIVE:
            service.lifecycle.begin_work(job)
        return job


def _moment(text: str | None) -> datetime.datetime | None:
    return None if text is None else datetime.datetime.fromisoformat(text)


def _size(file: Mapping[str, Any]) -> int:
    return int(file.get("bytes", 4096))
