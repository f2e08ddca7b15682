# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random expressions against an independent evaluator of Oracle's three-valued logic.

The evaluator below shares nothing with the simulator: it works on Python values by the rules of Oracle's SQL
Language Reference, with None for NULL and '' alike.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Value = Any
# What SQL to write, and what it gives for a row of columns.
Term = tuple[str, Callable[[dict[str, Value]], Value]]

NUMBERS = {"N1": 0, "N2": -3, "N3": None, "N4": 12, "N5": 12}
TEXTS = {"S1": "a", "S2": "Ab", "S3": None, "S4": "a b", "S5": "%_"}
ROW = {**NUMBERS, **TEXTS}


def constant(sql: str, value: Value) -> Term:
    return sql, lambda row: value


def column(name: str) -> Term:
    return name, lambda row: row[name]


def lift(function: Callable[..., Value]) -> Callable[..., Value]:
    """NULL in, NULL out."""
    return lambda *values: None if None in values else function(*values)


def apply(pattern: str, function: Callable[..., Value], *terms: Term) -> Term:
    return pattern.format(*(term[0] for term in terms)), lambda row: function(*(term[1](row) for term in terms))


def both(left: bool | None, right: bool | None) -> bool | None:
    return False if left is False or right is False else None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    return True if left is True or right is True else None if left is None or right is None else False


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def one_of(value: Value, *items: Value) -> bool | None:
    return functools.reduce(either, (lift(lambda a, b: a == b)(value, item) for item in items))


def like(text: str | None, pattern: str | None) -> bool | None:
    if text is None or pattern is None:
        return None
    translated = "".join({"%": ".*", "_": "."}.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(translated, text, re.DOTALL) is not None


def join(left: str | None, right: str | None) -> str | None:
    return ((left or "") + (right or "")) or None


def cut(text: str, start: int, length: int) -> str | None:
    begin = start - 1 if start > 0 else 0 if start == 0 else len(text) + start
    if begin < 0 or begin >= len(text) or length < 1:
        return None
    return text[begin : begin + length] or None


def remainder(value: Fraction, divisor: Fraction) -> Fraction:
    if divisor == 0:
        return value
    return value - divisor * int(Fraction(value) / Fraction(divisor))


def pick(condition: bool | None, yes: Value, no: Value) -> Value:
    return yes if condition is True else no


def decode(value: Value, searched: Value, found: Value, default: Value) -> Value:
    return found if value == searched else default


number_leaves = st.one_of(
    st.integers(-20, 20).map(lambda n: constant(f"({n})", n)),
    st.just(constant("NULL", None)),
    st.sampled_from([column(name) for name in NUMBERS]),
    st.sampled_from([constant("0.5", Fraction(1, 2)), constant("(-1.25)", Fraction(-5, 4))]),
)
text_leaves = st.one_of(
    st.text("aAb %_'", max_size=3).map(lambda s: constant("'" + s.replace("'", "''") + "' || ''", s or None)),
    st.sampled_from([column(name) for name in TEXTS]),
)
text_leaves = text_leaves.map(lambda term: (f"({term[0]})", term[1]))


def extend_all(depth: int) -> tuple[st.SearchStrategy, st.SearchStrategy, st.SearchStrategy]:
    """Strategies for numbers, texts and conditions up to a depth."""
    if depth == 0:
        return number_leaves, text_leaves, comparisons(number_leaves, text_leaves)
    numbers, texts, conditions = extend_all(depth - 1)
    more_numbers = st.one_of(
        number_leaves,
        *(
            st.tuples(numbers, numbers).map(functools.partial(_binary, sign, lift(function)))
            for sign, function in (("+", lambda a, b: a + b), ("-", lambda a, b: a - b), ("*", lambda a, b: a * b))
        ),
        st.tuples(numbers, numbers).map(lambda t: apply("NVL({}, {})", lambda a, b: b if a is None else a, *t)),
        st.tuples(numbers, numbers).map(lambda t: apply("NULLIF({} + 0, {})", lambda a, b: None if a == b else a, *t)),
        st.tuples(numbers, numbers).map(lambda t: apply("MOD({}, {})", lift(remainder), *t)),
        st.tuples(numbers, numbers).map(lambda t: apply("GREATEST({}, {})", lift(max), *t)),
        st.tuples(conditions, numbers, numbers).map(lambda t: apply("CASE WHEN {} THEN {} ELSE {} END", pick, *t)),
        st.tuples(numbers, numbers, numbers, numbers).map(lambda t: apply("DECODE({}, {}, {}, {})", decode, *t)),
        texts.map(lambda t: apply("LENGTH({})", lift(len), t)),
        st.tuples(texts, texts).map(lambda t: apply("INSTR({}, {})", lift(lambda a, b: a.find(b) + 1), *t)),
    )
    more_texts = st.one_of(
        text_leaves,
        st.tuples(texts, texts).map(lambda t: apply("({} || {})", join, *t)),
        st.tuples(texts, st.integers(-3, 4), st.integers(-1, 3)).map(
            lambda t: apply(f"SUBSTR({{}}, {t[1]}, {t[2]})", lift(lambda a: cut(a, t[1], t[2])), t[0])
        ),
        texts.map(lambda t: apply("UPPER({})", lift(str.upper), t)),
        texts.map(lambda t: apply("RTRIM({})", lift(lambda a: a.rstrip(" ") or None), t)),
        st.tuples(texts, texts, texts).map(lambda t: apply("COALESCE({}, {}, {})", _first, *t)),
        st.tuples(conditions, texts, texts).map(lambda t: apply("CASE WHEN {} THEN {} ELSE {} END", pick, *t)),
        st.tuples(texts, texts).map(lambda t: apply("NVL2({}, {}, 'z')", lambda a, b: "z" if a is None else b, *t)),
    )
    more_conditions = st.one_of(
        comparisons(numbers, texts),
        st.tuples(conditions, conditions).map(lambda t: apply("({} AND {})", both, *t)),
        st.tuples(conditions, conditions).map(lambda t: apply("({} OR {})", either, *t)),
        conditions.map(lambda t: apply("(NOT {})", opposite, t)),
    )
    return more_numbers, more_texts, more_conditions


def _first(*values: Value) -> Value:
    return next((value for value in values if value is not None), None)


def _binary(sign: str, function: Callable[..., Value], terms: tuple[Term, Term]) -> Term:
    return apply(f"({{}} {sign} {{}})", function, *terms)


def comparisons(numbers: st.SearchStrategy, texts: st.SearchStrategy) -> st.SearchStrategy:
    pairs = st.one_of(st.tuples(numbers, numbers), st.tuples(texts, texts))
    triples = st.one_of(st.tuples(numbers, numbers, numbers), st.tuples(texts, texts, texts))
    single = st.one_of(numbers, texts)
    return st.one_of(
        *(
            pairs.map(functools.partial(_binary, sign, lift(function)))
            for sign, function in (
                ("=", lambda a, b: a == b),
                ("<>", lambda a, b: a != b),
                ("<", lambda a, b: a < b),
                (">=", lambda a, b: a >= b),
            )
        ),
        single.map(lambda t: apply("({} IS NULL)", lambda a: a is None, t)),
        single.map(lambda t: apply("({} IS NOT NULL)", lambda a: a is not None, t)),
        triples.map(lambda t: apply("({} IN ({}, {}))", one_of, *t)),
        triples.map(lambda t: apply("({} NOT IN ({}, {}))", lambda *v: opposite(one_of(*v)), *t)),
        triples.map(
            lambda t: apply(
                "({} BETWEEN {} AND {})",
                lambda a, low, high: both(lift(lambda x, y: x >= y)(a, low), lift(lambda x, y: x <= y)(a, high)),
                *t,
            )
        ),
        st.tuples(texts, texts).map(lambda t: apply("({} LIKE {})", like, *t)),
        st.tuples(texts, texts).map(lambda t: apply("({} NOT LIKE {})", lambda a, b: opposite(like(a, b)), *t)),
    )


ALL_NUMBERS, ALL_TEXTS, ALL_CONDITIONS = extend_all(2)
FAST = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def table() -> str:
    """An inline view with one row, so that columns of every type take part."""
    columns = [f"{'NULL' if n is None else f'({n})'} AS {name}" for name, n in NUMBERS.items()]
    columns += [f"CAST({'NULL' if s is None else repr(s)} AS VARCHAR2(9)) AS {name}" for name, s in TEXTS.items()]
    return f"(SELECT {', '.join(columns).replace('NULL AS N', 'CAST(NULL AS NUMBER) AS N')} FROM dual)"


@FAST
@given(term=ALL_NUMBERS)
def test_numbers(session, table, term: Term) -> None:
    ((result,),) = session.rows(f"SELECT {term[0]} FROM {table}")
    expected = term[1](ROW)
    assert (None if result is None else Fraction(result)) == expected


@FAST
@given(term=ALL_TEXTS)
def test_texts(session, table, term: Term) -> None:
    assert session.rows(f"SELECT {term[0]} FROM {table}") == [(term[1](ROW),)]


@FAST
@given(term=ALL_CONDITIONS)
def test_conditions(session, table, term: Term) -> None:
    expected = term[1](ROW)
    assert len(session.rows(f"SELECT 1 FROM {table} WHERE {term[0]}")) == (expected is True)
    assert len(session.rows(f"SELECT 1 FROM {table} WHERE NOT {term[0]}")) == (expected is False)
