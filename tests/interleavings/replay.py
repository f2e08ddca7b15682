# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same run over TCP and in memory: one client, nobody else, one after the other."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _connection
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._master_table import manage_master_tables
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._secrets import Scrubber

from simora.wire.server import Server

from . import plans, profiles
from .casting import Cast
from .clients import Call, Client
from .laboratory import Laboratory
from .worlds import World


@dataclass(frozen=True)
class Record:
    """What can be seen from outside: the statements and what came of them, and the reports."""

    statements: tuple[tuple[str, bool, int | None], ...]
    reports: tuple[Any, ...]


def in_memory(laboratory: Laboratory, seed: int) -> Record:
    """The plan of a seed's first client, played in memory."""
    world, client = _plan(laboratory, seed)
    outcome = laboratory.play(random.Random(seed), world, Cast((client,), world.targets[0]))
    statements = tuple((item.text, item.nested, item.outcome) for item in outcome.history.statements)
    return Record(statements, tuple(_report(call) for call in client.calls))


def over_tcp(laboratory: Laboratory, seed: int) -> Record:
    """The same, played over a socket, with a thread at the server's side."""
    world, client = _plan(laboratory, seed)
    server = Server(world.listener)
    server.start()
    try:
        for step in client.plan:
            call = step(client)
            if call is None:
                break
            client.calls.append(call)
            _carry_out(call, server.port)
        entries = world.main.statements.entries
        statements = tuple((entry.text, entry.nested, entry.outcome) for entry in entries)
    finally:
        server.stop()
        world.reset()
    return Record(statements, tuple(_report(call) for call in client.calls))


def _plan(laboratory: Laboratory, seed: int) -> tuple[World, Client]:
    generator = random.Random(f"replay {seed}")
    world, reviewed = laboratory.world(generator.randrange(profiles.PROFILES))
    return world, Client("first", profiles.CLEANER, plans.plan(generator, reviewed))


def _carry_out(call: Call, port: int) -> None:
    parameters = {**call.parameters, "port": port}
    settings = _connection.Settings.of(parameters, "interleaving")
    scrubber = Scrubber.of(parameters)

    def connector(proxy_for: str | None) -> Any:
        chosen = settings if proxy_for is None else settings.acting_as(proxy_for)
        return _connection.session(chosen, scrubber)

    try:
        call.result = manage_master_tables(
            Run(parameters, call.check_mode, connector, lambda: settings.deadline.remaining)
        )
    except DatapumpError as error:
        call.error = str(error)


def _report(call: Call) -> Any:
    return (call.error, call.result and (call.result.changed, call.result.values, call.result.diff))
