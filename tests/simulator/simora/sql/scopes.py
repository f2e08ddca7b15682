# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lowering works on: typed SQL text, the tables a block sees, and what one translation gathers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from ..engine import Bind
from ..errors import OraError
from ..values import ROWID, VARCHAR2, Column, OraType
from . import tree

# relation(owner, name, purpose, database link) -> the catalog's Relation, or an OraError.
RelationLookup = Callable[[str | None, str, str, str | None], Any]
VariableLookup = Callable[[tuple[str, ...]], Bind | None]


@dataclasses.dataclass(frozen=True)
class Lowered:
    """An expression as SQLite text with its Oracle type. Precedence-safe: it can be written as an operand anywhere.

    rowid: (alias, object number) when it is the ROWID of a table and nothing else.
    """

    sql: str
    type: OraType
    nullable: bool = True
    rowid: tuple[str, int] | None = None


@dataclasses.dataclass(frozen=True)
class SourceColumn:
    name: str
    value: Lowered


@dataclasses.dataclass
class Source:
    """One table of a FROM clause. name: its alias, or else the table's own name with its owner.

    merged: columns of NATURAL and USING, which the block shows once and without a qualifier.
    """

    name: str | None
    owner: str | None
    alias: str
    columns: tuple[SourceColumn, ...]
    relation: Any = None
    merged: set[str] = dataclasses.field(default_factory=set)

    def column(self, name: str) -> SourceColumn | None:
        found = [column for column in self.columns if column.name == name]
        if len(found) > 1:
            raise OraError(918)
        return found[0] if found else None

    def rowid(self) -> Lowered | None:
        if self.relation is None or not self.relation.rowid:
            return None
        number = self.relation.object_id or 0
        return Lowered(f"ora__rowid({number}, {self.alias}.rowid)", ROWID, False, (self.alias, number))


@dataclasses.dataclass(frozen=True)
class CommonTableInfo:
    sqlite_name: str
    columns: tuple[Column, ...]


@dataclasses.dataclass(frozen=True)
class Parameter:
    """Where a placeholder's value comes from: a bind (its occurrence) or a PL/SQL variable."""

    type: OraType
    bind_index: int | None = None
    variable: tuple[str, ...] | None = None


class Context:
    """Everything one translation shares: where names come from, and what execution will need.

    session: None while a view is defined. version: the database's, which decides what is syntax.
    """

    def __init__(
        self,
        relation: RelationLookup,
        session: Any,
        bind_types: Sequence[OraType],
        variables: VariableLookup | None,
        version: tuple[int, ...],
    ) -> None:
        self.relation = relation
        self.session = session
        self.bind_types = bind_types
        self.variables = variables
        self.version = version
        self.heading_size = 30 if version < (12, 2) else 128
        self.parameters: list[Parameter] = []
        self.common_tables: list[dict[str, CommonTableInfo]] = []
        self._numbers: dict[str, int] = {}

    def new_alias(self, prefix: str = "t") -> str:
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}{self._numbers[prefix]}"

    def common_table(self, name: str) -> CommonTableInfo | None:
        return next((tables[name] for tables in reversed(self.common_tables) if name in tables), None)

    def bind(self, index: int) -> Lowered:
        """A bind whose type is not known yet (describe before the first execution) counts as VARCHAR2."""
        bind_type = self.bind_types[index] if index < len(self.bind_types) else VARCHAR2
        return self._parameter(Parameter(bind_type, bind_index=index))

    def variable(self, parts: tuple[str, ...]) -> Lowered | None:
        """A PL/SQL variable of that name, None when there is none."""
        bind = self.variables(parts) if self.variables is not None else None
        if bind is None:
            return None
        return self._parameter(Parameter(bind.type, variable=parts))

    def _parameter(self, parameter: Parameter) -> Lowered:
        if parameter not in self.parameters:
            self.parameters.append(parameter)
        return Lowered(f"?{self.parameters.index(parameter) + 1}", parameter.type)


@dataclasses.dataclass
class Grouping:
    """The GROUP BY of a block. keys: their lowered text; computed: whether any of them is more than a column."""

    keys: tuple[str, ...]
    explicit: bool
    computed: bool


class Block:
    """A query block while it is lowered: its tables, the block around it, and which clause is being worked on.

    grouping: set while the select list, HAVING and ORDER BY of a grouped block are lowered. in_aggregate: inside an
    aggregate's arguments. aggregates_allowed: False in WHERE and the like. rownum, level: how these pseudo-columns
    are written here, None where they do not exist. prior: how a column is read from the parent row (CONNECT BY).
    projected: replaces a column by what an inner select has made of it. aliases: of the select list, for ORDER BY.
    """

    def __init__(self, context: Context, parent: Block | None, sources: Sequence[Source]) -> None:
        self.context = context
        self.parent = parent
        self.sources = list(sources)
        self.merged: list[SourceColumn] = []
        self.grouping: Grouping | None = None
        self.in_aggregate = False
        self.aggregates_allowed = False
        self.rownum: str | None = None
        self.level: str | None = None
        self.projected: Callable[[Lowered], Lowered] | None = None
        self.prior: Callable[[Lowered], Lowered] | None = None
        self.aliases: dict[str, Lowered] = {}

    def find(self, name: tree.Name) -> Lowered | None:
        """A column of this block or one around it. Raises OraError 918 (ambiguous) and 904 (known table, no column)."""
        block: Block | None = self
        while block is not None:
            found = block._own(name)
            if found is not None:
                return block.seen(found)
            if len(name.parts) == 1 and name.parts[0] in block.aliases:
                return block.aliases[name.parts[0]]
            block = block.parent
        return None

    def _own(self, name: tree.Name) -> Lowered | None:
        parts = name.parts
        if len(parts) == 1:
            return self._unqualified(name)
        for source in self.sources:
            if not self.names(source, parts[:-1]):
                continue
            if parts[-1] in source.merged:
                raise OraError(25154, offset=name.offset)
            column = source.column(parts[-1])
            if column is not None:
                return column.value
            if parts[-1] == "ROWID" and (rowid := source.rowid()) is not None:
                return rowid
            raise OraError(904, written_name(parts), offset=name.offset)
        return None

    @staticmethod
    def names(source: Source, qualifier: tuple[str, ...]) -> bool:
        if source.name is None or qualifier[-1] != source.name:
            return False
        return len(qualifier) == 1 or (len(qualifier) == 2 and source.owner == qualifier[0])

    def _unqualified(self, name: tree.Name) -> Lowered | None:
        wanted = name.parts[0]
        found = [column.value for column in self.merged if column.name == wanted]
        for source in self.sources:
            if wanted not in source.merged and (column := source.column(wanted)) is not None:
                found.append(column.value)
        if not found and wanted == "ROWID" and not name.quoted:
            found = [rowid for source in self.sources if (rowid := source.rowid()) is not None]
        if len(found) > 1:
            raise OraError(918, offset=name.offset)
        return found[0] if found else None

    def seen(self, column: Lowered) -> Lowered:
        """A column of this very block as the clause at hand may use it."""
        if self.projected is not None:
            column = self.projected(column)
        if self.grouping is not None and not self.in_aggregate and column.sql not in self.grouping.keys:
            raise OraError(979 if self.grouping.explicit else 937)
        return column


def limit_clause(count: str, skip: str = "0") -> str:
    """LIMIT in a form that SQLite keeps where it stands.

    A subquery with a plain LIMIT and no ORDER BY may be merged into the query around it, which then sorts before it
    limits; one with OFFSET never is."""
    return f" LIMIT {count} OFFSET {skip}"


def written_name(parts: Sequence[str]) -> str:
    return ".".join(f'"{part}"' for part in parts)


def identifier(name: str) -> str:
    """A name as SQLite takes it; unlike double quotes, backticks never turn an unknown name into a string."""
    return "`" + name.replace("`", "``") + "`"
