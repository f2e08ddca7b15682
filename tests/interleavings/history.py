# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the harness saw of a run, as plain data: all that the checker is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .job_ledger import JobEffect, JobEntry
from .ledger import Effect

SessionKey = tuple[int, int]
"""DBID and SID."""

BinnedTable = tuple[int, int, str]
"""DBID, object number and all rows of a table in a recycle bin."""


class Mark(NamedTuple):
    """A moment: how many effects on tables and on jobs had been noted."""

    tables: int
    jobs: int


@dataclass(frozen=True)
class Consent:
    """What may be done to one table. `object_id` None: to whatever master table bears the name.

    `content` are all its rows as they were when it was reviewed, None where only the name was consented to.
    """

    owner: str
    name: str
    dbid: int | None
    object_id: int | None
    content: str | None
    accepts_no_undo: bool = False


@dataclass(frozen=True)
class JobConsent:
    """What may be done to one job: `wish` is removal (of an entry nothing of which is alive), stop or kill.

    `bound`: to the job that was reviewed, known by its number in memory and that of its master table; else to whatever
    job bears the name.
    """

    owner: str
    name: str
    wish: str
    dbid: int | None
    bound: bool
    job_id: int | None
    object_id: int | None
    accepts_clients: bool = False
    accepts_loss: bool = False
    accepts_deletion: bool = False
    accepts_partial: bool = False


@dataclass(frozen=True)
class JobReport:
    """One call of datapump_job. `jobs` is None when it ended with `error`."""

    wish: str
    check_mode: bool
    consents: tuple[JobConsent, ...]
    sessions: frozenset[SessionKey]
    jobs: tuple[Mapping[str, Any], ...] | None
    changed: bool
    error: str | None
    before: Mark
    after: Mark


@dataclass(frozen=True)
class Report:
    """One call of datapump_master_table. `tables` is None when it ended with `error`."""

    wish: str
    """absent or present."""
    check_mode: bool
    consents: tuple[Consent, ...]
    sessions: frozenset[SessionKey]
    """Those that were opened for it; one that was lost may go on after the report."""
    tables: tuple[Mapping[str, Any], ...] | None
    changed: bool
    error: str | None
    effects_before: int
    effects_after: int


@dataclass(frozen=True)
class Statement:
    """A statement that a session executed. `outcome` is 0, an Oracle code, or None when it never ended."""

    session: SessionKey
    text: str
    nested: bool
    outcome: int | None
    module: str | None
    client_identifier: str | None


@dataclass(frozen=True)
class Witnessed:
    """A client and what it did."""

    name: str
    reports: tuple[Report, ...]
    trouble: bool
    """Whether a connection of it was struck, refused, killed or led astray."""
    job_reports: tuple[JobReport, ...] = ()
    blind: bool = False
    """Whether an instance did not answer."""

    @property
    def sessions(self) -> frozenset[SessionKey]:
        """All its sessions."""
        return frozenset(session for report in (*self.reports, *self.job_reports) for session in report.sessions)


@dataclass(frozen=True)
class History:
    """A whole run."""

    clients: tuple[Witnessed, ...]
    effects: tuple[Effect, ...]
    statements: tuple[Statement, ...]
    tables_before: frozenset[tuple[int, str, str, int]]
    """DBID, owner, name and object number of every user's table, those in the recycle bin left out."""
    bin_before: frozenset[BinnedTable]
    bin_after: frozenset[BinnedTable]
    job_effects: tuple[JobEffect, ...] = ()
    entries_before: frozenset[JobEntry] = frozenset()
    """Jobs in memory."""

    def without_addresses(self) -> Any:
        """The same as plain values, for comparison: sets in order, and error texts without what the driver makes up."""
        clients = [
            (
                client.name,
                client.trouble,
                [_plain(report) for report in client.reports],
                [_plain_job(report) for report in client.job_reports],
            )
            for client in self.clients
        ]
        jobs = [repr(replace(effect, others=frozenset())) for effect in self.job_effects]
        return clients, self.effects, jobs, self.statements, sorted(self.tables_before), sorted(self.bin_after)


def _plain(report: Report) -> Any:
    tables = [(table["outcome"], table["reason"], table["object_id"]) for table in report.tables or ()]
    return sorted(report.sessions), tables, report.changed, report.effects_before, report.effects_after


def _plain_job(report: JobReport) -> Any:
    jobs = [(job["outcome"], job["reason"], job["state"]) for job in report.jobs or ()]
    return sorted(report.sessions), jobs, report.changed, report.before, report.after
