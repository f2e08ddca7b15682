# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names: columns, aliases, tables, variables, and which error an unknown one gives where."""

from __future__ import annotations

import pytest

from simora import sql
from simora.engine import Bind
from simora.errors import OraError
from simora.values import NUMBER, VARCHAR2


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("SELECT nope FROM emp", 904, 7),
        ("SELECT e.nope FROM emp e", 904, 7),
        ("SELECT emp.ename FROM emp e", 904, 7),
        ("SELECT x.ename FROM emp e", 904, 7),
        ("SELECT * FROM nope", 942, 14),
        ("SELECT * FROM scott.nope", 942, 14),
        ("SELECT * FROM emp@remote", 2019, 14),
        ("SELECT deptno FROM emp, dept", 918, 7),
        ("SELECT e.* FROM dept d", 904, 7),
        ('SELECT "ename" FROM emp', 904, 7),
        ('SELECT "NOPE" FROM dual', 904, 7),
        ("SELECT ename x FROM emp WHERE x = 'KING'", 904, 30),
        ("SELECT 1 FROM emp e, (SELECT * FROM dept WHERE deptno = e.deptno) d", 904, 56),
        ("SELECT 1 FROM (SELECT a FROM (SELECT 1 b FROM dual))", 904, 22),
        ("SELECT t.c1 FROM emp t", 904, 7),
        ("SELECT t1.ename FROM emp", 904, 7),
        ("SELECT rowid FROM emp, dept", 918, 7),
        ("SELECT 1 FROM emp ORDER BY nope", 904, 27),
        ("UPDATE emp SET nope = 1", 904, 15),
        ("INSERT INTO emp (nope) VALUES (1)", 904, 17),
        ("DELETE FROM nope", 942, 12),
        ("SELECT * FROM a.b.c", 933, 14),
    ],
)
def test_unknown_names(session, text, code, offset) -> None:
    with pytest.raises(OraError) as caught:
        session.run(text)
    assert (caught.value.code, caught.value.offset) == (code, offset)


def test_the_inner_block_wins(session) -> None:
    text = "SELECT (SELECT MAX(loc) FROM dept WHERE deptno = deptno) FROM emp WHERE ename = 'KING'"
    assert session.rows(text) == [("NEW YORK",)]


def test_quoted_names_are_exact(session) -> None:
    assert session.rows('SELECT "m"."Col", "ROWS" FROM "Mixed Case" "m"') == [(1, "a")]
    assert session.rows('SELECT "ENAME" FROM "EMP" WHERE "EMP"."EMPNO" = 7839') == [("KING",)]


class Variables:
    """PL/SQL variables as the interpreter offers them."""

    def __init__(self, **values: object) -> None:
        self.values = values
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, parts: tuple[str, ...]) -> Bind | None:
        self.asked.append(parts)
        name = "_".join(parts)
        if name not in self.values:
            return None
        value = self.values[name]
        return Bind(VARCHAR2 if isinstance(value, str) else NUMBER, value)


def test_variables_stand_for_names_that_are_no_columns(session) -> None:
    variables = Variables(V=20, R_NAME="KING")
    text = "SELECT ename FROM emp WHERE deptno = v AND sal < 900"
    assert sql.execute(session, text, [], variables).result_set.rows == [("SMITH",)]
    variables.values["V"] = 10
    assert sql.execute(session, text, [], variables).result_set.rows == []
    assert sql.execute(session, "SELECT sal FROM emp WHERE ename = r.name", [], variables).result_set.rows == [(5000,)]


def test_a_column_wins_over_a_variable(session) -> None:
    variables = Variables(DEPTNO=10)
    result = sql.execute(session, "SELECT COUNT(*) FROM emp WHERE deptno = deptno", [], variables).result_set
    assert result.rows == [(6,)]
    assert ("DEPTNO",) not in variables.asked


def test_a_variable_of_another_type_is_translated_again(session) -> None:
    text = "SELECT v || 'x' FROM dual"
    assert sql.execute(session, text, [], Variables(V=1)).result_set.rows == [("1x",)]
    assert sql.execute(session, text, [], Variables(V="a")).result_set.rows == [("ax",)]
    with pytest.raises(OraError) as caught:
        sql.execute(session, text, [], Variables())
    assert caught.value.code == 904
