# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The test runner itself: it counts truly, notices what it did not run, and lets nothing hang."""

from __future__ import annotations

import dataclasses
import fcntl
import os
import pathlib
import sys

import pytest

from devtools import interpreters, process, project, runner
from devtools.environment import Environment
from devtools.stage import Counts, Run, Stage, junit_counts
from devtools.stages import cores


class NoEnvironment(Environment):
    """Lets stages be tried that need no tools."""

    def variables(self) -> dict[str, str]:
        return dict(os.environ)


@pytest.fixture(autouse=True)
def logs_aside(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setattr(project, "LOGS", tmp_path / "logs")


def run_of(body, floor: int = 1) -> Run:
    one = Run(Stage("trial", "a trial", body, floor), NoEnvironment())
    one.execute()
    return one


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_command_that_succeeds_is_one_passed_check() -> None:
    assert run_of(lambda run: run.check("fine", python("pass"))).counts == Counts(passed=1)


def test_a_command_that_fails_is_one_failed_check_and_shows_its_output() -> None:
    one = run_of(lambda run: run.check("broken", python("print('because'); raise SystemExit(3)")))
    assert one.counts == Counts(failed=1)
    assert "because" in "\n".join(one.lines)


def test_a_runner_that_reports_failure_but_counts_none_still_fails() -> None:
    def body(run: Run) -> None:
        run.record("odd", run.command("odd", python("raise SystemExit(1)")), Counts(passed=7))

    assert run_of(body).counts == Counts(passed=7, failed=1)


def test_a_runner_that_checked_nothing_fails() -> None:
    def body(run: Run) -> None:
        run.record("idle", run.command("idle", python("pass")), Counts())

    assert run_of(body).counts.failed == 1


def test_a_stage_below_its_floor_fails() -> None:
    assert run_of(lambda run: run.expect("one", True), floor=2).counts == Counts(passed=1, failed=1)


def test_a_stage_that_breaks_is_a_failure() -> None:
    def body(run: Run) -> None:
        raise RuntimeError("no")

    assert run_of(body).counts == Counts(failed=1)


@pytest.mark.timeout(20)
def test_a_command_out_of_time_is_ended_with_its_children(tmp_path: pathlib.Path) -> None:
    held = tmp_path / "held"
    child = f"import fcntl, time; f = open({str(held)!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    finished = process.run(python(parent), log=tmp_path / "log", cwd=tmp_path, env=os.environ, timeout=2)
    assert finished.timed_out and finished.returncode != 0
    with held.open() as file:  # is there only if the child got as far as holding it; held as long as it lives
        fcntl.flock(file, fcntl.LOCK_EX)


def test_the_closing_line_adds_up_all_stages(capsys: pytest.CaptureFixture[str]) -> None:
    fine = Stage("fine", "passes", lambda run: run.expect("yes", True), 1)
    broken = Stage("broken", "fails", lambda run: run.expect("no", False), 1)
    # Stages side by side need names of their own, for their logs.
    also_fine = dataclasses.replace(fine, name="also_fine")
    assert not runner.run([fine, broken, also_fine], NoEnvironment(), jobs=2)
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 1 failed"


def test_junit_reports_are_added_up(tmp_path: pathlib.Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="3"/></testsuites>', encoding="utf-8"
    )
    assert junit_counts(report, tmp_path / "missing.xml") == Counts(passed=3, failed=3, skipped=3)


def test_the_copy_holds_the_sources_and_nothing_dev_py_made(tmp_path: pathlib.Path) -> None:
    copy = project.copy_collection(tmp_path)
    copied = {str(path.relative_to(copy)) for path in copy.rglob("*") if path.is_file()}
    assert copied == set(map(str, project.source_files()))
    assert not any(name.startswith((".venv", ".cache", ".git/")) for name in copied)


def test_shims_are_no_interpreters(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    shims, real = tmp_path / ".pyenv" / "shims", tmp_path / ".pyenv" / "versions" / "3.9.1" / "bin"
    real.mkdir(parents=True)
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / ".pyenv"))
    monkeypatch.setenv("PATH", f"{shims}:/usr/bin")
    assert interpreters.search_path().split(":") == ["/usr/bin", str(real)]


def test_tools_see_no_settings_of_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSIBLE_ROLES_PATH", "/elsewhere")
    monkeypatch.setenv("DATAPUMP_PASSWORD", "mine")
    monkeypatch.setenv("DATAPUMP_TEST_DSN", "db/service")
    monkeypatch.setattr(Environment, "site_packages", lambda _self: pathlib.Path("/packages"))
    seen = Environment().variables()
    assert "ANSIBLE_ROLES_PATH" not in seen and "DATAPUMP_PASSWORD" not in seen
    assert seen["DATAPUMP_TEST_DSN"] == "db/service"
    assert seen["ANSIBLE_COLLECTIONS_PATH"] == "/packages"


def test_what_has_passed_is_done_again_only_after_a_change(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    done: list[str] = []
    outcome = Counts(passed=3)

    def part(run: Run, core: cores.Core) -> None:
        done.append(core.release)
        run.counts += outcome

    monkeypatch.setattr(cores, "PARTS", {"units": part})
    core = cores.Core("2.99.0", NoEnvironment())

    def total(digest: str) -> Counts:
        one = run_of(lambda run: cores.Memory(tmp_path / "passed.json", digest).spare_or_do(run, "units", core))
        return one.counts

    assert [total("first"), total("first"), total("second")] == [Counts(passed=3)] * 3
    assert len(done) == 2
    outcome = Counts(passed=2, failed=1)
    assert [total("third"), total("third")] == [outcome] * 2
    assert len(done) == 4


def test_a_release_that_is_not_known_is_a_failure() -> None:
    one = Run(Stage("trial", "a trial", cores.cores, 0), NoEnvironment(), ["1.0.0"])
    one.execute()
    assert one.counts == Counts(failed=1)
