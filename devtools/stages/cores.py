# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection on other releases of ansible-core than the pinned one, each on the Python named with it.

What has passed is remembered until a file of the project changes, so that a run that was interrupted goes on where it
was. The slowest sanity tests, which the pinned release does on the same Pythons, are left to the stage `sanity`.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Callable

from .. import interpreters, process, project
from ..ansible_test import supported_pythons, workspace
from ..environment import Environment
from ..stage import Counts, Run, junit_counts

#: ansible-core releases to support, and a Python each of them runs on. The pinned one is tested by the other stages.
CORES = {"2.16.19": "3.10", "2.18.19": "3.11", "2.20.10": "3.12", "2.21.5": "3.13"}

#: python-oracledb has no release for older ones.
_OLDEST_PYTHON = "3.9"

#: Sanity tests that take long and find the same with any release.
_LEFT_TO_THE_PINNED_RELEASE = ("import", "pylint")

_FOLDER = project.CACHE / "cores"


@dataclasses.dataclass(frozen=True)
class Core:
    """One release, installed."""

    release: str
    environment: Environment

    def title(self, what: str) -> str:
        """What a command is called in the report."""
        return f"ansible-core {self.release}: {what}"


def cores(run: Run) -> None:
    """Every part with every release, or the parts and the releases that are named as arguments."""
    unknown = [word for word in run.arguments if word not in CORES and word not in PARTS]
    if unknown:
        raise ValueError(f"{' '.join(unknown)}: there are {' '.join([*CORES, *PARTS])}")
    memory = Memory(_FOLDER / "passed.json", project.digest())
    for release in [word for word in run.arguments if word in CORES] or CORES:
        interpreter = interpreters.find(CORES[release])
        if interpreter is None:
            run.counts += Counts(skipped=1)
            run.note(f"ansible-core {release}: Python {CORES[release]} is not on this machine")
            continue
        environment = Environment(_FOLDER / release, interpreter)
        environment.prepare(f"ansible-core=={release}", constraints=None)
        environment.prepare(project.ROOT / "requirements.txt", constraints=None)
        for part in [word for word in run.arguments if word in PARTS] or PARTS:
            memory.spare_or_do(run, part, Core(release, environment))


class Memory:
    """What has passed with the files as they are. path: where that is kept. digest: of the files."""

    def __init__(self, path: pathlib.Path, digest: str) -> None:
        self._path = path
        self._digest = digest
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        self._passed: dict[str, int] = kept.get("passed", {}) if kept.get("digest") == digest else {}

    def spare_or_do(self, run: Run, part: str, core: Core) -> None:
        """Do a part of the stage, unless it has passed before, which then counts as it did."""
        name = core.title(part)
        if name in self._passed:
            run.counts += Counts(passed=self._passed[name])
            run.note(f"{name}: passed before, and no file has changed since")
            return
        before = run.counts
        PARTS[part](run, core)
        if run.counts.failed == before.failed:
            self._passed[name] = run.counts.passed - before.passed
            self._path.write_text(json.dumps({"digest": self._digest, "passed": self._passed}), encoding="utf-8")


def module_pythons(environment: Environment) -> list[str]:
    """The Pythons found here on which this environment's ansible-core runs modules and the driver exists."""
    supported = supported_pythons(environment)
    return [
        version
        for version in interpreters.found()
        if version in supported and _minor(version) >= _minor(_OLDEST_PYTHON)
    ]


def _sanity(run: Run, core: Core) -> None:
    with workspace(run, core.environment) as place:
        place.sanity(core.title(""), _LEFT_TO_THE_PINNED_RELEASE)


def _units(run: Run, core: Core) -> None:
    """On the oldest and the newest Python."""
    pythons = module_pythons(core.environment)
    with workspace(run, core.environment) as place:
        for python in dict.fromkeys((pythons[0], pythons[-1])):
            place.units(core.title(""), python)


def _direct(run: Run, core: Core) -> None:
    """Direct execution, which touches names that ansible-core keeps to itself, against modules as processes."""
    report = run.logs / f"direct-{core.release}.xml"
    variables = {
        "DATAPUMP_TEST_ANSIBLE_PLAYBOOK": str(core.environment.bin / "ansible-playbook"),
        "DATAPUMP_TEST_TARGET_PYTHONS": os.pathsep.join(str(target.python) for target in _targets(core)),
    }
    command = [str(run.environment.python), "-m", "pytest", "tests/direct", f"--junitxml={report}"]
    spread = ["--numprocesses", str(min(2, process.cores()))]
    title = core.title("direct execution, and modules on the targets' Pythons")
    finished = run.command(title, [*command, *spread], env=variables)
    run.record(title, finished, junit_counts(report))


def _targets(core: Core) -> list[Environment]:
    """A Python with the driver for each version that targets may have."""
    targets = []
    for version in module_pythons(core.environment):
        interpreter = interpreters.find(version)
        assert interpreter is not None
        target = Environment(_FOLDER / "targets" / version, interpreter)
        target.prepare(project.ROOT / "requirements.txt", constraints=None)
        targets.append(target)
    return targets


PARTS: dict[str, Callable[[Run, Core], None]] = {"sanity": _sanity, "units": _units, "direct": _direct}


def _minor(version: str) -> int:
    return int(version.split(".")[1])
