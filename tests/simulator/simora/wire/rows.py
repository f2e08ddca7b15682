# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of rows and of OUT binds, including those that are a locator or a cursor of the connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..engine import ResultSet
from ..identity_cache import by_identity
from ..values import Column, ObjectShape, OraType, ServerFile
from . import file_locators, objects
from .capabilities import ClientCapabilities
from .codec import IMPLICIT_FORM, NATIONAL_FORM, Writer, counted
from .cursors import CursorTable
from .datatypes import (
    CHARACTER_TYPES,
    LOB_TYPES,
    LONG_TYPES,
    Descriptor,
    WireForm,
    WireType,
    encoding_of,
    form_of,
)
from .lobs import CHUNK_SIZE, LobStore
from .replies import Message, column_sizes, write_describe_body, write_lob_value
from .scalar_values import ValueWriter, scalar_writer, write_rowid

_OF_THE_CONNECTION = LOB_TYPES | {WireType.BFILE, WireType.CURSOR}
_TOP_LEVEL = 1  # flag of an image that is no part of another one


class ValueWriters:
    """Makes the functions that write values, for one connection.

    row_ends: is told where each fetched row ends in the reply.
    """

    def __init__(self, client: ClientCapabilities, lobs: LobStore, cursors: CursorTable, row_ends: list[int]) -> None:
        self._row_ends = row_ends
        self._client = client
        self._lobs = lobs
        self._cursors = cursors

    def write_rows(
        self,
        writer: Writer,
        columns: Sequence[Column],
        defines: Sequence[Descriptor],
        rows: Sequence[tuple[object, ...]],
    ) -> None:
        writers = _plain_writers(columns)
        if writers is None:
            writers = [
                self._for_column(column, defines[position] if position < len(defines) else None)
                for position, column in enumerate(columns)
            ]
        for row in rows:
            writer.append(Message.ROW_DATA)
            for write, value in zip(writers, row, strict=True):
                write(writer, value)
            self._row_ends.append(len(writer))

    def for_bind(self, descriptor: Descriptor, shape: ObjectShape | None = None) -> ValueWriter:
        """For an OUT value, which is followed by its actual length when it had to be cut: 0 here, always.

        shape: of an object or collection.
        """
        if shape is not None:
            write = self._object_writer(shape)
        else:
            write = self._for_type(descriptor.type, descriptor.charset_form, temporary=True)

        def write_bind(writer: Writer, value: object) -> None:
            write(writer, value)
            writer.append(0)

        def write_array(writer: Writer, value: object) -> None:
            elements = value if isinstance(value, (list, tuple)) else []
            writer.ub(len(elements))
            for element in elements:
                write_bind(writer, element)

        return write_array if descriptor.is_array else write_bind

    def for_returned(self, descriptor: Descriptor) -> Callable[[Writer, Sequence[object]], None]:
        """For the values of one return bind of DML ... RETURNING: one per row affected.

        Text that does not fit into the client's buffer is cut, and its actual length sent behind it.
        """
        write = self._for_type(descriptor.type, descriptor.charset_form, temporary=True)
        encoding = encoding_of(descriptor.charset_form)

        def write_returned(writer: Writer, values: Sequence[object]) -> None:
            writer.ub(len(values))
            for value in values:
                actual_length = 0
                if descriptor.type in CHARACTER_TYPES and isinstance(value, str):
                    encoded = value.encode(encoding)
                    if len(encoded) > descriptor.size:
                        actual_length = len(encoded)
                        value = encoded[: descriptor.size].decode(encoding, "ignore")
                write(writer, value)
                writer.sb(actual_length)

        return write_returned

    def _for_column(self, column: Column, define: Descriptor | None) -> ValueWriter:
        form = form_of(column.type)
        if form.type in LOB_TYPES and define is not None and define.type not in LOB_TYPES:
            return _inline_lob_writer(form, define)
        if form.type in _OF_THE_CONNECTION:
            return _in_column(column, form, self._for_type(form.type, form.charset_form, temporary=False))
        return _scalar_column_writer(column, form)

    def _for_type(self, type_number: int, charset_form: int, *, temporary: bool) -> ValueWriter:
        if type_number in LOB_TYPES:
            return self._lob_writer(charset_form, temporary)
        if type_number == WireType.BFILE:
            return _write_file_locator
        if type_number == WireType.CURSOR:
            return self._write_cursor
        return scalar_writer(type_number, charset_form)

    def _lob_writer(self, charset_form: int, temporary: bool) -> ValueWriter:
        def write(writer: Writer, value: object) -> None:
            if value is None:
                writer.append(0)
                return
            if not isinstance(value, (str, bytes)):
                raise TypeError(f"{value!r} is no LOB content")
            locator, lob = self._lobs.add(value, charset_form, temporary=temporary)
            write_lob_value(writer, locator, lob.length, CHUNK_SIZE)

        return write

    def _object_writer(self, shape: ObjectShape) -> ValueWriter:
        def store_lob(value: Any, kind: OraType) -> bytes:
            form = NATIONAL_FORM if kind.name == "NCLOB" else IMPLICIT_FORM
            return self._lobs.add(value, form, temporary=True)[0]

        def write(writer: Writer, value: object) -> None:
            image = b"" if value is None else objects.encode(value, shape, store_lob)
            writer.dlc(objects.introduction(shape.identity.oid))
            writer.ub(0, 0, 0, len(image), _TOP_LEVEL)
            if image:
                writer.clr(image)

        return write

    def _write_cursor(self, writer: Writer, value: object) -> None:
        """None is a cursor that was never opened: no columns, and number 0, which no client can fetch from."""
        writer.u8(1)
        if isinstance(value, ResultSet):
            cursor = self._cursors.open_result(value)
            write_describe_body(writer, value.columns, self._client)
            writer.ub(cursor.id)
            return
        write_describe_body(writer, (), self._client)
        writer.ub(0)


@by_identity
def _plain_writers(columns: Sequence[Column]) -> Sequence[ValueWriter] | None:
    """None when a column's values belong to a connection."""
    forms = [form_of(column.type) for column in columns]
    if any(form.type in _OF_THE_CONNECTION for form in forms):
        return None
    return [_scalar_column_writer(column, form) for column, form in zip(columns, forms, strict=True)]


def _scalar_column_writer(column: Column, form: WireForm) -> ValueWriter:
    if form.type == WireType.ROWID:
        return write_rowid
    return _in_column(column, form, scalar_writer(form.type, form.charset_form))


def _in_column(column: Column, form: WireForm, write: ValueWriter) -> ValueWriter:
    """What writes values of that form as a column of a result."""
    if form.type in LONG_TYPES:
        return _with_indicators(write)
    return write if column_sizes(column, form)[0] else _write_nothing


def _write_file_locator(writer: Writer, value: object) -> None:
    if value is None:
        writer.append(0)
        return
    if not isinstance(value, ServerFile):
        raise TypeError(f"{value!r} is no BFILE")
    locator = file_locators.encode(value)
    writer.ub(len(locator))
    writer.clr(locator)


def _inline_lob_writer(form: WireForm, define: Descriptor) -> ValueWriter:
    encoding = encoding_of(define.charset_form)

    def write(writer: Writer, value: object) -> None:
        if isinstance(value, str):
            writer.extend(counted(value.encode(encoding)))
        elif isinstance(value, bytes):
            writer.extend(counted(value))
        elif value is None:
            writer.append(0)
        else:
            raise TypeError(f"{value!r} is no content of a {form.type.name}")

    return _with_indicators(write) if define.type in LONG_TYPES else write


def _with_indicators(write: ValueWriter) -> ValueWriter:
    """LONG values are followed by a NULL indicator and a return code."""

    def write_long(writer: Writer, value: object) -> None:
        write(writer, value)
        writer.u8(0, 0)

    return write_long


def _write_nothing(writer: Writer, value: object) -> None:
    """A column described with 0 bytes, such as a literal NULL, carries no values."""
