# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a job that was watched has ended, from what it said last and what is left of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ansible_collections.dbops.datapump.plugins.module_utils._job_advice import advice
from ansible_collections.dbops.datapump.plugins.module_utils._job_status import JobStatus, Message
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import (
    STORED_AFTER_SUCCESS,
    STORED_WHILE_ALIVE,
    State,
    known_state,
)

_OVER = frozenset({State.COMPLETING, State.COMPLETED})
_FATAL = frozenset(
    {
        "ORA-31666",
        "ORA-31694",
        "ORA-31697",
        "ORA-39014",
        "ORA-39029",
        "ORA-39065",
        "ORA-39095",
        "ORA-39097",
        "ORA-39107",
        "ORA-39126",
    }
)
"""Errors that end a job by themselves, its master table kept."""


@dataclass(frozen=True)
class Watched:
    """What was seen of a job while it was waited for."""

    first: JobStatus | None = None
    last: JobStatus | None = None
    errors: tuple[Message, ...] = ()
    over: bool = False
    """Whether the job has ended, as far as this session could see."""

    @property
    def error_count(self) -> int:
        """Errors as the job counts them, or as many as were seen if those are more."""
        counted = self.last.error_count if self.last else None
        return max(counted or 0, len(self.errors))

    @property
    def last_state(self) -> State | None:
        """The state that was seen last."""
        return known_state(self.last.state) if self.last else None


@dataclass(frozen=True)
class Left:
    """What is left of a job. `listed` is its state in the list, None if it is in none."""

    listed: str | None
    has_table: bool
    stored_state: str | None = None
    """What the job's own row says; None where there is none, or it could not be read."""
    keeps_table: bool = False
    """Whether the job was told to keep its master table when it has completed."""
    dump_set_complete: bool = False
    log_errors: tuple[Message, ...] | None = None
    """The errors in the log file, None where that could not be read."""


@dataclass(frozen=True)
class Ending:
    """The outcome, and why, in a sentence."""

    outcome: str
    reason: str
    text: str
    errors: tuple[Message, ...] = ()


def judge(watched: Watched, left: Left, accepted: Collection[str]) -> Ending:
    """How the job has ended. What cannot be told for certain is unknown."""
    if left.listed is not None and known_state(left.listed) is not State.NOT_RUNNING:
        return Ending("unknown", "still_listed", f"The session was detached, and the job is {left.listed}.")
    if left.has_table:
        return _judge_by_table(watched, left, accepted)
    if watched.last_state in _OVER or left.dump_set_complete:
        return _completed(watched, left, accepted)
    if watched.last_state in (State.STOPPING, State.STOPPED):
        return Ending("aborted", "removed", "The job was ended together with its master table.", watched.errors)
    text = "The job is gone, with its master table, and how it ended was not seen: its log file tells."
    return Ending("unknown", "ended_unseen", text, watched.errors)


def _judge_by_table(watched: Watched, left: Left, accepted: Collection[str]) -> Ending:
    stored = known_state(left.stored_state)
    fatal = sorted({code for message in watched.errors for code in message.codes} & _FATAL)
    if stored in STORED_AFTER_SUCCESS or (stored is None and watched.last_state in _OVER):
        return _completed(watched, left, accepted)
    if fatal or stored in STORED_WHILE_ALIVE:
        text = "The job ended by an error, and can be resumed once that is mended."
        hint = advice(fatal)
        return Ending("aborted", "fatal_error", f"{text} {hint}" if hint else text, watched.errors)
    return Ending("stopped", "stopped", "Somebody stopped the job; it can be resumed.", watched.errors)


def _completed(watched: Watched, left: Left, accepted: Collection[str]) -> Ending:
    errors = watched.errors
    if watched.error_count > len(errors) and left.log_errors is not None:
        errors = left.log_errors
    count = max(watched.error_count, len(errors))
    if not count:
        return Ending("completed", "completed", "The job has completed.")
    unaccepted = unaccepted_codes(errors, accepted)
    if unaccepted:
        text = f"The job has completed with {count} error(s), among them {', '.join(unaccepted)}."
        return Ending("completed_with_errors", "errors", text, errors)
    if count > len(errors):
        text = f"The job has completed with {count} error(s), of which {len(errors)} could be read."
        return Ending("completed_with_errors", "errors_unread", text, errors)
    text = f"The job has completed with {count} error(s), all of which are accepted."
    return Ending("completed", "errors_accepted", text, errors)


def unaccepted_codes(errors: Iterable[Message], accepted: Collection[str]) -> list[str]:
    """The codes in errors that are not accepted, each once. An error without a code is never accepted."""
    codes = [code for message in errors for code in (message.codes or ("an error without a code",))]
    return [code for code in dict.fromkeys(codes) if code not in accepted]
