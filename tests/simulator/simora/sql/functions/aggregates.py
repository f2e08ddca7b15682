# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Aggregates that SQLite lacks."""

from __future__ import annotations

import functools
import math
from typing import Any


class ListAggregate:
    """ora_listagg(separator, directions, value, key, ...): values joined in the order of the keys.

    directions: per key A or D, followed by F or L for NULLS FIRST or LAST; an initial U keeps each value once."""

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._separator = ""
        self._directions = ""

    def step(self, separator: str | None, directions: str, value: Any, *keys: Any) -> None:
        self._separator, self._directions = separator or "", directions
        if value is not None:
            self._rows.append((value, *keys))

    def inverse(self, *_arguments: Any) -> None:
        del self._rows[0]

    def value(self) -> str | None:
        unique = self._directions.startswith("U")
        order = self._directions[1:] if unique else self._directions
        rows = list(self._rows)
        for index in reversed(range(len(order) // 2)):
            descending, nulls_first = order[2 * index] == "D", order[2 * index + 1] == "F"
            rows.sort(key=functools.partial(_sort_key, index + 1, nulls_first != descending), reverse=descending)
        values = [row[0] for row in rows]
        if unique:
            values = list(dict.fromkeys(values))
        return self._separator.join(values) or None

    def finalize(self) -> str | None:
        return self.value()


def _sort_key(index: int, nulls_low: bool, row: tuple[Any, ...]) -> tuple[int, Any]:
    value = row[index]
    if value is None:
        return (0 if nulls_low else 2, 0)
    return (1, value)


class _Moments:
    """Sums for VARIANCE and STDDEV over numbers."""

    sample = True
    root = False

    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: float | None) -> None:
        if value is not None:
            self._values.append(float(value))

    def finalize(self) -> float | None:
        count = len(self._values)
        if count == 0 or (count == 1 and self.sample and self.root is None):
            return None
        if count == 1:
            return 0.0
        mean = math.fsum(self._values) / count
        variance = math.fsum((value - mean) ** 2 for value in self._values) / (count - 1 if self.sample else count)
        return math.sqrt(variance) if self.root else variance


class Variance(_Moments):
    pass


class StandardDeviation(_Moments):
    root = True


class Median:
    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: float | None) -> None:
        if value is not None:
            self._values.append(value)

    def finalize(self) -> float | None:
        if not self._values:
            return None
        ordered, middle = sorted(self._values), len(self._values) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


AGGREGATES: dict[str, Any] = {
    "ora_variance": Variance,
    "ora_stddev": StandardDeviation,
    "ora_median": Median,
}
WINDOW_AGGREGATES: dict[str, Any] = {"ora_listagg": ListAggregate}
