# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clients: the collection as its modules call it, and the faults that its connections meet."""

from __future__ import annotations

import contextlib
import random
import socket
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._facts import gather_facts
from ansible_collections.dbops.datapump.plugins.module_utils._job import manage_jobs
from ansible_collections.dbops.datapump.plugins.module_utils._master_table import manage_master_tables
from ansible_collections.dbops.datapump.plugins.module_utils._options import (
    FACTS,
    JOB,
    MASTER_TABLE,
    ModuleOptions,
)
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import Scrubber

from simora import runtime
from simora.wire.dispatcher import Connection
from simora.world.session import Session

from . import profiles
from .history import Consent, JobConsent, Mark
from .ledger import number_of
from .scheduler import Actor, Scheduler
from .transport import ClientSocket, Link, Loss, Strike
from .worlds import SessionsByClient, World

TOTAL_DEADLINE = 600.0
_BEGINNING = Mark(0, 0)
_TURNS = (0, 3, 30)
"""How often others go on before time passes for one who waits."""


@dataclass
class Fault:
    """A loss at the `number`-th call of a kind: "block", "select", "connect" (a refused one), "logon"."""

    call: str
    number: int
    loss: Loss
    delay: int = 0


@dataclass
class Call:
    """One call of a module: what it was given, and what it reported. `error` when it reported nothing else."""

    parameters: Mapping[str, Any]
    check_mode: bool
    consents: tuple[Consent, ...] = ()
    job_consents: tuple[JobConsent, ...] | None = None
    """For a call of datapump_job; None for one of datapump_master_table."""
    sessions: set[tuple[int, int]] = field(default_factory=set)
    result: Result | None = None
    error: str | None = None
    before: Mark = _BEGINNING
    after: Mark = _BEGINNING


@dataclass
class Client:
    """Somebody with a plan. `calls` come one after the other; each may use what the one before reported."""

    name: str
    user: tuple[str, str]
    plan: list[Callable[[Client], Call | None]]
    faults: list[Fault] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    struck: list[tuple[str, Loss]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    begins_block: Callable[[], None] | None = None

    @property
    def sessions(self) -> set[tuple[int, int]]:
        """DBID and SID of all its sessions."""
        return {session for call in self.calls for session in call.sessions}

    def due(self, kind: str) -> Fault | None:
        """Count a call, and give the fault that waits for it."""
        number = self.counts.get(kind, 0)
        self.counts[kind] = number + 1
        return next((fault for fault in self.faults if fault.call == kind and fault.number == number), None)


class Network:
    """Connects whoever is running to the server; what the driver's `socket.create_connection` becomes."""

    def __init__(self, scheduler: Scheduler, world: World, clients: Callable[[str], Client | None]) -> None:
        self._scheduler = scheduler
        self._world = world
        self._clients = clients
        self._number = 0
        self.latest: dict[str, Link] = {}

    def connect(self, *_arguments: Any, **_options: Any) -> ClientSocket:
        actor = self._scheduler.current
        assert actor is not None
        client = self._clients(actor.name)
        if client is not None and client.due("connect") is not None:
            client.struck.append(("connect", Loss.BEFORE))
            raise ConnectionRefusedError(111, "Connection refused")
        self._number += 1
        link = Link(self._scheduler, f"{actor.name}.{self._number}")
        link.server = self._scheduler.add(Actor(f"{link.name} server", lambda: self._serve(link, client)))
        link.server.urgent = actor.urgent
        self.latest[actor.name] = link
        return link.socket

    def _serve(self, link: Link, client: Client | None) -> None:
        def opened(session: Session) -> None:
            if client is not None and client.calls:
                client.calls[-1].sessions.add((number_of(session.database), session.sid))

        Connection(link.transport, SessionsByClient(self._world, self._scheduler, opened)).run()


class _WatchedSession:
    """A session of the collection that knows which of its calls a fault waits for."""

    def __init__(self, session: _connection.Session, link: Link, client: Client) -> None:
        self._session = session
        self._link = link
        self._client = client

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        with self._watched("select"):
            return self._session.select(text, binds)

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        # The blocks that change something say what became of it; the others wait, or take and give back a lock.
        kind = "block" if "out_status" in outputs else "wait"
        if kind == "block" and self._client.begins_block is not None:
            self._client.begins_block()
        with self._watched(kind):
            return self._session.run(block, binds, outputs)

    def pause(self, seconds: float) -> None:
        self._session.pause(seconds)

    @contextlib.contextmanager
    def _watched(self, kind: str) -> Iterator[None]:
        fault = self._client.due(kind)
        if fault is not None:
            self._link.strike = Strike(fault.loss, fault.delay)
            self._link.on_struck = lambda loss: self._client.struck.append((kind, loss))
        yield


class _VirtualDeadline:
    """The run's deadline by the clock of the database, so that it is the same in every run of a seed."""

    def __init__(self, world: World, seconds: float) -> None:
        self._clock = world.main.clock
        self._start = self._clock.now
        self._seconds = seconds

    @property
    def remaining(self) -> float:
        return max(0.0, self._seconds - (self._clock.now - self._start).total_seconds())

    @property
    def over(self) -> bool:
        return self.remaining <= 0


class Runner:
    """Makes the calls of a client's plan, as `_module` would."""

    def __init__(self, world: World, network: Network, mark: Callable[[], Mark]) -> None:
        self._world = world
        self._network = network
        self._mark = mark

    def work(self, client: Client) -> None:
        """Everything the client plans, in its own greenlet."""
        for step in client.plan:
            call = step(client)
            if call is None:
                return
            client.calls.append(call)
            call.before = self._mark()
            work = manage_master_tables if call.job_consents is None else manage_jobs
            try:
                call.result = work(self._run_of(client, call))
            except DatapumpError as error:
                call.error = f"{type(error).__name__}: {error}"
            call.after = self._mark()

    def review(self, client: Client) -> dict[str, Any]:
        """The facts as a person sees them before consenting."""
        call = Call(parameters_of(FACTS, client.user), True)
        result = gather_facts(self._run_of(client, call))
        facts: dict[str, Any] = result.values["ansible_facts"]["datapump"]
        return facts

    def _run_of(self, client: Client, call: Call) -> Run:
        deadline: Any = _VirtualDeadline(self._world, call.parameters["total_deadline"])
        scrubber = Scrubber.of(call.parameters)
        settings = _connection.Settings(call.parameters, f"seeded-{client.name}", "interleaving", deadline)

        @contextlib.contextmanager
        def connector(proxy_for: str | None) -> Iterator[Any]:
            chosen = settings if proxy_for is None else settings.acting_as(proxy_for)
            with _connection.session(chosen, scrubber) as session:
                yield _WatchedSession(session, self._network.latest[client.name], client)

        return Run(call.parameters, call.check_mode, connector, lambda: deadline.remaining)


def parameters_of(module: ModuleOptions, user: tuple[str, str], **given: Any) -> dict[str, Any]:
    """All options of a module, those not given with their defaults."""
    defaults = {name: option.get("default") for name, option in module.argument_spec.items()}
    connection = {"host": "127.0.0.1", "service_name": profiles.SERVICE, "user": user[0], "password": user[1]}
    return {**defaults, **connection, "total_deadline": TOTAL_DEADLINE, **given}


def table_entry(owner: str, name: str, **given: Any) -> dict[str, Any]:
    """An entry of `tables:` with every key that the module's options have."""
    keys = MASTER_TABLE.options["tables"]["options"]
    return {**dict.fromkeys(keys), "owner": owner, "name": name, **given}


def job_entry(owner: str, name: str, **given: Any) -> dict[str, Any]:
    """An entry of `jobs:` with every key that the module's options have."""
    return {**dict.fromkeys(JOB.options["jobs"]["options"]), "owner": owner, "name": name, **given}


@contextlib.contextmanager
def in_memory(network: Network, scheduler: Scheduler, world: World) -> Iterator[None]:
    """The driver's connections lead to the network. Nothing takes time, and jitter has a seed."""

    def sleep(seconds: float) -> None:
        with world.main.lock:
            world.main.clock.advance(seconds)

    def give_way() -> None:
        database = world.main
        before, database.current = database.current, None
        for _turn in range(scheduler.random.choice(_TURNS)):
            scheduler.leave(lambda: True)
        database.current = before

    runtime.schedule_by(give_way)
    with (
        mock.patch.object(socket, "create_connection", network.connect),
        mock.patch.object(_connection, "limit", lambda *_arguments: contextlib.nullcontext()),
        mock.patch.object(_connection, "time", types.SimpleNamespace(sleep=sleep)),
        mock.patch.object(_connection, "random", random.Random(0)),
    ):
        try:
            yield
        finally:
            runtime.schedule_by(None)
