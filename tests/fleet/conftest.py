# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The fleet report, written by the real action."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "simulator"))

Report = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Runs the task with some options, and returns its result."""

    def run(check: bool = False, **options: Any) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("play")
        task = {"dbops.datapump.datapump_fleet_report": options, "register": "done", "ignore_errors": True}
        left = {
            "ansible.builtin.copy": {"content": "{{ done | to_json }}", "dest": str(folder / "done")},
            "check_mode": False,
        }
        play = {"hosts": "localhost", "gather_facts": False, "tasks": [task, left]}
        (folder / "play.yml").write_text(json.dumps([play]), encoding="utf-8")
        command = [
            pathlib.Path(sys.executable).with_name("ansible-playbook"),
            "play.yml",
            *(["--check"] if check else []),
        ]
        finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert (folder / "done").exists(), finished.stdout + finished.stderr
        return json.loads((folder / "done").read_text(encoding="utf-8"))

    return run
