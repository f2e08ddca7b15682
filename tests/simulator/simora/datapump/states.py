# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of a Data Pump job, which call is valid in which of them, and where each event leads.

Pure data and look-ups. Source: Oracle Database Utilities 12.1, chapter "The Data Pump API" (states of a job and
Table 6-1), and the description of STOP_JOB in PL/SQL Packages and Types Reference 19c.
"""

from __future__ import annotations

import enum


class State(enum.StrEnum):
    """As V$DATAPUMP_JOB spells them. UNDEFINED: no job yet, or a job whose process lost its way (measured on 26ai)."""

    UNDEFINED = "UNDEFINED"
    DEFINING = "DEFINING"
    EXECUTING = "EXECUTING"
    IDLING = "IDLING"
    COMPLETING = "COMPLETING"
    COMPLETED = "COMPLETED"
    STOP_PENDING = "STOP PENDING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    NOT_RUNNING = "NOT RUNNING"


class Call(enum.StrEnum):
    """The subprograms of DBMS_DATAPUMP that Table 6-1 lists, and DATA_REMAP, which behaves as METADATA_REMAP."""

    OPEN = "OPEN"
    ATTACH = "ATTACH"
    ADD_FILE = "ADD_FILE"
    DATA_FILTER = "DATA_FILTER"
    DATA_REMAP = "DATA_REMAP"
    METADATA_FILTER = "METADATA_FILTER"
    METADATA_REMAP = "METADATA_REMAP"
    METADATA_TRANSFORM = "METADATA_TRANSFORM"
    SET_PARAMETER = "SET_PARAMETER"
    SET_PARALLEL = "SET_PARALLEL"
    START_JOB = "START_JOB"
    STOP_JOB = "STOP_JOB"
    GET_STATUS = "GET_STATUS"
    WAIT_FOR_JOB = "WAIT_FOR_JOB"
    LOG_ENTRY = "LOG_ENTRY"
    DETACH = "DETACH"
    GET_DUMPFILE_INFO = "GET_DUMPFILE_INFO"


class Event(enum.Enum):
    """What moves a job from one state to another."""

    OPENED = "DBMS_DATAPUMP.OPEN"
    ATTACHED = "DBMS_DATAPUMP.ATTACH"
    STARTED = "DBMS_DATAPUMP.START_JOB"
    STOP_REQUESTED = "DBMS_DATAPUMP.STOP_JOB"
    ABORT_REQUESTED = "DBMS_DATAPUMP.STOP_JOB with immediate"
    LAST_CLIENT_LEFT = "nobody is attached any more"
    WORK_DONE = "the workers have nothing left to do"
    WORKERS_IDLE = "the workers have finished their current items"
    PROCESSES_ENDED = "the processes of the job have ended"


ALL_STATES = frozenset(State)
_ATTENDED = frozenset(State) - {State.COMPLETED, State.NOT_RUNNING, State.STOPPED, State.UNDEFINED}
_ATTACHABLE = frozenset(
    {
        State.DEFINING,
        State.EXECUTING,
        State.IDLING,
        State.STOPPED,
        State.COMPLETED,
        State.COMPLETING,
        State.NOT_RUNNING,
    }
)
_ADJUSTABLE = frozenset({State.DEFINING, State.EXECUTING, State.IDLING})
_ONLY_DEFINING = frozenset({State.DEFINING})

TABLE_6_1: dict[Call, frozenset[State]] = {
    Call.OPEN: frozenset({State.UNDEFINED}),
    Call.ATTACH: _ATTACHABLE,
    Call.ADD_FILE: _ADJUSTABLE,
    Call.DATA_FILTER: _ONLY_DEFINING,
    Call.DATA_REMAP: _ONLY_DEFINING,
    Call.METADATA_FILTER: _ONLY_DEFINING,
    Call.METADATA_REMAP: _ONLY_DEFINING,
    Call.METADATA_TRANSFORM: _ONLY_DEFINING,
    Call.SET_PARAMETER: _ONLY_DEFINING,
    Call.SET_PARALLEL: _ADJUSTABLE,
    Call.START_JOB: frozenset({State.DEFINING, State.IDLING}),
    Call.STOP_JOB: _ADJUSTABLE | {State.STOP_PENDING},
    Call.GET_STATUS: _ATTENDED,
    Call.WAIT_FOR_JOB: _ATTENDED,
    Call.LOG_ENTRY: _ADJUSTABLE | {State.STOP_PENDING, State.COMPLETING},
    Call.DETACH: ALL_STATES,
    Call.GET_DUMPFILE_INFO: ALL_STATES,
}

TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.UNDEFINED, Event.OPENED): State.DEFINING,
    (State.NOT_RUNNING, Event.ATTACHED): State.IDLING,
    (State.STOPPED, Event.ATTACHED): State.IDLING,
    (State.DEFINING, Event.STARTED): State.EXECUTING,
    (State.IDLING, Event.STARTED): State.EXECUTING,
    (State.DEFINING, Event.LAST_CLIENT_LEFT): State.UNDEFINED,
    (State.IDLING, Event.LAST_CLIENT_LEFT): State.NOT_RUNNING,
    (State.COMPLETED, Event.LAST_CLIENT_LEFT): State.UNDEFINED,
    (State.EXECUTING, Event.WORK_DONE): State.COMPLETING,
    (State.COMPLETING, Event.PROCESSES_ENDED): State.COMPLETED,
    (State.EXECUTING, Event.STOP_REQUESTED): State.STOP_PENDING,
    (State.EXECUTING, Event.ABORT_REQUESTED): State.STOPPING,
    (State.STOP_PENDING, Event.STOP_REQUESTED): State.STOP_PENDING,
    (State.STOP_PENDING, Event.ABORT_REQUESTED): State.STOPPING,
    (State.STOP_PENDING, Event.WORKERS_IDLE): State.STOPPING,
    (State.STOPPING, Event.PROCESSES_ENDED): State.STOPPED,
}

# ATTACH accepts these by name only, or finds them by itself when no name is given.
ACTIVE_FOR_ATTACH = frozenset({State.DEFINING, State.EXECUTING, State.IDLING})
WORKERS_ALIVE = frozenset({State.EXECUTING, State.STOP_PENDING})


def accepts(call: Call, state: State, *, export_dump_file: bool = True, encryption_password: bool = False) -> bool:
    """Whether Oracle lets `call` through while the job is in `state`.

    export_dump_file: for ADD_FILE, that the file is a dump file of an export; others only while DEFINING.
    encryption_password: for SET_PARAMETER, that this is the parameter being set; it may be set while IDLING too.
    """
    if call is Call.ADD_FILE and not export_dump_file:
        return state is State.DEFINING
    if call is Call.SET_PARAMETER and encryption_password:
        return state in (State.DEFINING, State.IDLING)
    if call is Call.STOP_JOB and state is State.COMPLETING:
        return True  # the 19c reference, unlike Table 6-1: there it is the same as DETACH
    return state in TABLE_6_1[call]


def after(state: State, event: Event) -> State:
    """The state that follows. KeyError for an event that cannot happen in `state`."""
    return TRANSITIONS[state, event]
