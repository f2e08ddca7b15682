# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Scenarios for short runs: one database, or one and its clone, with one to three jobs, made up from a number."""

from __future__ import annotations

import random
from typing import Any

MAIN = "MAIN"
CLONE = "CLONE"
SERVICE = "main"
CLONE_SERVICE = "clone"
CLEANER = ("DPCLEAN", "cleaner")
NAIVE = ("CLEANALL", "cleaner")
PROFILES = 48
"""How many different scenarios there are."""
JOB_PROFILES = 20
"""How many more there are with more jobs in memory, live ones and dead ones; their numbers go on from there."""

SMALL_SCOPE = -1
"""The number of the scenario for exhaustive play: three crashed jobs, of which two bear the same name."""

_NOW = "2026-01-15 03:00:00"
_GRANTS = ["CREATE SESSION", "SELECT ANY TABLE", "DROP ANY TABLE", "LOCK ANY TABLE"]
_NAMES = ("SYS_EXPORT_SCHEMA_01", "SYS_EXPORT_TABLE_02", "Nightly Export", "A;B--", "SYS_IMPORT_FULL_01", "O'X.y")
_OWNERS = ("SCOTT", "HR")
_KINDS = {
    "crashed": 8,
    "paused": 5,
    "kept": 1,
    "executing": 2,
    "finishing": 1,
    "lookalike": 1,
    "ghost": 1,
    "wedged": 1,
    "no_undo": 1,
}
_JOB_KINDS = {
    "ghost": 6,
    "wedged": 3,
    "executing": 6,
    "working": 3,
    "finishing": 2,
    "watched": 2,
    "defining": 1,
    "idle": 1,
    "transportable": 1,
    "crashed": 2,
    "paused": 2,
}


def scenario(profile: int) -> dict[str, Any]:
    """The content of the scenario file of that number."""
    if profile == SMALL_SCOPE:
        return _small_scope()
    generator = random.Random(f"profile {profile}")
    release = generator.choices(("19c", "23ai", "12.1"), (6, 2, 2))[0]
    instances = [{"number": 1}, {"number": 2}] if generator.random() < 0.3 else [{"number": 1}]
    container = _container(generator, len(instances), for_jobs=profile >= PROFILES)
    databases = [_database(MAIN, SERVICE, 1402300001, release, instances, container, generator.random() < 0.25)]
    if generator.random() < 0.3:
        databases.append(_clone(databases[0]))
    return {"version": 1, "clock": {"mode": "virtual", "tick_ms": 1}, "databases": databases}


def _database(
    name: str,
    service: str,
    dbid: int,
    release: str,
    instances: list[dict[str, Any]],
    container: dict[str, Any],
    pluggable: bool,
) -> dict[str, Any]:
    database: dict[str, Any] = {
        "name": name,
        "release": release,
        "dbid": dbid,
        "now": _NOW,
        "startup": "2026-01-01 00:00:00",
        "instances": instances,
        "parameters": {"recyclebin": "on"},
    }
    if pluggable:
        pdb = {"name": "PDB1", "services": [service], "con_uid": dbid + 1, **container}
        return {**database, "services": [service + "root"], "pdbs": [pdb]}
    return {**database, "services": [service], **container}


def _clone(database: dict[str, Any]) -> dict[str, Any]:
    """The same content under another DBID; object numbers and names are equal."""
    clone = {**database, "name": CLONE, "dbid": database["dbid"] + 1000}
    if "pdbs" in database:
        pdb = {**database["pdbs"][0], "services": [CLONE_SERVICE]}
        return {**clone, "services": [CLONE_SERVICE + "root"], "pdbs": [pdb]}
    return {**clone, "services": [CLONE_SERVICE]}


def _container(generator: random.Random, instances: int, *, for_jobs: bool) -> dict[str, Any]:
    kinds = _JOB_KINDS if for_jobs else _KINDS
    grants = [*_GRANTS, "EXECUTE ON SYS.DBMS_LOCK"] if generator.random() < 0.4 else _GRANTS
    jobs: list[dict[str, Any]] = []
    for number in range(generator.choice((1, 1, 2, 2, 3))):
        kind = generator.choices(list(kinds), list(kinds.values()))[0]
        owner = generator.choice(_OWNERS)
        taken = {job["name"] for job in jobs if job["owner"] == owner}
        name = next(name for name in generator.sample(_NAMES, len(_NAMES)) if name not in taken)
        job = _job(kind, owner, name, 85_000 + 100 * number, generator.randint(1, instances))
        if for_jobs and job["operation"] == "EXPORT" and "object_id" in job:
            job["dump_files"] = [{"name": f"{number}.dmp"}]
        jobs.append(job)
    return _with_accounts(jobs, grants)


def _with_accounts(jobs: list[dict[str, Any]], grants: list[str]) -> dict[str, Any]:
    return {
        "users": [
            *(_user(owner, owner.lower(), ["CREATE SESSION", "CREATE TABLE"], [CLEANER[0]]) for owner in _OWNERS),
            {**_user(*CLEANER, grants, []), "roles": ["SELECT_CATALOG_ROLE"]},
            {**_user(*NAIVE, [*_GRANTS, "PURGE DBA_RECYCLEBIN"], []), "roles": ["SELECT_CATALOG_ROLE"]},
        ],
        # Other people's, and they must survive: some bear the very names that a clean-up has in its hands.
        "recycle_bin": [
            {"owner": jobs[0]["owner"], "original_name": jobs[0]["name"], "dropped": "2026-01-03 08:15:00"},
            {"owner": "HR", "original_name": "JOB_HISTORY_2004", "dropped": "2026-01-04 23:55:00"},
        ],
        "jobs": jobs,
    }


def _small_scope() -> dict[str, Any]:
    jobs = [
        _job("crashed", "SCOTT", "SYS_EXPORT_TABLE_01", 85_000, 1),
        _job("crashed", "HR", "SYS_EXPORT_TABLE_01", 85_100, 1),
        _job("crashed", "HR", "SYS_EXPORT_TABLE_02", 85_200, 1),
    ]
    container = _with_accounts(jobs, _GRANTS)
    return {
        "version": 1,
        "clock": {"mode": "virtual", "tick_ms": 1},
        "databases": [_database(MAIN, SERVICE, 1402300001, "19c", [{"number": 1}], container, False)],
    }


def _user(name: str, password: str, grants: list[str], proxies: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "password": password,
        "default_tablespace": "USERS",
        "quotas": {"USERS": "unlimited"},
        "grants": grants,
        "proxies": proxies,
    }


def _job(kind: str, owner: str, name: str, object_id: int, instance: int) -> dict[str, Any]:
    job: dict[str, Any] = {
        "owner": owner,
        "name": name,
        "operation": "IMPORT" if "IMPORT" in name else "EXPORT",
        "mode": "TABLE",
        "object_id": object_id,
        "created": "2026-01-10 22:00:03",
    }
    if kind == "crashed":
        return {**job, "stored_state": "EXECUTING"}
    if kind == "paused":
        return {**job, "stored_state": "STOPPED"}
    if kind == "kept":
        return {**job, "stored_state": "COMPLETED", "keep_master": True}
    if kind == "executing":
        return {**job, "state": "EXECUTING", "instance": instance}
    if kind == "finishing":
        return {**job, "state": "EXECUTING", "instance": instance, "duration": 1}
    if kind == "working":
        return {**job, "state": "EXECUTING", "instance": instance, "duration": 20}
    if kind == "watched":
        return {**job, "state": "EXECUTING", "instance": instance, "attached": 1}
    if kind in ("defining", "idle"):
        state = "DEFINING" if kind == "defining" else "IDLING"
        return {**job, "state": state, "instance": instance, "attached": 1}
    if kind == "transportable":
        return {**job, "mode": "TRANSPORTABLE", "state": "EXECUTING", "instance": instance}
    if kind == "lookalike":
        columns = [{"name": "ID", "type": "NUMBER"}, {"name": "PROCESS_ORDER", "type": "NUMBER"}]
        return {**job, "columns": columns, "indexed": False}
    if kind == "wedged":
        return {**job, "state": "NOT RUNNING", "in_memory": True, "stored_state": "EXECUTING", "instance": instance}
    if kind == "no_undo":
        return {**job, "stored_state": "EXECUTING", "tablespace": "SYSTEM"}
    del job["object_id"], job["created"]
    return {**job, "state": "NOT RUNNING", "in_memory": True, "master_table": False, "instance": instance}
