# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Job names: the default ones, the limits of length, the table comment that makes a table a job."""

from __future__ import annotations

from collections.abc import Set

OPERATIONS = ("EXPORT", "IMPORT", "SQL_FILE")
MODES = ("FULL", "SCHEMA", "TABLE", "TABLESPACE", "TRANSPORTABLE")
LAST_DEFAULT_NUMBER = 99
MASTER_COMMENT = "Data Pump Master Table"


def default_name(operation: str, mode: str, taken: Set[str]) -> str | None:
    """The default name with the lowest free number, or None when all 99 are taken."""
    for number in range(1, LAST_DEFAULT_NUMBER + 1):
        name = f"SYS_{operation}_{mode}_{number:02d}"
        if name not in taken:
            return name
    return None


def truncated(name: str, limit: int) -> str:
    """A job name cut to `limit` bytes, as OPEN does silently; a character is never cut in two."""
    return name.encode("utf-8")[:limit].decode("utf-8", errors="ignore")


def master_comment(operation: str, mode: str) -> str:
    """The comment on a master table: 22 characters, then operation and mode, each padded to 30."""
    return f"{MASTER_COMMENT} {operation:<30} {mode:<30}"
