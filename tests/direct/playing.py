# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs plays with the real ansible-playbook, and keeps all that came of them."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

HERE = pathlib.Path(__file__).resolve().parent
#: Another ansible-core than the one these tests run under: the path of its ansible-playbook.
PLAYBOOK_COMMAND = os.environ.get(
    "DATAPUMP_TEST_ANSIBLE_PLAYBOOK", str(pathlib.Path(sys.executable).parent / "ansible-playbook")
)
_ENDS_WITHIN = 170


def failing_driver(folder: pathlib.Path, told: pathlib.Path) -> dict[str, str]:
    """The environment of a controller whose driver is `failing_driver.py`, under the name that it is imported by."""
    driver = folder / "driver"
    driver.mkdir()
    shutil.copy(HERE / "failing_driver.py", driver / "oracledb.py")
    return {"PYTHONPATH": str(driver), "DRIVER_TELLS_IN": str(told)}


@dataclasses.dataclass(frozen=True)
class Played:
    """A play that has ended. records: what the callback in this folder wrote."""

    status: int
    output: str
    errors: str
    records: list[dict[str, Any]]

    def result(self, host: str = "db1") -> dict[str, Any]:
        """The last result of a host."""
        result: dict[str, Any] = [record["result"] for record in self.records if record["host"] == host][-1]
        return result


class Player:
    """Plays on hosts that are databases, with a local connection. folder: everything is left below it."""

    def __init__(self, folder: pathlib.Path, variables: Mapping[str, Any]) -> None:
        self._folder = folder
        self._variables = variables
        self._plays = 0
        self.port: int = variables["db_port"]

    def command(
        self,
        tasks: Sequence[Mapping[str, Any]],
        *arguments: str,
        hosts: Sequence[str] | Mapping[str, Mapping[str, Any]] = ("db1",),
        variables: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        keywords: Mapping[str, Any] | None = None,
    ) -> tuple[list[str], dict[str, Any]]:
        """Words and settings for subprocess. The connection stands in module_defaults, as users give it."""
        self._plays += 1
        folder = self._folder / f"play{self._plays}"
        folder.mkdir()
        connection = {name[3:]: f"{{{{ {name} }}}}" for name in self._variables}
        play = {
            "hosts": "all",
            "gather_facts": False,
            "connection": "local",
            "module_defaults": {"group/dbops.datapump.datapump": connection},
            **(keywords or {}),
            "tasks": list(tasks),
        }
        (folder / "play.yml").write_text(yaml.safe_dump([play], sort_keys=False), encoding="utf-8")
        given = {
            "ansible_python_interpreter": "{{ ansible_playbook_python }}",
            **self._variables,
            **(variables or {}),
        }
        of_each = hosts if isinstance(hosts, Mapping) else {host: {} for host in hosts}
        inventory = {"all": {"hosts": dict(of_each), "vars": given}}
        (folder / "inventory.yml").write_text(yaml.safe_dump(inventory), encoding="utf-8")
        command = [PLAYBOOK_COMMAND, "-i", str(folder / "inventory.yml"), str(folder / "play.yml"), *arguments]
        return command, {"cwd": folder, "env": {**_environment(folder), **(environment or {})}}

    def play(
        self, tasks: Sequence[Mapping[str, Any]], *arguments: str, ends_within: float = _ENDS_WITHIN, **options: Any
    ) -> Played:
        """Play to the end, which comes within so many seconds."""
        command, settings = self.command(tasks, *arguments, **options)
        finished = subprocess.run(
            command, **settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=ends_within,
            check=False,
        )  # fmt: skip
        recorded = settings["cwd"] / "results.jsonl"
        lines = recorded.read_text(encoding="utf-8").splitlines() if recorded.exists() else []
        return Played(finished.returncode, finished.stdout, finished.stderr, [json.loads(line) for line in lines])


def _environment(folder: pathlib.Path) -> dict[str, str]:
    environment = pathlib.Path(PLAYBOOK_COMMAND).parents[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "DATAPUMP_"))}
    return {
        **kept,
        "PATH": f"{pathlib.Path(PLAYBOOK_COMMAND).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "ANSIBLE_HOME": str(folder / "ansible"),
        "ANSIBLE_COLLECTIONS_PATH": str(next(environment.glob("lib/python*/site-packages"))),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "record",
        "ANSIBLE_ASYNC_DIR": str(folder / "async"),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "false",
        "RECORD_RESULTS_IN": str(folder / "results.jsonl"),
        "LC_ALL": "C.UTF-8",
    }
