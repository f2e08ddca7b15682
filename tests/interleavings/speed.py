# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Shortcuts through the simulator for hundreds of thousands of short runs. They change no result.

Each leaves out work whose outcome is known, because nothing that happens in a run can change it: no event grants or
revokes anything on a dictionary view or a supplied package, and no event changes the dictionary's own views. A sample
of seeds is played without them, and must give the same histories (`test_replay`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any
from unittest import mock

from simora.engine import Bind
from simora.plsql import execution
from simora.plsql.compiler.program import Program
from simora.sql import translations
from simora.world import indexes, segments
from simora.world.catalog import Catalog
from simora.world.database import Database
from simora.world.relation import Relation

SPARE_SEGMENTS = 40
"""How many tables a run may create."""
NEXT_SEGMENT = "next_segment"
"""The attribute of a database that says which spare segment comes next."""
_WIDTH = 130
"""Columns of a spare segment; the widest master table has fewer."""


def add_spare_segments(database: Database) -> None:
    """Row stores for tables that runs create, so that no run changes SQLite's schema, which costs a parse of it all."""
    (used,) = database.sqlite.execute("SELECT COALESCE(MAX(`STORAGE#`), 0) FROM `tab$`").fetchone()
    columns = ", ".join(f"c{number}" for number in range(1, _WIDTH + 1))
    for number in range(used + 1, used + SPARE_SEGMENTS + 1):
        database.sqlite.execute(f"CREATE TABLE `seg_{number}` ({columns})")
    setattr(database, NEXT_SEGMENT, used + 1)


class Shortcuts(contextlib.AbstractContextManager[None]):
    """They hold within the block, and remember from block to block."""

    def __init__(self) -> None:
        spare = _SpareSegments()
        self._replacements = (
            (segments, "create_segment", spare.create),
            (segments, "drop_segment", spare.drop),
            (indexes, "refuse_duplicates", lambda *_arguments: None),
            (indexes, "permit_duplicates", lambda *_arguments: None),
            (execution, "compile_program", _RememberedPrograms()),
            (Catalog, "relation", _remembering(Catalog.relation)),
            (translations, "relations_fit", _FittingRelations()),
        )
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> None:
        for owner, name, replacement in self._replacements:
            self._stack.enter_context(mock.patch.object(owner, name, replacement))

    def __exit__(self, *_error: object) -> None:
        self._stack.close()


class _SpareSegments:
    """Takes from the spare segments, and empties what is dropped, in databases that have spare ones."""

    def __init__(self) -> None:
        self._create, self._drop = segments.create_segment, segments.drop_segment

    def create(self, database: Database, con_id: int, object_id: int, columns: int) -> int:
        number: int | None = vars(database).get(NEXT_SEGMENT)
        if number is None:
            return self._create(database, con_id, object_id, columns)
        if columns > _WIDTH:
            raise AssertionError(f"a table of {columns} columns")
        setattr(database, NEXT_SEGMENT, number + 1)
        return number

    def drop(self, database: Database, number: int) -> None:
        if NEXT_SEGMENT not in vars(database):
            self._drop(database, number)
            return
        database.sqlite.execute(f"DELETE FROM `seg_{number}`")


class _RememberedPrograms:
    """Blocks compiled once for each database and user."""

    def __init__(self) -> None:
        self._compile = execution.compile_program
        self._programs: dict[Any, Program] = {}

    def __call__(self, statement: Any, text: str, session: Any, binds: Mapping[str, Bind]) -> Program:
        types = tuple((name, bind.type, bind.is_array) for name, bind in binds.items())
        key = (id(session.database), session.user, session.schema, session.con_id, text, types)
        if key not in self._programs:
            self._programs[key] = self._compile(statement, text, session, binds)
        return self._programs[key]


class _FittingRelations:
    """Looks no dictionary view up again for a statement that names nothing else."""

    def __init__(self) -> None:
        self._fit = translations.relations_fit
        # Kept, so that no other translation has the identity of one of them.
        self._views_only: dict[int, translations.Translation[Any]] = {}

    def __call__(self, translation: translations.Translation[Any], session: Any) -> bool:
        if id(translation) in self._views_only:
            return True
        if not self._fit(translation, session):
            return False
        if all(lookup[2] == "SELECT" and _is_dictionary_view(found) for lookup, found in translation.relations):
            self._views_only[id(translation)] = translation
        return True


def _remembering(relation: Any) -> Any:
    known: dict[Any, Relation] = {}

    def remembered(catalog: Catalog, owner: str | None, name: str, purpose: str, dblink: str | None = None) -> Relation:
        session = catalog._session
        key = (id(session.database), session.user, session.con_id, owner, name)
        if purpose == "SELECT" and key in known:
            return known[key]
        found: Relation = relation(catalog, owner, name, purpose, dblink)
        if purpose == "SELECT" and _is_dictionary_view(found):
            known[key] = found
        return found

    return remembered


def _is_dictionary_view(relation: Relation) -> bool:
    return relation.kind == "VIEW" and relation.owner == "SYS"
