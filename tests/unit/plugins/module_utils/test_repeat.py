# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings that break off are begun again in a new session, where that may help, and once."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _sql
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedRun, ScriptedSession


def failing(*codes, pause=False):
    wait = [("pause", None)] if pause else []
    return ScriptedSession((_sql.MY_SESSION, [{"row": 1}]), (_sql.SESSIONS, DatabaseError(codes, codes[0])), *wait)


def complete():
    return ScriptedSession((_sql.MY_SESSION, [{"row": 1}]), (_sql.SESSIONS, [{"row": 2}]))


def read(session):
    return [*session.select(_sql.MY_SESSION), *session.select(_sql.SESSIONS)]


@pytest.mark.parametrize(
    ("codes", "pause"),
    [
        (("DPY-4011",), False),
        (("DPY-4024",), False),
        (("ORA-01555",), False),
        (("ORA-12801", "ORA-01555"), False),
        (("ORA-04068",), False),
        (("ORA-01089",), True),
    ],
)
def test_a_reading_that_broke_off_begins_again_from_its_start(codes, pause):
    first, second = failing(*codes, pause=pause), complete()
    run = ScriptedRun(first, second)
    with session_with(run.run, read) as found:
        assert found == [{"row": 1}, {"row": 2}]
    first.finish()
    second.finish()


@pytest.mark.parametrize("code", ["ORA-00942", "ORA-01031", "ORA-00600", "DPY-5001"])
def test_what_would_fail_again_is_not_repeated(code):
    run = ScriptedRun(failing(code))
    with pytest.raises(DatabaseError):
        with session_with(run.run, read):
            pytest.fail("there is nothing to work with")


def test_it_is_repeated_once():
    run = ScriptedRun(failing("DPY-4011"), failing("DPY-4011"))
    with pytest.raises(DatabaseError):
        with session_with(run.run, read):
            pytest.fail("there is nothing to work with")
    run.finish()


def test_nothing_is_repeated_when_the_time_is_over():
    run = ScriptedRun(failing("DPY-4011"), time_left=0)
    with pytest.raises(DatabaseError):
        with session_with(run.run, read):
            pytest.fail("there is nothing to work with")


def test_an_error_of_the_work_itself_is_not_one_of_the_reading():
    run = ScriptedRun(complete())
    with pytest.raises(DatabaseError):
        with session_with(run.run, read):
            raise DatabaseError(("DPY-4011",), "lost while working")
    run.finish()
