# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which grants are missing, which of them forbid a drop, and which are too many."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._model import Coverage
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import (
    EVIDENCE_VIEWS,
    NEEDED_VIEWS,
    excess_grants,
    explained,
    missing_grants,
    refusal,
)
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE, DEAD, OWNER, reading

SYSTEM = frozenset({"CREATE SESSION", "DROP ANY TABLE", "LOCK ANY TABLE", "SELECT ANY TABLE"})


def seen(granted=SYSTEM, views=NEEDED_VIEWS, **changes):
    return reading(DEAD, privileges=granted, readable_views=views, **changes)


def test_a_session_that_has_everything_lacks_nothing():
    assert missing_grants(seen()) == []
    assert refusal(seen(), OWNER) is None


def test_one_grant_may_serve_for_another():
    assert missing_grants(seen(SYSTEM - {"SELECT ANY TABLE"} | {"READ ANY TABLE"})) == []
    assert missing_grants(seen(SYSTEM | {"SELECT_CATALOG_ROLE"}, views=frozenset())) == []


def test_privileges_that_were_not_read_are_not_missing():
    assert missing_grants(reading(DEAD)) is None
    assert refusal(reading(DEAD), OWNER) is None


@pytest.mark.parametrize("view", sorted(EVIDENCE_VIEWS))
def test_without_a_view_that_the_evidence_takes_nothing_is_dropped(view):
    lacking = seen(views=NEEDED_VIEWS - {view})
    assert missing_grants(lacking) == [f"READ ON SYS.{view}"]
    decision = refusal(lacking, OWNER)
    assert decision is not None and (decision.permitted, decision.reason) == (False, "no_privilege")
    assert view in explained(lacking, "no_privilege", "No.")


def test_a_view_that_only_tells_more_forbids_nothing():
    (more, *_others) = sorted(NEEDED_VIEWS - EVIDENCE_VIEWS)
    assert missing_grants(seen(views=NEEDED_VIEWS - {more})) == [f"READ ON SYS.{more}"]
    assert refusal(seen(views=NEEDED_VIEWS - {more}), OWNER) is None


def test_the_right_to_drop_is_needed_for_what_others_own():
    lacking = seen(SYSTEM - {"DROP ANY TABLE"})
    assert refusal(lacking, OWNER) is not None
    assert refusal(lacking, DATABASE.session_user) is None
    # It may be granted for one schema there.
    assert refusal(seen(SYSTEM - {"DROP ANY TABLE"}, database=replace(DATABASE, version="23.0.0.0.0")), OWNER) is None


def test_an_owner_needs_no_more_than_views_of_the_instances():
    own = seen(frozenset({"CREATE SESSION"}), frozenset(), coverage=Coverage.USER)
    assert missing_grants(own) == [f"READ ON SYS.{name}" for name in sorted(EVIDENCE_VIEWS) if name[:4] != "DBA_"]


def test_what_goes_far_beyond_a_clean_up_is_named():
    excess = {"DBA", "DROP ANY PROCEDURE", "DATAPUMP_IMP_FULL_DATABASE", "ALTER SYSTEM"}
    assert excess_grants(SYSTEM | excess | {"SELECT_CATALOG_ROLE", "CREATE TABLE"}) == sorted(excess)
