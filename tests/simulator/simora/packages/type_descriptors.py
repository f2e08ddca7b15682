# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Type descriptor segments: the bytes that tell a driver sizes and precisions of attributes, and what collections hold.

The format is not published; this is what the drivers' sources read.
"""

from __future__ import annotations

from ..plsql.runtime.datatypes import CollectionType, DataType, RecordType, ScalarType

_VERSION = b"\x26\x01"
_UNKNOWN = b"\x00\x01"
_ATTRIBUTES_FOLLOW = 0x00
_START_OBJECT = 0x29
_START_EMBEDDED, _END_EMBEDDED = 0x27, 0x28
_REFERENCE = 0x1B
_COLLECTION = 0x1C
_NESTED_TABLE, _VARRAY = 2, 3
_IMPLICIT_FORM, _NATIONAL_FORM = 1, 2
_UTF8, _UTF16 = 873, 2000
_UNCONSTRAINED_SCALE = 0x81  # -127
_FRACTIONAL_DIGITS = 6

_CHARACTER_CODES = {"CHAR": 1, "NCHAR": 1, "VARCHAR2": 7, "NVARCHAR2": 7}
_PLAIN_CODES = {"DATE": 2, "BOOLEAN": 8, "CLOB": 29, "NCLOB": 29, "BLOB": 30, "BINARY_FLOAT": 37, "BINARY_DOUBLE": 45}
_TIMESTAMP_CODES = {"TIMESTAMP": 21, "TIMESTAMP WITH TIME ZONE": 23, "TIMESTAMP WITH LOCAL TIME ZONE": 33}
_FLOAT, _NUMBER, _RAW = 5, 6, 19


def descriptor(declared: RecordType | CollectionType) -> bytes:
    """Raises KeyError for a scalar type that objects do not have here."""
    if isinstance(declared, CollectionType):
        return _segment(1, _collection(declared))
    attributes = b"".join(_attribute(field.type) for field in declared.fields.values())
    return _segment(len(declared.fields), attributes)


_HEAD_SIZE = 4 + len(_VERSION) + len(_UNKNOWN) + 2 + 1 + 1 + 2 + 4


def _segment(count: int, body: bytes) -> bytes:
    head = _VERSION + _UNKNOWN + count.to_bytes(2, "big")
    head += bytes((_ATTRIBUTES_FOLLOW, _START_OBJECT)) + bytes(2)
    end = _HEAD_SIZE + len(body)
    return end.to_bytes(4, "big") + head + end.to_bytes(4, "big") + body


def _collection(declared: CollectionType) -> bytes:
    """One pseudo attribute: where the element's code is, the limit, the kind, and the element's code itself."""
    kind = _NESTED_TABLE if declared.limit is None else _VARRAY
    fixed = 1 + 4 + 4 + 1
    position = _HEAD_SIZE + fixed
    limit = declared.limit or 0
    numbers = position.to_bytes(4, "big") + limit.to_bytes(4, "big")
    return bytes((_COLLECTION,)) + numbers + bytes((kind,)) + _attribute(declared.element)


def _attribute(declared: DataType) -> bytes:
    if isinstance(declared, RecordType):
        attributes = b"".join(_attribute(field.type) for field in declared.fields.values())
        return bytes((_START_EMBEDDED,)) + attributes + bytes((_END_EMBEDDED,))
    if isinstance(declared, CollectionType):
        return bytes((_REFERENCE,)) + bytes(5)
    assert isinstance(declared, ScalarType)
    return _scalar(declared)


def _scalar(declared: ScalarType) -> bytes:
    name = declared.name
    if name in _CHARACTER_CODES:
        national = name.startswith("N")
        size = (declared.size or 0) * (2 if national else 1)
        form, charset = (_NATIONAL_FORM, _UTF16) if national else (_IMPLICIT_FORM, _UTF8)
        return bytes((_CHARACTER_CODES[name],)) + size.to_bytes(2, "big") + bytes((form,)) + charset.to_bytes(2, "big")
    if name == "FLOAT":
        return bytes((_FLOAT, declared.precision or 0))
    if name == "NUMBER":
        scale = _UNCONSTRAINED_SCALE if declared.scale is None else declared.scale & 0xFF
        return bytes((_NUMBER, declared.precision or 0, scale))
    if name == "RAW":
        return bytes((_RAW,)) + (declared.size or 0).to_bytes(2, "big")
    if name in _TIMESTAMP_CODES:
        digits = _FRACTIONAL_DIGITS if declared.scale is None else declared.scale
        return bytes((_TIMESTAMP_CODES[name], digits))
    return bytes((_PLAIN_CODES[name],))
