# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 43 to 69: answers that are lost, calls that take too long, clients and servers that die."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    BLOCK,
    COMES_ALIVE,
    CRASHED,
    DROP,
    FLASHBACK,
    LEFTOVER,
    LOCK,
    PURGE,
    PURGE_BLOCK,
    SHORT,
    Case,
    MakeCase,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    Laboratory,
    described,
)


def proven_dropped(table: dict[str, Any], case: Case) -> None:
    """Dropped once, found out afterwards."""
    assert (table["outcome"], table["reason"], table["changed"]) == ("dropped", "proven_afterwards", True)
    assert table["recycle_bin"]["object_id"] == LEFTOVER
    assert len(case.drops()) == 1


def test_case_043_reset_before_the_drop_is_executed(case: Case) -> None:
    case.inject("before", "reset", **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["reason"], table["changed"]) == ("kept", "not_executed", False)
    assert (case.where(), case.drops()) == ("table", [])


def test_case_044_reply_lost_after_the_drop(case: Case) -> None:
    case.inject("after", "reset", **BLOCK)
    proven_dropped(case.drop(), case)


LEFT_BEHIND = [
    {"owner": "SCOTT", "name": "ET$004B00010001", "object_id": 0},
    {"owner": "SCOTT", "name": "ET$004B00010002", "object_id": 0},
]


def drop_external(make: MakeCase, moment: str, effect: Any) -> tuple[Case, dict[str, Any], list[int]]:
    """The result for two external tables that a worker left, the first of which meets a fault; and their numbers."""
    case = make(described("leftovers.yml"))
    numbers = {table["name"]: table["object_id"] for table in case.facts()["external_tables"]}
    wanted = [{**table, "object_id": numbers[table["name"]]} for table in LEFT_BEHIND]
    case.others_may_take = {table["object_id"] for table in wanted}
    case.inject(moment, effect, **BLOCK)
    return case, case.tables(external_tables=wanted), [table["object_id"] for table in wanted]


def test_case_043_reset_before_an_external_table_is_dropped(make: MakeCase) -> None:
    case, result, numbers = drop_external(make, "before", "reset")
    first, second = result["external_tables"]
    assert (first["outcome"], first["reason"], result["changed"]) == ("kept", "not_executed", False)
    assert (second["outcome"], second["reason"]) == ("kept", "not_attempted")
    assert ([case.where(number) for number in numbers], case.drops()) == (["table", "table"], [])


def test_case_044_reply_lost_after_an_external_table_was_dropped(make: MakeCase) -> None:
    case, result, numbers = drop_external(make, "after", "reset")
    first, second = result["external_tables"]
    assert (first["outcome"], first["reason"], result["changed"]) == ("dropped", "proven_afterwards", True)
    assert (second["outcome"], second["reason"]) == ("kept", "not_attempted")
    assert ([case.where(number) for number in numbers], len(case.drops())) == (["gone", "table"], 1)


def test_case_046_the_session_that_drops_an_external_table_never_ends(make: MakeCase) -> None:
    case, result, numbers = drop_external(make, "before", {"zombie": {"forever": True}})
    first, second = result["external_tables"]
    assert (first["outcome"], result["failed"]) == ("unknown", True)
    assert (second["outcome"], second["reason"]) == ("kept", "not_attempted")
    assert result["actions"][0]["sql"] == 'DROP TABLE "SCOTT"."ET$004B00010001"'


def test_case_045_the_server_goes_on_after_the_client_is_cut_off(case: Case) -> None:
    case.inject("before", {"zombie": {"seconds": 20}}, **BLOCK)
    proven_dropped(case.drop(), case)


def test_case_046_the_old_session_never_ends(case: Case) -> None:
    case.inject("before", {"zombie": {"forever": True}}, **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["failed"]) == ("unknown", True)
    assert [action["sql"] for action in table["actions"]] == ['DROP TABLE "SCOTT"."SYS_EXPORT_TABLE_02"']


def test_case_047_call_timeout_and_the_break_finds_the_call_done(case: Case) -> None:
    case.inject("after", [{"break": "success"}, "stall"], **BLOCK)
    proven_dropped(case.drop(**SHORT), case)


def test_case_048_break_ignored_and_reset_later(case: Case) -> None:
    case.inject("after", [{"break": "ignored"}, {"stall": {"seconds": 1.5}}, "reset"], **BLOCK)
    proven_dropped(case.drop(**SHORT), case)


def test_case_049_the_reply_drips_for_ever(make: MakeCase) -> None:
    case = make(clock="wall")
    case.inject("after", {"drip": {"seconds": 0.3, "bytes": 1}}, **BLOCK)
    proven_dropped(case.drop(**SHORT), case)


def test_case_050_half_a_reply(case: Case) -> None:
    case.inject("after", {"cut": {"then": "close"}}, **BLOCK)
    proven_dropped(case.drop(), case)


def test_case_051_garbage_in_place_of_the_reply(case: Case) -> None:
    case.inject("after", {"malform": "garbage"}, **BLOCK)
    proven_dropped(case.drop(**SHORT), case)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_case_052_internal_error_that_the_driver_calls_recoverable(case: Case, moment: str) -> None:
    case.inject(moment, {"raise": 600}, **BLOCK)
    table = case.drop()
    if moment == "after":
        proven_dropped(table, case)
    else:
        assert (table["outcome"], table["reason"], case.where()) == ("kept", "not_executed", "table")


def test_case_053_killed_by_a_dba_during_the_drop(case: Case) -> None:
    case.inject("before", {"kill_session": {"session": "this"}}, **DROP)
    table = case.drop()
    assert (table["outcome"], table["reason"], case.where()) == ("kept", "killed_by_dba", "table")
    assert len(case.drops()) == 1


def test_case_054_the_new_session_is_on_another_instance(make: MakeCase) -> None:
    case = make(described("rac.yml"))
    case.inject("after", "reset", **BLOCK)
    table = case.drop(owner="SCOTT", name="CRASHED")
    assert (table["outcome"], table["reason"], case.where(84002)) == ("dropped", "proven_afterwards", "bin")


def test_case_055_the_new_session_is_in_a_clone(case: Case) -> None:
    case.inject("after", [{"new_dbid": {}}, "reset"], **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["failed"], len(case.drops())) == ("unknown", True, 1)


def test_case_056_no_new_session_can_be_had(case: Case) -> None:
    case.inject("connect", {"refuse": 12514}, after=1, times=None)
    case.inject("after", "reset", **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["failed"]) == ("unknown", True)


def test_case_057_killed_between_drop_and_proof(case: Case) -> None:
    case.signal_next_run("KILL", "after", **DROP)
    assert case.run("datapump_master_table", state="absent", **CRASHED).status == -9
    case.wait_for_clients()
    table = case.drop(object_id=LEFTOVER)
    assert (table["outcome"], table["changed"], case.where()) == ("already_absent", False, "bin")
    assert table["recycle_bin"]["object_id"] == LEFTOVER


def test_case_058_killed_between_drop_and_purge(case: Case) -> None:
    case.signal_next_run("KILL", "before", "reset", **PURGE_BLOCK)
    assert case.run("datapump_master_table", state="absent", purge=True, **CRASHED).status == -9
    case.wait_for_clients()
    found = case.drop(object_id=LEFTOVER, purge=True)
    assert (found["outcome"], case.where()) == ("already_absent", "bin")
    entry = found["recycle_bin"]
    table = case.drop(
        **CRASHED,
        object_id=LEFTOVER,
        purge=True,
        recycle_bin_name=entry["object_name"],
        dropscn=entry["dropscn"],
    )
    assert (table["outcome"], table["changed"], case.where()) == ("purged", True, "gone")


def test_case_059_killed_during_the_purge(case: Case) -> None:
    case.signal_next_run("KILL", "before", **PURGE)
    assert case.run("datapump_master_table", state="absent", purge=True, **CRASHED).status == -9
    case.wait_for_clients()
    assert case.where() == "gone"
    table = case.drop(object_id=LEFTOVER, purge=True)
    assert (table["outcome"], table["changed"]) == ("already_absent", False)


def test_case_061_the_alarm_while_connecting_is_no_network_error(case: Case, laboratory: Laboratory) -> None:
    laboratory.inject_into_listener({"at": "accept", "do": "stall"})
    result = case.run("datapump_facts", **SHORT).result
    assert (result["failed"], result["codes"]) == (True, [])
    assert result["msg"].startswith("connect_deadline")
    assert laboratory.listener_hits() == 1


def test_case_062_the_client_crashes_when_it_reads_the_reply(case: Case) -> None:
    case.signal_next_run("SEGV", "after", **BLOCK)
    ended = case.run("datapump_master_table", state="absent", **CRASHED)
    assert (ended.status, ended.output, case.where()) == (-11, b"", "bin")
    table = case.drop(object_id=LEFTOVER)
    assert (table["outcome"], table["changed"], len(case.drops())) == ("already_absent", False, 1)


def test_case_063_the_client_sleeps_while_the_job_is_resumed_and_paused(case: Case) -> None:
    resumed = [{"start_job": CRASHED}, {"stop_job": {**CRASHED, "immediate": True}}, {"advance": {"seconds": 3600}}]
    case.inject("before", resumed, **BLOCK)
    table = case.drop()
    assert (table["outcome"], table["reason"], table["guard"]) == ("kept", "changed", "G9")
    assert (case.where(), case.drops()) == ("table", [])


def test_case_065_notice_that_the_session_ends_between_two_statements(case: Case) -> None:
    case.inject("after", {"control": 2396}, kind="query", text=r"SYS\.V_\$SESSION s\s+WHERE s\.sid")
    table = case.drop()
    assert table["outcome"] in ("kept", "dropped")
    assert case.where() == {"kept": "table", "dropped": "bin"}[table["outcome"]]


def test_case_066_connection_lost_at_the_lock(case: Case) -> None:
    case.inject("before", "crash", **LOCK)
    table = case.drop()
    assert (table["outcome"], table["reason"], case.where()) == ("kept", "not_executed", "table")


@pytest.mark.parametrize(
    ("at", "match"),
    [("after", DROP), ("before", {"kind": "query", "nested": False, "text": "base_object = :table_number"})],
)
def test_case_067_the_answer_of_the_proof_is_lost(case: Case, at: str, match: dict[str, Any]) -> None:
    """The proof in the block, and the reading of the entry that follows it."""
    case.inject(at, "crash", **match)
    proven_dropped(case.drop(), case)


def test_case_068_the_answer_of_the_undo_is_lost(case: Case) -> None:
    case.inject("after", COMES_ALIVE, **DROP)
    case.inject("after", "crash", **FLASHBACK)
    table = case.drop(purge=True)
    assert (table["outcome"], case.where()) == ("kept", "table")
    assert case.sent("^PURGE") == []
