# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Very many jobs in one database: what is sent grows by batches and targets, never by jobs.

DATAPUMP_TEST_JOBS says how many; 1000 in every run, because making ten thousand takes the simulator minutes. The
figures are printed (pytest -s).
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.module_utils import _contents
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from simulated import SCENARIOS, Simulated, peak_megabytes_of_children, simulator

JOBS = int(os.environ.get("DATAPUMP_TEST_JOBS", "1000"))
MAX_DROPS = 5
FIXED_STATEMENTS = 40
"""More than any module sends beside the batches and one block for each target."""
TABLES_PER_STATEMENT = 25
"""Fewer than any query on control rows reads while there are as many to be read."""


@pytest.fixture(scope="module")
def place(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """The scenario with its many jobs. One in a hundred was stopped on purpose."""
    scenario = yaml.safe_load((SCENARIOS / "ten_thousand.yml").read_text(encoding="utf-8"))
    scenario["databases"][0]["jobs"] += [
        {
            "owner": "SCOTT",
            "name": f"NIGHTLY_{number:05}",
            "stored_state": "STOPPED" if number % 100 == 0 else "EXECUTING",
            "object_id": 100_000 + number,
            "created": "2026-01-02 01:00:00",
        }
        for number in range(JOBS - 1)
    ]
    folder = tmp_path_factory.mktemp("many")
    file = folder / "scenario.yml"
    file.write_text(yaml.dump(scenario, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper)), encoding="utf-8")
    with simulator(launcher, file) as running:
        yield running


def _sent(place: Simulated) -> int:
    statements = place.admin("statements", service="big")["statements"]
    return sum(1 for entry in statements if not entry["nested"])


def _batches(jobs: int) -> int:
    return -(-jobs // TABLES_PER_STATEMENT)


@pytest.mark.timeout(3600)
def test_facts_send_no_statement_for_each_job(place: Simulated) -> None:
    place.admin("clear_statements", service="big")
    outcome = place.facts("big", call_timeout=600, total_deadline=3600)
    sent = _sent(place)
    jobs = outcome.facts["jobs"]
    print(f"facts of {JOBS}: {outcome.seconds:.1f} s, {sent} statements, {outcome.peak_mb:.0f} MB")
    assert len(jobs) == JOBS
    assert [job["name"] for job in jobs if job["classification"] == "running"] == ["RUNNING"]
    assert sum(1 for job in jobs if job["classification"] == "stopped") == len(range(0, JOBS - 1, 100))
    assert len({job["digest"] for job in jobs}) == JOBS
    assert sent <= FIXED_STATEMENTS + _batches(JOBS)


@pytest.mark.timeout(3600)
def test_facts_about_one_job_read_one_table(place: Simulated) -> None:
    place.admin("clear_statements", service="big")
    outcome = place.facts("big", name=["NIGHTLY_00001"], call_timeout=600)
    print(f"facts of one in {JOBS}: {outcome.seconds:.1f} s, {_sent(place)} statements")
    assert [job["name"] for job in outcome.facts["jobs"]] == ["NIGHTLY_00001"]
    assert _sent(place) <= FIXED_STATEMENTS


@pytest.mark.timeout(3600)
def test_a_drop_costs_one_block_and_one_proof_for_each_target(place: Simulated) -> None:
    tables = [{"owner": "SCOTT", "name": f"NIGHTLY_{number:05}"} for number in range(1, 1 + MAX_DROPS)]
    place.admin("clear_statements", service="big")
    outcome = place.drop("big", tables=tables, max_drops=MAX_DROPS, call_timeout=600)
    print(f"{MAX_DROPS} drops in {JOBS}: {outcome.seconds:.1f} s, {_sent(place)} statements")
    assert [table["outcome"] for table in outcome.values["tables"]] == ["dropped"] * MAX_DROPS
    assert _sent(place) <= FIXED_STATEMENTS + 2 * MAX_DROPS


@pytest.mark.timeout(3600)
def test_more_than_max_drops_drops_nothing(place: Simulated) -> None:
    tables = [{"owner": "SCOTT", "name": f"NIGHTLY_{number:05}"} for number in range(20, 30) if number % 100]
    with place.unchanged("big"):
        outcome = place.drop("big", tables=tables, max_drops=MAX_DROPS, call_timeout=600)
    assert {(table["outcome"], table["option"]) for table in outcome.values["tables"]} == {("kept", "max_drops")}


@pytest.mark.timeout(3600)
def test_a_role_run_is_bounded(place: Simulated, tmp_path: pathlib.Path) -> None:
    """One rule fits thousands of jobs; max_drops keeps all of them, and a few are dropped by identity."""
    rules = [{"name": "NIGHTLY_*", "classification": "failed", "min_age": "1d", "allow_restartable": True}]
    place.admin("clear_statements", service="big")
    with place.unchanged("big"):
        run = place.role(
            tmp_path,
            "big",
            datapump_cleanup_rules=rules,
            datapump_cleanup_max_drops=MAX_DROPS,
            datapump_call_timeout=600,
            datapump_total_deadline=3600,
        )
    print(f"role on {JOBS}: {run.seconds:.1f} s, {_sent(place)} statements, {peak_megabytes_of_children():.0f} MB")
    assert run.status == 0, run.output[-3000:]
    assert len(run.report["kept"]) >= JOBS - 1 - MAX_DROPS
    assert _sent(place) <= 3 * (FIXED_STATEMENTS + _batches(JOBS))


@pytest.mark.timeout(3600)
def test_without_the_right_to_read_them_it_is_bounded_too(place: Simulated) -> None:
    place.execute("big", "REVOKE SELECT ANY TABLE FROM dpclean")
    place.admin("clear_statements", service="big")
    outcome = place.facts("big", call_timeout=600, total_deadline=3600)
    assert len(outcome.facts["jobs"]) >= JOBS - 2 * MAX_DROPS
    assert {job["classification"] for job in outcome.facts["jobs"]} == {"running", "unknown"}
    assert _sent(place) <= FIXED_STATEMENTS + _batches(JOBS) + _contents.FAILURES
