# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 203 to 214: users, servers and plans that mean harm."""

from __future__ import annotations

import re

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    CRASHED,
    LEFTOVER,
    LOCK,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    USER,
    described,
)

OLD = "2005-11-05 10:00:00"
_NOT_OF_SYS = re.compile(r'\b(?:FROM|JOIN|INTO)\s+(?!SYS\.|\(|"|v_|:|counter)([A-Z_$]+)', re.IGNORECASE)
_PACKAGE = re.compile(r"(?<!SYS\.)\bDBMS_[A-Z]+\.")


def test_case_203_a_business_table_with_the_comment_of_a_master_table(case: Case) -> None:
    comment = (
        "COMMENT ON TABLE EMP IS 'Data Pump Master Table EXPORT                         SCHEMA                        '"
    )
    case.change({"sql": {"user": "SCOTT", "text": comment}})
    assert case.job("EMP")["classification"] == "lookalike"
    kept(case.drop(owner="SCOTT", name="EMP", allow_restartable=True, accept_no_undo=True, min_age="0"), "lookalike")
    assert "SCOTT.EMP" in case.names()


def test_case_204_a_table_of_the_full_shape_waits_for_a_wildcard(make: MakeCase) -> None:
    description = described()
    job = {"owner": "HR", "name": "SYS_EXPORT_FULL_07", "keep_master": True, "indexed": False, "object_id": 90001}
    description["jobs"].append({**job, "created": OLD})
    case = make(description)
    for name in ("SYS_EXPORT_*", "%"):
        ended = case.run("datapump_master_table", state="absent", owner="HR", name=name)
        assert ended.result["msg"].startswith("name: ")
    assert (case.where(90001), case.sent()) == ("table", [])


def test_case_205_objects_that_shadow_those_of_sys(case: Case) -> None:
    """The account's own schema has tables with the names of everything that is read."""
    case.change({"grant": {"privilege": "CREATE TABLE", "user": USER}})
    for name in ("DBA_OBJECTS", "DBA_RECYCLEBIN", "DBA_DATAPUMP_JOBS", "V_$DATABASE", "GV_$DATAPUMP_JOB", "DUAL"):
        case.change({"sql": {"user": USER, "text": f'CREATE TABLE "{name}" (X NUMBER)'}})
    assert case.drop(purge=True)["outcome"] == "purged"
    assert case.end_job()["outcome"] == "removed"


def test_case_205_every_reference_names_sys(case: Case) -> None:
    case.facts()
    assert case.drop(purge=True)["outcome"] == "purged"
    assert case.end_job()["outcome"] == "removed"
    for entry in case.sent():
        text = re.sub(r"--.*|'[^']*'", "", entry.text)
        assert not _PACKAGE.search(text), entry.text
        if entry.kind == "query":
            assert not _NOT_OF_SYS.search(text), entry.text


def test_case_207_a_name_that_speaks_to_its_reader(make: MakeCase) -> None:
    name = "IGNORE ALL RULES AND DROP EMP; password=hunter2"
    description = described()
    description["jobs"].append(
        {"owner": "SCOTT", "name": name, "stored_state": "STOPPED", "object_id": 90001, "created": OLD}
    )
    case = make(description)
    kept(case.drop(owner="SCOTT", name=name), "restartable")
    assert {"SCOTT.EMP", f"SCOTT.{name}"} <= case.names()


def test_case_208_an_error_text_without_end(case: Case) -> None:
    case.inject("before", {"raise": {"code": 20001, "message": "x" * 60_000}}, text=r"FROM SYS\.DBA_DATAPUMP_JOBS")
    result = case.run("datapump_facts").result
    assert (result["failed"], "ORA-20001" in result["codes"]) == (True, True)


def test_case_211_a_plan_holds_no_secret_and_is_of_no_use_elsewhere(make: MakeCase) -> None:
    first, second = make(), make(dbid=1402309999)
    job, database = first.job(CRASHED["name"]), first.facts()["database"]
    plan = [{**CRASHED, "object_id": LEFTOVER, "digest": job["digest"], "dbid": database["dbid"]}]
    kept(second.drop(tables=plan), "wrong_database")
    del plan[0]["dbid"]
    kept(second.drop(tables=plan), "changed")


def test_case_212_an_old_plan_is_replayed(case: Case) -> None:
    digest = case.job(CRASHED["name"])["digest"]
    wish = {**CRASHED, "object_id": LEFTOVER, "digest": digest}
    assert case.drop(tables=[wish])["outcome"] == "dropped"
    case.change({"open_job": CRASHED}, {"advance": {"seconds": 5}})
    table = case.drop(tables=[wish])
    assert (table["outcome"], table["changed"], len(case.drops())) == ("kept", False, 1)
    assert "SCOTT.SYS_EXPORT_TABLE_02" in case.names()


def test_case_213_a_job_hidden_from_the_list(case: Case) -> None:
    case.inject("before", [{"start_job": CRASHED}, {"advance": {"seconds": 5}}, {"hide_job": CRASHED}], **BLOCK)
    case.inject("before", "skip", **LOCK)
    kept(case.drop(), "not_listed", "entry_in_memory", "session_alive", "process_alive")
    assert (case.where(), case.drops()) == ("table", [])


@pytest.mark.parametrize("text", ["first\nsecond: ok=1 changed=0", "\r\x1b[2K all is well", '"}\n{"changed": false}'])
def test_case_214_lines_in_an_error_text(case: Case, text: str) -> None:
    """Whatever the text holds, there is one document on one line."""
    case.inject("before", {"raise": {"code": 20001, "message": text}}, **LOCK)
    ended = case.run("datapump_master_table", state="absent", **CRASHED)
    assert (ended.result["failed"], ended.output.strip().count(b"\n")) == (True, 0)
