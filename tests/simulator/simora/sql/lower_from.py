# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""FROM clauses: tables, inline views, joins of both notations."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from ..errors import OraError
from ..values import varchar2
from . import tree
from .rules import condition, query, walk
from .scopes import Block, Context, Lowered, Source, SourceColumn, identifier, limit_clause, written_name
from .typed import compare

_DUAL = "(SELECT 'X' AS c1)"


@dataclasses.dataclass
class LoweredFrom:
    """text: what follows FROM, conditions of ANSI joins included. dual_only: the only table is DUAL."""

    block: Block
    parts: list[Part]
    dual_only: bool

    @property
    def text(self) -> str:
        return ", ".join(part.text for part in self.parts)


@dataclasses.dataclass
class Part:
    """One item of the comma list: its text and the tables in it."""

    text: str
    sources: tuple[Source, ...]
    joined: bool = False


def lower_from(
    context: Context, items: Sequence[tree.FromItem], parent: Block | None, purpose: str = "SELECT"
) -> LoweredFrom:
    """purpose: what the catalog is asked to permit, SELECT or FOR UPDATE."""
    block = Block(context, parent, ())
    parts = []
    for item in items:
        part = _lower_item(block, item, parent, purpose)
        parts.append(part)
        block.sources.extend(part.sources)
    dual_only = len(items) == 1 and isinstance(items[0], tree.TableReference) and _is_dual(items[0])
    return LoweredFrom(block, parts, dual_only)


def _is_dual(item: tree.TableReference) -> bool:
    return item.parts in (("DUAL",), ("SYS", "DUAL")) and item.database_link is None


def _lower_item(block: Block, item: tree.FromItem, parent: Block | None, purpose: str) -> Part:
    if isinstance(item, tree.TableReference):
        source, text = lower_table(block.context, item, purpose)
        return Part(text, (source,))
    if isinstance(item, tree.DerivedTable):
        return _lower_derived(block, item, parent)
    return _lower_join(block, item, parent, purpose)


def lower_table(context: Context, item: tree.TableReference, purpose: str) -> tuple[Source, str]:
    """A table, view or WITH name, and its text in FROM. Raises what the catalog raises, with the name's offset."""
    if len(item.parts) > 2:
        raise OraError(933, offset=item.offset)
    if len(item.parts) == 1 and item.database_link is None:
        common = context.common_table(item.parts[0])
        if common is not None:
            alias = context.new_alias()
            columns = tuple(
                SourceColumn(column.name, Lowered(f"{alias}.c{index}", column.type, column.nullable))
                for index, column in enumerate(common.columns, start=1)
            )
            return Source(item.alias or item.parts[0], None, alias, columns), f"{common.sqlite_name} AS {alias}"
    alias = context.new_alias()
    if _is_dual(item):
        columns = (SourceColumn("DUMMY", Lowered(f"{alias}.c1", varchar2(1))),)
        return Source(item.alias or "DUAL", None if item.alias else "SYS", alias, columns), f"{_DUAL} AS {alias}"
    owner = item.parts[0] if len(item.parts) == 2 else None
    try:
        relation = context.relation(owner, item.parts[-1], purpose, item.database_link)
    except OraError as error:
        error.offset = error.offset or item.offset
        raise
    return table_source(relation, item, alias), f"{relation.sqlite_source} AS {alias}"


def table_source(relation: Any, item: tree.TableReference, alias: str) -> Source:
    columns = tuple(
        SourceColumn(column.name, Lowered(f"{alias}.{identifier(column.sqlite_name)}", column.type, column.nullable))
        for column in relation.columns
    )
    owner = None if item.alias else relation.owner
    return Source(item.alias or item.parts[-1], owner, alias, columns, relation)


def _lower_derived(block: Block, item: tree.DerivedTable, parent: Block | None) -> Part:
    """An inline view sees nothing of its own FROM clause, nor of the query around it."""
    lowered = query(block.context, item.query, None)
    alias = block.context.new_alias()
    columns = tuple(
        SourceColumn(column.name, Lowered(f"{alias}.c{index}", column.type, column.nullable))
        for index, column in enumerate(lowered.columns, start=1)
    )
    # Without a LIMIT, SQLite may drop the order that ROWNUM outside counts on.
    keep_order = item.query.order_by and not lowered.limited
    text = f"({lowered.sql}{limit_clause('-1') if keep_order else ''}) AS {alias}"
    return Part(text, (Source(item.alias, None, alias, columns),))


def _lower_join(block: Block, join: tree.Join, parent: Block | None, purpose: str) -> Part:
    left = _lower_item(block, join.left, parent, purpose)
    right = _lower_item(block, join.right, parent, purpose)
    sources = (*left.sources, *right.sources)
    inner = Block(block.context, parent, sources)
    inner.merged = block.merged
    right_text = f"({right.text})" if right.joined else right.text
    keyword = {"CROSS": "CROSS JOIN", "INNER": "JOIN"}.get(join.kind, f"{join.kind} JOIN")
    text = f"{left.text} {keyword} {right_text}"
    if join.natural or join.using:
        text += f" ON {_merge(block, join, left.sources, right.sources)}"
    elif join.condition is not None:
        if any(isinstance(node, tree.Name) and node.outer for node in walk(join.condition)):
            raise OraError(25156, offset=join.offset)
        text += f" ON {condition(inner, join.condition)}"
    return Part(text, sources, True)


def _merge(block: Block, join: tree.Join, left: Sequence[Source], right: Sequence[Source]) -> str:
    """The condition of NATURAL or USING; its columns become one column of the block."""
    names = list(join.using)
    if join.natural:
        right_names = {column.name for source in right for column in source.columns}
        names = [column.name for source in left for column in source.columns if column.name in right_names]
    tests = []
    for name in names:
        sides = []
        for sources in (left, right):
            found = [column.value for source in sources if (column := source.column(name)) is not None]
            if len(found) != 1:
                raise OraError(904 if not found else 918, written_name((name,)), offset=join.offset)
            sides.append(found[0])
        one, other = sides
        tests.append(compare("=", one, other))
        text = {"RIGHT": other.sql, "FULL": f"coalesce({one.sql}, {other.sql})"}.get(join.kind, one.sql)
        block.merged.append(SourceColumn(name, Lowered(text, one.type, one.nullable)))
        for source in (*left, *right):
            if source.column(name) is not None:
                source.merged.add(name)
    return "(" + " AND ".join(tests) + ")" if tests else "1"


def apply_outer_joins(lowered: LoweredFrom, conjuncts: Sequence[tree.Node]) -> list[tree.Node]:
    """Makes LEFT JOINs of the conditions marked with (+); gives back the others.

    Raises OraError 25156 beside ANSI joins, 1468 for conditions that mark two tables, 1416 for a circle."""
    marked: dict[str, list[tree.Node]] = {}
    plain: list[tree.Node] = []
    for node in conjuncts:
        names = [name for name in walk(node) if isinstance(name, tree.Name) and name.outer]
        if not names:
            plain.append(node)
            continue
        if any(part.joined for part in lowered.parts):
            raise OraError(25156, offset=node.offset)
        aliases = {_source_of(lowered.block, name).alias for name in names}
        if len(aliases) != 1:
            raise OraError(1468, offset=node.offset)
        marked.setdefault(aliases.pop(), []).append(_unmarked(node))
    if not marked:
        return plain
    pending = [part for part in lowered.parts if part.sources[0].alias in marked]
    first = [part for part in lowered.parts if part not in pending]
    if not first:
        raise OraError(1416)
    text = ", ".join(part.text for part in first)
    available = {source.alias for part in first for source in part.sources}
    while pending:
        ready = next((part for part in pending if _needs(lowered.block, marked, part) <= available), None)
        if ready is None:
            raise OraError(1416)
        alias = ready.sources[0].alias
        tests = " AND ".join(condition(lowered.block, node) for node in marked[alias])
        text += f" LEFT JOIN {ready.text} ON ({tests})"
        available.add(alias)
        pending.remove(ready)
    lowered.parts = [Part(text, tuple(lowered.block.sources), True)]
    return plain


def _needs(block: Block, marked: dict[str, list[tree.Node]], part: Part) -> set[str]:
    """The tables that the join conditions of a part refer to beside its own."""
    own = part.sources[0].alias
    aliases = set()
    for node in marked[own]:
        for name in walk(node):
            if isinstance(name, tree.Name):
                source = _find_source(block, name)
                if source is not None and source.alias != own:
                    aliases.add(source.alias)
    return aliases


def _source_of(block: Block, name: tree.Name) -> Source:
    source = _find_source(block, name)
    if source is None:
        raise OraError(904, written_name(name.parts), offset=name.offset)
    return source


def _find_source(block: Block, name: tree.Name) -> Source | None:
    for source in block.sources:
        named = len(name.parts) == 1 or Block.names(source, name.parts[:-1])
        if named and source.column(name.parts[-1]) is not None:
            return source
    return None


def _unmarked(node: Any) -> Any:
    """The same condition without (+) marks."""
    if isinstance(node, tuple):
        return tuple(_unmarked(item) for item in node)
    if not isinstance(node, tree.Node) or isinstance(node, tree.Query):
        return node
    changes = {
        field.name: _unmarked(getattr(node, field.name))
        for field in dataclasses.fields(node)
        if field.name not in ("offset",)
    }
    if isinstance(node, tree.Name):
        changes["outer"] = False
    return dataclasses.replace(node, **changes)
