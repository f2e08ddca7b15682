# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every schedule of a small scope: two clients, three targets, two events, one fault.

The first client works alone but for what is placed into its work. Others come in only where the order matters: before
and after each of its statements that takes or gives up a lock, reads what decides, or changes something. Between these
points no statement of the one conflicts with one of the others, so that any other order gives the same result.
"""

from __future__ import annotations

import enum
import functools
import itertools
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._options import MASTER_TABLE

from . import plans, profiles, workers
from .casting import Cast, EventPlace
from .clients import Call, Client, Fault, parameters_of, table_entry
from .history import Consent
from .laboratory import Laboratory
from .plays import Outcome
from .transport import Loss

_BATCH = 24
_STRUCK = (0, 1)
"""The blocks of the first client that a loss may hit: what drops the first target, and what purges it. A reading that
is lost is only repeated."""
_READING = ("SELECT COUNT(*), MAX(j.state)", "SELECT MAX(b.dropscn)")
_CHANGING = ("LOCK TABLE ", "DROP TABLE ", "PURGE TABLE ")
"""How the statements for the first target begin before which others may come in, and, of those that change something,
after which."""


class Scope(enum.Enum):
    """Which events and losses; the points are the same."""

    SMALL = ("owner_attaches_and_starts", "new_export_takes_the_name"), (Loss.AFTER,)
    WHOLE = (
        ("owner_attaches_and_starts", "owner_resumes_and_pauses_again", "new_export_takes_the_name", "dba_drops"),
        (None, Loss.BEFORE, Loss.AFTER, Loss.WITHIN, Loss.ZOMBIE, Loss.TIMEOUT_AFTER),
    )

    @property
    def events(self) -> tuple[str, ...]:
        """What happens to the first target."""
        return self.value[0]

    @property
    def losses(self) -> tuple[Loss | None, ...]:
        """What happens to the call that drops it, or to the one that purges it."""
        return self.value[1]


@dataclass(frozen=True)
class Schedule:
    """Two events at points, in this order; the point at which the second client does all its work; the loss, and the
    number of the block that it hits."""

    events: tuple[tuple[str, int], tuple[str, int]]
    second: int
    loss: Loss | None
    struck: int

    def __str__(self) -> str:
        happens = ", ".join(f"{name} at {point}" for name, point in self.events)
        lost = f"block {self.struck} {self.loss.value}" if self.loss else "nothing lost"
        return f"{happens}, second client at {self.second}, {lost}"


@dataclass
class Count:
    """Schedules: how many there must be, how many were played, which of them went wrong."""

    computed: int
    played: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


def schedules(scope: Scope, points: int) -> Iterator[Schedule]:
    """All of a scope."""
    placed = list(itertools.combinations_with_replacement(range(points), 2))
    for names, places, second, loss in itertools.product(
        itertools.permutations(scope.events, 2), placed, range(points), scope.losses
    ):
        for struck in _STRUCK if loss else (0,):
            yield Schedule(((names[0], places[0]), (names[1], places[1])), second, loss, struck)


def computed(scope: Scope, points: int) -> int:
    """How many that must be."""
    events = len(scope.events)
    without_loss = scope.losses.count(None)
    faults = without_loss + (len(scope.losses) - without_loss) * len(_STRUCK)
    return events * (events - 1) * math.comb(points + 1, 2) * points * faults


def exhaust(scope: Scope, processes: int, tell: Callable[[str], None]) -> Count:
    """Play all schedules of a scope."""
    points = len(_player().points)
    every = list(schedules(scope, points))
    count = Count(computed(scope, points))
    batches = [every[first : first + _BATCH] for first in range(0, len(every), _BATCH)]
    with workers.pool(processes) as pool:
        for number, failures in enumerate(pool.map(_play_batch, batches), 1):
            count.played += len(batches[number - 1])
            count.failures += failures
            if number % 10 == 0 or number == len(batches):
                tell(f"{count.played} of {count.computed} schedules, {len(count.failures)} with violations")
    return count


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
    """Plays schedules in one process. `points`: numbers of statements of the first client."""

    def __init__(self) -> None:
        self._laboratory = Laboratory()
        self.points = self._conflicts()

    def play(self, schedule: Schedule, trace: Callable[[str], None] | None = None) -> Outcome:
        """The outcome of one schedule."""
        world, _reviewed = self._laboratory.world(profiles.SMALL_SCOPE)
        faults = [Fault("block", schedule.struck, schedule.loss)] if schedule.loss else []
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
