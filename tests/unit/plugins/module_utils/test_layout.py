# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which tables have the shape of a master table."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils import _layout, _sql


def test_the_bits_of_a_signature_are_the_known_columns() -> None:
    everything = (1 << len(_layout.KNOWN_COLUMNS)) - 1
    assert _layout.columns_in(everything) == frozenset(_layout.KNOWN_COLUMNS)
    assert _layout.columns_in(0) == frozenset()
    assert _layout.columns_in(1) == {next(iter(_layout.KNOWN_COLUMNS))}


def test_a_signature_fits_into_what_every_database_holds_exactly() -> None:
    assert len(_layout.KNOWN_COLUMNS) < 63


@pytest.mark.parametrize("missing", sorted(_layout.SIGNATURE))
def test_every_column_of_the_signature_counts(missing: str) -> None:
    assert not _layout.is_master_table(frozenset(_layout.KNOWN_COLUMNS) - {missing})


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        ({"OBJECT_LONG_NAME", "TARGET_XML_CLOB", "ACCESS_METHOD"}, "12.2"),
        ({"OBJECT_LONG_NAME", "TARGET_XML_CLOB"}, "12.1"),
        ({"OBJECT_LONG_NAME"}, "11.2"),
        (set(), "10.1"),
    ],
)
def test_the_layout_is_known_by_columns_that_came_later(markers: set, expected: str) -> None:
    assert _layout.layout_of(frozenset(_layout.SIGNATURE) | markers) == expected


def test_what_is_no_master_table_has_no_layout() -> None:
    assert _layout.layout_of(frozenset({"NAME"})) is None


def test_the_query_on_control_rows_names_only_columns_that_are_there() -> None:
    old = frozenset(_layout.SIGNATURE)
    text = _sql.control_rows(old, [("hr", "My Job")])
    assert 'FROM "hr"."My Job" WHERE PROCESS_ORDER < 0' in text
    assert '"SERVICE_NAME"' not in text
    assert '"SERVICE_NAME"' in _sql.control_rows(old | {"SERVICE_NAME"}, [("hr", "My Job")])
    assert set(_sql.READ_COLUMNS) <= set(_layout.SIGNATURE)
