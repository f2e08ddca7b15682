# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows of master tables as Data Pump's own processes read and write them, outside everybody's transactions.

A table may have any layout, or be no master table at all: what a row needs and the table lacks is left out, and what
cannot be read is not there.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..values import OraType, from_storage, to_storage
from ..world import segments
from . import master_rows
from .master_rows import Row

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.objects import StoredObject


class _Column(NamedTuple):
    """number: the position in storage. type: enough of it to convert values, without its size."""

    number: int
    type: OraType


@functools.cache
def _type_named(name: str) -> OraType:
    return OraType(name)


class MasterContent:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite

    def write(self, target: StoredObject, rows: Iterable[Row]) -> None:
        columns, segment = self._columns(target), self._segment(target)
        for row in rows:
            present = [(columns[name], value) for name, value in row.items() if name in columns and value is not None]
            if not present:
                continue
            names = ", ".join(f"c{column.number}" for column, dummy in present)
            marks = ", ".join("?" * len(present))
            self._sqlite.execute(
                f"INSERT INTO {segment} ({names}) VALUES ({marks})",
                [to_storage(value, column.type) for column, value in present],
            )

    def read(self, target: StoredObject, *required: str, **equal: object) -> list[Row]:
        """Control rows in order of PROCESS_ORDER and DUPLICATE, NULLs left out, in which the columns of `equal` have
        these values and those of `required` are not NULL. Empty when the table lacks one of them."""
        columns = self._columns(target)
        needed = ["PROCESS_ORDER", "DUPLICATE", *required, *equal]
        if any(name not in columns for name in needed):
            return []
        conditions = [
            f"c{columns['PROCESS_ORDER'].number} < 0",
            *(f"c{columns[name].number} IS NOT NULL" for name in required),
        ]
        conditions += [f"c{columns[name].number} = ?" for name in equal]
        return self._select(
            target,
            " AND ".join(conditions),
            [to_storage(value, columns[name].type) for name, value in equal.items()],
        )

    def job_row(self, target: StoredObject, operation: str) -> Row:
        """The row that describes the job; an import's table has the exporter's as well. Empty when there is none."""
        return next(iter(self.read(target, OPERATION=operation)), {})

    def update(self, target: StoredObject, values: Mapping[str, object], **equal: object) -> None:
        """Sets columns of the control rows in which the columns of `equal` have these values."""
        columns = self._columns(target)
        present = [(columns[name], value) for name, value in values.items() if name in columns]
        if not present or any(name not in columns for name in ("PROCESS_ORDER", *equal)):
            return
        assignments = ", ".join(f"c{column.number} = ?" for column, dummy in present)
        conditions = [f"c{columns['PROCESS_ORDER'].number} < 0", *(f"c{columns[name].number} = ?" for name in equal)]
        self._sqlite.execute(
            f"UPDATE {self._segment(target)} SET {assignments} WHERE {' AND '.join(conditions)}",
            [to_storage(value, column.type) for column, value in present]
            + [to_storage(value, columns[name].type) for name, value in equal.items()],
        )

    def parameter(self, target: StoredObject, name: str) -> object:
        """A parameter's value, the first of several; None when it was not set."""
        row = next(iter(self.read(target, NAME=name)), {})
        return row.get("VALUE_N", row.get("VALUE_T"))

    def set_parameter(self, target: StoredObject, name: str, value: object) -> None:
        """Replaces a parameter. A secret is remembered as set, with value None."""
        self.write(target, [self._new_parameter(target, name, value, replace=True)])

    def add_parameter(
        self, target: StoredObject, name: str, value: object, columns: Mapping[str, object] | None = None
    ) -> None:
        """Adds a value to a parameter that may be given several times, as filters and remaps may.

        columns: further columns of its row, such as the object path of a filter."""
        row = self._new_parameter(target, name, value, replace=False)
        self.write(target, [{**row, **(columns or {})}])

    def files(self, target: StoredObject, file_type: int) -> list[Row]:
        return self.read(target, "FILE_NAME", FILE_TYPE=file_type)

    def remove_files(self, target: StoredObject, file_type: int) -> None:
        """A job has one log file and one SQL file: the last that was named."""
        columns = self._columns(target)
        self._sqlite.execute(
            f"DELETE FROM {self._segment(target)} WHERE c{columns['PROCESS_ORDER'].number} < 0"
            f" AND c{columns['FILE_TYPE'].number} = ?",
            (file_type,),
        )

    def add_workers(self, target: StoredObject, count: int, inst_id: int, now: datetime.datetime) -> None:
        """Adds rows for workers until there are `count`."""
        present = len(self.read(target, "PROCESS_NAME"))
        self.write(target, [master_rows.worker_row(number, now, inst_id) for number in range(present, count)])

    def query_objects(
        self, target: StoredObject, selected: str, condition: str, needed: Iterable[str]
    ) -> list[tuple[Any, ...]]:
        """A query on the object rows in SQLite's terms; {NAME} stands for a column. Empty when the table lacks one."""
        columns = self._columns(target)
        if any(name not in columns for name in needed):
            return []
        numbers = {name: f"c{column.number}" for name, column in columns.items()}
        numbers.setdefault("CREATION_LEVEL", "NULL")
        numbers.setdefault("OBJECT_TYPE_PATH", "NULL")
        statement = f"SELECT {selected} FROM {self._segment(target)} WHERE {{PROCESS_ORDER}} > 0"
        return self._sqlite.execute(
            f"{statement} AND {{OBJECT_TYPE}} IS NOT NULL AND {condition}".format_map(numbers)
        ).fetchall()

    def object_row(self, target: StoredObject, order: int) -> Row:
        """The row of an object, NULLs left out; empty when there is none."""
        return next(iter(self._select(target, f"c{self._columns(target)['PROCESS_ORDER'].number} = ?", [order])), {})

    def update_object(self, target: StoredObject, order: int, values: Mapping[str, object]) -> None:
        columns = self._columns(target)
        present = [(columns[name], value) for name, value in values.items() if name in columns]
        assignments = ", ".join(f"c{column.number} = ?" for column, dummy in present)
        self._sqlite.execute(
            f"UPDATE {self._segment(target)} SET {assignments} WHERE c{columns['PROCESS_ORDER'].number} = ?"
            f" AND c{columns['OBJECT_TYPE'].number} IS NOT NULL",
            [*(to_storage(value, column.type) for column, value in present), order],
        )

    def advance(self, target: StoredObject, fraction: float, now: datetime.datetime, *, loaded: bool) -> None:
        """Marks the first so many of the objects as processed and the workers as alive. loaded: by an import."""
        columns = self._columns(target)
        if any(name not in columns for name in ("PROCESS_ORDER", "OBJECT_TYPE", "COMPLETION_TIME", "SIZE_ESTIMATE")):
            return
        order, kind = columns["PROCESS_ORDER"].number, columns["OBJECT_TYPE"].number
        segment = self._segment(target)
        (total,) = self._sqlite.execute(
            f"SELECT COUNT(*) FROM {segment} WHERE c{order} > 0 AND c{kind} IS NOT NULL"
        ).fetchone()
        finished = master_rows.finished(now, loaded=loaded)
        present = [(columns[name], value) for name, value in finished.items() if name in columns]
        assignments = ", ".join(f"c{column.number} = ?" for column, dummy in present)
        self._sqlite.execute(
            f"UPDATE {segment} SET {assignments}, c{columns['COMPLETED_BYTES'].number} ="
            f" c{columns['SIZE_ESTIMATE'].number} WHERE c{order} BETWEEN 1 AND ? AND c{kind} IS NOT NULL"
            f" AND c{columns['COMPLETION_TIME'].number} IS NULL",
            [*(to_storage(value, column.type) for column, value in present), int(total * fraction)],
        )
        if "PROCESS_NAME" in columns and "LAST_UPDATE" in columns:
            last_update = columns["LAST_UPDATE"]
            self._sqlite.execute(
                f"UPDATE {segment} SET c{last_update.number} = ? WHERE c{order} < 0"
                f" AND c{columns['PROCESS_NAME'].number} IS NOT NULL",
                (to_storage(now, last_update.type),),
            )

    def _new_parameter(self, target: StoredObject, name: str, value: object, *, replace: bool) -> Row:
        given = self.read(target, NAME=name)
        columns = self._columns(target)
        if given and replace:
            self._sqlite.execute(
                f"DELETE FROM {self._segment(target)} WHERE c{columns['NAME'].number} = ?"
                f" AND c{columns['PROCESS_ORDER'].number} < 0",
                (name,),
            )
        if given:
            order = int(str(given[0]["PROCESS_ORDER"]))
        else:
            others = [int(str(row["PROCESS_ORDER"])) for row in self.read(target, "NAME")]
            order = master_rows.next_parameter_order(others, name)
        return master_rows.parameter_row(order, 0 if replace else len(given), name, value)

    def _select(self, target: StoredObject, condition: str, values: Sequence[object]) -> list[Row]:
        columns = self._columns(target)
        order, duplicate = columns["PROCESS_ORDER"], columns["DUPLICATE"]
        cursor = self._sqlite.execute(
            f"SELECT {', '.join(f'c{column.number}' for column in columns.values())} FROM {self._segment(target)}"
            f" WHERE {condition} ORDER BY c{order.number} DESC, c{duplicate.number}",
            values,
        )
        return [
            {
                name: from_storage(value, column.type)
                for (name, column), value in zip(columns.items(), row, strict=True)
                if value is not None
            }
            for row in cursor
        ]

    def _columns(self, target: StoredObject) -> dict[str, _Column]:
        rows = self._sqlite.execute(
            "SELECT NAME, `SEGCOL#`, TYPE_NAME FROM `col$` WHERE CON_ID = ? AND `OBJ#` = ? ORDER BY `COL#`",
            (target.con_id, target.object_id),
        )
        return {name: _Column(number, _type_named(type_name)) for name, number, type_name in rows}

    def _segment(self, target: StoredObject) -> str:
        number, *dummy = segments.storage(self._database, target)
        return f"`seg_{number}`"
