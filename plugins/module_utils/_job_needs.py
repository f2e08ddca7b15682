# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a database has what a job needs. Pure."""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils._decide import Decision
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import Definition, Requirement, needs
from ansible_collections.dbops.datapump.plugins.module_utils._model import Database


def unmet(database: Database, definition: Definition | None) -> Decision | None:
    """A refusal for the first option that the release does not have. An unknown release is given the chance."""
    if definition is None or not database.version:
        return None
    release = tuple(int(part) for part in database.version.split(".") if part.isdigit())
    for requirement in needs(definition):
        if release and requirement.release > release:
            return _too_old(requirement, database)
    return None


def _too_old(requirement: Requirement, database: Database) -> Decision:
    first = ".".join(map(str, requirement.release))
    text = f"{requirement.option} needs release {first}; the database is {database.version}."
    return Decision(False, "release", text, requirement.option)
