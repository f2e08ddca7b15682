# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""DBMS_ASSERT (PL/SQL Packages and Types Reference, "DBMS_ASSERT").

ENQUOTE_NAME and ENQUOTE_LITERAL raise ORA-06502 for an unpaired quote: documented as a value error; a NULL name is
taken as the empty name, which is assumed.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import OraError
from ..supplied import SuppliedPackage
from ..values import VARCHAR2
from .describe import Arguments, boolean, function, text

_SIMPLE = r'(?:[^\W\d_][\w$#]*|"[^"\0]+")'
_SIMPLE_NAME = re.compile(_SIMPLE)
_QUALIFIED_NAME = re.compile(rf"{_SIMPLE}(?:\.{_SIMPLE})*(?:@{_SIMPLE}(?:\.{_SIMPLE})*)?")


def _enquoted(value: str, quote: str) -> str:
    """In quotes, unless it is already; quotes inside must come in pairs."""
    inner = value[1:-1] if len(value) > 1 and value[0] == value[-1] == quote else value
    if quote in inner.replace(quote * 2, ""):
        raise OraError(6502, "")
    return f"{quote}{inner}{quote}"


def _enquote_literal(session: Any, given: Arguments) -> str:
    return _enquoted(given["STR"] or "", "'")


def _enquote_name(session: Any, given: Arguments) -> str:
    name = given["STR"] or ""
    if given["CAPITALIZE"] and not name.startswith('"'):
        name = name.upper()
    return _enquoted(name, '"')


def _simple_sql_name(session: Any, given: Arguments) -> str:
    name = (given["STR"] or "").strip(" ")
    if _SIMPLE_NAME.fullmatch(name) is None:
        raise OraError(44003)
    return name


def _qualified_sql_name(session: Any, given: Arguments) -> str:
    name = (given["STR"] or "").strip(" ")
    if _QUALIFIED_NAME.fullmatch(name) is None:
        raise OraError(44004)
    return name


def _schema_name(session: Any, given: Arguments) -> str:
    """The comparison is exact: a lower-case name is another name."""
    name = given["STR"]
    if name is None or session.database.accounts.find(session.con_id, name, role=False) is None:
        raise OraError(44001)
    return str(name)


def _sql_object_name(session: Any, given: Arguments) -> str:
    """An existing object that the session sees. With a database link nothing is checked."""
    name = (given["STR"] or "").strip(" ")
    if _QUALIFIED_NAME.fullmatch(name) is None:
        raise OraError(44002)
    if "@" not in name:
        parts = [part[1:-1] if part.startswith('"') else part.upper() for part in re.findall(_SIMPLE, name)]
        owner, object_name = (parts[0], parts[1]) if len(parts) > 1 else (None, parts[0])
        target = session.catalog.resolve(owner, object_name, *_all_types())
        if target is None or not session.privileges.sees(target):
            raise OraError(44002)
    return name


def _all_types() -> tuple[Any, ...]:
    from ..world.objects import ObjectType

    return tuple(ObjectType)


def _noop(session: Any, given: Arguments) -> object:
    return given["STR"]


PACKAGE = SuppliedPackage(
    name="DBMS_ASSERT",
    subprograms=(
        function("ENQUOTE_LITERAL", (text("STR"),), VARCHAR2, _enquote_literal),
        function("ENQUOTE_NAME", (text("STR"), boolean("CAPITALIZE", True)), VARCHAR2, _enquote_name),
        function("NOOP", (text("STR"),), VARCHAR2, _noop),
        function("QUALIFIED_SQL_NAME", (text("STR"),), VARCHAR2, _qualified_sql_name),
        function("SCHEMA_NAME", (text("STR"),), VARCHAR2, _schema_name),
        function("SIMPLE_SQL_NAME", (text("STR"),), VARCHAR2, _simple_sql_name),
        function("SQL_OBJECT_NAME", (text("STR"),), VARCHAR2, _sql_object_name),
    ),
    exceptions={
        "INVALID_SCHEMA_NAME": 44001,
        "INVALID_OBJECT_NAME": 44002,
        "INVALID_SQL_NAME": 44003,
        "INVALID_QUALIFIED_SQL_NAME": 44004,
    },
)
