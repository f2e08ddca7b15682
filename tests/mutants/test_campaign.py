# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The trials themselves: only a test that looked and found something wrong kills a mutant."""

from __future__ import annotations

import os
import pathlib
import shutil
import xml.etree.ElementTree

import pytest

from mutants import run
from mutants.campaign import Campaign, Fate, Verdict
from mutants.catalogue import Edit, Mutant

GATE = "plugins/module_utils/_gate.py"
SOURCES = {
    GATE: """
LIMIT = 3

def permits(count):
    if count < 0:
        raise ValueError
    return count <= LIMIT
""",
    "tests/unit/test_gate.py": """
from ansible_collections.dbops.datapump.plugins.module_utils._gate import permits

def test_few():
    assert permits(1)

def test_many():
    assert not permits(4)

def test_negative():
    try:
        permits(-1)
    except ValueError:
        return
    raise AssertionError
""",
    "tests/unit/test_other.py": """
import os, subprocess, sys

def test_wrong():
    assert False

def test_in_a_process():
    code = "from ansible_collections.dbops.datapump.plugins.module_utils._gate import LIMIT; print(LIMIT)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert printed == "3\\n"

def test_dying():
    from ansible_collections.dbops.datapump.plugins.module_utils._gate import LIMIT
    if LIMIT != 3:
        os._exit(1)
""",
}


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> pathlib.Path:
    root = tmp_path / "checkout"
    for name, text in SOURCES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def verdict_of(checkout: pathlib.Path, replace: str, by: str, *tests: str, escapes: str = "") -> Verdict:
    mutant = Mutant("m", "something", (Edit(GATE, replace, by),), tests, frozenset(escapes.split()))
    (verdict,) = verdicts_of(checkout, mutant)
    return verdict


def verdicts_of(checkout: pathlib.Path, *mutants: Mutant) -> list[Verdict]:
    def copy(folder: pathlib.Path) -> pathlib.Path:
        return pathlib.Path(shutil.copytree(checkout, folder / "ansible_collections" / "dbops" / "datapump"))

    folder = checkout.parent / "folder"
    folder.mkdir()
    before = {name: (checkout / name).read_text(encoding="utf-8") for name in SOURCES}
    here = os.getcwd()
    verdicts = list(Campaign(copy, folder, 1).run(mutants, lambda _line: None))
    assert os.getcwd() == here
    assert {name: (checkout / name).read_text(encoding="utf-8") for name in SOURCES} == before
    return verdicts


TESTS = "tests/unit/test_gate.py::"
OTHERS = "tests/unit/test_other.py::"


def test_a_mutant_that_a_test_sees_is_killed(checkout: pathlib.Path) -> None:
    verdict = verdict_of(checkout, "count <= LIMIT", "True", f"{TESTS}test_few", f"{TESTS}test_many")
    assert verdict.fate is Fate.KILLED
    assert verdict.why.startswith(f"{TESTS}test_many: AssertionError")


def test_a_mutant_that_no_test_sees_survives(checkout: pathlib.Path) -> None:
    assert verdict_of(checkout, "count <= LIMIT", "True", f"{TESTS}test_few").fate is Fate.SURVIVED


@pytest.mark.parametrize(
    ("replace", "by"),
    [
        ("count <= LIMIT", "count <="),
        ("LIMIT = 3", "import no_such_module"),
        ("return count <= LIMIT", "return count <= LIMITS"),
    ],
    ids=["no syntax", "no import", "no name"],
)
def test_a_mutant_that_cannot_work_is_broken_and_not_killed(checkout: pathlib.Path, replace: str, by: str) -> None:
    assert verdict_of(checkout, replace, by, f"{TESTS}test_few").fate is Fate.BROKEN


def test_an_exception_kills_only_where_it_is_what_the_guard_holds_back(checkout: pathlib.Path) -> None:
    change = ("raise ValueError", "raise KeyError(count)", f"{TESTS}test_negative")
    assert verdict_of(checkout, *change).fate is Fate.BROKEN
    shutil.rmtree(checkout.parent / "folder")
    assert verdict_of(checkout, *change, escapes="KeyError").fate is Fate.KILLED


def test_a_test_that_ends_its_process_is_no_verdict(checkout: pathlib.Path) -> None:
    assert verdict_of(checkout, "LIMIT = 3", "LIMIT = 4", f"{OTHERS}test_dying").fate is Fate.BROKEN


@pytest.mark.parametrize("replace", ["LIMIT", "NO SUCH TEXT"])
def test_a_mutant_whose_text_is_not_there_once_is_stale(checkout: pathlib.Path, replace: str) -> None:
    assert verdict_of(checkout, replace, "0", f"{TESTS}test_many").fate is Fate.STALE


@pytest.mark.parametrize("test", [f"{OTHERS}test_wrong", f"{TESTS}test_nothing"])
def test_tests_that_do_not_pass_without_the_mutant_prove_nothing(checkout: pathlib.Path, test: str) -> None:
    assert verdict_of(checkout, "LIMIT = 3", "LIMIT = 4", f"{TESTS}test_many", test).fate is Fate.UNPROVEN


def test_processes_that_a_test_starts_have_the_mutant_too(checkout: pathlib.Path) -> None:
    assert verdict_of(checkout, "LIMIT = 3", "LIMIT = 4", f"{OTHERS}test_in_a_process").fate is Fate.KILLED


def test_no_mutant_is_left_behind_for_the_next(checkout: pathlib.Path) -> None:
    # Texts of one length, written within a second: Python must not take one for the other.
    mutants = [
        Mutant(limit, "the limit", (Edit(GATE, "LIMIT = 3", f"LIMIT = {limit}"),), (f"{TESTS}test_{test}",))
        for limit, test in (("9", "many"), ("0", "few"), ("2", "few"), ("8", "many"))
    ]
    fates = {verdict.mutant.id: verdict.fate for verdict in verdicts_of(checkout, *mutants)}
    assert fates == {"9": Fate.KILLED, "0": Fate.KILLED, "2": Fate.SURVIVED, "8": Fate.KILLED}


def test_two_edits_in_one_file_are_one_mutant(checkout: pathlib.Path) -> None:
    edits = (Edit(GATE, "LIMIT = 3", "LIMIT = 9"), Edit(GATE, "count < 0", "False"))
    verdicts = verdicts_of(
        checkout,
        Mutant("both", "both", edits, (f"{TESTS}test_negative",)),
        Mutant("limit", "the limit", edits[:1], (f"{TESTS}test_negative",)),
    )
    assert {verdict.mutant.id: verdict.fate for verdict in verdicts} == {"both": Fate.KILLED, "limit": Fate.SURVIVED}


def test_the_report_names_what_was_not_killed_and_counts_it_as_failed(tmp_path: pathlib.Path) -> None:
    mutant = Mutant("m", "the limit", (Edit(GATE, "LIMIT = 3", "LIMIT = 4"),), (f"{TESTS}test_few",))
    verdicts = [Verdict(mutant, Fate.KILLED, "a test", 1.0), Verdict(mutant, Fate.SURVIVED, "1 tests passed", 1.0)]
    assert run.summary(verdicts, 2.0).splitlines() == [
        "SURVIVED m (without the limit): 1 tests passed",
        "2 mutants: 1 killed, 1 survived (2 s)",
    ]
    run.write_junit(tmp_path / "report.xml", verdicts)
    suite = xml.etree.ElementTree.parse(tmp_path / "report.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert len(suite.findall("testcase/failure")) == 1
