# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mutants as the files in `mutants/` describe them.

Each file is a list of sections. A section is about one file of the collection and one file of tests; its mutants name
what they replace there, and the tests there that must see it. A mutant may name another file, and tests elsewhere by
their whole node id.
"""

from __future__ import annotations

import fnmatch
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

CATALOGUE = pathlib.Path(__file__).with_name("mutants")
_SECTION = {"file", "tests_in", "mutants"}
_REQUIRED = {"id", "removes", "replace", "by", "tests"}
_OPTIONAL = {"file", "and", "escapes"}
_EDIT = {"file", "replace", "by"}


class BadCatalogue(Exception):
    """The catalogue does not say what it must."""


class Stale(Exception):
    """The text of a mutant does not occur exactly once: the code has moved on, and the mutant must follow it."""


@dataclass(frozen=True)
class Edit:
    """One replacement in one file; `replace` occurs there exactly once."""

    file: str
    replace: str
    by: str

    def applied_to(self, text: str) -> str:
        """The mutated text. Raises Stale."""
        count = text.count(self.replace)
        if count != 1:
            raise Stale(f"{self.file} has the text to be replaced {count} times: {self.replace.strip()[:80]!r}")
        return text.replace(self.replace, self.by)


@dataclass(frozen=True)
class Mutant:
    """The collection without one guard.

    removes: what is taken away, in words. edits: more than one where a guard stands twice, so that each would cover for
    the other. tests: node ids of pytest; one with parameters in it, or all of a function. escapes: names of exceptions
    that may reach a test instead of a failed assertion, where the guard is what holds them back.
    """

    id: str
    removes: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    escapes: frozenset[str] = frozenset()

    def texts(self, root: pathlib.Path) -> dict[pathlib.Path, str]:
        """The mutated files of a checkout, by path. Raises Stale."""
        texts: dict[pathlib.Path, str] = {}
        for edit in self.edits:
            path = root / edit.file
            if path not in texts and not path.is_file():
                raise Stale(f"there is no {edit.file}")
            before = texts[path] if path in texts else path.read_text(encoding="utf-8")
            texts[path] = edit.applied_to(before)
        return texts


def read(folder: pathlib.Path = CATALOGUE) -> tuple[Mutant, ...]:
    """All mutants, in the order of the files' names. Raises BadCatalogue."""
    mutants: list[Mutant] = []
    for path in sorted(folder.glob("*.yml")):
        for section in yaml.safe_load(path.read_text(encoding="utf-8")):
            _check(path.name, section, _SECTION)
            mutants += (_mutant(entry, section) for entry in section["mutants"])
    ids = [mutant.id for mutant in mutants]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice or not mutants:
        raise BadCatalogue(f"named twice: {', '.join(twice)}" if twice else f"no mutants in {folder}")
    return tuple(mutants)


def chosen(mutants: Sequence[Mutant], patterns: Sequence[str]) -> tuple[Mutant, ...]:
    """Those whose id fits one of the patterns, all without any. Raises BadCatalogue for a pattern that none fits."""
    for pattern in patterns:
        if not any(fnmatch.fnmatchcase(mutant.id, pattern) for mutant in mutants):
            raise BadCatalogue(f"no mutant is called {pattern}")
    return tuple(
        mutant
        for mutant in mutants
        if not patterns or any(fnmatch.fnmatchcase(mutant.id, pattern) for pattern in patterns)
    )


def _mutant(entry: Mapping[str, Any], section: Mapping[str, Any]) -> Mutant:
    name = str(entry.get("id"))
    _check(name, entry, _REQUIRED, _OPTIONAL)
    if not entry["tests"]:
        raise BadCatalogue(f"{name}: names no test")
    place = {"file": entry.get("file", section["file"])}
    edits = [{**place, "replace": entry["replace"], "by": entry["by"]}]
    edits += [{**place, **further} for further in entry.get("and", ())]
    tests = [test if "::" in test else f"{section['tests_in']}::{test}" for test in entry["tests"]]
    return Mutant(
        name,
        entry["removes"],
        tuple(_edit(name, edit) for edit in edits),
        tuple(tests),
        frozenset(entry.get("escapes", ())),
    )


def _edit(name: str, entry: Mapping[str, str]) -> Edit:
    _check(name, entry, _EDIT)
    if not entry["replace"] or entry["replace"] == entry["by"]:
        raise BadCatalogue(f"{name}: replaces nothing")
    return Edit(entry["file"], entry["replace"], entry["by"])


def _check(name: str, entry: Mapping[str, Any], required: Iterable[str], optional: Iterable[str] = ()) -> None:
    missing, unknown = set(required) - entry.keys(), entry.keys() - {*required, *optional}
    if missing or unknown:
        raise BadCatalogue(f"{name}: lacks {sorted(missing)}, and has no use for {sorted(unknown)}")
