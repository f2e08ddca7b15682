# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Consent as data: jobs that a person confirmed, and rules. Checked here, applied in `_cleanup`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    AssessedJob,
    Classification,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import seconds
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Pattern, Place
from ansible_collections.dbops.datapump.plugins.module_utils._digest import is_digest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._names import name_problem
from ansible_collections.dbops.datapump.plugins.module_utils._plan_file import proposal_of

_CONFIRMED_KEYS = frozenset(
    {"owner", "name", "object_id", "digest", "dbid", "con_uid", "expires", "ticket", "approved_by"}
    # what a proposal carries for its readers
    | {"operation", "mode", "classification", "restartable", "created", "size_bytes", "age_seconds", "note"}
)
_RULE_KEYS = frozenset(
    {"owner", "name", "operation", "job_mode", "classification", "min_age", "allow_restartable"}
    | {"expires", "ticket", "approved_by"}
)
_RULE_CLASSES = frozenset({Classification.STOPPED, Classification.FAILED, Classification.KEPT, Classification.GHOST})


@dataclass(frozen=True)
class Approval:
    """Who approved, under which ticket, and until when by the server's clock."""

    expires: datetime.datetime | None
    ticket: str | None
    approved_by: str | None

    def expired(self, now: datetime.datetime) -> bool:
        """Whether it no longer counts."""
        return self.expires is not None and now > self.expires


@dataclass(frozen=True)
class Confirmed:
    """A job that a person confirmed. The digest is what binds the consent to what was seen."""

    owner: str
    name: str
    object_id: int | None
    digest: str | None
    dbid: int | None
    con_uid: int | None
    approval: Approval


@dataclass(frozen=True)
class Rule:
    """Consent to all jobs that fit. `min_age` in seconds."""

    pattern: Pattern
    operations: tuple[str, ...]
    modes: tuple[str, ...]
    classes: frozenset[Classification]
    min_age: int
    allow_restartable: bool
    approval: Approval

    def fits(self, job: AssessedJob) -> bool:
        """Whether a job is one the rule is about, its age apart."""
        return (
            self.pattern.covers(job.owner, job.name)
            and (not self.operations or job.operation in self.operations)
            and (not self.modes or job.mode in self.modes)
            and job.classification in self.classes
        )


def confirmed_of(given: object, place: Place) -> tuple[Confirmed, ...]:
    """The entries of a consent list, or of a plan that an earlier run wrote for this database."""
    if isinstance(given, Mapping):
        given = proposal_of(given, place)
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidOption("confirmed", "must be a list of jobs, or a plan")
    return tuple(_confirmed(f"confirmed[{position}]", entry) for position, entry in enumerate(given))


def rules_of(given: object) -> tuple[Rule, ...]:
    """The rules of a list."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidOption("rules", "must be a list of rules")
    return tuple(_rule(f"rules[{position}]", entry) for position, entry in enumerate(given))


def patterns_of(option: str, given: object) -> tuple[Pattern, ...]:
    """A protect list."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InvalidOption(option, "must be a list")
    patterns = []
    for position, entry in enumerate(given):
        where = f"{option}[{position}]"
        _known(where, entry, frozenset({"owner", "name"}))
        patterns.append(Pattern(_pattern(where, entry, "owner"), _pattern(where, entry, "name")))
    return tuple(patterns)


def _confirmed(where: str, entry: Any) -> Confirmed:
    _known(where, entry, _CONFIRMED_KEYS)
    for part in ("owner", "name"):
        problem = "is required" if not isinstance(entry.get(part), str) else name_problem(entry[part])
        if problem:
            raise InvalidOption(f"{where}.{part}", problem)
    digest = entry.get("digest")
    if digest is not None and not (isinstance(digest, str) and is_digest(digest)):
        raise InvalidOption(f"{where}.digest", "must be sha256: followed by 64 lower-case hexadecimal digits")
    return Confirmed(
        entry["owner"],
        entry["name"],
        _number(where, entry, "object_id"),
        digest,
        _number(where, entry, "dbid"),
        _number(where, entry, "con_uid"),
        _approval(where, entry),
    )


def _rule(where: str, entry: Any) -> Rule:
    _known(where, entry, _RULE_KEYS)
    for required in ("classification", "min_age"):
        if entry.get(required) in (None, "", []):
            raise InvalidOption(f"{where}.{required}", "is required: a rule needs a class and a minimum age")
    classes = set()
    for name in _listed(entry["classification"]):
        try:
            classes.add(Classification(name))
        except ValueError:
            raise InvalidOption(f"{where}.classification", "has no such class") from None
    if not classes <= _RULE_CLASSES:
        raise InvalidOption(f"{where}.classification", "rules can be about stopped, failed, kept and ghost jobs only")
    return Rule(
        Pattern(_pattern(where, entry, "owner"), _pattern(where, entry, "name")),
        tuple(_listed(entry.get("operation", []))),
        tuple(_listed(entry.get("job_mode", []))),
        frozenset(classes),
        seconds(f"{where}.min_age", entry["min_age"], minimum=1),
        entry.get("allow_restartable") is True,
        _approval(where, entry),
    )


def _known(where: str, entry: Any, keys: frozenset[str]) -> None:
    if not isinstance(entry, Mapping):
        raise InvalidOption(where, "must be a dictionary")
    unknown = sorted(str(key) for key in entry if key not in keys)
    if unknown:
        raise InvalidOption(where, f"has no {', '.join(unknown)}")


def _pattern(where: str, entry: Mapping[str, Any], part: str) -> str:
    pattern = entry.get(part, "*")
    if not isinstance(pattern, str) or not pattern.strip():
        raise InvalidOption(f"{where}.{part}", "must not be empty")
    return pattern


def _number(where: str, entry: Mapping[str, Any], part: str) -> int | None:
    value = entry.get(part)
    if value is None:
        return None
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit()):
        raise InvalidOption(f"{where}.{part}", "must be a whole number")
    return int(text)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in value]


def _approval(where: str, entry: Mapping[str, Any]) -> Approval:
    expires = entry.get("expires")
    if isinstance(expires, datetime.datetime):
        moment: datetime.datetime | None = expires.replace(tzinfo=None)
    elif isinstance(expires, datetime.date):
        moment = datetime.datetime.combine(expires, datetime.time.max)
    else:
        moment = None if expires is None else _moment(f"{where}.expires", str(expires))
    return Approval(moment, _text(entry.get("ticket")), _text(entry.get("approved_by")))


def _moment(option: str, text: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidOption(option, "must be a date like 2026-01-31 or a time like 2026-01-31T18:00:00") from None
    # A day counts until its end.
    return datetime.datetime.combine(moment.date(), datetime.time.max) if len(text) == len("2026-01-31") else moment


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
