# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""EXPORT: objects of a dictionary go into dump files."""

from __future__ import annotations

from ..errors import OraError
from .master_objects import PlannedObject
from .messages import size_text
from .operations import Operation, Outcome
from .pump_objects import PumpObject
from .selection import listed_names
from .sources import LiveSource

# What compressing leaves of the bytes of rows.
_COMPRESSED_SHARE = 0.25
_COMPRESSING_ROWS = frozenset({"ALL", "DATA_ONLY"})


class Export(Operation):
    def begin(self) -> None:
        """Nothing: an export's log begins with the job."""

    def plan(self) -> None:
        with self.service.source_session(self.job, self.target) as session:
            source = self.live_source(session)
            found = [item for item, dummy in source.objects() if self.wants(item)]
            if self.job.mode == "TRANSPORTABLE":
                found = [self._with_segment(source, item) for item in found]
            missing = self.unknown_names({item.base_name or "" for item in found}, set(source.schemas()))
        for error in missing:
            self.report(error)
        if not found:
            self.report(OraError(31655))
        # Definitions first: rows are most of the work, and what the workers share.
        found.sort(key=lambda item: (item.type == "TABLE_DATA", item.level))
        self.service.objects.write(
            self.target,
            (
                PlannedObject(order, self.object_path(item), 2 if item.type == "TABLE_DATA" else 1, item)
                for order, item in enumerate(found, 1)
            ),
        )
        self._say_estimate([item for item in found if item.type == "TABLE_DATA"])
        if not self.is_estimate:
            self.service.dump_set(self.job, self.target).create_first(self.job.workers)

    @staticmethod
    def _with_segment(source: LiveSource, item: PumpObject) -> PumpObject:
        """A table with its rows: they travel in data files, which the simulator has none of."""
        if item.type != "TABLE":
            return item
        return item.changed(definition={**item.definition, "rows": source.loaded(item, None).rows})

    def _say_estimate(self, tables: list[PumpObject]) -> None:
        method = self.definition.text("ESTIMATE", "BLOCKS")
        speaks = self.is_estimate or "ESTIMATE" in self.definition.parameters
        if speaks:
            self.say(f"Estimate in progress using {method} method...")
        if tables:
            self.say(f"Processing object type {self.object_path(tables[0])}")
        if speaks:
            for item in sorted(tables, key=lambda item: -item.size):
                self.say(f'.  estimated "{item.base_schema}"."{item.base_name}"  {size_text(item.size):>12}')
            total = size_text(sum(item.size for item in tables))
            self.say(f"Total estimation using {method} method: {total}")

    @property
    def is_estimate(self) -> bool:
        return bool(self.definition.number("ESTIMATE_ONLY"))

    def perform(self, entry: PlannedObject) -> Outcome:
        item = entry.object
        if self.is_estimate:
            return Outcome({"COMPLETED_BYTES": 0})
        if item.type == "TABLE_DATA":
            return self._unload(entry)
        self.say_type(entry)
        return Outcome(self._write(entry, item, item.size))

    def _unload(self, entry: PlannedObject) -> Outcome:
        try:
            with self.service.source_session(self.job, self.target) as session:
                item = self.live_source(session).loaded(entry.object, None)
            item = self.service.apply_data_remaps(self.job, item, self.definition)
        except OraError as error:
            return self.failed(entry, error)
        size = item.size
        if self.definition.text("COMPRESSION") in _COMPRESSING_ROWS:
            size = int(size * _COMPRESSED_SHARE)
        columns = self._write(entry, item, size)
        rows = len(item.rows)
        self.say_moved("exported", item, size, rows)
        return Outcome({**columns, "COMPLETED_ROWS": rows, "UNLOAD_METHOD": 1})

    def _write(self, entry: PlannedObject, item: PumpObject, size: int) -> dict[str, object]:
        """Raises DumpSpaceExhausted."""
        number, position = self.service.dump_set(self.job, self.target).write(entry, item, size)
        # What the estimate foresaw is done: percentages compare bytes done with bytes estimated.
        return {
            "COMPLETED_BYTES": entry.object.size,
            "DUMP_FILEID": number,
            "DUMP_POSITION": position,
            "DUMP_LENGTH": size,
            "PROCESSING_STATE": "R",
        }

    def finish(self) -> None:
        if self.is_estimate:
            return
        files = self.service.dump_set(self.job, self.target).complete()
        self.say(f'Master table "{self.job.owner}"."{self.job.name}" successfully loaded/unloaded')
        self.say("*" * 78)
        self.say(f"Dump file set for {self.job.owner}.{self.job.name} is:")
        for file in files:
            self.say(f"  {file}")
        if self.job.mode == "TRANSPORTABLE":
            for name in self._tablespaces():
                self.say("*" * 78, f"Datafiles required for transportable tablespace {name}:")
                self.say(f"  /u01/oradata/{self.database.name}/{name.lower()}01.dbf")

    def _tablespaces(self) -> list[str]:
        """Those that the client has named in lists."""
        lists = [item for item in self.definition.filters if item.name == "TABLESPACE_LIST"]
        return [name for item in lists for name in listed_names(str(item.value))]
