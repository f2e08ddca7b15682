# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every schedule of a small scope: two clients, three targets, two events, one fault.

The first client works alone but for what is placed into its work. Others come in only where the order matters: before
and after each of its statements that takes or gives up a lock, reads what decides, or changes something. Between these
points no statement of the one conflicts with one of the others, so that any other order gives the same result. The
fault strikes at any exchange of the first client with the server: at each of those that change something in every way
in which a call can be lost, and at each of the others, whose repetition changes nothing, in one way.
"""

from __future__ import annotations

import enum
import functools
import itertools
import json
import math
import pathlib
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._options import MASTER_TABLE

from . import plans, profiles, workers
from .campaign import OtherCode
from .casting import Cast, EventPlace
from .clients import Call, Client, Fault, parameters_of, table_entry
from .history import Consent
from .laboratory import Laboratory
from .plays import Outcome
from .transport import Loss

_BATCH = 24
_ROUND = 40
"""Batches after which the state file is written."""
_READING = ("SELECT COUNT(*), MAX(j.state)", "SELECT MAX(b.dropscn)")
_CHANGING = ("LOCK TABLE ", "DROP TABLE ", "PURGE TABLE ")
"""How the statements for the first target begin before which others may come in, and, of those that change something,
after which."""


_LOSSES = (Loss.BEFORE, Loss.AFTER, Loss.WITHIN, Loss.ZOMBIE, Loss.TIMEOUT_AFTER)
_FIRST_TARGET = (Fault("block", 0, Loss.AFTER), Fault("block", 1, Loss.AFTER))
"""The calls that drop and purge it."""


class Scope(enum.Enum):
    """What happens to the first target, of which two are placed in both orders; the points are the same."""

    SMALL = ("owner_attaches_and_starts", "new_export_takes_the_name")
    WHOLE = ("owner_attaches_and_starts", "owner_resumes_and_pauses_again", "new_export_takes_the_name", "dba_drops")

    @property
    def events(self) -> tuple[str, ...]:
        """Their names."""
        return self.value


@dataclass(frozen=True)
class Schedule:
    """Two events at points, in this order; the point at which the second client does all its work; the fault."""

    events: tuple[tuple[str, int], tuple[str, int]]
    second: int
    fault: Fault | None

    def __str__(self) -> str:
        happens = ", ".join(f"{name} at {point}" for name, point in self.events)
        fault = self.fault
        lost = f"{fault.call} {fault.number} {fault.loss.value}" if fault else "nothing lost"
        return f"{happens}, second client at {self.second}, {lost}"


@dataclass
class Count:
    """Schedules: how many there must be, how many were played, which of them went wrong."""

    computed: int
    played: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


def faults_of(scope: Scope, exchanges: Mapping[str, int]) -> tuple[Fault | None, ...]:
    """Those of a scope, for a client that makes so many calls of each kind."""
    if scope is Scope.SMALL:
        return _FIRST_TARGET
    changing = [Fault("block", number, loss) for number in range(exchanges["block"]) for loss in _LOSSES]
    others = [
        Fault(kind, number, Loss.BEFORE if kind == "connect" else Loss.AFTER)
        for kind, count in sorted(exchanges.items())
        for number in range(count)
        if kind != "block"
    ]
    return None, *changing, *others


def schedules(scope: Scope, points: int, faults: tuple[Fault | None, ...]) -> Iterator[Schedule]:
    """All of a scope."""
    placed = list(itertools.combinations_with_replacement(range(points), 2))
    for names, places, second, fault in itertools.product(
        itertools.permutations(scope.events, 2), placed, range(points), faults
    ):
        yield Schedule(((names[0], places[0]), (names[1], places[1])), second, fault)


def computed(scope: Scope, points: int, faults: int) -> int:
    """How many that must be."""
    events = len(scope.events)
    return events * (events - 1) * math.comb(points + 1, 2) * points * faults


def exhaust(
    scope: Scope,
    processes: int,
    tell: Callable[[str], None],
    *,
    state: pathlib.Path | None = None,
    seconds: float | None = None,
) -> Count:
    """Play all schedules of a scope, or go on with those that a state file does not name; begin none when time is up.

    Raises campaign.OtherCode when what is done was done with other code.
    """
    player = _player()
    faults = faults_of(scope, player.exchanges)
    every = list(schedules(scope, len(player.points), faults))
    batches = [every[first : first + _BATCH] for first in range(0, len(every), _BATCH)]
    kept = _Kept(state, scope)
    count = Count(computed(scope, len(player.points), len(faults)), sum(len(batches[number]) for number in kept.done))
    count.failures = kept.failures
    waiting = [number for number in range(len(batches)) if number not in kept.done]
    until = None if seconds is None else time.monotonic() + seconds
    with workers.pool(processes) as pool:
        for first in range(0, len(waiting), _ROUND):
            if first and until is not None and time.monotonic() > until:
                break
            numbers = waiting[first : first + _ROUND]
            for number, failures in zip(numbers, pool.map(_play_batch, [batches[number] for number in numbers])):
                count.played += len(batches[number])
                count.failures += failures
                kept.done.add(number)
            kept.save()
            tell(f"{count.played} of {count.computed} schedules, {len(count.failures)} with violations")
    return count


class _Kept:
    """What a state file says is done: numbers of batches, and what went wrong in them."""

    def __init__(self, path: pathlib.Path | None, scope: Scope) -> None:
        self.done: set[int] = set()
        self.failures: list[tuple[str, str]] = []
        self._path = path
        self._head = {"code": workers.digest_of_code(), "scope": scope.name}
        if path is not None and path.exists():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if {name: kept.get(name) for name in self._head} != self._head:
                raise OtherCode(f"{path}: its schedules were played with other code; begin anew with another file")
            self.done = set(kept["done"])
            self.failures = [(str(schedule), str(text)) for schedule, text in kept["failures"]]

    def save(self) -> None:
        """Put it into the file."""
        if self._path is None:
            return
        temporary = self._path.with_suffix(".new")
        content = json.dumps({**self._head, "done": sorted(self.done), "failures": self.failures})
        temporary.write_text(content, encoding="utf-8")
        temporary.replace(self._path)


def _play_batch(batch: list[Schedule]) -> list[tuple[str, str]]:
    failures = []
    for schedule in batch:
        try:
            violations = _player().play(schedule).violations
        except Exception as error:  # to be looked at like any other failure
            failures.append((str(schedule), f"crash: {error!r}"))
            continue
        failures += [(str(schedule), str(violation)) for violation in violations]
    return failures


class _NoChoice(random.Random):
    """Whoever runs goes on until it cannot; then whoever came first."""

    def random(self) -> float:
        return 0.0

    def choice(self, seq: Any) -> Any:
        return seq[0]

    def choices(self, population: Any, *_arguments: Any, **_options: Any) -> list[Any]:
        return [population[0]]


class _Player:
    """Plays schedules in one process.

    `points`: numbers of statements of the first client; `exchanges`: how many calls of each kind it makes alone.
    """

    def __init__(self) -> None:
        self._laboratory = Laboratory()
        self.exchanges: dict[str, int] = {}
        self.points = self._conflicts()

    def play(self, schedule: Schedule, trace: Callable[[str], None] | None = None) -> Outcome:
        """The outcome of one schedule."""
        world, _reviewed = self._laboratory.world(profiles.SMALL_SCOPE)
        faults = [schedule.fault] if schedule.fault else []
        cast = Cast(
            (self._client("first", faults), self._client("second", [])),
            world.targets[0],
            tuple(EventPlace(name, self.points[point]) for name, point in schedule.events),
            entrances={"second": self.points[schedule.second]},
        )
        return self._laboratory.play(_NoChoice(), world, cast, trace)

    def _client(self, name: str, faults: list[Fault]) -> Client:
        _world, reviewed = self._laboratory.world(profiles.SMALL_SCOPE)
        return Client(name, profiles.CLEANER, [functools.partial(_purge_all, reviewed)], faults)

    def _conflicts(self) -> tuple[int, ...]:
        """Before anything, where statements conflict, and at the end. A DDL statement also commits when it begins."""
        world, _reviewed = self._laboratory.world(profiles.SMALL_SCOPE)
        alone = Cast((self._client("first", []),), world.targets[0])
        history = self._laboratory.play(_NoChoice(), world, alone).history
        self.exchanges = dict(alone.clients[0].counts)
        texts = [" ".join(statement.text.split()) for statement in history.statements]
        points = {0, len(texts)}
        for mark in (*_READING, *_CHANGING):
            position = next(number for number, text in enumerate(texts) if text.startswith(mark))
            points |= {position, position + 1} if mark in _CHANGING else {position}
        return tuple(sorted(points))


def _purge_all(reviewed: list[plans.Reviewed], client: Client) -> Call:
    entries = [
        table_entry(
            item.target.owner, item.target.name, object_id=item.target.object_id, digest=item.facts["digest"],
            dbid=item.dbid, con_uid=item.con_uid,
        )
        for item in reviewed
    ]  # fmt: skip
    consents = tuple(
        Consent(item.target.owner, item.target.name, item.dbid, item.target.object_id, item.content)
        for item in reviewed
    )
    options = {"state": "absent", "tables": entries, "purge": True, "min_age": "0", "on_kept": "report"}
    return Call(parameters_of(MASTER_TABLE, client.user, **options), False, consents)


@functools.cache
def _player() -> _Player:
    return _Player()
