# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Table 6-1: every pair of a state and a call is either sent or refused here, before the server sees it."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _job_sql
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Constant, Definition
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import (
    VALID_STATES,
    State,
    call_of,
    refused_call,
)
from ansible_collections.dbops.datapump.tests.unit.scripted import ScriptedSession

D, X, IDL, C, F, P, S, T, N, U = (
    State.DEFINING,
    State.EXECUTING,
    State.IDLING,
    State.COMPLETING,
    State.COMPLETED,
    State.STOP_PENDING,
    State.STOPPING,
    State.STOPPED,
    State.NOT_RUNNING,
    State.UNDEFINED,
)
# Written down a second time, row by row, so that neither this nor the product is a copy of the other.
TABLE_6_1 = {
    "OPEN": {U},
    "ATTACH": {D, X, IDL, T, F, C, N},
    "ADD_FILE": {D},
    "ADD_FILE of an export's dump file": {D, X, IDL},
    "ADD_DEVICE": {D},
    "DATA_FILTER": {D},
    "DATA_REMAP": {D},
    "METADATA_FILTER": {D},
    "METADATA_REMAP": {D},
    "METADATA_TRANSFORM": {D},
    "SET_PARAMETER": {D},
    "SET_PARAMETER of ENCRYPTION_PASSWORD": {D, IDL},
    "SET_PARALLEL": {D, X, IDL},
    "START_JOB": {D, IDL},
    "STOP_JOB": {D, X, IDL, P},
    "GET_STATUS": {D, X, IDL, C, P, S},
    "WAIT_FOR_JOB": {D, X, IDL, C, P, S},
    "LOG_ENTRY": {D, X, IDL, P, C},
    "DETACH": {D, X, IDL, C, F, P, S, T, N, U},
    "GET_DUMPFILE_INFO": {D, X, IDL, C, F, P, S, T, N, U},
}
DUMP_FILE, LOG_FILE = Constant(("KU$_FILE_TYPE_DUMP_FILE",)), Constant(("KU$_FILE_TYPE_LOG_FILE",))
ARGUMENTS = {
    "ADD_FILE": ("ADD_FILE", (("filename", "a.log"), ("filetype", LOG_FILE))),
    "ADD_FILE of an export's dump file": ("ADD_FILE", (("filename", "a.dmp"), ("filetype", DUMP_FILE))),
    "SET_PARAMETER of ENCRYPTION_PASSWORD": ("SET_PARAMETER", (("name", "ENCRYPTION_PASSWORD"), ("value", "x"))),
    "SET_PARAMETER": ("SET_PARAMETER", (("name", "METRICS"), ("value", 1))),
}
DEFINITION = Definition("EXPORT", "SCHEMA", "J", "O", None, "COMPATIBLE", (), Call("START_JOB"), ())
STATUS = {"out_state": "EXECUTING"}


def send(client: JobClient, call: str, state: State) -> None:
    client.state = state
    if call == "OPEN":
        client.open(DEFINITION)
    elif call == "ATTACH":
        client.attach("O", "J", state)
    elif call == "GET_STATUS":
        client.look()
    else:
        subprogram, arguments = ARGUMENTS.get(call, (call, ()))
        client._handle = 7
        client.call(Call(subprogram, arguments))


def script(call: str) -> list:
    """What the session is sent for a call that is valid."""
    status = (_job_sql.status("1220"), STATUS)
    if call == "OPEN":
        return [(_job_sql.opening(DEFINITION.open_call)[0], {"out_handle": 7})]
    if call == "ATTACH":
        return [(_job_sql.ATTACH, {"out_handle": 7}), status]
    if call == "GET_STATUS":
        return [status]
    subprogram, arguments = ARGUMENTS.get(call, (call, ()))
    return [(_job_sql.calling(Call(subprogram, arguments))[0], {})]


PAIRS = [(call, state) for call in TABLE_6_1 for state in State]
FORBIDDEN = [(call, state) for call, state in PAIRS if state not in TABLE_6_1[call]]
PERMITTED = [(call, state) for call, state in PAIRS if state in TABLE_6_1[call]]


def test_the_table_has_every_call_and_no_other() -> None:
    assert set(VALID_STATES) == set(TABLE_6_1)
    assert len(FORBIDDEN) + len(PERMITTED) == len(TABLE_6_1) * len(State)


@pytest.mark.parametrize(("call", "state"), FORBIDDEN)
def test_a_forbidden_call_never_reaches_the_server(call: str, state: State) -> None:
    session = ScriptedSession()
    client = JobClient(JobGateway(session), "EXPORT")
    with pytest.raises(CallRefused) as refusal:
        send(client, call, state)
    assert state.value in str(refusal.value)
    for possible in TABLE_6_1[call]:
        assert possible.value in str(refusal.value)
    assert client.sent == []


@pytest.mark.parametrize(("call", "state"), PERMITTED)
def test_a_permitted_call_is_sent(call: str, state: State) -> None:
    session = ScriptedSession(*script(call))
    send(JobClient(JobGateway(session), "EXPORT"), call, state)
    session.finish()


@pytest.mark.parametrize("operation", ["IMPORT", "SQL_FILE"])
def test_only_exports_take_dump_files_while_they_run(operation: str) -> None:
    given = {"filename": "a.dmp", "filetype": DUMP_FILE}
    assert call_of("ADD_FILE", given, operation) == "ADD_FILE"
    assert call_of("ADD_FILE", given, "EXPORT") == "ADD_FILE of an export's dump file"
    assert call_of("ADD_FILE", {"filename": "a.dmp"}, "EXPORT") == "ADD_FILE of an export's dump file"
    assert call_of("ADD_FILE", {"filename": "a.log", "filetype": LOG_FILE}, "EXPORT") == "ADD_FILE"


def test_a_refusal_names_one_state_or_all() -> None:
    assert refused_call("START_JOB", X) == (
        "START_JOB is not possible while the job is EXECUTING; it must be DEFINING or IDLING."
    )
    assert refused_call("DATA_FILTER", X) == (
        "DATA_FILTER is not possible while the job is EXECUTING; it must be DEFINING."
    )
    assert refused_call("START_JOB", IDL) is None
