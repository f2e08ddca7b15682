# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the phases of the role C(cleanup) found and did in one database, summed up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.dbops.datapump.plugins.filter.cleanup_dropped import cleanup_dropped

Entries = Sequence[Mapping[str, Any]]

_GONE_FROM_THE_RECYCLE_BIN = ("purged", "already_absent")
_NOT_SETTLED = ("unknown", "stopping")
_CLEANED = ("dropped", "removed")


@dataclass(frozen=True)
class Outcome:
    """What each phase left. A phase that did not run left nothing.

    reading: the facts that the plan was made of. pending: what earlier runs left to be purged. dropped, purged, stopped
    and confirmed: results of the modules.
    """

    host: str
    run_id: str
    reading: Mapping[str, Any]
    plan: Mapping[str, Any]
    pending: Entries = ()
    dropped: Mapping[str, Any] = field(default_factory=dict)
    purged: Mapping[str, Any] = field(default_factory=dict)
    stopped: Mapping[str, Any] = field(default_factory=dict)
    confirmed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last_reading(self) -> Mapping[str, Any]:
        """The facts after the changes, or the only ones there are."""
        facts: Mapping[str, Any] = self.confirmed.get("ansible_facts", {}).get("datapump", self.reading)
        return facts

    @property
    def entries(self) -> list[Mapping[str, Any]]:
        """What the modules said about each table and job."""
        dropped = [*self.dropped.get("tables", ()), *self.dropped.get("external_tables", ())]
        return [*dropped, *self.purged.get("tables", ()), *self.stopped.get("jobs", ())]

    @property
    def carried_out(self) -> bool:
        """Whether anything was. In check mode every action is planned, and none is carried out."""
        results = (self.dropped, self.purged, self.stopped)
        return any(action["outcome"] != "planned" for result in results for action in result.get("actions", ()))

    @property
    def kept(self) -> list[Mapping[str, Any]]:
        """What was left alone, by the plan or by the guards of a module."""
        return [*self.plan["kept"], *(entry for entry in self.entries if entry["outcome"] == "kept")]

    @property
    def waiting(self) -> list[Mapping[str, Any]]:
        """What is in the recycle bin, for a later run to purge."""
        there = self.reading["recycle_bin"]
        names = None if there is None else {entry["object_name"] for entry in there}
        still = [entry for entry in self.pending if names is None or entry["object_name"] in names]
        recycled = cleanup_dropped(list(self.dropped.get("tables", ())), dict(self.plan))["pending"]
        gone = [
            table["object_id"]
            for table in self.purged.get("tables", ())
            if table["outcome"] in _GONE_FROM_THE_RECYCLE_BIN
        ]
        return [entry for entry in unique([*still, *recycled]) if entry["object_id"] not in gone]

    @property
    def summary(self) -> dict[str, Any]:
        """The artifact of the run: counts of jobs, and what went wrong."""
        cleaned = {
            (entry["owner"], entry["name"])
            for entry in (*self.dropped.get("tables", ()), *self.stopped.get("jobs", ()))
            if entry["outcome"] in _CLEANED
        }
        results = (self.dropped, self.purged, self.stopped, self.confirmed)
        return {
            "run_id": self.run_id,
            "database": self.reading["database"]["name"],
            "container": self.reading["database"]["con_name"],
            "carried_out": self.carried_out,
            "found": len(self.reading["jobs"]),
            "cleaned": len(cleaned),
            "purged": sum(table["outcome"] == "purged" for table in self.purged.get("tables", ())),
            "kept": sum(bool(entry.get("classification")) for entry in self.kept),
            "failed": sum(entry["outcome"] in _NOT_SETTLED for entry in self.entries),
            "errors": [self._error_of(result) for result in results if result.get("failed")],
        }

    def _error_of(self, result: Mapping[str, Any]) -> str:
        # What core says where failed_when fails a task tells nothing.
        if result is self.confirmed and self._still_listed:
            return f"Dropped, and yet listed under the same object numbers: {', '.join(map(str, self._still_listed))}"
        return str(result.get("msg") or "")

    @property
    def _still_listed(self) -> list[int]:
        """Object numbers of dropped tables that the last reading has; none if there was no such reading."""
        if "ansible_facts" not in self.confirmed:
            return []
        tables = [job["master_table"]["object_id"] for job in self.last_reading["jobs"] if job["master_table"]]
        dropped = [table["object_id"] for table in self.dropped.get("tables", ()) if table["outcome"] == "dropped"]
        return [number for number in dropped if number in tables]


def unique(entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each entry once, in order."""
    found: list[Mapping[str, Any]] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found
