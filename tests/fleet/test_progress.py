# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The line that tells how far a run has come, printed by a real play."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

HOSTS = [f"db{number}" for number in range(6)]


def lines_of(folder: pathlib.Path, strategy: str, interval: str = "0") -> list[str]:
    tasks = [
        {"name": "Look", "ansible.builtin.assert": {"that": "inventory_hostname != 'db3'", "quiet": True}},
        {
            "name": "Leave",
            "dbops.datapump.datapump_report_files": {
                "folder": f"{folder}/{{{{ inventory_hostname }}}}",
                "files": {"a": "b"},
            },
        },
    ]
    play = {"hosts": "all", "gather_facts": False, "strategy": strategy, "tasks": tasks}
    (folder / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
    finished = subprocess.run(
        [pathlib.Path(sys.executable).with_name("ansible-playbook"), "-i", ",".join([*HOSTS, ""]), "play.yml"],
        cwd=folder,
        env=os.environ
        | {
            "ANSIBLE_CALLBACKS_ENABLED": "dbops.datapump.fleet_progress",
            "DATAPUMP_FLEET_PROGRESS_INTERVAL": interval,
            "ANSIBLE_NOCOLOR": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 2, finished.stdout + finished.stderr
    return [line for line in finished.stdout.splitlines() if line.startswith("[databases]")]


@pytest.mark.parametrize("strategy", ["linear", "free", "host_pinned"])
def test_it_counts_each_database_once(tmp_path: pathlib.Path, strategy: str) -> None:
    lines = lines_of(tmp_path, strategy)
    assert len(lines) == 2 * len(HOSTS) - 1
    assert lines[0].startswith("[databases] done 0, failed ")
    assert any(line.startswith("[databases] done 5, failed 1, left 0; ") for line in lines)
    assert all("about" in line for line in lines)


def test_it_is_silent_on_short_runs(tmp_path: pathlib.Path) -> None:
    assert lines_of(tmp_path, "linear", interval="600") == []
