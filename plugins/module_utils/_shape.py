# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The facts as playbooks see them, and jobs as decisions see them: made from a reading, or from such facts."""

from __future__ import annotations

import bisect
import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Assessment,
    Classification,
    Restartable,
    Strength,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._layout import layout_of
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    BinEntry,
    Content,
    Database,
    ExternalTable,
    Job,
    MasterTable,
    Reading,
)
from ansible_collections.dbops.datapump.plugins.module_utils._privileges import excess_grants, missing_grants

DEFAULT_NAMES = 99
"""Names from 01 to 99 that Oracle makes up for each operation and mode of an owner."""

_DEFAULT_NAME = re.compile(
    r"SYS_(EXPORT|IMPORT|SQL_?FILE|ESTIMATE|NETWORK)_(FULL|SCHEMA|TABLE|TABLESPACE|TRANSPORTABLE)_\d\d"
)


def assessed(job: Job, assessment: Assessment) -> AssessedJob:
    """A job that was read, as decisions see it."""
    operation, mode, state = _kind_and_state(job)
    return AssessedJob(
        owner=job.owner,
        name=job.name,
        operation=operation,
        mode=mode,
        state=state,
        object_id=job.table.object_id if job.table else None,
        tablespace=job.table.tablespace if job.table else None,
        size_bytes=job.table.size_bytes if job.table else None,
        in_memory=bool(job.entries),
        classification=assessment.classification,
        restartable=assessment.restartable,
        quiescent=assessment.quiescent,
        origin=assessment.origin,
        age_seconds=assessment.age_seconds,
        digest=assessment.digest,
        strength=assessment.strength,
        attached_sessions=max((row.attached_sessions for row in job.listed), default=0),
    )


def assessed_from_facts(facts: Mapping[str, Any]) -> AssessedJob:
    """A job of the facts in a play, as decisions see it. Raises InvalidOption for what are no such facts."""
    try:
        table = facts["master_table"]
        return AssessedJob(
            owner=str(facts["owner"]),
            name=str(facts["name"]),
            operation=str(facts["operation"]),
            mode=str(facts["mode"]),
            state=facts["state"],
            object_id=int(table["object_id"]) if table else None,
            tablespace=table["tablespace"] if table else None,
            size_bytes=table["size_bytes"] if table else None,
            in_memory=facts["in_memory"],
            classification=Classification(facts["classification"]),
            restartable=Restartable(facts["restartable"]),
            quiescent=facts["quiescent"] is True,
            origin=str(facts["origin"]),
            age_seconds=facts["age_seconds"],
            digest=str(facts["digest"]),
            strength=Strength(facts["digest_strength"]),
            attached_sessions=int(facts["attached_sessions"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidOption("facts", "not the facts that datapump_facts returns") from error


def facts_of(reading: Reading, jobs: list[tuple[Job, Assessment]]) -> dict[str, Any]:
    """All facts, from the jobs chosen to be told."""
    return {
        "database": database_facts(reading.database),
        "jobs": [_job_facts(reading, job, assessment) for job, assessment in jobs],
        "recycle_bin": None if reading.recycle_bin is None else [bin_facts(entry) for entry in reading.recycle_bin],
        "external_tables": None
        if reading.external_tables is None
        else _external_facts(reading.external_tables, reading.jobs),
        "containers": None,
        "job_names": _job_names(reading),
        "privileges": _privileges(reading),
        "coverage": reading.coverage.value,
        "warnings": list(reading.warnings),
    }


def _external_facts(tables: Iterable[ExternalTable], jobs: Iterable[Job]) -> list[dict[str, Any]]:
    """With the job that each probably belongs to: the one of its owner whose master table was made last before it."""
    made: dict[str, list[tuple[datetime.datetime, str]]] = defaultdict(list)
    for job in jobs:
        if job.table and job.table.created:
            made[job.owner].append((job.table.created, job.name))
    moments = {}
    for owner, of_owner in made.items():
        of_owner.sort()
        moments[owner] = [created for created, _name in of_owner]
    facts = []
    for table in tables:
        before = bisect.bisect_right(moments.get(table.owner, []), table.created) if table.created else 0
        job_name = made[table.owner][before - 1][1] if before else None
        facts.append({**asdict(table), "created": _iso(table.created), "job": job_name})
    return facts


def database_facts(database: Database) -> dict[str, Any]:
    """The facts about the database."""
    facts = dict(vars(database))
    expected, seen = facts.pop("expected_instances"), facts.pop("seen_instances")
    facts.pop("instance_names")
    return {
        **facts,
        "instances": {"expected": list(expected), "seen": list(seen)},
        "server_time": _iso(database.server_time),
        "startup_time": _iso(database.startup_time),
    }


def database_from_facts(facts: Mapping[str, Any]) -> Database:
    """The database of the facts in a play. Raises InvalidOption for what are no such facts."""
    try:
        given = {field.name: facts[field.name] for field in fields(Database) if field.name in facts}
        instances = facts["instances"]
        return Database(
            **{
                **given,
                "dbid": int(facts["dbid"]),
                "con_uid": int(facts["con_uid"]),
                "server_time": datetime.datetime.fromisoformat(facts["server_time"]),
                "startup_time": datetime.datetime.fromisoformat(facts["startup_time"]),
                "expected_instances": tuple(instances["expected"]),
                "seen_instances": tuple(instances["seen"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidOption("facts", "not the facts that datapump_facts returns") from error


def database_summary(database: Database) -> dict[str, Any]:
    """What tells one database from another."""
    return {
        "dbid": database.dbid,
        "con_uid": database.con_uid,
        "name": database.name,
        "con_name": database.con_name,
    }


def bin_facts(entry: BinEntry) -> dict[str, Any]:
    """The facts about a dropped table."""
    return asdict(entry)


def _job_facts(reading: Reading, job: Job, assessment: Assessment) -> dict[str, Any]:
    operation, mode, state = _kind_and_state(job)
    listed = job.listed[0] if job.listed else None
    entry = job.entries[0] if job.entries else None
    return {
        "owner": job.owner,
        "name": job.name,
        "operation": operation,
        "mode": mode,
        "state": state,
        "degree": listed.degree if listed else 0,
        "attached_sessions": listed.attached_sessions if listed else 0,
        "datapump_sessions": listed.datapump_sessions if listed else 0,
        "in_memory": bool(job.entries) if reading.entries_read else None,
        "instance": entry.instance if entry else None,
        "job_id": entry.job_id if entry else None,
        "sessions": [asdict(session) for session in job.sessions],
        "progress": job.progress,
        "master_table": _table_facts(job.table),
        "content": _content_facts(job.content),
        "classification": assessment.classification.value,
        "restartable": assessment.restartable.value,
        "quiescent": assessment.quiescent,
        "evidence": [
            {"fact": item.fact, "weight": item.weight.value, "text": item.text} for item in assessment.evidence
        ],
        "origin": assessment.origin,
        "age_seconds": assessment.age_seconds,
        "digest": assessment.digest,
        "digest_strength": assessment.strength.value,
    }


def _table_facts(table: MasterTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    return {
        "object_id": table.object_id,
        "created": _iso(table.created),
        "last_ddl_time": _iso(table.last_ddl_time),
        "size_bytes": table.size_bytes,
        "tablespace": table.tablespace,
        "status": table.status,
        "shape": None if table.columns is None else layout_of(table.columns),
    }


def _content_facts(content: Content | None) -> dict[str, Any] | None:
    if content is None:
        return None
    return {
        "stored_state": content.stored_state,
        "start_time": _iso(content.start_time),
        "last_update": _iso(content.last_update),
        "parameters": dict(content.parameters),
        "files": [{"type": f.kind, "directory": f.directory, "name": f.name, "path": f.path} for f in content.files],
        "workers": [{**vars(worker), "last_update": _iso(worker.last_update)} for worker in content.workers],
        "abort_step": content.abort_step,
        "error_count": content.error_count,
        "keep_master": content.keep_master,
        "objects_total": content.objects_total,
        "objects_left": content.objects_left,
    }


def _job_names(reading: Reading) -> list[dict[str, Any]]:
    used: Counter[tuple[str, str, str]] = Counter()
    for job in reading.jobs:
        match = _DEFAULT_NAME.fullmatch(job.name)
        if match:
            used[job.owner, match[1], match[2]] += 1
    return [
        {"owner": owner, "operation": operation, "mode": mode, "used": count, "free": max(0, DEFAULT_NAMES - count)}
        for (owner, operation, mode), count in sorted(used.items())
    ]


def _privileges(reading: Reading) -> dict[str, list[str]] | None:
    missing = missing_grants(reading)
    if missing is None or reading.privileges is None:
        return None
    return {"missing": missing, "excess": excess_grants(reading.privileges)}


def _kind_and_state(job: Job) -> tuple[str, str, str | None]:
    """Operation, mode and state, by what says most about them. A table alone has no state."""
    rows = (*job.listed, *job.entries)
    if rows:
        return rows[0].operation, rows[0].mode, rows[0].state
    return (job.table.operation, job.table.mode, None) if job.table else ("", "", None)


def _iso(moment: datetime.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
