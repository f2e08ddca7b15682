# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the words mean by which the blocks that stop jobs refuse, which option permits it, and how to go on. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.dbops.datapump.plugins.module_utils._model import JobSession

TEXTS = {
    "changed": "The control rows of its master table changed since they were read.",
    "another_job": "A job of this name is there, but it is not the one that was reviewed.",
    "clients_attached": "A client attached to the job in the meantime.",
    "not_the_owner": "The session is not one of the owner of the job.",
    "not_listed": "The job is not listed any more.",
    "ambiguous": "The job is listed more than once.",
    "running": "The job is not NOT RUNNING any more.",
    "has_master_table": "A table of this name exists now that is not the one that was reviewed.",
    "state_changed": "The job is in a state in which it cannot be stopped.",
    "job_would_be_lost": "Oracle would remove this job instead of only stopping it.",
    "came_alive": "The job came alive when it was attached to; it was left alone.",
    "came_to_rest": "The job had stopped by the time it was attached to; it was left as it was.",
    "completing": "The job was completing when it was told to stop; it has not been stopped.",
    "other_instance": "The entry can be removed only on the instance that holds it.",
}
OPTIONS = {"job_would_be_lost": "accept_job_loss", "clients_attached": "stop_with_clients"}

_PENDING = (
    "Oracle lets nobody attach to a job that is STOP PENDING, so a session that is not attached already cannot make its"
    " stop immediate. It stops when its workers have finished what they are at. If that cannot be waited for, end its"
    " control process; it can be resumed then"
)


def kill_statements(sessions: Iterable[JobSession]) -> tuple[str, ...]:
    """What a database administrator would execute to end the control process of a job."""
    return tuple(
        f"ALTER SYSTEM KILL SESSION '{session.sid},{session.serial},@{session.instance}' IMMEDIATE"
        for session in sessions
        if session.kind == "MASTER"
    )


def pending_advice(statements: Iterable[str]) -> str:
    """How to go on with a job that is STOP PENDING and that no session of this run is attached to."""
    return f"{_PENDING}: {'; '.join(statements) or 'DBA_DATAPUMP_SESSIONS shows its session'}."
