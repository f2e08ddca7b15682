# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""However a play goes over its hosts, each database is looked after once and stands once in the fleet report."""

from __future__ import annotations

import json
import pathlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.fleets import (
    FOUND,
    MAIN,
    SURVEYED,
    Fleet,
    scenario_with,
    surveyed,
)
from ansible_collections.dbops.datapump.tests.direct.playing import Played
from ansible_collections.dbops.datapump.tests.resilience.world import Place, World
from conftest import Report

JOB = {
    "owner": "SCOTT",
    "name": "LEFT_01",
    "operation": "EXPORT",
    "mode": "TABLE",
    "stored_state": "EXECUTING",
    "object_id": 90001,
    "created": "2005-11-01 10:00:00",
}
CONSENT = {
    "datapump_cleanup_rules": [{"classification": ["failed"], "min_age": "1s", "allow_restartable": True}],
    "datapump_cleanup_purge_after": "0",
}
STATES = {
    "clean1": "clean",
    "clean2": "clean",
    "clean3": "clean",
    "dirty1": "cleaned",
    "dirty2": "cleaned",
    "gone": "unreachable",
    "wrong": "failed",
}
BY_ROLE = pytest.mark.parametrize("task", [MAIN, SURVEYED], ids=["role", "surveyed"])


class Night:
    """A fleet of which two databases are dirty, one cannot be reached, and one refuses the logon."""

    def __init__(self, folder: pathlib.Path, world: World, report: Report) -> None:
        self._fleet = Fleet(folder / "fleet", world)
        self._report = report
        clean, dirty = scenario_with(folder, []), scenario_with(folder, [JOB])
        self.dirty: dict[str, Place] = {}
        # In an order in which no batch of three has failures only.
        for host in ("clean1", "dirty1", "gone", "clean2", "wrong", "dirty2", "clean3"):
            place = self._fleet.add(host, dirty if host.startswith("dirty") else clean)
            if host.startswith("dirty"):
                self.dirty[host] = place
        self._fleet.hosts["gone"]["datapump_service_name"] = "nowhere"
        self._fleet.hosts["wrong"]["datapump_password"] = "wrong"

    def play(self, task: dict[str, Any], *arguments: str, **keywords: Any) -> Played:
        return self._fleet.play(task, *arguments, variables=CONSENT, keywords=keywords)

    def states(self) -> dict[str, str]:
        """By host, from the report that joins what is in the folder."""
        folder = str(self._fleet.reports)
        done = self._report(folders=[folder], hosts=list(STATES), formats=["json"])
        databases = json.loads(pathlib.Path(done["files"]["json"]).read_text(encoding="utf-8"))["databases"]
        hosts = Counter(one["host"] for one in databases)
        assert set(hosts.values()) == {1}
        return {one["host"]: one["state"] for one in databases}

    def left(self) -> dict[str, int]:
        """How many jobs' tables the dirty databases still have."""
        return {host: len(place.tables().keys() & {JOB["object_id"]}) for host, place in self.dirty.items()}


@pytest.fixture
def night(tmp_path: pathlib.Path, report: Report) -> Iterator[Night]:
    world = World()
    yield Night(tmp_path, world, report)
    world.close()


def reads(played: Played) -> Counter[str]:
    """How often each host was read by a task of its own."""
    return Counter(record["host"] for record in played.records if record["task"] == FOUND)


@BY_ROLE
@pytest.mark.parametrize(
    "keywords",
    [
        {},
        {"serial": 3},
        {"serial": [2, "100%"], "max_fail_percentage": 99},
        {"throttle": 1},
        {"strategy": "free"},
        {"strategy": "host_pinned"},
    ],
    ids=lambda keywords: "-".join(f"{name}_{value}" for name, value in keywords.items()) or "linear",
)
def test_each_database_is_looked_after_once(task: dict[str, Any], keywords: dict[str, Any], night: Night) -> None:
    played = night.play(task, **keywords)
    assert played.status == 2, played.output + played.errors
    assert night.states() == STATES
    assert night.left() == {"dirty1": 0, "dirty2": 0}
    per_host = task is MAIN or "strategy" in keywords
    assert reads(played) == Counter(host for host in STATES if per_host or STATES[host] != "clean")


@BY_ROLE
def test_too_many_failures_end_the_play_before_anything_is_dropped(task: dict[str, Any], night: Night) -> None:
    night.play(task, max_fail_percentage=10)
    assert night.left() == {"dirty1": 1, "dirty2": 1}
    states = night.states()
    assert states == {
        **dict.fromkeys(STATES, "no_report"),
        # These leave their report as soon as they have been read.
        "clean1": "clean",
        "clean2": "clean",
        "clean3": "clean",
        "gone": "unreachable",
        "wrong": "failed",
    }


@BY_ROLE
def test_any_errors_fatal_leaves_true_records(task: dict[str, Any], night: Night) -> None:
    night.play(task, any_errors_fatal=True)
    assert night.left() == {"dirty1": 1, "dirty2": 1}
    assert {night.states()[host] for host in ("dirty1", "dirty2")} == {"no_report"}


def test_a_slice_surveys_its_own_hosts(night: Night) -> None:
    """AWX gives each slice a part of the inventory; the two parts are joined by their folders."""
    first = night.play(SURVEYED, "--limit", "clean1,dirty1,gone,clean2")
    assert surveyed(first)["counts"]["hosts"] == 4
    assert night.left() == {"dirty1": 0, "dirty2": 1}
    second = night.play(SURVEYED, "--limit", "wrong,dirty2,clean3")
    assert surveyed(second)["counts"]["hosts"] == 3
    assert night.states() == STATES


def test_a_second_night_takes_the_place_of_the_first(night: Night) -> None:
    """A database that was dirty and is clean now, in batches of other hosts than before."""
    night.play(SURVEYED)
    night.play(SURVEYED, serial=2, max_fail_percentage=99)
    assert night.states() == {**STATES, "dirty1": "clean", "dirty2": "clean"}
