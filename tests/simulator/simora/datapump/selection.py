# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Metadata filters: which objects a job takes.

The values of filters are pieces of SQL that follow a name (IN ('HR'), LIKE 'X%'), or quoted names in a list. The
SQL engine decides them, so that whatever it accepts in a condition works.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..errors import OraError
from .definition import Definition, Filter
from .pump_objects import PumpObject, partial_paths, path

# Whether a name satisfies a condition in SQL: (name, condition).
Decide = Callable[[str, str], bool]

_QUOTED = re.compile(r"'((?:[^']|'')*)'")
# Objects that have a name of their own by which NAME_EXPR can choose them, with a path or without one.
_NAMED = frozenset(
    {"TABLE", "VIEW", "SYNONYM", "INDEX", "CONSTRAINT", "REF_CONSTRAINT", "TABLESPACE", "ROLE", "DIRECTORY"}
)
_ONE_STEP = {"VIEW": "VIEW", "SYNONYM": "SYNONYM", "TABLE": "TABLE"}


def listed_names(value: str) -> list[str]:
    """The names of a _LIST filter: 'A','B'. Raises ORA-39071 for anything else."""
    found = _QUOTED.findall(value)
    rest = _QUOTED.sub("", value).replace(",", "").strip()
    if rest or not found:
        raise OraError(39071, value)
    return [name.replace("''", "'") for name in found]


def condition(item: Filter) -> str:
    """What stands behind a name in SQL."""
    if not item.name.endswith("_LIST"):
        return str(item.value)
    return "IN (" + ", ".join("'" + name.replace("'", "''") + "'" for name in listed_names(str(item.value))) + ")"


class Selection:
    """The filters of one job. mode: of the job; a NAME filter without a path means tables where it moves tables.

    exported_mode: of the export that wrote the objects, which decides how their paths begin."""

    def __init__(self, definition: Definition, mode: str, exported_mode: str, decide: Decide) -> None:
        self._mode = mode
        self._exported_mode = exported_mode
        self._decide = decide
        self._filters = definition.filters
        self._known: dict[tuple[str, str], bool] = {}

    def named(self, name: str) -> list[Filter]:
        """The filters of that name, SCHEMA for SCHEMA_EXPR and SCHEMA_LIST."""
        return [item for item in self._filters if item.name in (f"{name}_EXPR", f"{name}_LIST")]

    def takes_schema(self, schema: str) -> bool:
        return self._all_hold("SCHEMA", schema)

    def takes(self, item: PumpObject) -> bool:
        """By the paths, names and tablespaces of an object whose schema is taken already."""
        paths = partial_paths(path(self._exported_mode, item.type))
        includes, excludes = self.named("INCLUDE_PATH"), self.named("EXCLUDE_PATH")
        if includes and not any(self._holds(paths, item_filter) for item_filter in includes):
            return False
        if any(self._holds(paths, item_filter) for item_filter in excludes):
            return False
        if item.tablespace is not None and not self._all_hold("TABLESPACE", item.tablespace):
            return False
        if self._is_excluded_table(item):
            return False
        return all(self._takes_name(item, paths, item_filter) for item_filter in self.named("NAME"))

    def _takes_name(self, item: PumpObject, paths: set[str], item_filter: Filter) -> bool:
        wanted = item_filter.object_path
        if wanted is None:
            wanted = "TABLE" if self._mode in ("TABLE", "TABLESPACE", "TRANSPORTABLE") else None
        if wanted is None:
            subject = item.base_name or item.name if item.type in _NAMED else None
        elif wanted.upper().split("/")[-1] == item.type:
            subject = item.name
        elif wanted.upper() == "TABLE" and item.base_name is not None:
            subject = item.base_name
        elif wanted.upper() == "SCHEMA" and self._mode == "FULL":
            subject = item.schema
        else:
            return True
        return subject is None or self._holds([subject], item_filter)

    def _is_excluded_table(self, item: PumpObject) -> bool:
        """The reference says of the filter that no tables are exported then, and nothing of its value."""
        return item.base_name is not None and any(item_filter.name == "EXCLUDE_TABLES" for item_filter in self._filters)

    def _all_hold(self, name: str, subject: str) -> bool:
        return all(self._holds([subject], item_filter) for item_filter in self.named(name))

    def _holds(self, subjects: Iterable[str], item_filter: Filter) -> bool:
        text = condition(item_filter)
        return any(self._is_true(subject, text) for subject in subjects)

    def _is_true(self, subject: str, text: str) -> bool:
        key = (subject, text)
        if key not in self._known:
            self._known[key] = self._decide(subject, text)
        return self._known[key]
