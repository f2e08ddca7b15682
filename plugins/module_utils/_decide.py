# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether something may be done to a job. Pure: what was observed and what was asked for in, decisions out."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Classification,
    Restartable,
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import matches, shown


class Action(str, enum.Enum):
    """What can be done to a job or its table."""

    DROP = "drop"
    PURGE = "purge"
    RESTORE = "restore"
    STOP = "stop"
    REMOVE = "remove"
    KILL = "kill"
    AWAIT = "await"
    """Nothing is done: it happens by itself."""


class Place(Protocol):
    """What tells one database and container from another."""

    @property
    def dbid(self) -> int:
        """DBID of the database."""

    @property
    def con_uid(self) -> int:
        """CON_UID of the container, 0 outside a container database."""


@dataclass(frozen=True)
class Decision:
    """Whether an action is permitted; if not, `option` is the option that would permit it, None if none does."""

    permitted: bool
    reason: str
    text: str
    option: str | None = None


@dataclass(frozen=True)
class Pattern:
    """Owners and job names, with ``*`` and ``?``."""

    owner: str = "*"
    name: str = "*"

    def covers(self, owner: str, name: str) -> bool:
        """Whether a job fits."""
        return matches(self.owner, owner) and matches(self.name, name)


def patterns_of(protect: Iterable[Mapping[str, str]]) -> tuple[Pattern, ...]:
    """A module's protect list."""
    return tuple(Pattern(pattern["owner"], pattern["name"]) for pattern in protect)


@dataclass(frozen=True)
class Wish:
    """What was asked for about one job. None means that nothing was said about it."""

    owner: str
    name: str
    object_id: int | None = None
    digest: str | None = None
    dbid: int | None = None
    con_uid: int | None = None


@dataclass(frozen=True)
class Policy:
    """Conditions that hold for all jobs of a run. `min_age` in seconds."""

    min_age: int = 0
    protect: tuple[Pattern, ...] = ()
    allow_restartable: bool = False
    accept_no_undo: bool = False
    accept_job_loss: bool = False
    kill: bool = False
    accept_dumpfile_deletion: bool = False
    accept_partial_import: bool = False
    stop_with_clients: bool = False


ALIVE = frozenset({Classification.RUNNING, Classification.TRANSITIONAL, Classification.UNDEFINED})

REFUSED_CLASSES: dict[Classification, tuple[str, ...]] = {
    Classification.RUNNING: ("running", "The job is running."),
    Classification.TRANSITIONAL: ("transitional", "The job is starting, stopping or finishing."),
    Classification.UNDEFINED: ("undefined", "Oracle does not know the state of the job; something of it may be alive."),
    Classification.LOOKALIKE: ("lookalike", "The table has the comment of a master table, but not its columns."),
    Classification.GHOST: ("no_master_table", "The job has no master table; datapump_job removes its entry."),
    Classification.WEDGED: (
        "entry_in_memory",
        "An instance still holds an entry of the job. Removing that brings the job to life for a moment, so it takes a"
        " full digest to show that both were reviewed.",
        "digest",
    ),
    Classification.UNKNOWN: ("unknown", "The facts do not suffice to say what this job is."),
}


def wrong_database(place: Place, wish: Wish) -> Decision | None:
    """A refusal if the wish is for another database or container than this one."""
    if wish.dbid is not None and wish.dbid != place.dbid:
        return kept("wrong_database", f"This is the database with DBID {place.dbid}, not {wish.dbid}.", "dbid")
    if wish.con_uid is not None and wish.con_uid != place.con_uid:
        text = f"This is the container with CON_UID {place.con_uid}, not {wish.con_uid}."
        return kept("wrong_database", text, "con_uid")
    return None


def is_protected(policy: Policy, owner: str, name: str) -> bool:
    """Whether a job is on the list of those never to be touched."""
    return any(pattern.covers(owner, name) for pattern in policy.protect)


def decide_drop(place: Place, job: AssessedJob, wish: Wish, policy: Policy) -> Decision:
    """Whether the master table of a job may be dropped. The first refusal that applies is the one reported."""
    return (
        wrong_database(place, wish)
        or protected(policy, job)
        or _another_table(job, wish)
        or _refused_class(job, wish)
        or not_quiescent(job)
        or stale(job, wish)
        or _may_be_restarted(job, wish, policy)
        or _too_young(job, policy)
        or _no_undo(job, policy)
        or Decision(
            True,
            "confirmed" if wish.digest else "asked_for",
            "Nothing of the job is alive on any instance"
            + (", and the facts are those that were reviewed." if wish.digest else "."),
        )
    )


def reviewed_wedged(job: AssessedJob, wish: Wish) -> bool:
    """Whether a job has a dead entry in memory beside its table, and its control rows were reviewed too."""
    return job.classification is Classification.WEDGED and wish.digest is not None and job.strength is Strength.FULL


def cannot_be_undone(owner: str, tablespace: str | None) -> bool:
    """Whether the recycle bin never holds tables of this owner, or from this tablespace."""
    return owner == "SYS" or tablespace == "SYSTEM"


def over_limit(permitted: Iterable[Decision], limit: int) -> Decision | None:
    """A refusal for everything if more would be destroyed than the limit allows."""
    count = sum(1 for decision in permitted if decision.permitted)
    if count <= limit:
        return None
    return kept("max_drops", f"{count} tables would go, more than the limit of {limit}; nothing is done.", "max_drops")


def kept(reason: str, text: str, option: str | None = None) -> Decision:
    """A refusal."""
    return Decision(False, reason, text, option)


def protected(policy: Policy, job: AssessedJob) -> Decision | None:
    """A refusal if the job is on the list of those never to be touched."""
    if is_protected(policy, job.owner, job.name):
        return kept("protected", f"{shown(job.owner)}.{shown(job.name)} is protected.", "protect")
    return None


def _another_table(job: AssessedJob, wish: Wish) -> Decision | None:
    if wish.object_id is not None and job.object_id is not None and wish.object_id != job.object_id:
        text = f"The table of this name has the object number {job.object_id}, not {wish.object_id}."
        return kept("another_table", text, "object_id")
    return None


def _refused_class(job: AssessedJob, wish: Wish) -> Decision | None:
    refusal = REFUSED_CLASSES.get(job.classification)
    return kept(*refusal) if refusal and not reviewed_wedged(job, wish) else None


def not_quiescent(job: AssessedJob) -> Decision | None:
    """A refusal unless nothing of the job is alive, by complete evidence."""
    if job.quiescent:
        return None
    return kept("evidence_incomplete", "It is not proven that nothing of the job is alive on any instance.")


def stale(job: AssessedJob, wish: Wish) -> Decision | None:
    """A refusal if the digest given is not that of the facts read now."""
    if wish.digest is not None and wish.digest != job.digest:
        return kept("changed", "The facts are not those that were reviewed.", "digest")
    return None


def _may_be_restarted(job: AssessedJob, wish: Wish, policy: Policy) -> Decision | None:
    if (
        job.classification is Classification.STOPPED
        and job.restartable is not Restartable.NO
        and wish.digest is None
        and not policy.allow_restartable
    ):
        return kept("restartable", "The job was stopped on purpose and can be restarted.", "allow_restartable")
    return None


def _too_young(job: AssessedJob, policy: Policy) -> Decision | None:
    if not policy.min_age:
        return None
    if job.age_seconds is None:
        return kept("age_unknown", "Not everything that the age is counted from could be read.", "min_age")
    if job.age_seconds < policy.min_age:
        text = f"Something happened {job.age_seconds} seconds ago, less than {policy.min_age}."
        return kept("too_young", text, "min_age")
    return None


def _no_undo(job: AssessedJob, policy: Policy) -> Decision | None:
    if cannot_be_undone(job.owner, job.tablespace) and not policy.accept_no_undo:
        return kept("no_undo", "The recycle bin cannot hold this table.", "accept_no_undo")
    return None
