# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compiled statements that need no SQL: assignment, calls, branches, loops, RAISE."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...errors import OraError
from . import convert, datatypes, exceptions
from .blocks import Executable, GotoSignal, LeaveLoop, ReturnSignal, Signal, StatementList
from .datatypes import DataType
from .expressions import Evaluable, Remembered
from .frame import Frame
from .places import Place


class Initialise(Executable):
    """What a declaration does each time its block is entered."""

    def __init__(
        self, line: int, slot: int, variable_type: DataType, default: Evaluable | None, not_null: bool
    ) -> None:
        self.line = line
        self.slot = slot
        self.type = variable_type
        self.default = default
        self.not_null = not_null

    def execute(self, frame: Frame) -> Signal | None:
        if self.default is None:
            frame.values[self.slot] = self.type.initial()
        else:
            value = self.type.coerce(self.default.evaluate(frame), frame.session)
            if value is None and self.not_null:
                raise OraError(6502, "")
            frame.values[self.slot] = value
        return None


class InitialiseRecord(Executable):
    """A record whose type gives its fields initial values."""

    def __init__(self, line: int, slot: int, record_type: datatypes.RecordType) -> None:
        self.line = line
        self.slot = slot
        self.type = record_type

    def execute(self, frame: Frame) -> Signal | None:
        record = self.type.blank()
        for name, field in self.type.fields.items():
            if field.default is not None:
                record.values[name] = field.type.coerce(field.default(frame), frame.session)
        frame.values[self.slot] = record
        return None


class Assign(Executable):
    def __init__(self, line: int, target: Place, value: Evaluable) -> None:
        self.line = line
        self.target = target
        self.value = value

    def execute(self, frame: Frame) -> Signal | None:
        self.target.assign(frame, self.value.evaluate(frame))
        return None


class CallStatement(Executable):
    def __init__(self, line: int, call: Evaluable) -> None:
        self.line = line
        self.call = call

    def execute(self, frame: Frame) -> Signal | None:
        self.call.evaluate(frame)
        return None


class Nothing(Executable):
    """NULL, and pragmas without effect here."""

    def __init__(self, line: int) -> None:
        self.line = line

    def execute(self, frame: Frame) -> Signal | None:
        return None


class Branch(Executable):
    """IF and CASE: the first arm whose condition is true. complete: a missing ELSE raises ORA-06592."""

    def __init__(
        self,
        line: int,
        arms: Sequence[tuple[Evaluable, StatementList]],
        otherwise: StatementList | None,
        *,
        selector: Remembered | None = None,
        complete: bool = False,
    ) -> None:
        self.line = line
        self.arms = arms
        self.otherwise = otherwise
        self.selector = selector
        self.complete = complete

    def execute(self, frame: Frame) -> Signal | None:
        if self.selector is not None:
            self.selector.remember(frame)
        for condition, statements in self.arms:
            if condition.evaluate(frame) is True:
                return statements.run(frame)
        if self.otherwise is not None:
            return self.otherwise.run(frame)
        if self.complete:
            raise OraError(6592)
        return None


class LoopCode(Executable):
    """Common to all loops; number tells them apart for EXIT and CONTINUE."""

    def __init__(self, line: int, number: int) -> None:
        self.line = line
        self.number = number
        self.statements = StatementList((), {})

    def once(self, frame: Frame) -> tuple[bool, Signal | None]:
        """Runs the body. Gives whether the loop ends, and what goes on to whatever encloses it."""
        signal = self.statements.run(frame)
        if signal is None:
            return False, None
        if isinstance(signal, LeaveLoop) and signal.loop == self.number:
            return not signal.again, None
        return True, signal


class BasicLoop(LoopCode):
    def execute(self, frame: Frame) -> Signal | None:
        while True:
            ended, signal = self.once(frame)
            if ended:
                return signal


class ConditionLoop(LoopCode):
    """WHILE condition LOOP."""

    def __init__(self, line: int, number: int, condition: Evaluable) -> None:
        super().__init__(line, number)
        self.condition = condition

    def execute(self, frame: Frame) -> Signal | None:
        while self.condition.evaluate(frame) is True:
            ended, signal = self.once(frame)
            if ended:
                return signal
        return None


class RangeLoop(LoopCode):
    """FOR index IN [REVERSE] low .. high LOOP; slot holds the index."""

    def __init__(self, line: int, number: int, slot: int, low: Evaluable, high: Evaluable, reverse: bool) -> None:
        super().__init__(line, number)
        self.slot = slot
        self.low = low
        self.high = high
        self.reverse = reverse

    def execute(self, frame: Frame) -> Signal | None:
        low, high = loop_bound(self.low, frame), loop_bound(self.high, frame)
        for index in range(high, low - 1, -1) if self.reverse else range(low, high + 1):
            frame.values[self.slot] = index
            ended, signal = self.once(frame)
            if ended:
                return signal
        return None


def loop_bound(bound: Evaluable, frame: Frame) -> int:
    """A bound rounded to an integer. Raises OraError 6502 for NULL."""
    value = bound.evaluate(frame)
    if value is None:
        raise OraError(6502, "")
    number: Any = convert.to_number(value, frame.session)
    return int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))


class Leave(Executable):
    """EXIT or CONTINUE, with or without WHEN."""

    def __init__(self, line: int, loop: int, again: bool, condition: Evaluable | None) -> None:
        self.line = line
        self.signal = LeaveLoop(loop, again)
        self.condition = condition

    def execute(self, frame: Frame) -> Signal | None:
        if self.condition is None or self.condition.evaluate(frame) is True:
            return self.signal
        return None


class GotoStatement(Executable):
    def __init__(self, line: int, label: str) -> None:
        self.line = line
        self.signal = GotoSignal(label)

    def execute(self, frame: Frame) -> Signal | None:
        return self.signal


class ReturnStatement(Executable):
    """returns: the function's type, None in a procedure or block."""

    def __init__(self, line: int, value: Evaluable | None, returns: DataType | None) -> None:
        self.line = line
        self.value = value
        self.returns = returns

    def execute(self, frame: Frame) -> Signal | None:
        if self.value is None or self.returns is None:
            return ReturnSignal(None)
        return ReturnSignal(self.returns.coerce(self.value.evaluate(frame), frame.session))


class RaiseStatement(Executable):
    """RAISE name, or (exception is None) RAISE of what is being handled."""

    def __init__(self, line: int, exception: exceptions.ExceptionIdentity | None) -> None:
        self.line = line
        self.exception = exception

    def execute(self, frame: Frame) -> Signal | None:
        if self.exception is not None:
            raise exceptions.of_identity(self.exception)
        raise frame.execution.handled[-1].again(frame, self.line)


class RaiseApplicationError(Evaluable):
    """RAISE_APPLICATION_ERROR(number, message, keep_errors)."""

    def __init__(self, number: Evaluable, message: Evaluable, keep_errors: Evaluable | None) -> None:
        self.number = number
        self.message = message
        self.keep_errors = keep_errors

    def evaluate(self, frame: Frame) -> Any:
        number: Any = datatypes.PLS_INTEGER.coerce(self.number.evaluate(frame), frame.session)
        message = convert.to_text(self.message.evaluate(frame), frame.session)
        if number is None or not -20999 <= number <= -20000:
            raise OraError(21000, "" if number is None else number)
        raised = exceptions.Raised(OraError(-number, message=(message or "").encode()[:2048].decode(errors="ignore")))
        if self.keep_errors is None or self.keep_errors.evaluate(frame) is not True:
            raised.hide_cause()
        raise raised
