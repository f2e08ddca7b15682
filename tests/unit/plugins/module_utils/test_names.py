# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names: exactly as stored, never improved."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._names import (
    login_name,
    matches,
    name_problem,
    quoted,
    require_target_name,
    shown,
)


@pytest.mark.parametrize(
    "name", ["EMP", "IMP_SD_242-06_43_31", "Nightly Export", "hr", "A;B--", "O'X", "x" * 128, "é" * 64, "a\nb", "50?"]
)
def test_legal_names_are_quoted_as_they_are(name: str) -> None:
    require_target_name("name", name)
    assert quoted(name) == f'"{name}"'


@pytest.mark.parametrize("name", ["", "  ", 'a"b', "a\0b", "x" * 129, "é" * 65])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    assert name_problem(name)
    with pytest.raises(InvalidOption, match="^owner: "):
        require_target_name("owner", name)
    with pytest.raises(ValueError):
        quoted(name)


@pytest.mark.parametrize("name", ["*", "%", "SYS_EXPORT_%", ".*"])
def test_wildcards_are_no_targets(name: str) -> None:
    with pytest.raises(InvalidOption, match="^name: wildcards"):
        require_target_name("name", name)


@pytest.mark.parametrize(("name", "expected"), [("SCOTT", "SCOTT"), ("hr", '"hr"'), ("My User", '"My User"')])
def test_a_logon_quotes_only_what_would_be_read_as_another_name(name: str, expected: str) -> None:
    assert login_name(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("A\x1b[2J", "A\\x1b[2J"), ("\u202eTOOCS", "\\u202eTOOCS"), ("a\nb", "a\\nb"), ("Ünï", "Ünï")],
)
def test_what_is_shown_hides_nothing(name: str, expected: str) -> None:
    assert shown(name) == expected


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("*", "ANY", True),
        ("SYS_EXPORT_*", "SYS_EXPORT_TABLE_01", True),
        ("SYS_EXPORT_*", "sys_export_table_01", False),
        ("A?C", "ABC", True),
        ("A?C", "ABBC", False),
        ("A.C", "ABC", False),
        ("[A]*", "A", False),
        ("AB", "ABC", False),
        ("*", "a\nb", True),
    ],
)
def test_patterns_match_the_whole_name(pattern: str, name: str, expected: bool) -> None:
    assert matches(pattern, name) is expected


def test_no_pattern_makes_the_search_explode() -> None:
    assert not matches("*" * 200 + "x", "a" * 128)
