# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs stages side by side and prints what they found."""

from __future__ import annotations

import concurrent.futures
import sys
import threading
import time
from collections.abc import Sequence

from . import process
from .environment import Environment
from .stage import Counts, Run, Stage

_HEARTBEAT_SECONDS = 15


def run(stages: Sequence[Stage], environment: Environment, jobs: int, arguments: Sequence[str] = ()) -> bool:
    """Runs the stages, at most ``jobs`` at a time, and says at the end what all of them found. True if all is well."""
    runs = [Run(stage, environment, arguments) for stage in stages]
    started = time.monotonic()
    printing = threading.Lock()
    active: list[Run] = []

    def execute(one: Run) -> None:
        active.append(one)
        one.execute()
        active.remove(one)
        with printing:
            _print_stage(one)

    def beat() -> None:
        with printing:
            for one in list(active):
                print(f"… {time.monotonic() - started:4.0f} s  {one.stage.name}: {one.progress()}", flush=True)

    with process.heartbeat(beat, _HEARTBEAT_SECONDS), concurrent.futures.ThreadPoolExecutor(max_workers=jobs) as pool:
        try:
            for future in concurrent.futures.as_completed([pool.submit(execute, one) for one in runs]):
                future.result()
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            process.end_all()
            raise
    _print_summary(runs, time.monotonic() - started)
    return not any(one.counts.failed for one in runs)


def _print_stage(one: Run) -> None:
    print(f"\n== {one.stage.name}: {one.stage.summary}")
    print("\n".join(one.lines))
    print(f"   {one.stage.name}: {one.counts}  ({one.seconds:.0f} s, CPU {one.cpu_seconds:.0f} s)", flush=True)


def _print_summary(runs: Sequence[Run], seconds: float) -> None:
    print("\n== summary")
    print(f"  {'stage':<12} {'passed':>7} {'failed':>7} {'skipped':>8} {'wall s':>8} {'CPU s':>8}")
    for one in runs:
        counts = one.counts
        print(
            f"  {one.stage.name:<12} {counts.passed:>7} {counts.failed:>7} {counts.skipped:>8}"
            f" {one.seconds:>8.0f} {one.cpu_seconds:>8.0f}"
        )
    total = sum((one.counts for one in runs), Counts())
    failed = [one.stage.name for one in runs if one.counts.failed]
    print(f"  {'all':<12} {'':>24} {seconds:>8.0f} {sum(one.cpu_seconds for one in runs):>8.0f}")
    print(f"\nFailed stages: {', '.join(failed)}" if failed else "\nEvery stage passed.")
    print(total)
    sys.stdout.flush()
