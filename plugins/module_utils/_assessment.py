# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the observations about a job, as frozen values."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Classification(str, enum.Enum):
    """What a job is, as far as the facts show it."""

    RUNNING = "running"
    TRANSITIONAL = "transitional"
    STOPPED = "stopped"
    FAILED = "failed"
    KEPT = "kept"
    GHOST = "ghost"
    WEDGED = "wedged"
    UNDEFINED = "undefined"
    LOOKALIKE = "lookalike"
    UNKNOWN = "unknown"


class Restartable(str, enum.Enum):
    """Whether a job could be restarted. NO only by positive proof."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Weight(str, enum.Enum):
    """How much an observation proves."""

    PROOF = "proof"
    HINT = "hint"


class Strength(str, enum.Enum):
    """Whether a digest covers the control rows of the master table."""

    FULL = "full"
    WEAK = "weak"


@dataclass(frozen=True)
class Evidence:
    """An observation that led to a classification."""

    fact: str
    weight: Weight
    text: str


@dataclass(frozen=True)
class Assessment:
    """What follows from the observations about one job."""

    classification: Classification
    restartable: Restartable
    quiescent: bool
    evidence: tuple[Evidence, ...]
    origin: str
    age_seconds: int | None
    digest: str
    strength: Strength


@dataclass(frozen=True)
class AssessedJob:
    """As much of a job as decisions need, whether it comes from a reading or from the facts in a play."""

    owner: str
    name: str
    operation: str
    mode: str
    state: str | None
    object_id: int | None
    """Of its master table; None when there is none."""
    tablespace: str | None
    size_bytes: int | None
    in_memory: bool | None
    classification: Classification
    restartable: Restartable
    quiescent: bool
    origin: str
    age_seconds: int | None
    digest: str
    strength: Strength
    attached_sessions: int = 0
