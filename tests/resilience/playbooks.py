# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-playbook in a home of its own, and gathers everything that it says and leaves."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import yaml
from ansible_collections.dbops.datapump.tests.resilience.canaries import ProcessWatch, files_below
from ansible_collections.dbops.datapump.tests.resilience.world import Place

_ENDS_WITHIN = 150


@dataclasses.dataclass(frozen=True)
class Played:
    """A playbook that has ended. captured: everything it said and left, by where that was found."""

    status: int
    captured: dict[str, bytes]

    @property
    def output(self) -> str:
        return self.captured["the output"].decode(errors="replace")


class Controller:
    """A controller whose every file lies below one folder. given: holds the secrets, and is not searched for them."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._left = folder / "left"
        self._given = folder / "given"
        for path in (self._left, self._given):
            path.mkdir()

    def give(self, name: str, content: Any) -> pathlib.Path:
        """A file for the playbook to read."""
        path = self._given / name
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
        path.chmod(0o600)
        return path

    def play(
        self,
        play: Mapping[str, Any],
        *arguments: str,
        place: Place | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Played:
        """One play on this machine. What the database has heard is captured too."""
        playbook = self.give("play.yml", [{"hosts": "localhost", "gather_facts": False, **play}])
        left = self._left
        variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "DATAPUMP_"))},
            "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(left),
            "ANSIBLE_HOME": str(left / "ansible"),
            "ANSIBLE_COLLECTIONS_PATH": _collections_path(),
            "ANSIBLE_LOG_PATH": str(left / "ansible.log"),
            "ANSIBLE_LOCAL_TEMP": str(left / "local"),
            "ANSIBLE_REMOTE_TEMP": str(left / "remote"),
            "ANSIBLE_CACHE_PLUGIN": "ansible.builtin.jsonfile",
            "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(left / "facts"),
            "ANSIBLE_CALLBACKS_ENABLED": "ansible.builtin.junit,ansible.builtin.tree",
            "ANSIBLE_CALLBACK_TREE_DIR": str(left / "tree"),
            "JUNIT_OUTPUT_DIR": str(left / "junit"),
            "ANSIBLE_SHOW_CUSTOM_STATS": "true",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "LC_ALL": "C.UTF-8",
            **(environment or {}),
        }
        command = [str(pathlib.Path(sys.executable).parent / "ansible-playbook"), str(playbook), *arguments]
        with ProcessWatch() as watch:
            finished = subprocess.run(
                command, cwd=left, env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=_ENDS_WITHIN,
                check=False,
            )  # fmt: skip
        captured = {"the output": finished.stdout, "the errors": finished.stderr, "the command lines": watch.seen}
        captured.update(files_below(left))
        if place is not None:
            captured["what the database heard"] = place.heard()
        return Played(finished.returncode, captured)


def _collections_path() -> str:
    """Where the collection that these tests import is found by Ansible too."""
    from ansible_collections.dbops.datapump.tests import resilience

    return str(pathlib.Path(next(iter(resilience.__path__))).parents[4])
