# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The survey finds what the role itself would find, never fails, and gives away no secret."""

from __future__ import annotations

import json
import pathlib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.direct.playing import Played, Player, failing_driver
from ansible_collections.dbops.datapump.tests.resilience.world import PASSWORD, SUPPORT_NOTE, USER, Place, World

SCENARIOS = ("support_note", "lookalikes", "leftovers", "rac", "standby")
SURVEYED = {"ansible.builtin.import_role": {"name": "dbops.datapump.cleanup", "tasks_from": "surveyed"}}
MAIN = {"ansible.builtin.import_role": {"name": "dbops.datapump.cleanup"}}
SURVEY = "dbops.datapump.cleanup : Find the databases in which there is something to do"
COMPARED = "dbops.datapump.cleanup : Compare what was found with what was consented to"
FOUND = "dbops.datapump.cleanup : Find Data Pump jobs and their master tables"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.fixture
def clean(tmp_path: pathlib.Path) -> pathlib.Path:
    """A scenario without any job."""
    content = yaml.safe_load(SUPPORT_NOTE.read_text(encoding="utf-8"))
    for name in ("jobs", "tables", "recycle_bin"):
        content["databases"][0].pop(name, None)
    path = tmp_path / "clean.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


class Fleet:
    """Plays on databases that are hosts. folder: where the reports go."""

    def __init__(self, folder: pathlib.Path, world: World) -> None:
        folder.mkdir()
        self.reports = folder / "reports"
        self._player = Player(folder, {"db_port": world.port})
        self._world = world
        self.hosts: dict[str, dict[str, Any]] = {}

    def add(self, host: str, scenario: pathlib.Path, **variables: Any) -> Place:
        place = self._world.add(scenario)
        self.hosts[host] = {"datapump_port": place.port, "datapump_service_name": place.service, **variables}
        return place

    def play(self, task: dict[str, Any], *arguments: str, **options: Any) -> Played:
        variables = {
            "datapump_host": "127.0.0.1",
            "datapump_user": USER,
            "datapump_password": PASSWORD,
            "datapump_retry_count": 0,
            "datapump_cleanup_report_folder": str(self.reports),
            **options.pop("variables", {}),
        }
        keywords = {"module_defaults": {}, **options.pop("keywords", {})}
        return self._player.play(
            [task], *arguments, hosts=self.hosts, variables=variables, keywords=keywords, **options
        )


@pytest.fixture
def fleet(tmp_path: pathlib.Path, world: World) -> Fleet:
    return Fleet(tmp_path / "fleet", world)


def surveyed(played: Played) -> dict[str, Any]:
    """What the survey returned."""
    results = [record["result"] for record in played.records if record["task"] == SURVEY]
    assert results, played.output + played.errors
    result: dict[str, Any] = results[-1]
    return result


def hosts_of(played: Played, task: str) -> set[str]:
    """The hosts on which a task succeeded."""
    return {record["host"] for record in played.records if record["task"] == task and record["kind"] == "ok"}


def test_it_finds_what_the_role_finds(fleet: Fleet, clean: pathlib.Path) -> None:
    for name in SCENARIOS:
        fleet.add(name, SUPPORT_NOTE.with_name(f"{name}.yml"))
    fleet.add("clean", clean)
    fleet.add("external", clean, datapump_cleanup_external_tables=[{"owner": "A", "name": "ET$1", "object_id": 1}])
    there = {"owner": "SCOTT", "original_name": "T", "object_id": 1, "dbid": 1, "con_uid": 0, "dropscn": 1}
    fleet.add("stale", clean, datapump_cleanup_pending=[{**there, "object_name": "BIN$gone==$0"}])
    main = fleet.play(MAIN)
    survey = surveyed(fleet.play(SURVEYED))
    assert survey["counts"]["unread"] == survey["counts"]["left_out"] == 0
    plans = {
        record["host"]: record["result"]["ansible_facts"]["__datapump_cleanup_verified"]["plan"]
        for record in main.records
        if record["task"] == COMPARED and record["kind"] == "ok"
    }
    assert set(plans) == set(fleet.hosts), main.output
    told = {host for host, plan in plans.items() if plan["something_to_tell"]} | {"external"}
    assert told == set(survey["hosts"])
    assert {"clean", "stale"} == set(fleet.hosts) - set(survey["hosts"])


def test_hosts_with_nothing_to_do_leave_at_once_and_are_noted(fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("dirty", SUPPORT_NOTE)
    places = {name: fleet.add(name, clean) for name in ("clean1", "clean2")}
    played = fleet.play(SURVEYED)
    assert played.status == 0, played.output
    assert surveyed(played)["counts"] == {"hosts": 3, "quiet": 2, "busy": 1, "unread": 0, "left_out": 0}
    assert hosts_of(played, FOUND) == {"dirty"}
    (note,) = fleet.reports.glob("survey-*.json")
    content = json.loads(note.read_text(encoding="utf-8"))
    assert set(content["databases"]) == set(places)
    assert content["databases"]["clean1"]["found"] == 0
    assert note.stat().st_mode & 0o077 == 0


def test_a_database_that_cannot_be_read_goes_through_the_phases(fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("clean", clean)
    fleet.add("wrong", clean, datapump_password="wrong")
    fleet.add("nobody", clean, datapump_port=1)
    fleet.add("invalid", clean, datapump_call_timeout="soon")
    fleet.add("undefined", clean, datapump_user="{{ no_such_variable }}")
    fleet.add("remote", clean, ansible_connection="ssh")
    fleet.add("never", clean, datapump_direct="never")
    silent = socket.create_server(("127.0.0.1", 0))
    fleet.add("silent", clean, datapump_port=silent.getsockname()[1], datapump_connect_deadline=2)
    with silent:
        played = fleet.play(SURVEYED, variables={"datapump_cleanup_survey_deadline": 2})
    survey = surveyed(played)
    assert set(survey["hosts"]) == set(fleet.hosts) - {"clean"}
    assert survey["counts"] == {"hosts": 8, "quiet": 1, "busy": 0, "unread": 4, "left_out": 3}


@pytest.mark.parametrize("behaviour", ["segfault", "exit"])
def test_a_survey_that_dies_leaves_every_host_to_the_phases(
    behaviour: str, fleet: Fleet, clean: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    for host in ("db1", "db2"):
        fleet.add(host, clean, datapump_user=behaviour)
    played = fleet.play(SURVEYED, environment=failing_driver(tmp_path, tmp_path / "pid"))
    assert surveyed(played)["hosts"] == ["db1", "db2"]
    assert "The survey ended early" in played.output + played.errors


@pytest.mark.parametrize("strategy", ["free", "host_pinned"])
def test_it_reads_nothing_under_another_strategy(strategy: str, fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("clean", clean)
    played = fleet.play(SURVEYED, keywords={"strategy": strategy})
    assert played.status == 0, played.output
    assert surveyed(played)["counts"] == {"hosts": 1, "quiet": 0, "busy": 0, "unread": 0, "left_out": 1}
    assert hosts_of(played, FOUND) == {"clean"}


def test_each_batch_surveys_its_own_hosts(fleet: Fleet, clean: pathlib.Path) -> None:
    for host in ("db1", "db2", "db3"):
        fleet.add(host, clean)
    played = fleet.play(SURVEYED, keywords={"serial": 2})
    counts = [record["result"]["counts"] for record in played.records if record["task"] == SURVEY]
    assert [(found["hosts"], found["quiet"]) for found in counts] == [(2, 2), (1, 1)]
    assert len(list(fleet.reports.glob("survey-*.json"))) == 2


def test_variables_of_every_kind_reach_it_and_secrets_stay_inside(fleet: Fleet, clean: pathlib.Path) -> None:
    place = fleet.add("clean", clean, real_password=PASSWORD)
    fleet.add("wrong", clean)
    keywords = {"vars": {"datapump_password": "{{ real_password | default('not-the-secret') }}"}}
    played = fleet.play(SURVEYED, "-vvv", keywords=keywords, variables={"datapump_password": "of the inventory"})
    assert surveyed(played)["hosts"] == ["wrong"]
    before = played.output[: played.output.index("Begin a run")]
    assert PASSWORD not in before and "not-the-secret" not in before
    assert b"datapump_facts" in place.heard()
