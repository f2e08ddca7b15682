# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The list of cases is whole: every number once, every test it names exists, every test here is in it."""

from __future__ import annotations

import ast
import collections
import pathlib
import re

from ansible_collections.dbops.datapump.tests.catalogue.listed import (
    CASES,
    FOLDER,
    LAST,
    covered,
    differing,
    left_out,
    own_tests,
)

_ROOT = FOLDER.parents[1]
_NAME = re.compile(r"test_case_(\d{3})_")


def names_in(path: pathlib.Path) -> set[str]:
    """Names of the test functions of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_number_is_listed_once() -> None:
    assert sorted(CASES) == list(range(1, LAST + 1))
    assert set(own_tests()) | set(covered()) | set(left_out()) == set(CASES)


def test_the_list_names_the_tests_of_this_folder_and_no_other() -> None:
    written = {
        f"{path.name}::{name}" for path in FOLDER.glob("test_*.py") for name in names_in(path) if _NAME.match(name)
    }
    listed = [test for tests in own_tests().values() for test in tests]
    assert [test for test, count in collections.Counter(listed).items() if count > 1] == []
    assert set(listed) == written


def test_tests_carry_their_number() -> None:
    for number, tests in own_tests().items():
        numbers = {int(found[1]) for test in tests if (found := _NAME.search(test))}
        assert numbers == {number}


def test_what_covers_a_case_exists() -> None:
    for test in covered().values():
        path, dummy, name = test.partition("::")
        assert (_ROOT / path).is_file(), test
        assert not name or name in names_in(_ROOT / path), test


def test_what_is_left_out_has_a_reason() -> None:
    assert [number for number, reason in left_out().items() if len(reason.split()) < 5] == []


def test_what_differs_has_a_test_and_a_reason() -> None:
    assert set(differing()) <= set(own_tests())
    assert [number for number, reason in differing().items() if len(reason.split()) < 5] == []
