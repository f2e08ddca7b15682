# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""MERGE as up to three plans over the join of target and source."""

from __future__ import annotations

import dataclasses

from ..errors import OraError
from . import tree
from .dml_plans import InsertPlan, Target, UpdatePlan, delete_rows, insert_from_source, update_rows
from .lower_from import LoweredFrom, Part, lower_from
from .rules import condition, walk
from .scopes import Block, Context


@dataclasses.dataclass(frozen=True)
class MergePlan:
    """delete_sql: rows to delete after the update, as in DeletePlan; only rows that were updated count.

    update_first: the source must not lead to one target row twice."""

    update: UpdatePlan | None
    delete_sql: str | None
    insert: InsertPlan | None
    target: Target


def plan_merge(context: Context, statement: tree.Merge) -> MergePlan:
    target = Target(context, statement.target, "UPDATE" if statement.update is not None else "INSERT")
    if statement.update is not None and statement.insert is not None:
        Target(context, statement.target, "INSERT")  # both privileges are needed
    update, delete_sql = None, None
    if statement.update is not None:
        _check_unjoined(target, statement)
        sql, columns = update_rows(
            target, _joined(context, target, statement, True), statement.update.assignments, statement.update.where
        )
        update = UpdatePlan(target.relation, columns, sql)
        if statement.update.delete_where is not None:
            joined = _joined(context, target, statement, True)
            delete_sql = delete_rows(target, joined, statement.update.delete_where)
    insert = _planned_insert(context, target, statement) if statement.insert is not None else None
    return MergePlan(update, delete_sql, insert, target)


def _check_unjoined(target: Target, statement: tree.Merge) -> None:
    """Columns of the ON clause cannot be updated: ORA-38104."""
    assert statement.update is not None
    joined = {name.parts for name in walk(statement.condition) if isinstance(name, tree.Name)}
    for assignment in statement.update.assignments:
        for name in assignment.columns:
            column = target.column(name)
            if (target.source.name, column.name) in joined or (column.name,) in joined:
                raise OraError(38104, column.name, offset=name.offset)


def _joined(context: Context, target: Target, statement: tree.Merge, matching: bool) -> LoweredFrom:
    """The target joined to the source, or the source left-joined to the target."""
    source = lower_from(context, (statement.source,), None)
    block = Block(context, None, (target.source, *source.block.sources))
    test = condition(block, statement.condition)
    text = f"{target.text} JOIN {source.text}" if matching else f"{source.text} LEFT JOIN {target.text}"
    return LoweredFrom(block, [Part(f"{text} ON {test}", tuple(block.sources), True)], False)


def _planned_insert(context: Context, target: Target, statement: tree.Merge) -> InsertPlan:
    assert statement.insert is not None
    joined = _joined(context, target, statement, False)
    rest = f" FROM {joined.text} WHERE {target.source.alias}.rowid IS NULL"
    source_only = Block(context, None, joined.block.sources[1:])
    if statement.insert.where is not None:
        rest += f" AND {condition(source_only, statement.insert.where)}"
    return insert_from_source(target, statement.insert.columns, statement.insert.values, source_only, rest)
