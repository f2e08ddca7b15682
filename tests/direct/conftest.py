# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of this folder share: two worlds that are alike, and players that know their addresses."""

from __future__ import annotations

import pathlib
import signal
import sys
from collections.abc import Callable, Iterator

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "simulator"))

from ansible_collections.dbops.datapump.tests.direct.playing import Player
from ansible_collections.dbops.datapump.tests.resilience.world import PASSWORD, SUPPORT_NOTE, USER, World

# Who starts the tests in the background has this signal ignored, and whatever they start would ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

NewPlayer = Callable[[pathlib.Path], Player]


@pytest.fixture
def new_player(tmp_path: pathlib.Path) -> Iterator[NewPlayer]:
    """Makes a player for a new database, made from a scenario. Two made alike cannot be told apart."""
    worlds: list[World] = []

    def make(path: pathlib.Path = SUPPORT_NOTE) -> Player:
        world = World()
        worlds.append(world)
        place = world.add(path)
        folder = tmp_path / f"player{len(worlds)}"
        folder.mkdir()
        address = {"host": "127.0.0.1", "port": place.port, "service_name": place.service}
        logon = {"user": USER, "password": PASSWORD, "run_id": "direct-tests"}
        return Player(folder, {f"db_{name}": value for name, value in {**address, **logon}.items()})

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def player(new_player: NewPlayer) -> Player:
    """A player for the database of the support note."""
    return new_player(SUPPORT_NOTE)
