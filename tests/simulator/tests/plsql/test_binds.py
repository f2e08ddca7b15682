# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Host binds: directions, values out, buffers, arrays, cursors."""

from __future__ import annotations

import pytest

from simora import plsql
from simora.engine import Bind, Direction
from simora.values import NUMBER, VARCHAR2, varchar2

IN, OUT, IN_OUT = Direction.IN, Direction.OUT, Direction.IN_OUT
DECLARE = "DECLARE PROCEDURE p(i NUMBER, o OUT NUMBER, io IN OUT NUMBER) IS BEGIN o := i; io := io + i; END; n NUMBER; "


@pytest.mark.parametrize(
    ("body", "directions"),
    [
        ("n := :a;", [IN]),
        (":a := 1;", [OUT]),
        (":a := :a + 1;", [IN_OUT]),
        (":a := :b;", [OUT, IN]),
        ("p(:a, :b, :c);", [IN, OUT, IN_OUT]),
        ("p(:a, n, n); :a := 2;", [IN_OUT]),
        ("EXECUTE IMMEDIATE 'BEGIN :1 := 2; END;' USING OUT :a;", [OUT]),
        ("EXECUTE IMMEDIATE 'BEGIN :1 := :1; END;' USING IN OUT :a;", [IN_OUT]),
        ("IF :a IS NULL THEN :b := 1; END IF;", [IN, OUT]),
    ],
)
def test_directions(session, body, directions):
    binds = [Bind(NUMBER, 5) for dummy in directions]
    outcome = plsql.execute(session, f"{DECLARE} BEGIN {body} END;", binds)
    assert list(outcome.directions) == directions
    assert len(outcome.out_values[0]) == sum(direction is not IN for direction in directions)


def test_values_out(session):
    binds = [Bind(NUMBER, 5), Bind(NUMBER, None), Bind(NUMBER, 10)]
    assert plsql.execute(session, f"{DECLARE} BEGIN p(:a, :b, :c); END;", binds).out_values == [[5, 15]]


def test_a_bind_is_one_variable_wherever_it_stands(session):
    outcome = plsql.execute(session, "BEGIN :a := 1; :a := :a + 1; :b := :A; END;", [Bind(NUMBER, 0), Bind(NUMBER, 0)])
    assert outcome.out_values == [[2, 2]]


@pytest.mark.parametrize(("binds", "code"), [(0, 1008), (1, 1008), (3, 1006)])
def test_number_of_binds(failure, binds, code):
    assert failure("BEGIN :a := :b; END;", *[Bind(NUMBER, 1)] * binds).code == code


def test_the_clients_buffer_limits_values(failure):
    assert failure("BEGIN :a := 'four'; END;", Bind(varchar2(3), None, 3)).code == 6502


def test_an_empty_string_comes_in_as_null(session):
    outcome = plsql.execute(
        session, "BEGIN :b := CASE WHEN :a IS NULL THEN 1 END; END;", [Bind(NUMBER, 0), Bind(VARCHAR2, "")]
    )
    assert outcome.out_values == [[1]]


def test_get_lines_into_an_array(session):
    plsql.execute(
        session,
        "BEGIN DBMS_OUTPUT.ENABLE; DBMS_OUTPUT.PUT_LINE('a'); DBMS_OUTPUT.NEW_LINE; DBMS_OUTPUT.PUT_LINE('c'); END;",
    )
    array = Bind(varchar2(100), [], 100, is_array=True, max_elements=10)
    outcome = plsql.execute(session, "BEGIN DBMS_OUTPUT.GET_LINES(:lines, :count); END;", [array, Bind(NUMBER, 10)])
    assert outcome.directions == (OUT, IN_OUT)
    assert outcome.out_values == [[["a", None, "c"], 3]]


def test_an_array_in(session):
    array = Bind(varchar2(10), ["x", "y"], 10, is_array=True, max_elements=5)
    text = "DECLARE t DBMS_OUTPUT.CHARARR := :list; BEGIN :a := t(1) || t(2) || t.COUNT; END;"
    assert plsql.execute(session, text, [array, Bind(varchar2(10), None, 10)]).out_values == [["xy2"]]


def test_more_elements_than_the_clients_array_holds(failure):
    array = Bind(varchar2(10), [], 10, is_array=True, max_elements=1)
    text = "DECLARE t DBMS_OUTPUT.CHARARR; BEGIN t(1) := 'a'; t(2) := 'b'; :list := t; END;"
    assert failure(text, array).code == 6513


@pytest.mark.parametrize(
    ("text", "using", "code"),
    [
        ("BEGIN :1 := 1; END;", "IN :a", 6537),
        ("BEGIN :1 := :2; END;", "OUT :a", 1008),
        ("BEGIN NULL; END;", "IN 1, IN :a", 1006),
    ],
)
def test_wrong_using(failure, text, using, code):
    assert failure(f"BEGIN EXECUTE IMMEDIATE '{text}' USING {using}; END;", Bind(NUMBER, 1)).code == code


def test_dynamic_text_may_not_be_empty(failure):
    assert failure("BEGIN EXECUTE IMMEDIATE ''; END;").code == 6535
