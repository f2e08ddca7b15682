# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 96 to 115: instances, roles, containers, releases, languages and clocks."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    DROP,
    LEFTOVER,
    LOCK,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    described,
)

ON_3 = {"owner": "SCOTT", "name": "RUNS_ON_3"}
DEAD = {"owner": "SCOTT", "name": "CRASHED"}
IN_PDB = {"owner": "C##SCOTT", "name": "SYS_EXPORT_SCHEMA_01"}
SALES_UID = 2_100_000_003


@pytest.fixture
def cluster(make: MakeCase) -> Case:
    """Three instances, of which the third runs a job."""
    return make(described("rac.yml"))


@pytest.fixture
def container(make: MakeCase) -> Case:
    """A container database, seen by an account that every container knows."""
    case = make(described("pdbs.yml"))
    case.account = {"user": "C##CLEAN", "password": "cleaner"}
    return case


def in_pdb(container: Case, name: str) -> Case:
    """From now on connect to the service of a PDB."""
    container.service = f"{container.place.service}_{name.lower()}"
    return container


def unavailable(case: Case, code: str) -> None:
    """Nothing can be read; the code tells why, and nothing was tried twice that cannot help."""
    result = case.run("datapump_facts", retry_count=0).result
    assert (result["failed"], result["connection"]) == (True, "unavailable"), result
    assert code in result["codes"]
    assert case.sent() == []


def test_case_096_a_job_runs_on_another_instance(cluster: Case) -> None:
    kept(cluster.drop(**ON_3), "running")
    assert cluster.drops() == []


def test_case_097_an_instance_falls_silent_after_the_plan(cluster: Case) -> None:
    cluster.inject("before", {"silence_instance": {"instance": 3}}, **BLOCK)
    table = cluster.drop(**DEAD)
    kept(table, "instance_not_read")
    assert (table["guard"], cluster.drops()) == ("G4", [])


def test_case_097_an_instance_does_not_answer_and_that_is_an_error(cluster: Case) -> None:
    cluster.inject("before", {"raise": [12850]}, nested=True, text=r"GV_\$DATAPUMP_JOB")
    table = cluster.drop(**DEAD)
    assert (table["outcome"], table["code"], cluster.where(84002)) == ("kept", "ORA-12850", "table")
    assert cluster.drops() == []


def test_case_098_a_node_crashes_during_the_run(cluster: Case) -> None:
    cluster.inject("before", {"end_instance": {"instance": 3}}, **BLOCK)
    result = cluster.tables(tables=[ON_3, DEAD])
    first, second = result["tables"]
    assert (first["outcome"], cluster.where(84001)) == ("kept", "table")
    assert cluster.where(84002) == {"dropped": "bin", "kept": "table"}[second["outcome"]]


def test_case_099_a_standby_is_read_and_left_alone(make: MakeCase) -> None:
    case = make(described("standby.yml", 1))
    assert {job["classification"] for job in case.facts()["jobs"]} == {"unknown"}
    kept(case.drop(**DEAD), "read_only")
    assert case.drops() == []


def test_case_100_the_roles_switch_between_plan_and_drop(case: Case) -> None:
    case.inject("before", {"switch_role": {"role": "PHYSICAL STANDBY"}}, **BLOCK)
    table = case.drop()
    kept(table, "read_only")
    assert (table["guard"], case.drops()) == ("G0", [])


def test_case_100_the_database_itself_refuses(case: Case) -> None:
    case.inject("before", {"raise": 16000}, **DROP)
    table = case.drop()
    assert (table["outcome"], table["code"], case.where()) == ("kept", "ORA-16000", "table")


def test_case_101_a_database_that_is_only_mounted(make: MakeCase) -> None:
    unavailable(make(described("standby.yml", 3)), "ORA-01033")


def test_case_102_a_restricted_database(make: MakeCase) -> None:
    unavailable(make(described("standby.yml", 4)), "ORA-01035")


def test_case_103_the_jobs_are_in_pdbs_and_the_session_is_in_the_root(container: Case) -> None:
    table = container.drop(**IN_PDB)
    kept(table, "root_container")
    assert (table["option"], container.drops()) == ("container", [])


def test_case_104_a_closed_pdb(container: Case) -> None:
    unavailable(in_pdb(container, "CLOSED"), "ORA-01109")


def test_case_104_a_pdb_that_is_read_only(container: Case) -> None:
    kept(in_pdb(container, "READER").drop(**IN_PDB), "read_only")


def test_case_104_a_pdb_is_closed_during_the_run(container: Case) -> None:
    container.inject("before", {"close_pdb": {"name": "SALES"}}, **BLOCK)
    table = in_pdb(container, "SALES").drop(**IN_PDB, retry_count=0)
    assert (table["outcome"], table["failed"], container.drops()) == ("unknown", True, [])


def test_case_105_plugged_in_again_after_the_review(container: Case) -> None:
    container.change({"replug_pdb": {"name": "SALES"}})
    kept(in_pdb(container, "SALES").drop(**IN_PDB, con_uid=SALES_UID), "wrong_database")


def test_case_105_plugged_in_again_after_the_plan(container: Case) -> None:
    container.inject("before", {"replug_pdb": {"name": "SALES"}}, **BLOCK)
    table = in_pdb(container, "SALES").drop(**IN_PDB)
    kept(table, "wrong_database")
    assert (table["guard"], container.drops()) == ("G0", [])


@pytest.mark.parametrize(
    ("name", "reason"),
    [("SHOP_ROOT", "application_container"), ("SHOP_PDB", "application_container"), ("FAR", "proxy_container")],
)
def test_case_106_containers_of_a_special_kind(container: Case, name: str, reason: str) -> None:
    kept(in_pdb(container, name).drop(**IN_PDB), reason)


def test_case_107_the_instance_is_shut_down_during_the_run(case: Case) -> None:
    case.inject("before", {"end_instance": {}}, **BLOCK)
    table = case.drop(retry_count=0)
    assert (table["outcome"], table["failed"]) == ("unknown", True)
    unavailable_now = case.run("datapump_facts", retry_count=0).result
    assert unavailable_now["connection"] == "unavailable"
    case.change({"start_instance": {}})
    assert case.where() == "table"
    assert case.drop(min_age="0")["outcome"] == "dropped"


def test_case_108_the_instance_crashes_after_the_drop(case: Case) -> None:
    case.inject("after", {"restart_instance": {}}, **DROP)
    table = case.drop()
    assert (table["outcome"], table["reason"], case.where()) == ("dropped", "proven_afterwards", "bin")
    assert len(case.drops()) == 1


def test_case_109_the_archiver_is_stuck_at_the_drop(case: Case) -> None:
    case.inject("before", {"raise": 257}, **DROP)
    table = case.drop()
    assert (table["outcome"], table["code"], case.where()) == ("kept", "ORA-00257", "table")


def test_case_109_the_archiver_is_stuck_at_the_logon(case: Case) -> None:
    case.inject("logon", {"raise": 257})
    unavailable(case, "ORA-00257")


@pytest.mark.parametrize("release", ["12.1", "19c", "23ai"])
def test_case_112_releases(make: MakeCase, release: str) -> None:
    """The whole clean-up has the same outcomes."""
    case = make(release=release)
    found = {job["name"]: job["classification"] for job in case.facts()["jobs"]}
    assert found == {
        "EXPDP_20051121": "running",
        "SYS_EXPORT_TABLE_01": "ghost",
        "SYS_EXPORT_TABLE_02": "failed",
        "SYS_EXPORT_FULL_01": "stopped",
    }
    assert case.drop(purge=True)["outcome"] == "purged"
    assert case.end_job()["outcome"] == "removed"


@pytest.mark.parametrize("code", [54, 942, 1031])
def test_case_114_errors_in_another_language(case: Case, code: int) -> None:
    case.inject("before", {"raise": {"code": code, "message": "Vorgang nicht möglich – 資源使用中"}}, **LOCK)
    table = case.drop()
    assert (table["outcome"], table["code"], case.drops()) == ("kept", f"ORA-{code:05d}", [])
    assert table["reason"] == ("busy" if code == 54 else "no_privilege")


@pytest.mark.parametrize("moment", ["2005-11-04 19:00:00", "2005-10-31 00:00:00"])
def test_case_115_the_servers_clock_goes_back(case: Case, moment: str) -> None:
    case.inject("before", {"step_clock": {"to": moment}}, **BLOCK)
    table = case.drop()
    kept(table, "clock")
    assert (table["guard"], case.drops()) == ("G8", [])


def test_case_115_a_table_of_the_future(case: Case) -> None:
    case.change({"step_clock": {"to": "2005-11-04 19:00:00"}})
    assert case.job("SYS_EXPORT_TABLE_02")["classification"] == "unknown"
    kept(case.drop(min_age="0"), "unknown")


def test_case_115_an_hour_forward_makes_nothing_old_enough(case: Case) -> None:
    """The age is that by the server's clock at the moment of the drop, which the block reads itself."""
    case.inject("before", {"step_clock": {"seconds": -16 * 86_400}}, **BLOCK)
    kept(case.drop(min_age="2d"), "too_young")
    assert case.where(LEFTOVER) == "table"
