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


def stop(gateway: Gateway, name: str, owner: str = "HR", **given: Any) -> Verdict:
    """The block, by default without any consent."""
    defaults: dict[str, Any] = {
        "removal": False,
        "accept_loss": False,
        "accept_clients": False,
        "immediate": False,
        "delay": 0,
        "instance": None,
        "object_id": None,
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
        assert (verdict.status, verdict.reason) == ("kept", reason)
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
        assert (verdict.status, verdict.step) == ("stopping", "stop")
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


def test_another_job_that_took_the_name_before_it_was_attached_to_is_not_ended(place: Place) -> None:
    other = {"owner": "HR", "name": "RUNNING", "state": "EXECUTING", "object_id": 92909}
    place.simulated.faults.inject(
        {
            "at": "after",
            "match": {"nested": True, "text": "SYS.USER_OBJECTS"},
            "do": [{"kill_job": {"owner": "HR", "name": "RUNNING"}}, {"advance": {"seconds": 120}}, {"add_job": other}],
        }
    )
    verdict = kill(place)
    assert place.happened() == [None]
    assert (verdict.status, verdict.reason) == ("kept", "another_job")
    assert place.exists(92909)
    assert state_of(place, "RUNNING") == "EXECUTING"
