# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What changes between the reading and the drop is seen by the guards in the database; what slips through is undone."""

from __future__ import annotations

from typing import Any

import pytest
from simulated import CLEANER, SCOTT, Account, Simulated

SCENARIO = "live_jobs.yml"
NAME = "FAILED"
TABLE = {"owner": "SCOTT", "name": NAME}
BLOCK = {"kind": "plsql", "nested": False, "text": "TO BEFORE DROP"}
PRIMARY_KEY = "SELECT constraint_name FROM dba_constraints WHERE owner = 'SCOTT' AND table_name = 'FAILED'"
INDEXES = "SELECT index_name FROM dba_indexes WHERE owner = 'SCOTT' AND table_name = 'FAILED'"


def _inject(place: Simulated, match: dict[str, Any], do: Any, at: str = "before") -> None:
    place.admin("inject", service="live", fault={"at": at, "match": match, "do": do})


def _nested(text: str) -> dict[str, Any]:
    return {"nested": True, "text": text}


REFUSALS: list[tuple[str, dict[str, Any], Any, str, str]] = [
    (
        "an entry in memory",
        BLOCK,
        {"add_job": {"owner": "SCOTT", "name": NAME, "in_memory": True, "master_table": False}},
        "G3",
        "entry_in_memory",
    ),
    (
        "hidden from the list",
        BLOCK,
        [
            {
                "add_job": {
                    "owner": "SCOTT",
                    "name": NAME,
                    "in_memory": True,
                    "master_table": False,
                    "null_control_queue": True,
                }
            }
        ],
        "G2",
        "not_listed",
    ),
    ("a lock", BLOCK, {"lock_table": {"owner": "SCOTT", "name": NAME}}, "G5", "busy"),
    (
        "a foreign key",
        BLOCK,
        {
            "sql": {
                "text": "CREATE TABLE scott.child (a NUMBER, b NUMBER,"
                " FOREIGN KEY (a, b) REFERENCES scott.failed (process_order, duplicate))"
            }
        },
        "G7",
        "not_a_master_table",
    ),
    ("another comment", BLOCK, {"sql": {"text": "COMMENT ON TABLE scott.failed IS 'mine'"}}, "G2", "not_listed"),
    (
        "changed rows",
        BLOCK,
        {"sql": {"text": ["UPDATE scott.failed SET phase = 9 WHERE process_order < 0", "COMMIT"]}},
        "G9",
        "changed",
    ),
    ("no recycle bin", _nested("ALTER SESSION SET recyclebin"), ["skip"], "G10", "no_undo"),
    ("another name", BLOCK, {"sql": {"text": "ALTER TABLE scott.failed RENAME TO elsewhere"}}, "G1", "renamed"),
    ("read only", BLOCK, {"switch_role": {"role": "PRIMARY", "open_mode": "READ ONLY"}}, "G0", "read_only"),
    ("a clone", BLOCK, {"new_dbid": {"dbid": 4711}}, "G0", "wrong_database"),
]


@pytest.mark.parametrize(
    ("match", "do", "guard", "reason"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_what_changed_since_the_reading_is_refused_by_a_guard(
    place: Simulated, match: dict[str, Any], do: Any, guard: str, reason: str
) -> None:
    if reason == "no_undo":
        place.execute("live", "ALTER SYSTEM SET recyclebin = OFF DEFERRED")
    _inject(place, match, do)
    done = place.drop("live", **TABLE)
    assert (done.table["outcome"], done.table["reason"], done.table["guard"]) == ("kept", reason, guard)
    assert done.values["changed"] is False
    assert place.query("live", "SELECT COUNT(*) FROM dba_objects WHERE object_id = 91051") == [(1,)]
    assert place.query("live", "SELECT COUNT(*) FROM dba_recyclebin") == [(0,)]


def test_a_table_that_took_the_name_at_the_last_moment_is_brought_back(place: Simulated) -> None:
    # The DDL's own commit ends the lock before the table is looked up again: here there is none from the beginning.
    _inject(place, _nested("^LOCK TABLE"), "skip")
    _inject(place, _nested("^DROP TABLE"), {"recreate_table": {"owner": "SCOTT", "name": NAME, "as": "business"}})
    done = place.drop("live", tables=[TABLE, {"owner": "SCOTT", "name": "FILE_GONE"}])
    first, second = done.values["tables"]
    assert (first["outcome"], first["reason"], first["guard"]) == ("kept", "identity_mismatch", "V1")
    assert (second["outcome"], second["reason"]) == ("kept", "not_attempted")
    assert f"SCOTT.{NAME}" in place.tables("live")


@pytest.mark.parametrize(
    ("account", "grants"),
    [
        (SCOTT, ["GRANT SELECT_CATALOG_ROLE TO scott"]),
        (CLEANER, ["GRANT ALTER ANY INDEX TO dpclean", "GRANT ALTER ANY TABLE TO dpclean"]),
    ],
    ids=["owner", "granted"],
)
def test_a_restored_table_has_its_names_back(place: Simulated, account: Account, grants: list[str]) -> None:
    names = [sorted(place.query("live", query)) for query in (PRIMARY_KEY, INDEXES)]
    assert all(names)
    place.execute("live", *grants)
    assert place.drop("live", **TABLE).table["outcome"] == "dropped"
    back = place.run("datapump_master_table", "live", account, state="present", **TABLE)
    assert (back.table["outcome"], back.table["code"]) == ("restored", None)
    assert [sorted(place.query("live", query)) for query in (PRIMARY_KEY, INDEXES)] == names
    again = place.run("datapump_master_table", "live", account, state="present", **TABLE)
    assert (again.table["outcome"], again.values["changed"]) == ("already_present", False)


def test_without_the_grants_the_table_is_back_and_the_names_are_said_to_be_missing(place: Simulated) -> None:
    assert place.drop("live", **TABLE).table["outcome"] == "dropped"
    back = place.run("datapump_master_table", "live", state="present", **TABLE)
    assert (back.table["outcome"], back.table["code"]) == ("restored", "ORA-01418")
    assert "ORA-01418" in back.table["text"]
    assert place.facts("live").job(NAME)["classification"] == "failed"


def test_a_bin_entry_of_somebody_else_is_left_alone(place: Simulated) -> None:
    place.execute("live", "CREATE TABLE scott.precious (a NUMBER)", "DROP TABLE scott.precious")
    before = place.query("live", "SELECT object_name FROM dba_recyclebin WHERE original_name = 'PRECIOUS'")
    assert place.drop("live", purge=True, **TABLE).table["outcome"] == "purged"
    assert place.query("live", "SELECT object_name FROM dba_recyclebin") == before
    kept = place.run("datapump_master_table", "live", state="present", owner="SCOTT", name="PRECIOUS", on_kept="report")
    assert kept.table["reason"] == "not_a_master_table"
