# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""python -m simora as a process: ready file, driver, admin port, orderly end."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import oracledb
import pytest

SIMULATOR = pathlib.Path(__file__).resolve().parents[2]
NOTE = SIMULATOR / "scenarios" / "support_note.yml"


class Process:
    def __init__(self, folder: pathlib.Path, *options: str) -> None:
        self.ready_file = folder / "ready.json"
        command = [sys.executable, "-m", "simora", "--port", "0", "--ready-file", str(self.ready_file), *options]
        self.process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": str(SIMULATOR)}, stderr=subprocess.PIPE, text=True
        )

    def wait_until_ready(self) -> dict[str, Any]:
        for dummy in range(600):
            if self.ready_file.exists():
                content: dict[str, Any] = json.loads(self.ready_file.read_text())
                return content
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(self.process.stderr.read() if self.process.stderr else "not ready")


@pytest.fixture
def running(tmp_path) -> Iterator[tuple[Process, dict[str, Any]]]:
    process = Process(tmp_path, "--scenario", str(NOTE), "--admin-port", "0")
    yield process, process.wait_until_ready()
    process.process.kill()
    process.process.wait()


def ask(ready: dict[str, Any], **request: object) -> dict[str, Any]:
    with socket.create_connection((ready["host"], ready["admin_port"])) as connection:
        stream = connection.makefile("rw", encoding="utf-8")
        stream.write(json.dumps(request) + "\n")
        stream.flush()
        reply: dict[str, Any] = json.loads(stream.readline())
        return reply


def test_the_driver_finds_the_notes_jobs_and_the_admin_port_tells_what_it_did(running):
    dummy, ready = running
    assert ready["services"] == ["note"]
    connection = oracledb.connect(user="dpclean", password="cleaner", dsn=f"{ready['host']}:{ready['port']}/note")
    with connection, connection.cursor() as cursor:
        ask(ready, command="clear_statements", service="note")
        connection.module = "probe"
        cursor.execute("SELECT owner_name, job_name FROM dba_datapump_jobs ORDER BY 1, 2")
        assert cursor.fetchall() == [
            ("SCOTT", "EXPDP_20051121"),
            ("SCOTT", "SYS_EXPORT_TABLE_01"),
            ("SCOTT", "SYS_EXPORT_TABLE_02"),
            ("SYSTEM", "SYS_EXPORT_FULL_01"),
        ]
        (entry,) = ask(ready, command="statements", service="note")["statements"]
        assert (entry["user"], entry["module"], entry["kind"], entry["outcome"]) == ("DPCLEAN", "probe", "query", 0)
        assert ask(ready, command="statistics", service="note")["statements"] == 1
        snapshot = ask(ready, command="snapshot", service="note")
        assert {table["object_id"] for table in snapshot["tables"]} >= {85283, 85215, 85162}
        (own,) = (session for session in snapshot["sessions"] if session["username"] == "DPCLEAN")
        before = ask(ready, command="now", service="note")["now"]
        assert ask(ready, command="advance", service="note", seconds=60)["now"] > before
        assert ask(ready, command="kill_session", service="note", sid=own["sid"])["ok"]
        with pytest.raises(oracledb.Error):
            cursor.execute("SELECT 1 FROM dual")


@pytest.mark.parametrize("request_", [{"command": "fly"}, {"command": "now", "service": "absent"}, {}, []])
def test_the_admin_port_answers_nonsense_with_an_error(running, request_):
    dummy, ready = running
    with socket.create_connection((ready["host"], ready["admin_port"])) as connection:
        stream = connection.makefile("rw", encoding="utf-8")
        stream.write(json.dumps(request_) + "\n")
        stream.flush()
        assert json.loads(stream.readline())["ok"] is False


def test_sigterm_and_shutdown_end_it_cleanly(running, tmp_path):
    process, dummy = running
    process.process.send_signal(signal.SIGTERM)
    assert process.process.wait(20) == 0
    assert not process.ready_file.exists()
    other = Process(tmp_path, "--scenario", str(NOTE), "--admin-port", "0")
    ask(other.wait_until_ready(), command="shutdown")
    assert other.process.wait(20) == 0


def test_a_bad_scenario_ends_it_with_code_2(tmp_path):
    bad = tmp_path / "bad.yml"
    bad.write_text("version: 1\ndatabases: [{}]\n")
    process = Process(tmp_path, "--scenario", str(bad))
    assert process.process.wait(30) == 2
    assert "databases[0]" in process.process.stderr.read()
