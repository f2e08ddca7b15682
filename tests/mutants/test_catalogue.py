# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue: what it must say, and that it is in step with the code and the tests."""

from __future__ import annotations

import ast
import pathlib
from typing import Any

import pytest
import yaml

from mutants import catalogue
from mutants.catalogue import BadCatalogue, Mutant

ROOT = pathlib.Path(__file__).resolve().parents[2]
MUTANTS = catalogue.read()
ENTRY: dict[str, Any] = {"id": "m", "removes": "it", "replace": "a", "by": "b", "tests": ["test_it"]}


def read(tmp_path: pathlib.Path, *entries: dict[str, Any]) -> tuple[Mutant, ...]:
    section = {"file": "plugins/x.py", "tests_in": "tests/test_x.py", "mutants": entries and list(entries)}
    (tmp_path / "some.yml").write_text(yaml.safe_dump([section]), encoding="utf-8")
    return catalogue.read(tmp_path)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.id for mutant in MUTANTS])
def test_each_text_is_in_the_code_once_and_each_test_exists(mutant: Mutant) -> None:
    assert mutant.texts(ROOT)
    for test in mutant.tests:
        path, dummy, function = test.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert function.partition("[")[0] in names, test


def test_every_file_that_guards_or_decides_has_mutants() -> None:
    mutated = {edit.file for mutant in MUTANTS for edit in mutant.edits}
    folder = ROOT / "plugins" / "module_utils"
    important = {path for name in ("_guard*.py", "_decide*.py", "_consent.py") for path in folder.glob(name)}
    assert {str(path.relative_to(ROOT)) for path in important} <= mutated


def test_a_section_gives_file_and_tests_to_its_mutants(tmp_path: pathlib.Path) -> None:
    (mutant,) = read(tmp_path, {**ENTRY, "and": [{"replace": "c", "by": ""}], "escapes": ["KeyError"]})
    assert [(edit.file, edit.replace, edit.by) for edit in mutant.edits] == [
        ("plugins/x.py", "a", "b"),
        ("plugins/x.py", "c", ""),
    ]
    assert mutant.tests == ("tests/test_x.py::test_it",)
    assert mutant.escapes == {"KeyError"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"tests": []},
        {"replace": ""},
        {"by": "a"},
        {"surprise": 1},
        {"and": [{"replace": "a", "by": "a"}]},
    ],
    ids=str,
)
def test_an_entry_that_says_too_little_or_too_much_is_refused(tmp_path: pathlib.Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadCatalogue):
        read(tmp_path, {**ENTRY, **wrong})


@pytest.mark.parametrize("key", sorted(ENTRY))
def test_every_key_is_needed(tmp_path: pathlib.Path, key: str) -> None:
    with pytest.raises(BadCatalogue):
        read(tmp_path, {name: value for name, value in ENTRY.items() if name != key})


def test_an_id_stands_for_one_mutant(tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadCatalogue):
        read(tmp_path, ENTRY, ENTRY)


def test_an_empty_catalogue_is_none(tmp_path: pathlib.Path) -> None:
    with pytest.raises(BadCatalogue):
        catalogue.read(tmp_path)


def test_mutants_are_chosen_by_patterns() -> None:
    chosen = catalogue.chosen(MUTANTS, ["G0-*"])
    assert chosen and all(mutant.id.startswith("G0-") for mutant in chosen)
    assert catalogue.chosen(MUTANTS, []) == MUTANTS
    with pytest.raises(BadCatalogue):
        catalogue.chosen(MUTANTS, ["no such mutant"])
