# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What imports had not finished, read before their master tables go: nothing else knows it afterwards."""

from __future__ import annotations

from dataclasses import replace

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Action
from ansible_collections.dbops.datapump.plugins.module_utils._errors import DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import MasterTable
from ansible_collections.dbops.datapump.plugins.module_utils._table_plan import Planned, Unfinished

_LOADS = frozenset({"IMPORT", "NETWORK"})


def with_unfinished(gateway: Gateway, plan: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """The plan with what each import would leave undone. One of which that cannot be read is kept."""
    return tuple(
        _with_unfinished(gateway, planned, planned.table)
        if planned.table is not None and planned.table.operation in _LOADS and Action.DROP in planned.steps
        else planned
        for planned in plan
    )


def _with_unfinished(gateway: Gateway, planned: Planned, table: MasterTable) -> Planned:
    try:
        counts = gateway.count_objects(table)
        objects = gateway.unfinished_objects(table)
    except DatabaseError as error:
        if error.connection_lost:
            raise
        text = f"Which objects the import had not finished could not be read: {error}"
        decision = replace(planned.decision, permitted=False, reason="content_not_read", text=text)
        return replace(planned, decision=decision, steps=(), outcome="kept")
    return replace(planned, unfinished=Unfinished(None if counts is None else counts[1], tuple(objects)))
