# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults while a client connects and logs on, as the real driver meets them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import oracledb
import pytest
from faulty_world import World, failure, run

from simora import runtime, scenario
from simora.wire.server import Server
from simora.world.listener import Listener

Connect = Callable[..., oracledb.Connection]


class Attempt:
    """A connection attempt beside the test, for those that hang."""

    def __init__(self, connect: Connect) -> None:
        self.outcome: str | None = None
        self._connect = connect
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._connect().ping()
            self.outcome = "connected"
        except oracledb.Error as error:
            self.outcome = str(error)

    def hangs(self, hits: list[Any]) -> bool:
        """Whether it is still under way some time after the fault has struck."""
        while not hits:
            runtime.sleep(0.01)
        self._thread.join(0.3)
        return self._thread.is_alive()

    def end(self) -> str | None:
        self._thread.join(10)
        return self.outcome


def test_accept_reset_and_close(world: World, connect: Connect) -> None:
    world.listener.faults.inject({"at": "accept", "do": "reset"})
    assert failure(connect).startswith("DPY-6005")
    world.listener.faults.inject({"at": "accept", "do": "close"})
    assert failure(connect).startswith("DPY-6005")
    assert [hit.effects for hit in world.listener.faults.hits] == [["reset"], ["close"]]
    connect().ping()


def test_a_listener_that_never_answers(world: World, connect: Connect) -> None:
    world.listener.faults.inject({"at": "accept", "do": "stall"})
    attempt = Attempt(connect)
    assert attempt.hangs(world.listener.faults.hits)
    world.listener.faults.release()
    assert attempt.end() == "connected"


@pytest.mark.parametrize("moment", ["accept", "accepted"])
def test_a_silent_server_notices_that_its_client_leaves(world: World, moment: str) -> None:
    (world.listener.faults if moment == "accept" else world.faults).inject({"at": moment, "do": "stall"})
    dsn = f"127.0.0.1:{world.server.port}/note"
    program = "import oracledb, sys; oracledb.connect(user='dpclean', password='cleaner', dsn=sys.argv[1])"
    client = subprocess.Popen([sys.executable, "-c", program, dsn])
    world.wait_until(lambda: bool(world.listener.faults.hits or world.faults.hits))
    assert world.server.statistics().open_connections == 1
    client.kill()
    client.wait()
    world.wait_until(lambda: world.server.statistics().open_connections == 0)


@pytest.mark.parametrize("moment", ["accepted", "phase_one", "phase_two", "logon"])
@pytest.mark.parametrize("effect", ["reset", "close"])
def test_a_connection_that_ends_before_the_session_begins(
    world: World, connect: Connect, moment: str, effect: str
) -> None:
    world.inject(moment, effect)
    assert failure(connect).startswith("DPY-4011")
    assert world.hits() == [(effect,)]
    world.wait_until(lambda: world.sessions_of("DPCLEAN") == 0)
    connect().ping()


@pytest.mark.parametrize("moment", ["accepted", "phase_one", "logon"])
def test_a_server_that_falls_silent(world: World, connect: Connect, moment: str) -> None:
    world.inject(moment, "stall")
    attempt = Attempt(connect)
    assert attempt.hangs(world.faults.hits)
    world.faults.release()
    assert attempt.end() == "connected"


@pytest.mark.parametrize(
    ("code", "codes"),
    [(12514, "DPY-6005 DPY-6001"), (12505, "DPY-6005 DPY-6003"), (12519, "DPY-6005 DPY-6000 ORA-12519"),
     (12526, "DPY-6005 DPY-6000 ORA-12526")],
)  # fmt: skip
def test_refusals(world: World, connect: Connect, code: int, codes: str) -> None:
    world.inject("connect", {"refuse": code})
    world.inject("connect", {"raise": code}, after=1)
    for dummy in range(2):
        assert failure(connect).startswith(codes)
    connect().ping()


@pytest.mark.parametrize("form", ["without_code", "not_numeric", "not_utf8"])
def test_refusals_that_cannot_be_read(world: World, connect: Connect, form: str) -> None:
    world.inject("connect", {"refuse": {"form": form}})
    assert failure(connect).startswith("DPY-6005")
    assert world.hits() == [("refuse",)]


def test_a_refusal_in_drips(world: World, connect: Connect) -> None:
    world.inject("connect", [{"drip": {"seconds": 0.005, "bytes": 4}}, {"refuse": 12514}])
    assert failure(connect).startswith("DPY-6005 DPY-6001")


def test_redirect_to_itself(world: World, connect: Connect) -> None:
    world.inject("connect", "redirect", times=3)
    connect().ping()
    assert world.hits() == [("redirect",)] * 3


def test_redirect_to_another_address(world: World, connect: Connect) -> None:
    """The driver asks for its service once more, and finds another database of that name."""
    listener = Listener()
    scenario.add(listener, {"version": 1, "databases": [{"name": "OTHER", "services": ["note"]}]})
    other = Server(listener)
    other.start()
    try:
        world.inject("connect", {"redirect": {"port": other.port}})
        connection = connect(user="system", password="manager")
        assert run(connection, "SELECT name FROM v$database") == [("OTHER",)]
        connection.close()
    finally:
        other.stop()


def test_the_listener_hands_the_client_to_another_service(world: World, connect: Connect) -> None:
    world.inject("connect", {"reroute": "pdb1"})
    connection = connect(user="scott", password="tiger")
    assert run(connection, "SELECT SYS_CONTEXT('USERENV', 'CON_NAME') FROM dual") == [("PDB1",)]
    connection = connect(user="scott", password="tiger")
    assert run(connection, "SELECT SYS_CONTEXT('USERENV', 'CON_NAME') FROM dual") == [("NOTE",)]


def test_redirect_that_cannot_be_read(world: World, connect: Connect) -> None:
    world.inject("connect", {"redirect": {"form": "without_nul"}})
    assert failure(connect).startswith("DPY-6005 DPY-4019")


def test_resend(world: World, connect: Connect) -> None:
    world.inject("connect", "resend", times=5)
    connect().ping()
    assert world.hits() == [("resend",)] * 5


@pytest.mark.parametrize("kind", ["length", "packet_type"])
def test_packets_that_are_none(world: World, connect: Connect, kind: str) -> None:
    world.inject("connect", {"malform": kind})
    attempt = Attempt(connect)
    assert attempt.hangs(world.faults.hits)
    world.faults.release()
    assert "DPY-4011" in str(attempt.end())


def test_an_http_server(world: World, connect: Connect) -> None:
    world.listener.faults.inject({"at": "accept", "do": {"malform": "http"}})
    assert failure(connect).startswith("DPY-6005 DPY-4011")


@pytest.mark.parametrize(
    ("accept", "code"), [({"version": 310}, "DPY-3010"), ({"encryption_required": True}, "DPY-3001")]
)
def test_servers_the_driver_does_not_speak_with(
    world: World, connect: Connect, accept: dict[str, Any], code: str
) -> None:
    world.inject("connect", {"accept": accept})
    assert code in failure(connect)


def test_errors_of_the_logon(world: World, connect: Connect) -> None:
    world.inject("phase_one", {"raise": 1017})
    world.inject("phase_two", {"raise": 28000}, after=0)
    world.inject("logon", {"raise": [604, 20001, 6512]})
    assert failure(connect) == "ORA-01017"
    assert failure(connect) == "ORA-28000"
    assert failure(connect) == "ORA-00604 ORA-20001 ORA-06512"
    assert world.sessions_of("DPCLEAN") == 0
    connect().ping()


def test_a_warning_goes_with_the_logon(world: World, connect: Connect) -> None:
    world.inject("phase_two", {"warn": 28002})
    assert "ORA-28002" in str(connect().warning)
    assert connect().warning is None


def test_a_user_can_be_chosen(world: World, connect: Connect) -> None:
    world.inject("phase_two", {"raise": 1017}, match={"user": "SCOTT"}, times=None)
    assert failure(lambda: connect(user="scott", password="tiger")) == "ORA-01017"
    connect().ping()
