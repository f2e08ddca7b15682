# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What jobs move: objects of a dictionary with their definitions and rows, and where each stands in the job.

A definition is plain data that JSON can hold, rows are in storage form (values.py), so that the same object can come
from a dictionary, lie in a dump file, and be made again in another database.
"""

from __future__ import annotations

import dataclasses
from typing import Any

# Object types in the order in which an import must make them, with their paths below the root of the mode.
_TYPES = (
    ("TABLESPACE", "TABLESPACE"),
    ("DIRECTORY", "DIRECTORY/DIRECTORY"),
    ("ROLE", "ROLE"),
    ("USER", "USER"),
    ("SYSTEM_GRANT", "SYSTEM_GRANT"),
    ("ROLE_GRANT", "ROLE_GRANT"),
    ("DEFAULT_ROLE", "DEFAULT_ROLE"),
    ("TABLESPACE_QUOTA", "TABLESPACE_QUOTA"),
    ("PROCACT_SCHEMA", "PRE_SCHEMA/PROCACT_SCHEMA"),
    ("SYNONYM", "SYNONYM/SYNONYM"),
    ("TABLE", "TABLE/TABLE"),
    ("TABLE_DATA", "TABLE/TABLE_DATA"),
    ("OBJECT_GRANT", "TABLE/GRANT/OWNER_GRANT/OBJECT_GRANT"),
    ("COMMENT", "TABLE/COMMENT"),
    ("INDEX", "TABLE/INDEX/INDEX"),
    ("CONSTRAINT", "TABLE/CONSTRAINT/CONSTRAINT"),
    ("REF_CONSTRAINT", "TABLE/CONSTRAINT/REF_CONSTRAINT"),
    ("VIEW", "VIEW/VIEW"),
)
LEVELS = {name: level for level, (name, dummy) in enumerate(_TYPES, 1)}
_PATHS = dict(_TYPES)
_ROOTS = {
    "FULL": "DATABASE_EXPORT",
    "SCHEMA": "SCHEMA_EXPORT",
    "TABLE": "TABLE_EXPORT",
    "TABLESPACE": "TABLE_EXPORT",
    "TRANSPORTABLE": "TRANSPORTABLE_EXPORT",
}
# What only holders of the roles export and import: an account itself, not what it owns.
ACCOUNT_TYPES = frozenset({"USER", "SYSTEM_GRANT", "ROLE_GRANT", "DEFAULT_ROLE", "TABLESPACE_QUOTA"})
# What a full export has once, not once per schema.
_OF_DATABASE = frozenset({"TABLESPACE", "DIRECTORY", "ROLE"})


@dataclasses.dataclass(frozen=True)
class PumpObject:
    """base_schema, base_name: the table that an index, a constraint, rows and the like belong to.

    tablespace: where the object's segment lies, None without one. size: bytes, estimated from blocks for rows.
    """

    type: str
    schema: str | None
    name: str | None
    definition: dict[str, Any]
    base_schema: str | None = None
    base_name: str | None = None
    tablespace: str | None = None
    size: int = 0

    @property
    def level(self) -> int:
        """Objects of a lower level are made first."""
        return LEVELS[self.type]

    @property
    def rows(self) -> list[list[Any]]:
        """Of a TABLE_DATA object."""
        return list(self.definition.get("rows", []))

    def changed(self, **values: Any) -> PumpObject:
        return dataclasses.replace(self, **values)


def path(mode: str, object_type: str) -> str:
    """As logs show it, for instance SCHEMA_EXPORT/TABLE/TABLE."""
    schema = "SCHEMA/" if mode == "FULL" and object_type not in _OF_DATABASE else ""
    return f"{_ROOTS[mode]}/{schema}{_PATHS[object_type]}"


def partial_paths(full_path: str) -> set[str]:
    """Every name by which filters may call a path: its steps, and any run of them joined by slashes."""
    steps = full_path.split("/")
    return {"/".join(steps[start:end]) for start in range(len(steps)) for end in range(start + 1, len(steps) + 1)}
