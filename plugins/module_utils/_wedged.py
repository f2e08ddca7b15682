# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes the entry in memory of a wedged job, so that its master table can be dropped."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import REMOVAL, plan_removal
from ansible_collections.dbops.datapump.plugins.module_utils._job_work import Done, Worker
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import State, known_state
from ansible_collections.dbops.datapump.plugins.module_utils._model import Content, Database
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._settle import wait
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned


def remove_entry(run: Run, gateway: Gateway, database: Database, planned: Planned) -> Done:
    """Attach as the owner, look again, leave, and wait until nothing of the job is in memory any more."""
    removal = plan_removal(planned.job, planned.target.wish, planned.instances, planned.rows_digest)
    with Worker(run, gateway, database, REMOVAL) as worker:
        return worker.work(removal)


def rows_now(gateway: Gateway, planned: Planned, *, attached: bool) -> str | None:
    """Digest of the control rows as the removal left them, None if somebody else has written to them as well.

    Attaching, if it was this session that did it, writes its time and the state IDLING. Whatever else differs, and a
    state that only an order brings about, shows that the job was taken up again meanwhile. The time is in whole
    seconds: one is waited for, so that whoever attaches after this leaves another time, which the drop then finds.
    """
    before = planned.content
    if planned.table is None or before is None:
        return None
    wait(gateway, 1)
    (content,) = gateway.contents([planned.table])
    if not attached:
        return content.rows_digest if content.rows_digest == planned.rows_digest else None
    if _apart_from_attaching(content) != _apart_from_attaching(before):
        return None
    if known_state(content.stored_state) not in (known_state(before.stored_state), State.IDLING):
        return None
    return content.rows_digest


def _apart_from_attaching(content: Content) -> Content:
    return replace(
        content,
        rows_digest="",
        stored_state=None,
        start_time=None,
        last_update=None,
        objects_total=None,
        objects_left=None,
    )
