# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The proof: nothing irreversible, nothing untruthful, in seeded interleavings and in every one of a small scope."""

from __future__ import annotations

import os
import random

import pytest

from interleavings import casting, profiles
from interleavings.campaign import Campaign, Tally
from interleavings.exhaustive import Scope, exhaust
from interleavings.laboratory import Laboratory

RUNS = int(os.environ.get("INTERLEAVINGS", "10000"))
SCRIPTED_RUNS = 400
PROCESSES = min(4, os.cpu_count() or 1)

pytestmark = pytest.mark.timeout(3600)


def _played(runs: int, *, scripted: bool = False) -> Tally:
    return Campaign(0, runs, PROCESSES, scripted=scripted).run(lambda _line: None)


def test_nothing_is_violated_and_the_runs_are_worth_something() -> None:
    tally = _played(RUNS)
    print(tally.told())
    assert tally.runs == RUNS
    assert tally.failures == []
    assert tally.below_floors() == []


def test_the_naive_procedure_is_caught() -> None:
    """Were it not, the test above would prove nothing."""
    tally = _played(SCRIPTED_RUNS, scripted=True)
    for sort in ("irreversible", "untruthful"):
        caught = sum(count for sorts, count in tally.sorts.items() if sort in sorts.split("+"))
        print(f"{sort}: {caught / tally.runs:.0%} of {tally.runs} scripted runs")
        assert caught / tally.runs > 0.2


def test_the_naive_procedure_for_jobs_is_caught() -> None:
    laboratory = Laboratory()
    caught = {"irreversible": 0, "untruthful": 0}
    runs = 0
    for seed in range(SCRIPTED_RUNS):
        generator = random.Random(f"naive jobs {seed}")
        profile = profiles.PROFILES + generator.randrange(profiles.JOB_PROFILES)
        world, reviewed = laboratory.world(profile)
        cast = casting.drawn_for_jobs(generator, reviewed, scripted=True)
        outcome = laboratory.play(generator, world, cast)
        runs += outcome.jobs
        for sort in {violation.sort for violation in outcome.violations} & set(caught):
            caught[sort] += 1
    print(f"{caught} of {runs} scripted runs")
    assert runs > SCRIPTED_RUNS / 2
    assert caught["irreversible"] / runs > 0.1
    assert caught["untruthful"] / runs > 0.2


def test_every_schedule_of_a_small_scope() -> None:
    count = exhaust(Scope.SMALL, PROCESSES, lambda _line: None)
    print(f"{count.played} schedules played of {count.computed} computed")
    assert count.played == count.computed
    assert count.failures == []
