# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One run of a module: what it was given, and what it returns."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from ansible_collections.dbops.datapump.plugins.module_utils._queries import Session


class Connector(Protocol):
    """Opens sessions."""

    def __call__(self, proxy_for: str | None) -> contextlib.AbstractContextManager[Session]:
        """A session of the user given, or acting as another one."""


@dataclass(frozen=True)
class Run:
    """What the work of a module is given. `time_left` returns the seconds in which changes may begin."""

    parameters: Mapping[str, Any]
    check_mode: bool
    connector: Connector
    time_left: Callable[[], float]
    run_id: str = ""
    """By which what the run leaves in the database is known."""

    @contextlib.contextmanager
    def session(self, proxy_for: str | None = None) -> Iterator[Session]:
        """A session, closed at the end of the block."""
        with self.connector(proxy_for) as session:
            yield session


@dataclass(frozen=True)
class Result:
    """What the work of a module returns. With a `failure` the task fails, and everything is returned all the same."""

    changed: bool
    values: dict[str, Any]
    warnings: list[str] = field(default_factory=list)
    diff: dict[str, str] | None = None
    failure: str | None = None
