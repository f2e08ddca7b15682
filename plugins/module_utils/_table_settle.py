# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out what became of a step at a master table whose answer was lost, and ends what the step had to do after it.

A drop is not over when the table is in the recycle bin: whether its job came alive in the moment in which the statement
held no lock is still to be looked at, and if it did, the table is brought back.
"""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import BinEntry, Database
from ansible_collections.dbops.datapump.plugins.module_utils._replies import SessionIdentity, Verdict
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import LostSession, in_new_session
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned
from ansible_collections.dbops.datapump.plugins.module_utils._table_reasons import TEXTS, not_undone
from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import Expected, Found, Truth, truth_about

_ATTEMPTS = 3
"""Sessions that are opened to find out the truth, for each may be lost as well."""


class Settlement:
    """The truth about one step.

    entry: the table's entry in the recycle bin before the step.
    own: whether only what the user owns can be seen.
    failed: whether the statement is known to have failed, so that nothing that is found was its doing.
    """

    def __init__(
        self,
        run: Run,
        database: Database,
        step: Action,
        planned: Planned,
        entry: BinEntry | None,
        *,
        own: bool,
        failed: bool,
    ) -> None:
        self._run = run
        self._database = database
        self._step = step
        self._planned = planned
        self._entry = entry
        self._own = own
        self._failed = failed

    def in_session(self, gateway: Gateway) -> Truth:
        """Look again in a session that is still there. Raises DatabaseError."""
        number = self._planned.object_id
        if number is None:
            raise LostSession("the number of the table is not known")
        found = gateway.find(number)
        truth = truth_about(self._step, self._expected(), found)
        table = self._planned.table
        if self._step is not Action.DROP or table is None or self._failed or self._has_its_name(found):
            return truth
        since = self._database.server_time
        verdict = gateway.look_after_drop(self._database, table, self._planned.rows_digest, since)
        if verdict.reason == "identity_mismatch":
            entries = gateway.dropped_name(table.owner, table.name)
            other = next((entry for entry in entries if entry.object_name == verdict.bin_name), None)
            return Truth("unknown", verdict.reason, _another_table(verdict), other)
        return _after_look(truth, verdict)

    def in_new_session(self, lost: SessionIdentity | None) -> Truth:
        """Look again once the lost session is proven dead. Raises DatapumpError when nothing could be found out.

        Looking may bring the table back, so that a session that is lost while it looks is one more to be proven dead.
        """
        if lost is None:
            raise LostSession("the lost session cannot be told from others")
        dead = [lost]
        for attempts_left in reversed(range(_ATTEMPTS)):
            try:
                with in_new_session(self._run, self._database, dead) as gateway:
                    dead.append(gateway.identity())
                    return self.in_session(gateway.as_owner() if self._own else gateway)
            except DatabaseError as error:
                if not error.connection_lost or not attempts_left:
                    raise
        raise AssertionError

    def _has_its_name(self, found: Found) -> bool:
        """Whether it is where it was, so that the statement dropped nothing else that had its name."""
        wish = self._planned.target.wish
        return found.exists and (found.owner, found.name) == (wish.owner, wish.name)

    def _expected(self) -> Expected:
        wish, table = self._planned.target.wish, self._planned.table
        return Expected(
            wish.owner,
            wish.name,
            table.created if table else None,
            table.last_ddl_time if table else None,
            self._database.server_time,
            self._planned.without_undo,
            self._entry,
        )


def _another_table(verdict: Verdict) -> str:
    return (
        f"Another table had its name and was dropped: it is in the recycle bin as {verdict.bin_name}. Whether this step"
        " dropped it, or another session, is not known."
    )


def _after_look(truth: Truth, verdict: Verdict) -> Truth:
    """What is reported when what the statement dropped was looked at."""
    reason = verdict.reason or verdict.status
    if verdict.status == "undone":
        text = f"{TEXTS.get(reason, '')} Whether this step had dropped it, or another session, is not known."
        return Truth("unknown", reason, text, code=verdict.code)
    if verdict.status == "undo_failed":
        text = not_undone(verdict.reason, verdict.code, verdict.bin_name)
        return Truth("unknown", "undo_failed", text, truth.entry, verdict.code)
    if truth.outcome != "dropped" or truth.entry is None:
        return truth
    if verdict.status == "dropped" and verdict.bin_name == truth.entry.object_name:
        return truth
    reason = "dropped_again" if verdict.status == "dropped" else reason
    text = TEXTS.get(reason) or verdict.message or ""
    return replace(truth, outcome="unknown", reason=reason, text=f"{truth.text} {text}", code=verdict.code)
