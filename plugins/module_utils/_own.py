# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same statements for an owner without any right to views of the whole database: over USER_ instead of DBA_ views.

Most USER_ views lack the column OWNER (Database Reference), so each stands in a subquery that adds it. What no USER_
view shows, such as foreign keys in other schemas, Oracle itself checks when the table is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

_DBA_VIEW = re.compile(r"SYS\.DBA_(\w+)")
_WITH_OWNER = frozenset({"CONSTRAINTS", "MVIEWS"})
"""USER_ views that have the column OWNER themselves."""
_OWNER_COLUMN = {"DATAPUMP_JOBS": "owner_name"}


class _Session(Protocol):
    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query."""

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        """OUT binds of a block."""

    def pause(self, seconds: float) -> None:
        """Wait."""


def over_own_views(text: str) -> str:
    """A statement with each DBA_ view replaced by the USER_ view of the same name."""
    return _DBA_VIEW.sub(_own_view, text)


def _own_view(match: re.Match[str]) -> str:
    name = match[1]
    if name in _WITH_OWNER:
        return f"SYS.USER_{name}"
    owner = _OWNER_COLUMN.get(name, "owner")
    return f"(SELECT SYS_CONTEXT('USERENV', 'CURRENT_USER') AS {owner}, u.* FROM SYS.USER_{name} u)"


class OwnSession:
    """A session whose statements see what the current user owns, and nothing else."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    def select(self, text: str, binds: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query."""
        return self._session.select(over_own_views(text), binds)

    def run(self, block: str, binds: Mapping[str, Any], outputs: Mapping[str, type]) -> dict[str, Any]:
        """OUT binds of a block."""
        return self._session.run(over_own_views(block), binds, outputs)

    def pause(self, seconds: float) -> None:
        """Wait."""
        self._session.pause(seconds)
