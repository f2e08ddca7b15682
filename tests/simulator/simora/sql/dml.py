# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Execution of DML plans: all rows are computed first, then changed one by one; an error takes everything back."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..engine import Outcome
from ..errors import OraError
from . import tree
from .checks import checked
from .dml_plans import DeletePlan, InsertPlan, ReturningPlan, UpdatePlan, plan_delete, plan_insert, plan_update
from .locking import lock_rows, violated_constraint
from .merge_plans import MergePlan, plan_merge
from .query import python_rows
from .scopes import Context, identifier
from .translations import Translation

Plan = InsertPlan | UpdatePlan | DeletePlan | MergePlan


def translate_dml(context: Context, statement: tree.Statement) -> Plan:
    if isinstance(statement, tree.Insert):
        return plan_insert(context, statement)
    if isinstance(statement, tree.Update):
        return plan_update(context, statement)
    if isinstance(statement, tree.Delete):
        return plan_delete(context, statement)
    assert isinstance(statement, tree.Merge)
    return plan_merge(context, statement)


def run_dml(session: Any, translation: Translation[Plan], values: Mapping[str, object]) -> Outcome:
    plan = translation.body
    lock_rows(session, plan.target.relation if isinstance(plan, MergePlan) else plan.relation)
    change = _Change(session, values)
    with change.all_or_nothing():
        if isinstance(plan, MergePlan):
            return Outcome(row_count=change.merge(plan))
        if isinstance(plan, InsertPlan):
            rows = change.insert(plan)
        elif isinstance(plan, UpdatePlan):
            rows = change.update(plan)
        else:
            rows = change.delete(plan)
        outcome = Outcome(row_count=len(rows))
        if plan.returning is not None:
            outcome.returned.append(change.returned(plan.returning))
        return outcome


class _Change:
    """One statement's changes."""

    def __init__(self, session: Any, values: Mapping[str, object]) -> None:
        self._session = session
        self._connection: sqlite3.Connection = session.sqlite
        self._undo = session.transaction.undo
        self._values = dict(values)
        self._returned: list[tuple[object, ...]] = []

    @contextlib.contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        mark = self._undo.mark()
        try:
            yield
        except sqlite3.IntegrityError as error:
            self._undo.rollback(mark)
            raise OraError(1, violated_constraint(self._session, str(error))) from error
        except BaseException:
            self._undo.rollback(mark)
            raise

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._session.database.sql_environment.running_for(self._session):
            return self._connection.execute(sql, self._values).fetchall()

    def insert(self, plan: InsertPlan) -> list[int]:
        return self._insert_rows(plan, self._rows(plan.sql))

    def _insert_rows(self, plan: InsertPlan, rows: Sequence[tuple[Any, ...]]) -> list[int]:
        relation, numbers = plan.relation, []
        names = ", ".join(identifier(column.sqlite_name) for column in plan.columns)
        places = ", ".join("?" for dummy in plan.columns)
        sql = f"INSERT INTO {relation.sqlite_source} ({names}) VALUES ({places})"
        for row in rows:
            values = [checked(value, relation, column, 1400) for value, column in zip(row, plan.columns)]
            number = self._connection.execute(sql, values).lastrowid
            assert number is not None
            self._undo.inserted(relation.sqlite_source, number)
            numbers.append(number)
            self._return(plan.returning, number)
        return numbers

    def update(self, plan: UpdatePlan) -> list[int]:
        return self._update_rows(plan, self._rows(plan.sql))

    def _update_rows(self, plan: UpdatePlan, rows: Sequence[tuple[Any, ...]]) -> list[int]:
        """Keys are unique at the end of the statement, not after each row: SET id = id + 1 must not fail."""
        mark, count = self._undo.mark(), len(plan.columns)
        new_values = [
            [checked(value, plan.relation, column, 1407) for value, column in zip(row, plan.columns)] for row in rows
        ]
        old_values = [row[count : 2 * count] for row in rows]
        numbers = [row[-1] for row in rows]
        try:
            self._assign(plan, numbers, old_values, new_values)
        except sqlite3.IntegrityError:
            self._undo.rollback(mark)
            emptied = [[None] * count for dummy in rows]
            self._assign(plan, numbers, old_values, emptied)
            self._assign(plan, numbers, emptied, new_values)
        for number in numbers:
            self._return(plan.returning, number)
        return numbers

    def _assign(
        self,
        plan: UpdatePlan,
        numbers: Sequence[int],
        old_values: Sequence[Sequence[Any]],
        new_values: Sequence[Sequence[Any]],
    ) -> None:
        table = plan.relation.sqlite_source
        names = [identifier(column.sqlite_name) for column in plan.columns]
        sql = f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE rowid = ?"
        for number, old, new in zip(numbers, old_values, new_values):
            self._connection.execute(sql, (*new, number))
            self._undo.updated(table, number, names, old)

    def delete(self, plan: DeletePlan) -> list[int]:
        return self._delete_rows(plan.relation, self._rows(plan.sql), plan.returning)

    def _delete_rows(
        self, relation: Any, rows: Sequence[tuple[Any, ...]], returning: ReturningPlan | None
    ) -> list[int]:
        names = [identifier(column.sqlite_name) for column in relation.columns]
        numbers = []
        for row in rows:
            number = row[-1]
            self._return(returning, number)
            self._connection.execute(f"DELETE FROM {relation.sqlite_source} WHERE rowid = ?", (number,))
            self._undo.deleted(relation.sqlite_source, number, names, row[:-1])
            numbers.append(number)
        return numbers

    def merge(self, plan: MergePlan) -> int:
        """Raises OraError 30926 when the source leads to a row twice."""
        updates = self._rows(plan.update.sql) if plan.update is not None else []
        inserts = self._rows(plan.insert.sql) if plan.insert is not None else []
        changed = {row[-1] for row in updates}
        if len(changed) != len(updates):
            raise OraError(30926)
        if plan.update is not None:
            self._update_rows(plan.update, updates)
        if plan.delete_sql is not None:
            deletes = [row for row in self._rows(plan.delete_sql) if row[-1] in changed]
            self._delete_rows(plan.target.relation, deletes, None)
        if plan.insert is not None:
            self._insert_rows(plan.insert, inserts)
        return len(updates) + len(inserts)

    def _return(self, returning: ReturningPlan | None, number: int) -> None:
        if returning is None:
            return
        with self._session.database.sql_environment.running_for(self._session):
            # In order, not by name: SQLite gives no name to a placeholder that the text skips.
            values = (*self._values.values(), number)
            rows = self._connection.execute(returning.sql, values).fetchall()
        self._returned += python_rows(rows, returning.columns)

    def returned(self, returning: ReturningPlan) -> list[list[object]]:
        """One list of values per expression."""
        return [[row[index] for row in self._returned] for index in range(len(returning.columns))]
