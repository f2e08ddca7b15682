# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One strike: what is struck, and the note that is kept of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..engine import Line, Outcome
from .plan import STATEMENT_MOMENTS, Event

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.session import Session
    from .injection import Faults

# How often a wait in real time looks for what ends it, in seconds.
POLL_INTERVAL = 0.02


@dataclasses.dataclass
class Hit:
    """error: of the last action that failed; the strike went on all the same."""

    fault: str
    moment: str
    session: int | None
    user: str | None
    service: str | None
    kind: str | None
    text: str
    nested: bool
    effects: list[str] = dataclasses.field(default_factory=list)
    error: str | None = None


@dataclasses.dataclass
class Strike:
    """outcome: of the statement, once it was executed; effects may change it. replacement: what the client is told
    instead of an execution."""

    faults: Faults
    event: Event
    database: Database | None
    line: Line | None
    session: Session | None
    outcome: Outcome | None = None
    replacement: Outcome | None = None

    @property
    def ends_call(self) -> bool:
        """Whether a lost connection ends the call: a block whose statement is struck goes on without its client."""
        return not (self.event.moment in STATEMENT_MOMENTS and self.event.nested)
