# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results remembered for the very object they were computed from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_CAPACITY = 4000

Compute = TypeVar("Compute", bound=Callable[..., Any])


def by_identity(compute: Compute) -> Compute:
    """Computes once per object given first (and per further arguments, which are compared as usual).

    For the columns of a statement: they are the same tuple in every execution, and to hash it takes longer than most of
    what is to be known of them. The object must not change.
    """
    known: dict[tuple[int, tuple[Hashable, ...]], tuple[object, Any]] = {}

    def remembered(key: object, *further: Hashable) -> Any:
        place = (id(key), further)
        found = known.get(place)
        if found is not None:  # what is remembered keeps the object, so that no other one has its identity
            return found[1]
        value = compute(key, *further)
        if len(known) >= _CAPACITY:
            known.clear()
        known[place] = (key, value)
        return value

    return remembered  # type: ignore[return-value]
