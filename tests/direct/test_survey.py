# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The survey finds what the role itself would find, never fails, and gives away no secret."""

from __future__ import annotations

import json
import pathlib
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.fleets import (
    FOUND,
    MAIN,
    SURVEY,
    SURVEYED,
    Fleet,
    hosts_of,
    scenario_with,
    surveyed,
)
from ansible_collections.dbops.datapump.tests.direct.playing import Played, failing_driver
from ansible_collections.dbops.datapump.tests.resilience.world import PASSWORD, SUPPORT_NOTE, World

SCENARIOS = ("support_note", "lookalikes", "leftovers", "rac", "standby")
COMPARED = "dbops.datapump.cleanup : Compare what was found with what was consented to"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.fixture
def clean(tmp_path: pathlib.Path) -> pathlib.Path:
    """A scenario without any job."""
    return scenario_with(tmp_path, [])


@pytest.fixture
def fleet(tmp_path: pathlib.Path, world: World) -> Fleet:
    return Fleet(tmp_path / "fleet", world)


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
        record["host"]: record["result"]["plan"]
        for record in main.records
        if record["task"] == COMPARED and record["kind"] == "ok"
    }
    assert set(plans) == set(fleet.hosts), main.output
    told = {host for host, plan in plans.items() if plan["something_to_tell"]} | {"external"}
    assert told == set(survey["hosts"])
    assert {"clean", "stale"} == set(fleet.hosts) - set(survey["hosts"])


def counts(**others: int) -> dict[str, int]:
    """Those of the survey, 0 where nothing is said."""
    return {
        "hosts": 0,
        "quiet": 0,
        "busy": 0,
        "unread": 0,
        "refused": 0,
        "not_tried": 0,
        "left_out": 0,
        **others,
    }


def record_of(fleet: Fleet, host: str) -> dict[str, Any]:
    """What was left in the report folder of a host."""
    record: dict[str, Any] = json.loads((fleet.reports / host / "report.json").read_text(encoding="utf-8"))
    return record


def test_hosts_with_nothing_to_do_leave_at_once(fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("dirty", SUPPORT_NOTE)
    for name in ("clean1", "clean2"):
        fleet.add(name, clean)
    played = fleet.play(SURVEYED)
    assert played.status == 0, played.output
    survey = surveyed(played)
    assert survey["counts"] == counts(hosts=3, quiet=2, busy=1)
    assert hosts_of(played, FOUND) == {"dirty"}
    assert set(survey["ansible_stats"]["data"]["datapump_cleanup"]) == {"clean1", "clean2"}
    assert fleet.reports.joinpath("clean1", "report.json").stat().st_mode & 0o077 == 0


def test_what_it_leaves_is_what_the_role_leaves(fleet: Fleet, clean: pathlib.Path) -> None:
    """The facts are those of datapump_facts, and the artifacts those of a run that finds nothing."""
    fleet.add("clean", clean)
    custom = {"ANSIBLE_SHOW_CUSTOM_STATS": "true"}
    by_role = fleet.play(MAIN, environment=custom)
    role = record_of(fleet, "clean")
    by_survey = fleet.play(SURVEYED, environment=custom)
    survey = record_of(fleet, "clean")
    assert hosts_of(by_survey, FOUND) == set()
    for record in (role, survey):
        assert record["summary"].pop("run_id") != "survey"
        for reading in ("before", "after"):
            assert record[reading]["database"].pop("server_time")
        for name in ("version", "run_id", "database", "something_to_tell", "seal", "targets"):
            record["plan"].pop(name, None)
    assert survey == role
    assert artifacts(by_survey) == artifacts(by_role)


def artifacts(played: Played) -> dict[str, Any]:
    """The custom statistics that were printed at the end, without what differs from run to run."""
    printed = re.search(r"^\tRUN: (.*)$", played.output, re.MULTILINE)
    assert printed, played.output
    found: dict[str, Any] = json.loads(printed[1])["datapump_cleanup"]
    for summary in found.values():
        assert summary.pop("run_id")
    return found


def test_files_about_jobs_that_are_gone_do_not_stay(fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("db1", SUPPORT_NOTE)
    fleet.play(SURVEYED)
    assert (fleet.reports / "db1" / "proposal.yml").exists()
    assert record_of(fleet, "db1")["summary"]["found"] > 0
    fleet.add("db1", clean)
    fleet.play(SURVEYED)
    assert [path.name for path in (fleet.reports / "db1").iterdir()] == ["report.json"]
    assert record_of(fleet, "db1")["summary"]["found"] == 0


def test_no_report_is_left_where_none_is_wanted(fleet: Fleet, clean: pathlib.Path) -> None:
    fleet.add("wanted", clean)
    fleet.add("not", clean, datapump_cleanup_report=False)
    assert surveyed(fleet.play(SURVEYED))["counts"] == counts(hosts=2, quiet=2)
    assert [path.name for path in fleet.reports.iterdir()] == ["wanted"]


def test_one_whose_report_cannot_be_written_goes_through_the_phases(fleet: Fleet, clean: pathlib.Path) -> None:
    for host in ("db1", "db2"):
        fleet.add(host, clean)
    fleet.reports.mkdir()
    (fleet.reports / "db1").write_text("a file where a folder should be", encoding="utf-8")
    played = fleet.play(SURVEYED)
    assert surveyed(played)["hosts"] == ["db1"]
    assert hosts_of(played, FOUND) == {"db1"}


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
        played = fleet.play(SURVEYED, variables={"datapump_cleanup_survey_deadline": 20})
    survey = surveyed(played)
    assert set(survey["hosts"]) == set(fleet.hosts) - {"clean"}
    assert survey["counts"] == counts(hosts=8, quiet=1, unread=3, refused=1, left_out=3)


def test_one_that_does_not_answer_keeps_no_other_waiting(fleet: Fleet, clean: pathlib.Path) -> None:
    """Nor when it is the first that is asked: the driver fixes its mode with its first connection."""
    silent = socket.create_server(("127.0.0.1", 0))
    fleet.add("silent", clean, datapump_port=silent.getsockname()[1], datapump_connect_deadline=2)
    for host in ("db1", "db2"):
        fleet.add(host, clean)
    with silent:
        played = fleet.play(SURVEYED, variables={"datapump_cleanup_survey_deadline": 10, "datapump_jitter": 0})
    assert surveyed(played)["counts"] == counts(hosts=3, quiet=2, unread=1)


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
    assert surveyed(played)["counts"] == counts(hosts=1, left_out=1)
    assert hosts_of(played, FOUND) == {"clean"}


def test_each_batch_surveys_its_own_hosts(fleet: Fleet, clean: pathlib.Path) -> None:
    for host in ("db1", "db2", "db3"):
        fleet.add(host, clean)
    played = fleet.play(SURVEYED, keywords={"serial": 2})
    found = [record["result"]["counts"] for record in played.records if record["task"] == SURVEY]
    assert found == [counts(hosts=2, quiet=2), counts(hosts=1, quiet=1)]
    assert {path.name for path in fleet.reports.iterdir()} == {"db1", "db2", "db3"}


def test_a_refused_password_is_tried_few_times_and_never_twice_on_one_database(
    fleet: Fleet, clean: pathlib.Path
) -> None:
    places = {f"db{number}": fleet.add(f"db{number}", clean) for number in range(8)}
    fleet.add("right", clean, datapump_password=PASSWORD)
    wrong = {"datapump_password": "not-the-secret", "datapump_max_refused_logons": 2}
    played = fleet.play(SURVEYED, variables=wrong)
    survey = surveyed(played)
    assert survey["counts"] == counts(hosts=9, quiet=1, refused=2, not_tried=6)
    assert sum(place.logons() for place in places.values()) == 2
    results = {record["host"]: record["result"] for record in played.records if record["task"] == FOUND}
    told = [host for host, result in results.items() if result["codes"] == ["ORA-01017"]]
    assert len(told) == 2
    assert all("datapump_max_refused_logons" in results[host]["msg"] for host in set(results) - set(told))
    assert "not-the-secret" not in played.output


def test_the_limit_holds_from_batch_to_batch(fleet: Fleet, clean: pathlib.Path) -> None:
    # A play goes on after a batch only if one of its hosts did not fail.
    passwords = ["not-the-secret", "not-the-secret", PASSWORD] * 3
    places = [fleet.add(f"db{number}", clean, datapump_password=password) for number, password in enumerate(passwords)]
    played = fleet.play(SURVEYED, variables={"datapump_max_refused_logons": 3}, keywords={"serial": 3})
    found = [record["result"]["counts"] for record in played.records if record["task"] == SURVEY]
    assert [(batch["quiet"], batch["refused"], batch["not_tried"]) for batch in found] == [
        (1, 2, 0),
        (1, 1, 1),
        (1, 0, 2),
    ]
    assert sum(place.logons() for place, password in zip(places, passwords) if password != PASSWORD) == 3


def test_variables_of_every_kind_reach_it_and_secrets_stay_inside(fleet: Fleet, clean: pathlib.Path) -> None:
    place = fleet.add("clean", clean, real_password=PASSWORD)
    fleet.add("wrong", clean)
    keywords = {"vars": {"datapump_password": "{{ real_password | default('not-the-secret') }}"}}
    played = fleet.play(SURVEYED, "-vvv", keywords=keywords, variables={"datapump_password": "of the inventory"})
    assert surveyed(played)["hosts"] == ["wrong"]
    before = played.output[: played.output.index("Begin a run")]
    assert PASSWORD not in before and "not-the-secret" not in before
    assert b"datapump_facts" in place.heard()
