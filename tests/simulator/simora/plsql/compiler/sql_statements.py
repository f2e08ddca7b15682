# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statements that run SQL: embedded, dynamic, and through cursors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import OraError
from ..runtime import datatypes
from ..runtime.blocks import Executable
from ..runtime.cursor_statements import (
    CloseCursor,
    CursorForLoop,
    CursorReference,
    FetchRows,
    OpenDeclared,
    OpenForQuery,
)
from ..runtime.datatypes import CursorType
from ..runtime.dynamic_sql import ExecuteText, Forall, OpenForText, Using
from ..runtime.embedded_sql import Control, Modify, SelectInto
from ..runtime.expressions import Evaluable
from ..runtime.places import Bind, Place
from ..runtime.targets import Targets
from ..syntax import tree
from . import expressions, references, sql, statements
from .errors import compile_error, sql_compile_error
from .scope import CursorSymbol, Scope, VariableSymbol

_DML = ("INSERT", "UPDATE", "DELETE", "MERGE")


def _sql_statement(statement: tree.SqlStatement, scope: Scope) -> Executable:
    first = statement.tokens[0]
    line = statement.at.line
    compiled = sql.compile_sql(statement.tokens, scope)
    if first.is_word(*_DML):
        sql.describe(compiled, scope)
        return Modify(line, compiled.sql, compiled.into)
    if first.is_word("SELECT", "WITH"):
        if compiled.into is None:
            raise compile_error(statement.at, 428)
        columns = sql.describe(compiled, scope)
        try:
            compiled.into.check_width(len(columns), 947)
        except OraError as error:
            raise sql_compile_error(statement.at, error) from error
        return SelectInto(line, compiled.sql, compiled.into)
    if first.is_word("LOCK"):
        _check_locked_table(statement, scope)
    return Control(line, compiled.sql)


def _check_locked_table(statement: tree.SqlStatement, scope: Scope) -> None:
    """LOCK TABLE [owner.]table: the table must be there when the block is compiled."""
    names = [token for token in statement.tokens[2:5] if token.is_name and not token.is_word("IN", "MODE")]
    dotted = len(statement.tokens) > 3 and statement.tokens[3].is_operator(".")
    owner, table = (names[0].value, names[1].value) if dotted and len(names) > 1 else (None, names[0].value)
    try:
        scope.compilation.session.catalog.relation(owner, table, "LOCK")
    except OraError as error:
        raise sql_compile_error(statement.at, error) from error


def compile_cursor_loop(statement: tree.CursorLoop, scope: Scope, body_scope: Scope) -> CursorForLoop:
    """The loop without its body; its record is declared in body_scope."""
    slot = scope.unit.new_slot()
    number = statements.loop_number(body_scope)
    line = statement.at.line
    if isinstance(statement.source, tuple):
        compiled = sql.compile_sql(statement.source, scope)
        row = sql.row_type(compiled, scope, statement.record)
        loop = CursorForLoop(line, number, slot, row, compiled.sql)
    else:
        symbol, arguments = _declared_cursor(statement.source, scope)
        row = symbol.row
        reference = CursorReference(symbol.code, scope.hops_to(symbol))
        loop = CursorForLoop(line, number, slot, row, reference, arguments)
    body_scope.declare(VariableSymbol(statement.record, scope.unit, slot, row))
    return loop


def _declared_cursor(node: tree.Expression, scope: Scope) -> tuple[CursorSymbol, list[Evaluable | None]]:
    """A declared cursor and its arguments, one per parameter."""
    arguments: tuple[tree.Argument, ...] = ()
    target = node
    if isinstance(target, tree.Apply):
        arguments, target = target.arguments, target.target
    symbol = references.resolve(target, scope)
    if not isinstance(symbol, CursorSymbol):
        raise compile_error(node.at, 456, references.spelled(target))
    return symbol, _cursor_arguments(symbol, arguments, node, scope)


def _cursor_arguments(
    symbol: CursorSymbol, arguments: tuple[tree.Argument, ...], node: tree.Expression, scope: Scope
) -> list[Evaluable | None]:
    result: list[Evaluable | None] = [None] * len(symbol.parameter_names)
    for index, argument in enumerate(arguments):
        known = index < len(result) if argument.name is None else argument.name in symbol.parameter_names
        if not known:
            raise compile_error(node.at, 306, symbol.name)
        position = index if argument.name is None else symbol.parameter_names.index(argument.name)
        result[position] = expressions.compile_expression(argument.value, scope)
    for (_slot, _type, default), given in zip(symbol.code.parameters, result, strict=True):
        if given is None and default is None:
            raise compile_error(node.at, 306, symbol.name)
    return result


def _open(statement: tree.Open, scope: Scope) -> Executable:
    line = statement.at.line
    if statement.query is None:
        symbol, arguments = _declared_cursor(statement.target, scope)
        return OpenDeclared(line, CursorReference(symbol.code, scope.hops_to(symbol)), arguments)
    target = references.compile_target(statement.target, scope)
    if not isinstance(target.type, CursorType) and not isinstance(target, Bind):
        raise compile_error(statement.target.at, 382)
    if isinstance(statement.query, tuple):
        compiled = sql.compile_sql(statement.query, scope)
        sql.describe(compiled, scope)
        return OpenForQuery(line, target, compiled.sql)
    text = expressions.compile_expression(statement.query, scope)
    return OpenForText(line, target, text, _using(statement.using, scope))


def _fetch(statement: tree.Fetch, scope: Scope) -> Executable:
    cursor = references.compile_cursor(statement.cursor, scope)
    limit = None if statement.limit is None else expressions.compile_expression(statement.limit, scope)
    return FetchRows(statement.at.line, cursor, _targets(statement.into, scope), limit)


def _close(statement: tree.Close, scope: Scope) -> Executable:
    return CloseCursor(statement.at.line, references.compile_cursor(statement.cursor, scope))


def _targets(into: tree.Into, scope: Scope) -> Targets:
    places = [references.compile_target(target, scope, 403) for target in into.targets]
    if into.bulk:
        for place in places:
            if isinstance(place.type, datatypes.ScalarType):
                raise compile_error(into.at, 497)
    return Targets(places, bulk=into.bulk)


def _execute_immediate(statement: tree.ExecuteImmediate, scope: Scope) -> Executable:
    text = expressions.compile_expression(statement.text, scope)
    into = None if statement.into is None else _targets(statement.into, scope)
    returning = None if statement.returning is None else _targets(statement.returning, scope)
    return ExecuteText(statement.at.line, text, into, _using(statement.using, scope), returning)


def _using(arguments: tuple[tree.UsingArgument, ...], scope: Scope) -> Using:
    using = Using()
    for argument in arguments:
        value: Evaluable
        if argument.mode == "IN":
            value = expressions.compile_expression(argument.value, scope)
        else:
            value = references.compile_target(argument.value, scope)
            if argument.mode == "IN OUT" and isinstance(argument.value, tree.HostBind):
                scope.compilation.read.add(argument.value.name)
        using.append((argument.mode, value))
    return using


def _forall(statement: tree.Forall, scope: Scope) -> Executable:
    bounds: tuple[Evaluable, Evaluable] | Evaluable
    by_value = False
    if isinstance(statement.bounds, tree.ForallRange):
        bounds = (
            expressions.compile_expression(statement.bounds.low, scope),
            expressions.compile_expression(statement.bounds.high, scope),
        )
    else:
        reference = references.resolve(statement.bounds.collection, scope)
        if not isinstance(reference, Place):
            raise compile_error(statement.at, 382)
        bounds, by_value = reference, statement.bounds.by_value
    inner = scope.inner()
    slot = scope.unit.new_slot()
    inner.declare(VariableSymbol(statement.index, scope.unit, slot, datatypes.PLS_INTEGER, read_only=True))
    body = statements.compile_statement(statement.statement, inner)
    return Forall(statement.at.line, slot, bounds, by_value, statement.save_exceptions, body)


COMPILERS: dict[type, Callable[[Any, Scope], Executable]] = {
    tree.SqlStatement: _sql_statement,
    tree.Open: _open,
    tree.Fetch: _fetch,
    tree.Close: _close,
    tree.ExecuteImmediate: _execute_immediate,
    tree.Forall: _forall,
}
