# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The records that runs of the role C(cleanup) left, one C(report.json) for each database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

RECORD = "report.json"
RECORD_VERSION = 1

_RUN_ID = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True)
class Record:
    """What one run said about one database."""

    host: str
    content: Mapping[str, Any]
    time: datetime | None
    """When the run began, by the controller's clock in UTC. None when its identifier is not a time."""


@dataclass(frozen=True)
class Unreadable:
    """A record that is there and says nothing."""

    host: str
    error: str


def read(folders: Sequence[Path]) -> tuple[list[Record], list[Unreadable]]:
    """All records below some folders, for each host the latest one.

    A host stands in more than one folder when slices of a job wrote folders of their own.
    """
    latest: dict[str, Record] = {}
    unreadable: dict[str, Unreadable] = {}
    for folder in folders:
        for found in _records_in(folder):
            if isinstance(found, Unreadable):
                unreadable[found.host] = found
            elif found.host not in latest or _order(latest[found.host]) <= _order(found):
                latest[found.host] = found
    return list(latest.values()), [problem for problem in unreadable.values() if problem.host not in latest]


def time_of(run_id: object) -> datetime | None:
    """When the run of an identifier began, None for one that is not a time."""
    try:
        return datetime.strptime(str(run_id), _RUN_ID).replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def _order(record: Record) -> datetime:
    return record.time or datetime.min.replace(tzinfo=timezone.utc)


def _records_in(folder: Path) -> Iterator[Record | Unreadable]:
    for path in sorted(folder.glob(f"*/{RECORD}")):
        yield _record(path)


def _record(path: Path) -> Record | Unreadable:
    content = _content(path)
    if isinstance(content, str):
        return Unreadable(path.parent.name, content)
    host = content.get("host")
    if not isinstance(host, str):
        return Unreadable(path.parent.name, f"{RECORD} does not say which host it is about.")
    summary = content.get("summary")
    if not isinstance(summary, dict):
        return Unreadable(host, f"{RECORD} has no summary.")
    return Record(host, content, time_of(summary.get("run_id")))


def _content(path: Path) -> dict[str, Any] | str:
    """The content of a file, or why there is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror}."
    except ValueError:
        return f"{path.name} is not JSON."
    if not isinstance(content, dict) or content.get("version") != RECORD_VERSION:
        return f"{path.name} is not of version {RECORD_VERSION}."
    return content
