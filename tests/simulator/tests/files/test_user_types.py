# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Types that users make: CREATE TYPE, DROP TYPE, who may use them, and their values over the wire."""

from __future__ import annotations

import datetime
from typing import Any

import oracledb
import pytest
from file_world import Connect, code_of


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    cursor = connection.cursor()
    cursor.execute("create type point as object (x number, y number(5,2))")
    cursor.execute("create or replace type path is table of point;")
    cursor.execute("create type marks as varray(3) of scott.point")
    cursor.execute(
        "create type everything as object (t varchar2(10), c char(3), n nvarchar2(5), r raw(4), i integer, f float,"
        " d date, ts timestamp, tz timestamp with time zone, bd binary_double, bf binary_float, cl clob, bl blob,"
        " p point, ps path)"
    )
    return cursor


def test_what_a_type_consists_of(cursor: oracledb.Cursor) -> None:
    point, marks = cursor.connection.gettype("POINT"), cursor.connection.gettype("SCOTT.MARKS")
    assert [(item.name, item.type, item.precision, item.scale) for item in point.attributes] == [
        ("X", oracledb.DB_TYPE_NUMBER, 0, -127),
        ("Y", oracledb.DB_TYPE_NUMBER, 5, 2),
    ]
    assert (marks.schema, marks.name, marks.element_type.name) == ("SCOTT", "MARKS", "POINT")
    cursor.execute("select type_name, typecode, attributes from user_types order by 1")
    assert cursor.fetchall() == [
        ("EVERYTHING", "OBJECT", 15),
        ("MARKS", "COLLECTION", 0),
        ("PATH", "COLLECTION", 0),
        ("POINT", "OBJECT", 2),
    ]
    cursor.execute("select coll_type, upper_bound, elem_type_owner, elem_type_name from user_coll_types order by 1")
    assert cursor.fetchall() == [("TABLE", None, "SCOTT", "POINT"), ("VARYING ARRAY", 3, "SCOTT", "POINT")]


def test_a_value_of_every_type_goes_in_and_comes_back(cursor: oracledb.Cursor) -> None:
    connection = cursor.connection
    everything, point = connection.gettype("EVERYTHING"), connection.gettype("POINT")
    given: dict[str, Any] = {
        "T": "Größe",
        "C": "abc",
        "N": "äöü",
        "R": b"\1\2",
        "I": 42,
        "F": 1.5,
        "D": datetime.datetime(2026, 1, 15, 3),
        "TS": datetime.datetime(2026, 1, 15, 3, 0, 0, 250000),
        "BD": 2.5,
        "BF": 0.25,
    }
    value = everything.newobject()
    for name, part in given.items():
        setattr(value, name, part)
    value.TZ = datetime.datetime(2026, 1, 15, 3)
    value.P = point.newobject()
    value.P.X = 7
    value.PS = connection.gettype("PATH").newobject([value.P, None])
    result = cursor.var(everything)
    cursor.execute(
        "declare e everything := :given; begin e.i := e.i + e.p.x; e.cl := rpad('c', 5000, 'd');"
        " e.ps.extend; e.ps(3) := point(1, 2.25); :result := e; end;",
        given=value,
        result=result,
    )
    found = result.getvalue()
    assert {name: getattr(found, name) for name in given} == {**given, "I": 49}
    assert (found.P.X, found.P.Y, found.BL) == (7, None, None)
    assert [item and (item.X, item.Y) for item in found.PS.aslist()] == [(7, None), None, (1, 2.25)]
    assert found.CL.read() == "c" + 4999 * "d"


def test_a_varray_has_a_limit(cursor: oracledb.Cursor) -> None:
    block = "declare m marks := marks(null, null, null); begin m.extend; end;"
    assert code_of(cursor.execute, block) == 6532


def test_values_must_fit(cursor: oracledb.Cursor) -> None:
    assert code_of(cursor.execute, "declare p point := point(1, 99999); begin null; end;") == 6502


def test_types_of_the_same_attributes_are_different_types(cursor: oracledb.Cursor) -> None:
    cursor.execute("create type spot as object (x number, y number(5,2))")
    block = "declare procedure take(p point) is begin null; end; begin take({}(1, 2)); end;"
    cursor.execute(block.format("point"))
    assert code_of(cursor.execute, block.format("spot")) == 6550


def test_names_are_taken_once(cursor: oracledb.Cursor) -> None:
    assert code_of(cursor.execute, "create type point as object (z number)") == 955
    assert code_of(cursor.execute, "create or replace type point as object (z number)") == 2303
    assert code_of(cursor.execute, "create type bad as object (z nothing)") == 902
    assert code_of(cursor.execute, "create type bad as object (z varchar2)") == 906
    cursor.execute("create or replace type marks as table of number")
    assert cursor.connection.gettype("MARKS").element_type == oracledb.DB_TYPE_NUMBER


def test_dropping(cursor: oracledb.Cursor) -> None:
    assert code_of(cursor.execute, "drop type point") == 2303
    assert code_of(cursor.execute, "drop type nothing") == 4043
    for name in ("everything", "marks", "path", "point"):
        cursor.execute(f"drop type {name}")
    assert cursor.execute("select count(*) from user_types").fetchone() == (0,)
    with pytest.raises(oracledb.DatabaseError, match="DPY-2035"):
        cursor.connection.gettype("POINT")


def test_a_value_of_a_type_that_was_dropped(cursor: oracledb.Cursor) -> None:
    marks = cursor.connection.gettype("MARKS").newobject([])
    cursor.execute("drop type marks")
    assert code_of(cursor.execute, "begin null; if :m is null then null; end if; end;", m=marks) == 21700


def test_who_may_use_a_type(cursor: oracledb.Cursor, connect: Connect) -> None:
    nobody = connect(user="nobody", password="nobody")
    assert code_of(nobody.cursor().execute, "create type mine as table of number") == 1031
    with pytest.raises(oracledb.DatabaseError, match="DPY-2035"):
        nobody.gettype("SCOTT.POINT")
    assert code_of(nobody.cursor().execute, "declare p scott.point; begin null; end;") == 6550
    cursor.execute("grant execute on point to nobody")
    assert nobody.gettype("SCOTT.POINT").name == "POINT"
    nobody.cursor().execute("declare p scott.point; begin p := scott.point(1, 2); end;")
