# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Select blocks: from WHERE to the select list, with ROWNUM where Oracle counts it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ..errors import OraError
from ..values import NUMBER, Column
from . import tree, typed
from .datatypes import BOOLEAN_FAMILY, NUMERIC, family
from .lower_aggregate import contains_aggregate, contains_window, order_text
from .lower_from import LoweredFrom, apply_outer_joins, lower_from
from .lower_hierarchy import lower_hierarchy
from .rules import LoweredQuery, condition, expression, walk
from .scopes import Block, Context, Grouping, Lowered, limit_clause


@dataclasses.dataclass
class _Output:
    value: Lowered
    heading: str
    alias: str | None


def lower_select(
    context: Context,
    select: tree.Select,
    parent: Block | None,
    order_by: Sequence[tree.OrderItem] = (),
    for_update: tree.ForUpdate | None = None,
) -> LoweredQuery:
    """One block with the ORDER BY that belongs to it. Output columns are called c1, c2, ..."""
    if not select.sources and context.version < (23,):
        raise OraError(923, offset=select.from_offset)
    sources = select.sources or (tree.TableReference(select.from_offset, ("DUAL",), None, None),)
    lowered = lower_from(context, sources, parent, "FOR UPDATE" if for_update else "SELECT")
    return lower_block(context, lowered, select, order_by, for_update)


def lower_block(
    context: Context,
    lowered: LoweredFrom,
    select: tree.Select,
    order_by: Sequence[tree.OrderItem] = (),
    for_update: tree.ForUpdate | None = None,
) -> LoweredQuery:
    """A block whose FROM clause has been lowered already."""
    block = lowered.block
    conjuncts = apply_outer_joins(lowered, split_conjuncts(select.where))
    if select.connect_by is not None:
        lower_hierarchy(lowered, select.connect_by)
    counting = _Counting(lowered, select, order_by, conjuncts)
    where = counting.where()
    counting.count_rows()
    block.aggregates_allowed = True
    _set_grouping(block, select, order_by)
    outputs = _select_list(block, select)
    texts = [output.value.sql for output in outputs]
    having = condition(block, select.having) if select.having is not None else None
    order = _order_by(block, order_by, outputs, select)
    locks = _lock_targets(block, for_update, select) if for_update is not None else ()
    sql = "SELECT " + ("DISTINCT " if select.distinct else "")
    sql += ", ".join(
        f"{text} AS c{index}" for index, text in enumerate([*texts, *(rowid for dummy, rowid in locks)], start=1)
    )
    sql += counting.from_where(where)
    if block.grouping is not None and block.grouping.explicit:
        sql += " GROUP BY " + ", ".join(block.grouping.keys)
    if having is not None:
        sql += f" HAVING {having}"
    if order:
        sql += f" ORDER BY {order}"
    limit = counting.limit_text()
    columns = tuple(Column(output.heading, output.value.type, output.value.nullable) for output in outputs)
    single = block.grouping is not None and not block.grouping.explicit
    single = single or (lowered.dual_only and select.connect_by is None)
    return LoweredQuery(sql + limit, columns, single, bool(order or limit), bool(limit), locks)


def split_conjuncts(node: tree.Node | None) -> list[tree.Node]:
    if node is None:
        return []
    if isinstance(node, tree.Logical) and node.operator == "AND":
        return [part for operand in node.operands for part in split_conjuncts(operand)]
    return [node]


def _mentions_rownum(*nodes: object) -> bool:
    return any(
        isinstance(node, tree.Name) and node.parts == ("ROWNUM",) and not node.quoted
        for root in nodes
        for node in walk(root)
    )


class _Counting:
    """ROWNUM numbers rows as they pass WHERE, before grouping and sorting.

    A block that only limits it (ROWNUM <= n) gets a LIMIT. Where the rows are then grouped, sorted or numbered, the
    limited rows become an inner select that the rest of the block reads from.
    """

    def __init__(
        self,
        lowered: LoweredFrom,
        select: tree.Select,
        order_by: Sequence[tree.OrderItem],
        conjuncts: Sequence[tree.Node],
    ) -> None:
        self._lowered = lowered
        self._block = lowered.block
        self._plain = [node for node in conjuncts if not _mentions_rownum(node)]
        self._limits = [node for node in conjuncts if _mentions_rownum(node)]
        self._numbered = _mentions_rownum(
            select.items, select.group_by, select.having, tuple(item.expression for item in order_by)
        )
        reshaped = select.distinct or select.group_by or order_by or select.having is not None
        reshaped = reshaped or contains_aggregate(select.items) or contains_window(select.items)
        self._inner = self._numbered or (bool(self._limits) and bool(reshaped))
        self._alias = ""
        self._columns: dict[str, str] = {}
        self._limit = ""

    def where(self) -> str | None:
        tests = [condition(self._block, node) for node in self._plain]
        bounds = [bound for node in self._limits for bound in self._upper_bounds(node)]
        if bounds:
            self._limit = bounds[0] if len(bounds) == 1 else f"min({', '.join(bounds)})"
        if not tests:
            return None
        return tests[0] if len(tests) == 1 else " AND ".join(tests)

    def count_rows(self) -> None:
        """From here on columns are read from the inner select, where there is one."""
        if not self._inner:
            return
        self._alias = self._block.context.new_alias("r")
        self._block.rownum = f"{self._alias}.n"
        self._block.projected = self._project

    def _project(self, column: Lowered) -> Lowered:
        name = self._columns.setdefault(column.sql, f"c{len(self._columns) + 1}")
        return dataclasses.replace(column, sql=f"{self._alias}.{name}", rowid=None)

    def from_where(self, where: str | None) -> str:
        filtered = f" FROM {self._lowered.text}" + (f" WHERE {where}" if where is not None else "")
        if not self._inner:
            return filtered
        columns = ["row_number() OVER () AS n"] if self._numbered else []
        columns += [f"{sql} AS {name}" for sql, name in self._columns.items()]
        limit = limit_clause(self._limit) if self._limit else ""
        return f" FROM (SELECT {', '.join(columns) or '1'}{filtered}{limit}) AS {self._alias}"

    def limit_text(self) -> str:
        return limit_clause(self._limit) if self._limit and not self._inner else ""

    def _upper_bounds(self, node: tree.Node) -> list[str]:
        """ROWNUM conditions as row counts; what is no plain limit is ORA-03001."""
        if isinstance(node, tree.Between) and not node.negated and _is_rownum(node.operand):
            low = tree.Comparison(node.offset, ">=", node.operand, node.low)
            high = tree.Comparison(node.offset, "<=", node.operand, node.high)
            return self._upper_bounds(low) + self._upper_bounds(high)
        if not isinstance(node, tree.Comparison) or node.quantifier is not None:
            raise OraError(3001, offset=node.offset)
        operator, left, right = node.operator, node.left, node.right
        if _is_rownum(right):
            left, right = right, left
            operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
        if not _is_rownum(left) or _mentions_rownum(right):
            raise OraError(3001, offset=node.offset)
        value = typed.convert(expression(self._block, right), NUMERIC).sql
        # LIMIT takes an integer, and a negative one would mean no limit.
        counts = {
            "<=": f"max(ifnull(ora_floor({value}), 0), 0)",
            "<": f"max(ifnull(ora_ceil({value}) - 1, 0), 0)",
            "=": f"ifnull(({value} = 1), 0)",
            ">": f"CASE WHEN {value} < 1 THEN {_UNLIMITED} ELSE 0 END",
            ">=": f"CASE WHEN {value} <= 1 THEN {_UNLIMITED} ELSE 0 END",
        }
        if operator not in counts:
            raise OraError(3001, offset=node.offset)
        return [counts[operator]]


_UNLIMITED = 2**62


def _is_rownum(node: tree.Node) -> bool:
    return isinstance(node, tree.Name) and node.parts == ("ROWNUM",) and not node.quoted


def _set_grouping(block: Block, select: tree.Select, order_by: Sequence[tree.OrderItem]) -> None:
    if select.group_by:
        values = []
        block.aggregates_allowed = False
        for node in select.group_by:
            values.append(typed.sort_key(expression(block, node)))
        block.aggregates_allowed = True
        computed = not all(isinstance(node, tree.Name) for node in select.group_by)
        block.grouping = Grouping(tuple(values), True, computed)
    elif select.having is not None or contains_aggregate(select.items, tuple(item.expression for item in order_by)):
        block.grouping = Grouping((), False, False)


def _select_list(block: Block, select: tree.Select) -> list[_Output]:
    outputs: list[_Output] = []
    for item in select.items:
        if isinstance(item.expression, tree.Star):
            outputs.extend(_star(block, item.expression))
            continue
        value = expression(block, item.expression)
        if isinstance(item.expression, tree.Name):
            heading = item.expression.parts[-1]
        else:
            heading = (item.heading or "")[: block.context.heading_size]
        if family(value.type) == BOOLEAN_FAMILY:
            raise OraError(904, heading.partition("(")[0], offset=item.offset)
        outputs.append(_Output(value, item.alias or heading, item.alias))
    return outputs


def _star(block: Block, star: tree.Star) -> list[_Output]:
    found: list[_Output] = []
    if not star.qualifier:
        found = [_output(block, column.name, column.value) for column in block.merged]
    for source in block.sources:
        if star.qualifier and not Block.names(source, star.qualifier):
            continue
        if star.qualifier and source.merged:
            raise OraError(25155, offset=star.offset)
        found += [
            _output(block, column.name, column.value) for column in source.columns if column.name not in source.merged
        ]
        if star.qualifier:
            break
    else:
        if star.qualifier:
            raise OraError(904, ".".join(f'"{part}"' for part in star.qualifier), offset=star.offset)
    return found


def _output(block: Block, name: str, value: Lowered) -> _Output:
    return _Output(block.seen(value), name, None)


def _order_by(block: Block, order_by: Sequence[tree.OrderItem], outputs: Sequence[_Output], select: tree.Select) -> str:
    """Positions, aliases, then columns. Raises OraError 1785 (position), 1791 (not selected beside DISTINCT)."""
    keys = []
    block.aliases = {output.alias: output.value for output in outputs if output.alias is not None}
    for item in order_by:
        node, position = item.expression, None
        if isinstance(node, tree.NumberLiteral) and node.text.isdigit():
            position = int(node.text)
            if not 1 <= position <= len(outputs):
                raise OraError(1785, offset=node.offset)
        elif isinstance(node, tree.Name) and len(node.parts) == 1:
            named = [index for index, output in enumerate(outputs, 1) if output.alias == node.parts[0]]
            position = named[0] if named else None
        value = outputs[position - 1].value if position is not None else expression(block, node)
        if select.distinct and value.sql not in {output.value.sql for output in outputs}:
            raise OraError(1791, offset=item.offset)
        keys.append(order_text(typed.sort_key(value), item))
    return ", ".join(keys)


def _lock_targets(block: Block, for_update: tree.ForUpdate, select: tree.Select) -> tuple[tuple[object, str], ...]:
    """The tables that FOR UPDATE [OF] locks. Raises OraError 1786 for results whose rows are no table's."""
    if select.distinct or block.grouping is not None:
        raise OraError(1786, offset=for_update.offset)
    wanted: set[str] | None = None
    if for_update.columns:
        wanted = set()
        for name in for_update.columns:
            if block.find(name) is None:
                raise OraError(904, ".".join(f'"{part}"' for part in name.parts), offset=name.offset)
            for source in block.sources:
                matches = len(name.parts) == 1 or Block.names(source, name.parts[:-1])
                if matches and source.column(name.parts[-1]) is not None:
                    wanted.add(source.alias)
    targets = []
    for source in block.sources:
        if source.relation is None or not source.relation.rowid:
            continue
        if wanted is None or source.alias in wanted:
            rowid = block.seen(Lowered(f"{source.alias}.rowid", NUMBER))
            targets.append((source.relation, rowid.sql))
    return tuple(targets)
