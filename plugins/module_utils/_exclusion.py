# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets runs take turns in one container, so that they do not get into each other's way.

Nothing else depends on it: whatever two runs do at the same time, the guards inside the database judge it. So a run
that may not use DBMS_LOCK works without, and says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError, DatapumpError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown
from ansible_collections.dbops.datapump.plugins.module_utils._replies import LockReply
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run

PATIENCE = 30
"""Seconds to wait for another run to end."""

_PREFIX = "dbops.datapump"
_MINE = (0, 4)
"""REQUEST: success; owned already."""
_TIMEOUT = 1

LOCK, NONE = "lock", "none"


@dataclass(frozen=True)
class Turn:
    """Whether it is this run's turn. `exclusion` is how that is ensured, None when it did not matter."""

    exclusion: str | None
    held_by_another: str | None = None
    """A sentence about who has the lock; None when this run may go on."""
    warning: str | None = None


@contextlib.contextmanager
def turn(run: Run, gateway: Gateway, database: Database, something_to_do: bool) -> Iterator[Turn]:
    """Hold the lock of this container during the block, if there is something to do, and time, and DBMS_LOCK."""
    if not something_to_do or run.time_left() <= 0:
        yield Turn(None)
        return
    patience = int(min(PATIENCE, run.parameters["call_timeout"] / 2, run.time_left() / 2))
    try:
        reply = gateway.acquire(f"{_PREFIX}:{database.dbid}:{database.con_uid}", patience)
    except DatabaseError as error:
        if error.connection_lost:
            raise
        yield _without(error.code)
        return
    if reply.result == _TIMEOUT:
        yield Turn(LOCK, f"Another run is at work in this database{_holder(gateway, reply)}.")
    elif reply.result not in _MINE:
        yield _without(f"result {reply.result}")
    else:
        try:
            yield Turn(LOCK)
        finally:
            # It ends with the session in any case.
            with contextlib.suppress(DatapumpError):
                gateway.release(reply.handle)


def with_exclusion(result: Result, mine: Turn) -> Result:
    """The result, telling whether other runs were kept out."""
    warnings = [*result.warnings, *([mine.warning] if mine.warning else [])]
    return replace(result, values={**result.values, "exclusion": mine.exclusion}, warnings=warnings)


def _without(why: str) -> Turn:
    text = f"exclusion: none. SYS.DBMS_LOCK could not be used ({why}), so that two runs may meet in this database."
    return Turn(NONE, warning=text)


def _holder(gateway: Gateway, reply: LockReply) -> str:
    try:
        holder = gateway.lock_holder(reply.number)
    except DatabaseError:
        return ""
    if holder is None:
        return ""
    user, client, session = holder
    return f": session {session} of {shown(user or '')}" + (f" ({shown(client)})" if client else "")
