# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All or nothing: changes to the store that a failure takes back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import Database


@contextlib.contextmanager
def atomic(database: Database) -> Iterator[None]:
    """Nothing inside may wait: time that passes and other sessions' work must not be taken back with it."""
    database.sqlite.execute("SAVEPOINT atomic")
    try:
        yield
    except BaseException:
        database.sqlite.execute("ROLLBACK TO atomic")
        raise
    finally:
        database.sqlite.execute("RELEASE atomic")
