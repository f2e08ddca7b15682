# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines that hold when the driver's own time-outs do not, and what becomes of them when the run is told to end.

The driver's connect time-out ends with the TCP handshake: a listener that accepts and stays silent, or sends one byte
now and then, would hold it for ever. An alarm signal interrupts it. What the alarm raises is no Exception, because the
driver disguises those as its own errors.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

_ENDING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_SECONDS_TO_END = 10.0
_PERSISTENCE = 0.02
"""Seconds between alarms until one is noticed: compiled code notices one only while it waits in a system call."""
_REPEAT = 1.0
"""Seconds until the next alarm once one was noticed."""


class Interrupted(BaseException):
    """The alarm went off. Never leaves this module's `limit` block unhandled by its caller."""


class Deadline:
    """A moment by the monotonic clock until which a run may start things. It may be cut short."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.cut_short_by: str | None = None
        """Name of the signal that told the run to end, such as SIGTERM; None if there was none."""

    @property
    def remaining(self) -> float:
        """Seconds left for calls, never negative."""
        return max(0.0, self._end - time.monotonic())

    @property
    def left_to_begin(self) -> float:
        """Seconds in which something may still be begun that changes the database; 0 once the run was told to end."""
        return self.remaining if self.cut_short_by is None else 0.0

    @property
    def over(self) -> bool:
        """Whether nothing more may be started."""
        return self.remaining <= 0

    def cut_short(self, by: str) -> None:
        """Begin nothing more. What is under way, and reading what became of it, gets a few seconds."""
        self.cut_short_by = by
        self._end = min(self._end, time.monotonic() + _SECONDS_TO_END)


@contextlib.contextmanager
def ended_by_signals(deadline: Deadline) -> Iterator[None]:
    """In the block a signal that would end the process cuts the deadline short instead; a second one ends it.

    So the answer to a statement that was sent is still read and reported. Only the main thread receives signals.
    """
    if not _may_use_signals():
        yield
        return
    before: dict[signal.Signals, Any] = {}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def cut_short(number: int, _frame: FrameType | None) -> None:
        restore()
        deadline.cut_short(signal.Signals(number).name)
        # A call under way has an alarm of its own, which may be far off.
        if signal.getitimer(signal.ITIMER_REAL)[0] > _SECONDS_TO_END:
            signal.setitimer(signal.ITIMER_REAL, _SECONDS_TO_END, _PERSISTENCE)

    for ending in _ENDING_SIGNALS:
        # One that is ignored, as SIGHUP is under nohup, stays so.
        if signal.getsignal(ending) is not signal.SIG_IGN:
            before[ending] = signal.signal(ending, cut_short)
    try:
        yield
    finally:
        restore()


@contextlib.contextmanager
def limit(seconds: float, deadline: Deadline | None = None) -> Iterator[None]:
    """Raise Interrupted in the block when it takes longer than this many seconds, or than a deadline once cut short.

    Only the main thread can receive an alarm. In another one the driver's own time-outs have to do.
    """
    if not _may_use_signals():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        # Once more after a while, because this one may fall into code that swallows it, such as a destructor.
        signal.setitimer(signal.ITIMER_REAL, _REPEAT, _REPEAT)
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), _PERSISTENCE)
    try:
        # The signal to end may have come after the seconds were reckoned, when there was no alarm yet to bring forward.
        if deadline is not None and deadline.cut_short_by is not None and deadline.remaining < seconds:
            signal.setitimer(signal.ITIMER_REAL, max(deadline.remaining, 0.001), _PERSISTENCE)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _may_use_signals() -> bool:
    return threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
