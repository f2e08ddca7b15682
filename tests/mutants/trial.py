# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tests run in a forked process, and what they said.

Forked, because a process that has imported the collection once has it as it was then; and because starting Python and
importing the libraries that the tests need takes longer than most of the tests.
"""

from __future__ import annotations

import json
import os
import pathlib
import select
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from .checkout import Checkout

_SECONDS_OF_A_TEST = 20
_SECONDS_OF_A_TRIAL = 120
_ASSERTIONS = frozenset({"AssertionError", "Failed"})
"""Exceptions of a test that did not find what it expects; `Failed` is that of pytest.fail and pytest.raises."""


@dataclass(frozen=True)
class Failure:
    """A test that failed. exception: the name of its class. assertion: whether the test itself said so."""

    test: str
    exception: str
    text: str

    @property
    def is_assertion(self) -> bool:
        return self.exception in _ASSERTIONS


@dataclass(frozen=True)
class Trial:
    """What a run of tests showed. trouble: why it is no run of the tests at all, None if it is one."""

    passed: tuple[str, ...]
    failures: tuple[Failure, ...]
    trouble: str | None
    seconds: float


def run(checkout: Checkout, tests: Sequence[str], log: pathlib.Path, *, to_the_end: bool) -> Trial:
    """Run tests in the checkout that this process has settled in. Without `to_the_end` the first that fails ends it."""
    started = time.monotonic()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(checkout, tests, log, writing, to_the_end)
    os.close(writing)
    in_time = False
    try:
        said, in_time = _received(reading, _SECONDS_OF_A_TRIAL)
    finally:
        if not in_time:
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    seconds = time.monotonic() - started
    try:
        told = json.loads(said)
    except ValueError:
        return Trial((), (), "the process that ran the tests died" if in_time else "out of time", seconds)
    failures = tuple(Failure(*failure) for failure in told["failures"])
    return Trial(tuple(told["passed"]), failures, told["trouble"], seconds)


class _Listener:
    """A plugin of pytest that notes what became of each test."""

    def __init__(self, to_the_end: bool) -> None:
        self.passed: list[str] = []
        self.failures: list[tuple[str, str, str]] = []
        self.trouble: str | None = None
        self._to_the_end = to_the_end

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        outcome = yield
        report = outcome.get_result()
        if report.passed and report.when == "call":
            self.passed.append(item.nodeid)
        if report.failed and call.excinfo is not None:
            # What comes up before or after a test is not what the test found.
            name = call.excinfo.typename if report.when == "call" else f"{call.excinfo.typename} in {report.when}"
            self.failures.append((item.nodeid, name, " ".join(call.excinfo.exconly().split())[:300]))
            if not self._to_the_end and name in _ASSERTIONS:
                item.session.shouldstop = "seen"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.trouble = f"{report.nodeid} cannot be loaded: {str(report.longrepr).strip().splitlines()[-1]}"


def _be_the_child(checkout: Checkout, tests: Sequence[str], log: pathlib.Path, writing: int, to_the_end: bool) -> None:
    """Does not return."""
    try:
        os.setpgid(0, 0)
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        listener = _Listener(to_the_end)
        options = ["-q", "-p", "pytest_timeout", "-o", f"timeout={_SECONDS_OF_A_TEST}"]
        status = pytest.main([*options, *tests], plugins=[listener])
        trouble = listener.trouble
        if trouble is None and status not in (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.INTERRUPTED,
        ):
            trouble = f"pytest ended with {pytest.ExitCode(status).name}"
        if trouble is None and (strangers := checkout.strangers()):
            trouble = f"not from the copy: {strangers[0]}"
        said = {"passed": listener.passed, "failures": listener.failures, "trouble": trouble}
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            json.dump(said, pipe)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(0)


def _received(reading: int, seconds: float) -> tuple[bytes, bool]:
    """All that is written to a pipe until it is closed, and whether that was in time."""
    deadline, said = time.monotonic() + seconds, b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while True:
            ready, _writable, _errors = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return said, False
            chunk = pipe.read(65536)
            if not chunk:
                return said, True
            said += chunk
