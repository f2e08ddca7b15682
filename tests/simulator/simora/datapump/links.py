# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Database links over which jobs fetch objects: they lead to services of the same process.

Only Data Pump knows them; SQL statements over a link are refused (ORA-02019).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import OraError

if TYPE_CHECKING:
    from ..world.database import Database
    from ..world.listener import Listener


@dataclasses.dataclass(frozen=True)
class Link:
    """owner None: a public link. user: whom it connects as; None is the user who uses it."""

    con_id: int
    name: str
    service: str
    owner: str | None = None
    user: str | None = None


@dataclasses.dataclass(frozen=True)
class Remote:
    """Where a link leads, and as whom."""

    database: Database
    con_id: int
    user: str


class Links:
    """listener: knows the services that links lead to; set when the database is built from a scenario."""

    def __init__(self) -> None:
        self.listener: Listener | None = None
        self._links: list[Link] = []

    def add(self, con_id: int, description: Mapping[str, Any]) -> None:
        self._links.append(Link(con_id, **description))

    def resolve(self, con_id: int, user: str, name: str) -> Remote:
        """A private link hides a public one. Raises ORA-02019 without a link, ORA-12514 or ORA-01017 where it leads."""
        fitting = [link for link in self._links if link.con_id == con_id and link.name == name.upper()]
        fitting = [link for link in fitting if link.owner in (user, None)]
        if not fitting or self.listener is None:
            raise OraError(2019)
        link = min(fitting, key=lambda link: link.owner is None)
        service = self.listener.lookup(service_name=link.service, sid=None)
        remote_user = link.user or user
        if service.database.accounts.find(service.con_id, remote_user, role=False) is None:
            raise OraError(1017)
        return Remote(service.database, service.con_id, remote_user)
