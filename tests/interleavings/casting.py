# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who takes part in a run, and when events happen in it: drawn from a generator, or set out by a schedule."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import events, job_events, job_plans, plans, profiles
from .clients import Client, Fault
from .history import Consent, JobConsent
from .transport import Loss
from .worlds import Target

_LATEST_WHILE_READING = 30
_LATEST_WITHIN_BLOCK = 45
_LATEST_WITHIN_JOB_BLOCK = 14


@dataclass(frozen=True)
class EventPlace:
    """An event that is due `at` a statement of the run, or that long after a client's `block`-th block began."""

    name: str
    at: int
    block: int | None = None


@dataclass
class Cast:
    """The clients, the events, and the table that these have to do with.

    `scripted` are the consents of clients that follow the naive procedure, None for the collection. `entrances` says at
    which statement of the first client another one comes in and does all its work; it then also counts for events.
    """

    clients: tuple[Client, ...]
    target: Target
    events: tuple[EventPlace, ...] = ()
    stay: float = 1.0
    scripted: tuple[Consent, ...] | tuple[JobConsent, ...] | None = None
    entrances: Mapping[str, int] | None = None
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = [client.name for client in self.clients]


_JOBS_WITHOUT_FAULT = 0.35
"""Less than for tables: a run ends fewer jobs, and so fewer of its faults strike while it does."""


def drawn(generator: random.Random, reviewed: list[plans.Reviewed], *, scripted: bool) -> Cast:
    """One or two clients, no to three events, no to three faults."""
    user = profiles.NAIVE if scripted else profiles.CLEANER
    stay = generator.choice((0.0, 0.5, 0.9, 0.97))
    target = generator.choice(reviewed).target
    plan = plans.plan(generator, reviewed)
    clients = [Client("first", user, plan, _faults(generator))]
    if generator.random() < 0.25:
        same = generator.random() < 0.5
        clients.append(Client("second", user, plan if same else plans.plan(generator, reviewed), _faults(generator)))
    weights = [weight for weight, _function in events.EVENTS.values()]
    happening = generator.choices(list(events.EVENTS), weights, k=generator.choice((0, 0, 1, 1, 1, 2, 2, 3)))
    places = tuple(_place(generator, name) for name in happening)
    return Cast(tuple(clients), target, places, stay, _names_only(reviewed) if scripted else None)


def drawn_for_jobs(generator: random.Random, reviewed: list[plans.Reviewed], *, scripted: bool) -> Cast:
    """The same for datapump_job; a second client may be at the tables of the same jobs."""
    stay = generator.choice((0.0, 0.5, 0.9, 0.97))
    target = generator.choice(reviewed).target
    plan = job_plans.plan(generator, reviewed)
    clients = [Client("first", profiles.CLEANER, plan, _faults(generator, _JOBS_WITHOUT_FAULT))]
    if generator.random() < 0.25:
        others = (plan, job_plans.plan(generator, reviewed), plans.plan(generator, reviewed))
        clients.append(
            Client("second", profiles.CLEANER, generator.choice(others), _faults(generator, _JOBS_WITHOUT_FAULT))
        )
    weights = [weight for weight, _function in job_events.JOB_EVENTS.values()]
    happening = generator.choices(list(job_events.JOB_EVENTS), weights, k=generator.choice((0, 1, 1, 1, 2, 2, 3)))
    places = tuple(_place(generator, name, _LATEST_WITHIN_JOB_BLOCK) for name in happening)
    return Cast(tuple(clients), target, places, stay, _as_found(reviewed) if scripted else None)


def _place(generator: random.Random, name: str, latest: int = _LATEST_WITHIN_BLOCK) -> EventPlace:
    if generator.random() < 0.4:
        return EventPlace(name, generator.randrange(_LATEST_WHILE_READING))
    return EventPlace(name, generator.randrange(latest), generator.choice((0, 0, 0, 1, 1, 2)))


def _faults(generator: random.Random, share_without: float = 0.55) -> list[Fault]:
    """None, one, or one with a refused connection or another loss after it."""
    if generator.random() < share_without:
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


def _names_only(reviewed: list[plans.Reviewed]) -> tuple[Consent, ...]:
    """The naive procedure is judged as if everything but live jobs and other people's tables were permitted."""
    return tuple(Consent(item.target.owner, item.target.name, None, item.target.object_id, None) for item in reviewed)


def _as_found(reviewed: list[plans.Reviewed]) -> tuple[JobConsent, ...]:
    """The naive procedure may end just the jobs that were found in memory, live ones with everything they have."""
    return tuple(
        JobConsent(
            owner=item.target.owner,
            name=item.target.name,
            wish="removal" if item.facts["classification"] in ("ghost", "wedged") else "kill",
            dbid=item.dbid,
            bound=True,
            job_id=item.job_id,
            object_id=item.target.object_id,
            accepts_clients=True,
            accepts_loss=True,
            accepts_deletion=True,
            accepts_partial=True,
        )
        for item in reviewed
        if item.job_id is not None
    )
