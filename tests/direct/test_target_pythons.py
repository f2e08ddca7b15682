# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules as processes give the same on every Python that a target may have, as DATAPUMP_TEST_TARGET_PYTHONS lists.

Each listed one has the driver, in the newest version for it. Without the list the controller's own Python is tried.
"""

from __future__ import annotations

import json
import os
import pathlib

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.direct.conftest import NewPlayer
from ansible_collections.dbops.datapump.tests.direct.playing import HERE, PLAYBOOK_COMMAND, Played
from ansible_collections.dbops.datapump.tests.direct.test_equality import alike

_OWN = str(pathlib.Path(PLAYBOOK_COMMAND).with_name("python"))
PYTHONS = [python for python in os.environ.get("DATAPUMP_TEST_TARGET_PYTHONS", _OWN).split(os.pathsep) if python]


def play(name: str, python: str, new_player: NewPlayer) -> tuple[Played, int]:
    player = new_player()
    tasks = yaml.safe_load((HERE / "plays" / f"{name}.yml").read_text(encoding="utf-8"))
    # Direct execution is not to be had on another Python, and here not wanted on the controller's either.
    variables = {"ansible_python_interpreter": python, "datapump_direct": "never"}
    return player.play(tasks, "--diff", variables=variables), player.port


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: pathlib.Path(python).parents[1].name)
@pytest.mark.parametrize("name", ["facts", "drop", "job"])
def test_the_same_on_every_python(name: str, python: str, new_player: NewPlayer) -> None:
    """The results apart from warnings, for ansible-core and the driver warn of old Pythons."""
    (there, there_port), (here, here_port) = (play(name, chosen, new_player) for chosen in (python, _OWN))
    assert there.records, there.output + there.errors
    assert there.status == here.status, there.output + there.errors
    for one, other in zip(there.records, here.records):
        for record in (one, other):
            record["result"].pop("warnings", None)
        assert alike(json.dumps(one), there_port) == alike(json.dumps(other), here_port)
    assert len(there.records) == len(here.records)
