# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where runs are made: worlds that were built once, and what a person reviewed in them."""

from __future__ import annotations

import contextlib
import gc
import random
from collections.abc import Callable
from typing import Any

from . import plans, profiles, speed
from .casting import Cast, drawn, drawn_for_jobs
from .clients import Client, Network, Runner, in_memory
from .history import Mark
from .ledger import content_of
from .plays import Outcome, Play
from .scheduler import Actor, Scheduler
from .worlds import World

JOB_RUNS = 0.22
"""The share of runs whose first client calls datapump_job."""

_COLLECTED_EVERY = 500


class Laboratory:
    """Plays runs one after the other in this process.

    While it exists no garbage is collected but between runs: a connection of the driver that is collected says goodbye
    to its server, at a moment that no seed chose.
    """

    def __init__(self, *, shortcuts: bool = True) -> None:
        self._worlds: dict[int, tuple[World, list[plans.Reviewed]]] = {}
        self._runs = 0
        self._with_shortcuts = shortcuts
        self._shortcuts = speed.Shortcuts() if shortcuts else contextlib.nullcontext()
        gc.disable()

    def run(self, seed: int, *, scripted: bool = False, trace: Callable[[str], None] | None = None) -> Outcome:
        """Play and judge the interleaving of a seed."""
        self._runs += 1
        if self._runs % _COLLECTED_EVERY == 0:
            gc.collect()
            # What is left are worlds and what was remembered, which stay: the next time they need not be looked at.
            gc.freeze()
        generator = random.Random(f"run {seed}")
        if generator.random() < JOB_RUNS:
            world, reviewed = self.world(profiles.PROFILES + generator.randrange(profiles.JOB_PROFILES))
            return self.play(generator, world, drawn_for_jobs(generator, reviewed, scripted=scripted), trace)
        world, reviewed = self.world(generator.randrange(profiles.PROFILES))
        return self.play(generator, world, drawn(generator, reviewed, scripted=scripted), trace)

    def play(
        self, generator: random.Random, world: World, cast: Cast, trace: Callable[[str], None] | None = None
    ) -> Outcome:
        """Play a cast on a world and put that back to its beginning."""
        with self._shortcuts:
            try:
                return Play(generator, world, cast, trace).run()
            finally:
                world.reset()

    def prepare(self) -> None:
        """Build all worlds and use them, so that every run finds whatever can be remembered."""
        for profile in (profiles.SMALL_SCOPE, *range(profiles.PROFILES + profiles.JOB_PROFILES)):
            self.world(profile)
        for seed in range(-2 * profiles.PROFILES, 0):
            self.run(seed)
        gc.collect()
        gc.freeze()

    def world(self, profile: int) -> tuple[World, list[plans.Reviewed]]:
        """A world at its beginning, and what a person reviewed in it."""
        if profile not in self._worlds:
            world = World(profile, shortcuts=self._with_shortcuts)
            # Twice: the first time makes the views that are used.
            for _time in range(2):
                reviewed = _review(world)
                world.reset()
            self._worlds[profile] = world, reviewed
        return self._worlds[profile]


def _review(world: World) -> list[plans.Reviewed]:
    """What a person reads of every job before any run."""
    scheduler = Scheduler(random.Random(0), 1.0, world.statements)
    client = Client("reviewer", profiles.CLEANER, [])
    found: list[dict[str, Any]] = []
    network = Network(scheduler, world, lambda _name: client)
    scheduler.add(Actor(client.name, lambda: found.append(Runner(world, network, lambda: Mark(0, 0)).review(client))))
    with in_memory(network, scheduler, world):
        scheduler.run()
    jobs = {(job["owner"], job["name"]): job for job in found[0]["jobs"]}
    place = found[0]["database"]
    reviewed = []
    for target in world.targets:
        if (target.owner, target.name) not in jobs:
            continue
        table = world.main.objects.by_id(target.con_id, target.object_id) if target.object_id else None
        content = content_of(world.main, table) if table else ""
        facts = jobs[target.owner, target.name]
        entry = world.main.datapump.jobs.named(target.con_id, target.owner, target.name)
        number = entry.job_id if entry is not None else None
        reviewed.append(plans.Reviewed(target, facts, content, place["dbid"], place["con_uid"], number))
    return reviewed
