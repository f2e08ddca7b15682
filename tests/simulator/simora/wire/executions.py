# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking executions apart: options, statement text, descriptors and rows of bind values."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .capabilities import MAXIMUM_STRING_SIZE
from .codec import ProtocolError, Reader
from .datatypes import LOB_TYPES, Descriptor, WireType
from .requests import Function
from .scalar_values import read_scalar

_MESSAGE_ROW_DATA = 7
_VECTOR_SIZE = 13  # al8i4
_FIELDS_12_2 = 8
_FIELDS_12_2_EXTENSION = 9
_BIND_ARRAY = 0x40


class Option:
    """Bits of an execution's options; plain numbers, because every call is asked for several of them."""

    DEFINE = 0x10
    EXECUTE = 0x20
    FETCH = 0x40
    COMMIT = 0x100
    BATCH_ERRORS = 0x80000


class ExecuteFlag:
    """Further bits."""

    SCROLLABLE = 0x02
    ROW_COUNTS = 0x4000


@dataclasses.dataclass(frozen=True)
class Locator:
    """A bind value that is a LOB, by its locator."""

    data: bytes


@dataclasses.dataclass(frozen=True)
class ObjectImage:
    """A bind value that is an object or a collection. introduction: what says of which type it is."""

    introduction: bytes
    image: bytes


@dataclasses.dataclass(frozen=True)
class CursorReference:
    """A bind value that is a cursor; 0 for one that has not been opened."""

    cursor_id: int


@dataclasses.dataclass(frozen=True)
class BindPlan:
    """What must be known of a statement to find its bind values in a call.

    descriptors: those of the last execution, for calls that send none. omitted: positions whose values are not sent
    with an execution (return binds); omitted_again: with a re-execution (OUT binds too).
    """

    is_query: bool
    is_plsql: bool
    omitted: frozenset[int]
    omitted_again: frozenset[int]
    descriptors: tuple[Descriptor, ...] = ()


PlanFinder = Callable[[int, str | None], BindPlan]


@dataclasses.dataclass(frozen=True)
class Execute:
    """One execution in any of its three forms.

    sql: None when the cursor has it already. rows: bind values by position, None where none was sent.
    iterations: how often to execute something that is no query. fetch_rows: how many rows the client can take.
    """

    options: int
    flags: int
    cursor_id: int
    sql: str | None
    iterations: int
    fetch_rows: int
    defines: tuple[Descriptor, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    rows: list[list[object]] = dataclasses.field(default_factory=list)


def read_execute(reader: Reader, field_version: int, find_plan: PlanFinder) -> Execute:
    """The full form. find_plan(cursor id, text or None) is asked before the bind values are read; it may raise."""
    options = reader.ub()
    cursor_id = reader.ub()
    has_sql = reader.u8()
    reader.ub()
    reader.skip(1)
    reader.ub()
    reader.skip(2)
    reader.ub()
    fetch_rows = reader.ub()
    reader.ub()
    reader.skip(1)
    bind_count = reader.ub()
    reader.skip(5)
    reader.skip(1)
    define_count = reader.ub()
    reader.ub()
    reader.skip(3)
    reader.ub()
    reader.skip(1)
    reader.ub()
    reader.ub()
    reader.skip(1)
    reader.ub()
    reader.skip(1)
    if field_version >= _FIELDS_12_2:
        _skip_pointers(reader)
        reader.skip(1)
    if field_version >= _FIELDS_12_2_EXTENSION:
        reader.skip(1)
        reader.ub()
    sql = reader.clr().decode() if has_sql else None
    vector = [reader.ub() for dummy in range(_VECTOR_SIZE)]
    call = Execute(options, vector[9], cursor_id, sql, max(vector[1], 1), fetch_rows)
    if define_count:
        return dataclasses.replace(call, defines=_read_descriptors(reader, define_count, field_version))
    if not bind_count:
        return call
    descriptors = _read_descriptors(reader, bind_count, field_version)
    plan = find_plan(cursor_id, sql)
    count = 1 if plan.is_query else call.iterations
    rows = _read_rows(reader, descriptors, plan, plan.omitted, count)
    return dataclasses.replace(call, descriptors=descriptors, rows=rows)


def _skip_pointers(reader: Reader) -> None:
    for dummy in range(2):
        reader.skip(1)
        reader.ub()


def read_reexecute(reader: Reader, function: int, find_plan: PlanFinder) -> Execute:
    """The short forms, which repeat the last execution of a cursor with new values."""
    cursor_id = reader.ub()
    iterations = reader.ub()
    reader.ub()
    commit = reader.ub() & 1
    plan = find_plan(cursor_id, None)
    options = Option.EXECUTE | (Option.COMMIT if commit else 0)
    fetch_rows = 0
    if function == Function.REEXECUTE_AND_FETCH:
        options |= Option.FETCH
        fetch_rows = iterations
    count = 1 if plan.is_query else iterations
    rows = _read_rows(reader, plan.descriptors, plan, plan.omitted_again, count)
    return Execute(options, 0, cursor_id, None, count, fetch_rows, (), plan.descriptors, rows)


def _read_descriptors(reader: Reader, count: int, field_version: int) -> tuple[Descriptor, ...]:
    return tuple(_read_descriptor(reader, field_version) for dummy in range(count))


def _read_descriptor(reader: Reader, field_version: int) -> Descriptor:
    type_number = reader.u8()
    flags = reader.u8()
    reader.skip(2)
    size = reader.ub()
    elements = reader.ub()
    reader.ub()
    type_oid = reader.dlc()
    reader.ub()
    reader.ub()
    charset_form = reader.u8()
    reader.ub()
    if field_version >= _FIELDS_12_2:
        reader.ub()
    return Descriptor(type_number, size, charset_form, bool(flags & _BIND_ARRAY), elements, type_oid)


def _read_rows(
    reader: Reader, descriptors: tuple[Descriptor, ...], plan: BindPlan, omitted: frozenset[int], count: int
) -> list[list[object]]:
    sent = [position for position in range(len(descriptors)) if position not in omitted]
    if not plan.is_plsql:  # long values travel behind all others
        sent.sort(key=lambda position: descriptors[position].size > MAXIMUM_STRING_SIZE)
    rows = []
    for dummy in range(count):
        row: list[object] = [None] * len(descriptors)
        if sent:
            if reader.u8() != _MESSAGE_ROW_DATA:
                raise ProtocolError("bind values expected")
            for position in sent:
                row[position] = _read_bind(reader, descriptors[position])
        rows.append(row)
    return rows


def _read_bind(reader: Reader, descriptor: Descriptor) -> object:
    if descriptor.is_array:
        return [_read_value(reader, descriptor) for dummy in range(reader.ub())]
    return _read_value(reader, descriptor)


def _read_object(reader: Reader) -> ObjectImage | None:
    introduction = reader.dlc()
    reader.dlc()
    reader.ub()
    reader.ub()
    length = reader.ub()
    reader.ub()
    return ObjectImage(introduction, reader.clr()) if length else None


def _read_value(reader: Reader, descriptor: Descriptor) -> object:
    if descriptor.type in LOB_TYPES or descriptor.type == WireType.BFILE:
        return Locator(reader.clr()) if reader.ub() else None
    if descriptor.type == WireType.CURSOR:
        return CursorReference(reader.ub() if reader.ub() else 0)
    if descriptor.type == WireType.OBJECT:
        return _read_object(reader)
    return read_scalar(reader, descriptor)
