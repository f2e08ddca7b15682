# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CONNECT BY as a recursive common table, walked depth first as Oracle walks it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ..errors import OraError
from . import tree
from .rules import condition, walk
from .scopes import Lowered

if TYPE_CHECKING:
    from .lower_from import LoweredFrom


def lower_hierarchy(lowered: LoweredFrom, connect_by: tree.ConnectBy) -> None:
    """Puts the hierarchy in the place of the block's only table; LEVEL becomes one of its columns.

    Joins are ORA-03001. A row that is its own ancestor raises ORA-01436, or ends the branch with NOCYCLE.
    Siblings come in no certain order.
    """
    block = lowered.block
    if len(block.sources) != 1:
        raise OraError(3001, offset=connect_by.offset)
    source, context = block.sources[0], block.context
    tree_alias, alias = context.new_alias("h"), context.new_alias("h")
    names = {column.value.sql: f"c{index}" for index, column in enumerate(source.columns, start=1)}

    def from_parent(column: Lowered) -> Lowered:
        return dataclasses.replace(column, sql=f"{tree_alias}.{names[column.sql]}", rowid=None)

    start = condition(block, connect_by.start_with) if connect_by.start_with is not None else "1"
    block.prior, block.level = from_parent, f"({tree_alias}.n + 1)"
    block.rownum = block.level if lowered.dual_only else None
    connected = condition(block, connect_by.condition)
    block.prior, block.rownum = None, None

    row = ", ".join(names)
    path, checks_loops = "''", _has_prior(connect_by.condition)
    next_path = path
    if checks_loops:
        key = "'|' || " + " || ',' || ".join(f"quote({sql})" for sql in names) + " || '|'"
        path, next_path = key, f"{tree_alias}.p || {key}"
        unseen = f"instr({tree_alias}.p, {key}) = 0"
        connected += f" AND {unseen}" if connect_by.nocycle else f" AND ({unseen} OR ora__connect_loop())"
    lowered.parts[0].text = (
        f"(WITH RECURSIVE {tree_alias}(n, p, {', '.join(names.values())}) AS ("
        f"SELECT 1, {path}, {row} FROM {lowered.text} WHERE {start} UNION ALL "
        f"SELECT {tree_alias}.n + 1, {next_path}, {row} FROM {tree_alias} JOIN {lowered.text} ON {connected} "
        f"ORDER BY 1 DESC) SELECT * FROM {tree_alias}) AS {alias}"
    )
    source.columns = tuple(
        dataclasses.replace(column, value=Lowered(f"{alias}.c{index}", column.value.type, column.value.nullable))
        for index, column in enumerate(source.columns, start=1)
    )
    source.relation = None
    block.level = f"{alias}.n"


def _has_prior(node: tree.Node) -> bool:
    return any(isinstance(found, tree.Unary) and found.operator == "PRIOR" for found in walk(node))
