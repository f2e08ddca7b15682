# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of tasks that are too long for an event: the long parts of them stand in a file of the run.

AWX leaves out of an event what is longer than 700 000 bytes. A phase of the role may find ten times as much in one
database, and the next phases need all of it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

VARIABLE = "__datapump_cleanup_longest_result"
"""Bytes that a result may have, as JSON; without it any number. The role sets it for its own tasks only, because what
they register is read by nobody else."""
LEFT_IN_FILE = "left_in_file"

_LONG = 10_000
_STAYS = frozenset({"ansible_stats", "diff", "exception", "msg", "warnings", "deprecations", "lines", "pending"})
"""What Ansible shows or needs, and what the next task prints or remembers as it is."""


def shortened(result: Mapping[str, Any], longest: int | None, folder: Path) -> dict[str, Any]:
    """The result without its long parts, if it is longer than that; the whole of it is left in a new file.

    longest: bytes, None for any number. folder: of this run, removed at its end. How many entries each list had that is
    in the file only, stands in what is returned.
    """
    if longest is None:
        return dict(result)
    lengths = {key: len(json.dumps(value, default=str)) for key, value in result.items()}
    long = [key for key in result if lengths[key] > _LONG and key not in _STAYS]
    if not long or sum(lengths.values()) <= longest:
        return dict(result)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, prefix="result-", delete=False) as file:
        json.dump(result, file, default=str)
    counts = {name: number for key in long for name, number in _lists_of(key, result[key])}
    short = {key: value for key, value in result.items() if key not in long}
    return {**short, LEFT_IN_FILE: {"path": file.name, "counts": counts}}


def whole(result: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its long parts. Raises OSError when the file is gone, as it is after the run."""
    short = dict(result)
    left = short.pop(LEFT_IN_FILE, None)
    if left is None:
        return short
    # What core adds afterwards, such as that failed_when holds, is in the short one only.
    return {**json.loads(Path(left["path"]).read_text(encoding="utf-8")), **short}


def _lists_of(name: str, value: Any) -> Iterator[tuple[str, int]]:
    """The lists in a value, by the names that lead to them. What is in a list is not looked at."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _lists_of(f"{name}.{key}", inner)
    elif isinstance(value, list) and value:
        yield name, len(value)
