# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a job as rows of its master table: what is to be done, where each stands, what comes next."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from . import dump_format
from .master_content import MasterContent
from .master_rows import Row
from .pump_objects import PumpObject

if TYPE_CHECKING:
    from ..world.objects import StoredObject

# PROCESSING_STATUS letters; their meaning in Oracle is not published.
PENDING, COMPLETED, FAILED = "P", "C", "F"


@dataclasses.dataclass(frozen=True)
class PlannedObject:
    """order: PROCESS_ORDER. path: of its type. level: 0 for what a scenario listed by name only.

    file, position: of its record in a dump file, None elsewhere.
    """

    order: int
    path: str
    level: int
    object: PumpObject
    file: int | None = None
    position: int | None = None


@dataclasses.dataclass(frozen=True)
class Totals:
    """Of the objects of a job: bytes done, bytes estimated, how many, how many of them done."""

    done_bytes: int = 0
    total_bytes: int = 0
    objects: int = 0
    done_objects: int = 0


_NEEDED = ("PROCESS_ORDER", "OBJECT_TYPE", "COMPLETION_TIME", "SIZE_ESTIMATE", "COMPLETED_BYTES")


class MasterObjects:
    """A table that lacks the columns, as a look-alike does, has no objects."""

    def __init__(self, content: MasterContent) -> None:
        self._content = content

    def write(self, target: StoredObject, planned: Iterable[PlannedObject]) -> None:
        for entry in planned:
            self._content.write(target, _rows(entry))

    def is_planned(self, target: StoredObject) -> bool:
        """Whether a job wrote the list, and not a scenario."""
        return bool(self._query(target, "COUNT(*)", "{CREATION_LEVEL} IS NOT NULL")[0][0])

    def get(self, target: StoredObject, order: int) -> PlannedObject | None:
        """The object of that PROCESS_ORDER."""
        row = self._content.object_row(target, order)
        return _entry(row) if row else None

    def next(self, target: StoredObject, busy: Iterable[int]) -> PlannedObject | None:
        """The first object to be done that no worker has; objects wait for all of the levels below."""
        level = self._query(target, "MIN(COALESCE({CREATION_LEVEL}, 0))", "{COMPLETION_TIME} IS NULL")[0][0]
        if level is None:
            return None
        taken = ", ".join(map(str, busy)) or "0"
        (order,) = self._query(
            target,
            "MIN({PROCESS_ORDER})",
            f"{{COMPLETION_TIME}} IS NULL AND COALESCE({{CREATION_LEVEL}}, 0) = {level}"
            f" AND {{PROCESS_ORDER}} NOT IN ({taken})",
        )[0]
        return None if order is None else self.get(target, order)

    def unfinished(self, target: StoredObject) -> int:
        return int(self._query(target, "COUNT(*)", "{COMPLETION_TIME} IS NULL")[0][0])

    def finished_of(self, target: StoredObject, path: str) -> int:
        """How many objects of a type are done."""
        quoted = path.replace("'", "''")
        condition = f"{{COMPLETION_TIME}} IS NOT NULL AND {{OBJECT_TYPE_PATH}} = '{quoted}'"
        return int(self._query(target, "COUNT(*)", condition)[0][0])

    def totals(self, target: StoredObject) -> Totals:
        done, total, count, finished = self._query(
            target, "TOTAL({COMPLETED_BYTES}), TOTAL({SIZE_ESTIMATE}), COUNT(*), COUNT({COMPLETION_TIME})", "1"
        )[0]
        return Totals(int(done), int(total), int(count), int(finished))

    def dependents(self, target: StoredObject, table: PumpObject) -> list[PlannedObject]:
        """Of a table, by its name in the source: all that is not done yet."""
        found = (self.get(target, order) for order in self._orders(target, "{COMPLETION_TIME} IS NULL"))
        base = (table.base_schema, table.base_name)
        return [entry for entry in found if entry and (entry.object.base_schema, entry.object.base_name) == base]

    def in_progress(self, target: StoredObject) -> list[PlannedObject]:
        """What workers were at when the job last stopped."""
        orders = self._orders(target, "{COMPLETION_TIME} IS NULL AND {IN_PROGRESS} = 'Y'")
        return [entry for entry in (self.get(target, order) for order in orders) if entry is not None]

    def begin(self, target: StoredObject, order: int) -> None:
        """A worker takes the object."""
        self._content.update_object(target, order, {"IN_PROGRESS": "Y"})

    def _orders(self, target: StoredObject, condition: str) -> list[int]:
        rows = self._content.query_objects(target, "{PROCESS_ORDER}", condition, (*_NEEDED, "IN_PROGRESS"))
        return sorted(row[0] for row in rows)

    def finish(
        self, target: StoredObject, order: int, now: datetime.datetime, values: Mapping[str, object], status: str
    ) -> None:
        """values: further columns, such as COMPLETED_ROWS."""
        self._content.update_object(
            target, order, {**values, "COMPLETION_TIME": now, "PROCESSING_STATUS": status, "IN_PROGRESS": "N"}
        )

    def _query(self, target: StoredObject, selected: str, condition: str) -> list[tuple[Any, ...]]:
        """Over object rows; names in braces are columns."""
        return self._content.query_objects(target, selected, condition, _NEEDED) or [(0, 0, 0, 0)]


def _rows(entry: PlannedObject) -> list[Row]:
    item = entry.object
    rows: list[Row] = [
        {
            "PROCESS_ORDER": entry.order,
            "DUPLICATE": 0,
            "OBJECT_TYPE_PATH": entry.path,
            "OBJECT_TYPE": item.type,
            "OBJECT_SCHEMA": item.schema,
            "OBJECT_NAME": item.name,
            "ORIGINAL_OBJECT_SCHEMA": item.schema,
            "ORIGINAL_OBJECT_NAME": item.name,
            "BASE_OBJECT_TYPE": "TABLE" if item.base_name is not None else None,
            "BASE_OBJECT_SCHEMA": item.base_schema,
            "BASE_OBJECT_NAME": item.base_name,
            "OBJECT_TABLESPACE": item.tablespace,
            "SIZE_ESTIMATE": item.size,
            "COMPLETED_BYTES": 0,
            "CREATION_LEVEL": entry.level,
            "DUMP_FILEID": entry.file,
            "DUMP_POSITION": entry.position,
            "PROCESSING_STATUS": PENDING,
            "XML_CLOB": dump_format.encode(item.definition).decode() if item.definition else None,
        }
    ]
    if item.type == "TABLE_DATA":
        rows.append({"PROCESS_ORDER": entry.order, "DUPLICATE": 1})
    return rows


def _entry(row: Row) -> PlannedObject:
    definition = row.get("XML_CLOB")
    item = PumpObject(
        str(row["OBJECT_TYPE"]),
        _text(row, "OBJECT_SCHEMA"),
        _text(row, "OBJECT_NAME"),
        dump_format.decode(str(definition).encode()) if definition is not None else {},
        _text(row, "BASE_OBJECT_SCHEMA"),
        _text(row, "BASE_OBJECT_NAME"),
        _text(row, "OBJECT_TABLESPACE"),
        int(str(row.get("SIZE_ESTIMATE") or 0)),
    )
    return PlannedObject(
        int(str(row["PROCESS_ORDER"])),
        str(row.get("OBJECT_TYPE_PATH") or item.type),
        int(str(row.get("CREATION_LEVEL") or 0)),
        item,
        _number(row, "DUMP_FILEID"),
        _number(row, "DUMP_POSITION"),
    )


def _text(row: Row, name: str) -> str | None:
    value = row.get(name)
    return None if value is None else str(value)


def _number(row: Row, name: str) -> int | None:
    value = row.get(name)
    return None if value is None else int(str(value))
