# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statements that Oracle refuses before it looks at any name, and which error says so."""

from __future__ import annotations

import pytest

from simora.engine import StatementKind
from simora.sql import analyse


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 900),
        ("SELEC 1 FROM dual", 900),
        ("SAVEPOINT a", 900),
        ("SELECT", 936),
        ("SELECT FROM dual", 936),
        ("SELECT 1", 923),
        ("SELECT 1 2 FROM dual", 923),
        ("SELECT 'a' 'b' FROM dual", 923),
        ("SELECT a b c FROM dual", 923),
        ("SELECT 1 AS FROM dual", 923),
        ("SELECT a = 1 FROM dual", 923),
        ("SELECT (1 = 1) FROM dual", 907),
        ("SELECT 1, FROM dual", 936),
        ("SELECT 1 + FROM dual", 936),
        ("SELECT (1 FROM dual", 907),
        ("SELECT UPPER('a' FROM dual", 907),
        ("SELECT UPPER('a' 'b') FROM dual", 907),
        ("SELECT 1 FROM", 903),
        ("SELECT 1 FROM 5", 903),
        ("SELECT 1 FROM select", 903),
        ("SELECT 1 FROM dual AS d", 933),
        ("SELECT 1 FROM dual d e", 933),
        ("SELECT 1 FROM dual;", 933),
        ("SELECT 1 FROM dual LIMIT 5", 933),
        ("SELECT 1 FROM dual WHERE", 936),
        ("SELECT 1 FROM dual WHERE 1 = ", 936),
        ("SELECT 1 FROM dual WHERE 1 = 1 WHERE 1 = 0", 933),
        ("SELECT 1 FROM dual WHERE 1 = 1 AND", 936),
        ("SELECT 1 FROM dual WHERE 1 = 1)", 933),
        ("SELECT 1 FROM dual WHERE a BETWEEN 1 2", 905),
        ("SELECT 1 FROM dual WHERE a IS NOT", 908),
        ("SELECT 1 FROM dual WHERE a NOT = 1", 920),
        ("SELECT 1 FROM dual WHERE a = 1 = 2", 933),
        ("SELECT 1 FROM dual WHERE a ILIKE 'x'", 920),
        ("SELECT 1 FROM dual GROUP 1", 924),
        ("SELECT 1 FROM dual ORDER 1", 924),
        ("SELECT 1 FROM dual ORDER BY", 936),
        ("SELECT 1 FROM dual HAVING", 936),
        ("SELECT 1 FROM a JOIN b", 905),
        ("SELECT 1 FROM a NATURAL b", 905),
        ("SELECT 1 FROM dual UNION", 928),
        ("SELECT 1 FROM dual UNION 5", 928),
        ("SELECT CASE END FROM dual", 905),
        ("SELECT CASE WHEN 1 = 1 'x' END FROM dual", 905),
        ("SELECT CASE WHEN 1 = 1 THEN 'x' FROM dual", 905),
        ("SELECT CASE WHEN 1 THEN 2 END FROM dual", 920),
        ("SELECT CAST(1 NUMBER) FROM dual", 905),
        ("SELECT CAST(1 AS NUMBER FROM dual", 907),
        ("SELECT INTERVAL '1' FORTNIGHT FROM dual", 30089),
        ("SELECT date FROM dual", 936),
        ("SELECT a.date FROM dual a", 1747),
        ("SELECT COUNT(*) OVER (PARTITION a) FROM dual", 924),
        ("SELECT a[1] FROM dual", 911),
        ("SELECT 1 FROM dual WHERE a ? 1", 911),
        ("SELECT a::int FROM dual", 923),
        ("SELECT 1 INTO x FROM dual", 905),
        ("SELECT dummy FROM dual START WITH 1 = 1", 1788),
        ("SELECT 1 FROM dual FETCH FIRST 1 ROWS", 905),
        ("SELECT 1 FROM dual FOR UPDATE WAIT x", 30005),
        ("WITH a SELECT 1 FROM dual", 905),
        ("WITH a AS (SELECT 1 FROM dual)", 928),
        ("INSERT emp VALUES (1)", 925),
        ("INSERT INTO emp", 926),
        ("INSERT INTO emp (1)", 904),
        ("INSERT INTO emp VALUES 1", 906),
        ("INSERT INTO emp VALUES (1) VALUES (2)", 933),
        ("INSERT INTO emp VALUES (1), (2)", 933),
        ("UPDATE emp", 971),
        ("UPDATE emp SET", 904),
        ("UPDATE emp SET sal 1", 927),
        ("UPDATE emp SET sal = 1 WHERE empno = 1 WHERE empno = 2", 933),
        ("UPDATE emp SET (sal, mgr) = (1, 2)", 1767),
        ("DELETE FROM", 903),
        ("DELETE emp WHERE", 936),
        ("DELETE FROM emp RETURNING empno", 925),
        ("DELETE FROM emp RETURNING empno INTO x", 1745),
        ("DELETE FROM emp RETURNING empno, sal INTO :a", 913),
        ("MERGE emp USING dual ON (1 = 1)", 925),
        ("MERGE INTO emp dual ON (1 = 1)", 904),
        ("MERGE INTO emp USING dual ON 1 = 1", 906),
        ("MERGE INTO emp USING dual ON (1 = 1)", 905),
        ("MERGE INTO emp USING dual ON (1 = 1) WHEN NOT MATCHED THEN UPDATE SET sal = 1", 905),
    ],
)
def test_refused(session, text, code) -> None:
    assert session.error(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM emp SAMPLE (10)",
        "SELECT * FROM emp AS OF SCN 5",
        "SELECT * FROM TABLE(x)",
        "SELECT * FROM emp PIVOT (COUNT(*) FOR job IN ('CLERK'))",
        "SELECT MAX(sal) KEEP (DENSE_RANK FIRST ORDER BY empno) FROM emp",
        "SELECT * FROM emp FETCH FIRST 10 PERCENT ROWS ONLY",
        "SELECT * FROM emp FETCH FIRST 1 ROWS WITH TIES",
        "SELECT * FROM dept, LATERAL (SELECT * FROM emp WHERE emp.deptno = dept.deptno)",
        "SELECT CONNECT_BY_ROOT ename FROM emp",
        "SELECT JSON_OBJECT('a' VALUE 1, KEY 'b' VALUE 2) FROM dual",
        'SELECT XMLELEMENT("x", 1) FROM dual',
        "SELECT 1 FROM dual WHERE dummy IS JSON",
        "SELECT 1 FROM dual WHERE dummy LIKEC 'x'",
        "SELECT CURSOR(SELECT 1 FROM dual) FROM dual",
        "INSERT ALL INTO emp (empno) VALUES (1) SELECT 1 FROM dual",
        "DELETE FROM (SELECT * FROM emp)",
        "WITH FUNCTION f RETURN NUMBER IS BEGIN RETURN 1; END; SELECT f FROM dual",
        "SELECT LISTAGG(ename, ',' ON OVERFLOW TRUNCATE) WITHIN GROUP (ORDER BY 1) FROM emp",
    ],
)
def test_what_oracle_has_and_this_simulator_has_not(session, text) -> None:
    """Never a wrong answer, and never an error that would deny that the feature exists."""
    assert session.error(text) == 3001


@pytest.mark.parametrize(
    "text",
    [
        "select/*c*/1--x\nfrom dual",
        "SELECT /*+ FULL(d) */ 1 FROM dual d",
        "SELECT ALL 1 one FROM dual",
        "SELECT UNIQUE dummy FROM dual",
        "(SELECT 1 FROM dual)",
        "((SELECT 1 FROM dual))",
        "SELECT ((SELECT 1 FROM dual) + 1) FROM dual",
        "SELECT 1 FROM dual WHERE ((1 = 1))",
        "SELECT 1 FROM dual WHERE (1) = ((1))",
        "SELECT 1 FROM dual WHERE 1 IN 1",
        "SELECT 1 FROM dual WHERE dummy IN ((SELECT dummy FROM dual))",
        "SELECT COUNT(ALL dummy) FROM dual",
        "SELECT COUNT(UNIQUE dummy) FROM dual",
        'SELECT 1 AS "from" FROM dual',
        "SELECT 1 key, 2 type, 3 value, 4 name FROM dual",
        "SELECT e.empno FROM emp e ORDER BY e.empno ASC NULLS LAST",
    ],
)
def test_accepted(session, text) -> None:
    session.run(text)


def test_23ai_needs_no_from(session) -> None:
    type(session.database).version, before = (23, 0, 0, 0, 0), session.database.version
    try:
        assert session.rows("SELECT 1 + 1") == [(2,)]
    finally:
        type(session.database).version = before


def test_listagg_distinct_came_with_19c(session) -> None:
    type(session.database).version, before = (18, 0, 0, 0, 0), session.database.version
    try:
        assert session.error("SELECT LISTAGG(DISTINCT job) WITHIN GROUP (ORDER BY job) FROM emp") == 30482
    finally:
        type(session.database).version = before


@pytest.mark.parametrize(
    ("text", "kind", "names", "returning"),
    [
        ("select :a from dual where :a = :b", StatementKind.QUERY, ("A", "A", "B"), ()),
        ("delete from t where x = :1 returning y into :2", StatementKind.DML, ("1", "2"), (1,)),
        ("begin :x := :y; :x := 1; end;", StatementKind.PLSQL, ("X", "Y"), ()),
        ("drop table t", StatementKind.DDL, (), ()),
    ],
)
def test_analyse(text, kind, names, returning) -> None:
    prepared = analyse(text)
    assert (prepared.kind, prepared.bind_names, prepared.returning_binds) == (kind, names, returning)
