# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What SQLite, left alone, does differently from Oracle without a word: checked once when a process starts.

A SQLite built with other options, or a change to the lowering, must not turn into silently wrong answers.
"""

from __future__ import annotations

import datetime
import functools
import sqlite3
from typing import Any

from ..errors import OraError
from . import execute
from .functions import environment

# An expression of DUAL's, and what Oracle makes of it.
_VALUES: tuple[tuple[str, object], ...] = (
    ("'a' || NULL", "a"),
    ("'' || ''", None),
    ("CASE WHEN '' = '' THEN 1 ELSE 0 END", 0),
    ("CASE WHEN '' IS NULL THEN 1 ELSE 0 END", 1),
    ("CASE WHEN 'ABC' LIKE 'abc' THEN 1 ELSE 0 END", 0),
    ("CASE WHEN 1 NOT IN (2, NULL) THEN 1 ELSE 0 END", 0),
    ("SUBSTR('abc', 0, 1)", "a"),
    ("SUBSTR('abc', -5, 2)", None),
    ("CURRENT_TIMESTAMP - 0.5", datetime.datetime(2026, 1, 14, 12)),
    ("DATE '2026-01-15' - DATE '2026-01-01'", 14),
    ("5 / 2 * 2", 5),
    ("CASE WHEN 0.1 + 0.2 = 0.3 THEN 1 ELSE 0 END", 1),
    ("'10' + 1", 11),
    ("CASE WHEN '10' > 9 THEN 1 ELSE 0 END", 1),
    ("'1' || 0.5", "1.5"),
    ("UPPER('\u00e4')", "\u00c4"),
    ("ROUND(-2.5)", -3),
    ("MOD(-7, 3)", -1),
)

# A statement, and the error Oracle ends it with.
_ERRORS: tuple[tuple[str, int], ...] = (
    ('SELECT "NOPE" FROM dual', 904),
    ("SELECT dummy, COUNT(*) FROM dual", 937),
    ("SELECT dummy FROM dual GROUP BY UPPER(dummy)", 979),
    ("SELECT (SELECT dummy FROM dual UNION ALL SELECT dummy FROM dual) FROM dual", 1427),
    ("SELECT dummy INTO x FROM dual", 905),
    ("SELECT 1 FROM dual LIMIT 1 OFFSET 1", 933),
    ("SELECT 9223372036854775807 + 1 FROM dual", 1426),
    ("SELECT 1 / 0 FROM dual", 1476),
    ("SELECT 1 FROM dual WHERE 'a' = 1", 1722),
    ("SELECT printf('%d', 1) FROM dual", 904),
    ("SELECT 1 FROM sqlite_master", 942),
    ("UPDATE dual SET dummy = 1 WHERE 1 = 1 WHERE 1 = 0", 933),
    ("SAVEPOINT a", 900),
    ("CREATE TABLE t (a NUMBER)", 900),
    ("PRAGMA case_sensitive_like = OFF", 900),
)

_THREE = "(SELECT 1 a FROM dual UNION ALL SELECT NULL FROM dual UNION ALL SELECT 0 FROM dual)"

# A query over these three rows, and the values it gives in this order.
_SEQUENCES: tuple[tuple[str, list[object]], ...] = (
    (f"SELECT a FROM {_THREE} ORDER BY a", [0, 1, None]),
    (f"SELECT a FROM {_THREE} ORDER BY a DESC", [None, 1, 0]),
    (f"SELECT a FROM {_THREE} WHERE ROWNUM <= 2 ORDER BY a", [1, None]),
    (f"SELECT a FROM (SELECT a FROM {_THREE} ORDER BY a) WHERE ROWNUM <= 2", [0, 1]),
    (f"SELECT ROWNUM FROM (SELECT a FROM {_THREE} ORDER BY a) WHERE a IS NOT NULL ORDER BY a DESC", [2, 1]),
)


class _Nothing:
    """A catalog without tables."""

    def relation(self, *_arguments: object) -> Any:
        raise OraError(942)


class _Database:
    version = (19, 0, 0, 0, 0)


class _Session:
    user = session_user = schema = "SYS"
    con_id = 0
    catalog = _Nothing()

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.database: Any = _Database()
        self.sqlite = connection
        environment.register(connection, self.database)

    def now(self) -> datetime.datetime:
        return datetime.datetime(2026, 1, 15)

    def systimestamp(self) -> datetime.datetime:
        return self.now().replace(tzinfo=datetime.timezone.utc)

    def parameter(self, _name: str) -> None:
        return None

    def package(self, _owner: str | None, _name: str) -> None:
        return None


@functools.cache
def verify() -> None:
    """Raises RuntimeError naming the first statement whose outcome is not Oracle's."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        session = _Session(connection)
        for text, expected in _VALUES:
            _expect(session, f"SELECT {text} FROM dual", [(expected,)])
        for text, values in _SEQUENCES:
            _expect(session, text, [(value,) for value in values])
        for text, code in _ERRORS:
            _expect(session, text, code)
    finally:
        connection.close()


def _expect(session: _Session, text: str, expected: object) -> None:
    outcome: object
    try:
        result = execute(session, text).result_set
        outcome = list(result.rows) if result is not None else None
    except OraError as error:
        outcome = error.code
    if outcome != expected:
        raise RuntimeError(f"self-test of the SQL layer: {text} gives {outcome!r} instead of {expected!r}")
