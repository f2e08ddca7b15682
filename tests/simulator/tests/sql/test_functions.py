# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The function library, through SQL and through the door that PL/SQL uses."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal

import pytest

from simora.errors import OraError
from simora.sql import functions

D = datetime.datetime

CHARACTERS = [
    ("SUBSTR('abcdef', 2, 3)", "bcd"),
    ("SUBSTR('abcdef', 0, 2)", "ab"),
    ("SUBSTR('abcdef', -2)", "ef"),
    ("SUBSTR('abc', 4)", None),
    ("SUBSTR('abc', 1, 0)", None),
    ("SUBSTR(12345, 2, 2)", "23"),
    ("SUBSTRB('\u00e4b', 3)", "b"),
    ("INSTR('abcabc', 'c')", 3),
    ("INSTR('abcabc', 'c', 4)", 6),
    ("INSTR('abcabc', 'c', 1, 2)", 6),
    ("INSTR('abcabc', 'a', -1)", 4),
    ("INSTR('abc', 'x')", 0),
    ("LENGTH('')", None),
    ("LENGTH('\u00e4')", 1),
    ("LENGTHB('\u00e4')", 2),
    ("INITCAP('hello wORLD-x')", "Hello World-X"),
    ("UPPER('\u00e4b') || LOWER('CD')", "\u00c4Bcd"),
    ("TRIM('  a ')", "a"),
    ("TRIM(BOTH 'x' FROM 'xxaxx')", "a"),
    ("TRIM(LEADING FROM '  a ')", "a "),
    ("TRIM('   ')", None),
    ("LTRIM('xyxa', 'xy')", "a"),
    ("RTRIM('a   ')", "a"),
    ("LPAD('7', 3, '0')", "007"),
    ("LPAD('abcd', 2)", "ab"),
    ("RPAD('a', 3) || '|'", "a  |"),
    ("RPAD('a', 0)", None),
    ("REPLACE('aXbX', 'X', '--')", "a--b--"),
    ("REPLACE('aXb', 'X')", "ab"),
    ("REPLACE('a', NULL, 'x')", "a"),
    ("TRANSLATE('abcd', 'abc', 'xy')", "xyd"),
    ("CONCAT('a', NULL)", "a"),
    ("CHR(65) || ASCII('a')", "A97"),
    ("RAWTOHEX(HEXTORAW('0aFF'))", "0AFF"),
    ("LENGTH(HEXTORAW('0aFF'))", 4),
    ("SOUNDEX('Robert')", "R163"),
]
REGULAR_EXPRESSIONS = [
    ("REGEXP_SUBSTR('a,b,c', '[^,]+', 1, 2)", "b"),
    ("REGEXP_SUBSTR('x=1;y=2', 'y=(\\d)', 1, 1, NULL, 1)", "2"),
    ("REGEXP_INSTR('abc123', '[[:digit:]]+')", 4),
    ("REGEXP_REPLACE('abc', '(a)(b)', '\\2\\1')", "bac"),
    ("REGEXP_REPLACE('a  b   c', ' +', ' ')", "a b c"),
    ("REGEXP_COUNT('banana', 'an')", 2),
    ("REGEXP_REPLACE('Abc', '[[:upper:]]', '')", "bc"),
    ("REGEXP_SUBSTR('sys_export_01', '[[:alpha:]]+')", "sys"),
]
NUMBERS = [
    ("ABS(-1.5)", Decimal("1.5")),
    ("SIGN(-3)", -1),
    ("CEIL(1.2)", 2),
    ("FLOOR(-1.2)", -2),
    ("ROUND(2.5)", 3),
    ("ROUND(-2.5)", -3),
    ("ROUND(1234.567, -2)", 1200),
    ("ROUND(1.005, 2)", Decimal("1.01")),
    ("TRUNC(-1.99)", -1),
    ("TRUNC(1.987, 2)", Decimal("1.98")),
    ("MOD(-7, 3)", -1),
    ("MOD(7, 0)", 7),
    ("MOD(5.5, 2)", Decimal("1.5")),
    ("POWER(2, 10)", 1024),
    ("SQRT(16)", 4),
    ("BITAND(12, 10)", 8),
    ("BITAND(NULL, 1)", None),
    ("REMAINDER(5, 3)", -1),
]
CONVERSIONS = [
    ("TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI:SS')", "2026-01-15 03:00:00"),
    ("TO_CHAR(SYSDATE, 'Day, DD Month YYYY')", "Thursday , 15 January   2026"),
    ("TO_CHAR(SYSDATE, 'FMDay, DD Month YYYY')", "Thursday, 15 January 2026"),
    ("TO_CHAR(SYSDATE, 'DY DDD D WW IW Q J SSSSS')", "THU 015 5 03 03 1 2461056 10800"),
    ("TO_CHAR(SYSDATE, 'HH12:MI AM \"o''clock\"')", "03:00 AM o'clock"),
    ("TO_CHAR(SYSTIMESTAMP, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF3TZH:TZM')", "2026-01-15T03:00:00.123+00:00"),
    ("TO_CHAR(1234.5)", "1234.5"),
    ("TO_CHAR(-.5)", "-.5"),
    ("TO_CHAR(1234.5, '9,999.00')", " 1,234.50"),
    ("TO_CHAR(-1234.5, 'FM9G999D00')", "-1,234.50"),
    ("TO_CHAR(7, '000')", " 007"),
    ("TO_CHAR(0.5, '990.99')", "   0.50"),
    ("TO_CHAR(0, '999')", "   0"),
    ("TO_CHAR(12345, '999')", "####"),
    ("TO_CHAR(255, 'FMXX')", "FF"),
    ("TO_CHAR(-5, '99MI')", " 5-"),
    ("TO_CHAR('x')", "x"),
    ("TO_CHAR(1.5d)", "1.5E+000"),
    ("TO_NUMBER('1,234.5', '9,999.9')", Decimal("1234.5")),
    ("TO_NUMBER('FF', 'XX')", 255),
    ("TO_NUMBER('-12')", -12),
    ("TO_DATE('15.03.2026 14:05', 'DD.MM.YYYY HH24:MI')", D(2026, 3, 15, 14, 5)),
    ("TO_DATE('15-MAR-26')", D(2026, 3, 15)),
    ("TO_DATE('15-mar-99', 'DD-MON-RR')", D(1999, 3, 15)),
    ("TO_DATE('20260315', 'YYYYMMDD')", D(2026, 3, 15)),
    ("TO_DATE('03:30 PM', 'HH:MI AM')", D(2026, 1, 1, 15, 30)),
    ("TO_DATE('2026-03-15', 'YYYY-MM-DD HH24:MI:SS')", D(2026, 3, 15)),
    ("TO_TIMESTAMP('2026-03-15 01:02:03.5', 'YYYY-MM-DD HH24:MI:SS.FF')", D(2026, 3, 15, 1, 2, 3, 500000)),
    ("ADD_MONTHS(DATE '2026-01-31', 1)", D(2026, 2, 28)),
    ("ADD_MONTHS(DATE '2026-02-28', 1)", D(2026, 3, 31)),
    ("MONTHS_BETWEEN(DATE '2026-03-31', DATE '2026-02-28')", 1),
    ("LAST_DAY(DATE '2024-02-10')", D(2024, 2, 29)),
    ("NEXT_DAY(DATE '2026-01-15', 'THURSDAY')", D(2026, 1, 22)),
    ("TRUNC(DATE '2026-01-15', 'IW')", D(2026, 1, 12)),
    ("ROUND(TO_DATE('2026-01-15 13', 'YYYY-MM-DD HH24'))", D(2026, 1, 16)),
    ("TO_CHAR(NUMTODSINTERVAL(90, 'SECOND'))", "+00 00:01:30.000000"),
]
SYSTEM = [
    ("USER", "SCOTT"),
    ("UID", 109),
    ("SYS_CONTEXT('userenv', 'con_name')", "PDB1"),
    ("LENGTH(SYS_GUID())", 32),
    ("STANDARD_HASH('abc', 'SHA256')", hashlib.sha256(b"abc").digest()),
    ("STANDARD_HASH('abc')", hashlib.sha1(b"abc").digest()),
    ("STANDARD_HASH(NULL, 'MD5')", hashlib.md5(b"").digest()),
    ("SESSIONTIMEZONE", "+00:00"),
]


@pytest.mark.parametrize(("expression", "expected"), CHARACTERS + REGULAR_EXPRESSIONS + NUMBERS + CONVERSIONS + SYSTEM)
def test_function(value, expression, expected) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("TO_DATE('2026-13-01', 'YYYY-MM-DD')", 1843),
        ("TO_DATE('2026-02-30', 'YYYY-MM-DD')", 1839),
        ("TO_DATE('2026-02-32', 'YYYY-MM-DD')", 1847),
        ("TO_DATE('2026-02-10 x', 'YYYY-MM-DD')", 1830),
        ("TO_DATE('2026', 'YYYY-MM-DD')", 1840),
        ("TO_DATE('x', 'YYYY')", 1858),
        ("TO_DATE('25', 'HH24')", 1850),
        ("TO_DATE('1', 'NOPE')", 1821),
        ("TO_NUMBER('x', '999')", 1722),
        ("TO_CHAR(1, 'abc')", 1481),
        ("INSTR('a', 'a', 1, 0)", 1428),
        ("SYS_CONTEXT('USERENV', 'NOPE')", 2003),
        ("STANDARD_HASH('a', 'CRC')", 46003),
        ("STANDARD_HASH(1)", 3001),
        ("REGEXP_REPLACE('a', '(', 'b')", 12725),
        ("TRUNC(SYSDATE, 'X')", 1898),
        ("NOSUCH(1)", 904),
        ("TOOLS.NOSUCH(1)", 904),
        ("ORA_HASH(1)", 3001),
        ("SUBSTR('a')", 938),
        ("LENGTH('a', 'b')", 939),
        ("NVL(1)", 938),
        ("UPPER()", 938),
        ("UPPER(*)", 936),
        ("TOOLS.DOUBLE_IT(1, 2, 3)", 6553),
        ("TOOLS.DOUBLE_IT(x => 1)", 6553),
        ("REGEXP_LIKE('a', 'b')", 904),
        ("EXP(1, 2)", 939),
    ],
)
def test_errors(session, expression, code) -> None:
    assert session.error(f"SELECT {expression} FROM dual") == code


def test_package_functions(session) -> None:
    assert session.value("tools.double_it(21)") == 42
    assert session.value("TOOLS.DOUBLE_IT(times => 3, n => '5')") == 15


def test_every_null_argument_of_a_strict_function_gives_null(value) -> None:
    for call in (
        "SUBSTR(NULL, 1)",
        "INSTR('a', NULL)",
        "LPAD('a', NULL)",
        "ROUND(NULL)",
        "TO_DATE('')",
        "MOD(1, NULL)",
    ):
        assert value(call) is None


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("SUBSTR", ["abc", 0, 2], "ab"),
        ("SUBSTR", [12345, "2", 2], "23"),
        ("NVL", [None, 7], 7),
        ("DECODE", [None, None, "same"], "same"),
        ("TO_CHAR", [D(2026, 1, 2), "YYYY"], "2026"),
        ("TO_CHAR", [Decimal("0.5")], ".5"),
        ("TRUNC", [D(2026, 1, 2, 3)], D(2026, 1, 2)),
        ("TRUNC", [Decimal("1.9")], 1),
        ("GREATEST", [1, "3"], 3),
        ("UPPER", [""], None),
        ("LTRIM", ["   "], None),
        ("SYS_CONTEXT", ["USERENV", "CURRENT_USER"], "SCOTT"),
        ("REGEXP_LIKE", ["abc", "^a"], True),
        ("COALESCE", [None, None, 1], 1),
    ],
)
def test_call(session, name, arguments, expected) -> None:
    assert functions.call(name, arguments, session) == expected


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [("NOSUCH", [], 904), ("$ADD", [1, 2], 904), ("ROUND", ["x"], 1722), ("LAST_DAY", [1], 932)],
)
def test_call_errors(session, name, arguments, code) -> None:
    with pytest.raises(OraError) as caught:
        functions.call(name, arguments, session)
    assert caught.value.code == code


def test_exists_hides_internal_names() -> None:
    assert functions.exists("SUBSTR")
    assert not functions.exists("$ADD")
    assert not functions.exists("NOSUCH")
