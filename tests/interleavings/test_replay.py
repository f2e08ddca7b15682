# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run follows from its seed and from nothing else, and from no shortcut of the harness."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from interleavings import replay
from interleavings.laboratory import Laboratory

SEEDS = range(700, 715)
_PRINT_HISTORIES = """
import hashlib, sys
sys.path[:0] = sys.argv[1:3]
from interleavings.laboratory import Laboratory
laboratory = Laboratory(shortcuts=sys.argv[3] == "True")
seeds = range(int(sys.argv[4]), int(sys.argv[5]))
for seed in reversed(seeds) if sys.argv[6] == "True" else seeds:
    history = repr(laboratory.run(seed).history.without_addresses())
    print(seed, hashlib.sha256(history.encode()).hexdigest())
"""

pytestmark = pytest.mark.timeout(1200)


def _histories(*, hash_seed: int = 0, shortcuts: bool = True, backwards: bool = False) -> list[str]:
    tests = pathlib.Path(__file__).resolve().parents[1]
    arguments = [tests, tests / "simulator", shortcuts, SEEDS.start, SEEDS.stop, backwards]
    finished = subprocess.run(
        [sys.executable, "-c", _PRINT_HISTORIES, *map(str, arguments)],
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted(finished.stdout.splitlines())


def test_a_seed_gives_the_same_history_whatever_was_played_before() -> None:
    assert _histories() == _histories(backwards=True)


def test_a_seed_gives_the_same_history_whatever_hashes_strings_have() -> None:
    assert _histories() == _histories(hash_seed=4711)


def test_the_shortcuts_change_nothing() -> None:
    assert _histories() == _histories(shortcuts=False)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_over_tcp(seed: int) -> None:
    laboratory = Laboratory()
    memory, tcp = replay.in_memory(laboratory, seed), replay.over_tcp(laboratory, seed)
    assert memory.statements == tcp.statements
    assert memory.reports == tcp.reports
