# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes the entry in memory of a wedged job, so that its master table can be dropped."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_plan import REMOVAL, plan_removal
from ansible_collections.dbops.datapump.plugins.module_utils._job_work import Done, Worker
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database
from ansible_collections.dbops.datapump.plugins.module_utils._run import Run
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned


def remove_entry(run: Run, gateway: Gateway, database: Database, planned: Planned) -> Done:
    """Attach as the owner, look again, stop, and wait until nothing of the job is in memory any more."""
    removal = plan_removal(planned.job, planned.target.wish, planned.instances, planned.rows_digest)
    with Worker(run, gateway, database, REMOVAL) as worker:
        return worker.work(removal)


def rows_now(gateway: Gateway, planned: Planned) -> str | None:
    """Digest of the control rows as the removal left them: attaching and stopping write to them."""
    if planned.table is None:
        return None
    (content,) = gateway.contents([planned.table])
    return content.rows_digest
