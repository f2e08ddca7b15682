# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Object and collection types in the dictionary: those that are supplied and those that CREATE TYPE makes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import OraError
from ..packages.object_types import supplied_types
from ..plsql.runtime import datatypes
from ..plsql.runtime.datatypes import CollectionType, DataType, FieldType, RecordType, ScalarType
from ..values import OraType, TypeIdentity
from .objects import ObjectType, StoredObject

if TYPE_CHECKING:
    from .database import Database
    from .session import Session

_NO_SUCH_TYPE = 21700


@dataclasses.dataclass(frozen=True)
class Member:
    """An attribute, or the element of a collection. owner: of an object type, else None; type: of a scalar."""

    name: str
    owner: str | None
    type_name: str
    type: OraType | None = None


class ObjectTypes:
    """con_id comes first: a type belongs to one container. Supplied types are the same in all."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite = database.sqlite
        self._supplied = supplied_types(database.version)
        self._built: dict[bytes, DataType] = {}

    def enter_supplied(self, con_id: int) -> None:
        """Writes the supplied types into the dictionary of a container."""
        for name, declared in self._supplied.items():
            stored = self._database.objects.create(con_id, "SYS", name, ObjectType.TYPE)
            identity = _identity_of(declared)
            assert identity is not None
            self._enter(stored, identity.oid, declared, _members_of(declared))

    def create(self, con_id: int, owner: str, name: str, members: Sequence[Member], limit: int | None | str) -> None:
        """limit: of a varray, None for a nested table, "" for an object type. Raises OraError 955."""
        stored = self._database.objects.create(con_id, owner, name, ObjectType.TYPE)
        number = f"{con_id}/{owner}.{name}/{stored.object_id}"
        oid = hashlib.md5(number.encode(), usedforsecurity=False).digest()
        identity = TypeIdentity(owner, name, oid)
        types = [self._member_type(con_id, member) for member in members]
        declared: DataType
        if isinstance(limit, str):
            fields = {member.name: FieldType(kind) for member, kind in zip(members, types, strict=True)}
            declared = RecordType(name, fields, is_object=True, identity=identity)
        else:
            declared = CollectionType(name, types[0], limit=limit, identity=identity)
        self._built[oid] = declared
        self._enter(stored, oid, declared, members)

    def drop(self, target: StoredObject) -> None:
        identity = _identity_of(self._of(target))
        assert identity is not None
        del self._built[identity.oid]
        self._database.objects.forget(target, ("type$", "attribute$", "collection$"))

    def visible(self, session: Session, owner: str | None, name: str) -> DataType | None:
        """What a name means to a session, through synonyms; None for nothing, or nothing that it may use."""
        try:
            target = session.catalog.resolve(owner, name, ObjectType.TYPE)
        except OraError:
            return None
        if target is None or target.type is not ObjectType.TYPE:
            return None
        privileges = session.privileges
        if not (
            privileges.owns(target)
            or "EXECUTE" in privileges.object_privileges(target)
            or privileges.has_any(target, "EXECUTE ANY TYPE")
        ):
            return None
        return self._of(target)

    def by_oid(self, oid: bytes) -> DataType:
        """Raises OraError 21700 for a type that is not there any more."""
        found = self._built.get(oid)
        if found is None:
            row = self._sqlite.execute("SELECT CON_ID, `OBJ#` FROM `type$` WHERE TOID = ?", (oid,)).fetchone()
            target = self._database.objects.by_id(*row) if row else None
            if target is None:
                raise OraError(_NO_SUCH_TYPE)
            found = self._of(target)
        return found

    def members(self, declared: DataType) -> list[str]:
        """The names of the attributes' types as they were written, such as INTEGER."""
        identity = _identity_of(declared)
        assert identity is not None
        rows = self._sqlite.execute(
            "SELECT a.ATTR_TYPE FROM `type$` t JOIN `attribute$` a ON a.CON_ID = t.CON_ID AND a.`OBJ#` = t.`OBJ#`"
            " WHERE t.CON_ID = (SELECT MIN(CON_ID) FROM `type$` WHERE TOID = ?) AND t.TOID = ? ORDER BY a.`ATTRIBUTE#`",
            (identity.oid, identity.oid),
        )
        return [row[0] for row in rows]

    def _of(self, target: StoredObject) -> DataType:
        (oid,) = self._sqlite.execute(
            "SELECT TOID FROM `type$` WHERE CON_ID = ? AND `OBJ#` = ?", (target.con_id, target.object_id)
        ).fetchone()
        if target.owner == "SYS" and target.name in self._supplied:
            self._built[oid] = self._supplied[target.name]
        return self._built[oid]

    def _member_type(self, con_id: int, member: Member) -> DataType:
        if member.type is not None:
            return datatypes.of_ora_type(member.type)
        assert member.owner is not None
        target = self._database.objects.find(con_id, member.owner, member.type_name, ObjectType.TYPE)
        if target is None:
            raise OraError(902)
        return self._of(target)

    def _enter(self, stored: StoredObject, oid: bytes, declared: DataType, members: Sequence[Member]) -> None:
        is_object = isinstance(declared, RecordType)
        key = (stored.con_id, stored.object_id)
        self._sqlite.execute(
            "INSERT INTO `type$` VALUES (?, ?, ?, ?, ?)",
            (*key, oid, "OBJECT" if is_object else "COLLECTION", len(members) if is_object else 0),
        )
        for number, member in enumerate(members, 1):
            kind = member.type or OraType("OBJECT")
            described = (member.owner, member.type_name, kind.size, kind.precision, kind.scale)
            if is_object:
                self._sqlite.execute(
                    "INSERT INTO `attribute$` VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*key, number, member.name, *described),
                )
            else:
                assert isinstance(declared, CollectionType)
                collection = "TABLE" if declared.limit is None else "VARYING ARRAY"
                self._sqlite.execute(
                    "INSERT INTO `collection$` VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*key, collection, declared.limit, *described),
                )


def _identity_of(declared: DataType) -> TypeIdentity | None:
    return declared.identity if isinstance(declared, (RecordType, CollectionType)) else None


def _members_of(declared: DataType) -> list[Member]:
    if isinstance(declared, RecordType):
        return [_member(name, field.type) for name, field in declared.fields.items()]
    assert isinstance(declared, CollectionType)
    return [_member("", declared.element)]


def _member(name: str, declared: DataType) -> Member:
    identity = _identity_of(declared)
    if identity is not None:
        return Member(name, identity.owner, identity.name)
    assert isinstance(declared, ScalarType)
    return Member(name, None, dictionary_name(declared.ora_type.name), declared.ora_type)


def dictionary_name(type_name: str) -> str:
    """A scalar's name as the views of types have it."""
    return type_name.replace("TIME ZONE", "TZ")
