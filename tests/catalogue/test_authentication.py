# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 27 to 41: logons that are refused, and rights that are missing, taken away or too many."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    CRASHED,
    DROP,
    LIMITS,
    Case,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    USER,
)


def logons(case: Case) -> None:
    """Count from now on how often a password is offered."""
    case.inject("phase_two", {"advance": {"seconds": 0}}, times=None)


def refused(case: Case, code: str, **options: Any) -> dict[str, Any]:
    """The result of a logon that is refused, which is tried once and no more."""
    logons(case)
    result = case.run("datapump_facts", **{"retry_count": 3, "retry_delay": 0, **options}).result
    assert (result["failed"], result["connection"]) == (True, "failed"), result
    assert code in result["codes"], result["codes"]
    assert (case.hits(), case.sent()) == (1, [])
    return result


def test_case_027_wrong_password(case: Case) -> None:
    refused(case, "ORA-01017", password="canary-wrong")
    assert b"canary-wrong" not in case.runs[-1].output


def test_case_029_account_locked(case: Case) -> None:
    case.change({"lock_account": {"user": USER}})
    refused(case, "ORA-28000")


def test_case_030_password_expired(case: Case) -> None:
    case.change({"expire_account": {"user": USER}})
    refused(case, "ORA-28001")


def test_case_030_password_about_to_expire(case: Case) -> None:
    case.inject("logon", {"warn": {"code": 28002, "arguments": [7]}})
    ended = case.run("datapump_facts")
    assert ended.status == 0
    assert any("ORA-28002" in str(warning) for warning in ended.result["warnings"])


def test_case_031_no_create_session(case: Case) -> None:
    case.change({"revoke": {"privilege": "CREATE SESSION", "user": USER}})
    refused(case, "ORA-01045")


def test_case_032_sysdba_is_denied(case: Case) -> None:
    refused(case, "ORA-01031", mode="sysdba")


def test_case_032_sys_without_its_mode(case: Case) -> None:
    case.account = {"user": "SYS", "password": "manager"}
    refused(case, "ORA-28009")


def test_case_034_the_memory_of_the_instances_cannot_be_read(case: Case) -> None:
    case.inject("before", {"raise": 942}, times=2, nested=False, text=r"FROM SYS\.GV_\$DATAPUMP_JOB")
    job = case.job(CRASHED["name"])
    assert (job["classification"], job["quiescent"]) == ("unknown", False)
    assert "coverage" in [item["fact"] for item in job["evidence"]]
    kept(case.drop(), "unknown")
    assert case.drops() == []


def test_case_034_the_block_cannot_read_it(case: Case) -> None:
    case.inject("before", {"raise": 942}, nested=True, text=r"FROM SYS\.GV_\$DATAPUMP_JOB")
    kept(case.drop(), "no_privilege")
    assert case.drops() == []


def test_case_035_the_recycle_bin_cannot_be_read(case: Case) -> None:
    """The table would be dropped without any proof of what was dropped, so it is not."""
    case.inject("before", {"raise": 942}, nested=True, text=r"FROM SYS\.DBA_RECYCLEBIN")
    kept(case.drop(), "no_privilege")
    assert case.drops() == []


def test_case_036_no_right_to_use_locks(case: Case) -> None:
    """The run works without, and says so."""
    case.change({"revoke": {"privilege": "EXECUTE ON SYS.DBMS_LOCK", "user": USER}})
    ended = case.run("datapump_master_table", state="absent", **CRASHED)
    assert ended.result["exclusion"] == "none"
    assert any("exclusion: none" in str(warning) for warning in ended.result["warnings"])
    assert case.where() == "bin"


def test_case_036_with_the_right_to_use_locks(case: Case) -> None:
    ended = case.run("datapump_master_table", state="absent", **CRASHED)
    assert (ended.result["exclusion"], ended.result.get("warnings", [])) == ("lock", [])


def test_case_037_the_right_is_revoked_after_the_plan(case: Case) -> None:
    case.inject("before", {"revoke": {"privilege": "DROP ANY TABLE", "user": USER}}, **BLOCK)
    table = case.drop()
    kept(table, "no_privilege")
    assert (table["code"], case.where()) == ("ORA-01031", "table")


@pytest.mark.parametrize("role", ["DATAPUMP_IMP_FULL_DATABASE", "DBA"])
def test_case_038_more_rights_than_needed(case: Case, role: str) -> None:
    assert case.facts()["privileges"]["excess"] == []
    case.change({"grant": {"privilege": role, "user": USER}})
    assert role in case.facts()["privileges"]["excess"]


def test_case_039_the_right_to_act_for_the_owner_is_revoked(case: Case) -> None:
    case.change({"sql": {"text": "ALTER USER SCOTT REVOKE CONNECT THROUGH DPCLEAN"}})
    logons(case)
    job = case.end_job()
    assert (job["outcome"], job["reason"], job["code"]) == ("kept", "no_owner_session", "ORA-28150")
    assert case.hits() == 2, "one logon to read, one for the owner"


def test_case_040_a_realm_forbids_the_drop(case: Case) -> None:
    case.inject("before", {"raise": [604, 47401]}, **DROP)
    table = case.drop()
    assert (table["outcome"], case.where()) == ("kept", "table")


def test_case_040_a_trigger_forbids_the_logon(case: Case) -> None:
    case.inject("logon", {"raise": [604, 20001, 6512]})
    result = case.run("datapump_facts", **LIMITS).result
    assert (result["failed"], result["connection"]) == (True, "failed")
    assert "ORA-00604" in result["codes"]


def test_case_041_neither_user_nor_password(case: Case) -> None:
    result = case.run("datapump_facts", user=None, password=None).result
    assert result["failed"] is True
    assert case.sent() == []
