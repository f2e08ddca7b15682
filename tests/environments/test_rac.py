# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clusters: evidence from every instance, and entries that only their own instance can reach."""

from __future__ import annotations

from simulated import CLEANER, Simulated

SCENARIO = "rac.yml"


def test_jobs_of_every_instance_are_seen(place: Simulated) -> None:
    found = place.facts("rac")
    assert found.facts["database"]["instances"] == {"expected": [1, 2, 3], "seen": [1, 2, 3]}
    assert (found.job("RUNS_ON_3")["classification"], found.job("RUNS_ON_3")["instance"]) == ("running", 3)
    assert found.job("CRASHED")["classification"] == "failed"
    assert (found.job("GHOST_ON_2")["classification"], found.job("GHOST_ON_2")["instance"]) == ("ghost", 2)


def test_what_runs_on_another_instance_is_kept(place: Simulated) -> None:
    with place.unchanged("rac"):
        table = place.drop("rac", owner="SCOTT", name="RUNS_ON_3").table
    assert (table["outcome"], table["reason"]) == ("kept", "running")


def test_a_dead_job_is_dropped_when_all_instances_answer(place: Simulated) -> None:
    assert place.drop("rac", owner="SCOTT", name="CRASHED").table["outcome"] == "dropped"
    assert place.tables("rac") == {"SCOTT.RUNS_ON_3"}


def test_while_an_instance_is_silent_nothing_is_known(place: Simulated) -> None:
    """The list says NOT RUNNING of the very job that the silent instance runs."""
    found = place.facts("silent")
    assert found.facts["database"]["instances"] == {"expected": [1, 2, 3], "seen": [1, 2]}
    assert found.job("RUNS_ON_3")["state"] == "NOT RUNNING"
    for name in ("RUNS_ON_3", "CRASHED", "GHOST_ON_2"):
        assert (found.job(name)["classification"], found.job(name)["quiescent"]) == ("unknown", False)
        assert "instances" in [item["fact"] for item in found.job(name)["evidence"]]


def test_while_an_instance_is_silent_nothing_is_dropped(place: Simulated) -> None:
    digests = {job["name"]: job["digest"] for job in place.facts("silent").facts["jobs"]}
    tables = [{"owner": "SCOTT", "name": name, "digest": digests[name]} for name in ("RUNS_ON_3", "CRASHED")]
    with place.unchanged("silent"):
        outcomes = place.drop("silent", tables=tables, allow_restartable=True).values["tables"]
        ghost = place.remove("silent", owner="SCOTT", name="GHOST_ON_2").job_outcome
        vanished = place.remove("silent", owner="SCOTT", name="NEVER_SEEN").job_outcome
    assert [table["outcome"] for table in outcomes] == ["kept", "kept"]
    assert (ghost["outcome"], vanished["outcome"]) == ("kept", "kept")


def test_a_ghost_is_attached_to_only_on_the_instance_that_holds_it(place: Simulated) -> None:
    """Connections take turns, so some of them land elsewhere; those say where to connect and attach to nothing."""
    outcomes = []
    # The reader's session of this run comes second and the owner's third, on an instance that does not hold the entry.
    place.facts("rac")
    for _turn in range(6):
        outcome = place.remove("rac", CLEANER, owner="SCOTT", name="GHOST_ON_2").job_outcome
        outcomes.append((outcome["outcome"], outcome["reason"]))
        if outcome["outcome"] == "removed":
            break
        assert (outcome["outcome"], outcome["reason"]) == ("kept", "other_instance")
        assert "RAC2" in outcome["text"] and "db2.example.com" in outcome["text"]
    assert outcomes[-1][0] == "removed"
    assert len(outcomes) > 1, "no connection landed on another instance, so the test showed nothing"
    assert place.remove("rac", owner="SCOTT", name="GHOST_ON_2").job_outcome["outcome"] == "already_absent"
