# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Families of data types: what Oracle compares, converts and combines with what."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from ..errors import OraError
from ..values import (
    BFILE,
    BINARY_DOUBLE,
    DATE,
    INTERVAL_DS,
    NUMBER,
    RAW,
    TIMESTAMP,
    TIMESTAMP_TZ,
    OraType,
    ServerFile,
    number,
    varchar2,
)

INTERVAL_YM = OraType("INTERVAL YEAR TO MONTH")
# The type of a bare NULL, and of '' which is the same: it takes on any other type.
UNTYPED_NULL = OraType("VARCHAR2", 0)

ANY = "any"
CHARACTER = "character"
NUMERIC = "numeric"
BINARY_FLOATING = "binary floating"
DATE_FAMILY = "date"
TIMESTAMP_FAMILY = "timestamp"
ZONED = "timestamp with time zone"
INTERVAL = "interval"
MONTHS = "interval in months"
BYTES = "bytes"
BOOLEAN_FAMILY = "boolean"
FILE = "file"
NOTHING = "null"
OTHER = "other"

_FAMILIES = {
    **dict.fromkeys(("VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "LONG", "CLOB", "NCLOB", "ROWID", "UROWID"), CHARACTER),
    **dict.fromkeys(("NUMBER", "FLOAT", "BINARY_INTEGER"), NUMERIC),
    **dict.fromkeys(("BINARY_DOUBLE", "BINARY_FLOAT"), BINARY_FLOATING),
    "DATE": DATE_FAMILY,
    "TIMESTAMP": TIMESTAMP_FAMILY,
    "TIMESTAMP WITH TIME ZONE": ZONED,
    "TIMESTAMP WITH LOCAL TIME ZONE": ZONED,
    "INTERVAL DAY TO SECOND": INTERVAL,
    "INTERVAL YEAR TO MONTH": MONTHS,
    "RAW": BYTES,
    "LONG RAW": BYTES,
    "BLOB": BYTES,
    "BOOLEAN": BOOLEAN_FAMILY,
    "BFILE": FILE,
}
LARGE_TYPES = frozenset({"CLOB", "NCLOB", "BLOB", "BFILE", "LONG", "LONG RAW"})

# The type that stands for a family where nothing more is known.
TYPE_OF_FAMILY = {
    CHARACTER: varchar2(4000),
    NUMERIC: NUMBER,
    BINARY_FLOATING: BINARY_DOUBLE,
    DATE_FAMILY: DATE,
    TIMESTAMP_FAMILY: TIMESTAMP,
    ZONED: TIMESTAMP_TZ,
    INTERVAL: INTERVAL_DS,
    MONTHS: INTERVAL_YM,
    BYTES: RAW,
    BOOLEAN_FAMILY: OraType("BOOLEAN"),
    FILE: BFILE,
    NOTHING: UNTYPED_NULL,
}

_DATE_TIME_RANK = {DATE_FAMILY: 0, TIMESTAMP_FAMILY: 1, ZONED: 2}
_NUMBER_RANK = {NUMERIC: 0, BINARY_FLOATING: 1}


def family(ora_type: OraType) -> str:
    if ora_type == UNTYPED_NULL:
        return NOTHING
    return _FAMILIES.get(ora_type.name, OTHER)


def family_of_value(value: object) -> str:
    """The family of a value in Python form."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return BOOLEAN_FAMILY
    if isinstance(value, str):
        return CHARACTER
    if isinstance(value, (int, Decimal)):
        return NUMERIC
    if isinstance(value, float):
        return BINARY_FLOATING
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            return ZONED
        return TIMESTAMP_FAMILY if value.microsecond else DATE_FAMILY
    if isinstance(value, datetime.timedelta):
        return INTERVAL
    if isinstance(value, bytes):
        return BYTES
    if isinstance(value, ServerFile):
        return FILE
    return OTHER


def compared_family(left: str, right: str) -> str:
    """The family two operands of a comparison are converted to (SQL Language Reference, "Data Conversion").

    A number or a date beside text converts the text. Raises OraError 932 for what does not compare."""
    if left == right:
        return left
    for one, other in ((left, right), (right, left)):
        if one == NOTHING:
            return other
        if one == CHARACTER and other != OTHER:
            return other
        if one in _DATE_TIME_RANK and other in _DATE_TIME_RANK:
            return max(left, right, key=_DATE_TIME_RANK.__getitem__)
        if one in _NUMBER_RANK and other in _NUMBER_RANK:
            return BINARY_FLOATING
    raise OraError(932, right.upper(), left.upper())


def common_type(types: Sequence[OraType], code: int = 932) -> OraType:
    """The type of an expression whose value comes from several (CASE, NVL, UNION): the first one's family decides.

    Raises OraError with the code when a later one has another family and no implicit conversion applies."""
    known = [ora_type for ora_type in types if family(ora_type) != NOTHING]
    if not known:
        return UNTYPED_NULL
    first = family(known[0])
    families = {family(ora_type) for ora_type in known}
    if families <= set(_DATE_TIME_RANK):
        return TYPE_OF_FAMILY[max(families, key=_DATE_TIME_RANK.__getitem__)]
    if families <= set(_NUMBER_RANK):
        return known[0] if len(set(known)) == 1 else TYPE_OF_FAMILY[max(families, key=_NUMBER_RANK.__getitem__)]
    if len(families) > 1:
        raise OraError(code, TYPE_OF_FAMILY.get(first, known[0]).name, _other_name(known, first))
    if first == CHARACTER:
        return _common_character(known)
    if first == BYTES and len({ora_type.name for ora_type in known}) == 1:
        return OraType(known[0].name, max(ora_type.size or 0 for ora_type in known) or None)
    return known[0]


def _other_name(known: Sequence[OraType], first: str) -> str:
    return next(ora_type.name for ora_type in known if family(ora_type) != first)


def _common_character(known: Sequence[OraType]) -> OraType:
    names = {ora_type.name for ora_type in known}
    for large in ("CLOB", "NCLOB", "LONG"):
        if large in names:
            return OraType(large)
    size = max(ora_type.size or 0 for ora_type in known)
    if names == {"CHAR"} and len({ora_type.size for ora_type in known}) == 1:
        return known[0]
    return OraType(known[0].name if len(names) == 1 and names != {"CHAR"} else "VARCHAR2", size)


_NUMBER_NAMES = frozenset({"NUMBER", "NUMERIC", "DECIMAL", "DEC"})
_INTEGER_NAMES = frozenset({"INTEGER", "INT", "SMALLINT"})
_CHARACTER_NAMES = {
    "VARCHAR2": "VARCHAR2",
    "VARCHAR": "VARCHAR2",
    "CHAR": "CHAR",
    "CHARACTER": "CHAR",
    "NVARCHAR2": "NVARCHAR2",
    "NCHAR": "NCHAR",
    "RAW": "RAW",
}
_PLAIN_NAMES = frozenset(
    {
        "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE", "CLOB", "BLOB",
        "BINARY_DOUBLE", "BINARY_FLOAT", "ROWID",
    }
)  # fmt: skip


def named_type(name: str, arguments: Sequence[int]) -> OraType:
    """A type as CAST names it. Raises OraError 902, 906 (size missing), 1727 (precision)."""
    if name in _NUMBER_NAMES:
        if not arguments:
            return NUMBER if name == "NUMBER" else number(38)
        precision, scale = arguments[0], arguments[1] if len(arguments) > 1 else 0
        if not 1 <= precision <= 38:
            raise OraError(1727)
        return number(precision, scale)
    if name in _INTEGER_NAMES:
        return number(38)
    if name in ("FLOAT", "REAL"):
        return NUMBER
    if name in _CHARACTER_NAMES:
        if not arguments and name not in ("CHAR", "CHARACTER", "NCHAR"):
            raise OraError(906)
        return OraType(_CHARACTER_NAMES[name], arguments[0] if arguments else 1)
    if name in _PLAIN_NAMES:
        return OraType(name, 18) if name == "ROWID" else OraType(name)
    raise OraError(902)
