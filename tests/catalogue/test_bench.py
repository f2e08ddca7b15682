# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is checked at the end of every case does find what it looks for."""

from __future__ import annotations

import json
import pathlib

import oracledb
import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import BLOCK, EMP, Case, CaseFailure
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import PASSWORD, USER, Laboratory, described
from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended, Hanging, Launcher


@pytest.fixture
def unchecked(laboratory: Laboratory) -> Case:
    """A case that nobody finishes but the test."""
    (place,) = laboratory.make(described())
    return Case(laboratory, place)


def as_client(case: Case, statement: str, module: str | None) -> None:
    """A statement of somebody who uses the maintenance account."""
    address = f"127.0.0.1:{case.place.port}/{case.service}"
    with oracledb.connect(user=USER, password=PASSWORD, dsn=address) as connection, connection.cursor() as cursor:
        connection.module = module or "sqlplus"
        connection.client_identifier = "dbops.datapump:test"
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "module", "finding"),
    [
        ("DROP TABLE SCOTT.EMP CASCADE CONSTRAINTS", "dbops.datapump", "never to be sent"),
        ("DROP TABLE SCOTT.EMP", "dbops.datapump", "somebody else's table is gone"),
        ("DROP TABLE SCOTT.SYS_EXPORT_TABLE_02", None, "without a tag"),
    ],
)
def test_statements_and_bystanders(unchecked: Case, statement: str, module: str | None, finding: str) -> None:
    as_client(unchecked, statement, module)
    with pytest.raises(CaseFailure, match=finding):
        unchecked.finish()


def test_an_entry_of_somebody_else_in_the_recycle_bin(unchecked: Case) -> None:
    unchecked.change({"purge_bin_entry": {"owner": "SCOTT", "original_name": "EMP_BACKUP"}})
    with pytest.raises(CaseFailure, match="recycle bin changed"):
        unchecked.finish()


def test_a_fault_that_never_strikes(unchecked: Case) -> None:
    unchecked.inject("before", "reset", **BLOCK)
    with pytest.raises(CaseFailure, match="never struck"):
        unchecked.finish()


def test_a_report_that_is_not_true(unchecked: Case) -> None:
    with pytest.raises(CaseFailure, match="dropped is not true"):
        unchecked.check_truth({"tables": [{"outcome": "dropped", "object_id": EMP, "restorable": True}]})


def test_a_password_in_the_output(unchecked: Case) -> None:
    unchecked.runs.append(Ended(0, json.dumps({"msg": PASSWORD}).encode(), b""))
    with pytest.raises(CaseFailure, match="password was printed"):
        unchecked.finish()


def test_a_module_that_goes_on_beyond_its_deadline(laboratory: Laboratory, tmp_path: pathlib.Path) -> None:
    """Stopped, it does not notice its own deadline."""
    (place,) = laboratory.make(described())
    case = Case(laboratory, place)
    launcher = Launcher(tmp_path)
    case.signal_next_run("STOP", "before", text=r"V_\$DATABASE")
    try:
        with pytest.raises(Hanging, match="datapump_facts still ran after 3 seconds(?s:.)*in main"):
            case.run_with(launcher, "datapump_facts", total_deadline=1)
    finally:
        launcher.close()
