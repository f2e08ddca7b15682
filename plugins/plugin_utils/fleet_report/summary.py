# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the records of many databases to one report about all of them. Pure: no files, no clock.

The shape of the report is described in C(docs/fleet-report.schema.json), and C(REPORT_VERSION) counts its changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.records import Record, Unreadable

REPORT_VERSION = 1

STATES = ("failed", "unreachable", "no_report", "outdated", "limited", "kept", "cleaned", "clean")
"""What became of a database, those first that somebody has to look at.

C(failed): an error, or an outcome that is not known. C(unreachable): no connection came about. C(no_report): it was
expected and left no record that can be read. C(outdated): its record is older than what was asked for. C(limited): the
account sees its own jobs only. C(kept): jobs are left. C(cleaned): everything that was found is gone, or would be in
check mode. C(clean): nothing was found.
"""

NEED_ATTENTION = ("failed", "unreachable", "no_report", "outdated", "limited")

AGES = (
    (86400, "under 1 day"),
    (7 * 86400, "1 to 7 days"),
    (30 * 86400, "7 to 30 days"),
    (365 * 86400, "30 to 365 days"),
)
"""Upper bounds in seconds, and the words for what lies below each."""
OLDER = "over 1 year"
UNKNOWN_AGE = "not known"
AGE_GROUPS = (*(words for dummy, words in AGES), OLDER, UNKNOWN_AGE)

NAMES_OF_A_KIND = 99
"""How many default names Data Pump has for jobs of one operation and mode of one owner."""
NAMES_RUN_LOW = 80

_NOT_REACHED = ("unreachable", "unavailable")
_UNSETTLED = ("unknown", "stopping")
_GONE = ("dropped", "removed", "purged")


def fleet_report(
    records: Iterable[Record],
    unreadable: Iterable[Unreadable] = (),
    *,
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    title: str = "Data Pump cleanup",
) -> dict[str, Any]:
    """The report of a fleet.

    O(hosts) are those that must have a record; O(since) is the time before which a record does not count, None for
    none. The time of the report is that of its latest record, so that the same records make the same report.
    """
    databases = {}
    for record in records:
        try:
            databases[record.host] = _database(record, since)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            databases[record.host] = _without_record(record.host, f"The record is damaged: {type(error).__name__}.")
    for problem in unreadable:
        databases.setdefault(problem.host, _without_record(problem.host, problem.error))
    for host in hosts:
        databases.setdefault(host, _without_record(host, "No record of this host was left."))
    ordered = sorted(databases.values(), key=lambda one: (STATES.index(one["state"]), one["host"]))
    return {
        "version": REPORT_VERSION,
        "title": title,
        "time": max((one["time"] for one in ordered if one["time"]), default=None),
        "totals": _totals(ordered),
        "classifications": _classifications(ordered),
        "ages": _ages(ordered),
        "reasons": _reasons(ordered),
        "job_names": _job_names(ordered),
        "databases": ordered,
    }


def _without_record(host: str, error: str) -> dict[str, Any]:
    return {**_nothing(host), "state": "no_report", "error": error}


def _nothing(host: str) -> dict[str, Any]:
    return {
        "host": host,
        "state": "clean",
        "database": None,
        "container": None,
        "release": None,
        "run_id": None,
        "time": None,
        "carried_out": False,
        "error": None,
        "codes": [],
        "found": 0,
        "cleaned": 0,
        "kept": 0,
        "purged": 0,
        "unsettled": 0,
        "bytes_won_back": 0,
        "bytes_in_recycle_bin": 0,
        "jobs": [],
        "proposal": [],
        "job_names": [],
        "warnings": [],
    }


def _database(record: Record, since: datetime | None) -> dict[str, Any]:
    content, summary = record.content, record.content["summary"]
    before = content.get("before") or {}
    outcomes = content.get("outcomes") or []
    carried_out = bool(summary.get("carried_out"))
    jobs = _jobs(before.get("jobs") or [], outcomes, content.get("kept") or [])
    failure = content.get("failure")
    errors = [failure["msg"]] if failure else list(summary.get("errors") or [])
    purged = {outcome["object_id"] for outcome in outcomes if outcome["outcome"] == "purged"}
    dropped = [outcome for outcome in outcomes if outcome["outcome"] == "dropped"]
    sizes = _sizes(before)
    return {
        **_nothing(record.host),
        "state": _state(record, since, failure, errors, jobs, summary),
        "database": summary.get("database"),
        "container": summary.get("container"),
        "release": (before.get("database") or {}).get("version"),
        "run_id": summary.get("run_id"),
        "time": None if record.time is None else record.time.isoformat(timespec="seconds"),
        "carried_out": carried_out,
        "error": " ".join(errors) or None,
        "codes": list(failure.get("codes") or []) if failure else [],
        "found": int(summary.get("found", 0)),
        "cleaned": int(summary.get("cleaned", 0)),
        "kept": int(summary.get("kept", 0)),
        "purged": int(summary.get("purged", 0)),
        "unsettled": int(summary.get("failed", 0)),
        "bytes_won_back": sum(sizes.get(number, 0) for number in purged) if carried_out else 0,
        "bytes_in_recycle_bin": sum(
            sizes.get(outcome["object_id"], 0)
            for outcome in dropped
            if carried_out and outcome["object_id"] not in purged and outcome.get("recycle_bin")
        ),
        "jobs": jobs,
        "proposal": (content.get("plan") or {}).get("proposal") or [],
        "job_names": before.get("job_names") or [],
        "warnings": before.get("warnings") or [],
    }


def _state(
    record: Record,
    since: datetime | None,
    failure: Mapping[str, Any] | None,
    errors: Sequence[str],
    jobs: Sequence[Mapping[str, Any]],
    summary: Mapping[str, Any],
) -> str:
    if since is not None and (record.time is None or record.time < since):
        return "outdated"
    if failure and failure.get("connection") in _NOT_REACHED:
        return "unreachable"
    if errors or summary.get("failed"):
        return "failed"
    if (record.content.get("before") or {}).get("coverage") == "user":
        return "limited"
    if any(job["outcome"] not in _GONE for job in jobs) or summary.get("kept"):
        return "kept"
    return "cleaned" if jobs or summary.get("found") or summary.get("purged") else "clean"


def _sizes(before: Mapping[str, Any]) -> dict[int, int]:
    """Bytes of each table by its number, of those in the recycle bin too."""
    tables = [job["master_table"] for job in before.get("jobs") or [] if job.get("master_table")]
    binned = before.get("recycle_bin") or []
    return {table["object_id"]: table["size_bytes"] for table in [*binned, *tables] if table.get("size_bytes")}


def _jobs(
    found: Sequence[Mapping[str, Any]], outcomes: Sequence[Mapping[str, Any]], kept: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    said = {(entry["owner"], entry["name"]): ("kept", entry) for entry in kept}
    for entry in outcomes:
        # A table that was dropped and then purged has two outcomes; the later one holds.
        said[entry["owner"], entry["name"]] = (entry["outcome"], entry)
    result = []
    for job in found:
        outcome, entry = said.get((job["owner"], job["name"]), ("kept", {}))
        table = job.get("master_table") or {}
        result.append(
            {
                "owner": job["owner"],
                "name": job["name"],
                "operation": job.get("operation"),
                "mode": job.get("mode"),
                "state": job.get("state"),
                "classification": job.get("classification"),
                "restartable": job.get("restartable"),
                "age_seconds": job.get("age_seconds"),
                "object_id": table.get("object_id"),
                "size_bytes": table.get("size_bytes"),
                "outcome": outcome,
                "reason": entry.get("reason"),
                "option": entry.get("option"),
                "text": entry.get("text"),
            }
        )
    return result


def _totals(databases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    counted = ("found", "cleaned", "kept", "purged", "unsettled", "bytes_won_back", "bytes_in_recycle_bin")
    states = Counter(one["state"] for one in databases)
    return {
        "databases": len(databases),
        "states": {state: states[state] for state in STATES},
        **{name: sum(one[name] for one in databases) for name in counted},
    }


def _all_jobs(databases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [job for one in databases for job in one["jobs"]]


def _classifications(databases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, Counter[str]] = {}
    for job in _all_jobs(databases):
        group = groups.setdefault(job["classification"] or "unknown", Counter())
        group["found"] += 1
        group["cleaned"] += job["outcome"] in _GONE
    return [
        {"classification": name, "found": group["found"], "cleaned": group["cleaned"]}
        for name, group in sorted(groups.items(), key=lambda item: (-item[1]["found"], item[0]))
    ]


def _ages(databases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    groups = {age: Counter[str]() for age in AGE_GROUPS}
    for job in _all_jobs(databases):
        groups[age_group(job["age_seconds"])][job["classification"] or "unknown"] += 1
    return [
        {"age": age, "found": sum(counts.values()), "classifications": dict(sorted(counts.items()))}
        for age, counts in groups.items()
    ]


def age_group(seconds: float | None) -> str:
    """The group that an age belongs to, None for one that is not known."""
    if seconds is None:
        return UNKNOWN_AGE
    return next((words for bound, words in AGES if seconds < bound), OLDER)


def _reasons(databases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    counts = Counter(
        (job["reason"] or "not_consented", job["option"])
        for job in _all_jobs(databases)
        if job["outcome"] not in _GONE and job["outcome"] not in _UNSETTLED
    )
    return [
        {"reason": reason, "option": option, "jobs": number}
        for (reason, option), number in sorted(counts.items(), key=lambda item: (-item[1], item[0][0]))
    ]


def _job_names(databases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Where the default names run low, the fullest first."""
    low = [
        {"host": one["host"], **names}
        for one in databases
        for names in one["job_names"]
        if names["used"] >= NAMES_RUN_LOW
    ]
    return sorted(low, key=lambda names: (-names["used"], names["host"], str(names.get("owner"))))
