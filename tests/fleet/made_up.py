# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Records of a fleet that never was: what the role leaves, for any number of databases, made from a seed."""

from __future__ import annotations

import json
import pathlib
import random
from typing import Any

RUN = "20260115T030000.000000"
CLASSES = (
    "failed",
    "stopped",
    "ghost",
    "running",
    "kept",
    "wedged",
    "unknown",
    "transitional",
    "undefined",
    "lookalike",
)
AGES = (None, 3000, 86400 * 3, 86400 * 20, 86400 * 100, 86400 * 900)


def leave_records(folder: pathlib.Path, databases: int, seed: int = 1) -> None:
    """One folder for each database, a few of which could not be reached or refused the logon."""
    generator = random.Random(seed)
    for number in range(databases):
        record = _record(generator, f"db{number:04}", number)
        (folder / record["host"]).mkdir(parents=True)
        (folder / record["host"] / "report.json").write_text(json.dumps(record), encoding="utf-8")


def failed_record(host: str, code: str, connection: str) -> dict[str, Any]:
    """What is left of a run that did not get into its database."""
    failure = {"task": "Find", "msg": f"{code}: no connection", "codes": [code], "connection": connection}
    return {"version": 1, "host": host, "summary": {"run_id": RUN}, "failure": failure}


def job(number: int, classification: str, age: int | None, size: int) -> dict[str, Any]:
    """One job as the facts list it."""
    return {
        "owner": "SCOTT",
        "name": f"SYS_EXPORT_TABLE_{number:02}",
        "operation": "EXPORT",
        "mode": "TABLE",
        "state": "NOT RUNNING",
        "classification": classification,
        "restartable": "unknown",
        "age_seconds": age,
        "master_table": {"object_id": 1000 + number, "size_bytes": size},
    }


def record_of(
    host: str, dbid: int, gone: list[dict[str, Any]], kept: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """What is left of a run that dropped and purged some tables and kept others."""
    return {
        "version": 1,
        "host": host,
        "summary": {
            "run_id": RUN,
            "database": host.upper(),
            "container": "PDB1",
            "carried_out": bool(gone),
            "found": len(gone) + len(kept),
            "cleaned": len(gone),
            "kept": len(kept),
            "purged": len(gone),
            "failed": 0,
            "errors": [],
        },
        "before": {
            "database": {"version": "19.0.0.0.0"},
            "coverage": "dba",
            "jobs": [*gone, *kept],
            "job_names": [],
            "recycle_bin": [],
            "warnings": [],
            **more,
        },
        "plan": {"proposal": [_proposed(job, dbid) for job in kept]},
        "outcomes": [_said(job, outcome, "confirmed") for job in gone for outcome in ("dropped", "purged")],
        "kept": [_said(job, "kept", "no_consent", "confirmed") for job in kept],
    }


def _record(generator: random.Random, host: str, number: int) -> dict[str, Any]:
    chance = generator.random()
    if chance < 0.03:
        return failed_record(host, "DPY-6005", "unreachable")
    if chance < 0.06:
        return failed_record(host, "ORA-01017", "failed")
    jobs = [
        job(place, generator.choice(CLASSES), generator.choice(AGES), 65536 * generator.randrange(1, 400))
        for place in range(0 if chance < 0.6 else generator.randrange(1, 8))
    ]
    gone = [job for job in jobs if job["classification"] in ("failed", "ghost") and generator.random() < 0.8]
    used = 85 if generator.random() < 0.05 else 7
    names = [{"owner": "SCOTT", "operation": "EXPORT", "mode": "TABLE", "used": used, "free": 99 - used}]
    kept = [job for job in jobs if job not in gone]
    return record_of(host, 1402300000 + number, gone, kept, job_names=names if jobs else [])


def _said(job: dict[str, Any], outcome: str, reason: str, option: str | None = None) -> dict[str, Any]:
    return {
        "owner": job["owner"],
        "name": job["name"],
        "object_id": job["master_table"]["object_id"],
        "classification": job["classification"],
        "outcome": outcome,
        "reason": reason,
        "option": option,
        "text": f"It is so: {reason}.",
        "recycle_bin": {"object_name": "BIN$x$0"} if outcome == "dropped" else None,
    }


def _proposed(job: dict[str, Any], dbid: int) -> dict[str, Any]:
    identity = {"owner": job["owner"], "name": job["name"], "object_id": job["master_table"]["object_id"]}
    return {**identity, "digest": f"sha256:{'ab' * 32}", "dbid": dbid, "con_uid": 0}
