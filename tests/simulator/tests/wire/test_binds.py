# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bind values of every shape: DML, arrays, PL/SQL, RETURNING, REF CURSORs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

import oracledb
import pytest
from fake_engine import FakeDatabase
from wire_support import failure

from simora import values
from simora.engine import Bind, Direction, Outcome, ResultSet, StatementKind
from simora.errors import OraError
from simora.values import Column

IN, OUT, IN_OUT = Direction.IN, Direction.OUT, Direction.IN_OUT
NUMBERS = (Column("N", values.NUMBER),)


@pytest.fixture
def cursor(connection: oracledb.Connection) -> oracledb.Cursor:
    return connection.cursor()


class Recorder:
    """Answers DML with one row per iteration and keeps the binds it was given."""

    def __init__(self, outcome: Outcome | None = None) -> None:
        self.rows: list[list[Bind]] = []
        self._outcome = outcome

    def __call__(self, bind_rows: Sequence[Sequence[Bind]], poll: object) -> Outcome:
        self.rows = [list(row) for row in bind_rows]
        return self._outcome or Outcome(row_count=len(bind_rows))

    @property
    def values(self) -> list[list[object]]:
        return [[bind.value for bind in row] for row in self.rows]


@pytest.mark.parametrize(
    ("given", "input_type", "type_name", "arrived"),
    [
        ("text", None, "VARCHAR2", "text"),
        ("", None, "VARCHAR2", None),
        (None, None, "VARCHAR2", None),
        ("Grüße", oracledb.DB_TYPE_NVARCHAR, "NVARCHAR2", "Grüße"),
        ("fixed", oracledb.DB_TYPE_CHAR, "CHAR", "fixed"),
        ("z" * 40000, None, "VARCHAR2", "z" * 40000),
        ("z" * 40000, oracledb.DB_TYPE_LONG, "LONG", "z" * 40000),
        (5, None, "NUMBER", 5),
        (-7, oracledb.DB_TYPE_BINARY_INTEGER, "NUMBER", -7),
        (Decimal("1.25"), None, "NUMBER", Decimal("1.25")),
        (2.5, oracledb.DB_TYPE_BINARY_DOUBLE, "BINARY_DOUBLE", 2.5),
        (2.5, oracledb.DB_TYPE_BINARY_FLOAT, "BINARY_FLOAT", 2.5),
        (b"\x00\x01", None, "RAW", b"\x00\x01"),
        (
            datetime.datetime(2026, 1, 15, 3, 4, 5),
            oracledb.DB_TYPE_DATE,
            "DATE",
            datetime.datetime(2026, 1, 15, 3, 4, 5),
        ),
        (
            datetime.datetime(2026, 1, 15, 3, 4, 5, 6000),
            oracledb.DB_TYPE_TIMESTAMP,
            "TIMESTAMP",
            datetime.datetime(2026, 1, 15, 3, 4, 5, 6000),
        ),
        (datetime.timedelta(days=-1), None, "INTERVAL DAY TO SECOND", datetime.timedelta(days=-1)),
        ("AAAR3sAAEAAAACHAAA", oracledb.DB_TYPE_ROWID, "VARCHAR2", "AAAR3sAAEAAAACHAAA"),
        (oracledb.IntervalYM(2, 3), None, "INTERVAL YEAR TO MONTH", 27),
        (True, oracledb.DB_TYPE_BOOLEAN, "BOOLEAN", True),
        (False, oracledb.DB_TYPE_BOOLEAN, "BOOLEAN", False),
        (None, oracledb.DB_TYPE_BOOLEAN, "BOOLEAN", None),
    ],
)
def test_scalars(
    cursor: oracledb.Cursor,
    database: FakeDatabase,
    given: object,
    input_type: object,
    type_name: str,
    arrived: object,
) -> None:
    recorder = Recorder()
    text = database.statement(StatementKind.DML, "insert :v", recorder)
    cursor.setinputsizes(input_type)
    cursor.execute(text, [given])
    assert recorder.values == [[arrived]]
    assert recorder.rows[0][0].type.name == type_name
    assert cursor.rowcount == 1


def test_long_values_travel_behind_the_others(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    recorder = Recorder()
    text = database.statement(StatementKind.DML, "insert :a, :b, :c, :d", recorder)
    row = ["a" * 50000, 1, "b" * 33000, "short"]
    cursor.executemany(text, [row, row])
    assert recorder.values == [row, row]


def test_executemany(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    recorder = Recorder()
    text = database.statement(StatementKind.DML, "insert :a, :b", recorder)
    rows = [[number, f"row {number}"] for number in range(5000)]
    for dummy in range(2):
        cursor.executemany(text, rows)
        assert recorder.values == rows
        assert cursor.rowcount == 5000


def test_executemany_without_binds(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    recorder = Recorder()
    text = database.statement(StatementKind.DML, "insert nothing", recorder)
    cursor.executemany(text, 3)
    assert recorder.values == [[], [], []]


def test_batch_errors_and_row_counts(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    outcome = Outcome(row_count=2, batch_errors=[(1, OraError(1, "A.B")), (300, OraError(1722))], row_counts=[1, 0, 1])
    text = database.statement(StatementKind.DML, "insert :a", Recorder(outcome))
    cursor.executemany(text, [[1], [2], [3]], batcherrors=True, arraydmlrowcounts=True)
    errors = cursor.getbatcherrors()
    assert [(error.full_code, error.offset) for error in errors] == [("ORA-00001", 1), ("ORA-01722", 300)]
    assert cursor.getarraydmlrowcounts() == [1, 0, 1]
    assert cursor.rowcount == 2
    assert database.sessions[0].batch_errors_asked


def test_autocommit_commits_before_the_status_is_told(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.statement(StatementKind.DML, "insert :a", Recorder())
    connection.autocommit = True
    for number in range(2):
        connection.cursor().execute(text, [number])
        assert connection.transaction_in_progress is False
    assert database.sessions[0].calls == ["commit", "commit"]


def test_transaction_status(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.statement(StatementKind.DML, "insert", Recorder())
    assert connection.transaction_in_progress is False
    connection.cursor().execute(text)
    assert connection.transaction_in_progress is True
    connection.rollback()
    assert connection.transaction_in_progress is False
    connection.cursor().execute(text)
    connection.close()
    assert database.sessions[0].calls == ["rollback", "rollback", "close"]


def test_block_with_binds_of_every_direction(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "begin :result := f(:given, :both, :given); end;"
    database.block(text, (OUT, IN, IN_OUT), lambda row: [f"{row[1].value} and {row[2].value}", row[2].value + 1])
    result = cursor.var(str, 100)
    both = cursor.var(int)
    for number in (1, 2, 3):  # the second execution is a short one, without the OUT bind
        both.setvalue(0, number)
        cursor.execute(text, result=result, given="x", both=both)
        assert result.getvalue() == f"x and {number}"
        assert both.getvalue() == number + 1


def test_an_out_bind_says_how_much_the_client_can_take(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    sizes = []

    def answer(row: Sequence[Bind]) -> list[object]:
        sizes.append(row[0].size)
        return ["x"]

    text = database.block("begin :a := 1; end;", (OUT,), answer)
    cursor.execute(text, [cursor.var(str, 20)])
    assert sizes == [80]  # in bytes, four for each character


@pytest.mark.parametrize(
    ("variable_type", "value"),
    [
        (oracledb.DB_TYPE_VARCHAR, "x" * 32767),
        (oracledb.DB_TYPE_NVARCHAR, "Grüße"),
        (oracledb.DB_TYPE_NUMBER, 5),
        (oracledb.DB_TYPE_BINARY_INTEGER, 5),
        (oracledb.DB_TYPE_DATE, datetime.datetime(2026, 1, 1)),
        (oracledb.DB_TYPE_TIMESTAMP, datetime.datetime(2026, 1, 1, 0, 0, 0, 5)),
        (oracledb.DB_TYPE_RAW, b"\xff"),
        (oracledb.DB_TYPE_BOOLEAN, True),
        (oracledb.DB_TYPE_BOOLEAN, False),
        (oracledb.DB_TYPE_BOOLEAN, None),
        (oracledb.DB_TYPE_INTERVAL_DS, datetime.timedelta(seconds=-5)),
        (oracledb.DB_TYPE_ROWID, "AAAR3sAAEAAAACHAAA"),
        (oracledb.DB_TYPE_BINARY_DOUBLE, 0.25),
        (oracledb.DB_TYPE_VARCHAR, None),
        (oracledb.DB_TYPE_NUMBER, None),
    ],
)
def test_types_of_out_binds(
    cursor: oracledb.Cursor, database: FakeDatabase, variable_type: oracledb.DbType, value: object
) -> None:
    text = database.block("begin :a := 1; end;", (OUT,), lambda row: [value])
    variable = cursor.var(variable_type, 32767)
    cursor.execute(text, [variable])
    assert variable.getvalue() == value


def test_a_native_integer_takes_no_fraction(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.block("begin :a := 2.9; end;", (OUT,), lambda row: [Decimal("2.9")])
    variable = cursor.var(oracledb.DB_TYPE_BINARY_INTEGER)
    cursor.execute(text, [variable])
    assert variable.getvalue() == 2


def test_block_in_several_iterations(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.block("begin :out := :in * 2; end;", (OUT, IN), lambda row: [row[1].value * 2])
    doubled = cursor.var(int, arraysize=4)
    cursor.executemany(text, [[doubled, number] for number in range(4)])
    assert [doubled.getvalue(position) for position in range(4)] == [0, 2, 4, 6]


def test_arrays_both_ways(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    """The form of DBMS_OUTPUT.GET_LINES: an array OUT and its length IN OUT."""
    seen = []

    def answer(row: Sequence[Bind]) -> list[object]:
        seen.append((row[0].is_array, row[0].max_elements, row[1].value))
        return [["first", None, "third"], 3]

    text = database.block("begin dbms_output.get_lines(:lines, :count); end;", (OUT, IN_OUT), answer)
    lines = cursor.arrayvar(str, 10, 100)
    count = cursor.var(int)
    count.setvalue(0, 10)
    cursor.execute(text, [lines, count])
    assert lines.getvalue() == ["first", None, "third"]
    assert count.getvalue() == 3
    assert seen == [(True, 10, 10)]


def test_an_array_going_in(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    seen = []
    text = database.block("begin p(:list); end;", (IN,), lambda row: seen.append(row[0].value) or [])
    cursor.execute(text, [cursor.arrayvar(int, [1, 2, 3])])
    assert seen == [[1, 2, 3]]


def test_returning(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "update t set a = :new where b = :old returning a, c into :a, :c"
    recorder = Recorder(Outcome(row_count=2, returned=[[[1, 2], ["x", None]]]))
    database.statement(StatementKind.DML, text, recorder, returning=(2, 3))
    a, c = cursor.var(int), cursor.var(str)
    for number in range(2):
        cursor.execute(text, [number, 5, a, c])
        assert a.getvalue() == [1, 2]
        assert c.getvalue() == ["x", None]
        assert recorder.values == [[number, 5, None, None]]


def test_returning_in_several_iterations(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "delete t where b = :old returning a into :a"
    recorder = Recorder(Outcome(row_count=3, returned=[[[1]], [[]], [[2, 3]]]))
    database.statement(StatementKind.DML, text, recorder, returning=(1,))
    a = cursor.var(int, arraysize=3)
    cursor.executemany(text, [(1, a), (2, a), (3, a)])
    assert [a.getvalue(position) for position in range(3)] == [[1], [], [2, 3]]


def test_returning_without_any_other_bind(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "delete t returning a into :a"
    database.statement(StatementKind.DML, text, Recorder(Outcome(row_count=1, returned=[[[9]]])), returning=(0,))
    a = cursor.var(int)
    for dummy in range(2):
        cursor.execute(text, [a])
        assert a.getvalue() == [9]


def test_returned_text_that_does_not_fit(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "update t set a = 1 returning c into :c"
    recorder = Recorder(Outcome(row_count=1, returned=[[["ä" * 30]]]))
    database.statement(StatementKind.DML, text, recorder, returning=(0,))
    assert failure(lambda: cursor.execute(text, [cursor.var(str, 10)])) == "DPY-4002"
    roomy = cursor.var(str, 30)
    cursor.execute(text, [roomy])
    assert roomy.getvalue() == ["ä" * 30]


def test_ref_cursor(connection: oracledb.Connection, database: FakeDatabase) -> None:
    rows = [(number,) for number in range(250)]
    text = database.block("begin open :c; end;", (OUT,), lambda row: [ResultSet(NUMBERS, rows)])
    with connection.cursor() as outer:
        for dummy in range(2):
            inner = connection.cursor()
            outer.execute(text, [inner])
            assert inner.description[0][0] == "N"
            assert inner.fetchall() == rows


def test_a_ref_cursor_goes_back_in(connection: oracledb.Connection, database: FakeDatabase) -> None:
    result = ResultSet(NUMBERS, [(1,)])
    opening = database.block("begin open :c; end;", (OUT,), lambda row: [result])
    seen = []
    reading = database.block("begin read(:c); end;", (IN,), lambda row: seen.append(row[0].value) or [])
    inner = connection.cursor()
    connection.cursor().execute(opening, [inner])
    connection.cursor().execute(reading, [inner])
    assert seen == [result]


def test_a_ref_cursor_that_was_never_opened(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.block("begin null(:c); end;", (OUT,), lambda row: [None])
    inner = connection.cursor()
    connection.cursor().execute(text, [inner])
    with pytest.raises(oracledb.Error):
        inner.fetchall()
    connection.ping()


def test_implicit_results(connection: oracledb.Connection, database: FakeDatabase) -> None:
    results = [ResultSet(NUMBERS, [(1,), (2,)]), ResultSet(NUMBERS, [])]
    text = database.statement(
        StatementKind.PLSQL, "begin return_results; end;", lambda rows, poll: Outcome(implicit_results=results)
    )
    cursor = connection.cursor()
    cursor.execute(text)
    assert [inner.fetchall() for inner in cursor.getimplicitresults()] == [[(1,), (2,)], []]


def test_ddl_is_sent_in_full_every_time(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = database.statement(StatementKind.DDL, "create table t", Recorder(Outcome()))
    for dummy in range(3):
        cursor.execute(text)


def test_compilation_errors_are_a_warning(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    outcome = Outcome(warning=(24344, "success with compilation error"))
    cursor.execute(database.statement(StatementKind.DDL, "create procedure p", Recorder(outcome)))
    assert cursor.warning is not None and cursor.warning.full_code == "DPY-7000"


def test_a_changed_schema_is_told(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = "alter session set current_schema = hr"
    database.statement(StatementKind.OTHER, text, Recorder(Outcome(current_schema="HR")))
    connection.cursor().execute(text)
    assert connection.current_schema == "HR"


def test_more_binds_than_one_byte_counts(cursor: oracledb.Cursor, database: FakeDatabase) -> None:
    text = "begin p(" + ", ".join(f":b{number}" for number in range(300)) + "); end;"
    database.block(text, (OUT,) * 300, lambda row: list(range(300)))
    variables = [cursor.var(int) for dummy in range(300)]
    cursor.execute(text, variables)
    assert [variable.getvalue() for variable in variables] == list(range(300))
