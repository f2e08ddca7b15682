# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in a child process: what comes back from it, however it ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils.direct_process import Tell, run

LONG = 60.0


def ignore(line: str) -> None:
    """Take no notice."""


def test_what_it_prints_and_tells_comes_back() -> None:
    told: list[str] = []

    def work(tell: Tell) -> None:
        print("é" * 200_000)
        tell("one\ntwo")
        print("trouble", file=sys.stderr)
        os.write(1, b"\xff")
        sys.exit(7)

    ended = run(work, LONG, told.append)
    assert (ended.status, ended.errors, told) == (7, "trouble\n", ["one two"])
    assert sorted(ended.output) == sorted("é" * 200_000 + "\n\udcff")


def test_an_exception_is_an_error_of_the_child_only() -> None:
    def work(tell: Tell) -> None:
        raise ValueError("no")

    ended = run(work, LONG, ignore)
    assert ended.status == 1
    assert "ValueError: no" in ended.errors


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM])
def test_a_signal_that_ends_it(number: int) -> None:
    assert run(lambda tell: os.kill(os.getpid(), number), LONG, ignore).status == -number


def test_work_that_takes_too_long() -> None:
    told: list[str] = []

    def work(tell: Tell) -> None:
        tell(str(os.getpid()))
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM, signal.SIGALRM])
        time.sleep(LONG)

    assert run(work, 0.5, told.append).status is None
    assert not os.path.exists(f"/proc/{told[0]}")


def test_what_is_raised_here_ends_it() -> None:
    told: list[str] = []

    class TimedOut(BaseException):
        """As the time-out of a task does."""

    def tell_and_raise(line: str) -> None:
        told.append(line)
        raise TimedOut

    def work(tell: Tell) -> None:
        tell(str(os.getpid()))
        time.sleep(LONG)

    with pytest.raises(TimedOut):
        run(work, LONG, tell_and_raise)
    assert not os.path.exists(f"/proc/{told[0]}")


def test_it_has_default_handlers_and_its_parent_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: received.append(number))
    try:
        assert run(lambda tell: os.kill(os.getpid(), signal.SIGTERM), LONG, ignore).status == -signal.SIGTERM
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert received == [signal.SIGTERM]


def test_nothing_is_left_open() -> None:
    def descriptors() -> Any:
        return sorted(os.listdir("/proc/self/fd"))

    before, threads = descriptors(), threading.active_count()
    for behaviour in (lambda tell: None, lambda tell: os._exit(1)):
        run(behaviour, LONG, ignore)
    assert descriptors() == before
    assert threading.active_count() == threads
