# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Execution of queries: every row is read before the client sees the first one."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..engine import ResultSet
from ..identity_cache import by_identity
from ..values import Column, from_storage
from . import datatypes, tree
from .functions.number_values import loaded
from .locking import lock_rows
from .rules import LoweredQuery, query
from .scopes import Context
from .translations import Translation


def translate_query(context: Context, statement: tree.Query) -> tuple[LoweredQuery, int | None]:
    """The query and how long FOR UPDATE waits (see tree.ForUpdate)."""
    return query(context, statement, None), statement.for_update.wait if statement.for_update else None


def run_query(
    session: Any, translation: Translation[tuple[LoweredQuery, int | None]], values: Mapping[str, object]
) -> ResultSet:
    lowered, wait = translation.body
    with session.database.sql_environment.running_for(session):
        rows = session.sqlite.execute(lowered.sql, values).fetchall()
    if lowered.lock_targets:
        width = len(lowered.columns)
        for index, (relation, _rowid) in enumerate(lowered.lock_targets, start=width):
            if any(row[index] is not None for row in rows):
                lock_rows(session, relation, wait)
        # While this session waited, others may have changed what it reads.
        with session.database.sql_environment.running_for(session):
            rows = [row[:width] for row in session.sqlite.execute(lowered.sql, values)]
    return ResultSet(lowered.columns, python_rows(rows, lowered.columns))


def python_rows(rows: Sequence[tuple[Any, ...]], columns: Sequence[Column]) -> list[tuple[object, ...]]:
    """Rows from storage form to Python form."""
    converters = _converters(tuple(columns))
    if not any(converters):
        return list(rows)
    return [
        tuple(
            value if converter is None or value is None else converter(value)
            for value, converter in zip(row, converters)
        )
        for row in rows
    ]


@by_identity
def _converters(columns: tuple[Column, ...]) -> tuple[Callable[[Any], object] | None, ...]:
    return tuple(_converter(column) for column in columns)


def _converter(column: Column) -> Callable[[Any], object] | None:
    """None where both forms are the same."""
    family = datatypes.family(column.type)
    if family in (datatypes.CHARACTER, datatypes.BYTES, datatypes.NOTHING):
        return None
    if family == datatypes.NUMERIC:
        return _number
    if family == datatypes.BINARY_FLOATING:
        return float
    kind = column.type
    return lambda value: from_storage(value, kind)


def _number(value: Any) -> int | decimal.Decimal:
    return value if isinstance(value, int) else loaded(value)
