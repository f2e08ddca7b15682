# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pluggable databases as their root sees them: what was not read is not empty."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._containers import container_facts
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._model import Pluggable
from ansible_collections.dbops.datapump.tests.unit.builders import LISTED

PLUGGABLES = [
    Pluggable(3, 11, "PDB1", "READ WRITE", False, "plain"),
    Pluggable(4, 12, "PDB2", "MOUNTED", False, "plain"),
    Pluggable(5, 13, "PDB3", "READ ONLY", False, "application"),
    Pluggable(6, 14, "FAR", "READ WRITE", False, "proxy"),
]


class Gateway:
    """Knows the containers; switching to one raises what is given for its name."""

    def __init__(self, **errors):
        self.switched = []
        self._errors = errors

    def pluggables(self):
        if "pluggables" in self._errors:
            raise self._errors["pluggables"]
        return PLUGGABLES

    def jobs_of_all_containers(self):
        return {3: [LISTED], 4: [LISTED]}

    def switch_to(self, container):
        if container in self._errors:
            raise self._errors[container]
        self.switched.append(container)


def facts_of(gateway, *patterns):
    facts, warnings = container_facts(gateway, patterns, lambda _switched: {"read": True})
    return {one["name"]: one for one in facts or ()}, warnings


def test_of_a_container_that_is_not_open_nothing_is_known():
    facts, warnings = facts_of(Gateway(), "*")
    assert (facts["PDB2"]["listed"], facts["PDB2"]["reason"], facts["PDB2"]["datapump"]) == (None, "not_open", None)
    assert [job["name"] for job in facts["PDB1"]["listed"]] == [LISTED.name]
    assert facts["PDB3"]["listed"] == []
    assert [warning for warning in warnings if "PDB2" in warning]


def test_only_what_is_wanted_is_read_whole():
    gateway = Gateway()
    facts, _warnings = facts_of(gateway, "pdb3")
    assert gateway.switched == ["PDB3"]
    assert [name for name, one in facts.items() if one["datapump"]] == ["PDB3"]


def test_what_a_proxy_stands_for_is_read_elsewhere():
    gateway = Gateway()
    facts, warnings = facts_of(gateway, "*")
    assert (facts["FAR"]["reason"], facts["FAR"]["datapump"]) == ("proxy_container", None)
    assert "FAR" not in gateway.switched
    assert [warning for warning in warnings if "FAR" in warning]
    assert {name: one["kind"] for name, one in facts.items() if one["kind"] != "plain"} == {
        "PDB3": "application",
        "FAR": "proxy",
    }


def test_a_proxy_that_nobody_asks_for_is_no_warning():
    _facts, warnings = facts_of(Gateway(), "pdb1")
    assert not [warning for warning in warnings if "FAR" in warning]


def test_one_that_cannot_be_read_does_not_hide_the_others():
    gateway = Gateway(PDB1=DatabaseError(("ORA-01031",), "ORA-01031: insufficient privileges"))
    facts, warnings = facts_of(gateway, "*")
    assert (facts["PDB1"]["reason"], facts["PDB1"]["datapump"]) == ("not_readable", None)
    assert "SET CONTAINER" in facts["PDB1"]["text"]
    assert facts["PDB3"]["datapump"] == {"read": True}
    assert [warning for warning in warnings if "PDB1" in warning]


def test_a_lost_connection_ends_the_sweep():
    with pytest.raises(DatabaseError):
        facts_of(Gateway(PDB1=DatabaseError(("DPY-4011",), "closed")), "*")


def test_without_the_right_to_see_them_there_is_no_list():
    no_right = DatabaseError(("ORA-00942",), "no view")
    facts, warnings = container_facts(Gateway(pluggables=no_right), None, lambda _switched: {})
    assert (facts, len(warnings)) == (None, 1)
    with pytest.raises(DatabaseError):
        container_facts(Gateway(pluggables=DatabaseError(("ORA-00600",), "")), None, lambda _switched: {})
