# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""INSERT, UPDATE, DELETE and MERGE, what they check and how they are undone."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from simora import sql

EVERYTHING = "SELECT empno, ename, sal, deptno FROM emp ORDER BY empno"


def names(session) -> list[str]:
    return [row[0] for row in session.rows("SELECT ename FROM emp ORDER BY empno")]


def test_insert_values(session) -> None:
    assert session.run("INSERT INTO dept VALUES (50, 'NEW', NULL)").row_count == 1
    assert session.run("INSERT INTO dept (loc, deptno) VALUES (LOWER('X'), 30 * 2)").row_count == 1
    text = "SELECT deptno, dname, loc FROM dept WHERE deptno >= 50 ORDER BY 1"
    assert session.rows(text) == [(50, "NEW", None), (60, None, "x")]


def test_insert_select(session) -> None:
    count = session.run(
        "INSERT INTO dept (deptno, dname) SELECT deptno + 1, dname FROM dept WHERE deptno < 30"
    ).row_count
    assert count == 2
    assert session.rows("SELECT COUNT(*) FROM dept") == [(6,)]


def test_insert_takes_defaults_and_converts(session) -> None:
    session.run("INSERT INTO types (id, c, r, t, b, v) VALUES ('7', 'ab', '0aff', DATE '2026-01-01', 1.5, DEFAULT)")
    session.run("INSERT INTO types (id, v) VALUES (8, 12)")
    assert session.rows("SELECT id, c, v, r, d, t, b FROM types ORDER BY id") == [
        (7, "ab   ", "none", b"\x0a\xff", session.now(), datetime.datetime(2026, 1, 1), 1.5),
        (8, None, "12", None, session.now(), None, None),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("INSERT INTO emp (ename) VALUES ('x')", 1400),
        ("INSERT INTO emp (empno) VALUES ('')", 1400),
        ("UPDATE emp SET empno = NULL", 1407),
        ("INSERT INTO emp (empno, ename) VALUES (1, 'elevenchars')", 12899),
        ("UPDATE emp SET job = RPAD('x', 10, 'x')", 12899),
        ("INSERT INTO emp (empno) VALUES (12345)", 1438),
        ("INSERT INTO emp (empno) SELECT 1 FROM dual UNION ALL SELECT 12345 FROM dual", 1438),
        ("UPDATE emp SET sal = 100000", 1438),
        ("INSERT INTO emp (empno) VALUES ('x')", 1722),
        ("INSERT INTO emp (empno, hiredate) VALUES (1, 5)", 932),
        ("INSERT INTO emp (empno, hiredate) VALUES (1, 'x')", 1858),
        ("INSERT INTO emp (empno, sal) VALUES (1)", 947),
        ("INSERT INTO emp (empno) VALUES (1, 2)", 913),
        ("INSERT INTO emp (empno) SELECT 1, 2 FROM dual", 913),
        ("INSERT INTO emp (empno, empno) VALUES (1, 2)", 957),
        ("UPDATE emp SET sal = 1, sal = 2", 957),
        ("UPDATE emp SET sal = (SELECT sal FROM emp)", 1427),
        ("UPDATE emp SET sal = 1 / 0", 1476),
        ("INSERT INTO dual VALUES ('x')", 1732),
        ("MERGE INTO emp e USING dept d ON (e.deptno = d.deptno) WHEN MATCHED THEN UPDATE SET e.deptno = 1", 38104),
        ("MERGE INTO emp e USING dept d ON (d.deptno < 30) WHEN MATCHED THEN UPDATE SET e.sal = 1", 30926),
    ],
)
def test_refused_statements_change_nothing(session, text, code) -> None:
    before = session.rows(EVERYTHING)
    assert session.error(text) == code
    assert session.rows(EVERYTHING) == before
    assert len(session.transaction.undo) == 0


def test_a_failing_row_takes_the_whole_statement_back(session) -> None:
    session.run("UPDATE emp SET sal = 1 WHERE ename = 'KING'")
    before = session.rows(EVERYTHING)
    assert session.error("UPDATE emp SET sal = sal * 40") == 1438
    assert session.rows(EVERYTHING) == before
    session.transaction.undo.rollback()
    assert session.rows("SELECT sal FROM emp WHERE ename = 'KING'") == [(5000,)]


def test_a_unique_key(session) -> None:
    session.sqlite.execute("CREATE UNIQUE INDEX u ON `seg_1002` (c1)")
    assert session.error("INSERT INTO dept (deptno) SELECT 90 FROM dual UNION ALL SELECT 10 FROM dual") == 1
    assert session.rows("SELECT COUNT(*) FROM dept") == [(4,)]


def test_keys_are_unique_at_the_end_of_a_statement(session) -> None:
    session.sqlite.execute("CREATE UNIQUE INDEX u ON `seg_1002` (c1)")
    before = session.rows("SELECT * FROM dept ORDER BY 1")
    assert session.run("UPDATE dept SET deptno = deptno + 10").row_count == 4
    assert [row[0] for row in session.rows("SELECT deptno FROM dept ORDER BY 1")] == [20, 30, 40, 50]
    assert session.error("UPDATE dept SET deptno = 30") == 1
    session.transaction.undo.rollback()
    assert session.rows("SELECT * FROM dept ORDER BY 1") == before


def test_update(session) -> None:
    text = "UPDATE emp e SET sal = sal * 1.1, job = LOWER(job) WHERE deptno = (SELECT deptno FROM dept WHERE loc = :1)"
    assert session.run(text, "DALLAS").row_count == 3
    assert session.rows("SELECT sal, job FROM emp WHERE empno = 7566") == [(Decimal("3272.5"), "manager")]
    assert session.run("UPDATE emp SET sal = 0 WHERE 1 = 0").row_count == 0
    session.run("UPDATE emp SET mgr = empno, empno = mgr WHERE empno = 7902")
    assert session.rows("SELECT empno, mgr FROM emp WHERE ename = 'FORD'") == [(7566, 7902)]


def test_update_rounds_to_the_scale(session) -> None:
    session.run("UPDATE emp SET sal = 10 / 3 WHERE empno = 7839")
    assert session.rows("SELECT sal FROM emp WHERE empno = 7839") == [(Decimal("3.33"),)]


def test_update_from_a_subquery_per_row(session) -> None:
    session.run(
        "UPDATE emp e SET (job, sal) = (SELECT SUBSTR(dname, 1, 9), d.deptno FROM dept d WHERE d.deptno = e.deptno)"
    )
    assert session.rows("SELECT job, sal FROM emp WHERE ename = 'KING'") == [("ACCOUNTIN", 10)]
    assert session.error("UPDATE emp SET (job, sal) = (SELECT dname FROM dept WHERE ROWNUM = 1)") == 947


def test_delete(session) -> None:
    assert session.run("DELETE emp WHERE ROWNUM <= 2").row_count == 2
    assert names(session) == ["JONES", "BLAKE", "KING", "FORD"]
    assert session.run("DELETE FROM emp e WHERE NOT EXISTS (SELECT 1 FROM emp WHERE mgr = e.empno)").row_count == 2
    assert names(session) == ["JONES", "KING"]


def test_rows_lock_before_they_change(session) -> None:
    session.run("DELETE FROM dept WHERE deptno = 40")
    assert session.locks.calls == [(1002, None)]
    session.locks.busy = True
    assert session.error("UPDATE dept SET loc = 'x'") == 54


def test_merge(session) -> None:
    text = """
        MERGE INTO dept d
        USING (SELECT 40 id, 'FORTY' name FROM dual UNION ALL SELECT 50, 'FIFTY' FROM dual
               UNION ALL SELECT 60, NULL FROM dual) s
        ON (d.deptno = s.id)
        WHEN MATCHED THEN UPDATE SET d.dname = s.name, loc = :place
        WHEN NOT MATCHED THEN INSERT (deptno, dname) VALUES (s.id, s.name) WHERE s.name IS NOT NULL"""
    assert session.run(text, "HERE").row_count == 2
    assert session.rows("SELECT * FROM dept WHERE deptno >= 40 ORDER BY 1") == [
        (40, "FORTY", "HERE"),
        (50, "FIFTY", None),
    ]
    session.transaction.undo.rollback()
    assert session.rows("SELECT * FROM dept WHERE deptno >= 40") == [(40, "OPERATIONS", "BOSTON")]


def test_merge_deletes_only_what_it_updated(session) -> None:
    text = """
        MERGE INTO dept d USING emp e ON (d.deptno = e.deptno AND e.ename IN ('KING', 'SMITH'))
        WHEN MATCHED THEN UPDATE SET loc = 'x' WHERE d.deptno = 10 DELETE WHERE loc = 'x' OR d.deptno = 20"""
    assert session.run(text).row_count == 1
    assert session.rows("SELECT deptno FROM dept ORDER BY 1") == [(20,), (30,), (40,)]


def test_returning(session) -> None:
    outcome = session.run("UPDATE emp SET sal = sal + 1 WHERE deptno = 30 RETURNING ename, sal INTO :1, :2")
    assert outcome.returned == [[["ALLEN", "BLAKE"], [1601, 2851]]]
    outcome = session.run("DELETE FROM emp WHERE empno = :1 RETURNING hiredate INTO :2", 7839, None)
    assert outcome.returned == [[[datetime.datetime(1981, 11, 17)]]]
    outcome = session.run("INSERT INTO dept (deptno) VALUES (70) RETURNING deptno * 2, ROWID INTO :1, :2")
    assert outcome.returned[0][0] == [140]
    assert session.rows("SELECT deptno FROM dept WHERE ROWID = :1", outcome.returned[0][1][0]) == [(70,)]
    assert session.run("DELETE FROM emp WHERE 1 = 0 RETURNING empno INTO :1").returned == [[[]]]


def test_returning_without_into_belongs_to_plsql(session) -> None:
    text = "DELETE FROM emp WHERE deptno = 30 RETURNING ename"
    assert session.error(text) == 925
    assert sql.execute(session, text, [], lambda parts: None).returned == [[["ALLEN", "BLAKE"]]]


def test_undo_to_a_mark(session) -> None:
    undo = session.transaction.undo
    start = session.rows(EVERYTHING)
    rowids = session.rows("SELECT ROWID FROM emp ORDER BY empno")
    session.run("UPDATE emp SET sal = 1")
    mark, halfway = undo.mark(), session.rows(EVERYTHING)
    session.run("DELETE FROM emp WHERE deptno = 20")
    session.run("INSERT INTO emp (empno, ename) VALUES (1, 'NEW')")
    session.run("UPDATE emp SET ename = 'X'")
    undo.rollback(mark)
    assert session.rows(EVERYTHING) == halfway
    undo.rollback()
    assert session.rows(EVERYTHING) == start
    assert session.rows("SELECT ROWID FROM emp ORDER BY empno") == rowids
    assert len(undo) == 0


def test_committed_changes_are_not_undone(session) -> None:
    session.run("DELETE FROM emp WHERE deptno = 10")
    session.transaction.undo.clear()
    session.run("DELETE FROM emp")
    session.transaction.undo.rollback()
    assert names(session) == ["SMITH", "ALLEN", "JONES", "BLAKE", "FORD"]
