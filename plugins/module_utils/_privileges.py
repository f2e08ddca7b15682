# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which grants a clean-up takes, which of them a session lacks, and which it should not have.

The views are taken from the statements themselves, so that the list cannot lag behind them. docs/privileges.md says the
same as GRANT statements.
"""

from __future__ import annotations

import re

from ansible_collections.dbops.datapump.plugins.module_utils import _guard, _guard_bin, _guard_lost, _sql
from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision
from ansible_collections.dbops.datapump.plugins.module_utils._model import Coverage, Reading

_VIEW = re.compile(r"SYS\.((?:DBA_|G?V_\$)\w+(?:\$\w+)*)")
_EVIDENCE = (
    _sql.DATABASE,
    _sql.CONTAINER,
    _sql.INSTANCES,
    _sql.JOBS,
    _sql.ENTRIES,
    _sql.SESSIONS,
    _sql.PROCESSES,
    _sql.MASTER_TABLES,
    _sql.table_columns(1),
    _sql.MY_SESSION,
    _guard.GUARDED_DROP,
    _guard_lost.LOOK_AFTER_DROP,
    _guard_bin.PURGE,
    _guard_bin.RESTORE,
)
_SIZES = (_sql.table_sizes(1),)

NEEDED_SYSTEM_PRIVILEGES: dict[str, tuple[str, ...]] = {
    "CREATE SESSION": (),
    "DROP ANY TABLE": (),
    "LOCK ANY TABLE": (),
    # READ came with 12.1.0.2. It cannot lock what it reads, which SELECT can.
    "READ ANY TABLE": ("SELECT ANY TABLE",),
}
"""What a clean-up of other users' tables takes, each with privileges that serve as well."""

_OWNERS_PRIVILEGES: dict[str, tuple[str, ...]] = {"CREATE SESSION": ()}
_ALL_VIEWS = frozenset({"SELECT ANY DICTIONARY", "SELECT_CATALOG_ROLE"})
"""Privilege and role that cover every view."""
_USEFUL_ANY = frozenset(
    {"DROP ANY TABLE", "LOCK ANY TABLE", "SELECT ANY TABLE", "READ ANY TABLE", "SELECT ANY DICTIONARY"}
    # to give indexes and constraints of a restored table their names back
    | {"ALTER ANY TABLE", "ALTER ANY INDEX"}
)
_EXCESS = frozenset(
    {"DBA", "DATAPUMP_EXP_FULL_DATABASE", "DATAPUMP_IMP_FULL_DATABASE", "EXP_FULL_DATABASE", "IMP_FULL_DATABASE"}
    | {
        "PURGE DBA_RECYCLEBIN",
        "ALTER DATABASE",
        "ALTER SYSTEM",
        "ALTER USER",
        "BECOME USER",
        "CREATE USER",
        "DROP USER",
    }
    | {"EXEMPT ACCESS POLICY", "SYSDBA", "SYSOPER"}
)
_SCHEMA_PRIVILEGES_SINCE = 23
_LACKING = frozenset({"no_privilege", "unknown", "evidence_incomplete", "age_unknown", "not_visible", "no_digest"})
"""Reasons for which a missing grant may be the cause."""


def _views(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for text in texts for name in _VIEW.findall(text))


EVIDENCE_VIEWS = _views(_EVIDENCE)
"""Views of SYS without which nothing is destroyed."""
NEEDED_VIEWS = EVIDENCE_VIEWS | _views(_SIZES)
"""Those and the ones that only tell people more."""


def missing_grants(reading: Reading) -> list[str] | None:
    """Grants that the session lacks for what it is about; None if its privileges were not read.

    An account that may drop other users' tables, or that sees their jobs, is one that maintains them. Any other cleans
    up what it owns itself, for which it needs no more than some views of the instances.
    """
    granted, readable = reading.privileges, reading.readable_views
    if granted is None or readable is None:
        return None
    maintains = reading.coverage is not Coverage.USER or "DROP ANY TABLE" in granted
    system = NEEDED_SYSTEM_PRIVILEGES if maintains else _OWNERS_PRIVILEGES
    views = NEEDED_VIEWS if maintains else frozenset(name for name in EVIDENCE_VIEWS if not name.startswith("DBA_"))
    lacking = [
        " or ".join((wanted, *instead)) for wanted, instead in system.items() if granted.isdisjoint({wanted, *instead})
    ]
    if granted.isdisjoint(_ALL_VIEWS):
        lacking += [f"READ ON SYS.{name}" for name in sorted(views - readable)]
    return lacking


def refusal(reading: Reading, owner: str) -> Decision | None:
    """Why a table of this owner cannot be dropped for lack of grants; None if nothing is known to be missing.

    From 23ai on the right to drop may be granted for one schema, which cannot be told from here.
    """
    lacking = missing_grants(reading) or []
    foreign = owner != reading.database.session_user and reading.database.release < _SCHEMA_PRIVILEGES_SINCE
    evidence = {f"READ ON SYS.{name}" for name in EVIDENCE_VIEWS}
    blocking = [grant for grant in lacking if grant in evidence or (grant == "DROP ANY TABLE" and foreign)]
    if not blocking:
        return None
    return Decision(False, "no_privilege", "The session may not do all that proving and dropping takes.")


def excess_grants(granted: frozenset[str]) -> list[str]:
    """Privileges and roles that go far beyond a clean-up."""
    return sorted(name for name in granted if name in _EXCESS or (" ANY " in f"{name} " and name not in _USEFUL_ANY))


def explained(reading: Reading, reason: str, text: str) -> str:
    """The text of a refusal, with the grants that are missing where one of them may be the cause."""
    lacking = missing_grants(reading) if reason in _LACKING else None
    return f"{text} Missing grants: {', '.join(lacking)}." if lacking else text
