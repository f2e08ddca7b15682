# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The columns and indexes of a master table, as the releases of Oracle create it.

One text file per layout: a column name and its type per line, in the order of creation. 10.1 and 11.2 come from
published descriptions of such tables, 12.1 is 11.2 with three columns more (one practitioner's source), 12.2 serves
12.2, 18c, 19c and 23ai, where the columns are in alphabetical order.
"""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import re

from ...values import CLOB, DATE, NUMBER, Column, OraType

LAYOUT_OF_RELEASE = {
    "10g": "10.1",
    "10.1": "10.1",
    "10.2": "10.1",
    "11.2": "11.2",
    "12.1": "12.1",
    "12.2": "12.2",
    "18c": "12.2",
    "19c": "12.2",
    "21c": "12.2",
    "23ai": "12.2",
    "26ai": "12.2",
}

UNIQUE_COLUMNS = ("PROCESS_ORDER", "DUPLICATE")

_INDEXES_UNTIL_12_1: tuple[tuple[str, ...], ...] = (
    ("OBJECT_SCHEMA", "OBJECT_NAME", "OBJECT_TYPE"),
    ("BASE_PROCESS_ORDER",),
)
_INDEXES_SINCE_12_2: tuple[tuple[str, ...], ...] = (
    ("OBJECT_SCHEMA", "ORIGINAL_OBJECT_NAME", "OBJECT_TYPE"),
    ("OBJECT_SCHEMA", "OBJECT_NAME", "OBJECT_TYPE", "PARTITION_NAME", "SUBPARTITION_NAME"),
    ("BASE_PROCESS_ORDER",),
    ("ORIGINAL_OBJECT_SCHEMA", "ORIGINAL_OBJECT_NAME", "PARTITION_NAME"),
    ("SEED",),
)
_TYPE = re.compile(r"(?P<name>[A-Z0-9]+)(\((?P<size>\d+)\))?")
_UNSIZED = {"NUMBER": NUMBER, "DATE": DATE, "CLOB": CLOB}


@dataclasses.dataclass(frozen=True)
class Layout:
    """indexes: the columns of SYS_MTABLE_..._IND_1, _IND_2 and so on; a release may number them otherwise."""

    columns: tuple[Column, ...]
    indexes: tuple[tuple[str, ...], ...]


@functools.cache
def layout(release: str) -> Layout:
    """The layout of a release ("19c") or by its own name ("12.2"). ValueError for a release without one."""
    if release not in LAYOUT_OF_RELEASE:
        raise ValueError(f"no master table layout for release {release!r}")
    name = LAYOUT_OF_RELEASE[release]
    text = (pathlib.Path(__file__).parent / f"{name}.txt").read_text(encoding="ascii")
    lines = (line.split(" ", 1) for line in text.splitlines())
    columns = tuple(Column(column, parse_type(type_text)) for column, type_text in lines)
    present = {column.name for column in columns}
    candidates = _INDEXES_SINCE_12_2 if name == "12.2" else _INDEXES_UNTIL_12_1
    return Layout(columns, tuple(index for index in candidates if present.issuperset(index)))


def parse_type(text: str) -> OraType:
    """The type that a line of a layout file, or a scenario's `columns`, names. ValueError for anything else."""
    match = _TYPE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a column type: {text!r}")
    if match["size"] is None and match["name"] in _UNSIZED:
        return _UNSIZED[match["name"]]
    return OraType(match["name"], int(match["size"] or 1))
