# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where things are, and what belongs to the collection."""

from __future__ import annotations

import hashlib
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMESPACE = "dbops"
NAME = "datapump"
FULL_NAME = f"{NAMESPACE}.{NAME}"

#: Everything dev.py makes beside the virtual environment; ignored by git.
CACHE = ROOT / ".cache"
LOGS = CACHE / "logs"


def source_files() -> list[pathlib.PurePosixPath]:
    """The files that make up the collection now: those git tracks and those it would add, relative to ROOT."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(listing.split("\0")) - {""})
    return [pathlib.PurePosixPath(name) for name in names if (ROOT / name).is_file()]


def digest() -> str:
    """Of the names and contents of all source files: another one means that something has changed."""
    total = hashlib.sha256()
    for name in source_files():
        total.update(f"{name}\0".encode() + hashlib.sha256((ROOT / name).read_bytes()).digest())
    return total.hexdigest()


def copy_collection(destination: pathlib.Path) -> pathlib.Path:
    """Copies the source files to ``destination/ansible_collections/<namespace>/<name>`` and returns that directory.

    A copy, because ansible-test resolves links: through one it either refuses to run or finds nothing to test.
    """
    copy = destination / "ansible_collections" / NAMESPACE / NAME
    for name in source_files():
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target, follow_symlinks=False)
    return copy
