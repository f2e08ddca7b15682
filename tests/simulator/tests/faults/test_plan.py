# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The decision which fault strikes, without world or network."""

from __future__ import annotations

import pytest

from simora.faults.plan import Event, Moment, Plan, names_object, read_effects


def event(text: str = "DROP TABLE t", moment: Moment = Moment.BEFORE, **details: object) -> Event:
    return Event(moment, kind="ddl", text=text, user="SCOTT", schema="SCOTT", **details)


def plan_of(*faults: dict[str, object]) -> Plan:
    plan = Plan()
    for fault in faults:
        plan.add({"at": "before", "do": "reset", **fault})
    return plan


@pytest.mark.parametrize(
    ("match", "strikes"),
    [
        ({}, True),
        ({"text": "drop\\s+table"}, True),
        ({"text": "^TABLE"}, False),
        ({"kind": "ddl"}, True),
        ({"kind": "query"}, False),
        ({"nested": False}, True),
        ({"nested": True}, False),
        ({"user": "SCOTT"}, True),
        ({"user": "scott"}, False),
        ({"module": "probe"}, False),
        ({"object": "T"}, True),
        ({"object": "SCOTT.T"}, True),
        ({"object": "HR.T"}, False),
        ({"text": "drop", "user": "HR"}, False),
    ],
)
def test_a_fault_strikes_what_it_matches(match: dict[str, object], strikes: bool) -> None:
    assert bool(plan_of({"match": match}).due(event())) is strikes


def test_the_moment_must_be_the_one() -> None:
    assert plan_of({}).due(event(moment=Moment.AFTER)) == []


def test_it_lets_some_pass_and_then_strikes_so_often() -> None:
    plan = plan_of({"after": 2, "times": 2, "id": "third"})
    assert [len(plan.due(event())) for dummy in range(6)] == [0, 0, 1, 1, 0, 0]
    (fault,) = plan.faults
    assert (fault.met, fault.struck) == (4, 2)


def test_times_null_is_always() -> None:
    plan = plan_of({"times": None})
    assert all(plan.due(event()) for dummy in range(50))


def test_each_fault_counts_for_itself() -> None:
    plan = plan_of({"id": "first"}, {"id": "second", "after": 1})
    assert [[fault.id for fault in plan.due(event())] for dummy in range(3)] == [["first"], ["second"], []]


def test_moments_nobody_waits_for_any_more_are_not_looked_at() -> None:
    plan = plan_of({})
    assert plan.moments == {Moment.BEFORE}
    plan.due(event())
    assert plan.moments == frozenset()


def test_outcome_is_of_an_executed_statement() -> None:
    plan = plan_of({"at": "after", "match": {"outcome": 942}, "times": None})
    outcomes = [0, 942, None]
    assert [len(plan.due(event(moment=Moment.AFTER, outcome=code))) for code in outcomes] == [0, 1, 0]


@pytest.mark.parametrize(
    ("text", "schema", "named"),
    [
        ('DROP TABLE "SCOTT"."EMP"', "HR", True),
        ("drop table scott.emp", "HR", True),
        ("DROP TABLE emp", "SCOTT", True),
        ("DROP TABLE emp", "HR", False),
        ('DROP TABLE "Emp"', "SCOTT", False),
        ("SELECT 'EMP' FROM dual", "SCOTT", False),
        ("SELECT 1 FROM dual -- emp", "SCOTT", False),
        ("DROP TABLE hr.emp", "SCOTT", False),
        ("it's not even", "SCOTT", False),
    ],
)
def test_which_statements_name_an_object(text: str, schema: str, named: bool) -> None:
    assert names_object(text, ("SCOTT", "EMP"), schema) is named


def test_the_forms_of_effects() -> None:
    effects = read_effects([{"raise": 54}, "reset", {"stall": None}])
    assert [(effect.name, effect.options) for effect in effects] == [("raise", 54), ("reset", {}), ("stall", {})]
    assert read_effects("reset") == read_effects(["reset"])


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "reset"},
        {"at": "before"},
        {"at": "sometime", "do": "reset"},
        {"at": "before", "do": []},
        {"at": "before", "do": {"raise": 54, "reset": None}},
        {"at": "before", "do": "reset", "times": 0},
        {"at": "before", "do": "reset", "match": {"sql": "x"}},
        {"at": "before", "do": "reset", "match": {"text": "("}},
        {"at": "before", "do": "reset", "until": 3},
    ],
)
def test_what_is_no_fault(fault: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Plan().add(fault)


def test_an_id_names_one_fault() -> None:
    plan = plan_of({"id": "lost-reply"})
    with pytest.raises(ValueError):
        plan.add({"id": "lost-reply", "at": "before", "do": "reset"})
    plan.remove(["lost-reply"])
    plan.add({"id": "lost-reply", "at": "before", "do": "reset"})
