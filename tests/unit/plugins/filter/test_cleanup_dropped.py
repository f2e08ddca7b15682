# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is still to be done about tables that were just dropped."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.filter.cleanup_dropped import cleanup_dropped


def table(object_id, outcome="dropped", recycle_bin=True, reason="confirmed"):
    entry = {"object_name": f"BIN${object_id}==$0", "dropscn": 2191455, "drop_time": "2026-01-15T03:00:04"}
    return {
        "owner": "SCOTT",
        "name": f"JOB_{object_id}",
        "object_id": object_id,
        "outcome": outcome,
        "reason": reason,
        "recycle_bin": entry if recycle_bin else None,
        "dbid": 1402300001,
        "con_uid": 0,
    }


PLAN = {"drop": [{"object_id": 1, "purge": True}, {"object_id": 2, "purge": False}]}

PROOF_1 = {
    "owner": "SCOTT",
    "original_name": "JOB_1",
    "object_id": 1,
    "object_name": "BIN$1==$0",
    "dropscn": 2191455,
    "drop_time": "2026-01-15T03:00:04",
    "dbid": 1402300001,
    "con_uid": 0,
}


def test_only_what_the_plan_purges_at_once_is_purged():
    result = cleanup_dropped([table(1), table(2)], PLAN)
    assert result["purge"] == [
        {
            "owner": "SCOTT",
            "name": "JOB_1",
            "object_id": 1,
            "recycle_bin_name": "BIN$1==$0",
            "dropscn": 2191455,
            "dbid": 1402300001,
            "con_uid": 0,
        }
    ]


def test_what_was_proven_only_afterwards_waits_for_a_later_run():
    result = cleanup_dropped([table(1, reason="proven_afterwards")], PLAN)
    assert result == {"purge": [], "pending": [PROOF_1]}


def test_every_dropped_table_can_be_found_again():
    result = cleanup_dropped([table(1), table(2)], PLAN)
    assert result["pending"][0] == PROOF_1
    assert [entry["object_id"] for entry in result["pending"]] == [1, 2]


@pytest.mark.parametrize("outcome", ["purged", "kept", "already_absent", "unknown", "restored"])
def test_other_outcomes_leave_nothing_to_do(outcome):
    assert cleanup_dropped([table(1, outcome)], PLAN) == {"purge": [], "pending": []}


def test_a_table_that_is_not_in_the_recycle_bin_is_left_out():
    assert cleanup_dropped([table(1, recycle_bin=False)], PLAN) == {"purge": [], "pending": []}


def test_values_are_handed_on_as_they_are():
    """Ansible marks values that must not become templates; a copy would lose the mark."""

    class Marked(str):
        pass

    name = Marked("{{ 1 }}")
    result = cleanup_dropped([{**table(1), "name": name}], PLAN)
    assert result["pending"][0]["original_name"] is name
    assert result["purge"][0]["name"] is name
