# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 186 to 189: rows that come too slowly or not all, and a client that is killed for want of memory."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    CRASHED,
    SHORT,
    Case,
)

JOBS = {"kind": "query", "nested": False, "text": r"FROM SYS\.DBA_DATAPUMP_JOBS"}


@pytest.mark.parametrize("module", ["datapump_facts", "datapump_master_table"])
def test_case_186_rows_slower_than_the_call_timeout(case: Case, module: str) -> None:
    case.inject("after", {"drip": {"seconds": 3, "rows": 1}}, times=None, **JOBS)
    target = {} if module == "datapump_facts" else {"state": "absent", **CRASHED}
    result = case.run(module, **SHORT, **target).result
    assert result["failed"] is True
    assert {"DPY-4024", "DPY-4011"} & set(result["codes"])
    assert "ansible_facts" not in result
    assert case.drops() == []


@pytest.mark.parametrize("module", ["datapump_facts", "datapump_master_table"])
def test_case_187_the_connection_ends_within_the_rows(case: Case, module: str) -> None:
    """Every connection in which the jobs are read, so that reading once more does not help."""
    case.inject("after", {"cut": {"rows": 2}}, times=None, **JOBS)
    target = {} if module == "datapump_facts" else {"state": "absent", **CRASHED}
    result = case.run(module, **target).result
    assert result["failed"] is True
    assert "ansible_facts" not in result
    assert case.drops() == []


def test_case_189_killed_for_want_of_memory(case: Case) -> None:
    case.signal_next_run("KILL", "after", **JOBS)
    ended = case.run("datapump_facts")
    assert (ended.status, ended.output) == (-9, b"")
    assert len(case.facts()["jobs"]) == 4
