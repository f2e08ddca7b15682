# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 143 to 162: what dictionaries may contain."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    CRASHED,
    LEFTOVER,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    described,
)

OLD = "2005-11-05 10:00:00"


def with_job(make: MakeCase, owner: str = "SCOTT", name: str = "ODD", **more: Any) -> Case:
    """The support note's database with one more crashed job; its table has the number 90001."""
    description = described()
    if owner not in {user["name"] for user in description["users"]}:
        quota = {"quotas": {"USERS": "unlimited"}, "grants": ["CREATE SESSION", "CREATE TABLE"], "proxies": ["DPCLEAN"]}
        description["users"].append({"name": owner, "password": "x", "default_tablespace": "USERS", **quota})
    job = {"owner": owner, "name": name, "stored_state": "EXECUTING", "object_id": 90001, "created": OLD, **more}
    description["jobs"].append({key: value for key, value in job.items() if value is not None})
    return make(description)


def cleaned(case: Case, owner: str, name: str) -> None:
    """The job is dropped and purged under exactly its name, and nothing else is."""
    before = case.names()
    job = case.job(name, owner)
    assert (job["owner"], job["name"], job["classification"]) == (owner, name, "failed")
    table = case.drop(owner=owner, name=name, object_id=90001, digest=job["digest"], purge=True)
    assert (table["outcome"], table["owner"], table["name"]) == ("purged", owner, name)
    assert case.names() == before - {f"{owner}.{name}"}


@pytest.mark.parametrize(
    ("owner", "name"),
    [("SCOTT", "lower"), ("SCOTT", "Mixed Case"), ("scott", "SYS_EXPORT_TABLE_02"), ("Data Mart.1", "Load.Of 1")],
)
def test_case_143_case_spaces_and_dots(make: MakeCase, owner: str, name: str) -> None:
    cleaned(with_job(make, owner, name), owner, name)


@pytest.mark.parametrize("name", ["A;B--", "O'X", "x' OR '1'='1", "EMP PURGE", "/* */ :b1 &x", "EMP; DROP TABLE DEPT"])
def test_case_144_names_that_look_like_statements(make: MakeCase, name: str) -> None:
    case = with_job(make, name=name)
    cleaned(case, "SCOTT", name)
    assert len(case.drops()) == 1


@pytest.mark.parametrize("name", ["A\nB", "A\tB", "A\rB", "A\x1b[31mB", "A\u202eB", "A\u200bB", "A\x01B"])
def test_case_145_characters_that_mislead(make: MakeCase, name: str) -> None:
    case = with_job(make, name=name)
    kept_table = case.run("datapump_master_table", state="absent", owner="SCOTT", name=name, object_id=1)
    shown = kept_table.result["msg"]
    assert name not in shown
    assert all(character.isprintable() for character in shown)
    cleaned(case, "SCOTT", name)


@pytest.mark.parametrize("name", ["N" * 128, "é" * 64, "😀" * 32])
def test_case_146_the_longest_names(make: MakeCase, name: str) -> None:
    cleaned(with_job(make, name=name), "SCOTT", name)


@pytest.mark.parametrize("name", ["N" * 129, "é" * 65])
def test_case_146_longer_than_any_name(case: Case, name: str) -> None:
    ended = case.run("datapump_master_table", state="absent", owner="SCOTT", name=name)
    assert ended.result["msg"].startswith("name: ")
    assert case.sent() == []


@pytest.mark.parametrize("name", ["N" * 129, 'A"B'])
def test_case_147_a_server_that_returns_impossible_names(case: Case, name: str) -> None:
    """No wish can name such a table, and the block itself refuses what no name can be."""
    with case.place.database.lock:
        sqlite = case.place.database.sqlite
        sqlite.execute("UPDATE `obj$` SET NAME = ? WHERE `OBJ#` = ?", (name, LEFTOVER))
    job = case.job(name)
    assert (job["classification"], job["digest_strength"]) == ("unknown", "weak")
    result = case.run("datapump_master_table", state="absent", owner="SCOTT", name=name, object_id=LEFTOVER).result
    assert (result["failed"], case.drops()) == (True, [])


def test_case_149_a_job_named_like_an_entry_of_the_recycle_bin(make: MakeCase) -> None:
    cleaned(with_job(make, name="BIN$NOT_ONE"), "SCOTT", "BIN$NOT_ONE")


def test_case_150_padded_operation_and_mode(case: Case) -> None:
    jobs = case.facts()["jobs"]
    assert {job["operation"] for job in jobs} == {"EXPORT"}
    assert {job["mode"] for job in jobs} == {"SCHEMA", "TABLE", "FULL"}


def test_case_151_a_business_table_with_the_comment(make: MakeCase) -> None:
    case = with_job(make, columns=[{"name": "CUSTOMER_ID", "type": "NUMBER"}], stored_state=None)
    assert case.job("ODD")["classification"] == "lookalike"
    kept(case.drop(owner="SCOTT", name="ODD"), "lookalike")
    assert case.where(90001) == "table"


def test_case_152_a_copy_of_a_master_table(make: MakeCase) -> None:
    """It has the shape, so it needs the same consent; without indexes its facts differ from those of a real one."""
    case = with_job(make, keep_master=True, indexed=False, stored_state=None)
    assert case.job("ODD")["classification"] == "kept"
    kept(case.drop(owner="SCOTT", name="ODD", min_age="30d"), "too_young")
    assert case.where(90001) == "table"


@pytest.mark.parametrize(
    "comment", ["Data Pump Master Table", "Datenpumpe Mastertabelle EXPORT", "data pump master table EXPORT  SCHEMA"]
)
def test_case_153_a_comment_that_is_not_quite_it(make: MakeCase, comment: str) -> None:
    case = with_job(make, comment=comment)
    assert "ODD" not in [job["name"] for job in case.facts()["jobs"]]
    kept(case.drop(owner="SCOTT", name="ODD"), "not_a_master_table")


def test_case_154_two_rows_for_one_job(make: MakeCase) -> None:
    description = described("rac.yml")
    for number in (1, 2):
        entry = {"owner": "SCOTT", "name": "CRASHED", "state": "NOT RUNNING", "in_memory": True}
        description["jobs"].append({**entry, "master_table": False, "instance": number})
    case = make(description)
    table = case.drop(owner="SCOTT", name="CRASHED")
    kept(table, "unknown", "entry_in_memory")
    assert (case.where(84002), case.drops()) == ("table", [])


@pytest.mark.parametrize("kind", ["VIEW X.ODD AS SELECT 1 AS N FROM DUAL", "SYNONYM X.ODD FOR SCOTT.EMP"])
def test_case_155_another_kind_of_object_of_the_name(make: MakeCase, kind: str) -> None:
    description = described()
    case = make(description)
    case.change({"sql": {"text": f"CREATE {kind.replace('X.', 'SCOTT.')}"}})
    table = case.drop(owner="SCOTT", name="ODD")
    assert (table["outcome"], case.drops()) == ("already_absent", [])


def test_case_156_an_invalid_object(case: Case) -> None:
    with case.place.database.lock:
        case.place.database.sqlite.execute("UPDATE `obj$` SET STATUS = 5 WHERE `OBJ#` = ?", (LEFTOVER,))
    assert case.job(CRASHED["name"])["master_table"]["status"] == "INVALID"
    assert case.drop()["outcome"] == "dropped"


@pytest.mark.parametrize("state", ["RECOVERING", None])
def test_case_157_a_state_that_nobody_knows(case: Case, state: str | None) -> None:
    with case.place.database.lock:
        case.place.database.sqlite.execute(
            "UPDATE x_datapump_job SET STATE = ? WHERE JOB_NAME = 'EXPDP_20051121'", (state,)
        )
    live = {"owner": "SCOTT", "name": "EXPDP_20051121"}
    assert case.job(live["name"])["classification"] in ("unknown", "undefined")
    kept(case.drop(**live), "unknown", "undefined")
    kept(case.end_job(**live), "unknown", "undefined", "has_master_table")
    assert case.drops() == []


def test_case_158_large_object_numbers(make: MakeCase) -> None:
    number = 2**31 + 12_345
    case = with_job(make, object_id=number)
    table = case.drop(owner="SCOTT", name="ODD", object_id=number)
    assert (table["outcome"], case.where(number)) == ("dropped", "bin")
    assert table["recycle_bin"]["object_id"] == number


def test_case_159_changed_before_it_was_created(make: MakeCase) -> None:
    case = with_job(make, last_ddl="2005-11-01 00:00:00")
    assert case.job("ODD")["classification"] == "unknown"
    kept(case.drop(owner="SCOTT", name="ODD"), "unknown")


def test_case_159_no_time_of_creation(case: Case) -> None:
    with case.place.database.lock:
        case.place.database.sqlite.execute("UPDATE `obj$` SET CTIME = NULL WHERE `OBJ#` = ?", (LEFTOVER,))
    kept(case.drop(), "unknown")
    assert case.drops() == []


def test_case_160_names_that_differ_in_case_only(make: MakeCase) -> None:
    case = with_job(make, name="Sys_Export_Table_02")
    assert case.drop()["outcome"] == "dropped"
    assert (case.where(), case.where(90001)) == ("bin", "table")


def test_case_161_the_owner_is_dropped_meanwhile(case: Case) -> None:
    case.others_may_take = set(case.place.tables()) | set(case.place.bin_entries())
    live = {"owner": "SCOTT", "name": "EXPDP_20051121", "immediate": True}
    gone = [{"stop_job": live}, {"advance": {"seconds": 90}}, {"sql": {"text": "DROP USER SCOTT CASCADE"}}]
    case.inject("before", gone, **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["changed"], case.drops()) == ("already_absent", False, [])


def test_case_162_the_shape_is_a_matter_of_columns_only(make: MakeCase) -> None:
    case = with_job(make, tablespace="SYSAUX", indexed=False)
    assert case.job("ODD")["classification"] == "failed"
    assert case.drop(owner="SCOTT", name="ODD")["outcome"] == "dropped"
