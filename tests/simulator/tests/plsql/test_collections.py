# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records and collections."""

from __future__ import annotations

import pytest

DECLARATIONS = """
    TYPE line IS RECORD (a NUMBER := 7, b VARCHAR2(5) NOT NULL DEFAULT 'x');
    TYPE by_number IS TABLE OF line INDEX BY PLS_INTEGER;
    TYPE by_name IS TABLE OF NUMBER INDEX BY VARCHAR2(10);
    TYPE nested IS TABLE OF VARCHAR2(10);
    TYPE few IS VARRAY(3) OF NUMBER;
    TYPE matrix IS TABLE OF by_name INDEX BY PLS_INTEGER;
    r line; s line; lines by_number; names by_name; n nested := nested('a', 'b', 'c'); f few := few(1); m matrix;
    PROCEDURE put(item VARCHAR2) IS BEGIN DBMS_OUTPUT.PUT_LINE(item); END;
"""


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("put(r.a || r.b);", "7x"),
        ("r.a := 1; s := r; s.a := 2; put(r.a || s.a);", "12"),
        ("lines(5).a := 3; put(lines(5).a || lines.COUNT);", "31"),
        ("lines(5) := r; lines(5).a := 9; put(r.a || lines(5).a);", "79"),
        ("names('b') := 2; names('a') := 1; put(names.FIRST || names.LAST || names.NEXT('a') || names.COUNT);", "abb2"),
        ("names('b') := 2; put(names.PRIOR('b') || '/' || names.NEXT('a'));", "/b"),
        ("n.DELETE(2); put(n.COUNT || n.LAST || n.NEXT(1));", "233"),
        ("n.DELETE(1, 2); put(n.FIRST);", "3"),
        ("n.DELETE; put(n.COUNT || '/' || n.FIRST);", "0/"),
        ("n.EXTEND(2, 1); put(n(5) || n.COUNT);", "a5"),
        ("n.EXTEND; n(4) := 'd'; put(n(4));", "d"),
        ("n.TRIM(2); put(n.COUNT || n.LAST);", "11"),
        ("n.DELETE(2); put(CASE WHEN n.EXISTS(2) THEN 'yes' ELSE 'no' END);", "no"),
        ("put(CASE WHEN lines.EXISTS(1) THEN 'yes' ELSE 'no' END);", "no"),
        ("f.EXTEND(2); put(f.COUNT || f.LIMIT || n.LIMIT);", "33"),
        ("m(1)('x') := 5; m(2)('y') := 6; put(m.COUNT || m(1)('x') || m(2).FIRST);", "25y"),
        ("n := NULL; put(CASE WHEN n IS NULL THEN 'null' END);", "null"),
        ("put(CASE WHEN nested('a', 'b') = nested('b', 'a') THEN 'equal' END);", "equal"),
        ("FOR i IN 1 .. n.COUNT LOOP n(i) := n(i) || i; END LOOP; put(n(1) || n(3));", "a1c3"),
    ],
)
def test_collections(lines, statements, expected):
    assert lines(f"DECLARE {DECLARATIONS} BEGIN {statements} END;") == [expected]


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        ("r.b := NULL;", 6502),
        ("put(lines(1).a);", 1403),
        ("names(NULL) := 1;", 6502),
        ("f.EXTEND(3);", 6532),
        ("put(f(2));", 6533),
        ("put(f(4));", 6532),
        ("n.TRIM(4);", 6533),
        ("n := NULL; n.EXTEND;", 6531),
        ("n := NULL; put(n.COUNT);", 6531),
        ("f := few(1, 2, 3, 4);", 6532),
        ("names('longer than ten') := 1;", 6502),
    ],
)
def test_failures(failure, statements, code):
    assert failure(f"DECLARE {DECLARATIONS} BEGIN {statements} END;").code == code


def test_records_pass_through_subprograms(lines):
    assert lines("""
        DECLARE
          TYPE point IS RECORD (x NUMBER, y NUMBER);
          p point;
          FUNCTION moved(old point, by_x NUMBER) RETURN point IS
            result point := old;
          BEGIN
            result.x := result.x + by_x;
            RETURN result;
          END;
          PROCEDURE clear(q IN OUT point) IS BEGIN q.y := 0; END;
        BEGIN
          p.x := 1; p.y := 2;
          clear(p);
          DBMS_OUTPUT.PUT_LINE(moved(p, 5).x || p.x || p.y);
        END;""") == ["610"]


def test_supplied_object_types(lines):
    assert lines("""
        DECLARE
          status KU$_STATUS;
          names SYS.ODCIVARCHAR2LIST := SYS.ODCIVARCHAR2LIST('a', 'b');
          entry sys.ku$_LogLine := KU$_LOGLINE(1, 39001, 'text');
        BEGIN
          IF status IS NULL THEN DBMS_OUTPUT.PUT_LINE(names(2) || entry.LogText); END IF;
        END;""") == ["btext"]


def test_a_null_object_takes_no_attributes(failure):
    assert failure("DECLARE s KU$_STATUS; BEGIN s.mask := 1; END;").code == 6530
