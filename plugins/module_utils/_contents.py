# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the control rows of many master tables by few statements.

Tables are read in batches, one query for each. A batch that cannot be read is halved until the tables to blame are
found: no right to read them, or gone since they were listed. That is paid from a budget, so that a user without any
such right costs a bounded number of statements however many jobs there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ansible_collections.dbops.datapump.plugins.module_utils._errors import INSUFFICIENT_RIGHTS, DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import Content, MasterTable
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown

BATCH = 50
"""Master tables in one query."""
FAILURES = 100
"""Queries that may fail before what cannot be read is left alone."""
_NAMED = 10
"""Tables that a warning names one by one."""

Contents = dict[tuple[str, str], Content]


def read_contents(gateway: Gateway, tables: Sequence[MasterTable]) -> tuple[Contents, list[str]]:
    """Owner and name to content, of those tables that could be read, and warnings about the others."""
    contents: Contents = {}
    unread: list[MasterTable] = []
    failures, code = 0, ""
    waiting = _batches(tables)
    while waiting:
        batch = waiting.pop()
        try:
            found = gateway.contents(batch)
        except DatabaseError as error:
            if error.code not in INSUFFICIENT_RIGHTS:
                raise
            failures, code = failures + 1, error.code
            if len(batch) == 1 or failures > FAILURES:
                unread += batch
            else:
                middle = len(batch) // 2
                waiting += [batch[middle:], batch[:middle]]
            continue
        contents.update({(table.owner, table.name): content for table, content in zip(batch, found)})
    return contents, _warnings(unread, code)


def _batches(tables: Sequence[MasterTable]) -> list[list[MasterTable]]:
    """Tables that have the same columns go into one query; there are as many kinds as releases left their tables."""
    kinds: dict[frozenset[str], list[MasterTable]] = defaultdict(list)
    for table in tables:
        kinds[table.columns or frozenset()].append(table)
    return [kind[start : start + BATCH] for kind in kinds.values() for start in range(0, len(kind), BATCH)]


def _warnings(unread: Sequence[MasterTable], code: str) -> list[str]:
    if not unread:
        return []
    names = ", ".join(f"{shown(table.owner)}.{shown(table.name)}" for table in unread[:_NAMED])
    more = f" and {len(unread) - _NAMED} more" if len(unread) > _NAMED else ""
    return [f"No right to read the master tables {names}{more} ({code})."]
