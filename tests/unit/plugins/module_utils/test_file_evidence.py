# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files of dead jobs tell: the last line of a log, dump files that are gone, and nothing beyond that."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _file_evidence, _file_gateway, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
    Restartable,
    Weight,
)
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._digest import digest_of
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._file_evidence import look_at_files, says_stopped
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    FilesSeen,
    JobFile,
)
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    DEAD,
    GHOST,
    NAME,
    OWNER,
    SESSION,
    listed_as,
    reading,
    storing,
)
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

STOP_LINE = f'Job "{OWNER}"."{NAME}" stopped by user request at Wed Jan 14 22:00:10 2026 elapsed 0 00:05:00'
USER = {"server_time": datetime.datetime(2026, 1, 15), "session_user": "DPCLEAN", "name": "NOTE", "con_id": 0}
WHO = (_sql.DATABASE_AS_ANY_USER, [{**USER, "db_unique_name": "NOTE", "database_role": "PRIMARY", "con_name": "NOTE"}])
DUMP = JobFile("dump", "D", "a%U.dmp", "/u01/a01.dmp")
LOG = JobFile("log", "D", "a.log", "/u01/a.log")
TWO_INSTANCES = replace(DATABASE, expected_instances=(1, 2), seen_instances=(1, 2))


def looked(*script, files=(DUMP, LOG), job=DEAD):
    session = ScriptedSession(*script)
    content = replace(CONTENT, files=files)
    found, warnings = look_at_files(Gateway(session), [job], {(OWNER, NAME): content})
    session.finish()
    return found.get((OWNER, NAME)), warnings, session.binds


def log(text):
    return (_file_gateway.LOCATOR, (len(text), text.encode()))


def exists(answer):
    return (_file_gateway.EXISTS, [{"file_exists": answer}])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Starting", STOP_LINE], True),
        ([STOP_LINE, "", "  "], True),
        ([STOP_LINE, "Restarting the job"], False),
        ([STOP_LINE.replace(OWNER, "OTHER")], False),
        ([STOP_LINE.replace("by user request", "due to fatal error")], False),
        ([f"note: {STOP_LINE}"], False),
        ([], False),
    ],
)
def test_only_the_last_line_about_this_job_counts(lines, expected):
    assert says_stopped(OWNER, NAME, lines) is expected


def test_files_are_looked_at_under_their_own_names():
    seen, warnings, binds = looked(WHO, log(f"one\n{STOP_LINE}\n"), exists(0))
    assert (seen, warnings) == (FilesSeen(True, "a.log", ("a01.dmp",)), [])
    assert [(bind["wanted_directory"], bind["wanted_file"]) for bind in binds[1:]] == [("D", "a.log"), ("D", "a01.dmp")]


def test_names_with_variables_are_those_of_no_file():
    template = JobFile("dump", "D", "a%U.dmp", "/u01/a%U.dmp")
    seen, _warnings, _binds = looked(
        WHO, files=(template, JobFile("dump", None, "b", "/b"), JobFile("bad", "D", "c", "c"))
    )
    assert seen == FilesSeen(None, None, ())


@pytest.mark.parametrize(
    "job", [listed_as("EXECUTING"), replace(DEAD, sessions=(SESSION,)), replace(DEAD, listed=()), GHOST]
)
def test_jobs_with_signs_of_life_or_without_a_state_are_left_alone(job):
    if job is GHOST:
        job = replace(GHOST, listed=())
        job = replace(job, entries=(replace(job.entries[0], state="EXECUTING"),))
    assert looked(job=job)[0] is None


def test_a_missing_right_is_told_once_and_nothing_more_is_asked_there():
    refused = (_file_gateway.LOCATOR, DatabaseError(("ORA-22286",), "ORA-22286"))
    seen, warnings, _binds = looked(WHO, refused)
    assert seen == FilesSeen(None, "a.log", ())
    assert len(warnings) == 1
    assert "GRANT READ ON DIRECTORY D TO DPCLEAN" in warnings[0]


def test_a_log_that_is_gone_says_nothing():
    gone = (_file_gateway.LOCATOR, DatabaseError(("ORA-22288",), "ORA-22288"))
    seen, warnings, _binds = looked(WHO, gone, exists(0), exists(1))
    assert (seen, warnings) == (FilesSeen(None, "a.log", ()), [])


def test_one_reading_looks_at_so_many_files(monkeypatch):
    monkeypatch.setattr(_file_evidence, "MOST_LOOKS", 1)
    seen, warnings, _binds = looked(WHO, log("x\n"))
    assert seen == FilesSeen(False, "a.log", ())
    assert len(warnings) == 1


def assessed(job, files, database=DATABASE):
    job = replace(job, files_seen=files)
    return assess(reading(job, database=database), job)


def weight_of(assessment, fact):
    return next((item.weight for item in assessment.evidence if item.fact == fact), None)


@pytest.mark.parametrize("job", [DEAD, storing("STOPPED")])
def test_the_line_in_the_log_proves_the_stop(job):
    found = assessed(job, FilesSeen(True, "a.log"))
    assert found.classification is Classification.STOPPED
    assert found.restartable is Restartable.YES
    assert weight_of(found, "log") is Weight.PROOF


@pytest.mark.parametrize(
    ("job", "expected"), [(DEAD, Classification.FAILED), (storing("STOPPED"), Classification.STOPPED)]
)
def test_a_log_without_the_line_changes_nothing(job, expected):
    found = assessed(job, FilesSeen(False, "a.log"))
    assert found.classification is expected
    assert weight_of(found, "log") is Weight.HINT


@pytest.mark.parametrize("job", [DEAD, storing("STOPPED")])
def test_a_dump_file_that_is_gone_proves_that_a_job_cannot_be_restarted(job):
    found = assessed(job, FilesSeen(None, None, ("a01.dmp",)))
    assert found.restartable is Restartable.NO
    assert weight_of(found, "dump_files") is Weight.PROOF


@pytest.mark.parametrize(("job", "expected"), [(DEAD, Restartable.UNKNOWN), (storing("STOPPED"), Restartable.YES)])
def test_in_a_cluster_another_server_may_have_the_file(job, expected):
    found = assessed(job, FilesSeen(None, None, ("a01.dmp",)), TWO_INSTANCES)
    assert found.restartable is expected
    assert weight_of(found, "dump_files") is Weight.HINT


def test_a_job_that_was_kept_is_not_judged_by_its_files():
    found = assessed(storing("COMPLETED"), FilesSeen(True, "a.log", ("a01.dmp",)))
    assert found.classification is Classification.KEPT
    assert weight_of(found, "log") is None


def test_the_digest_does_not_depend_on_files():
    seen = replace(DEAD, files_seen=FilesSeen(True, "a.log", ("a01.dmp",)))
    assert digest_of(DATABASE, seen) == digest_of(DATABASE, DEAD)
