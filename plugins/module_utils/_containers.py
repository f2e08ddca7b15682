# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pluggable databases as their root sees them, and a reading of each in turn. Nothing is changed.

Each is read by switching the session to it, because only there do the views tell everything. One that is not open was
not read: nothing is said about its jobs, which is not the same as having none. Nor is a proxy, behind which the views
would tell about another database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._errors import INSUFFICIENT_RIGHTS, DatabaseError
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import ListedJob, Pluggable
from ansible_collections.dbops.datapump.plugins.module_utils._names import matches
from ansible_collections.dbops.datapump.plugins.module_utils._place import special_container

_READABLE = frozenset({"READ WRITE", "READ ONLY"})


Facts = dict[str, Any]


def container_facts(
    gateway: Gateway, wanted: Sequence[str] | None, read: Callable[[Gateway], Facts]
) -> tuple[list[Facts] | None, list[str]]:
    """Facts about each pluggable database, and warnings. None if not even their list could be read.

    Those whose names fit a pattern in `wanted` are read whole; of the others only what the root lists of them is told.
    The session stays in the last one read. Raises DatabaseError if the connection is lost.
    """
    try:
        pluggables = gateway.pluggables()
        listed = gateway.jobs_of_all_containers()
    except DatabaseError as error:
        if error.code not in INSUFFICIENT_RIGHTS:
            raise
        return None, [f"No right to read the pluggable databases and their jobs ({error.code})."]
    facts = [_listed(pluggable, listed.get(pluggable.con_id, [])) for pluggable in pluggables]
    for pluggable, container in zip(pluggables, facts):
        if any(matches(pattern.upper(), pluggable.name) for pattern in wanted or ()):
            container.update(_read(gateway, pluggable, read))
    return facts, [f"{one['name']} was not read: {one['text']}" for one in facts if one["reason"]]


def _listed(pluggable: Pluggable, jobs: Sequence[ListedJob]) -> Facts:
    is_open = pluggable.open_mode in _READABLE
    rows = [
        {"owner": job.owner, "name": job.name, "operation": job.operation, "mode": job.mode, "state": job.state}
        for job in jobs
    ]
    return {
        **asdict(pluggable),
        "listed": rows if is_open else None,
        "reason": None if is_open else "not_open",
        "text": None if is_open else f"It is {pluggable.open_mode}, so nothing is known about its jobs.",
        "datapump": None,
    }


def _read(gateway: Gateway, pluggable: Pluggable, read: Callable[[Gateway], Facts]) -> Facts:
    if pluggable.open_mode not in _READABLE:
        return {}
    special = special_container(pluggable.kind)
    if special is not None and pluggable.kind == "proxy":
        return {"reason": special.reason, "text": special.text}
    try:
        gateway.switch_to(pluggable.name)
        return {"datapump": read(gateway)}
    except DatabaseError as error:
        if error.connection_lost:
            raise
        needed = " Needed: the privilege SET CONTAINER there." if error.code == "ORA-01031" else ""
        return {"reason": "not_readable", "text": f"{error}{needed}"}
