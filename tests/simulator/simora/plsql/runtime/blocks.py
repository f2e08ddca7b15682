# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sequences of statements and blocks: the order of execution, and exceptions finding their handlers."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import OraError
from .exceptions import ExceptionIdentity, Raised
from .frame import Frame

# Not for handlers: the client's break and the session's death must reach the client.
_UNCATCHABLE = frozenset({28, 1013})


class Signal:
    """Why a sequence of statements was left before its end."""

    __slots__ = ()


class LeaveLoop(Signal):
    """EXIT or (again) CONTINUE of the loop with this number."""

    __slots__ = ("again", "loop")

    def __init__(self, loop: int, again: bool) -> None:
        self.loop = loop
        self.again = again


class ReturnSignal(Signal):
    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class GotoSignal(Signal):
    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        self.label = label


class Executable:
    """A compiled statement; line is what ORA-06512 names."""

    line: int = 0

    def execute(self, frame: Frame) -> Signal | None:
        raise NotImplementedError


class StatementList:
    """Statements in order. labels: GOTO targets among them, by index."""

    __slots__ = ("labels", "statements")

    def __init__(self, statements: Sequence[Executable], labels: dict[str, int]) -> None:
        self.statements = statements
        self.labels = labels

    def run(self, frame: Frame) -> Signal | None:
        index = 0
        between_statements = frame.execution.between_statements
        while index < len(self.statements):
            statement = self.statements[index]
            index += 1
            try:
                between_statements()
                signal = statement.execute(frame)
            except Raised as raised:
                raised.add_line(frame, statement.line)
                raise
            except OraError as error:
                new = Raised(error)
                new.add_line(frame, statement.line)
                raise new from error
            except RecursionError:
                raise Raised(OraError(6500)) from None
            if signal is not None:
                if isinstance(signal, GotoSignal) and signal.label in self.labels:
                    index = self.labels[signal.label]
                    continue
                return signal
        return None


class HandlerCode:
    """One WHEN ... THEN; exceptions is None for OTHERS."""

    __slots__ = ("exceptions", "statements")

    def __init__(self, exceptions: tuple[ExceptionIdentity, ...] | None, statements: StatementList) -> None:
        self.exceptions = exceptions
        self.statements = statements

    def handles(self, raised: Raised) -> bool:
        return self.exceptions is None or any(exception.matches(raised) for exception in self.exceptions)


class BlockCode(Executable):
    """declarations run first, and what they raise is not for this block's own handlers."""

    def __init__(
        self, line: int, declarations: Sequence[Executable], statements: StatementList, handlers: Sequence[HandlerCode]
    ) -> None:
        self.line = line
        self.declarations = StatementList(declarations, {})
        self.statements = statements
        self.handlers = handlers

    def execute(self, frame: Frame) -> Signal | None:
        self.declarations.run(frame)
        try:
            return self.statements.run(frame)
        except Raised as raised:
            handler = self._handler(raised)
            if handler is None:
                raise
            return self._handle(raised, handler, frame)

    def _handler(self, raised: Raised) -> HandlerCode | None:
        if raised.error.code in _UNCATCHABLE:
            return None
        return next((handler for handler in self.handlers if handler.handles(raised)), None)

    def _handle(self, raised: Raised, handler: HandlerCode, frame: Frame) -> Signal | None:
        handled = frame.execution.handled
        handled.append(raised)
        try:
            return handler.statements.run(frame)
        except Raised as another:
            another.add_cause(raised)
            raise
        finally:
            handled.pop()
