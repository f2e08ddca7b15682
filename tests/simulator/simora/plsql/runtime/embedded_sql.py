# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SQL statements embedded in a block: they run in the SQL layer, which asks back for the block's variables."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from ... import values
from ...engine import Bind as BoundValue
from ...engine import Outcome
from ...errors import OraError
from . import targets
from .blocks import Executable, Signal
from .cursors import OpenCursor
from .datatypes import DataType, ScalarType
from .expressions import Evaluable
from .frame import Frame
from .targets import Targets

Lookup = Callable[[tuple[str, ...]], Evaluable | None]


class EmbeddedSql:
    """The text as SQL sees it: without INTO targets.

    inserted: values that the text refers to as binds, by bind name: elements of collections, which SQL cannot name.
    lookup: a compiled read of a variable for a name that is no column, or None when it is none of the block's.
    """

    def __init__(self, text: str, inserted: Mapping[str, Evaluable], lookup: Lookup) -> None:
        self.text = text
        self.inserted = inserted
        self.lookup = lookup

    def run(self, frame: Frame) -> Outcome:
        binds = dict(frame.execution.binds.in_sql())
        for name, expression in self.inserted.items():
            binds[name] = as_bind(expression.evaluate(frame), expression.type)

        def variable(parts: tuple[str, ...]) -> BoundValue | None:
            expression = self.lookup(parts)
            return None if expression is None else as_bind(expression.evaluate(frame), expression.type)

        outcome: Outcome = frame.session.run(self.text, binds, variable)
        return outcome

    def open(self, frame: Frame) -> OpenCursor:
        result = self.run(frame).result_set
        assert result is not None
        return OpenCursor(result.columns, result.rows)


def as_bind(value: Any, value_type: DataType | None) -> BoundValue:
    """A PL/SQL value as SQL takes it. Raises OraError 6502 for what SQL has no type for."""
    if isinstance(value, OpenCursor):
        return BoundValue(values.REF_CURSOR, value.result_set())
    if isinstance(value_type, ScalarType):
        ora_type = values.NUMBER if value_type.name == "BINARY_INTEGER" else value_type.ora_type
        return BoundValue(ora_type, value, value_type.size or 0)
    for python_type, ora_type in _TYPES_OF_VALUES:
        if isinstance(value, python_type):
            if isinstance(value, datetime.datetime) and value.tzinfo is not None:
                ora_type = values.TIMESTAMP_TZ
            return BoundValue(ora_type, value)
    if value is None:
        return BoundValue(values.VARCHAR2, None)
    raise OraError(6502, "")


_TYPES_OF_VALUES: tuple[tuple[type, values.OraType], ...] = (
    (bool, values.BOOLEAN),
    (int, values.NUMBER),
    (Decimal, values.NUMBER),
    (float, values.BINARY_DOUBLE),
    (str, values.varchar2(32767)),
    (datetime.datetime, values.DATE),
    (datetime.timedelta, values.INTERVAL_DS),
    (bytes, values.RAW),
)


class SelectInto(Executable):
    def __init__(self, line: int, sql: EmbeddedSql, into: Targets) -> None:
        self.line = line
        self.sql = sql
        self.into = into

    def execute(self, frame: Frame) -> Signal | None:
        cursor = frame.execution.implicit_cursor
        result = self.sql.run(frame).result_set
        assert result is not None
        self.into.check_width(len(result.columns), targets.TOO_FEW_VALUES)
        if self.into.bulk:
            cursor.row_count = len(result.rows)
            self.into.put_rows(frame, result.rows)
            return None
        put_single_row(self.into, result.rows, frame)
        return None


def put_single_row(into: Targets, rows: Any, frame: Frame) -> None:
    """Raises OraError 1403 and 1422; SQL%ROWCOUNT is 1 in the latter case, as documented."""
    frame.execution.implicit_cursor.row_count = min(len(rows), 1)
    if not rows:
        raise OraError(1403)
    if len(rows) > 1:
        raise OraError(1422)
    into.put_row(frame, rows[0])


class Modify(Executable):
    """INSERT, UPDATE, DELETE, MERGE; returning gets the RETURNING values."""

    def __init__(self, line: int, sql: EmbeddedSql, returning: Targets | None) -> None:
        self.line = line
        self.sql = sql
        self.returning = returning

    def execute(self, frame: Frame) -> Signal | None:
        outcome = self.sql.run(frame)
        frame.execution.implicit_cursor.row_count = outcome.row_count
        if self.returning is not None:
            put_returned(self.returning, returned_rows(outcome), frame)
        return None


def returned_rows(outcome: Outcome) -> list[tuple[Any, ...]]:
    """RETURNING values, which come as one list per expression, as rows."""
    return [row for iteration in outcome.returned for row in zip(*iteration, strict=True)]


def put_returned(returning: Targets, rows: list[tuple[Any, ...]], frame: Frame) -> None:
    """No row leaves the targets as they are; several need BULK COLLECT."""
    if returning.bulk:
        returning.put_rows(frame, rows)
    elif len(rows) > 1:
        raise OraError(1422)
    elif rows:
        returning.put_row(frame, rows[0])


class Control(Executable):
    """LOCK TABLE, COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION."""

    def __init__(self, line: int, sql: EmbeddedSql) -> None:
        self.line = line
        self.sql = sql

    def execute(self, frame: Frame) -> Signal | None:
        self.sql.run(frame)
        return None
