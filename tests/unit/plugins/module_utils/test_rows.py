# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From rows to the model: what two sources say is put together on the safe side."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._rows import content, database
from ansible_collections.dbops.datapump.plugins.module_utils._sql import READ_COLUMNS
from ansible_collections.dbops.datapump.tests.unit.builders import NOW

ROW = {
    "dbid": 1402300001,
    "name": "NOTE",
    "db_unique_name": "NOTE",
    "open_mode": "READ WRITE",
    "database_role": "PRIMARY",
    "cdb": "YES",
    "con_id": 3,
    "con_name": "PDB1",
    "instance_number": 1,
    "version": "19.0.0.0.0",
    "startup_time": NOW,
    "server_time": NOW,
    "recyclebin": "ON",
    "session_user": "DPCLEAN",
}


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("READ WRITE", "READ WRITE", "READ WRITE"),
        ("READ WRITE", "READ ONLY", "READ ONLY"),
        ("READ ONLY", "READ WRITE", "READ ONLY"),
        ("READ WRITE", None, "READ WRITE"),
    ],
)
def test_the_stricter_open_mode_of_database_and_container_counts(whole, part, expected):
    found = database({**ROW, "open_mode": whole}, {"con_uid": 7, "open_mode": part}, [])
    assert (found.open_mode, found.con_uid) == (expected, 7)


def test_without_a_container_there_is_no_container_number():
    assert database({**ROW, "cdb": "NO", "con_id": 0}, {}, []).con_uid == 0


def job_row(operation, state):
    return {**dict.fromkeys(map(str.lower, READ_COLUMNS)), "row_hash": "A" * 64, "operation": operation, "state": state}


def test_an_import_is_known_by_its_own_row_and_not_by_that_of_the_export_it_reads():
    rows = [job_row("EXPORT", "COMPLETED"), job_row("IMPORT", "EXECUTING")]
    assert content(rows, "IMPORT").stored_state == "EXECUTING"
    assert content(rows, "EXPORT").stored_state == "COMPLETED"


def test_of_two_rows_of_other_operations_neither_is_taken():
    assert content([job_row("EXPORT", "COMPLETED")], "ESTIMATE").stored_state == "COMPLETED"
    assert content([job_row("EXPORT", "COMPLETED"), job_row("IMPORT", "STOPPED")], "ESTIMATE").stored_state is None
