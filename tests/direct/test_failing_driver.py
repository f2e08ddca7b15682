# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A driver that crashes, leaves or hangs ends the task of its host, and nothing else. No process outlives it."""

from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import time
from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.playing import Player, failing_driver

HOSTS = ["db1", "db2", "db3"]
_PROCESSES_END_WITHIN = 30.0


@pytest.fixture
def told(tmp_path: pathlib.Path) -> pathlib.Path:
    """Where the driver tells its process id."""
    return tmp_path / "pid"


@pytest.fixture
def broken(tmp_path: pathlib.Path, told: pathlib.Path) -> dict[str, str]:
    """The environment of a controller whose driver fails."""
    return failing_driver(tmp_path, told)


def task(behaviour: str, **options: Any) -> list[dict[str, Any]]:
    """One that meets the behaviour on the second host only, and one that every other host goes on to."""
    user = f"{{{{ '{behaviour}' if inventory_hostname == 'db2' else 'raise' }}}}"
    return [
        {"name": "Meet it", "dbops.datapump.datapump_facts": {"user": user, "retry_count": 0, **options},
         "ignore_errors": "{{ inventory_hostname != 'db2' }}", "vars": {"datapump_direct": "always"}},
        {"name": "Go on", "ansible.builtin.debug": {"msg": "reached"}},
    ]  # fmt: skip


def gone(pid: int) -> bool:
    """Whether a process has ended, and been waited for."""
    return wait_until(lambda: not pathlib.Path(f"/proc/{pid}").exists())


def wait_until(condition: Callable[[], bool]) -> bool:
    """Whether it comes true within a long time."""
    end = time.monotonic() + _PROCESSES_END_WITHIN
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.mark.parametrize(
    ("behaviour", "status", "text"),
    [("segfault", -signal.SIGSEGV, "was ended by Segmentation fault"), ("exit", 3, "ended with status 3")],
)
def test_a_crash_fails_one_host(
    behaviour: str, status: int, text: str, player: Player, broken: dict[str, str], told: pathlib.Path
) -> None:
    played = player.play(task(behaviour), hosts=HOSTS, environment=broken)
    assert played.status == 2, played.output
    assert played.result("db2")["rc"] == status
    assert text in played.result("db2")["msg"]
    assert [played.result(host)["msg"] for host in ("db1", "db3")] == ["reached", "reached"]
    assert "dead state" not in played.output + played.errors


def test_what_it_raises_is_reported(player: Player, broken: dict[str, str]) -> None:
    played = player.play(task("raise"), hosts=["db2"], environment=broken)
    assert played.result("db2")["msg"] == "RuntimeError: the driver broke"


@pytest.mark.timeout(150)
def test_a_hang_ends_with_the_deadline(player: Player, broken: dict[str, str], told: pathlib.Path) -> None:
    played = player.play(task("hang", total_deadline=1), hosts=HOSTS, environment=broken)
    assert "did not report in time" in played.result("db2")["msg"]
    assert [played.result(host)["msg"] for host in ("db1", "db3")] == ["reached", "reached"]
    assert gone(int(told.read_text()))


def test_the_timeout_of_a_task_ends_it(player: Player, broken: dict[str, str], told: pathlib.Path) -> None:
    hanging, _go_on = task("hang")
    played = player.play([{**hanging, "timeout": 2}], hosts=["db2"], environment=broken)
    assert played.status == 2
    assert "failed to execute in the expected time frame" in played.result("db2")["msg"] or (
        "timed out" in played.result("db2")["msg"].lower() or "Timed out" in played.output
    )
    assert gone(int(told.read_text()))


@pytest.mark.parametrize("victim", ["the play", "the worker", "the child"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_nothing_is_left_when_somebody_is_killed(
    number: signal.Signals, victim: str, player: Player, broken: dict[str, str], told: pathlib.Path
) -> None:
    command, settings = player.command(task("hang"), hosts=["db2"], environment=broken)
    with subprocess.Popen(
        command, **settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert wait_until(lambda: told.exists() and told.read_text() != "")
        child = int(told.read_text())
        worker = parent_of(child)
        assert parent_of(worker) == process.pid
        chosen = {"the play": process.pid, "the worker": worker, "the child": child}[victim]
        os.kill(chosen, signal.SIGKILL if victim == "the child" else number)
        output, _errors = process.communicate(timeout=60)
    assert gone(child)
    assert gone(worker)
    if victim == "the child":
        assert process.returncode == 2
        assert "was ended by Killed before it reported" in output


def parent_of(pid: int) -> int:
    """By what the kernel says."""
    return int(pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def test_lines_are_shown_while_the_task_runs(player: Player, broken: dict[str, str]) -> None:
    played = player.play(task("chatter"), hosts=["db2"], environment=broken)
    assert "[db2] first line\n[db2] second ?[31mline\n" in played.output
    assert played.output.index("second ?[31mline") < played.output.index("cannot connect")
    assert "cannot connect" in played.result("db2")["msg"]


def test_lines_of_a_secret_task_are_not(player: Player, broken: dict[str, str]) -> None:
    secret, _go_on = task("chatter")
    played = player.play([{**secret, "no_log": True}], hosts=["db2"], environment=broken)
    assert "first line" not in played.output
    assert "censored" in played.output
