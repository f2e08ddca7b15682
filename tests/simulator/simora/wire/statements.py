# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Executing and fetching: what the calls of a client mean to the engine's session, and their replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..engine import Bind, Direction, EngineSession, Outcome, Prepared, ResultSet, StatementKind
from ..errors import OraError
from ..values import OraType
from . import file_locators, objects
from .capabilities import ClientCapabilities
from .codec import Writer
from .cursors import Cursor, CursorTable
from .datatypes import Descriptor, WireType
from .executions import BindPlan, CursorReference, Execute, ExecuteFlag, Locator, ObjectImage, Option
from .lobs import LobStore
from .replies import (
    ARRAY_ERRORS,
    NO_DATA_FOUND,
    CallEnd,
    Message,
    write_call_end,
    write_describe,
    write_describe_body,
    write_execution_parameters,
    write_io_vector,
    write_row_header,
    write_warning,
)
from .rows import ValueWriters

_NO_DATA_FOUND_TEXT = OraError(NO_DATA_FOUND).text()
_COMPILATION_ERRORS = 24344
_INVALID_STATEMENT = 900
_SCROLLING_REFUSED = 3001
_KEPT_KINDS = frozenset({StatementKind.QUERY, StatementKind.DML, StatementKind.PLSQL})


class Statements:
    """The statements of one session: its cursors, and every call that executes, describes or fetches.

    row_ends: is told where each fetched row ends in the reply.
    """

    def __init__(self, session: EngineSession, client: ClientCapabilities, lobs: LobStore, row_ends: list[int]) -> None:
        self._session = session
        self._client = client
        self._lobs = lobs
        self._cursors = CursorTable()
        self._values = ValueWriters(client, lobs, self._cursors, row_ends)
        self._looked_at: Prepared | None = None

    def close_cursors(self, cursor_ids: Sequence[int]) -> None:
        for cursor_id in cursor_ids:
            self._cursors.close(cursor_id)

    def plan(self, cursor_id: int, sql: str | None) -> BindPlan:
        """Where a call of this statement has bind values. Raises OraError when the statement is not understood."""
        cursor = self._cursors.find(cursor_id) if sql is None else None
        if sql is not None:
            self._looked_at = prepared = self._session.prepare(sql)
        elif cursor is not None and cursor.prepared is not None:
            prepared = cursor.prepared
        else:
            raise OraError(_INVALID_STATEMENT)
        omitted = frozenset(prepared.returning_binds)
        outs = {
            position
            for position, direction in enumerate(cursor.directions if cursor else ())
            if direction is Direction.OUT
        }
        return BindPlan(
            is_query=prepared.kind is StatementKind.QUERY,
            is_plsql=prepared.kind is StatementKind.PLSQL,
            omitted=omitted,
            omitted_again=omitted | outs,
            descriptors=cursor.descriptors if cursor else (),
        )

    def perform(self, call: Execute, *, again: bool, poll_break: Callable[[], None]) -> bytes:
        """The reply to an execution; again: it came in a short form. Raises OraError for what failed."""
        if call.flags & ExecuteFlag.SCROLLABLE:
            raise OraError(_SCROLLING_REFUSED)
        if call.sql is None and not call.options & Option.EXECUTE:
            return self._continue(call)
        prepared, cursor = self._statement_of(call)
        if not call.options & Option.EXECUTE:
            return self._describe_only(call, prepared)
        outcome = self._session.execute(
            prepared,
            self._bind_rows(call, prepared),
            batch_errors=bool(call.options & Option.BATCH_ERRORS),
            poll_break=poll_break,
        )
        opened = None
        if cursor is None and prepared.kind in _KEPT_KINDS:
            opened = cursor = self._cursors.open(prepared)
        try:
            return self._reply(call, outcome, cursor, again=again)
        except Exception:
            if opened is not None:  # the client will not hear of it
                self._cursors.close(opened.id)
            raise

    def fetch(self, cursor_id: int, count: int) -> bytes:
        """Raises OraError 1001 for a cursor that is not open, 1002 for one without a result."""
        cursor = self._cursors.find(cursor_id)
        writer = Writer()
        self._write_fetched(writer, cursor, count)
        return bytes(writer)

    def _continue(self, call: Execute) -> bytes:
        """A define, or the first fetch from a REF CURSOR."""
        cursor = self._cursors.find(call.cursor_id)
        writer = Writer()
        if call.options & Option.DEFINE:
            cursor.defines = call.defines
        if call.options & Option.FETCH and not cursor.awaits_define():
            self._write_fetched(writer, cursor, call.fetch_rows)
        else:
            write_call_end(writer, CallEnd(self._session.in_transaction, cursor_id=cursor.id))
        return bytes(writer)

    def _statement_of(self, call: Execute) -> tuple[Prepared, Cursor | None]:
        cursor = self._cursors.find(call.cursor_id) if call.cursor_id else None
        looked_at, self._looked_at = self._looked_at, None
        if call.sql is not None:
            prepared = looked_at or self._session.prepare(call.sql)
            if cursor is not None:
                cursor.prepared = prepared
            return prepared, cursor
        if cursor is None or cursor.prepared is None:
            raise OraError(_INVALID_STATEMENT)
        return cursor.prepared, cursor

    def _describe_only(self, call: Execute, prepared: Prepared) -> bytes:
        writer = Writer()
        cursor_id = 0
        if prepared.kind is StatementKind.QUERY:
            columns = self._session.describe(prepared)
            cursor = self._cursors.find(call.cursor_id) if call.cursor_id else self._cursors.open(prepared)
            cursor.columns = tuple(columns)
            cursor_id = cursor.id
            write_describe(writer, columns, self._client)
        write_call_end(writer, CallEnd(self._session.in_transaction, cursor_id=cursor_id))
        return bytes(writer)

    def _bind_rows(self, call: Execute, prepared: Prepared) -> list[list[Bind]]:
        if not call.descriptors:
            return [[]] * call.iterations if prepared.kind is not StatementKind.QUERY else []
        types = [self._bind_type(descriptor) for descriptor in call.descriptors]
        return [
            [
                Bind(ora_type, self._bind_value(value), descriptor.size, descriptor.is_array, descriptor.max_elements)
                for ora_type, descriptor, value in zip(types, call.descriptors, row, strict=True)
            ]
            for row in call.rows
        ]

    def _bind_type(self, descriptor: Descriptor) -> OraType:
        if descriptor.type == WireType.OBJECT:
            return self._session.type_by_oid(descriptor.type_oid)
        return descriptor.ora_type()

    def _object(self, value: ObjectImage) -> object:
        shape = self._session.type_by_oid(objects.oid_of(value.introduction)).shape
        assert shape is not None
        return objects.decode(value.image, shape, lambda locator: self._lobs.find(locator).value())

    def _bind_value(self, value: object) -> object:
        if isinstance(value, ObjectImage):
            return self._object(value)
        if isinstance(value, Locator):
            if file_locators.is_file(value.data):
                return file_locators.decode(value.data)
            return self._lobs.find(value.data).value()
        if isinstance(value, CursorReference):
            return self._cursors.find(value.cursor_id).result if value.cursor_id else None
        if isinstance(value, list):
            return [self._bind_value(element) for element in value]
        return value

    def _reply(self, call: Execute, outcome: Outcome, cursor: Cursor | None, *, again: bool) -> bytes:
        writer = Writer()
        if cursor is not None:
            cursor.descriptors = call.descriptors
            cursor.directions = outcome.directions
        if outcome.result_set is not None and cursor is not None:
            self._commit_if_asked(call)
            self._write_query(writer, call, outcome.result_set, cursor)
            return bytes(writer)
        if outcome.directions and call.descriptors:
            self._write_out_binds(writer, call, outcome, with_vector=not again)
        for returned in outcome.returned:
            self._write_returned(writer, call, cursor, returned)
        if outcome.implicit_results:
            self._write_implicit_results(writer, outcome.implicit_results)
        wants_counts = bool(call.flags & ExecuteFlag.ROW_COUNTS)
        if wants_counts or outcome.current_schema is not None:
            write_execution_parameters(writer, outcome.current_schema, outcome.row_counts if wants_counts else None)
        compilation_errors = False
        if outcome.warning is not None:
            code, text = outcome.warning
            compilation_errors = code == _COMPILATION_ERRORS
            if not compilation_errors:
                write_warning(writer, code, text)
        self._commit_if_asked(call)
        write_call_end(
            writer,
            CallEnd(
                self._session.in_transaction,
                code=ARRAY_ERRORS if outcome.batch_errors else 0,
                text=OraError(ARRAY_ERRORS).text() if outcome.batch_errors else "",
                cursor_id=cursor.id if cursor else 0,
                row_count=outcome.row_count,
                compilation_errors=compilation_errors,
                batch_errors=outcome.batch_errors,
            ),
        )
        return bytes(writer)

    def _commit_if_asked(self, call: Execute) -> None:
        """Before the call status is told, which says whether a transaction is open."""
        if call.options & Option.COMMIT:
            self._session.commit()

    def _write_query(self, writer: Writer, call: Execute, result: ResultSet, cursor: Cursor) -> None:
        if cursor.begin(result):
            write_describe(writer, result.columns, self._client)
        if call.options & Option.FETCH and not cursor.awaits_define():
            self._write_fetched(writer, cursor, call.fetch_rows)
        else:
            write_call_end(writer, CallEnd(self._session.in_transaction, cursor_id=cursor.id))

    def _write_fetched(self, writer: Writer, cursor: Cursor, count: int) -> None:
        """At most `count` rows; the end is told only by a fetch that found fewer than it asked for."""
        if cursor.result is None:
            raise OraError(1002)
        rows = cursor.take(count)
        if rows:
            write_row_header(writer)
            self._values.write_rows(writer, cursor.columns or (), cursor.defines, rows)
        ended = len(rows) < count
        write_call_end(
            writer,
            CallEnd(
                self._session.in_transaction,
                code=NO_DATA_FOUND if ended else 0,
                text=_NO_DATA_FOUND_TEXT if ended else "",
                cursor_id=cursor.id,
                row_count=cursor.fetched,
            ),
        )

    def _write_out_binds(self, writer: Writer, call: Execute, outcome: Outcome, *, with_vector: bool) -> None:
        if with_vector:
            write_io_vector(writer, outcome.directions)
        writers = [
            self._values.for_bind(descriptor, self._bind_type(descriptor).shape)
            for descriptor, direction in zip(call.descriptors, outcome.directions, strict=True)
            if direction is not Direction.IN
        ]
        if not writers:
            return
        for values in outcome.out_values:
            writer.append(Message.ROW_DATA)
            for write, value in zip(writers, values, strict=True):
                write(writer, value)

    def _write_returned(
        self, writer: Writer, call: Execute, cursor: Cursor | None, returned: list[list[object]]
    ) -> None:
        assert cursor is not None and cursor.prepared is not None
        descriptors: list[Descriptor] = [call.descriptors[position] for position in cursor.prepared.returning_binds]
        writer.append(Message.ROW_DATA)
        for descriptor, values in zip(descriptors, returned, strict=True):
            self._values.for_returned(descriptor)(writer, values)

    def _write_implicit_results(self, writer: Writer, results: Sequence[ResultSet]) -> None:
        writer.u8(Message.IMPLICIT_RESULTS)
        writer.ub(len(results))
        for result in results:
            cursor = self._cursors.open_result(result)
            writer.u8(0)
            write_describe_body(writer, result.columns, self._client)
            writer.ub(cursor.id)
