# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 116 to 130: what the DDL and the recycle bin do, or refuse to do."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    COMES_ALIVE,
    CRASHED,
    DROP,
    FLASHBACK,
    LEFTOVER,
    LOCK,
    PAUSED,
    PURGE,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    described,
)

IN_SYSTEM = {"owner": "SYSTEM", "name": "SYS_EXPORT_FULL_01"}


def test_case_116_the_recycle_bin_is_off_and_cannot_be_switched_on(make: MakeCase) -> None:
    case = make(parameters={"recyclebin": "off"})
    case.inject("before", "skip", times=2, text="SET recyclebin = ON", nested=True)
    kept(case.drop(), "no_undo")
    table = case.drop(accept_no_undo=True)
    assert (table["outcome"], table["restorable"], case.where()) == ("dropped", False, "gone")


def test_case_116_the_session_switches_its_own_recycle_bin_on(make: MakeCase) -> None:
    case = make(parameters={"recyclebin": "off"})
    table = case.drop()
    assert (table["outcome"], table["restorable"], case.where()) == ("dropped", True, "bin")


def test_case_117_a_table_in_the_system_tablespace(case: Case) -> None:
    kept(case.drop(**IN_SYSTEM, allow_restartable=True), "no_undo")
    table = case.drop(**IN_SYSTEM, allow_restartable=True, accept_no_undo=True)
    assert (table["outcome"], table["restorable"], case.where(PAUSED)) == ("dropped", False, "gone")


def test_case_118_somebody_holds_a_lock(case: Case) -> None:
    case.inject("before", {"lock_table": CRASHED}, **BLOCK)
    table = case.drop()
    kept(table, "busy")
    assert (table["code"], case.drops()) == ("ORA-00054", [])


def test_case_119_nobody_waits_for_locks(make: MakeCase) -> None:
    """The database says to wait ten minutes; the session's own setting wins, so nothing waits."""
    case = make(parameters={"recyclebin": "on", "ddl_lock_timeout": "600"})
    case.inject("before", {"lock_table": CRASHED}, **BLOCK)
    kept(case.drop(), "busy")
    case.change({"unlock_table": CRASHED})
    assert case.drop()["outcome"] == "dropped"


def test_case_119_a_drop_that_meets_a_lock(case: Case) -> None:
    case.inject("before", {"raise": 54}, **DROP)
    table = case.drop()
    kept(table, "busy")
    assert (table["code"], case.where()) == ("ORA-00054", "table")


def test_case_120_a_foreign_key_points_to_it(case: Case) -> None:
    child = (
        "CREATE TABLE CHILD_OF_MASTER (P NUMBER, D NUMBER,"
        " FOREIGN KEY (P, D) REFERENCES SYS_EXPORT_TABLE_02 (PROCESS_ORDER, DUPLICATE))"
    )
    case.change({"sql": {"user": "SCOTT", "text": child}})
    table = case.drop()
    kept(table, "not_a_master_table")
    assert (table["guard"], case.drops()) == ("G7", [])


def test_case_120_the_database_refuses_for_a_foreign_key(case: Case) -> None:
    case.inject("before", {"raise": 2449}, **DROP)
    table = case.drop()
    kept(table, "refused_by_database")
    assert (table["code"], len(case.drops())) == ("ORA-02449", 1)


def test_case_121_a_trigger_forbids_the_drop(case: Case) -> None:
    case.inject("before", {"raise": [604, 20999, 6512]}, **DROP)
    table = case.drop()
    assert (table["outcome"], case.where()) == ("kept", "table")
    assert table["code"] in ("ORA-00604", "ORA-20999")


def test_case_122_a_trigger_renames_and_swallows(case: Case) -> None:
    renamed = {"sql": {"user": "SCOTT", "text": "ALTER TABLE SYS_EXPORT_TABLE_02 RENAME TO KEPT_BY_TRIGGER"}}
    case.inject("before", "skip", **LOCK)
    case.inject("before", [renamed, "skip"], **DROP)
    table = case.drop(purge=True)
    assert (table["outcome"], table["failed"], case.sent("^PURGE")) == ("unknown", True, [])
    assert case.where() == "table"


def test_case_123_five_thousand_foreign_entries(case: Case) -> None:
    before = _crowded(case)
    assert len(before) > 5000
    assert case.drop(purge=True)["outcome"] == "purged"
    assert case.place.bin_entries() == before


def _crowded(case: Case) -> dict[int, str]:
    """Fill the recycle bin with copies of one entry that has the very name of the target. Returns what is in it."""
    number = min(case.place.bin_entries())
    sqlite = case.place.database.sqlite
    with case.place.database.lock:
        for table in ("obj$", "recyclebin$", "tab$"):
            columns = [row[1] for row in sqlite.execute(f"PRAGMA table_info(`{table}`)")]
            changed = {"OBJ#": "n + 500000", "BO": "n + 500000", "RELATED": "n + 500000", "PURGEOBJ": "n + 500000"}
            if table == "obj$":
                changed["NAME"] = "NAME || n"
            chosen = ", ".join(changed.get(column, f"`{column}`") for column in columns)
            sqlite.execute(
                "WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 5000)"
                f" INSERT INTO `{table}` SELECT {chosen} FROM `{table}`, counter WHERE `OBJ#` = ?",
                (number,),
            )
    return case.place.bin_entries()


@pytest.mark.parametrize("code", [38307, 38302, 38305])
def test_case_124_the_entry_is_not_in_the_recycle_bin(case: Case, code: int) -> None:
    case.inject("before", [{"purge_bin_entry": {"object_id": LEFTOVER}}, {"raise": code}], **PURGE)
    table = case.drop(purge=True)
    assert (table["outcome"], table["changed"], case.where()) == ("dropped", True, "gone")
    assert table["restorable"] is False


@pytest.mark.parametrize("code", [1647, 376])
def test_case_125_the_tablespace_is_read_only_or_offline(case: Case, code: int) -> None:
    case.inject("before", {"raise": code}, **DROP)
    table = case.drop()
    assert (table["code"], case.where()) == (f"ORA-{code:05d}", "table")
    assert table["outcome"] == "kept"


def test_case_126_the_undo_fails(case: Case) -> None:
    case.inject("before", COMES_ALIVE, **DROP)
    case.inject("before", {"raise": 1536}, **FLASHBACK)
    table = case.drop(purge=True)
    assert (table["outcome"], table["failed"], table["code"]) == ("unknown", True, "ORA-01536")
    assert table["reason"] == "undo_failed"
    assert case.place.bin_entries()[LEFTOVER] in table["text"]
    assert (case.where(), case.sent("^PURGE"), len(case.sent("^FLASHBACK"))) == ("bin", [], 1)


def test_case_127_success_is_told_but_the_table_is_still_there(case: Case) -> None:
    case.inject("before", "skip", **DROP)
    table = case.drop(purge=True)
    assert (table["outcome"], table["failed"], table["reason"]) == ("unknown", True, "not_found_in_recycle_bin")
    assert (case.where(), case.sent("^PURGE")) == ("table", [])


def test_case_128_indexes_and_constraints_get_their_names_back(case: Case) -> None:
    for privilege in ("ALTER ANY TABLE", "ALTER ANY INDEX"):
        case.change({"grant": {"privilege": privilege, "user": "DPCLEAN"}})
    assert case.drop()["outcome"] == "dropped"
    table = case.drop(**CRASHED, state="present", object_id=LEFTOVER)
    assert (table["outcome"], case.where()) == ("restored", "table")
    assert _bin_names(case) == 0


def test_case_128_names_that_cannot_be_given_back_are_told(case: Case) -> None:
    assert case.drop()["outcome"] == "dropped"
    case.inject("before", {"raise": 955}, text="^ALTER (TABLE|INDEX) .* RENAME", nested=True)
    table = case.drop(**CRASHED, state="present", object_id=LEFTOVER)
    assert (table["outcome"], table["code"], case.where()) == ("restored", "ORA-00955", "table")
    assert _bin_names(case) > 0
    assert "ORA-00955" in table["text"]


def _bin_names(case: Case) -> int:
    """How many objects of SCOTT that are not dropped still have names of the recycle bin."""
    with case.place.database.lock:
        query = "SELECT COUNT(*) FROM `obj$` WHERE OWNER_NAME = 'SCOTT' AND NAME LIKE 'BIN$%' AND FLAGS & 128 = 0"
        (count,) = case.place.database.sqlite.execute(query).fetchone()
    return int(count)


def test_case_129_external_tables_are_reported_and_never_dropped(make: MakeCase) -> None:
    description = described()
    for job in description["jobs"]:
        if job["name"] == CRASHED["name"]:
            job["external_tables"] = ["ET$002B00010001"]
    case = make(description)
    assert [table["name"] for table in case.facts()["external_tables"]] == ["ET$002B00010001"]
    assert case.drop(purge=True)["outcome"] == "purged"
    assert "SCOTT.ET$002B00010001" in case.names()
    kept(case.drop(owner="SCOTT", name="ET$002B00010001"), "not_a_master_table")


def test_case_130_an_entry_that_cannot_be_brought_back(case: Case) -> None:
    assert case.drop()["outcome"] == "dropped"
    with case.place.database.lock:
        case.place.database.sqlite.execute("UPDATE `recyclebin$` SET FLAGS = 2 WHERE BO = ?", (LEFTOVER,))
    table = case.drop(**CRASHED, state="present", object_id=LEFTOVER)
    kept(table, "not_restorable")
    assert (case.where(), case.sent("^FLASHBACK")) == ("bin", [])
