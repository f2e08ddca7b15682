# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Expressions: syntax tree to evaluable nodes with static types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..runtime import convert, datatypes, extraction, operators, places
from ..runtime.datatypes import DataType, ScalarType
from ..runtime.expressions import (
    After,
    And,
    Arithmetic,
    CaseValue,
    Comparison,
    Computed,
    Concatenation,
    Constant,
    Conversion,
    DateTimeText,
    Evaluable,
    FunctionOfLibrary,
    InList,
    IsNull,
    Like,
    Negative,
    Not,
    Or,
    Remembered,
)
from ..syntax import tree
from . import references, types
from .errors import compile_error
from .scope import Scope

_DATE_LIKE = datatypes.DATE_TIME | {"INTERVAL DAY TO SECOND"}


def compile_expression(node: tree.Expression, scope: Scope) -> Evaluable:
    """Raises OraError 6550 for undeclared names, wrong arguments and impossible types."""
    return _COMPILERS[type(node)](node, scope)


def compile_condition(node: tree.Expression, scope: Scope) -> Evaluable:
    """A BOOLEAN expression. Raises OraError 6550 (PLS-00382) for one that is known to be something else."""
    condition = compile_expression(node, scope)
    known = condition.type is not None and not isinstance(condition.type, datatypes.AnyType)
    if known and condition.type.name != "BOOLEAN":  # type: ignore[union-attr]
        raise compile_error(node.at, 382)
    return condition


def _literal(node: tree.Literal, scope: Scope) -> Evaluable:
    if isinstance(node.value, str):
        return Constant(node.value, ScalarType("CHAR", len(node.value.encode())))
    return Constant(node.value, references.type_of_value(node.value))


def _date_time(node: tree.DateTimeLiteral, scope: Scope) -> Evaluable:
    return DateTimeText(node.text, datatypes.DATE if node.kind == "DATE" else datatypes.TIMESTAMP)


def _interval(node: tree.IntervalLiteral, scope: Scope) -> Evaluable:
    value = extraction.interval(node.text, node.first_field, node.last_field)
    return Constant(value, datatypes.INTERVAL)


def _host_bind(node: tree.HostBind, scope: Scope) -> Evaluable:
    scope.compilation.read.add(node.name)
    return places.Bind(node.name)


def _reference(node: tree.Expression, scope: Scope) -> Evaluable:
    return references.value_of(references.resolve(node, scope), node, scope)


def _signed(node: tree.Signed, scope: Scope) -> Evaluable:
    operand = compile_expression(node.operand, scope)
    return operand if node.sign == "+" else Negative(operand)


def _binary(node: tree.Binary, scope: Scope) -> Evaluable:
    left, right = compile_expression(node.left, scope), compile_expression(node.right, scope)
    if node.operator == "||":
        return Concatenation(converted(left, datatypes.VARCHAR2), converted(right, datatypes.VARCHAR2))
    if node.operator in operators.COMPARISONS:
        _require_comparable(left, right, node)
        return Comparison(node.operator, left, right)
    for operand in (left, right):
        if operand.type is not None and (
            operand.type.name == "BOOLEAN" or not isinstance(operand.type, (ScalarType, datatypes.AnyType))
        ):
            raise compile_error(node.at, 306, node.operator)
    return Arithmetic(node.operator, left, right, _arithmetic_type(node.operator, left.type, right.type))


def converted(value: Evaluable, target: DataType) -> Evaluable:
    """The value for a place of that type; a TIMESTAMP that becomes text does so here, where its type is known."""
    if operators.is_timestamp(value.type) and target.name in datatypes.CHARACTER:
        return FunctionOfLibrary("TO_CHAR", [value], datatypes.VARCHAR2)
    return value


def _require_comparable(left: Evaluable, right: Evaluable, node: tree.Binary) -> None:
    names = {operand.type.name for operand in (left, right) if isinstance(operand.type, ScalarType)}
    if "BOOLEAN" in names and len(names) > 1:
        raise compile_error(node.at, 306, node.operator)


def _arithmetic_type(operator: str, left: DataType | None, right: DataType | None) -> DataType | None:
    if left is None or right is None:
        return None
    names = (left.name, right.name)
    if not any(name in _DATE_LIKE for name in names):
        return datatypes.NUMBER if "ANY" not in names else None
    if all(name in datatypes.DATE_TIME for name in names):
        return datatypes.NUMBER if names == ("DATE", "DATE") else datatypes.INTERVAL
    if all(name not in datatypes.DATE_TIME for name in names):
        return datatypes.INTERVAL
    moment, step = (left, right) if left.name in datatypes.DATE_TIME else (right, left)
    return moment if step.name.startswith("INTERVAL") else datatypes.DATE


def _logical(node: tree.Logical, scope: Scope) -> Evaluable:
    left, right = compile_condition(node.left, scope), compile_condition(node.right, scope)
    return And(left, right) if node.operator == "AND" else Or(left, right)


def _not(node: tree.Not, scope: Scope) -> Evaluable:
    return Not(compile_condition(node.operand, scope))


def _negated_if(negated: bool, condition: Evaluable) -> Evaluable:
    return Not(condition) if negated else condition


def _is_null(node: tree.IsNull, scope: Scope) -> Evaluable:
    return _negated_if(node.negated, IsNull(compile_expression(node.operand, scope)))


def _between(node: tree.Between, scope: Scope) -> Evaluable:
    operand = compile_expression(node.operand, scope)
    low, high = compile_expression(node.low, scope), compile_expression(node.high, scope)
    inside = And(Comparison(">=", operand, low), Comparison("<=", operand, high))
    return _negated_if(node.negated, inside)


def _in_list(node: tree.InList, scope: Scope) -> Evaluable:
    items = [compile_expression(item, scope) for item in node.items]
    return _negated_if(node.negated, InList(compile_expression(node.operand, scope), items))


def _like(node: tree.Like, scope: Scope) -> Evaluable:
    escape = None if node.escape is None else compile_expression(node.escape, scope)
    matching = Like(compile_expression(node.operand, scope), compile_expression(node.pattern, scope), escape)
    return _negated_if(node.negated, matching)


def _case(node: tree.Case, scope: Scope) -> Evaluable:
    selector = None if node.selector is None else remembered(node.selector, scope)
    choices = [
        (choice_condition(condition, selector, scope), compile_expression(result, scope))
        for condition, result in node.choices
    ]
    default = None if node.default is None else compile_expression(node.default, scope)
    results = [result for _condition, result in choices] + ([default] if default is not None else [])
    value = CaseValue(choices, default, _common_type(results))
    return value if selector is None else After(selector, value)


def remembered(selector: tree.Expression, scope: Scope) -> Remembered:
    """The selector of a simple CASE in a slot of its own."""
    return Remembered(scope.unit.new_slot(), compile_expression(selector, scope))


def choice_condition(condition: tree.Expression, selector: Remembered | None, scope: Scope) -> Evaluable:
    """The condition of a WHEN: of a simple CASE, that the selector equals it."""
    if selector is None:
        return compile_condition(condition, scope)
    return Comparison("=", selector, compile_expression(condition, scope))


def _common_type(results: list[Evaluable]) -> DataType | None:
    types_of_results = [result.type for result in results if not _is_null_constant(result)]
    first = types_of_results[0] if types_of_results else None
    if not isinstance(first, ScalarType):
        return first
    if any(other is None or other.name != first.name for other in types_of_results):
        characters = all(other is not None and other.name in datatypes.CHARACTER for other in types_of_results)
        return datatypes.VARCHAR2 if characters else None
    return ScalarType("VARCHAR2") if first.name in ("CHAR", "VARCHAR2") else ScalarType(first.name)


def _is_null_constant(result: Evaluable) -> bool:
    return isinstance(result, Constant) and result.value is None


def _cast(node: tree.Cast, scope: Scope) -> Evaluable:
    return Conversion(compile_expression(node.operand, scope), types.compile_type(node.type, scope))


def _extract(node: tree.Extract, scope: Scope) -> Evaluable:
    if node.field not in extraction.FIELDS:
        raise compile_error(node.at, 201, node.field)

    def extract(session: Any, value: Any) -> Any:
        return extraction.extract(node.field, value)

    return Computed(extract, [compile_expression(node.operand, scope)], datatypes.NUMBER)


def _trim_from(node: tree.TrimFrom, scope: Scope) -> Evaluable:
    operand = compile_expression(node.operand, scope)
    characters = Constant(" ", None) if node.characters is None else compile_expression(node.characters, scope)

    def trim(session: Any, text: Any, character: Any) -> Any:
        for function in {"LEADING": ("LTRIM",), "TRAILING": ("RTRIM",), "BOTH": ("LTRIM", "RTRIM")}[node.side]:
            text = convert.call(function, [text, character], session)
        return text

    return Computed(trim, [operand, characters], datatypes.VARCHAR2)


def _attribute(node: tree.Attribute, scope: Scope) -> Evaluable:
    return references.compile_attribute(node, scope)


_COMPILERS: dict[type, Callable[[Any, Scope], Evaluable]] = {
    tree.Literal: _literal,
    tree.DateTimeLiteral: _date_time,
    tree.IntervalLiteral: _interval,
    tree.HostBind: _host_bind,
    tree.Name: _reference,
    tree.Member: _reference,
    tree.Apply: _reference,
    tree.Attribute: _attribute,
    tree.Signed: _signed,
    tree.Binary: _binary,
    tree.Logical: _logical,
    tree.Not: _not,
    tree.IsNull: _is_null,
    tree.Between: _between,
    tree.InList: _in_list,
    tree.Like: _like,
    tree.Case: _case,
    tree.Cast: _cast,
    tree.Extract: _extract,
    tree.TrimFrom: _trim_from,
}
