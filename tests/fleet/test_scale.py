# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Large databases: work that does not grow with the dictionary, many pluggable databases, output that stays small.

DATAPUMP_TEST_OBJECTS, DATAPUMP_TEST_PDBS and DATAPUMP_TEST_JOBS say how large; every run takes smaller ones, because
the simulator makes each of them by itself. Larger ones need `--timeout` too: seconds that a test may take.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.module_utils._facts import gather_facts
from ansible_collections.dbops.datapump.plugins.module_utils._module import read
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS
from ansible_collections.dbops.datapump.tests.direct.fleets import FOUND, MAIN, SURVEYED, Fleet, crashed, scenario_with
from ansible_collections.dbops.datapump.tests.direct.playing import Played
from ansible_collections.dbops.datapump.tests.resilience.world import SUPPORT_NOTE, Place, World

OBJECTS = int(os.environ.get("DATAPUMP_TEST_OBJECTS", "50000"))
PDBS = int(os.environ.get("DATAPUMP_TEST_PDBS", "30"))
JOBS = int(os.environ.get("DATAPUMP_TEST_JOBS", "250"))
PATIENCE = 7200
"""Seconds for a play."""
STEPS = 100
"""Steps of the simulator's store between two looks at what it does."""
MOST_PRINTED = 100_000
"""Characters."""
LONGEST_EVENT = 700_000
"""Bytes. AWX leaves out of an event what is longer (its setting MAX_EVENT_RES_DATA)."""
TOO_MANY_FOR_AN_EVENT = 700
"""Jobs whose facts are longer than that."""
CONSENT = {
    "datapump_cleanup_rules": [{"classification": ["failed"], "min_age": "1s", "allow_restartable": True}],
    "datapump_cleanup_max_drops": 100_000,
    # The simulator is no match for a server.
    "datapump_call_timeout": 3000,
    "datapump_total_deadline": 7200,
}


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def job(number: int) -> dict[str, Any]:
    return crashed(f"LEFT_{number:05}", 90000 + number)


@contextmanager
def counted(place: Place) -> Iterator[Counter[str]]:
    """How much work the database has with each statement, nested ones by themselves."""
    work: Counter[str] = Counter()
    entries = place.database.statements.entries

    def note() -> None:
        if entries:
            work[entries[-1].text] += 1

    place.database.sqlite.set_progress_handler(note, STEPS)
    yield work
    place.database.sqlite.set_progress_handler(None, 0)


def add_objects(place: Place, number: int) -> None:
    """So many more tables of the owner of the jobs, and statistics of the dictionary, as a real database has them."""
    store = place.database.sqlite
    with place.database.lock:
        names = [row[1] for row in store.execute("PRAGMA table_info(`obj$`)")]
        pattern = store.execute("SELECT * FROM `obj$` WHERE OWNER_NAME = 'SCOTT' AND `TYPE#` = 2 LIMIT 1").fetchone()
        columns = dict(zip(names, pattern, strict=True))
        marks = ", ".join("?" * len(names))
        store.executemany(
            f"INSERT INTO `obj$` VALUES ({marks})",
            (
                tuple(
                    {**columns, "OBJ#": place_, "DATAOBJ#": place_, "NAME": f"OBJECT_{place_}"}[name] for name in names
                )
                for place_ in range(10_000_000, 10_000_000 + number)
            ),
        )
        store.execute("ANALYZE")


def clean_up(fleet: Fleet) -> None:
    played = fleet.play(MAIN, variables={**CONSENT, "datapump_cleanup_purge_after": "0"}, ends_within=PATIENCE)
    assert played.status == 0, played.output


def test_one_statement_alone_costs_more_in_a_large_dictionary(tmp_path: pathlib.Path, world: World) -> None:
    """Master tables are known by their comments, which one statement goes through. All others go by key."""
    scenario = scenario_with(tmp_path, [job(number) for number in range(3)])
    work: dict[int, Counter[str]] = {}
    for objects in (OBJECTS // 50, OBJECTS):
        fleet = Fleet(tmp_path / f"fleet{objects}", world)
        place = fleet.add("db1", scenario)
        add_objects(place, objects)
        with counted(place) as work[objects]:
            clean_up(fleet)
        assert place.tables().keys().isdisjoint({job(number)["object_id"] for number in range(3)})
    small, large = work[OBJECTS // 50], work[OBJECTS]
    dearer = [text for text, steps in large.items() if steps > 2 * small[text] + OBJECTS // STEPS // 10]
    assert len(dearer) <= 1, dearer


def test_a_sweep_over_many_pluggable_databases(tmp_path: pathlib.Path, world: World) -> None:
    """One session reads all of them, each by as many statements as the next."""
    content = yaml.safe_load(SUPPORT_NOTE.with_name("pdbs.yml").read_text(encoding="utf-8"))
    crashed = content["databases"][0]["jobs"][0]
    content["databases"][0]["pdbs"] = [
        {"name": f"P{number:04}", "services": [f"p{number}"], "con_uid": 2_100_000_000 + number, "jobs": [crashed]}
        for number in range(PDBS)
    ]
    path = tmp_path / "many.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    place = world.add(path)

    def statements(containers: list[str] | None) -> int:
        place.forget_statements()
        options = {**place.connection, "user": "C##CLEAN", "containers": containers, "total_deadline": 3600}
        facts = read(FACTS, options, gather_facts).values["ansible_facts"]["datapump"]
        read_ones = [one for one in facts["containers"] if one["datapump"]]
        assert len(read_ones) == {None: 0, "P0000": 1, "*": PDBS}[containers[0] if containers else None]
        assert all([found["name"] for found in one["datapump"]["jobs"]] == [crashed["name"]] for one in read_ones)
        assert place.logons() == 1
        return sum(not entry.nested for entry in place.statements())

    alone = statements(None)
    each = statements(["P0000"]) - alone
    assert statements(["*"]) <= alone + each * PDBS


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], tuple[Played, Fleet]]]:
    """What a run of the role in check mode tells about so many jobs."""
    world = World()

    def run(jobs: int) -> tuple[Played, Fleet]:
        folder = tmp_path_factory.mktemp("printed")
        fleet = Fleet(folder / "fleet", world)
        fleet.add("db1", scenario_with(folder, [job(number) for number in range(jobs)]))
        played = fleet.play(MAIN, "--check", variables=CONSENT, ends_within=PATIENCE)
        assert played.status == 0, played.output
        return played, fleet

    yield run
    world.close()


def test_what_is_printed_stays_small_and_the_files_have_it_all(printed: Callable[[int], tuple[Played, Fleet]]) -> None:
    played, fleet = printed(JOBS)
    output = played.output
    assert len(output) < MOST_PRINTED
    assert re.search(rf"and {JOBS - 100} more, which report\.json has", output)
    record = (fleet.reports / "db1" / "report.json").read_text(encoding="utf-8")
    assert all(f'"LEFT_{number:05}"' in record for number in range(JOBS))


def length(record: dict[str, Any]) -> int:
    """Bytes of the result of a task."""
    return len(json.dumps(record["result"]))


def test_no_event_is_too_long_for_awx(printed: Callable[[int], tuple[Played, Fleet]]) -> None:
    played, fleet = printed(TOO_MANY_FOR_AN_EVENT)
    assert max(length(record) for record in played.records) < LONGEST_EVENT
    found = next(record["result"] for record in played.records if record["task"] == FOUND)
    assert found["left_in_file"]["counts"]["ansible_facts.datapump.jobs"] == TOO_MANY_FOR_AN_EVENT
    assert not pathlib.Path(found["left_in_file"]["path"]).exists(), "It belongs to the run."
    record = json.loads((fleet.reports / "db1" / "report.json").read_text(encoding="utf-8"))
    assert len(record["before"]["jobs"]) == len(record["plan"]["drop"]) == TOO_MANY_FOR_AN_EVENT


def test_phases_hand_on_all_of_what_is_too_long_for_an_event(tmp_path: pathlib.Path, world: World) -> None:
    """The same is done, and reported, whether the results of the phases are whole or stand in files."""
    scenario = scenario_with(tmp_path, [job(number) for number in range(40)])
    records = {}
    for longest in (LONGEST_EVENT, 5_000):
        fleet = Fleet(tmp_path / f"fleet{longest}", world)
        place = fleet.add("db1", scenario)
        variables = {**CONSENT, "datapump_cleanup_purge_after": "0"}
        played = fleet.play(MAIN, "-e", json.dumps({"__datapump_cleanup_longest_result": longest}), variables=variables)
        assert played.status == 0, played.output
        in_files = [record["task"] for record in played.records if "left_in_file" in record["result"]]
        assert len(in_files) == {LONGEST_EVENT: 0, 5_000: 4}[longest], in_files
        assert place.tables().keys().isdisjoint({job(number)["object_id"] for number in range(40)})
        record = json.loads((fleet.reports / "db1" / "report.json").read_text(encoding="utf-8"))
        records[longest] = (
            {**record["summary"], "run_id": None},
            [(entry["name"], entry["object_id"], entry["outcome"]) for entry in record["outcomes"]],
            [found["name"] for found in record["before"]["jobs"]],
            [found["name"] for found in record["after"]["jobs"]],
        )
    assert records[LONGEST_EVENT] == records[5_000]


def test_the_survey_tells_little_of_many_databases(tmp_path: pathlib.Path, world: World) -> None:
    """What it returns grows by a few hundred bytes for each database."""
    fleet = Fleet(tmp_path / "fleet", world)
    clean = scenario_with(tmp_path, [])
    for number in range(40):
        fleet.add(f"db{number}", clean)
    played = fleet.play(SURVEYED)
    assert played.status == 0, played.output
    largest = max(len(str(record["result"])) for record in played.records)
    assert largest < 40 * 400
    assert len(played.output) < 40 * 200
