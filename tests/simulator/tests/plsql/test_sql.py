# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SQL inside blocks, on real tables."""

from __future__ import annotations

import pytest

from simora.engine import Bind, Direction
from simora.values import DATE, NUMBER, REF_CURSOR, VARCHAR2, varchar2

from .conftest import Client


def test_select_into(scott):
    assert scott.lines("""
        DECLARE
          name emp.ename%TYPE;
          row emp%ROWTYPE;
          total NUMBER;
        BEGIN
          SELECT ename INTO name FROM emp WHERE empno = 7369;
          DBMS_OUTPUT.PUT_LINE(name || SQL%ROWCOUNT);
          SELECT * INTO row FROM emp WHERE ename = name;
          DBMS_OUTPUT.PUT_LINE(row.empno || TO_CHAR(row.hiredate, 'YYYY'));
          SELECT COUNT(*), MAX(empno) INTO total, row.empno FROM emp;
          DBMS_OUTPUT.PUT_LINE(total || row.empno);
        END;""") == ["SMITH1", "73691980", "37521"]


@pytest.mark.parametrize(("condition", "code"), [("empno = 1", 1403), ("empno > 1", 1422)])
def test_select_into_wants_one_row(scott, condition, code):
    text = f"DECLARE n NUMBER; BEGIN SELECT empno INTO n FROM emp WHERE {condition}; END;"
    assert scott.failure(text).code == code


def test_a_column_wins_over_a_variable(scott):
    assert scott.lines("""
        DECLARE
          ename VARCHAR2(10) := 'SMITH';
          n NUMBER;
        BEGIN
          SELECT COUNT(*) INTO n FROM emp WHERE ename = ename;
          DBMS_OUTPUT.PUT_LINE(n);
        END;""") == ["3"]


def test_variables_fields_elements_and_constants_in_sql(scott):
    assert scott.lines("""
        <<main>>
        DECLARE
          TYPE numbers IS TABLE OF NUMBER INDEX BY PLS_INTEGER;
          ids numbers;
          wanted emp%ROWTYPE;
          n NUMBER := 7000;
        BEGIN
          ids(3) := 7369;
          wanted.ename := 'ALLEN';
          SELECT COUNT(*) INTO n FROM emp
            WHERE empno = ids(3) OR ename = wanted.ename OR empno > main.n + ids.COUNT + DBMS_DB_VERSION.VERSION;
          DBMS_OUTPUT.PUT_LINE(n);
        END;""") == ["3"]


def test_dml_and_the_implicit_cursor(scott):
    assert scott.lines("""
        DECLARE
          TYPE numbers IS TABLE OF NUMBER;
          ids numbers;
          n NUMBER;
          fresh emp%ROWTYPE;
        BEGIN
          DBMS_OUTPUT.PUT_LINE(CASE WHEN SQL%FOUND IS NULL THEN 'null' END);
          UPDATE emp SET ename = ename || 'X' WHERE empno > 7400 RETURNING empno BULK COLLECT INTO ids;
          DBMS_OUTPUT.PUT_LINE(SQL%ROWCOUNT || ids(1) || ids(2));
          DELETE FROM emp WHERE empno = 1;
          DBMS_OUTPUT.PUT_LINE(CASE WHEN SQL%NOTFOUND THEN 'none' END);
          INSERT INTO emp (empno, ename) VALUES (n, 'NEW') RETURNING NVL(empno, 42) INTO n;
          DBMS_OUTPUT.PUT_LINE(n);
          fresh.empno := 5;
          INSERT INTO emp VALUES fresh;
          FORALL i IN 1 .. ids.COUNT DELETE FROM emp WHERE empno = ids(i);
          DBMS_OUTPUT.PUT_LINE(SQL%ROWCOUNT);
        END;""") == ["null", "274997521", "none", "42", "2"]
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(3,)]


def test_cursors(scott):
    assert scott.lines("""
        DECLARE
          CURSOR above(low NUMBER DEFAULT 0) IS SELECT empno, ename FROM emp WHERE empno > low ORDER BY empno;
          row above%ROWTYPE;
          TYPE rows IS TABLE OF above%ROWTYPE;
          many rows;
        BEGIN
          FOR e IN above(7400) LOOP DBMS_OUTPUT.PUT_LINE(e.ename || above%ROWCOUNT); END LOOP;
          FOR e IN (SELECT ename AS "Mixed name", ROWNUM AS position FROM emp ORDER BY ename) LOOP
            EXIT WHEN e."Mixed name" > 'B';
            DBMS_OUTPUT.PUT_LINE(e."Mixed name");
          END LOOP;
          OPEN above(low => 7500);
          LOOP
            FETCH above INTO row;
            EXIT WHEN above%NOTFOUND;
            DBMS_OUTPUT.PUT_LINE(row.empno);
          END LOOP;
          CLOSE above;
          OPEN above;
          FETCH above BULK COLLECT INTO many LIMIT 2;
          DBMS_OUTPUT.PUT_LINE(many.COUNT || many(2).ename || CASE WHEN above%FOUND THEN ' more' END);
          FETCH above BULK COLLECT INTO many LIMIT 2;
          DBMS_OUTPUT.PUT_LINE(many.COUNT || CASE WHEN above%NOTFOUND THEN ' end' END);
          CLOSE above;
          DBMS_OUTPUT.PUT_LINE(CASE WHEN NOT above%ISOPEN THEN 'closed' END);
        END;""") == ["ALLEN1", "WARD2", "ALLEN", "7521", "2ALLEN more", "1 end", "closed"]


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ("FETCH c INTO n;", 1001),
        ("CLOSE c;", 1001),
        ("OPEN c; OPEN c;", 6511),
        ("OPEN c; FOR r IN c LOOP NULL; END LOOP;", 6511),
        ("IF c%FOUND THEN NULL; END IF;", 1001),
        ("OPEN v FOR SELECT empno, ename FROM emp; FETCH v INTO n;", 6504),
        ("OPEN v FOR 'DELETE FROM emp';", 6539),
        ("FETCH v INTO n;", 1001),
    ],
)
def test_cursor_errors(scott, statements, code):
    text = f"DECLARE CURSOR c IS SELECT empno FROM emp; v SYS_REFCURSOR; n NUMBER; BEGIN {statements} END;"
    assert scott.failure(text).code == code


def test_a_cursor_keeps_the_rows_it_was_opened_with(scott):
    assert scott.lines("""
        DECLARE
          v SYS_REFCURSOR;
          name VARCHAR2(10);
        BEGIN
          OPEN v FOR 'SELECT ename FROM emp WHERE empno < :limit ORDER BY 1' USING 7500;
          DELETE FROM emp;
          FETCH v INTO name;
          DBMS_OUTPUT.PUT_LINE(name || v%ROWCOUNT);
        END;""") == ["ALLEN1"]


def test_a_cursor_for_the_client(scott):
    outcome = scott.execute(
        "BEGIN OPEN :c FOR SELECT ename FROM emp WHERE empno = :id; END;", Bind(REF_CURSOR, None), Bind(NUMBER, 7369)
    )
    assert outcome.directions == (Direction.OUT, Direction.IN)
    (result,) = outcome.out_values[0]
    assert (result.columns[0].name, list(result.rows)) == ("ENAME", [("SMITH",)])


def test_dynamic_sql(scott):
    assert scott.lines("""
        DECLARE
          TYPE names IS TABLE OF VARCHAR2(10);
          list names;
          n NUMBER;
          name VARCHAR2(10) := 'SMITH';
        BEGIN
          EXECUTE IMMEDIATE 'SELECT COUNT(*) FROM emp WHERE empno > :a' INTO n USING 7400;
          EXECUTE IMMEDIATE 'SELECT ename FROM emp ORDER BY 1' BULK COLLECT INTO list;
          DBMS_OUTPUT.PUT_LINE(n || list(3));
          EXECUTE IMMEDIATE 'UPDATE emp SET empno = empno + :1 WHERE ename = :2 RETURNING empno INTO :3'
            USING 1, name RETURNING INTO n;
          DBMS_OUTPUT.PUT_LINE(SQL%ROWCOUNT || ' ' || n);
          EXECUTE IMMEDIATE 'BEGIN :x := :x + :y; END;' USING IN OUT n, 10;
          DBMS_OUTPUT.PUT_LINE(n);
          EXECUTE IMMEDIATE 'CREATE TABLE made (n NUMBER)';
          EXECUTE IMMEDIATE 'INSERT INTO made VALUES (:1)' USING n;
          EXECUTE IMMEDIATE 'SELECT n FROM made' INTO n;
          DBMS_OUTPUT.PUT_LINE(n);
        END;""") == ["2WARD", "1 7370", "7380", "7380"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("EXECUTE IMMEDIATE 'SELECT empno FROM emp WHERE empno = 1' INTO n;", 1403),
        ("EXECUTE IMMEDIATE 'SELECT empno FROM emp' INTO n;", 1422),
        ("EXECUTE IMMEDIATE 'SELECT empno, ename FROM emp' INTO n;", 1007),
        ("EXECUTE IMMEDIATE 'SELECT 1 FROM nothing' INTO n;", 942),
        ("EXECUTE IMMEDIATE 'DROP TABLE nothing';", 942),
        ("EXECUTE IMMEDIATE 'SELECT 1 FROM emp WHERE empno = :1' INTO n;", 1008),
        ("EXECUTE IMMEDIATE 'BEGIN nothing; END;';", 6550),
    ],
)
def test_dynamic_errors(scott, statement, code):
    error = scott.failure(f"DECLARE n NUMBER;\nBEGIN\n  {statement} END;")
    assert error.code == code
    assert error.stack[-1] == "ORA-06512: at line 3"


def test_a_dynamic_error_can_be_handled_by_number(scott):
    assert scott.lines("""
        DECLARE
          absent EXCEPTION;
          PRAGMA EXCEPTION_INIT(absent, -942);
        BEGIN
          EXECUTE IMMEDIATE 'DROP TABLE nothing';
        EXCEPTION WHEN absent THEN DBMS_OUTPUT.PUT_LINE(SQLCODE);
        END;""") == ["-942"]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT COUNT(*) INTO n FROM nothing;", "ORA-00942"),
        ("SELECT nothing INTO n FROM emp;", "ORA-00904"),
        ("SELECT 1, 2 INTO n FROM emp;", "ORA-00913"),
        ("SELECT 1 INTO n, n FROM emp;", "ORA-00947"),
        ("DELETE FROM nothing;", "ORA-00942"),
        ("UPDATE emp SET nothing = 1;", "ORA-00904"),
        ("LOCK TABLE nothing IN EXCLUSIVE MODE;", "ORA-00942"),
        ("FOR r IN (SELECT * FROM nothing) LOOP NULL; END LOOP;", "ORA-00942"),
    ],
)
def test_static_sql_is_checked_before_anything_runs(scott, statement, message):
    error = scott.failure(f"DECLARE n NUMBER;\nBEGIN\n  DELETE FROM emp; COMMIT;\n  {statement}\nEND;")
    assert (error.code, error.arguments[0]) == (6550, 4)
    assert message in error.message
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(3,)]


def test_a_constant_is_no_target(scott):
    error = scott.failure("DECLARE n CONSTANT NUMBER := 1; BEGIN SELECT 1 INTO n FROM emp; END;")
    assert (error.code, error.message.splitlines()[1][:9]) == (6550, "PLS-00403")


def test_a_query_needs_into(scott):
    error = scott.failure("BEGIN SELECT 1 FROM emp; END;")
    assert (error.code, error.message.splitlines()[1][:9]) == (6550, "PLS-00428")


def test_privileges_hold_inside_blocks(cleaner):
    assert cleaner.lines(
        "DECLARE n scott.emp.empno%TYPE; BEGIN SELECT COUNT(*) INTO n FROM scott.emp; DBMS_OUTPUT.PUT_LINE(n); END;"
    ) == ["3"]
    assert cleaner.failure("DECLARE n emp.empno%TYPE; BEGIN NULL; END;").code == 6550
    assert "ORA-01031" in cleaner.failure("BEGIN DELETE FROM scott.emp; END;").message


def test_a_failed_block_undoes_its_changes_and_no_more(scott):
    scott.execute("INSERT INTO emp (empno) VALUES (1)")
    assert scott.failure("BEGIN DELETE FROM emp; RAISE NO_DATA_FOUND; END;").code == 1403
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(4,)]
    assert (
        scott.failure(
            "BEGIN INSERT INTO emp (empno) VALUES (2); COMMIT; DELETE FROM emp; RAISE NO_DATA_FOUND; END;"
        ).code
        == 1403
    )
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(5,)]


def test_a_handled_exception_undoes_nothing(scott):
    scott.execute(
        "BEGIN DELETE FROM emp WHERE empno = 7369; RAISE NO_DATA_FOUND; EXCEPTION WHEN OTHERS THEN NULL; END;"
    )
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(2,)]


def test_savepoints(scott):
    scott.execute("""
        BEGIN
          DELETE FROM emp WHERE empno = 7369;
          SAVEPOINT one;
          DELETE FROM emp;
          ROLLBACK TO SAVEPOINT one;
        END;""")
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(2,)]
    scott.execute("BEGIN ROLLBACK; END;")
    assert scott.rows("SELECT COUNT(*) FROM emp") == [(3,)]


def test_a_locked_table_is_busy_for_others(scott, listener):
    scott.execute("BEGIN LOCK TABLE emp IN EXCLUSIVE MODE NOWAIT; END;")
    other = Client(listener, "SCOTT")
    assert other.failure("BEGIN LOCK TABLE scott.emp IN EXCLUSIVE MODE NOWAIT; END;").code == 54
    scott.execute("BEGIN COMMIT; END;")
    other.execute("BEGIN LOCK TABLE emp IN EXCLUSIVE MODE NOWAIT; END;")


def test_host_binds_in_embedded_sql(scott):
    outcome = scott.execute(
        "BEGIN SELECT hiredate, ename INTO :d, :n FROM emp WHERE empno = :id; UPDATE emp SET ename = :n || 'X'; END;",
        Bind(DATE, None),
        Bind(varchar2(10), None, 10),
        Bind(NUMBER, 7369),
    )
    assert outcome.directions == (Direction.OUT, Direction.IN_OUT, Direction.IN)
    assert outcome.out_values[0][1] == "SMITH"
    assert scott.rows("SELECT DISTINCT ename FROM emp") == [("SMITHX",)]


def test_embedded_statements_are_logged_as_nested(scott):
    scott.execute("DECLARE n NUMBER; BEGIN SELECT COUNT(*) INTO n FROM emp; EXECUTE IMMEDIATE 'BEGIN NULL; END;'; END;")
    logged = [(entry.kind, entry.nested) for entry in scott.session.database.statements.entries[-3:]]
    assert logged == [("plsql", False), ("query", True), ("plsql", True)]


def test_user_locks(scott, listener):
    administrator = Client(listener, "SYS", "SYSDBA")
    text = """
        DECLARE handle VARCHAR2(128);
        BEGIN
          DBMS_LOCK.ALLOCATE_UNIQUE('clean-up', handle);
          :result := DBMS_LOCK.REQUEST(handle, DBMS_LOCK.X_MODE, timeout => 0);
        END;"""
    other = Client(listener, "SYS", "SYSDBA")
    assert administrator.execute(text, Bind(NUMBER, None)).out_values == [[0]]
    assert administrator.execute(text, Bind(NUMBER, None)).out_values == [[4]]
    assert other.execute(text, Bind(NUMBER, None)).out_values == [[1]]
    administrator.session.close()
    assert other.execute(text, Bind(NUMBER, None)).out_values == [[0]]
    assert scott.failure(text, Bind(NUMBER, None)).code == 6550


def test_sleeping_moves_the_servers_clock(scott):
    assert scott.lines("""
        DECLARE began DATE := SYSDATE;
        BEGIN
          DBMS_SESSION.SLEEP(90);
          DBMS_OUTPUT.PUT_LINE(ROUND((SYSDATE - began) * 86400));
        END;""") == ["90"]


def test_object_names_are_checked_against_the_dictionary(scott):
    assert scott.lines("BEGIN DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SQL_OBJECT_NAME('scott.emp')); END;") == ["scott.emp"]
    assert scott.lines("BEGIN DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SCHEMA_NAME('SCOTT')); END;") == ["SCOTT"]
    assert scott.failure("BEGIN DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SQL_OBJECT_NAME('nothing')); END;").code == 44002
    assert scott.failure("BEGIN DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SCHEMA_NAME('scott')); END;").code == 44001


def test_text_binds_of_any_type_reach_sql(scott):
    outcome = scott.execute(
        "BEGIN SELECT COUNT(*) INTO :n FROM emp WHERE empno = :id; END;", Bind(NUMBER, None), Bind(VARCHAR2, "7369")
    )
    assert outcome.out_values == [[1]]


def test_forall_tells_about_each_iteration(scott):
    assert scott.lines("""
        DECLARE
          TYPE texts IS TABLE OF VARCHAR2(20);
          names texts := texts('SMITH', 'much too long for it', 'WARD');
          failed EXCEPTION;
          PRAGMA EXCEPTION_INIT(failed, -24381);
        BEGIN
          FORALL i IN INDICES OF names SAVE EXCEPTIONS
            UPDATE emp SET ename = names(i) WHERE empno > 7400;
        EXCEPTION WHEN failed THEN
          DBMS_OUTPUT.PUT_LINE(SQL%BULK_EXCEPTIONS.COUNT || ' ' || SQL%BULK_EXCEPTIONS(1).ERROR_INDEX);
          DBMS_OUTPUT.PUT_LINE(SQL%BULK_ROWCOUNT(1) || SQL%BULK_ROWCOUNT(2) || SQL%BULK_ROWCOUNT(3));
        END;""") == ["1 2", "202"]


@pytest.mark.parametrize(
    ("block", "position"),
    [
        ("BEGIN\n  DELETE FROM\n    nothing;\nEND;", (3, 5)),
        ("DECLARE n NUMBER; BEGIN\n  SELECT COUNT(*) INTO n\n  FROM nothing;\nEND;", (3, 8)),
        ("DECLARE n NUMBER; BEGIN\n  SELECT COUNT(*) INTO n FROM nothing;\nEND;", (2, 31)),
    ],
)
def test_the_place_of_an_error_in_static_sql(scott, block, position):
    assert scott.failure(block).arguments[:2] == position


def test_implicit_results(scott):
    outcome = scott.execute("""
        DECLARE c SYS_REFCURSOR; n NUMBER;
        BEGIN
          OPEN c FOR SELECT empno FROM emp ORDER BY 1;
          FETCH c INTO n;
          DBMS_SQL.RETURN_RESULT(c);
        END;""")
    assert [list(result.rows) for result in outcome.implicit_results] == [[(7499,), (7521,)]]


def test_a_clients_cursor_can_be_fetched_from(scott):
    rows = scott.execute("SELECT ename FROM emp ORDER BY 1").result_set
    outcome = scott.execute(
        "DECLARE n emp.ename%TYPE; BEGIN FETCH :c INTO n; :name := n; CLOSE :c; END;",
        Bind(REF_CURSOR, rows),
        Bind(varchar2(10), None, 10),
    )
    assert outcome.out_values == [["ALLEN"]]


def test_allocating_a_lock_commits(listener):
    administrator = Client(listener, "SYS", "SYSDBA")
    administrator.execute("DELETE FROM scott.emp")
    administrator.execute("DECLARE h VARCHAR2(128); BEGIN DBMS_LOCK.ALLOCATE_UNIQUE('x', h); END;")
    administrator.execute("ROLLBACK")
    assert administrator.rows("SELECT COUNT(*) FROM scott.emp") == [(0,)]


def test_converting_and_releasing_a_user_lock(listener):
    administrator = Client(listener, "SYS", "SYSDBA")
    assert administrator.lines("""
        BEGIN
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.RELEASE(7));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.CONVERT(7, DBMS_LOCK.X_MODE));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.REQUEST(7, DBMS_LOCK.S_MODE));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.CONVERT(7, DBMS_LOCK.X_MODE));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.REQUEST(7, 9));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.RELEASE('12345'));
          DBMS_OUTPUT.PUT_LINE(DBMS_LOCK.RELEASE(7));
        END;""") == ["4", "4", "0", "0", "3", "5", "0"]
