# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A session that follows a script: it fails on a call that is not next, and on a script that is not finished."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_sql, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run

HERE = {
    "instance_number": 1,
    "sid": 42,
    "audit_number": 4711,
    "session_user": "DPCLEAN",
    "client_name": "dbops.datapump:test",
    "db_unique_name": "ORCL",
    "con_name": "ORCL",
}
_AS_A_RULE = {
    _job_sql.MY_PLACE: [HERE],
    _job_sql.SESSIONS_AT: [{"sessions": 1}],
    _job_sql.INSTANCES_NOT_READ: [{"instances": 0}],
    _sql.PROCESSES: [],
}


class ScriptedSession:
    """Takes (text, answer) pairs in the order of the calls. An answer that is an exception is raised.

    Unless the script says otherwise, a session of an owner is where it ought to be, and every instance answers;
    no process of Data Pump is to be seen.
    """

    def __init__(self, *script: tuple[str, Any]) -> None:
        self._script = list(script)
        self.binds: list[dict[str, Any]] = []

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        if text in _AS_A_RULE and not (self._script and self._script[0][0] == text):
            return _AS_A_RULE[text]
        return self._answer(text, binds or {})

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        answer = self._answer(block, binds)
        return {name: answer.get(name) for name in outputs}

    def tail(self, text: str, binds: Mapping[str, Any], most: int) -> tuple[int, bytes]:
        size, data = self._answer(text, {**binds, "most": most})
        return size, data

    def pause(self, seconds: float) -> None:
        self._answer("pause", {"seconds": seconds})

    def finish(self) -> None:
        assert not self._script, f"never called: {[text[:60] for text, _answer in self._script]}"

    def _answer(self, text: str, binds: Mapping[str, Any]) -> Any:
        assert self._script, f"not expected: {text[:200]}"
        expected, answer = self._script.pop(0)
        assert text == expected, f"expected {expected[:200]}\nbut got {text[:200]}"
        self.binds.append(dict(binds))
        if isinstance(answer, Exception):
            raise answer
        return answer


class ScriptedRun:
    """A run whose sessions follow scripts, in the order in which they are opened."""

    def __init__(
        self,
        *scripts: ScriptedSession | Exception,
        parameters: Mapping[str, Any] | None = None,
        check_mode: bool = False,
        time_left: float | Sequence[float] = 600,
    ) -> None:
        """time_left: the same whenever it is asked for, or what it is each time, the last of them from then on."""
        self._scripts = list(scripts)
        times = [time_left] if isinstance(time_left, (int, float)) else list(time_left)
        self.opened_for: list[str | None] = []

        def left() -> float:
            return times.pop(0) if len(times) > 1 else times[0]

        self.run = Run(parameters or {}, check_mode, self._connect, left)

    @contextlib.contextmanager
    def _connect(self, proxy_for: str | None) -> Iterator[ScriptedSession]:
        assert self._scripts, "no further session was expected"
        self.opened_for.append(proxy_for)
        script = self._scripts.pop(0)
        if isinstance(script, Exception):
            raise script
        yield script

    def finish(self) -> None:
        assert not self._scripts, "a session was never opened"
