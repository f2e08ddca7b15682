# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an import had not finished is told before its master table goes, whichever release made that table."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from simulated import SCENARIOS, Simulated, simulator

LAYOUTS = ("10g", "11.2", "12.1", "12.2")
TOTAL, DONE, LISTED = 10, 4, 200
MANY = {"total": 500, "done": 20}


def _import(number: int, **more: object) -> dict[str, object]:
    job = {"owner": "SCOTT", "operation": "IMPORT", "mode": "SCHEMA", "stored_state": "EXECUTING"}
    times = {"object_id": 83_100 + number, "created": "2025-12-02 02:00:00"}
    return {**job, **times, "objects": {"total": TOTAL, "done": DONE}, **more}


@pytest.fixture(scope="module")
def place(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """A database of 19c, with imports that releases before it left too."""
    scenario = yaml.safe_load((SCENARIOS / "releases.yml").read_text(encoding="utf-8"))
    database = [one for one in scenario["databases"] if one["services"] == ["r19c"]][0]
    database["jobs"] = [
        *(_import(number, name=f"OF_{layout}", layout=layout) for number, layout in enumerate(LAYOUTS)),
        _import(10, name="LONG", objects=MANY),
        _import(11, name="EXPORTED", operation="EXPORT"),
        _import(12, name="NEVER_REVIEWED", stored_state="STOPPED"),
    ]
    scenario["databases"] = [database]
    file = tmp_path_factory.mktemp("unfinished") / "scenario.yml"
    file.write_text(yaml.safe_dump(scenario), encoding="utf-8")
    with simulator(launcher, file) as running:
        yield running


@pytest.mark.parametrize("layout", LAYOUTS)
def test_objects_that_an_import_had_not_finished_are_told(place: Simulated, layout: str) -> None:
    target = {"owner": "SCOTT", "name": f"OF_{layout}"}
    with place.unchanged("r19c"):
        foreseen = place.drop("r19c", check=True, **target).table["unfinished"]
    table = place.drop("r19c", **target).table
    assert (table["outcome"], table["unfinished"]) == ("dropped", foreseen)
    assert table["unfinished"]["left"] == TOTAL - DONE == len(table["unfinished"]["objects"])
    names = {(one["schema"], one["name"]) for one in table["unfinished"]["objects"]}
    assert names == {("SCOTT", f"T{number}") for number in range(DONE + 1, TOTAL + 1)}
    assert all(one["path"] for one in table["unfinished"]["objects"])


def test_of_very_many_only_the_first_are_listed(place: Simulated) -> None:
    unfinished = place.drop("r19c", check=True, owner="SCOTT", name="LONG").table["unfinished"]
    assert (unfinished["left"], len(unfinished["objects"])) == (MANY["total"] - MANY["done"], LISTED)


def test_nothing_is_told_of_exports_and_of_what_is_kept(place: Simulated) -> None:
    exported = place.drop("r19c", check=True, owner="SCOTT", name="EXPORTED").table
    assert (exported["outcome"], exported["unfinished"]) == ("dropped", None)
    kept = place.drop("r19c", check=True, owner="SCOTT", name="NEVER_REVIEWED").table
    assert (kept["outcome"], kept["unfinished"]) == ("kept", None)


def test_the_role_leaves_it_in_its_report(place: Simulated, tmp_path: pathlib.Path) -> None:
    rules = [{"name": "LONG", "classification": "failed", "min_age": "1d", "allow_restartable": True}]
    run = place.role(tmp_path, "r19c", datapump_cleanup_rules=rules)
    assert run.status == 0, run.output
    (outcome,) = run.report["outcomes"]
    assert (outcome["name"], outcome["outcome"], outcome["unfinished"]["left"]) == ("LONG", "dropped", 480)
    assert "480" in run.output
