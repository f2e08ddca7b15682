# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the SQL layer asks of the world while it changes rows: locks, and the name of a key that was violated."""

from __future__ import annotations

import re
from typing import Any

from ..errors import OraError


def lock_rows(session: Any, relation: Any, wait: int | None = None) -> None:
    """Before rows are changed or selected FOR UPDATE. wait: seconds, None for ever, 0 NOWAIT, -1 SKIP LOCKED.

    Raises OraError 54 (NOWAIT) and 30006 (WAIT n). Relations without an object number are no table of anybody's."""
    if relation.object_id is None:
        return
    if wait == -1:
        raise OraError(3001)
    if wait is None:
        session.locks.lock_rows(session, relation.object_id)
        return
    try:
        session.locks.lock_rows(session, relation.object_id, wait)
    except OraError as error:
        if error.code == 54 and wait > 0:
            raise OraError(30006) from error
        raise


def violated_constraint(session: Any, message: str) -> str:
    """OWNER.NAME of the unique index behind SQLite's message, which names a table's columns only.

    The world calls the indexes of a container's tables idx_<container>_<object number>."""
    failed = message.rpartition(": ")[2].split(", ")
    table, columns = failed[0].partition(".")[0], [name.partition(".")[2] for name in failed]
    for _position, index, unique, *_origin in session.sqlite.execute(f"PRAGMA index_list(`{table}`)").fetchall():
        if unique and [row[2] for row in session.sqlite.execute(f"PRAGMA index_info(`{index}`)")] == columns:
            numbers = re.fullmatch(r"idx_(\d+)_(\d+)", index)
            found = session.database.objects.by_id(int(numbers[1]), int(numbers[2])) if numbers else None
            return f"{found.owner}.{found.name}" if found is not None else index
    return table
