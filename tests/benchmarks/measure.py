# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a command costs: its processor time with all its children, its wall time, and the memory of the whole tree."""

from __future__ import annotations

import os
import pathlib
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SAMPLED_EVERY = 0.25


@dataclass(frozen=True)
class Cost:
    """Seconds of processor and wall, and the largest sum of proportional set sizes that was seen, in MiB."""

    cpu: float
    wall: float
    memory: float


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
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=stream, stderr=subprocess.STDOUT)
        sampler = _Sampler(running.pid)
        sampler.start()
        dummy, status, used = os.wait4(running.pid, 0)
    wall = time.monotonic() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    if running.returncode not in statuses:
        raise Failed(f"{' '.join(command)}: {running.returncode}\n{said.read_text(errors='replace')[-3000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, sampler.peak / 1024)


class _Sampler(threading.Thread):
    """Looks at a tree of processes now and then. Processes share pages, so each counts with its share of them."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._root = root
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_SAMPLED_EVERY):
            self.peak = max(self.peak, sum(map(_proportional_size, _tree(self._root))))

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


def _proportional_size(process: int) -> int:
    """In KiB; 0 for a process that has ended."""
    try:
        for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
