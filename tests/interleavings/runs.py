# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One interleaving: everything in it follows from its seed."""

from __future__ import annotations

import contextlib
import functools
import gc
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from simora.errors import OraError

from . import events, plans, profiles
from .checker import Violation, judge
from .clients import Client, Fault, Network, Runner, in_memory
from .history import History, Report, Statement, Witnessed
from .ledger import Effect, Kind, Ledger, bin_of, content_of, number_of
from .scheduler import Actor, Scheduler
from .transport import Loss
from .worlds import World

_LATEST_READING = 30
_LATEST_IN_BLOCK = 50
_COLLECTED_EVERY = 200


@dataclass
class Outcome:
    """What a run came to."""

    seed: int
    violations: list[Violation]
    dropped: bool
    refused: bool
    fault_on_destructive: bool
    undone: bool
    unknown: bool
    statements: int
    events: list[str] = field(default_factory=list)
    history: History | None = None


class Laboratory:
    """Worlds and what was reviewed in them, made when first used and used again for every run."""

    def __init__(self) -> None:
        self._runs = 0
        gc.disable()

    @functools.cache  # noqa: B019  (a laboratory lives as long as its process)
    def world(self, profile: int) -> tuple[World, list[plans.Reviewed]]:
        """The world of a profile, at its beginning."""
        world = World(profile)
        reviewed: list[plans.Reviewed] = []
        # Twice: the first time makes the views that are used.
        for _time in range(2):
            reviewed = self._review(world)
            world.reset()
        return world, reviewed

    def run(
        self, seed: int, *, naive: bool = False, trace: Callable[[str], None] | None = None
    ) -> Outcome:
        """Play the interleaving of a seed and judge it."""
        self._runs += 1
        if self._runs % _COLLECTED_EVERY == 0:
            gc.collect()
        generator = random.Random(f"run {seed}")
        world, reviewed = self.world(generator.randrange(profiles.PROFILES))
        try:
            return _Run(seed, generator, world, reviewed, naive, trace).play()
        finally:
            world.reset()

    def _review(self, world: World) -> list[plans.Reviewed]:
        scheduler = Scheduler(random.Random(0), 1.0, world.statements)
        client = Client("reviewer", profiles.CLEANER, [])
        found: list[dict[str, Any]] = []
        network = Network(scheduler, world, lambda _name: client)
        scheduler.add(Actor("reviewer", lambda: found.append(Runner(world, network, lambda: 0).review(client))))
        with in_memory(network):
            scheduler.run()
        jobs = {(job["owner"], job["name"]): job for job in found[0]["jobs"]}
        place = found[0]["database"]
        reviewed = []
        for target in world.targets:
            facts = jobs.get((target.owner, target.name))
            if facts is None:
                continue
            table = world.main.objects.by_id(target.con_id, target.object_id) if target.object_id else None
            content = content_of(world.main, table) if table else ""
            reviewed.append(plans.Reviewed(target, facts, content, place["dbid"], place["con_uid"]))
        return reviewed


class _EventActor(Actor):
    """An event that is due at a statement of the whole run, or at one after the `block`-th block began."""

    def __init__(self, run: _Run, name: str, at: int, block: int | None) -> None:
        super().__init__(name, self._happen)
        self._run = run
        self._at: int | None = at if block is None else None
        self._offset = at
        self._block = block
        self.urgent = False
        self.ready = self._is_ready

    def block_begins(self, number: int, now: int) -> None:
        if self._block == number and self._at is None:
            self._at = now + self._offset

    def due(self) -> bool:
        return not self.done and self._at is not None and self._run.scheduler.clock() >= self._at

    def _is_ready(self) -> bool:
        self.urgent = self.due()
        return self.urgent or self._run.clients_done()

    def _happen(self) -> None:
        run = self._run
        scene = events.Scene(
            run.world, run.target, random.Random(run.generator.random()), run.clients, self._give_way
        )
        try:
            for _moment in events.EVENTS[self.name][1](scene):
                if run.clients_done():
                    return
                # The next part of the event comes after some more statements.
                self._at = run.scheduler.clock() + run.generator.choice((0, 1, 3, 10, 40))
                self._wait()
        except OraError as error:
            run.told(f"   {self.name} gives up: {error}")
        except LookupError as error:
            run.told(f"   {self.name} is not possible: {error!r}")

    def _give_way(self) -> None:
        """What is wanted is locked: after the next statement it may be free."""
        if self._run.clients_done():
            raise LookupError("the clients have finished")
        self._at = self._run.scheduler.clock() + 1
        self._wait()

    def _wait(self) -> None:
        self.urgent = False
        database = self._run.world.main
        before, database.current = database.current, None
        self._run.scheduler.wait_for(self._is_ready)
        database.current = before


class _Run:
    def __init__(
        self,
        seed: int,
        generator: random.Random,
        world: World,
        reviewed: list[plans.Reviewed],
        naive: bool,
        trace: Callable[[str], None] | None,
    ) -> None:
        self.seed = seed
        self.generator = generator
        self.world = world
        self.reviewed = reviewed
        self.naive = naive
        self.trace = trace
        self.scheduler = Scheduler(generator, generator.choice((0.0, 0.5, 0.9, 0.97)), world.statements)
        self.scheduler.trace = trace
        self.target = generator.choice(reviewed).target
        self.clients: list[Client] = []
        self.ledger = Ledger(world.databases, world.statements)
        self._events: list[_EventActor] = []

    def play(self) -> Outcome:
        self._cast()
        tables_before, bin_before = _tables(self.world), _bins(self.world)
        network = Network(self.scheduler, self.world, self._client_of)
        runner = Runner(self.world, network, lambda: len(self.ledger.effects))
        for client in self.clients:
            self.scheduler.add(Actor(client.name, functools.partial(runner.work, client)))
        for actor in self._events:
            self.scheduler.add(actor)
            actor.ready = actor._is_ready
        self.scheduler.interrupts(lambda: any(actor.due() for actor in self._events))
        with self.ledger.open(), in_memory(network):
            self.scheduler.run()
        history = self._history(tables_before, bin_before)
        outcome = self._outcome(history)
        if self.trace is not None:
            self._tell(history, outcome)
        return outcome
