# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Images: objects and collections as bytes. Objects are dicts by attribute, collections lists.

The format is not published; this is what the drivers' sources read and write.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import OraError
from ..values import ObjectShape, OraType
from . import scalars
from .codec import ProtocolError

_IS_VERSION_81 = 0x80
_IS_COLLECTION = 0x08
_HAS_NO_PREFIX = 0x04
_IMAGE_VERSION = 1
_PREFIX = b"\1\1"
_LONG = 0xFE
_NULL = 0xFF
_NULL_OBJECT = 0xFD
_LONGEST_SHORT = 245
_NOT_PLAYED = 3001

# The 36 bytes that introduce a value of a type: flags, the type's identifier, that of its extent.
_INTRODUCTION = bytes.fromhex("00220208")
_EXTENT = bytes.fromhex("00000000000000000000000000010001")
_OID = slice(4, 20)

LobWriter = Callable[[Any, OraType], bytes]
LobReader = Callable[[bytes], Any]


def introduction(oid: bytes) -> bytes:
    return _INTRODUCTION + oid + _EXTENT


def oid_of(introduced: bytes) -> bytes:
    return introduced[_OID]


def encode(value: Any, shape: ObjectShape, store_lob: LobWriter) -> bytes:
    """The image of a value that is not NULL. store_lob gives the locator of a LOB among the attributes.

    Raises OraError 3001 for an attribute of a type that is not played.
    """
    body = bytearray()
    if shape.element is not None:
        flags = _IS_VERSION_81 | _IS_COLLECTION
        body += _PREFIX + b"\0" + _length(len(value))
        for item in value:
            body += _inner(item, shape.element, store_lob, in_collection=True)
    else:
        flags = _IS_VERSION_81 | _HAS_NO_PREFIX
        body += _attributes(value, shape, store_lob)
    head = bytes((flags, _IMAGE_VERSION, _LONG))
    return head + (len(head) + 4 + len(body)).to_bytes(4, "big") + bytes(body)


def decode(image: bytes, shape: ObjectShape, find_lob: LobReader) -> Any:
    """The value of an image; find_lob gives the content behind a locator."""
    reader = _ImageReader(image)
    flags = reader.byte()
    reader.byte()
    reader.length()
    if not flags & _HAS_NO_PREFIX:
        reader.raw(reader.length())
    if shape.element is None:
        return {name: _read(reader, kind, find_lob, in_collection=False) for name, kind in shape.attributes}
    reader.byte()
    element = shape.element
    return [_read(reader, element, find_lob, in_collection=True) for dummy in range(reader.length())]


def _attributes(value: Any, shape: ObjectShape, store_lob: LobWriter) -> bytes:
    pieces = [_inner(value.get(name), kind, store_lob, in_collection=False) for name, kind in shape.attributes]
    return b"".join(pieces)


def _inner(value: Any, kind: OraType, store_lob: LobWriter, *, in_collection: bool) -> bytes:
    """An attribute or element. An object inside an object is not framed, everything else is."""
    if kind.shape is None:
        return _scalar(value, kind, store_lob)
    is_collection = kind.shape.element is not None
    if value is None:
        return bytes((_NULL if is_collection else _NULL_OBJECT,))
    if is_collection or in_collection:
        return _framed(encode(value, kind.shape, store_lob))
    return _attributes(value, kind.shape, store_lob)


def _scalar(value: Any, kind: OraType, store_lob: LobWriter) -> bytes:
    if value is None:
        return bytes((_NULL,))
    if kind.name in _LOBS:
        return _framed(store_lob(value, kind))
    try:
        encode_value = _CODECS[kind.name][0]
    except KeyError:
        raise OraError(_NOT_PLAYED) from None
    return _framed(encode_value(value))


def _read(reader: _ImageReader, kind: OraType, find_lob: LobReader, *, in_collection: bool) -> Any:
    if kind.shape is None:
        data = reader.framed()
        if data is None:
            return None
        if kind.name in _LOBS:
            return find_lob(data)
        return _CODECS[kind.name][1](data)
    if reader.skips_null():
        return None
    if in_collection or kind.shape.element is not None:
        return decode(reader.framed() or b"", kind.shape, find_lob)
    return {name: _read(reader, inner, find_lob, in_collection=False) for name, inner in kind.shape.attributes}


def _length(number: int) -> bytes:
    return bytes((number,)) if number <= _LONGEST_SHORT else bytes((_LONG,)) + number.to_bytes(4, "big")


def _framed(data: bytes) -> bytes:
    return _length(len(data)) + data


class _ImageReader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def byte(self) -> int:
        return self.raw(1)[0]

    def raw(self, count: int) -> bytes:
        end = self._position + count
        if end > len(self._data):
            raise ProtocolError("an image ends too early")
        piece = self._data[self._position : end]
        self._position = end
        return piece

    def length(self) -> int:
        short = self.byte()
        return int.from_bytes(self.raw(4), "big") if short == _LONG else short

    def framed(self) -> bytes | None:
        """None for NULL."""
        return None if self.skips_null() else self.raw(self.length())

    def skips_null(self) -> bool:
        if self.byte() in (_NULL, _NULL_OBJECT):
            return True
        self._position -= 1
        return False


_LOBS = frozenset({"CLOB", "NCLOB", "BLOB"})
_TEXT = (str.encode, bytes.decode)


def _national(text: str) -> bytes:
    return text.encode("utf-16-be")


def _from_national(data: bytes) -> str:
    return data.decode("utf-16-be")


_CODECS: dict[str, tuple[Callable[[Any], bytes], Callable[[bytes], Any]]] = {
    "VARCHAR2": _TEXT,
    "CHAR": _TEXT,
    "NVARCHAR2": (_national, _from_national),
    "NCHAR": (_national, _from_national),
    "NUMBER": (scalars.encode_number, scalars.decode_number),
    "FLOAT": (scalars.encode_number, scalars.decode_number),
    "DATE": (scalars.encode_date, scalars.decode_date),
    "TIMESTAMP": (scalars.encode_timestamp, scalars.decode_date),
    "TIMESTAMP WITH TIME ZONE": (scalars.encode_timestamp_tz, scalars.decode_date),
    "TIMESTAMP WITH LOCAL TIME ZONE": (scalars.encode_timestamp, scalars.decode_date),
    "RAW": (bytes, bytes),
    "BINARY_DOUBLE": (scalars.encode_binary_double, scalars.decode_binary_double),
    "BINARY_FLOAT": (scalars.encode_binary_float, scalars.decode_binary_float),
}
