# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


"""How faults get in and what is told of them: scenario, admin port, and what they cost when there are none."""

from __future__ import annotations

import json
import pathlib
import socket
from collections.abc import Iterator
from typing import Any

import oracledb
import pytest
import yaml
from faulty_world import DATABASES, World, failure, run

from simora import runtime, scenario
from simora.admin import AdminServer
from simora.faults import network, statement_effects
from simora.faults.actions import ACTIONS
from simora.faults.plan import Moment
from simora.scenario import ScenarioError
from simora.world.listener import Listener

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


@pytest.fixture
def admin(world: World) -> Iterator[Any]:
    server = AdminServer(world.listener, 0, runtime.Flag(), world.server)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        stream = connection.makefile("rw", encoding="utf-8")

        def ask(command: str, **request: Any) -> dict[str, Any]:
            stream.write(json.dumps({"command": command, **request}) + "\n")
            stream.flush()
            reply: dict[str, Any] = json.loads(stream.readline())
            return reply

        yield ask
    server.close()


def test_inject_report_and_clear(admin: Any, connect: Any) -> None:
    fault = {"id": "busy", "at": "before", "match": {"kind": "query"}, "times": None, "do": {"raise": 54}}
    assert admin("inject", service="note", fault=fault) == {"ok": True, "id": "busy"}
    connection = connect()
    assert failure(lambda: run(connection, "SELECT 1 FROM dual")) == "ORA-00054"
    report = admin("faults", service="note")
    assert report["faults"] == [{"id": "busy", "at": "before", "met": 1, "struck": 1}]
    (hit,) = report["hits"]
    assert (hit["fault"], hit["user"], hit["kind"], hit["text"]) == ("busy", "DPCLEAN", "query", "SELECT 1 FROM dual")
    assert (hit["effects"], hit["error"], hit["nested"]) == (["raise"], None, False)
    assert admin("clear_faults", service="note") == {"ok": True}
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]
    assert admin("faults", service="note") == {"ok": True, "faults": [], "hits": []}


def test_the_listeners_faults_have_no_service(admin: Any, connect: Any) -> None:
    assert admin("inject", fault={"at": "accept", "do": "close"})["ok"]
    assert failure(connect).startswith("DPY-6005")
    assert [hit["effects"] for hit in admin("faults")["hits"]] == [["close"]]


def test_changes_and_release(admin: Any, world: World) -> None:
    before = admin("now", service="note")["now"]
    assert admin("change", service="note", do={"advance": {"seconds": 60}}) == {"ok": True}
    assert admin("now", service="note")["now"] != before
    assert admin("release", service="note") == {"ok": True}


def test_single_faults_can_be_cleared(admin: Any) -> None:
    for name in ("one", "two"):
        admin("inject", service="note", fault={"id": name, "at": "before", "do": "reset"})
    admin("clear_faults", service="note", ids=["one"])
    assert [fault["id"] for fault in admin("faults", service="note")["faults"]] == ["two"]


@pytest.mark.parametrize(
    ("service", "fault"),
    [
        ("note", {"at": "before", "do": "explode"}),
        ("note", {"at": "accept", "do": "reset"}),
        ("note", {"at": "connect", "do": "skip"}),
        (None, {"at": "before", "do": "reset"}),
        (None, {"at": "connect", "do": {"advance": {"seconds": 1}}}),
        ("note", {"at": "before"}),
    ],
)
def test_what_cannot_be_injected(admin: Any, service: str | None, fault: dict[str, Any]) -> None:
    request = {"fault": fault} if service is None else {"fault": fault, "service": service}
    assert not admin("inject", **request)["ok"]
    assert admin("faults", **({} if service is None else {"service": service}))["faults"] == []


def test_a_scenario_has_faults(connect: Any) -> None:
    content = yaml.safe_load(DATABASES)
    content["faults"] = [{"at": "accept", "do": "reset"}]
    content["databases"][0]["faults"] = [{"id": "first", "at": "before", "do": {"raise": 54}}]
    listener = Listener()
    scenario.add(listener, content)
    assert [fault["at"] for fault in listener.faults.report()["faults"]] == ["accept"]
    (database, other) = listener.databases()
    assert [fault["id"] for fault in database.faults.report()["faults"]] == ["first"]
    assert other.faults.report()["faults"] == []


@pytest.mark.parametrize("name", sorted({*network.EFFECTS, *statement_effects.EFFECTS, *ACTIONS}))
def test_all_there_is_comes_from_a_scenario_and_the_admin_port_and_is_described(admin: Any, name: str) -> None:
    fault = {"id": name, "at": "before", "match": {"text": "never sent"}, "do": {name: {}}}
    assert admin("inject", service="note", fault=fault) == {"ok": True, "id": name}
    content = yaml.safe_load(DATABASES)
    content["databases"][0]["faults"] = [fault]
    listener = Listener()
    scenario.add(listener, content)
    assert [found["id"] for found in listener.databases()[0].faults.report()["faults"]] == [name]
    assert f"`{name}`" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["listener", "database"])
def test_a_scenario_with_a_fault_that_is_none(place: str) -> None:
    content = yaml.safe_load(DATABASES)
    (content if place == "listener" else content["databases"][0])["faults"] = [{"at": "before", "do": "explode"}]
    with pytest.raises(ScenarioError):
        scenario.add(Listener(), content)


def test_databases_do_not_share_faults(world: World, connect: Any) -> None:
    world.inject("before", {"raise": 54}, times=None)
    connection = connect(user="scott", password="tiger", service="pdb1")
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]


def test_what_the_server_counts(admin: Any, connect: Any) -> None:
    """Also those that never came to a session."""
    before = admin("statistics")
    admin("inject", service="note", fault={"at": "phase_two", "do": {"raise": 1017}})
    assert failure(connect) == "ORA-01017"
    connect()
    after = admin("statistics")
    assert after["connections"] - before["connections"] == 2
    assert after["round_trips"] > before["round_trips"]
    counts = admin("statistics", service="note")
    assert (counts["logons"], counts["connections"]) == (2, 1)


def test_without_faults_nothing_is_asked_of_them(world: World, connect: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an event was made although nobody waits for it")

    monkeypatch.setattr("simora.faults.injection.Event", refuse)
    connection = connect()
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]
    connection.commit()
    world.inject("connect", "reset", match={"user": "nobody"})
    assert run(connection, "SELECT 1 FROM dual") == [(1,)]


def test_every_moment_is_met_in_order(world: World, connect: Any) -> None:
    for moment in Moment:
        if moment is not Moment.ACCEPT:
            world.inject(moment.value, {"advance": {"seconds": 0}}, id=moment.value)
    connection: oracledb.Connection = connect()
    run(connection, "SELECT 1 FROM dual")
    run(connection, "SELECT 1 FROM dual")
    assert [hit.fault for hit in world.faults.hits] == [
        moment.value for moment in Moment if moment is not Moment.ACCEPT
    ]
