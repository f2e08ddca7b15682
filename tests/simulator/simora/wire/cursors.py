# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The open cursors of one connection."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..engine import Direction, Prepared, ResultSet
from ..errors import OraError
from ..identity_cache import by_identity
from ..values import Column
from .datatypes import LOB_TYPES, Descriptor, WireType, form_of

OPEN_CURSORS = 300  # open_cursors of a database created by the assistant
_TOO_MANY = 1000
_INVALID = 1001
_READ_AS_LONG: dict[WireType, frozenset[int]] = {
    WireType.CLOB: frozenset({WireType.VARCHAR, WireType.CHAR, WireType.LONG}),
    WireType.BLOB: frozenset({WireType.RAW, WireType.LONG_RAW}),
}


@dataclasses.dataclass
class Cursor:
    """A statement the client may execute again, or the result behind a REF CURSOR (then prepared is None).

    descriptors, directions: of the last execution. defines: how the client wants the columns, () until it says.
    fetched: rows of the result that have been sent.
    """

    id: int
    prepared: Prepared | None
    descriptors: tuple[Descriptor, ...] = ()
    directions: Sequence[Direction] = ()
    columns: tuple[Column, ...] | None = None
    defines: tuple[Descriptor, ...] = ()
    result: ResultSet | None = None
    fetched: int = 0

    def begin(self, result: ResultSet) -> bool:
        """Takes a new result; True when it must be described, having another shape than the last one."""
        self.result = result
        self.fetched = 0
        columns = tuple(result.columns)
        if columns == self.columns:
            return False
        before = self.columns
        self.defines = _defines_after_change(before, self.defines, columns) if before else _first_defines(columns)
        self.columns = columns
        return True

    def take(self, limit: int) -> Sequence[tuple[object, ...]]:
        """The next rows, at most `limit`."""
        if self.result is None:
            return ()
        rows = self.result.rows[self.fetched : self.fetched + limit]
        self.fetched += len(rows)
        return rows

    def awaits_define(self) -> bool:
        """With a LOB among the columns a client first says whether it wants locators or values."""
        return not self.defines and self.columns is not None and _has_lob(self.columns)


@by_identity
def _has_lob(columns: tuple[Column, ...]) -> bool:
    return any(form_of(column.type).type in LOB_TYPES for column in columns)


@by_identity
def _first_defines(columns: tuple[Column, ...]) -> tuple[Descriptor, ...]:
    return _defines_after_change((), (), columns)


def _defines_after_change(
    old: Sequence[Column], defines: Sequence[Descriptor], new: Sequence[Column]
) -> tuple[Descriptor, ...]:
    """A client that has fetched text or bytes and finds a LOB in that column now reads it as a LONG, without a define.

    () when any LOB has no such past.
    """
    changed = []
    for position, column in enumerate(new):
        form = form_of(column.type)
        if form.type in LOB_TYPES:
            if position >= len(old):
                return ()
            before = defines[position].type if position < len(defines) else form_of(old[position].type).type
            if before not in _READ_AS_LONG[form.type]:
                return ()
            long_type = WireType.LONG_RAW if form.type is WireType.BLOB else WireType.LONG
            changed.append(Descriptor(long_type, charset_form=_charset_form(old[position])))
        else:
            changed.append(Descriptor(form.type, charset_form=form.charset_form))
    return tuple(changed)


def _charset_form(column: Column) -> int:
    return form_of(column.type).charset_form


class CursorTable:
    def __init__(self) -> None:
        self._cursors: dict[int, Cursor] = {}
        self._last_id = 0

    def open(self, prepared: Prepared | None) -> Cursor:
        """Raises OraError 1000 when too many are open."""
        if len(self._cursors) >= OPEN_CURSORS:
            raise OraError(_TOO_MANY)
        self._last_id = self._last_id % 0xFFFF + 1
        while self._last_id in self._cursors:
            self._last_id = self._last_id % 0xFFFF + 1
        cursor = Cursor(self._last_id, prepared)
        self._cursors[cursor.id] = cursor
        return cursor

    def open_result(self, result: ResultSet) -> Cursor:
        cursor = self.open(None)
        cursor.begin(result)
        return cursor

    def find(self, cursor_id: int) -> Cursor:
        """Raises OraError 1001 for a cursor that is not open."""
        cursor = self._cursors.get(cursor_id)
        if cursor is None:
            raise OraError(_INVALID)
        return cursor

    def close(self, cursor_id: int) -> None:
        self._cursors.pop(cursor_id, None)
