# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Processes that play, and which code they play with."""

from __future__ import annotations

import concurrent.futures
import hashlib
import multiprocessing
import os
import pathlib
import sys

import oracledb

_TESTS = pathlib.Path(__file__).resolve().parents[1]
_ROOT = _TESTS.parent
_CODE = ("plugins/module_utils", "tests/simulator/simora", "tests/interleavings")


def pool(processes: int) -> concurrent.futures.ProcessPoolExecutor:
    """Workers forked from a process that has built all worlds, so that these are built once and lie in memory once."""
    # Nothing depends on the order of a set's strings; if anything ever does, it is the same in every run.
    os.environ["PYTHONHASHSEED"] = "0"
    paths = [str(_TESTS), str(_TESTS / "simulator"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(os.pathsep.join(paths).split(os.pathsep)))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.prepared"])
    return concurrent.futures.ProcessPoolExecutor(processes, mp_context=context)


def digest_of_code() -> str:
    """Of the collection, the simulator and this package, with the versions of Python and of the driver."""
    found = hashlib.sha256(f"{sys.version_info[:3]} {oracledb.__version__}".encode())
    for folder in _CODE:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".sql", ".json"):
                found.update(f"{path.relative_to(_ROOT)} {len(path.read_bytes())} ".encode() + path.read_bytes())
    return found.hexdigest()
