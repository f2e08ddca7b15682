# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire's data types: how the engine's types are described to a client, and a client's binds to the engine."""

from __future__ import annotations

import dataclasses
import enum

from ..errors import OraError
from ..values import OraType
from .codec import IMPLICIT_FORM, NATIONAL_FORM

NUMBER_SIZE = 22
UNCONSTRAINED_SCALE = -127
LOB_SIZE = 4000
FILE_LOCATOR_SIZE = 530


class WireType(enum.IntEnum):
    VARCHAR = 1
    NUMBER = 2
    BINARY_INTEGER = 3
    LONG = 8
    ROWID = 11
    DATE = 12
    RAW = 23
    LONG_RAW = 24
    CHAR = 96
    BINARY_FLOAT = 100
    BINARY_DOUBLE = 101
    CURSOR = 102
    OBJECT = 109
    CLOB = 112
    BLOB = 113
    BFILE = 114
    TIMESTAMP = 180
    TIMESTAMP_TZ = 181
    INTERVAL_YM = 182
    INTERVAL_DS = 183
    UROWID = 208
    TIMESTAMP_LTZ = 231
    BOOLEAN = 252


CHARACTER_TYPES = frozenset({WireType.VARCHAR, WireType.CHAR, WireType.LONG})
LONG_TYPES = frozenset({WireType.LONG, WireType.LONG_RAW})
LOB_TYPES = frozenset({WireType.CLOB, WireType.BLOB})


@dataclasses.dataclass(frozen=True)
class WireForm:
    """How a type of the engine goes over the wire. size: bytes, None where the type itself tells."""

    type: WireType
    charset_form: int = 0
    size: int | None = None


_FORMS = {
    "VARCHAR2": WireForm(WireType.VARCHAR, IMPLICIT_FORM),
    "NVARCHAR2": WireForm(WireType.VARCHAR, NATIONAL_FORM),
    "CHAR": WireForm(WireType.CHAR, IMPLICIT_FORM),
    "NCHAR": WireForm(WireType.CHAR, NATIONAL_FORM),
    "LONG": WireForm(WireType.LONG, IMPLICIT_FORM, 0),
    "LONG RAW": WireForm(WireType.LONG_RAW, 0, 0),
    "NUMBER": WireForm(WireType.NUMBER, 0, NUMBER_SIZE),
    "FLOAT": WireForm(WireType.NUMBER, 0, NUMBER_SIZE),
    "BINARY_INTEGER": WireForm(WireType.NUMBER, 0, NUMBER_SIZE),
    "BINARY_FLOAT": WireForm(WireType.BINARY_FLOAT, 0, 4),
    "BINARY_DOUBLE": WireForm(WireType.BINARY_DOUBLE, 0, 8),
    "DATE": WireForm(WireType.DATE, 0, 7),
    "TIMESTAMP": WireForm(WireType.TIMESTAMP, 0, 11),
    "TIMESTAMP WITH TIME ZONE": WireForm(WireType.TIMESTAMP_TZ, 0, 13),
    "TIMESTAMP WITH LOCAL TIME ZONE": WireForm(WireType.TIMESTAMP_LTZ, 0, 11),
    "INTERVAL DAY TO SECOND": WireForm(WireType.INTERVAL_DS, 0, 11),
    "INTERVAL YEAR TO MONTH": WireForm(WireType.INTERVAL_YM, 0, 5),
    "RAW": WireForm(WireType.RAW),
    "ROWID": WireForm(WireType.ROWID, 0, 18),
    "CLOB": WireForm(WireType.CLOB, IMPLICIT_FORM, LOB_SIZE),
    "NCLOB": WireForm(WireType.CLOB, NATIONAL_FORM, LOB_SIZE),
    "BLOB": WireForm(WireType.BLOB, 0, LOB_SIZE),
    "BFILE": WireForm(WireType.BFILE, 0, FILE_LOCATOR_SIZE),
    "REF CURSOR": WireForm(WireType.CURSOR, 0, 4),
    # Drivers know a native BOOLEAN from field version 17 on; the profiles played here are older.
    "BOOLEAN": WireForm(WireType.NUMBER, 0, NUMBER_SIZE),
}


def form_of(ora_type: OraType) -> WireForm:
    """Raises OraError 3001 for a type that has no form on the wire yet (object types)."""
    try:
        return _FORMS[ora_type.name]
    except KeyError:
        raise OraError(3001) from None


_BIND_TYPES = {
    WireType.NUMBER: OraType("NUMBER"),
    WireType.BINARY_INTEGER: OraType("NUMBER"),
    WireType.ROWID: OraType("ROWID", 18),
    WireType.UROWID: OraType("UROWID"),
    WireType.DATE: OraType("DATE"),
    WireType.LONG_RAW: OraType("LONG RAW"),
    WireType.BINARY_FLOAT: OraType("BINARY_FLOAT"),
    WireType.BINARY_DOUBLE: OraType("BINARY_DOUBLE"),
    WireType.CURSOR: OraType("REF CURSOR"),
    WireType.BLOB: OraType("BLOB"),
    WireType.BFILE: OraType("BFILE"),
    WireType.TIMESTAMP: OraType("TIMESTAMP"),
    WireType.TIMESTAMP_TZ: OraType("TIMESTAMP WITH TIME ZONE"),
    WireType.TIMESTAMP_LTZ: OraType("TIMESTAMP WITH LOCAL TIME ZONE"),
    WireType.INTERVAL_DS: OraType("INTERVAL DAY TO SECOND"),
    WireType.INTERVAL_YM: OraType("INTERVAL YEAR TO MONTH"),
    WireType.BOOLEAN: OraType("BOOLEAN"),
}
_CHARACTER_NAMES = {
    WireType.VARCHAR: ("VARCHAR2", "NVARCHAR2"),
    WireType.CHAR: ("CHAR", "NCHAR"),
    WireType.LONG: ("LONG", "LONG"),
    WireType.CLOB: ("CLOB", "NCLOB"),
}


@dataclasses.dataclass(frozen=True)
class Descriptor:
    """A bind or define descriptor (OAC) as the client sent it.

    size: the client's buffer in bytes. type_oid: of the object type of an object, else empty.
    """

    type: int
    size: int = 0
    charset_form: int = 0
    is_array: bool = False
    max_elements: int = 0
    type_oid: bytes = b""

    def ora_type(self) -> OraType:
        """Raises OraError 3001 for a type that is not played."""
        if self.type in _CHARACTER_NAMES:
            name = _CHARACTER_NAMES[WireType(self.type)][self.charset_form == NATIONAL_FORM]
            return OraType(name, self.size if self.type != WireType.CLOB else None)
        if self.type == WireType.RAW:
            return OraType("RAW", self.size)
        try:
            return _BIND_TYPES[WireType(self.type)]
        except (KeyError, ValueError):
            raise OraError(3001) from None


def encoding_of(charset_form: int) -> str:
    return "utf-16-be" if charset_form == NATIONAL_FORM else "utf-8"
