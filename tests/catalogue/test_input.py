# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cases 163 to 183: bad or odd input, as far as it takes a database to see what comes of it."""

from __future__ import annotations

import pytest
from ansible_collections.dbops.datapump.tests.catalogue.bench import (
    CRASHED,
    LEFTOVER,
    Case,
    MakeCase,
    kept,
)
from ansible_collections.dbops.datapump.tests.catalogue.laboratory import (
    USER,
    described,
)


@pytest.mark.parametrize("password", ['a"b', "p'w%{{x}}", "pässwörd", "with space", "x" * 1024])
def test_case_175_passwords(make: MakeCase, password: str) -> None:
    """One that no user can have, because of its length, is refused; the others let in."""
    description = described()
    for user in description["users"]:
        if user["name"] == USER:
            user["password"] = password
    case = make(description)
    case.account = {"user": USER, "password": password}
    ended = case.run("datapump_facts")
    assert ended.status == 0
    assert password.encode() not in ended.output


def test_case_175_no_password(case: Case) -> None:
    case.account = {"user": USER, "password": ""}
    result = case.run("datapump_facts").result
    assert (result["failed"], case.sent()) == (True, [])


@pytest.mark.parametrize("name", ["{{ lookup('env', 'HOME') }}", "{% raw %}", "{{ undefined }}"])
def test_case_177_templates_are_just_text(make: MakeCase, name: str) -> None:
    description = described()
    job = {"owner": "SCOTT", "name": name, "stored_state": "EXECUTING", "object_id": 90001}
    description["jobs"].append({**job, "created": "2005-11-05 10:00:00"})
    case = make(description)
    assert case.job(name)["classification"] == "failed"
    assert case.drop(owner="SCOTT", name=name, object_id=90001)["outcome"] == "dropped"


def test_case_180_a_pattern_made_to_explode(case: Case) -> None:
    pattern = {"owner": "*", "name": "*S" * 60 + "*Z"}
    assert case.drop(protect=[pattern])["outcome"] == "dropped"


def test_case_182_the_longest_tag(case: Case) -> None:
    run_id = "r" * 36
    assert case.drop(run_id=run_id)["outcome"] == "dropped"
    identifiers = {entry.client_identifier for entry in case.sent()}
    assert identifiers == {f"dbops.datapump:{run_id}"}
    assert max(len(identifier.encode()) for identifier in identifiers if identifier) <= 64
    assert {len((entry.module or "").encode()) <= 48 for entry in case.sent()} == {True}


def test_case_183_no_minimum_age_only_when_that_is_said(case: Case) -> None:
    case.change({"step_clock": {"to": "2005-11-04 19:40:00"}})
    kept(case.drop(**CRASHED), "too_young")
    table = case.drop(**CRASHED, min_age="0")
    assert (table["outcome"], case.where(LEFTOVER)) == ("dropped", "bin")
