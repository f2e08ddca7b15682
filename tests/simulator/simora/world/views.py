# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Dictionary views: Oracle SELECTs over the base tables, one per file, lowered once per release and process.

A file DBA_X.sql that ends in the column CON_ID also gives CDB_X with that column, and GV$X.sql, which begins with
INST_ID, also gives V$X, unless a file of that name exists. Files for one release only lie in a folder named like it.
"""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..values import Column
from . import base_tables
from .relation import Relation, RelationColumn

if TYPE_CHECKING:
    from .database import Database

_PACKAGE = pathlib.Path(__file__).parent.parent
_FOLDERS = (_PACKAGE / "world" / "views", _PACKAGE / "datapump" / "views")

# Readable by everybody beside USER_, ALL_ and SESSION_ views (Database Reference; grants in Oracle's catalog scripts).
_PUBLIC_VIEWS = frozenset(
    {
        "DUAL", "PRODUCT_COMPONENT_VERSION", "DATABASE_PROPERTIES", "GLOBAL_NAME", "NLS_SESSION_PARAMETERS",
        "NLS_DATABASE_PARAMETERS", "NLS_INSTANCE_PARAMETERS", "SYSTEM_PRIVILEGE_MAP", "TABLE_PRIVILEGE_MAP",
        "DICTIONARY", "DICT", "TAB", "CAT", "V$VERSION", "V$SESSION_LONGOPS", "V$NLS_PARAMETERS", "V$OPTION",
        "GV$VERSION", "GV$SESSION_LONGOPS", "GV$NLS_PARAMETERS", "ROLE_SYS_PRIVS", "ROLE_ROLE_PRIVS", "ROLE_TAB_PRIVS",
    }
)  # fmt: skip
_PUBLIC_PREFIXES = ("USER_", "ALL_", "SESSION_")


@dataclasses.dataclass(frozen=True)
class ViewText:
    """An Oracle SELECT, or one derived from another view by leaving a column out."""

    name: str
    text: str
    derived_from: str | None = None


def is_public(name: str) -> bool:
    return name.startswith(_PUBLIC_PREFIXES) or name in _PUBLIC_VIEWS


def object_name(name: str) -> str:
    """The SYS object a public synonym leads to: V$X and GV$X are synonyms of V_$X and GV_$X."""
    for prefix, stored in (("V$", "V_$"), ("GV$", "GV_$")):
        if name.startswith(prefix):
            return stored + name[len(prefix) :]
    return name


@functools.cache
def view_texts(release: str) -> dict[str, ViewText]:
    """All dictionary views of a release by name (V$X, not V_$X)."""
    texts: dict[str, ViewText] = {}
    for folder in _FOLDERS:
        for path in [*sorted(folder.glob("*.sql")), *sorted((folder / release).glob("*.sql"))]:
            texts[path.stem] = ViewText(path.stem, path.read_text(encoding="utf-8"))
    for name in list(texts):
        if name.startswith("GV$"):
            texts.setdefault(name[1:], ViewText(name[1:], "", derived_from=name))
        if name.startswith("DBA_") and _selects_con_id(texts[name].text):
            cdb_name = "CDB_" + name[4:]
            texts.setdefault(cdb_name, ViewText(cdb_name, texts[name].text))
    return texts


def _selects_con_id(text: str) -> bool:
    """Whether the select list of the view's first query ends in CON_ID."""
    head = re.split(r"\n +FROM ", text.upper(), maxsplit=1)[0]
    return head.rstrip().endswith("CON_ID")


@dataclasses.dataclass(frozen=True)
class LoweredView:
    """What SQLite is given, the columns, and the views it reads from, which must be there first."""

    select: str
    columns: tuple[Column, ...]
    depends_on: tuple[str, ...]


# (release, name) → the view; the same for every database of a release.
_LOWERED: dict[tuple[str, str], LoweredView] = {}


class DictionaryViews:
    """The views of one database; each is created in SQLite when it is first used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._texts = view_texts(database.release.name)
        self._relations: dict[str, Relation] = {}
        self._base_tables = dict(base_tables.TABLES)

    def names(self) -> list[str]:
        return sorted(self._texts)

    def add_base_table(self, name: str) -> None:
        """Lets views use a table that another part has created in SQLite; its columns are read from there."""
        rows = self._database.sqlite.execute(f"PRAGMA table_info(`{name}`)").fetchall()
        columns = tuple((str(row[1]).upper(), base_tables.declared_type(str(row[2]))) for row in rows)
        self._base_tables[name] = base_tables.BaseTable(name, columns, ())

    def base_table(self, name: str) -> Relation | None:
        """obj$ and the like, as the session's container sees them; cdb_obj$ as all containers."""
        lower = name.lower()
        everywhere = lower.startswith("cdb_")
        table = self._base_tables.get(lower.removeprefix("cdb_"))
        if table is None or table.name in base_tables.HIDDEN:
            return None
        columns = tuple(RelationColumn(column, kind, True, column) for column, kind in table.columns)
        return Relation("SYS", name.upper(), None, table.source(everywhere), columns, "TABLE", False)

    def view(self, name: str) -> Relation | None:
        """The view as a relation; None when there is none of that name. name: V$X or V_$X alike."""
        name = name.replace("V_$", "V$", 1) if name.startswith(("V_$", "GV_$")) else name
        if name not in self._relations:
            if name not in self._texts:
                return None
            self._relations[name] = self._create(name)
        return self._relations[name]

    def _create(self, name: str) -> Relation:
        key = (self._database.release.name, name)
        if key not in _LOWERED:
            _LOWERED[key] = self._lower(name)
        lowered = _LOWERED[key]
        for other in lowered.depends_on:
            self.view(other)
        self._database.sqlite.execute(f"CREATE VIEW `{name}` AS {lowered.select}")
        columns = tuple(
            RelationColumn(column.name, column.type, column.nullable, column.name) for column in lowered.columns
        )
        return Relation("SYS", object_name(name), None, f"`{name}`", columns, "VIEW", False)

    def _lower(self, name: str) -> LoweredView:
        from .. import sql

        view = self._texts[name]
        if view.derived_from is not None:
            return self._without_instance(view.derived_from)
        depends_on: dict[str, None] = {}
        all_containers = name.startswith("CDB_") and name not in _own_files()
        text = _from_answering_instances(view.text) if name.startswith("GV$") else view.text
        select, columns = sql.define_view(self._database, text, self._resolver(all_containers, depends_on))
        if name.startswith("DBA_") and columns[-1].name == "CON_ID":
            names = ", ".join(f"`{column.name}`" for column in columns[:-1])
            select, columns = f"SELECT {names} FROM ({select})", columns[:-1]
        return LoweredView(select, columns, tuple(depends_on))

    def _without_instance(self, name: str) -> LoweredView:
        """V$X from GV$X: the rows of the session's own instance."""
        source = self.view(name)
        assert source is not None
        kept = [column for column in source.columns if column.name != "INST_ID"]
        names = ", ".join(f"`{column.sqlite_name}`" for column in kept)
        select = f"SELECT {names} FROM `{name}` WHERE INST_ID = current_inst_id()"
        return LoweredView(select, tuple(Column(column.name, column.type, column.nullable) for column in kept), (name,))

    def _resolver(self, all_containers: bool, depends_on: dict[str, None]) -> Callable[[str | None, str], Relation]:
        def resolve(owner: str | None, name: str) -> Relation:
            wide = all_containers and not name.lower().startswith("cdb_")
            found = self.base_table("cdb_" + name if wide else name)
            if found is None:
                found = self.view(name)
                depends_on[name] = None
            if found is None:
                raise LookupError(f"a dictionary view names {name}, which is neither base table nor view")
            return found

        return resolve


def _from_answering_instances(text: str) -> str:
    """A GV$ view without the rows of instances that do not answer; the session's own instance always does."""
    return (
        f"SELECT g.* FROM ({text}) g WHERE g.inst_id IN (SELECT a.inst_id FROM x_instance a"
        " WHERE a.answers = 'YES' OR a.inst_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'INSTANCE')))"
    )


@functools.cache
def _own_files() -> frozenset[str]:
    return frozenset(path.stem for folder in _FOLDERS for path in folder.glob("**/*.sql"))
