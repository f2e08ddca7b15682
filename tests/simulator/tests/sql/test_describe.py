# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a client sees before the rows: headings, types, sizes."""

from __future__ import annotations

import pytest

from simora import sql
from simora.values import NUMBER, VARCHAR2, Column, OraType, number, varchar2


def columns(session, text, *types):
    return sql.describe(session, text, types)


@pytest.mark.parametrize(
    ("item", "heading"),
    [
        ("ename", "ENAME"),
        ("e.ename", "ENAME"),
        ("ename AS x", "X"),
        ('ename "My Name"', "My Name"),
        ("sal  *  12", "SAL*12"),
        ("e.sal*12", "E.SAL*12"),
        ("'Hello World'", "'HELLOWORLD'"),
        ("count ( * )", "COUNT(*)"),
        ("upper( ename ) /* c */", "UPPER(ENAME)"),
        ("sysdate", "SYSDATE"),
        ("1.50", "1.50"),
        (":name", ":NAME"),
        ("(select 1 from dual)", "(SELECT1FROMDUAL)"),
        ("case when sal > 1 then 'a' end", "CASEWHENSAL>1THEN'A'END"),
        ("rowid", "ROWID"),
    ],
)
def test_headings(session, item, heading) -> None:
    assert columns(session, f"SELECT {item} FROM emp e")[0].name == heading


def test_long_headings_are_cut(session) -> None:
    item = "+".join(["sal"] * 60)
    assert columns(session, f"SELECT {item} FROM emp")[0].name == "+".join(["SAL"] * 60)[:128]
    type(session.database).version = (12, 1, 0, 2, 0)
    try:
        assert len(columns(session, f"SELECT {item} + 1 FROM emp")[0].name) == 30
    finally:
        type(session.database).version = (19, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("empno", number(4)),
        ("ename", varchar2(10)),
        ("hiredate", OraType("DATE")),
        ("'abc'", OraType("CHAR", 3)),
        ("1", NUMBER),
        ("NULL", varchar2(0)),
        ("ename || 'x'", varchar2(11)),
        ("SUBSTR(ename, 1, 3)", varchar2(3)),
        ("UPPER(ename)", varchar2(10)),
        ("SYSDATE", OraType("DATE")),
        ("SYSTIMESTAMP", OraType("TIMESTAMP WITH TIME ZONE")),
        ("SYSTIMESTAMP - SYSDATE", OraType("INTERVAL DAY TO SECOND")),
        ("hiredate - SYSDATE", NUMBER),
        ("hiredate + 1", OraType("DATE")),
        ("sal * 2", NUMBER),
        ("NVL(ename, 'x')", varchar2(10)),
        ("DECODE(1, 1, hiredate)", OraType("DATE")),
        ("COUNT(*) OVER ()", NUMBER),
        ("MAX(ename) OVER ()", varchar2(10)),
        ("CAST(1 AS VARCHAR2(7))", varchar2(7)),
        ("HEXTORAW('00')", OraType("RAW", 2000)),
        ("1.5d", OraType("BINARY_DOUBLE")),
        ("(SELECT dname FROM dept WHERE 1 = 0)", varchar2(14)),
        ("ROWID", OraType("ROWID", 18)),
        ("tools.double_it(1)", NUMBER),
    ],
)
def test_types(session, item, expected) -> None:
    assert columns(session, f"SELECT {item} FROM emp")[0].type == expected


def test_nullability(session) -> None:
    assert [column.nullable for column in columns(session, "SELECT empno, ename, 1, NVL(ename, 'x') FROM emp")] == [
        False, True, False, False,
    ]  # fmt: skip


def test_types_of_combined_rows(session) -> None:
    text = "SELECT 'a' x FROM dual UNION ALL SELECT ename FROM emp UNION ALL SELECT NULL FROM dual"
    assert columns(session, text)[0] == Column("X", varchar2(10))


def test_describe_without_bind_types(session) -> None:
    assert columns(session, "SELECT :a FROM dual WHERE :b = 1")[0].type == VARCHAR2
    assert columns(session, "SELECT :a FROM dual", NUMBER)[0].type == NUMBER


def test_describe_checks_dml_without_running_it(session) -> None:
    assert columns(session, "DELETE FROM emp") == ()
    assert session.rows("SELECT COUNT(*) FROM emp") == [(6,)]


def test_names_of_inline_views_are_their_headings(session) -> None:
    assert session.rows('SELECT "COUNT(*)" FROM (SELECT COUNT(*) FROM emp)') == [(6,)]
