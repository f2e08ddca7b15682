# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of a Data Pump job, and the calls that are valid in each (Table 6-1 of the DBMS_DATAPUMP chapter)."""

from __future__ import annotations

import enum

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

VALID_STATES: dict[str, frozenset[State]] = {
    "ATTACH": frozenset(
        {
            State.DEFINING,
            State.EXECUTING,
            State.IDLING,
            State.STOPPED,
            State.COMPLETED,
            State.COMPLETING,
            State.NOT_RUNNING,
        }
    ),
    "STOP_JOB": frozenset({State.DEFINING, State.EXECUTING, State.IDLING, State.STOP_PENDING}),
}
"""States in which a call is valid, for the calls that are made."""

NOT_RESTARTABLE_MODES = frozenset({"TRANSPORTABLE"})
"""Stopping a job of such a mode removes it together with its master table."""


def known_state(text: str | None) -> State | None:
    """The state a text names, None for none and for states that only later releases know."""
    try:
        return State(text) if text else None
    except ValueError:
        return None


def lost_when_stopped(state: State, mode: str) -> bool:
    """Whether Oracle removes such a job, with its table, when it is stopped without a word about the table."""
    return state is State.DEFINING or mode in NOT_RESTARTABLE_MODES
