# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Outside gates: other people's programs against the simulator, as the command line starts it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

HERE = pathlib.Path(__file__).resolve().parent
SIMULATOR = HERE.parent.parent
PROJECT = SIMULATOR.parent.parent
START_SECONDS = 30


@pytest.fixture(scope="session")
def cache() -> pathlib.Path:
    """Where downloads are kept between runs."""
    directory = pathlib.Path(os.environ.get("SIMORA_GATES_CACHE", PROJECT / ".cache" / "gates"))
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@pytest.fixture
def port(tmp_path: pathlib.Path) -> Iterator[int]:
    """The port of a fresh simulator that plays driver_tests.yml."""
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "simora", "--scenario", str(HERE / "driver_tests.yml")]
    with (tmp_path / "simulator.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--port", "0", "--ready-file", str(ready)],
            env=os.environ | {"PYTHONPATH": str(SIMULATOR)},
            stderr=log,
        )
    deadline = time.monotonic() + START_SECONDS
    try:
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the simulator did not start: {(tmp_path / 'simulator.log').read_text()}")
            time.sleep(0.02)
        yield int(json.loads(ready.read_text())["port"])
    finally:
        process.terminate()
        process.wait()
