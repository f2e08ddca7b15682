# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guard of the block that drops a master table, in a world that no guard before it refuses."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

import pytest
from served import Place, Seen

IN_MEMORY = {"owner": "SCOTT", "name": "FAILED", "mode": "TABLE", "in_memory": True, "master_table": False}
COMMENT = "COMMENT ON TABLE scott.{} IS '{:<23}{:<31}{:<30}'"


def _forget_entry(place: Place) -> None:
    place.tamper("DELETE FROM x_datapump_job WHERE JOB_NAME = 'RUNNING'")


def _comment(table: str, operation: str, mode: str) -> str:
    return COMMENT.format(table, "Data Pump Master Table", operation, mode)


REFUSALS: list[tuple[str, Callable[[Place], None], str, str]] = [
    ("another database", lambda place: place.change(new_dbid={"dbid": 4711}), "G0", "wrong_database"),
    (
        "a standby",
        lambda place: place.change(switch_role={"role": "PHYSICAL STANDBY", "open_mode": "READ WRITE"}),
        "G0",
        "read_only",
    ),
    (
        "read only",
        lambda place: place.change(switch_role={"role": "PRIMARY", "open_mode": "READ ONLY"}),
        "G0",
        "read_only",
    ),
    ("gone for good", lambda place: place.sql("DROP TABLE scott.failed PURGE"), "G1", "no_such_object"),
    ("dropped", lambda place: place.sql("DROP TABLE scott.failed"), "G1", "in_recycle_bin"),
    (
        "dropped, and its name taken",
        lambda place: place.sql("DROP TABLE scott.failed", "CREATE TABLE scott.failed (a NUMBER)"),
        "G1",
        "another_table",
    ),
    ("renamed", lambda place: place.sql("ALTER TABLE scott.failed RENAME TO elsewhere"), "G1", "renamed"),
    (
        "changed while it was looked at",
        lambda place: (place.change(advance={"seconds": 5}), place.sql("ALTER TABLE scott.failed ADD (more NUMBER)")),
        "G1",
        "changed",
    ),
    ("not listed", lambda place: place.sql("COMMENT ON TABLE scott.failed IS ''"), "G2", "not_listed"),
    ("an entry in memory", lambda place: place.change(add_job=IN_MEMORY), "G3", "entry_in_memory"),
    (
        "an entry that says it runs",
        lambda place: place.change(add_job={**IN_MEMORY, "in_memory": True, "state": "EXECUTING"}),
        "G2",
        "running",
    ),
    ("a session of nobody's", _forget_entry, "G3", "session_alive"),
    ("a silent instance", lambda place: place.change(silence_instance={"instance": 2}), "G4", "instance_not_read"),
    ("a lock", lambda place: place.change(lock_table={"owner": "SCOTT", "name": "FAILED"}), "G5", "busy"),
    (
        "a foreign key",
        lambda place: place.sql(
            "CREATE TABLE scott.child (a NUMBER, b NUMBER,"
            " FOREIGN KEY (a, b) REFERENCES scott.failed (process_order, duplicate))"
        ),
        "G7",
        "not_a_master_table",
    ),
    ("a clock that went back", lambda place: place.change(step_clock={"to": "2026-01-09 00:00:00"}), "G8", "clock"),
    (
        "rows that changed",
        lambda place: place.sql("UPDATE scott.failed SET phase = 9 WHERE process_order < 0"),
        "G9",
        "changed",
    ),
]


def assert_kept(place: Place, seen: Seen, guard: str, reason: str, **how: object) -> None:
    verdict = seen.drop(**how)  # type: ignore[arg-type]
    assert (verdict.status, verdict.guard, verdict.reason) == ("kept", guard, reason)


@pytest.mark.parametrize(
    ("change", "guard", "reason"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_what_changed_since_the_reading_keeps_the_table(
    place: Place, change: Callable[[Place], None], guard: str, reason: str
) -> None:
    with place.seen("FAILED") as seen:
        change(place)
        before = place.values("SELECT object_name FROM dba_objects ORDER BY 1")
        assert_kept(place, seen, guard, reason)
        assert place.values("SELECT object_name FROM dba_objects ORDER BY 1") == before


def test_a_table_that_nothing_speaks_for_is_dropped_into_the_recycle_bin(place: Place) -> None:
    with place.seen("FAILED") as seen:
        verdict = seen.drop()
        assert (verdict.status, verdict.guard, verdict.code) == ("dropped", None, None)
    assert not place.exists(92001)
    assert place.values("SELECT object_name, dropscn FROM dba_recyclebin WHERE type = 'TABLE'") == [
        (verdict.bin_name, verdict.dropscn)
    ]


def test_a_name_is_taken_as_it_stands(place: Place) -> None:
    with place.seen("nightly Load") as seen:
        assert seen.drop().status == "dropped"


def test_another_container_of_the_same_database_is_another_place(pdb: Place) -> None:
    with pdb.seen("FAILED") as seen:
        elsewhere = dataclasses.replace(seen.database, con_uid=seen.database.con_uid + 1)
        assert_kept(pdb, dataclasses.replace(seen, database=elsewhere), "G0", "wrong_database")


def test_a_pluggable_database_that_is_open_for_reading_only_is_not_written_to(pdb: Place) -> None:
    with pdb.seen("FAILED") as seen:
        pdb.change(open_pdb={"name": "PDB1", "mode": "READ ONLY", "container": "CDB$ROOT"})
        assert_kept(pdb, seen, "G0", "read_only")


def test_an_instance_where_the_pluggable_database_is_open_must_answer(pdb: Place) -> None:
    with pdb.seen("FAILED") as seen:
        pdb.change(silence_instance={"instance": 3 - seen.database.instance})
        assert_kept(pdb, seen, "G4", "instance_not_read")


def test_another_table_that_took_the_name_before_the_lock_is_not_taken_for_it(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.inject("^LOCK TABLE", {"recreate_table": {"owner": "SCOTT", "name": "FAILED", "as": "export"}})
        assert_kept(place, seen, "G1", "renamed")


def test_another_table_of_the_same_number_is_another_table(place: Place) -> None:
    with place.seen("FAILED") as seen:
        assert seen.job.table is not None
        older = dataclasses.replace(seen.job.table, created=datetime.datetime(2026, 1, 9))
        job = dataclasses.replace(seen.job, table=older)
        assert_kept(place, dataclasses.replace(seen, job=job), "G1", "changed")


def test_a_process_of_the_job_is_a_sign_of_life_even_if_no_list_shows_it(place: Place) -> None:
    with place.seen("FAILED") as seen, place.login("SCOTT") as process:
        process.module, process.action = "Data Pump Worker", "FAILED"
        process.ping()
        assert_kept(place, seen, "G3", "process_alive")
        process.action = "FAILING"
        process.ping()
        assert seen.drop().status == "dropped"


def test_nobody_can_write_to_the_table_while_it_is_looked_at(place: Place) -> None:
    with place.seen("FAILED") as seen:
        update = "UPDATE scott.failed SET phase = 9 WHERE process_order < 0"
        place.inject("DBA_CONSTRAINTS", {"sql": {"text": update}})
        assert seen.drop().status == "dropped"
    (error,) = place.happened()
    assert error is not None and "ORA-00054" in error


def test_a_drop_waits_for_no_lock(place: Place) -> None:
    place.sql("ALTER SYSTEM SET ddl_lock_timeout = 60")
    with place.seen("FAILED") as seen:
        place.inject("SET ddl_lock_timeout", "skip")
        assert_kept(place, seen, "G10", "lock_timeout")
    with place.seen("FAILED") as seen:
        assert seen.drop().status == "dropped"


@pytest.mark.parametrize(
    "comment",
    [
        _comment("failed", "EXPORTS", "TABLE"),
        _comment("failed", "EXPORT", "TABLES"),
        _comment("failed", "EXPORT", "TABLE").replace("Master", "master"),
        "COMMENT ON TABLE scott.failed IS ''",
    ],
    ids=["operation", "mode", "beginning", "none"],
)
def test_a_comment_of_something_else_is_no_master_tables(place: Place, comment: str) -> None:
    with place.seen("FAILED") as seen:
        # Only now: to Oracle it would be no job before.
        place.inject("DBA_TAB_COMMENTS", {"sql": {"text": comment}})
        assert_kept(place, seen, "G6", "not_a_master_table")


def test_a_table_without_the_columns_is_no_master_table(place: Place) -> None:
    with place.seen("LOOKALIKE") as seen:
        assert_kept(place, seen, "G6", "not_a_master_table")


@pytest.mark.parametrize(
    "row",
    [
        "UPDATE `obj$` SET FLAGS = FLAGS | 2 WHERE `OBJ#` = 92001",
        "INSERT INTO `external_tab$` (CON_ID, `OBJ#`, `TYPE$`) VALUES (0, 92001, 'ORACLE_DATAPUMP')",
        "INSERT INTO `queue_tables$` (CON_ID, `OBJ#`, TYPE) VALUES (0, 92001, 'OBJECT')",
        "INSERT INTO `snap$` (CON_ID, `OBJ#`) VALUES (0, 92001)",
    ],
    ids=["temporary", "external", "queue", "materialized view"],
)
def test_a_table_of_another_kind_is_no_master_table(place: Place, row: str) -> None:
    with place.seen("FAILED") as seen:
        place.tamper(row)
        assert_kept(place, seen, "G7", "not_a_master_table")


def test_age_is_counted_by_the_servers_clock(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.change(step_clock={"to": "2026-01-10 10:59:00"})
        assert_kept(place, seen, "G8", "too_young", min_age=3600)
        place.change(advance={"seconds": 120})
        assert seen.drop(min_age=3600).status == "dropped"


def test_the_start_of_an_instance_makes_everything_young(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.tamper("UPDATE x_instance SET STARTUP_TIME = '2026-01-15 02:59:00' WHERE INST_ID = 2")
        assert_kept(place, seen, "G8", "too_young", min_age=3600)


def test_rows_that_nobody_reviewed_are_not_compared(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql("UPDATE scott.failed SET phase = 9 WHERE process_order < 0")
        assert seen.drop(rows=False).status == "dropped"


def test_the_recycle_bin_is_switched_on_for_the_session(place: Place) -> None:
    place.sql("ALTER SYSTEM SET recyclebin = OFF DEFERRED")
    with place.seen("FAILED") as seen:
        assert (seen.drop().status, place.exists(92001)) == ("dropped", False)
    assert place.values("SELECT base_object FROM dba_recyclebin WHERE type = 'TABLE'") == [(92001,)]


@pytest.mark.parametrize("name", ["IN_SYSTEM", "FAILED"])
def test_what_the_recycle_bin_cannot_hold_takes_consent(place: Place, name: str) -> None:
    if name == "FAILED":
        place.sql("ALTER SYSTEM SET recyclebin = OFF DEFERRED")
        place.simulated.faults.inject(
            {"at": "before", "match": {"nested": True, "text": "SET recyclebin"}, "do": "skip", "times": None}
        )
    with place.seen(name) as seen:
        assert_kept(place, seen, "G10", "no_undo")
        assert place.exists(seen.object_id)
        assert seen.drop(accept_no_undo=True).status == "dropped"
        assert not place.exists(seen.object_id)
    assert place.values("SELECT COUNT(*) FROM dba_recyclebin") == [(0,)]


def test_what_sys_owns_takes_consent(place: Place) -> None:
    place.change(add_job={"owner": "SYS", "name": "OF_SYS", "object_id": 92901, "tablespace": "USERS"})
    with place.seen("OF_SYS", "SYS", mode="sysdba") as seen:
        assert_kept(place, seen, "G10", "no_undo")


def test_another_table_that_was_dropped_in_its_place_is_brought_back(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.inject("^LOCK TABLE", "skip")
        place.inject("^DROP TABLE", {"recreate_table": {"owner": "SCOTT", "name": "FAILED", "as": "business"}})
        verdict = seen.drop()
    assert (verdict.status, verdict.guard, verdict.reason) == ("undone", "V1", "identity_mismatch")
    ((number,),) = place.values("SELECT object_id FROM dba_objects WHERE object_name = 'FAILED'")
    assert number != 92001


# The DDL gives up the block's own lock before it takes another one: here there is none from the beginning.
LAST_MOMENT = {
    "attached to": ({"attach_job": {"owner": "SCOTT", "name": "FAILED"}}, "came_alive"),
    "written to": ({"sql": {"text": "UPDATE scott.failed SET phase = 9 WHERE process_order < 0"}}, "came_alive"),
    "not its comment": ({"sql": {"text": "COMMENT ON TABLE scott.failed IS 'mine'"}}, "changed"),
}


@pytest.mark.parametrize(("do", "reason"), LAST_MOMENT.values(), ids=LAST_MOMENT)
def test_a_table_that_changed_at_the_last_moment_is_brought_back(place: Place, do: object, reason: str) -> None:
    with place.seen("FAILED") as seen:
        place.inject("^LOCK TABLE", "skip")
        place.inject("^DROP TABLE", do)
        verdict = seen.drop()
    assert place.happened() == [None, None]
    assert (verdict.status, verdict.guard, verdict.reason) == ("undone", "V1", reason)
    assert place.exists(92001)


def test_a_job_that_comes_alive_when_its_table_is_dropped_has_it_back(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.simulated.faults.inject(
            {"at": "after", "match": {"nested": True, "text": "^DROP TABLE"}, "do": {"add_job": IN_MEMORY}}
        )
        verdict = seen.drop()
    assert (verdict.status, verdict.reason) == ("undone", "came_alive")
    assert place.exists(92001)


def test_a_drop_that_left_no_trace_is_not_called_one(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.inject("^DROP TABLE", "skip")
        verdict = seen.drop()
    assert (verdict.status, verdict.guard, verdict.reason) == ("unproven", "V1", "not_found_in_recycle_bin")


def test_what_the_recycle_bin_cannot_hold_must_be_gone_to_be_called_dropped(place: Place) -> None:
    with place.seen("IN_SYSTEM") as seen:
        place.inject("^DROP TABLE", "skip")
        assert seen.drop(accept_no_undo=True).status == "unproven"


def test_what_others_refer_to_is_not_cut_off(place: Place) -> None:
    with place.seen("FAILED") as seen:
        child = (
            "CREATE TABLE scott.child (a NUMBER, b NUMBER,"
            " FOREIGN KEY (a, b) REFERENCES scott.failed (process_order, duplicate))"
        )
        place.inject("^LOCK TABLE", "skip")
        place.inject("^DROP TABLE", {"sql": {"text": child}})
        verdict = seen.drop()
    assert (verdict.status, verdict.step, verdict.code) == ("error", "drop", "ORA-02449")
    assert place.exists(92001)


def test_an_older_entry_of_the_same_name_is_no_proof(place: Place) -> None:
    place.sql(
        "ALTER TABLE scott.failed RENAME TO aside",
        "CREATE TABLE scott.failed (a NUMBER)",
        "DROP TABLE scott.failed",
        "ALTER TABLE scott.aside RENAME TO failed",
    )
    with place.seen("FAILED") as seen:
        place.inject("^DROP TABLE", "skip")
        assert seen.drop().status == "unproven"


def test_an_undo_that_fails_is_told(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.inject("^LOCK TABLE", "skip")
        place.inject("^DROP TABLE", {"recreate_table": {"owner": "SCOTT", "name": "FAILED", "as": "business"}})
        place.inject("^FLASHBACK TABLE", {"raise": 38305})
        verdict = seen.drop()
    assert (verdict.status, verdict.step, verdict.code) == ("undo_failed", "undo", "ORA-38305")


def test_an_error_says_at_which_step_it_came_up(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.inject("GV_\\$DATAPUMP_JOB", {"raise": 12850})
        verdict = seen.drop()
        assert (verdict.status, verdict.step, verdict.code) == ("error", "evidence", "ORA-12850")
        place.inject("^DROP TABLE", {"raise": [604, 20999, 6512]})
        verdict = seen.drop()
        assert (verdict.status, verdict.step, verdict.code) == ("error", "drop", "ORA-00604")
    assert place.exists(92001)
