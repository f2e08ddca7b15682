# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each test file has its own scenario, and each test the scenario as it was written: nothing carries over."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "simulator"))

from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher
from simulated import HANGS_AFTER, SCENARIOS, Simulated, simulator


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    """Runs the modules of all tests of this process."""
    launcher = Launcher(tmp_path_factory.mktemp("modules"), HANGS_AFTER)
    yield launcher
    launcher.close()


@pytest.fixture
def place(request: pytest.FixtureRequest, launcher: Launcher) -> Iterator[Simulated]:
    """The scenario that the test file names in SCENARIO, freshly started."""
    with simulator(launcher, SCENARIOS / request.module.SCENARIO) as running:
        yield running


@pytest.fixture(scope="module")
def shared_place(request: pytest.FixtureRequest, launcher: Launcher) -> Iterator[Simulated]:
    """The same for tests that change nothing: started once for the file."""
    with simulator(launcher, SCENARIOS / request.module.SCENARIO) as running:
        yield running
