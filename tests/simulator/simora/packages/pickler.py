# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_PICKLER.GET_TYPE_SHAPE, by which drivers learn what an object type consists of. Oracle does not document it."""

from __future__ import annotations

import re
from typing import Any

from ..engine import ResultSet
from ..plsql.runtime.datatypes import REF_CURSOR, CollectionType, RecordType
from ..supplied import SuppliedPackage
from ..values import BINARY_INTEGER, NUMBER, RAW, VARCHAR2, Column
from .describe import Arguments, function, out
from .type_descriptors import descriptor

_FOUND, _NOT_FOUND = 0, 1
_VERSION = 1
_NAME = re.compile(r'"([^"]+)"|([A-Za-z][\w$#]*)')
_QUALIFIED = re.compile(rf"(?:{_NAME.pattern})(?:\.(?:{_NAME.pattern}))*")
_ATTRIBUTE_COLUMNS = (
    Column("VERSION", NUMBER),
    Column("ATTR_NAME", VARCHAR2),
    Column("ATTR_NO", NUMBER),
    Column("ATTR_TYPE_NAME", VARCHAR2),
    Column("ATTR_TYPE_OWNER", VARCHAR2),
    Column("ATTR_TYPE_PACKAGE", VARCHAR2),
    Column("ATTR_TYPE_OID", RAW),
    Column("INSTANTIABLE", VARCHAR2),
    Column("SUPERTYPE_OWNER", VARCHAR2),
    Column("SUPERTYPE_NAME", VARCHAR2),
)


def _get_type_shape(session: Any, given: Arguments) -> int:
    found = _type_named(session, given["FULLTYPENAME"])
    if found is None or found.identity is None:
        return _NOT_FOUND
    given["TYPEOID"] = found.identity.oid
    given["VERS"] = _VERSION
    given["TDS"] = descriptor(found)
    given["INSTANTIABLE"] = "YES"
    given["ATTR_RC"] = ResultSet(_ATTRIBUTE_COLUMNS, _attributes(session, found))
    return _FOUND


def _type_named(session: Any, text: str | None) -> RecordType | CollectionType | None:
    """None too for what is no name of a type, such as TABLE%ROWTYPE, which is not played."""
    if text is None or not _QUALIFIED.fullmatch(text.strip()):
        return None
    names = [quoted or plain.upper() for quoted, plain in _NAME.findall(text)]
    if len(names) > 2:
        return None
    found = session.object_type(names[0] if len(names) == 2 else None, names[-1])
    return found if isinstance(found, (RecordType, CollectionType)) else None


def _attributes(session: Any, found: RecordType | CollectionType) -> list[tuple[object, ...]]:
    if isinstance(found, CollectionType):
        return []
    rows: list[tuple[object, ...]] = []
    type_names = session.database.object_types.members(found)
    for number, ((name, field), type_name) in enumerate(zip(found.fields.items(), type_names, strict=True), 1):
        identity = field.type.identity if isinstance(field.type, (RecordType, CollectionType)) else None
        owner, oid = (identity.owner, identity.oid) if identity else (None, None)
        rows.append((_VERSION, name, number, type_name, owner, None, oid, "YES", None, None))
    return rows


PACKAGE = SuppliedPackage(
    name="DBMS_PICKLER",
    subprograms=(
        function(
            "GET_TYPE_SHAPE",
            (
                out("FULLTYPENAME", VARCHAR2, "IN OUT"),
                out("TYPEOID", RAW),
                out("VERS", BINARY_INTEGER),
                out("TDS", RAW),
                out("INSTANTIABLE", VARCHAR2),
                out("SUPERTYPE_OWNER", VARCHAR2),
                out("SUPERTYPE_NAME", VARCHAR2),
                out("ATTR_RC", REF_CURSOR),
                out("SUBTYPE_RC", REF_CURSOR),
            ),
            BINARY_INTEGER,
            _get_type_shape,
        ),
    ),
)
