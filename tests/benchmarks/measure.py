# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a command costs: its processor time with all its children, its wall time, and memory."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SAMPLED_EVERY = 0.25


@dataclass(frozen=True)
class Cost:
    """Seconds of processor and wall; MiB of the first process at its largest, and of all of them together."""

    cpu: float
    wall: float
    parent: float
    total: float


class Failed(Exception):
    """The command ended with another status than it should; the message ends with what it said."""


def cost_of(
    command: Sequence[str],
    *,
    folder: pathlib.Path,
    environment: Mapping[str, str],
    statuses: Sequence[int] = (0,),
) -> Cost:
    """Run a command and wait for it. Raises Failed."""
    said = folder / "said.txt"
    began = time.monotonic()
    with said.open("wb") as stream:
        running = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
        )
        sampler = _Sampler(running.pid)
        sampler.start()
        dummy, status, used = os.wait4(running.pid, 0)
    wall = time.monotonic() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    if running.returncode not in statuses:
        raise Failed(f"{' '.join(command)}: {running.returncode}\n{said.read_text(errors='replace')[-3000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, sampler.parent / 1024, sampler.total / 1024)


class _Sampler(threading.Thread):
    """Looks at a tree of processes now and then. In the sum each counts with its share of pages that others have."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.parent = 0
        self.total = 0
        self._root = root
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_SAMPLED_EVERY):
            self.parent = max(self.parent, _kibibytes(self._root, "status", "VmHWM"))
            self.total = max(
                self.total, sum(_kibibytes(process, "smaps_rollup", "Pss") for process in _tree(self._root))
            )

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    found, new = [root], [root]
    while new:
        new = [child for parent in new for child in _children(parent)]
        found += new
    return found


def _children(process: int) -> list[int]:
    try:
        return [int(child) for child in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _kibibytes(process: int, file: str, name: str) -> int:
    """A figure of a process; 0 for one that has ended."""
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", pathlib.Path(f"/proc/{process}/{file}").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0
