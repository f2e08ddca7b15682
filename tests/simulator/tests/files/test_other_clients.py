# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data Pump as other people's programs use it: calls by name, statuses and headers as objects of the driver."""

from __future__ import annotations

import datetime
from typing import Any

import oracledb
import pytest
from file_world import code_of

JOB_DESC, JOB_STATUS, JOB_ERROR = 2, 4, 8
LOG_FILE = 3


def items(value: Any) -> dict[str, Any]:
    """An object's attributes, collections as lists."""
    return {
        attribute.name: part.aslist() if isinstance(part, oracledb.DbObject) and part.type.iscollection else part
        for attribute in value.type.attributes
        for part in [getattr(value, attribute.name)]
    }


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    cursor = connection.cursor()
    cursor.execute("create table emp (empno number)")
    cursor.executemany("insert into emp values (:1)", [(number,) for number in range(5)])
    connection.commit()
    return cursor


@pytest.fixture
def handle(cursor: oracledb.Cursor) -> int:
    """A defined export of SCOTT's schema."""
    names = {"operation": "EXPORT", "job_mode": "SCHEMA", "job_name": "NIGHTLY"}
    number: int = cursor.callfunc("DBMS_DATAPUMP.OPEN", int, keyword_parameters=names)
    cursor.callproc("DBMS_DATAPUMP.ADD_FILE", [number, "nightly%U.dmp", "DUMP_DIR"])
    log = {"handle": number, "filename": "nightly.log", "directory": "DUMP_DIR", "filetype": LOG_FILE}
    cursor.callproc("DBMS_DATAPUMP.ADD_FILE", keyword_parameters=log)
    return number


def status_of(cursor: oracledb.Cursor, handle: int | None, mask: int) -> tuple[str, dict[str, Any]]:
    """State and status by the procedure, as libraries call it."""
    state = cursor.var(str)
    status = cursor.var(cursor.connection.gettype("KU$_STATUS"))
    cursor.callproc(
        "DBMS_DATAPUMP.GET_STATUS",
        keyword_parameters={"handle": handle, "mask": mask, "timeout": 0, "job_state": state, "status": status},
    )
    return state.getvalue(), items(status.getvalue())


def test_a_status_by_the_procedure(cursor: oracledb.Cursor, handle: int) -> None:
    state, status = status_of(cursor, handle, JOB_DESC + JOB_STATUS)
    assert (state, status["MASK"], status["ERROR"]) == ("DEFINING", JOB_DESC + JOB_STATUS, None)
    job = items(status["JOB_STATUS"])
    assert (job["JOB_NAME"], job["OPERATION"], job["JOB_MODE"], job["STATE"]) == (
        "NIGHTLY",
        "EXPORT",
        "SCHEMA",
        "DEFINING",
    )
    description = items(status["JOB_DESCRIPTION"])
    assert description["OWNER"] == "SCOTT"
    assert isinstance(description["GUID"], bytes)
    assert isinstance(description["START_TIME"], datetime.datetime)
    assert all(isinstance(item.PARAM_NAME, str) for item in description["PARAMS"])


def test_a_status_by_position_and_by_the_function(cursor: oracledb.Cursor, handle: int) -> None:
    state, status = cursor.var(str), cursor.var(cursor.connection.gettype("SYS.KU$_STATUS"))
    cursor.callproc("DBMS_DATAPUMP.GET_STATUS", [handle, JOB_STATUS, 0, state, status])
    returned = cursor.callfunc(
        "dbms_datapump.get_status", cursor.connection.gettype("KU$_STATUS"), [handle, JOB_STATUS, 0]
    )
    assert state.getvalue() == "DEFINING"
    for found in (status.getvalue(), returned):
        assert (found.MASK, found.JOB_STATUS.STATE, found.JOB_DESCRIPTION) == (JOB_STATUS, "DEFINING", None)


def test_a_client_may_ask_for_an_older_version(cursor: oracledb.Cursor, handle: int) -> None:
    state, status = cursor.var(str), cursor.var(cursor.connection.gettype("SYS.KU$_STATUS1020"))
    cursor.callproc("DBMS_DATAPUMP.GET_STATUS", [handle, JOB_STATUS, 0, state, status])
    job = status.getvalue().JOB_STATUS
    assert (job.type.name, job.JOB_NAME) == ("KU$_JOBSTATUS1020", "NIGHTLY")


def test_the_errors_of_a_call_that_failed(cursor: oracledb.Cursor) -> None:
    assert code_of(cursor.callfunc, "DBMS_DATAPUMP.ATTACH", int, ["NO_SUCH_JOB", "SCOTT"]) == 31626
    _state, status = status_of(cursor, None, JOB_ERROR)
    assert 31626 in [line.ERRORNUMBER for line in status["ERROR"]]


def test_a_job_from_its_start_to_the_headers_of_its_files(cursor: oracledb.Cursor, handle: int) -> None:
    cursor.callproc("DBMS_DATAPUMP.START_JOB", [handle])
    state = cursor.var(str)
    cursor.callproc("DBMS_DATAPUMP.WAIT_FOR_JOB", [handle, state])
    assert state.getvalue() == "COMPLETED"
    info, kind = cursor.var(cursor.connection.gettype("SYS.KU$_DUMPFILE_INFO")), cursor.var(int)
    cursor.callproc("DBMS_DATAPUMP.GET_DUMPFILE_INFO", ["nightly01.dmp", "DUMP_DIR", info, kind])
    header = {int(item.ITEM_CODE): item.VALUE for item in info.getvalue().aslist()}
    assert kind.getvalue() == 1
    assert (header[2], header[4], header[8]) == ("1", "1", '"SCOTT"."NIGHTLY"')
    (log,) = cursor.execute("select bfilename('DUMP_DIR', 'nightly.log') from dual").fetchone()
    assert b"successfully completed" in log.read().splitlines()[-1]


def test_a_second_session_attaches(cursor: oracledb.Cursor, handle: int, connect: Any) -> None:
    other = connect().cursor()
    second = other.callfunc("DBMS_DATAPUMP.ATTACH", int, ["NIGHTLY", "SCOTT"])
    assert status_of(other, second, JOB_STATUS)[0] == "DEFINING"
