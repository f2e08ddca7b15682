# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Threads, locks, sleeping and the wall clock: nothing else in the simulator touches them.

Everything that blocks or looks at time goes through these few functions, so that another scheduler (clients and
sessions as greenlets in one thread) has one place to replace.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable
from types import TracebackType

_give_way: Callable[[], None] | None = None


def schedule_by(function: Callable[[], None] | None) -> None:
    """Lets something else than the operating system say who runs; None ends that.

    The function is called wherever a session would block, and returns when the session may look again whether it still
    has to.
    """
    global _give_way
    _give_way = function


def give_way() -> None:
    """A session is about to block in virtual time, which takes no time: others may go on first."""
    if _give_way is not None:
        _give_way()


class Monitor:
    """A re-entrant lock that can be waited on: wait() gives it up completely until notify_all() or the timeout."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())

    def __enter__(self) -> Monitor:
        self._condition.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._condition.release()

    def wait(self, timeout: float | None = None) -> bool:
        """Waits in seconds of wall time; False when the timeout passed. The caller must hold the monitor."""
        if _give_way is not None:
            _give_way()
            return False
        return self._condition.wait(timeout)

    def notify_all(self) -> None:
        self._condition.notify_all()


class Flag:
    """A condition that one thread sets and others wait for."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def is_set(self) -> bool:
        return self._event.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        return self._event.wait(timeout)


class Task:
    """A running function; join() waits for its end."""

    def __init__(self, thread: threading.Thread) -> None:
        self._thread = thread

    def join(self, timeout: float | None = None) -> None:
        self._thread.join(timeout)

    def is_alive(self) -> bool:
        return self._thread.is_alive()


def spawn(function: Callable[..., None], *arguments: object, name: str | None = None) -> Task:
    """Runs a function beside the caller; it does not keep the process alive."""
    thread = threading.Thread(target=function, args=arguments, name=name, daemon=True)
    thread.start()
    return Task(thread)


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def monotonic() -> float:
    """Seconds since an arbitrary point; never goes back."""
    return time.monotonic()


def wall_time() -> datetime.datetime:
    """Local wall clock time without zone."""
    return datetime.datetime.now()
