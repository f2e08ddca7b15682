# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The supplied packages."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("DBMS_ASSERT.ENQUOTE_NAME('emp')", '"EMP"'),
        ("DBMS_ASSERT.ENQUOTE_NAME('a b', FALSE)", '"a b"'),
        ("SYS.DBMS_ASSERT.ENQUOTE_NAME('\"a b\"')", '"a b"'),
        ("DBMS_ASSERT.ENQUOTE_NAME('a\"\"b', FALSE)", '"a""b"'),
        ("DBMS_ASSERT.ENQUOTE_LITERAL('it''''s')", "'it''s'"),
        ("DBMS_ASSERT.SIMPLE_SQL_NAME(' emp$1 ')", "emp$1"),
        ("DBMS_ASSERT.SIMPLE_SQL_NAME('\"a b\"')", '"a b"'),
        ("DBMS_ASSERT.QUALIFIED_SQL_NAME('scott.emp@link')", "scott.emp@link"),
        ("DBMS_ASSERT.NOOP('x; y')", "x; y"),
        ("UTL_RAW.CAST_TO_VARCHAR2(UTL_RAW.CAST_TO_RAW('äb'))", "äb"),
        ("UTL_RAW.CONCAT(HEXTORAW('01'), HEXTORAW('02'))", "0102"),
        ("UTL_RAW.SUBSTR(HEXTORAW('010203'), -2, 1)", "02"),
        ("UTL_I18N.RAW_TO_CHAR(UTL_I18N.STRING_TO_RAW('ä', 'WE8ISO8859P1'), 'WE8ISO8859P1')", "ä"),
        ("DBMS_LOB.GETLENGTH('abc') || DBMS_LOB.SUBSTR('abcdef', 2, 3) || DBMS_LOB.INSTR('abcabc', 'b', 3)", "3cd5"),
        ("LENGTH(DBMS_RANDOM.STRING('A', 5))", "5"),
        ("CASE WHEN DBMS_RANDOM.VALUE(2, 3) BETWEEN 2 AND 3 THEN 'in' END", "in"),
    ],
)
def test_functions(value, expression, expected):
    assert value(expression) == expected


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.ENQUOTE_NAME('a\"b'));", 6502),
        ("DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.ENQUOTE_LITERAL('it''s'));", 6502),
        ("DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SIMPLE_SQL_NAME('a b'));", 44003),
        ("DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SIMPLE_SQL_NAME(NULL));", 44003),
        ("DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.QUALIFIED_SQL_NAME('a..b'));", 44004),
        ("DBMS_OUTPUT.ENABLE(2000); DBMS_OUTPUT.PUT(RPAD('x', 2001, 'x'));", 20000),
        ("DBMS_SESSION.SLEEP(-1);", 38148),
        ("DBMS_SESSION.SLEEP(NULL);", 38148),
    ],
)
def test_failures(failure, statement, code):
    assert failure(f"BEGIN {statement} END;").code == code


def test_output_is_lost_while_disabled(session, lines):
    assert lines("BEGIN DBMS_OUTPUT.PUT_LINE('a'); DBMS_OUTPUT.DISABLE; DBMS_OUTPUT.PUT_LINE('b'); END;") == []


def test_unread_lines_are_discarded_by_the_next_put(lines):
    assert lines("""
        DECLARE line VARCHAR2(10); status NUMBER;
        BEGIN
          DBMS_OUTPUT.PUT_LINE('a'); DBMS_OUTPUT.PUT_LINE('b');
          DBMS_OUTPUT.GET_LINE(line, status);
          DBMS_OUTPUT.PUT_LINE(line || status);
        END;""") == ["a0"]


def test_sleep_lets_server_time_pass(session, lines):
    lines("BEGIN DBMS_SESSION.SLEEP(1.5); END;")
    assert session.slept == [1.5]


def test_tags(session, lines):
    assert lines("""
        DECLARE m VARCHAR2(64); a VARCHAR2(64);
        BEGIN
          DBMS_APPLICATION_INFO.SET_MODULE(RPAD('m', 60, 'm'), 'act');
          DBMS_APPLICATION_INFO.SET_CLIENT_INFO('info');
          DBMS_SESSION.SET_IDENTIFIER('me');
          DBMS_APPLICATION_INFO.READ_MODULE(m, a);
          DBMS_OUTPUT.PUT_LINE(LENGTH(m) || a);
        END;""") == ["48act"]
    assert (session.tags["client_info"], session.tags["client_identifier"]) == ("info", "me")


def test_large_objects_grow(lines):
    assert lines("""
        DECLARE c CLOB;
        BEGIN
          DBMS_LOB.CREATETEMPORARY(c, TRUE);
          DBMS_LOB.WRITEAPPEND(c, 3, 'abcdef');
          DBMS_LOB.APPEND(c, 'xyz');
          DBMS_OUTPUT.PUT_LINE(c || DBMS_LOB.GETLENGTH(c));
          DBMS_LOB.FREETEMPORARY(c);
        END;""") == ["abcxyz6"]


def test_seeding(session, lines):
    text = "BEGIN DBMS_RANDOM.SEED(7); DBMS_OUTPUT.PUT_LINE(DBMS_RANDOM.VALUE); END;"
    assert lines(text) == lines(text)


def test_exceptions_of_a_package_have_names(lines):
    assert lines("""
        BEGIN
          DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SIMPLE_SQL_NAME('1'));
        EXCEPTION WHEN DBMS_ASSERT.INVALID_SQL_NAME THEN DBMS_OUTPUT.PUT_LINE('caught');
        END;""") == ["caught"]


def test_time_is_the_servers(number):
    assert number("DBMS_UTILITY.GET_TIME") == 1768446000 * 100 % 2**31 + 25
