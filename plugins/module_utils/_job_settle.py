# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has become of a job: after its end, or after the connection was lost in the middle of beginning it."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import DumpSet
from ansible_collections.dbops.datapump.plugins.module_utils._job_begin import Progress
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import Definition
from ansible_collections.dbops.datapump.plugins.module_utils._job_dump_set import dump_set_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_log import errors_in_log
from ansible_collections.dbops.datapump.plugins.module_utils._job_outcome import Left, Watched
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import StartPlan
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait

PATIENCE = 60
"""Seconds until Oracle must have noticed that a client is gone, and a job that ends must have ended."""

_LAST_STEP = 10
"""Seconds until the master table of a job that has completed must be gone."""

_AT_WORK = frozenset({State.EXECUTING, State.COMPLETING, State.COMPLETED})
_UNDECIDED = frozenset({State.DEFINING, State.IDLING})
_ENDING = frozenset({State.COMPLETING, State.COMPLETED, State.STOP_PENDING, State.STOPPING, State.STOPPED})


def left_of(gateway: JobGateway, owner: str, name: str, definition: Definition | None) -> Left:
    """What there is of a job of the session's user."""
    reading = Reader(gateway).read({CONTENT}, lambda *job: job == (owner, name))
    job = next((job for job in reading.jobs if (job.owner, job.name) == (owner, name)), None)
    if job is None:
        found = dump_set_of(gateway, definition, owner, name)[0] if definition is not None else None
        return Left(None, False, dump_set_complete=found is DumpSet.COMPLETE)
    listed = job.listed[0].state if job.listed else None
    content = job.content
    return Left(
        listed,
        job.table is not None,
        content.stored_state if content is not None else None,
        content is not None and (content.keep_master or content.master_only),
    )


def left_at_last(gateway: JobGateway, plan: StartPlan, name: str, watched: Watched) -> Left:
    """What is left of a job that has ended, once that does not change any more: the last steps take a moment.

    The log file is looked into only for errors that were counted and not seen.
    """
    waited = 0
    while True:
        left = left_of(gateway, plan.owner, name, plan.definition)
        if waited >= PATIENCE or _is_final(left, watched, waited):
            break
        wait(gateway, 1)
        waited += 1
    if watched.error_count > len(watched.errors) and plan.log_file is not None:
        directory, log = plan.log_file
        left = replace(left, log_errors=errors_in_log(gateway, plan.owner, directory, log))
    return left


def begun_after_all(gateway: JobGateway, progress: Progress, resumed: bool) -> bool | None:
    """Whether a job runs, or has run, whose connection was lost while it was begun. None when that cannot be told.

    A job that was being defined is removed by Oracle when it notices that its client is gone, and one that was
    attached to goes back to sleep. So only a job that leaves these states, or the list, shows what has happened.
    """
    if progress.name is None:
        return None
    waited = 0
    while True:
        text = gateway.listed_state(progress.name)
        state = known_state(text)
        if state in _AT_WORK:
            return True
        if text is None:
            # Nobody saw it run. It may have been done before the list was read.
            return None if progress.sent_start else False
        if state is State.NOT_RUNNING and resumed:
            return False
        if state not in _UNDECIDED and state is not State.NOT_RUNNING:
            return True
        if waited >= PATIENCE:
            return None
        wait(gateway, 1)
        waited += 1


def wait_until_stopped(gateway: JobGateway, name: str | None, patience: float) -> str | None:
    """Wait for a job that is stopping, so long as there is time. Returns its state then."""
    waited = 0
    while True:
        state = gateway.listed_state(name)
        if waited >= patience or known_state(state) not in _ENDING:
            return state
        wait(gateway, 1)
        waited += 1


def _is_final(left: Left, watched: Watched, waited: int) -> bool:
    if left.listed is None:
        return not left.has_table
    if known_state(left.listed) is not State.NOT_RUNNING:
        return known_state(left.listed) not in _ENDING
    if watched.last_state not in (State.COMPLETING, State.COMPLETED):
        return True
    # Between the end of a job and the drop of its master table it is listed as NOT RUNNING.
    return left.keeps_table or waited >= _LAST_STEP
