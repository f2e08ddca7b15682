# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the objects of a job come from: a dictionary, of this database or behind a link, or a dump file set."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import OraError
from ..values import to_storage
from ..world import segments
from ..world.objects import ObjectType, StoredObject
from .definition import Definition
from .dictionary_source import DictionarySource
from .dump_format import NotADumpFile, Record
from .pump_objects import ACCOUNT_TYPES, PumpObject
from .selection import Selection

if TYPE_CHECKING:
    from ..world.session import Session
    from .dump_files import DumpFiles


class Source(abc.ABC):
    """objects(): everything a job takes, rows without content. loaded(): rows with their content."""

    @abc.abstractmethod
    def objects(self) -> Iterator[tuple[PumpObject, Record | None]]:
        """With its record, when it lies in a dump file."""

    @abc.abstractmethod
    def loaded(self, item: PumpObject, place: tuple[str, int] | None) -> PumpObject:
        """place: dump file and position of the record. Raises OraError when it cannot be had any more."""


class LiveSource(Source):
    """A dictionary. mode and owner: of the job. session: runs subqueries with the rights of the job's owner."""

    def __init__(
        self,
        dictionary: DictionarySource,
        definition: Definition,
        selection: Selection,
        *,
        mode: str,
        owner: str,
        privileged: bool,
        session: Session,
    ) -> None:
        self._dictionary = dictionary
        self._definition = definition
        self._selection = selection
        self._mode = mode
        self._owner = owner
        self._privileged = privileged
        self._session = session

    def objects(self) -> Iterator[tuple[PumpObject, Record | None]]:
        if self._mode == "FULL":
            for item in self._dictionary.database_objects():
                if self._selection.takes(item):
                    yield item, None
        for view, name in self._views_as_tables():
            for item in self._dictionary.view_as_table(view, name):
                yield item, None
        if any(item.name == "VIEWS_AS_TABLES" for item in self._definition.filters) and self._mode == "TABLE":
            return
        for schema in self.schemas():
            for item in self._dictionary.schema_objects(schema):
                if self._is_of_mode(item) and self._selection.takes(item):
                    yield item, None

    def _views_as_tables(self) -> Iterator[tuple[StoredObject, str]]:
        """(view, name of the table that it becomes), from [schema.]view[:table] and so on."""
        for item in self._definition.filters:
            if item.name == "VIEWS_AS_TABLES":
                for part in str(item.value).replace('"', "").replace("'", "").split(","):
                    path, dummy, table = part.strip().partition(":")
                    schema, dummy, name = path.rpartition(".")
                    view = self._dictionary.find_view(schema or self._owner, name)
                    if view is None:
                        raise OraError(39166, path)
                    yield view, table or name

    def _view_as_table(self, schema: str | None, name: str | None) -> StoredObject | None:
        return next((view for view, table in self._views_as_tables() if (view.owner, table) == (schema, name)), None)

    def schemas(self) -> list[str]:
        """Those the job's filters take; without a filter the owner's, or in whole-database modes all."""
        candidates = self._dictionary.schemas()
        if self._mode == "SCHEMA" or self._mode == "TABLE":
            if not self._selection.named("SCHEMA"):
                return [self._owner]
            # SYSTEM and its like have schemas of their own, and may be asked for by name.
            candidates = sorted({*candidates, self._owner})
        return [schema for schema in candidates if self._selection.takes_schema(schema)]

    def loaded(self, item: PumpObject, place: tuple[str, int] | None) -> PumpObject:
        """Raises ORA-00942 for a table that is gone, and what the job's subquery raises."""
        schema, name = item.base_schema, item.base_name
        table = self._dictionary.find_table(schema or "", name or "") or self._view_as_table(schema, name)
        if table is None:
            raise OraError(942)
        subquery = self._definition.data_filter("SUBQUERY", schema, name)
        whole = table.type is ObjectType.TABLE and subquery is None
        rows = self._rows(table) if whole else self._queried(table, "" if subquery is None else subquery.value)
        rows = sampled(rows, self._definition, item)
        columns = self._dictionary.columns(table)
        return item.changed(
            definition={"columns": columns, "rows": rows}, size=self._dictionary.actual_size(table, rows)
        )

    def _rows(self, table: StoredObject) -> list[list[object]]:
        """Raises ORA-03001 for a table in which somebody has uncommitted changes: they could not be hidden."""
        database = self._dictionary.database
        self._require_committed(table)
        number, *dummy = segments.storage(database, table)
        columns = database.objects.columns(table.con_id, table.object_id)
        names = ", ".join(f"c{column.number}" for column in columns)
        return [list(row) for row in database.sqlite.execute(f"SELECT {names} FROM `seg_{number}` ORDER BY rowid")]

    def _require_committed(self, table: StoredObject) -> None:
        session = self._session
        writing = any(len(other.transaction.undo) for other in session.database.sessions.values())
        if writing and session.locks.rows_held_by_others(session, table.object_id):
            message = f"unimplemented feature: read consistency of {table.owner}.{table.name}"
            raise OraError(3001, message=message)

    def _queried(self, table: StoredObject, subquery: object) -> list[list[object]]:
        self._require_committed(table)
        columns = self._dictionary.database.objects.columns(table.con_id, table.object_id)
        names = ", ".join(f'ku$."{column.name}"' for column in columns)
        outcome = self._session.run(f'SELECT {names} FROM "{table.owner}"."{table.name}" ku$ {subquery}')
        assert outcome.result_set is not None
        return [
            [to_storage(value, column.type) for value, column in zip(row, columns, strict=True)]
            for row in outcome.result_set.rows
        ]

    def _is_of_mode(self, item: PumpObject) -> bool:
        if item.type in ACCOUNT_TYPES and (not self._privileged or self._mode not in ("SCHEMA", "FULL")):
            return False
        if item.type == "TABLE_DATA" and self._mode == "TRANSPORTABLE":
            return False
        if self._mode == "TABLE":
            return item.base_name is not None
        if self._mode in ("TABLESPACE", "TRANSPORTABLE"):
            return item.base_name is not None and item.tablespace is not None
        return True


class DumpSource(Source):
    """A dump file set, whole and in the order in which it was written."""

    def __init__(self, files: DumpFiles, paths: list[str], selection: Selection) -> None:
        self._files = files
        self._paths = paths
        self._selection = selection

    def objects(self) -> Iterator[tuple[PumpObject, Record | None]]:
        for record in self.records():
            item = record.object
            if item.schema is not None and item.type != "DIRECTORY" and not self._selection.takes_schema(item.schema):
                continue
            if self._selection.takes(item):
                yield item.changed(definition={}), record

    def records(self) -> list[Record]:
        """All of the set. Raises OraError for a damaged file."""
        found = []
        for path in self._paths:
            try:
                found += self._files.records(path)
            except (NotADumpFile, FileNotFoundError) as error:
                raise OraError(31619, path) from error
        return sorted(found, key=lambda record: record.order)

    def loaded(self, item: PumpObject, place: tuple[str, int] | None) -> PumpObject:
        assert place is not None
        path, position = place
        try:
            for record in self._files.records(path):
                if record.position == position:
                    return record.object
        except FileNotFoundError as error:
            raise OraError(31640, path) from error
        except NotADumpFile as error:
            raise OraError(31619, path) from error
        raise OraError(31619, path)


def sampled(rows: list[list[object]], definition: Definition, item: PumpObject) -> list[list[object]]:
    """The share of a table's rows that a SAMPLE filter leaves: evenly, so that it is the same every time."""
    sample = definition.data_filter("SAMPLE", item.base_schema, item.base_name)
    if sample is None:
        return rows
    share = float(str(sample.value)) / 100
    return [row for number, row in enumerate(rows) if int((number + 1) * share) > int(number * share)]
