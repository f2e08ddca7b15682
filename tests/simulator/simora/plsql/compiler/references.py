# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names in expressions: what `a`, `a.b`, `a(1).b` lead to."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

from ... import supplied
from ...sql import functions
from ..runtime import bulk, datatypes, places
from ..runtime.cursor_statements import CursorReference
from ..runtime.datatypes import CollectionType, CursorType, DataType, RecordType
from ..runtime.exceptions import PREDEFINED, ExceptionIdentity
from ..runtime.expressions import Constant, Evaluable
from ..runtime.places import Place
from ..syntax import tree
from . import calls, expressions
from .errors import compile_error
from .scope import (
    CursorSymbol,
    ExceptionSymbol,
    LabelSymbol,
    Scope,
    SubprogramSymbol,
    Symbol,
    TypeSymbol,
    Unit,
    VariableSymbol,
)

_COLLECTION_METHODS = frozenset(
    {"COUNT", "DELETE", "EXISTS", "EXTEND", "FIRST", "LAST", "LIMIT", "NEXT", "PRIOR", "TRIM"}
)
_CURSOR_ATTRIBUTES = frozenset({"FOUND", "ISOPEN", "NOTFOUND", "ROWCOUNT"})

_PREDEFINED = {name: ExceptionIdentity(name, code) for name, code in PREDEFINED.items()}
_STANDARD_UNIT = Unit(None)

# SQL functions that PL/SQL has no equivalent for (PLS-00204).
_SQL_ONLY = frozenset(
    "AVG COUNT DECODE DENSE_RANK DUMP FIRST_VALUE LAST_VALUE LEAD LAG LEVEL LISTAGG MAX MEDIAN MIN NVL2 PRIOR RANK"
    " ROWNUM ROW_NUMBER STDDEV SUM VARIANCE VSIZE".split()
)


@dataclasses.dataclass
class PackageReference:
    package: supplied.SuppliedPackage


@dataclasses.dataclass
class PackageMember:
    """The subprograms of one name in a package."""

    package: supplied.SuppliedPackage
    name: str


@dataclasses.dataclass
class StandardFunction:
    """A function of the shared library or one that the interpreter knows itself."""

    name: str


@dataclasses.dataclass
class CollectionMethod:
    target: Evaluable
    type: CollectionType
    name: str


Reference = Evaluable | Symbol | PackageReference | PackageMember | StandardFunction | CollectionMethod


def resolve(node: tree.Expression, scope: Scope) -> Reference:
    """Raises OraError 6550 for a name without a declaration."""
    if isinstance(node, tree.Name):
        return _resolve_name(node, scope)
    if isinstance(node, tree.Member):
        return _resolve_member(node, scope)
    if isinstance(node, tree.Apply):
        return _resolve_apply(node, scope)
    return expressions.compile_expression(node, scope)


def value_of(reference: Reference, node: tree.Expression, scope: Scope) -> Evaluable:
    """A reference used as a value; a function or method without arguments is called."""
    if isinstance(reference, Evaluable):
        return reference
    if isinstance(reference, (SubprogramSymbol, PackageMember, StandardFunction, CollectionMethod)):
        return calls.compile_call(reference, (), node, scope, as_statement=False)
    raise compile_error(node.at, 382)


def compile_target(node: tree.Expression, scope: Scope, refusal: int = 363) -> Place:
    """A place that is assigned to. Raises OraError 6550 for one that cannot be: PLS-00363, or 403 in an INTO clause."""
    if isinstance(node, tree.HostBind):
        scope.compilation.assigned.add(node.name)
        return places.Bind(node.name)
    reference = resolve(node, scope)
    if not isinstance(reference, Place) or _is_read_only(node, scope):
        raise compile_error(node.at, refusal, spelled(node))
    return reference


def compile_exception(node: tree.Expression, scope: Scope) -> ExceptionIdentity:
    """Raises OraError 6550 (PLS-00485) when the name is no exception's."""
    reference = resolve(node, scope)
    if not isinstance(reference, ExceptionSymbol):
        raise compile_error(node.at, 485, spelled(node))
    return reference.identity


def find_package(name: str, scope: Scope, owner: str | None = None) -> supplied.SuppliedPackage | None:
    """The supplied package, unless it is absent or EXECUTE on it is not granted."""
    package: supplied.SuppliedPackage | None = scope.compilation.session.package(owner, name)
    return package


def spelled(node: tree.Expression) -> str:
    """The name as messages write it."""
    if isinstance(node, tree.Name):
        return node.name
    if isinstance(node, tree.Member):
        return f"{spelled(node.target)}.{node.name}"
    if isinstance(node, tree.Apply):
        return spelled(node.target)
    return "expression"


def _is_read_only(node: tree.Expression, scope: Scope) -> bool:
    while isinstance(node, (tree.Member, tree.Apply)):
        node = node.target
    symbol = scope.find(node.name) if isinstance(node, tree.Name) else None
    return isinstance(symbol, VariableSymbol) and symbol.read_only


def _resolve_name(node: tree.Name, scope: Scope) -> Reference:
    symbol = scope.find(node.name)
    if symbol is not None:
        return _of_symbol(symbol, scope)
    if node.name in _PREDEFINED:
        return ExceptionSymbol(node.name, _STANDARD_UNIT, _PREDEFINED[node.name])
    if node.name in _SQL_ONLY:
        raise compile_error(node.at, 204, node.name)
    if node.name in calls.INTERPRETER_FUNCTIONS or functions.exists(node.name):
        return StandardFunction(node.name)
    package = find_package(node.name, scope)
    if package is not None:
        return PackageReference(package)
    object_type = scope.compilation.session.object_type(None, node.name)
    if object_type is not None:
        return TypeSymbol(node.name, _STANDARD_UNIT, object_type)
    raise compile_error(node.at, 201, node.name)


def _of_symbol(symbol: Symbol, scope: Scope) -> Reference:
    if isinstance(symbol, VariableSymbol):
        return places.Variable(symbol.name, scope.hops_to(symbol), symbol.slot, symbol.type, symbol.not_null)
    return symbol


def _resolve_member(node: tree.Member, scope: Scope) -> Reference:
    if isinstance(node.target, tree.Name) and scope.find(node.target.name) is None:
        owned = _in_schema(node.target.name, node, scope)
        if owned is not None:
            return owned
    target = resolve(node.target, scope)
    if isinstance(target, LabelSymbol):
        symbol = target.scope.symbols.get(node.name)
        if symbol is None:
            raise compile_error(node.at, 302, node.name)
        return _of_symbol(symbol, scope)
    if isinstance(target, PackageReference):
        return _in_package(target.package, node, scope)
    if isinstance(target, SubprogramSymbol) and not isinstance(node.target, tree.Apply):
        return _in_subprogram(target, node, scope)
    value = value_of(target, node.target, scope)
    if isinstance(value.type, RecordType):
        if node.name not in value.type.fields:
            raise compile_error(node.at, 302, node.name)
        return places.Field(value, node.name, value.type)
    if isinstance(value.type, CollectionType) and node.name in _COLLECTION_METHODS:
        return CollectionMethod(value, value.type, node.name)
    raise compile_error(node.at, 302 if isinstance(value, Place) else 225, node.name)


def _in_schema(owner: str, node: tree.Member, scope: Scope) -> Reference | None:
    """SYS.package, SYS.type, STANDARD.function; None when the first name is no schema or says nothing here."""
    if owner == "STANDARD":
        return _resolve_name(tree.Name(node.at, node.name), Scope(scope.compilation, _STANDARD_UNIT))
    package = find_package(node.name, scope, owner)
    if package is not None:
        return PackageReference(package)
    object_type = scope.compilation.session.object_type(owner, node.name)
    return None if object_type is None else TypeSymbol(node.name, _STANDARD_UNIT, object_type)


def _in_package(package: supplied.SuppliedPackage, node: tree.Member, scope: Scope) -> Reference:
    name = node.name
    if any(subprogram.name == name for subprogram in package.subprograms):
        return PackageMember(package, name)
    if name in package.constants:
        constant = package.constants[name]
        value = constant(scope.compilation.session) if callable(constant) else constant
        return Constant(value, type_of_value(value))
    if name in package.exceptions:
        identity = ExceptionIdentity(name, package.exceptions[name])
        return ExceptionSymbol(name, _STANDARD_UNIT, identity)
    if name in package.types:
        return TypeSymbol(name, _STANDARD_UNIT, package.types[name])
    raise compile_error(node.at, 302, name)


def _in_subprogram(target: SubprogramSymbol, node: tree.Member, scope: Scope) -> Reference:
    """subprogram.name, used inside it for its own parameters and variables."""
    outer: Scope | None = scope
    while outer is not None:
        if outer.owner_name == target.name and node.name in outer.symbols:
            return _of_symbol(outer.symbols[node.name], scope)
        outer = outer.parent
    value = calls.compile_call(target, (), node.target, scope, as_statement=False)
    if isinstance(value.type, RecordType) and node.name in value.type.fields:
        return places.Field(value, node.name, value.type)
    raise compile_error(node.at, 225, target.name)


def type_of_value(value: Any) -> DataType | None:
    """The static type of a constant; bool before int, which it is a kind of."""
    if isinstance(value, bool):
        return datatypes.BOOLEAN
    if isinstance(value, (int, Decimal)):
        return datatypes.NUMBER
    if isinstance(value, str):
        return datatypes.VARCHAR2
    return datatypes.TIMESTAMP if isinstance(value, datetime.datetime) else None


def _resolve_apply(node: tree.Apply, scope: Scope) -> Reference:
    target = resolve(node.target, scope)
    if isinstance(target, TypeSymbol):
        return _construct(target.type, node, scope)
    if isinstance(target, (SubprogramSymbol, PackageMember, StandardFunction, CollectionMethod)):
        return calls.compile_call(target, node.arguments, node, scope, as_statement=False)
    if isinstance(target, Evaluable) and isinstance(target.type, CollectionType) and len(node.arguments) == 1:
        subscript = expressions.compile_expression(node.arguments[0].value, scope)
        return places.Element(target, subscript, target.type)
    raise compile_error(node.at, 222, spelled(node.target))


def _construct(constructed: DataType, node: tree.Apply, scope: Scope) -> Evaluable:
    arguments = [expressions.compile_expression(argument.value, scope) for argument in node.arguments]
    if isinstance(constructed, CollectionType) and constructed.index is None:
        return places.Constructor(constructed, arguments)
    if isinstance(constructed, RecordType) and constructed.is_object:
        if len(arguments) != len(constructed.fields):
            raise compile_error(node.at, 306, constructed.name)
        return places.ObjectConstructor(constructed, arguments)
    raise compile_error(node.at, 222, spelled(node.target))


def compile_attribute(node: tree.Attribute, scope: Scope) -> Evaluable:
    """cursor%FOUND and SQL%ROWCOUNT."""
    is_implicit = isinstance(node.target, tree.Name) and node.target.name == "SQL"
    if is_implicit and node.name in bulk.ATTRIBUTES:
        return bulk.ATTRIBUTES[node.name]
    if node.name not in _CURSOR_ATTRIBUTES:
        raise compile_error(node.at, 103, node.name)
    if is_implicit:
        return places.ImplicitCursorAttribute(node.name)
    return places.CursorAttribute(compile_cursor(node.target, scope), node.name)


def compile_cursor(node: tree.Expression, scope: Scope) -> Evaluable:
    """A declared cursor or a cursor variable. Raises OraError 6550 (PLS-00382) for anything else."""
    reference = _bind_or_reference(node, scope)
    if isinstance(reference, CursorSymbol):
        return CursorReference(reference.code, scope.hops_to(reference))
    if isinstance(reference, Place) and isinstance(reference.type, (CursorType, datatypes.AnyType)):
        return reference
    raise compile_error(node.at, 382)


def _bind_or_reference(node: tree.Expression, scope: Scope) -> Reference:
    if isinstance(node, tree.HostBind):
        scope.compilation.read.add(node.name)
        return places.Bind(node.name)
    return resolve(node, scope)
