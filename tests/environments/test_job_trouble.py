# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs that meet trouble: full dump files, an edition, missing rights, a run that is told to end, secrets."""

from __future__ import annotations

import json
import os
import pathlib
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from simulated import CLEANER, SCENARIOS, Account, Outcome, Simulated, simulator

SALES = "sales"
HR, DPUMP = Account("HR", "hr"), Account("DPUMP", "pump")
EXPORT = {
    "owner": "HR",
    "name": "NIGHTLY",
    "operation": "export",
    "schemas": ["HR"],
    "directory": "DUMPS",
    "dumpfile": ["nightly_%U.dmp"],
    "logfile": "nightly.log",
}


@pytest.fixture
def place(request: pytest.FixtureRequest, launcher: Launcher, tmp_path: pathlib.Path) -> Iterator[Simulated]:
    """The scenario of the job runs, its first database changed as a test asks for."""
    world = yaml.safe_load((SCENARIOS / "job_runs.yml").read_text(encoding="utf-8"))
    changes = dict(getattr(request, "param", {}))
    world["clock"]["mode"] = changes.pop("clock", "virtual")
    world["databases"][0].update(changes)
    path = tmp_path / "world.yml"
    path.write_text(yaml.safe_dump(world), encoding="utf-8")
    with simulator(launcher, path) as running:
        yield running


def job(place: Simulated, state: str, account: Account = CLEANER, **options: Any) -> Outcome:
    return place.run("datapump_job", SALES, account, **{"state": state, **options})


def told(outcome: Outcome) -> tuple[str, str]:
    return outcome.job_outcome["outcome"], outcome.job_outcome["reason"]


def states(place: Simulated) -> dict[str, str]:
    return dict(place.query(SALES, "SELECT job_name, state FROM dba_datapump_jobs"))


FULL = {"datapump": {"seconds_per_object": 10, "errors": [{"code": 39095, "number": 3, "fatal": True}]}}


@pytest.mark.parametrize("place", [FULL], indirect=True)
def test_an_export_that_ran_out_of_dump_files_goes_on_with_more_of_them(place: Simulated) -> None:
    full = job(place, "completed", **EXPORT)
    assert full.failed
    assert told(full) == ("aborted", "fatal_error")
    assert "ORA-39095" in full.job_outcome["codes"]
    assert "dumpfile" in full.message
    more = {**EXPORT, "dumpfile": ["nightly_%U.dmp", "more_%U.dmp"]}
    done = job(place, "completed", accepted_errors=[39095], **more)
    assert not done.failed, done.message
    assert (told(done)[0], done.values["changed"]) == ("completed", True)
    added = [line for line in done.values["actions"][0]["sql"].splitlines() if "ADD_FILE" in line]
    assert len(added) == 1
    assert "more_%U.dmp" in added[0]


@pytest.mark.parametrize("place", [{"release": "12.1"}, {"release": "23ai"}], indirect=True)
def test_jobs_run_on_the_oldest_and_the_newest_release(place: Simulated) -> None:
    assert told(job(place, "started", **EXPORT))[0] == "started"
    assert told(job(place, "stopped", owner="HR", name="NIGHTLY"))[0] == "stopped"
    done = job(place, "completed", **EXPORT)
    assert not done.failed, done.message
    assert done.job_outcome["progress"]["percent"] == 100
    again = job(place, "completed", **EXPORT)
    assert (told(again)[0], again.values["changed"]) == ("already_completed", False)


BIG = {
    "datapump": {"full_dump_files": "wait"},
    "tables": [
        {
            "owner": "HR",
            "name": "BIG",
            "columns": [{"name": "ID", "type": "NUMBER"}],
            "rows": [[1]],
            "size": 10_000_000,
        }
    ],
}


@pytest.mark.parametrize("place", [BIG], indirect=True)
def test_an_export_that_waits_for_dump_files_gets_more_of_them_while_it_runs(place: Simulated) -> None:
    small = {**EXPORT, "dumpfile": ["one.dmp"], "filesize": "1M"}
    waiting = job(place, "completed", wait_timeout="60", **small)
    assert told(waiting) == ("still_running", "wait_timeout")
    assert "ORA-39095" in waiting.job_outcome["codes"]
    assert "dumpfile" in waiting.message
    more = {**EXPORT, "dumpfile": ["one.dmp", "more_%U.dmp"]}
    given = job(place, "started", **more)
    assert (told(given)[0], given.values["changed"]) == ("adjusted", True)
    done = job(place, "completed", accepted_errors=[39095], **more)
    assert told(done) == ("completed", "errors_accepted")


@pytest.mark.parametrize("place", [{"edition": "standard"}], indirect=True)
def test_what_an_edition_lacks_is_refused_before_anything_is_opened(place: Simulated) -> None:
    refused = job(place, "started", parallel=4, **EXPORT)
    assert (*told(refused), refused.job_outcome["option"]) == ("kept", "edition", "parallel")
    assert states(place) == {}
    assert not job(place, "started", parallel=1, **EXPORT).failed


def test_roles_are_enough_for_a_live_job_of_somebody_else_and_not_for_a_stopped_one(place: Simulated) -> None:
    place.execute(SALES, "GRANT SELECT_CATALOG_ROLE TO dpump")
    assert not job(place, "started", HR, **EXPORT).failed
    adjusted = job(place, "started", DPUMP, parallel=3, **EXPORT)
    assert told(adjusted)[0] == "adjusted"
    waited = job(place, "completed", DPUMP, wait_timeout="5", on_timeout="stop", **EXPORT)
    assert told(waited) == ("stopped", "wait_timeout")
    refused = job(place, "started", DPUMP, **EXPORT)
    assert told(refused) == ("kept", "no_owner_session")
    assert "GRANT CONNECT THROUGH" in refused.message


def test_a_job_of_somebody_else_is_not_made_without_a_session_of_the_owner(place: Simulated) -> None:
    refused = job(place, "started", DPUMP, **EXPORT)
    assert told(refused)[1] in ("no_owner_session", "not_visible")
    assert states(place) == {}


SLOW = {"clock": "wall", "datapump": {"seconds_per_object": 60}}


def _alone(place: Simulated, **options: Any) -> subprocess.Popen[bytes]:
    """The module in a process that may be killed."""
    arguments = {
        "host": place.host,
        "port": place.port,
        "service_name": SALES,
        "user": "DPCLEAN",
        "password": "cleaner",
        **EXPORT,
        **options,
    }
    text = (
        "import sys\nfrom ansible.module_utils import basic\nbasic._ANSIBLE_ARGS = sys.stdin.buffer.read()\n"
        "basic._ANSIBLE_PROFILE = 'legacy'\n"
        "from ansible_collections.dbops.datapump.plugins.modules import datapump_job\ndatapump_job.main()\n"
    )
    running = subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert running.stdin is not None
    running.stdin.write(json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
    running.stdin.close()
    return running


@pytest.mark.parametrize("place", [SLOW], indirect=True)
def test_a_run_that_is_told_to_end_leaves_its_job_running(place: Simulated) -> None:
    running = _alone(place, state="completed", poll_interval=1)
    waited = 0
    while states(place).get("NIGHTLY") != "EXECUTING":
        time.sleep(0.2)
        waited += 1
        assert waited < 150
    time.sleep(1)
    running.send_signal(signal.SIGTERM)
    assert running.stdout is not None
    result = json.loads(running.stdout.read())
    running.wait(60)
    assert result["failed"]
    assert result["jobs"][0]["outcome"] == "still_running"
    assert states(place) == {"NIGHTLY": "EXECUTING"}


def _settled(place: Simulated) -> dict[str, str]:
    """The jobs, once the server has noticed that the client is gone: a definition ends with its session."""
    found, attempts = states(place), 600
    while "DEFINING" in found.values() and attempts:
        time.sleep(0.05)
        found, attempts = states(place), attempts - 1
    return found


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_run_that_is_killed_at_any_call_leaves_no_job_half_defined(place: Simulated, moment: str) -> None:
    left = set()
    for number in range(8):
        match = {"text": "DBMS_DATAPUMP", "nested": False}
        fault = {"id": "kill", "at": moment, "match": match, "after": number, "do": {"signal": {"name": "KILL"}}}
        place.admin("inject", service=SALES, fault=fault)
        running = _alone(place, state="completed", reuse_dumpfiles=True)
        running.wait(60)
        place.admin("clear_faults", service=SALES)
        found = _settled(place)
        left.add(found.get("NIGHTLY"))
        assert running.returncode == -signal.SIGKILL
        assert found in ({}, {"NIGHTLY": "EXECUTING"}, {"NIGHTLY": "NOT RUNNING"})
        again = job(place, "completed", reuse_dumpfiles=True, **EXPORT)
        assert not again.failed, again.message
        assert told(again)[0] == "completed"
    # Some were killed before the job was started, and some afterwards.
    assert None in left
    assert "EXECUTING" in left


def _played(folder: pathlib.Path, tasks: list[dict[str, Any]], secret: str) -> str:
    """Everything that ansible-playbook says when it says as much as it can."""
    play = {"name": "Jobs", "hosts": "localhost", "gather_facts": False, "connection": "local", "tasks": tasks}
    (folder / "play.yml").write_text(yaml.safe_dump([play]), encoding="utf-8")
    (folder / "secret.yml").write_text(yaml.safe_dump({"secret": secret}), encoding="utf-8")
    ended = subprocess.run(
        [
            str(pathlib.Path(sys.executable).parent / "ansible-playbook"),
            *("-i", "localhost,", "-vvv", "--diff", "-e", "@secret.yml"),
            *("-e", f"ansible_python_interpreter={sys.executable}", "play.yml"),
        ],
        cwd=folder,
        env={**os.environ, "ANSIBLE_HOME": str(folder / "home"), "ANSIBLE_NOCOLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-4000:]
    return ended.stdout + ended.stderr


def test_the_encryption_password_is_nowhere(place: Simulated, tmp_path: pathlib.Path) -> None:
    secret = f"Canary{secrets.token_hex(8)}"
    connection = {"host": place.host, "port": place.port, "service_name": SALES, "user": "HR", "password": "hr"}
    encrypted = {**connection, **EXPORT, "encryption": "all", "encryption_password": "{{ secret }}"}
    known = {**connection, "owner": "HR", "name": "NIGHTLY"}

    def task(number: int, **options: Any) -> dict[str, Any]:
        return {"name": f"Task {number}", "dbops.datapump.datapump_job": options, "register": f"done{number}"}

    shown = [{"name": "Show", "ansible.builtin.debug": {"var": f"done{number}"}} for number in (1, 2, 3)]
    place.admin("clear_statements", service=SALES)
    output = _played(
        tmp_path,
        [
            {**task(1, **encrypted, state="started"), "check_mode": True},
            task(2, **encrypted, state="started"),
            task(3, **known, state="stopped"),
            *shown,
        ],
        secret,
    )
    rows = repr(place.query(SALES, "SELECT * FROM hr.nightly", HR))
    output += _played(
        tmp_path,
        [
            task(5, **known, encryption_password="{{ secret }}", state="completed"),
            {
                "name": "Read the log",
                "dbops.datapump.datapump_dumpfile_info": {
                    **connection,
                    "directory": "DUMPS",
                    "files": EXPORT["dumpfile"],
                    "log_file": "nightly.log",
                },
                "register": "log",
            },
            {"name": "Show", "ansible.builtin.debug": {"var": "log"}},
        ],
        secret,
    )
    assert "ENCRYPTION_PASSWORD" in output
    assert "dbops.datapump run" in output
    heard = json.dumps(place.admin("statements", service=SALES))
    left = json.dumps(place.admin("snapshot", service=SALES), default=str)
    for text in (output, rows, heard, left):
        assert secret not in text
