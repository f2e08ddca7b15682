# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBA_DATAPUMP_JOBS and its relatives on random worlds, against a computation that shares no code with the views."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

OWNERS = ["SCOTT", "DPCLEAN", "pablo"]
NAMES = ["A", "a", "SYS_EXPORT_FULL_01", "x y"]
OPERATIONS = ["EXPORT", "IMPORT", "SQL_FILE", "ESTIMATE", "NETWORK", "EXPORTS", "export", ""]
MODES = ["FULL", "SCHEMA", "TABLE", "TABLESPACE", "TRANSPORTABLE", "ROW", ""]
BIN_FLAG = 128
TABLE_TYPE = 2


@dataclasses.dataclass(frozen=True)
class Commented:
    owner: str
    name: str
    type_number: int
    flags: int
    comment: str
    on_column: bool


@dataclasses.dataclass(frozen=True)
class Entry:
    owner: str
    name: str
    operation: str
    mode: str
    state: str
    workers: int
    has_queue: bool
    listed: bool
    sessions: tuple[str, ...]


def padded_comment(operation: str, mode: str) -> str:
    return "Data Pump Master Table " + operation.ljust(30) + " " + mode.ljust(30)


comments = st.one_of(
    st.builds(padded_comment, st.sampled_from(OPERATIONS), st.sampled_from(MODES)),
    st.builds(lambda text, cut: text[:cut], st.just(padded_comment("EXPORT", "FULL")), st.integers(0, 84)),
    st.just(padded_comment("EXPORT", "FULL").upper()),
    st.just("Data Pump Master Table EXPORT FULL"),
)
commented_objects = st.builds(
    Commented,
    st.sampled_from(OWNERS),
    st.sampled_from(NAMES),
    st.sampled_from([TABLE_TYPE, TABLE_TYPE, 4]),
    st.sampled_from([0, 0, 2, BIN_FLAG, BIN_FLAG + 2]),
    comments,
    st.booleans(),
)
entries = st.builds(
    Entry,
    st.sampled_from(OWNERS),
    st.sampled_from(NAMES),
    st.sampled_from(OPERATIONS[:3]),
    st.sampled_from(MODES[:5]),
    st.sampled_from(["EXECUTING", "IDLING", "NOT RUNNING", "STOP PENDING"]),
    st.integers(0, 8),
    st.booleans(),
    st.sampled_from([True, True, True, False]),
    st.lists(st.sampled_from(["DBMS_DATAPUMP", "MASTER", "WORKER", "EXTERNAL TABLE"]), max_size=4).map(tuple),
)
worlds = st.tuples(st.lists(commented_objects, max_size=6), st.lists(entries, max_size=5))


def expected_rows(objects: list[Commented], live: list[Entry], operations: set[str]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for job in live:
        if job.listed and job.has_queue:
            clients = [kind for kind in job.sessions if kind == "DBMS_DATAPUMP"]
            rows.append(
                (job.owner, job.name, job.operation, job.mode, job.state, job.workers, len(clients), len(job.sessions))
            )
    in_list = {(job.owner, job.name) for job in live if job.listed}
    for item in objects:
        text = item.comment
        if (
            text[0:22] == "Data Pump Master Table"
            and text[23:53].rstrip(" ") in operations
            and text[54:84].rstrip(" ") in set(MODES[:5])
            and item.type_number == TABLE_TYPE
            and not item.flags // BIN_FLAG % 2
            and (item.owner, item.name) not in in_list
        ):
            rows.append((item.owner, item.name, text[23:53], text[54:84], "NOT RUNNING", 0, 0, 0))
    return sorted(rows)


@pytest.fixture(scope="module")
def world(build_world):
    return build_world(
        {
            "name": "VIEWS",
            "users": [
                {"name": "DPCLEAN", "grants": ["CREATE SESSION"], "roles": ["SELECT_CATALOG_ROLE"]},
                {"name": "SCOTT", "grants": ["CREATE SESSION"]},
                {"name": "pablo", "grants": ["CREATE SESSION"]},
            ],
        }
    )


@pytest.fixture(scope="module")
def viewer(world):
    return world.client("DPCLEAN")


def fill(database, objects: list[Commented], live: list[Entry]) -> None:
    """Writes base tables directly, beside every rule that DDL and DBMS_DATAPUMP would keep."""
    execute = database.sqlite.execute
    execute("DELETE FROM `com$` WHERE `OBJ#` >= 900000")
    execute("DELETE FROM `obj$` WHERE `OBJ#` >= 900000")
    execute("DELETE FROM x_datapump_job")
    execute("DELETE FROM x_datapump_session")
    for number, item in enumerate(objects, 900000):
        execute(
            "INSERT INTO `obj$` (CON_ID, `OBJ#`, `OWNER#`, OWNER_NAME, NAME, NAMESPACE, `TYPE#`, FLAGS, STATUS)"
            " VALUES (0, ?, ?, ?, ?, 1, ?, ?, 1)",
            (number, database.accounts.number(0, item.owner), item.owner, item.name, item.type_number, item.flags),
        )
        execute(
            "INSERT INTO `com$` (CON_ID, `OBJ#`, `COL#`, `COMMENT$`) VALUES (0, ?, ?, ?)",
            (number, 1 if item.on_column else None, item.comment or None),
        )
    for number, job in enumerate(live, 1):
        execute(
            "INSERT INTO x_datapump_job (CON_ID, INST_ID, JOB_ID, OWNER_NAME, JOB_NAME, OPERATION, JOB_MODE, STATE,"
            " WORKERS, MSG_CTRL_QUEUE, LISTED) VALUES (0, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, job.owner, job.name, job.operation, job.mode, job.state, job.workers,
                "KUPC$C_1" if job.has_queue else None, int(job.listed),
            ),
        )  # fmt: skip
        for session, kind in enumerate(job.sessions):
            saddr = bytes([number, session])
            execute(
                "INSERT INTO x_datapump_session VALUES (0, 1, ?, ?, ?, ?, 1, 1)", (number, saddr, kind, 100 + session)
            )


def without_owner(rows: list[tuple[Any, ...]], owner: str) -> list[tuple[Any, ...]]:
    return [row[1:] for row in rows if row[0] == owner]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=worlds)
def test_job_views(world, viewer, content) -> None:
    objects, live = content
    with world.database.lock:
        fill(world.database, objects, live)
    everything = {"EXPORT", "ESTIMATE", "IMPORT", "SQL_FILE", "NETWORK"}
    listed = viewer.query("SELECT * FROM dba_datapump_jobs")
    assert sorted(listed) == expected_rows(objects, live, everything)
    own = viewer.query("SELECT * FROM user_datapump_jobs")
    assert sorted(own) == without_owner(expected_rows(objects, live, {"EXPORT", "IMPORT", "SQL_FILE"}), "DPCLEAN")


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=worlds)
def test_session_views(world, viewer, content) -> None:
    objects, live = content
    with world.database.lock:
        fill(world.database, objects, live)
    expected = sorted(
        (job.owner, job.name, 1, bytes([number, session]), kind)
        for number, job in enumerate(live, 1)
        for session, kind in enumerate(job.sessions)
        if job.listed
    )
    assert sorted(viewer.query("SELECT * FROM dba_datapump_sessions")) == expected
    unjoined = viewer.query("SELECT COUNT(*) FROM gv$datapump_session")
    assert unjoined == [(sum(len(job.sessions) for job in live),)]


def test_padding_of_rows_that_are_not_running(make_world) -> None:
    """Conformance case C48."""
    world = make_world({"owner": "SCOTT", "name": "STOPPED"}, {"owner": "SCOTT", "name": "LIVE", "state": "EXECUTING"})
    viewer = world.client("DPCLEAN")
    text = "SELECT operation||'|' FROM dba_datapump_jobs WHERE state = :state"
    assert viewer.query(text, state="NOT RUNNING") == [("EXPORT" + " " * 24 + "|",)]
    assert viewer.query(text, state="EXECUTING") == [("EXPORT|",)]


def test_a_job_without_control_queue_is_in_neither_branch(make_world) -> None:
    job = {"owner": "SCOTT", "name": "HIDDEN", "state": "EXECUTING", "null_control_queue": True}
    world = make_world(job)
    assert world.jobs() == []
    assert world.client("DPCLEAN").query("SELECT job_name, state FROM gv$datapump_job") == [("HIDDEN", "EXECUTING")]


def test_operations_that_only_the_dba_view_lists(make_world) -> None:
    operations = ["ESTIMATE", "EXPORT", "IMPORT", "NETWORK", "SQL_FILE"]
    world = make_world(*({"owner": "SCOTT", "name": name, "operation": name} for name in operations))
    assert [job[1] for job in world.jobs()] == operations
    own = world.client("SCOTT").query("SELECT job_name FROM user_datapump_jobs ORDER BY 1")
    assert own == [("EXPORT",), ("IMPORT",), ("SQL_FILE",)]


def test_a_dropped_master_table_is_listed_no_more(make_world) -> None:
    world = make_world({"owner": "SCOTT", "name": "OLD"})
    world.client("DPCLEAN").run("DROP TABLE scott.old")
    assert world.jobs() == []


def test_the_views_need_their_grant(make_world) -> None:
    world = make_world({"owner": "SCOTT", "name": "OLD"})
    client = world.client("SCOTT")
    for view in ("dba_datapump_jobs", "dba_datapump_sessions", "gv$datapump_job", "v$datapump_session"):
        assert client.failure(client.query, f"SELECT * FROM {view}") == 942
    assert client.query("SELECT job_name, attached_sessions FROM user_datapump_jobs") == [("OLD", 0)]


def test_containers_see_their_own_jobs(make_world) -> None:
    pdb = {
        "services": ["p1"],
        "users": [
            {"name": "SCOTT"},
            {"name": "DPCLEAN", "grants": ["CREATE SESSION"], "roles": ["SELECT_CATALOG_ROLE"]},
        ],
        "jobs": [{"owner": "SCOTT", "name": "IN_PDB"}, {"owner": "SCOTT", "name": "LIVE_IN_PDB", "state": "EXECUTING"}],
    }
    closed = {**pdb, "services": ["p2"], "name": "P2", "open_mode": "MOUNTED"}
    world = make_world({"owner": "SCOTT", "name": "IN_ROOT"}, services=["root"], pdbs=[{**pdb, "name": "P1"}, closed])
    assert [job[1] for job in world.jobs("root")] == ["IN_ROOT"]
    assert [job[1] for job in world.jobs("p1")] == ["IN_PDB", "LIVE_IN_PDB"]
    root = world.client("DPCLEAN", service="root")
    rows = root.query("SELECT job_name, con_id FROM cdb_datapump_jobs ORDER BY 1")
    assert rows == [("IN_PDB", 3), ("IN_ROOT", 1), ("LIVE_IN_PDB", 3)]


def test_columns_as_documented(make_world) -> None:
    viewer = make_world().client("DPCLEAN")
    text = "SELECT column_name FROM dba_tab_columns WHERE owner = 'SYS' AND table_name = :view ORDER BY column_id"
    names = ["JOB_NAME", "OPERATION", "JOB_MODE", "STATE", "DEGREE", "ATTACHED_SESSIONS", "DATAPUMP_SESSIONS"]
    for view, expected in (
        ("DBA_DATAPUMP_JOBS", ["OWNER_NAME", *names]),
        ("USER_DATAPUMP_JOBS", names),
        ("CDB_DATAPUMP_JOBS", ["OWNER_NAME", *names, "CON_ID"]),
        ("DBA_DATAPUMP_SESSIONS", ["OWNER_NAME", "JOB_NAME", "INST_ID", "SADDR", "SESSION_TYPE"]),
    ):
        assert [row[0] for row in viewer.query(text, view=view)] == expected
