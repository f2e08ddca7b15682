# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan of a clean-up: consent applied to facts."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.tests.unit.builders import (
    DATABASE,
    DEAD,
    ENTRY,
    LISTED,
    NOW,
    TABLE,
    facts,
    listed_as,
    storing,
)


def named(job, owner, name, object_id=None):
    """The same job under another name."""
    return replace(
        job,
        owner=owner,
        name=name,
        listed=tuple(replace(row, owner=owner, name=name) for row in job.listed),
        entries=tuple(replace(entry, owner=owner, name=name) for entry in job.entries),
        table=job.table and replace(job.table, owner=owner, name=name, object_id=object_id),
    )


RUNNING = named(listed_as("EXECUTING"), "SCOTT", "EXPDP_20051121", 85283)
GHOST = named(
    replace(DEAD, listed=(LISTED,), entries=(ENTRY,), table=None, content=None), "SCOTT", "SYS_EXPORT_TABLE_01"
)
FAILED = named(DEAD, "SCOTT", "SYS_EXPORT_TABLE_02", 85215)
PAUSED = named(storing("STOPPED"), "SYSTEM", "SYS_EXPORT_FULL_01", 85162)
NOTE = facts(RUNNING, GHOST, FAILED, PAUSED)
DROPPED = {
    "owner": "SCOTT",
    "original_name": "SYS_EXPORT_TABLE_02",
    "object_name": "BIN$x==$0",
    "object_id": 85215,
    "drop_time": (NOW - datetime.timedelta(days=8)).isoformat(),
    "dropscn": 2191455,
}
PENDING = {**DROPPED, "dbid": DATABASE.dbid, "con_uid": DATABASE.con_uid}
RULE = {"classification": ["failed"], "min_age": "7d", "allow_restartable": True}


def proposed(plan, *names):
    return [entry for entry in plan["proposal"] if entry["name"] in names]


def names(items):
    return [item["name"] for item in items]


def reasons(plan):
    return {item["name"]: item["reason"] for item in plan["kept"]}


def test_without_consent_nothing_happens_and_everything_says_why():
    plan = cleanup_plan(NOTE)
    assert plan["targets"] == {"drop": [], "purge": [], "stop": []}
    assert reasons(plan) == {
        "EXPDP_20051121": "running",
        "SYS_EXPORT_TABLE_01": "no_consent",
        "SYS_EXPORT_TABLE_02": "no_consent",
        "SYS_EXPORT_FULL_01": "no_consent",
    }
    assert names(plan["proposal"]) == ["SYS_EXPORT_TABLE_01", "SYS_EXPORT_TABLE_02", "SYS_EXPORT_FULL_01"]


def test_what_was_proposed_can_be_given_back_as_consent():
    first = cleanup_plan(NOTE)
    plan = cleanup_plan(NOTE, confirmed=proposed(first, "SYS_EXPORT_TABLE_01", "SYS_EXPORT_TABLE_02"), run_id="r1")
    assert plan["run_id"] == "r1"
    assert names(plan["drop"]) == ["SYS_EXPORT_TABLE_02"]
    assert names(plan["stop"]) == ["SYS_EXPORT_TABLE_01"]
    assert names(plan["kept"]) == ["EXPDP_20051121", "SYS_EXPORT_FULL_01"]
    assert set(plan["targets"]["drop"][0]) == {"owner", "name", "object_id", "digest", "dbid", "con_uid", "purge"}
    assert set(plan["targets"]["stop"][0]) == {"owner", "name", "digest", "dbid", "con_uid"}
    assert cleanup_plan(NOTE, confirmed=first)["kept"] == cleanup_plan(NOTE, confirmed=first["proposal"])["kept"]


def test_consent_to_everything_never_reaches_a_running_job():
    entry = {"owner": "SCOTT", "name": "EXPDP_20051121", "object_id": 85283, "digest": NOTE["jobs"][0]["digest"]}
    plan = cleanup_plan(NOTE, confirmed=[entry])
    assert plan["drop"] == []
    assert reasons(plan)["EXPDP_20051121"] == "running"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"digest": None}, "no_digest"),
        ({"digest": "sha256:" + "0" * 64}, "changed"),
        ({"object_id": None}, "another_table"),
        ({"object_id": 1}, "another_table"),
        ({"dbid": 1}, "wrong_database"),
        ({"con_uid": 5}, "wrong_database"),
        ({"expires": "2026-01-14"}, "expired"),
        ({"expires": datetime.date(2026, 1, 14)}, "expired"),
    ],
)
def test_consent_that_does_not_fit(changes, reason):
    entry = {**proposed(cleanup_plan(NOTE), "SYS_EXPORT_TABLE_02")[0], **changes}
    plan = cleanup_plan(NOTE, confirmed=[entry])
    assert plan["drop"] == []
    assert reasons(plan)["SYS_EXPORT_TABLE_02"] == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"container_kind": "application"}, "application_container"),
        ({"container_kind": "proxy"}, "proxy_container"),
        ({"open_mode": "READ ONLY"}, "read_only"),
        ({"role": "PHYSICAL STANDBY"}, "read_only"),
    ],
)
def test_where_nothing_may_be_changed_nothing_is_planned(changes, reason):
    elsewhere = {**NOTE, "database": {**NOTE["database"], **changes}, "recycle_bin": [DROPPED]}
    consent = cleanup_plan(NOTE)["proposal"]
    plan = cleanup_plan(elsewhere, confirmed=consent, rules=[RULE], pending=[PENDING], purge_after="0")
    assert plan["targets"] == {"drop": [], "purge": [], "stop": []}
    assert plan["proposal"] == []
    assert {(entry["reason"], entry["option"]) for entry in plan["kept"]} == {(reason, None)}


def test_what_sys_owns_takes_a_session_of_sys():
    table = replace(FAILED.table, owner="SYS")
    owned = replace(FAILED, owner="SYS", table=table, listed=tuple(replace(row, owner="SYS") for row in FAILED.listed))
    plan = cleanup_plan(facts(owned), accept_no_undo=True)
    assert [(entry["reason"], entry["option"]) for entry in plan["kept"]] == [("needs_sysdba", "mode")]
    assert plan["proposal"] == []


def test_jobs_of_the_root_are_planned_by_a_session_in_the_root():
    root = {**NOTE, "database": {**NOTE["database"], "is_cdb": True, "con_id": 1, "con_uid": 1}}
    assert names(cleanup_plan(root, rules=[RULE])["drop"]) == ["SYS_EXPORT_TABLE_02"]


def test_a_day_of_expiry_counts_until_its_end():
    entry = {**proposed(cleanup_plan(NOTE), "SYS_EXPORT_TABLE_02")[0], "expires": "2026-01-15", "ticket": "CHG1"}
    plan = cleanup_plan(NOTE, confirmed=[entry])
    assert plan["drop"][0]["consent"] == {"kind": "confirmed", "ticket": "CHG1", "approved_by": None}


def test_a_rule_drops_what_fits_and_leaves_it_in_the_recycle_bin():
    plan = cleanup_plan(NOTE, rules=[RULE])
    assert names(plan["drop"]) == ["SYS_EXPORT_TABLE_02"]
    assert (plan["drop"][0]["purge"], plan["drop"][0]["reason"]) == (False, "rule")
    assert cleanup_plan(NOTE, rules=[RULE], purge_after="0")["drop"][0]["purge"] is True


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"allow_restartable": False}, "restartable"),
        ({"min_age": "52w"}, "too_young"),
        ({"owner": "HR"}, "no_consent"),
        ({"name": "SYS_IMPORT_*"}, "no_consent"),
        ({"operation": ["IMPORT"]}, "no_consent"),
        ({"job_mode": "FULL"}, "no_consent"),
        ({"expires": "2025-12-31"}, "expired"),
    ],
)
def test_rules_that_do_not_reach(changes, reason):
    plan = cleanup_plan(NOTE, rules=[{**RULE, **changes}])
    assert plan["drop"] == []
    assert reasons(plan)["SYS_EXPORT_TABLE_02"] == reason


def test_a_rule_reaches_ghosts_which_have_no_age():
    plan = cleanup_plan(NOTE, rules=[{"classification": "ghost", "min_age": "1h"}])
    assert names(plan["stop"]) == ["SYS_EXPORT_TABLE_01"]


def test_what_is_unknown_is_never_touched_whoever_consents():
    unread = facts(replace(FAILED, content=None))
    (job,) = unread["jobs"]
    assert (job["classification"], job["quiescent"]) == ("unknown", True)
    consent = {"owner": "SCOTT", "name": job["name"], "object_id": 85215, "digest": job["digest"]}
    plan = cleanup_plan(unread, confirmed=[consent], rules=[{**RULE, "classification": "failed"}])
    assert (plan["drop"], plan["stop"], plan["proposal"]) == ([], [], [])
    assert reasons(plan)[job["name"]] == "unknown"


def test_confirmed_by_a_weak_digest_waits_in_the_recycle_bin():
    weak = facts(FAILED)
    weak["jobs"][0]["digest_strength"] = "weak"
    plan = cleanup_plan(weak, confirmed=cleanup_plan(weak)["proposal"])
    assert [entry["purge"] for entry in plan["drop"]] == [False]
    strong = cleanup_plan(NOTE, confirmed=proposed(cleanup_plan(NOTE), "SYS_EXPORT_TABLE_02"))
    assert [entry["purge"] for entry in strong["drop"]] == [True]


def test_protection_wins_over_consent():
    consent = cleanup_plan(NOTE)["proposal"]
    plan = cleanup_plan(NOTE, confirmed=consent, protect=[{"owner": "SCOTT"}])
    assert names(plan["drop"]) == ["SYS_EXPORT_FULL_01"]
    assert plan["stop"] == []
    assert reasons(plan)["SYS_EXPORT_TABLE_02"] == "protected"
    assert "SYS_EXPORT_TABLE_02" not in names(plan["proposal"])


@pytest.mark.parametrize(
    "name",
    [
        "DATAPUMP_REST_EXPORT_20260115",
        "EM_EXPORT_HR_01",
        "ZDM_2_DP_EXPORT_9432",
        "TSPITR_EXP_abcd",
    ],
)
def test_what_another_tool_still_owns_is_protected_unless_confirmed_by_name(name):
    owned = facts(named(DEAD, "SCOTT", name, 90000))
    consent = {"owner": "SCOTT", "name": name, "object_id": 90000, "digest": owned["jobs"][0]["digest"]}
    plan = cleanup_plan(owned, rules=[RULE])
    assert (reasons(plan), plan["proposal"]) == ({name: "protected_origin"}, [])
    assert names(cleanup_plan(owned, rules=[RULE], protect_origins=[])["drop"]) == [name]
    assert names(cleanup_plan(owned, confirmed=[consent])["drop"]) == [name]


def test_more_than_the_limit_and_nothing_is_dropped():
    consent = cleanup_plan(NOTE)["proposal"]
    plan = cleanup_plan(NOTE, confirmed=consent, max_drops=1)
    assert plan["drop"] == []
    assert names(plan["stop"]) == ["SYS_EXPORT_TABLE_01"]
    assert reasons(plan)["SYS_EXPORT_TABLE_02"] == "max_drops"


def test_a_dropped_table_is_purged_when_its_time_is_over_and_only_if_it_is_ours():
    binned = {**NOTE, "recycle_bin": [DROPPED, {**DROPPED, "object_name": "BIN$y==$0", "dropscn": 1}]}
    plan = cleanup_plan(binned, pending=[PENDING])
    assert [entry["recycle_bin_name"] for entry in plan["targets"]["purge"]] == ["BIN$x==$0"]
    assert [item["reason"] for item in plan["kept"] if item["classification"] is None] == ["not_ours"]
    waiting = cleanup_plan(binned, pending=[PENDING], purge_after="9d")
    assert waiting["purge"] == []
    assert "waiting" in {item["reason"] for item in waiting["kept"]}


def test_a_protected_job_is_not_purged_either():
    binned = {**NOTE, "recycle_bin": [DROPPED]}
    plan = cleanup_plan(binned, pending=[PENDING], protect=[{"name": "SYS_EXPORT_TABLE_*"}])
    assert plan["purge"] == []
    assert [item["reason"] for item in plan["kept"] if item["classification"] is None] == ["protected"]


def test_what_stands_in_the_way_of_a_table_nobody_consented_to_is_the_missing_consent():
    system = facts(replace(FAILED, table=replace(FAILED.table, tablespace="SYSTEM")))
    plan = cleanup_plan(system)
    assert reasons(plan) == {"SYS_EXPORT_TABLE_02": "no_consent"}
    assert reasons(cleanup_plan(system, confirmed=plan)) == {"SYS_EXPORT_TABLE_02": "no_undo"}
    assert names(cleanup_plan(system, confirmed=plan, accept_no_undo=True)["drop"]) == ["SYS_EXPORT_TABLE_02"]


@pytest.mark.parametrize("key", sorted(PENDING.keys() - {"drop_time"}))
def test_every_number_of_a_pending_entry_counts(key):
    binned = {**NOTE, "recycle_bin": [DROPPED]}
    other = {**PENDING, key: 1 if isinstance(PENDING[key], int) else "OTHER"}
    assert cleanup_plan(binned, pending=[other])["purge"] == []
    with pytest.raises(InvalidOption, match=key):
        cleanup_plan(binned, pending=[{k: v for k, v in PENDING.items() if k != key}])


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        ({"confirmed": [{"owner": "SCOTT"}]}, "confirmed[0].name"),
        ({"confirmed": [{"owner": "", "name": "X"}]}, "confirmed[0].owner"),
        ({"confirmed": [{"owner": "A", "name": "B", "digest": "x"}]}, "confirmed[0].digest"),
        ({"confirmed": [{"owner": "A", "name": "B", "object_id": "1.5"}]}, "confirmed[0].object_id"),
        ({"confirmed": [{"owner": "A", "name": "B", "object_id": True}]}, "confirmed[0].object_id"),
        ({"confirmed": [{"owner": "A", "name": "B", "unknown": 1}]}, "confirmed[0]"),
        ({"confirmed": [{"owner": "A", "name": "B", "expires": "soon"}]}, "confirmed[0].expires"),
        ({"confirmed": "all"}, "confirmed"),
        ({"rules": [{"owner": "*"}]}, "rules[0].classification"),
        ({"rules": [{"classification": ["failed"]}]}, "rules[0].min_age"),
        ({"rules": [{"classification": ["failed"], "min_age": 0}]}, "rules[0].min_age"),
        ({"rules": [{"classification": ["running"], "min_age": "1d"}]}, "rules[0].classification"),
        ({"rules": [{"classification": ["dead"], "min_age": "1d"}]}, "rules[0].classification"),
        ({"protect": [{"owner": " "}]}, "protect[0].owner"),
        ({"protect": [{"job": "X"}]}, "protect[0]"),
        ({"max_drops": -1}, "max_drops"),
        ({"purge_after": "soon"}, "purge_after"),
    ],
)
def test_consent_that_cannot_be_understood_is_refused_as_a_whole(arguments, option):
    with pytest.raises(InvalidOption) as raised:
        cleanup_plan(NOTE, **arguments)
    assert raised.value.option == option


@pytest.mark.parametrize("broken", [{}, {"database": {}, "jobs": []}, {**NOTE, "jobs": [{}]}, []])
def test_what_are_no_facts_is_refused(broken):
    with pytest.raises(InvalidOption, match="^facts: "):
        cleanup_plan(broken)


def test_the_table_that_consent_was_given_to_is_the_one_in_the_plan():
    assert TABLE.object_id == cleanup_plan(NOTE, rules=[RULE])["targets"]["drop"][0]["object_id"]
