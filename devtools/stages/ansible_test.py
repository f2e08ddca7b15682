# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages that ansible-test carries out: sanity, units, integration, and sanity and units on other cores."""

from __future__ import annotations

import json
import pathlib
import re

from .. import interpreters, project
from ..ansible_test import supported_pythons, workspace
from ..environment import Environment
from ..stage import Counts, Run, junit_counts

#: ansible-core releases to support, and a Python each of them runs on. The pinned one is tested by the other stages.
CORES = {"2.16.19": "3.10", "2.18.19": "3.11", "2.20.10": "3.12", "2.21.5": "3.13"}

#: python-oracledb has no release for older ones.
_OLDEST_PYTHON = "3.9"

#: What runs once more with direct execution switched off. tests/direct compares both ways in detail.
_AS_PROCESSES = ("datapump_facts", "datapump_job", "datapump_master_table")

#: Far fewer run on a real database, where nothing may be broken on purpose.
_TASKS_ON_SIMULATOR = 200


def sanity(run: Run) -> None:
    """ansible-test sanity with the pinned ansible-core."""
    with workspace(run, run.environment) as place:
        place.sanity("")


def units(run: Run) -> None:
    """ansible-test units with the pinned ansible-core, on every Python it supports that is found."""
    with workspace(run, run.environment) as place:
        for python in _module_pythons(run.environment):
            place.units("", python)


def integration(run: Run) -> None:
    """ansible-test integration with the pinned ansible-core: every target must have run."""
    with workspace(run, run.environment) as place:
        targets = sorted(
            aliases.parent.name
            for aliases in place.copy.glob("tests/integration/targets/*/aliases")
            if not {"disabled", "hidden", "unsupported"} & set(aliases.read_text(encoding="utf-8").split())
        )
        simulated = not _pass_on_database(place.copy, run)
        finished = place.execute("integration", "integration", "--local", "--continue-on-error")
        _pass_on(place.copy, {"datapump_direct": "never"})
        as_processes = place.execute("modules as processes", "integration", "--local", *_AS_PROCESSES)
        started = re.findall(r"^Running (\S+) integration test role", finished.output, flags=re.MULTILINE)
        counts = _task_counts(finished.output)
        run.record("integration", finished, counts, f"targets: {', '.join(started) or 'none'}")
        if simulated:
            run.expect(f"at least {_TASKS_ON_SIMULATOR} tasks did something", counts.passed >= _TASKS_ON_SIMULATOR)
        run.record("modules as processes of their own", as_processes, _task_counts(as_processes.output))
        missing = sorted(set(targets) - set(started))
        run.expect(f"all {len(targets)} targets ran", not missing, f"not run: {', '.join(missing)}")


def cores(run: Run) -> None:
    """Sanity, units and direct execution with other releases of ansible-core, or with those named as arguments."""
    for core in run.arguments or CORES:
        wanted = CORES.get(core)
        interpreter = interpreters.find(wanted) if wanted else None
        if interpreter is None:
            run.counts += Counts(skipped=1)
            run.note(
                f"ansible-core {core}: Python {wanted} is not on this machine"
                if wanted
                else f"{core} is not one of {' '.join(CORES)}"
            )
            continue
        environment = Environment(project.CACHE / "cores" / core, interpreter)
        environment.prepare(f"ansible-core=={core}", constraints=None)
        environment.prepare(project.ROOT / "requirements.txt", constraints=None)
        with workspace(run, environment) as place:
            place.sanity(f"ansible-core {core}: ")
            for python in _module_pythons(environment):
                place.units(f"ansible-core {core}: ", python)
        _direct_execution(run, core, environment)


def _direct_execution(run: Run, core: str, environment: Environment) -> None:
    """The tests of direct execution, which touches names that ansible-core keeps to itself."""
    report = run.logs / f"direct-{core}.xml"
    title = f"ansible-core {core}: direct execution"
    playbook = {"DATAPUMP_TEST_ANSIBLE_PLAYBOOK": str(environment.bin / "ansible-playbook")}
    command = [
        str(run.environment.python),
        "-m",
        "pytest",
        "tests/direct",
        "--numprocesses",
        "2",
        f"--junitxml={report}",
    ]
    finished = run.command(title, command, env=playbook)
    run.record(title, finished, junit_counts(report))


def _pass_on_database(copy: pathlib.Path, run: Run) -> bool:
    """Hands on the real database to test against, if the environment names one; ansible-test passes no variables on."""
    names = ("DATAPUMP_TEST_DSN", "DATAPUMP_TEST_USER", "DATAPUMP_TEST_PASSWORD")
    settings = {name.lower(): run.variables[name] for name in names if name in run.variables}
    if settings:
        run.note(f"against the database {settings.get('datapump_test_dsn')}")
        _pass_on(copy, settings)
    return bool(settings)


def _pass_on(copy: pathlib.Path, settings: dict[str, str]) -> None:
    """Hands variables to the targets, beside those handed on before."""
    path = copy / "tests" / "integration" / "integration_config.yml"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps(before | settings), encoding="utf-8")


def _module_pythons(environment: Environment) -> list[str]:
    supported = supported_pythons(environment)
    return [
        version
        for version in interpreters.found()
        if version in supported and _minor(version) >= _minor(_OLDEST_PYTHON)
    ]


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _task_counts(output: str) -> Counts:
    """The tasks that did something, from Ansible's closing recaps."""
    recaps = re.findall(r"ok=(\d+)\s+changed=\d+\s+unreachable=(\d+)\s+failed=(\d+)\s+skipped=(\d+)", output)
    total = Counts()
    for ok, unreachable, failed, skipped in recaps:
        total += Counts(int(ok), int(failed) + int(unreachable), int(skipped))
    return total
