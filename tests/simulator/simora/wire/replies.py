# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Putting replies together: pure encoding, no I/O and no engine."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence

from ..engine import Direction
from ..errors import OraError
from ..identity_cache import by_identity
from ..values import Column
from .capabilities import ClientCapabilities
from .codec import IMPLICIT_FORM, NATIONAL_FORM, UTF8_CHARSET, UTF16_CHARSET, Writer
from .datatypes import UNCONSTRAINED_SCALE, WireForm, WireType, form_of

_FIELDS_12_2 = 8
_CALL_IN_TRANSACTION = 0x02
_KEYWORD_CURRENT_SCHEMA = 168
_DEFAULT_VARCHAR_SIZE = 4000
_SHORT_ARRAY = 0  # any first byte but FE: the elements of an array follow without lengths

NO_DATA_FOUND = 1403
ARRAY_ERRORS = 24381


class Message(enum.IntEnum):
    ERROR = 4
    ROW_HEADER = 6
    ROW_DATA = 7
    PARAMETER = 8
    STATUS = 9
    IO_VECTOR = 11
    LOB_DATA = 14
    WARNING = 15
    DESCRIBE = 16
    IMPLICIT_RESULTS = 27


_NO_ROWID = bytes(5)  # of the last row changed: object, file, a filler, block, slot
_DIRECTION_BYTES = {Direction.OUT: 16, Direction.IN: 32, Direction.IN_OUT: 48}


@dataclasses.dataclass(frozen=True)
class CallEnd:
    """The message that ends an execution or a fetch, success included.

    code: 0 for success; text is sent with an error only. cursor_id: 0 when the call left no cursor. row_count: rows
    affected, or fetched so far. offset: error position in the statement.
    """

    in_transaction: bool = False
    code: int = 0
    text: str = ""
    cursor_id: int = 0
    row_count: int = 0
    offset: int = 0
    compilation_errors: bool = False
    batch_errors: Sequence[tuple[int, Exception]] = ()


def _call_status(in_transaction: bool) -> int:
    return _CALL_IN_TRANSACTION if in_transaction else 0


def write_call_end(writer: Writer, end: CallEnd) -> None:
    writer.u8(Message.ERROR)
    writer.ub(_call_status(end.in_transaction), 0, 0, end.code & 0xFFFF, 0, 0, end.cursor_id)
    writer.sb(end.offset)
    writer.u8(0, 0, 0, 0, 0, 0x20 if end.compilation_errors else 0)
    writer += _NO_ROWID
    writer.ub(0)
    writer.u8(0, 0)
    writer.ub(0, 0, 0)
    _write_batch_errors(writer, end.batch_errors)
    writer.ub(end.code, end.row_count)
    if end.code:
        writer.clr(f"{end.text}\n".encode())


def _write_batch_errors(writer: Writer, batch_errors: Sequence[tuple[int, Exception]]) -> None:
    """Three arrays: codes, row offsets, texts."""
    count = len(batch_errors)
    codes = [error.code if isinstance(error, OraError) else 600 for dummy, error in batch_errors]
    for numbers in (codes, [offset for offset, dummy in batch_errors]):
        writer.ub(count)
        if count:
            writer.u8(_SHORT_ARRAY)
            writer.ub(*numbers)
    writer.ub(count)
    if count:
        writer.u8(_SHORT_ARRAY)
        for dummy, error in batch_errors:
            text = f"{error}\n".encode()
            writer.ub(len(text))
            writer.clr(text)
            writer.u8(0, 0)


def write_error(writer: Writer, error: OraError, *, in_transaction: bool = False, cursor_id: int = 0) -> None:
    write_call_end(
        writer,
        CallEnd(in_transaction, error.code, error.text(), cursor_id, row_count=error.rows_done, offset=error.offset),
    )


def write_status(writer: Writer, in_transaction: bool) -> None:
    writer.u8(Message.STATUS)
    writer.ub(_call_status(in_transaction), 0)


def write_warning(writer: Writer, code: int, text: str) -> None:
    encoded = f"{text}\n".encode()
    writer.u8(Message.WARNING)
    writer.ub(code, len(encoded), 0)
    writer.clr(encoded)


def write_pairs(writer: Writer, pairs: Sequence[tuple[str, str, int]]) -> None:
    """The keys and values of an answer to a logon."""
    writer.u8(Message.PARAMETER)
    writer.ub(len(pairs))
    for key, value, flags in pairs:
        writer.text(key)
        writer.text(value)
        writer.ub(flags)


def write_execution_parameters(writer: Writer, current_schema: str | None, row_counts: Sequence[int] | None) -> None:
    """row_counts: None when the client did not ask for them."""
    writer.u8(Message.PARAMETER)
    writer.ub(0, 0)
    if current_schema is None:
        writer.ub(0)
    else:
        name = current_schema.encode()
        writer.ub(1, len(name))
        writer.clr(name)
        writer.ub(0, _KEYWORD_CURRENT_SCHEMA)
    writer.ub(0)
    if row_counts is not None:
        writer.ub(len(row_counts), *row_counts)


def write_describe(writer: Writer, columns: Sequence[Column], client: ClientCapabilities) -> None:
    writer.u8(Message.DESCRIBE, 0)
    write_describe_body(writer, columns, client)


def write_describe_body(writer: Writer, columns: Sequence[Column], client: ClientCapabilities) -> None:
    """A description as it also stands inside a REF CURSOR value."""
    writer += _description(tuple(columns), client.universal_scale, client.field_version >= _FIELDS_12_2)


@by_identity
def _description(columns: tuple[Column, ...], universal_scale: bool, fields_of_12_2: bool) -> bytes:
    """Remembered, because the same few queries are sent again and again."""
    writer = Writer()
    writer.ub(0, len(columns))
    if columns:
        writer.u8(0)
    for position, column in enumerate(columns, 1):
        _write_column(writer, column, position, universal_scale, fields_of_12_2)
    writer.ub(0, 0, 0, 0, 0, 0)
    return bytes(writer)


def column_sizes(column: Column, form: WireForm) -> tuple[int, int]:
    """The buffer size in bytes and the size in characters. 0 bytes tells the client that no value will come."""
    if form.size is not None:
        return form.size, 0
    size = _DEFAULT_VARCHAR_SIZE if column.type.size is None else column.type.size
    if form.type == WireType.RAW:
        return size, 0
    return size * 2 if form.charset_form == NATIONAL_FORM else size, size


def _write_column(writer: Writer, column: Column, position: int, universal_scale: bool, fields_of_12_2: bool) -> None:
    form = form_of(column.type)
    precision, scale = _precision_and_scale(column, form)
    buffer_size, characters = column_sizes(column, form)
    writer.u8(form.type, 0, precision)
    if universal_scale:
        writer.sb(scale)
    else:
        writer.u8(scale & 0xFF)
    writer.ub(buffer_size, 0, 0, 0, 0)
    writer.ub({IMPLICIT_FORM: UTF8_CHARSET, NATIONAL_FORM: UTF16_CHARSET}.get(form.charset_form, 0))
    writer.u8(form.charset_form)
    writer.ub(characters)
    if fields_of_12_2:
        writer.ub(0)
    name = column.name.encode()
    writer.u8(1 if column.nullable else 0, min(len(name), 0xFF))
    writer.dlc(name)
    writer.ub(0, 0, position, 0)


def _precision_and_scale(column: Column, form: WireForm) -> tuple[int, int]:
    ora_type = column.type
    if ora_type.name == "BINARY_INTEGER" or ora_type.name == "BOOLEAN":
        return 38, 0
    if form.type == WireType.NUMBER:
        if ora_type.precision is None:
            return 0, UNCONSTRAINED_SCALE if ora_type.scale is None else ora_type.scale
        if ora_type.name == "FLOAT":
            return ora_type.precision, UNCONSTRAINED_SCALE
        return ora_type.precision, ora_type.scale or 0
    if ora_type.name.startswith("TIMESTAMP"):
        return 0, 6 if ora_type.scale is None else ora_type.scale
    if form.type == WireType.INTERVAL_DS:
        return 2, 6
    if form.type == WireType.INTERVAL_YM:
        return 2, 0
    return 0, 0


def write_row_header(writer: Writer) -> None:
    writer.u8(Message.ROW_HEADER, 0)
    writer.ub(0, 0, 0, 0, 0, 0)


def write_io_vector(writer: Writer, directions: Sequence[Direction]) -> None:
    writer.u8(Message.IO_VECTOR, 0)
    writer.ub(len(directions) % 256, len(directions) // 256, 0, 0, 0, 0)
    writer.u8(*(_DIRECTION_BYTES[direction] for direction in directions))


def write_lob_value(writer: Writer, locator: bytes, size: int, chunk_size: int) -> None:
    """A LOB as a column or an OUT bind. size: in characters or bytes."""
    writer.ub(len(locator), size, chunk_size)
    writer.clr(locator)


def write_lob_reply(
    writer: Writer, locator: bytes, *, data: bytes | None, created: bool, amount: int | None, flag: bool | None
) -> None:
    if data:
        writer.u8(Message.LOB_DATA)
        writer.clr(data)
    writer.u8(Message.PARAMETER)
    writer += locator
    if created:
        writer.ub(UTF8_CHARSET)
    if amount is not None:
        writer.sb(amount)
    if flag is not None:
        writer.u8(1 if flag else 0)
