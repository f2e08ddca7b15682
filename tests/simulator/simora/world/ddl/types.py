# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CREATE TYPE and DROP TYPE: object types without methods, nested tables and varrays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...errors import OraError
from ..atomic import atomic
from ..object_types import Member, dictionary_name
from ..objects import ObjectType
from .datatypes import parse_datatype
from .naming import find, own_or_any, schema_of
from .parser import Node

if TYPE_CHECKING:
    from ..database import Database
    from ..session import Session

_HAS_DEPENDENTS = 2303
_NAME = re.compile(r"(?:([A-Z][\w$#]*)\s*\.\s*)?([A-Z][\w$#]*)")
# Names under which a number is kept, though its type is that of NUMBER.
_AS_WRITTEN = re.compile(r"INTEGER|INT|SMALLINT|REAL|DOUBLE PRECISION|FLOAT")


def member(database: Database, con_id: int, schema: str, name: str, text: str) -> Member:
    """An attribute or an element of a type as it is written. Raises OraError 902 for a type that is not there."""
    written = " ".join(text.upper().split())
    try:
        kind = parse_datatype(text)
    except OraError as error:
        match = _NAME.fullmatch(written)
        if error.code != 902 or match is None:
            raise
        owner = match[1] or schema
        if database.objects.find(con_id, owner, match[2], ObjectType.TYPE) is None:
            raise
        return Member(name, owner, match[2])
    named = _AS_WRITTEN.match(written)
    return Member(name, None, named[0] if named else dictionary_name(kind.name), kind)


def create_type(session: Session, node: Node) -> None:
    name = node.qualified[1]
    owner = schema_of(session, node.qualified)
    own_or_any(session, owner, "CREATE TYPE", "CREATE ANY TYPE")
    body = next(part for part in node.nodes if part.kind.endswith("_type_body"))
    database, con_id = session.database, session.con_id
    with atomic(database):
        existing = database.objects.find(con_id, owner, name, ObjectType.TYPE)
        if existing is not None and node.has("or_replace"):
            _refuse_dependents(session, owner, name)
            database.object_types.drop(existing)
        limit: int | str | None = None
        if body.kind == "object_type_body":
            limit = ""
            pairs = [attribute.values for attribute in body.all("type_attribute")]
        elif body.kind == "varray_type_body":
            limit = int(body.values[0])
            pairs = [("", body.values[1])]
        else:
            pairs = [("", body.values[0])]
        members = [member(database, con_id, owner, pair[0], pair[1]) for pair in pairs]
        database.object_types.create(con_id, owner, name, members, limit)


def drop_type(session: Session, node: Node) -> None:
    found = find(session, node.qualified, ObjectType.TYPE)
    if found is None:
        if node.has("if_exists"):
            return
        raise OraError(4043, node.qualified[1])
    own_or_any(session, found.owner, None, "DROP ANY TYPE")
    if "FORCE" not in node.words:
        _refuse_dependents(session, found.owner, found.name)
    with atomic(session.database):
        session.database.object_types.drop(found)


def _refuse_dependents(session: Session, owner: str, name: str) -> None:
    """Raises OraError 2303 for a type that attributes or elements of others have."""
    for table, column in (("attribute$", "ATTR"), ("collection$", "ELEM")):
        if session.sqlite.execute(
            f"SELECT 1 FROM `{table}` WHERE CON_ID = ? AND {column}_OWNER = ? AND {column}_TYPE = ?",
            (session.con_id, owner, name),
        ).fetchone():
            raise OraError(_HAS_DEPENDENTS)


HANDLERS = {"create_type": create_type, "drop_type": drop_type}
