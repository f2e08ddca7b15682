# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 131 to 142: attaching to jobs and stopping them."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    GHOST,
    LIVE,
    RUNNING,
    SHORT,
    STOP_BLOCK,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    described,
)

ATTACH = {"text": r"DBMS_DATAPUMP\.ATTACH"}
STOP = {"state": "stopped", **LIVE, "stop_with_clients": True}
_CHANGING = r"^\s*(DROP|PURGE|FLASHBACK|LOCK|ALTER TABLE|ALTER INDEX|INSERT|UPDATE|DELETE|BEGIN|DECLARE|CALL)\b"


def states(case: Case, name: str) -> list[str]:
    """What the entries in memory of a job of SCOTT say."""
    return [state for owner, found, state in case.place.jobs_in_memory() if (owner, found) == ("SCOTT", name)]


def refuse_in_block(case: Case, code: int) -> None:
    """The block of the owner catches an error of the API; here the error replaces what the API does."""
    case.inject("before", {"raise": code}, **STOP_BLOCK)


def test_case_131_the_leftover_is_gone_before_it_is_attached_to(case: Case) -> None:
    case.inject("before", [{"stop_job": GHOST}, {"advance": {"seconds": 60}}], **STOP_BLOCK)
    job = case.end_job()
    assert (job["outcome"], job["changed"]) == ("already_absent", False)


def test_case_131_the_entry_is_on_another_instance(make: MakeCase) -> None:
    """Connections take turns: the first instance takes the one that reads, the second the owner's."""
    description = described("rac.yml")
    description["jobs"].append(
        {"owner": "SCOTT", "name": "ON_3", "master_table": False, "in_memory": True, "instance": 3}
    )
    case = make(description)
    job = case.end_job(owner="SCOTT", name="ON_3")
    assert (job["outcome"], job["reason"], states(case, "ON_3")) == ("kept", "other_instance", ["NOT RUNNING"])


def test_case_132_attaching_finds_no_dump_file(case: Case) -> None:
    refuse_in_block(case, 31640)
    job = case.end_job()
    assert (job["outcome"], job["code"], states(case, GHOST["name"])) == ("kept", "ORA-31640", ["NOT RUNNING"])


def test_case_133_it_has_a_master_table_by_now(case: Case) -> None:
    taken = {"sql": {"user": "SCOTT", "text": "CREATE TABLE SYS_EXPORT_TABLE_01 (X NUMBER)"}}
    case.inject("before", taken, **STOP_BLOCK)
    kept(case.end_job(), "has_master_table")
    assert "SCOTT.SYS_EXPORT_TABLE_01" in case.names()


def test_case_133_it_is_running_by_now(case: Case) -> None:
    passes = {"advance": {"seconds": 5}}
    reborn = [{"stop_job": GHOST}, {"advance": {"seconds": 60}}, {"open_job": GHOST}, passes]
    case.inject("before", reborn, **STOP_BLOCK)
    kept(case.end_job(), "running", "has_master_table")
    assert states(case, GHOST["name"]) == ["EXECUTING"]


def test_case_134_a_job_that_is_being_defined(case: Case) -> None:
    defining = {"owner": "SCOTT", "name": "IN_DEFINITION"}
    case.change({"open_job": {**defining, "start": False}})
    kept(case.end_job(**defining), "undefined", "transitional", "running")
    kept(case.end_job(**defining, state="stopped", stop_with_clients=True), "job_would_be_lost")
    assert case.sent(r"DBMS_DATAPUMP") == []
    assert states(case, "IN_DEFINITION") == ["DEFINING"]


def test_case_135_the_stop_never_answers(case: Case) -> None:
    case.inject("after", "stall", **STOP_BLOCK)
    job = case.end_job(**SHORT)
    assert (job["outcome"], job["failed"], states(case, GHOST["name"])) == ("removed", False, [])


def test_case_136_the_stop_takes_longer_than_anybody_waits(make: MakeCase) -> None:
    description = described()
    for job in description["jobs"]:
        if job["name"] == LIVE["name"]:
            job["stop_seconds"] = 3600
    case = make(description)
    job = case.end_job(**STOP, wait_timeout="20")
    assert (job["outcome"], job["reason"], job["failed"]) == ("stopping", "wait_timeout", True)
    assert states(case, LIVE["name"]) == [job["state"]]


@pytest.mark.parametrize("code", [39004, 31650, 39012])
def test_case_137_the_state_changed_under_the_stop(case: Case, code: int) -> None:
    """Whatever the API says, the list is read again, and only that is told."""
    case.inject("after", {"raise": code}, **STOP_BLOCK)
    job = case.end_job()
    assert (job["outcome"], states(case, GHOST["name"])) == ("removed", [])


def test_case_138_the_handle_is_lost(case: Case) -> None:
    refuse_in_block(case, 31623)
    job = case.end_job()
    assert states(case, GHOST["name"]) == ["NOT RUNNING"]
    assert (job["outcome"], job["failed"]) == ("unknown", True)
    assert len(case.sent(r"STOP_JOB")) == 1
    assert case.end_job()["outcome"] == "removed"


def test_case_139_another_client_is_attached(case: Case) -> None:
    job = case.end_job(state="stopped", **LIVE)
    kept(job, "clients_attached")
    assert (job["option"], states(case, LIVE["name"])) == ("stop_with_clients", ["EXECUTING"])
    assert case.end_job(**STOP)["outcome"] == "stopped"


def test_case_140_an_export_is_not_killed_without_accepting_the_loss_of_its_dump_files(case: Case) -> None:
    digest = case.job(LIVE["name"])["digest"]
    wish = {**LIVE, "kill": True, "digest": digest, "stop_with_clients": True}
    job = case.end_job(**wish)
    kept(job, "dump_files_would_be_deleted")
    assert (job["option"], states(case, LIVE["name"])) == ("accept_dumpfile_deletion", ["EXECUTING"])
    case.others_may_take = {RUNNING}
    assert case.end_job(**wish, accept_dumpfile_deletion=True)["outcome"] == "killed"


def test_case_141_messages_of_the_api(case: Case) -> None:
    message = "job error: ku$_LogEntry <DPCLEAN/canary-7Qx9@x>"
    case.inject("before", {"raise": {"code": 31627, "message": message}}, **STOP_BLOCK)
    job = case.end_job()
    assert (job["outcome"], job["code"]) == ("kept", "ORA-31627")
    assert "ku$_LogEntry" in job["text"]


def test_case_142_check_mode_sends_queries_only(case: Case) -> None:
    digests = {job["name"]: job["digest"] for job in case.facts()["jobs"]}
    checking: dict[str, Any] = {"_ansible_check_mode": True}
    assert case.drop(purge=True, **checking)["outcome"] == "purged"
    assert case.end_job(**checking)["outcome"] == "removed"
    assert case.end_job(**STOP, **checking)["outcome"] == "stopped"
    kill = {"kill": True, "digest": digests[LIVE["name"]], "accept_dumpfile_deletion": True, "stop_with_clients": True}
    assert case.end_job(**LIVE, **kill, **checking)["outcome"] == "killed"
    assert case.sent(_CHANGING) == []
    assert {entry.kind for entry in case.sent()} == {"query"}
    assert case.where() == "table"
