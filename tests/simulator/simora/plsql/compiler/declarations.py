# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declarations: what each one adds to its scope, and what it does when its block is entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...errors import OraError
from ..runtime import datatypes
from ..runtime.blocks import Executable
from ..runtime.calls import ParameterCode, SubprogramCode
from ..runtime.cursor_statements import CursorCode, InitialiseCursor
from ..runtime.datatypes import CollectionType, DataType, FieldType, RecordType, ScalarType
from ..runtime.exceptions import ExceptionIdentity
from ..runtime.expressions import Constant, Evaluable, Negative
from ..runtime.statements import Initialise, InitialiseRecord
from ..syntax import tree
from . import calls, expressions, sql, statements, types
from .errors import compile_error
from .scope import (
    CursorSymbol,
    ExceptionSymbol,
    Scope,
    SubprogramSymbol,
    Symbol,
    TypeSymbol,
    Unit,
    VariableSymbol,
)

_IGNORED_PRAGMAS = frozenset({"INLINE", "SERIALLY_REUSABLE", "RESTRICT_REFERENCES", "UDF", "COVERAGE", "DEPRECATE"})


def compile_declarations(declarations: tuple[tree.Declaration, ...], scope: Scope) -> list[Executable]:
    """What must run when the block is entered. Raises OraError 6550 for anything undeclared or declared twice."""
    executables: list[Executable] = []
    for declaration in declarations:
        executable = _COMPILERS[type(declaration)](declaration, scope)
        if executable is not None:
            executables.append(executable)
    for symbol in scope.symbols.values():
        if isinstance(symbol, SubprogramSymbol):
            _require_bodies(symbol, declarations)
    return executables


def _declare(symbol: Symbol, declaration: tree.Declaration | tree.Parameter, scope: Scope) -> None:
    if not scope.declare(symbol):
        raise compile_error(declaration.at, 371, declaration.name)


def _variable(declaration: tree.VariableDeclaration, scope: Scope) -> Executable:
    variable_type = types.compile_type(declaration.type, scope)
    not_null = declaration.not_null or (isinstance(variable_type, ScalarType) and variable_type.not_null)
    if declaration.default is None and (not_null or declaration.constant):
        raise compile_error(declaration.at, 218 if not_null else 322, declaration.name)
    default = None
    if declaration.default is not None:
        value = expressions.compile_expression(declaration.default, scope)
        statements.require_assignable(variable_type, value.type, declaration.at)
        default = expressions.converted(value, variable_type)
    slot = scope.unit.new_slot()
    symbol = VariableSymbol(declaration.name, scope.unit, slot, variable_type, not_null, declaration.constant)
    _declare(symbol, declaration, scope)
    if default is None and isinstance(variable_type, RecordType) and not variable_type.is_object:
        return InitialiseRecord(declaration.at.line, slot, variable_type)
    return Initialise(declaration.at.line, slot, variable_type, default, not_null)


def _exception(declaration: tree.ExceptionDeclaration, scope: Scope) -> None:
    _declare(ExceptionSymbol(declaration.name, scope.unit, ExceptionIdentity(declaration.name)), declaration, scope)


def _pragma(declaration: tree.Pragma, scope: Scope) -> None:
    if declaration.name == "EXCEPTION_INIT":
        _exception_init(declaration, scope)
    elif declaration.name == "AUTONOMOUS_TRANSACTION":
        raise OraError(3001)
    elif declaration.name not in _IGNORED_PRAGMAS:
        raise compile_error(declaration.at, 127, declaration.name)


def _exception_init(declaration: tree.Pragma, scope: Scope) -> None:
    if len(declaration.arguments) != 2 or not isinstance(declaration.arguments[0].value, tree.Name):
        raise compile_error(declaration.at, 706)
    name = declaration.arguments[0].value
    symbol = scope.symbols.get(name.name)
    if not isinstance(symbol, ExceptionSymbol):
        raise compile_error(name.at, 109 if symbol is None else 485, name.name)
    number = _constant_integer(declaration.arguments[1].value, scope)
    if number is None or number >= 0 or number == -1403:
        if number != 100:
            raise compile_error(declaration.at, 701)
        number = -1403
    symbol.identity.code = -number


def _constant_integer(node: tree.Expression, scope: Scope) -> int | None:
    compiled = expressions.compile_expression(node, scope)
    sign = 1
    if isinstance(compiled, Negative):
        sign, compiled = -1, compiled.operand
    if isinstance(compiled, Constant) and isinstance(compiled.value, int):
        return sign * compiled.value
    return None


def _cursor(declaration: tree.CursorDeclaration, scope: Scope) -> Executable:
    inner = scope.inner()
    parameters = [_cursor_parameter(parameter, inner) for parameter in declaration.parameters]
    compiled = sql.compile_sql(declaration.query, inner)
    if compiled.into is not None:
        raise compile_error(declaration.at, 103, "INTO")
    slot = scope.unit.new_slot()
    code = CursorCode(slot, parameters, compiled.sql)
    row = sql.row_type(compiled, inner, f"{declaration.name}%ROWTYPE")
    names = tuple(parameter.name for parameter in declaration.parameters)
    _declare(CursorSymbol(declaration.name, scope.unit, code, row, names), declaration, scope)
    return InitialiseCursor(declaration.at.line, slot)


def _cursor_parameter(parameter: tree.Parameter, scope: Scope) -> tuple[int, DataType, Evaluable | None]:
    parameter_type = types.compile_type(parameter.type, scope, of_parameter=True)
    default = None if parameter.default is None else expressions.compile_expression(parameter.default, scope)
    slot = scope.unit.new_slot()
    symbol = VariableSymbol(parameter.name, scope.unit, slot, parameter_type, read_only=True)
    _declare(symbol, parameter, scope)
    return slot, parameter_type, default


def _type(declaration: tree.TypeDeclaration, scope: Scope) -> None:
    definition = declaration.definition
    declared: DataType
    if isinstance(definition, tree.RecordDefinition):
        declared = RecordType(declaration.name, {field.name: _field(field, scope) for field in definition.fields})
    elif isinstance(definition, tree.TableDefinition):
        index = None if definition.index is None else _index_type(definition.index, scope)
        declared = CollectionType(declaration.name, types.compile_type(definition.element, scope), index)
    elif isinstance(definition, tree.VarrayDefinition):
        limit = _constant_integer(definition.limit, scope)
        if limit is None:
            raise compile_error(definition.at, 325)
        declared = CollectionType(declaration.name, types.compile_type(definition.element, scope), None, limit)
    else:
        declared = datatypes.REF_CURSOR
    _declare(TypeSymbol(declaration.name, scope.unit, declared), declaration, scope)


def _field(field: tree.Field, scope: Scope) -> FieldType:
    field_type = types.compile_type(field.type, scope)
    default: Callable[[Any], object] | None = None
    if field.default is not None:
        default = expressions.compile_expression(field.default, scope).evaluate
    return FieldType(field_type, field.not_null, default)


def _index_type(type_name: tree.TypeName, scope: Scope) -> ScalarType:
    index = types.compile_type(type_name, scope)
    if not isinstance(index, ScalarType) or index.name not in ("BINARY_INTEGER", "VARCHAR2", "LONG"):
        raise compile_error(type_name.at, 315)
    return index


def _subtype(declaration: tree.SubtypeDeclaration, scope: Scope) -> None:
    base = types.compile_type(declaration.base, scope, of_parameter=True)
    if isinstance(base, ScalarType) and (declaration.range is not None or declaration.not_null):
        bounds = [_constant_integer(bound, scope) for bound in declaration.range or ()]
        lowest, highest = bounds if bounds else (base.lowest, base.highest)
        base = ScalarType(
            base.name, base.size, base.precision, base.scale, base.in_characters, lowest, highest,
            base.not_null or declaration.not_null,
        )  # fmt: skip
    _declare(TypeSymbol(declaration.name, scope.unit, base), declaration, scope)


# ---- subprograms


def _subprogram(declaration: tree.Subprogram, scope: Scope) -> None:
    returns = None if declaration.returns is None else types.compile_type(declaration.returns, scope, of_parameter=True)
    unit = Unit(scope.unit, returns, is_subprogram=True)
    inner = Scope(scope.compilation, unit, scope)
    inner.owner_name = declaration.name
    parameters = [_parameter(parameter, inner) for parameter in declaration.parameters]
    code = _code(declaration, SubprogramCode(declaration.name, parameters, returns), scope)
    if declaration.body is not None:
        code.body = statements.compile_block(declaration.body, inner.inner())
        code.slots = unit.slots


def _parameter(parameter: tree.Parameter, scope: Scope) -> ParameterCode:
    parameter_type = types.compile_type(parameter.type, scope, of_parameter=True)
    default = None if parameter.default is None else expressions.compile_expression(parameter.default, scope)
    slot = scope.unit.new_slot()
    read_only = parameter.mode == "IN"
    _declare(VariableSymbol(parameter.name, scope.unit, slot, parameter_type, read_only=read_only), parameter, scope)
    return ParameterCode(parameter.name, parameter.mode, parameter_type, slot, default)


def _code(declaration: tree.Subprogram, code: SubprogramCode, scope: Scope) -> SubprogramCode:
    """The code to give a body to: the forward declaration's if there was one, so that earlier calls reach it."""
    symbol = scope.symbols.get(declaration.name)
    if symbol is None:
        scope.declare(SubprogramSymbol(declaration.name, scope.unit, [code]))
        return code
    if not isinstance(symbol, SubprogramSymbol):
        raise compile_error(declaration.at, 371, declaration.name)
    for known in symbol.overloads:
        if known.body is None and calls.local_parameters_are_same(known, code):
            known.parameters = code.parameters
            return known
    symbol.overloads.append(code)
    return code


def _require_bodies(symbol: SubprogramSymbol, declarations: tuple[tree.Declaration, ...]) -> None:
    if any(code.body is None for code in symbol.overloads):
        declared = next(entry for entry in declarations if entry.name == symbol.name)
        raise compile_error(declared.at, 313, symbol.name)


_COMPILERS: dict[type, Callable[[Any, Scope], Executable | None]] = {
    tree.VariableDeclaration: _variable,
    tree.ExceptionDeclaration: _exception,
    tree.Pragma: _pragma,
    tree.CursorDeclaration: _cursor,
    tree.TypeDeclaration: _type,
    tree.SubtypeDeclaration: _subtype,
    tree.Subprogram: _subprogram,
}
