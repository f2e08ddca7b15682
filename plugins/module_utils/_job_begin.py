# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes, resumes and adjusts jobs. A failing call leaves nothing behind that was not there before."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._job_client import CallFailed, CallRefused, JobClient
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import Call, Definition
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JOB_STATUS
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import StartPlan, log_entry
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait

_PATIENCE = 10
"""Seconds until a job that was given up while it was being defined must be gone."""


@dataclass
class Progress:
    """How far the beginning of a job got, also when it breaks off in the middle."""

    name: str | None
    sent_start: bool = False
    """Whether START_JOB was sent, so that the job may run whatever is heard of it."""


class LeftBehind(CallRefused):
    """A call failed while a job was being defined, and the job is still there."""

    def __init__(self, failure: CallFailed | CallRefused, state: str) -> None:
        super().__init__(f"{failure} The job could not be removed, and is {state}.")
        self.codes = failure.codes
        self.option = failure.option


def create(client: JobClient, definition: Definition, run_id: str, progress: Progress) -> None:
    """Make a job and start it. The client stays attached."""
    client.open(definition)
    try:
        progress.name = progress.name or client.look(JOB_STATUS).name
        for call in definition.calls:
            client.call(call)
        client.note(log_entry(run_id))
        progress.sent_start = True
        client.call(definition.start)
    except (CallFailed, CallRefused) as failure:
        _give_up(client, progress, failure)
        raise


def resume(client: JobClient, plan: StartPlan, state: str | None, run_id: str, progress: Progress) -> bool:
    """Start a job again that is listed in a state. False if it runs already. The client stays attached.

    A job that was started a moment ago, or that is about to end, is listed as NOT RUNNING too.
    """
    client.attach_as_listed(plan.owner, plan.name, state)
    if client.state is not State.IDLING:
        return False
    try:
        for call in plan.seen.changes:
            client.call(call)
        client.note(log_entry(run_id))
        progress.sent_start = True
        client.call(plan.continuation.start)
    except (CallFailed, CallRefused):
        # The last one to leave a job that is idling leaves it as it was.
        client.detach()
        raise
    return True


def adjust(client: JobClient, plan: StartPlan, run_id: str) -> tuple[Call, ...]:
    """Change a job that runs. Returns the calls that were made."""
    client.attach_as_listed(plan.owner, plan.name, plan.state)
    try:
        for call in plan.seen.changes:
            client.call(call)
        client.note(log_entry(run_id))
    except (CallFailed, CallRefused):
        client.detach()
        raise
    return plan.seen.changes


def _give_up(client: JobClient, progress: Progress, failure: CallFailed | CallRefused) -> None:
    """Remove a job that could not be defined or started, and see that it is gone."""
    if not client.attached:
        return
    with contextlib.suppress(DatabaseError, CallFailed, CallRefused):
        client.look(JOB_STATUS)
    with contextlib.suppress(DatabaseError, CallFailed, CallRefused):
        if client.state is State.DEFINING:
            client.stop()
    client.detach()
    waited = 0
    while True:
        state = client.gateway.listed_state(progress.name)
        if state is None:
            return
        if waited == _PATIENCE:
            break
        wait(client.gateway, 1)
        waited += 1
    raise LeftBehind(failure, state) from failure


def listed_as_running(client: JobClient, name: str | None) -> None:
    """Wait a moment for the list to show what was just started."""
    for dummy in range(_PATIENCE):
        if client.gateway.listed_state(name) != State.NOT_RUNNING.value:
            return
        wait(client.gateway, 1)
