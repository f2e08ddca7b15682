# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classes, evidence, age: what follows from facts, and never more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
    Restartable,
    Weight,
)
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess, origin_of
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    DAY,
    DEAD,
    ENTRY,
    GHOST,
    LISTED,
    NOW,
    SESSION,
    TABLE,
    listed_as,
    reading,
    storing,
)

CASES = [
    ("executing", listed_as("EXECUTING"), Classification.RUNNING),
    ("idling", listed_as("IDLING"), Classification.RUNNING),
    ("defining", listed_as("DEFINING"), Classification.TRANSITIONAL),
    ("stop pending", listed_as("STOP PENDING"), Classification.TRANSITIONAL),
    ("completing", listed_as("COMPLETING"), Classification.TRANSITIONAL),
    ("undefined", listed_as("UNDEFINED"), Classification.UNDEFINED),
    ("no state", listed_as(None), Classification.UNDEFINED),
    ("a state of a later release", listed_as("RECOVERING"), Classification.UNKNOWN),
    ("a session is alive", replace(DEAD, sessions=(SESSION,)), Classification.TRANSITIONAL),
    ("an entry is executing", replace(DEAD, entries=(replace(ENTRY, state="EXECUTING"),)), Classification.RUNNING),
    (
        "hidden from the list",
        replace(DEAD, listed=(), entries=(replace(ENTRY, has_control_queue=False),)),
        Classification.TRANSITIONAL,
    ),
    ("no table", GHOST, Classification.GHOST),
    ("entry and table", replace(DEAD, entries=(ENTRY,)), Classification.WEDGED),
    ("crashed", DEAD, Classification.FAILED),
    ("crashed while defining", storing("DEFINING"), Classification.FAILED),
    ("stopped", storing("STOPPED"), Classification.STOPPED),
    ("stopping when it ended", storing("STOPPING"), Classification.STOPPED),
    ("attached to and left", storing("IDLING"), Classification.STOPPED),
    ("paused by abort_step", storing("EXECUTING", abort_step=10), Classification.STOPPED),
    ("kept", storing("COMPLETED"), Classification.KEPT),
    ("nothing stored", storing(None), Classification.UNKNOWN),
    ("table not read", replace(DEAD, content=None), Classification.UNKNOWN),
    ("vanished", replace(DEAD, table=None, content=None), Classification.UNKNOWN),
    ("listed twice", replace(DEAD, listed=(LISTED, LISTED)), Classification.UNKNOWN),
    (
        "business table",
        replace(DEAD, table=replace(TABLE, columns=frozenset({"NAME"})), content=None),
        Classification.LOOKALIKE,
    ),
    ("columns not read", replace(DEAD, table=replace(TABLE, columns=None), content=None), Classification.UNKNOWN),
    ("temporary table", replace(DEAD, table=replace(TABLE, ordinary=False)), Classification.UNKNOWN),
    ("not listed", replace(DEAD, listed=()), Classification.UNKNOWN),
    ("younger than its last change", replace(DEAD, table=replace(TABLE, created=NOW - DAY)), Classification.UNKNOWN),
    ("last change not known", replace(DEAD, table=replace(TABLE, last_ddl_time=None)), Classification.UNKNOWN),
    (
        "created and changed in the future",
        replace(DEAD, table=replace(TABLE, created=NOW + DAY, last_ddl_time=NOW + DAY)),
        Classification.UNKNOWN,
    ),
    ("created in the future", replace(DEAD, table=replace(TABLE, created=NOW + DAY)), Classification.UNKNOWN),
]


@pytest.mark.parametrize(("job", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_classes(job: object, expected: Classification) -> None:
    found = assess(reading(job), job)
    assert found.classification is expected
    assert found.evidence


@pytest.mark.parametrize(
    "changes",
    [
        {"database": replace(DATABASE, role="PHYSICAL STANDBY")},
        {"database": replace(DATABASE, open_mode="READ ONLY")},
        {"database": replace(DATABASE, expected_instances=(1, 2))},
        {"database": replace(DATABASE, expected_instances=(), seen_instances=())},
        {"entries_read": False},
    ],
    ids=["standby", "read only", "an instance is missing", "instances not known", "memory not read"],
)
def test_where_not_everything_was_read_not_running_proves_nothing(changes: dict) -> None:
    found = assess(reading(DEAD, **changes), DEAD)
    assert found.classification is Classification.UNKNOWN
    assert not found.quiescent


def test_an_entry_is_no_ghost_where_the_tables_were_not_read() -> None:
    found = assess(reading(GHOST, tables_read=False), GHOST)
    assert found.classification is Classification.UNKNOWN


def test_what_shows_life_is_told_even_where_not_everything_was_read() -> None:
    job = listed_as("EXECUTING")
    assert assess(reading(job, entries_read=False), job).classification is Classification.RUNNING


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (DEAD, True),
        (GHOST, True),
        (listed_as("EXECUTING"), False),
        (replace(DEAD, sessions=(SESSION,)), False),
        (replace(DEAD, listed=()), False),
        (replace(DEAD, entries=(replace(ENTRY, state="EXECUTING"),)), False),
    ],
)
def test_quiescent_means_nothing_alive_anywhere(job: object, expected: bool) -> None:
    assert assess(reading(job), job).quiescent is expected


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (storing("STOPPED"), Restartable.YES),
        (DEAD, Restartable.UNKNOWN),
        (storing("COMPLETED"), Restartable.NO),
        (GHOST, Restartable.NO),
        (replace(DEAD, table=replace(TABLE, mode="TRANSPORTABLE")), Restartable.NO),
        (replace(DEAD, content=None), Restartable.UNKNOWN),
    ],
)
def test_restartable_is_no_only_by_proof(job: object, expected: Restartable) -> None:
    assert assess(reading(job), job).restartable is expected


def test_the_stored_state_is_only_a_hint() -> None:
    weights = {item.fact: item.weight for item in assess(reading(DEAD), DEAD).evidence}
    assert weights["stored_state"] is Weight.HINT
    assert weights["quiescent"] is Weight.PROOF


def test_why_a_table_was_kept_is_a_hint() -> None:
    for name, fact in (("KEEP_MASTER", "keep_master"), ("MASTER_ONLY", "master_only")):
        job = storing("COMPLETED", parameters=((name, "1"),))
        evidence = assess(reading(job), job).evidence
        assert (fact, Weight.HINT) in [(item.fact, item.weight) for item in evidence]


def test_a_start_of_the_instance_after_the_last_update_is_evidence() -> None:
    restarted = replace(DATABASE, startup_time=NOW - DAY)
    assert "startup" in {item.fact for item in assess(reading(DEAD, database=restarted), DEAD).evidence}
    assert "startup" not in {item.fact for item in assess(reading(DEAD), DEAD).evidence}


@pytest.mark.parametrize(
    ("job", "database", "days"),
    [
        (DEAD, DATABASE, 19),
        (replace(DEAD, table=replace(TABLE, last_ddl_time=NOW - 3 * DAY)), DATABASE, 3),
        (replace(DEAD, content=replace(CONTENT, start_time=NOW - 2 * DAY)), DATABASE, 2),
        (DEAD, replace(DATABASE, startup_time=NOW - 5 * DAY), 5),
    ],
    ids=["last update", "last ddl", "start time", "instance start"],
)
def test_age_counts_from_the_latest_event(job: object, database: object, days: int) -> None:
    assert assess(reading(job, database=database), job).age_seconds == days * 86400


@pytest.mark.parametrize(
    "job",
    [
        GHOST,
        replace(DEAD, content=None),
        replace(DEAD, table=replace(TABLE, created=None)),
        replace(DEAD, table=replace(TABLE, last_ddl_time=None)),
    ],
    ids=["no table", "not read", "not created", "not changed"],
)
def test_an_age_that_cannot_be_read_is_unknown(job: object) -> None:
    assert assess(reading(job), job).age_seconds is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SYS_EXPORT_TABLE_02", "datapump_default"),
        ("SYS_SQLFILE_FULL_01", "datapump_default"),
        ("SYS_EXPORT_TABLE_100", "other"),
        ("IMP_SD_242-06_43_31", "sql_developer"),
        ("EXPORT_JOB_SQLDEV_1234", "sql_developer"),
        ("DATAPUMP_REST_IMPORT_20260115", "ords"),
        ("EM_EXPORT_HR_01", "oem"),
        ("EXPORT001234", "oem"),
        ("ZDM_2_DP_EXPORT_9432", "zdm"),
        ("TSPITR_EXP_abcd", "rman_tspitr"),
        ("EXPDP_20051121", "other"),
    ],
)
def test_origins(name: str, expected: str) -> None:
    assert origin_of(name) == expected
