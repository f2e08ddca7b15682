# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who goes on next: greenlets in one thread, chosen by a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Callable

import greenlet

MAX_STEPS = 50_000
"""More than any run takes; beyond it something waits for ever."""


class Stuck(Exception):
    """Nobody can go on although somebody has not finished, or a run does not end."""


class Actor:
    """Somebody who acts: a client, a session of the server, an event of the world.

    `body` runs in a greenlet of its own. `held` is the number of statements, counted over the whole run, before which
    the actor does not go on unless nobody else can. One that is `urgent` goes on before others.
    """

    def __init__(self, name: str, body: Callable[[], None]) -> None:
        self.name = name
        self.body = body
        self.held = 0
        self.urgent = False
        self.done = False
        self.ready: Callable[[], bool] | None = None
        self.greenlet: greenlet.greenlet | None = None


class Scheduler:
    """Runs actors to their ends, one at a time.

    `stay` is the probability that whoever is running goes on at a point where another could; `clock` counts statements.
    """

    def __init__(self, generator: random.Random, stay: float, clock: Callable[[], int]) -> None:
        self.random = generator
        self.stay = stay
        self.clock = clock
        self.actors: list[Actor] = []
        self.current: Actor | None = None
        self.steps = 0
        self.trace: Callable[[str], None] | None = None
        self._hub = greenlet.getcurrent()
        self._interruptions: list[Callable[[], bool]] = []

    def add(self, actor: Actor) -> Actor:
        """The actor takes part from now on."""
        actor.greenlet = greenlet.greenlet(lambda: self._run(actor), parent=self._hub)
        self.actors.append(actor)
        return actor

    def interrupts(self, due: Callable[[], bool]) -> None:
        """At every point where somebody else could go on, `due` says whether somebody must."""
        self._interruptions.append(due)

    def run(self) -> None:
        """Until all have finished. What an actor lets escape comes out here."""
        while True:
            waiting = [actor for actor in self.actors if not actor.done]
            if not waiting:
                return
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise Stuck(f"{self.steps} steps: {[actor.name for actor in waiting]}")
            able = [actor for actor in waiting if actor.ready is None or actor.ready()]
            if not able:
                raise Stuck(f"nobody can go on: {[actor.name for actor in waiting]}")
            self._switch_to(able[0] if len(able) == 1 else self._choose(self._free(able)))

    def wait(self, ready: Callable[[], bool]) -> None:
        """The running actor goes on once `ready` holds; others run meanwhile."""
        if ready() and not self._somebody_else():
            return
        self.leave(ready)

    def leave(self, ready: Callable[[], bool]) -> None:
        """Like `wait`, but somebody else is asked first in any case."""
        actor = self.current
        assert actor is not None
        before, actor.ready = actor.ready, ready
        self._hub.switch()
        actor.ready = before

    def pause(self) -> None:
        """A point at which somebody else may go on."""
        if self.current is not None and self._somebody_else():
            self._hub.switch()

    def _somebody_else(self) -> bool:
        for due in self._interruptions:
            if due():
                return True
        return self.random.random() >= self.stay

    def _free(self, able: list[Actor]) -> list[Actor]:
        now = self.clock()
        return [actor for actor in able if actor.held <= now] or [min(able, key=lambda actor: actor.held)]

    def _choose(self, free: list[Actor]) -> Actor:
        urgent = [actor for actor in free if actor.urgent]
        candidates = urgent or free
        return candidates[0] if len(candidates) == 1 else candidates[int(self.random.random() * len(candidates))]

    def _switch_to(self, actor: Actor) -> None:
        if self.trace is not None and actor is not self.current:
            self.trace(f"-> {actor.name}")
        self.current = actor
        assert actor.greenlet is not None
        actor.greenlet.switch()
        self.current = None

    def _run(self, actor: Actor) -> None:
        try:
            actor.body()
        finally:
            actor.done = True
