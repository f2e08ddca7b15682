# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the files that were looked at are the whole dump set of one job, by their headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_items import DATA_PUMP, Header
from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile_names import FileName


@dataclass(frozen=True)
class DumpFile:
    """A file and what was found out about it. Without a header there is a reason, and a text for people."""

    file: FileName
    header: Header | None = None
    exists: bool | None = None
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Completeness:
    """`complete` is None where it cannot be told. `reasons` say why it is not, or why that cannot be told."""

    complete: bool | None
    reasons: tuple[str, ...]


MAY_BE_MORE = "Nothing in the headers tells how many files there are, and only those that were named were looked at."


def completeness(files: Sequence[DumpFile], *, all_named: bool) -> Completeness:
    """Whether the set is complete. all_named: no file of the set can be missing from the list that was looked at."""
    if not files:
        return Completeness(False, ("There is no such file.",))
    unread = [found for found in files if found.header is None]
    missing = [found for found in unread if found.exists is False]
    reasons = [f"{found.file.name} is missing." for found in missing]
    reasons += [
        f"{found.file.name} is no Data Pump dump file."
        for found in files
        if found.header is not None and found.header.kind != DATA_PUMP
    ]
    headers = [found.header.items for found in files if found.header is not None and found.header.kind == DATA_PUMP]
    if headers:
        reasons += _contradictions(headers, some_unread=len(unread) > len(missing))
    if reasons:
        return Completeness(False, tuple(reasons))
    unknown = [f"{found.file.name}: {found.text}" for found in unread]
    if not all_named:
        unknown.append(MAY_BE_MORE)
    return Completeness(None if unknown else True, tuple(unknown))


def _contradictions(headers: Sequence[dict[str, Any]], *, some_unread: bool) -> list[str]:
    if len({header.get("guid") for header in headers}) > 1:
        return ["The files are of more than one job."]
    numbers = [header["file_number"] for header in headers if isinstance(header.get("file_number"), int)]
    found = []
    if len(set(numbers)) < len(numbers):
        found.append("Two files have the same number in the set.")
    if some_unread:
        return found
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    found += [f"File number {number} of the set is missing." for number in gaps]
    holders = [header for header in headers if header.get("master_present")]
    if not holders:
        found.append("No file has the master table of the job.")
    pieces = {header.get("master_piece_number") for header in holders}
    count = max((header.get("master_piece_count") or 1 for header in holders), default=0)
    absent = [piece for piece in range(1, count + 1) if piece not in pieces]
    if holders and len(holders) < count:
        found += [f"Piece {piece} of the master table is missing." for piece in absent]
    return found
