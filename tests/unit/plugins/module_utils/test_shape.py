# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts: which job an external table is said to belong to, and what a job is said to do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._model import ExternalTable
from ansible_collections.dbops.datapump.tests.unit.builders import (
    DAY,
    DEAD,
    ENTRY,
    GHOST,
    LISTED,
    NOW,
    OWNER,
    TABLE,
    facts,
)

EXTERNAL = ExternalTable(OWNER, "ET$00010001", 92101, NOW - DAY, "ORACLE_DATAPUMP")


def made(name, days, owner=OWNER):
    table = replace(TABLE, owner=owner, name=name, created=None if days is None else NOW - days * DAY)
    return replace(DEAD, owner=owner, name=name, table=table)


@pytest.mark.parametrize(
    ("jobs", "external", "expected"),
    [
        ([made("A", 3), made("B", 2), made("C", 0.5)], EXTERNAL, "B"),
        ([made("B", 2), made("A", 3)], EXTERNAL, "B"),
        ([made("A", 1)], EXTERNAL, "A"),
        ([made("A", 2), made("B", 2)], EXTERNAL, "B"),
        ([made("A", 0.5)], EXTERNAL, None),
        ([made("A", None)], EXTERNAL, None),
        ([made("A", 2), made("B", 1, owner="HR")], EXTERNAL, "A"),
        ([made("A", 2, owner="HR")], EXTERNAL, None),
        ([made("A", 2)], replace(EXTERNAL, created=None), None),
        ([GHOST], EXTERNAL, None),
        ([], EXTERNAL, None),
    ],
    ids=[
        "last before",
        "in any order",
        "the same second",
        "two at once",
        "made later",
        "unknown job time",
        "another owner's",
        "only another owner's",
        "unknown table time",
        "no master table",
        "no jobs",
    ],
)
def test_an_external_table_is_given_to_the_job_made_last_before_it(jobs, external, expected):
    (told,) = facts(*jobs, external_tables=(external,))["external_tables"]
    assert told["job"] == expected


def test_a_job_is_told_by_its_row_by_its_entry_or_by_its_table():
    row = replace(LISTED, operation="IMPORT", mode="SCHEMA", state="DEFINING")
    entry = replace(ENTRY, operation="NETWORK", mode="FULL", state="EXECUTING")
    jobs = [
        replace(DEAD, listed=(row,), entries=(entry,)),
        replace(DEAD, listed=(), entries=(entry,)),
        replace(DEAD, listed=()),
        replace(DEAD, listed=(), table=None),
    ]
    assert [(told["operation"], told["mode"], told["state"]) for told in facts(*jobs)["jobs"]] == [
        ("IMPORT", "SCHEMA", "DEFINING"),
        ("NETWORK", "FULL", "EXECUTING"),
        (TABLE.operation, TABLE.mode, None),
        ("", "", None),
    ]
