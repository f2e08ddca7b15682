# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of the survey: every database gets a verdict, whatever becomes of the reading."""

from __future__ import annotations

import threading
import time

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import something_to_tell
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey import (
    BUSY,
    QUIET,
    UNREAD,
    Database,
    Verdict,
    survey,
)


def databases(count: int) -> list[Database]:
    return [Database(f"db{number}", {}) for number in range(count)]


def test_every_database_is_read_once_by_no_more_than_so_many() -> None:
    reading: list[str] = []
    most = []
    lock = threading.Lock()

    def look(database: Database) -> Verdict:
        with lock:
            reading.append(database.host)
            most.append(len(reading))
        time.sleep(0.01)
        with lock:
            reading.remove(database.host)
        return Verdict(BUSY if database.host == "db7" else QUIET)

    verdicts = survey(databases(30), 4, 60, look)
    assert list(verdicts) == [f"db{number}" for number in range(30)]
    assert [host for host, verdict in verdicts.items() if verdict.kind == BUSY] == ["db7"]
    assert len(most) == 30
    assert max(most) == 4


def test_those_that_hang_keep_nobody_waiting() -> None:
    ended = threading.Event()

    def look(database: Database) -> Verdict:
        if database.host in ("db0", "db1", "db2"):
            ended.wait(60)
        return Verdict(QUIET)

    verdicts = survey(databases(10), 2, 0.2, look)
    ended.set()
    assert [host for host, verdict in verdicts.items() if verdict.kind == UNREAD] == ["db0", "db1", "db2"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reading_that_raises_is_none() -> None:
    def look(database: Database) -> Verdict:
        if database.host != "db5":
            raise RuntimeError("broken")
        return Verdict(QUIET)

    verdicts = survey(databases(8), 2, 0.2, look)
    assert {host for host, verdict in verdicts.items() if verdict.kind == QUIET} <= {"db5"}
    assert len(verdicts) == 8


def test_no_database() -> None:
    assert survey([], 5, 1) == {}


@pytest.mark.parametrize(
    ("facts", "pending", "expected"),
    [
        ({"jobs": [], "warnings": [], "recycle_bin": []}, [], False),
        ({"jobs": [{}], "warnings": [], "recycle_bin": []}, [], True),
        ({"jobs": [], "warnings": ["w"], "recycle_bin": []}, [], True),
        ({"jobs": [], "warnings": [], "recycle_bin": [{"object_name": "BIN$a"}]}, [], False),
        ({"jobs": [], "warnings": [], "recycle_bin": [{"object_name": "BIN$a"}]}, [{"object_name": "BIN$a"}], True),
        ({"jobs": [], "warnings": [], "recycle_bin": [{"object_name": "BIN$a"}]}, [{"object_name": "BIN$b"}], False),
        ({"jobs": [], "warnings": [], "recycle_bin": None}, [{"object_name": "BIN$b"}], True),
    ],
)
def test_what_is_told(facts: dict, pending: list, expected: bool) -> None:
    assert something_to_tell(facts, pending) is expected
