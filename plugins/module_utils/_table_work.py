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
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Database
from ansible_collections.dbops.datapump.plugins.module_utils._replies import SessionIdentity, Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned, sql_of
from ansible_collections.dbops.datapump.plugins.module_utils._table_reasons import (
    GONE,
    OPTIONS,
    TEXTS,
    not_undone,
)
from ansible_collections.dbops.datapump.plugins.module_utils._table_settle import Settlement
from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import Truth
from ansible_collections.dbops.datapump.plugins.module_utils._wedged import remove_entry, rows_now

# Bringing back and purging both work on an entry of the recycle bin, and fail alike.
_STEPS = {Action.DROP: Step.DROP, Action.PURGE: Step.PURGE, Action.RESTORE: Step.PURGE}
_AFTER = {Action.REMOVE: "removed", Action.DROP: "dropped", Action.PURGE: "purged", Action.RESTORE: "restored"}
_TIME_IS_OVER = "The time for this run is over."
_SESSION_KILLED = "ORA-00028"
ENTRY_NOT_READ = "entry_not_read"
"""The reason given for a table that was dropped while nothing is known of its entry in the recycle bin."""


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


def not_attempted(planned: Planned, reason: str, text: str) -> Done:
    """What becomes of it when nothing is attempted any more."""
    done = replace(predicted(planned), is_prediction=False)
    if not planned.steps:
        return done
    return replace(done, outcome="kept", reason=reason, text=text, option=None, steps=())


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
            try:
                self._identity = self._gateway.identity()
            except DatabaseError as error:
                if error.code not in INSUFFICIENT_RIGHTS:
                    raise
                text = f"What became of a lost call could not be found out: no right to read V$SESSION ({error.code})."
                return tuple(not_attempted(planned, "no_privilege", text) for planned in plan)
        if self._policy.min_age < 1 and any(Action.DROP in planned.steps and planned.rows_digest for planned in plan):
            # Attaching writes its time in whole seconds. Who attached just before the rows were read, and does so again
            # while a drop has no lock, must leave another time. A minimum age makes sure of that by itself.
            wait(self._gateway, 1)
        return tuple(self._one(planned) for planned in plan)

    def _one(self, planned: Planned) -> Done:
        done = replace(predicted(planned), is_prediction=False)
        if not planned.steps:
            return done
        if self._halted is None and self._run.time_left() <= 0:
            self._halted = _TIME_IS_OVER
        if self._halted is not None:
            return not_attempted(planned, "not_attempted", self._halted)
        done = replace(done, steps=())
        for step in planned.steps:
            if done.steps and self._run.time_left() <= 0:
                return _not_begun(done)
            done = self._step(step, done)
            # What the recycle bin could not hold is gone for good already. A session that was lost is of no use.
            if done.outcome != _AFTER[step] or (step is Action.DROP and done.entry is None) or self._halted is not None:
                break
        return done

    def _step(self, step: Action, done: Done) -> Done:
        if step is Action.REMOVE:
            return self._removed(done)
        try:
            verdict = self._send(step, done)
        except DeadlineExceeded:
            return _not_begun(done)
        except DatabaseError as error:
            return self._failed(step, done, error)
        return self._judged(step, done, verdict)

    def _removed(self, done: Done) -> Done:
        """Remove the entry in memory of a wedged job. What the control rows are then is what the drop compares."""
        removed = remove_entry(self._run, self._gateway, self._database, done.planned)
        if removed.outcome != "removed":
            outcome = "unknown" if removed.outcome == "unknown" else "kept"
            done = _outcome(done, Action.REMOVE, outcome, removed.reason, removed.text)
            return replace(done, option=removed.option, code=removed.code)
        done = _outcome(done, Action.REMOVE, "removed", removed.reason, removed.text)
        try:
            # With an error it is gone, but nobody knows by whom.
            rows_digest = rows_now(self._gateway, done.planned, attached=removed.code is None)
        except (DatabaseError, DeadlineExceeded) as error:
            text = f"Its entry was removed from memory. What its table says now could not be read: {error}"
            return replace(done, outcome="kept", reason="content_not_read", text=text)
        if rows_digest is None:
            text = "Its entry was removed from memory. Somebody else has written to its control rows meanwhile."
            return replace(done, outcome="kept", reason="changed", text=text)
        return replace(done, planned=replace(done.planned, rows_digest=rows_digest))

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
        text = TEXTS.get(verdict.reason or "", "") or verdict.message or ""
        option = OPTIONS.get(verdict.reason or "")
        if verdict.status == "kept":
            reason = verdict.reason or "refused"
            if reason in GONE and step is Action.PURGE:
                done = self._entry_gone(done, reason, text)
            else:
                absent = reason in GONE and step is not Action.RESTORE
                done = _outcome(done, step, "already_absent" if absent else _untouched(done), reason, text)
        elif verdict.status == "undone":
            self._halted = "Another target showed that this database changes while it is worked on."
            done = _outcome(done, step, "kept", verdict.reason or "undone", text)
        elif verdict.status == "error":
            done = self._error_in_block(step, done, verdict)
        elif verdict.status == "undo_failed":
            self._halted = "A drop could not be undone at another target."
            text = not_undone(verdict.reason, verdict.code, verdict.bin_name)
            done = _outcome(done, step, "unknown", "undo_failed", text)
        else:
            self._halted = "The outcome of another target is unknown."
            done = _outcome(done, step, "unknown", verdict.reason or verdict.status, text)
        return replace(done, option=option, guard=verdict.guard, code=verdict.code)

    def _entry_gone(self, done: Done, reason: str, text: str) -> Done:
        """The entry to be purged is not there: another session purged or restored the table, or made room."""
        settled = self._settled(Action.PURGE, done, text, lost=False)
        return settled if settled.outcome != "purged" else _gone(Action.PURGE, done, reason, text)

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
                done = replace(done, text=text, code=verdict.code)
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
        if before or what in (Reaction.NEVER, Reaction.WAIT):
            return _outcome(done, step, _untouched(done), _refusal(verdict.code), text)
        looked_at = self._settled(step, done, text, lost=False, failed=what is not Reaction.UNKNOWN)
        if what is Reaction.UNKNOWN:
            return looked_at
        # The statement failed for certain, so whatever has become of the table, it was not by this step.
        if looked_at.reason == "not_executed":
            return _outcome(done, step, _untouched(done), _refusal(verdict.code), text)
        if looked_at.outcome == _AFTER[step] and step is Action.RESTORE:
            text = f"{text} Another session has brought it back."
            return _outcome(done, step, "already_present", "restored_by_another", text)
        if looked_at.outcome == _AFTER[step]:
            return _gone(step, done, looked_at.reason, looked_at.text, looked_at.entry)
        return looked_at

    def _failed(self, step: Action, done: Done, error: DatabaseError) -> Done:
        what = reaction(error.codes, _STEPS[step])
        if what in (Reaction.NEVER, Reaction.ALREADY) and not error.connection_lost:
            reason = _refusal(error.code)
            return replace(_outcome(done, step, _untouched(done), reason, str(error)), code=error.code)
        settled = self._settled(step, done, str(error), error.connection_lost)
        killed = settled.reason == "not_executed" and _SESSION_KILLED in error.codes
        return replace(settled, code=error.code, reason="killed_by_dba" if killed else settled.reason)

    def _settled(self, step: Action, done: Done, cause: str, lost: bool = True, failed: bool = False) -> Done:
        """Find out what became of a step whose answer is not known: in a new session if this one was lost.

        failed: the statement is known to have failed, but not what the table is now.
        """
        if lost:
            self._halted = "The connection was lost at another target."
        settlement = Settlement(
            self._run, self._database, step, done.planned, done.entry, own=self._gateway.own, failed=failed
        )
        try:
            truth = settlement.in_new_session(self._identity) if lost else self._looked_at(settlement)
        except DatapumpError as error:
            self._halted = "The outcome of another target is unknown."
            return _outcome(done, step, "unknown", "connection_lost", f"{cause} ({error})")
        if truth.outcome == "unknown":
            self._halted = "The outcome of another target is unknown."
        outcome = truth.outcome or _untouched(done)
        done = _outcome(done, step, outcome, truth.reason, f"{cause} It was looked at again. {truth.text}")
        return replace(done, entry=truth.entry, code=truth.code)

    def _looked_at(self, settlement: Settlement) -> Truth:
        """Look again in this session, or in a new one if the error was the last thing that this one had to say."""
        try:
            return settlement.in_session(self._gateway)
        except DatabaseError as error:
            if not error.connection_lost:
                raise
            self._halted = "The connection was lost at another target."
            return settlement.in_new_session(self._identity)


def _not_begun(done: Done) -> Done:
    return replace(done, outcome=_untouched(done), reason="not_attempted", text=_TIME_IS_OVER, option=None)


def _refusal(code: str | None) -> str:
    return "no_privilege" if code in INSUFFICIENT_RIGHTS else "refused_by_database"


def _gone(step: Action, done: Done, reason: str, text: str, entry: BinEntry | None = None) -> Done:
    """What a table is that another session took from under a step."""
    outcome = "dropped" if _untouched(done) == "dropped" else "already_absent"
    return replace(_outcome(done, step, outcome, reason, text), entry=entry)


def _untouched(done: Done) -> str:
    """What a table is when a step was not executed: what the step before it made of it."""
    return "dropped" if any(sent.action is Action.DROP and sent.outcome == "dropped" for sent in done.steps) else "kept"


def _outcome(done: Done, step: Action, outcome: str, reason: str, text: str) -> Done:
    sent = Sent(step, sql_of(step, done.planned.target.wish, done.entry), outcome)
    return replace(done, outcome=outcome, reason=reason, text=text, option=None, steps=(*done.steps, sent))
