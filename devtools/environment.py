# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virtual environments: made, filled with pinned requirements, and linked to this checkout."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from . import interpreters, process, project

DEMO_REQUIREMENTS = project.ROOT / "demo-requirements.txt"
TEST_REQUIREMENTS = project.ROOT / "test-requirements.txt"
_CONSTRAINTS = project.ROOT / "test-constraints.txt"
_INSTALL_SECONDS = 1800
_HEARTBEAT_SECONDS = 5

#: Left out of what tools see: another installation's Ansible, Python or connection settings would change results.
_FOREIGN = re.compile(r"(ANSIBLE|MOLECULE|PYTHON|PYTEST|DATAPUMP|VIRTUAL_ENV)(_.*)?")
#: ... except the address of a real database to test against.
_KEPT = re.compile(r"DATAPUMP_TEST_.*")


class InstallationFailed(Exception):
    """The environment could not be made; the message ends with what the installer said."""


class Environment:
    """One virtual environment. interpreter is the Python it is made from, by default the one that runs dev.py."""

    def __init__(self, directory: pathlib.Path = project.ROOT / ".venv", interpreter: str = sys.executable) -> None:
        self.directory = directory
        self.interpreter = interpreter
        self.bin = directory / "bin"
        self.python = self.bin / "python"
        self._marker = directory / "dbops-datapump.json"

    def prepare(self, *requirements: str | pathlib.Path, constraints: pathlib.Path | None = _CONSTRAINTS) -> None:
        """Makes the environment if needed, installs requirements (files, or names with a version), links the checkout.

        What was installed is noted in the environment with a digest of the files, so a second call costs nothing.
        """
        if not self._works():
            self._create()
        self._install(requirements, constraints)
        self._link_checkout()

    def site_packages(self) -> pathlib.Path:
        """Where its packages are."""
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        return pathlib.Path(
            subprocess.run([self.python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
        )

    def variables(self) -> dict[str, str]:
        """The environment variables for the tools: this checkout's plugins only, nothing of the user's own set-up."""
        kept = {
            name: value for name, value in os.environ.items() if _KEPT.fullmatch(name) or not _FOREIGN.fullmatch(name)
        }
        return kept | {
            "ANSIBLE_COLLECTIONS_PATH": str(self.site_packages()),
            "ANSIBLE_HOME": str(project.CACHE / "ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "LC_ALL": "C.UTF-8",
            "PATH": f"{self.bin}{os.pathsep}{interpreters.search_path()}",
            "PYTHONUNBUFFERED": "1",
        }

    def version_of(self, package: str) -> str:
        """The installed version of a package."""
        code = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
        return subprocess.run(
            [self.python, "-c", code, package], check=True, capture_output=True, text=True
        ).stdout.strip()

    def _works(self) -> bool:
        if not self.python.exists():
            return False
        return subprocess.run([self.python, "-c", "import pip"], capture_output=True, check=False).returncode == 0

    def _create(self) -> None:
        print(f"Making {self._shown()} with {self.interpreter} …", flush=True)
        shutil.rmtree(self.directory, ignore_errors=True)
        command = [self.interpreter, "-m", "venv", str(self.directory)]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0 or not self._works():
            # Debian and others ship venv without the pip it would install.
            shutil.rmtree(self.directory, ignore_errors=True)
            self._run_installer(
                [sys.executable, "-m", "virtualenv", "--python", self.interpreter, str(self.directory)],
                _virtualenv_path(),
            )

    def _install(self, requirements: tuple[str | pathlib.Path, ...], constraints: pathlib.Path | None) -> None:
        wanted = "\n".join(_digest(requirement) for requirement in (*requirements, constraints) if requirement)
        installed = json.loads(self._marker.read_text(encoding="utf-8")) if self._marker.exists() else []
        if wanted in installed:
            return
        print(f"Installing {', '.join(_label(item) for item in requirements)} into {self._shown()} …", flush=True)
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
        for requirement in requirements:
            command += ["-r", str(requirement)] if isinstance(requirement, pathlib.Path) else [requirement]
        self._run_installer(command + (["-c", str(constraints)] if constraints else []), None)
        self._marker.write_text(json.dumps([*installed, wanted]), encoding="utf-8")

    def _run_installer(self, command: list[str], pythonpath: pathlib.Path | None) -> None:
        variables = dict(os.environ) | ({"PYTHONPATH": str(pythonpath)} if pythonpath else {})
        log = project.LOGS / "environment" / f"{self.directory.name}.log"
        started = time.monotonic()

        def beat() -> None:
            print(f"  {time.monotonic() - started:3.0f} s  {process.last_line(log)}", flush=True)

        with process.heartbeat(beat, _HEARTBEAT_SECONDS):
            finished = process.run(command, log=log, cwd=project.ROOT, env=variables, timeout=_INSTALL_SECONDS)
        if finished.returncode != 0:
            raise InstallationFailed(f"{' '.join(command)}\n{finished.output[-3000:]}")
        print(f"  done in {time.monotonic() - started:.0f} s", flush=True)

    def _link_checkout(self) -> None:
        """Makes the checkout importable as ansible_collections.<namespace>.<name>, for Python and for Ansible alike."""
        link = self.site_packages() / "ansible_collections" / project.NAMESPACE / project.NAME
        if link.is_symlink() and link.resolve() == project.ROOT:
            return
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(project.ROOT, target_is_directory=True)

    def _shown(self) -> str:
        return os.path.relpath(self.directory, project.ROOT)


def _virtualenv_path() -> pathlib.Path | None:
    """Where virtualenv can be imported from; installed aside if this Python has none."""
    if importlib.util.find_spec("virtualenv"):
        return None
    target = project.CACHE / "virtualenv"
    if not target.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), "virtualenv"]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if finished.returncode != 0:
            raise InstallationFailed(f"Neither venv nor virtualenv can be used.\n{finished.stderr[-3000:]}")
    return target


def _digest(requirement: str | pathlib.Path) -> str:
    if isinstance(requirement, str):
        return requirement
    text = requirement.read_text(encoding="utf-8")
    included = re.findall(r"^-r (\S+)", text, flags=re.MULTILINE)
    texts = [text, *((requirement.parent / name).read_text(encoding="utf-8") for name in included)]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _label(requirement: str | pathlib.Path) -> str:
    return requirement.name if isinstance(requirement, pathlib.Path) else requirement
