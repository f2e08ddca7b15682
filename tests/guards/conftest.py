# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Puts the simulator on the import path, and gives each test databases of its own."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterator

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "simulator"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from served import Place, served


@pytest.fixture
def place() -> Iterator[Place]:
    """The database of the scenario, as it was written."""
    with served("guard") as running:
        yield running


@pytest.fixture
def pdb() -> Iterator[Place]:
    """The pluggable database of the scenario."""
    with served("pdb1") as running:
        yield running
