# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module calls of the role cleanup, in its order and with its options, without Ansible around them.

It remembers nothing when it is killed: what waits to be purged is known to the next run only if this one ended.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.filter.cleanup_dropped import cleanup_dropped
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.tests.resilience.launcher import Ended, Launcher
from ansible_collections.dbops.datapump.tests.resilience.world import Place

Result = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Consent:
    """What the user of the role has said."""

    confirmed: tuple[Mapping[str, Any], ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()
    purge_after: str = "7d"


class Interrupted(Exception):
    """A module was ended from outside. ended: what was left of it."""

    def __init__(self, module: str, ended: Ended) -> None:
        super().__init__(f"{module} ended with status {ended.status}")
        self.module = module
        self.ended = ended


class RoleRun:
    """One run of the role. pending: what earlier runs left to be purged; afterwards what is left for later ones."""

    def __init__(
        self,
        launcher: Launcher,
        place: Place,
        consent: Consent,
        pending: Iterable[Mapping[str, Any]] = (),
        before_module: Callable[[int], None] = lambda pid: None,
    ) -> None:
        self._launcher = launcher
        self._place = place
        self._consent = consent
        self._before_module = before_module
        self.pending: list[Mapping[str, Any]] = list(pending)
        self.plan: dict[str, Any] = {}
        self.results: list[tuple[str, Result]] = []

    @property
    def changed(self) -> bool:
        """Whether any task of the role would be shown as changed."""
        return any(result["changed"] for _module, result in self.results)

    def play(self) -> RoleRun:
        """All phases. Raises Interrupted for the module that does not end in its own way."""
        facts = self._facts()
        self.plan = cleanup_plan(
            facts,
            confirmed=list(self._consent.confirmed),
            rules=list(self._consent.rules),
            purge_after=self._consent.purge_after,
            pending=self.pending,
            run_id="sweep",
        )
        targets = self.plan["targets"]
        dropped = self._tables(
            [{**target, "purge": False} for target in targets["drop"]], min_age="15m", max_drops=20, purge=False
        )
        recycled = cleanup_dropped(dropped, self.plan)
        purged = self._tables([*targets["purge"], *recycled["purge"]], max_drops=20, purge=True)
        if targets["stop"]:
            self._run("datapump_job", state="absent", jobs=targets["stop"], wait_timeout="2m", on_kept="report")
        gone = {table["object_id"] for table in purged if table["outcome"] in ("purged", "already_absent")}
        waiting = [*self.pending, *recycled["pending"]]
        self.pending = [entry for entry in waiting if entry["object_id"] not in gone]
        if any(result["changed"] for _module, result in self.results):
            self._facts()
        return self

    def _facts(self) -> Any:
        return self._run("datapump_facts")["ansible_facts"]["datapump"]

    def _tables(self, tables: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
        if not tables:
            return []
        result = self._run("datapump_master_table", state="absent", tables=tables, on_kept="report", **options)
        reported: list[dict[str, Any]] = result["tables"]
        return reported

    def _run(self, module: str, **options: Any) -> Result:
        arguments = {**self._place.connection, "run_id": "sweep", **options}
        ended = self._launcher.run(module, arguments, before=self._before_module)
        if ended.status != 0:
            raise Interrupted(module, ended)
        self.results.append((module, ended.result))
        return ended.result
