# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the rows of many master tables by few statements, of which some fail."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._contents import FAILURES, read_contents
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.tests.unit.builders import CONTENT, OWNER, TABLE

NO_RIGHT = DatabaseError(("ORA-00942",), "ORA-00942: table or view does not exist")


class Gateway:
    """Fails for a batch that holds one of these names, and counts its calls."""

    def __init__(self, *forbidden, error=NO_RIGHT):
        self.calls = 0
        self._forbidden = set(forbidden)
        self._error = error

    def contents(self, tables):
        self.calls += 1
        if self._forbidden & {table.name for table in tables}:
            raise self._error
        return [CONTENT] * len(tables)


def tables(count):
    return [replace(TABLE, name=f"T{number}", object_id=number) for number in range(1, count + 1)]


def test_tables_of_one_kind_are_read_together():
    gateway = Gateway()
    contents, warnings = read_contents(gateway, [*tables(50), replace(TABLE, columns=frozenset({"NAME"}))])
    assert (len(contents), warnings, gateway.calls) == (51, [], 2)


def test_one_that_may_not_be_read_does_not_hide_the_others():
    contents, warnings = read_contents(Gateway("T7"), tables(50))
    assert {name for _owner, name in contents} == {f"T{number}" for number in range(1, 51)} - {"T7"}
    (warning,) = warnings
    assert f"{OWNER}.T7 " in warning and "ORA-00942" in warning


def test_a_user_without_any_right_costs_a_bounded_number_of_statements():
    everything = tables(2000)
    gateway = Gateway(*(table.name for table in everything))
    contents, warnings = read_contents(gateway, everything)
    assert (contents, len(warnings)) == ({}, 1)
    assert gateway.calls <= FAILURES + 2000 / 50
    assert "1990 more" in warnings[0]


def test_any_other_error_ends_the_reading():
    with pytest.raises(DatabaseError):
        read_contents(Gateway("T1", error=DatabaseError(("ORA-01555",), "snapshot too old")), tables(2))
