# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Explicit cursors and cursor variables: OPEN, FETCH, CLOSE, cursor FOR loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import OraError
from . import datatypes
from .blocks import Executable, Signal
from .cursors import OpenCursor
from .datatypes import DataType, RecordType
from .embedded_sql import EmbeddedSql
from .expressions import Evaluable
from .frame import Frame
from .places import Place
from .statements import LoopCode
from .targets import Targets


class CursorCode:
    """A declared cursor. parameters: slot, type and default of each; slot holds the OpenCursor."""

    def __init__(
        self, slot: int, parameters: Sequence[tuple[int, DataType, Evaluable | None]], sql: EmbeddedSql
    ) -> None:
        self.slot = slot
        self.parameters = parameters
        self.sql = sql

    def open(self, frame: Frame, hops: int, arguments: Sequence[Evaluable | None]) -> OpenCursor:
        """The declaring activation, hops static links away, keeps the cursor. Raises OraError 6511."""
        home = frame.at_depth(hops)
        current = home.values[self.slot]
        if current is not None and current.is_open:
            raise OraError(6511)
        values = [
            parameter_type.coerce(
                argument.evaluate(frame) if argument is not None else default.evaluate(home),  # type: ignore[union-attr]
                frame.session,
            )
            for (_slot, parameter_type, default), argument in zip(self.parameters, arguments, strict=True)
        ]
        for (slot, _type, _default), value in zip(self.parameters, values, strict=True):
            home.values[slot] = value
        home.values[self.slot] = opened = self.sql.open(home)
        return opened


class CursorReference(Evaluable):
    """A declared cursor by name."""

    def __init__(self, code: CursorCode, hops: int) -> None:
        self.code = code
        self.hops = hops

    def evaluate(self, frame: Frame) -> Any:
        return frame.at_depth(self.hops).values[self.code.slot]


class InitialiseCursor(Executable):
    """Entering the block closes what an earlier run of it left open."""

    def __init__(self, line: int, slot: int) -> None:
        self.line = line
        self.slot = slot

    def execute(self, frame: Frame) -> Signal | None:
        frame.values[self.slot] = None
        return None


class OpenDeclared(Executable):
    def __init__(self, line: int, reference: CursorReference, arguments: Sequence[Evaluable | None]) -> None:
        self.line = line
        self.reference = reference
        self.arguments = arguments

    def execute(self, frame: Frame) -> Signal | None:
        self.reference.code.open(frame, self.reference.hops, self.arguments)
        return None


class OpenForQuery(Executable):
    """OPEN variable FOR SELECT ..."""

    def __init__(self, line: int, target: Place, sql: EmbeddedSql) -> None:
        self.line = line
        self.target = target
        self.sql = sql

    def execute(self, frame: Frame) -> Signal | None:
        self.target.assign(frame, self.sql.open(frame))
        return None


class FetchRows(Executable):
    """FETCH ... [BULK COLLECT] INTO ... [LIMIT n]; no more rows leave the targets as they are."""

    def __init__(self, line: int, cursor: Evaluable, into: Targets, limit: Evaluable | None) -> None:
        self.line = line
        self.cursor = cursor
        self.into = into
        self.limit = limit

    def execute(self, frame: Frame) -> Signal | None:
        cursor = required(self.cursor.evaluate(frame))
        self.into.check_width(len(cursor.columns), 6504)
        if self.into.bulk:
            self.into.put_rows(frame, cursor.fetch_many(self._limit(frame)))
            return None
        row = cursor.fetch()
        if row is not None:
            self.into.put_row(frame, row)
        return None

    def _limit(self, frame: Frame) -> int | None:
        if self.limit is None:
            return None
        limit: Any = datatypes.PLS_INTEGER.coerce(self.limit.evaluate(frame), frame.session)
        if limit is None or limit <= 0:
            raise OraError(6502, "")
        return int(limit)


class CloseCursor(Executable):
    def __init__(self, line: int, cursor: Evaluable) -> None:
        self.line = line
        self.cursor = cursor

    def execute(self, frame: Frame) -> Signal | None:
        required(self.cursor.evaluate(frame)).close()
        return None


def required(cursor: Any) -> OpenCursor:
    """An open cursor. Raises OraError 1001 for one that never was opened."""
    if not isinstance(cursor, OpenCursor):
        raise OraError(1001)
    return cursor


class CursorForLoop(LoopCode):
    """FOR record IN cursor or (query); slot holds the record, record_type is that of the query's columns."""

    def __init__(
        self,
        line: int,
        number: int,
        slot: int,
        record_type: RecordType,
        source: EmbeddedSql | CursorReference,
        arguments: Sequence[Evaluable | None] = (),
    ) -> None:
        super().__init__(line, number)
        self.slot = slot
        self.record_type = record_type
        self.source = source
        self.arguments = arguments

    def execute(self, frame: Frame) -> Signal | None:
        cursor = self._open(frame)
        try:
            while (row := cursor.fetch()) is not None:
                frame.values[self.slot] = self.record_type.from_values(list(row), frame.session)
                ended, signal = self.once(frame)
                if ended:
                    return signal
            return None
        finally:
            if cursor.is_open:
                cursor.close()

    def _open(self, frame: Frame) -> OpenCursor:
        if isinstance(self.source, EmbeddedSql):
            return self.source.open(frame)
        return self.source.code.open(frame, self.source.hops, self.arguments)
