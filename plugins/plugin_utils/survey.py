# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads many databases at the same time, to find out in which of them there is nothing to do.

Only reads, and never fails: what could not be read, or not in time, counts as something to do, so that the one who
comes next finds out why.
"""

from __future__ import annotations

import gc
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import something_to_tell
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._facts import gather_facts
from ansible_collections.dbops.datapump.plugins.module_utils._module import read
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS

QUIET, BUSY, UNREAD = "quiet", "busy", "unread"
_COLLECT_EVERY = 20
"""Databases after which what the driver left is cleared away: its buffers are large and refer to each other."""


@dataclass(frozen=True)
class Database:
    """What is known of one database before it is read. pending: tables that earlier runs left to be purged."""

    host: str
    arguments: Mapping[str, Any]
    pending: tuple[Mapping[str, Any], ...] = ()
    external_tables: bool = False


@dataclass(frozen=True)
class Verdict:
    """busy: there is something to do or to tell. summary: of a quiet database, as a run of the role leaves it."""

    kind: str
    summary: Mapping[str, Any] | None = None


def look(database: Database) -> Verdict:
    """Read one database as the role would."""
    try:
        facts = read(FACTS, database.arguments, gather_facts).values["ansible_facts"]["datapump"]
    except DatapumpError:
        return Verdict(UNREAD)
    if database.external_tables or something_to_tell(facts, database.pending):
        return Verdict(BUSY)
    return Verdict(QUIET, _summary(facts["database"], database.arguments.get("run_id")))


def survey(
    databases: Iterable[Database], workers: int, deadline: float, look: Callable[[Database], Verdict] = look
) -> dict[str, Verdict]:
    """The verdict on each database, by its host. deadline: seconds that each may take.

    A thread that waits for a database beyond the deadline is left to itself, and another one takes its place. So the
    process should end soon afterwards.
    """
    waiting = list(databases)
    verdicts = {database.host: Verdict(UNREAD) for database in waiting}
    todo: queue.SimpleQueue[Database | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[str, Verdict]] = queue.SimpleQueue()
    running: dict[str, float] = {}
    read = 0

    def work() -> None:
        for database in iter(todo.get, None):
            verdict = Verdict(UNREAD)
            try:
                verdict = look(database)
            finally:
                done.put((database.host, verdict))

    def employ() -> None:
        threading.Thread(target=work, daemon=True).start()

    for dummy in range(min(workers, len(waiting))):
        employ()
    waiting.reverse()
    while waiting or running:
        while waiting and len(running) < workers:
            database = waiting.pop()
            running[database.host] = time.monotonic() + deadline
            todo.put(database)
        try:
            host, verdict = done.get(timeout=max(0.0, min(running.values()) - time.monotonic()))
        except queue.Empty:
            now = time.monotonic()
            for host in [host for host, end in running.items() if end <= now]:
                del running[host]
                employ()
            continue
        # One that comes too late is no verdict any more: its place was given away.
        if running.pop(host, None) is not None:
            verdicts[host] = verdict
            read += 1
            if read % _COLLECT_EVERY == 0:
                gc.collect()
    return verdicts


def _summary(database: Mapping[str, Any], run_id: Any) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "database": database["name"],
        "container": database["con_name"],
        "carried_out": False,
        "found": 0,
        "cleaned": 0,
        "purged": 0,
        "kept": 0,
        "failed": 0,
        "errors": [],
    }
