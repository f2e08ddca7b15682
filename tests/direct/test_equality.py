# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every play of the folder plays/ gives the same, whichever way its modules run: results, output, and errors."""

from __future__ import annotations

import json
import pathlib
import re

import pytest
import yaml
from ansible_collections.dbops.datapump.tests.direct.conftest import NewPlayer
from ansible_collections.dbops.datapump.tests.direct.playing import HERE, Played
from ansible_collections.dbops.datapump.tests.resilience.world import SUPPORT_NOTE

PLAYS = sorted(path.stem for path in (HERE / "plays").glob("*.yml"))
WAYS = ("never", "always")

#: What cannot be equal: the port of the other simulator, the driver's random number of a connection, the folder, and
#: in the tracebacks of ansible-core before 2.19 where the files of a module are.
UNEQUAL = [
    (re.compile(r"CONNECTION_ID=[\w+/=]+"), "CONNECTION_ID"),
    (re.compile(r"/player\d+/"), "/player/"),
    (re.compile(r'File \\+"[^"\\]*/(?=ansible_collections/|ansible/module_utils/)'), "File "),
]


def alike(text: str, port: int) -> str:
    """The text without what differs between any two runs."""
    for pattern, instead in UNEQUAL:
        text = pattern.sub(instead, text)
    return text.replace(str(port), "PORT")


def play(name: str, way: str, new_player: NewPlayer, *arguments: str) -> tuple[Played, int]:
    """Play a file of tasks on a new database. Its first comment may name the scenario."""
    path = HERE / "plays" / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    scenario = re.search(r"^# scenario: (\w+)$", text, flags=re.MULTILINE)
    player = new_player(SUPPORT_NOTE.with_name(f"{scenario[1]}.yml") if scenario else SUPPORT_NOTE)
    played = player.play(yaml.safe_load(text), *arguments, variables={"datapump_direct": way})
    return played, player.port


@pytest.mark.parametrize("verbosity", ["-v", "-vvv"])
@pytest.mark.parametrize("name", PLAYS)
def test_the_results_are_the_same_byte_for_byte(name: str, verbosity: str, new_player: NewPlayer) -> None:
    (usual, usual_port), (direct, direct_port) = (play(name, way, new_player, verbosity, "--diff") for way in WAYS)
    assert usual.records, usual.output + usual.errors
    for before, after in zip(usual.records, direct.records):
        assert alike(json.dumps(after), direct_port) == alike(json.dumps(before), usual_port)
    assert len(direct.records) == len(usual.records)
    assert direct.status == usual.status
    if verbosity == "-v":
        # With -vvv the connection tells what it does, which is what direct execution spares.
        assert alike(direct.output, direct_port) == alike(usual.output, usual_port)
        assert alike(direct.errors, direct_port) == alike(usual.errors, usual_port)


@pytest.mark.parametrize("arguments", [("--check", "--diff"), ("-vv", "--check")], ids=" ".join)
def test_check_mode_is_the_same_too(arguments: tuple[str, ...], new_player: NewPlayer) -> None:
    (usual, usual_port), (direct, direct_port) = (play("drop", way, new_player, *arguments) for way in WAYS)
    assert [alike(json.dumps(record), direct_port) for record in direct.records] == [
        alike(json.dumps(record), usual_port) for record in usual.records
    ]
    assert alike(direct.output, direct_port) == alike(usual.output, usual_port)


def test_something_was_compared(new_player: NewPlayer) -> None:
    """The plays do what they are there for: some succeed, some fail, some change something, and some warn."""
    played, dummy = play("drop", "always", new_player, "--diff")
    assert played.status == 0, played.output
    assert {True, False} <= {record["result"]["changed"] for record in played.records}
    assert any("diff" in record["result"] for record in played.records)
    folder: pathlib.Path = HERE / "plays"
    modules = {key for path in folder.glob("*.yml") for key in re.findall(r"dbops\.datapump\.\w+", path.read_text())}
    assert modules >= {f"dbops.datapump.{name}" for name in ("datapump_facts", "datapump_job", "datapump_master_table")}
