# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs commands into log files, with a time limit that takes their children along, and measures them."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

_GRACE_SECONDS = 5
_running: set[subprocess.Popen[bytes]] = set()
_ending = threading.Event()


class Interrupted(Exception):
    """dev.py is ending: no further command is started."""


@dataclasses.dataclass(frozen=True)
class Finished:
    """A command that has ended. seconds is wall time; cpu_seconds includes the children it waited for."""

    returncode: int
    output: str
    seconds: float
    cpu_seconds: float
    timed_out: bool


def run(
    command: Sequence[str],
    *,
    log: pathlib.Path,
    cwd: pathlib.Path,
    env: Mapping[str, str],
    timeout: float,
) -> Finished:
    """Runs a command to its end; both its output streams go to the log file."""
    expired = threading.Event()
    started = time.monotonic()
    process = _start(command, log, cwd, env)
    timer = threading.Timer(timeout, _expire, (process, expired))
    timer.start()
    try:
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    except BaseException:
        end(process)
        raise
    finally:
        timer.cancel()
        _running.discard(process)
    return Finished(
        returncode=process.returncode,
        output=log.read_text(encoding="utf-8", errors="replace"),
        seconds=time.monotonic() - started,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        timed_out=expired.is_set(),
    )


@contextlib.contextmanager
def background(
    command: Sequence[str], *, log: pathlib.Path, cwd: pathlib.Path, env: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a command while the with block lasts, and ends it and its children afterwards."""
    process = _start(command, log, cwd, env)
    try:
        yield process
    finally:
        _running.discard(process)
        end(process)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def last_line(log: pathlib.Path) -> str:
    """The last thing a command said, shortened to fit a line; empty if it said nothing yet."""
    if not log.exists():
        return ""
    lines = log.read_text(encoding="utf-8", errors="replace")[-2000:].splitlines()
    return next((line.strip()[:90] for line in reversed(lines) if line.strip()), "")


@contextlib.contextmanager
def heartbeat(beat: Callable[[], None], seconds: float) -> Iterator[None]:
    """Calls beat again and again while the with block lasts."""
    finished = threading.Event()

    def beating() -> None:
        while not finished.wait(seconds):
            beat()

    thread = threading.Thread(target=beating, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a command and its children: asked first, killed after a few seconds."""
    _signal_group(process, signal.SIGTERM)
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal_group(process, signal.SIGKILL)
        process.wait()


def end_all() -> None:
    """Ends whatever is still running and starts nothing more; for when dev.py itself is interrupted."""
    _ending.set()
    for process in list(_running):
        _signal_group(process, signal.SIGTERM)


def _start(
    command: Sequence[str], log: pathlib.Path, cwd: pathlib.Path, env: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    if _ending.is_set():
        raise Interrupted(f"not started: {command[0]}")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,  # a group that can be ended as a whole
        )
    _running.add(process)
    return process


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    _signal_group(process, signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    if process in _running:
        _signal_group(process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
