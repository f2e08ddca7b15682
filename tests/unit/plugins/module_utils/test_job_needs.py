# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the release and the edition of a database do not have is refused before the job is created."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import (
    Call,
    Definition,
    Requirement,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_needs import unmet
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE

CHECKSUM = Requirement("checksum", (21,))
LATER = Requirement("remap_directory", (12, 2))
PARALLEL = Requirement("parallel", enterprise_edition=True)


def definition(*requirements: Requirement) -> Definition:
    return Definition(
        "EXPORT", "FULL", "J", None, None, "COMPATIBLE", (), Call("START_JOB"), (), requirements=requirements
    )


def refused(version: str | None, edition: str | None, *requirements: Requirement) -> tuple[str, str | None] | None:
    there: Any = replace(DATABASE, version=version)
    decision = unmet(there, definition(*requirements), lambda: edition)
    return (decision.reason, decision.option) if decision else None


@pytest.mark.parametrize(
    ("version", "edition", "requirements", "expected"),
    [
        ("19.3.0.0.0", "EE", (CHECKSUM,), ("release", "checksum")),
        ("21.1.0.0.0", "EE", (CHECKSUM,), None),
        ("12.1.0.2.0", "EE", (LATER,), ("release", "remap_directory")),
        ("12.2.0.1.0", "EE", (LATER,), None),
        (None, "EE", (CHECKSUM,), None),
        ("19.3.0.0.0", "SE2", (PARALLEL,), ("edition", "parallel")),
        ("19.3.0.0.0", "SE", (LATER, PARALLEL), ("edition", "parallel")),
        ("19.3.0.0.0", "XE", (PARALLEL,), None),
        ("19.3.0.0.0", None, (PARALLEL,), None),
        ("19.3.0.0.0", "SE2", (LATER,), None),
    ],
)
def test_what_the_database_does_not_have_is_refused(
    version: str | None,
    edition: str | None,
    requirements: tuple[Requirement, ...],
    expected: tuple[str, str | None] | None,
) -> None:
    assert refused(version, edition, *requirements) == expected


def test_the_edition_is_asked_for_only_where_it_matters() -> None:
    def edition() -> str:
        raise AssertionError("asked")

    assert unmet(DATABASE, definition(LATER), edition) is None
    assert unmet(DATABASE, None, edition) is None
