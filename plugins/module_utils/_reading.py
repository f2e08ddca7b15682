# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads one database, and puts what was read together by job.

What cannot be read for lack of a grant lessens the coverage and is said in a warning. It never counts as absent.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from ansible_collections.dbops.datapump.plugins.module_utils._availability import Availability
from ansible_collections.dbops.datapump.plugins.module_utils._contents import read_contents
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    INSUFFICIENT_RIGHTS,
    NOT_OPEN,
    DatabaseError,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._file_evidence import look_at_files
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._layout import is_master_table
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import MODES, OPERATIONS
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Content,
    Coverage,
    Database,
    Entry,
    FilesSeen,
    Job,
    JobSession,
    ListedJob,
    MasterTable,
    Reading,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import name_problem, shown

_COMMENTS = frozenset(itertools.product(OPERATIONS, MODES))
"""Operation and mode of the comments by which Oracle knows a master table. With any other it is no job to Oracle."""

_T = TypeVar("_T")

CONTENT = "content"
PROGRESS = "progress"
RECYCLE_BIN = "recycle_bin"
EXTERNAL_TABLES = "external_tables"
PRIVILEGES = "privileges"
OBJECTS = "objects"
FILES = "files"
DEFAULT_SUBSETS = frozenset({CONTENT, PROGRESS, RECYCLE_BIN, EXTERNAL_TABLES, PRIVILEGES})
OPTIONAL_SUBSETS = DEFAULT_SUBSETS | {OBJECTS, FILES}
"""Counting objects reads a part of each master table that may be large, and looking at files takes several calls for
each job: both are done only when they are asked for."""


class Reader:
    """Reads through a gateway and remembers what it was not allowed to read."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._warnings: list[str] = []

    def read(
        self, subsets: Collection[str], wants_content: Callable[[str, str], bool] = lambda owner, name: True
    ) -> Reading:
        """One reading. Control rows are read for the jobs that `wants_content` names, other parts by subset."""
        gateway = self._gateway
        database = self._allowed("the identity of the database and its instances", gateway.database)
        try:
            listed = self._allowed("the jobs of other users", gateway.jobs)
        except DatabaseError as error:
            if error.code not in NOT_OPEN:
                raise
            raise Unavailable(
                f"The database is {database.open_mode if database else 'not open'}: {error}",
                error.codes,
                Availability.UNAVAILABLE.value,
            ) from error
        own = listed is None
        scope = gateway.as_owner() if own else gateway
        if listed is None:
            listed = scope.jobs()
            self._warnings.append(
                "Only the jobs of the session user were read, and of those no ESTIMATE or NETWORK jobs,"
                " which USER_DATAPUMP_JOBS leaves out."
            )
        listed = self._without_dropped(listed, scope)
        entries = self._allowed("what the instances hold in memory", gateway.entries)
        sessions = self._allowed("the sessions of jobs", gateway.sessions) if entries is not None else None
        processes = self._allowed("the processes of Data Pump", gateway.processes) if sessions is not None else None
        database = self._answered_throughout(database)
        tables = self._tables(scope)
        tables_read = tables is not None
        progress = self._allowed("the progress of jobs", gateway.progress) if PROGRESS in subsets else None
        jobs = _joined(listed, entries or [], [*(sessions or []), *(processes or [])], tables or [])
        contents = self._contents(jobs, wants_content) if CONTENT in subsets else {}
        if OBJECTS in subsets:
            by_name = {(table.owner, table.name): table for table in tables or []}
            contents = {job: self._counted(by_name[job], content) for job, content in contents.items()}
        files_seen: dict[tuple[str, str], FilesSeen] = {}
        if FILES in subsets:
            files_seen, unread = look_at_files(gateway, jobs, contents)
            self._warnings += unread
        return Reading(
            database=database or gateway.database_as_any_user(),
            coverage=Coverage.USER if own else Coverage.DBA,
            jobs=tuple(
                replace(
                    job,
                    content=contents.get((job.owner, job.name)),
                    progress=(progress or {}).get((job.owner, job.name)),
                    files_seen=files_seen.get((job.owner, job.name)),
                )
                for job in jobs
            ),
            entries_read=processes is not None,
            recycle_bin=self._subset(RECYCLE_BIN, subsets, "the recycle bin", scope.recycle_bin),
            external_tables=self._subset(EXTERNAL_TABLES, subsets, "the external tables", scope.external_tables),
            privileges=gateway.privileges() if PRIVILEGES in subsets else None,
            warnings=tuple(self._warnings),
            tables_read=tables_read,
            readable_views=gateway.readable_views() if PRIVILEGES in subsets else None,
        )

    def _answered_throughout(self, database: Database | None) -> Database | None:
        """With the instances only that answered before and after what they hold was read.

        A GV$ view leaves out without a word what an instance holds that does not answer. One alone always answers.
        """
        if database is None or len(database.expected_instances) < 2:
            return database
        still_seen = self._gateway.instances_seen()
        return replace(
            database, seen_instances=tuple(number for number in database.seen_instances if number in still_seen)
        )

    def _allowed(self, what: str, read: Callable[[], _T]) -> _T | None:
        """What was read, or None with a warning where a grant is missing."""
        try:
            return read()
        except DatabaseError as error:
            if error.code not in INSUFFICIENT_RIGHTS:
                raise
            self._warnings.append(f"No right to read {what} ({error.code}).")
            return None

    def _subset(
        self, subset: str, subsets: Collection[str], what: str, read: Callable[[], list[_T]]
    ) -> tuple[_T, ...] | None:
        rows = self._allowed(what, read) if subset in subsets else None
        return None if rows is None else tuple(rows)

    def _without_dropped(self, listed: list[ListedJob], scope: Gateway) -> list[ListedJob]:
        """The listed jobs without dropped master tables, which releases up to 11.2.0.3 list under their BIN$ names.

        The name alone proves nothing: a job may be named like that.
        """
        if not any(row.name.startswith("BIN$") for row in listed):
            return listed
        entries = self._allowed("whether jobs named BIN$ are dropped ones", scope.recycle_bin) or []
        dropped = {(entry.owner, entry.object_name) for entry in entries}
        return [row for row in listed if (row.owner, row.name) not in dropped]

    def _tables(self, scope: Gateway) -> list[MasterTable] | None:
        """The master tables, None if they could not be read."""
        tables = self._allowed("the master tables", scope.master_tables)
        if not tables:
            return tables
        columns = self._allowed("the columns of the master tables", lambda: scope.table_columns(tables)) or {}
        sizes = self._allowed("the sizes of the master tables", lambda: scope.table_sizes(tables)) or {}
        return [
            replace(
                table, columns=columns.get((table.owner, table.name)), size_bytes=sizes.get((table.owner, table.name))
            )
            for table in tables
        ]

    def _counted(self, table: MasterTable, content: Content) -> Content:
        what = f"the objects of {shown(table.owner)}.{shown(table.name)}"
        counts = self._allowed(what, lambda: self._gateway.count_objects(table))
        return content if counts is None else replace(content, objects_total=counts[0], objects_left=counts[1])

    def _contents(self, jobs: Iterable[Job], wanted: Callable[[str, str], bool]) -> dict[tuple[str, str], Content]:
        tables = [
            job.table
            for job in jobs
            if job.table is not None
            and job.table.columns is not None
            and is_master_table(job.table.columns)
            and wanted(job.owner, job.name)
        ]
        possible = []
        for table in tables:
            if name_problem(table.owner) is None and name_problem(table.name) is None:
                possible.append(table)
                continue
            name = f"{shown(table.owner)}.{shown(table.name)}"
            self._warnings.append(f"The dictionary has a table {name}, which no table can be called; it was not read.")
        contents, warnings = read_contents(self._gateway, possible)
        self._warnings += warnings
        return contents


def _joined(
    listed: Iterable[ListedJob], entries: Iterable[Entry], sessions: Iterable[JobSession], tables: Iterable[MasterTable]
) -> list[Job]:
    """Jobs by owner and name: whatever is listed, held in memory, or has a master table."""
    rows: dict[tuple[str, str], list[ListedJob]] = defaultdict(list)
    held: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for row in listed:
        rows[row.owner, row.name].append(row)
    for entry in entries:
        held[entry.owner, entry.name].append(entry)
    by_name = {(table.owner, table.name): table for table in tables if (table.operation, table.mode) in _COMMENTS}
    of_entry: dict[int, list[JobSession]] = defaultdict(list)
    of_process: dict[str, list[JobSession]] = defaultdict(list)
    for session in sessions:
        if session.job_id is not None:
            of_entry[session.job_id].append(session)
        elif session.job_name:
            of_process[session.job_name].append(session)
    jobs = []
    for owner, name in sorted({*rows, *held, *by_name}):
        mine = [session for entry in held[owner, name] for session in of_entry[entry.job_id]]
        seen = {(session.instance, session.sid, session.serial) for session in mine}
        mine += [
            session
            for action, processes in of_process.items()
            if name.startswith(action)
            for session in processes
            if (session.instance, session.sid, session.serial) not in seen
        ]
        key = (owner, name)
        jobs.append(Job(owner, name, tuple(rows[key]), tuple(held[key]), tuple(mine), by_name.get(key), None))
    return jobs
