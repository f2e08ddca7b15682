# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds in every scenario there is: check mode only reads, and what others have dropped stays as it is.

The scenarios are those found in their folder, so that a new one is tested without being named here.
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from simulated import SCENARIOS, Account, Simulated, simulator

FILES = sorted(SCENARIOS.glob("*.yml"))
CLEANERS = ("DPCLEAN", "C##CLEAN")
_ENTERS_A_CONTAINER = re.compile(r"ALTER SESSION SET CONTAINER\s*=", re.IGNORECASE)
_OLD_ENOUGH = {"min_age": "0", "allow_restartable": True, "accept_no_undo": True, "max_drops": 100_000}


@dataclasses.dataclass(frozen=True)
class Door:
    """A service, an account that may clean up there, and the pluggable database it leads to, if that is one."""

    service: str
    account: Account
    container: str | None


@dataclasses.dataclass(frozen=True)
class Scene:
    """A scenario that is being served. doors: of every database in it, the pluggable ones too."""

    place: Simulated
    doors: tuple[Door, ...]


def _doors(path: pathlib.Path) -> Iterator[Door]:
    for database in yaml.safe_load(path.read_text(encoding="utf-8"))["databases"]:
        common = database.get("users", [])
        yield from _doors_of(database, common, None)
        for pdb in database.get("pdbs", []):
            yield from _doors_of(pdb, [*common, *pdb.get("users", [])], pdb["name"])


def _doors_of(container: Mapping[str, Any], users: list[dict[str, Any]], name: str | None) -> Iterator[Door]:
    accounts = [Account(user["name"], user["password"]) for user in users if user["name"] in CLEANERS]
    yield from (Door(service, account, name) for service in container["services"] for account in accounts)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def scene(request: pytest.FixtureRequest, launcher: Launcher) -> Iterator[Scene]:
    """Each scenario in turn, freshly started."""
    with simulator(launcher, request.param) as place:
        yield Scene(place, tuple(_doors(request.param)))


def _statements(scene: Scene) -> list[dict[str, Any]]:
    """What was sent to any database since the last time."""
    found: list[dict[str, Any]] = []
    for service in {door.service for door in scene.doors}:
        found += scene.place.admin("statements", service=service)["statements"]
        scene.place.admin("clear_statements", service=service)
    return found


def _worlds(scene: Scene) -> list[dict[str, Any]]:
    return [scene.place.world(service) for service in sorted({door.service for door in scene.doors})]


def _only_read(scene: Scene) -> int:
    """How many statements were sent since the last time, all of which are queries."""
    sent = _statements(scene)
    others = [
        entry["text"] for entry in sent if entry["kind"] != "query" and not _ENTERS_A_CONTAINER.match(entry["text"])
    ]
    assert others == []
    return len(sent)


def _jobs(scene: Scene, door: Door) -> list[dict[str, Any]]:
    """The jobs that can be seen there; none where the database cannot be reached."""
    outcome = scene.place.facts(door.service, door.account)
    return [] if outcome.failed else outcome.facts["jobs"]


def _named(job: Mapping[str, Any]) -> dict[str, Any]:
    return {"owner": job["owner"], "name": job["name"]}


def _table(job: Mapping[str, Any]) -> dict[str, Any]:
    return {**_named(job), "object_id": job["master_table"]["object_id"], "digest": job["digest"]}


def test_facts_only_read(scene: Scene) -> None:
    before = _worlds(scene)
    _statements(scene)
    for door in scene.doors:
        for check in (False, True):
            scene.place.facts(door.service, door.account, check=check, gather_subset=["all", "objects"])
    assert _only_read(scene) > 0
    assert _worlds(scene) == before


def test_checking_a_drop_a_purge_and_a_restore_only_reads(scene: Scene) -> None:
    before, planned = _worlds(scene), 0
    for door in scene.doors:
        tables = [_table(job) for job in _jobs(scene, door) if job["master_table"]]
        if not tables:
            continue
        _statements(scene)
        for options in ({}, {"purge": True}, {"state": "present"}):
            given = {"tables": tables, **_OLD_ENOUGH, **options}
            outcome = scene.place.drop(door.service, door.account, check=True, **given)
            planned += len([action for action in outcome.values["actions"] if action["outcome"] == "planned"])
        assert _only_read(scene) > 0
    assert _worlds(scene) == before
    assert planned or not any(_can_be_dropped(scene, door) for door in scene.doors)


def _can_be_dropped(scene: Scene, door: Door) -> bool:
    classes = {job["classification"] for job in _jobs(scene, door)}
    return bool(classes & {"failed", "stopped", "kept"})


def test_checking_the_end_of_a_job_only_reads(scene: Scene) -> None:
    before = _worlds(scene)
    for door in scene.doors:
        # One of each class will do: the way to it is the same for all of them.
        jobs = {(job["classification"], job["master_table"] is None): job for job in _jobs(scene, door)}
        _statements(scene)
        for job in jobs.values():
            consent = {"kill": True, "accept_dumpfile_deletion": True, "accept_partial_import": True}
            for options in (consent, {"state": "stopped"}):
                given = {**_named(job), "stop_with_clients": True, **options}
                scene.place.remove(door.service, door.account, check=True, **given)
        assert _only_read(scene) > 0 or not jobs
    assert _worlds(scene) == before


def test_checking_the_role_only_reads(scene: Scene, tmp_path: pathlib.Path) -> None:
    """With a rule that consents to everything old enough, so that the plan is not empty where anything can be done."""
    rule = {"owner": "*", "name": "*", "classification": ["failed", "stopped", "kept", "ghost"], "min_age": "1s"}
    before = _worlds(scene)
    _statements(scene)
    for number, door in enumerate(scene.doors):
        folder = tmp_path / str(number)
        folder.mkdir()
        consent = {"datapump_cleanup_rules": [{**rule, "allow_restartable": True}], "datapump_cleanup_max_drops": 20}
        scene.place.role(folder, door.service, door.account, check=True, **consent)
    assert _only_read(scene) > 0
    assert _worlds(scene) == before


def test_what_others_have_dropped_stays_as_it_is(scene: Scene) -> None:
    """Each table that can be dropped is dropped and purged, while the recycle bin holds an older one of its name."""
    purged = 0
    for door in scene.doors:
        jobs = [job for job in _jobs(scene, door) if job["master_table"]][:20]
        if not jobs:
            continue
        for job in jobs:
            _drop_an_older_one(scene, door, job)
        before = _bin(scene, door)
        tables = [_table(job) for job in jobs]
        outcome = scene.place.drop(door.service, door.account, tables=tables, purge=True, **_OLD_ENOUGH)
        after = _bin(scene, door)
        assert [entry for entry in before if entry not in after] == []
        purged += [table["outcome"] for table in outcome.values["tables"]].count("purged")
    assert purged or not any(_can_be_dropped(scene, door) for door in scene.doors)


def _drop_an_older_one(scene: Scene, door: Door, job: Mapping[str, Any]) -> None:
    """Puts another table of that name into the recycle bin, where that holds tables of such an owner."""
    if job["owner"] == "SYS":
        return
    entry = {"owner": job["owner"], "original_name": job["name"], "tablespace": "USERS"}
    place = {"container": door.container} if door.container else {}
    scene.place.admin("change", service=door.service, do={"add_bin_entry": {**entry, **place}})


def _bin(scene: Scene, door: Door) -> list[dict[str, Any]]:
    """Everything in the recycle bins of a database, in whatever container."""
    entries: list[dict[str, Any]] = scene.place.admin("snapshot", service=door.service)["recycle_bin"]
    return sorted(entries, key=repr)
