# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What there was of a job name at each moment: entries in memory and tables, put together from both ledgers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .history import History, Mark
from .job_ledger import JobEffect, JobKind
from .ledger import Effect, Kind

_REST = frozenset({"NOT RUNNING", "STOPPED"})
_COMING_TO_REST = _REST | {"STOP PENDING", "STOPPING"}


@dataclass(frozen=True)
class Moment:
    """Entries: number and state; tables: object numbers."""

    entries: frozenset[tuple[int, str]]
    tables: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Nothing at all bears the name."""
        return not self.entries and not self.tables

    @property
    def is_at_rest(self) -> bool:
        """There is a table of the name, and no entry of which anything is alive, or will be after its stop."""
        return bool(self.tables) and all(state in _COMING_TO_REST for _number, state in self.entries)

    @property
    def is_coming_to_rest(self) -> bool:
        """Whether an entry was told to stop."""
        return any(state in _COMING_TO_REST for _number, state in self.entries)


def moments(
    history: History, dbid: int, job: tuple[str, str], since: Mark, until: Mark, masters: set[int]
) -> list[Moment]:
    """Those from one mark to another, the one that holds at the first included. `masters` are the tables of jobs."""
    entries = {
        entry.job_id: entry.state
        for entry in history.entries_before
        if (entry.dbid, entry.owner, entry.name) == (dbid, *job)
    }
    tables = {number for place, *name, number in history.tables_before if (place, *name) == (dbid, *job)} & masters
    found: list[Moment] = []
    for is_later, effect in _merged(history, since, until):
        if is_later and not found:
            found.append(Moment(frozenset(entries.items()), frozenset(tables)))
        if (effect.dbid, effect.owner, effect.name) != (dbid, *job):
            continue
        if isinstance(effect, JobEffect):
            _enter_job(effect, entries)
        elif effect.object_id in masters:
            _enter_table(effect, tables)
        if is_later:
            found.append(Moment(frozenset(entries.items()), frozenset(tables)))
    return found or [Moment(frozenset(entries.items()), frozenset(tables))]


def _merged(history: History, since: Mark, until: Mark) -> Iterator[tuple[bool, Effect | JobEffect]]:
    """Both ledgers in the order in which things happened, up to `until`; whether each is after `since`."""
    jobs = list(enumerate(history.job_effects[: until.jobs]))
    for number, effect in enumerate(history.effects[: until.tables]):
        while jobs and jobs[0][1].position <= number:
            position, job = jobs.pop(0)
            yield position >= since.jobs, job
        yield number >= since.tables, effect
    for position, job in jobs:
        yield position >= since.jobs, job


def _enter_job(effect: JobEffect, entries: dict[int, str]) -> None:
    if effect.kind is JobKind.STATE:
        entries[effect.job_id] = effect.state
    elif effect.kind is JobKind.ENDED:
        entries.pop(effect.job_id, None)


def _enter_table(effect: Effect, tables: set[int]) -> None:
    if effect.kind in (Kind.CREATED, Kind.RESTORED):
        tables.add(effect.object_id)
    elif effect.kind in (Kind.BINNED, Kind.REMOVED, Kind.FINISHED, Kind.RENAMED):
        tables.discard(effect.object_id)
