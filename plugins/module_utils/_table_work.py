# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries out the plan of datapump_master_table, and finds out the truth when a connection is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action, Policy
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    INSUFFICIENT_RIGHTS,
    DatabaseError,
    DatapumpError,
    DeadlineExceeded,
    Reaction,
    Step,
    reaction,
)
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway, SessionIdentity, Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Database
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import LostSession, in_new_session
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned, sql_of

_STEPS = {Action.DROP: Step.DROP, Action.PURGE: Step.PURGE, Action.RESTORE: Step.DROP}
_AFTER = {Action.DROP: "dropped", Action.PURGE: "purged", Action.RESTORE: "restored"}
_TEXTS = {
    "no_such_object": "No table has this object number any more.",
    "in_recycle_bin": "It is in the recycle bin by now.",
    "renamed": "The table of this object number has another name or owner now.",
    "changed": "The table or its rows changed since they were read.",
    "not_listed": "The job is not listed any more, which proves nothing about it.",
    "ambiguous": "The job is listed more than once.",
    "running": "The job is not NOT RUNNING any more.",
    "entry_in_memory": "An instance holds an entry of the job in memory.",
    "session_alive": "A session of Data Pump belongs to a job that cannot be told; it might be this one.",
    "process_alive": "A process of the job is alive.",
    "instance_not_read": "Not every instance of the database answered.",
    "not_a_master_table": "It is not, or not only, a master table.",
    "clock": "The times of the table lie in the future of the server's clock.",
    "too_young": "Something happened to it less than the minimum age ago.",
    "lock_timeout": "The session could not be set not to wait for locks.",
    "no_undo": "The recycle bin cannot hold this table.",
    "busy": "Another session holds a lock on it, which is a sign of life.",
    "came_alive": "The job came alive while its table was dropped; the table was brought back.",
    "identity_mismatch": "Another table had taken the name in between; it was brought back.",
    "wrong_database": "The session is in another database.",
    "read_only": "The database is not open for writing, or not the primary.",
    "not_in_recycle_bin": "The entry is not in the recycle bin any more.",
    "not_purgeable": "The recycle bin says that it cannot be purged.",
    "not_restorable": "The recycle bin says that it cannot be restored.",
    "name_taken": "An object or a job of this name exists.",
    "not_found_in_recycle_bin": "The statement succeeded, but the table was not found where it should be.",
}
_TIME_IS_OVER = "The time for this run is over."
ENTRY_NOT_READ = "entry_not_read"
"""The reason given for a table that was dropped while nothing is known of its entry in the recycle bin."""
_GONE = frozenset({"no_such_object", "in_recycle_bin", "not_in_recycle_bin"})
_OPTIONS = {"too_young": "min_age", "no_undo": "accept_no_undo"}


@dataclass(frozen=True)
class Sent:
    """A step that was sent, or would be. `outcome` is "planned" for one that was not."""

    action: Action
    sql: str
    outcome: str


@dataclass(frozen=True)
class Done:
    """What became of one planned table, and the steps that led there."""

    planned: Planned
    outcome: str
    reason: str
    text: str
    option: str | None = None
    guard: str | None = None
    code: str | None = None
    entry: BinEntry | None = None
    steps: tuple[Sent, ...] = ()
    is_prediction: bool = False


def predicted(planned: Planned) -> Done:
    """What would become of it."""
    decision = planned.decision
    return Done(
        planned,
        planned.outcome,
        decision.reason,
        decision.text,
        decision.option,
        entry=planned.entry,
        steps=tuple(Sent(step, sql_of(step, planned.target.wish, planned.entry), "planned") for step in planned.steps),
        is_prediction=True,
    )


class Worker:
    """Works through a plan in one session. When that is lost, the rest of the plan is not attempted."""

    def __init__(self, run: Run, gateway: Gateway, database: Database, policy: Policy) -> None:
        self._run = run
        self._gateway = gateway
        self._database = database
        self._policy = policy
        self._identity: SessionIdentity | None = None
        self._halted: str | None = None

    def work(self, plan: tuple[Planned, ...]) -> tuple[Done, ...]:
        """Carry out every step, in order."""
        if any(planned.steps for planned in plan):
            self._identity = self._gateway.identity()
        return tuple(self._one(planned) for planned in plan)

    def _one(self, planned: Planned) -> Done:
        done = replace(predicted(planned), is_prediction=False)
        if not planned.steps:
            return done
        if self._halted is None and self._run.time_left() <= 0:
            self._halted = _TIME_IS_OVER
        if self._halted is not None:
            return replace(done, outcome="kept", reason="not_attempted", text=self._halted, option=None, steps=())
        done = replace(done, steps=())
        for step in planned.steps:
            if done.steps and self._run.time_left() <= 0:
                return _not_begun(done)
            done = self._step(step, done)
            # A table that the recycle bin could not hold is gone for good already.
            if done.outcome != _AFTER[step] or (step is Action.DROP and done.entry is None):
                break
        return done

    def _step(self, step: Action, done: Done) -> Done:
        try:
            verdict = self._send(step, done)
        except DeadlineExceeded:
            return _not_begun(done)
        except DatabaseError as error:
            return self._failed(step, done, error)
        return self._judged(step, done, verdict)

    def _send(self, step: Action, done: Done) -> Verdict:
        planned = done.planned
        if step is Action.DROP and planned.table is not None:
            return self._gateway.drop(
                self._database, planned.table, planned.rows_digest, self._policy.min_age, self._policy.accept_no_undo
            )
        if done.entry is None:
            raise ValueError("no entry in the recycle bin is known")
        call = self._gateway.purge if step is Action.PURGE else self._gateway.restore
        return call(self._database, done.entry)

    def _judged(self, step: Action, done: Done, verdict: Verdict) -> Done:
        if verdict.status == _AFTER[step]:
            return self._succeeded(step, done, verdict)
        text = _TEXTS.get(verdict.reason or "", "") or verdict.message or ""
        option = _OPTIONS.get(verdict.reason or "")
        if verdict.status == "kept":
            reason = verdict.reason or "refused"
            outcome = _untouched(done)
            if reason in _GONE and step is not Action.RESTORE:
                outcome = "already_absent"
            done = _outcome(done, step, outcome, reason, text)
        elif verdict.status == "undone":
            self._halted = "Another target showed that this database changes while it is worked on."
            done = _outcome(done, step, "kept", verdict.reason or "undone", text)
        elif verdict.status == "error":
            done = self._error_in_block(step, done, verdict)
        else:
            self._halted = "The outcome of another target is unknown."
            done = _outcome(done, step, "unknown", verdict.reason or verdict.status, text)
        return replace(done, option=option, guard=verdict.guard, code=verdict.code)

    def _succeeded(self, step: Action, done: Done, verdict: Verdict) -> Done:
        planned, entry, before = done.planned, done.entry, done
        done = _outcome(done, step, _AFTER[step], planned.decision.reason, planned.decision.text)
        if step is Action.DROP and planned.table is not None:
            try:
                entries = self._gateway.dropped_table(planned.table.owner, planned.table.object_id)
            except (DatabaseError, DeadlineExceeded) as error:
                return self._without_entry(step, before, done, error)
            entry = next((found for found in entries if found.object_name == verdict.bin_name), None)
        elif step is Action.PURGE:
            entry = None
        elif step is Action.RESTORE:
            entry = None
            if verdict.code is not None:
                text = f"The table is back, but not all of its indexes have their names back ({verdict.code})."
                done = replace(done, text=text)
        return replace(done, entry=entry)

    def _without_entry(self, step: Action, before: Done, dropped: Done, error: DatapumpError) -> Done:
        """The block proved the drop, but what it left in the recycle bin could not be read in this session."""
        if isinstance(error, DatabaseError) and error.connection_lost:
            settled = self._settled(step, before, str(error))
            if settled.outcome != "unknown":
                return settled
        text = f"It was dropped. Its entry in the recycle bin could not be read: {error}"
        return replace(dropped, reason=ENTRY_NOT_READ, text=text)

    def _error_in_block(self, step: Action, done: Done, verdict: Verdict) -> Done:
        """An error the block itself caught: at any step before the DDL nothing was executed."""
        text = verdict.message or "The database refused."
        before = verdict.step not in ("drop", "purge", "restore")
        what = reaction((verdict.code,) if verdict.code else (), Step.LOCK if before else _STEPS[step])
        if before or what in (Reaction.NEVER, Reaction.WAIT, Reaction.REREAD, Reaction.ALREADY):
            return _outcome(done, step, _untouched(done), _refusal(verdict.code), text)
        return self._settled(step, done, text)

    def _failed(self, step: Action, done: Done, error: DatabaseError) -> Done:
        what = reaction(error.codes, _STEPS[step])
        if what in (Reaction.NEVER, Reaction.ALREADY) and not error.connection_lost:
            reason = _refusal(error.code)
            return replace(_outcome(done, step, _untouched(done), reason, str(error)), code=error.code)
        return replace(self._settled(step, done, str(error)), code=error.code)

    def _settled(self, step: Action, done: Done, cause: str) -> Done:
        """Find out in a new session what became of a step whose answer is not known."""
        self._halted = "The connection was lost at another target."
        number = done.planned.object_id
        if self._identity is None or number is None:
            return _outcome(done, step, "unknown", "connection_lost", cause)
        owner = done.planned.target.wish.owner
        try:
            with in_new_session(self._run, self._database, self._identity) as gateway:
                exists = gateway.table_by_number(number) is not None
                entries = gateway.dropped_table(owner, number)
        except LostSession as lost:
            return _outcome(done, step, "unknown", "connection_lost", f"{cause} ({lost})")
        except DatapumpError as error:
            return _outcome(done, step, "unknown", "connection_lost", f"{cause} ({error})")
        entry = entries[0] if entries else None
        if step is Action.PURGE:
            name = done.entry.object_name if done.entry else None
            gone = not any(found.object_name == name for found in entries)
            outcome = "purged" if gone and not exists else "dropped"
        elif step is Action.RESTORE:
            outcome = "restored" if exists and not entries else "kept"
        elif entry is not None:
            outcome = "dropped"
        elif exists:
            outcome = "kept"
        else:
            outcome = "dropped" if done.planned.without_undo else "unknown"
        reason = {"kept": "not_executed", "unknown": "connection_lost"}.get(outcome, "proven_afterwards")
        done = _outcome(done, step, outcome, reason, f"{cause} What became of it was read again in a new session.")
        return replace(done, entry=entry)


def _not_begun(done: Done) -> Done:
    return replace(done, outcome=_untouched(done), reason="not_attempted", text=_TIME_IS_OVER, option=None)


def _refusal(code: str | None) -> str:
    return "no_privilege" if code in INSUFFICIENT_RIGHTS else "refused_by_database"


def _untouched(done: Done) -> str:
    """What a table is when a step was not executed: what the step before it made of it."""
    return "dropped" if any(sent.action is Action.DROP and sent.outcome == "dropped" for sent in done.steps) else "kept"


def _outcome(done: Done, step: Action, outcome: str, reason: str, text: str) -> Done:
    sent = Sent(step, sql_of(step, done.planned.target.wish, done.entry), outcome)
    return replace(done, outcome=outcome, reason=reason, text=text, option=None, steps=(*done.steps, sent))
