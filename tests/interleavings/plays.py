# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run: the actors of a cast, let loose on a world, witnessed and judged."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from dataclasses import dataclass

from simora.errors import OraError

from . import events, job_events, naive, naive_jobs
from .casting import Cast, EventPlace
from .checker import judge
from .clients import Client, Network, Runner, in_memory
from .history import Consent, History, JobConsent, Mark
from .job_ledger import JobKind, JobLedger, entries_of
from .ledger import Kind, Ledger
from .scheduler import Actor, Scheduler
from .violation import Violation
from .witness import bins_of, history_of, tables_of, tell
from .worlds import World

_CONTINUATIONS = (0, 1, 3, 10, 40)
"""In how many statements an event goes on after its first moment."""
_UNDONE = frozenset({"came_alive", "identity_mismatch"})
"""Reasons that a report gives for having taken a drop back."""


@dataclass
class Outcome:
    """What a run came to."""

    violations: list[Violation]
    dropped: bool
    refused: bool
    fault_on_destructive: bool
    undone: bool
    unknown: bool
    jobs: bool
    """Whether a client called datapump_job; the next three are about those calls."""
    ended: bool
    job_refused: bool
    job_fault: bool
    statements: int
    history: History
    events: tuple[str, ...]


class _Over(Exception):
    """All clients have finished, so nothing matters any more."""


class _EventActor(Actor):
    def __init__(self, play: Play, place: EventPlace) -> None:
        super().__init__(place.name, self._happen)
        self._play = play
        self._place = place
        self._at: int | None = place.at if place.block is None else None
        self.ready = self._is_ready

    def block_begins(self, number: int) -> None:
        """A client is about to send its block of that number."""
        if self._place.block == number and self._at is None:
            self._at = self._play.progress() + self._place.at

    def due(self) -> bool:
        """Whether it must happen now."""
        return not self.done and self._at is not None and self._play.progress() >= self._at

    def _is_ready(self) -> bool:
        self.urgent = self.due()
        return self.urgent or self._play.clients_done()

    def _happen(self) -> None:
        play = self._play
        if play.clients_done():
            return
        scene = events.Scene(play.world, play.cast.target, play.generator, list(play.cast.clients), self._give_way)
        try:
            for _moment in job_events.ALL[self.name](scene):
                play.told(f"   {self.name} happens")
                self._wait(play.generator.choice(_CONTINUATIONS))
        except OraError as error:
            play.told(f"   {self.name} gives up: {error}")
        except _Over:
            return

    def _give_way(self) -> None:
        """What is wanted is locked: after the next statement it may be free."""
        self._wait(1)

    def _wait(self, statements: int) -> None:
        self._at = self._play.progress() + statements
        self._play.scheduler.leave(self._is_ready)
        if self._play.clients_done():
            raise _Over


class _LateClient(Actor):
    """Comes in at a statement of the first client and then goes on before everybody else."""

    def __init__(self, play: Play, name: str, body: Callable[[], None], at: int) -> None:
        super().__init__(name, body)
        self._play = play
        self._at = at
        self._begun = False
        self.ready = self._is_ready

    def due(self) -> bool:
        """Whether it must come in now."""
        return not self._begun and self._play.progress() >= self._at

    def _is_ready(self) -> bool:
        self.urgent = self._begun = self._begun or self.due() or self._play.first_done()
        return self._begun


class Play:
    """The actors of one run and what they do."""

    def __init__(
        self, generator: random.Random, world: World, cast: Cast, trace: Callable[[str], None] | None = None
    ) -> None:
        self.generator = generator
        self.world = world
        self.cast = cast
        self.trace = trace
        self.scheduler = Scheduler(generator, cast.stay, world.statements)
        self.scheduler.trace = trace
        self.ledger = Ledger(world.databases, world.statements)
        self.job_ledger = JobLedger(world.databases, lambda: len(self.ledger.effects))
        self._events = [_EventActor(self, place) for place in cast.events]
        self._working: list[Actor] = []
        self._counted = 0
        self._seen = 0

    def told(self, text: str) -> None:
        """Tell who follows the run."""
        if self.trace is not None:
            self.trace(text)

    def clients_done(self) -> bool:
        """Whether every client has finished."""
        return all(actor.done for actor in self._working)

    def first_done(self) -> bool:
        """Whether the first client has finished."""
        return self._working[0].done

    def progress(self) -> int:
        """How many statements were begun: by anybody, or by the first client where others enter at its statements."""
        if self.cast.entrances is None:
            return self.world.statements()
        entries = self.world.main.statements.entries
        mine = {sid for _dbid, sid in self.cast.clients[0].sessions}
        self._counted += sum(entry.session in mine for entry in entries[self._seen :])
        self._seen = len(entries)
        return self._counted

    def run(self) -> Outcome:
        """Play and judge."""
        tables_before, bin_before = tables_of(self.world), bins_of(self.world)
        entries_before = entries_of(self.world.databases)
        network = Network(self.scheduler, self.world, self._client_of)
        self._enter(network)
        with self.ledger.open(), self.job_ledger.open(), in_memory(network, self.scheduler, self.world):
            self.scheduler.run()
        history = history_of(
            self.world, self.cast, self.ledger, self.job_ledger, tables_before, bin_before, entries_before
        )
        outcome = self._outcome(history)
        if self.trace is not None:
            tell(self.trace, history)
            self.trace(f"violations: {[str(violation) for violation in outcome.violations]}")
        return outcome

    def _enter(self, network: Network) -> None:
        runner = Runner(self.world, network, self._mark)
        due = [actor.due for actor in self._events]
        for client in self.cast.clients:
            client.begins_block = functools.partial(self._block_begins, client)
            work = functools.partial(runner.work, client)
            if self.cast.scripted is not None:
                work = functools.partial(self._work_naively, client)
            if client.name in (self.cast.entrances or {}):
                late = _LateClient(self, client.name, work, (self.cast.entrances or {})[client.name])
                due.append(late.due)
                self._working.append(self.scheduler.add(late))
            else:
                self._working.append(self.scheduler.add(Actor(client.name, work)))
        for actor in self._events:
            self.scheduler.add(actor)
        for is_due in due:
            self.scheduler.interrupts(is_due)

    def _work_naively(self, client: Client) -> None:
        consents = self.cast.scripted or ()
        tables = tuple(consent for consent in consents if isinstance(consent, Consent))
        jobs = tuple(consent for consent in consents if isinstance(consent, JobConsent))
        if tables:
            naive.work(client, tables, self._mark)
        if jobs:
            naive_jobs.work(client, jobs, self._mark)

    def _mark(self) -> Mark:
        return Mark(len(self.ledger.effects), len(self.job_ledger.effects))

    def _block_begins(self, client: Client) -> None:
        for actor in self._events:
            actor.block_begins(client.counts.get("block", 0))

    def _client_of(self, name: str) -> Client | None:
        return next((client for client in self.cast.clients if client.name == name), None)

    def _outcome(self, history: History) -> Outcome:
        mine = {session for client in history.clients for session in client.sessions}
        kinds = {effect.kind for effect in history.effects if effect.session in mine}
        told = [effect for effect in history.job_effects if effect.session in mine and effect.kind is JobKind.TOLD]
        jobs = [job for client in history.clients for report in client.job_reports for job in report.jobs or ()]
        callers = {client.name for client in history.clients if client.job_reports}
        struck = [(client.name, kind) for client in self.cast.clients for kind, _loss in client.struck]
        tables = [table for client in history.clients for report in client.reports for table in report.tables or ()]
        return Outcome(
            violations=judge(history),
            dropped=bool(kinds & {Kind.BINNED, Kind.REMOVED}),
            refused=any(table["outcome"] == "kept" for table in tables),
            fault_on_destructive=any(kind == "block" for _name, kind in struck),
            undone=any(table["reason"] in _UNDONE for table in tables),
            unknown=any(item["outcome"] == "unknown" for item in (*tables, *jobs)),
            jobs=bool(callers),
            ended=bool(callers) and bool(told),
            job_refused=any(job["outcome"] == "kept" for job in jobs),
            job_fault=any(name in callers and kind == "block" for name, kind in struck),
            statements=len(history.statements),
            history=history,
            events=tuple(place.name for place in self.cast.events),
        )
