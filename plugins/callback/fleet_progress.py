# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells how far a long run over many databases has come."""

from __future__ import annotations

DOCUMENTATION = r"""
name: fleet_progress
type: notification
short_description: Tell how many databases are done, failed and left
version_added: 1.0.0
author: dbops.datapump contributors (@dbops)
description:
  - On long runs of the role P(dbops.datapump.cleanup#role), prints a line now and then with the databases that are
    done, failed and left, the step that is being taken, and the time at which it should end.
  - A database is done when the role left its report.
  - The estimate goes by the pace of the databases. With the strategy C(linear) all of them take a step together, so the
    estimate is that of the step.
requirements:
  - to be enabled, as all callbacks of this type, by C(callbacks_enabled)
options:
  interval:
    description: Seconds between two lines.
    type: float
    default: 5
    env:
      - name: DATAPUMP_FLEET_PROGRESS_INTERVAL
    ini:
      - section: callback_fleet_progress
        key: interval
"""

import time
from typing import Any

from ansible.plugins.callback import CallbackBase

_LAST_ACTIONS = ("dbops.datapump.datapump_cleanup_report", "dbops.datapump.datapump_report_files")
_PLANNING = "dbops.datapump.datapump_cleanup_plan"


class Pace:
    """Counts, and says when they will be complete. The clock is the caller's: seconds, from any beginning."""

    def __init__(self, total: int, now: float) -> None:
        self.total = total
        self._began = now
        self._seen: set[str] = set()

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, host: str) -> None:
        """Count a host, once."""
        self._seen.add(host)

    def seconds_left(self, now: float) -> float | None:
        """At the pace so far; None before there is one."""
        return (now - self._began) / len(self) * (self.total - len(self)) if self._seen else None


def in_words(seconds: float | None) -> str:
    """A stretch of time, in the unit that fits."""
    if seconds is None:
        return "unknown"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _is_last_step(result: Any) -> bool:
    """Whether a host that took this step has left its report."""
    action = result._task.resolved_action
    return action in _LAST_ACTIONS or (action == _PLANNING and not result._result["something_to_do"])


class CallbackModule(CallbackBase):
    """Prints; changes nothing."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "dbops.datapump.fleet_progress"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        now = time.monotonic()
        self._play: Any = None
        self._step_name = ""
        self._step = Pace(0, now)
        self._done = Pace(0, now)
        self._failed: set[str] = set()
        self._told = now

    def v2_playbook_on_play_start(self, play: Any) -> None:
        """A play has its own hosts."""
        self._play = play
        total = len(play.get_variable_manager().get_vars(play=play).get("ansible_play_hosts_all", ()))
        self._done = Pace(total, time.monotonic())
        self._failed = set()

    def v2_playbook_on_task_start(self, task: Any, is_conditional: bool) -> None:
        """The hosts that have failed take no part in the next step."""
        self._step_name = task.get_name().strip()
        self._step = Pace(self._done.total - len(self._failed), time.monotonic())

    def v2_playbook_on_handler_task_start(self, task: Any) -> None:
        """A handler is a step too."""
        self.v2_playbook_on_task_start(task, is_conditional=False)

    def v2_runner_on_ok(self, result: Any) -> None:
        """A host has taken the step, and may be done by it."""
        host = result._host.get_name()
        # One that fails leaves a report too.
        if _is_last_step(result) and host not in self._failed:
            self._done.add(host)
        self._took(result)

    def v2_runner_on_skipped(self, result: Any) -> None:
        """The step was not for this host."""
        self._took(result)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """The host takes no further step, unless the play says otherwise."""
        if not ignore_errors:
            self._failed.add(result._host.get_name())
        self._took(result)

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """The host takes no further step."""
        self.v2_runner_on_failed(result)

    def _took(self, result: Any) -> None:
        self._step.add(result._host.get_name())
        now = time.monotonic()
        if now - self._told >= self.get_option("interval"):
            self._told = now
            self._display.display(self._line(now))

    def _line(self, now: float) -> str:
        done = len(self._done)
        left = max(self._done.total - done - len(self._failed), 0)
        pace = self._done if done else self._step
        unit = "the rest" if done else "this step"
        return (
            f"[databases] done {done}, failed {len(self._failed)}, left {left}; "
            f"{self._step_name}: {len(self._step)} of {self._step.total}; "
            f"{unit} takes about {in_words(pace.seconds_left(now))}"
        )
