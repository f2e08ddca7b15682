# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The phase confirm: a table that somebody brings back after it was dropped fails the host, and is named."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import pytest
from ansible_collections.dbops.datapump.tests.direct.fleets import MAIN, Fleet, crashed, scenario_with
from ansible_collections.dbops.datapump.tests.resilience.world import World

NUMBER = 20
"""Of jobs of each kind: enough for their results to be long."""
RULE = {"name": "LEFT*", "classification": ["failed"], "min_age": "1s", "allow_restartable": True}
BROUGHT_BACK = {"sql": {"text": 'FLASHBACK TABLE "SCOTT"."LEFT_7" TO BEFORE DROP', "user": "SCOTT"}}
READING = {"action": "datapump_facts", "nested": False}
DROP = "Drop master tables into the recycle bin"
CONFIRM = "Read again, and check that no dropped master table is listed any more"


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.mark.parametrize("longest", [500_000, 1], ids=["whole results", "results in files"])
def test_a_table_that_is_brought_back_before_the_last_reading(
    tmp_path: pathlib.Path, world: World, longest: int
) -> None:
    left = [crashed(f"LEFT_{number}", 90_000 + number) for number in range(NUMBER)]
    jobs = [*left, *(crashed(f"KEPT_{number}", 91_000 + number) for number in range(NUMBER))]
    fleet = Fleet(tmp_path / "fleet", world)
    place = fleet.add("db1", scenario_with(tmp_path, jobs))
    variables = {"datapump_cleanup_rules": [RULE]}
    arguments = ["-e", json.dumps({"__datapump_cleanup_longest_result": longest})]
    assert fleet.play(MAIN, "--check", *arguments, variables=variables).status == 0
    first_reading = sum(entry.action == READING["action"] and not entry.nested for entry in place.statements())
    assert first_reading > 0
    place.inject({"at": "before", "match": READING, "after": first_reading, "do": BROUGHT_BACK})
    played = fleet.play(MAIN, *arguments, variables=variables)
    assert place.strikes() == 1
    assert place.tables()[90_007] == ("SCOTT", "LEFT_7")
    assert played.status != 0
    dropped, confirmed = (
        next(record for record in played.records if record["task"].endswith(task)) for task in (DROP, CONFIRM)
    )
    assert confirmed["result"]["failed_when_result"]
    assert ("left_in_file" in dropped["result"], "left_in_file" in confirmed["result"]) == (longest == 1,) * 2
    record = json.loads((fleet.reports / "db1" / "report.json").read_text(encoding="utf-8"))
    (error,) = record["summary"]["errors"]
    assert "90007" in error
    assert "90006" not in error
