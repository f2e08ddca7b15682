# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measures the role against its floors and against plain SQL, and prints medians and ratios.

Contestants take turns, so that whatever else the machine does meets them alike. Processor time counts the controller
with all its children and not the simulator; wall time counts both, and says little on a small machine.
"""

from __future__ import annotations

import argparse
import contextlib
import pathlib
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence

ROOT = pathlib.Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(pathlib.Path(__file__).parent)]

from contestants import Arena, Contestant, bare, no_op, plain_sql, record_statements, role, tasks_taken  # noqa: E402
from measure import Cost, cost_of  # noqa: E402
from scenario import Fleet  # noqa: E402

from devtools import simulator  # noqa: E402
from devtools.environment import Environment  # noqa: E402

_REFERENCE = "role, direct execution auto"


def main() -> int:
    """One table for each series that was asked for."""
    options = _options()
    for name in options.series:
        print(f"\n== {name}", flush=True)
        _SERIES[name](options)
    return 0


def ratios(options: argparse.Namespace) -> None:
    """The role on a clean, a nearly clean and a dirty fleet, against its floors and plain SQL."""
    for dirty, title in ((0, "clean"), (5, "5 % dirty"), (100, "all dirty")):
        fleet = Fleet(options.databases, options.databases * dirty // 100)
        consent = dirty > 0
        with _arena(fleet) as arena:
            tasks = tasks_taken(arena)
            statements = record_statements(arena).read_text(encoding="utf-8")
        kept = pathlib.Path(options.scratch) / "statements.json"
        kept.write_text(statements, encoding="utf-8")
        contestants = [role("auto", consent=consent), no_op(tasks), bare(kept), role("never", consent=consent)]
        if options.plain_sql_collections:
            contestants.append(plain_sql(options.plain_sql_collections))
        else:
            print("plain SQL is left out: --plain-sql-collections names no folder")
        _compare(f"{fleet.databases} databases, {title}", fleet, contestants, options.repeat)


def hosts(options: argparse.Namespace) -> None:
    """What one more database costs."""
    for databases in options.hosts:
        fleet = Fleet(databases, databases // 20)
        _compare(f"{databases} databases, 5 % dirty", fleet, [role("auto", consent=True)], options.repeat)


def jobs(options: argparse.Namespace) -> None:
    """What one more job in a database costs."""
    for number in options.jobs:
        _compare(f"1 database, {number} jobs", Fleet(1, 1, number), [role("auto")], options.repeat)


_SERIES = {"ratios": ratios, "hosts": hosts, "jobs": jobs}


def _compare(title: str, fleet: Fleet, contestants: Sequence[Contestant], repeat: int) -> None:
    costs: dict[str, list[Cost]] = {contestant.name: [] for contestant in contestants}
    for turn in range(repeat):
        with contextlib.ExitStack() as stack:
            arena: Arena | None = None
            for contestant in contestants:
                arena = arena or stack.enter_context(_arena(fleet))
                print(f"  {turn + 1} of {repeat}: {contestant.name}", file=sys.stderr, flush=True)
                cost = cost_of(contestant.command(arena), folder=arena.folder, environment=arena.environment)
                costs[contestant.name].append(cost)
                if contestant.changes:
                    arena = None
    _print(title, fleet, costs)


@contextlib.contextmanager
def _arena(fleet: Fleet) -> Iterator[Arena]:
    with tempfile.TemporaryDirectory(prefix="datapump-bench-") as name:
        folder = pathlib.Path(name)
        fleet.write(folder / "scenario.yml")
        environment = Environment(pathlib.Path(sys.prefix))
        with simulator.running(environment, folder / "scenario.yml", folder) as started:
            arena = Arena(fleet, started.host, started.port, folder, environment.variables())
            arena.prepare()
            yield arena


def _print(title: str, fleet: Fleet, costs: dict[str, list[Cost]]) -> None:
    print(
        f"\n{title}\n\n| | CPU ms per database | ratio | wall ms per database | memory MiB |\n|---|---:|---:|---:|---:|"
    )
    reference = costs.get(_REFERENCE)
    for name, runs in costs.items():
        cpu, wall = (statistics.median(getattr(run, kind) for run in runs) for kind in ("cpu", "wall"))
        memory = statistics.median(run.memory for run in runs)
        ratio = statistics.median(run.cpu / base.cpu for run, base in zip(runs, reference or runs, strict=True))
        each = 1000 / fleet.databases
        print(f"| {name} | {cpu * each:.1f} | {ratio:.2f} | {wall * each:.1f} | {memory:.0f} |", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("series", nargs="*", default=["ratios"], help=f"of {', '.join(_SERIES)} (default: ratios)")
    parser.add_argument("--databases", type=int, default=100, help="of the series ratios (default: 100)")
    parser.add_argument("--repeat", type=int, default=3, help="turns of each contestant (default: 3)")
    parser.add_argument("--hosts", type=int, nargs="+", default=[10, 100, 300, 1000], help="of the series hosts")
    parser.add_argument("--jobs", type=int, nargs="+", default=[0, 10, 100, 1000], help="of the series jobs")
    parser.add_argument(
        "--plain-sql-collections",
        help="the folder of collections that holds opitzconsulting.ansible_oracle, to measure plain SQL with",
    )
    options = parser.parse_args()
    unknown = [name for name in options.series if name not in _SERIES]
    if unknown:
        parser.error(f"there is no series {unknown[0]!r}; there are {', '.join(_SERIES)}")
    options.scratch = tempfile.mkdtemp(prefix="datapump-bench-")
    return options


if __name__ == "__main__":
    sys.exit(main())
