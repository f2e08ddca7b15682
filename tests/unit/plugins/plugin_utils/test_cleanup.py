# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the role sums up and tells of one database, from what its phases left."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import (
    plan_lines,
    report_files,
    report_lines,
)
from ansible_collections.dbops.datapump.tests.unit.builders import DEAD, GHOST, NAME, OBJECT_ID, OWNER, facts

RULES = [{"classification": ["failed", "ghost"], "min_age": "1d", "allow_restartable": True}]
LOGON = {"user": "DPCLEAN", "address": "//db1:1521/sales"}
WAITED = {"object_id": 7, "object_name": "BIN$7==$0", "owner": OWNER}


def outcome(*jobs: Any, **left: Any) -> Outcome:
    """Of a run with a rule that covers everything."""
    reading = facts(*jobs)
    return Outcome("db1", "r1", reading, cleanup_plan(reading, rules=RULES, run_id="r1"), **left)


def dropped(result: str = "dropped", action: str = "dropped") -> dict[str, Any]:
    """What the phase drop registers."""
    entry = {"object_name": "BIN$1==$0", "dropscn": 1, "drop_time": "2026-01-15T03:00:04"}
    table = {"owner": OWNER, "name": NAME, "object_id": OBJECT_ID, "outcome": result, "text": "Said.", "dbid": 1}
    return {"tables": [{**table, "con_uid": 0, "recycle_bin": entry}], "actions": [{"outcome": action}]}


PURGED = {
    "tables": [{"owner": OWNER, "name": NAME, "object_id": OBJECT_ID, "outcome": "purged", "text": "Said."}],
    "actions": [{"outcome": "purged"}],
}


def test_nothing_was_carried_out_where_everything_was_planned() -> None:
    assert not outcome(DEAD, dropped=dropped(action="planned")).carried_out
    assert outcome(DEAD, dropped=dropped()).carried_out


def test_what_was_dropped_waits_until_it_is_purged() -> None:
    assert [entry["object_id"] for entry in outcome(DEAD, dropped=dropped()).waiting] == [OBJECT_ID]
    assert outcome(DEAD, dropped=dropped(), purged=PURGED).waiting == []


@pytest.mark.parametrize(
    ("recycle_bin", "waiting"), [(None, [WAITED]), ([WAITED], [WAITED]), ([{"object_name": "BIN$8==$0"}], [])]
)
def test_what_earlier_runs_left_waits_while_it_may_be_there(recycle_bin: Any, waiting: list[Any]) -> None:
    reading = {**facts(DEAD), "recycle_bin": recycle_bin}
    assert Outcome("db1", "r1", reading, outcome(DEAD).plan, [WAITED, dict(WAITED)]).waiting == waiting


def test_a_job_that_is_gone_by_its_table_and_by_its_entry_counts_once() -> None:
    removed = {"owner": OWNER, "outcome": "removed", "text": "Said."}
    stopped = {"jobs": [{**removed, "name": NAME}, {**removed, "name": "ANOTHER"}], "actions": []}
    summary = outcome(DEAD, dropped=dropped(), purged=PURGED, stopped=stopped).summary
    assert (summary["found"], summary["cleaned"], summary["purged"], summary["failed"]) == (1, 2, 1, 0)


def test_what_is_not_settled_counts_as_failed_and_errors_are_told() -> None:
    failed = {**dropped("unknown", "unknown"), "failed": True, "msg": "The answer was lost."}
    found = outcome(DEAD, dropped=failed)
    assert (found.summary["failed"], found.summary["errors"]) == (1, ["The answer was lost."])
    assert "Failed: The answer was lost." in report_lines(found, None)


def test_a_dropped_table_that_is_listed_again_is_an_error() -> None:
    confirmed = {"failed": True, "msg": "Unknown error.", "ansible_facts": {"datapump": facts(DEAD)}}
    (error,) = outcome(DEAD, dropped=dropped(), confirmed=confirmed).summary["errors"]
    assert error.endswith(f": {OBJECT_ID}")


def test_a_last_reading_that_failed_says_so_and_no_more() -> None:
    confirmed = {"failed": True, "msg": "No listener."}
    assert outcome(DEAD, dropped=dropped(), confirmed=confirmed).summary["errors"] == ["No listener."]


def test_the_record_is_what_was_read_and_done() -> None:
    found = outcome(DEAD, dropped=dropped())
    record = json.loads(report_files(found, True, LOGON)["report.json"] or "")
    assert record["before"] == record["after"] == json.loads(json.dumps(found.reading))
    assert [entry["outcome"] for entry in record["outcomes"]] == ["dropped"]
    assert record["summary"]["carried_out"]


def test_files_about_jobs_are_removed_where_there_are_none() -> None:
    files = report_files(outcome(), False, LOGON)
    assert {name for name, text in files.items() if text is None} == {
        "proposal.yml",
        "proposal-by-owner.md",
        "plan.sql",
    }
    assert "pending.yml" not in files


def test_the_record_of_what_waits_can_be_read_back() -> None:
    text = report_files(outcome(DEAD, dropped=dropped()), True, LOGON)["pending.yml"]
    (entry,) = yaml.safe_load(text or "")["datapump_cleanup_pending"]
    assert (entry["object_id"], entry["object_name"]) == (OBJECT_ID, "BIN$1==$0")


def test_the_proposal_marks_names_that_could_become_templates() -> None:
    reading = facts(DEAD)
    reading["jobs"][0]["name"] = "{{ 1 }}"
    found = Outcome("db1", "r1", reading, cleanup_plan(reading))
    assert 'name: !unsafe "{{ 1 }}"' in (report_files(found, True, LOGON)["proposal.yml"] or "")


@pytest.mark.parametrize(("name", "written"), [("O'NEIL", True), ('A"B', False), ("A\nB", False)])
def test_the_script_leaves_out_names_that_could_end_their_quotes(name: str, written: bool) -> None:
    reading = facts(DEAD)
    reading["jobs"][0]["name"] = name
    found = Outcome("db1", "r1", reading, cleanup_plan(reading, rules=RULES))
    script = report_files(found, True, LOGON)["plan.sql"] or ""
    assert found.plan["drop"]
    assert ("DROP TABLE" in script) is written
    assert ("o.object_name = 'O''NEIL'" in script) is written
    assert ("PROMPT Left out" in script) is not written


def test_the_script_says_how_to_log_on() -> None:
    script = report_files(outcome(GHOST), True, LOGON)["plan.sql"] or ""
    assert f'CONNECT DPCLEAN["{OWNER}"]@//db1:1521/sales' in script


def test_the_screen_shows_only_so_many_where_files_have_them_all() -> None:
    plan = outcome(DEAD).plan
    many = {**plan, "drop": plan["drop"] * 5}
    assert sum(line.startswith("drop ") for line in plan_lines(many, 2)) == 2
    assert any("3 more" in line for line in plan_lines(many, 2))
    assert sum(line.startswith("drop ") for line in plan_lines(many, None)) == 5


def test_a_name_cannot_disguise_what_is_told() -> None:
    reading = facts(DEAD)
    reading["jobs"][0]["name"] = "A\u202eB\x1b[2J"
    lines = report_lines(Outcome("db1", "r1", reading, cleanup_plan(reading)), None)
    assert any("A?B?[2J" in line for line in lines)
    assert not any(character in line for line in lines for character in "\u202e\x1b")
