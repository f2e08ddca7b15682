# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Databases in which nothing may be changed: what can be read is read, and everything is kept with the reason."""

from __future__ import annotations

import pathlib

import pytest
from simulated import CLEANER, SYS, Simulated

SCENARIO = "standby.yml"
TABLES = [{"owner": "SCOTT", "name": "CRASHED"}, {"owner": "SCOTT", "name": "PAUSED"}]


def test_on_the_primary_they_are_what_they_are(shared_place: Simulated) -> None:
    found = shared_place.facts("primary")
    assert (found.job("CRASHED")["classification"], found.job("PAUSED")["classification"]) == ("failed", "stopped")


@pytest.mark.parametrize("service", ["standby", "readonly"])
def test_facts_work_and_claim_nothing(shared_place: Simulated, service: str) -> None:
    found = shared_place.facts(service)
    for name in ("CRASHED", "PAUSED"):
        job = found.job(name)
        assert (job["classification"], job["quiescent"], job["restartable"]) == ("unknown", False, "unknown")
        assert "database" in [item["fact"] for item in job["evidence"]]
    assert [entry["original_name"] for entry in found.facts["recycle_bin"]] == ["DROPPED"]


@pytest.mark.parametrize("service", ["standby", "readonly"])
def test_nothing_is_changed(shared_place: Simulated, service: str) -> None:
    digest = shared_place.facts(service).job("CRASHED")["digest"]
    with shared_place.unchanged(service):
        dropped = shared_place.drop(service, tables=[{**TABLES[0], "digest": digest}, TABLES[1]], purge=True)
        restored = shared_place.drop(service, owner="SCOTT", name="DROPPED", state="present")
        removed = shared_place.remove(service, owner="SCOTT", name="CRASHED")
        stopped = shared_place.remove(service, owner="SCOTT", name="PAUSED", state="stopped")
    kept = [*dropped.values["tables"], restored.table, removed.job_outcome, stopped.job_outcome]
    assert {(item["outcome"], item["reason"]) for item in kept} == {("kept", "read_only")}
    assert not any(outcome.values["changed"] for outcome in (dropped, restored, removed, stopped))


def test_the_role_reports_and_keeps_everything_on_a_standby(place: Simulated, tmp_path: pathlib.Path) -> None:
    rules = [{"classification": ["failed", "stopped"], "min_age": "1d", "allow_restartable": True}]
    with place.unchanged("standby"):
        run = place.role(tmp_path, "standby", datapump_cleanup_rules=rules)
    assert {item["name"] for item in run.report["kept"]} == {"CRASHED", "PAUSED", "DROPPED"}
    assert run.proposal == []


@pytest.mark.parametrize(("service", "code"), [("mounted", "ORA-01033"), ("restrict", "ORA-01035")])
def test_unavailable_is_a_failure_with_the_code(shared_place: Simulated, service: str, code: str) -> None:
    with shared_place.unchanged(service):
        outcomes = [
            shared_place.facts(service, CLEANER),
            shared_place.drop(service, CLEANER, tables=TABLES),
            shared_place.remove(service, CLEANER, owner="SCOTT", name="CRASHED"),
        ]
    assert all(outcome.failed and code in outcome.values["codes"] for outcome in outcomes)


def test_a_mounted_database_has_no_dictionary_for_sysdba_either(shared_place: Simulated) -> None:
    with shared_place.unchanged("mounted"):
        outcomes = [shared_place.facts("mounted", SYS), shared_place.drop("mounted", SYS, tables=TABLES)]
    for outcome in outcomes:
        assert outcome.failed and "ORA-01219" in outcome.values["codes"]
        assert "MOUNTED" in outcome.message


def test_sysdba_may_work_in_a_restricted_database(place: Simulated) -> None:
    assert place.drop("restrict", SYS, **TABLES[0]).table["outcome"] == "dropped"
