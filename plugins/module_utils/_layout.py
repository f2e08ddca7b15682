# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of master tables: which prove that a table is one, and which are read and covered by the digest.

Oracle changed the layout in 11.1, 11.2, 12.1 and 12.2, and tables survive upgrades, so any layout may be met on any
release. Nothing here names a column that only some layouts have without saying so.
"""

from __future__ import annotations

import enum
import functools


class Kind(enum.Enum):
    """Data type of a column. The value holds the DATA_TYPE names that count as it."""

    NUMBER = ("NUMBER",)
    TEXT = ("VARCHAR2", "CHAR")
    DATE = ("DATE",)
    RAW = ("RAW",)
    CLOB = ("CLOB",)


SIGNATURE: dict[str, Kind] = {
    "ABORT_STEP": Kind.NUMBER,
    "COMPLETED_BYTES": Kind.NUMBER,
    "COMPLETED_ROWS": Kind.NUMBER,
    "DEGREE": Kind.NUMBER,
    "DUMP_FILEID": Kind.NUMBER,
    "DUMP_LENGTH": Kind.NUMBER,
    "DUMP_POSITION": Kind.NUMBER,
    "DUPLICATE": Kind.NUMBER,
    "ERROR_COUNT": Kind.NUMBER,
    "FILE_NAME": Kind.TEXT,
    "FILE_TYPE": Kind.NUMBER,
    "GUID": Kind.RAW,
    "INSTANCE": Kind.TEXT,
    "JOB_MODE": Kind.TEXT,
    "LAST_UPDATE": Kind.DATE,
    "NAME": Kind.TEXT,
    "OBJECT_NAME": Kind.TEXT,
    "OBJECT_SCHEMA": Kind.TEXT,
    "OBJECT_TYPE_PATH": Kind.TEXT,
    "OPERATION": Kind.TEXT,
    "PHASE": Kind.NUMBER,
    "PROCESSING_STATE": Kind.TEXT,
    "PROCESSING_STATUS": Kind.TEXT,
    "PROCESS_NAME": Kind.TEXT,
    "PROCESS_ORDER": Kind.NUMBER,
    "START_TIME": Kind.DATE,
    "STATE": Kind.TEXT,
    "USER_DIRECTORY": Kind.TEXT,
    "USER_FILE_NAME": Kind.TEXT,
    "VALUE_N": Kind.NUMBER,
    "VALUE_T": Kind.TEXT,
    "WORK_ITEM": Kind.TEXT,
}
"""Columns that every layout from 10.1 to 23ai has. A table without all of them is no master table."""

CONTROL_COLUMNS: dict[str, Kind] = {
    **{name: kind for name, kind in SIGNATURE.items() if not name.startswith(("DUMP_", "OBJECT_", "PROCESSING_"))},
    "COMPLETION_TIME": Kind.DATE,
    "CUMULATIVE_TIME": Kind.NUMBER,
    "DB_VERSION": Kind.TEXT,
    "FILE_MAX_SIZE": Kind.NUMBER,
    "IS_DEFAULT": Kind.NUMBER,
    "LAST_FILE": Kind.NUMBER,
    "OLD_VALUE": Kind.TEXT,
    "SEED": Kind.NUMBER,
    "TOTAL_BYTES": Kind.NUMBER,
    "USER_NAME": Kind.TEXT,
    # not in every layout:
    "CONTROL_QUEUE": Kind.TEXT,
    "INSTANCE_ID": Kind.NUMBER,
    "JOB_VERSION": Kind.TEXT,
    "REMOTE_LINK": Kind.TEXT,
    "SERVICE_NAME": Kind.TEXT,
    "STATUS_QUEUE": Kind.TEXT,
    "TIMEZONE": Kind.TEXT,
}
"""Columns of the control rows (PROCESS_ORDER < 0) that the digest covers where the table has them."""

_MARKERS: dict[str, Kind] = {
    "ACCESS_METHOD": Kind.TEXT,
    "OBJECT_LONG_NAME": Kind.TEXT,
    "TARGET_XML_CLOB": Kind.CLOB,
}

KNOWN_COLUMNS: dict[str, Kind] = dict(sorted({**SIGNATURE, **CONTROL_COLUMNS, **_MARKERS}.items()))
"""All columns this collection looks for, by name. The position of each is its bit in `columns_in`."""

HASHED_COLUMNS: tuple[str, ...] = tuple(sorted(CONTROL_COLUMNS))


@functools.lru_cache(maxsize=64)
def columns_in(signature: int) -> frozenset[str]:
    """The known columns that a bit pattern, as `_sql.table_columns` computes it, says a table has."""
    return frozenset(name for position, name in enumerate(KNOWN_COLUMNS) if signature >> position & 1)


def is_master_table(columns: frozenset[str]) -> bool:
    """Whether a table with these columns has the shape of a master table."""
    return columns >= SIGNATURE.keys()


@functools.lru_cache(maxsize=64)
def layout_of(columns: frozenset[str]) -> str | None:
    """The release whose layout a table has ("10.1", "11.2", "12.1", "12.2"), None if it is no master table."""
    if not is_master_table(columns):
        return None
    for marker, release in (("ACCESS_METHOD", "12.2"), ("TARGET_XML_CLOB", "12.1"), ("OBJECT_LONG_NAME", "11.2")):
        if marker in columns:
            return release
    return "10.1"
