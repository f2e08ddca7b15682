# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Play interleavings: ``python tests/interleavings/run.py --help``."""

from __future__ import annotations

import argparse
import os
import pathlib
import signal
import sys

_TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS), str(_TESTS / "simulator")]


def main() -> int:
    """Returns 0 when every floor was reached and nothing was violated."""
    options = _parser().parse_args()
    # The processes that play end with this one, however it is ended. What was done is in the state file by then.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(options)
    except KeyboardInterrupt:
        print("Interrupted.")
        return 130


def _run(options: argparse.Namespace) -> int:
    if options.seed is not None:
        return _replay(options)
    if options.exhaustive:
        return _exhaust(options)
    from interleavings.campaign import Campaign, OtherCode

    try:
        campaign = Campaign(
            options.start, options.seeds, options.processes, scripted=options.scripted, state=options.state
        )
    except OtherCode as error:
        print(error)
        return 2
    tally = campaign.run(lambda line: print(line, flush=True), options.seconds)
    print(f"In all: {tally.told()}; {tally.statements} statements")
    for seed, text in tally.failures:
        print(f"seed {seed}: {text}")
    for missed in tally.below_floors():
        print(f"Floor not reached: {missed}")
    if options.scripted:
        return 0
    if not tally.failed:
        print(f"No violation in {tally.runs} runs: below {3 / max(1, tally.runs):.1e} of all, with 95 % confidence.")
    return 1 if tally.failed or tally.below_floors() else 0


def _replay(options: argparse.Namespace) -> int:
    from interleavings.laboratory import Laboratory

    outcome = Laboratory().run(options.seed, scripted=options.scripted, trace=print if options.trace else None)
    for violation in outcome.violations:
        print(violation)
    print(f"seed {options.seed}: {len(outcome.violations)} violations, {outcome.statements} statements")
    return 1 if outcome.violations else 0


def _exhaust(options: argparse.Namespace) -> int:
    from interleavings.campaign import OtherCode
    from interleavings.exhaustive import Scope, exhaust

    scope = Scope.WHOLE if options.whole else Scope.SMALL
    try:
        counted = exhaust(
            scope,
            options.processes,
            lambda line: print(line, flush=True),
            state=options.state,
            seconds=options.seconds,
        )
    except OtherCode as error:
        print(error)
        return 2
    print(f"{counted.played} schedules played of {counted.computed} computed, {len(counted.failures)} with violations")
    for schedule, text in counted.failures[:50]:
        print(f"{schedule}: {text}")
    return 1 if counted.failures or counted.played != counted.computed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Play seeded interleavings and judge each of them.")
    parser.add_argument("--seeds", type=int, default=10_000, help="how many (default: %(default)s)")
    parser.add_argument("--start", type=int, default=0, help="the first seed (default: %(default)s)")
    parser.add_argument("--seconds", type=float, help="begin no more runs after this time")
    parser.add_argument("--state", type=pathlib.Path, help="file to keep what is done, and to go on from")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="how many at a time (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, help="play this one only")
    parser.add_argument("--trace", action="store_true", help="with --seed: tell every switch, statement and effect")
    parser.add_argument("--scripted", action="store_true", help="the naive procedure instead of the collection")
    parser.add_argument("--exhaustive", action="store_true", help="every schedule of a small scope instead of seeds")
    parser.add_argument("--whole", action="store_true", help="with --exhaustive: the larger scope")
    return parser


if __name__ == "__main__":
    sys.exit(main())
