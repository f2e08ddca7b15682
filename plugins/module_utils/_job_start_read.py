# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what a job that is to run depends on, and plans what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._decide import (
    Decision,
    Policy,
    Wish,
    is_protected,
    patterns_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._decide_start import (
    Chosen,
    Observed,
    Wanted,
    decide_start,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import (
    INSUFFICIENT_RIGHTS,
    DatabaseError,
    Unavailable,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import (
    Definition,
    continuation_of,
    definition_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_dump_set import dump_set_of
from ansible_collections.dbops.datapump.plugins.module_utils._job_gateway import JobGateway
from ansible_collections.dbops.datapump.plugins.module_utils._job_needs import unmet
from ansible_collections.dbops.datapump.plugins.module_utils._job_start_plan import (
    StartPlan,
    changes_of,
    differences_of,
    log_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._model import Coverage, Job, Reading
from ansible_collections.dbops.datapump.plugins.module_utils._names import shown
from ansible_collections.dbops.datapump.plugins.module_utils._owner_sessions import OwnerSessions
from ansible_collections.dbops.datapump.plugins.module_utils._place import refusal as refusal_here
from ansible_collections.dbops.datapump.plugins.module_utils._reading import CONTENT, PRIVILEGES, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._shape import assessed

_OTHER_NAMESPACES = frozenset({"INDEX", "INDEX PARTITION", "TRIGGER", "CLUSTER", "LOB", "TABLE PARTITION", "DIRECTORY"})
"""Types of objects that may have the name of a table of the same owner (SQL Language Reference, naming rules)."""


def read(gateway: JobGateway, parameters: Mapping[str, Any]) -> Reading:
    """One reading, with the control rows of the job that is meant."""
    owner, name = parameters["owner"], parameters["name"]
    return Reader(gateway).read({CONTENT, PRIVILEGES}, lambda *job: job[1] == name and owner in (None, job[0]))


def plan(gateway: JobGateway, owners: OwnerSessions, reading: Reading, parameters: Mapping[str, Any]) -> StartPlan:
    """What is to be done about the job."""
    definition = definition_of(parameters)
    owner, name = parameters["owner"] or reading.database.session_user, parameters["name"]
    job = next((job for job in reading.jobs if (job.owner, job.name) == (owner, name)), None)
    seen = Observed(None) if job is None else _seen(reading, job)
    unplanned = StartPlan(
        owner, name, definition, continuation_of(parameters), Chosen(None, "kept", Decision(False, "", "")), seen
    )
    refusal = _refusal(reading, parameters, owner, name)
    if refusal is None and job is None:
        refusal = unmet(reading.database, definition, gateway.edition)
    if refusal is not None:
        return replace(unplanned, chosen=Chosen(None, "kept", refusal))
    wanted = Wanted(
        owner,
        name,
        definition.operation if definition else None,
        definition.mode if definition else None,
        bool(parameters["reuse_dumpfiles"]),
    )
    if job is not None:
        seen = replace(seen, changes=changes_of(job, job.content, unplanned.continuation))
        return replace(
            unplanned,
            chosen=decide_start(wanted, seen),
            seen=seen,
            differences=differences_of(job.content, definition),
            degree=job.listed[0].degree if job.listed else None,
            log_of_job=log_of(job.content),
        )
    if definition is not None:
        seen = _around(gateway, owners, definition, owner, name, parameters)
    return replace(unplanned, chosen=decide_start(wanted, seen), seen=seen)


def _seen(reading: Reading, job: Job) -> Observed:
    return Observed(assessed(job, assess(reading, job)))


def _refusal(reading: Reading, parameters: Mapping[str, Any], owner: str, name: str | None) -> Decision | None:
    wish = Wish(owner, name or "", dbid=parameters["dbid"], con_uid=parameters["con_uid"])
    refusal = refusal_here(reading.database, wish)
    if refusal is not None:
        return refusal
    if name is not None and is_protected(Policy(protect=patterns_of(parameters["protect"])), owner, name):
        return Decision(False, "protected", f"{shown(owner)}.{shown(name)} is protected.", "protect")
    if reading.coverage is Coverage.USER and owner != reading.database.session_user:
        text = "Jobs of other users cannot be seen by this user. Connect as the owner, or with proxy_user."
        return Decision(False, "not_visible", text, "proxy_user")
    return None


def _around(
    gateway: JobGateway,
    owners: OwnerSessions,
    definition: Definition,
    owner: str,
    name: str | None,
    parameters: Mapping[str, Any],
) -> Observed:
    """What stands in the way of a new job, or makes it needless."""
    present = _present(gateway, parameters["unless_exists"] or (), owner)
    if present is not None:
        return Observed(None, present=present)
    taken = tuple(kind for kind in _types_of(gateway, owner, name) if kind not in _OTHER_NAMESPACES) if name else ()
    if definition.operation != "EXPORT" or parameters["reuse_dumpfiles"]:
        return Observed(None, taken)
    try:
        found, obstacle = dump_set_of(owners.gateway(owner), definition, owner, name)
    except Unavailable:
        # Without a session of the owner nothing can be started either, which is said then.
        return Observed(None, taken)
    return Observed(None, taken, found, obstacle)


def _present(gateway: JobGateway, wanted: Any, user: str) -> str | None:
    """A sentence, if everything is there that an import would make."""
    names = []
    for item in wanted:
        owner, name = item["owner"], item["name"]
        if name is None:
            exists = gateway.schema_exists(owner)
        else:
            exists = any(item["type"] in (None, kind) for kind in _types_of(gateway, owner, name))
        if not exists:
            return None
        names.append(shown(owner) if name is None else f"{shown(owner)}.{shown(name)}")
    return f"It is there already: {', '.join(names)}." if names else None


def _types_of(gateway: JobGateway, owner: str, name: str) -> list[str]:
    try:
        return sorted({kind for dummy, kind in gateway.object_by_name(owner, name)})
    except DatabaseError as error:
        if error.code not in INSUFFICIENT_RIGHTS:
            raise
    return sorted(set(gateway.visible_object_types(owner, name)))
