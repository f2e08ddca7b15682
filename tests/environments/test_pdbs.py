# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Container databases: each job belongs to one container, and only from there it is touched."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest
from simulated import Account, Simulated

SCENARIO = "pdbs.yml"
CLEANER = Account("C##CLEAN", "cleaner")
IN_ROOT_ONLY = Account("C##LOCAL", "cleaner")
JOB = {"owner": "C##SCOTT", "name": "SYS_EXPORT_SCHEMA_01"}
UIDS = {"SALES": 2100000003, "READER": 2100000004, "SHOP_ROOT": 2100000006, "SHOP_PDB": 2100000007, "FAR": 2100000008}


def _names(facts: dict[str, Any]) -> set[str]:
    return {job["name"] for job in facts["jobs"]}


def test_the_service_of_a_pdb_shows_its_jobs(place: Simulated) -> None:
    facts = place.facts("sales", CLEANER).facts
    database = facts["database"]
    assert (database["con_name"], database["con_uid"], database["dbid"]) == ("SALES", UIDS["SALES"], 1402300061)
    assert {job["name"]: job["classification"] for job in facts["jobs"]} == {
        "SYS_EXPORT_SCHEMA_01": "failed",
        "RUNS_IN_SALES": "running",
        "GHOST_IN_SALES": "ghost",
    }
    assert facts["containers"] is None


def test_container_is_the_same_as_the_service(place: Simulated) -> None:
    by_service, by_option = place.facts("sales", CLEANER), place.facts("cdb", CLEANER, container="sales")
    for part in ("con_name", "con_uid", "open_mode"):
        assert by_service.facts["database"][part] == by_option.facts["database"][part]
    assert [job["digest"] for job in by_service.facts["jobs"]] == [job["digest"] for job in by_option.facts["jobs"]]


def test_the_same_names_in_two_containers_have_different_digests(place: Simulated) -> None:
    digests = {place.facts(service, CLEANER).job(JOB["name"])["digest"] for service in ("cdb", "sales", "reader")}
    assert len(digests) == 3


def test_the_root_has_its_own_jobs_and_lists_the_others(place: Simulated) -> None:
    """An instance's memory shows the root the entries of every container; none of them is a job of the root."""
    facts = place.facts("cdb", CLEANER).facts
    assert (facts["coverage"], _names(facts)) == ("cdb", {"SYS_EXPORT_SCHEMA_01"})
    containers = {container["name"]: container for container in facts["containers"]}
    assert {row["name"]: row["state"] for row in containers["SALES"]["listed"]} == {
        "SYS_EXPORT_SCHEMA_01": "NOT RUNNING",
        "RUNS_IN_SALES": "EXECUTING",
        "GHOST_IN_SALES": "NOT RUNNING",
    }
    assert (containers["CLOSED"]["listed"], containers["CLOSED"]["reason"]) == (None, "not_open")
    assert all(container["datapump"] is None for container in containers.values())


def test_a_sweep_reads_every_open_pdb_and_says_what_it_could_not_read(place: Simulated) -> None:
    with place.unchanged("cdb"):
        outcome = place.facts("cdb", CLEANER, containers=["*"])
    swept = {container["name"]: container for container in outcome.facts["containers"]}
    assert set(swept) == {*UIDS, "CLOSED"}
    for name, con_uid in UIDS.items():
        if name != "FAR":
            assert swept[name]["datapump"]["database"]["con_uid"] == con_uid
            assert JOB["name"] in _names(swept[name]["datapump"])
    assert _names(swept["SALES"]["datapump"]) == {"SYS_EXPORT_SCHEMA_01", "RUNS_IN_SALES", "GHOST_IN_SALES"}
    assert (swept["CLOSED"]["datapump"], swept["CLOSED"]["reason"]) == (None, "not_open")
    assert any("CLOSED" in warning for warning in outcome.warnings)
    assert _names(outcome.facts) == {"SYS_EXPORT_SCHEMA_01"}


def test_a_sweep_tells_where_nothing_is_to_be_changed(place: Simulated) -> None:
    outcome = place.facts("cdb", CLEANER, containers=["*"])
    swept = {container["name"]: container for container in outcome.facts["containers"]}
    special = {name: one["kind"] for name, one in swept.items() if one["kind"] != "plain"}
    assert special == {"SHOP_ROOT": "application", "SHOP_PDB": "application", "FAR": "proxy"}
    for name in ("SHOP_ROOT", "SHOP_PDB"):
        assert swept[name]["datapump"]["database"]["container_kind"] == "application"
    assert (swept["FAR"]["datapump"], swept["FAR"]["reason"]) == (None, "proxy_container")


def test_a_sweep_of_some(place: Simulated) -> None:
    swept = place.facts("cdb", CLEANER, containers=["sa*"]).facts["containers"]
    assert [container["name"] for container in swept if container["datapump"]] == ["SALES"]


def test_a_pdb_that_may_not_be_entered_is_not_an_empty_one(place: Simulated) -> None:
    outcome = place.facts("cdb", IN_ROOT_ONLY, containers=["SALES"])
    (sales,) = [one for one in outcome.facts["containers"] if one["name"] == "SALES"]
    assert (sales["datapump"], sales["reason"]) == (None, "not_readable")
    assert "SET CONTAINER" in sales["text"]


def test_a_sweep_outside_the_root_is_refused(place: Simulated) -> None:
    outcome = place.facts("sales", CLEANER, containers=["*"])
    assert outcome.failed and "CDB$ROOT" in outcome.message


@pytest.mark.parametrize("options", [{}, {"purge": True}, {"state": "present"}], ids=["drop", "purge", "restore"])
def test_nothing_is_changed_from_the_root_by_a_name_alone(place: Simulated, options: dict[str, Any]) -> None:
    """The name exists in the root and in pluggable databases, and only one of those in the latter."""
    for name in ("SYS_EXPORT_SCHEMA_01", "RUNS_IN_SALES"):
        with place.unchanged("cdb"):
            table = place.drop("cdb", CLEANER, owner="C##SCOTT", name=name, **options).table
        assert (table["outcome"], table["reason"], table["option"]) == ("kept", "root_container", "container")


def test_no_entry_is_removed_from_the_root(place: Simulated) -> None:
    with place.unchanged("cdb"):
        job = place.remove("cdb", CLEANER, owner="C##SCOTT", name="GHOST_IN_SALES").job_outcome
    assert (job["outcome"], job["reason"], job["option"]) == ("kept", "root_container", "container")


def test_what_belongs_to_the_root_is_dropped_where_the_root_is_named(place: Simulated) -> None:
    assert place.drop("cdb", CLEANER, **JOB, con_uid=1).table["outcome"] == "dropped"
    left = [table for table in place.admin("snapshot", service="cdb")["tables"] if table["name"] == JOB["name"]]
    assert 1 not in {table["con_id"] for table in left}
    assert len(left) == 6


def test_a_table_is_dropped_in_its_pdb_only(place: Simulated) -> None:
    before = place.world("cdb")["tables"]
    identity = {**JOB, "con_uid": UIDS["SALES"], "dbid": 1402300061}
    assert place.drop("cdb", CLEANER, container="SALES", **identity).table["outcome"] == "dropped"
    after = place.world("cdb")["tables"]
    gone = [table for table in before if table not in after]
    assert [(table["con_id"], table["name"]) for table in gone] == [(3, JOB["name"])]


def test_consent_for_one_pdb_is_none_for_another(place: Simulated) -> None:
    digest = place.facts("sales", CLEANER).job(JOB["name"])["digest"]
    with place.unchanged("cdb"):
        by_uid = place.drop("cdb", CLEANER, container="READER", **JOB, con_uid=UIDS["SALES"]).table
        by_digest = place.drop("cdb", CLEANER, **JOB, con_uid=1, digest=digest).table
    assert (by_uid["outcome"], by_uid["reason"]) == ("kept", "wrong_database")
    assert (by_digest["outcome"], by_digest["reason"]) == ("kept", "changed")


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        ("reader", "read_only"),
        ("shop_root", "application_container"),
        ("shop_pdb", "application_container"),
        ("far", "proxy_container"),
    ],
)
def test_where_nothing_is_changed(place: Simulated, service: str, reason: str) -> None:
    facts = place.facts(service, CLEANER).facts
    assert JOB["name"] in _names(facts)
    with place.unchanged("cdb"):
        table = place.drop(service, CLEANER, **JOB).table
    assert (table["outcome"], table["reason"]) == ("kept", reason)


def test_nothing_is_certain_in_a_pdb_that_is_read_only(place: Simulated) -> None:
    job = place.facts("reader", CLEANER).job(JOB["name"])
    assert (job["classification"], job["quiescent"]) == ("unknown", False)


def test_a_closed_pdb_is_unavailable_and_not_empty(place: Simulated) -> None:
    for outcome in (place.facts("closed", CLEANER), place.facts("cdb", CLEANER, container="CLOSED")):
        assert outcome.failed and "ORA-01109" in outcome.values["codes"]


def test_an_unknown_container_is_refused(place: Simulated) -> None:
    outcome = place.facts("cdb", CLEANER, container="NOWHERE")
    assert outcome.failed and "ORA-65011" in outcome.values["codes"]


def test_the_role_cleans_up_one_pdb(place: Simulated, tmp_path: pathlib.Path) -> None:
    account = Account(CLEANER.user, CLEANER.password, {"container": "SALES"})
    first = place.role(tmp_path, "cdb", account)
    assert first.report, first.output
    consent = [entry for entry in first.proposal if entry["name"] == JOB["name"]]
    second = place.role(tmp_path, "cdb", account, datapump_cleanup_confirmed=consent)
    assert second.status == 0, second.output
    left = [table["con_id"] for table in place.world("cdb")["tables"] if table["name"] == JOB["name"]]
    assert 3 not in left and len(left) == 6
