# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions: handlers, propagation, messages, and the stack that the client gets."""

from __future__ import annotations

import pytest

from simora.errors import OraError


def at_lines(error: OraError) -> list[str]:
    """The stack as codes, ORA-06512 lines as their line numbers."""
    return [
        line.rpartition("line ")[2] if line.startswith("ORA-06512") else line.partition(":")[0] for line in error.stack
    ]


@pytest.mark.parametrize(
    ("statement", "name", "code"),
    [
        ("n := 1 / 0;", "ZERO_DIVIDE", -1476),
        ("n := 'x';", "VALUE_ERROR", -6502),
        ("RAISE NO_DATA_FOUND;", "NO_DATA_FOUND", 100),
        ("n := t(1);", "NO_DATA_FOUND", 100),
        ("CASE n WHEN 1 THEN NULL; END CASE;", "CASE_NOT_FOUND", -6592),
        ("n := nested(1);", "COLLECTION_IS_NULL", -6531),
        ("nested := numbers(1); n := nested(2);", "SUBSCRIPT_BEYOND_COUNT", -6533),
        ("nested := numbers(1); n := nested(0);", "SUBSCRIPT_OUTSIDE_LIMIT", -6532),
        ("RAISE own;", "own", 1),
        ("RAISE numbered;", "numbered", -20005),
        ("RAISE_APPLICATION_ERROR(-20005, 'x');", "numbered", -20005),
        ("RAISE NO_DATA_FOUND;", "TOO_MANY_ROWS OR NO_DATA_FOUND", 100),
        ("RAISE own;", "OTHERS", 1),
    ],
)
def test_handlers(lines, statement, name, code):
    text = f"""
        DECLARE
          TYPE numbers IS TABLE OF NUMBER;
          TYPE list IS TABLE OF NUMBER INDEX BY PLS_INTEGER;
          nested numbers;
          t list;
          n NUMBER := 0;
          own EXCEPTION;
          numbered EXCEPTION;
          PRAGMA EXCEPTION_INIT(numbered, -20005);
        BEGIN
          {statement}
        EXCEPTION
          WHEN INVALID_NUMBER THEN DBMS_OUTPUT.PUT_LINE('wrong handler');
          WHEN {name} THEN DBMS_OUTPUT.PUT_LINE(SQLCODE);
        END;"""
    assert lines(text) == [str(code)]


def test_an_exception_with_a_number_is_not_another_one_of_the_same_name(lines):
    assert lines("""
        DECLARE
          e EXCEPTION;
        BEGIN
          DECLARE
            e EXCEPTION;
          BEGIN
            RAISE e;
          END;
        EXCEPTION
          WHEN e THEN DBMS_OUTPUT.PUT_LINE('outer');
          WHEN OTHERS THEN DBMS_OUTPUT.PUT_LINE('others');
        END;""") == ["others"]


def test_declarations_are_not_guarded_by_their_own_block(failure):
    error = failure("DECLARE n NUMBER := 1 / 0; BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END;")
    assert error.code == 1476


def test_messages(lines):
    output = lines("""
        DECLARE
          own EXCEPTION;
        BEGIN
          DBMS_OUTPUT.PUT_LINE(SQLCODE || SQLERRM);
          BEGIN RAISE_APPLICATION_ERROR(-20001, 'mine'); EXCEPTION WHEN OTHERS THEN DBMS_OUTPUT.PUT_LINE(SQLERRM); END;
          BEGIN RAISE own; EXCEPTION WHEN own THEN DBMS_OUTPUT.PUT_LINE(SQLERRM); END;
          DBMS_OUTPUT.PUT_LINE(SQLERRM(-1403));
          DBMS_OUTPUT.PUT_LINE(SQLERRM(100));
          DBMS_OUTPUT.PUT_LINE(SQLERRM(0));
          DBMS_OUTPUT.PUT_LINE(SQLCODE);
        END;""")
    codes = [(line or "").partition(":")[0] for line in output]
    assert codes == ["0ORA-0000", "ORA-20001", "User-Defined Exception", "ORA-01403", "ORA-01403", "ORA-0000", "0"]


def test_the_stack_names_lines(failure):
    assert at_lines(failure("BEGIN\n  NULL;\n  RAISE NO_DATA_FOUND;\nEND;")) == ["3"]


def test_the_stack_has_one_line_per_activation(failure):
    error = failure("""DECLARE
  PROCEDURE inner IS
  BEGIN
    BEGIN
      RAISE ZERO_DIVIDE;
    END;
  END;
  PROCEDURE outer IS
  BEGIN
    inner;
  END;
BEGIN
  outer;
END;""")
    assert (error.code, at_lines(error)) == (1476, ["5", "10", "13"])


def test_raised_again(failure):
    error = failure("BEGIN\n  RAISE NO_DATA_FOUND;\nEXCEPTION\n  WHEN OTHERS THEN\n    RAISE;\nEND;")
    assert (error.code, at_lines(error)) == (1403, ["5", "2"])


def test_another_exception_in_a_handler_keeps_the_first_below(failure):
    error = failure("DECLARE n NUMBER;\nBEGIN\n  RAISE NO_DATA_FOUND;\nEXCEPTION WHEN OTHERS THEN\n  n := 1 / 0;\nEND;")
    assert (error.code, at_lines(error)) == (1476, ["5", "ORA-01403", "3"])


@pytest.mark.parametrize(("keep", "stack"), [("", ["3"]), (", TRUE", ["3", "ORA-01403", "2"]), (", FALSE", ["3"])])
def test_raise_application_error_keeps_the_stack_only_on_demand(failure, keep, stack):
    error = failure(
        "BEGIN\n  RAISE NO_DATA_FOUND;\nEXCEPTION WHEN OTHERS THEN RAISE_APPLICATION_ERROR(-20000, 'x'"
        + keep
        + "); END;"
    )
    assert (error.code, at_lines(error)) == (20000, stack)


@pytest.mark.parametrize("number", [-19999, -21000, 20001, "NULL"])
def test_raise_application_error_checks_its_number(failure, number):
    assert failure(f"BEGIN RAISE_APPLICATION_ERROR({number}, 'x'); END;").code == 21000


def test_an_unhandled_exception_of_the_user(failure):
    assert failure("DECLARE e EXCEPTION; BEGIN RAISE e; END;").code == 6510


def test_an_error_inside_a_package_names_the_package(failure):
    error = failure("BEGIN\n  DBMS_OUTPUT.PUT_LINE(DBMS_ASSERT.SIMPLE_SQL_NAME('1x'));\nEND;")
    assert error.code == 44003
    assert error.stack[0].startswith('ORA-06512: at "SYS.DBMS_ASSERT", line ')
    assert error.stack[1:] == ["ORA-06512: at line 2"]


def test_the_state_of_the_handled_exception_ends_with_the_handler(lines):
    assert lines("""
        BEGIN
          BEGIN RAISE NO_DATA_FOUND; EXCEPTION WHEN NO_DATA_FOUND THEN
            BEGIN RAISE ZERO_DIVIDE; EXCEPTION WHEN ZERO_DIVIDE THEN DBMS_OUTPUT.PUT_LINE(SQLCODE); END;
            DBMS_OUTPUT.PUT_LINE(SQLCODE);
          END;
          DBMS_OUTPUT.PUT_LINE(SQLCODE);
        END;""") == ["-1476", "100", "0"]


def test_a_break_cannot_be_handled(session, failure):
    def interrupted() -> None:
        raise OraError(1013)

    session.poll_break = interrupted
    text = (
        "BEGIN LOOP BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; EXCEPTION WHEN OTHERS THEN NULL; END;"
    )
    assert failure(text).code == 1013


def test_backtrace_and_error_stack_in_a_handler(lines):
    output = lines("""
        DECLARE n NUMBER;
        BEGIN
          n := 1 / 0;
        EXCEPTION WHEN OTHERS THEN
          DBMS_OUTPUT.PUT_LINE(DBMS_UTILITY.FORMAT_ERROR_BACKTRACE);
          DBMS_OUTPUT.PUT_LINE(DBMS_UTILITY.FORMAT_ERROR_STACK);
        END;""")
    assert output[0] == "ORA-06512: at line 4\n"
    assert (output[1] or "").startswith("ORA-01476")
