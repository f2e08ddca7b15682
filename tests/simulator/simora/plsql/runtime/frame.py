# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One activation of a block or subprogram, and what all activations of one top-level call share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...engine import ResultSet
from .binds import HostBinds
from .exceptions import Raised

# How many statements run between two looks for a client's break.
_STATEMENTS_PER_BREAK_CHECK = 64


class ImplicitCursor:
    """SQL%ROWCOUNT and its relatives; everything is NULL before the first SQL statement."""

    __slots__ = ("bulk_errors", "bulk_row_counts", "row_count")

    def __init__(self) -> None:
        self.row_count: int | None = None
        self.bulk_row_counts: dict[int, int] = {}  # by index of the last FORALL
        self.bulk_errors: list[tuple[int, int]] = []  # FORALL ... SAVE EXCEPTIONS: iteration, error number


class Execution:
    """One call from outside: the session, the host's binds, the error being handled."""

    __slots__ = (
        "_statements", "_yield_point", "binds", "handled", "implicit_cursor", "implicit_results", "session",
    )  # fmt: skip

    def __init__(self, session: Any, binds: HostBinds) -> None:
        self.session = session
        self.binds = binds
        self.implicit_cursor = ImplicitCursor()
        self.implicit_results: list[ResultSet] = []
        self.handled: list[Raised] = []
        self._statements = 0
        self._yield_point: Callable[[], None] | None = getattr(session, "yield_point", None)

    def between_statements(self) -> None:
        """The one place where another session may run and where a break is noticed."""
        self._statements += 1
        if self._yield_point is not None:
            self._yield_point()
        if self._statements % _STATEMENTS_PER_BREAK_CHECK == 0:
            self.session.poll_break()


class Frame:
    """values: one per variable, cursor or hidden value of the unit, by its slot number. parent: the activation of the
    unit that declares this one."""

    __slots__ = ("execution", "parent", "session", "values")

    def __init__(self, execution: Execution, parent: Frame | None, slots: int) -> None:
        self.execution = execution
        self.session = execution.session
        self.parent = parent
        self.values: list[Any] = [None] * slots

    def at_depth(self, hops: int) -> Frame:
        """The frame so many static links further out."""
        frame = self
        for dummy in range(hops):
            assert frame.parent is not None
            frame = frame.parent
        return frame
