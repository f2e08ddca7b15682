# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which Python interpreters this machine has."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess

#: The Pythons that any supported ansible-core runs modules or itself on.
VERSIONS = ("3.9", "3.10", "3.11", "3.12", "3.13", "3.14")


def search_path() -> str:
    """PATH with the interpreters pyenv keeps in place of its shims.

    A shim exists for every version that was ever installed and fails when that version is not the selected one;
    ansible-test and Ansible's interpreter discovery take it for a Python.
    """
    entries = [entry for entry in os.environ.get("PATH", os.defpath).split(os.pathsep) if not _holds_shims(entry)]
    kept_by_pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
    entries += [str(directory) for directory in sorted(kept_by_pyenv.glob("3.*/bin"))]
    return os.pathsep.join(dict.fromkeys(entries))


def find(version: str) -> str | None:
    """The path of the interpreter of a version such as ``3.9``, or None where this machine has none that starts."""
    path = shutil.which(f"python{version}", path=search_path())
    if path and subprocess.run([path, "-c", "import ssl, venv"], capture_output=True, check=False).returncode == 0:
        return path
    return None


def found(versions: tuple[str, ...] = VERSIONS) -> list[str]:
    """Those of the versions that this machine has, oldest first."""
    return [version for version in versions if find(version)]


def _holds_shims(entry: str) -> bool:
    return pathlib.PurePath(entry).name == "shims" and ".pyenv" in entry
