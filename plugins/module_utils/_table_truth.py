# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be said about a step whose answer was lost, by what is found afterwards. Pure.

What is found shows the state of the table, and seldom who brought it there: the recycle bin does not say who dropped a
table. So a state is reported as the step's outcome only where the step can have brought it about, and the text says
what is not known.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry

PROVEN = "proven_afterwards"


@dataclass(frozen=True)
class Found:
    """A table as it is found by its number. Owner and name are None when no table has the number."""

    owner: str | None
    name: str | None
    created: datetime.datetime | None
    last_ddl_time: datetime.datetime | None
    entry: BinEntry | None
    """In the recycle bin. A dropped table keeps its number."""

    @property
    def exists(self) -> bool:
        """Whether it is a table that is not dropped."""
        return self.name is not None and self.entry is None


@dataclass(frozen=True)
class Expected:
    """The table as it was read before the step, and when that was by the server's clock."""

    owner: str
    name: str
    created: datetime.datetime | None
    last_ddl_time: datetime.datetime | None
    read_at: datetime.datetime
    without_undo: bool
    entry: BinEntry | None


@dataclass(frozen=True)
class Truth:
    """What is reported. An outcome of None means that the step changed nothing."""

    outcome: str | None
    reason: str
    text: str
    entry: BinEntry | None = None
    code: str | None = None


def truth_about(step: Action, before: Expected, found: Found) -> Truth:
    """What may be reported about a step that was sent."""
    if found.exists and (found.owner, found.name) != (before.owner, before.name):
        # To be brought back it had to be in the recycle bin, so one that has a name was brought back by somebody.
        outcome = "unknown" if step is Action.RESTORE else None
        return Truth(outcome, "renamed", "The table of this object number has another name or owner now.")
    if found.exists and before.created is not None and found.created != before.created:
        return _gone("Another table has its number by now.")
    if step is Action.RESTORE:
        return _after_restore(before, found)
    if step is Action.PURGE:
        return _after_purge(before, found)
    return _after_drop(before, found)


def _after_drop(before: Expected, found: Found) -> Truth:
    if found.entry is not None:
        entry = found.entry
        if datetime.datetime.fromisoformat(entry.drop_time) < before.read_at.replace(microsecond=0):
            return Truth("already_absent", "in_recycle_bin", "It was in the recycle bin before the step.", entry)
        text = (
            f"It is in the recycle bin, dropped at {entry.drop_time}, by this step unless another session did it then."
        )
        return Truth("dropped", PROVEN, text, entry)
    if found.exists:
        if found.last_ddl_time == before.last_ddl_time:
            return Truth(None, "not_executed", "The table is there, and no DDL was done to it.")
        return Truth(None, "exists", "The table is there; it may have been dropped and brought back.")
    if before.without_undo:
        text = "It is gone, by this step unless another session dropped it then. The recycle bin could not hold it."
        return Truth("dropped", PROVEN, text)
    return _gone("It is gone, and not in the recycle bin: dropped by this step or another session, and purged by one.")


def _after_purge(before: Expected, found: Found) -> Truth:
    if _same(found.entry, before.entry):
        return Truth(None, "not_executed", "Its entry is in the recycle bin.", before.entry)
    if found.entry is not None:
        return Truth(None, "not_ours", "It was restored and dropped again by another session.", found.entry)
    if found.exists:
        return Truth("kept", "restored_by_another", "Another session restored the table.")
    return Truth("purged", PROVEN, "It is gone for good, by this step unless another session purged it then.")


def _after_restore(before: Expected, found: Found) -> Truth:
    if found.exists:
        return Truth("restored", PROVEN, "The table is there, by this step unless another session restored it then.")
    if _same(found.entry, before.entry):
        return Truth(None, "not_executed", "Its entry is in the recycle bin.", before.entry)
    if found.entry is not None:
        text = "It was restored, by this step or another session, and dropped again since then."
        return Truth("unknown", "dropped_again", text, found.entry)
    return _gone("It is neither there nor in the recycle bin.")


def _gone(text: str) -> Truth:
    return Truth("unknown", "gone", text)


def _same(entry: BinEntry | None, other: BinEntry | None) -> bool:
    if entry is None or other is None:
        return False
    return (entry.object_name, entry.dropscn) == (other.object_name, other.dropscn)
