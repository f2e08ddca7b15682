# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in statements: synonyms, schemas and privileges resolved for one session."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ..errors import OraError
from . import space
from .objects import PUBLIC_OWNER, ColumnRows, ObjectType, StoredObject, stored_columns
from .relation import Relation, RelationColumn
from .segments import segment_name

if TYPE_CHECKING:
    from ..supplied import SuppliedPackage
    from .session import Session

_SYNONYM_DEPTH = 10
_FIXED_VIEWS = ("V_$", "GV_$", "DUAL")


class DirtyRead(Exception):
    """A test reads what another session has not committed, which the simulator cannot hide. Not an Oracle error."""


class Catalog:
    """One per session; the privileges of the session's user and its current schema apply."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._database = session.database

    def relation(self, owner: str | None, name: str, purpose: str, dblink: str | None = None) -> Relation:
        """What a table name stands for. purpose: SELECT, INSERT, UPDATE, DELETE, LOCK or FOR UPDATE.

        Raises ORA-00942, ORA-01031, ORA-02019 for any database link, ORA-00980 and ORA-01775 for synonyms,
        ORA-38301 for DML on a table in the recycle bin."""
        if dblink is not None:
            raise OraError(2019)
        target = self.resolve(owner, name, ObjectType.TABLE, ObjectType.VIEW)
        if target is None:
            return self._base_table(owner, name, purpose)
        self._session.privileges.check_table(target, purpose)
        self._refuse_unless_open(target)
        if purpose == "SELECT":
            self._refuse_dirty_read(target)
        else:
            self._session.require_writable()
            if target.in_recycle_bin:
                raise OraError(38301)
            if purpose == "INSERT" and target.type is ObjectType.TABLE:
                space.require_space(self._database, target)
                space.require_writable_tablespace(self._database, target)
        return self.relation_of(target)

    def resolve(self, owner: str | None, name: str, *types: ObjectType) -> StoredObject | None:
        """The object a name leads to from the current schema, through private and public synonyms; None for nothing."""
        found = self._lookup(owner, name, types)
        for dummy in range(_SYNONYM_DEPTH):
            if found is None or found.type is not ObjectType.SYNONYM:
                return found
            target = self._synonym_target(found)
            found = self._database.objects.find(
                self._session.con_id, target[0], target[1], *types
            ) or self._database.objects.find(self._session.con_id, target[0], target[1], ObjectType.SYNONYM)
            if found is None:
                if self._is_base_table(target) or self._database.objects.find(self._session.con_id, *target):
                    return None  # it leads to something, though not to what is asked for
                raise OraError(980)
        raise OraError(1775)

    def relation_of(self, target: StoredObject) -> Relation:
        """The object as a relation, whoever asks."""
        cache = self._database.relations
        key = (target.con_id, target.object_id)
        if key not in cache or cache[key].name != target.name:
            cache[key] = self._build(target)
        relation = cache[key]
        if target.type is ObjectType.TABLE:
            source = segment_name(self._session, target)
            if source != relation.sqlite_source:
                return Relation(
                    relation.owner, relation.name, relation.object_id, source, relation.columns, "TABLE", True
                )
        return relation

    def package(self, owner: str | None, name: str) -> SuppliedPackage | None:
        """The supplied package of that name; None when there is none or EXECUTE is not granted."""
        target = self.resolve(owner, name, ObjectType.PACKAGE)
        if target is None or target.owner != "SYS":
            return None
        privileges = self._session.privileges
        if not privileges.owns(target) and "EXECUTE" not in privileges.object_privileges(target):
            return None
        return self._database.packages.get(target.name)

    def _refuse_unless_open(self, target: StoredObject) -> None:
        """A container that is only mounted has no dictionary, just what instances and control files know."""
        if target.owner == "SYS" and target.name.startswith(_FIXED_VIEWS):
            return
        if self._database.open_mode(self._session.con_id, self._session.instance_id) == "MOUNTED":
            raise OraError(1219)

    def _refuse_dirty_read(self, target: StoredObject) -> None:
        """There is one version of every row: another session's uncommitted change would be seen, so the test stops."""
        others = [session for session in self._database.sessions.values() if session is not self._session]
        if not any(len(session.transaction.undo) for session in others):
            return
        if self._session.locks.rows_held_by_others(self._session, target.object_id):
            raise DirtyRead(f"{target.owner}.{target.name} has uncommitted changes of another session")

    def _lookup(self, owner: str | None, name: str, types: tuple[ObjectType, ...]) -> StoredObject | None:
        objects, con_id = self._database.objects, self._session.con_id
        schema = owner or self._session.schema
        found = objects.find(con_id, schema, name, *types) or objects.find(con_id, schema, name, ObjectType.SYNONYM)
        if found is not None or owner is not None:
            return found
        return objects.find(con_id, PUBLIC_OWNER, name, ObjectType.SYNONYM)

    def _synonym_target(self, synonym: StoredObject) -> tuple[str, str]:
        row = self._database.sqlite.execute(
            "SELECT OWNER, NAME, NODE FROM `syn$` WHERE CON_ID = ? AND `OBJ#` = ?",
            (synonym.con_id, synonym.object_id),
        ).fetchone()
        if row[2] is not None:
            raise OraError(2019)
        return row[0], row[1]

    def _is_base_table(self, target: tuple[str, str]) -> bool:
        return target[0] == "SYS" and self._database.views.base_table(target[1]) is not None

    def _base_table(self, owner: str | None, name: str, purpose: str) -> Relation:
        """Tables of the dictionary itself: for SYS, and for SELECT ANY DICTIONARY unless they are instance memory."""
        if (owner or self._session.schema) != "SYS" or purpose != "SELECT":
            raise OraError(942)
        found = self._database.views.base_table(name)
        if found is None or name.upper().startswith("CDB_"):
            found = self._database.views.view(name) if name.startswith(("V$", "GV$")) else None
        readable = self._session.is_sysdba or (
            self._session.privileges.has("SELECT ANY DICTIONARY") and not name.upper().startswith("X_")
        )
        if found is None or not readable:
            raise OraError(942)
        return found

    def _build(self, target: StoredObject) -> Relation:
        if target.type is ObjectType.TABLE:
            if target.owner == "SYS" and (base := self._database.views.base_table(target.name)) is not None:
                return base
            columns = _relation_columns(self._database.objects.column_rows(target.con_id, target.object_id))
            source = segment_name(self._session, target)
            return Relation(target.owner, target.name, target.object_id, source, columns, "TABLE", True)
        if target.owner == "SYS" and (view := self._database.views.view(target.name)) is not None:
            return view
        return self._user_view(target)

    def _user_view(self, target: StoredObject) -> Relation:
        """A stored view, compiled with its owner's names and privileges. Raises ORA-04063 when it is invalid."""
        from .. import sql

        (text,) = self._database.sqlite.execute(
            "SELECT TEXT FROM `view$` WHERE CON_ID = ? AND `OBJ#` = ?", (target.con_id, target.object_id)
        ).fetchone()
        named = [column.name for column in self._database.objects.columns(target.con_id, target.object_id)]
        try:
            with self._session.acting_as(target.owner):
                select, columns = sql.define_view(
                    self._database, text, lambda owner, name: self.relation(owner, name, "SELECT")
                )
        except OraError as error:
            invalid = OraError(4063, f'view "{target.owner}.{target.name}"')
            raise invalid from error
        return Relation(
            target.owner, target.name, target.object_id, f"({select})",
            tuple(
                RelationColumn(heading, column.type, column.nullable, column.name)
                for heading, column in zip(named, columns, strict=True)
            ),
            "VIEW", False,
        )  # fmt: skip


@functools.lru_cache(maxsize=500)
def _relation_columns(rows: ColumnRows) -> tuple[RelationColumn, ...]:
    return tuple(
        RelationColumn(column.name, column.type, column.nullable, f"c{column.number}", column.default)
        for column in stored_columns(rows)
    )
