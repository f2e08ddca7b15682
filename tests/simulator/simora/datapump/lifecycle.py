# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a job: what each call and each passing of time does to its entry, its processes and its master table.

Which state follows which is states.py's; here are the effects. How long a step takes is assumed: Oracle documents
the order of the states, not their duration. All durations are seconds of the database's clock. Every function is
called with the database's monitor held.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import OraError
from . import memory
from .memory import JobSession, LiveJob
from .states import WORKERS_ALIVE, Event, State, after
from .work import Work

if TYPE_CHECKING:
    from .operations import Operation
    from .service import DataPump

# Between START_JOB and the entry's return to the list; until then the job looks NOT RUNNING.
STARTING = 0.5
# What a job of a scenario takes that has no objects of its own to process.
WORK = 30.0
COMPLETING = 1.0
# Between the end of the entry and the drop of the master table; then, too, the job looks NOT RUNNING.
FINISHING = 0.5
# What the workers need for their current items after an orderly stop, and all processes to end.
CURRENT_ITEM = 5.0
STOPPING = 1.0
STOPPED = 0.5
# How often a stopping job looks whether the other clients have left.
GRACE_CHECK = 1.0
# How long an entry without a master table lingers after STOP_JOB ("may take a while", says the support note).
GHOST_REMOVAL = 10.0


class Lifecycle:
    """The transitions of one database's jobs."""

    def __init__(self, service: DataPump) -> None:
        self._service = service
        self._clock = service.database.clock
        self._jobs = service.jobs
        self._tables = service.tables
        self._processes = service.processes
        self.work = Work(service, self)

    # What clients ask for.

    def opened(self, job: LiveJob) -> None:
        """A new job, its master table just created: the control process starts."""
        job.state = after(State.UNDEFINED, Event.OPENED)
        self._jobs.insert(job)
        self._processes.start_control(job)
        if not job.is_export:
            self._processes.set_workers(job, 1)
        self._record_state(job)

    def revived(self, job: LiveJob) -> None:
        """ATTACH found a job without processes: in the list already (ghost, wedged), or only as a master table."""
        job.state = after(job.state, Event.ATTACHED)
        job.epoch += 1
        if self._jobs.find(job.job_id) is None:
            self._jobs.insert(job)
        else:
            self._jobs.save(job)
        if not self._jobs.sessions(job, memory.CONTROL):
            self._processes.start_control(job)
        self._record_state(job, START_TIME=self._clock.now)

    def attached(self, job: LiveJob, client: JobSession) -> None:
        self._jobs.add_session(client)

    def detached(self, job: LiveJob, client: JobSession) -> None:
        """DETACH, or the end of the client's session."""
        self._jobs.remove_session(client)
        self._leave_if_alone(job)

    def started(self, job: LiveJob, *, planned: bool, skip_current: bool = False) -> None:
        """START_JOB. planned: the job's objects are, or will be, those of its master table; else it just takes time.

        skip_current: what an import was at when it stopped is left out."""
        target = self._tables.of(job)
        if skip_current and target is not None and not job.is_export:
            self.work.skip_current(job, target)
        job.listed = False
        job.planned = planned
        self._move(job, Event.STARTED)
        self._record_state(job, START_TIME=self._clock.now)
        if job.duration is None and not planned:
            job.duration = WORK
        self._jobs.save(job)
        self.later(job, STARTING, self.begin_work)

    def set_degree(self, job: LiveJob, degree: int) -> None:
        """SET_PARALLEL: brings the worker processes to `degree` if the job has workers at the moment."""
        job.workers = degree
        self._jobs.save(job)
        if job.state in WORKERS_ALIVE:
            self._processes.set_workers(job, degree)
            self._add_worker_rows(job)
            self.work.set_degree(job)
        self._record(job, DEGREE=degree)

    def stop(self, job: LiveJob, client: JobSession, *, immediate: bool, keep_master: int | None, delay: float) -> None:
        """STOP_JOB in a state that permits it; the caller is detached whatever comes of it.

        keep_master: as in the call; NULL drops the table of a job in DEFINING and of a transportable one.
        delay: seconds for which other clients may stay attached.
        """
        self._jobs.remove_session(client)
        if job.state is State.COMPLETING:
            return
        kept_unasked = job.state is not State.DEFINING and job.mode != "TRANSPORTABLE"
        job.keep_master = int(kept_unasked if keep_master is None else keep_master != 0)
        job.listed = True
        self._jobs.save(job)
        deadline = self._clock.now + datetime.timedelta(seconds=delay)
        if self._tables.of(job) is None:
            self._stop_ghost(job)
        elif job.state is State.DEFINING and not job.keep_master:
            self._leave_if_alone(job)
        elif job.state is State.IDLING and job.keep_master:
            self._record(job, STATE=str(State.STOPPED))
            self._leave_if_alone(job)
        elif job.state in (State.DEFINING, State.IDLING):
            self._after_stop(job)
        elif immediate:
            self._move(job, Event.ABORT_REQUESTED)
            self._record_state(job)
            self.work.drop_current(job)
            # Recorded: an immediate stop ends the log with "fatal error", an orderly one with "user request".
            self._say_stopped(job, by_user=False)
            self._end_workers(job, deadline)
        else:
            self._stop_in_order(job, deadline)

    # What happens by itself.

    def begin_work(self, job: LiveJob) -> None:
        """An executing job gets its workers; one without a duration works until somebody stops it."""
        job.listed = True
        self._jobs.save(job)
        self._processes.set_workers(job, job.workers)
        self._add_worker_rows(job)
        self._processes.begin_longops(job, self.work.progress(job))
        if job.state is State.EXECUTING:
            self.work.begin(job)

    def work_done(self, job: LiveJob) -> None:
        """No object is left."""
        self._move(job, Event.WORK_DONE)
        self._record_state(job)
        if job.planned:
            self._operation(job, self._finish)
        self._processes.end_sessions(job, memory.WORKER)
        self.later(job, COMPLETING, self._complete)

    @staticmethod
    def _finish(operation: Operation) -> None:
        operation.finish()
        if operation.keeps_master:
            operation.job.keep_master = 1
            operation.service.jobs.save(operation.job)

    def aborted(self, job: LiveJob) -> None:
        """A fatal error: the job stops by itself, and can be resumed when its cause is gone."""
        job.keep_master = 1
        self._move(job, Event.ABORT_REQUESTED)
        self._record_state(job)
        self._say_stopped(job, by_user=False)
        self.work.drop_current(job)
        self._end_workers(job, self._clock.now)

    def vanished(self, job: LiveJob) -> None:
        """The master table is gone."""
        self._end(job)

    def _complete(self, job: LiveJob) -> None:
        if job.planned:
            self._operation(job, lambda operation: operation.end())
        self._move(job, Event.PROCESSES_ENDED)
        self._record_state(job)
        self._processes.dismiss_simulated_clients(job)
        self._leave_if_alone(job)

    def finish(self, job: LiveJob, seconds: float = FINISHING) -> None:
        """The entry leaves the list first, then the master table goes: others may see the moment between."""
        if job.keep_master:
            self._end(job)
            return
        job.listed = False
        job.epoch += 1
        self._jobs.save(job)
        self.later(job, seconds, self._remove)

    def _stop_in_order(self, job: LiveJob, deadline: datetime.datetime) -> None:
        self._move(job, Event.STOP_REQUESTED)
        self._record_state(job)
        seconds = job.stop_seconds
        if seconds is None and job.planned:
            seconds = self.work.seconds_to_idle(job)
        if seconds is None:
            seconds = CURRENT_ITEM

        def workers_idle(current: LiveJob) -> None:
            self.work.finish_current(current)
            self._move(current, Event.WORKERS_IDLE)
            self._record_state(current)
            self._say_stopped(current, by_user=True)
            self._end_workers(current, deadline)

        self.later(job, seconds, workers_idle)

    def _end_workers(self, job: LiveJob, deadline: datetime.datetime) -> None:
        self._processes.end_sessions(job, memory.WORKER)
        self._processes.dismiss_simulated_clients(job)
        self.later(job, STOPPING, lambda current: self._await_clients(current, deadline))

    def _await_clients(self, job: LiveJob, deadline: datetime.datetime) -> None:
        if self._jobs.sessions(job, memory.CLIENT) and self._clock.now < deadline:
            self.later(job, GRACE_CHECK, lambda current: self._await_clients(current, deadline))
            return
        self._move(job, Event.PROCESSES_ENDED)
        self._record_state(job)
        self.later(job, STOPPED, self._after_stop)

    def _after_stop(self, job: LiveJob) -> None:
        if job.keep_master:
            self._end(job)
            return
        target = self._tables.of(job)
        if job.is_export and target is not None:
            for file in self._service.definition(target).dump_files:
                self._service.dump_files.delete(file.path)
        self._remove(job)

    def _stop_ghost(self, job: LiveJob) -> None:
        job.state = State.STOPPING
        job.epoch += 1
        self._jobs.save(job)
        self.later(job, GHOST_REMOVAL if job.stop_seconds is None else job.stop_seconds, self._end)

    def _leave_if_alone(self, job: LiveJob) -> None:
        if self._jobs.sessions(job, memory.CLIENT):
            return
        if job.state is State.DEFINING:
            self._remove(job)
        elif job.state is State.COMPLETED:
            self.finish(job)
        elif job.state is State.IDLING and self._tables.of(job) is not None:
            self._end(job)
        elif job.state is State.IDLING:
            self._move(job, Event.LAST_CLIENT_LEFT)
            self._processes.end_sessions(job)

    def _remove(self, job: LiveJob) -> None:
        self._tables.drop(job)
        self._end(job)

    # Ends from outside.

    def _end(self, job: LiveJob) -> None:
        """The entry and all processes are gone at once; the master table stays as it is."""
        self._processes.end_sessions(job)
        self._jobs.remove(job)

    def master_dropped(self, con_id: int, object_id: int) -> None:
        """Somebody dropped a master table: live processes end with it, an entry without processes becomes a ghost."""
        for job in self._jobs.with_master(con_id, object_id):
            if self._jobs.sessions(job, memory.CONTROL):
                self._end(job)

    def process_killed(self, inst_id: int, sid: int) -> None:
        """Somebody ended a session: without its control process a job is crashed, without a worker it stops."""
        for job in self._jobs.of_instance(inst_id):
            workers = self._jobs.sessions(job, memory.WORKER)
            number = next((number for number, session in enumerate(workers, 1) if session.sid == sid), None)
            if number is not None and job.planned and job.state is State.EXECUTING:
                lost = OraError(39029, number, f"DW{number - 1:02d}")
                self._operation(job, lambda operation, error=lost: operation.report(error))  # type: ignore[misc]
                self.aborted(job)
            if any(session.sid == sid for session in self._jobs.sessions(job, memory.CONTROL)):
                self._end(job)

    def instance_ended(self, inst_id: int) -> None:
        """Memory and processes are lost; what the master tables say stays as last written."""
        for job in self._jobs.of_instance(inst_id):
            self._end(job)

    # Helpers.

    def _operation(self, job: LiveJob, action: Callable[[Operation], None]) -> None:
        target = self._tables.of(job)
        if target is not None:
            action(self._service.operation(job, target))

    def _say_stopped(self, job: LiveJob, *, by_user: bool) -> None:
        if job.planned:
            self._operation(job, lambda operation: operation.stopped(by_user=by_user))

    def _add_worker_rows(self, job: LiveJob) -> None:
        target = self._tables.of(job)
        if target is not None:
            self._tables.content.add_workers(target, job.workers, job.inst_id, self._clock.now)

    def _move(self, job: LiveJob, event: Event) -> None:
        job.state = after(job.state, event)
        job.epoch += 1
        self._jobs.save(job)

    def _record_state(self, job: LiveJob, **columns: object) -> None:
        self._record(job, STATE=str(job.state), **columns)

    def _record(self, job: LiveJob, **columns: object) -> None:
        target = self._tables.of(job)
        if target is not None:
            self._tables.content.update(target, columns, OPERATION=job.operation)

    def later(self, job: LiveJob, seconds: float, action: Callable[[LiveJob], None]) -> None:
        """Unless the job is gone or has moved on until then."""
        job_id, epoch = job.job_id, job.epoch

        def happen() -> None:
            current = self._jobs.find(job_id)
            if current is not None and current.epoch == epoch:
                action(current)

        self._clock.schedule(seconds, happen)
