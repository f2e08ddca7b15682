# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Conditions: three-valued logic, comparison across types, LIKE, IN, quantifiers."""

from __future__ import annotations

import datetime

import pytest


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("1 = 1", True),
        ("1 <> 1", False),
        ("1 ^= 2 AND 1 != 2", True),
        ("NULL = NULL", None),
        ("'' = ''", None),
        ("NOT (NULL = 1)", None),
        ("NULL = 1 OR 1 = 1", True),
        ("NULL = 1 AND 1 = 0", False),
        ("NULL = 1 AND 1 = 1", None),
        ("'' IS NULL", True),
        ("1 IN (1, NULL)", True),
        ("1 IN (2, NULL)", None),
        ("1 NOT IN (2, NULL)", None),
        ("1 NOT IN (2, 3)", True),
        ("'1' IN (1, 2)", True),
        ("1 IN ('1')", True),
        ("2 BETWEEN 1 AND 3", True),
        ("2 BETWEEN 3 AND 1", False),
        ("NULL BETWEEN 1 AND 2", None),
        ("2 NOT BETWEEN 1 AND NULL", None),
        ("0 NOT BETWEEN 1 AND NULL", True),
        ("10 > '9'", True),
        ("'10' > '9'", False),
        ("'a' = 'a '", True),
        ("CAST('a' AS VARCHAR2(2)) = 'a '", False),
        ("DATE '2026-01-01' = TIMESTAMP '2026-01-01 00:00:00'", True),
        ("DATE '2026-01-01' < TIMESTAMP '2026-01-01 00:00:00.1'", True),
        ("SYSDATE = '15-JAN-26'", False),
        ("TRUNC(SYSDATE) = '15-JAN-26'", True),
        ("TIMESTAMP '2026-01-01 00:00:00 +02:00' = TIMESTAMP '2025-12-31 22:00:00 +00:00'", True),
        ("HEXTORAW('0A') = '0a'", True),
        ("(1, 2) = ((1, 2))", True),
        ("(1, 2) IN ((1, 3), (1, 2))", True),
        ("(1, NULL) IN ((1, 2))", None),
        ("(1, 2) NOT IN ((1, 3), (2, 2))", True),
        ("(1, 2) <> ((1, 3))", True),
        ("1 = ANY (1, 2)", True),
        ("1 > ALL (0, NULL)", None),
        ("1 > ALL (2, NULL)", False),
        ("5 > SOME (6, 4)", True),
        ("REGEXP_LIKE('ABC', 'b', 'i')", True),
        ("NOT REGEXP_LIKE('ABC', 'b')", True),
    ],
)
def test_truth(session, condition, expected) -> None:
    assert session.holds(condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("'abc' LIKE 'a%'", True),
        ("'abc' LIKE 'A%'", False),
        ("'abc' LIKE 'a_c'", True),
        ("'abc' NOT LIKE '%z%'", True),
        ("NULL LIKE '%'", None),
        ("'a' LIKE ''", None),
        ("'a_c' LIKE 'a\\_c' ESCAPE '\\'", True),
        ("'abc' LIKE 'a\\_c' ESCAPE '\\'", False),
        ("'50%' LIKE '%!%' ESCAPE '!'", True),
        ("123 LIKE '1%'", True),
        ("'BIN$x' LIKE 'BIN$%'", True),
    ],
)
def test_like(session, condition, expected) -> None:
    assert session.holds(condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("20 IN (SELECT deptno FROM dept)", True),
        ("99 IN (SELECT deptno FROM dept)", False),
        ("99 NOT IN (SELECT mgr FROM emp)", None),
        ("'20' IN (SELECT deptno FROM dept)", True),
        ("(20, 'RESEARCH') IN (SELECT deptno, dname FROM dept)", True),
        ("EXISTS (SELECT 1 FROM dept WHERE deptno = 99)", False),
        ("NOT EXISTS (SELECT NULL FROM dept WHERE deptno = 99)", True),
        ("5000 >= ALL (SELECT sal FROM emp)", True),
        ("5000 > ALL (SELECT sal FROM emp)", False),
        ("7900 > ALL (SELECT mgr FROM emp)", False),
        ("8000 > ALL (SELECT mgr FROM emp)", None),
        ("1 > ANY (SELECT sal FROM emp WHERE 1 = 0)", False),
        ("1 > ALL (SELECT sal FROM emp WHERE 1 = 0)", True),
        ("1 = (SELECT 1 FROM dual WHERE 1 = 0)", None),
    ],
)
def test_subqueries(session, condition, expected) -> None:
    assert session.holds(condition) is expected


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("1 = 'x'", 1722),
        ("SYSDATE = 1", 932),
        ("SYSDATE = 'x'", 1858),
        ("1", 920),
        ("UPPER('a')", 920),
        ("1 = 1 AND 2", 920),
        ("1 IS 2", 908),
        ("NOT 1", 920),
        ("(1, 2) > ((1, 2))", 1796),
        ("(1, 2) IN ((1, 2, 3))", 913),
        ("(1, 2) IN (SELECT 1 FROM dual)", 947),
        ("1 IN (SELECT 1, 2 FROM dual)", 913),
        ("'a' LIKE 'a' ESCAPE 'xx'", 1425),
        ("'a' LIKE 'axb' ESCAPE 'x'", 1424),
        ("1 BETWEEN 1 2", 905),
        ("COUNT(*) = 1", 934),
        ("ROW_NUMBER() OVER (ORDER BY 1) = 1", 30483),
        ("MOD(ROWNUM, 2) = 0", 3001),
    ],
)
def test_errors(session, condition, code) -> None:
    assert session.error(f"SELECT 1 FROM dual WHERE {condition}") == code


def test_dates_are_compared_with_what_a_client_binds(session) -> None:
    """A bound DATE is compared as such, a bound text by the session's format."""
    text = "SELECT ename FROM emp WHERE hiredate = :1"
    assert session.rows(text, datetime.datetime(1981, 5, 1)) == [("BLAKE",)]
    assert session.rows(text, "01-MAY-81") == [("BLAKE",)]


def test_a_compared_column_stays_bare_for_its_index(session) -> None:
    """What an index serves must not be wrapped in a function."""
    session.sqlite.execute("CREATE INDEX i ON `seg_1001` (c1)")
    plans = []
    session.sqlite.set_trace_callback(plans.append)
    session.rows("SELECT ename FROM emp WHERE empno = :1", 7839)
    session.sqlite.set_trace_callback(None)
    (statement,) = plans
    ((*dummy, plan),) = session.sqlite.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    assert "USING INDEX" in plan
