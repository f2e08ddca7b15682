# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The block that looks after a drop whose answer was lost, in the world that such a drop left."""

from __future__ import annotations

import pytest
from served import Place

DROP = "DROP TABLE scott.failed"
IN_MEMORY = {"owner": "SCOTT", "name": "FAILED", "mode": "TABLE", "in_memory": True, "master_table": False}
ANOTHER = ("ALTER TABLE scott.failed RENAME TO aside", "CREATE TABLE scott.failed (a NUMBER)", DROP)
WRITTEN_TO = "UPDATE scott.failed SET phase = 9 WHERE process_order < 0"


def test_a_table_that_nothing_speaks_for_stays_dropped(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(DROP)
        verdict = seen.look_after_drop()
    ((entry,),) = place.values("SELECT object_name FROM dba_recyclebin WHERE base_object = 92001 AND type = 'TABLE'")
    assert (verdict.status, verdict.bin_name) == ("dropped", entry)


def test_a_table_whose_job_is_in_memory_by_now_is_brought_back(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(DROP)
        place.change(add_job=IN_MEMORY)
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.guard, verdict.reason) == ("undone", "V1", "came_alive")
    assert place.exists(92001)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (WRITTEN_TO, "came_alive"),
        ("COMMENT ON TABLE scott.failed IS 'mine'", "changed"),
        (
            f"COMMENT ON TABLE scott.failed IS '{'Data Pump Master Table':<23}{'IMPORT':<31}{'TABLE':<30}'",
            "changed",
        ),
        (
            f"COMMENT ON TABLE scott.failed IS '{'Data Pump Master Table':<23}{'EXPORT':<31}{'FULL':<30}'",
            "changed",
        ),
    ],
    ids=["its rows", "its comment", "its operation", "its mode"],
)
def test_a_table_that_had_changed_when_it_was_dropped_is_brought_back(place: Place, text: str, reason: str) -> None:
    with place.seen("FAILED") as seen:
        place.sql(text, DROP)
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.guard, verdict.reason) == ("undone", "V1", reason)
    assert place.exists(92001)


def test_rows_that_nobody_reviewed_are_not_compared(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(WRITTEN_TO, DROP)
        assert seen.look_after_drop(rows=False).status == "dropped"


def test_another_table_that_was_dropped_in_its_place_is_named_and_left_alone(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(*ANOTHER)
        verdict = seen.look_after_drop()
    assert (verdict.guard, verdict.reason) == ("V1", "identity_mismatch")
    ((entry,),) = place.values("SELECT object_name FROM dba_recyclebin WHERE original_name = 'FAILED'")
    assert verdict.bin_name == entry


def test_what_was_dropped_before_the_reading_is_left_alone(place: Place) -> None:
    place.sql(*ANOTHER, "ALTER TABLE scott.aside RENAME TO failed")
    place.change(advance={"seconds": 2})
    with place.seen("FAILED") as seen:
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.reason) == ("kept", "not_in_recycle_bin")


def test_another_database_is_left_alone(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(WRITTEN_TO, DROP)
        place.change(new_dbid={"dbid": 4711})
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.reason) == ("kept", "wrong_database")
    assert not place.exists(92001)


def test_an_undo_that_fails_is_told(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(WRITTEN_TO, DROP)
        place.inject("^FLASHBACK TABLE", {"raise": 38305})
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.step, verdict.code) == ("undo_failed", "undo", "ORA-38305")


def test_a_look_that_failed_proves_nothing(place: Place) -> None:
    with place.seen("FAILED") as seen:
        place.sql(DROP)
        place.inject("GV_.DATAPUMP_JOB", {"raise": 1031})
        verdict = seen.look_after_drop()
    assert (verdict.status, verdict.step, verdict.code) == ("unproven", "proof", "ORA-01031")
