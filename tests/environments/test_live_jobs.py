# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that must be ended before they can be cleaned up: wedged entries, and live jobs that somebody wants killed."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from simulated import Simulated

SCENARIO = "live_jobs.yml"


def _names(place: Simulated) -> set[str]:
    return {row[0] for row in place.query("live", "SELECT job_name FROM dba_datapump_jobs")}


def _reviewed(place: Simulated, name: str) -> dict[str, Any]:
    """The identity of a job as somebody would confirm it."""
    job = place.facts("live").job(name)
    table = job["master_table"]
    return {
        "owner": "SCOTT",
        "name": name,
        "digest": job["digest"],
        **({"object_id": table["object_id"]} if table else {}),
    }


def _job(reviewed: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in reviewed.items() if key != "object_id"}


def test_a_wedged_job_is_refused_by_name_and_the_digest_is_named(place: Simulated) -> None:
    assert place.facts("live").job("WEDGED")["classification"] == "wedged"
    with place.unchanged("live"):
        table = place.drop("live", owner="SCOTT", name="WEDGED").table
        job = place.remove("live", owner="SCOTT", name="WEDGED").job_outcome
    assert (table["outcome"], table["reason"], table["option"]) == ("kept", "entry_in_memory", "digest")
    assert (job["outcome"], job["reason"], job["option"]) == ("kept", "entry_in_memory", "digest")


def test_a_reviewed_wedged_job_is_dropped_in_one_run(place: Simulated) -> None:
    reviewed = _reviewed(place, "WEDGED")
    with place.unchanged("live"):
        planned = place.drop("live", check=True, **reviewed)
    done = place.drop("live", **reviewed)
    assert done.table["outcome"] == planned.table["outcome"] == "dropped"
    assert [action["action"] for action in done.values["actions"]] == ["remove", "drop"]
    assert [action["outcome"] for action in done.values["actions"]] == ["removed", "dropped"]
    assert [action["sql"] for action in done.values["actions"]] == [a["sql"] for a in planned.values["actions"]]
    assert done.values["diff"] == planned.values["diff"]
    assert "WEDGED" not in _names(place)
    again = place.drop("live", **reviewed)
    assert (again.table["outcome"], again.values["changed"]) == ("already_absent", False)


def test_the_entry_alone_is_removed_and_the_table_stays(place: Simulated) -> None:
    reviewed = _reviewed(place, "WEDGED")
    done = place.remove("live", **_job(reviewed))
    assert (done.job_outcome["outcome"], done.job_outcome["state"]) == ("removed", "NOT RUNNING")
    assert done.values["changed"] is True
    job = place.facts("live").job("WEDGED")
    assert (job["classification"], job["in_memory"]) == ("stopped", False)
    again = place.remove("live", **_job(reviewed))
    assert (again.job_outcome["outcome"], again.job_outcome["reason"]) == ("kept", "has_master_table")


def test_a_wedged_job_whose_rows_changed_since_the_review_is_left_alone(place: Simulated) -> None:
    reviewed = _reviewed(place, "WEDGED")
    place.execute(
        "live", "UPDATE scott.wedged SET error_count = 7 WHERE process_order < 0 AND operation IS NOT NULL", "COMMIT"
    )
    assert place.drop("live", **reviewed).table["reason"] == "changed"
    assert place.remove("live", **_job(reviewed)).job_outcome["reason"] == "changed"
    assert place.facts("live").job("WEDGED")["classification"] == "wedged"


def test_a_job_that_comes_alive_before_it_is_attached_to_is_left_alone(place: Simulated) -> None:
    reviewed = _reviewed(place, "WEDGED")
    place.admin(
        "inject",
        service="live",
        fault={
            "at": "before",
            "match": {"kind": "plsql", "nested": False, "text": "STOP_JOB"},
            "do": {"start_job": {"owner": "SCOTT", "name": "WEDGED"}},
        },
    )
    done = place.drop("live", **reviewed)
    assert (done.table["outcome"], done.values["changed"]) == ("kept", False)
    assert place.facts("live").job("WEDGED")["classification"] in ("running", "transitional")


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("RUNNING_EXPORT", {}, "kill"),
    ("RUNNING_EXPORT", {"kill": True}, "accept_dumpfile_deletion"),
    ("RUNNING_EXPORT", {"kill": True, "accept_partial_import": True}, "accept_dumpfile_deletion"),
    ("RUNNING_IMPORT", {"kill": True, "accept_dumpfile_deletion": True}, "accept_partial_import"),
    ("WATCHED", {"kill": True, "accept_dumpfile_deletion": True}, "stop_with_clients"),
    ("RUNNING_EXPORT", {"kill": True, "accept_dumpfile_deletion": True, "digest": None}, "digest"),
]


@pytest.mark.parametrize(("name", "options", "option"), REFUSED)
def test_a_live_job_is_ended_only_by_who_accepts_what_that_destroys(
    place: Simulated, name: str, options: dict[str, Any], option: str
) -> None:
    reviewed = {**_job(_reviewed(place, name)), **options}
    with place.unchanged("live"):
        job = place.remove("live", **reviewed).job_outcome
    assert (job["outcome"], job["option"]) == ("kept", option)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("RUNNING_EXPORT", {"accept_dumpfile_deletion": True}),
        ("RUNNING_IMPORT", {"accept_partial_import": True}),
        ("WATCHED", {"accept_dumpfile_deletion": True, "stop_with_clients": True, "delay": 1}),
    ],
)
def test_a_live_job_is_killed_with_its_table(place: Simulated, name: str, options: dict[str, Any]) -> None:
    reviewed = _job(_reviewed(place, name))
    others = _names(place) - {name}
    with place.unchanged("live"):
        planned = place.remove("live", check=True, kill=True, **options, **reviewed)
    done = place.remove("live", kill=True, **options, **reviewed)
    assert done.job_outcome["outcome"] == planned.job_outcome["outcome"] == "killed"
    assert "keep_master => 0" in done.values["actions"][0]["sql"]
    assert _names(place) == others
    assert f"SCOTT.{name}" not in place.tables("live")
    again = place.remove("live", kill=True, **options, **reviewed)
    assert (again.job_outcome["outcome"], again.values["changed"]) == ("already_absent", False)


def test_a_job_that_took_the_name_since_the_review_is_not_killed(place: Simulated) -> None:
    reviewed = _job(_reviewed(place, "RUNNING_EXPORT"))
    place.admin(
        "inject",
        service="live",
        fault={
            "at": "before",
            "match": {"kind": "plsql", "nested": False, "text": "keep_master"},
            "do": [
                {"kill_job": {"owner": "SCOTT", "name": "RUNNING_EXPORT"}},
                {"advance": {"seconds": 30}},
                {"open_job": {"owner": "SCOTT", "name": "RUNNING_EXPORT", "operation": "EXPORT", "mode": "SCHEMA"}},
            ],
        },
    )
    done = place.remove("live", kill=True, accept_dumpfile_deletion=True, stop_with_clients=True, **reviewed)
    assert (done.job_outcome["outcome"], done.job_outcome["reason"]) == ("kept", "another_job")
    assert "RUNNING_EXPORT" in _names(place)


def test_stopping_a_watched_job_takes_an_option(place: Simulated) -> None:
    stop = {"state": "stopped", "owner": "SCOTT", "name": "WATCHED", "delay": 1}
    assert place.remove("live", **stop).job_outcome["option"] == "stop_with_clients"
    assert place.remove("live", stop_with_clients=True, **stop).job_outcome["outcome"] == "stopped"


def test_the_role_cleans_a_confirmed_wedged_job_in_one_run(place: Simulated, tmp_path: pathlib.Path) -> None:
    confirmed = [_reviewed(place, name) for name in ("WEDGED", "SYS_EXPORT_TABLE_01")]
    first = place.role(tmp_path, "live", datapump_cleanup_confirmed=confirmed)
    assert first.status == 0, first.output[-4000:]
    assert not {"WEDGED", "SYS_EXPORT_TABLE_01"} & _names(place)
    with place.unchanged("live"):
        assert place.role(tmp_path, "live", datapump_cleanup_confirmed=confirmed).status == 0


def test_objects_are_counted_when_that_is_asked_for(place: Simulated) -> None:
    assert place.facts("live").job("FAILED")["content"]["objects_total"] is None
    counted = place.facts("live", gather_subset=["content", "objects"], name=["FAILED"]).job("FAILED")["content"]
    assert (counted["objects_total"], counted["objects_left"]) == (10, 6)
