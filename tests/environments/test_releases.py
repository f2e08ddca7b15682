# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same outcomes on every release, also for master tables that an older one left behind."""

from __future__ import annotations

from typing import Any

import pytest
from simulated import SCOTT, Simulated

SCENARIO = "releases.yml"
RELEASES = ["r121", "r19c", "r23ai"]
OWN_LAYOUT = {"r121": "12.1", "r19c": "12.2", "r23ai": "12.2"}
OLDER = {"FROM_10G": "10.1", "FROM_11G": "11.2"}


@pytest.mark.parametrize("service", RELEASES)
def test_classes_and_layouts(shared_place: Simulated, service: str) -> None:
    found = shared_place.facts(service)
    older = {**OLDER, **({} if service == "r121" else {"FROM_12C": "12.1"})}
    assert {job["name"]: job["classification"] for job in found.facts["jobs"]} == {
        "SYS_EXPORT_SCHEMA_01": "failed",
        "SYS_IMPORT_FULL_01": "stopped",
        "SYS_EXPORT_TABLE_01": "running",
        **dict.fromkeys(older, "failed"),
    }
    shapes = {job["name"]: job["master_table"]["shape"] for job in found.facts["jobs"]}
    assert {name: shapes[name] for name in older} == older
    assert shapes["SYS_EXPORT_SCHEMA_01"] == OWN_LAYOUT[service]
    assert all(job["content"]["stored_state"] for job in found.facts["jobs"])
    dead = [job for job in found.facts["jobs"] if job["classification"] != "running"]
    assert {job["digest_strength"] for job in dead} == {"full"}
    assert found.facts["privileges"]["missing"] == []


@pytest.mark.parametrize("service", RELEASES)
def test_every_layout_is_dropped_by_its_digest_and_restored(place: Simulated, service: str) -> None:
    jobs = [job for job in place.facts(service).facts["jobs"] if job["classification"] == "failed"]
    tables: list[dict[str, Any]] = [
        {
            "owner": job["owner"],
            "name": job["name"],
            "object_id": job["master_table"]["object_id"],
            "digest": job["digest"],
        }
        for job in jobs
    ]
    dropped = place.drop(service, tables=tables).values["tables"]
    assert {table["outcome"] for table in dropped} == {"dropped"}, dropped
    assert place.tables(service) == {"SCOTT.SYS_IMPORT_FULL_01", "SCOTT.SYS_EXPORT_TABLE_01"}
    restored = place.drop(service, state="present", tables=[{**table, "digest": None} for table in tables])
    assert {table["outcome"] for table in restored.values["tables"]} == {"restored"}, restored.values["tables"]


@pytest.mark.parametrize(("service", "length"), [("r121", 30), ("r19c", 128), ("r23ai", 128)])
def test_names_as_long_as_the_release_allows(place: Simulated, service: str, length: int) -> None:
    name = "é" * (length // 2)
    comment = "Data Pump Master Table " + "EXPORT".ljust(30) + " " + "SCHEMA".ljust(30)
    place.execute(
        service,
        f'CREATE TABLE "{name}" AS SELECT * FROM sys_export_schema_01',
        f"COMMENT ON TABLE \"{name}\" IS '{comment}'",
        account=SCOTT,
    )
    job = place.facts(service).job(name)
    table = place.drop(service, owner="SCOTT", name=name, digest=job["digest"], min_age="0").table
    assert table["outcome"] == "dropped", table
    assert f"SCOTT.{name}" not in place.tables(service)


def test_old_views_list_what_is_in_the_recycle_bin(place: Simulated) -> None:
    """A dropped job is none, and a job that is only named like one is."""
    assert place.drop("listsbin", owner="SCOTT", name="SYS_EXPORT_SCHEMA_01").table["outcome"] == "dropped"
    rows = place.query("listsbin", "SELECT job_name FROM dba_datapump_jobs")
    assert sum(1 for (name,) in rows if name.startswith("BIN$")) == 2
    found = place.facts("listsbin")
    assert [job["name"] for job in found.facts["jobs"]] == ["BIN$NOT_FROM_THERE"]
    assert [entry["original_name"] for entry in found.facts["recycle_bin"]] == ["SYS_EXPORT_SCHEMA_01"]
