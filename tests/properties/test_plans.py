# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random facts and random consent: the plan never holds what a small independent judge would not allow."""

from __future__ import annotations

import collections
import copy
import datetime
import fnmatch
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import PROTECTED_ORIGINS, cleanup_plan
from ansible_collections.dbops.datapump.tests.unit.builders import facts
from hypothesis import given
from hypothesis import strategies as st

DATABASE = facts()["database"]
DBID, CON_UID = DATABASE["dbid"], DATABASE["con_uid"]
NOW = datetime.datetime.fromisoformat(DATABASE["server_time"])
DAY = 86_400

OWNERS = st.sampled_from(["SCOTT", "HR", "SYS"])
NAMES = st.sampled_from(["SYS_EXPORT_TABLE_01", "SYS_EXPORT_TABLE_02", "KEEP_1"])
PATTERNS = st.sampled_from(["*", "SYS_*", "KEEP_?", "SCOTT", "HR", "S*", "SYS_EXPORT_TABLE_02"])
CLASSES = [
    "running",
    "transitional",
    "stopped",
    "failed",
    "kept",
    "ghost",
    "wedged",
    "undefined",
    "lookalike",
    "unknown",
]
DEAD = ["stopped", "failed", "kept", "ghost"]
DIGESTS = st.sampled_from(["sha256:" + digit * 64 for digit in "ab"])
EXPIRES = st.sampled_from([None, "2026-01-14", "2026-01-15", "2026-01-15T02:59:59"])


def mostly(usual: Any, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The usual value two times of three, so that much gets as far as being dropped."""
    return st.one_of(st.just(usual), st.just(usual), other)


JOBS = st.fixed_dictionaries(
    {
        "owner": OWNERS,
        "name": NAMES,
        "operation": st.sampled_from(["EXPORT", "IMPORT"]),
        "mode": st.sampled_from(["TABLE", "FULL"]),
        "state": mostly("NOT RUNNING", st.sampled_from(["EXECUTING", None])),
        "degree": st.just(1),
        "attached_sessions": st.integers(0, 1),
        "datapump_sessions": st.integers(0, 1),
        "in_memory": st.sampled_from([False, True, None]),
        "instance": st.none(),
        "job_id": st.none(),
        "sessions": st.just([]),
        "progress": st.none(),
        "master_table": mostly(
            {"object_id": 5, "tablespace": "USERS", "size_bytes": 9, "status": "VALID"},
            st.one_of(
                st.none(),
                st.fixed_dictionaries(
                    {
                        "object_id": st.integers(5, 6),
                        "tablespace": st.sampled_from(["USERS", "SYSTEM", None]),
                        "size_bytes": st.none(),
                    }
                ),
            ),
        ),
        "content": st.none(),
        "classification": mostly("failed", st.sampled_from(CLASSES)),
        "restartable": st.sampled_from(["yes", "no", "unknown"]),
        "quiescent": mostly(True, st.sampled_from([True, False])),
        "evidence": st.just([]),
        "origin": mostly("other", st.sampled_from(["ords", "oem", "datapump_default"])),
        "age_seconds": mostly(9 * DAY, st.sampled_from([None, 0, DAY - 1, DAY])),
        "digest": DIGESTS,
        "digest_strength": st.sampled_from(["full", "weak"]),
    }
)


def possible(job: dict[str, Any]) -> dict[str, Any]:
    """The job, with a class that one with or without a master table can have."""
    without = {"failed": "ghost", "stopped": "unknown", "kept": "unknown", "wedged": "ghost", "lookalike": "unknown"}
    with_table = {"ghost": "wedged"}
    classes = with_table if job["master_table"] else without
    return {**job, "classification": classes.get(job["classification"], job["classification"])}


DATABASE_JOBS = st.lists(JOBS.map(possible), min_size=1, max_size=5, unique_by=lambda job: (job["owner"], job["name"]))

BROAD_RULE = {"classification": DEAD, "min_age": "1d", "allow_restartable": True}
NARROW_RULES = st.fixed_dictionaries(
    {
        "classification": st.lists(st.sampled_from(DEAD), min_size=1, max_size=3),
        "min_age": st.sampled_from(["1s", "1d", "1w"]),
    },
    optional={
        "owner": PATTERNS,
        "name": PATTERNS,
        "operation": st.sampled_from(["EXPORT", ["IMPORT"]]),
        "job_mode": st.sampled_from(["TABLE", ["TABLE", "FULL"]]),
        "allow_restartable": st.booleans(),
        "expires": EXPIRES,
    },
)
RULES = st.lists(mostly(BROAD_RULE, NARROW_RULES), max_size=2)
PROTECT = mostly([], st.lists(st.fixed_dictionaries({}, optional={"owner": PATTERNS, "name": PATTERNS}), max_size=2))


@st.composite
def confirmations(draw: st.DrawFn, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries that were right once for some of the jobs, some of them not any more, and others about nothing."""
    entries = []
    for job in draw(st.lists(st.sampled_from(jobs), max_size=3)) if jobs else []:
        entry = {"owner": job["owner"], "name": job["name"], "digest": job["digest"]}
        if job["master_table"]:
            entry["object_id"] = job["master_table"]["object_id"]
        entry.update(
            draw(
                mostly(
                    {},
                    st.fixed_dictionaries(
                        {},
                        optional={
                            "digest": DIGESTS,
                            "object_id": st.sampled_from([5, 6, None]),
                            "dbid": st.sampled_from([DBID, DBID + 1]),
                            "con_uid": st.sampled_from([CON_UID, CON_UID + 1]),
                            "expires": EXPIRES,
                            "owner": OWNERS,
                        },
                    ),
                )
            )
        )
        entries.append(entry)
    return entries


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    jobs = draw(DATABASE_JOBS)
    return {
        "facts": {**facts(), "jobs": jobs, "database": DATABASE},
        "confirmed": draw(confirmations(jobs)),
        "rules": draw(RULES),
        "protect": draw(PROTECT),
        "max_drops": draw(mostly(20, st.integers(0, 2))),
        "purge_after": draw(st.sampled_from(["0", "7d"])),
        "accept_no_undo": draw(st.booleans()),
    }


# The judge: what must hold of whatever is dropped or stopped, read off the documentation.


def expired(entry: dict[str, Any]) -> bool:
    expires = entry.get("expires")
    if expires is None:
        return False
    end = datetime.datetime.fromisoformat(expires)
    return (end + datetime.timedelta(days=1) if len(expires) == 10 else end) < NOW


def covered(pattern: dict[str, Any], job: dict[str, Any]) -> bool:
    return all(fnmatch.fnmatchcase(job[part], pattern.get(part, "*")) for part in ("owner", "name"))


def confirmed_by(entry: dict[str, Any], job: dict[str, Any]) -> bool:
    number = job["master_table"]["object_id"] if job["master_table"] else None
    return (
        (entry["owner"], entry["name"], entry["digest"]) == (job["owner"], job["name"], job["digest"])
        and (number is None or entry.get("object_id") == number)
        and entry.get("dbid", DBID) == DBID
        and entry.get("con_uid", CON_UID) == CON_UID
        and not expired(entry)
    )


def allowed_by(rule: dict[str, Any], job: dict[str, Any]) -> bool:
    listed = {part: [rule[part]] if isinstance(rule[part], str) else rule[part] for part in rule if part != "expires"}
    seconds = {"1s": 1, "1d": DAY, "1w": 7 * DAY}[rule["min_age"]]
    return (
        covered(rule, job)
        and job["classification"] in listed["classification"]
        and job["operation"] in listed.get("operation", [job["operation"]])
        and job["mode"] in listed.get("job_mode", [job["mode"]])
        and (job["restartable"] == "no" or rule.get("allow_restartable") is True)
        and (not job["master_table"] or (job["age_seconds"] is not None and job["age_seconds"] >= seconds))
        and not expired(rule)
        and job["origin"] not in PROTECTED_ORIGINS
    )


UNTOUCHABLE = ("running", "transitional", "undefined", "lookalike", "unknown")


def may_go(case: dict[str, Any], job: dict[str, Any]) -> bool:
    if not job["quiescent"] or job["classification"] in UNTOUCHABLE:
        return False
    if any(covered(pattern, job) for pattern in case["protect"]):
        return False
    table = job["master_table"]
    if table and (job["owner"] == "SYS" or table["tablespace"] == "SYSTEM") and not case["accept_no_undo"]:
        return False
    by_hand = any(confirmed_by(entry, job) for entry in case["confirmed"])
    if job["classification"] == "wedged":
        return by_hand
    return by_hand or any(allowed_by(rule, job) for rule in case["rules"])


@given(cases())
def test_what_goes_was_consented_to(case: dict[str, Any]) -> None:
    before = copy.deepcopy(case)
    plan = cleanup_plan(**case)
    assert case == before, "the facts or the consent were changed"
    jobs = {(job["owner"], job["name"]): job for job in case["facts"]["jobs"]}
    assert len(plan["drop"]) <= case["max_drops"]
    for item in [*plan["drop"], *plan["stop"]]:
        job = jobs[item["owner"], item["name"]]
        assert may_go(case, job), item
        assert (item["dbid"], item["con_uid"], item["digest"]) == (DBID, CON_UID, job["digest"])
    for item in plan["drop"]:
        job = jobs[item["owner"], item["name"]]
        assert item["object_id"] == job["master_table"]["object_id"]
        by_hand = any(confirmed_by(entry, job) for entry in case["confirmed"])
        assert not item["purge"] or case["purge_after"] == "0" or (by_hand and job["digest_strength"] == "full")
    for item in plan["stop"]:
        job = jobs[item["owner"], item["name"]]
        assert not job["master_table"] or job["classification"] == "wedged"


@given(cases())
def test_every_job_has_exactly_one_fate_and_a_reason(case: dict[str, Any]) -> None:
    plan = cleanup_plan(**case)
    gone = {(item["owner"], item["name"]) for item in [*plan["drop"], *plan["stop"]]}
    kept = [(item["owner"], item["name"]) for item in plan["kept"]]
    assert gone.isdisjoint(kept)
    assert sorted([*gone, *kept]) == sorted((job["owner"], job["name"]) for job in case["facts"]["jobs"])
    assert all(item["reason"] and item["text"] for item in plan["kept"])
    for kind in ("drop", "stop"):
        assert [(item["owner"], item["name"]) for item in plan["targets"][kind]] == [
            (item["owner"], item["name"]) for item in plan[kind]
        ]


@given(cases())
def test_without_consent_nothing_goes(case: dict[str, Any]) -> None:
    plan = cleanup_plan(**{**case, "confirmed": [], "rules": []})
    assert (plan["drop"], plan["stop"], plan["purge"]) == ([], [], [])


@given(cases())
def test_what_is_proposed_can_be_confirmed_as_it_is(case: dict[str, Any]) -> None:
    """A proposal that is pasted back is consent, unless a limit or the recycle bin stands against it."""
    plan = cleanup_plan(**case)
    again = cleanup_plan(**{**case, "confirmed": plan["proposal"], "accept_no_undo": True, "max_drops": 20})
    gone = {(item["owner"], item["name"]) for item in [*again["drop"], *again["stop"]]}
    assert gone >= {(item["owner"], item["name"]) for item in plan["proposal"]}


def test_the_cases_are_not_empty() -> None:
    """Some drop by confirmation, some by rule, some stop an entry; otherwise nothing above would mean much."""
    seen: collections.Counter[tuple[str, str]] = collections.Counter()

    @given(cases())
    def count(case: dict[str, Any]) -> None:
        plan = cleanup_plan(**case)
        seen.update({(kind, item["reason"]) for kind in ("drop", "stop", "kept") for item in plan[kind]})

    count()
    assert seen["drop", "confirmed"] >= 10
    assert seen["drop", "rule"] >= 3
    assert seen["stop", "confirmed"] + seen["stop", "asked_for"] + seen["stop", "rule"] >= 3
    assert seen["kept", "no_consent"] >= 10
