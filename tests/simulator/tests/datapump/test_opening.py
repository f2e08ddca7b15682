# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OPEN and ATTACH: names, clashes, rights, and what GET_STATUS says afterwards."""

from __future__ import annotations

import pytest

STOPPED = {"owner": "SCOTT", "name": "NIGHTLY", "stored_state": "STOPPED"}
LIVE = {"owner": "SCOTT", "name": "NIGHTLY", "state": "EXECUTING"}
OTHER = {
    "name": "OTHER",
    "password": "other",
    "quotas": {"USERS": "unlimited"},
    "grants": ["CREATE SESSION", "CREATE TABLE"],
}
EXPORTER = {**OTHER, "name": "EXPORTER", "roles": ["DATAPUMP_EXP_FULL_DATABASE"]}


def leftovers(*numbers: int) -> list[dict[str, str]]:
    return [{"owner": "SCOTT", "name": f"SYS_EXPORT_TABLE_{number:02d}", "mode": "TABLE"} for number in numbers]


def open_table_export(client, name: str | None = None) -> int:
    return client.handle("OPEN", "'EXPORT'", "'TABLE'", "NULL", ":name", name=name)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [([], "SYS_EXPORT_TABLE_01"), ([1, 2, 4], "SYS_EXPORT_TABLE_03"), ([2, 3], "SYS_EXPORT_TABLE_01")],
)
def test_the_default_name_has_the_lowest_free_number(make_world, taken, expected) -> None:
    world = make_world(*leftovers(*taken))
    open_table_export(world.client())
    assert world.states()[expected] == "DEFINING"


def test_the_hundredth_default_name(make_world) -> None:
    client = make_world(*leftovers(*range(1, 100))).client()
    assert client.failure(open_table_export, client) == 31634
    assert client.error_codes() == [31634, 31664]


def test_a_given_name_is_taken_as_it_is(make_world) -> None:
    world = make_world()
    open_table_export(world.client(), "My Export - 1")
    assert world.states() == {"My Export - 1": "DEFINING"}


@pytest.mark.parametrize(("release", "limit"), [("12.1", 30), ("19c", 128)])
def test_a_name_too_long_is_cut_without_a_word(make_world, release, limit) -> None:
    world = make_world(release=release)
    open_table_export(world.client(), "N" * 200)
    assert world.states() == {"N" * limit: "DEFINING"}


@pytest.mark.parametrize("job", [STOPPED, LIVE])
def test_the_name_of_a_job_is_taken(make_world, job) -> None:
    client = make_world(job).client()
    assert client.failure(open_table_export, client, "NIGHTLY") == 31634


def test_the_name_of_a_table_is_taken_too(make_world) -> None:
    """Conformance case C27."""
    columns = [{"name": "X", "type": "NUMBER"}]
    client = make_world(tables=[{"owner": "SCOTT", "name": "DDL", "columns": columns}]).client()
    assert client.failure(open_table_export, client, "DDL") == 31626
    assert client.error_codes() == [31626, 31633]
    assert "ORA-00955" in client.session.datapump.errors(None)[1].text


@pytest.mark.parametrize(
    ("user", "cause"),
    [
        ({"name": "NOBODY", "quotas": {"USERS": "unlimited"}, "grants": ["CREATE SESSION"]}, "ORA-01031"),
        ({"name": "NOBODY", "grants": ["CREATE SESSION", "CREATE TABLE"]}, "ORA-01950"),
    ],
)
def test_what_create_table_lacks_is_told_by_get_status_only(make_world, user, cause) -> None:
    """Conformance cases C24 and C25."""
    world = make_world(users=[{**user, "password": "x"}])
    client = world.client("NOBODY")
    assert client.failure(open_table_export, client) == 31626
    assert cause in client.session.datapump.errors(None)[1].text
    assert world.jobs() == []


@pytest.mark.parametrize("arguments", [("'BACKUP'", "'TABLE'"), ("'EXPORT'", "'ROW'"), ("NULL", "'TABLE'")])
def test_operations_and_modes_that_do_not_exist(make_world, arguments) -> None:
    client = make_world().client()
    assert client.failure(client.handle, "OPEN", *arguments) == 39001


def test_full_mode_needs_a_role(make_world) -> None:
    world = make_world(users=[EXPORTER])
    client = world.client()
    assert client.failure(client.handle, "OPEN", "'EXPORT'", "'FULL'") == 31631
    assert client.error_codes() == [31631, 39161]
    world.client("EXPORTER").handle("OPEN", "'EXPORT'", "'FULL'")
    assert world.states() == {"SYS_EXPORT_FULL_01": "DEFINING"}


def test_a_success_forgets_the_last_failure(make_world) -> None:
    client = make_world().client()
    client.failure(client.handle, "OPEN", "'BACKUP'", "'TABLE'")
    open_table_export(client)
    assert client.error_codes() == []


def test_an_absent_job(make_world) -> None:
    client = make_world().client()
    assert client.failure(client.attach, "NO SUCH JOB", "SCOTT") == 31626


def test_names_are_not_folded(make_world) -> None:
    client = make_world(STOPPED).client()
    assert client.failure(client.attach, "nightly", "SCOTT") == 31626
    assert client.failure(client.attach, "NIGHTLY", "scott") == 31626


def test_an_ordinary_table_is_no_job(make_world) -> None:
    columns = [{"name": "X", "type": "NUMBER"}]
    client = make_world(tables=[{"owner": "SCOTT", "name": "EMP", "columns": columns}]).client()
    assert client.failure(client.attach, "EMP", "SCOTT") == 31626


def test_a_table_with_the_comment_and_other_columns_is_no_sound_job(make_world) -> None:
    columns = [{"name": "X", "type": "NUMBER"}]
    client = make_world({"owner": "SCOTT", "name": "LOOKALIKE", "columns": columns}).client()
    assert client.failure(client.attach, "LOOKALIKE", "SCOTT") == 39002
    assert client.error_codes() == [39002, 39026]


def test_a_missing_dump_file(make_world) -> None:
    """Conformance case C38."""
    files = [{"directory": "DUMPS", "name": "gone.dmp", "missing": True}]
    world = make_world({**STOPPED, "dump_files": files})
    client = world.client()
    assert client.failure(client.attach, "NIGHTLY", "SCOTT") == 39002
    assert "ORA-31640" in client.session.datapump.errors(None)[1].text
    assert world.states() == {"NIGHTLY": "NOT RUNNING"}


def test_a_second_attach_of_the_same_session(make_world) -> None:
    world = make_world(LIVE)
    client = world.client()
    client.attach("NIGHTLY", "SCOTT")
    assert client.failure(client.attach, "NIGHTLY", "SCOTT") == 31636
    world.client().attach("NIGHTLY", "SCOTT")
    assert world.jobs()[0][6] == 2


def test_a_handle_is_worth_nothing_in_another_session(make_world) -> None:
    world = make_world(LIVE)
    first, second = world.client(), world.client()
    handle = first.attach("NIGHTLY", "SCOTT")
    assert second.failure(second.call, "DETACH", str(handle)) == 31623
    assert second.attach("NIGHTLY", "SCOTT") != handle


@pytest.mark.parametrize(
    ("user", "job", "expected"),
    [
        ("OTHER", LIVE, 31631),
        ("OTHER", STOPPED, 31631),
        ("EXPORTER", LIVE, None),
        ("EXPORTER", {**LIVE, "operation": "IMPORT"}, 31631),
        ("EXPORTER", STOPPED, 31631),
        ("EXPORTER", {**LIVE, "state": "NOT RUNNING", "in_memory": True}, 31631),
    ],
)
def test_jobs_of_others(make_world, user, job, expected) -> None:
    """The roles let in while the job runs; nobody but the owner revives one."""
    client = make_world(job, users=[OTHER, EXPORTER]).client(user)
    if expected is None:
        assert client.attach("NIGHTLY", "SCOTT") > 0
    else:
        assert client.failure(client.attach, "NIGHTLY", "SCOTT") == expected


def test_a_proxy_session_is_the_owner(make_world) -> None:
    client = make_world(STOPPED).client("DPCLEAN", owner="SCOTT")
    assert client.attach("NIGHTLY", "SCOTT") > 0


def test_without_a_name_the_only_active_job_is_meant(make_world) -> None:
    world = make_world(LIVE, {**STOPPED, "name": "OLD"})
    client = world.client()
    client.handle("ATTACH")
    assert world.jobs()[0][6] == 1


@pytest.mark.parametrize("jobs", [[], [LIVE, {**LIVE, "name": "SECOND"}]])
def test_without_a_name_and_without_a_single_active_job(make_world, jobs) -> None:
    client = make_world(*jobs).client()
    assert client.failure(client.handle, "ATTACH") == 31626
    assert client.error_codes() == [31626, 31630]


@pytest.mark.parametrize("state", ["STOP PENDING", "STOPPING", "UNDEFINED"])
def test_states_that_nobody_attaches_to(make_world, state) -> None:
    client = make_world({**LIVE, "state": state}).client()
    assert client.failure(client.attach, "NIGHTLY", "SCOTT") == 39004
    assert client.error_codes() == [39004, 39016]


def test_a_ghost_in_the_memory_of_the_other_instance(make_world) -> None:
    ghost = {
        "owner": "SCOTT",
        "name": "G",
        "state": "NOT RUNNING",
        "in_memory": True,
        "master_table": False,
        "instance": 2,
    }
    world = make_world(ghost, instances=[{"number": 1}, {"number": 2}])
    codes = set()
    for dummy in range(2):  # connections take turns
        client = world.client()
        if client.session.instance_id == 1:
            codes.add(client.failure(client.attach, "G", "SCOTT"))
        else:
            client.call("DETACH", str(client.attach("G", "SCOTT")))
            codes.add(0)
    assert codes == {0, 31626}
