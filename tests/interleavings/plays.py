# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One interleaving: everything in it follows from its seed."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from simora.errors import OraError

from . import events, naive, plans, profiles
from .checker import Violation, judge
from .clients import Client, Fault, Network, Runner, in_memory
from .history import Consent, History, Report, Statement, Witnessed
from .ledger import Kind, Ledger, bin_of, number_of
from .scheduler import Actor, Scheduler
from .transport import Loss
from .worlds import World

_LATEST_WHILE_READING = 30
_LATEST_WITHIN_BLOCK = 45
_CONTINUATIONS = (0, 1, 3, 10, 40)
"""In how many statements an event goes on after its first moment."""


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
    history: History
    events: tuple[str, ...] = field(default=())


class _EventActor(Actor):
    """An event that is due `at` a statement of the whole run, or that long after a client's `block`-th block began."""

    def __init__(self, play: Play, name: str, at: int, block: int | None) -> None:
        super().__init__(name, self._happen)
        self._play = play
        self._at: int | None = at if block is None else None
        self._offset = at
        self._block = block
        self.urgent = False
        self.ready = self._is_ready

    def block_begins(self, number: int) -> None:
        """A client is about to send its block of that number."""
        if self._block == number and self._at is None:
            self._at = self._play.scheduler.clock() + self._offset

    def due(self) -> bool:
        """Whether it must happen now."""
        return not self.done and self._at is not None and self._play.scheduler.clock() >= self._at

    def _is_ready(self) -> bool:
        self.urgent = self.due()
        return self.urgent or self._play.clients_done()

    def _happen(self) -> None:
        play = self._play
        if play.clients_done():
            return
        scene = events.Scene(play.world, play.target, play.generator, play.clients, self._give_way)
        try:
            for _moment in events.EVENTS[self.name][1](scene):
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
        self._at = self._play.scheduler.clock() + statements
        self._play.scheduler.leave(self._is_ready)
        if self._play.clients_done():
            raise _Over


class _Over(Exception):
    """All clients have finished, so nothing matters any more."""


class Play:
    """The actors of one run and what they do."""

    def __init__(
        self,
        seed: int,
        generator: random.Random,
        world: World,
        reviewed: list[plans.Reviewed],
        trace: Callable[[str], None] | None,
    ) -> None:
        self.seed = seed
        self.generator = generator
        self.world = world
        self.reviewed = reviewed
        self.trace = trace
        self.scheduler = Scheduler(generator, generator.choice((0.0, 0.5, 0.9, 0.97)), world.statements)
        self.scheduler.trace = trace
        self.target = generator.choice(reviewed).target
        self.clients: list[Client] = []
        self.ledger = Ledger(world.databases, world.statements)
        self.events: list[_EventActor] = []
        self._working: list[Actor] = []

    def told(self, text: str) -> None:
        """Tell who follows the run."""
        if self.trace is not None:
            self.trace(text)

    def clients_done(self) -> bool:
        """Whether every client has finished."""
        return all(actor.done for actor in self._working)

    def run(self, *, scripted: bool) -> Outcome:
        """Play and judge. `scripted` puts the naive procedure in the clients' place."""
        self._cast(scripted)
        tables_before, bin_before = _tables(self.world), _bins(self.world)
        network = Network(self.scheduler, self.world, self._client_of)
        self._enter(network, scripted)
        with self.ledger.open(), in_memory(network, self.scheduler, self.world):
            self.scheduler.run()
        history = self._history(tables_before, bin_before)
        outcome = self._outcome(history)
        if self.trace is not None:
            _tell(self.trace, history, outcome)
        return outcome

    def _cast(self, scripted: bool) -> None:
        generator = self.generator
        user = profiles.NAIVE if scripted else profiles.CLEANER
        first = plans.plan(generator, self.reviewed)
        self.clients.append(Client("first", user, first, _faults(generator)))
        if generator.random() < 0.25:
            same = generator.random() < 0.5
            second = first if same else plans.plan(generator, self.reviewed)
            self.clients.append(Client("second", user, second, _faults(generator)))
        names = list(events.EVENTS)
        weights = [weight for weight, _function in events.EVENTS.values()]
        for name in generator.choices(names, weights, k=generator.choice((0, 0, 1, 1, 1, 2, 2, 3))):
            self.events.append(self._event(name))

    def _event(self, name: str) -> _EventActor:
        if self.generator.random() < 0.4:
            return _EventActor(self, name, self.generator.randrange(_LATEST_WHILE_READING), None)
        block = self.generator.choice((0, 0, 0, 1, 1, 2))
        return _EventActor(self, name, self.generator.randrange(_LATEST_WITHIN_BLOCK), block)

    def _enter(self, network: Network, scripted: bool) -> None:
        def effects() -> int:
            return len(self.ledger.effects)

        runner = Runner(self.world, network, effects)
        for client in self.clients:
            client.begins_block = functools.partial(self._block_begins, client)
            work = functools.partial(runner.work, client)
            if scripted:
                work = functools.partial(naive.work, client, self._names_only(), effects)
            self._working.append(self.scheduler.add(Actor(client.name, work)))
        for actor in self.events:
            self.scheduler.add(actor)
        self.scheduler.interrupts(lambda: any(actor.due() for actor in self.events))

    def _names_only(self) -> tuple[Consent, ...]:
        """The naive procedure is judged as if everything but live jobs and other people's tables were permitted."""
        return tuple(
            Consent(item.target.owner, item.target.name, None, item.target.object_id, None) for item in self.reviewed
        )

    def _block_begins(self, client: Client) -> None:
        for actor in self.events:
            actor.block_begins(client.counts.get("block", 0))

    def _client_of(self, name: str) -> Client | None:
        return next((client for client in self.clients if client.name == name), None)

    def _history(self, tables: frozenset[tuple[int, str, str, int]], bins: frozenset[tuple[int, int]]) -> History:
        troubled = any(actor.name in events.TROUBLE for actor in self.events)
        return History(
            clients=tuple(
                Witnessed(
                    name=client.name,
                    reports=tuple(
                        Report(
                            wish=call.parameters["state"],
                            check_mode=call.check_mode,
                            consents=call.consents,
                            sessions=frozenset(call.sessions),
                            tables=tuple(call.result.values["tables"]) if call.result else None,
                            changed=call.result.changed if call.result else False,
                            error=call.error,
                            effects_before=call.effects_before,
                            effects_after=call.effects_after,
                        )
                        for call in client.calls
                    ),
                    trouble=bool(client.struck) or troubled,
                )
                for client in self.clients
            ),
            effects=tuple(self.ledger.effects),
            statements=tuple(
                Statement(
                    (dbid, entry.session),
                    entry.text,
                    entry.nested,
                    entry.outcome,
                    entry.module,
                    entry.client_identifier,
                )
                for database in self.world.databases
                for dbid in (number_of(database),)
                for entry in database.statements.entries
            ),
            tables_before=tables,
            bin_before=bins,
            bin_after=_bins(self.world),
        )

    def _outcome(self, history: History) -> Outcome:
        mine = {session for client in history.clients for session in client.sessions}
        kinds = {effect.kind for effect in history.effects if effect.session in mine}
        tables = [
            table for client in history.clients for report in client.reports for table in report.tables or ()
        ]
        undone = {"came_alive", "identity_mismatch"}
        return Outcome(
            seed=self.seed,
            violations=judge(history),
            dropped=bool(kinds & {Kind.BINNED, Kind.REMOVED}),
            refused=any(table["outcome"] == "kept" for table in tables),
            fault_on_destructive=any(kind == "block" for client in self.clients for kind, _loss in client.struck),
            undone=any(table["reason"] in undone for table in tables),
            unknown=any(table["outcome"] == "unknown" for table in tables),
            statements=len(history.statements),
            history=history,
            events=tuple(actor.name for actor in self.events),
        )


def _faults(generator: random.Random) -> list[Fault]:
    """None, one, or one and a refused connection after it."""
    if generator.random() < 0.55:
        return []
    call = generator.choices(("block", "select", "wait"), (7, 3, 1))[0]
    number = generator.choice((0, 0, 0, 1, 1, 2)) if call != "select" else generator.randrange(20)
    delay = generator.choice((0, 5, 20, 60, 150, 400))
    found = [Fault(call, number, generator.choice(list(Loss)), delay)]
    if generator.random() < 0.1:
        found.append(Fault("connect", generator.randrange(3), Loss.BEFORE))
    if generator.random() < 0.2:
        found.append(Fault("select", generator.randrange(12, 30), generator.choice(list(Loss)), delay))
    return found


def _bins(world: World) -> frozenset[tuple[int, int]]:
    return frozenset(
        (number_of(database), number) for database in world.databases for _con_id, number in bin_of(database)
    )


def _tables(world: World) -> frozenset[tuple[int, str, str, int]]:
    rows = set()
    for database in world.databases:
        dbid = number_of(database)
        rows |= {
            (dbid, owner, name, number)
            for owner, name, number in database.sqlite.execute(
                "SELECT OWNER_NAME, NAME, `OBJ#` FROM `obj$` WHERE `TYPE#` = 2 AND ORACLE_MAINTAINED = 'N'"
                " AND FLAGS & 128 = 0"
            )
        }
    return frozenset(rows)


def _tell(tell: Callable[[str], None], history: History, outcome: Outcome) -> None:
    names = {session: client.name for client in history.clients for session in client.sessions}
    tell("statements:")
    for number, item in enumerate(history.statements, 1):
        text = " ".join(item.text.split())[:150]
        indent = "    " if item.nested else "  "
        tell(f"{number:4}{indent}{names.get(item.session, item.session)} [{item.outcome}] {text}")
    tell("effects:")
    for effect in history.effects:
        who = names.get(effect.session or (0, 0), effect.session)
        alive = ", its job alive" if effect.alive else ""
        tell(f"  {effect.at:4} {effect.kind.value} {effect.owner}.{effect.name} {effect.object_id} by {who}{alive}")
    tell("reports:")
    for client in history.clients:
        for report in client.reports:
            tell(f"  {client.name} {report.wish} check={report.check_mode} changed={report.changed} {report.error or ''}")
            for table in report.tables or ():
                shown = {key: table.get(key) for key in ("owner", "name", "object_id", "outcome", "reason", "text")}
                tell(f"    {shown}")
    tell(f"violations: {[str(violation) for violation in outcome.violations]}")
