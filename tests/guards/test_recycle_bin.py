# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every guard of the blocks that purge and restore a dropped master table."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Database
from served import Place

ENTRIES = "SELECT object_name FROM dba_recyclebin WHERE type = 'TABLE' ORDER BY 1"


@dataclasses.dataclass(frozen=True)
class Dropped:
    """What was dropped, in a session that stays open."""

    gateway: Gateway
    database: Database
    entry: BinEntry


@contextlib.contextmanager
def dropped(place: Place) -> Iterator[Dropped]:
    with place.seen("FAILED") as seen:
        assert seen.drop().status == "dropped"
        (entry,) = seen.gateway.dropped_table("SCOTT", 92001)
        yield Dropped(seen.gateway, seen.database, entry)


@pytest.mark.parametrize("call", ["purge", "restore"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"object_id": 92002},
        {"object_name": "BIN$another==$0"},
        {"dropscn": 1},
        {"owner": "HR"},
        {"original_name": "ANOTHER"},
    ],
    ids=str,
)
def test_each_number_and_name_of_an_entry_counts(place: Place, wrong: dict[str, Any], call: str) -> None:
    with dropped(place) as was:
        before = place.values(ENTRIES)
        verdict = getattr(was.gateway, call)(was.database, dataclasses.replace(was.entry, **wrong))
        assert (verdict.status, verdict.guard, verdict.reason) == ("kept", "G1", "not_in_recycle_bin")
    assert place.values(ENTRIES) == before


@pytest.mark.parametrize("call", ["purge", "restore"])
def test_another_database_is_left_alone(place: Place, call: str) -> None:
    with dropped(place) as was:
        place.change(new_dbid={"dbid": 4711})
        verdict = getattr(was.gateway, call)(was.database, was.entry)
        assert (verdict.status, verdict.guard, verdict.reason) == ("kept", "G0", "wrong_database")
    assert place.values(ENTRIES) == [(was.entry.object_name,)]


@pytest.mark.parametrize(("call", "flag", "reason"), [("purge", 2, "not_purgeable"), ("restore", 4, "not_restorable")])
def test_what_the_recycle_bin_forbids_is_not_tried(place: Place, call: str, flag: int, reason: str) -> None:
    with dropped(place) as was:
        place.tamper("UPDATE `recyclebin$` SET FLAGS = FLAGS & ~?", flag)
        verdict = getattr(was.gateway, call)(was.database, was.entry)
        assert (verdict.status, verdict.reason) == ("kept", reason)
    assert place.values(ENTRIES) == [(was.entry.object_name,)]


def test_a_purge_takes_one_entry_of_several_of_the_same_name(place: Place) -> None:
    place.sql(
        "CREATE TABLE hr.failed (a NUMBER)",
        "DROP TABLE hr.failed",
        # Dropped earlier: by the name alone this one would go.
        "ALTER TABLE scott.failed RENAME TO aside",
        "CREATE TABLE scott.failed (a NUMBER)",
        "DROP TABLE scott.failed",
        "ALTER TABLE scott.aside RENAME TO failed",
    )
    with dropped(place) as was:
        before = place.values(ENTRIES)
        assert was.gateway.purge(was.database, was.entry).status == "purged"
    assert len(before) == 3
    assert set(before) - set(place.values(ENTRIES)) == {(was.entry.object_name,)}


def test_a_purge_that_left_the_entry_there_is_not_called_one(place: Place) -> None:
    with dropped(place) as was:
        place.inject("^PURGE TABLE", "skip")
        assert was.gateway.purge(was.database, was.entry).status == "unproven"


def test_a_restored_table_and_its_indexes_have_their_names_back(place: Place) -> None:
    names = "SELECT index_name FROM dba_indexes WHERE table_name = 'FAILED' ORDER BY 1"
    constraints = "SELECT constraint_name FROM dba_constraints WHERE table_name = 'FAILED' ORDER BY 1"
    before = place.values(names), place.values(constraints)
    with dropped(place) as was:
        verdict = was.gateway.restore(was.database, was.entry)
        assert (verdict.status, verdict.code) == ("restored", None)
    assert place.exists(92001)
    assert (place.values(names), place.values(constraints)) == before
    assert before[0] and before[1]


@pytest.mark.parametrize(
    "taken",
    [
        {"sql": {"text": "CREATE TABLE scott.failed (a NUMBER)"}},
        {"add_job": {"owner": "SCOTT", "name": "FAILED", "in_memory": True, "master_table": False}},
    ],
    ids=["by a table", "by a job"],
)
def test_a_table_is_not_restored_where_its_name_is_taken(place: Place, taken: dict[str, Any]) -> None:
    with dropped(place) as was:
        place.change(**taken)
        verdict = was.gateway.restore(was.database, was.entry)
        assert (verdict.status, verdict.guard, verdict.reason) == ("kept", "G1", "name_taken")
    assert place.values(ENTRIES) == [(was.entry.object_name,)]


def test_a_restore_that_brought_nothing_back_is_not_called_one(place: Place) -> None:
    with dropped(place) as was:
        place.inject("^FLASHBACK TABLE", "skip")
        assert was.gateway.restore(was.database, was.entry).status == "unproven"
