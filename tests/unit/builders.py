# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Observations for tests: a dead export in a healthy single-instance database, to be varied with keyword arguments."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._layout import KNOWN_COLUMNS
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Content,
    Coverage,
    Database,
    Entry,
    Job,
    JobSession,
    ListedJob,
    MasterTable,
    Reading,
)
from ansible_collections.dbops.datapump.plugins.module_utils._shape import facts_of

NOW = datetime.datetime(2026, 1, 15, 3, 0, 0)
DAY = datetime.timedelta(days=1)
OWNER, NAME, OBJECT_ID = "SCOTT", "SYS_EXPORT_TABLE_02", 85215

DATABASE = Database(
    dbid=1402300001,
    name="NOTE",
    unique_name="NOTE",
    con_id=0,
    con_uid=0,
    con_name="NOTE",
    is_cdb=False,
    version="19.0.0.0.0",
    open_mode="READ WRITE",
    role="PRIMARY",
    recyclebin="on",
    server_time=NOW,
    startup_time=NOW - 30 * DAY,
    session_user="DPCLEAN",
    expected_instances=(1,),
    seen_instances=(1,),
)

LISTED = ListedJob(OWNER, NAME, "EXPORT", "TABLE", "NOT RUNNING", 0, 0, 0)

ENTRY = Entry(1, 7, OWNER, NAME, "EXPORT", "TABLE", "NOT RUNNING", 1, True)

SESSION = JobSession(1, 42, 4711, "WORKER", None, "oracle@db1 (DW00)", None, NAME)

TABLE = MasterTable(
    owner=OWNER,
    name=NAME,
    object_id=OBJECT_ID,
    created=NOW - 20 * DAY,
    last_ddl_time=NOW - 20 * DAY,
    status="VALID",
    tablespace="USERS",
    size_bytes=1048576,
    operation="EXPORT",
    mode="TABLE",
    ordinary=True,
    columns=frozenset(KNOWN_COLUMNS),
)

CONTENT = Content(
    rows_digest="A" * 64,
    stored_state="EXECUTING",
    start_time=NOW - 20 * DAY,
    last_update=NOW - 19 * DAY,
    parameters=(),
    files=(),
    workers=(),
    abort_step=None,
    error_count=0,
)

DEAD = Job(OWNER, NAME, (LISTED,), (), (), TABLE, CONTENT)
"""NOT RUNNING, nothing alive, its table says EXECUTING."""

GHOST = replace(DEAD, entries=(ENTRY,), table=None, content=None)
"""An entry in memory without a table."""


def reading(*jobs: Job, database: Database = DATABASE, **changes: Any) -> Reading:
    """A complete reading of these jobs."""
    complete = Reading(
        database=database,
        coverage=Coverage.DBA,
        jobs=jobs,
        entries_read=True,
        recycle_bin=(),
        external_tables=(),
        privileges=None,
        warnings=(),
    )
    return replace(complete, **changes)


def listed_as(state: str | None, **changes: Any) -> Job:
    """The dead job, but listed in another state."""
    return replace(DEAD, listed=(replace(LISTED, state=state),), **changes)


def storing(state: str | None, **changes: Any) -> Job:
    """The dead job, but with another state in its own row."""
    return replace(DEAD, content=replace(CONTENT, stored_state=state, **changes))


def facts(*jobs: Job, **changes: Any) -> dict[str, Any]:
    """The facts that datapump_facts returns for these jobs."""
    seen = reading(*jobs, **changes)
    return facts_of(seen, [(job, assess(seen, job)) for job in seen.jobs])
