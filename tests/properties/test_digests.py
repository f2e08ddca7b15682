# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two jobs have the same digest exactly when a person would have seen the same."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._digest import chained, digest_of, is_digest
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database, Job
from ansible_collections.dbops.datapump.tests.unit.builders import CONTENT, DATABASE, ENTRY, LISTED, NOW, TABLE
from hypothesis import given
from hypothesis import strategies as st

# Few values each, so that two jobs are often alike.
FEW = st.integers(1, 2)
NAMES = st.sampled_from(["A", "a", "é", "e\u0301", 'A","B'])
MOMENTS = st.sampled_from([NOW, NOW - datetime.timedelta(seconds=1)])
STATES = st.sampled_from(["NOT RUNNING", "EXECUTING", None])
COLUMNS = st.one_of(st.none(), st.frozensets(st.sampled_from(["NAME", "VALUE_T", "STATE"])))

LISTED_JOBS = st.builds(
    lambda state, attached, degree: replace(LISTED, state=state, attached_sessions=attached, degree=degree),
    STATES, FEW, FEW,
)  # fmt: skip
ENTRIES = st.builds(
    lambda instance, number, state, workers: replace(
        ENTRY, instance=instance, job_id=number, state=state, workers=workers
    ),
    FEW, FEW, STATES, FEW,
)  # fmt: skip
TABLES = st.builds(
    lambda number, created, changed, space, size, columns: replace(
        TABLE, object_id=number, created=created, last_ddl_time=changed, tablespace=space, size_bytes=size,
        columns=columns,
    ),
    FEW, MOMENTS, MOMENTS, st.sampled_from(["USERS", "SYSTEM", None]), FEW, COLUMNS,
)  # fmt: skip
CONTENTS = st.builds(
    lambda rows, stored: replace(CONTENT, rows_digest=rows * 64, stored_state=stored),
    st.sampled_from(["A", "B"]), st.sampled_from(["STOPPED", "EXECUTING"]),
)  # fmt: skip
JOBS = st.builds(
    Job,
    NAMES,
    NAMES,
    st.lists(LISTED_JOBS, max_size=2).map(tuple),
    st.lists(ENTRIES, max_size=2).map(tuple),
    st.just(()),
    st.none() | TABLES,
    st.none() | CONTENTS,
)
DATABASES = st.builds(
    lambda dbid, con_uid, size: replace(
        DATABASE, dbid=dbid, con_uid=con_uid, server_time=NOW + datetime.timedelta(days=size)
    ),
    FEW, FEW, FEW,
)  # fmt: skip


def seen(database: Database, job: Job) -> tuple[Any, ...]:
    """What counts, as a tuple: equal exactly when the digests have to be.

    The control rows of a job that is at work move by themselves, so there they do not count.
    """
    table, content = job.table, job.content
    at_work = any(row.state != "NOT RUNNING" for row in (*job.listed, *job.entries))
    return (
        (database.dbid, database.con_uid, job.owner, job.name),
        tuple((row.operation, row.mode, row.state, row.attached_sessions) for row in job.listed),
        tuple(sorted((entry.instance, entry.job_id, entry.state or "") for entry in job.entries)),
        table
        and (
            (table.object_id, table.created, table.last_ddl_time, table.tablespace, table.status),
            (table.operation, table.mode, table.columns),
        ),
        content.rows_digest if content is not None and not at_work else None,
    )


@given(DATABASES, JOBS, DATABASES, JOBS)
def test_digests_are_equal_exactly_when_the_facts_are(one: Database, job: Job, two: Database, other: Job) -> None:
    digest, strength = digest_of(one, job)
    assert is_digest(digest)
    assert (digest == digest_of(two, other)[0]) == (seen(one, job) == seen(two, other))
    assert (strength.value == "weak") == (job.table is not None and seen(one, job)[-1] is None)


@given(DATABASES, JOBS, st.randoms())
def test_the_order_of_entries_does_not_matter(database: Database, job: Job, random: Any) -> None:
    shuffled = list(job.entries)
    random.shuffle(shuffled)
    assert digest_of(database, job) == digest_of(database, replace(job, entries=tuple(shuffled)))


@given(DATABASES, JOBS, st.sampled_from(["owner", "name", "dbid", "con_uid", "object_id", "rows"]))
def test_any_one_change_shows(database: Database, job: Job, what: str) -> None:
    changed_database, changed = database, job
    if what in ("owner", "name"):
        changed = replace(job, **{what: getattr(job, what) + " "})
    elif what in ("dbid", "con_uid"):
        changed_database = replace(database, **{what: getattr(database, what) + 1})
    elif what == "object_id" and job.table is not None:
        changed = replace(job, table=replace(job.table, object_id=job.table.object_id + 1))
    elif what == "rows" and job.content is not None:
        changed = replace(job, content=replace(job.content, rows_digest="C" * 64))
    differ = seen(database, job) != seen(changed_database, changed)
    assert (digest_of(database, job)[0] != digest_of(changed_database, changed)[0]) == differ


ROWS = st.lists(st.text(alphabet="0123456789ABCDEF", min_size=4, max_size=4), max_size=5)


@given(ROWS, ROWS)
def test_the_chain_knows_every_row_and_the_order(rows: list[str], others: list[str]) -> None:
    assert (chained(rows) == chained(others)) == (rows == others)
    expected = ""
    for row in rows:
        expected = hashlib.sha256(f"{expected}{row}".encode()).hexdigest().upper()
    assert chained(rows) == (expected or "-")
