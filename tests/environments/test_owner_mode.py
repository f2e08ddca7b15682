# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Owners who clean up after themselves, and the jobs of SYS and SYSTEM."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest
from privileges import owner_grants
from simulated import CLEANER, SCOTT, SYS, Account, Simulated

SCENARIO = "owner_mode.yml"
CRASHED = {"owner": "SCOTT", "name": "CRASHED"}


@pytest.fixture
def granted_place(place: Simulated) -> Iterator[Simulated]:
    """SCOTT may read the views of the instances, by the GRANT statements of the documentation."""
    place.execute("owned", *owner_grants("SCOTT"))
    yield place


def test_an_owner_without_rights_sees_its_own_jobs_and_is_told_the_rest(place: Simulated) -> None:
    found = place.facts("owned", SCOTT)
    assert found.facts["coverage"] == "user"
    assert {job["owner"] for job in found.facts["jobs"]} == {"SCOTT"}
    assert (found.job("CRASHED")["classification"], found.job("CRASHED")["quiescent"]) == ("unknown", False)
    assert found.job("RUNNING")["classification"] == "running"
    assert found.job("ESTIMATED")["classification"] == "unknown"
    warnings = " ".join(found.warnings)
    assert "ESTIMATE" in warnings and "NETWORK" in warnings
    assert "READ ON SYS.GV_$DATAPUMP_JOB" in found.facts["privileges"]["missing"]
    assert found.facts["privileges"]["excess"] == []
    assert found.facts["recycle_bin"] == []


def test_an_owner_without_rights_is_refused_and_told_which_it_lacks(place: Simulated) -> None:
    digest = place.facts("owned", SCOTT).job("CRASHED")["digest"]
    for wish in ({}, {"digest": digest}):
        with place.unchanged("owned"):
            table = place.drop("owned", SCOTT, **CRASHED, **wish).table
        assert table["outcome"] == "kept"
        assert "READ ON SYS.GV_$DATAPUMP_JOB" in table["text"]


def test_what_an_owner_cannot_see_is_not_absent(place: Simulated) -> None:
    with place.unchanged("owned"):
        table = place.drop("owned", SCOTT, owner="HR", name="CRASHED").table
        job = place.remove("owned", SCOTT, owner="HR", name="NEVER_SEEN").job_outcome
    assert (table["outcome"], table["reason"]) == ("kept", "not_visible")
    assert (job["outcome"], job["reason"]) == ("kept", "not_visible")


def test_an_owner_who_sees_the_instances_has_complete_evidence(granted_place: Simulated) -> None:
    found = granted_place.facts("owned", SCOTT)
    assert found.facts["privileges"] == {"missing": [], "excess": []}
    job = found.job("CRASHED")
    assert (job["classification"], job["quiescent"]) == ("failed", True)
    # Its list leaves out ESTIMATE jobs, so that it is silent about this one, dead or alive.
    assert (found.job("ESTIMATED")["classification"], found.job("ESTIMATED")["quiescent"]) == ("unknown", False)
    by_dba = granted_place.facts("owned", CLEANER).job("CRASHED", "SCOTT")
    assert job["digest"] == by_dba["digest"]


def test_such_an_owner_drops_purges_and_restores_what_it_owns(granted_place: Simulated) -> None:
    place = granted_place
    dropped = place.drop("owned", SCOTT, **CRASHED).table
    assert (dropped["outcome"], dropped["restorable"]) == ("dropped", True)
    assert place.facts("owned", SCOTT).facts["recycle_bin"][0]["object_id"] == 88001
    restored = place.drop("owned", SCOTT, state="present", **CRASHED).table
    assert restored["outcome"] == "restored"
    digest = place.facts("owned", SCOTT).job("CRASHED")["digest"]
    purged = place.drop("owned", SCOTT, **CRASHED, digest=digest, purge=True, min_age="0").table
    assert purged["outcome"] == "purged"
    assert place.drop("owned", SCOTT, **CRASHED, object_id=88001).table["outcome"] == "already_absent"
    assert "SCOTT.CRASHED" not in place.tables("owned") and "HR.CRASHED" in place.tables("owned")
    assert place.admin("snapshot", service="owned")["recycle_bin"] == []


def test_such_an_owner_leaves_alone_what_lives_or_is_hidden_from_it(granted_place: Simulated) -> None:
    for name in ("RUNNING", "ESTIMATED"):
        with granted_place.unchanged("owned"):
            assert granted_place.drop("owned", SCOTT, owner="SCOTT", name=name).table["outcome"] == "kept"


def test_the_role_works_as_the_owner(granted_place: Simulated, tmp_path: pathlib.Path) -> None:
    first = granted_place.role(tmp_path, "owned", SCOTT)
    assert [entry["name"] for entry in first.proposal] == ["CRASHED"], first.output
    second = granted_place.role(tmp_path, "owned", SCOTT, datapump_cleanup_confirmed=first.proposal)
    assert second.status == 0, second.output
    assert "SCOTT.CRASHED" not in granted_place.tables("owned")


@pytest.mark.parametrize(
    ("account", "owner", "name"),
    [
        (SYS, "SYS", "SYS_EXPORT_FULL_02"),
        (SYS, "SYSTEM", "SYS_EXPORT_FULL_01"),
        (CLEANER, "SYSTEM", "SYS_EXPORT_FULL_01"),
    ],
)
def test_without_undo_only_with_its_own_option(place: Simulated, account: Account, owner: str, name: str) -> None:
    with place.unchanged("owned"):
        kept = place.drop("owned", account, owner=owner, name=name).table
    assert (kept["outcome"], kept["reason"], kept["option"]) == ("kept", "no_undo", "accept_no_undo")
    dropped = place.drop("owned", account, owner=owner, name=name, accept_no_undo=True).table
    assert (dropped["outcome"], dropped["restorable"]) == ("dropped", False)
    assert f"{owner}.{name}" not in place.tables("owned")
    assert place.admin("snapshot", service="owned")["recycle_bin"] == []


def test_tables_of_sys_take_sysdba(place: Simulated) -> None:
    with place.unchanged("owned"):
        table = place.drop("owned", CLEANER, owner="SYS", name="SYS_EXPORT_FULL_02", accept_no_undo=True).table
    assert table["outcome"] == "kept"
    assert "mode=sysdba" in table["text"]


def test_a_table_of_system_in_another_tablespace_has_an_undo(place: Simulated) -> None:
    wish = {"owner": "SYSTEM", "name": "SYS_EXPORT_FULL_03"}
    assert place.drop("owned", CLEANER, **wish).table["restorable"] is True
    assert place.drop("owned", CLEANER, state="present", **wish).table["outcome"] == "restored"


def test_the_role_cleans_up_for_sys(place: Simulated, tmp_path: pathlib.Path) -> None:
    first = place.role(tmp_path, "owned", SYS)
    consent = [entry for entry in first.proposal if entry["owner"] in ("SYS", "SYSTEM")]
    assert len(consent) == 3, first.output
    place.role(tmp_path, "owned", SYS, datapump_cleanup_confirmed=consent)
    left = place.tables("owned")
    assert {"SYS.SYS_EXPORT_FULL_02", "SYSTEM.SYS_EXPORT_FULL_01"} <= left and "SYSTEM.SYS_EXPORT_FULL_03" not in left
    third = place.role(tmp_path, "owned", SYS, datapump_cleanup_confirmed=consent, datapump_cleanup_accept_no_undo=True)
    assert third.status == 0, third.output
    assert not {"SYS.SYS_EXPORT_FULL_02", "SYSTEM.SYS_EXPORT_FULL_01"} & place.tables("owned")
