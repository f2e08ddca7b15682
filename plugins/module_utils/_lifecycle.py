# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of a Data Pump job, and the calls that are valid in each (Table 6-1 of the DBMS_DATAPUMP chapter)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

OPERATIONS = ("EXPORT", "IMPORT", "SQL_FILE", "ESTIMATE", "NETWORK")
MODES = ("FULL", "SCHEMA", "TABLE", "TABLESPACE", "TRANSPORTABLE")


class State(str, enum.Enum):
    """States as DBA_DATAPUMP_JOBS and the master table name them. NOT_RUNNING exists in the views only."""

    DEFINING = "DEFINING"
    EXECUTING = "EXECUTING"
    IDLING = "IDLING"
    COMPLETING = "COMPLETING"
    COMPLETED = "COMPLETED"
    STOP_PENDING = "STOP PENDING"
    STOPPING = "STOPPING"
    STOPPED = "STOPPED"
    NOT_RUNNING = "NOT RUNNING"
    UNDEFINED = "UNDEFINED"


RUNNING = frozenset({State.EXECUTING, State.IDLING})
"""A control process serves the job, and clients can attach to it."""

TRANSITIONAL = frozenset(
    {State.DEFINING, State.COMPLETING, State.COMPLETED, State.STOP_PENDING, State.STOPPING, State.STOPPED}
)
"""The job is starting, finishing or stopping: what it will be next is not settled."""

STORED_AFTER_STOP = frozenset({State.STOPPED, State.STOPPING, State.STOP_PENDING, State.IDLING})
"""What the job's own row says after somebody stopped it, or attached to it and left again."""

STORED_AFTER_SUCCESS = frozenset({State.COMPLETED, State.COMPLETING})
"""What the job's own row says when it ended and its table was kept."""

STORED_WHILE_ALIVE = frozenset({State.DEFINING, State.EXECUTING})
"""What the job's own row still says when its processes died."""

_EVERY_STATE = frozenset(State)
_ONLY_DEFINING = frozenset({State.DEFINING})
_STARTABLE = frozenset({State.DEFINING, State.IDLING})
_ADJUSTABLE = frozenset({State.DEFINING, State.EXECUTING, State.IDLING})
_ANSWERING = _EVERY_STATE - {State.COMPLETED, State.NOT_RUNNING, State.STOPPED, State.UNDEFINED}

VALID_STATES: dict[str, frozenset[State]] = {
    "OPEN": frozenset({State.UNDEFINED}),
    "ATTACH": _ADJUSTABLE | {State.STOPPED, State.COMPLETED, State.COMPLETING, State.NOT_RUNNING},
    "ADD_FILE": _ONLY_DEFINING,
    "ADD_FILE of an export's dump file": _ADJUSTABLE,
    "ADD_DEVICE": _ONLY_DEFINING,
    "DATA_FILTER": _ONLY_DEFINING,
    "DATA_REMAP": _ONLY_DEFINING,
    "METADATA_FILTER": _ONLY_DEFINING,
    "METADATA_REMAP": _ONLY_DEFINING,
    "METADATA_TRANSFORM": _ONLY_DEFINING,
    "SET_PARAMETER": _ONLY_DEFINING,
    "SET_PARAMETER of ENCRYPTION_PASSWORD": _STARTABLE,
    "SET_PARALLEL": _ADJUSTABLE,
    "START_JOB": _STARTABLE,
    "STOP_JOB": _ADJUSTABLE | {State.STOP_PENDING},
    "GET_STATUS": _ANSWERING,
    "WAIT_FOR_JOB": _ANSWERING,
    "LOG_ENTRY": _ADJUSTABLE | {State.STOP_PENDING, State.COMPLETING},
    "DETACH": _EVERY_STATE,
    "GET_DUMPFILE_INFO": _EVERY_STATE,
}
"""The states in which a call is valid. Two calls are valid in more states for one kind of argument.

The table does not list ADD_DEVICE, which is to tapes what ADD_FILE is to files.
"""

_DUMP_FILE = "KU$_FILE_TYPE_DUMP_FILE"
"""The default of FILETYPE."""


def call_of(subprogram: str, arguments: Mapping[str, Any], operation: str) -> str:
    """The key of VALID_STATES for a call on a job of an operation, given its arguments by formal parameter."""
    is_dump_file = str(arguments.get("filetype", _DUMP_FILE)).endswith(_DUMP_FILE)
    if subprogram == "ADD_FILE" and operation == "EXPORT" and is_dump_file:
        return "ADD_FILE of an export's dump file"
    if subprogram == "SET_PARAMETER" and arguments.get("name") == "ENCRYPTION_PASSWORD":
        return "SET_PARAMETER of ENCRYPTION_PASSWORD"
    return subprogram


def refused_call(call: str, state: State) -> str | None:
    """Why a call is not sent to a job in a state, in a sentence that names the states that would do; None if it is."""
    valid = VALID_STATES[call]
    if state in valid:
        return None
    states = [item.value for item in State if item in valid]
    choice = states[0] if len(states) == 1 else f"{', '.join(states[:-1])} or {states[-1]}"
    return f"{call} is not possible while the job is {state.value}; it must be {choice}."


NOT_RESTARTABLE_MODES = frozenset({"TRANSPORTABLE"})
"""Stopping a job of such a mode removes it together with its master table."""


_STATE_OF = {state.value: state for state in State}


def known_state(text: str | None) -> State | None:
    """The state a text names, None for none and for states that only later releases know."""
    return _STATE_OF.get(text) if text else None


def lost_when_stopped(state: State, mode: str) -> bool:
    """Whether Oracle removes such a job, with its table, when it is stopped without a word about the table."""
    return state is State.DEFINING or mode in NOT_RESTARTABLE_MODES
