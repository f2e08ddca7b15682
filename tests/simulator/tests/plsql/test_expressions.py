# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operators, literals and conversions."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from simora.engine import Bind
from simora.values import DATE, RAW


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 ** 2", -4),
        ("2 ** -1", Decimal("0.5")),
        ("7 / 2", Decimal("3.5")),
        ("6 / 2", 3),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333333333")),
        ("7 MOD 3", 1),
        ("MOD(-7, 3)", -1),
        ("10 - 4 - 3", 3),
        ("1.5e3", 1500),
        ("'12' + '3'", 15),
        ("ROUND(2.5) + TRUNC(-2.5)", 1),
        ("DATE '2020-03-01' - DATE '2020-02-28'", 2),
        ("EXTRACT(DAY FROM INTERVAL '3 04:00:00' DAY TO SECOND)", 3),
        ("EXTRACT(YEAR FROM DATE '2020-03-01')", 2020),
        ("CASE 2 WHEN 1 THEN 10 WHEN 2 THEN 20 END", 20),
        ("CASE WHEN 1 = 2 THEN 10 END", None),
        ("NULL + 1", None),
        ("CAST('7' AS NUMBER)", 7),
        ("NVL(NULL, 4)", 4),
        ("COALESCE(NULL, NULL, 5)", 5),
    ],
)
def test_number(number, expression, expected):
    assert number(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'a' || NULL || 'b'", "ab"),
        ("'it''s' || q'[ it's]'", "it's it's"),
        ("''", None),
        ("1 || .5", "1.5"),
        ("TRIM(BOTH 'x' FROM 'xxaxx')", "a"),
        ("TRIM(LEADING FROM '  a ')", "a "),
        ("UPPER(SUBSTR('hello', 2, 3))", "ELL"),
        ("TO_CHAR(DATE '2020-02-28' + 2, 'YYYY-MM-DD')", "2020-03-01"),
        ("TO_CHAR(TIMESTAMP '2020-01-01 10:00:00.5' + INTERVAL '1' HOUR, 'HH24:MI')", "11:00"),
    ],
)
def test_text(value, expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("1 = 1 AND NULL = 1", "NULL"),
        ("1 = 2 AND NULL = 1", "FALSE"),
        ("1 = 1 OR NULL = 1", "TRUE"),
        ("NOT (NULL = 1)", "NULL"),
        ("'' IS NULL", "TRUE"),
        ("'' = ''", "NULL"),
        ("NULL IN (1, 2)", "NULL"),
        ("1 IN (2, NULL)", "NULL"),
        ("1 NOT IN (2, NULL)", "NULL"),
        ("1 IN (1, NULL)", "TRUE"),
        ("5 BETWEEN 1 AND 5", "TRUE"),
        ("5 NOT BETWEEN 1 AND NULL", "NULL"),
        ("'abc' LIKE 'a%'", "TRUE"),
        ("'ABC' LIKE 'a%'", "FALSE"),
        (r"'50%' LIKE '50\%' ESCAPE '\'", "TRUE"),
        (r"'50x' LIKE '50\%' ESCAPE '\'", "FALSE"),
        ("'10' > '9'", "FALSE"),
        ("'10' > 9", "TRUE"),
        ("1 <> 2 AND 1 != 2 AND 1 ~= 2 AND 1 ^= 2", "TRUE"),
        ("DATE '2020-01-01' < TIMESTAMP '2020-01-01 00:00:00.1'", "TRUE"),
        ("'a ' = 'a'", "TRUE"),  # literals are CHAR: compared blank-padded
        ("TRUE = FALSE", "FALSE"),
    ],
)
def test_condition(truth, condition, expected):
    assert truth(condition) == expected


def test_char_is_padded_and_varchar2_is_not(value):
    assert value("LENGTH(c) || LENGTH(v)", "c CHAR(5) := 'ab'; v VARCHAR2(5) := 'ab';") == "52"
    assert value("CASE WHEN v = 'ab' THEN 'same' ELSE 'different' END", "v VARCHAR2(5) := 'ab ';") == "different"


def test_timestamps_differ_by_an_interval_and_dates_by_days(value):
    declarations = (
        "t1 TIMESTAMP := TIMESTAMP '2020-01-01 00:00:00'; t2 TIMESTAMP := TIMESTAMP '2020-01-03 12:00:00';"
        " i INTERVAL DAY TO SECOND := t2 - t1;"
        " d NUMBER := CAST(t2 AS DATE) - CAST(t1 AS DATE);"
    )
    assert value("EXTRACT(HOUR FROM i) || '/' || d", declarations) == "12/2.5"


def test_and_does_not_evaluate_what_it_need_not(truth):
    assert truth("1 = 2 AND 1 / 0 = 1") == "FALSE"
    assert truth("1 = 1 OR 1 / 0 = 1") == "TRUE"


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        ("v VARCHAR2(3) := 'abcd';", 6502),
        ("v VARCHAR2(3) := 'äöü';", 6502),  # three characters, six bytes
        ("v NUMBER(2) := 100;", 6502),
        ("v NUMBER(3, 1) := 99.96;", 6502),
        ("v PLS_INTEGER := 2147483648;", 1426),
        ("v NATURAL := -1;", 6502),
        ("v NUMBER := 'x';", 6502),
        ("v NUMBER NOT NULL := NULL;", 6502),
        ("v RAW(2) := 'ABCDEF';", 6502),
        ("v RAW(2) := 'XY';", 6502),
        ("v NUMBER := 1 / 0;", 1476),
        ("v NUMBER := TO_NUMBER('x');", 6502),
        ("v NUMBER := 9.9e125 * 100;", 1426),
    ],
)
def test_values_that_do_not_fit(failure, declaration, code):
    assert failure(f"DECLARE {declaration} BEGIN NULL; END;").code == code


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        ("v VARCHAR2(3 CHAR) := 'äöü';", "äöü"),
        ("v NUMBER(3, 1) := 1.26;", "1.3"),
        ("v NUMBER(3, -2) := 1250;", "1300"),
        ("v INTEGER := 2.5;", "3"),
        ("v PLS_INTEGER := '42';", "42"),
        ("v RAW(2) := '0aFF';", "0AFF"),
        ("v CLOB := 'text';", "text"),
    ],
)
def test_values_are_converted(value, declaration, expected):
    assert value("v", declaration) == expected


def test_binds_keep_their_types(value):
    assert value("DATE '2020-02-29'", bind=Bind(DATE, None)) == datetime.datetime(2020, 2, 29)
    assert value("HEXTORAW('00FF')", bind=Bind(RAW, None, 10)) == b"\x00\xff"


def test_a_timestamp_at_a_full_second_is_still_a_timestamp(value):
    declarations = "t TIMESTAMP := TIMESTAMP '2020-01-01 10:00:00'; d DATE := t; s VARCHAR2(100) := t;"
    assert value("t || ''", declarations) != value("d || ''", declarations)
    assert value("CASE WHEN s = t || '' AND s = TO_CHAR(t) THEN 'same' END", declarations) == "same"
    assert value("TO_CHAR(t, 'SSFF3')", declarations) == "00000"
