# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Making, resuming and adjusting jobs: one call after the other, and nothing left behind when one fails."""

from __future__ import annotations

import datetime

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _attach, _job_sql, _progress, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision
from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import Chosen, Course, Observed
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._job_begin import (
    LeftBehind,
    Progress,
    adjust,
    create,
    resume,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallFailed, CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import (
    Call,
    Constant,
    Continuation,
    Definition,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import StartPlan, log_entry
from ansible_collections.dbops.datapump.plugins.module_utils._job_watch import Watch
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._own import over_own_views
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

NOON = datetime.datetime(2026, 1, 15, 12, 0, 0)
FILE = Call("ADD_FILE", (("filename", "a.dmp"), ("filetype", Constant(("KU$_FILE_TYPE_DUMP_FILE",)))), "dumpfile")
PASSWORD = Call("SET_PARAMETER", (("name", "ENCRYPTION_PASSWORD"), ("value", "s3cret")), "encryption_password", True)
PARALLEL = Call("SET_PARALLEL", (("degree", 4),), "parallel")
START = Call("START_JOB")
STOP = Call("STOP_JOB", (("immediate", 0), ("delay", 0)))
DETACH = Call("DETACH")
DEFINITION = Definition("EXPORT", "SCHEMA", "J", "O", None, "COMPATIBLE", (FILE, PASSWORD), START, ())
YES = Chosen(Course.RESUME, "resumed", Decision(True, "resumable", ""))
PLAN = StartPlan("O", "J", DEFINITION, Continuation((PARALLEL,), START), YES, Observed(None, changes=(PARALLEL,)))
LOST = DatabaseError(("DPY-4011",), "DPY-4011: the database or network closed the connection")
REFUSED = DatabaseError(("ORA-39001", "ORA-06512"), "ORA-39001: invalid argument value")


def made(call, answer=None):
    return (_job_sql.calling(call)[0], answer or {})


def status(state, **parts):
    answer = {"out_state": state, "out_time": NOON, **{f"out_{name}": value for name, value in parts.items()}}
    return (_job_sql.status("1220"), answer)


def opened(answer=None):
    return (_job_sql.opening(DEFINITION.open_call)[0], answer or {"out_handle": 7})


def listed(*states):
    row = {"owner_name": "O", "job_name": "J", "operation": "EXPORT", "job_mode": "SCHEMA"}
    rows = [{**row, "state": state, "degree": 1, "attached_sessions": 0, "datapump_sessions": 0} for state in states]
    return (over_own_views(_sql.JOBS), rows)


def client_with(*script):
    session = ScriptedSession(*script)
    return JobClient(JobGateway(session), "EXPORT"), session


NOTE = made(log_entry("run1"))


def test_a_job_is_opened_defined_and_started_in_one_session():
    client, session = client_with(opened(), made(FILE), made(PASSWORD), NOTE, made(START))
    create(client, DEFINITION, "run1", Progress("J"))
    session.finish()
    assert client.state is State.EXECUTING
    assert session.binds[2]["value_1"] == "s3cret"
    assert session.binds[3]["message_1"] == "dbops.datapump run run1"
    assert "s3cret" not in " ".join(client.sent)
    assert [line.split("(")[0].split(".")[-1] for line in client.sent] == [
        "OPEN",
        "ADD_FILE",
        "SET_PARAMETER",
        "LOG_ENTRY",
        "START_JOB",
    ]


def test_the_name_that_oracle_made_up_is_asked_for():
    client, session = client_with(
        opened(), status("DEFINING", name="SYS_EXPORT_SCHEMA_01"), made(FILE), made(PASSWORD), NOTE, made(START)
    )
    progress = Progress(None)
    create(client, DEFINITION, "run1", progress)
    session.finish()
    assert progress.name == "SYS_EXPORT_SCHEMA_01"


@pytest.mark.parametrize("failing", [FILE, PASSWORD, START])
def test_a_call_that_fails_leaves_no_job_behind(failing):
    calls = [FILE, PASSWORD, log_entry("run1"), START]
    before = [made(call) for call in calls[: calls.index(failing)]]
    client, session = client_with(
        opened(),
        *before,
        made(failing, REFUSED),
        status("DEFINING", problems="39001\x1fORA-39001: invalid\x1e0\x1fORA-39087: directory name X\x1e"),
        status("DEFINING"),
        made(STOP),
        listed(),
    )
    with pytest.raises(CallFailed) as failure:
        create(client, DEFINITION, "run1", Progress("J"))
    session.finish()
    assert failure.value.codes == ("ORA-39001", "ORA-39087")
    assert failure.value.option == (failing.option or None)


def test_a_job_that_stays_behind_is_told_of():
    client, session = client_with(
        opened(),
        made(FILE, REFUSED),
        status("DEFINING"),
        status("DEFINING"),
        made(STOP, REFUSED),
        status("DEFINING"),
        made(DETACH),
        *[step for dummy in range(10) for step in (listed("DEFINING"), (_attach.SLEEP, {}))],
        listed("DEFINING"),
    )
    with pytest.raises(LeftBehind) as failure:
        create(client, DEFINITION, "run1", Progress("J"))
    session.finish()
    assert failure.value.codes == ("ORA-39001",)


def test_a_failing_open_tells_what_is_behind_it():
    stack = "31626\x1fORA-31626: job does not exist\x1e31633\x1fORA-31633: no table\nORA-01950: no privileges\x1e"
    client, session = client_with(
        opened(DatabaseError(("ORA-31626",), "ORA-31626")), status("UNDEFINED", problems=stack)
    )
    with pytest.raises(CallFailed) as failure:
        create(client, DEFINITION, "run1", Progress("J"))
    session.finish()
    assert failure.value.codes == ("ORA-31626", "ORA-31633", "ORA-01950")
    assert session.binds[1]["job_handle"] is None


def test_success_with_more_to_say_is_success():
    client, session = client_with(
        opened(),
        made(FILE, DatabaseError(("ORA-31627",), "ORA-31627")),
        status("DEFINING", problems="31655\x1fORA-31655: nothing selected\x1e"),
        made(PASSWORD),
        NOTE,
        made(START),
    )
    create(client, DEFINITION, "run1", Progress("J"))
    session.finish()
    assert [message.code for message in client.messages] == ["ORA-31655"]


@pytest.mark.parametrize(("at", "sent"), [(FILE, False), (START, True)])
def test_a_lost_connection_is_no_failure_and_whether_start_was_sent_is_known(at, sent):
    calls = [FILE, PASSWORD, log_entry("run1"), START]
    before = [made(call) for call in calls[: calls.index(at)]]
    client, session = client_with(opened(), *before, made(at, LOST))
    progress = Progress("J")
    with pytest.raises(DatabaseError):
        create(client, DEFINITION, "run1", progress)
    session.finish()
    assert progress.sent_start is sent


def test_a_stopped_job_is_attached_to_and_started():
    attached = (_job_sql.ATTACH, {"out_handle": 7})
    client, session = client_with(attached, status("IDLING"), made(PARALLEL), NOTE, made(START))
    assert resume(client, PLAN, "NOT RUNNING", "run1", Progress("J"))
    session.finish()


def test_a_job_that_runs_after_all_is_not_started_again():
    client, session = client_with((_job_sql.ATTACH, {"out_handle": 7}), status("EXECUTING"))
    assert not resume(client, PLAN, "NOT RUNNING", "run1", Progress("J"))
    session.finish()


def test_a_job_that_cannot_be_restarted_is_left_as_it_was():
    client, session = client_with(
        (_job_sql.ATTACH, {"out_handle": 7}),
        status("IDLING"),
        made(PARALLEL),
        NOTE,
        made(START, REFUSED),
        status("IDLING"),
        made(DETACH),
    )
    with pytest.raises(CallFailed):
        resume(client, PLAN, "NOT RUNNING", "run1", Progress("J"))
    session.finish()


def test_a_running_job_is_adjusted():
    client, session = client_with((_job_sql.ATTACH, {"out_handle": 7}), status("EXECUTING"), made(PARALLEL), NOTE)
    assert adjust(client, PLAN, "run1") == (PARALLEL,)
    session.finish()


def test_a_job_that_is_stopping_cannot_be_attached_to():
    client, session = client_with()
    with pytest.raises(CallRefused):
        resume(client, PLAN, "STOP PENDING", "run1", Progress("J"))
    session.finish()


def at(seconds, state="EXECUTING", **parts):
    return status(state, **{"time": NOON + datetime.timedelta(seconds=seconds), **parts})


def watching(*script, patience=None, time_left=600.0):
    client, session = client_with(*script)
    client.state, client._handle = State.EXECUTING, 7
    lines = []
    _progress.listener = lines.append
    try:
        seen = Watch("O.J", patience, 5, lambda: time_left).wait(client)
    finally:
        _progress.listener = None
    session.finish()
    return seen, lines, session


def test_a_job_is_watched_until_it_has_completed():
    seen, lines, session = watching(
        at(0, percent=0), at(5, percent=40), at(6, percent=41), at(7, "COMPLETING"), at(8, "COMPLETED")
    )
    assert seen.over
    assert [line.split(",")[0] for line in lines] == [
        "O.J: EXECUTING",
        "O.J: EXECUTING",
        "O.J: COMPLETING",
        "O.J: COMPLETED",
    ]
    assert [binds["longest_wait"] for binds in session.binds] == [0, 5, 5, 5, 5]


@pytest.mark.parametrize("code", ["ORA-31623", "ORA-31626"])
def test_a_job_that_is_gone_has_ended(code):
    seen, _lines, _session = watching(at(0), (_job_sql.status("1220"), DatabaseError((code,), code)))
    assert seen.over
    assert seen.last.state == "EXECUTING"


@pytest.mark.parametrize("code", ["ORA-00600", "DPY-4011"])
def test_no_other_error_says_that_a_job_has_ended(code):
    with pytest.raises(DatabaseError):
        watching(at(0), (_job_sql.status("1220"), DatabaseError((code,), code)))


def test_patience_is_counted_by_the_clock_of_the_server():
    seen, _lines, session = watching(at(0), at(4), at(10), patience=10)
    assert not seen.over
    assert [binds["longest_wait"] for binds in session.binds] == [0, 5, 5]


def test_nothing_is_waited_for_when_the_time_of_the_run_is_over():
    seen, _lines, _session = watching(at(0), time_left=0)
    assert not seen.over


def test_errors_are_collected_once_each():
    first, second = "31684\x1fORA-31684: a\x1e", "39083\x1fORA-39083: b\x1e"
    seen, _lines, _session = watching(
        at(0, problems=first), at(5, problems=first + second, errors=2), at(6, "COMPLETED", errors=2)
    )
    assert [error.code for error in seen.errors] == ["ORA-31684", "ORA-39083"]
    assert seen.error_count == 2


def test_old_releases_have_older_status_types():
    unknown = DatabaseError(("ORA-06550", "PLS-00201"), "PLS-00201: identifier must be declared")
    client, session = client_with(
        (_job_sql.status("1220"), unknown),
        (_job_sql.status("1020"), status("EXECUTING")[1]),
        (_job_sql.status("1020"), status("EXECUTING")[1]),
    )
    client.state, client._handle = State.EXECUTING, 7
    client.look()
    client.look()
    session.finish()
