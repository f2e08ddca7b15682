# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every call of Table 6-1 in every state, sent by the real driver; and every subprogram of the package."""

from __future__ import annotations

import itertools

import oracledb
import pytest
from pump import Servers, code_of

from simora.datapump.memory import LiveJob
from simora.datapump.package import PACKAGE
from simora.datapump.states import Call, State, accepts

# One call that is right in every respect but, perhaps, the state; {h} is the handle. For an import: {o} is IMPORT.
BLOCKS = {
    Call.ADD_FILE: "DBMS_DATAPUMP.ADD_FILE({h}, 'new.dmp', 'DUMPS');",
    Call.DATA_FILTER: "DBMS_DATAPUMP.DATA_FILTER({h}, 'INCLUDE_ROWS', 0);",
    Call.DATA_REMAP: "DBMS_DATAPUMP.DATA_REMAP({h}, 'COLUMN_FUNCTION', 'EMP', 'ENAME', 'SCOTT.P.HIDE');",
    Call.METADATA_FILTER: "DBMS_DATAPUMP.METADATA_FILTER({h}, 'NAME_EXPR', '= ''EMP''', 'TABLE');",
    Call.METADATA_REMAP: "DBMS_DATAPUMP.METADATA_REMAP({h}, 'REMAP_SCHEMA', 'BLAKE', 'SCOTT');",
    Call.METADATA_TRANSFORM: "DBMS_DATAPUMP.METADATA_TRANSFORM({h}, 'OID', 0);",
    Call.SET_PARAMETER: "DBMS_DATAPUMP.SET_PARAMETER({h}, 'METRICS', 1);",
    Call.SET_PARALLEL: "DBMS_DATAPUMP.SET_PARALLEL({h}, 2);",
    Call.START_JOB: "DBMS_DATAPUMP.START_JOB({h});",
    Call.STOP_JOB: "DBMS_DATAPUMP.STOP_JOB({h}, 1);",
    Call.LOG_ENTRY: "DBMS_DATAPUMP.LOG_ENTRY({h}, 'hello');",
    Call.DETACH: "DBMS_DATAPUMP.DETACH({h});",
    Call.GET_STATUS: "s := DBMS_DATAPUMP.GET_STATUS({h}, 4, 0);",
    Call.WAIT_FOR_JOB: "DBMS_DATAPUMP.WAIT_FOR_JOB({h}, t);",
    Call.ATTACH: "n := DBMS_DATAPUMP.ATTACH('J{n}', 'SCOTT');",
    Call.OPEN: "n := DBMS_DATAPUMP.OPEN('EXPORT', 'SCHEMA', NULL, 'J{n}');",
    Call.GET_DUMPFILE_INFO: "DBMS_DATAPUMP.GET_DUMPFILE_INFO('there.dmp', 'DUMPS', i, n);",
}
FOR_IMPORTS = frozenset({Call.METADATA_REMAP, Call.METADATA_TRANSFORM})
# The test that reaches a subprogram which Table 6-1 does not list.
ELSEWHERE = {
    "ADD_DEVICE": "test_sequential_media_are_not_there",
    "CLIENT_LOB_APPEND": "test_long_filters_are_put_together_piece_by_piece",
    "CLIENT_LOB_DELETE": "test_long_filters_are_put_together_piece_by_piece",
    "CLIENT_LOB_GET": "test_long_filters_are_put_together_piece_by_piece",
    "CREATE_JOB_VIEW": "test_a_view_on_a_master_table",
    "DATAPUMP_JOB": "test_questions_without_a_job",
    "ESTABLISH_REMOTE_CONTEXT": "test_what_only_workers_may_call",
    "GET_STATUS_VERSION": "test_questions_without_a_job",
    "HAS_PRIVS": "test_questions_without_a_job",
    "LOG_ERROR": "test_an_error_from_outside_goes_to_log_and_listeners",
    "SETUP_REMOTE_CONTEXT": "test_what_only_workers_may_call",
    "SET_DEBUG": "test_questions_without_a_job",
    "SET_REMOTE_WORKER": "test_what_only_workers_may_call",
    **dict.fromkeys(
        (f"TEST_REMOTE_CONTEXT{release}" for release in (1010, 1020, 1120, 1210, 1220)),
        "test_what_only_workers_may_call",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def shared():
    servers = Servers({}, {})
    servers.database().files.write("/dumps/there.dmp", b"junk")
    yield servers
    servers.stop()


_NUMBERS = itertools.count(1)


def job_in(servers: Servers, state: State, operation: str):
    """A job in that state, and a client that holds a handle on it, as far as there can be one."""
    database = servers.database()
    number = next(_NUMBERS)
    pump = servers.client()
    pump.open("EXPORT", job_name=f"J{number}").file(f"j{number}.dmp")
    with database.lock:
        job = database.datapump.jobs.named(0, "SCOTT", f"J{number}")
        if operation == "IMPORT":
            _make_import(database, job)
        job.state = state
        job.epoch += 1
        database.datapump.jobs.save(job)
    return pump, job, number


def _make_import(database, job: LiveJob) -> None:
    target = database.datapump.tables.of(job)
    database.datapump.tables.content.update(target, {"OPERATION": "IMPORT"}, OPERATION="EXPORT")
    job.operation = "IMPORT"


def expected(call: Call, state: State) -> set[int]:
    """The codes that may come; 0 for success."""
    if call is Call.OPEN:
        return {31634}  # the name is taken, whatever the state
    if call is Call.ATTACH:
        return {31636}  # this session is attached already; others are tried below
    if call is Call.GET_DUMPFILE_INFO or accepts(call, state):
        return {0}
    return {31623} if state is State.COMPLETED and call in (Call.GET_STATUS, Call.WAIT_FOR_JOB) else {39004}


@pytest.mark.parametrize(("call", "state"), list(itertools.product(BLOCKS, State)))
def test_all_pairs(shared, call, state) -> None:
    pump, job, number = job_in(shared, state, "IMPORT" if call in FOR_IMPORTS else "EXPORT")
    if call is Call.WAIT_FOR_JOB and accepts(call, state):
        with shared.database().lock:  # something has to end it
            shared.database().clock.schedule(1, lambda: shared.database().datapump.jobs.remove(job))
    statement = BLOCKS[call].format(h=pump.handle, n=number)
    block = f"DECLARE n NUMBER; t VARCHAR2(30); s KU$_STATUS; i KU$_DUMPFILE_INFO; BEGIN {statement} END;"
    assert code(pump, block) in expected(call, state)
    if expected(call, state) == {39004}:
        assert pump.error_codes()[:2] == [39004, 39016] if state not in UNASKABLE else True


# GET_STATUS refuses these itself, so that it cannot tell of another call.
UNASKABLE = {State.COMPLETED, State.NOT_RUNNING, State.STOPPED, State.UNDEFINED}


@pytest.mark.parametrize("state", State)
def test_attaching_in_every_state(shared, state) -> None:
    dummy, dummy, number = job_in(shared, state, "EXPORT")
    other = shared.client()
    block = f"DECLARE n NUMBER; BEGIN n := DBMS_DATAPUMP.ATTACH('J{number}', 'SCOTT'); END;"
    assert code(other, block) == (0 if accepts(Call.ATTACH, state) else 39004)


def code(pump, block: str) -> int:
    try:
        pump.block(block)
    except oracledb.Error as error:
        return code_of(error)
    return 0


def test_every_subprogram_is_reached_by_a_test() -> None:
    names = {subprogram.name for subprogram in PACKAGE.subprograms}
    assert names == {str(call) for call in BLOCKS} | set(ELSEWHERE)
    assert set(ELSEWHERE.values()) <= set(globals())


def test_sequential_media_are_not_there(servers, refused) -> None:
    scott = servers.client().open()
    with refused(31631):
        scott.call("ADD_DEVICE", devicename="/dev/tape")
    keeper = servers.client("KEEPER").open()
    with refused(39001):
        keeper.call("ADD_DEVICE", devicename="/dev/tape")
    assert 39000 in keeper.error_codes()


def test_long_filters_are_put_together_piece_by_piece(scott) -> None:
    scott.open(mode="TABLE")
    scott.block(
        f"""DECLARE c CLOB;
        BEGIN
          DBMS_DATAPUMP.CLIENT_LOB_APPEND('IN (''EMP'',', 1);
          DBMS_DATAPUMP.CLIENT_LOB_APPEND(' ''DEPT'')', 2);
          c := DBMS_DATAPUMP.CLIENT_LOB_GET;
          DBMS_DATAPUMP.METADATA_FILTER({scott.handle}, 'NAME_EXPR', c);
          DBMS_DATAPUMP.CLIENT_LOB_DELETE;
          IF DBMS_DATAPUMP.CLIENT_LOB_GET IS NOT NULL THEN RAISE_APPLICATION_ERROR(-20001, 'still there'); END IF;
        END;"""
    )
    values = "SELECT value_t FROM sys_export_table_01 WHERE name = 'NAME_EXPR'"
    assert scott.query(values) == [("IN ('EMP', 'DEPT')",)]


def test_a_view_on_a_master_table(scott) -> None:
    scott.open(job_name="VIEWED")
    scott.block(f"BEGIN DBMS_DATAPUMP.CREATE_JOB_VIEW({scott.handle}, 'V_ONE'); END;")
    scott.block("BEGIN DBMS_DATAPUMP.CREATE_JOB_VIEW('SCOTT', 'VIEWED', 'V_TWO', 0); END;")
    assert scott.query("SELECT state FROM v_one WHERE operation IS NOT NULL") == [("DEFINING",)]
    assert scott.query("SELECT state FROM v_two WHERE operation IS NOT NULL") == [("DEFINING",)]


def test_questions_without_a_job(scott) -> None:
    scott.block(
        """BEGIN
          DBMS_DATAPUMP.SET_DEBUG(1, 1);
          IF DBMS_DATAPUMP.DATAPUMP_JOB OR DBMS_DATAPUMP.HAS_PRIVS('EXPORT')
            OR DBMS_DATAPUMP.GET_STATUS_VERSION(19) <> DBMS_DATAPUMP.KU$_STATUS_VERSION
            OR DBMS_DATAPUMP.GET_STATUS_VERSION(10) <> DBMS_DATAPUMP.KU$_STATUS_VERSION_1 THEN
            RAISE_APPLICATION_ERROR(-20001, 'wrong');
          END IF;
        END;"""
    )


@pytest.mark.parametrize(
    "call",
    ["ESTABLISH_REMOTE_CONTEXT(1, 'X')", "SET_REMOTE_WORKER(1)", "SETUP_REMOTE_CONTEXT('A', 'B', 1, 'C', 1, 0)",
     *(f"TEST_REMOTE_CONTEXT{version}" for version in (1010, 1020, 1120, 1210, 1220))],
)  # fmt: skip
def test_what_only_workers_may_call(shared, call) -> None:
    assert code(shared.client(), f"BEGIN DBMS_DATAPUMP.{call}; END;") == 39159


def test_an_error_from_outside_goes_to_log_and_listeners(servers, scott) -> None:
    scott.open().file("a.log", 3).call("LOG_ERROR", message="ORA-20001: tape torn", error_number=20001)
    assert scott.status(8)["errors"] == "ORA-20001: tape torn"
    assert "tape torn" in servers.text("/dumps/a.log")
