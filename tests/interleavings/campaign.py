# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many runs over all cores, kept in a file so that they can be interrupted and gone on with."""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from . import workers

CHUNK = 50
"""Runs that one process makes at a time."""
FLOORS = {"dropped": 0.30, "refused": 0.30, "fault_on_destructive": 0.10, "undone": 0.01}
"""Shares of runs that must have come to this, or "nothing went wrong" says nothing."""
JOB_FLOORS = {"ended": 0.30, "job_refused": 0.20, "job_fault": 0.10}
"""The same for runs that call datapump_job: a job is told to stop or its entry removed, one is kept, a call lost."""
LEAST_JOB_RUNS = 0.15
_COUNTED = (*FLOORS, "unknown", "jobs", *JOB_FLOORS)
_FAILURES_KEPT = 200


@dataclass
class Tally:
    """What a number of runs came to. `failures`: seed and what was wrong, the first few hundred of them."""

    runs: int = 0
    statements: int = 0
    dropped: int = 0
    refused: int = 0
    fault_on_destructive: int = 0
    undone: int = 0
    unknown: int = 0
    jobs: int = 0
    ended: int = 0
    job_refused: int = 0
    job_fault: int = 0
    failed: int = 0
    sorts: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Put the runs of another tally to these."""
        for name, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        for sort, count in other.sorts.items():
            self.sorts[sort] = self.sorts.get(sort, 0) + count
        self.failures = sorted(self.failures + other.failures)[:_FAILURES_KEPT]

    def share(self, name: str) -> float:
        """Part of the runs that came to this; of those that call datapump_job for what is about these."""
        runs = self.jobs if name in JOB_FLOORS else self.runs
        return float(getattr(self, name)) / runs if runs else 0.0

    def below_floors(self) -> list[str]:
        """The floors that were not reached."""
        floors = {**FLOORS, "jobs": LEAST_JOB_RUNS, **JOB_FLOORS}
        return [
            f"{name} {self.share(name):.1%} < {floor:.0%}" for name, floor in floors.items() if self.share(name) < floor
        ]

    def told(self) -> str:
        """One line of figures."""
        shares = ", ".join(f"{self.share(name):.1%} {name}" for name in _COUNTED)
        return f"{self.runs} runs, {self.failed} with violations {self.sorts or ''}; {shares}"


_laboratory: Any = None


def play(seeds: range, scripted: bool = False) -> Tally:
    """Play the runs of these seeds in this process."""
    from .laboratory import Laboratory
    from .prepared import LABORATORY

    global _laboratory
    _laboratory = _laboratory or LABORATORY
    tally = Tally()
    for seed in seeds:
        tally.runs += 1
        try:
            outcome = _laboratory.run(seed, scripted=scripted)
        except Exception as error:  # a run that breaks down is a failure to be replayed like any other
            _laboratory = Laboratory()
            _note(tally, seed, "crash", f"{''.join(traceback.format_tb(error.__traceback__)[-2:])}{error!r}")
            continue
        tally.statements += outcome.statements
        for name in _COUNTED:
            setattr(tally, name, getattr(tally, name) + bool(getattr(outcome, name)))
        if outcome.violations:
            sorts = sorted({violation.sort for violation in outcome.violations})
            _note(tally, seed, "+".join(sorts), "; ".join(map(str, outcome.violations)))
    return tally


def _note(tally: Tally, seed: int, sort: str, text: str) -> None:
    tally.failed += 1
    tally.sorts[sort] = tally.sorts.get(sort, 0) + 1
    tally.failures.append((seed, text))


class OtherCode(Exception):
    """What is done already was done with other code than this."""


class Campaign:
    """Runs of the seeds from `start` on, as many as `count`. What is in the state file must be of the same code."""

    def __init__(
        self, start: int, count: int, processes: int, *, scripted: bool = False, state: pathlib.Path | None = None
    ) -> None:
        self._chunks = [range(first, min(first + CHUNK, start + count)) for first in range(start, start + count, CHUNK)]
        self._processes = processes
        self._scripted = scripted
        self._state = state
        self._code = workers.digest_of_code()
        self._done: set[int] = set()
        self.tally = Tally()
        if state is not None and state.exists():
            kept = json.loads(state.read_text(encoding="utf-8"))
            if (kept["code"], kept["scripted"]) != (self._code, scripted):
                raise OtherCode(f"{state}: its runs were made with other code; begin anew with another file")
            self._done = set(kept["done"])
            self.tally = Tally(**kept["tally"])
            self.tally.failures = [(int(seed), str(text)) for seed, text in self.tally.failures]

    def run(self, tell: Callable[[str], None], seconds: float | None = None) -> Tally:
        """Until all are done, or time is up. What is done already, by the state file, is not done again."""
        started, before = time.monotonic(), self.tally.runs
        for tally in self._played(seconds, started):
            self.tally.add(tally)
            for seed, text in tally.failures:
                tell(f"seed {seed}: {text}")
            rate = (self.tally.runs - before) / (time.monotonic() - started)
            tell(f"{self.tally.told()}; {rate:.1f}/s")
        return self.tally

    def _played(self, seconds: float | None, started: float) -> Iterator[Tally]:
        waiting = [chunk for chunk in self._chunks if chunk.start not in self._done]
        with workers.pool(self._processes) as pool:
            pending: dict[Any, range] = {}
            while waiting or pending:
                time_is_up = seconds is not None and time.monotonic() - started > seconds
                while waiting and len(pending) < 2 * self._processes and not time_is_up:
                    chunk = waiting.pop(0)
                    pending[pool.submit(play, chunk, self._scripted)] = chunk
                if not pending:
                    return
                finished, _rest = concurrent.futures.wait(pending, return_when=concurrent.futures.FIRST_COMPLETED)
                for future in finished:
                    chunk = pending.pop(future)
                    self._done.add(chunk.start)
                    yield future.result()
                    self._save()

    def _save(self) -> None:
        if self._state is None:
            return
        kept = {"code": self._code, "scripted": self._scripted, "done": sorted(self._done)}
        content = json.dumps({**kept, "tally": asdict(self.tally)})
        temporary = self._state.with_suffix(".new")
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(self._state)
