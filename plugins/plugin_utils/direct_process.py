# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work in a child process whose crash, hang or end harms nobody else, and that never outlives the one it works for.

Knows nothing of Ansible. POSIX only.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

Tell = Callable[[str], None]

_CHUNK = 1 << 16
_PAUSE = 0.002
_LOOK_AT_THE_PARENT_EVERY = 1.0
_RESET = ("SIGINT", "SIGTERM", "SIGALRM", "SIGCHLD")
_SECONDS_AFTER_THE_LIMIT = 30.0


@dataclass(frozen=True)
class Ended:
    """A child that has ended. status: its exit code, minus the signal that ended it, or None if it had to be ended."""

    status: int | None
    output: str
    errors: str


class Abandoned(Exception):
    """Nobody waits for this process any more: the one that started it is gone."""


class _Pipe:
    """A pipe from the child to here."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.received = bytearray()
        self.open = True

    def read(self) -> bytes:
        """What has come; nothing at the end."""
        chunk = os.read(self.reading, _CHUNK)
        self.open = bool(chunk)
        return chunk


def run(work: Callable[[Tell], None], limit: float, tell: Tell) -> Ended:
    """Do the work in a child process, for at most that many seconds.

    work: is given a function that brings a line here while it goes on. What it prints is the output; SystemExit is its
    exit code. tell: is given those lines. Whatever is raised here meanwhile ends the child before it is passed on.
    Raises Abandoned when the parent of this process ends.
    """
    output, errors, lines = pipes = (_Pipe(), _Pipe(), _Pipe())
    alive_reading, alive_writing = os.pipe()
    try:
        pid = os.fork()
        if pid == 0:
            # Nothing may be raised from here into the program that the parent runs.
            try:
                os.close(alive_writing)
                _live_no_longer_than_the_parent(alive_reading, limit + _SECONDS_AFTER_THE_LIMIT)
                _work(work, output.writing, errors.writing, lines.writing)
            finally:
                os._exit(70)
        for pipe in pipes:
            os.close(pipe.writing)
            pipe.writing = -1
        with _ended_in_any_case(pid) as wait:
            end = time.monotonic() + limit
            for pipe in _until(end, pipes):
                chunk = pipe.read()
                pipe.received += chunk
                if pipe is lines:
                    _pass_on(pipe.received, tell)
            status = wait(end)
        return Ended(status, _text(output.received), _text(errors.received))
    finally:
        for descriptor in (
            alive_reading,
            alive_writing,
            *(end for pipe in pipes for end in (pipe.reading, pipe.writing)),
        ):
            if descriptor >= 0:
                os.close(descriptor)


def _until(end: float, pipes: tuple[_Pipe, ...]) -> Iterator[_Pipe]:
    """Each pipe whenever there is something to read, until all are closed or the time is over."""
    parent = os.getppid()
    while True:
        reading = {pipe.reading: pipe for pipe in pipes if pipe.open}
        remaining = end - time.monotonic()
        if not reading or remaining <= 0:
            return
        poll = select.poll()
        for descriptor in reading:
            poll.register(descriptor, select.POLLIN)
        for descriptor, dummy in poll.poll(min(remaining, _LOOK_AT_THE_PARENT_EVERY) * 1000):
            yield reading[descriptor]
        if os.getppid() != parent:
            raise Abandoned("the process that started this one is gone")


@contextlib.contextmanager
def _ended_in_any_case(pid: int) -> Iterator[Callable[[float], int | None]]:
    """Gives a function that waits for a child until a moment; at the end of the block the child is no more."""
    ended: list[int] = []

    def wait(end: float) -> int | None:
        while not ended:
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                ended.append(os.waitstatus_to_exitcode(status))
            elif time.monotonic() > end:
                return None
            else:
                time.sleep(_PAUSE)
        return ended[0]

    try:
        yield wait
    finally:
        if not ended:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _pass_on(received: bytearray, tell: Tell) -> None:
    while b"\n" in received:
        line, dummy, rest = bytes(received).partition(b"\n")
        received[:] = rest
        tell(_text(line))


def _text(received: bytes | bytearray) -> str:
    return received.decode("utf-8", "surrogateescape")


def _live_no_longer_than_the_parent(descriptor: int, seconds: float) -> None:
    """End this process with its parent, which holds the other end of a pipe, and after so many seconds in any case."""

    def watch() -> None:
        with contextlib.suppress(OSError):
            os.read(descriptor, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # This one needs no interpreter lock, which a driver that hangs may hold.
    faulthandler.dump_traceback_later(seconds, exit=True, file=open(os.devnull, "w"))  # noqa: SIM115


def _work(work: Callable[[Tell], None], output: int, errors: int, lines: int) -> NoReturn:
    for name in _RESET:
        signal.signal(getattr(signal, name), signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)
    gc.freeze()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, descriptor in enumerate((nothing, output, errors)):
        os.dup2(descriptor, number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115

    def tell(line: str) -> None:
        os.write(lines, line.replace("\n", " ").encode("utf-8", "replace") + b"\n")

    status = 0
    try:
        work(tell)
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:  # pylint: disable=broad-exception-caught
        status = 1
        traceback.print_exc()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)
