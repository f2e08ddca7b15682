# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the collection's modules, each in a process of its own that can be killed.

One process imports everything once and forks for each module, so that hundreds of them cost little. A module gets its
arguments as Ansible gives them, and what it prints goes to a file.
"""

from __future__ import annotations

import concurrent.futures
import dataclasses
import faulthandler
import gc
import importlib
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

_Case = TypeVar("_Case")
_Result = TypeVar("_Result")

_TELL_WHERE = signal.SIGUSR2
"""Makes a module print its stack, which is asked for only once it hangs."""
_SECONDS_TO_TELL = 1.0

HANGS_AFTER = 120.0
"""Seconds after which a module counts as hanging. No test asserts a time; this only ends what would never end."""


class Hanging(AssertionError):
    """A module did not end by itself."""


@dataclasses.dataclass(frozen=True)
class Ended:
    """A module that has ended. status: its exit code, or minus the signal that ended it. peak_mb: its memory."""

    status: int
    output: bytes
    errors: bytes
    peak_mb: float = 0.0

    @property
    def result(self) -> dict[str, Any]:
        """The one JSON document. Anything else that was printed is a fault."""
        lines = self.output.strip().splitlines()
        assert len(lines) == 1, f"{len(lines)} lines instead of one document: {self.output!r} {self.errors!r}"
        document: dict[str, Any] = json.loads(lines[0])
        return document


class Launcher:
    """Starts modules one after the other. folder: where their output goes. hangs_after: see HANGS_AFTER."""

    def __init__(self, folder: pathlib.Path, hangs_after: float = HANGS_AFTER) -> None:
        self._folder = folder
        self._hangs_after = hangs_after
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process that forks."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def run(
        self,
        module: str,
        arguments: Mapping[str, Any],
        *,
        environment: Mapping[str, str] | None = None,
        syslog: pathlib.Path | None = None,
        before: Callable[[int], None] = lambda pid: None,
        meanwhile: Callable[[int], None] = lambda pid: None,
        hangs_after: float | None = None,
    ) -> Ended:
        """Run one module to its end. before and meanwhile: called with its process id, before it begins and after.

        syslog: a file that takes what it hands to the C library for syslog. hangs_after: for this module. Raises
        Hanging, which tells where the module was.
        """
        hangs_after = self._hangs_after if hangs_after is None else hangs_after
        files = [str(self._folder / name) for name in ("output", "errors")]
        self._send(
            {
                "module": module,
                "arguments": arguments,
                "environment": dict(environment or {}),
                "files": files,
                "syslog": str(syslog) if syslog else None,
                "hangs_after": hangs_after,
            }
        )
        pid = int(self._receive()["pid"])
        before(pid)
        self._send({})
        meanwhile(pid)
        reply = self._receive()
        output, errors = (pathlib.Path(name).read_bytes() for name in files)
        if reply["hangs"]:
            where = errors.decode(errors="replace")
            raise Hanging(f"{module} still ran after {hangs_after:g} seconds, here:\n{where}")
        return Ended(int(reply["status"]), output, errors, float(reply["peak_mb"]))

    def _send(self, request: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply


class Launchers:
    """Several launchers, for cases that mostly wait."""

    def __init__(self, folder: pathlib.Path, count: int) -> None:
        self._free: queue.SimpleQueue[Launcher] = queue.SimpleQueue()
        self._all = []
        for number in range(count):
            own = folder / f"launcher{number}"
            own.mkdir()
            self._all.append(Launcher(own))
            self._free.put(self._all[-1])

    def __enter__(self) -> Launchers:
        return self

    def __exit__(self, *_error: object) -> None:
        for launcher in self._all:
            launcher.close()

    def map(self, case: Callable[[Launcher, _Case], _Result], cases: Iterable[_Case]) -> Iterator[_Result]:
        """What each case returns, in their order."""

        def with_launcher(chosen: _Case) -> _Result:
            launcher = self._free.get()
            try:
                return case(launcher, chosen)
            finally:
                self._free.put(launcher)

        with concurrent.futures.ThreadPoolExecutor(len(self._all)) as pool:
            yield from pool.map(with_launcher, cases)


def serve() -> None:
    """What the process that forks does: one module for each line on standard input."""
    from ansible.module_utils import basic

    # Who starts the tests with nohup, or in the background, has these ignored, and modules would ignore them too.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _module("datapump_master_table")
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        module = _module(request["module"])
        waiting, starting = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(starting)
            _become_module(request)
            os.read(waiting, 1)
            os.close(waiting)
            basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": request["arguments"]}).encode()
            if request["syslog"]:
                _capture_syslog(basic, request["syslog"])
            # Since ansible-core 2.19 arguments and results have a profile; this is the one of modules.
            if hasattr(basic, "_ANSIBLE_PROFILE"):
                basic._ANSIBLE_PROFILE = "legacy"
            _run_to_its_end(module)
        os.close(waiting)
        print(json.dumps({"pid": pid}), flush=True)
        sys.stdin.readline()
        os.close(starting)
        print(json.dumps(_wait(pid, request["hangs_after"])), flush=True)


def _module(name: str) -> Any:
    """Imported before the fork, so that it is done once."""
    return importlib.import_module(f"ansible_collections.dbops.datapump.plugins.modules.{name}")


def _run_to_its_end(module: Any) -> None:
    """Leave as soon as the module has: taking down all that was imported costs more than most modules."""
    try:
        module.main()
    except SystemExit as ended:
        if isinstance(ended.code, int):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code)
        raise


def _become_module(request: Mapping[str, Any]) -> None:
    os.environ.update(request["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for number, name in enumerate(request["files"], start=1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    faulthandler.register(_TELL_WHERE, all_threads=True)


def _capture_syslog(basic: Any, path: str) -> None:
    def write(_priority: int, text: str) -> None:
        with open(path, "a", encoding="utf-8") as stream:
            stream.write(text + "\n")

    basic.has_journal = False
    basic.syslog.syslog = write


def _wait(pid: int, hangs_after: float) -> dict[str, Any]:
    started = time.monotonic()
    while time.monotonic() - started < hangs_after:
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if ended:
            peak = usage.ru_maxrss / 1024
            return {"status": os.waitstatus_to_exitcode(status), "hangs": False, "peak_mb": peak}
        time.sleep(0.002)
    os.kill(pid, _TELL_WHERE)
    os.kill(pid, signal.SIGCONT)
    time.sleep(_SECONDS_TO_TELL)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return {"status": -signal.SIGKILL, "hangs": True, "peak_mb": 0.0}
