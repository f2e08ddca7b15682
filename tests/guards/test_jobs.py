# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guard of the blocks that attach to a job to stop it, to remove its entry, or to end it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._replies import Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed
from served import Place

ATTACHED = "SELECT COUNT(*) FROM gv$datapump_session WHERE type = 'DBMS_DATAPUMP'"


TABLES = {"FAILED": 92001, "RUNNING": 92041, "DEFINED": 92051, "MOVED": 92061, "WATCHED": 92071}
"""Of jobs of the scenario: the numbers of their master tables."""


def stop(gateway: Gateway, name: str, owner: str = "HR", **given: Any) -> Verdict:
    """The block, by default without any consent, for the table that the job of the scenario has."""
    defaults: dict[str, Any] = {
        "removal": False,
        "accept_loss": False,
        "accept_clients": False,
        "immediate": False,
        "delay": 0,
        "instance": None,
        "object_id": None if given.get("removal") else TABLES.get(name),
        "rows_digest": None,
    }
    return gateway.stop(owner, name, **{**defaults, **given})


def state_of(place: Place, name: str) -> str | None:
    rows = place.values(f"SELECT state FROM dba_datapump_jobs WHERE job_name = '{name}'")
    return rows[0][0] if rows else None


def owned(place: Place, owner: str = "SCOTT") -> Any:
    return place.gateway("DPCLEAN", proxy_user=owner)


@contextlib.contextmanager
def owned_on(place: Place, instance: int, owner: str = "SCOTT") -> Iterator[Gateway]:
    """A gateway of a session on this instance; connections take turns."""
    for _turn in range(2):
        with owned(place, owner) as gateway:
            if list(place.simulated.sessions.values())[-1].instance_id == instance:
                yield gateway
                return
    raise AssertionError


@pytest.mark.parametrize("name", ["RUNNING", "WATCHED", "DEFINED", "MOVED"])
def test_a_stop_with_every_consent(place: Place, name: str) -> None:
    with owned(place, "HR") as gateway:
        assert stop(gateway, name, accept_loss=True, accept_clients=True).status == "stopping"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("WATCHED", "clients_attached"), ("DEFINED", "job_would_be_lost"), ("MOVED", "job_would_be_lost")],
)
def test_a_stop_without_a_consent_that_it_takes(place: Place, name: str, reason: str) -> None:
    before = state_of(place, name)
    with owned(place, "HR") as gateway:
        verdict = stop(gateway, name)
        # Not even attached to.
        assert (verdict.status, verdict.reason, verdict.step) == ("kept", reason, "evidence")
    assert state_of(place, name) == before


@pytest.mark.parametrize(
    ("name", "owner", "reason"),
    [("NO_SUCH_JOB", "HR", "not_listed"), ("FAILED", "SCOTT", "state_changed")],
)
def test_a_stop_of_what_does_not_run(place: Place, name: str, owner: str, reason: str) -> None:
    with owned(place, owner) as gateway:
        verdict = stop(gateway, name, owner)
        assert (verdict.status, verdict.reason) == ("kept", reason)
    assert place.values(ATTACHED) == [(1,)]


def test_a_stop_is_bound_to_the_table_that_was_read(place: Place) -> None:
    with owned(place, "HR") as gateway:
        verdict = stop(gateway, "RUNNING", object_id=92042)
        assert (verdict.status, verdict.reason, verdict.step) == ("kept", "another_job", "evidence")
    assert state_of(place, "RUNNING") == "EXECUTING"


def before_attaching(place: Place, *happens: dict[str, Any]) -> None:
    """After the first look of a block, and before it attaches."""
    match = {"nested": True, "text": "SYS.USER_OBJECTS"}
    place.simulated.faults.inject({"at": "after", "match": match, "do": list(happens)})


OTHER_JOB = {"owner": "HR", "name": "RUNNING", "state": "EXECUTING", "object_id": 92909}
RUNNING = {"owner": "HR", "name": "RUNNING"}
MEANWHILE: dict[str, tuple[tuple[dict[str, Any], ...], str, str | None]] = {
    "another job": (
        ({"kill_job": RUNNING}, {"advance": {"seconds": 120}}, {"add_job": OTHER_JOB}),
        "another_job",
        "EXECUTING",
    ),
    "stopped by its owner": (({"stop_job": RUNNING}, {"advance": {"seconds": 120}}), "came_to_rest", "NOT RUNNING"),
    "watched by a client": (({"attach_job": RUNNING},), "clients_attached", "EXECUTING"),
}


@pytest.mark.parametrize("how", ["stop", "kill"])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_what_happens_before_a_live_job_is_attached_to_is_seen(place: Place, meanwhile: str, how: str) -> None:
    happens, reason, state = MEANWHILE[meanwhile]
    with owned(place, "HR") as gateway, place.gateway() as reader:
        (job,) = [item for item in Reader(reader).read({CONTENT}).jobs if item.name == "RUNNING"]
        reviewed = assessed(job, assess(Reader(reader).read({CONTENT}), job))
        before_attaching(place, *happens)
        if how == "kill":
            verdict = gateway.kill(reviewed, accept_clients=False, delay=0)
        else:
            verdict = stop(gateway, "RUNNING")
        assert place.happened() == [None]
        assert (verdict.status, verdict.reason, verdict.step) == ("kept", reason, "look")
    assert state_of(place, "RUNNING") == state


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_job_that_completes_is_not_said_to_have_been_stopped(place: Place, how: str) -> None:
    place.change(add_job={**RUNNING, "name": "ENDING", "state": "EXECUTING", "object_id": 92909, "duration": 60})
    with owned(place, "HR") as gateway, place.gateway() as reader:
        reading = Reader(reader).read({CONTENT})
        (job,) = [item for item in reading.jobs if item.name == "ENDING"]
        match = {"nested": True, "text": "SYS.USER_DATAPUMP_JOBS"}
        last_look = {"at": "after", "match": match, "after": 1, "do": {"advance": {"seconds": 60.5}}}
        place.simulated.faults.inject(last_look)
        if how == "kill":
            verdict = gateway.kill(assessed(job, assess(reading, job)), accept_clients=False, delay=0)
        else:
            verdict = stop(gateway, "ENDING", object_id=92909)
        assert place.happened() == [None]
        assert (verdict.status, verdict.reason, verdict.step) == ("kept", "completing", "after")


@pytest.mark.parametrize("how", ["stop", "kill"])
@pytest.mark.parametrize("change", ["STATE = 'STOP PENDING'", "STATE = 'COMPLETING'"])
def test_a_live_job_that_goes_on_to_another_state_is_left_alone(place: Place, change: str, how: str) -> None:
    verdict = changed_while_attached(place, change, how)
    assert (verdict.status, verdict.reason, verdict.step) == ("kept", "state_changed", "look")


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_live_job_that_is_not_listed_any_more_is_left_alone(place: Place, how: str) -> None:
    verdict = changed_while_attached(place, "MSG_CTRL_QUEUE = NULL", how)
    assert (verdict.status, verdict.reason, verdict.step) == ("kept", "not_listed", "look")


def changed_while_attached(place: Place, change: str, how: str) -> Verdict:
    """What instances hold of the job becomes another thing when somebody attaches to it."""
    place.tamper(
        "CREATE TRIGGER changed AFTER INSERT ON x_datapump_session WHEN NEW.TYPE = 'DBMS_DATAPUMP'"
        f" BEGIN UPDATE x_datapump_job SET {change} WHERE JOB_NAME = 'RUNNING'; END"
    )
    if how == "kill":
        return kill(place)
    with owned(place, "HR") as gateway:
        return stop(gateway, "RUNNING")


def test_only_the_owner_stops(place: Place) -> None:
    with owned(place, "SCOTT") as gateway:
        verdict = stop(gateway, "RUNNING", "HR")
        assert (verdict.status, verdict.reason) == ("kept", "not_the_owner")
    assert state_of(place, "RUNNING") == "EXECUTING"


def remove(gateway: Gateway, name: str = "GHOST", **given: Any) -> Verdict:
    return stop(gateway, name, "SCOTT", removal=True, **{"instance": 1, **given})


def test_an_entry_without_a_table_is_removed(place: Place) -> None:
    with owned_on(place, 1) as gateway:
        verdict = remove(gateway)
        assert (verdict.status, verdict.step) == ("stopping", "after")
    place.change(advance={"seconds": 120})
    assert state_of(place, "GHOST") is None


def test_an_entry_is_removed_only_where_it_is_held(place: Place) -> None:
    with owned_on(place, 2) as gateway:
        verdict = remove(gateway)
        assert (verdict.status, verdict.reason) == ("kept", "other_instance")
    assert state_of(place, "GHOST") == "NOT RUNNING"


def test_an_entry_of_a_job_that_runs_again_is_not_removed(place: Place) -> None:
    with owned(place, "HR") as gateway:
        verdict = stop(gateway, "RUNNING", "HR", removal=True)
        assert (verdict.status, verdict.reason) == ("kept", "running")
    assert state_of(place, "RUNNING") == "EXECUTING"


def test_an_entry_beside_a_table_that_nobody_reviewed_is_not_removed(place: Place) -> None:
    with owned_on(place, 1) as gateway:
        verdict = remove(gateway, "WEDGED")
        assert (verdict.status, verdict.reason) == ("kept", "has_master_table")


@pytest.mark.parametrize("changed", [False, True])
def test_an_entry_beside_its_table_is_removed_if_the_rows_are_those_reviewed(place: Place, changed: bool) -> None:
    with place.seen("WEDGED") as seen, owned_on(place, 1) as gateway:
        assert seen.job.content is not None
        if changed:
            place.sql("UPDATE scott.wedged SET phase = 9 WHERE process_order < 0")
        verdict = remove(gateway, "WEDGED", object_id=92081, rows_digest=seen.job.content.rows_digest)
    expected = ("kept", "changed") if changed else ("stopping", None)
    assert (verdict.status, verdict.reason) == expected


def test_rows_that_could_not_be_reviewed_are_never_the_same(place: Place) -> None:
    with owned_on(place, 1) as gateway:
        verdict = remove(gateway, "WEDGED", object_id=92081)
        assert (verdict.status, verdict.reason) == ("kept", "changed")


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"sql": {"text": "CREATE TABLE scott.ghost (a NUMBER)"}},
        {"attach_job": {"owner": "SCOTT", "name": "GHOST"}},
    ],
    ids=["a table", "a client"],
)
def test_a_job_that_came_alive_when_it_was_attached_to_is_left_alone(place: Place, meanwhile: dict[str, Any]) -> None:
    with owned_on(place, 1) as gateway:
        place.simulated.faults.inject(
            {"at": "before", "match": {"nested": True, "text": "SYS.USER_OBJECTS"}, "after": 1, "do": meanwhile}
        )
        verdict = remove(gateway)
        assert place.happened() == [None]
        assert (verdict.status, verdict.reason) == ("kept", "came_alive")
    assert state_of(place, "GHOST") is not None


def kill(place: Place, name: str = "RUNNING", before: Callable[[], object] = lambda: None, **changes: Any) -> Verdict:
    """The block that ends a live job which was reviewed before something happened."""
    with owned(place, changes.pop("by", "HR")) as gateway, place.gateway() as reader:
        accept_clients = changes.pop("accept_clients", False)
        reading = Reader(reader).read({CONTENT})
        (job,) = [job for job in reading.jobs if job.name == name]
        before()
        reviewed = dataclasses.replace(assessed(job, assess(reading, job)), **changes)
        return gateway.kill(reviewed, accept_clients=accept_clients, delay=0)


def test_a_live_job_is_ended_with_its_table(place: Place) -> None:
    assert kill(place).status == "stopping"
    place.change(advance={"seconds": 120})
    assert state_of(place, "RUNNING") is None
    assert not place.exists(92041)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"object_id": 92042}, "another_job"),
        ({"operation": "IMPORT"}, "another_job"),
        ({"name": "WATCHED"}, "clients_attached"),
        ({"by": "SCOTT"}, "not_the_owner"),
    ],
    ids=["another table", "another operation", "clients", "not the owner"],
)
def test_what_is_not_as_it_was_reviewed_is_not_ended(place: Place, changes: dict[str, Any], reason: str) -> None:
    name = changes.get("name", "RUNNING")
    verdict = kill(place, **changes)
    # Not even attached to.
    assert (verdict.status, verdict.reason, verdict.step) == ("kept", reason, "evidence")
    assert state_of(place, name) == "EXECUTING"


def test_clients_are_cut_off_with_consent(place: Place) -> None:
    assert kill(place, "WATCHED", accept_clients=True).status == "stopping"


def test_a_job_that_ended_by_itself_is_not_brought_to_life_to_be_ended(place: Place) -> None:
    verdict = kill(place, before=lambda: place.tamper("DELETE FROM x_datapump_job WHERE JOB_NAME = 'RUNNING'"))
    assert (verdict.status, verdict.reason) == ("kept", "state_changed")
    assert place.exists(92041)
