# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An orderly stop that takes too long is made immediate, by a session that was attached before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from simulated import Account, Outcome, Simulated

SCENARIO = "escalation.yml"
SLOW, QUICK, MOVED = "SLOW", "QUICK", "MOVED"
SERVICE = "slow"
OWNER = Account("SCOTT", "tiger")
AFTER = {"escalate_after": "30s", "wait_timeout": "90"}
ATTACH = f"DECLARE h NUMBER; BEGIN h := DBMS_DATAPUMP.ATTACH('{SLOW}', 'SCOTT'); END;"
JOB = {"owner": "SCOTT", "name": SLOW}
ATTACHING, STOPPING, ESCALATING = "'attached'", ":own_clients", "immediate => 1, delay"
"""Of the blocks that attach the second session, stop in order, and make the stop immediate."""


def stop(place: Simulated, name: str = SLOW, **options: Any) -> Outcome:
    return place.run("datapump_job", SERVICE, **{"state": "stopped", "owner": "SCOTT", "name": name, **options})


def state(place: Simulated, name: str = SLOW) -> str | None:
    rows = place.query(SERVICE, f"SELECT state FROM dba_datapump_jobs WHERE job_name = '{name}'")
    return rows[0][0] if rows else None


def actions(outcome: Outcome) -> list[tuple[str, str]]:
    return [(action["action"], action["outcome"]) for action in outcome.values["actions"]]


def attached(place: Simulated, name: str = SLOW) -> int:
    ((count,),) = place.query(SERVICE, f"SELECT attached_sessions FROM dba_datapump_jobs WHERE job_name = '{name}'")
    return int(count)


def inject(place: Simulated, at: str, text: str, effect: Any, *, nested: bool = False, after: int = 0) -> None:
    match = {"text": text, "nested": nested}
    fault = {"id": "x", "at": at, "match": match, "after": after, "do": effect}
    place.admin("inject", service=SERVICE, fault=fault)


def blocks(place: Simulated) -> list[dict[str, Any]]:
    """Those that deal with jobs, since clear_statements."""
    found = place.admin("statements", service=SERVICE)["statements"]
    return [entry for entry in found if "DBMS_DATAPUMP" in entry["text"] and not entry["nested"]]


def escalations(place: Simulated) -> int:
    return sum(re.search(ESCALATING, entry["text"]) is not None for entry in blocks(place))


def test_a_stop_that_takes_too_long_is_made_immediate(place: Simulated) -> None:
    planned = stop(place, check=True, **AFTER)
    assert state(place) == "EXECUTING"
    assert actions(planned) == [("stop", "planned"), ("escalate", "planned")]
    assert planned.values["actions"][1]["after"] == 30
    assert "30 seconds" in planned.job_outcome["text"]
    place.admin("clear_statements", service=SERVICE)
    done = stop(place, run_id="r1", **AFTER)
    assert not done.failed, done.message
    assert (done.job_outcome["outcome"], done.values["changed"]) == ("stopped", True)
    assert actions(done) == [("stop", "stopping"), ("escalate", "stopped")]
    assert [action["sql"] for action in done.values["actions"]] == [
        action["sql"] for action in planned.values["actions"]
    ]
    assert state(place) == "NOT RUNNING"
    assert len({entry["session"] for entry in blocks(place)}) == 2
    assert {entry["user"] for entry in blocks(place)} == {"SCOTT"}
    assert {"r1" in entry["client_identifier"] for entry in blocks(place)} == {True}
    again = stop(place, **AFTER)
    assert (again.job_outcome["outcome"], again.values["changed"]) == ("already_stopped", False)


def test_the_owner_needs_one_more_session_only(place: Simulated) -> None:
    done = place.run("datapump_job", SERVICE, OWNER, state="stopped", owner="SCOTT", name=SLOW, **AFTER)
    assert not done.failed, done.message
    assert actions(done) == [("stop", "stopping"), ("escalate", "stopped")]


def test_a_stop_that_is_quick_enough_stays_in_order(place: Simulated) -> None:
    place.admin("clear_statements", service=SERVICE)
    done = stop(place, QUICK, **AFTER)
    assert not done.failed, done.message
    assert actions(done) == [("stop", "stopped")]
    assert (state(place, QUICK), escalations(place)) == ("NOT RUNNING", 0)


def test_without_the_option_a_stop_is_never_made_immediate(place: Simulated) -> None:
    place.admin("clear_statements", service=SERVICE)
    left = stop(place, wait_timeout="90")
    assert (left.failed, left.job_outcome["outcome"]) == (True, "stopping")
    assert "ALTER SYSTEM KILL SESSION" in left.job_outcome["text"]
    assert (state(place), escalations(place)) == ("STOP PENDING", 0)


def test_a_client_that_was_there_before_is_not_cut_off(place: Simulated) -> None:
    with place.holding(SERVICE, ATTACH, OWNER):
        refused = stop(place, **AFTER)
        assert (refused.job_outcome["outcome"], refused.job_outcome["reason"]) == ("kept", "clients_attached")
        assert (state(place), attached(place)) == ("EXECUTING", 1)


@pytest.mark.parametrize("block", [ATTACHING, STOPPING])
def test_a_client_that_attaches_on_the_way_keeps_the_job_from_being_stopped(place: Simulated, block: str) -> None:
    inject(place, "before", block, {"attach_job": JOB})
    kept = stop(place, **AFTER)
    outcome = kept.job_outcome
    assert (outcome["outcome"], outcome["reason"], outcome["option"]) == (
        "kept",
        "clients_attached",
        "stop_with_clients",
    )
    assert (state(place), attached(place), kept.values["changed"]) == ("EXECUTING", 1, False)


def test_a_client_that_came_with_the_orderly_stop_keeps_it_from_being_made_immediate(place: Simulated) -> None:
    # The block that stops looks at the list before it attaches, and then. The other session looked before.
    inject(place, "after", "USER_DATAPUMP_JOBS", {"attach_job": JOB}, nested=True, after=2)
    left = stop(place, **AFTER)
    outcome = left.job_outcome
    assert (outcome["outcome"], outcome["reason"], outcome["option"]) == (
        "stopping",
        "clients_attached",
        "stop_with_clients",
    )
    assert actions(left) == [("stop", "stopping"), ("escalate", "kept")]
    assert state(place) == "STOP PENDING"


def test_clients_are_cut_off_where_that_was_accepted(place: Simulated) -> None:
    with place.holding(SERVICE, ATTACH, OWNER):
        done = stop(place, stop_with_clients=True, delay=5, **AFTER)
        assert not done.failed, done.message
        assert actions(done) == [("stop", "stopping"), ("escalate", "stopped")]


def test_another_job_of_the_name_is_not_stopped_at_once(place: Simulated) -> None:
    inject(place, "before", ESCALATING, {"recreate_table": {**JOB, "as": "export", "purge": True}})
    left = stop(place, **AFTER)
    assert actions(left)[1:] == [("escalate", "kept")]
    assert left.values["actions"][1]["reason"] == "another_job"


def test_another_job_of_the_name_is_not_attached_to(place: Simulated) -> None:
    inject(place, "before", ATTACHING, {"recreate_table": {**JOB, "as": "export", "purge": True}})
    kept = stop(place, **AFTER)
    assert (kept.job_outcome["outcome"], kept.job_outcome["reason"]) == ("kept", "another_job")


def test_a_transportable_job_is_stopped_once(place: Simulated) -> None:
    accepted = {"accept_job_loss": True, "accept_dumpfile_deletion": True}
    done = stop(place, MOVED, **accepted, **AFTER)
    assert not done.failed, done.message
    assert actions(done) == [("stop", "removed")]


def test_a_second_session_that_is_lost_leaves_the_stop_pending_and_says_how_to_go_on(place: Simulated) -> None:
    inject(place, "before", ESCALATING, "reset")
    left = stop(place, **AFTER)
    assert left.failed
    assert (left.job_outcome["outcome"], left.job_outcome["reason"]) == ("stopping", "connection_lost")
    assert actions(left) == [("stop", "stopping"), ("escalate", "unknown")]
    assert left.job_outcome["text"].count("ALTER SYSTEM KILL SESSION") == 1
    assert (state(place), attached(place)) == ("STOP PENDING", 0)


def test_an_answer_that_was_lost_is_judged_by_the_list(place: Simulated) -> None:
    inject(place, "after", ESCALATING, "reset")
    done = stop(place, **AFTER)
    assert not done.failed, done.message
    assert actions(done) == [("stop", "stopped"), ("escalate", "unknown")]


def test_a_stop_that_is_pending_already_is_waited_for_and_the_statement_that_is_told_ends_it(place: Simulated) -> None:
    stop(place, wait_timeout="5")
    place.admin("clear_statements", service=SERVICE)
    planned = stop(place, check=True, **AFTER)
    left = stop(place, **AFTER)
    assert (left.failed, left.job_outcome["outcome"], left.values["changed"]) == (True, "stopping", False)
    assert (blocks(place), state(place)) == ([], "STOP PENDING")
    (statement,) = re.findall(r"ALTER SYSTEM KILL SESSION '[^']+' IMMEDIATE", left.job_outcome["text"])
    assert statement in planned.job_outcome["text"]
    place.execute(SERVICE, statement)
    assert stop(place, **AFTER).job_outcome["outcome"] == "already_stopped"
