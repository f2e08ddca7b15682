# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan that is given back is taken as a whole or refused as a whole."""

from __future__ import annotations

import copy
import json

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._plan_file import VERSION, seal_of
from ansible_collections.dbops.datapump.tests.unit.builders import DATABASE, DEAD, facts

FACTS = facts(DEAD)
HEADER = {"version": VERSION, "dbid": DATABASE.dbid, "con_uid": DATABASE.con_uid}


def edited(**changes):
    plan = copy.deepcopy(cleanup_plan(FACTS))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = plan
        for part in parents:
            place = place[int(part)] if part.isdigit() else place[part]
        place[last] = value
    return plan


def test_a_plan_survives_its_way_through_a_file():
    plan = json.loads(json.dumps(cleanup_plan(FACTS), indent=4))
    assert [job["name"] for job in cleanup_plan(FACTS, confirmed=plan)["drop"]] == [DEAD.name]


@pytest.mark.parametrize(
    "changes",
    [
        {"version": VERSION + 1},
        {"version": "1"},
        {"version": True},
        {"version": None},
        {"database__dbid": 1},
        {"database__con_uid": 77},
        {"database": None},
        {"proposal__0__name": "OTHER"},
        {"proposal__0__digest": "sha256:" + "0" * 64},
        {"proposal__0__expires": "2099-01-01"},
        {"proposal": []},
        {"proposal": [1]},
        {"proposal": None},
        {"seal": None},
    ],
)
def test_a_plan_that_is_not_as_it_was_written_for_here_is_refused(changes):
    with pytest.raises(InvalidOption) as raised:
        cleanup_plan(FACTS, confirmed=edited(**changes))
    assert raised.value.option == "confirmed"


@pytest.mark.parametrize("changes", [{"version": 2}, {"dbid": 1}, {"con_uid": 1}, {"dbid": None}])
def test_a_list_that_was_made_for_another_place_is_refused(changes):
    assert cleanup_plan(FACTS, confirmed_for=HEADER)["drop"] == []
    with pytest.raises(InvalidOption) as raised:
        cleanup_plan(FACTS, confirmed_for={**HEADER, **changes})
    assert raised.value.option == "confirmed_for"


def test_the_seal_covers_every_value_and_no_order_of_keys():
    (entry,) = cleanup_plan(FACTS)["proposal"]
    assert seal_of([dict(reversed(entry.items()))]) == seal_of([entry])
    for key in entry:
        assert seal_of([{**entry, key: "x"}]) != seal_of([entry])
