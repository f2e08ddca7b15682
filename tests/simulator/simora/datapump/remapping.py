# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Remaps: under which names, in which schemas and tablespaces, and with which values objects arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .definition import Definition, Remap
from .pump_objects import PumpObject

# Applies a remap function to a value: (function, value).
Apply = Callable[[str, Any], Any]


def remapped(item: PumpObject, definition: Definition) -> PumpObject:
    """The object as it is to be made in the target; its rows keep their values."""
    remaps = definition.remaps
    table = item.base_name
    new_name = _table_name(remaps, item.base_schema, table) if table is not None else None
    values: dict[str, Any] = {
        "schema": _mapped(remaps, "REMAP_SCHEMA", item.schema),
        "base_schema": _mapped(remaps, "REMAP_SCHEMA", item.base_schema),
        "tablespace": _mapped(remaps, "REMAP_TABLESPACE", item.tablespace),
        "base_name": new_name if new_name is not None else table,
    }
    if item.type in ("TABLE", "TABLE_DATA"):
        values["name"] = values["base_name"]
    elif item.type == "USER":
        values["name"] = values["schema"]
    elif item.type == "TABLESPACE_QUOTA":
        values["name"] = _mapped(remaps, "REMAP_TABLESPACE", item.name)
    return item.changed(**values, definition=_mapped_definition(item, remaps))


def remapped_rows(item: PumpObject, definition: Definition, apply: Apply) -> PumpObject:
    """TABLE_DATA with the values that data remaps give. `item` has the names of the source."""
    remaps = [
        remap
        for remap in definition.data_remaps
        if remap.table == item.base_name and remap.schema in (None, item.base_schema)
    ]
    if not remaps:
        return item
    names = [column["name"] for column in item.definition["columns"]]
    rows = [list(row) for row in item.rows]
    for remap in remaps:
        if remap.old in names:
            position = names.index(remap.old)
            for row in rows:
                row[position] = apply(remap.new, row[position])
    return item.changed(definition={**item.definition, "rows": rows})


def _mapped_definition(item: PumpObject, remaps: Sequence[Remap]) -> dict[str, Any]:
    body = dict(item.definition)
    if item.type == "USER":
        body["tablespace"] = _mapped(remaps, "REMAP_TABLESPACE", body.get("tablespace"))
    if item.type == "SYNONYM":
        body["schema"] = _mapped(remaps, "REMAP_SCHEMA", body["schema"])
    if item.type == "REF_CONSTRAINT" and "references" in body:
        parent = body["references"]
        name = _table_name(remaps, parent["schema"], parent["table"])
        schema = _mapped(remaps, "REMAP_SCHEMA", parent["schema"])
        body["references"] = {**parent, "schema": schema, "table": name or parent["table"]}
    return body


def _mapped(remaps: Sequence[Remap], name: str, value: str | None) -> str | None:
    return next((remap.new for remap in remaps if remap.name == name and remap.old == value), value)


def _table_name(remaps: Sequence[Remap], schema: str | None, table: str | None) -> str | None:
    """The new name of a table; the old one may be given as TABLE or SCHEMA.TABLE."""
    wanted = (table, f"{schema}.{table}")
    return next((remap.new for remap in remaps if remap.name == "REMAP_TABLE" and remap.old in wanted), None)
