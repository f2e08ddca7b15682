# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines that hold when the driver's own time-outs do not.

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


class Interrupted(BaseException):
    """The alarm went off. Never leaves this module's `limit` block unhandled by its caller."""


class Deadline:
    """A moment by the monotonic clock until which a run may start things."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether nothing more may be started."""
        return self.remaining <= 0


@contextlib.contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise Interrupted in the block when it takes longer than this many seconds.

    Only the main thread can receive an alarm. In another one the driver's own time-outs have to do.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    # It is repeated, because the first one may fall into code that swallows it, such as a destructor.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
