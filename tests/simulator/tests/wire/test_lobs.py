# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""LOBs: as columns by locator or by value, as binds, and the operations on temporary ones."""

from __future__ import annotations

import oracledb
import pytest
from fake_engine import FakeDatabase
from wire_support import Connect, failure

from simora import values
from simora.engine import Bind, Direction, Outcome, StatementKind
from simora.errors import OraError
from simora.values import Column, OraType
from simora.wire.lobs import LobStore

TEXT = "Grüße € " * 9000
DATA = bytes(range(256)) * 300
LOBS = (Column("ID", values.NUMBER), Column("C", values.CLOB), Column("B", values.BLOB))
ROWS = [(1, TEXT, DATA), (2, None, None), (3, "short", b"short"), (4, "", b"")]


@pytest.fixture
def lobs(database: FakeDatabase) -> str:
    return database.query("select lobs", LOBS, ROWS)


def test_columns_as_locators(connection: oracledb.Connection, lobs: str) -> None:
    for dummy in range(2):
        rows = connection.cursor().execute(lobs).fetchall()
        assert [
            (number, clob and clob.read() or None, blob and blob.read() or None) for number, clob, blob in rows
        ] == [(1, TEXT, DATA), (2, None, None), (3, "short", b"short"), (4, None, None)]
        clob, blob = rows[0][1:]
        assert (clob.type, blob.type) == (oracledb.DB_TYPE_CLOB, oracledb.DB_TYPE_BLOB)
        assert (clob.size(), blob.size()) == (len(TEXT), len(DATA))
        assert clob.read(7, 5) == TEXT[6:11]
        assert blob.read(257, 4) == bytes(range(4))
        assert clob.read(len(TEXT) + 1) == ""


def test_columns_as_values(connection: oracledb.Connection, lobs: str) -> None:
    expected = [(1, TEXT, DATA), (2, None, None), (3, "short", b"short"), (4, None, None)]
    for dummy in range(2):
        assert connection.cursor().execute(lobs, fetch_lobs=False).fetchall() == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("VARCHAR2", "text"), ("CLOB", TEXT)),
        (("CHAR", "text"), ("CLOB", TEXT)),
        (("NVARCHAR2", "Grüße"), ("NCLOB", TEXT)),
        (("LONG", "text"), ("CLOB", TEXT)),
        (("RAW", b"bytes"), ("BLOB", DATA)),
        (("LONG RAW", b"bytes"), ("BLOB", DATA)),
    ],
)
def test_a_column_that_becomes_a_lob_is_read_as_before(
    connection: oracledb.Connection, database: FakeDatabase, before: tuple[str, object], after: tuple[str, object]
) -> None:
    cursor = connection.cursor()
    for type_name, value in (before, after, after, before):
        text = database.query("select changing", (Column("V", OraType(type_name)),), [(value,), (None,), (value,)])
        assert cursor.execute(text).fetchall() == [(value,), (None,), (value,)]


def test_a_number_that_becomes_a_lob_is_read_as_a_locator(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    cursor = connection.cursor()
    text = database.query("select changing", (Column("V", values.NUMBER),), [(1,)])
    assert cursor.execute(text).fetchall() == [(1,)]
    database.query(text, (Column("V", values.CLOB),), [("text",)])
    ((lob,),) = cursor.execute(text).fetchall()
    assert lob.read() == "text"


def test_many_rows_of_lobs(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.query("select clobs", (Column("C", values.CLOB),), [(f"row {n}",) for n in range(250)])
    assert [clob.read() for (clob,) in connection.cursor().execute(text)] == [f"row {n}" for n in range(250)]


def test_national_lobs(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.query("select nclob", (Column("C", OraType("NCLOB")),), [(TEXT,)])
    (lob,) = connection.cursor().execute(text).fetchone()
    assert lob.type is oracledb.DB_TYPE_NCLOB
    assert lob.read() == TEXT


def test_characters_outside_the_basic_plane_count_twice(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    text = database.query("select clob", (Column("C", values.CLOB),), [("a😀b",)])
    (lob,) = connection.cursor().execute(text).fetchone()
    assert lob.size() == 4
    assert lob.read() == "a😀b"
    assert lob.read(4) == "b"


def test_a_lob_of_a_row_is_not_written_to(connection: oracledb.Connection, lobs: str) -> None:
    dummy, clob, dummy = connection.cursor().execute(lobs).fetchone()
    assert failure(lambda: clob.write("x")) == "ORA-22920"
    assert failure(lambda: clob.trim(1)) == "ORA-22920"


@pytest.mark.parametrize(
    ("db_type", "pieces", "whole", "unit"),
    [
        (oracledb.DB_TYPE_CLOB, ("Grüße", " und mehr"), "Grüße und mehr", "ß"),
        (oracledb.DB_TYPE_NCLOB, ("Grüße", " und mehr"), "Grüße und mehr", "ß"),
        (oracledb.DB_TYPE_BLOB, (b"\x00\x01", b"\xff\xfe"), b"\x00\x01\xff\xfe", b"\x07"),
    ],
)
def test_temporary_lobs(
    connection: oracledb.Connection, db_type: oracledb.DbType, pieces: tuple, whole: object, unit: object
) -> None:
    lob = connection.createlob(db_type)
    assert lob.size() == 0
    lob.write(pieces[0])
    lob.write(pieces[1], len(pieces[0]) + 1)
    assert lob.read() == whole
    lob.write(unit, 2)
    assert lob.read(2, 1) == unit
    lob.trim(1)
    assert lob.size() == 1
    assert lob.getchunksize() > 0


def test_writing_behind_the_end_fills_up(connection: oracledb.Connection) -> None:
    clob, blob = connection.createlob(oracledb.DB_TYPE_CLOB), connection.createlob(oracledb.DB_TYPE_BLOB)
    clob.write("x", 4)
    blob.write(b"x", 4)
    assert (clob.read(), blob.read()) == ("   x", b"\x00\x00\x00x")


def test_opening_and_closing(connection: oracledb.Connection) -> None:
    lob = connection.createlob(oracledb.DB_TYPE_CLOB)
    assert lob.isopen() is False
    lob.open()
    assert lob.isopen() is True
    assert failure(lob.open) == "ORA-22293"
    lob.close()
    assert lob.isopen() is False
    assert failure(lob.close) == "ORA-22289"


def test_freed_lobs_are_gone() -> None:
    store = LobStore()
    locators = [store.add(text, 1, temporary=True)[0] for text in ("a", "b", "c")]
    store.free(locators[0] + locators[2])
    assert store.find(locators[1]).value() == "b"
    for freed in (locators[0], locators[2]):
        with pytest.raises(OraError) as raised:
            store.find(freed)
        assert raised.value.code == 22922


def test_the_driver_frees_what_it_drops(connection: oracledb.Connection) -> None:
    kept = connection.createlob(oracledb.DB_TYPE_CLOB, "kept")
    for dummy in range(3):
        connection.createlob(oracledb.DB_TYPE_CLOB, "dropped")
        connection.ping()
    assert kept.read() == "kept"


@pytest.mark.parametrize(("db_type", "value"), [(oracledb.DB_TYPE_CLOB, TEXT), (oracledb.DB_TYPE_BLOB, DATA)])
def test_binding_a_lob(
    connection: oracledb.Connection, database: FakeDatabase, db_type: oracledb.DbType, value: object
) -> None:
    seen: list[Bind] = []

    def answer(bind_rows: list, poll: object) -> Outcome:
        seen.extend(bind_rows[0])
        return Outcome(row_count=1)

    text = database.statement(StatementKind.DML, "insert :a, :b, :c", answer)
    connection.cursor().execute(text, [1, connection.createlob(db_type, value), None])
    assert [bind.value for bind in seen] == [1, value, None]
    assert seen[1].type.name == db_type.name.removeprefix("DB_TYPE_")


def test_long_values_for_a_block_travel_as_temporary_lobs(
    connection: oracledb.Connection, database: FakeDatabase
) -> None:
    def answer(row: list[Bind]) -> list[object]:
        return [len(row[1].value), row[2].value + "!"]

    text = database.block(
        "begin :length := f(:given, :both); end;", (Direction.OUT, Direction.IN, Direction.IN_OUT), answer
    )
    cursor = connection.cursor()
    length, both = cursor.var(int), cursor.var(oracledb.DB_TYPE_CLOB)
    both.setvalue(0, connection.createlob(oracledb.DB_TYPE_CLOB, TEXT))
    cursor.execute(text, [length, "z" * 40000, both])
    assert length.getvalue() == 40000
    assert both.getvalue().read() == TEXT + "!"


def test_lobs_out_of_a_block_are_writable(connection: oracledb.Connection, database: FakeDatabase) -> None:
    text = database.block("begin :c := f; end;", (Direction.OUT,), lambda row: ["from the server"])
    cursor = connection.cursor()
    variable = cursor.var(oracledb.DB_TYPE_CLOB)
    for dummy in range(2):
        cursor.execute(text, [variable])
        lob = variable.getvalue()
        lob.write("FROM")
        assert lob.read() == "FROM the server"


def test_small_packets(connect: Connect, lobs: str) -> None:
    dummy, clob, blob = connect(sdu=512).cursor().execute(lobs).fetchone()
    assert (clob.read(), blob.read()) == (TEXT, DATA)
