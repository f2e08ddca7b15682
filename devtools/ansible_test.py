# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-test so that it really tests this collection: on a copy, with a home and a pip of its own."""

from __future__ import annotations

import contextlib
import dataclasses
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence

from . import process, project
from .environment import Environment
from .stage import Counts, Run, junit_counts

_HOME = project.CACHE / "home"
_preparing = threading.Lock()


@dataclasses.dataclass(frozen=True)
class Workspace:
    """A copy of the collection where ansible-test can work, and what it needs to be told."""

    run: Run
    environment: Environment
    copy: pathlib.Path

    def execute(self, title: str, *words: str) -> process.Finished:
        """Runs one ansible-test command in the copy."""
        variables = self.environment.variables() | {"HOME": str(_HOME), "PIP_CACHE_DIR": _pip_cache(self.environment)}
        return self.run.command(
            title, [self.environment.bin / "ansible-test", *words, "--color", "no"], cwd=self.copy, env=variables
        )

    def sanity(self, label: str, skipped: Sequence[str] = ()) -> None:
        """The sanity tests, on every Python found, after proof that they find what is wrong."""
        self._expect_planted_error_found(label)
        title = f"{label}sanity"
        finished = self.execute(
            title, "sanity", "--local", *(word for test in skipped for word in ("--skip-test", test))
        )
        tests = re.findall(r'^Running sanity test "[^"]+"(?: on Python ([\d.]+))?', finished.output, flags=re.MULTILINE)
        failed = re.search(r"The (\d+) sanity test\(s\) listed below \(out of \d+\) failed", finished.output)
        failures = int(failed[1]) if failed else 0
        pythons = sorted({python for python in tests if python}, key=lambda version: int(version.split(".")[1]))
        counts = Counts(len(tests) - failures, failures)
        detail = f"{'compile' if 'import' in skipped else 'compile and import'} on {' '.join(pythons)}"
        self.run.record(title, finished, counts, detail, telling=r"^(ERROR|FATAL)|^\S+( --python \S+)?$")

    def units(self, label: str, python: str) -> None:
        """The unit tests, in a fresh environment with the given Python."""
        title = f"{label}units, Python {python}"
        shutil.rmtree(self.copy / "tests" / "output", ignore_errors=True)
        finished = self.execute(title, "units", "--venv", "--python", python)
        self.run.record(title, finished, junit_counts(*self.copy.glob("tests/output/junit/*.xml")))

    def _expect_planted_error_found(self, label: str) -> None:
        planted = self.copy / "plugins" / "module_utils" / "planted_error.py"
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text("def broken(:\n", encoding="utf-8")
        title = f"{label}a planted syntax error is found"
        finished = self.execute(title, "sanity", "--local", "--test", "compile", str(planted.relative_to(self.copy)))
        planted.unlink()
        self.run.expect(title, finished.returncode != 0 and "planted_error.py:1" in finished.output, finished.output)


@contextlib.contextmanager
def workspace(run: Run, environment: Environment) -> Iterator[Workspace]:
    """A copy outside the checkout: inside it, even an ignored directory belongs to the checkout's git, and
    ansible-test then skips every target and reports success."""
    with _preparing:
        _prepare_home(environment)
    with tempfile.TemporaryDirectory(prefix="datapump-") as directory:
        yield Workspace(run, environment, project.copy_collection(pathlib.Path(directory)))


def supported_pythons(environment: Environment) -> list[str]:
    """The Pythons that this environment's ansible-core runs modules on, itself included."""
    code = (
        "from ansible_test._util.target.common import constants as c; "
        "print(*c.REMOTE_ONLY_PYTHON_VERSIONS, *c.CONTROLLER_PYTHON_VERSIONS)"
    )
    return subprocess.run([environment.python, "-c", code], check=True, capture_output=True, text=True).stdout.split()


def _prepare_home(environment: Environment) -> None:
    """A home directory whose ansible-test cache holds our pip installer under the names it will look for."""
    cache = _HOME / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    settings = pathlib.Path.home() / ".config" / "pip"
    if settings.exists() and not (_HOME / ".config").exists():
        # The user's package index, if one is set there.
        (_HOME / ".config").mkdir()
        (_HOME / ".config" / "pip").symlink_to(settings)
    source = environment.site_packages() / "ansible_test" / "_internal" / "python_requirements.py"
    for version in set(re.findall(r"pip='([\d.]+)'", source.read_text(encoding="utf-8"))):
        script = cache / f"get_pip_{version.replace('.', '_')}.py"
        if not list(cache.glob(f"pip-{version}-*.whl")):
            download = [str(environment.python), "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
            download += ["--no-deps", "--dest", str(cache), f"pip=={version}"]
            subprocess.run(download, check=True, capture_output=True)
        shutil.copyfile(pathlib.Path(__file__).with_name("get_pip.py"), script)


def _pip_cache(environment: Environment) -> str:
    command = [str(environment.python), "-m", "pip", "cache", "dir"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
