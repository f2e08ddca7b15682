# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random expressions against an evaluator that was written from the language reference, not from the interpreter."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simora import plsql
from simora.engine import Bind
from simora.errors import OraError
from simora.values import NUMBER, varchar2

from .conftest import LanguageSession

# An expression is its text together with its value: None for NULL, a Fraction, or DIVISION for ORA-01476.
DIVISION = "division by zero"
Numeric = tuple[str, Any]

LITERALS = st.one_of(
    st.integers(0, 50).map(lambda value: (str(value), Fraction(value))),
    st.integers(0, 400).map(lambda value: (f"{value / 8:.3f}", Fraction(value, 8))),
    st.just(("NULL", None)),
)


def _apply(operator: str, left: Any, right: Any) -> Any:
    if DIVISION in (left, right):
        return DIVISION
    if left is None or right is None:
        return None
    if operator == "/":
        return DIVISION if right == 0 else left / right
    return {"+": left + right, "-": left - right, "*": left * right}[operator]


# Divisors that leave a result with few digits, so that it can be compared exactly.
DIVISORS = st.sampled_from([("0", Fraction(0)), ("4", Fraction(4)), ("0.5", Fraction(1, 2)), ("NULL", None)])


@st.composite
def operations(draw: Any, operands: st.SearchStrategy[Numeric]) -> Numeric:
    operator = draw(st.sampled_from("+-*/"))
    (left_text, left), (right_text, right) = draw(operands), draw(DIVISORS if operator == "/" else operands)
    return f"({left_text} {operator} {right_text})", _apply(operator, left, right)


def _negative(operand: Numeric) -> Numeric:
    text, value = operand
    return f"(- {text})", value if value in (None, DIVISION) else -value


NUMBERS: st.SearchStrategy[Numeric] = st.recursive(
    LITERALS, lambda operands: st.one_of(operations(operands), operands.map(_negative)), max_leaves=8
)


def _result(declarations: str, expression: str, bind: Bind) -> Any:
    outcome = plsql.execute(LanguageSession(), f"DECLARE {declarations} BEGIN :r := {expression}; END;", [bind])
    return outcome.out_values[0][0]


@settings(max_examples=150, deadline=None)
@given(NUMBERS)
def test_arithmetic(expression):
    text, expected = expression
    try:
        actual = _result("", text, Bind(NUMBER, None))
    except OraError as error:
        assert error.code == 1476 and expected == DIVISION
        return
    if expected is None:
        assert actual is None
    else:
        assert expected != DIVISION
        assert Fraction(actual) == expected


@settings(max_examples=100, deadline=None)
@given(st.integers(-1000, 1000), st.integers(1, 1000))
def test_quotients_have_38_significant_digits(dividend, divisor):
    actual = _result("", f"- ({dividend} / {divisor})", Bind(NUMBER, None))
    expected = -Fraction(dividend, divisor)
    assert abs(Fraction(actual) - expected) <= abs(expected) * Fraction(1, 10**38)


# Conditions: TRUE, FALSE or None. Both sides of AND and OR are free of errors, so their order does not matter.
BOOLEANS = {"TRUE": True, "FALSE": False, "NULL": None}
SMALL = st.sampled_from([("1", 1), ("2", 2), ("3", 3), ("NULL", None), ("v_one", 1), ("v_null", None)])


@st.composite
def comparisons(draw: Any) -> tuple[str, bool | None]:
    (left_text, left), (right_text, right) = draw(SMALL), draw(SMALL)
    operator = draw(st.sampled_from(["=", "<>", "<", ">", "<=", ">="]))
    value = None
    if left is not None and right is not None:
        value = {
            "=": left == right, "<>": left != right, "<": left < right, ">": left > right, "<=": left <= right,
            ">=": left >= right,
        }[operator]  # fmt: skip
    return f"{left_text} {operator} {right_text}", value


@st.composite
def memberships(draw: Any) -> tuple[str, bool | None]:
    (text, value), items = draw(SMALL), draw(st.lists(SMALL, min_size=1, max_size=3))
    negated = draw(st.booleans())
    equal = [None if value is None or item is None else value == item for dummy, item in items]
    inside = True if True in equal else None if None in equal else False
    result = None if inside is None else inside is not negated
    return f"{text} {'NOT ' if negated else ''}IN ({', '.join(item for item, dummy in items)})", result


@st.composite
def connected(draw: Any, operands: Any) -> tuple[str, bool | None]:
    (left_text, left), (right_text, right) = draw(operands), draw(operands)
    if draw(st.booleans()):
        value = False if False in (left, right) else None if None in (left, right) else True
        return f"({left_text} AND {right_text})", value
    value = True if True in (left, right) else None if None in (left, right) else False
    return f"({left_text} OR {right_text})", value


def _not(operand: tuple[str, bool | None]) -> tuple[str, bool | None]:
    text, value = operand
    return f"NOT ({text})", None if value is None else not value


def _is_null(operand: tuple[str, bool | None]) -> tuple[str, bool | None]:
    text, value = operand
    return f"(({text}) IS NULL)", value is None


CONDITIONS = st.recursive(
    st.one_of(st.sampled_from(list(BOOLEANS.items())), comparisons(), memberships()),
    lambda operands: st.one_of(connected(operands), operands.map(_not), operands.map(_is_null)),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_three_valued_logic(condition):
    text, expected = condition
    declarations = f"v_one NUMBER := 1; v_null NUMBER; c BOOLEAN := {text};"
    shown = "CASE WHEN c IS NULL THEN 'None' WHEN c THEN 'True' WHEN NOT c THEN 'False' END"
    assert _result(declarations, shown, Bind(varchar2(10), None, 10)) == str(expected)


TEXTS = st.text(alphabet="ab%_'\" ä", max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_concatenation(texts):
    expression = " || ".join("'" + text.replace("'", "''") + "'" for text in texts)
    assert _result("", expression, Bind(varchar2(100), None, 100)) == ("".join(texts) or None)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(-20, 20), st.integers(0, 9), max_size=8), st.integers(-21, 21))
def test_index_by_tables_are_sorted_maps(elements, key):
    assignments = "".join(f"t({index}) := {value};" for index, value in elements.items())
    text = f"""
        DECLARE
          TYPE list IS TABLE OF NUMBER INDEX BY PLS_INTEGER;
          t list;
        BEGIN
          {assignments}
          :a := t.COUNT; :b := t.FIRST; :c := t.LAST; :d := t.NEXT({key}); :e := t.PRIOR({key});
        END;"""
    outcome = plsql.execute(LanguageSession(), text, [Bind(NUMBER, None) for dummy in range(5)])
    after, before = [k for k in elements if k > key], [k for k in elements if k < key]
    assert outcome.out_values[0] == [
        len(elements), min(elements, default=None), max(elements, default=None), min(after, default=None),
        max(before, default=None),
    ]  # fmt: skip
