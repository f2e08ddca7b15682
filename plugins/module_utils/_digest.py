# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Digests: what a person reviewed, in one short text that changes when any of it changes."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Database,
    Job,
)

NO_ROWS = "-"
"""Stands for the digest of no control rows at all."""

_FORM = re.compile(r"sha256:[0-9a-f]{64}")
_ENCODER = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def is_digest(text: str) -> bool:
    """Whether a text has the form of a digest."""
    return _FORM.fullmatch(text) is not None


def chained(row_hashes: Iterable[str]) -> str:
    """Digest of control rows from the hashes that the server took of each, in upper-case hexadecimal digits.

    The guarded block computes the same with STANDARD_HASH, row by row.
    """
    chain = ""
    for row_hash in row_hashes:
        chain = hashlib.sha256((chain + row_hash).encode("ascii")).hexdigest().upper()
    return chain or NO_ROWS


def digest_of(database: Database, job: Job) -> tuple[str, Strength]:
    """The digest of a job's facts and how much it covers.

    A job without a master table is identified by its entry in memory. Whatever moves by itself while nothing happens to
    the job (sizes, the clock, the reading session, the control rows of a job that works) is not part of it.
    """
    table, content = job.table, job.content
    if any(row.state != State.NOT_RUNNING.value for row in (*job.listed, *job.entries)):
        content = None
    facts = {
        "dbid": database.dbid,
        "con_uid": database.con_uid,
        "owner": job.owner,
        "name": job.name,
        "listed": [[row.operation, row.mode, row.state, row.attached_sessions] for row in job.listed],
        "entries": sorted([entry.instance, entry.job_id, entry.state or ""] for entry in job.entries),
        "table": table
        and [
            table.object_id,
            table.created.isoformat() if table.created else None,
            table.last_ddl_time.isoformat() if table.last_ddl_time else None,
            table.tablespace,
            table.status,
            table.operation,
            table.mode,
            _in_order(table.columns) if table.columns is not None else None,
        ],
        "control_rows": content.rows_digest if content else None,
    }
    text = _ENCODER.encode(facts)
    strength = Strength.WEAK if table and content is None else Strength.FULL
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest(), strength


@functools.lru_cache(maxsize=64)
def _in_order(columns: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(columns))
