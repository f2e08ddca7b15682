# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of this folder share: simulated databases, and a launcher of module processes."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "simulator"))

from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from ansible_collections.dbops.datapump.tests.resilience.world import World


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """A listener with no database yet."""
    world = World()
    yield world
    world.close()


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """Starts module processes."""
    launcher = Launcher(tmp_path_factory.mktemp("modules"))
    yield launcher
    launcher.close()
