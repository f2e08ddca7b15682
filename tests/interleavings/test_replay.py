# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run follows from its seed and from nothing else, and from no shortcut of the harness."""

from __future__ import annotations

import concurrent.futures
import os
import pathlib
import subprocess
import sys
from typing import Any

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

VARIANTS: dict[str, dict[str, Any]] = {
    "as always": {},
    "after other runs": {"backwards": True},
    "with other hashes of strings": {"hash_seed": 4711},
    "without the shortcuts": {"shortcuts": False},
}

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


@pytest.fixture(scope="module")
def histories() -> dict[str, list[str]]:
    with concurrent.futures.ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        waiting = {name: pool.submit(_histories, **options) for name, options in VARIANTS.items()}
        return {name: future.result() for name, future in waiting.items()}


@pytest.mark.parametrize("variant", [name for name in VARIANTS if name != "as always"])
def test_a_seed_gives_the_same_history(histories: dict[str, list[str]], variant: str) -> None:
    assert len(histories["as always"]) == len(SEEDS)
    assert histories[variant] == histories["as always"]


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory()


@pytest.mark.parametrize("seed", range(20))
def test_the_same_over_tcp(laboratory: Laboratory, seed: int) -> None:
    memory, tcp = replay.in_memory(laboratory, seed), replay.over_tcp(laboratory, seed)
    assert memory.statements == tcp.statements
    assert memory.reports == tcp.reports
