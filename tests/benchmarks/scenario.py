# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fleet of simulated databases, so many of which have leftovers."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass
from typing import Any

DBID = 1402300000
_CLEANER = {
    "name": "DPCLEAN",
    "password": "cleaner",
    "default_tablespace": "USERS",
    "grants": ["CREATE SESSION", "SELECT ANY TABLE", "DROP ANY TABLE", "LOCK ANY TABLE"],
    "roles": ["SELECT_CATALOG_ROLE"],
}
_OWNER = {
    "name": "SCOTT",
    "password": "tiger",
    "default_tablespace": "USERS",
    "quotas": {"USERS": "unlimited"},
    "grants": ["CREATE SESSION", "CREATE TABLE"],
    "proxies": ["DPCLEAN"],
}


@dataclass(frozen=True)
class Fleet:
    """How many databases, how many of them have leftovers, and how many jobs each of these has.

    objects: how many more tables each database has. recent: the jobs are so new that no consent fits them.
    """

    databases: int
    dirty: int
    jobs: int = 3
    objects: int = 0
    recent: bool = False

    @property
    def hosts(self) -> list[str]:
        """Names of the hosts, which are the names of the services too."""
        return [f"d{number:04}" for number in range(self.databases)]

    def write(self, path: pathlib.Path) -> None:
        """The scenario. JSON is YAML."""
        databases = [self._database(number, host) for number, host in enumerate(self.hosts)]
        path.write_text(json.dumps({"version": 1, "databases": databases}), encoding="utf-8")

    def inventory(self, host: str, port: int) -> dict[str, Any]:
        """For the play: one host for each database."""
        common = {
            "datapump_host": host,
            "datapump_port": port,
            "datapump_user": "DPCLEAN",
            "datapump_password": "cleaner",
        }
        hosts = {name: {"datapump_service_name": name} for name in self.hosts}
        return {"all": {"hosts": hosts, "vars": common}}

    def _database(self, number: int, host: str) -> dict[str, Any]:
        # Spread evenly, so that each batch of forks meets its share.
        is_dirty = number * self.dirty // self.databases != (number + 1) * self.dirty // self.databases
        return {
            "name": host.upper(),
            "release": "19c",
            "dbid": DBID + number,
            "now": "2026-01-15 03:00:00",
            "startup": "2025-11-01 00:00:00",
            "services": [host],
            "parameters": {"recyclebin": "on"},
            "users": [_CLEANER, _OWNER],
            "jobs": [self._job(place) for place in range(self.jobs if is_dirty else 0)],
            "tables": [_table(place) for place in range(self.objects)],
        }

    def _job(self, place: int) -> dict[str, Any]:
        """A job that died: its table still says EXECUTING."""
        return {
            "owner": "SCOTT",
            "name": f"LEFT_{place:05}",
            "operation": "EXPORT",
            "mode": "TABLE",
            "stored_state": "EXECUTING",
            "object_id": 90000 + place,
            "created": "2026-01-15 02:00:00" if self.recent else "2025-12-01 10:00:00",
        }


def _table(place: int) -> dict[str, Any]:
    return {"owner": "SCOTT", "name": f"T{place:06}", "columns": [{"name": "ID", "type": "NUMBER(10)"}]}
