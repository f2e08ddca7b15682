# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for a job in calls that each take a few seconds at most, and tells what it is at.

The job does not need anybody to wait for it: whatever becomes of this session, it goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils import _progress
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_outcome import Watched
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import JobStatus, progress_line
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State

MOST_ERRORS = 1000
"""Errors that are remembered; a job may have any number."""

_ENDED = frozenset({State.COMPLETED, State.STOPPED, State.NOT_RUNNING, State.UNDEFINED})
_GONE = frozenset({"ORA-31623", "ORA-31626"})
"""What a session hears that was attached to a job which has ended."""


class Watch:
    """What is seen of a job, over as many sessions as it takes.

    patience: seconds by the server's clock, None for no end. interval: seconds that the server is asked to wait for
    something to happen to the job, and that are at least between two lines of progress unless the state changes.
    """

    def __init__(self, job: str, patience: int | None, interval: int, time_left: Callable[[], float]) -> None:
        self._job = job
        self._patience = patience
        self._interval = interval
        self._time_left = time_left
        self._told: tuple[str, JobStatus] | None = None
        self.seen = Watched()

    def wait(self, client: JobClient) -> Watched:
        """Until the job has ended, or patience has. Raises DatabaseError when the connection is lost."""
        longest = 0
        while not self.seen.over:
            try:
                status = client.look(longest_wait=longest)
            except CallRefused:
                return self.ended()
            except DatabaseError as error:
                if not _GONE.intersection(error.codes):
                    raise
                return self.ended()
            self._saw(status)
            if client.state in _ENDED:
                return self.ended()
            left = min(self._time_left(), self._patience_left(status))
            if left <= 0:
                break
            longest = max(1, min(self._interval, int(left)))
        return self.seen

    def ended(self) -> Watched:
        """Somebody saw elsewhere that the job has ended."""
        self.seen = replace(self.seen, over=True)
        return self.seen

    def _patience_left(self, status: JobStatus) -> float:
        if self._patience is None or self.seen.first is None:
            return float(self._interval)
        return self._patience - (status.time - self.seen.first.time).total_seconds()

    def _saw(self, status: JobStatus) -> None:
        known = self.seen
        new = [message for message in status.problems if message not in known.errors]
        self.seen = replace(
            known,
            first=known.first or status,
            last=status,
            errors=(*known.errors, *new)[:MOST_ERRORS],
        )
        line = progress_line(self._job, self.seen.first or status, status, self.seen.error_count)
        if self._is_worth_telling(line, status):
            self._told = (line, status)
            _progress.tell(line)

    def _is_worth_telling(self, line: str, status: JobStatus) -> bool:
        if self._told is None:
            return True
        told, at = self._told
        if status.state != at.state:
            return True
        return line != told and (status.time - at.time).total_seconds() >= self._interval
