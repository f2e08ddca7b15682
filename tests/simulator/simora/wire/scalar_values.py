# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reading and writing the values of the wire's scalar types."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from ..errors import OraError
from . import scalars
from .codec import ESCAPE, IMPLICIT_FORM, NATIONAL_FORM, Reader, Writer, counted
from .datatypes import CHARACTER_TYPES, Descriptor, WireType, encoding_of


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
