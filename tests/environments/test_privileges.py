# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documented grants are enough for the whole role; without any one of them there is just a clear refusal."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _privileges
from privileges import granted, maintenance_grants, proxy_grants
from simulated import Simulated

SCENARIO = "privileges.yml"
SERVICE = "rights"
OTHERS = [statement for statement in maintenance_grants() if "CREATE SESSION" not in statement]
FOR_PEOPLE = "READ ON SYS.DBA_SEGMENTS"
TARGET = {"owner": "SCOTT", "name": "CRASHED"}


@pytest.fixture
def granted_place(place: Simulated) -> Simulated:
    place.execute(SERVICE, *maintenance_grants(), *proxy_grants())
    return place


@pytest.fixture(scope="module")
def shared_granted_place(shared_place: Simulated) -> Iterator[Simulated]:
    shared_place.execute(SERVICE, *maintenance_grants(), *proxy_grants())
    yield shared_place


def _as_missing(grant: str) -> str:
    """As privileges.missing says it, which names what would serve as well."""
    return grant.replace("READ ANY TABLE", "READ ANY TABLE or SELECT ANY TABLE")


def test_the_documentation_names_every_view_that_is_read() -> None:
    views = {granted(statement).removeprefix("READ ON SYS.") for statement in OTHERS if " ON " in statement}
    assert views == _privileges.NEEDED_VIEWS


def test_the_whole_role_runs_with_just_these(granted_place: Simulated, tmp_path: pathlib.Path) -> None:
    facts = granted_place.facts(SERVICE).facts
    assert facts["privileges"] == {"missing": [], "excess": []}
    first = granted_place.role(tmp_path, SERVICE)
    assert {entry["name"] for entry in first.proposal} == {"CRASHED", "PAUSED", "GHOST"}, first.output
    consent = [entry for entry in first.proposal if entry["name"] != "PAUSED"]
    second = granted_place.role(tmp_path, SERVICE, datapump_cleanup_confirmed=consent)
    assert second.status == 0, second.output
    assert granted_place.tables(SERVICE) == {"SCOTT.PAUSED"}
    assert granted_place.admin("snapshot", service=SERVICE)["jobs"] == []
    assert granted_place.admin("snapshot", service=SERVICE)["recycle_bin"] == []


def test_a_dropped_table_is_restored_with_just_these(granted_place: Simulated) -> None:
    assert granted_place.drop(SERVICE, **TARGET).table["outcome"] == "dropped"
    assert granted_place.drop(SERVICE, state="present", **TARGET).table["outcome"] == "restored"


@pytest.mark.parametrize("grant", [granted(statement) for statement in OTHERS])
def test_without_one_of_them_nothing_happens_and_it_is_named(shared_granted_place: Simulated, grant: str) -> None:
    place = shared_granted_place
    place.execute(SERVICE, f"REVOKE {grant} FROM dpclean")
    try:
        facts = place.facts(SERVICE)
        before = place.world(SERVICE)
        if grant != FOR_PEOPLE:
            table = place.drop(SERVICE, **TARGET).table
            foreseen = place.drop(SERVICE, check=True, **TARGET).table
        after = place.world(SERVICE)
    finally:
        place.execute(SERVICE, f"GRANT {grant} TO dpclean")
    assert facts.facts["privileges"]["missing"] == [_as_missing(grant)]
    assert after == before
    if grant != FOR_PEOPLE:
        assert table["outcome"] == "kept"
        assert _as_missing(grant) in table["text"]
        if grant != "LOCK ANY TABLE":
            assert foreseen["outcome"] == "kept"


def test_the_older_right_to_read_rows_serves_as_well(granted_place: Simulated) -> None:
    granted_place.execute(SERVICE, "REVOKE READ ANY TABLE FROM dpclean", "GRANT SELECT ANY TABLE TO dpclean")
    assert granted_place.facts(SERVICE).facts["privileges"] == {"missing": [], "excess": []}
    assert granted_place.drop(SERVICE, **TARGET).table["outcome"] == "dropped"


@pytest.mark.parametrize("view", ["GV_$DATAPUMP_JOB", "DBA_TAB_COMMENTS", "DBA_OBJECTS", "V_$DATABASE"])
def test_a_ghost_is_kept_where_not_everything_was_read(shared_granted_place: Simulated, view: str) -> None:
    place = shared_granted_place
    place.execute(SERVICE, f"REVOKE READ ON SYS.{view} FROM dpclean")
    try:
        before = place.world(SERVICE)
        job = place.remove(SERVICE, owner="SCOTT", name="GHOST").job_outcome
        after = place.world(SERVICE)
    finally:
        place.execute(SERVICE, f"GRANT READ ON SYS.{view} TO dpclean")
    assert (job["outcome"], after) == ("kept", before)
    assert f"READ ON SYS.{view}" in job["text"]


def test_without_the_proxy_grant_the_entry_stays_and_the_statement_is_named(granted_place: Simulated) -> None:
    granted_place.execute(SERVICE, "ALTER USER scott REVOKE CONNECT THROUGH dpclean")
    with granted_place.unchanged(SERVICE):
        job = granted_place.remove(SERVICE, owner="SCOTT", name="GHOST").job_outcome
    assert (job["outcome"], job["reason"]) == ("kept", "no_owner_session")
    assert "GRANT CONNECT THROUGH" in job["text"]


def test_without_create_session_there_is_no_session(place: Simulated) -> None:
    place.execute(SERVICE, "REVOKE CREATE SESSION FROM dpclean")
    outcome = place.facts(SERVICE)
    assert outcome.failed and outcome.values["codes"] == ["ORA-01045"]
    assert place.admin("statistics", service=SERVICE)["connections"] <= 3


@pytest.mark.parametrize(
    "grant", ["DBA", "DATAPUMP_IMP_FULL_DATABASE", "PURGE DBA_RECYCLEBIN", "DELETE ANY TABLE", "ALTER USER"]
)
def test_what_is_too_much_is_said(place: Simulated, grant: str) -> None:
    place.execute(SERVICE, *maintenance_grants(), f"GRANT {grant} TO dpclean")
    assert grant in place.facts(SERVICE).facts["privileges"]["excess"]


@pytest.mark.parametrize("covering", ["SELECT_CATALOG_ROLE", "SELECT ANY DICTIONARY"])
def test_one_grant_covers_all_views(place: Simulated, covering: str) -> None:
    any_table = [statement for statement in maintenance_grants() if " ON " not in statement]
    place.execute(SERVICE, *any_table, f"GRANT {covering} TO dpclean")
    assert place.facts(SERVICE).facts["privileges"] == {"missing": [], "excess": []}
    assert place.drop(SERVICE, **TARGET).table["outcome"] == "dropped"
