# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guard of the block that drops an external table which a worker left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict
from served import Place

ET = ("SCOTT", "ET$00010001", 92101)


def drop(
    place: Place,
    table: tuple[str, str, int] = ET,
    change: Callable[[], object] = lambda: None,
    min_age: int = 0,
) -> Verdict:
    """The block on a database that was read before the change."""
    with place.gateway() as gateway:
        database = gateway.database()
        change()
        return gateway.drop_external(database, *table, min_age)


def no_entries(place: Place) -> None:
    """Nothing of SCOTT's is in memory."""
    place.tamper("DELETE FROM x_datapump_job WHERE OWNER_NAME = 'SCOTT'")


def assert_kept(place: Place, verdict: Verdict, guard: str, reason: str, number: int = 92101) -> None:
    assert (verdict.status, verdict.guard, verdict.reason) == ("kept", guard, reason)
    assert place.exists(number)


def test_what_nothing_speaks_for_is_dropped(place: Place) -> None:
    no_entries(place)
    assert drop(place).status == "dropped"
    assert not place.exists(92101)


@pytest.mark.parametrize(
    ("table", "guard", "reason"),
    [
        (("SCOTT", "ET$LOADED", 92102), "G6", "not_of_datapump"),
        (("SCOTT", "UNLOADED", 92103), "G6", "not_of_datapump"),
        (("SCOTT", "FAILED", 92001), "G6", "not_of_datapump"),
        (("HR", "ET$00010001", 92101), "G1", "renamed"),
        (("SCOTT", "ET$00010002", 92101), "G1", "renamed"),
    ],
    ids=["another driver", "another name", "a master table", "the owner counts", "the name counts"],
)
def test_other_tables_are_kept(place: Place, table: tuple[str, str, int], guard: str, reason: str) -> None:
    no_entries(place)
    assert_kept(place, drop(place, table), guard, reason, table[2])


def test_another_database_is_left_alone(place: Place) -> None:
    no_entries(place)
    verdict = drop(place, change=lambda: place.change(new_dbid={"dbid": 4711}))
    assert_kept(place, verdict, "G0", "wrong_database")


def test_a_job_of_the_owner_in_memory_may_be_using_it(place: Place) -> None:
    # There are entries that say NOT RUNNING.
    assert_kept(place, drop(place), "G3", "live_job")


def test_a_job_of_the_owner_that_runs_may_be_using_it(place: Place) -> None:
    no_entries(place)
    place.change(add_job={"owner": "SCOTT", "name": "RUNS", "state": "EXECUTING", "object_id": 92909})
    assert_kept(place, drop(place), "G2", "live_job")


def test_a_session_of_nobodys_may_be_using_it(place: Place) -> None:
    no_entries(place)
    place.tamper("DELETE FROM x_datapump_job WHERE JOB_NAME = 'RUNNING'")
    assert_kept(place, drop(place), "G3", "session_alive")


def test_a_process_of_the_owner_may_be_using_it(place: Place) -> None:
    no_entries(place)
    with place.login("SCOTT") as process:
        process.module, process.action = "Data Pump Worker", "WHATEVER"
        process.ping()
        assert_kept(place, drop(place), "G3", "live_job")


def test_a_silent_instance_may_be_using_it(place: Place) -> None:
    no_entries(place)
    verdict = drop(place, change=lambda: place.change(silence_instance={"instance": 2}))
    assert_kept(place, verdict, "G4", "instance_not_read")


def test_age_is_counted_by_the_servers_clock(place: Place) -> None:
    no_entries(place)
    place.change(step_clock={"to": "2026-01-10 10:30:00"})
    assert_kept(place, drop(place, min_age=3600), "G8", "too_young")
    place.change(step_clock={"to": "2026-01-10 09:30:00"})
    assert_kept(place, drop(place), "G8", "clock")
    place.change(step_clock={"to": "2026-01-10 11:30:00"})
    assert drop(place, min_age=3600).status == "dropped"


def test_a_drop_that_left_the_table_there_is_not_called_one(place: Place) -> None:
    no_entries(place)
    place.inject("^DROP TABLE", "skip")
    verdict = drop(place)
    assert (verdict.status, verdict.reason) == ("unproven", "still_there")
