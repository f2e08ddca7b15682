# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a job may be stopped, killed, or have its entry removed from memory. Pure, like `_decide`."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils import _lifecycle
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Classification,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    ALIVE,
    REFUSED_CLASSES,
    Decision,
    Place,
    Policy,
    Wish,
    kept,
    not_quiescent,
    protected,
    reviewed_wedged,
    stale,
    wrong_database,
)

# Who stops a job has to attach to it first.
_STOPPABLE = _lifecycle.VALID_STATES["ATTACH"] & _lifecycle.VALID_STATES["STOP_JOB"]
_STOPPABLE_STATES = ", ".join(state.value for state in _lifecycle.State if state in _STOPPABLE)
_STOPPING = frozenset({_lifecycle.State.STOP_PENDING, _lifecycle.State.STOPPING, _lifecycle.State.STOPPED})
_WRITES_DUMP_FILES = frozenset({"EXPORT"})
_LOADS_DATA = frozenset({"IMPORT", "NETWORK"})
_WRITES_NEITHER = frozenset({"SQL_FILE", "ESTIMATE"})


def decide_removal(place: Place, job: AssessedJob, wish: Wish, policy: Policy) -> Decision:
    """Whether the entry of a dead job may be removed from memory by attaching to it and stopping it."""
    refusal = wrong_database(place, wish) or protected(policy, job)
    if refusal:
        return refusal
    if job.classification in ALIVE:
        reason, text = REFUSED_CLASSES[job.classification]
        return kept(reason, text, "kill" if _can_be_stopped(job) else None)
    if job.classification is Classification.WEDGED:
        return _decide_wedged(job, wish)
    if job.object_id is not None:
        return kept(
            "has_master_table",
            "The job has a master table; attaching would bring it back to life. datapump_master_table drops the table.",
        )
    if job.classification is not Classification.GHOST:
        return kept("unknown", "The facts do not suffice to say what this entry is.")
    return (
        not_quiescent(job)
        or stale(job, wish)
        or Decision(
            True,
            "confirmed" if wish.digest else "asked_for",
            "The entry is not running, no session belongs to it, and it has no master table.",
        )
    )


def decide_stop(place: Place, job: AssessedJob, wish: Wish, policy: Policy) -> Decision:
    """Whether a running job may be stopped, so that it can be restarted."""
    refusal = wrong_database(place, wish) or protected(policy, job) or stale(job, wish)
    if refusal:
        return refusal
    state = _lifecycle.known_state(job.state)
    if state is None or not _can_be_stopped(job):
        return kept("state", f"A job in the state {job.state} cannot be stopped; it must be {_STOPPABLE_STATES}.")
    if _lifecycle.lost_when_stopped(state, job.mode) and not policy.accept_job_loss:
        text = "Oracle would remove this job instead of only stopping it."
        return kept("job_would_be_lost", text, "accept_job_loss")
    if job.mode in _lifecycle.NOT_RESTARTABLE_MODES:
        # Without its master table an export loses its dump files too.
        refusal = _effects_not_accepted(job, policy)
    return refusal or _clients_attached(job, policy) or Decision(True, "asked_for", f"The job is {job.state}.")


def decide_kill(place: Place, job: AssessedJob, wish: Wish, policy: Policy) -> Decision:
    """Whether a live job may be ended together with its master table, and for an export with its dump files."""
    refusal = wrong_database(place, wish) or protected(policy, job)
    if refusal:
        return refusal
    if not _can_be_stopped(job):
        return kept("state", f"A job in the state {job.state} cannot be ended from outside.")
    if wish.digest is None:
        return kept("no_digest", "Ending a live job takes the digest of the facts that were reviewed.", "digest")
    if job.object_id is None:
        return kept("evidence_incomplete", "Its master table, by which it is known again, cannot be seen.")
    return (
        stale(job, wish)
        or _effects_not_accepted(job, policy)
        or _clients_attached(job, policy)
        or Decision(True, "confirmed", f"The job is {job.state}, and the facts are those that were reviewed.")
    )


def is_stopping(job: AssessedJob) -> bool:
    """Whether a job is on its way to stand still, so that there is nothing to do but wait."""
    return _lifecycle.known_state(job.state) in _STOPPING


def _can_be_stopped(job: AssessedJob) -> bool:
    return _lifecycle.known_state(job.state) in _STOPPABLE


def _decide_wedged(job: AssessedJob, wish: Wish) -> Decision:
    if not reviewed_wedged(job, wish):
        return kept(*REFUSED_CLASSES[Classification.WEDGED])
    text = "The entry is not running, no session belongs to it, and it and its table are those that were reviewed."
    return not_quiescent(job) or stale(job, wish) or Decision(True, "confirmed", text)


def _effects_not_accepted(job: AssessedJob, policy: Policy) -> Decision | None:
    """What ending a job destroys besides the job. An operation that is not known counts as both."""
    harmless = job.operation in _WRITES_NEITHER
    if not harmless and job.operation not in _LOADS_DATA and not policy.accept_dumpfile_deletion:
        text = "Oracle would delete the dump files that this export has written."
        return kept("dump_files_would_be_deleted", text, "accept_dumpfile_deletion")
    if not harmless and job.operation not in _WRITES_DUMP_FILES and not policy.accept_partial_import:
        text = "What this import has loaded so far would stay, without the rest, and it could not be continued."
        return kept("import_would_be_partial", text, "accept_partial_import")
    return None


def _clients_attached(job: AssessedJob, policy: Policy) -> Decision | None:
    if job.attached_sessions and not policy.stop_with_clients:
        text = f"Clients attached to the job: {job.attached_sessions}. Somebody may be watching it."
        return kept("clients_attached", text, "stop_with_clients")
    return None
