# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a database has what a job needs. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import Definition, Requirement, needs
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database

_EXPORT_ROLES = frozenset({"DATAPUMP_EXP_FULL_DATABASE", "EXP_FULL_DATABASE"})
_IMPORT_ROLES = frozenset({"DATAPUMP_IMP_FULL_DATABASE", "IMP_FULL_DATABASE"})
_STANDARD_EDITIONS = ("SE", "STANDARD")
"""How the names of the editions begin that lack what Enterprise Edition has. Free and Express Edition have it."""


def unmet(database: Database, definition: Definition | None, edition: Callable[[], str | None]) -> Decision | None:
    """A refusal for the first option that the release or the edition does not have.

    What is not known is given the chance. The edition is asked for only where an option depends on it.
    """
    requirements = needs(definition) if definition is not None else ()
    release = tuple(int(part) for part in (database.version or "").split(".") if part.isdigit())
    for requirement in requirements:
        if release and requirement.release > release:
            return _too_old(requirement, database)
    enterprise = [requirement for requirement in requirements if requirement.enterprise_edition]
    if enterprise and (edition() or "").upper().startswith(_STANDARD_EDITIONS):
        text = f"{enterprise[0].option} needs Enterprise Edition."
        return Decision(False, "edition", text, enterprise[0].option)
    return None


def may_attach_by_role(operation: str, privileges: Collection[str] | None) -> bool:
    """Whether privileges and roles of a session are enough to attach to live jobs of other users."""
    roles = _EXPORT_ROLES if operation in ("EXPORT", "ESTIMATE") else _IMPORT_ROLES
    return not roles.isdisjoint(privileges or ())


def _too_old(requirement: Requirement, database: Database) -> Decision:
    first = ".".join(map(str, requirement.release))
    text = f"{requirement.option} needs release {first}; the database is {database.version}."
    return Decision(False, "release", text, requirement.option)
