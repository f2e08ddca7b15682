# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""IMPORT and SQL_FILE: objects of a dump file set, or of a linked database, go into this database or into a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import OraError
from ..world.atomic import atomic
from . import ddl_text
from .dictionary_target import DictionaryTarget
from .dump_format import Record
from .master_objects import FAILED, PlannedObject
from .operations import Abort, Operation, Outcome, described
from .pump_objects import ACCOUNT_TYPES, PumpObject
from .remapping import remapped
from .scratch import filtered_rows
from .sources import DumpSource, sampled

_ALREADY_THERE = frozenset({955, 1543, 1920, 1921, 2264, 1408})
_LOADED = "C"
# Objects that a table takes with it when it cannot be made.
_NOTHING = Outcome({}, succeeded=False)


class Reading(Operation):
    """An operation that does not write dump files."""

    def begin(self) -> None:
        """The table of the job is completed from the dump file set before the job says anything else."""
        if not self.is_networked:
            self.say(f'Master table "{self.job.owner}"."{self.job.name}" successfully loaded/unloaded')

    @property
    def is_networked(self) -> bool:
        row = self.service.tables.content.job_row(self.target, self.job.operation)
        return row.get("REMOTE_LINK") is not None

    def plan(self) -> None:
        """Raises Abort when the dump file set cannot be read."""
        try:
            found = list(self._found())
        except OraError as error:
            raise Abort(OraError(39002), error) from error
        if not found:
            self.report(OraError(31655))
        found.sort(key=lambda pair: pair[0].level)
        places = {file.path: file.number + 1 for file in self.definition.dump_files}
        self.service.objects.write(
            self.target,
            (
                PlannedObject(
                    order,
                    record.path if record is not None else self.object_path(item),
                    item.level,
                    item if record is None else item.changed(definition=self._kept_definition(record)),
                    None if record is None else places[record.file],
                    None if record is None else record.position,
                )
                for order, (item, record) in enumerate(found, 1)
            ),
        )

    def _found(self) -> Iterator[tuple[PumpObject, Record | None]]:
        """What the job takes."""
        with self.service.source_session(self.job, self.target) as session:
            if self.is_networked:
                source = self.live_source(session)
                candidates = list(source.objects())
                schemas = set(source.schemas())
            else:
                header = self.service.dump_files.header(self.definition.dump_files[0].path)
                exported_mode = str(header.job.get("mode", self.job.mode))
                dump = DumpSource(
                    self.service.dump_files,
                    [file.path for file in self.definition.dump_files],
                    self.selection(session, exported_mode),
                )
                candidates = list(dump.objects())
                schemas = {item.schema or "" for item, dummy in candidates}
        for error in self.unknown_names({item.base_name or "" for item, dummy in candidates}, schemas):
            self.report(error)
        foreign = False
        for item, record in candidates:
            if not self.wants(item) or (self.job.mode in ("TABLE", "TABLESPACE") and item.base_name is None):
                continue
            if not self._may_make(item):
                # Accounts and their grants are not mentioned to those who could not make them anyway.
                foreign = foreign or item.type not in ACCOUNT_TYPES
                continue
            yield item, record
        if foreign:
            self.report(OraError(39154))

    def _may_make(self, item: PumpObject) -> bool:
        """Whoever lacks the role imports into the own schema only."""
        if self.service.is_privileged(self.database, self.job.con_id, self.job.owner, self.job.operation):
            return True
        return item.type not in ACCOUNT_TYPES and remapped(item, self.definition).schema == self.job.owner

    @staticmethod
    def _kept_definition(record: Record) -> dict[str, object]:
        """Rows stay in the dump file."""
        return {} if record.object.type == "TABLE_DATA" else record.object.definition

    @property
    def keeps_master(self) -> bool:
        return super().keeps_master or bool(self.definition.number("MASTER_ONLY"))

    def finish(self) -> None:
        """Nothing: the closing line is all."""


class Import(Reading):
    def perform(self, entry: PlannedObject) -> Outcome:
        item = remapped(entry.object, self.definition)
        if item.type == "TABLE_DATA":
            return self._load(entry)
        self.say_type(entry)
        if item.type == "TABLE":
            return self._make_table(entry, item)
        try:
            with atomic(self.database):
                self._target.make(item)
        except OraError as error:
            if error.code in _ALREADY_THERE:
                self.report(OraError(31684, described(item)))
                return _NOTHING
            return self.failed(PlannedObject(entry.order, entry.path, entry.level, item), error)
        return Outcome({"PROCESSING_STATE": _LOADED, "COMPLETED_BYTES": entry.object.size})

    @property
    def _target(self) -> DictionaryTarget:
        return DictionaryTarget(self.database, self.job.con_id)

    def _make_table(self, entry: PlannedObject, item: PumpObject) -> Outcome:
        existing = self._target.table(item.schema, item.name)
        if existing is not None:
            action = self.definition.text("TABLE_EXISTS_ACTION", "SKIP" if self.wants_metadata() else "APPEND")
            if action != "REPLACE":
                return self._keep_table(entry, item, action)
            self._target.drop_table(existing)
        try:
            with atomic(self.database):
                self._target.make(item)
        except OraError as error:
            self._skip_dependents(entry, lambda one: one.type != "TABLE_DATA", failed=item)
            self._skip_dependents(entry, lambda one: True)
            return self.failed(PlannedObject(entry.order, entry.path, entry.level, item), error)
        return Outcome({"PROCESSING_STATE": _LOADED, "COMPLETED_BYTES": entry.object.size})

    def _keep_table(self, entry: PlannedObject, item: PumpObject, action: str) -> Outcome:
        """The table is there and stays; its rows are added or not, what belongs to it is left as it is."""
        table = self._target.table(item.schema, item.name)
        assert table is not None
        name = f'"{item.schema}"."{item.name}"'
        if action == "SKIP":
            message = OraError(39151, name, "skip")
            if "TABLE_EXISTS_ACTION" in self.definition.parameters:
                self.say(message.message)
            else:
                self.report(message)
            self._skip_dependents(entry, lambda one: True)
            return _NOTHING
        if action == "TRUNCATE":
            self._target.truncate(table)
        self.say(OraError(39153 if action == "TRUNCATE" else 39152, name).message)
        self._skip_dependents(entry, lambda one: one.type != "TABLE_DATA")
        return _NOTHING

    def _skip_dependents(
        self, entry: PlannedObject, chosen: Callable[[PumpObject], bool], failed: PumpObject | None = None
    ) -> None:
        """Indexes, rows and the like of a table that are not processed; with a message each when it `failed`."""
        for dependent in self.service.objects.dependents(self.target, entry.object):
            if dependent.order != entry.order and chosen(dependent.object):
                if failed is not None:
                    self.report(OraError(39112, described(dependent.object), described(failed)))
                self.service.objects.finish(self.target, dependent.order, self.database.now(), {}, FAILED)

    def _load(self, entry: PlannedObject) -> Outcome:
        target = remapped(entry.object, self.definition)
        try:
            item = self._loaded(entry)
            item = self.service.apply_data_remaps(self.job, item, self.definition)
            item = remapped(item, self.definition)
            with atomic(self.database):
                rows = self._target.load(item)
        except OraError as error:
            return self.failed(PlannedObject(entry.order, entry.path, entry.level, target), error)
        self.say_moved("imported", item, item.size, rows)
        done = {"COMPLETED_ROWS": rows, "COMPLETED_BYTES": entry.object.size, "LOAD_METHOD": 1}
        return Outcome({**done, "PROCESSING_STATE": _LOADED})

    def _loaded(self, entry: PlannedObject) -> PumpObject:
        """Rows as they are in the source."""
        with self.service.source_session(self.job, self.target) as session:
            if self.is_networked:
                return self.live_source(session).loaded(entry.object, None)
            paths = {file.number + 1: file.path for file in self.definition.dump_files}
            source = DumpSource(self.service.dump_files, [], self.selection(session))
            assert entry.file is not None and entry.position is not None
            item = source.loaded(entry.object, (paths[entry.file], entry.position))
            rows = sampled(filtered_rows(session, item, self.definition), self.definition, item)
            return item.changed(definition={**item.definition, "rows": rows})


class SqlFile(Reading):
    """Writes the statements that an import would execute."""

    def perform(self, entry: PlannedObject) -> Outcome:
        file = self.definition.sql_file
        item = remapped(entry.object, self.definition)
        if item.type != "TABLE_DATA" and file is not None:
            self.say_type(entry)
            if not self.service.objects.finished_of(self.target, entry.path):
                self.database.files.append(file.path, f"-- new object type path: {entry.path}\n".encode())
            self.database.files.append(file.path, (ddl_text.statement(item) + "\n").encode())
        return Outcome({"PROCESSING_STATE": _LOADED, "COMPLETED_BYTES": entry.object.size})
