# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The wire's data types: how the engine's types are described to a client, and values written and read."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Callable
from decimal import Decimal

from ..errors import OraError
from ..values import OraType
from . import scalars
from .codec import ESCAPE, IMPLICIT_FORM, NATIONAL_FORM, Reader, Writer, counted

NUMBER_SIZE = 22
UNCONSTRAINED_SCALE = -127
LOB_SIZE = 4000


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
    """A bind or define descriptor (OAC) as the client sent it. size: the client's buffer in bytes."""

    type: int
    size: int = 0
    charset_form: int = 0
    is_array: bool = False
    max_elements: int = 0

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


# Reading ---------------------------------------------------------------------------------------------------------


def _scalar_reader(decode: Callable[[bytes], object]) -> Callable[[Reader], object]:
    def read(reader: Reader) -> object:
        data = reader.clr()
        return decode(data) if data else None

    return read


def _read_boolean(reader: Reader) -> bool | None:
    length = reader.u8()
    if length == ESCAPE:
        reader.skip(1)
        return None
    return reader.raw(length)[-1] == 1 if length else False


_READERS: dict[int, Callable[[Reader], object]] = {
    WireType.NUMBER: _scalar_reader(scalars.decode_number),
    WireType.BINARY_INTEGER: _scalar_reader(scalars.decode_number),
    WireType.DATE: _scalar_reader(scalars.decode_date),
    WireType.TIMESTAMP: _scalar_reader(scalars.decode_date),
    WireType.TIMESTAMP_TZ: _scalar_reader(scalars.decode_date),
    WireType.TIMESTAMP_LTZ: _scalar_reader(scalars.decode_date),
    WireType.RAW: _scalar_reader(bytes),
    WireType.LONG_RAW: _scalar_reader(bytes),
    WireType.BINARY_DOUBLE: _scalar_reader(scalars.decode_binary_double),
    WireType.BINARY_FLOAT: _scalar_reader(scalars.decode_binary_float),
    WireType.INTERVAL_DS: _scalar_reader(scalars.decode_interval_ds),
    WireType.INTERVAL_YM: _scalar_reader(scalars.decode_interval_ym),
    WireType.ROWID: _scalar_reader(bytes.decode),
    WireType.UROWID: _scalar_reader(bytes.decode),
    WireType.BOOLEAN: _read_boolean,
}


def read_scalar(reader: Reader, descriptor: Descriptor) -> object:
    """A bind value of any type but LOBs, cursors and objects. Raises OraError 3001 for those."""
    if descriptor.type in CHARACTER_TYPES:
        data = reader.clr()
        return data.decode(encoding_of(descriptor.charset_form)) if data else None
    read = _READERS.get(descriptor.type)
    if read is None:
        raise OraError(3001)
    return read(reader)


# Writing ---------------------------------------------------------------------------------------------------------


def _number(value: object) -> bytes:
    if isinstance(value, (int, float, Decimal)):
        return scalars.encode_number(value)
    raise TypeError(f"{value!r} is no number")


def _whole_number(value: object) -> bytes:
    """A native integer of the client's cannot hold a fraction: it is cut off, not rounded."""
    return _number(int(value) if isinstance(value, (float, Decimal)) else value)


def _moment(encode: Callable[[datetime.datetime], bytes]) -> Callable[[object], bytes]:
    def encode_moment(value: object) -> bytes:
        if isinstance(value, datetime.datetime):
            return encode(value)
        raise TypeError(f"{value!r} is no date")

    return encode_moment


def _interval_ds(value: object) -> bytes:
    if isinstance(value, datetime.timedelta):
        return scalars.encode_interval_ds(value)
    raise TypeError(f"{value!r} is no interval")


def _interval_ym(value: object) -> bytes:
    if isinstance(value, int):
        return scalars.encode_interval_ym(value)
    raise TypeError(f"{value!r} is no number of months")


def _floating(encode: Callable[[float], bytes]) -> Callable[[object], bytes]:
    def encode_float(value: object) -> bytes:
        if isinstance(value, (int, float, Decimal)):
            return encode(float(value))
        raise TypeError(f"{value!r} is no number")

    return encode_float


def _octets(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    raise TypeError(f"{value!r} is no byte string")


def _implicit_text(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    raise TypeError(f"{value!r} is no string")


def _national_text(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-16-be")
    raise TypeError(f"{value!r} is no string")


def _boolean(value: object) -> bytes:
    return b"\1\1" if value else b"\0"


_ENCODERS: dict[int, Callable[[object], bytes]] = {
    WireType.NUMBER: _number,
    WireType.BINARY_INTEGER: _whole_number,
    WireType.DATE: _moment(scalars.encode_date),
    WireType.TIMESTAMP: _moment(scalars.encode_timestamp),
    WireType.TIMESTAMP_TZ: _moment(scalars.encode_timestamp_tz),
    WireType.TIMESTAMP_LTZ: _moment(scalars.encode_timestamp),
    WireType.RAW: _octets,
    WireType.LONG_RAW: _octets,
    WireType.BINARY_DOUBLE: _floating(scalars.encode_binary_double),
    WireType.BINARY_FLOAT: _floating(scalars.encode_binary_float),
    WireType.INTERVAL_DS: _interval_ds,
    WireType.INTERVAL_YM: _interval_ym,
    WireType.ROWID: _implicit_text,
    WireType.UROWID: _implicit_text,
    WireType.BOOLEAN: _boolean,
}

ValueWriter = Callable[[Writer, object], None]


def _counted_writer(encode: Callable[[object], bytes]) -> ValueWriter:
    def write(writer: Writer, value: object) -> None:
        if value is None:
            writer.append(0)
            return
        writer += counted(encode(value))

    return write


_WRITERS = {type_number: _counted_writer(encode) for type_number, encode in _ENCODERS.items()}
_TEXT_WRITERS = {IMPLICIT_FORM: _counted_writer(_implicit_text), NATIONAL_FORM: _counted_writer(_national_text)}


def scalar_writer(type_number: int, charset_form: int) -> ValueWriter:
    """What writes values of any type but LOBs, cursors and objects. Raises OraError 3001 for those."""
    if type_number in CHARACTER_TYPES:
        return _TEXT_WRITERS[charset_form or IMPLICIT_FORM]
    writer = _WRITERS.get(type_number)
    if writer is None:
        raise OraError(3001)
    return writer


def write_rowid(writer: Writer, value: object) -> None:
    """A ROWID as a column of a result; as a bind it is text."""
    if value is None:
        writer.append(0)
        return
    data_object, file, block, slot = scalars.encode_rowid(str(value))
    writer.u8(14)
    writer.ub(data_object, file)
    writer.u8(0)
    writer.ub(block, slot)
