# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What else dead jobs leave: external tables of workers, names that are used up, and names that look like a bin's."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from simulated import CLEANER, Account, Simulated

SCENARIO = "leftovers.yml"
SCOTTS = ["ET$004B00010001", "ET$004B00010002"]


def _external(place: Simulated, *names: str) -> list[dict[str, Any]]:
    """Consent to these tables, as their owner would copy it from the facts."""
    tables = place.facts("left").facts["external_tables"]
    return [{key: table[key] for key in ("owner", "name", "object_id")} for table in tables if table["name"] in names]


def test_they_are_listed_and_tied_to_jobs(place: Simulated) -> None:
    tables = {table["name"]: table for table in place.facts("left").facts["external_tables"]}
    assert set(tables) == {*SCOTTS, "ET$00C300010001", "ET$BUSINESS"}
    assert [tables[name]["job"] for name in (*SCOTTS, "ET$00C300010001")] == ["CRASHED", "CRASHED", "RUNNING"]
    assert (tables["ET$BUSINESS"]["driver"], tables["ET$BUSINESS"]["job"]) == ("ORACLE_LOADER", None)


def test_nothing_but_naming_them_drops_them(place: Simulated, tmp_path: pathlib.Path) -> None:
    rules = [{"classification": ["failed"], "min_age": "1d", "allow_restartable": True}]
    run = place.role(tmp_path, "left", datapump_cleanup_rules=rules)
    assert run.status == 0, run.output
    left = place.tables("left")
    assert "SCOTT.CRASHED" not in left
    assert {f"SCOTT.{name}" for name in SCOTTS} <= left


def test_named_they_are_dropped_and_the_plan_says_so_first(place: Simulated) -> None:
    wanted = _external(place, *SCOTTS)
    with place.unchanged("left"):
        planned = place.drop("left", external_tables=wanted, check=True)
    assert [one["outcome"] for one in planned.values["external_tables"]] == ["dropped", "dropped"]
    assert {action["outcome"] for action in planned.values["actions"]} == {"planned"}
    done = place.drop("left", external_tables=wanted)
    assert [one["outcome"] for one in done.values["external_tables"]] == ["dropped", "dropped"]
    assert done.values["changed"] and done.values["diff"] == planned.values["diff"]
    assert not {f"SCOTT.{name}" for name in SCOTTS} & place.tables("left")
    again = place.drop("left", external_tables=wanted)
    assert [one["outcome"] for one in again.values["external_tables"]] == ["already_absent"] * 2
    assert not again.values["changed"]


def test_while_a_job_of_the_owner_lives_they_stay(place: Simulated) -> None:
    wanted = _external(place, "ET$00C300010001")
    for check in (True, False):
        with place.unchanged("left"):
            (one,) = place.drop("left", external_tables=wanted, check=check).values["external_tables"]
        assert (one["outcome"], one["reason"]) == ("kept", "live_job")


def test_the_block_itself_sees_a_job_that_came_alive_since(place: Simulated) -> None:
    """What the module read is not what the drop rests on: the block is sent although a job lives by now."""
    from ansible_collections.dbops.datapump.plugins.module_utils import _guard_external

    outputs = {"status": str, "guard": str, "reason": str, "step": str, "code": int, "message": str}
    (wanted,) = _external(place, "ET$00C300010001")
    with place.login("left", CLEANER) as connection, connection.cursor() as cursor:
        variables = {f"out_{name}": cursor.var(kind) for name, kind in outputs.items()}
        binds = {
            "target_number": wanted["object_id"],
            "expected_owner": "HR",
            "expected_table": wanted["name"],
            "required_age": 0,
            "expected_dbid": 1402300101,
            "expected_con_uid": 0,
        }
        cursor.execute(_guard_external.GUARDED_DROP_EXTERNAL, {**binds, **variables})
        said = {name: variables[f"out_{name}"].getvalue() for name in ("status", "guard", "reason")}
    assert said == {"status": "kept", "guard": "G2", "reason": "live_job"}
    assert "HR.ET$00C300010001" in place.tables("left")


@pytest.mark.parametrize(
    ("wish", "outcome", "reason"),
    [
        ({"owner": "SCOTT", "name": "ET$BUSINESS", "object_id": 91100}, "kept", "not_of_datapump"),
        ({"owner": "SCOTT", "name": "ET$PLAIN", "object_id": 91101}, "already_absent", "absent"),
        ({"owner": "SCOTT", "name": "CRASHED", "object_id": 91001}, "already_absent", "absent"),
        ({"owner": "SCOTT", "name": SCOTTS[0], "object_id": 4711}, "kept", "another_table"),
        ({"owner": "SCOTT", "name": SCOTTS[0], "object_id": 4711, "dbid": 1}, "kept", "wrong_database"),
    ],
    ids=["another driver", "no external table", "a master table", "another number", "another database"],
)
def test_nothing_else_is_dropped_by_that_option(
    place: Simulated, wish: dict[str, Any], outcome: str, reason: str
) -> None:
    before = place.tables("left")
    (one,) = place.drop("left", external_tables=[wish]).values["external_tables"]
    assert (one["outcome"], one["reason"]) == (outcome, reason)
    assert place.tables("left") == before


@pytest.mark.parametrize(
    ("options", "option"),
    [({"min_age": "52w"}, "min_age"), ({"max_drops": 1}, "max_drops"), ({"protect": [{"owner": "SCOTT"}]}, "protect")],
)
def test_the_limits_hold_for_them_too(place: Simulated, options: dict[str, Any], option: str) -> None:
    with place.unchanged("left"):
        kept = place.drop("left", external_tables=_external(place, *SCOTTS), **options).values["external_tables"]
    assert {(one["outcome"], one["option"]) for one in kept} == {("kept", option)}


def test_the_role_drops_them_when_they_are_named(place: Simulated, tmp_path: pathlib.Path) -> None:
    wanted = _external(place, *SCOTTS, "ET$00C300010001")
    run = place.role(tmp_path, "left", datapump_cleanup_external_tables=wanted)
    assert run.status == 0, run.output
    left = place.tables("left")
    assert not {f"SCOTT.{name}" for name in SCOTTS} & left
    assert {"HR.ET$00C300010001", "SCOTT.CRASHED"} <= left
    assert [item["reason"] for item in run.report["kept"] if item["name"] == "ET$00C300010001"] == ["live_job"]


def test_a_real_job_named_like_the_recycle_bin_is_reported_and_dropped_like_any_other(place: Simulated) -> None:
    name = "BIN$NOT_FROM_THERE"
    assert place.facts("left").job(name)["classification"] == "failed"
    assert place.drop("left", owner="SH", name=name).table["outcome"] == "dropped"


def test_what_is_in_the_recycle_bin_is_no_job(place: Simulated) -> None:
    facts = place.facts("left").facts
    assert [entry["original_name"] for entry in facts["recycle_bin"]] == ["DROPPED"]
    binned = facts["recycle_bin"][0]["object_name"]
    assert binned not in [job["name"] for job in facts["jobs"]]
    with place.unchanged("left"):
        assert place.drop("left", owner="SCOTT", name=binned).table["outcome"] != "dropped"


@pytest.mark.parametrize(("used", "warned"), [(79, False), (80, True)])
def test_a_warning_before_the_default_names_are_used_up(place: Simulated, used: int, warned: bool) -> None:
    account = Account("SH", "tiger")
    comment = "Data Pump Master Table " + "EXPORT".ljust(30) + " " + "TABLE".ljust(30)
    for number in range(1, used + 1):
        name = f"SYS_EXPORT_TABLE_{number:02}"
        place.execute(
            "left", f"CREATE TABLE {name} (id NUMBER)", f"COMMENT ON TABLE {name} IS '{comment}'", account=account
        )
    outcome = place.facts("left")
    (names,) = [one for one in outcome.facts["job_names"] if one["owner"] == "SH"]
    assert names == {"owner": "SH", "operation": "EXPORT", "mode": "TABLE", "used": used, "free": 99 - used}
    assert any(f"{used} of 99" in warning for warning in outcome.warnings) is warned
