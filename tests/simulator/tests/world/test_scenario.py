# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenario files: faults name the file and the place in it."""

from __future__ import annotations

import pathlib

import pytest

from simora import scenario

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"


def faults(tmp_path: pathlib.Path, text: str) -> str:
    path = tmp_path / "s.yml"
    path.write_text(text)
    with pytest.raises(scenario.ScenarioError) as failure:
        scenario.load([path])
    return str(failure.value)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[]", "the file"),
        ("version: 1\ndatabases: []", "databases"),
        ("version: 2\ndatabases: [{name: A}]", "version"),
        ("version: 1\ndatabases: [{name: A, release: 9i}]", "databases[0].release"),
        ("version: 1\ndatabases: [{name: A, users: [{name: U, grant: []}]}]", "databases[0].users[0]"),
        ("version: 1\ndatabases: [{name: A, now: tomorrow}]", "databases[0].now"),
        ("version: 1\ndatabases: [{name: A, users: [{name: U, grants: [FLY]}]}]", "FLY"),
        ("version: 1\ndatabases: [{name: A, users: [{name: U, roles: [FLY]}]}]", "FLY"),
        ("version: 1\ndatabases: [{name: A, parameters: {fly: 1}}]", "fly"),
        ("version: 1\ndatabases: [{name: A}, {name: B, services: [a]}]", "service a"),
        (
            "version: 1\ndatabases: [{name: A, tables: [{owner: X, name: T, columns: [{name: C, type: DATE}]}]}]",
            "01918",
        ),
        ("version: [", "s.yml"),
    ],
)
def test_a_fault_names_its_place(tmp_path, text, place):
    message = faults(tmp_path, text)
    assert "s.yml" in message
    assert place in message


def test_a_missing_file_is_a_fault():
    with pytest.raises(scenario.ScenarioError):
        scenario.load(["/does/not/exist.yml"])


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_loads(path):
    assert scenario.load([path]).service_names()


def test_hundreds_of_databases_load(build_world):
    listener = build_world().listener
    names = [f"D{number}" for number in range(300)]
    scenario.add(listener, {"version": 1, "databases": [{"name": name} for name in names]})
    assert len(listener.databases()) == 301


def test_rows_of_every_type_arrive_as_themselves(build_world, accounts):
    world = build_world(
        accounts
        + """
tables:
  - owner: SCOTT
    name: T
    columns: [{name: N, type: NUMBER}, {name: F, type: NUMBER}, {name: D, type: DATE}, {name: R, type: RAW(4)},
              {name: V, type: VARCHAR2(9)}, {name: C, type: CLOB}]
    rows: [[1, 2.5, "2020-02-29 12:30:00", "0aff", "", text]]
"""
    )
    ((number, fraction, moment, raw, empty, text),) = world.login().rows("SELECT * FROM t")
    assert (number, float(fraction), moment.isoformat(), raw, empty, text) == (
        1, 2.5, "2020-02-29T12:30:00", b"\x0a\xff", None, "text",
    )  # fmt: skip
