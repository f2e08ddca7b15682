# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the SQL layer asks of the world's locks."""

from __future__ import annotations

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
