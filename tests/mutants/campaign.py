# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every mutant against the tests that must see it, by several processes, each in a copy of its own."""

from __future__ import annotations

import concurrent.futures
import enum
import multiprocessing
import os
import pathlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import trial
from .catalogue import Mutant, Stale
from .checkout import Checkout
from .trial import Trial

Copy = Callable[[pathlib.Path], pathlib.Path]
"""Makes `<folder>/ansible_collections/<namespace>/<name>` from the checkout, and returns that directory."""


class Fate(enum.Enum):
    """What became of a mutant. Everything but KILLED is a failure."""

    KILLED = "killed"
    SURVIVED = "survived"
    """All its tests passed: nothing sees that the guard is gone."""
    BROKEN = "broken"
    """No test said that something is wrong; it could not be loaded, or ended in an error of another kind."""
    STALE = "stale"
    """Its text is not in the code, or more than once."""
    UNPROVEN = "unproven"
    """Its tests do not pass without it."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, by what test or why."""

    mutant: Mutant
    fate: Fate
    why: str
    seconds: float


class Campaign:
    """Tries mutants. `folder` holds copies and logs, and is the caller's to remove."""

    def __init__(self, copy: Copy, folder: pathlib.Path, processes: int) -> None:
        self._copy = copy
        self._folder = folder
        self._processes = processes

    def run(self, mutants: Sequence[Mutant], tell: Callable[[str], None]) -> Iterator[Verdict]:
        """The verdicts, as they come. First all the tests are run on the collection as it is."""
        with concurrent.futures.ProcessPoolExecutor(
            self._processes,
            multiprocessing.get_context("fork"),
            initializer=_settle,
            initargs=(self._copy, self._folder),
        ) as pool:
            groups = _by_file(test for mutant in mutants for test in mutant.tests)
            passed: set[str] = set()
            unsound: dict[str, str] = {}
            seconds = 0.0
            for group, found in zip(groups, pool.map(_baseline, groups)):
                seconds += found.seconds
                passed.update(found.passed)
                if found.trouble:
                    unsound.update(dict.fromkeys(group, found.trouble))
                unsound.update({failure.test: failure.text for failure in found.failures})
            tell(f"{len(passed)} tests pass without any mutant ({seconds:.0f} s)")
            waiting = []
            for mutant in mutants:
                reason = _unsound(mutant, passed, unsound)
                if reason is not None:
                    yield Verdict(mutant, Fate.UNPROVEN, reason, 0.0)
                else:
                    waiting.append(pool.submit(_tried, mutant))
            for done in concurrent.futures.as_completed(waiting):
                yield done.result()


def _unsound(mutant: Mutant, passed: set[str], unsound: dict[str, str]) -> str | None:
    """Why the tests of a mutant prove nothing about it; None if they do."""
    for test in mutant.tests:
        of_test = [name for name in (*unsound, *passed) if name == test or name.startswith((f"{test}[", f"{test}::"))]
        failed = [name for name in of_test if name in unsound]
        if failed:
            return f"{failed[0]}: {unsound[failed[0]]}"
        if not of_test:
            return f"there is no test {test}"
    return None


def _by_file(tests: Iterable[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for test in dict.fromkeys(tests):
        groups.setdefault(test.partition("::")[0], []).append(test)
    return list(groups.values())


# What follows runs in the processes of the pool.

_checkout: Checkout
_logs: pathlib.Path


def _settle(copy: Copy, folder: pathlib.Path) -> None:
    global _checkout, _logs
    own = pathlib.Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=folder))
    _checkout, _logs = Checkout(copy(own)), own
    _checkout.settle()


def _baseline(tests: list[str]) -> Trial:
    return trial.run(_checkout, tests, _logs / "baseline.log", to_the_end=True)


def _tried(mutant: Mutant) -> Verdict:
    try:
        with _checkout.mutated(mutant):
            found = trial.run(_checkout, mutant.tests, _logs / f"{mutant.id}.log", to_the_end=False)
    except Stale as error:
        return Verdict(mutant, Fate.STALE, str(error), 0.0)
    return judged(mutant, found)


def judged(mutant: Mutant, found: Trial) -> Verdict:
    """What a run of its tests says about a mutant."""
    seen = [failure for failure in found.failures if failure.is_assertion or failure.exception in mutant.escapes]
    if found.trouble is not None:
        return Verdict(mutant, Fate.BROKEN, found.trouble, found.seconds)
    if seen:
        return Verdict(mutant, Fate.KILLED, f"{seen[0].test}: {seen[0].text}", found.seconds)
    if found.failures:
        return Verdict(mutant, Fate.BROKEN, f"{found.failures[0].test}: {found.failures[0].text}", found.seconds)
    return Verdict(mutant, Fate.SURVIVED, f"{len(found.passed)} tests passed", found.seconds)
