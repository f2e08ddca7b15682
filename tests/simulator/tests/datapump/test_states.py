# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Table 6-1 and the transitions, against the documentation's own wording."""

from __future__ import annotations

import itertools

import pytest

from simora.datapump.states import TABLE_6_1, TRANSITIONS, Call, Event, State, accepts, after

# Oracle Database Utilities 12.1, Table 6-1, transcribed: call → states in which it is valid.
TABLE = {
    "ADD_FILE": "DEFINING; EXECUTING; IDLING",
    "ATTACH": "DEFINING; EXECUTING; IDLING; STOPPED; COMPLETED; COMPLETING; NOT RUNNING",
    "DATA_FILTER": "DEFINING",
    "DATA_REMAP": "DEFINING",
    "DETACH": "all",
    "GET_DUMPFILE_INFO": "all",
    "GET_STATUS": "all but COMPLETED; NOT RUNNING; STOPPED; UNDEFINED",
    "LOG_ENTRY": "DEFINING; EXECUTING; IDLING; STOP PENDING; COMPLETING",
    "METADATA_FILTER": "DEFINING",
    "METADATA_REMAP": "DEFINING",
    "METADATA_TRANSFORM": "DEFINING",
    "OPEN": "UNDEFINED",
    "SET_PARALLEL": "DEFINING; EXECUTING; IDLING",
    "SET_PARAMETER": "DEFINING",
    "START_JOB": "DEFINING; IDLING",
    "STOP_JOB": "DEFINING; EXECUTING; IDLING; STOP PENDING",
    "WAIT_FOR_JOB": "all but COMPLETED; NOT RUNNING; STOPPED; UNDEFINED",
}


def transcribed(call: str) -> set[str]:
    text = TABLE[call]
    everything = {str(state) for state in State}
    if text == "all":
        return everything
    if text.startswith("all but "):
        return everything - set(text.removeprefix("all but ").split("; "))
    return set(text.split("; "))


def test_every_call_is_in_the_table() -> None:
    assert {str(call) for call in Call} == set(TABLE)


@pytest.mark.parametrize(("call", "state"), list(itertools.product(Call, State)))
def test_each_pair_of_call_and_state(call: Call, state: State) -> None:
    assert (state in TABLE_6_1[call]) == (str(state) in transcribed(str(call)))


@pytest.mark.parametrize("state", State)
def test_files_other_than_dump_files_of_exports_only_while_defining(state: State) -> None:
    assert accepts(Call.ADD_FILE, state, export_dump_file=False) == (state is State.DEFINING)


@pytest.mark.parametrize("state", State)
def test_the_password_may_be_given_again_before_a_restart(state: State) -> None:
    expected = state in (State.DEFINING, State.IDLING)
    assert accepts(Call.SET_PARAMETER, state, encryption_password=True) == expected


def test_stop_in_completing_is_a_detach_as_the_reference_says() -> None:
    assert accepts(Call.STOP_JOB, State.COMPLETING)
    assert not accepts(Call.STOP_JOB, State.COMPLETED)
    assert not accepts(Call.STOP_JOB, State.STOPPING)


def test_the_path_of_a_job_that_completes() -> None:
    state = State.UNDEFINED
    for event, expected in (
        (Event.OPENED, "DEFINING"),
        (Event.STARTED, "EXECUTING"),
        (Event.WORK_DONE, "COMPLETING"),
        (Event.PROCESSES_ENDED, "COMPLETED"),
        (Event.LAST_CLIENT_LEFT, "UNDEFINED"),
    ):
        state = after(state, event)
        assert state == expected


@pytest.mark.parametrize(
    ("events", "path"),
    [
        ((Event.STOP_REQUESTED, Event.WORKERS_IDLE, Event.PROCESSES_ENDED), ["STOP PENDING", "STOPPING", "STOPPED"]),
        ((Event.ABORT_REQUESTED, Event.PROCESSES_ENDED), ["STOPPING", "STOPPED"]),
        ((Event.STOP_REQUESTED, Event.ABORT_REQUESTED), ["STOP PENDING", "STOPPING"]),
    ],
)
def test_the_paths_of_a_stop(events: tuple[Event, ...], path: list[str]) -> None:
    state = State.EXECUTING
    seen = []
    for event in events:
        state = after(state, event)
        seen.append(str(state))
    assert seen == path


def test_a_stopped_job_comes_back_by_way_of_idling() -> None:
    assert after(State.NOT_RUNNING, Event.ATTACHED) is State.IDLING
    assert after(State.IDLING, Event.STARTED) is State.EXECUTING
    assert after(State.IDLING, Event.LAST_CLIENT_LEFT) is State.NOT_RUNNING


def test_an_event_that_cannot_happen_is_refused() -> None:
    with pytest.raises(KeyError):
        after(State.COMPLETED, Event.STARTED)


def test_every_state_can_be_left() -> None:
    assert {state for state, dummy in TRANSITIONS} == set(State)
