# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each call on a handle in each state, and the calls' own rules."""

from __future__ import annotations

import itertools

import pytest

from simora.datapump.client import client_of
from simora.datapump.states import TABLE_6_1, Call, State

# One call that is right in every respect but, perhaps, the state.
CALLS = {
    Call.ADD_FILE: "ADD_FILE({h}, 'new.dmp', 'DUMPS')",
    Call.DATA_FILTER: "DATA_FILTER({h}, 'INCLUDE_ROWS', 0)",
    Call.DATA_REMAP: "DATA_REMAP({h}, 'COLUMN_FUNCTION', 'EMP', 'ENAME', 'SCOTT.P.HIDE')",
    Call.METADATA_FILTER: "METADATA_FILTER({h}, 'SCHEMA_LIST', '''SCOTT''')",
    Call.SET_PARAMETER: "SET_PARAMETER({h}, 'METRICS', 1)",
    Call.SET_PARALLEL: "SET_PARALLEL({h}, 2)",
    Call.START_JOB: "START_JOB({h})",
    Call.STOP_JOB: "STOP_JOB({h}, 1)",
    Call.LOG_ENTRY: "LOG_ENTRY({h}, 'hello')",
    Call.DETACH: "DETACH({h})",
}
JOB = {"owner": "SCOTT", "name": "J", "dump_files": [{"directory": "DUMPS", "name": "j.dmp"}]}


def taken(world, name: str = "J"):
    """A client with a handle on a job, whatever its state: not every state lets ATTACH through."""
    client = world.client()
    with world.database.lock:
        job = world.database.datapump.jobs.named(0, "SCOTT", name)
        handle = client_of(client.session).take(job)
    return client, handle


def expected_code(call: Call, state: State) -> int:
    if state in TABLE_6_1[call] or (call is Call.STOP_JOB and state is State.COMPLETING):
        return 0
    return 39004


@pytest.mark.parametrize(("call", "state"), list(itertools.product(CALLS, State)))
def test_calls_and_states(make_world, call, state) -> None:
    world = make_world({**JOB, "state": str(state), "in_memory": True})
    client, handle = taken(world)
    block = f"BEGIN DBMS_DATAPUMP.{CALLS[call].format(h=handle)}; END;"
    if expected_code(call, state) == 0:
        client.run(block)
    else:
        assert client.failure(client.run, block) == 39004
        assert client.error_codes(handle) == [39004, 39016]


@pytest.mark.parametrize(
    "call", ["METADATA_TRANSFORM({h}, 'OID', 0)", "METADATA_REMAP({h}, 'REMAP_SCHEMA', 'BLAKE', 'SCOTT')"]
)
@pytest.mark.parametrize("state", State)
def test_transforms_and_remaps_are_for_imports_being_defined(make_world, state, call) -> None:
    world = make_world({**JOB, "operation": "IMPORT", "state": str(state), "in_memory": True})
    client, handle = taken(world)
    block = f"BEGIN DBMS_DATAPUMP.{call.format(h=handle)}; END;"
    if state is State.DEFINING:
        client.run(block)
    else:
        assert client.failure(client.run, block) == 39004


def test_transforms_are_not_for_exports(make_world) -> None:
    client, handle = taken(make_world({**JOB, "state": "DEFINING"}))
    assert client.failure(client.call, "METADATA_TRANSFORM", str(handle), "'OID'", "0") == 39002


STATUS_BLOCK = "DECLARE s KU$_STATUS; BEGIN s := DBMS_DATAPUMP.GET_STATUS(:h, 4); END;"
WAIT_BLOCK = "DECLARE s VARCHAR2(30); BEGIN DBMS_DATAPUMP.WAIT_FOR_JOB(:h, s); END;"


@pytest.mark.parametrize("state", sorted(TABLE_6_1[Call.GET_STATUS]))
def test_status_of_a_job_that_is_not_over(make_world, state) -> None:
    client, handle = taken(make_world({**JOB, "state": str(state), "in_memory": True}))
    client.run(STATUS_BLOCK, h=handle)


@pytest.mark.parametrize("block", [STATUS_BLOCK, WAIT_BLOCK])
@pytest.mark.parametrize("state", sorted(set(State) - TABLE_6_1[Call.GET_STATUS]))
def test_a_job_that_is_over_answers_no_more(make_world, state, block) -> None:
    """The handle of a completed job is gone with it."""
    client, handle = taken(make_world({**JOB, "state": str(state), "in_memory": True}))
    assert client.failure(client.run, block, h=handle) == (31623 if state is State.COMPLETED else 39004)


@pytest.mark.parametrize("handle", ["NULL", "0", "-1", "4711", "1.5"])
def test_handles_that_are_none(make_world, handle) -> None:
    client = make_world().client()
    assert client.failure(client.call, "START_JOB", handle) == 31623


def test_more_workers_for_a_running_job(make_world) -> None:
    world = make_world({**JOB, "state": "EXECUTING"})
    client, handle = taken(world)
    client.call("SET_PARALLEL", str(handle), "4")
    assert world.jobs()[0][5:] == (4, 1, 6)
    client.call("SET_PARALLEL", str(handle), "1")
    assert world.jobs()[0][5:] == (1, 1, 6), "the reference: a lower degree does not end worker processes"


@pytest.mark.parametrize("degree", ["0", "-1", "NULL"])
def test_no_fewer_than_one_worker(make_world, degree) -> None:
    client, handle = taken(make_world({**JOB, "state": "EXECUTING"}))
    assert client.failure(client.call, "SET_PARALLEL", str(handle), degree) == 39001


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("'NO_SUCH_PARAMETER'", "1"), 39001),
        (("'METRICS'", "'YES'"), 39001),
        (("'COMPRESSION'", "1"), 39001),
        (("'COMPRESSION'", "NULL"), 39001),
        (("NULL", "1"), 39001),
        (("'TABLE_EXISTS_ACTION'", "'SKIP'"), 39005),
    ],
)
def test_parameters_that_an_export_does_not_take(make_world, arguments, code) -> None:
    client, handle = taken(make_world({**JOB, "state": "DEFINING"}))
    assert client.failure(client.call, "SET_PARAMETER", str(handle), *arguments) == code


def test_parameters_end_up_in_the_master_table_but_no_password(make_world) -> None:
    world = make_world({**JOB, "state": "DEFINING"})
    client, handle = taken(world)
    client.call("SET_PARAMETER", str(handle), "'ENCRYPTION_PASSWORD'", "'very secret'")
    client.call("SET_PARAMETER", str(handle), "'LOGTIME'", "'ALL'")
    client.call("SET_PARAMETER", str(handle), "'LOGTIME'", "'NONE'")
    client.call("METADATA_FILTER", str(handle), "'NAME_EXPR'", "'IN (''A'')'", "object_path => 'TABLE'")
    client.call("METADATA_FILTER", str(handle), "'NAME_EXPR'", "'IN (''B'')'", "object_path => 'VIEW'")
    rows = client.query("SELECT name, value_t FROM scott.j WHERE process_order < 0 AND name IS NOT NULL ORDER BY 1, 2")
    assert rows == [
        ("ENCRYPTION_PASSWORD", None),
        ("LOGTIME", "NONE"),
        ("NAME_EXPR", "IN ('A')"),
        ("NAME_EXPR", "IN ('B')"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "cause"),
    [
        (("'a.dmp'", "'dumps'"), 39001, 39000),
        (("'a.dmp'",), 39001, 39145),
        (("NULL", "'DUMPS'"), 39001, 39144),
        (("'a.dmp'", "'DUMPS'", "NULL", "9"), 39001, 39207),
        (("'there.dmp'", "'DUMPS'"), 39001, 39000),
    ],
)
def test_files_that_are_refused(make_world, arguments, code, cause) -> None:
    """C37 and C41: an existing dump file, a directory whose name is not exactly that."""
    world = make_world({**JOB, "state": "DEFINING"})
    world.database.files.write("/dumps/there.dmp", b"", 4096)
    client, handle = taken(world)
    assert client.failure(client.call, "ADD_FILE", str(handle), *arguments) == code
    assert client.error_codes(handle) == [code, cause]


def test_an_existing_dump_file_may_be_reused_when_told_so(make_world) -> None:
    world = make_world({**JOB, "state": "DEFINING"})
    world.database.files.write("/dumps/there.dmp", b"", 4096)
    client, handle = taken(world)
    client.call("ADD_FILE", str(handle), "'there.dmp'", "'DUMPS'", "reusefile => 1")
    assert client.query("SELECT file_name, user_directory FROM scott.j WHERE file_type = 1 AND duplicate = 1") == [
        ("/dumps/there.dmp", "DUMPS")
    ]


def test_a_log_file_only_while_the_job_is_defined(make_world) -> None:
    client, handle = taken(make_world({**JOB, "state": "EXECUTING"}))
    assert client.failure(client.call, "ADD_FILE", str(handle), "'a.log'", "'DUMPS'", "NULL", "3") == 39004


def test_a_transportable_job_is_not_restarted(make_world) -> None:
    client = make_world({**JOB, "mode": "TRANSPORTABLE", "stored_state": "STOPPED"}).client()
    handle = client.attach("J", "SCOTT")
    assert client.failure(client.call, "START_JOB", str(handle)) == 39004


def test_a_file_that_is_not_there_cannot_be_looked_into(make_world) -> None:
    client = make_world().client()
    block = "DECLARE i KU$_DUMPFILE_INFO; t NUMBER; BEGIN DBMS_DATAPUMP.GET_DUMPFILE_INFO('a.dmp', 'DUMPS', i, t); END;"
    assert client.failure(client.run, block) == 39211


def test_exceptions_have_names(make_world) -> None:
    client = make_world().client()
    block = """
        BEGIN
          DBMS_DATAPUMP.DETACH(4711);
        EXCEPTION
          WHEN DBMS_DATAPUMP.INVALID_HANDLE THEN :code := SQLCODE;
        END;"""
    assert client.run(block, code=int) == {"code": -31623}


def test_constants(make_world) -> None:
    client = make_world().client()
    out = client.run("BEGIN :mask := DBMS_DATAPUMP.KU$_STATUS_JOB_ERROR + DBMS_DATAPUMP.KU$_STATUS_WIP; END;", mask=int)
    assert out == {"mask": 9}


def test_the_error_list_as_a_client_program_reads_it(make_world) -> None:
    """Conformance case C27: the cause is in the second element, as one text of several lines."""
    columns = [{"name": "X", "type": "NUMBER"}]
    client = make_world(tables=[{"owner": "SCOTT", "name": "DDL", "columns": columns}]).client()
    block = """
        DECLARE
          h      NUMBER;
          state  VARCHAR2(30);
          status KU$_STATUS;
        BEGIN
          h := DBMS_DATAPUMP.OPEN('EXPORT', 'TABLE', job_name => 'DDL');
        EXCEPTION
          WHEN DBMS_DATAPUMP.NO_SUCH_JOB THEN
            DBMS_DATAPUMP.GET_STATUS(NULL, DBMS_DATAPUMP.KU$_STATUS_JOB_ERROR, 0, state, status);
            :elements := status.error.COUNT;
            :first := status.error(1).errorNumber;
            :cause := status.error(2).LogText;
        END;"""
    out = client.run(block, elements=int, first=int)
    assert (out["elements"], out["first"]) == (2, 31626)
    assert out["cause"].startswith("ORA-31633") and "ORA-00955" in out["cause"].splitlines()[-1]


def test_status_of_an_idling_job(make_world) -> None:
    """What conformance case C10 shows of a stopped job just attached to."""
    job = {
        "owner": "SCOTT",
        "name": "EXP_FULL",
        "mode": "FULL",
        "stored_state": "STOPPED",
        "parameters": {"CLIENT_COMMAND": "scott/******** full=y JOB_NAME=EXP_FULL"},
        "dump_files": [{"directory": "DUMPS", "name": "expdat.dmp", "bytes": 520192}],
    }
    client = make_world(job).client()
    handle = client.attach("EXP_FULL", "SCOTT")
    out = client.run(
        f"""
        DECLARE
          status KU$_STATUS := DBMS_DATAPUMP.GET_STATUS({handle}, 6);
        BEGIN
          :owner := status.job_description.owner;
          :command := status.job_description.params(1).param_value_t;
          :state := status.job_status.state;
          :written := status.job_status.files(1).file_bytes_written;
          :process := status.job_status.worker_status_list(1).process_name;
          :worker := status.job_status.worker_status_list(1).state;
        END;""",
        written=int,
    )
    assert out == {
        "owner": "SCOTT",
        "command": "scott/******** full=y JOB_NAME=EXP_FULL",
        "state": "IDLING",
        "written": 520192,
        "process": "DW00",
        "worker": "UNDEFINED",
    }
