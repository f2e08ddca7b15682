# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dynamic SQL: EXECUTE IMMEDIATE, OPEN ... FOR text, and FORALL over any statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...engine import Bind as BoundValue
from ...engine import Direction, Outcome
from ...errors import OraError
from . import convert, targets
from .blocks import Executable, Signal
from .cursors import OpenCursor
from .embedded_sql import as_bind, put_returned, put_single_row, returned_rows
from .exceptions import Raised
from .expressions import Evaluable
from .frame import Frame
from .places import Place, required
from .statements import loop_bound
from .targets import Targets


class Using(list[tuple[str, Evaluable]]):
    """The arguments of USING: mode and expression, in order."""

    def binds(self, frame: Frame) -> list[BoundValue]:
        return [
            as_bind(None if mode == "OUT" else expression.evaluate(frame), expression.type) for mode, expression in self
        ]


class ExecuteText(Executable):
    """EXECUTE IMMEDIATE; returning: targets of RETURNING INTO, which are binds of the statement too."""

    def __init__(
        self, line: int, text: Evaluable, into: Targets | None, using: Using, returning: Targets | None
    ) -> None:
        self.line = line
        self.text = text
        self.into = into
        self.using = using
        self.returning = returning

    def execute(self, frame: Frame) -> Signal | None:
        text = statement_text(self.text, frame)
        binds = self.using.binds(frame)
        if self.returning is not None:
            binds += [as_bind(None, place.type) for place in self.returning.places]
        outcome: Outcome = frame.session.run(text, binds)
        cursor = frame.execution.implicit_cursor
        cursor.row_count = outcome.row_count
        if self.into is not None:
            self._put_result(outcome, frame)
        if outcome.directions:
            self._put_out_values(outcome, frame)
        elif outcome.returned:
            self._put_returned(outcome, frame)
        return None

    def _put_result(self, outcome: Outcome, frame: Frame) -> None:
        assert self.into is not None
        if outcome.result_set is None:
            raise OraError(1007)
        rows = outcome.result_set.rows
        self.into.check_width(len(outcome.result_set.columns), targets.NOT_IN_SELECT_LIST)
        if self.into.bulk:
            frame.execution.implicit_cursor.row_count = len(rows)
            self.into.put_rows(frame, rows)
        else:
            put_single_row(self.into, rows, frame)

    def _put_out_values(self, outcome: Outcome, frame: Frame) -> None:
        """What a dynamic block assigned to its binds. Raises OraError 6537 for one that was given as IN."""
        values = iter(outcome.out_values[0] if outcome.out_values else ())
        for (mode, expression), direction in zip(self.using, outcome.directions, strict=True):
            if direction is Direction.IN:
                continue
            value = next(values)
            if mode == "IN":
                raise OraError(6537)
            assert isinstance(expression, Place)
            expression.assign(frame, value)

    def _put_returned(self, outcome: Outcome, frame: Frame) -> None:
        rows = returned_rows(outcome)
        if self.returning is not None:
            put_returned(self.returning, rows, frame)
            return
        places = [expression for mode, expression in self.using if mode != "IN" and isinstance(expression, Place)]
        put_returned(Targets(places, bulk=False), rows, frame)


def statement_text(expression: Evaluable, frame: Frame) -> str:
    """Raises OraError 6535 for an empty text."""
    text = convert.to_text(expression.evaluate(frame), frame.session)
    if text is None:
        raise OraError(6535, "EXECUTE IMMEDIATE")
    return text


class OpenForText(Executable):
    """OPEN variable FOR text USING ... Raises OraError 6539 when the text is no query."""

    def __init__(self, line: int, target: Place, text: Evaluable, using: Using) -> None:
        self.line = line
        self.target = target
        self.text = text
        self.using = using

    def execute(self, frame: Frame) -> Signal | None:
        outcome: Outcome = frame.session.run(statement_text(self.text, frame), self.using.binds(frame))
        if outcome.result_set is None:
            raise OraError(6539)
        self.target.assign(frame, OpenCursor(outcome.result_set.columns, outcome.result_set.rows))
        return None


class Forall(Executable):
    """FORALL index IN low .. high, INDICES OF or VALUES OF: the statement once per index."""

    def __init__(
        self,
        line: int,
        slot: int,
        bounds: tuple[Evaluable, Evaluable] | Evaluable,
        by_value: bool,
        save_exceptions: bool,
        statement: Executable,
    ) -> None:
        self.line = line
        self.slot = slot
        self.bounds = bounds
        self.by_value = by_value
        self.save_exceptions = save_exceptions
        self.statement = statement

    def execute(self, frame: Frame) -> Signal | None:
        cursor = frame.execution.implicit_cursor
        cursor.bulk_row_counts, cursor.bulk_errors = {}, []
        total = 0
        for iteration, index in enumerate(self._indices(frame), 1):
            frame.values[self.slot] = index
            try:
                self.statement.execute(frame)
            except (OraError, Raised) as error:
                if not self.save_exceptions:
                    raise
                code = error.error.code if isinstance(error, Raised) else error.code
                cursor.bulk_errors.append((iteration, code))
                cursor.bulk_row_counts[index] = 0
                continue
            count = cursor.row_count or 0
            cursor.bulk_row_counts[index] = count
            total += count
        cursor.row_count = total
        if cursor.bulk_errors:
            raise OraError(24381)
        return None

    def _indices(self, frame: Frame) -> Iterable[Any]:
        if isinstance(self.bounds, tuple):
            low, high = self.bounds
            return range(loop_bound(low, frame), loop_bound(high, frame) + 1)
        collection = required(self.bounds.evaluate(frame))
        indices: Sequence[Any] = collection.in_order() if self.by_value else list(collection.keys())
        return indices
