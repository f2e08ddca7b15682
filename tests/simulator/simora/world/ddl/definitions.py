# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From syntax to definitions: columns, constraints and properties of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import OraError
from ..constraints import ConstraintDefinition
from ..objects import StoredColumn
from ..tables import External, TableDefinition
from .datatypes import parse_datatype
from .parser import Node


def column_definitions(holders: Iterable[Node]) -> tuple[StoredColumn, ...]:
    """The columns among the elements of CREATE TABLE or ALTER TABLE ... ADD. Raises ORA-00902 without a type."""
    return tuple(_column(node) for holder in holders for node in holder.all("column"))


def constraint_definitions(holders: Iterable[Node]) -> tuple[ConstraintDefinition, ...]:
    """Those of columns and those of the table, in order. NOT NULL is one too, as Oracle stores it."""
    found: list[ConstraintDefinition] = []
    for holder in holders:
        for node in holder.nodes:
            if node.kind == "column":
                for constraint in node.all("column_constraint"):
                    found += _constraint(constraint, (node.values[0],))
            elif node.kind == "table_constraint":
                found += _constraint(node, ())
    return tuple(found)


def table_definition(node: Node, columns: tuple[StoredColumn, ...]) -> TableDefinition:
    tablespace, duration, external = None, None, None
    if node.has("temporary"):
        duration = "SYS$TRANSACTION"
    for option in node.all("table_option"):
        chosen = option.nodes[0]
        if chosen.kind == "tablespace":
            tablespace = chosen.values[0]
        elif chosen.kind == "on_commit":
            if duration is None:
                raise OraError(14459)
            duration = "SYS$SESSION" if "PRESERVE" in chosen.words else "SYS$TRANSACTION"
        elif chosen.kind == "external":
            external = _external(chosen)
    if duration is not None and tablespace is not None:
        raise OraError(14451)
    constraints = constraint_definitions(node.all("elements"))
    return TableDefinition(node.qualified[1], columns, constraints, tablespace, duration, external)


def _column(node: Node) -> StoredColumn:
    if len(node.values) < 2:
        raise OraError(902)
    default = node.find("column_default")
    nullable = not any(
        constraint.has("not_null") or constraint.has("primary_key") for constraint in node.all("column_constraint")
    )
    return StoredColumn(
        node.values[0], parse_datatype(node.values[1]), nullable, default.values[0] if default else None
    )


def _constraint(node: Node, columns: tuple[str, ...]) -> Iterator[ConstraintDefinition]:
    named = node.find("constraint_name")
    name = named.values[0] if named else None
    for rule in node.nodes:
        if rule.kind == "not_null":
            yield ConstraintDefinition("C", columns, name, f'"{columns[0]}" IS NOT NULL')
        elif rule.kind in ("primary_key", "table_primary_key"):
            yield ConstraintDefinition("P", columns or rule.name_list, name)
        elif rule.kind in ("unique_key", "table_unique_key"):
            yield ConstraintDefinition("U", columns or rule.name_list, name)
        elif rule.kind == "check":
            yield ConstraintDefinition("C", (), name, rule.values[0])
        elif rule.kind == "references":
            yield _foreign_key(rule, columns, name)
        elif rule.kind == "foreign_key":
            references = rule.find("references")
            assert references is not None
            yield _foreign_key(references, rule.name_list, name)


def _foreign_key(node: Node, columns: tuple[str, ...], name: str | None) -> ConstraintDefinition:
    owner, table = node.qualified
    rule = node.find("delete_rule")
    delete_rule = "NO ACTION" if rule is None else "CASCADE" if "CASCADE" in rule.words else "SET NULL"
    return ConstraintDefinition("R", columns, name, None, (owner, table, node.name_list), delete_rule)


def _external(node: Node) -> External:
    directory = node.find("external_directory")
    if directory is None:
        raise OraError(30657)
    driver, location = node.find("external_type"), node.find("external_location")
    return External(
        directory.values[0],
        driver.values[0] if driver else "ORACLE_LOADER",
        location.values if location else (),
    )
