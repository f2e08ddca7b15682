# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a job ended, and what its status says: literals in, literals out."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._job_advice import ADVICE, advice
from ansible_collections.dbops.datapump.plugins.module_utils._job_outcome import Left, Watched, judge
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import (
    JobStatus,
    Message,
    WorkerStatus,
    duration,
    pace,
    progress_line,
    size,
    status_of,
)

NOON = datetime.datetime(2026, 1, 15, 12, 0, 0)
ACCEPTED = {"ORA-31684", "ORA-39082"}
EXISTS = Message("ORA-31684", 'ORA-31684: Object type TABLE:"HR"."EMP" already exists')
FAILED = Message("ORA-39083", "ORA-39083: Object type USER failed to create with error:\nORA-01918: no such user")
FULL = Message("ORA-39095", "ORA-39095: Dump file space has been exhausted")
GONE = Left(None, False)


def status(state="EXECUTING", seconds=0, **parts):
    return JobStatus(state, NOON + datetime.timedelta(seconds=seconds), **parts)


def watched(state="COMPLETED", *errors, count=None):
    return Watched(status(), status(state, 60, error_count=count), errors, over=True)


def outcome(seen, left, accepted=None):
    ending = judge(seen, left, ACCEPTED if accepted is None else accepted)
    return ending.outcome, ending.reason


@pytest.mark.parametrize(
    ("seen", "left", "expected"),
    [
        (watched("COMPLETED"), GONE, ("completed", "completed")),
        (watched("COMPLETING"), GONE, ("completed", "completed")),
        (watched("EXECUTING"), GONE, ("unknown", "ended_unseen")),
        (watched("EXECUTING"), replace(GONE, dump_set_complete=True), ("completed", "completed")),
        (Watched(over=True), GONE, ("unknown", "ended_unseen")),
        (watched("STOPPING"), GONE, ("aborted", "removed")),
        (watched("STOPPED"), Left("NOT RUNNING", True, "STOPPED"), ("stopped", "stopped")),
        (watched("STOPPING"), Left("NOT RUNNING", True, "STOP PENDING"), ("stopped", "stopped")),
        (watched("EXECUTING"), Left("NOT RUNNING", True, "EXECUTING"), ("aborted", "fatal_error")),
        (watched("STOPPED", FULL), Left("NOT RUNNING", True, "STOPPED"), ("aborted", "fatal_error")),
        (watched("COMPLETED"), Left("NOT RUNNING", True, "COMPLETED"), ("completed", "completed")),
        (watched("EXECUTING"), Left("NOT RUNNING", True, "COMPLETED"), ("completed", "completed")),
        (watched("COMPLETED"), Left("NOT RUNNING", True, None), ("completed", "completed")),
        (watched("EXECUTING"), Left("EXECUTING", True, "EXECUTING"), ("unknown", "still_listed")),
    ],
)
def test_the_end_is_told_by_what_was_seen_last_and_what_is_left(seen, left, expected):
    assert outcome(seen, left) == expected


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (watched("COMPLETED", EXISTS, count=1), ("completed", "errors_accepted")),
        (watched("COMPLETED", EXISTS, FAILED, count=2), ("completed_with_errors", "errors")),
        (watched("COMPLETED", FAILED), ("completed_with_errors", "errors")),
        (watched("COMPLETED", EXISTS, count=3), ("completed_with_errors", "errors_unread")),
        (watched("COMPLETED", count=1), ("completed_with_errors", "errors_unread")),
        (watched("COMPLETED", Message(None, "trouble"), count=1), ("completed_with_errors", "errors")),
    ],
)
def test_errors_fail_a_job_unless_each_code_is_accepted(seen, expected):
    assert outcome(seen, GONE) == expected


def test_every_code_of_an_error_counts():
    seen = watched("COMPLETED", FAILED, count=1)
    assert outcome(seen, GONE, {"ORA-39083"})[1] == "errors"
    assert outcome(seen, GONE, {"ORA-39083", "ORA-01918"}) == ("completed", "errors_accepted")


def test_errors_that_nobody_saw_come_from_the_log():
    seen = watched("COMPLETED", count=1)
    assert outcome(seen, replace(GONE, log_errors=(EXISTS,))) == ("completed", "errors_accepted")
    assert outcome(seen, replace(GONE, log_errors=(FAILED,))) == ("completed_with_errors", "errors")


def test_advice_is_about_the_innermost_code():
    assert advice(["ORA-31626", "ORA-31633", "ORA-01950"]) == ADVICE["ORA-01950"]
    assert advice(["ORA-31634", "ORA-31664"]) == ADVICE["ORA-31664"]
    assert advice(["ORA-99999"]) is None


@pytest.mark.parametrize(
    "code", ["01950", "01031", "00955", "31640", "31641", "39070", "39087", "39094", "39095", "31631", "31664"]
)
def test_there_is_advice_about_what_people_meet(code):
    assert f"ORA-{code}" in ADVICE


def outputs(**given):
    names = ("state", "time", "name", "percent", "bytes", "total", "degree", "errors", "workers", "files")
    return {f"out_{name}": given.get(name) for name in (*names, "messages", "problems")}


def test_the_texts_of_the_block_become_values():
    found = status_of(
        outputs(
            state="EXECUTING",
            time=NOON,
            name="J",
            percent=25,
            bytes=10,
            total=40,
            degree=2,
            errors=1,
            workers="DW00\x1fEXECUTING\x1fHR\x1fEMP\x1fTABLE_DATA\x1f1\x1f4\x1f\x1f25\x1e"
            "DW01\x1fIDLE\x1f\x1f\x1f\x1f\x1f\x1f\x1f\x1eDW02\x1fcut of",
            files="/u01/%U.dmp\x1f3\x1f0\x1e/u01/a.dmp\x1f0\x1f4096\x1e",
            problems="-31684\x1fORA-31684: exists\n\x1e",
            messages="0\x1fStarting\x1e",
        )
    )
    assert found == JobStatus(
        "EXECUTING",
        NOON,
        "J",
        25,
        10,
        40,
        2,
        1,
        (
            WorkerStatus("DW00", "EXECUTING", "HR", "EMP", "TABLE_DATA", 1, 4, None, 25),
            WorkerStatus("DW01", "IDLE", None, None, None, None, None, None, None),
        ),
        (("/u01/a.dmp", 4096),),
        (Message(None, "Starting"),),
        (Message("ORA-31684", "ORA-31684: exists"),),
    )


def test_an_answer_without_parts_is_a_state_and_a_time():
    assert status_of(outputs(time=NOON)) == JobStatus("UNDEFINED", NOON)


def test_the_pace_is_measured_from_the_first_answer():
    first = status(bytes_done=100, bytes_total=1000)
    assert pace(first, first).left_seconds is None
    now = status(seconds=10, bytes_done=300, bytes_total=1000)
    assert (pace(first, now).bytes_per_second, pace(first, now).left_seconds) == (20.0, 35)
    assert pace(first, replace(now, bytes_total=None)).left_seconds is None
    assert pace(first, replace(now, bytes_done=100)).bytes_per_second is None


def test_a_line_says_what_people_who_wait_want_to_know():
    worker = WorkerStatus("DW00", "EXECUTING", "HR", "EMP", "TABLE_DATA", 1, 4, None, 25)
    first = status(percent=0, bytes_done=0, bytes_total=4096)
    now = status(seconds=60, percent=25, bytes_done=1024, bytes_total=4096, workers=(worker,))
    line = progress_line("HR.J", first, now, errors=2)
    for part in ("HR.J: EXECUTING", "25%", "1.0 KB of 4.0 KB", "17 bytes/s", "3 min 0 s left", "12:04:00 UTC"):
        assert part in line
    assert "DW00 HR.EMP 25%" in line
    assert "errors: 2" in line
    assert progress_line("HR.J", now, JobStatus("IDLING", NOON), 0) == "HR.J: IDLING"
    assert "left" not in progress_line("HR.J", first, replace(now, state="COMPLETING"), 0)


def test_units():
    assert [size(number) for number in (0, 1023, 1536, 5 * 1024**3, 3 * 1024**6)] == [
        "0 bytes",
        "1023 bytes",
        "1.5 KB",
        "5.0 GB",
        "3072.0 PB",
    ]
    assert [duration(seconds) for seconds in (5, 65, 3700)] == ["5 s", "1 min 5 s", "1 h 1 min"]
