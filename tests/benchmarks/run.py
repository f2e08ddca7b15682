# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures the role, the survey and the facts against their floors and against plain SQL; prints medians and ratios.

Contestants take turns, so that whatever else the machine does meets them alike. Processor time counts the controller
with all its children and not the simulator; wall time counts both, and says little on a small machine.
"""

from __future__ import annotations

import argparse
import contextlib
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence

ROOT = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(pathlib.Path(__file__).parent)]

from contestants import (  # noqa: E402
    Arena,
    Contestant,
    bare,
    facts,
    no_op,
    patient_survey,
    plain_sql,
    role,
    survey,
    surveyed,
    tasks_taken,
)
from conversation import record  # noqa: E402
from measure import cost_of  # noqa: E402
from results import Results  # noqa: E402
from scenario import Fleet  # noqa: E402

from devtools import simulator  # noqa: E402
from devtools.environment import Environment  # noqa: E402


class Benchmark:
    """The series that can be asked for; each prints its tables."""

    def __init__(self, options: argparse.Namespace, results: Results, scratch: pathlib.Path) -> None:
        self._options = options
        self._results = results
        self._scratch = scratch

    def role(self) -> None:
        """The role on a clean, a nearly clean and a dirty fleet, against its floors and plain SQL."""
        databases = self._options.databases or 100
        for dirty, title in ((0, "clean"), (5, "5 % dirty"), (100, "all dirty")):
            fleet = Fleet(databases, databases * dirty // 100)
            first = role("auto")
            others = [role("never"), *([] if dirty == 100 else [surveyed()])]
            if self._options.plain_sql_collections:
                others.append(plain_sql(self._options.plain_sql_collections))
            else:
                print("plain SQL is left out: --plain-sql-collections names no folder")

            def prepared(
                fleet: Fleet = fleet, first: Contestant = first, others: Sequence[Contestant] = tuple(others)
            ) -> list[Contestant]:
                with self._arena(fleet) as arena:
                    # The last database is the first that is dirty, if any is.
                    command = [*first.command(arena), "--limit", fleet.hosts[-1]]
                    conversation = self._recorded(arena, command)
                with self._arena(fleet) as arena:
                    return [first, no_op(tasks_taken(arena)), bare(conversation), *others]

            self._compare(f"role: {databases} databases, {title}", fleet, prepared, divisor=databases)

    def survey(self) -> None:
        """The survey against a script that says the same to the same databases."""
        databases = self._options.databases or 1000
        fleet = Fleet(databases, databases // 20)

        def prepared() -> list[Contestant]:
            with self._arena(fleet) as arena:
                command = [*survey().command(arena), "--limit", fleet.hosts[0]]
                conversation = self._recorded(arena, command)
            return [survey(), patient_survey(), bare(conversation)]

        self._compare(f"survey: {databases} databases, 5 % dirty", fleet, prepared, divisor=databases)

    def hosts(self) -> None:
        """What one more database costs."""
        for databases in self._options.hosts:
            for dirty in (databases // 20, databases):
                contestants = [role("auto"), *([] if dirty == databases else [surveyed()])]
                title = f"hosts: {databases} databases, {dirty} dirty"
                self._compare(title, Fleet(databases, dirty), lambda found=contestants: found, divisor=databases)

    def jobs(self) -> None:
        """What one more job in a database costs. Nobody consents, so that nothing is dropped."""
        for number in self._options.jobs:
            fleet = Fleet(1, 1, number, recent=True)
            self._compare(f"jobs: 1 database, {number} jobs", fleet, lambda: [role("auto")], divisor=1)

    def objects(self) -> None:
        """What a larger dictionary costs."""
        for number in self._options.objects:
            fleet = Fleet(1, 1, 3, number, recent=True)
            self._compare(f"objects: 1 database, {number} more tables", fleet, lambda: [role("auto")], divisor=1)

    def facts(self) -> None:
        """datapump_facts of a database with very many jobs against the same statements without a thought."""
        for number in self._options.facts:
            fleet = Fleet(1, 1, number)

            def prepared(fleet: Fleet = fleet) -> list[Contestant]:
                with self._arena(fleet) as arena:
                    conversation = self._recorded(arena, facts().command(arena))
                return [facts(), bare(conversation, threads=1, rows=1000, what="its statements, all rows fetched")]

            self._compare(f"facts: 1 database, {number} jobs", fleet, prepared, divisor=1)

    def _recorded(self, arena: Arena, command: Sequence[str]) -> pathlib.Path:
        conversation = pathlib.Path(tempfile.mkstemp(dir=self._scratch, suffix=".jsonl")[1])
        conversation.unlink()
        record(arena, command, conversation)
        return conversation

    def _compare(self, title: str, fleet: Fleet, prepared: Callable[[], list[Contestant]], *, divisor: int) -> None:
        """Let contestants take turns. They are prepared only if one of them is still to be measured."""
        turns = self._options.repeat
        names = self._results.complete(title, turns)
        if names is None:
            contestants = prepared()
            names = [contestant.name for contestant in contestants]
            for turn in range(turns):
                self._take_turn(title, fleet, contestants, turn)
            self._results.close(title, names)
        unit = "database" if divisor > 1 else "run"
        print(self._results.table(title, names, turns=turns, divisor=divisor, unit=unit), flush=True)

    def _take_turn(self, title: str, fleet: Fleet, contestants: Sequence[Contestant], turn: int) -> None:
        with contextlib.ExitStack() as stack:
            arena: Arena | None = None
            for contestant in contestants:
                if self._results.has(title, contestant.name, turn):
                    continue
                if arena is None:
                    stack.close()
                    arena = stack.enter_context(self._arena(fleet))
                print(f"  {title}, turn {turn + 1}: {contestant.name}", file=sys.stderr, flush=True)
                cost = cost_of(contestant.command(arena), folder=arena.folder, environment=arena.environment)
                self._results.add(title, contestant.name, turn, cost)
                if contestant.changes:
                    arena = None

    @contextlib.contextmanager
    def _arena(self, fleet: Fleet) -> Iterator[Arena]:
        with tempfile.TemporaryDirectory(prefix="datapump-bench-", ignore_cleanup_errors=True) as name:
            folder = pathlib.Path(name)
            fleet.write(folder / "scenario.yml")
            environment = Environment(pathlib.Path(sys.prefix))
            with simulator.running(environment, folder / "scenario.yml", folder, patience=1800) as started:
                arena = Arena(fleet, started.host, started.port, folder, environment.variables())
                arena.prepare()
                yield arena


_SERIES = ("role", "survey", "hosts", "jobs", "objects", "facts")


def main() -> int:
    """Measure what was asked for."""
    options = _options()
    results = Results(options.results)
    with tempfile.TemporaryDirectory(prefix="datapump-bench-") as scratch:
        benchmark = Benchmark(options, results, pathlib.Path(scratch))
        for name in options.series:
            getattr(benchmark, name)()
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("series", nargs="*", default=["role"], help=f"of {', '.join(_SERIES)} (default: role)")
    parser.add_argument("--databases", type=int, help="of the series role (default: 100) and survey (1000)")
    parser.add_argument("--repeat", type=int, default=3, help="turns of each contestant (default: 3)")
    parser.add_argument("--hosts", type=int, nargs="+", default=[10, 100, 300, 1000], help="of the series hosts")
    parser.add_argument("--jobs", type=int, nargs="+", default=[0, 10, 100, 1000, 10000], help="of the series jobs")
    parser.add_argument("--objects", type=int, nargs="+", default=[0, 1000, 10000], help="of the series objects")
    parser.add_argument("--facts", type=int, nargs="+", default=[10000], help="jobs of the series facts")
    parser.add_argument(
        "--plain-sql-collections",
        help="the folder of collections that holds opitzconsulting.ansible_oracle, to measure plain SQL with",
    )
    parser.add_argument(
        "--results",
        type=pathlib.Path,
        metavar="FILE",
        help="keep each measurement in this file, and do not measure again what stands in it",
    )
    options = parser.parse_args()
    unknown = [name for name in options.series if name not in _SERIES]
    if unknown:
        parser.error(f"there is no series {unknown[0]!r}; there are {', '.join(_SERIES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
