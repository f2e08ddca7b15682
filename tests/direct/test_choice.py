# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is run in the controller and what is not, and that the variable which says so is obeyed."""

from __future__ import annotations

import pathlib
import sys
from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.direct.playing import PLAYBOOK_COMMAND, Player

FACTS: dict[str, Any] = {"name": "Gather", "dbops.datapump.datapump_facts": {"gather_subset": "min"}}
HERE_TEXT = "datapump_facts runs in the controller"
ELSEWHERE_TEXT = "datapump_facts runs as a process of its own: "
OWN_PYTHON = pathlib.Path(PLAYBOOK_COMMAND).parent / "python"


@pytest.mark.parametrize(
    "value", ["auto", "always", True, "yes_is_no_value", "never", False, "{{ 'ne' ~ 'ver' }}", "false"]
)
def test_the_variable_is_obeyed(value: object, player: Player) -> None:
    played = player.play([FACTS], "-vvv", variables={"datapump_direct": value})
    if value == "yes_is_no_value":
        assert played.status == 2
        assert "it takes auto, never or always" in played.result()["msg"]
        return
    assert played.status == 0, played.output
    assert (HERE_TEXT in played.output) == (value in ("auto", "always", True))
    assert (ELSEWHERE_TEXT in played.output) == (value not in ("auto", "always", True))


def test_no_process_is_started_for_it(player: Player) -> None:
    played = player.play([FACTS], "-vvv")
    assert HERE_TEXT in played.output
    assert "> EXEC " not in played.output


SITUATIONS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "connection": ({"connection": "ssh"}, {}, "the connection is ssh, not local"),
    "become": ({"become": True}, {}, "the task uses become"),
    "async": ({"async": 30, "poll": 1}, {}, "the task is asynchronous"),
    "interpreter": ({}, {"ansible_python_interpreter": "/usr/bin/env python3"}, "another interpreter is asked for"),
    "interpreter by template": (
        {}, {"own": "/opt/python", "ansible_python_interpreter": "{{ own }}"}, "asked for, /opt/python"
    ),
    "environment": ({"environment": {"PYTHONPATH": "/nowhere"}}, {}, "environment sets PYTHONPATH"),
    "environment of the play": ({}, {}, "environment sets LD_LIBRARY_PATH"),
    "delegation": ({"delegate_to": "db2"}, {}, "the connection is ssh, not local"),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_always_fails_where_it_cannot_be(name: str, player: Player) -> None:
    keywords, variables, text = SITUATIONS[name]
    of_play = {"environment": [{"LD_LIBRARY_PATH": "/nowhere"}]} if name == "environment of the play" else {}
    task = {**FACTS, **keywords}
    if name == "delegation":
        task["vars"] = {"ansible_connection": "{{ 'ssh' if inventory_hostname == 'db1' else 'local' }}"}
        add = {"ansible.builtin.add_host": {"name": "db2", "ansible_connection": "ssh"}}
        played = player.play([add, task], variables={"datapump_direct": "always"})
    else:
        played = player.play([task], variables={"datapump_direct": "always", **variables}, keywords=of_play)
    assert played.status == 2, played.output
    assert f"datapump_direct is 'always', but {text}" in " ".join(played.result()["msg"].split()) or (
        text in played.result()["msg"]
    )


def test_thick_mode_never_runs_in_the_controller(player: Player) -> None:
    task = {"dbops.datapump.datapump_facts": {"thick_mode": "{{ 'yes' }}"}}
    played = player.play([task], variables={"datapump_direct": "always"})
    assert "thick mode needs a process of its own" in played.result()["msg"]


def test_another_interpreter_runs_it_as_usual(player: Player, tmp_path: pathlib.Path) -> None:
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec {OWN_PYTHON} "$@"\n', encoding="utf-8")
    other.chmod(0o755)
    played = player.play([FACTS], "-vvv", variables={"ansible_python_interpreter": str(other)})
    assert played.status == 0, played.output
    assert f"{ELSEWHERE_TEXT}another interpreter is asked for, {other}" in played.output


@pytest.mark.parametrize("value", [None, "auto_silent", str(OWN_PYTHON)])
def test_no_other_interpreter_is_asked_for(value: str | None, player: Player) -> None:
    variables = {"datapump_direct": "always", "ansible_python_interpreter": value or "{{ omit }}"}
    played = player.play([FACTS], variables=variables)
    if value is None:
        return
    assert played.status == 0, played.output


def test_an_asynchronous_task_runs_as_usual(player: Player) -> None:
    played = player.play([{**FACTS, "async": 60, "poll": 1}], "-vvv")
    assert played.status == 0, played.output
    assert f"{ELSEWHERE_TEXT}the task is asynchronous" in played.output
    assert played.result()["finished"] in (1, True)
    assert "datapump" in played.result()["ansible_facts"]


def test_the_environment_is_that_of_the_task(player: Player) -> None:
    """Also in a loop, where the next item must not find the environment of the one before."""
    task = {
        "dbops.datapump.datapump_facts": {"user": "{{ omit }}", "gather_subset": "min", "retry_count": 0},
        "environment": {"DATAPUMP_USER": "{{ item }}"},
        "loop": ["NOBODY", "{{ db_user }}"],
        "ignore_errors": True,
    }
    played = player.play([task], variables={"datapump_direct": "always"})
    # Not every ansible-core says "failed" of an item whose errors are ignored.
    assert ["ansible_facts" in item for item in played.result()["results"]] == [False, True]


def test_a_delegated_task_runs_here_for_a_remote_host(player: Player) -> None:
    """As it is written for databases whose host in the inventory is reached by ssh."""
    task = {**FACTS, "delegate_to": "localhost"}
    played = player.play([task], "-vvv", keywords={"connection": "ssh"}, variables={"datapump_direct": "always"})
    assert played.status == 0, played.output
    assert HERE_TEXT in played.output


def test_the_tests_run_on_the_python_they_think() -> None:
    assert OWN_PYTHON.exists()
    assert sys.version_info >= (3, 9)
