# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The work of jobs: workers take one object after the other, each for its time, until none is left.

Everything that must outlive an event is in the tables of memory.py and in the master table. What an object costs is the
scenario's choice (settings.py); a job that a scenario put into the world without real objects has a total duration.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..errors import OraError
from ..values import TIMESTAMP, from_storage, to_storage
from .master_objects import COMPLETED, FAILED, PlannedObject
from .memory import LiveJob
from .operations import Abort, DumpSpaceExhausted, Operation, Outcome, ResumableWait
from .states import State

if TYPE_CHECKING:
    from ..world.objects import StoredObject
    from .service import DataPump

# Rows that an object of a scenario has had, as far as anybody asks.
_ROWS_OF_SIMULATED_OBJECTS = 100


class Course(Protocol):
    """What the life of a job knows about the end of its work."""

    def work_done(self, job: LiveJob) -> None:
        """Nothing is left to do."""

    def aborted(self, job: LiveJob) -> None:
        """A fatal error: the job stops."""

    def vanished(self, job: LiveJob) -> None:
        """The master table is gone."""

    def later(self, job: LiveJob, seconds: float, action: Callable[[LiveJob], None]) -> None:
        """After so many seconds, unless the job has moved on by then."""


class Work:
    def __init__(self, service: DataPump, course: Course) -> None:
        self._service = service
        self._database = service.database
        self._sqlite = service.database.sqlite
        self._jobs = service.jobs
        self._course = course

    def begin(self, job: LiveJob) -> None:
        """A job executes from now on; its workers are there. An entry that never had a table does nothing by itself."""
        if job.master_id is None:
            return
        target = self._service.tables.of(job)
        if target is None:
            self._course.vanished(job)
            return
        if job.planned:
            operation = self._service.operation(job, target)
            try:
                operation.prepare()
            except Abort as abort:
                self._abort(job, target, abort)
                return
            if operation.only_lists:
                self._course.work_done(job)
                return
        elif job.duration is not None:
            left = self._service.objects.unfinished(target)
            job.item_seconds = job.duration * min(job.workers, max(left, 1)) / max(left, 1)
            self._jobs.save(job)
            if not left:
                self._course.later(job, job.duration, self._course.work_done)
                return
        self.engage(job)

    def engage(self, job: LiveJob) -> None:
        """Gives every idle worker an object. The job is done when there is none left and nobody works."""
        target = self._service.tables.of(job)
        if target is None:
            self._course.vanished(job)
            return
        if job.state is not State.EXECUTING or not (job.planned or job.item_seconds is not None):
            return
        busy = self.busy(job)
        for worker in range(1, job.workers + 1):
            if worker in busy:
                continue
            entry = self._service.objects.next(target, busy.values())
            if entry is None:
                break
            busy[worker] = entry.order
            self._take(job, target, worker, entry)
        self._service.processes.update_longops(job, self.progress(job))
        if not busy:
            self._course.work_done(job)

    def set_degree(self, job: LiveJob) -> None:
        """The number of workers has changed: what superfluous ones had goes back, new ones take something."""
        self._sqlite.execute("DELETE FROM x_datapump_worker WHERE JOB_ID = ? AND WORKER > ?", (job.job_id, job.workers))
        self.engage(job)

    def space_added(self, job: LiveJob) -> None:
        """A dump file was added: whoever waited for one goes on."""
        for worker, order in self._waiting(job):
            self._course.later(job, 0, lambda current, w=worker, o=order: self._finished(current, w, o))  # type: ignore[misc]

    def seconds_to_idle(self, job: LiveJob) -> float | None:
        """Until all workers have finished what they are at; None when nobody works on anything."""
        ends = [end for *dummy, end in self._assignments(job).values() if end is not None]
        return max(0.0, (max(ends) - self._database.clock.now).total_seconds()) if ends else None

    def finish_current(self, job: LiveJob) -> None:
        """An orderly stop: what the workers were at is done, except what waits."""
        for worker, (order, _started, end) in sorted(self._assignments(job).items()):
            if end is not None:
                self._perform(job, worker, order)
        self.drop_current(job)

    def drop_current(self, job: LiveJob) -> None:
        """What the workers were at will be done again by a restart."""
        self._sqlite.execute("DELETE FROM x_datapump_worker WHERE JOB_ID = ?", (job.job_id,))

    def skip_current(self, job: LiveJob, target: StoredObject) -> None:
        """What an import was at when it stopped is not tried again."""
        definition = self._service.definition(target)
        for entry in self._service.objects.in_progress(target):
            self._service.objects.finish(target, entry.order, self._database.now(), {}, FAILED)
            names = [name for name in (entry.object.schema, entry.object.name) if name is not None]
            skipped = OraError(39058, ".".join(f'"{name}"' for name in names), entry.object.type)
            self._service.messages.say(job, definition, skipped.text())

    def busy(self, job: LiveJob) -> dict[int, int]:
        """PROCESS_ORDER by worker, counted from 1."""
        return {worker: order for worker, (order, *dummy) in self._assignments(job).items()}

    def current(self, job: LiveJob) -> dict[int, tuple[int, float]]:
        """(PROCESS_ORDER, part done from 0 to 1) by worker."""
        now = self._database.clock.now
        return {
            worker: (order, _fraction(started, end, now))
            for worker, (order, started, end) in self._assignments(job).items()
        }

    def progress(self, job: LiveJob) -> tuple[int, int]:
        """Bytes done and bytes in all; what is under way counts in part."""
        target = self._service.tables.of(job)
        if target is None:
            return 0, 0
        totals = self._service.objects.totals(target)
        partly = 0
        for order, fraction in self.current(job).values():
            entry = self._service.objects.get(target, order)
            if entry is not None:
                partly += int(entry.object.size * fraction)
        return totals.done_bytes + partly, totals.total_bytes

    def _take(self, job: LiveJob, target: StoredObject, worker: int, entry: PlannedObject) -> None:
        if job.planned:
            self._service.objects.begin(target, entry.order)
        seconds = job.item_seconds
        if seconds is None:
            seconds = self._service.settings.duration(entry.object)
        now = self._database.clock.now
        self._sqlite.execute(
            "INSERT INTO x_datapump_worker VALUES (?, ?, ?, ?, ?, ?)",
            (
                job.con_id,
                job.job_id,
                worker,
                entry.order,
                to_storage(now, TIMESTAMP),
                to_storage(now + datetime.timedelta(seconds=seconds), TIMESTAMP),
            ),
        )
        self._course.later(job, seconds, lambda current: self._finished(current, worker, entry.order))

    def _finished(self, job: LiveJob, worker: int, order: int) -> None:
        if self.busy(job).get(worker) == order and self._perform(job, worker, order):
            self.engage(job)

    def _perform(self, job: LiveJob, worker: int, order: int) -> bool:
        """Does what the worker has had its time for; False when the job cannot go on."""
        target = self._service.tables.of(job)
        if target is None:
            self._course.vanished(job)
            return False
        entry = self._service.objects.get(target, order)
        assert entry is not None
        try:
            outcome = self._outcome(job, target, entry)
        except ResumableWait as wait:
            self._wait(job, target, worker, order, wait)
            return True
        except DumpSpaceExhausted as exhausted:
            return self._out_of_space(job, target, worker, exhausted)
        except Abort as abort:
            self._abort(job, target, abort)
            return False
        self._sqlite.execute("DELETE FROM x_datapump_worker WHERE JOB_ID = ? AND WORKER = ?", (job.job_id, worker))
        now = self._database.now()
        self._service.objects.finish(target, order, now, outcome.columns, COMPLETED if outcome.succeeded else FAILED)
        tables = self._service.tables.content
        tables.update(target, {"LAST_UPDATE": now, "OBJECT_NUMBER": order}, PROCESS_NAME=f"DW{worker - 1:02d}")
        return True

    def _outcome(self, job: LiveJob, target: StoredObject, entry: PlannedObject) -> Outcome:
        if not job.planned:
            rows = {"COMPLETED_ROWS": _ROWS_OF_SIMULATED_OBJECTS, "COMPLETED_BYTES": entry.object.size}
            return Outcome({**rows, "PROCESSING_STATE": "R" if job.is_export else "C"})
        operation = self._service.operation(job, target)
        planned_error = self._service.settings.error_for(job.name, entry.order, entry.object)
        if planned_error is None:
            try:
                return operation.perform(entry)
            except OraError as unexpected:
                return operation.failed(entry, unexpected)
        error = OraError(planned_error.code, *planned_error.arguments)
        if planned_error.wait is not None:
            raise ResumableWait(error, planned_error.wait)
        if planned_error.fatal:
            raise Abort(error)
        return operation.failed(entry, error)

    def _out_of_space(self, job: LiveJob, target: StoredObject, worker: int, exhausted: DumpSpaceExhausted) -> bool:
        error = OraError(39095, exhausted.size)
        if self._service.settings.full_dump_files == "stop":
            self._abort(job, target, Abort(error))
            return False
        if not self._waiting(job):
            self._service.operation(job, target).report(error)
        self._sqlite.execute(
            "UPDATE x_datapump_worker SET ENDS = NULL WHERE JOB_ID = ? AND WORKER = ?", (job.job_id, worker)
        )
        return True

    def _wait(self, job: LiveJob, target: StoredObject, worker: int, order: int, wait: ResumableWait) -> None:
        self._service.operation(job, target).inform(OraError(39171), wait.error)
        end = self._database.clock.now + datetime.timedelta(seconds=wait.seconds)
        self._sqlite.execute(
            "UPDATE x_datapump_worker SET ENDS = ? WHERE JOB_ID = ? AND WORKER = ?",
            (to_storage(end, TIMESTAMP), job.job_id, worker),
        )
        self._course.later(job, wait.seconds, lambda current: self._finished(current, worker, order))

    def _abort(self, job: LiveJob, target: StoredObject, abort: Abort) -> None:
        operation: Operation = self._service.operation(job, target)
        operation.report(*abort.errors)
        self._course.aborted(job)

    def _waiting(self, job: LiveJob) -> list[tuple[int, int]]:
        """(worker, PROCESS_ORDER) of those that wait for space."""
        return [(worker, order) for worker, (order, _started, end) in self._assignments(job).items() if end is None]

    def _assignments(self, job: LiveJob) -> dict[int, tuple[int, datetime.datetime, datetime.datetime | None]]:
        rows = self._sqlite.execute(
            "SELECT WORKER, PROCESS_ORDER, STARTED, ENDS FROM x_datapump_worker WHERE JOB_ID = ? ORDER BY WORKER",
            (job.job_id,),
        ).fetchall()
        return {row[0]: (row[1], _moment(row[2]), _moment(row[3]) if row[3] else None) for row in rows}


def _moment(stored: object) -> datetime.datetime:
    value = from_storage(stored, TIMESTAMP)
    assert isinstance(value, datetime.datetime)
    return value


def _fraction(started: datetime.datetime, end: datetime.datetime | None, now: datetime.datetime) -> float:
    if end is None:
        return 0.0
    whole = (end - started).total_seconds()
    return min(1.0, max(0.0, (now - started).total_seconds() / whole)) if whole else 1.0
