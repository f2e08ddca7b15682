# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stages that ansible-test carries out with the pinned ansible-core: sanity, units and integration."""

from __future__ import annotations

import json
import pathlib
import re

from ..ansible_test import workspace
from ..stage import Counts, Run
from .cores import module_pythons

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
        for python in module_pythons(run.environment):
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


def _task_counts(output: str) -> Counts:
    """The tasks that did something, from Ansible's closing recaps."""
    recaps = re.findall(r"ok=(\d+)\s+changed=\d+\s+unreachable=(\d+)\s+failed=(\d+)\s+skipped=(\d+)", output)
    total = Counts()
    for ok, unreachable, failed, skipped in recaps:
        total += Counts(int(ok), int(failed) + int(unreachable), int(skipped))
    return total
