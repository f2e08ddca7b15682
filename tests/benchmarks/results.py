# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Measurements, kept as they come so that a long run can go on where it was, and the table they make."""

from __future__ import annotations

import json
import pathlib
import statistics
from collections.abc import Sequence
from dataclasses import asdict

from measure import Cost


class Results:
    """What was measured, by table, contestant and turn. file: None for one that is not kept."""

    def __init__(self, file: pathlib.Path | None) -> None:
        self._file = file
        self._costs: dict[tuple[str, str, int], Cost] = {}
        self._closed: dict[str, list[str]] = {}
        if file is not None and file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                if "contestants" in entry:
                    self._closed[entry["table"]] = entry["contestants"]
                else:
                    self._costs[entry["table"], entry["contestant"], entry["turn"]] = Cost(**entry["cost"])

    def complete(self, table: str, turns: int) -> list[str] | None:
        """The contestants of a table of which so many turns were measured, None if some are missing."""
        names = self._closed.get(table)
        if names is None or not all(self.has(table, name, turn) for name in names for turn in range(turns)):
            return None
        return names

    def has(self, table: str, contestant: str, turn: int) -> bool:
        """Whether it was measured already."""
        return (table, contestant, turn) in self._costs

    def add(self, table: str, contestant: str, turn: int, cost: Cost) -> None:
        """Keep one."""
        self._costs[table, contestant, turn] = cost
        self._keep({"table": table, "contestant": contestant, "turn": turn, "cost": asdict(cost)})

    def close(self, table: str, contestants: Sequence[str]) -> None:
        """All contestants of a table were measured."""
        self._closed[table] = list(contestants)
        self._keep({"table": table, "contestants": list(contestants)})

    def _keep(self, entry: dict[str, object]) -> None:
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(entry) + "\n")

    def table(self, title: str, contestants: Sequence[str], *, turns: int, divisor: int, unit: str) -> str:
        """Medians, and the medians of the turns' own ratios to the first contestant."""
        lines = [
            "",
            title,
            "",
            f"| | CPU ms per {unit} | ratio | wall ms per {unit} | controller MiB | all processes MiB |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        of_first = [self._costs[title, contestants[0], turn] for turn in range(turns)]
        for name in contestants:
            costs = [self._costs[title, name, turn] for turn in range(turns)]
            cpu, wall, parent, total = (
                statistics.median(getattr(cost, kind) for cost in costs) for kind in ("cpu", "wall", "parent", "total")
            )
            ratio = statistics.median(cost.cpu / first.cpu for cost, first in zip(costs, of_first, strict=True))
            each = 1000 / divisor
            lines.append(
                f"| {name} | {cpu * each:.1f} | {ratio:.2f} | {wall * each:.1f} | {parent:.0f} | {total:.0f} |"
            )
        return "\n".join(lines)
