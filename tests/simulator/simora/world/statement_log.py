# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The log of every statement a client session sent, with the statements that ran inside its blocks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..engine import StatementKind

if TYPE_CHECKING:
    from .session import Session


@dataclasses.dataclass
class Entry:
    """outcome: 0 or the ORA code, None while it runs. nested: it ran inside a PL/SQL block."""

    session: int
    user: str
    service: str
    module: str | None
    action: str | None
    client_identifier: str | None
    kind: str
    text: str
    binds: tuple[str, ...]
    nested: bool
    outcome: int | None = None


class StatementLog:
    """Kept until cleared; counts what the entries cannot tell."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.connections = 0
        self.logons = 0
        self.round_trips = 0

    def begin(self, session: Session, text: str, kind: StatementKind, binds: tuple[str, ...], nested: bool) -> Entry:
        entry = Entry(
            session.sid,
            session.session_user,
            session.service_name,
            session.tags["module"],
            session.tags["action"],
            session.tags["client_identifier"],
            kind.value,
            text,
            binds,
            nested,
        )
        self.entries.append(entry)
        return entry

    def clear(self) -> None:
        self.entries.clear()
        self.connections = 0
        self.logons = 0
        self.round_trips = 0

    def statistics(self) -> dict[str, int]:
        """Logons are attempts, connections those that became sessions; round trips are calls that reached the engine:
        executions, describes, commits, rollbacks, pings, closes."""
        nested = sum(entry.nested for entry in self.entries)
        return {
            "logons": self.logons,
            "connections": self.connections,
            "round_trips": self.round_trips,
            "statements": len(self.entries) - nested,
            "nested_statements": nested,
        }
