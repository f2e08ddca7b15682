# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is refused before anything runs: ORA-06550 with its PLS- message, line and column."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "number", "line", "column"),
    [
        ("BEGIN\n  unknown;\nEND;", "00201", 2, 3),
        ("BEGIN\n  unknown(1);\nEND;", "00201", 2, 3),
        ("DECLARE\n  n NUMBER;\nBEGIN\n  n := m + 1;\nEND;", "00201", 4, 8),
        ("DECLARE\n  n emp.empno%TYPE;\nBEGIN NULL; END;", "00201", 2, 5),
        ("DECLARE\n  n unknown_type;\nBEGIN NULL; END;", "00201", 2, 5),
        ("BEGIN\n  DBMS_LOCK.SLEEP(1);\nEND;", "00201", 2, 3),
        ("BEGIN\n  DBMS_OUTPUT.NOPE;\nEND;", "00302", 2, 3),
        ("BEGIN\n  DBMS_OUTPUT.PUT_LINE;\nEND;", "00306", 2, 3),
        ("BEGIN\n  DBMS_OUTPUT.PUT_LINE('a', 'b');\nEND;", "00306", 2, 3),
        ("BEGIN\n  DBMS_OUTPUT.PUT_LINE(item => 'a');\nEND;", "00306", 2, 3),
        ("BEGIN\n  DBMS_OUTPUT.PUT_LINE(TRUE);\nEND;", "00306", 2, 3),
        ("DECLARE n NUMBER := SUBSTR('a'); BEGIN NULL; END;", "00306", 1, 21),
        ("BEGIN\n  UPPER('a');\nEND;", "00221", 2, 3),
        ("DECLARE n NUMBER := DECODE(1, 1, 2); BEGIN NULL; END;", "00204", 1, 21),
        ("DECLARE n CONSTANT NUMBER := 1; BEGIN\n n := 2; END;", "00363", 2, 2),
        ("BEGIN FOR i IN 1 .. 2 LOOP\n i := 2; END LOOP; END;", "00363", 2, 2),
        ("DECLARE PROCEDURE p(x NUMBER) IS BEGIN\n x := 1; END; BEGIN NULL; END;", "00363", 2, 2),
        ("DECLARE PROCEDURE p(x OUT NUMBER) IS BEGIN NULL; END; BEGIN\n p(1); END;", "00363", 2, 4),
        ("DECLARE n NUMBER; n NUMBER; BEGIN NULL; END;", "00371", 1, 19),
        ("DECLARE n NUMBER NOT NULL; BEGIN NULL; END;", "00218", 1, 9),
        ("DECLARE v VARCHAR2; BEGIN NULL; END;", "00215", 1, 11),
        ("DECLARE b BOOLEAN := 1 = 1; n NUMBER; BEGIN\n n := b; END;", "00382", 2, 2),
        ("BEGIN IF\n 1 THEN NULL; END IF; END;", "00382", 2, 2),
        ("BEGIN\n RAISE; END;", "00367", 2, 2),
        ("BEGIN\n EXIT; END;", "00376", 2, 2),
        ("BEGIN\n GOTO nowhere; END;", "00375", 2, 2),
        ("DECLARE PROCEDURE p IS BEGIN\n RETURN 1; END; BEGIN NULL; END;", "00372", 2, 2),
        ("DECLARE PROCEDURE p; BEGIN NULL; END;", "00313", 1, 19),
        ("BEGIN NULL; EXCEPTION WHEN nothing THEN NULL; END;", "00201", 1, 28),
        ("DECLARE r DBMS_OUTPUT.CHARARR; BEGIN\n r.nope; END;", "00302", 2, 2),
        ("BEGIN\n  x := ;\nEND;", "00103", 2, 8),
        ("BEGIN\n  NULL\nEND;", "00103", 3, 1),
        ("BEGIN NULL; END", "00103", 1, 16),
        ("DECLARE select NUMBER; BEGIN NULL; END;", "00103", 1, 9),
        ("BEGIN CREATE TABLE t (n NUMBER); END;", "00103", 1, 7),
        ("BEGIN NULL; END; /", "00103", 1, 18),
    ],
)
def test_refused(failure, text, number, line, column):
    error = failure(text)
    assert error.code == 6550
    assert error.arguments[:2] == (line, column)
    assert error.message.splitlines()[1].startswith(f"PLS-{number}")


def test_nothing_runs_before_everything_is_known(session, failure):
    assert failure("BEGIN DBMS_SESSION.SLEEP(1); IF 1 = 2 THEN unknown; END IF; END;").code == 6550
    assert session.slept == []


def test_execute_must_be_granted(session, failure, lines):
    text = "BEGIN DBMS_OUTPUT.PUT_LINE(DBMS_CRYPTO.HASH(HEXTORAW('61'), DBMS_CRYPTO.HASH_SH256)); END;"
    assert failure(text).code == 6550
    session.granted.add("DBMS_CRYPTO")
    assert lines(text) == ["CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("BEGIN x := 'open; END;", 1756),
        ("CALL nothing('x')", 6576),
        ("DECLARE PRAGMA AUTONOMOUS_TRANSACTION; BEGIN NULL; END;", 3001),
    ],
)
def test_other_codes(failure, text, code):
    assert failure(text).code == code
