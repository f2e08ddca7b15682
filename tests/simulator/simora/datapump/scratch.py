# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Subqueries on rows that are in no table yet: an import filters what it reads from a dump file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..values import to_storage
from ..world import tables
from ..world.objects import StoredColumn
from .definition import Definition
from .dictionary_source import type_from_data
from .dictionary_target import DictionaryTarget
from .pump_objects import PumpObject

if TYPE_CHECKING:
    from ..world.session import Session


def filtered_rows(session: Session, item: PumpObject, definition: Definition) -> list[list[Any]]:
    """The rows of a TABLE_DATA object that the job's subquery leaves, in its order. Raises OraError."""
    subquery = definition.data_filter("SUBQUERY", item.base_schema, item.base_name)
    if subquery is None:
        return item.rows
    database, owner = session.database, session.user
    columns = tuple(
        StoredColumn(column["name"], type_from_data(column["type"])) for column in item.definition["columns"]
    )
    name = f"KU$_ROWS_{session.sid}"
    table = tables.create_table(database, session.con_id, owner, tables.TableDefinition(name, columns))
    database.relations.clear()
    try:
        DictionaryTarget(database, session.con_id).load(item.changed(base_schema=owner, base_name=name))
        names = ", ".join(f'ku$."{column.name}"' for column in columns)
        outcome = session.run(f'SELECT {names} FROM "{owner}"."{name}" ku$ {subquery.value}')
    finally:
        tables.remove_table(database, table)
        database.relations.clear()
    assert outcome.result_set is not None
    return [
        [to_storage(value, column.type) for value, column in zip(row, columns, strict=True)]
        for row in outcome.result_set.rows
    ]
