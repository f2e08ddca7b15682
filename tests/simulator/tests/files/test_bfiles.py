# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""BFILEs, as the real driver and PL/SQL use them."""

from __future__ import annotations

from typing import Any

import oracledb
import pytest
from file_world import Connect, code_of

LOG = "first line\nGrüße\n".encode()
# The thin driver 26.1.0 loses the answer and gives None; earlier and later ones give it.
EXISTS, MISSING = (True, None), (False, None)


def bfile(connection: oracledb.Connection, name: str = "note.log", directory: str = "DUMP_DIR") -> Any:
    (found,) = connection.cursor().execute("select bfilename(:d, :n) from dual", d=directory, n=name).fetchone()
    return found


def test_a_file_is_read_through_the_driver(connection: oracledb.Connection) -> None:
    file = bfile(connection)
    assert (file.type, file.getfilename()) == (oracledb.DB_TYPE_BFILE, ("DUMP_DIR", "note.log"))
    assert file.fileexists() in EXISTS
    assert file.size() == len(LOG)
    assert (file.read(), file.read(7), file.read(7, 4), file.read(999)) == (LOG, LOG[6:], b"line", b"")


def test_opening_and_closing(connection: oracledb.Connection) -> None:
    file = bfile(connection)
    assert not file.isopen()
    file.open()
    assert file.isopen()
    assert code_of(file.open) == 22293
    assert file.read(1, 5) == b"first"
    assert not bfile(connection).isopen()
    file.close()
    assert not file.isopen()
    assert code_of(file.close) == 22289


def test_a_missing_file(connection: oracledb.Connection) -> None:
    file = bfile(connection, "nothing.log")
    assert file.fileexists() in MISSING
    assert [code_of(file.size), code_of(file.read), code_of(file.open)] == [22288] * 3


@pytest.mark.parametrize("directory", ["NOWHERE", "dump_dir", "LOWER"])
def test_a_directory_object_is_found_by_its_exact_name(connection: oracledb.Connection, directory: str) -> None:
    file = bfile(connection, "a.txt", directory)
    assert [code_of(operation) for operation in (file.fileexists, file.size, file.read)] == [22285] * 3
    assert bfile(connection, "a.txt", "lower").read() == b"a"


def test_reading_needs_the_right_to_read(connect: Connect) -> None:
    file = bfile(connect(user="nobody", password="nobody"))
    assert [code_of(operation) for operation in (file.fileexists, file.size, file.read)] == [22286] * 3
    system = connect(user="sys", password="manager", mode=oracledb.AUTH_MODE_SYSDBA)
    system.cursor().execute("grant read on directory dump_dir to nobody")
    assert file.read() == LOG


def test_a_session_opens_so_many_files(connection: oracledb.Connection) -> None:
    files = [bfile(connection) for dummy in range(11)]
    for file in files[:10]:
        file.open()
    assert code_of(files[10].open) == 22290
    files[3].close()
    files[10].open()


def test_a_file_beyond_four_gigabytes(connection: oracledb.Connection) -> None:
    file = bfile(connection, "big.dmp")
    assert file.size() == 5_000_000_000
    assert file.read(4_999_999_999, 10) == b"\0\0"


def test_an_empty_file(connection: oracledb.Connection) -> None:
    file = bfile(connection, "empty.log")
    assert file.fileexists() in EXISTS
    assert (file.size(), file.read()) == (0, b"")


def test_the_driver_changes_the_names_itself(connection: oracledb.Connection) -> None:
    file = bfile(connection)
    file.setfilename("lower", "a.txt")
    assert file.read() == b"a"


def test_files_as_binds_and_in_tables(connection: oracledb.Connection) -> None:
    cursor = connection.cursor()
    first, second = cursor.var(oracledb.DB_TYPE_BFILE), cursor.var(oracledb.DB_TYPE_BFILE)
    cursor.execute("begin :1 := bfilename('DUMP_DIR', 'note.log'); :2 := null; end;", [first, second])
    assert first.getvalue().read() == LOG
    assert second.getvalue() is None
    cursor.execute("begin :1 := :2; end;", [second, first])
    assert second.getvalue().read() == LOG
    cursor.execute("create table kept (id number, file_loc bfile)")
    cursor.execute("insert into kept values (:1, :2)", [1, first.getvalue()])
    cursor.execute("insert into kept values (2, bfilename('lower', 'a.txt'))")
    cursor.execute("insert into kept values (3, null)")
    contents = [file and file.read() for (file,) in cursor.execute("select file_loc from kept order by id").fetchall()]
    assert contents == [LOG, b"a", None]
    assert code_of(cursor.execute, "select * from kept order by file_loc") == 932
    assert code_of(cursor.execute, "select 1 from kept where file_loc = file_loc") == 932


def test_asking_dbms_lob_in_sql(connection: oracledb.Connection) -> None:
    cursor = connection.cursor()
    cursor.execute(
        "select dbms_lob.fileexists(bfilename('DUMP_DIR', 'note.log')),"
        " dbms_lob.fileexists(bfilename('DUMP_DIR', 'none')),"
        " dbms_lob.getlength(bfilename('DUMP_DIR', 'note.log')),"
        " dbms_lob.getlength(to_clob('abc')), dbms_lob.substr(to_clob('abc'), 2, 1) from dual"
    )
    assert cursor.fetchone() == (1, 0, len(LOG), 3, "ab")
    assert code_of(cursor.execute, "select dbms_lob.substr(bfilename('lower', 'a.txt'), 1, 1) from dual") == 22289


def block(connection: oracledb.Connection, body: str) -> Any:
    """Runs a block that may use a BFILE named f; what it puts into :result, cut at 2000 characters."""
    cursor = connection.cursor()
    result = cursor.var(str, 2000)
    cursor.execute(f"declare f bfile := bfilename('DUMP_DIR', 'note.log'); {body}", result=result)
    return result.getvalue()


def test_reading_in_a_block(connection: oracledb.Connection) -> None:
    body = (
        "n number := 5; b raw(100); begin dbms_lob.fileopen(f, dbms_lob.file_readonly);"
        " dbms_lob.read(f, n, 7, b); :result := n || utl_raw.cast_to_varchar2(b)"
        " || dbms_lob.fileisopen(f) || utl_raw.cast_to_varchar2(dbms_lob.substr(f, 5, 1));"
        " dbms_lob.fileclose(f); :result := :result || dbms_lob.isopen(f); end;"
    )
    assert block(connection, body) == "5line\n1first0"


def test_the_end_of_a_file_is_no_data_found(connection: oracledb.Connection) -> None:
    body = (
        "n number := 5; b raw(100); begin dbms_lob.open(f, dbms_lob.lob_readonly);"
        " dbms_lob.read(f, n, 1000, b); exception when no_data_found then :result := 'end'; end;"
    )
    assert block(connection, body) == "end"


def test_a_file_is_loaded_as_text(connection: oracledb.Connection) -> None:
    body = (
        "c clob; d integer := 1; s integer := 1; l integer := 0; w integer;"
        " begin dbms_lob.createtemporary(c, true); dbms_lob.fileopen(f);"
        " dbms_lob.loadclobfromfile(c, f, dbms_lob.lobmaxsize, d, s, {csid}, l, w);"
        " :result := w || '/' || d || '/' || s || '/' || c; dbms_lob.filecloseall; end;"
    )
    text = LOG.decode()
    assert block(connection, body.format(csid=873)) == f"0/{len(text) + 1}/{len(LOG) + 1}/{text}"
    wrong = LOG.decode("ascii", "replace")
    assert block(connection, body.format(csid=1)) == f"1/{len(wrong) + 1}/{len(LOG) + 1}/{wrong}"
    assert code_of(block, connection, body.format(csid=852)) == 1482


def test_a_file_is_loaded_as_bytes(connection: oracledb.Connection) -> None:
    body = (
        "b blob; d integer := 2; s integer := 7; begin dbms_lob.fileopen(f);"
        " dbms_lob.loadblobfromfile(b, f, 4, d, s); :result := rawtohex(b) || d || s; end;"
    )
    assert block(connection, body) == f"00{b'line'.hex().upper()}611"
    assert code_of(block, connection, body.replace("f, 4", "f, 400")) == 22993
    plain = "b blob; begin dbms_lob.fileopen(f); dbms_lob.loadfromfile(b, f, 5); :result := rawtohex(b); end;"
    assert block(connection, plain) == b"first".hex().upper()


def test_names_and_mistakes(connection: oracledb.Connection) -> None:
    body = "d varchar2(30); n varchar2(30); begin dbms_lob.filegetname(f, d, n); :result := d || n; end;"
    assert block(connection, body) == "DUMP_DIRnote.log"
    assert block(connection, "n bfile; begin :result := dbms_lob.getlength(n); end;") is None
    assert code_of(block, connection, "begin f := 'note.log'; :result := 1; end;") in (6502, 6550)
    body = "b raw(9); n number := 1; begin dbms_lob.read(f, n, 1, b); :result := 1; end;"
    assert code_of(block, connection, body) == 22289
    assert code_of(block, connection, body.replace(":= 1; begin", ":= 0; begin")) == 21560


def test_a_file_in_a_bind_chooses_the_overload(connection: oracledb.Connection) -> None:
    cursor = connection.cursor()
    length = cursor.callfunc("dbms_lob.getlength", int, [bfile(connection)])
    assert length == len(LOG)
    assert cursor.callfunc("dbms_lob.fileexists", int, [bfile(connection, "none")]) == 0
