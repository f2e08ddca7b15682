# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls: which subprogram is meant, which argument goes to which parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ... import supplied
from ...errors import OraError
from ...sql import datatypes as sql_types
from ...sql import functions
from ...values import OraType
from ..runtime import collection_procedures, datatypes, places
from ..runtime.calls import LocalCall, PackageCall, SubprogramCode
from ..runtime.datatypes import AnyType, CollectionType, CursorType, DataType, RecordType, ScalarType
from ..runtime.expressions import Evaluable, FirstNotNull, FunctionOfLibrary, Sqlcode, Sqlerrm
from ..runtime.places import Place
from ..runtime.statements import RaiseApplicationError
from ..syntax import tree
from . import expressions, references
from .errors import compile_error
from .scope import Scope, SubprogramSymbol

_COLLECTION_PROCEDURES = frozenset({"DELETE", "EXTEND", "TRIM"})
_METHOD_ARGUMENTS = {"EXISTS": 1, "NEXT": 1, "PRIOR": 1}


def compile_call(
    reference: references.Reference,
    arguments: Sequence[tree.Argument],
    node: tree.Expression,
    scope: Scope,
    *,
    as_statement: bool,
) -> Evaluable:
    """Raises OraError 6550: PLS-00306 when no declaration takes the arguments, PLS-00221 and PLS-00222 when a function
    stands where a procedure must, and the reverse."""
    if isinstance(reference, references.StandardFunction):
        return _standard_call(reference.name, arguments, node, scope, as_statement)
    if isinstance(reference, SubprogramSymbol):
        return _local_call(reference, arguments, node, scope, as_statement)
    if isinstance(reference, references.PackageMember):
        return _package_call(reference, arguments, node, scope, as_statement)
    if isinstance(reference, references.CollectionMethod):
        return _method_call(reference, arguments, node, scope, as_statement)
    raise compile_error(node.at, 221 if as_statement else 222, references.spelled(node))


# ---- matching


class _Formal:
    """A parameter as matching sees it."""

    def __init__(self, name: str, mode: str, formal_type: DataType, optional: bool) -> None:
        self.name = name
        self.mode = mode
        self.type = formal_type
        self.optional = optional


def _assign_arguments(
    arguments: Sequence[tree.Argument], formals: Sequence[_Formal]
) -> list[tree.Expression | None] | None:
    """One expression per parameter, None for a default; None altogether when they do not fit."""
    if len(arguments) > len(formals):
        return None
    result: list[tree.Expression | None] = [None] * len(formals)
    positions = {formal.name: index for index, formal in enumerate(formals)}
    named_seen = False
    for index, argument in enumerate(arguments):
        position = index
        if argument.name is not None:
            named_seen = True
            if argument.name not in positions:
                return None
            position = positions[argument.name]
        elif named_seen:
            return None
        if result[position] is not None:
            return None
        result[position] = argument.value
    if any(value is None and not formal.optional for value, formal in zip(result, formals, strict=True)):
        return None
    return result


def _choose(
    candidates: Sequence[Sequence[_Formal]], arguments: Sequence[tree.Argument], node: tree.Expression, scope: Scope
) -> tuple[int, list[tree.Expression | None]]:
    """The candidate that takes the arguments with the fewest conversions. Raises OraError 6550 (PLS-00306)."""
    fitting = []
    for index, formals in enumerate(candidates):
        assigned = _assign_arguments(arguments, formals)
        if assigned is not None:
            fitting.append((index, assigned))
    if len(fitting) > 1:
        fitting = _best(fitting, candidates, scope)
    if not fitting:
        raise compile_error(node.at, 306, references.spelled(node).rpartition(".")[2])
    return fitting[0]


def _best(
    fitting: list[tuple[int, list[tree.Expression | None]]], candidates: Sequence[Sequence[_Formal]], scope: Scope
) -> list[tuple[int, list[tree.Expression | None]]]:
    scored = []
    for index, assigned in fitting:
        distances = [
            _distance(_static_type(expression, scope), formal.type)
            for expression, formal in zip(assigned, candidates[index], strict=True)
            if expression is not None
        ]
        if None not in distances:
            scored.append((sum(distance or 0 for distance in distances), index, assigned))
    scored.sort(key=lambda entry: entry[:2])
    return [(index, assigned) for _distance_sum, index, assigned in scored]


def _static_type(expression: tree.Expression, scope: Scope) -> DataType | None:
    if isinstance(expression, tree.HostBind):
        return _type_of_bind(expression.name, scope)
    return expressions.compile_expression(expression, scope).type


def _type_of_bind(name: str, scope: Scope) -> DataType | None:
    """Of a LOB, a file or an object; what drivers say of other values is too vague to choose a subprogram by."""
    bind = scope.compilation.binds.get(name)
    if bind is None or bind.type.name not in _TELLING_TYPES:
        return None
    if bind.type.shape is not None:
        declared: DataType = scope.compilation.session.type_of_oid(bind.type.shape.identity.oid)
        return declared
    return datatypes.of_ora_type(bind.type)


_TELLING_TYPES = frozenset({"CLOB", "NCLOB", "BLOB", "BFILE", "OBJECT"})
_FAMILIES = (datatypes.CHARACTER, datatypes.NUMERIC, datatypes.DATE_TIME, datatypes.BINARY)


def _distance(given: DataType | None, wanted: DataType) -> int | None:
    """0 for the same kind of type, 1 for one that is converted implicitly, None for one that cannot be."""
    if given is None or isinstance(given, AnyType) or isinstance(wanted, AnyType):
        return 0
    if isinstance(given, ScalarType) and isinstance(wanted, ScalarType):
        if given.name == wanted.name:
            return 0
        if {"BOOLEAN", "BFILE"} & {given.name, wanted.name}:
            return None
        if any(given.name in family and wanted.name in family for family in _FAMILIES):
            return 1
        return 2 if given.name in datatypes.CHARACTER or wanted.name in datatypes.CHARACTER else None
    if isinstance(given, CollectionType) and isinstance(wanted, CollectionType):
        if given.identity is not None and wanted.identity is not None:
            return 0 if given is wanted else None
        return 0 if given is wanted or (given.index is None) == (wanted.index is None) else None
    if isinstance(given, RecordType) and isinstance(wanted, RecordType):
        if given.is_object and wanted.is_object:
            return 0 if given is wanted else None
        return 0 if len(given.fields) == len(wanted.fields) else None
    return 0 if isinstance(given, CursorType) and isinstance(wanted, CursorType) else None


def _compile_argument(
    expression: tree.Expression | None, formal: _Formal, node: tree.Expression, scope: Scope
) -> Evaluable | None:
    if expression is None:
        return None
    if formal.mode == "IN":
        argument = expressions.compile_expression(expression, scope)
        if _distance(argument.type, formal.type) is None:
            raise compile_error(node.at, 306, references.spelled(node).rpartition(".")[2])
        return expressions.converted(argument, formal.type)
    target = references.compile_target(expression, scope)
    if formal.mode == "IN OUT" and isinstance(expression, tree.HostBind):
        scope.compilation.read.add(expression.name)
    return target


# ---- the kinds of calls


def _local_call(
    symbol: SubprogramSymbol,
    arguments: Sequence[tree.Argument],
    node: tree.Expression,
    scope: Scope,
    as_statement: bool,
) -> Evaluable:
    overloads = [code for code in symbol.overloads if (code.returns is None) == as_statement]
    if not overloads:
        raise compile_error(node.at, 221 if as_statement else 222, symbol.name)
    candidates = [[_formal_of(parameter) for parameter in code.parameters] for code in overloads]
    index, assigned = _choose(candidates, arguments, node, scope)
    compiled = [
        _compile_argument(expression, formal, node, scope)
        for expression, formal in zip(assigned, candidates[index], strict=True)
    ]
    return LocalCall(overloads[index], scope.hops_to(symbol), compiled)


def _formal_of(parameter: Any) -> _Formal:
    return _Formal(parameter.name, parameter.mode, parameter.type, parameter.default is not None)


def local_parameters_are_same(left: SubprogramCode, right: SubprogramCode) -> bool:
    """Whether two declarations of one name are the same subprogram (a forward declaration and its body)."""
    return [(parameter.name, parameter.mode) for parameter in left.parameters] == [
        (parameter.name, parameter.mode) for parameter in right.parameters
    ] and (left.returns is None) == (right.returns is None)


def _package_call(
    member: references.PackageMember,
    arguments: Sequence[tree.Argument],
    node: tree.Expression,
    scope: Scope,
    as_statement: bool,
) -> Evaluable:
    package = member.package
    subprograms = [
        (position, subprogram)
        for position, subprogram in enumerate(package.subprograms, 1)
        if subprogram.name == member.name and (subprogram.returns is None) == as_statement
    ]
    if not subprograms:
        raise compile_error(node.at, 221 if as_statement else 222, member.name)
    candidates = [[_formal_of_supplied(parameter) for parameter in entry[1].parameters] for entry in subprograms]
    index, assigned = _choose(candidates, arguments, node, scope)
    position, subprogram = subprograms[index]
    compiled = [
        (parameter, formal.type, _compile_argument(expression, formal, node, scope))
        for parameter, formal, expression in zip(subprogram.parameters, candidates[index], assigned, strict=True)
    ]
    returns = None if subprogram.returns is None else type_of_supplied(subprogram.returns)
    return PackageCall(package, subprogram, position, compiled, returns)


def _formal_of_supplied(parameter: supplied.Parameter) -> _Formal:
    optional = not isinstance(parameter.default, type(supplied.REQUIRED))
    return _Formal(parameter.name, parameter.mode, type_of_supplied(parameter.type), optional)


def type_of_supplied(declared: Any) -> DataType:
    """The type of a supplied subprogram's parameter or result; text parameters have no length of their own."""
    if declared is None:
        return datatypes.ANY
    if isinstance(declared, OraType):
        if declared.name in ("VARCHAR2", "RAW"):
            return ScalarType(declared.name)
        return datatypes.of_ora_type(declared)
    assert isinstance(declared, DataType)
    return declared


def _method_call(
    method: references.CollectionMethod,
    arguments: Sequence[tree.Argument],
    node: tree.Expression,
    scope: Scope,
    as_statement: bool,
) -> Evaluable:
    is_procedure = method.name in _COLLECTION_PROCEDURES
    if is_procedure != as_statement:
        raise compile_error(node.at, 221 if as_statement else 222, method.name)
    compiled = [expressions.compile_expression(argument.value, scope) for argument in arguments]
    if is_procedure:
        if len(compiled) > (1 if method.name == "TRIM" else 2):
            raise compile_error(node.at, 306, method.name)
        assert isinstance(method.target, Place)
        return collection_procedures.CollectionProcedure(method.name, method.target, compiled, method.type)
    if len(compiled) != _METHOD_ARGUMENTS.get(method.name, 0):
        raise compile_error(node.at, 306, method.name)
    return places.CollectionFunction(method.name, method.target, compiled, method.type)


def _standard_call(
    name: str, arguments: Sequence[tree.Argument], node: tree.Expression, scope: Scope, as_statement: bool
) -> Evaluable:
    if as_statement != (name == "RAISE_APPLICATION_ERROR"):
        raise compile_error(node.at, 221 if as_statement else 222, name)
    if any(argument.name is not None for argument in arguments):
        raise compile_error(node.at, 306, name)
    compiled = [expressions.compile_expression(argument.value, scope) for argument in arguments]
    build = INTERPRETER_FUNCTIONS.get(name)
    result = _library_call(name, compiled) if build is None else build(compiled)
    if result is None:
        raise compile_error(node.at, 306, name)
    return result


def _library_call(name: str, arguments: list[Evaluable]) -> Evaluable | None:
    """None when the function does not take so many arguments."""
    types = [_ora_type(argument.type) for argument in arguments]
    try:
        overload = functions.choose(name, [sql_types.family(ora_type) for ora_type in types])
        result = overload.result_type(types)
    except OraError as error:
        if error.code in (909, 938, 939):
            return None
        return FunctionOfLibrary(name, arguments, None)
    known = result != sql_types.UNTYPED_NULL
    return FunctionOfLibrary(name, arguments, datatypes.of_ora_type(result) if known else None)


def _ora_type(static_type: DataType | None) -> OraType:
    return static_type.ora_type if isinstance(static_type, ScalarType) else sql_types.UNTYPED_NULL


def _sqlcode(arguments: list[Evaluable]) -> Evaluable | None:
    return None if arguments else Sqlcode()


def _sqlerrm(arguments: list[Evaluable]) -> Evaluable | None:
    return None if len(arguments) > 1 else Sqlerrm(arguments[0] if arguments else None)


def _nvl(arguments: list[Evaluable]) -> Evaluable | None:
    return FirstNotNull(arguments, _unsized(arguments[0].type)) if len(arguments) == 2 else None


def _coalesce(arguments: list[Evaluable]) -> Evaluable | None:
    return FirstNotNull(arguments, _unsized(arguments[0].type)) if len(arguments) > 1 else None


def _unsized(static_type: DataType | None) -> DataType | None:
    """The type of an expression of several values, which has no length or precision of its own."""
    if not isinstance(static_type, ScalarType) or static_type.name in ("CHAR", "NCHAR"):
        return None if not isinstance(static_type, ScalarType) else datatypes.VARCHAR2
    return ScalarType(static_type.name)


def _raise_application_error(arguments: list[Evaluable]) -> Evaluable | None:
    if not 2 <= len(arguments) <= 3:
        return None
    return RaiseApplicationError(arguments[0], arguments[1], arguments[2] if len(arguments) == 3 else None)


# Subprograms of package STANDARD that need the interpreter. Each gives None for a wrong number of arguments.
INTERPRETER_FUNCTIONS: dict[str, Callable[[list[Evaluable]], Evaluable | None]] = {
    "COALESCE": _coalesce,
    "NVL": _nvl,
    "RAISE_APPLICATION_ERROR": _raise_application_error,
    "SQLCODE": _sqlcode,
    "SQLERRM": _sqlerrm,
}
