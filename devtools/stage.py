# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A test stage: what it is called, what it does, and the record of what it found."""

from __future__ import annotations

import dataclasses
import pathlib
import re
import shutil
import threading
import time
import xml.etree.ElementTree
from collections.abc import Callable, Iterable, Mapping, Sequence

from . import process, project
from .environment import Environment

#: A command that hangs must not use up the time of the whole run.
_COMMAND_SECONDS = 2400
_SHOWN_LINES = 60


@dataclasses.dataclass
class Counts:
    """What was checked. What a passed check is, each stage says by the titles it prints."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        text = f"{self.passed} passed, {self.failed} failed"
        return f"{text}, {self.skipped} skipped" if self.skipped else text


@dataclasses.dataclass(frozen=True)
class Stage:
    """One part of the tests, callable alone.

    floor: the stage fails when fewer checks than this passed, because a runner that finds nothing is pleased with it.
    default: part of a plain ``dev.py test``.
    """

    name: str
    summary: str
    body: Callable[[Run], None]
    floor: int
    default: bool = True


class Run:
    """One execution of a stage: runs its commands, counts, and keeps the lines to print."""

    def __init__(self, stage: Stage, environment: Environment, arguments: Sequence[str] = ()) -> None:
        self.stage = stage
        self.environment = environment
        self.arguments = tuple(arguments)
        self.variables = environment.variables()
        self.counts = Counts()
        self.lines: list[str] = []
        self.cpu_seconds = 0.0
        self.seconds = 0.0
        self.logs = project.LOGS / stage.name
        self._lock = threading.Lock()
        self._commands = 0

    def execute(self) -> None:
        """Runs the stage. An error in the stage itself counts as one failed check."""
        started = time.monotonic()
        shutil.rmtree(self.logs, ignore_errors=True)
        self.logs.mkdir(parents=True)
        try:
            self.stage.body(self)
        except Exception as error:  # one broken stage must not hide what the others found
            self.failure(type(error).__name__, str(error))
        if not self.counts.failed and self.counts.passed < self.stage.floor:
            self.failure(f"only {self.counts.passed} checks; at least {self.stage.floor} are expected")
        self.seconds = time.monotonic() - started

    def command(
        self,
        title: str,
        command: Iterable[str | pathlib.Path],
        *,
        cwd: pathlib.Path = project.ROOT,
        env: Mapping[str, str] | None = None,
        timeout: float = _COMMAND_SECONDS,
    ) -> process.Finished:
        """Runs a command and counts nothing; what it meant is for the caller to record()."""
        with self._lock:
            self._commands += 1
            slug = re.sub(r"[^a-z0-9.]+", "-", title.lower()).strip("-")[:60]
            log = self.logs / f"{self._commands:02}-{slug}.log"
        finished = process.run(
            [str(word) for word in command], log=log, cwd=cwd, env=self.variables | dict(env or {}), timeout=timeout
        )
        self.cpu_seconds += finished.cpu_seconds
        return finished

    def record(
        self, title: str, finished: process.Finished, counts: Counts, detail: str = "", telling: str = ""
    ) -> bool:
        """Counts the outcome of a command: what it says it checked, and a failure if it failed in spite of that.

        telling: a regular expression for the lines worth showing when it failed; by default the last ones are.
        """
        if (finished.returncode != 0 or finished.timed_out) and not counts.failed:
            counts = counts + Counts(failed=1)
        elif not counts.passed and not counts.failed:
            counts, detail = Counts(failed=1), "it checked nothing"
        self.counts += counts
        word = "FAIL" if counts.failed else "ok"
        about = "; ".join(filter(None, (str(counts), detail, "out of time" if finished.timed_out else "")))
        self.lines.append(f"  {word:<4}  {title}: {about}  ({finished.seconds:.0f} s)")
        if counts.failed:
            self._show(finished.output, telling)
        return not counts.failed

    def check(self, title: str, command: Iterable[str | pathlib.Path], *, detail: str = "", **options: object) -> bool:
        """Runs a command that is one check: it passed if the command succeeded."""
        finished = self.command(title, command, **options)  # type: ignore[arg-type]
        return self.record(title, finished, Counts(passed=int(finished.returncode == 0)), detail)

    def expect(self, title: str, holds: bool, otherwise: str = "") -> bool:
        """Counts a check made here; otherwise says what was found instead."""
        if holds:
            self.counts += Counts(passed=1)
            self.lines.append(f"  ok    {title}")
        else:
            self.failure(title, otherwise)
        return holds

    def failure(self, title: str, output: str = "") -> None:
        """Counts a failed check."""
        self.counts += Counts(failed=1)
        self.lines.append(f"  FAIL  {title}")
        self._show(output)

    def note(self, text: str) -> None:
        """Says something that is no check."""
        self.lines.append(f"  note  {text}")

    def progress(self) -> str:
        """What the running command is, and the last thing it said."""
        logs = sorted(self.logs.glob("*.log"))
        return f"{logs[-1].stem}: {process.last_line(logs[-1])}" if logs else ""

    def _show(self, output: str, telling: str = "") -> None:
        lines = [line for line in output.rstrip().splitlines() if re.search(telling, line)]
        if len(lines) > _SHOWN_LINES:
            self.lines.append(f"      | … the whole output is in {self.logs.relative_to(project.ROOT)}/")
        self.lines += [f"      | {line}" for line in lines[-_SHOWN_LINES:]]


def junit_counts(*reports: pathlib.Path) -> Counts:
    """What JUnit XML files say; errors count as failures. Missing files count nothing."""
    total = Counts()
    for report in reports:
        if not report.exists():
            continue
        for suite in xml.etree.ElementTree.parse(report).getroot().iter("testsuite"):
            tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", suite.get("disabled", 0)) or 0)
            failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            total += Counts(tests - failed - skipped, failed, skipped)
    return total
