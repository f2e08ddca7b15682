# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done so that a job runs: for each state and class, literals in and literals out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Restartable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import (
    Course,
    DumpSet,
    Observed,
    Wanted,
    decide_start,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DEAD,
    ENTRY,
    GHOST,
    LISTED,
    NAME,
    OWNER,
    TABLE,
    listed_as,
    reading,
    storing,
)

WANTED = Wanted(OWNER, NAME, "EXPORT", "TABLE")
RESUMED_ONLY = Wanted(OWNER, NAME, None, None)
NOTHING = Observed(None)


def seen(job, **changes):
    return Observed(assessed(job, assess(reading(job), job)), **changes)


def chosen(job, wanted=WANTED, **changes):
    found = decide_start(wanted, seen(job, **changes))
    return found.course, found.outcome, found.decision.reason


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("EXECUTING", (Course.LEAVE, "running", "running")),
        ("IDLING", (Course.RESUME, "resumed", "resumable")),
        ("COMPLETING", (Course.LEAVE, "running", "completing")),
        ("COMPLETED", (Course.LEAVE, "already_completed", "completing")),
        ("STOP PENDING", (Course.RESUME_WHEN_STOPPED, "resumed", "stopping")),
        ("STOPPING", (Course.RESUME_WHEN_STOPPED, "resumed", "stopping")),
        ("STOPPED", (Course.RESUME_WHEN_STOPPED, "resumed", "stopping")),
        ("NOT RUNNING", (Course.RESUME, "resumed", "resumable")),
        ("DEFINING", (None, "kept", "being_defined")),
        ("UNDEFINED", (None, "kept", "undefined")),
        ("HIBERNATING", (None, "kept", "state")),
        (None, (None, "kept", "undefined")),
    ],
)
def test_every_state_has_its_course(state, expected):
    assert chosen(listed_as(state)) == expected


def test_no_state_was_forgotten():
    for state in State:
        chosen(listed_as(state.value))


@pytest.mark.parametrize("stored", ["EXECUTING", "STOPPED", "STOP PENDING", "IDLING"])
def test_a_failed_and_a_stopped_job_are_resumed(stored):
    assert chosen(storing(stored)) == (Course.RESUME, "resumed", "resumable")


def test_a_job_whose_control_rows_cannot_be_read_is_resumed_too():
    """Attaching as the owner shows what it is, and cannot do harm."""
    assert chosen(replace(DEAD, content=None))[0] is Course.RESUME


def test_transportable_jobs_are_not_resumed():
    table = replace(TABLE, mode="TRANSPORTABLE")
    job = replace(DEAD, listed=(replace(LISTED, mode="TRANSPORTABLE"),), table=table)
    wanted = replace(WANTED, mode="TRANSPORTABLE")
    assert chosen(job, wanted) == (None, "kept", "not_restartable")
    assert chosen(replace(job, listed=(replace(LISTED, mode="TRANSPORTABLE", state="STOPPING"),)), wanted)[2] == (
        "not_restartable"
    )


def test_what_is_proven_not_to_be_restartable_is_not_resumed():
    found = seen(DEAD)
    found = replace(found, job=replace(found.job, restartable=Restartable.NO))
    assert decide_start(WANTED, found).decision.reason == "not_restartable"


def test_dead_entries_are_for_absent():
    assert chosen(GHOST) == (None, "kept", "ghost")
    assert chosen(replace(DEAD, entries=(ENTRY,))) == (None, "kept", "wedged")


def test_a_lookalike_only_has_the_name():
    assert chosen(replace(DEAD, table=replace(TABLE, columns=frozenset({"NAME"})), content=None))[2] == "name_taken"


def test_another_job_of_this_name_is_left_alone():
    assert chosen(DEAD, replace(WANTED, operation="IMPORT")) == (None, "kept", "another_job")
    assert chosen(DEAD, replace(WANTED, mode="SCHEMA")) == (None, "kept", "another_job")


def test_an_estimate_is_an_export():
    job = replace(DEAD, listed=(replace(LISTED, operation="ESTIMATE"),), table=replace(TABLE, operation="ESTIMATE"))
    assert chosen(job) == (Course.RESUME, "resumed", "resumable")


def test_a_running_job_that_differs_is_adjusted():
    call = Call("SET_PARALLEL", (("degree", 4),))
    assert chosen(listed_as("EXECUTING"), changes=(call,)) == (Course.ADJUST, "adjusted", "differs")


def test_a_kept_master_table_shows_that_the_job_has_run():
    kept = replace(DEAD, content=replace(CONTENT, stored_state="COMPLETED", parameters=(("KEEP_MASTER", "1"),)))
    assert chosen(kept) == (Course.LEAVE, "already_completed", "already_completed")
    assert chosen(kept, replace(WANTED, reuse_dumpfiles=True)) == (None, "kept", "kept_master")


def test_a_new_job_is_made():
    found = decide_start(WANTED, NOTHING)
    assert (found.course, found.outcome) == (Course.CREATE, "started")


def test_nothing_is_made_of_options_that_define_no_job():
    found = decide_start(RESUMED_ONLY, NOTHING)
    assert (found.course, found.decision.reason, found.decision.option) == (None, "no_such_job", "operation")
    assert chosen(DEAD, RESUMED_ONLY)[0] is Course.RESUME


def test_a_name_that_another_object_has_is_refused_before_open():
    found = decide_start(WANTED, replace(NOTHING, name_taken_by=("VIEW",)))
    assert (found.course, found.decision.reason, found.decision.option) == (None, "name_taken", "name")
    assert "VIEW" in found.decision.text


@pytest.mark.parametrize(
    ("dump_set", "reuse", "course", "reason"),
    [
        (DumpSet.COMPLETE, False, Course.LEAVE, "already_completed"),
        (DumpSet.COMPLETE, True, Course.CREATE, "no_such_job"),
        (DumpSet.OTHER, False, None, "dump_files_exist"),
        (DumpSet.OTHER, True, Course.CREATE, "no_such_job"),
        (DumpSet.NONE, False, Course.CREATE, "no_such_job"),
        (None, False, Course.CREATE, "no_such_job"),
    ],
)
def test_an_export_whose_dump_set_is_there_is_done(dump_set, reuse, course, reason):
    found = decide_start(replace(WANTED, reuse_dumpfiles=reuse), replace(NOTHING, dump_set=dump_set, obstacle="a.dmp"))
    assert (found.course, found.decision.reason) == (course, reason)


def test_an_import_of_what_is_there_is_not_run():
    found = decide_start(WANTED, replace(NOTHING, present="It is there.", name_taken_by=("TABLE",)))
    assert (found.course, found.outcome) == (Course.LEAVE, "already_present")
