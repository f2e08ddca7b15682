# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Listeners that never answer as they should: every run ends by itself, and with one document.

No test measures time: the launcher ends what hangs long after its deadline, and that fails the test. The number of a
case is that of the catalogue of faults at connecting.
"""

from __future__ import annotations

import os
import pathlib
import signal
import socket
import time
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.resilience import listeners
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher, Launchers
from ansible_collections.dbops.datapump.tests.resilience.world import Place, World

pytestmark = pytest.mark.timeout(400)

SHORT = {"connect_deadline": 1, "tcp_connect_timeout": 1, "call_timeout": 1, "total_deadline": 4}
LEFTOVER = {"state": "absent", "owner": "SCOTT", "name": "SYS_EXPORT_TABLE_02"}

BEHAVIOURS = {
    "3-silent": listeners.silent,
    "5-closes": listeners.closes,
    "6-resets": listeners.resets,
    "13-redirects-to-itself": listeners.redirects_to_itself,
    "16-asks-again": listeners.asks_again_for_ever,
    "18-promises-more": listeners.promises_more_than_it_sends,
    "19-unknown-packet": listeners.sends_an_unknown_packet,
    "20-http": listeners.speaks_http,
    "21-drips": listeners.drips_a_refusal,
}


@pytest.fixture(scope="module")
def note(world: World) -> Place:
    return world.add()


def options(port: int, **more: Any) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": port,
        "service_name": "x",
        "user": "U",
        "password": "P4ssword",
        **SHORT,
        **more,
    }


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_connecting_ends(name: str, launcher: Launcher) -> None:
    with listeners.listening(BEHAVIOURS[name]) as port:
        ended = launcher.run("datapump_facts", options(port))
    assert ended.status == 1
    assert ended.result["failed"] is True
    assert ended.result["changed"] is False if "changed" in ended.result else True


def test_a_closed_port_is_told_by_its_code(launcher: Launcher) -> None:
    """1"""
    # Bound and not listening: nobody answers, and nobody else can take the port meanwhile.
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert "DPY-6005" in launcher.run("datapump_facts", options(bound.getsockname()[1])).result["codes"]


def test_the_deadline_is_named(launcher: Launcher) -> None:
    with listeners.listening(listeners.silent) as port:
        result = launcher.run("datapump_facts", options(port)).result
    assert result["msg"].startswith("connect_deadline: ")


@pytest.mark.parametrize("module", ["datapump_facts", "datapump_master_table"])
def test_a_server_that_falls_silent_at_any_answer(
    module: str, world: World, launcher: Launcher, tmp_path: pathlib.Path
) -> None:
    """4 and its like at every later point. The relay is silent to the next session too: nothing can be proven then."""
    answers = _run_through_relay(module, world, launcher, listeners.EVERYTHING)[1]
    assert answers > 10
    with Launchers(tmp_path, 4) as launchers:
        runs = list(launchers.map(lambda one, last: _run_through_relay(module, world, one, last), range(1, answers)))
    assert len(runs) == answers - 1
    if module == "datapump_master_table":
        assert ["unknown"] in [outcomes for outcomes, _answers in runs]


def _run_through_relay(module: str, world: World, launcher: Launcher, silent_after: int) -> tuple[list[str], int]:
    """What a run through a relay claims of its target, once that was found to be true; and how many answers it got."""
    place = world.add()
    relay = listeners.Relay(place.port, silent_after)
    with listeners.listening(relay) as port:
        patience = {} if silent_after == listeners.EVERYTHING else SHORT
        arguments = {**place.connection, **patience, "port": port, **(LEFTOVER if module != "datapump_facts" else {})}
        ended = launcher.run(module, arguments)
    assert ended.status in (0, 1)
    outcomes = [table["outcome"] for table in ended.result.get("tables", [])]
    if silent_after == listeners.EVERYTHING:
        assert "failed" not in ended.result
    place.wait_until_clients_are_gone()
    exists = 85215 in place.tables()
    assert outcomes in ([], ["unknown"], ["kept"] if exists else ["dropped"])
    return outcomes, relay.answers


def test_a_signal_while_nobody_answers_ends_the_run(tmp_path: pathlib.Path) -> None:
    def ended_by(launcher: Launcher, number: signal.Signals) -> dict[str, Any]:
        def send(pid: int) -> None:
            _wait_for_handler(pid, number)
            os.kill(pid, number)

        with listeners.listening(listeners.silent) as port:
            slow = options(port, connect_deadline=3600, total_deadline=3600, tcp_connect_timeout=60)
            return launcher.run("datapump_facts", slow, meanwhile=send).result

    with Launchers(tmp_path, 3) as launchers:
        results = list(launchers.map(ended_by, [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]))
    assert [result["failed"] for result in results] == [True] * 3


def _wait_for_handler(pid: int, number: signal.Signals) -> None:
    """Until the process handles the signal itself."""
    started = time.monotonic()
    while True:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            caught = next(line for line in status if line.startswith("SigCgt:"))
        # SIGINT is handled by every Python; SIGTERM only by a run that has begun.
        mask = int(caught.split()[1], 16)
        if mask & (1 << (signal.SIGTERM - 1)) and mask & (1 << (number - 1)):
            return
        assert time.monotonic() - started < 20, "the run never began"
        time.sleep(0.005)
