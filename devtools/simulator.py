# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Starts the database simulator for as long as something needs it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import subprocess
import time
from collections.abc import Iterator

from . import process, project
from .environment import Environment

SOURCE = project.ROOT / "tests" / "simulator"
SUPPORT_NOTE = SOURCE / "scenarios" / "support_note.yml"
_START_SECONDS = 60


class NotStarted(Exception):
    """The simulator did not come up; the message ends with what it said."""


@dataclasses.dataclass(frozen=True)
class Simulator:
    """A running simulator: where it listens, and the service names that a connect string may use."""

    host: str
    port: int
    admin_port: int
    services: tuple[str, ...]
    server: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(
    environment: Environment,
    scenario: pathlib.Path,
    folder: pathlib.Path,
    port: int = 0,
    patience: float = _START_SECONDS,
) -> Iterator[Simulator]:
    """Serves the scenario while the with block lasts. port 0 takes any free one. patience: seconds to come up."""
    folder.mkdir(parents=True, exist_ok=True)
    ready, log = folder / "ready.json", folder / "simulator.log"
    ready.unlink(missing_ok=True)
    command = [str(environment.python), "-m", "simora", "--scenario", str(scenario)]
    command += ["--port", str(port), "--ready-file", str(ready), "--admin-port", "0"]
    variables = environment.variables() | {"PYTHONPATH": str(SOURCE)}
    with process.background(command, log=log, cwd=project.ROOT, env=variables) as server:
        started = time.monotonic()
        while not ready.exists():
            if server.poll() is not None or time.monotonic() - started > patience:
                raise NotStarted(log.read_text(encoding="utf-8", errors="replace")[-3000:])
            time.sleep(0.05)
        said = json.loads(ready.read_text(encoding="utf-8"))
        yield Simulator(said["host"], said["port"], said["admin_port"], tuple(said["services"]), server)
