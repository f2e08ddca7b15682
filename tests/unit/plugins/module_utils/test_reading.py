# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading: what belongs to a job is put together, and what may not be read is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._facts import subsets
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Coverage
from ansible_collections.dbops.datapump.plugins.module_utils._reading import DEFAULT_SUBSETS, Reader
from ansible_collections.dbops.datapump.tests.unit.builders import (
    CONTENT,
    DATABASE,
    ENTRY,
    LISTED,
    NAME,
    OWNER,
    SESSION,
    TABLE,
)

NO_RIGHT = DatabaseError(("ORA-00942",), "ORA-00942: table or view does not exist")


class FakeGateway:
    """Answers by name of the call; an answer that is an exception is raised."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {
            "database": DATABASE,
            "database_as_any_user": replace(DATABASE, dbid=0),
            "jobs": [LISTED],
            "entries": [],
            "sessions": [],
            "processes": [],
            "master_tables": [replace(TABLE, columns=None, size_bytes=None)],
            "table_columns": {(OWNER, NAME): TABLE.columns},
            "table_sizes": {(OWNER, NAME): 65536},
            "contents": [CONTENT],
            "progress": {(OWNER, NAME): {"done": 1}},
            "recycle_bin": [],
            "external_tables": [],
            "privileges": frozenset({"CREATE SESSION"}),
            "readable_views": frozenset(),
            **answers,
        }
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*_arguments: Any, **_keywords: Any) -> Any:
            self.calls.append(name)
            answer = self.answers[name]
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call


def read(names: frozenset[str] = DEFAULT_SUBSETS, **answers: Any) -> Any:
    gateway = FakeGateway(**answers)
    return Reader(gateway).read(names), gateway  # type: ignore[arg-type]


def test_a_job_is_everything_of_its_owner_and_name() -> None:
    session = replace(SESSION, job_id=ENTRY.job_id, job_name=None, sid=43)
    reading, _gateway = read(entries=[ENTRY], sessions=[session], processes=[SESSION])
    (job,) = reading.jobs
    assert (job.listed, job.entries, job.sessions) == ((LISTED,), (ENTRY,), (session, SESSION))
    assert job.table == replace(TABLE, size_bytes=65536)
    assert (job.content, job.progress) == (CONTENT, {"done": 1})
    assert reading.entries_read
    assert reading.warnings == ()


def test_a_session_that_is_seen_twice_is_one() -> None:
    known = replace(SESSION, job_id=ENTRY.job_id)
    reading, _gateway = read(entries=[ENTRY], sessions=[known], processes=[SESSION])
    assert reading.jobs[0].sessions == (known,)


def test_jobs_that_no_list_shows_are_found_by_their_entry_or_table() -> None:
    hidden = replace(ENTRY, name="HIDDEN", has_control_queue=False)
    reading, _gateway = read(jobs=[], entries=[hidden])
    assert [job.name for job in reading.jobs] == ["HIDDEN", NAME]


def test_a_cut_off_action_still_belongs_to_the_job() -> None:
    long_name = "N" * 100
    row = replace(LISTED, name=long_name)
    reading, _gateway = read(jobs=[row], master_tables=[], processes=[replace(SESSION, job_name="N" * 64)])
    assert reading.jobs[0].sessions


def test_names_that_differ_by_case_are_two_jobs() -> None:
    reading, _gateway = read(jobs=[LISTED, replace(LISTED, name=NAME.lower())])
    assert len(reading.jobs) == 2


@pytest.mark.parametrize("part", ["entries", "sessions", "processes"])
def test_memory_that_may_not_be_read_is_not_empty_memory(part: str) -> None:
    reading, _gateway = read(**{part: NO_RIGHT})
    assert not reading.entries_read
    assert reading.warnings


def test_an_instance_must_answer_before_and_after_its_memory_was_read() -> None:
    cluster = replace(DATABASE, expected_instances=(1, 2), seen_instances=(1, 2))
    reading, _gateway = read(database=cluster, instances_seen=(1,))
    assert (reading.database.seen_instances, reading.database.complete) == ((1,), False)
    reading, gateway = read(database=cluster, instances_seen=(1, 2))
    assert reading.database.complete
    assert gateway.calls.index("instances_seen") > gateway.calls.index("processes")
    assert "instances_seen" not in read()[1].calls


def test_tables_that_may_not_be_read_are_not_absent() -> None:
    reading, _gateway = read(master_tables=NO_RIGHT)
    assert (reading.tables_read, reading.jobs[0].table) == (False, None)
    assert read()[0].tables_read


def test_what_old_releases_list_from_the_recycle_bin_is_no_job() -> None:
    binned = BinEntry(OWNER, NAME, "BIN$x==$0", 85215, "2026-01-15T03:00:04", 1, "USERS", True, True, None)
    listed = [LISTED, replace(LISTED, name="BIN$x==$0"), replace(LISTED, name="BIN$a job called so")]
    reading, _gateway = read(jobs=listed, recycle_bin=[binned])
    assert [job.name for job in reading.jobs] == ["BIN$a job called so", NAME]


def test_without_the_list_of_all_jobs_the_own_ones_are_read() -> None:
    class Privileged(FakeGateway):
        def as_owner(self) -> Any:
            return FakeGateway()

    reading = Reader(Privileged(jobs=NO_RIGHT)).read(frozenset())  # type: ignore[arg-type]
    assert reading.coverage is Coverage.USER
    assert [job.name for job in reading.jobs] == [NAME]
    assert reading.warnings


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("recycle_bin", lambda reading: reading.recycle_bin is None),
        ("external_tables", lambda reading: reading.external_tables is None),
        ("contents", lambda reading: reading.jobs[0].content is None),
        ("table_columns", lambda reading: reading.jobs[0].table.columns is None),
        ("database", lambda reading: reading.database.dbid == 0),
    ],
)
def test_what_may_not_be_read_is_missing_and_warned_of(part: str, seen: Any) -> None:
    reading, _gateway = read(**{part: NO_RIGHT})
    assert seen(reading)
    assert "ORA-00942" in reading.warnings[0]


def test_any_other_error_ends_the_reading() -> None:
    with pytest.raises(DatabaseError):
        read(recycle_bin=DatabaseError(("ORA-01555",), "ORA-01555"))


def test_what_was_not_asked_for_is_not_read() -> None:
    reading, gateway = read(frozenset())
    assert DEFAULT_SUBSETS.isdisjoint(gateway.calls)
    assert (reading.recycle_bin, reading.external_tables, reading.privileges) == (None, None, None)


def test_a_table_without_the_shape_is_never_opened() -> None:
    reading, gateway = read(table_columns={(OWNER, NAME): frozenset({"NAME"})})
    assert "contents" not in gateway.calls
    assert reading.jobs[0].content is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["all"], DEFAULT_SUBSETS),
        (["min"], frozenset()),
        (["content"], {"content"}),
        (["!progress"], DEFAULT_SUBSETS - {"progress"}),
        (["all", "!content", "content"], DEFAULT_SUBSETS - {"content"}),
        (["database", "jobs"], frozenset()),
    ],
)
def test_subsets(given: list[str], expected: frozenset[str]) -> None:
    assert subsets(given) == expected
