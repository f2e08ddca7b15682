# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads many databases at the same time, to find out in which of them there is nothing to do.

Only reads, and never fails: what could not be read, or not in time, counts as something to do, so that the one who
comes next finds out why.
"""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import something_to_tell
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DatapumpError, Unavailable
from ansible_collections.dbops.datapump.plugins.module_utils._facts import gather_facts
from ansible_collections.dbops.datapump.plugins.module_utils._module import read
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS
from ansible_collections.dbops.datapump.plugins.plugin_utils import jitter
from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import LogonLimit, is_refusal
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey_accounts import Accounts

QUIET, BUSY, UNREAD, REFUSED, NOT_TRIED = "quiet", "busy", "unread", "refused", "not_tried"
"""Nothing to do or to tell; something; no answer; no logon; not asked, because others refused the account."""
_ACCEPTED = (QUIET, BUSY)


@dataclass(frozen=True)
class Database:
    """What is known of one database before it is read.

    pending: tables that earlier runs left to be purged. limit: for its account, None for none. folder: where the report
    of the host is left, None for nowhere.
    """

    host: str
    arguments: Mapping[str, Any]
    pending: tuple[Mapping[str, Any], ...] = ()
    external_tables: bool = False
    limit: LogonLimit | None = None
    folder: Path | None = None


@dataclass(frozen=True)
class Verdict:
    """What was found. facts: of a quiet database. failure: of one that refused the logon, as a task would return it."""

    kind: str
    facts: Mapping[str, Any] | None = None
    failure: Mapping[str, Any] | None = None


def look(database: Database) -> Verdict:
    """Read one database as the role would."""
    try:
        facts = read(FACTS, database.arguments, gather_facts).values["ansible_facts"]["datapump"]
    except (DatabaseError, Unavailable) as error:
        if not is_refusal(error.codes):
            return Verdict(UNREAD)
        failure = {"failed": True, "changed": False, "msg": str(error), "codes": list(error.codes)}
        return Verdict(REFUSED, failure={**failure, "connection": getattr(error, "availability", "failed")})
    except DatapumpError:
        return Verdict(UNREAD)
    if database.external_tables or something_to_tell(facts, database.pending):
        return Verdict(BUSY)
    return Verdict(QUIET, facts)


def survey(
    databases: Iterable[Database],
    workers: int,
    deadline: float,
    spread: float = 0.0,
    look: Callable[[Database], Verdict] = look,
) -> dict[str, Verdict]:
    """The verdict on each database, by its host.

    deadline: seconds that each may take. spread: seconds over which the first connections are spread. A thread that
    waits for a database beyond the deadline is left to itself, and another one takes its place. So the process should
    end soon afterwards. Refused logons are noted as they come, for the tasks that follow.
    """
    waiting = list(databases)
    verdicts = {database.host: Verdict(UNREAD) for database in waiting}
    accounts = Accounts(waiting)
    pool = _Pool(look, min(workers, len(waiting)), deadline)
    begun = 0
    while accounts or pool.running:
        for database in accounts.closed():
            verdicts[database.host] = Verdict(NOT_TRIED)
        while pool.has_room:
            following = accounts.next(time.monotonic())
            if following is None:
                break
            pool.give(following, jitter.pause(begun, workers, spread, random.random()))
            begun += 1
        for database, verdict in pool.wait(accounts.seconds_to_next(time.monotonic()) if pool.has_room else None):
            verdicts[database.host] = verdict
            accounts.answered(database, accepted=verdict.kind in _ACCEPTED, refused=verdict.kind == REFUSED)
            _note(database, verdict)
    return verdicts


def _note(database: Database, verdict: Verdict) -> None:
    if database.limit is None:
        return
    if verdict.failure is not None:
        database.limit.note_for_later(database.host, verdict.failure)
    elif verdict.kind in _ACCEPTED:
        database.limit.note(database.host, {})


class _Pool:
    """Threads that look at databases, none of which is waited for longer than the deadline."""

    def __init__(self, look: Callable[[Database], Verdict], workers: int, deadline: float) -> None:
        self._look = look
        self._workers = workers
        self._deadline = deadline
        self._todo: queue.SimpleQueue[tuple[Database, float]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[Database, Verdict]] = queue.SimpleQueue()
        self.running: dict[str, tuple[float, Database]] = {}
        """By host: until when it is waited for."""
        for dummy in range(workers):
            self._employ()

    @property
    def has_room(self) -> bool:
        return len(self.running) < self._workers

    def give(self, database: Database, pause: float) -> None:
        """Let a thread look at it, after a pause."""
        self.running[database.host] = (time.monotonic() + pause + self._deadline, database)
        self._todo.put((database, pause))

    def wait(self, seconds: float | None) -> list[tuple[Database, Verdict]]:
        """What comes first: a verdict, the end of a deadline, or the end of these seconds."""
        if not self.running:
            return []
        ends = [min(end for end, dummy in self.running.values()) - time.monotonic()]
        if seconds is not None:
            ends.append(seconds)
        try:
            found = [self._done.get(timeout=max(0.0, min(ends)))]
        except queue.Empty:
            now = time.monotonic()
            found = [(database, Verdict(UNREAD)) for end, database in self.running.values() if end <= now]
            for dummy in found:
                self._employ()
        # One that comes too late is no verdict any more: its place was given away.
        return [one for one in found if self.running.pop(one[0].host, None) is not None]

    def _employ(self) -> None:
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            database, pause = self._todo.get()
            time.sleep(pause)
            try:
                verdict = self._look(database)
            except Exception:  # pylint: disable=broad-exception-caught
                verdict = Verdict(UNREAD)
            self._done.put((database, verdict))
