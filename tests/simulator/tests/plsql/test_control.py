# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Blocks, branches, loops, labels and local subprograms."""

from __future__ import annotations

import pytest


def test_nested_blocks_and_qualified_names(lines):
    assert lines("""
        <<outer>>
        DECLARE
          n NUMBER := 1;
        BEGIN
          <<inner>>
          DECLARE
            n NUMBER := outer.n + 1;
          BEGIN
            DBMS_OUTPUT.PUT_LINE(outer.n || inner.n || n);
          END inner;
        END;""") == ["122"]


def test_declarations_are_initialised_at_every_entry(lines):
    assert lines("""
        BEGIN
          FOR i IN 1 .. 2 LOOP
            DECLARE
              n NUMBER := 0;
              t DBMS_OUTPUT.CHARARR;
            BEGIN
              n := n + i;
              t(i) := 'x';
              DBMS_OUTPUT.PUT_LINE(n || '/' || t.COUNT);
            END;
          END LOOP;
        END;""") == ["1/1", "2/1"]


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("FOR i IN 1..3 LOOP put(i); END LOOP;", "123"),
        ("FOR i IN REVERSE 1 .. 3 LOOP put(i); END LOOP;", "321"),
        ("FOR i IN 3 .. 1 LOOP put(i); END LOOP;", None),
        ("FOR i IN 1 .. 5 LOOP CONTINUE WHEN MOD(i, 2) = 0; put(i); END LOOP;", "135"),
        ("FOR i IN 1 .. 5 LOOP EXIT WHEN i = 3; put(i); END LOOP;", "12"),
        ("<<a>> FOR i IN 1..3 LOOP FOR j IN 1..3 LOOP CONTINUE a WHEN j = 2; put(i||j); END LOOP; END LOOP;", "112131"),
        ("<<a>> FOR i IN 1..3 LOOP FOR j IN 1..3 LOOP EXIT a WHEN i = 2; put(i || j); END LOOP; END LOOP a;", "111213"),
        ("WHILE n < 3 LOOP n := n + 1; put(n); END LOOP;", "123"),
        ("WHILE NULL LOOP put('never'); END LOOP;", None),
        ("LOOP n := n + 1; EXIT WHEN n > 2; put(n); END LOOP;", "12"),
        ("<<a>> FOR i IN 1 .. 2 LOOP FOR i IN 5 .. 5 LOOP put(a.i || i); END LOOP; END LOOP;", "1525"),
        ("GOTO later; put('skipped'); <<later>> put('x');", "x"),
        ("<<again>> n := n + 1; put(n); IF n < 3 THEN GOTO again; END IF;", "123"),
        ("IF NULL THEN put('a'); ELSIF 1 = 1 THEN put('b'); ELSE put('c'); END IF;", "b"),
        ("IF NOT (n = NULL) THEN put('a'); ELSE put('b'); END IF;", "b"),
        ("CASE n WHEN 1 THEN put('one'); WHEN 0 THEN put('zero'); END CASE;", "zero"),
        ("CASE WHEN n > 0 THEN put('plus'); ELSE put('else'); END CASE;", "else"),
        ("RETURN; put('never');", None),
    ],
)  # fmt: skip
def test_control(lines, loop, expected):
    text = f"""
        DECLARE
          n NUMBER := 0;
          PROCEDURE put(item VARCHAR2) IS BEGIN DBMS_OUTPUT.PUT(item); END;
          PROCEDURE run IS BEGIN {loop} END;
        BEGIN
          run;
          DBMS_OUTPUT.NEW_LINE;
        END;"""
    assert lines(text) == [expected]


def test_case_without_a_match(failure):
    assert failure("BEGIN CASE 3 WHEN 1 THEN NULL; END CASE; END;").code == 6592


def test_recursion_and_forward_declarations(lines):
    assert lines("""
        DECLARE
          FUNCTION odd(n PLS_INTEGER) RETURN BOOLEAN;
          FUNCTION even(n PLS_INTEGER) RETURN BOOLEAN IS
          BEGIN
            IF n = 0 THEN RETURN TRUE; END IF;
            RETURN odd(n - 1);
          END even;
          FUNCTION odd(n PLS_INTEGER) RETURN BOOLEAN IS
          BEGIN
            RETURN n > 0 AND even(n - 1);
          END;
        BEGIN
          IF even(200) AND odd(7) THEN DBMS_OUTPUT.PUT_LINE('yes'); END IF;
        END;""") == ["yes"]


def test_parameters(lines):
    assert lines("""
        DECLARE
          a NUMBER := 1;
          b NUMBER := 2;
          PROCEDURE mix(x IN NUMBER, y OUT NOCOPY NUMBER, z IN OUT NUMBER, step NUMBER DEFAULT 10) IS
          BEGIN
            DBMS_OUTPUT.PUT_LINE(CASE WHEN y IS NULL THEN 'y is null' END);
            y := x + step;
            z := z + y;
          END;
        BEGIN
          mix(5, a, b);
          DBMS_OUTPUT.PUT_LINE(a || ' ' || b);
          mix(z => b, y => a, x => 1, step => 0);
          DBMS_OUTPUT.PUT_LINE(a || ' ' || b);
        END;""") == ["y is null", "15 17", "y is null", "1 18"]


def test_out_parameters_stay_when_the_call_fails(lines):
    assert lines("""
        DECLARE
          n NUMBER := 1;
          PROCEDURE p(x OUT NUMBER) IS BEGIN x := 2; RAISE NO_DATA_FOUND; END;
        BEGIN
          p(n);
        EXCEPTION WHEN NO_DATA_FOUND THEN
          DBMS_OUTPUT.PUT_LINE(n);
        END;""") == ["1"]


def test_overloads_are_chosen_by_type(lines):
    assert lines("""
        DECLARE
          PROCEDURE p(x NUMBER) IS BEGIN DBMS_OUTPUT.PUT_LINE('number'); END;
          PROCEDURE p(x VARCHAR2) IS BEGIN DBMS_OUTPUT.PUT_LINE('text'); END;
          PROCEDURE p(x BOOLEAN) IS BEGIN DBMS_OUTPUT.PUT_LINE('boolean'); END;
        BEGIN
          p(1); p('1'); p(1 = 1);
        END;""") == ["number", "text", "boolean"]


def test_a_function_must_return(failure):
    assert failure("DECLARE n NUMBER; FUNCTION f RETURN NUMBER IS BEGIN NULL; END; BEGIN n := f; END;").code == 6503


def test_endless_recursion_is_an_error(failure):
    assert failure("DECLARE PROCEDURE p IS BEGIN p; END; BEGIN p; END;").code == 6500


def test_keywords_are_names_where_no_keyword_can_stand(lines):
    assert lines("""
        DECLARE
          type VARCHAR2(10) := 'a';
          open NUMBER := 1;
          limit NUMBER := 2;
          count NUMBER := 3;
          first NUMBER := 4;
          "select" NUMBER := 5;
          SUBTYPE name IS VARCHAR2(5);
          result name := 'r';
        BEGIN
          open := open + 1;
          DBMS_OUTPUT.PUT_LINE(type || open || limit || count || first || "select" || result);
        END;""") == ["a22345r"]


def test_call_statement(session, lines):
    assert lines("CALL DBMS_OUTPUT.PUT_LINE('called')") == ["called"]
