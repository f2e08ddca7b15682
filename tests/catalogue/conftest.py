# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all cases share: one listener and one launcher of modules for each process, and the count at the end."""

from __future__ import annotations

import pathlib
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "simulator"))

from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    Case,
    MakeCase,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    Description,
    Laboratory,
    described,
)
from ansible_collections.dbops.datapump.tests.catalogue.listed import (
    LAST,
    covered,
    left_out,
    own_tests,
)
from ansible_collections.dbops.datapump.tests.resilience.launcher import Launcher

_BEYOND = "seconds beyond the deadline"
_NUMBER = re.compile(r"::test_case_(\d{3})_")


@pytest.fixture(scope="session")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """One listener for all cases of this process."""
    launcher = Launcher(tmp_path_factory.mktemp("modules"))
    laboratory = Laboratory(launcher)
    yield laboratory
    laboratory.close()
    launcher.close()


@pytest.fixture
def make(laboratory: Laboratory, request: pytest.FixtureRequest) -> Iterator[MakeCase]:
    """Makes cases, from a description of a database or with changes of the support note's; checks each at the end."""
    made: list[Case] = []

    def make_case(description: Description | None = None, *, clock: str = "virtual", **changes: Any) -> Case:
        (place,) = laboratory.make({**(description or described()), **changes}, clock=clock)
        made.append(Case(laboratory, place))
        return made[-1]

    yield make_case
    laboratory.clear_listener_faults()
    beyond = max((case.beyond_deadline for case in made), default=0.0)
    request.node.user_properties.append((_BEYOND, beyond))
    for case in made:
        case.finish()


@pytest.fixture
def case(make: MakeCase) -> Case:
    """A case in the support note's database."""
    return make()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many cases passed; one with several tests passes if all of them do."""
    passed: dict[int, bool] = {}
    beyond = 0.0
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            found = _NUMBER.search(report.nodeid)
            if found:
                passed[int(found[1])] = passed.get(int(found[1]), True) and outcome == "passed"
    for reports in terminalreporter.stats.values():
        for report in reports:
            beyond = max(
                [beyond, *(value for name, value in getattr(report, "user_properties", []) if name == _BEYOND)]
            )
    if not passed:
        return
    terminalreporter.write_line(
        f"catalogue: {sum(passed.values())} of {len(passed)} cases run here passed; of {LAST}, {len(own_tests())} are"
        f" here, {len(covered())} covered elsewhere, {len(left_out())} left out"
    )
    terminalreporter.write_line(f"catalogue: the slowest run ended {beyond:.1f} seconds after its deadline")
