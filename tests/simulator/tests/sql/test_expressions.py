# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of expressions: literals, operators, NULL, conversions, dates."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

D = datetime.datetime
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("''", None),
        ("'a' || NULL || ''", "a"),
        ("NULL || ''", None),
        ("1 || 'x' || .5", "1x.5"),
        ("'a''b' || q'[c'd]'", "a'bc'd"),
        ("DATE '2026-01-02' || ''", "02-JAN-26"),
        ("LENGTH('a' || ' ')", 2),
    ],
)
def test_text(value, expression, expected) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 - -3", 1),
        ("7 / 2", Decimal("3.5")),
        ("6 / 2", 3),
        ("1 / 3", Decimal("0.333333333333333")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("0.1 * 3 - 0.3", 0),
        ("1e3 + .5", Decimal("1000.5")),
        ("9007199254740993 + 0", 9007199254740993),
        ("3 * 3037000499", 9111001497),
        ("1 + NULL", None),
        ("'10' * '2'", 20),
        ("' 5 ' + 1", 6),
        ("'1e2' + 0", 100),
        ("-'3'", -3),
        ("1.5d + 1", 2.5),
        ("1d / 0", float("inf")),
    ],
)
def test_numbers(value, expression, expected) -> None:
    result = value(expression)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("1 / 0", 1476),
        ("9223372036854775807 + 1", 1426),
        ("9223372036854775807 * 9223372036854775807", 1426),
        ("12345678901234567890123", 1426),
        ("'x' + 1", 1722),
        ("'1_000' + 1", 1722),
        ("'' + DATE '2026-01-01' + SYSDATE", 975),
        ("SYSDATE * 2", 932),
        ("2 - SYSDATE", 932),
        ("DATE '2026-13-01'", 1843),
        ("DATE '2026-02-30'", 1839),
        ("DATE '26.1.1'", 1861),
        ("CASE WHEN 1 = 1 THEN 1 ELSE 'a' END", 932),
        ("COALESCE(1, 'a')", 932),
        ("(SELECT 1, 2 FROM dual)", 913),
        ("(SELECT empno FROM emp)", 1427),
        ("LEVEL", 1788),
        ("PRIOR 1", 976),
        ("CAST('abc' AS NUMBER)", 1722),
        ("CAST(12345 AS NUMBER(3))", 1438),
        ("CAST('x' AS NOTYPE)", 902),
        ("HEXTORAW('xy')", 1465),
        ("CHR(-1)", 1428),
        ("seq.NEXTVAL", 2289),
    ],
)
def test_errors(session, expression, code) -> None:
    assert session.error(f"SELECT {expression} FROM dual") == code


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("SYSDATE", D(2026, 1, 15, 3)),
        ("SYSDATE + 1 / 24", D(2026, 1, 15, 4)),
        ("SYSDATE - 1.5", D(2026, 1, 13, 15)),
        ("1 + SYSDATE", D(2026, 1, 16, 3)),
        ("SYSDATE - DATE '2026-01-14'", Decimal("1.125")),
        ("DATE '2026-03-01' - DATE '2026-02-01'", 28),
        ("(SYSDATE - DATE '2026-01-15') * 24", 3),
        ("TIMESTAMP '2026-01-15 03:00:00.25' - SYSDATE", datetime.timedelta(seconds=0.25)),
        ("TIMESTAMP '2026-01-15 03:00:00.25' + 1", D(2026, 1, 16, 3)),
        ("SYSDATE + INTERVAL '1' DAY", D(2026, 1, 16, 3)),
        ("SYSDATE - INTERVAL '1 02:30' DAY TO MINUTE", D(2026, 1, 14, 0, 30)),
        ("SYSDATE + INTERVAL '1-2' YEAR TO MONTH", D(2027, 3, 15, 3)),
        ("SYSDATE + NUMTODSINTERVAL(90, 'MINUTE')", D(2026, 1, 15, 4, 30)),
        ("INTERVAL '1' DAY * 2", 2 * DAY),
        ("EXTRACT(YEAR FROM SYSDATE)", 2026),
        ("EXTRACT(SECOND FROM SYSTIMESTAMP)", Decimal("0.123456")),
        ("EXTRACT(DAY FROM (SYSTIMESTAMP - DATE '2026-01-01'))", 14),
        ("CAST(SYSTIMESTAMP AS DATE)", D(2026, 1, 15, 3)),
        ("CURRENT_TIMESTAMP - 0.5", D(2026, 1, 14, 15)),
        ("TRUNC(SYSDATE)", D(2026, 1, 15)),
        ("TRUNC(SYSDATE, 'MM') - 1", D(2025, 12, 31)),
        ("TIMESTAMP '2026-01-01 00:00:00 +02:00' AT TIME ZONE 'UTC'",
         D(2025, 12, 31, 22, tzinfo=datetime.timezone.utc)),
    ],
)  # fmt: skip
def test_dates(value, expression, expected) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "code"), [("SYSDATE + INTERVAL '1' MONTH + 16", 0), ("DATE '2026-01-31' + INTERVAL '1' MONTH", 1839),
                             ("INTERVAL '1 25' DAY", 1867), ("INTERVAL '1' MONTH TO DAY", 30089),
                             ("EXTRACT(HOUR FROM SYSDATE)", 30076)]
)  # fmt: skip
def test_interval_errors(session, expression, code) -> None:
    text = f"SELECT {expression} FROM dual"
    assert (session.error(text) if code else session.run(text).row_count) == code


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("CASE WHEN 1 = 1 THEN 'a' END", "a"),
        ("CASE WHEN NULL = NULL THEN 'a' END", None),
        ("CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' ELSE 'c' END", "b"),
        ("CASE NULL WHEN NULL THEN 1 ELSE 2 END", 2),
        ("CASE WHEN 1 = 0 THEN SYSDATE ELSE SYSTIMESTAMP END", D(2026, 1, 15, 3, 0, 0, 123456, datetime.timezone.utc)),
        ("DECODE(NULL, NULL, 'same', 'other')", "same"),
        ("DECODE(3, 1, 'a', 2, 'b')", None),
        ("DECODE('2', 1, 'a', 2, 'b')", "b"),
        ("DECODE(1, 1, NULL, 5)", None),
        ("DECODE(2, 1, NULL, 5)", "5"),
        ("DECODE(1, 1, 10, 'x')", 10),
        ("NVL(NULL, 5)", 5),
        ("NVL('', 'b')", "b"),
        ("NVL('1', 2)", "1"),
        ("NVL2(NULL, 1, 2)", 2),
        ("COALESCE(NULL, NULL, 3, 4)", 3),
        ("NULLIF(1, 1)", None),
        ("NULLIF('a', 'b')", "a"),
        ("GREATEST(1, 5, 3)", 5),
        ("GREATEST('10', 9)", "9"),
        ("LEAST(1, NULL)", None),
        ("LEAST(5)", 5),
        ("CAST('abcdef' AS VARCHAR2(3))", "abc"),
        ("CAST('ab' AS CHAR(4))", "ab  "),
        ("CAST(1.256 AS NUMBER(5,2))", Decimal("1.26")),
        ("CAST(NULL AS DATE)", None),
    ],
)
def test_choices(value, expression, expected) -> None:
    assert value(expression) == expected


def test_default_formats_follow_the_session(session) -> None:
    session.parameters["nls_date_format"] = "YYYY/MM/DD"
    assert session.value("TO_CHAR(SYSDATE)") == "2026/01/15"
    assert session.value("TO_DATE('2026/02/03')") == D(2026, 2, 3)
    assert session.holds("DATE '2026-02-03' = '2026/02/03'")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("x", "x"), ("", None), (None, None), (5, 5), (Decimal("1.5"), Decimal("1.5")), (b"\x01", b"\x01"), (b"", None),
     (D(2026, 1, 2, 3, 4, 5), D(2026, 1, 2, 3, 4, 5))],
)  # fmt: skip
def test_binds_come_back(value, given, expected) -> None:
    assert value(":1", given) == expected


def test_binds_count_per_occurrence(session) -> None:
    assert session.rows("SELECT :a, :b, :a FROM dual", 1, 2, 3) == [(1, 2, 3)]
    assert session.run("SELECT :a, :b, :a FROM dual", a=1, b=2).result_set.rows == [(1, 2, 1)]
    assert session.error("SELECT :a, :a FROM dual", 1) == 1008
    assert session.error("SELECT :a FROM dual", 1, 2) == 1036
