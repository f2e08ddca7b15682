# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calls that are no readings return: sessions, verdicts of guarded blocks, locks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionIdentity:
    """Which session this is, so that another one can see whether it still lives."""

    instance: int
    sid: int
    serial: int


@dataclass(frozen=True)
class Verdict:
    """What a guarded block returned. `code` is an Oracle error code such as ORA-00054, or None."""

    status: str
    reason: str | None
    step: str | None
    code: str | None
    message: str | None
    guard: str | None = None
    bin_name: str | None = None
    dropscn: int | None = None
    state: str | None = None
    handle: int | None = None
    """Of a job that was attached to; worth something in its session only."""


@dataclass(frozen=True)
class LockReply:
    """What the request for a named lock returned: 0 for success, 1 if the time was over, 4 if it was held already."""

    result: int
    handle: str

    @property
    def number(self) -> int:
        """Number of the lock, with which its handle begins."""
        return int(self.handle[:10])
