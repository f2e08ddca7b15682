# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries: describing, fetching and executing again."""

from __future__ import annotations

import datetime
from decimal import Decimal

import oracledb
import pytest
from fake_engine import FakeDatabase
from wire_support import Connect, failure

from simora import values
from simora.engine import Outcome, ResultSet, StatementKind
from simora.errors import OraError
from simora.values import Column, OraType
from simora.wire.server import Server

NUMBERS = (Column("N", values.NUMBER),)
PARIS = datetime.timezone(datetime.timedelta(hours=1))
NEWFOUNDLAND = datetime.timezone(-datetime.timedelta(hours=3, minutes=30))


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    return connection.cursor()


@pytest.mark.parametrize(
    ("type_name", "value", "db_type"),
    [
        ("VARCHAR2", "Grüße €", oracledb.DB_TYPE_VARCHAR),
        ("VARCHAR2", "x" * 4000, oracledb.DB_TYPE_VARCHAR),
        ("NVARCHAR2", "Grüße €", oracledb.DB_TYPE_NVARCHAR),
        ("CHAR", "x ", oracledb.DB_TYPE_CHAR),
        ("NCHAR", "Ü", oracledb.DB_TYPE_NCHAR),
        ("LONG", "y" * 70000, oracledb.DB_TYPE_LONG),
        ("NUMBER", 42, oracledb.DB_TYPE_NUMBER),
        ("NUMBER", -(10**37), oracledb.DB_TYPE_NUMBER),
        ("BINARY_INTEGER", 7, oracledb.DB_TYPE_NUMBER),
        ("BINARY_DOUBLE", -2.5, oracledb.DB_TYPE_BINARY_DOUBLE),
        ("BINARY_FLOAT", 0.5, oracledb.DB_TYPE_BINARY_FLOAT),
        ("DATE", datetime.datetime(2026, 1, 15, 3, 4, 5), oracledb.DB_TYPE_DATE),
        ("TIMESTAMP", datetime.datetime(2026, 1, 15, 3, 4, 5, 678901), oracledb.DB_TYPE_TIMESTAMP),
        ("INTERVAL DAY TO SECOND", -datetime.timedelta(days=2, seconds=3), oracledb.DB_TYPE_INTERVAL_DS),
        ("RAW", b"\x00\xff", oracledb.DB_TYPE_RAW),
        ("LONG RAW", b"\x01" * 300, oracledb.DB_TYPE_LONG_RAW),
        ("ROWID", "AAAR3sAAEAAAACHAAA", oracledb.DB_TYPE_ROWID),
        ("BOOLEAN", True, oracledb.DB_TYPE_NUMBER),
    ],
)
def test_types(
    cursor: oracledb.Cursor, database: FakeDatabase, type_name: str, value: object, db_type: oracledb.DbType
) -> None:
    text = database.query("select value", (Column("V", OraType(type_name)),), [(value,), (None,), (value,)])
    assert cursor.execute(text).fetchall() == [(value,), (None,), (value,)]
    assert cursor.description[0][1] is db_type


@pytest.mark.parametrize("zone", [datetime.UTC, PARIS, NEWFOUNDLAND])
def test_timestamp_with_time_zone_arrives_in_utc_fields(
    cursor: oracledb.Cursor, database: FakeDatabase, zone: datetime.timezone
) -> None:
    moment = datetime.datetime(2026, 1, 15, 3, 4, 5, tzinfo=zone)
    text = database.query("select zoned", (Column("V", values.TIMESTAMP_TZ),), [(moment,)])
    shown = moment.replace(tzinfo=None)  # the driver drops the zone
    assert cursor.execute(text).fetchone() == (shown,)


def test_describe(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    columns = (
        Column("PLAIN", values.NUMBER),
        Column("SIZED", values.number(7, 2), nullable=False),
        Column("Text", values.varchar2(30)),
        Column("RAW", OraType("RAW", 16)),
        Column("AT", values.TIMESTAMP),
    )
    cursor.execute(database.query("select described", columns, []))
    assert [tuple(item) for item in cursor.description] == [
        ("PLAIN", oracledb.DB_TYPE_NUMBER, 127, None, 0, -127, True),
        ("SIZED", oracledb.DB_TYPE_NUMBER, 11, None, 7, 2, False),
        ("Text", oracledb.DB_TYPE_VARCHAR, 30, 30, None, None, True),
        ("RAW", oracledb.DB_TYPE_RAW, 16, 16, None, None, True),
        ("AT", oracledb.DB_TYPE_TIMESTAMP, 23, None, 0, 6, True),
    ]


def test_a_column_of_no_size_carries_nothing(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    columns = (Column("NULL", values.varchar2(0)), *NUMBERS)
    assert cursor.execute(database.query("select null", columns, [(None, 1), (None, 2)])).fetchall() == [
        (None, 1),
        (None, 2),
    ]


def test_fractions(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.query("select fractions", NUMBERS, [(Decimal("1234.5678"),), (Decimal("-0.001"),), (1e100,)])
    assert cursor.execute(text).fetchall() == [(1234.5678,), (-0.001,), (10**100,)]


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 99, 100, 101, 102, 103, 250])
def test_every_row_arrives_once(cursor: oracledb.Cursor, database: FakeDatabase, rows: int) -> None:
    text = database.query("select many", NUMBERS, [(number,) for number in range(rows)])
    for dummy in range(3):
        assert [number for (number,) in cursor.execute(text)] == list(range(rows))
        assert cursor.rowcount == rows


@pytest.mark.parametrize(("rows", "round_trips"), [(1, 1), (2, 2), (3, 2), (102, 3), (103, 3)])
def test_round_trips_of_a_fetch(
    cursor: oracledb.Cursor, database: FakeDatabase, server: Server, rows: int, round_trips: int
) -> None:
    """Prefetch 2, then arrays of 100; a fetch that finds exactly what it asked for does not see the end."""
    text = database.query("select many", NUMBERS, [(number,) for number in range(rows)])
    before = server.statistics().round_trips
    cursor.execute(text).fetchall()
    assert server.statistics().round_trips - before == round_trips


@pytest.mark.parametrize("prefetch", [0, 1, 1000])
def test_prefetch(cursor: oracledb.Cursor, database: FakeDatabase, prefetch: int) -> None:
    text = database.query("select many", NUMBERS, [(number,) for number in range(10)])
    cursor.prefetchrows = prefetch
    for dummy in range(2):
        assert cursor.execute(text).fetchall() == [(number,) for number in range(10)]


def test_wide_rows_cross_packets(connect: Connect, database: FakeDatabase) -> None:
    row = tuple(f"{number:03d}" * 50 for number in range(100))
    text = database.query(
        "select wide", tuple(Column(f"C{number}", values.varchar2(200)) for number in range(100)), [row] * 20
    )
    assert connect().cursor().execute(text).fetchall() == [row] * 20


def test_describing_without_executing(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.query("select parsed", NUMBERS, [(1,)])
    cursor.parse(text)
    assert cursor.description[0][0] == "N"
    assert cursor.execute(text).fetchall() == [(1,)]


def test_a_result_of_another_shape_is_described_again(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.query("select shape", NUMBERS, [(1,)])
    assert cursor.execute(text).fetchall() == [(1,)]
    database.query(text, (Column("A", values.varchar2(5)), Column("B", values.NUMBER)), [("x", 2)])
    assert cursor.execute(text).fetchall() == [("x", 2)]


def test_binds_of_a_query(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "select :a, :b, :a"

    def answer(bind_rows: list, poll: object) -> Outcome:
        (row,) = bind_rows
        columns = tuple(Column(f"C{position}", bind.type) for position, bind in enumerate(row))
        return Outcome(result_set=ResultSet(columns, [tuple(bind.value for bind in row)]))

    database.statement(StatementKind.QUERY, text, answer)
    for number in range(3):
        cursor.execute(text, [number, "text", None])
        assert cursor.fetchall() == [(number, "text", None)]


def test_errors_leave_the_session_usable(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    def answer(bind_rows: list, poll: object) -> Outcome:
        raise OraError(942, offset=14)

    text = database.statement(StatementKind.QUERY, "select nothing", answer)
    for dummy in range(2):
        with pytest.raises(oracledb.DatabaseError) as raised:
            cursor.execute(text)
        assert raised.value.args[0].full_code == "ORA-00942"
        assert raised.value.args[0].offset == 14
    assert failure(lambda: cursor.execute("no statement")) == "ORA-00900"
    assert cursor.execute(database.query("select one", NUMBERS, [(1,)])).fetchone() == (1,)


def test_a_cursor_survives_a_failed_execution(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.query("select sometimes", NUMBERS, [(1,)])
    cursor.execute(text).fetchall()
    script = database.scripts[text]

    def fail(bind_rows: list, poll: object) -> Outcome:
        raise OraError(1476)

    answer, script.answer = script.answer, fail
    assert failure(lambda: cursor.execute(text)) == "ORA-01476"
    script.answer = answer
    assert cursor.execute(text).fetchall() == [(1,)]


def test_a_value_of_the_wrong_type_is_an_internal_error_and_no_half_reply(
    cursor: oracledb.Cursor, database: FakeDatabase
) -> None:
    text = database.query("select wrong", NUMBERS, [(1,), ("no number",)])
    assert failure(lambda: cursor.execute(text)) == "DPY-4011 ORA-00600"


def test_closed_cursors_make_room(connect: Connect, database: FakeDatabase) -> None:
    connection = connect(stmtcachesize=0)
    text = database.query("select one", NUMBERS, [(1,)])
    for dummy in range(400):
        with connection.cursor() as cursor:
            cursor.execute(text)


def test_too_many_open_cursors(connect: Connect, database: FakeDatabase) -> None:
    connection = connect(stmtcachesize=0)
    text = database.query("select one", NUMBERS, [(1,)])
    cursors = [connection.cursor() for dummy in range(301)]
    for cursor in cursors[:300]:
        cursor.execute(text)
    assert failure(lambda: cursors[300].execute(text)) == "ORA-01000"
    cursors[0].close()
    cursors[300].execute(text)
