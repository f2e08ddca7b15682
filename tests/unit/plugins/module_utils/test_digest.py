# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Digests: every fact that was reviewed moves them, nothing else does."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._digest import NO_ROWS, chained, digest_of, is_digest
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    DAY,
    DEAD,
    ENTRY,
    GHOST,
    LISTED,
    TABLE,
    listed_as,
)


def test_a_digest_has_its_form_and_is_the_same_again() -> None:
    digest, strength = digest_of(DATABASE, DEAD)
    assert is_digest(digest)
    assert strength is Strength.FULL
    assert digest_of(DATABASE, DEAD) == (digest, strength)


@pytest.mark.parametrize(
    "text", ["", "sha256:", "sha256:" + "A" * 64, "sha256:" + "a" * 63, "md5:" + "a" * 64, " sha256"]
)
def test_other_forms_are_no_digest(text: str) -> None:
    assert not is_digest(text)


CHANGED = [
    replace(DEAD, owner="SCOTT2"),
    replace(DEAD, listed=(replace(LISTED, state="EXECUTING"),)),
    replace(DEAD, listed=(replace(LISTED, attached_sessions=1),)),
    replace(DEAD, listed=(LISTED, LISTED)),
    replace(DEAD, entries=(ENTRY,)),
    replace(DEAD, table=replace(TABLE, object_id=85216)),
    replace(DEAD, table=replace(TABLE, created=TABLE.created + DAY)),
    replace(DEAD, table=replace(TABLE, last_ddl_time=TABLE.last_ddl_time + DAY)),
    replace(DEAD, table=replace(TABLE, tablespace="SYSTEM")),
    replace(DEAD, table=replace(TABLE, columns=frozenset({"NAME"}))),
    replace(DEAD, content=replace(CONTENT, rows_digest="B" * 64)),
    replace(DEAD, content=None),
]


@pytest.mark.parametrize("job", CHANGED)
def test_what_a_person_saw_is_covered(job: object) -> None:
    assert digest_of(DATABASE, job)[0] != digest_of(DATABASE, DEAD)[0]


def test_another_database_or_container_gives_another_digest() -> None:
    digest = digest_of(DATABASE, DEAD)[0]
    assert digest_of(replace(DATABASE, dbid=1), DEAD)[0] != digest
    assert digest_of(replace(DATABASE, con_uid=1), DEAD)[0] != digest


def test_what_moves_by_itself_is_not_covered() -> None:
    later = replace(DATABASE, server_time=DATABASE.server_time + DAY, session_user="OTHER")
    grown = replace(DEAD, table=replace(TABLE, size_bytes=1), progress={"done": 1})
    assert digest_of(later, grown) == digest_of(DATABASE, DEAD)


def test_the_control_rows_of_a_job_at_work_are_not_covered() -> None:
    running = listed_as("EXECUTING")
    later = replace(running, content=replace(CONTENT, rows_digest="B" * 64))
    assert digest_of(DATABASE, later)[0] == digest_of(DATABASE, running)[0]
    assert digest_of(DATABASE, running)[1] is Strength.WEAK


def test_names_that_only_look_alike_differ() -> None:
    composed, decomposed = replace(DEAD, name="\u00e9"), replace(DEAD, name="e\u0301")
    assert digest_of(DATABASE, composed)[0] != digest_of(DATABASE, decomposed)[0]


def test_a_digest_without_the_control_rows_is_weak_and_a_ghost_has_none_to_cover() -> None:
    assert digest_of(DATABASE, replace(DEAD, content=None))[1] is Strength.WEAK
    assert digest_of(DATABASE, GHOST)[1] is Strength.FULL


def test_a_ghost_is_known_by_its_entry() -> None:
    another = replace(GHOST, entries=(replace(ENTRY, job_id=8),))
    assert digest_of(DATABASE, another)[0] != digest_of(DATABASE, GHOST)[0]


def test_rows_are_chained_as_the_block_in_the_database_chains_them() -> None:
    first = hashlib.sha256(b"AA").hexdigest().upper()
    assert chained(["AA"]) == first
    assert chained(["AA", "BB"]) == hashlib.sha256((first + "BB").encode()).hexdigest().upper()
    assert chained(["BB", "AA"]) != chained(["AA", "BB"])
    assert chained([]) == NO_ROWS
