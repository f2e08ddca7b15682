# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plots of the fleet report as positions; the template draws them as SVG. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROW_HEIGHT = 26
LABEL_WIDTH = 150
BAR_WIDTH = 400
WIDTH = LABEL_WIDTH + BAR_WIDTH + 70


@dataclass(frozen=True)
class Segment:
    """One part of a bar, in units of the drawing."""

    name: str
    value: int
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """One row of a plot."""

    label: str
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Plot:
    """Horizontal stacked bars over one scale."""

    name: str
    title: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """In units of the drawing."""
        return ROW_HEIGHT * len(self.bars) + 4

    @property
    def names(self) -> list[str]:
        """What the parts of the bars are, for the legend."""
        return sorted({segment.name for row in self.bars for segment in row.segments})


def plots(report: Mapping[str, Any]) -> tuple[Plot, ...]:
    """What became of the databases, the jobs by class, and by age."""
    return (
        _plot(
            "states",
            "Databases",
            ((state.replace("_", " "), {state: number}) for state, number in report["totals"]["states"].items()),
        ),
        _plot(
            "classifications",
            "Jobs by class",
            (
                (entry["classification"], {"cleaned": entry["cleaned"], "left": entry["found"] - entry["cleaned"]})
                for entry in report["classifications"]
            ),
        ),
        _plot("ages", "Jobs by age", ((entry["age"], entry["classifications"]) for entry in report["ages"])),
    )


def _plot(name: str, title: str, rows: Iterable[tuple[str, Mapping[str, int]]]) -> Plot:
    kept = list(rows)
    longest = max((sum(parts.values()) for dummy, parts in kept), default=0) or 1
    return Plot(name, title, tuple(_bar(label, parts, BAR_WIDTH / longest) for label, parts in kept))


def _bar(label: str, parts: Mapping[str, int], scale: float) -> Bar:
    segments: list[Segment] = []
    x = float(LABEL_WIDTH)
    for name, value in parts.items():
        if value:
            segments.append(Segment(name, value, round(x, 2), round(value * scale, 2)))
            x += value * scale
    return Bar(label, _total(segments), tuple(segments))


def _total(segments: Sequence[Segment]) -> int:
    return sum(segment.value for segment in segments)
