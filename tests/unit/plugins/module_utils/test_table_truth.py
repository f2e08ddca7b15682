# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be said about a step whose answer was lost: a state, and never more about who brought it about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry
from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import Expected, Found, truth_about
from ansible_collections.dbops.datapump.tests.unit.builders import DAY, NAME, NOW, OBJECT_ID, OWNER, TABLE

ENTRY = BinEntry(OWNER, NAME, "BIN$x==$0", OBJECT_ID, "2026-01-15T03:00:04", 2191455, "USERS", True, True, None)
EARLIER = replace(ENTRY, drop_time="2026-01-15T02:59:59")
AGAIN = replace(ENTRY, object_name="BIN$y==$0", dropscn=2191999)
BEFORE = Expected(OWNER, NAME, TABLE.created, TABLE.last_ddl_time, NOW, without_undo=False, entry=None)
BINNED_BEFORE = replace(BEFORE, created=None, last_ddl_time=None, entry=ENTRY)
THERE = Found(OWNER, NAME, TABLE.created, TABLE.last_ddl_time, None)
NOWHERE = Found(None, None, None, None, None)
IN_BIN = Found(OWNER, ENTRY.object_name, TABLE.created, NOW, ENTRY)
BROUGHT_BACK = replace(THERE, last_ddl_time=NOW)

CASES = [
    (Action.DROP, BEFORE, IN_BIN, "dropped", "proven_afterwards"),
    (Action.DROP, BEFORE, replace(IN_BIN, entry=EARLIER), "already_absent", "in_recycle_bin"),
    (Action.DROP, BEFORE, THERE, None, "not_executed"),
    (Action.DROP, BEFORE, BROUGHT_BACK, None, "exists"),
    (Action.DROP, BEFORE, replace(THERE, name="OTHER"), None, "renamed"),
    (Action.DROP, BEFORE, replace(THERE, owner="HR"), None, "renamed"),
    (Action.DROP, BEFORE, replace(THERE, created=NOW - DAY), "unknown", "gone"),
    (Action.DROP, BEFORE, NOWHERE, "unknown", "gone"),
    (Action.DROP, replace(BEFORE, without_undo=True), NOWHERE, "dropped", "proven_afterwards"),
    (Action.PURGE, BINNED_BEFORE, NOWHERE, "purged", "proven_afterwards"),
    (Action.PURGE, BINNED_BEFORE, IN_BIN, None, "not_executed"),
    (Action.PURGE, BINNED_BEFORE, replace(IN_BIN, entry=AGAIN), None, "not_ours"),
    (Action.PURGE, BINNED_BEFORE, BROUGHT_BACK, "kept", "restored_by_another"),
    (Action.RESTORE, BINNED_BEFORE, BROUGHT_BACK, "restored", "proven_afterwards"),
    (Action.RESTORE, BINNED_BEFORE, IN_BIN, None, "not_executed"),
    (Action.RESTORE, BINNED_BEFORE, replace(IN_BIN, entry=AGAIN), "unknown", "dropped_again"),
    (Action.RESTORE, BINNED_BEFORE, replace(BROUGHT_BACK, name="OTHER"), "unknown", "renamed"),
    (Action.RESTORE, BINNED_BEFORE, NOWHERE, "unknown", "gone"),
]


@pytest.mark.parametrize(("step", "before", "found", "outcome", "reason"), CASES)
def test_what_is_found_is_what_is_said(step, before, found, outcome, reason):
    truth = truth_about(step, before, found)
    assert (truth.outcome, truth.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("step", "before", "found"),
    [(step, before, found) for step, before, found, _outcome, reason in CASES if reason == "proven_afterwards"],
)
def test_what_another_session_may_have_done_is_not_claimed(step, before, found):
    assert "another session" in truth_about(step, before, found).text


def test_the_entry_told_is_one_that_is_there():
    assert truth_about(Action.DROP, BEFORE, IN_BIN).entry == ENTRY
    assert truth_about(Action.PURGE, BINNED_BEFORE, replace(IN_BIN, entry=AGAIN)).entry == AGAIN
    assert truth_about(Action.PURGE, BINNED_BEFORE, NOWHERE).entry is None
