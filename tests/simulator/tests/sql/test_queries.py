# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Queries as a whole: joins, grouping, order, limits, set operators, WITH, hierarchies, windows."""

from __future__ import annotations

from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT dname FROM dept d, emp e WHERE d.deptno = e.deptno AND ename = 'KING'", [("ACCOUNTING",)]),
        ("SELECT d.dname FROM dept d LEFT JOIN emp e ON e.deptno = d.deptno WHERE e.empno IS NULL", [("OPERATIONS",)]),
        ("SELECT d.dname FROM emp e RIGHT OUTER JOIN dept d ON e.deptno = d.deptno WHERE ename IS NULL",
         [("OPERATIONS",)]),
        ("SELECT COUNT(*) FROM emp CROSS JOIN dept", [(24,)]),
        ("SELECT COUNT(*) FROM emp FULL JOIN dept USING (deptno)", [(7,)]),
        ("SELECT deptno, COUNT(*) FROM emp JOIN dept USING (deptno) GROUP BY deptno ORDER BY 1",
         [(10, 1), (20, 3), (30, 2)]),
        ("SELECT MAX(dname) FROM emp NATURAL JOIN dept WHERE ename = 'KING'", [("ACCOUNTING",)]),
        ("SELECT m.ename FROM emp e JOIN emp m ON m.empno = e.mgr JOIN dept d ON d.deptno = m.deptno"
         " WHERE e.ename = 'SMITH' AND d.loc = 'DALLAS'", [("FORD",)]),
        ("SELECT d.dname, e.ename FROM dept d, emp e WHERE d.deptno = e.deptno(+) AND e.sal(+) > 2900 ORDER BY 1, 2",
         [("ACCOUNTING", "KING"), ("OPERATIONS", None), ("RESEARCH", "FORD"), ("RESEARCH", "JONES"), ("SALES", None)]),
        ("SELECT COUNT(*) FROM emp e, dept d, emp m WHERE e.deptno = d.deptno(+) AND e.mgr = m.empno(+)", [(6,)]),
        ("SELECT e.ename FROM (SELECT * FROM emp WHERE deptno = 10) e", [("KING",)]),
        ("SELECT ename FROM emp e WHERE sal > (SELECT AVG(sal) FROM emp WHERE deptno = e.deptno) ORDER BY 1",
         [("BLAKE",), ("FORD",), ("JONES",)]),
        ("SELECT scott.emp.ename FROM scott.emp WHERE emp.empno = 7839", [("KING",)]),
        ("SELECT COUNT(*) FROM (emp JOIN dept ON emp.deptno = dept.deptno)", [(6,)]),
        ("SELECT e.*, 1 x FROM dept e WHERE e.deptno = 10", [(10, "ACCOUNTING", "NEW YORK", 1)]),
        ('SELECT "Col" FROM "Mixed Case"', [(1,)]),
        ("SELECT dummy FROM sys.dual", [("X",)]),
    ],
)  # fmt: skip
def test_joins_and_subqueries(session, text, expected) -> None:
    assert session.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT COUNT(*), COUNT(mgr), COUNT(DISTINCT deptno) FROM emp", [(6, 5, 3)]),
        ("SELECT SUM(sal), MIN(ename), MAX(hiredate) - MIN(hiredate) FROM emp WHERE deptno = 30",
         [(4450, "ALLEN", 70)]),
        ("SELECT AVG(sal) FROM emp WHERE deptno = 20", [(Decimal("2258.33333333333"),)]),
        ("SELECT SUM(sal) FROM emp WHERE 1 = 0", [(None,)]),
        ("SELECT MAX(sal) FROM emp HAVING COUNT(*) > 100", []),
        ("SELECT deptno, SUM(sal) s FROM emp GROUP BY deptno HAVING SUM(sal) > 4500 ORDER BY s DESC",
         [(20, 6775), (10, 5000)]),
        ("SELECT SUBSTR(job, 1, 1) || '!', COUNT(*) FROM emp GROUP BY SUBSTR(job, 1, 1) ORDER BY 1",
         [("A!", 1), ("C!", 1), ("M!", 2), ("P!", 1), ("S!", 1)]),
        ("SELECT 'x' FROM emp GROUP BY deptno", [("x",)] * 3),
        ("SELECT deptno FROM emp GROUP BY (deptno) ORDER BY COUNT(*) DESC, deptno", [(20,), (30,), (10,)]),
        ("SELECT (SELECT dname FROM dept WHERE deptno = e.deptno) FROM emp e GROUP BY e.deptno ORDER BY e.deptno",
         [("ACCOUNTING",), ("RESEARCH",), ("SALES",)]),
        ("SELECT LISTAGG(ename, ';') WITHIN GROUP (ORDER BY sal DESC, ename) FROM emp WHERE deptno = 20",
         [("FORD;JONES;SMITH",)]),
        ("SELECT LISTAGG(DISTINCT job, ',') WITHIN GROUP (ORDER BY job) FROM emp WHERE deptno IN (20, 30)",
         [("ANALYST,CLERK,MANAGER,SALESMAN",)]),
        ("SELECT LISTAGG(mgr) WITHIN GROUP (ORDER BY mgr NULLS FIRST) FROM emp WHERE deptno IN (10, 30)",
         [("76987839",)]),
        ("SELECT MEDIAN(sal), ROUND(STDDEV(sal)) FROM emp WHERE deptno = 30", [(2225, 884)]),
        ("SELECT DISTINCT deptno FROM emp ORDER BY deptno DESC", [(30,), (20,), (10,)]),
    ],
)  # fmt: skip
def test_grouping(session, text, expected) -> None:
    assert session.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT ename, COUNT(*) FROM emp", 937),
        ("SELECT ename FROM emp GROUP BY deptno", 979),
        ("SELECT UPPER(ename) FROM emp GROUP BY LOWER(ename)", 979),
        ("SELECT deptno FROM emp GROUP BY deptno ORDER BY sal", 979),
        ("SELECT deptno FROM emp GROUP BY deptno HAVING sal > 1", 979),
        ("SELECT * FROM emp GROUP BY empno", 979),
        ("SELECT ename FROM emp WHERE SUM(sal) > 1", 934),
        ("SELECT deptno FROM emp GROUP BY SUM(sal)", 934),
        ("SELECT MAX(COUNT(*)) FROM emp", 978),
        ("SELECT SUM(*) FROM emp", 936),
        ("SELECT COUNT(empno, ename) FROM emp", 909),
        ("SELECT deptno FROM emp GROUP BY CUBE (deptno)", 3001),
        ("SELECT DISTINCT ename FROM emp ORDER BY sal", 1791),
        ("SELECT ename FROM emp ORDER BY 2", 1785),
        ("SELECT ename FROM emp UNION SELECT dname FROM dept ORDER BY 2", 1785),
        ("SELECT ename FROM emp UNION SELECT dname FROM dept ORDER BY dname", 904),
        ("SELECT 1, 2 FROM dual UNION SELECT 1 FROM dual", 1789),
        ("SELECT 1 FROM dual UNION SELECT 'a' FROM dual", 1790),
        ("SELECT ROW_NUMBER() OVER () FROM emp", 30485),
        ("SELECT ROW_NUMBER() FROM emp", 30484),
        ("SELECT UPPER(ename) OVER () FROM emp", 30484),
        ("SELECT DISTINCT ename FROM emp FOR UPDATE", 1786),
        ("SELECT e.ename(+) FROM emp e", 25156),
        ("SELECT 1 FROM emp e, dept d WHERE e.deptno(+) = d.deptno(+)", 1468),
        ("SELECT 1 FROM emp e, dept d WHERE e.deptno(+) = d.deptno AND e.empno = d.deptno(+)", 1416),
        ("SELECT 1 FROM emp e JOIN dept d ON 1 = 1 WHERE e.deptno = d.deptno(+)", 25156),
        ("SELECT emp.deptno FROM emp JOIN dept USING (deptno)", 25154),
        ("SELECT 1 FROM emp JOIN dept USING (nope)", 904),
        ("WITH a (x, y) AS (SELECT 1 FROM dual) SELECT * FROM a", 32038),
        ("SELECT ename FROM emp CONNECT BY PRIOR mgr = mgr", 1436),
    ],
)
def test_errors(session, text, code) -> None:
    assert session.error(text) == code


def test_nulls_sort_as_the_largest_value(session) -> None:
    ascending = [row[0] for row in session.rows("SELECT mgr FROM emp ORDER BY mgr")]
    assert ascending[-1] is None
    assert [row[0] for row in session.rows("SELECT mgr FROM emp ORDER BY mgr DESC")][0] is None
    assert [row[0] for row in session.rows("SELECT mgr FROM emp ORDER BY mgr NULLS FIRST")][0] is None


@pytest.mark.parametrize(
    ("order", "expected"),
    [("sal DESC", "KING"), ("x", "ALLEN"), ("2", "ALLEN"), ("LOWER(x) DESC", "SMITH"), ("emp.sal", "SMITH"),
     ("CASE WHEN ename = 'FORD' THEN 0 ELSE 1 END", "FORD")],
)  # fmt: skip
def test_order_by_columns_aliases_and_positions(session, order, expected) -> None:
    assert session.rows(f"SELECT sal * 1 s, ename x FROM emp ORDER BY {order}")[0][1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ename FROM emp WHERE ROWNUM <= 2", [("SMITH",), ("ALLEN",)]),
        ("SELECT ename FROM emp WHERE ROWNUM < 2", [("SMITH",)]),
        ("SELECT ename FROM emp WHERE 1 = ROWNUM AND deptno = 30", [("ALLEN",)]),
        ("SELECT ename FROM emp WHERE ROWNUM = 2", []),
        ("SELECT ename FROM emp WHERE ROWNUM > 1", []),
        ("SELECT COUNT(*) FROM emp WHERE ROWNUM >= 1", [(6,)]),
        ("SELECT COUNT(*) FROM emp WHERE ROWNUM BETWEEN 1 AND 3", [(3,)]),
        ("SELECT ename FROM emp WHERE ROWNUM <= 2 ORDER BY ename", [("ALLEN",), ("SMITH",)]),
        ("SELECT ename FROM (SELECT ename FROM emp ORDER BY ename) WHERE ROWNUM <= 2", [("ALLEN",), ("BLAKE",)]),
        ("SELECT ROWNUM, ename FROM (SELECT ename FROM emp ORDER BY ename) WHERE ROWNUM <= 2",
         [(1, "ALLEN"), (2, "BLAKE")]),
        ("SELECT x FROM (SELECT ROWNUM n, ename x FROM (SELECT ename FROM emp ORDER BY sal)) WHERE n = 2",
         [("ALLEN",)]),
        ("SELECT ROWNUM, e.ename FROM emp e, dept d WHERE e.deptno = d.deptno AND d.loc = 'CHICAGO' ORDER BY 2",
         [(1, "ALLEN"), (2, "BLAKE")]),
        ("SELECT MAX(ROWNUM) FROM emp", [(6,)]),
        ("SELECT ename FROM emp WHERE ROWNUM <= 0", []),
        ("SELECT ename FROM emp WHERE ROWNUM <= NULL", []),
        ("SELECT deptno FROM emp WHERE ROWNUM <= 2 UNION ALL SELECT deptno FROM dept WHERE ROWNUM = 1",
         [(20,), (30,), (10,)]),
        ("SELECT ename FROM emp ORDER BY sal DESC FETCH FIRST ROW ONLY", [("KING",)]),
        ("SELECT ename FROM emp ORDER BY sal DESC OFFSET 1 ROW FETCH NEXT 2 ROWS ONLY", [("FORD",), ("JONES",)]),
        ("SELECT ename FROM emp ORDER BY ename OFFSET 5 ROWS", [("SMITH",)]),
        ("SELECT * FROM (SELECT ename FROM emp ORDER BY sal FETCH FIRST 1 ROWS ONLY)", [("SMITH",)]),
    ],
)  # fmt: skip
def test_row_limits(session, text, expected) -> None:
    assert session.rows(text) == expected


def test_row_limits_take_binds(session) -> None:
    assert session.rows("SELECT ename FROM emp WHERE ROWNUM <= :1", 1) == [("SMITH",)]
    assert len(session.rows("SELECT ename FROM emp FETCH FIRST :1 ROWS ONLY", 3)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1 FROM dual UNION SELECT 1 FROM dual", [(1,)]),
        ("SELECT 1 FROM dual UNION ALL SELECT 1 FROM dual", [(1,), (1,)]),
        ("SELECT deptno FROM dept MINUS SELECT deptno FROM emp", [(40,)]),
        ("SELECT deptno FROM dept INTERSECT SELECT 20 FROM dual", [(20,)]),
        ("SELECT NULL FROM dual UNION SELECT NULL FROM dual", [(None,)]),
        ("SELECT 1 FROM dual UNION ALL SELECT 2 FROM dual MINUS SELECT 1 FROM dual", [(2,)]),
        ("SELECT 1 FROM dual UNION ALL (SELECT 2 FROM dual MINUS SELECT 1 FROM dual)", [(1,), (2,)]),
        ("(SELECT 3 x FROM dual) UNION ALL SELECT 2 FROM dual ORDER BY x", [(2,), (3,)]),
        ("SELECT ename n FROM emp WHERE deptno = 10 UNION SELECT dname FROM dept WHERE deptno = 10 ORDER BY n DESC",
         [("KING",), ("ACCOUNTING",)]),
        ("SELECT COUNT(*) FROM (SELECT SYSDATE d FROM dual UNION SELECT SYSTIMESTAMP FROM dual)", [(2,)]),
        ("SELECT * FROM (SELECT 1 FROM dual ORDER BY 1) UNION ALL SELECT 0 FROM dual", [(1,), (0,)]),
        ("SELECT 0 AS position, dname FROM dept WHERE deptno = 10 ORDER BY 1, 2", [(0, "ACCOUNTING")]),
        ("WITH d AS (SELECT deptno FROM dept WHERE deptno > 20), c AS (SELECT COUNT(*) n FROM d) SELECT n FROM c",
         [(2,)]),
        ("WITH d (a, b) AS (SELECT deptno, dname FROM dept) SELECT x.b FROM d x WHERE x.a = 10", [("ACCOUNTING",)]),
        ("WITH emp AS (SELECT 1 one FROM dual) SELECT one FROM emp", [(1,)]),
        ("SELECT (WITH a AS (SELECT 5 x FROM dual) SELECT x FROM a) FROM dual", [(5,)]),
        ("WITH t (n, s) AS (SELECT 1, 1 FROM dual UNION ALL SELECT n + 1, s * (n + 1) FROM t WHERE n < 5)"
         " SELECT MAX(s) FROM t", [(120,)]),
    ],
)  # fmt: skip
def test_set_operators_and_with(session, text, expected) -> None:
    assert session.rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT LEVEL FROM dual CONNECT BY LEVEL <= 3", [(1,), (2,), (3,)]),
        ("SELECT ROWNUM r FROM dual CONNECT BY ROWNUM <= 2", [(1,), (2,)]),
        ("SELECT LEVEL l FROM dual WHERE LEVEL > 1 CONNECT BY LEVEL <= :n ORDER BY l DESC", [(3,), (2,)]),
        ("SELECT LEVEL, ename FROM emp START WITH mgr IS NULL CONNECT BY PRIOR empno = mgr AND LEVEL < 3 ORDER BY 1, 2",
         [(1, "KING"), (2, "BLAKE"), (2, "JONES")]),
        ("SELECT ename FROM emp CONNECT BY empno = PRIOR mgr START WITH ename = 'SMITH'",
         [("SMITH",), ("FORD",), ("JONES",), ("KING",)]),
        ("SELECT COUNT(*) FROM emp CONNECT BY NOCYCLE PRIOR mgr = mgr", [(8,)]),
        ("SELECT REGEXP_SUBSTR('a,b', '[^,]+', 1, LEVEL) FROM dual CONNECT BY LEVEL <= REGEXP_COUNT('a,b', ',') + 1",
         [("a",), ("b",)]),
    ],
)  # fmt: skip
def test_hierarchies(session, text, expected) -> None:
    assert session.rows(text, *([3] if ":n" in text else [])) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ROW_NUMBER() OVER (ORDER BY sal DESC)", [1, 2, 3, 4, 5, 6]),
        ("RANK() OVER (PARTITION BY deptno ORDER BY sal DESC)", [1, 1, 2, 1, 2, 3]),
        ("DENSE_RANK() OVER (ORDER BY deptno)", [1, 2, 2, 3, 3, 2]),
        ("COUNT(*) OVER (PARTITION BY deptno)", [1, 3, 3, 2, 2, 3]),
        ("SUM(sal) OVER (ORDER BY sal DESC ROWS UNBOUNDED PRECEDING)", [5000, 8000, 10975, 13825, 15425, 16225]),
        ("MAX(ename) OVER ()", ["SMITH"] * 6),
        ("LAG(ename) OVER (ORDER BY sal DESC)", [None, "KING", "FORD", "JONES", "BLAKE", "ALLEN"]),
        ("LEAD(sal, 1, 0) OVER (ORDER BY sal DESC)", [3000, 2975, 2850, 1600, 800, 0]),
        ("FIRST_VALUE(ename) OVER (PARTITION BY deptno ORDER BY sal)",
         ["KING", "SMITH", "SMITH", "ALLEN", "ALLEN", "SMITH"]),
        ("LISTAGG(ename, '+') WITHIN GROUP (ORDER BY ename) OVER (PARTITION BY deptno)",
         ["KING"] + ["FORD+JONES+SMITH"] * 2 + ["ALLEN+BLAKE"] * 2 + ["FORD+JONES+SMITH"]),
    ],
)  # fmt: skip
def test_windows(session, expression, expected) -> None:
    assert [row[1] for row in session.rows(f"SELECT sal, {expression} FROM emp ORDER BY sal DESC")] == expected


def test_windows_over_groups(session) -> None:
    text = "SELECT deptno, SUM(SUM(sal)) OVER (ORDER BY deptno) FROM emp GROUP BY deptno ORDER BY 1"
    assert session.rows(text) == [(10, 5000), (20, 11775), (30, 16225)]


def test_rowids_lead_back_to_their_rows(session) -> None:
    rowids = [row[0] for row in session.rows("SELECT ROWID FROM emp ORDER BY empno")]
    assert len(set(rowids)) == 6 and all(len(rowid) == 18 for rowid in rowids)
    assert session.rows("SELECT ename FROM emp WHERE ROWID = :1", rowids[0]) == [("SMITH",)]
    assert session.rows("SELECT dname FROM dept WHERE ROWID = :1", rowids[0]) == []
    assert session.error("SELECT 1 FROM emp WHERE ROWID = 'x'") == 1410


def test_for_update_locks_before_it_reads(session) -> None:
    assert session.rows("SELECT ename FROM emp WHERE empno = 7839 FOR UPDATE") == [("KING",)]
    assert session.locks.calls == [(1001, None)]
    session.rows("SELECT e.ename FROM emp e, dept d WHERE e.deptno = d.deptno FOR UPDATE OF d.loc NOWAIT")
    assert session.locks.calls[1:] == [(1002, 0)]
    session.locks.busy = True
    assert session.error("SELECT ename FROM emp FOR UPDATE NOWAIT") == 54
    assert session.error("SELECT ename FROM emp FOR UPDATE WAIT 3") == 30006
    assert session.rows("SELECT ename FROM emp WHERE 1 = 0 FOR UPDATE NOWAIT") == []
