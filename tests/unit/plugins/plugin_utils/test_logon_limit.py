# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a password is not tried any more."""

from __future__ import annotations

import pathlib
import threading

import pytest
from ansible_collections.dbops.datapump.plugins.plugin_utils import logon_limit
from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import LogonLimit

ACCOUNT = {"user": "dpclean", "password": "wrong"}


def refused(*codes: str) -> dict[str, object]:
    """The result of a task that was refused."""
    return {"failed": True, "codes": list(codes), "connection": "failed"}


def test_it_counts_databases_and_not_attempts(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 2)
    for host in ("one", "one", "one"):
        limit.note(host, refused("DPY-6005", "ORA-01017"))
    assert not limit.reached
    LogonLimit(tmp_path, ACCOUNT, 2).note("two", refused("ORA-28000"))
    assert limit.reached


@pytest.mark.parametrize("other", [{"user": "other"}, {"password": "another"}, {"proxy_user": "scott"}])
def test_another_account_or_password_is_not_held_back(tmp_path: pathlib.Path, other: dict[str, str]) -> None:
    LogonLimit(tmp_path, ACCOUNT, 1).note("one", refused("ORA-01017"))
    assert LogonLimit(tmp_path, ACCOUNT, 1).reached
    assert not LogonLimit(tmp_path, ACCOUNT | other, 1).reached


def test_only_refused_logons_count_and_0_is_no_limit(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 1)
    limit.note("one", refused("ORA-12541", "DPY-6005", "ORA-00942"))
    assert not limit.reached
    limit.note("one", refused("ORA-01017"))
    assert limit.reached
    assert not LogonLimit(tmp_path, ACCOUNT, 0).reached


def test_no_secret_and_no_host_is_left_in_the_folder(tmp_path: pathlib.Path) -> None:
    LogonLimit(tmp_path, ACCOUNT, 1).note("../../payroll", refused("ORA-01017"))
    (left,) = tmp_path.iterdir()
    assert "wrong" not in left.name
    assert "payroll" not in left.name
    assert left.read_bytes() == b""


def test_a_refusal_that_nobody_was_told_is_told_once(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 3)
    limit.note_for_later("one", refused("ORA-01017"))
    assert LogonLimit(tmp_path, ACCOUNT, 3).take_noted("two") is None
    assert LogonLimit(tmp_path, ACCOUNT, 3).take_noted("one") == refused("ORA-01017")
    assert LogonLimit(tmp_path, ACCOUNT, 3).take_noted("one") is None
    assert limit.refusals == 1


def test_no_more_try_at_a_time_than_may_be_refused(tmp_path: pathlib.Path) -> None:
    """Each of many workers is refused; the limit holds whatever their order."""
    tried: list[int] = []
    lock = threading.Lock()

    def work(number: int) -> None:
        limit = LogonLimit(tmp_path, ACCOUNT, 2)
        with limit.turn():
            if limit.reached:
                return
            with lock:
                tried.append(number)
            barrier.wait(20)
            limit.note(f"db{number}", refused("ORA-01017"))

    barrier = threading.Barrier(2)
    workers = [threading.Thread(target=work, args=[number]) for number in range(12)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(tried) == 2


def test_an_account_that_was_accepted_keeps_nobody_waiting(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 1)
    barrier = threading.Barrier(3)

    def work() -> None:
        with LogonLimit(tmp_path, ACCOUNT, 1).turn():
            barrier.wait(20)

    limit.note("one", {"changed": False})
    assert limit.accepted
    workers = [threading.Thread(target=work) for dummy in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not barrier.broken


def test_one_that_gets_no_answer_gives_its_turn_away(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logon_limit, "PATIENCE", 0.1)
    limit = LogonLimit(tmp_path, ACCOUNT, 1)
    with limit.turn(), limit.turn():
        assert not limit.reached


def test_a_failure_without_a_session_accepts_nothing(tmp_path: pathlib.Path) -> None:
    limit = LogonLimit(tmp_path, ACCOUNT, 1)
    limit.note("one", {"failed": True, "codes": ["DPY-6005"], "connection": "unreachable"})
    assert not limit.accepted
