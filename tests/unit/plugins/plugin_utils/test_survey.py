# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pool of the survey: every database gets a verdict, whatever becomes of the reading."""

from __future__ import annotations

import pathlib
import threading
import time
from collections import Counter

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import something_to_tell
from ansible_collections.dbops.datapump.plugins.plugin_utils import survey_accounts
from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import LogonLimit
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey import (
    BUSY,
    NOT_TRIED,
    QUIET,
    REFUSED,
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

    verdicts = survey(databases(30), 4, 60, look=look)
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

    verdicts = survey(databases(10), 2, 0.2, look=look)
    ended.set()
    assert [host for host, verdict in verdicts.items() if verdict.kind == UNREAD] == ["db0", "db1", "db2"]


def test_a_reading_that_raises_is_none() -> None:
    def look(database: Database) -> Verdict:
        if database.host != "db5":
            raise RuntimeError("broken")
        return Verdict(QUIET)

    verdicts = survey(databases(8), 2, 60, look=look)
    assert {host for host, verdict in verdicts.items() if verdict.kind == QUIET} == {"db5"}
    assert len(verdicts) == 8


class Accounts:
    """Databases of which each refuses or accepts; counts those that are asked at the same time."""

    def __init__(self, refuse: set[str]) -> None:
        self._refuse = refuse
        self._lock = threading.Lock()
        self._asked = 0
        self.asked: list[str] = []
        self.most_before_one_accepted = 0
        self.accepted = False

    def look(self, database: Database) -> Verdict:
        with self._lock:
            self._asked += 1
            self.asked.append(database.host)
            if not self.accepted:
                self.most_before_one_accepted = max(self.most_before_one_accepted, self._asked)
        time.sleep(0.01)
        refused = database.host in self._refuse
        with self._lock:
            self._asked -= 1
            self.accepted = self.accepted or not refused
        return Verdict(REFUSED, failure=FAILURE) if refused else Verdict(QUIET)


FAILURE = {"failed": True, "codes": ["ORA-01017"]}


def limited(folder: pathlib.Path, count: int, limit: int, password: str = "wrong") -> list[Database]:
    found = LogonLimit(folder, {"user": "u", "password": password}, limit)
    return [Database(f"{password}{number}", {}, limit=found) for number in range(count)]


def test_one_account_is_refused_no_more_often_than_may_be_by_any_number_of_threads(tmp_path: pathlib.Path) -> None:
    asked = limited(tmp_path, 30, 3)
    accounts = Accounts({database.host for database in asked})
    verdicts = survey(asked, 20, 60, look=accounts.look)
    assert len(accounts.asked) == 3
    assert Counter(verdict.kind for verdict in verdicts.values()) == {REFUSED: 3, NOT_TRIED: 27}
    later = LogonLimit(tmp_path, {"user": "u", "password": "wrong"}, 3)
    assert later.reached
    assert [later.take_noted(host) for host in accounts.asked] == [FAILURE] * 3


def test_another_account_goes_on(tmp_path: pathlib.Path) -> None:
    wrong, right = limited(tmp_path, 10, 2), limited(tmp_path, 10, 2, "right")
    accounts = Accounts({database.host for database in wrong})
    mixed = [database for pair in zip(wrong, right) for database in pair]
    verdicts = survey(mixed, 20, 60, look=accounts.look)
    assert Counter(verdict.kind for verdict in verdicts.values()) == {REFUSED: 2, NOT_TRIED: 8, QUIET: 10}
    assert list(verdicts) == [database.host for database in mixed]


def test_until_an_account_is_accepted_few_are_asked_with_it(tmp_path: pathlib.Path) -> None:
    accounts = Accounts(set())
    verdicts = survey(limited(tmp_path, 30, 3), 20, 60, look=accounts.look)
    assert accounts.most_before_one_accepted <= 3
    assert {verdict.kind for verdict in verdicts.values()} == {QUIET}


def test_what_other_tasks_were_refused_counts(tmp_path: pathlib.Path) -> None:
    asked = limited(tmp_path, 5, 2)
    for host in ("a", "b"):
        asked[0].limit.note(host, FAILURE)
    accounts = Accounts(set())
    verdicts = survey(asked, 5, 60, look=accounts.look)
    assert accounts.asked == []
    assert {verdict.kind for verdict in verdicts.values()} == {NOT_TRIED}


def test_databases_that_do_not_answer_do_not_hold_back_their_account(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_accounts, "PATIENCE", 0.1)
    ended = threading.Event()

    def look(database: Database) -> Verdict:
        if database.host in ("wrong0", "wrong1"):
            ended.wait(60)
        return Verdict(QUIET)

    def end_when_the_others_are_read(database: Database) -> Verdict:
        verdict = look(database)
        read.append(database.host)
        if len(read) == 8:
            ended.set()
        return verdict

    read: list[str] = []
    verdicts = survey(limited(tmp_path, 10, 2), 5, 60, look=end_when_the_others_are_read)
    assert {verdict.kind for verdict in verdicts.values()} == {QUIET}


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
