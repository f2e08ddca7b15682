# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statements: syntax tree to executable code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..runtime import datatypes
from ..runtime.blocks import BlockCode, Executable, HandlerCode, StatementList
from ..runtime.expressions import Evaluable
from ..runtime.statements import (
    Assign,
    BasicLoop,
    Branch,
    CallStatement,
    ConditionLoop,
    GotoStatement,
    Leave,
    LoopCode,
    Nothing,
    RaiseStatement,
    RangeLoop,
    ReturnStatement,
)
from ..syntax import tree
from . import calls, declarations, expressions, references, sql_statements
from .errors import compile_error
from .scope import LabelSymbol, Scope, VariableSymbol


def compile_block(block: tree.Block, scope: Scope) -> BlockCode:
    """A block whose declarations go into the given scope."""
    entering = declarations.compile_declarations(block.declarations, scope)
    body = compile_statements(block.statements, scope)
    handlers = [_handler(handler, scope) for handler in block.handlers]
    return BlockCode(block.at.line, entering, body, handlers)


def _handler(handler: tree.Handler, scope: Scope) -> HandlerCode:
    inner = scope.inner()
    inner.in_handler = True
    body = compile_statements(handler.statements, inner)
    names = handler.exceptions
    if any(isinstance(name, tree.Name) and name.name == "OTHERS" for name in names):
        return HandlerCode(None, body)
    return HandlerCode(tuple(references.compile_exception(name, scope) for name in names), body)


def compile_statements(statements: Sequence[tree.Statement], scope: Scope) -> StatementList:
    inner = scope.inner()
    labels: dict[str, int] = {}
    for index, statement in enumerate(statements):
        if isinstance(statement, tree.Labelled):
            labels |= dict.fromkeys(statement.labels, index)
    inner.goto_labels = set(labels)
    return StatementList([compile_statement(statement, inner) for statement in statements], labels)


def compile_statement(statement: tree.Statement, scope: Scope) -> Executable:
    return _COMPILERS[type(statement)](statement, scope)


def _labelled(statement: tree.Labelled, scope: Scope) -> Executable:
    inner = scope.inner()
    if isinstance(statement.statement, tree.Block):
        body_scope = inner.inner()
        for label in statement.labels:
            inner.declare(LabelSymbol(label, scope.unit, body_scope))
        return compile_block(statement.statement, body_scope)
    loop = _LOOPS.get(type(statement.statement))
    if loop is not None:
        body_scope = inner.inner()
        body_scope.loop = scope.compilation.new_loop()
        for label in statement.labels:
            inner.declare(LabelSymbol(label, scope.unit, body_scope, body_scope.loop))
        return loop(statement.statement, inner, body_scope)
    return compile_statement(statement.statement, inner)


def _block(statement: tree.Block, scope: Scope) -> Executable:
    return compile_block(statement, scope.inner())


def _assignment(statement: tree.Assignment, scope: Scope) -> Executable:
    target = references.compile_target(statement.target, scope)
    value = expressions.compile_expression(statement.value, scope)
    require_assignable(target.type, value.type, statement.at)
    return Assign(statement.at.line, target, expressions.converted(value, target.type))


def require_assignable(target: datatypes.DataType, value: datatypes.DataType | None, at: tree.Position) -> None:
    """Raises OraError 6550 (PLS-00382) when no conversion leads from the one type to the other."""
    if value is None or isinstance(target, datatypes.AnyType) or isinstance(value, datatypes.AnyType):
        return
    if isinstance(target, datatypes.ScalarType) != isinstance(value, datatypes.ScalarType):
        raise compile_error(at, 382)
    if (target.name == "BOOLEAN") != (value.name == "BOOLEAN"):
        raise compile_error(at, 382)
    if isinstance(target, datatypes.CollectionType) and isinstance(value, datatypes.CollectionType):
        if target is not value:
            raise compile_error(at, 382)
    elif type(target) is not type(value):
        raise compile_error(at, 382)


def _call(statement: tree.Call, scope: Scope) -> Executable:
    target = statement.target
    arguments: tuple[tree.Argument, ...] = ()
    if isinstance(target, tree.Apply):
        arguments, target = target.arguments, target.target
    if statement.into is not None:
        value = expressions.compile_expression(statement.target, scope)
        return Assign(statement.at.line, references.compile_target(statement.into, scope), value)
    reference = references.resolve(target, scope)
    call = calls.compile_call(reference, arguments, target, scope, as_statement=True)
    return CallStatement(statement.at.line, call)


def _null(statement: tree.NullStatement, scope: Scope) -> Executable:
    return Nothing(statement.at.line)


def _pragma(statement: tree.Pragma, scope: Scope) -> Executable:
    return Nothing(statement.at.line)


def _if(statement: tree.If, scope: Scope) -> Executable:
    arms = [
        (expressions.compile_condition(condition, scope), compile_statements(body, scope))
        for condition, body in statement.arms
    ]
    return Branch(statement.at.line, arms, _optional(statement.otherwise, scope))


def _optional(statements: tuple[tree.Statement, ...] | None, scope: Scope) -> StatementList | None:
    return None if statements is None else compile_statements(statements, scope)


def _case(statement: tree.CaseStatement, scope: Scope) -> Executable:
    selector = None if statement.selector is None else expressions.remembered(statement.selector, scope)
    arms = [
        (expressions.choice_condition(condition, selector, scope), compile_statements(body, scope))
        for condition, body in statement.arms
    ]
    otherwise = _optional(statement.otherwise, scope)
    return Branch(statement.at.line, arms, otherwise, selector=selector, complete=True)


# ---- loops: scope is where the loop stands, body_scope bears its number


def _loop(statement: tree.Statement, scope: Scope) -> Executable:
    body_scope = scope.inner()
    body_scope.loop = scope.compilation.new_loop()
    return _LOOPS[type(statement)](statement, scope, body_scope)


def _with_body(loop: LoopCode, statements: tuple[tree.Statement, ...], body_scope: Scope) -> Executable:
    loop.statements = compile_statements(statements, body_scope)
    return loop


def loop_number(body_scope: Scope) -> int:
    assert body_scope.loop is not None
    return body_scope.loop


def _basic_loop(statement: tree.Loop, scope: Scope, body_scope: Scope) -> Executable:
    return _with_body(BasicLoop(statement.at.line, loop_number(body_scope)), statement.statements, body_scope)


def _while_loop(statement: tree.WhileLoop, scope: Scope, body_scope: Scope) -> Executable:
    condition = expressions.compile_condition(statement.condition, scope)
    loop = ConditionLoop(statement.at.line, loop_number(body_scope), condition)
    return _with_body(loop, statement.statements, body_scope)


def _counting_loop(statement: tree.CountingLoop, scope: Scope, body_scope: Scope) -> Executable:
    low = expressions.compile_expression(statement.low, scope)
    high = expressions.compile_expression(statement.high, scope)
    slot = scope.unit.new_slot()
    index = VariableSymbol(statement.index, scope.unit, slot, datatypes.PLS_INTEGER, read_only=True)
    body_scope.declare(index)
    loop = RangeLoop(statement.at.line, loop_number(body_scope), slot, low, high, statement.reverse)
    return _with_body(loop, statement.statements, body_scope)


def _cursor_loop(statement: tree.CursorLoop, scope: Scope, body_scope: Scope) -> Executable:
    loop = sql_statements.compile_cursor_loop(statement, scope, body_scope)
    return _with_body(loop, statement.statements, body_scope)


# ---- transfer of control


def _exit(statement: tree.Exit, scope: Scope) -> Executable:
    condition = None if statement.condition is None else expressions.compile_condition(statement.condition, scope)
    if statement.label is None:
        number = scope.innermost_loop()
    else:
        symbol = scope.find(statement.label)
        number = symbol.loop if isinstance(symbol, LabelSymbol) and symbol.unit is scope.unit else None
        if symbol is None:
            raise compile_error(statement.at, 201, statement.label)
    if number is None:
        raise compile_error(statement.at, 376)
    return Leave(statement.at.line, number, statement.again, condition)


def _goto(statement: tree.Goto, scope: Scope) -> Executable:
    if not scope.can_go_to(statement.label):
        raise compile_error(statement.at, 375, statement.label)
    return GotoStatement(statement.at.line, statement.label)


def _return(statement: tree.Return, scope: Scope) -> Executable:
    value: Evaluable | None = None
    if statement.value is not None:
        if scope.unit.returns is None:
            raise compile_error(statement.at, 372)
        value = expressions.compile_expression(statement.value, scope)
        require_assignable(scope.unit.returns, value.type, statement.at)
    elif scope.unit.returns is not None:
        raise compile_error(statement.at, 503)
    return ReturnStatement(statement.at.line, value, scope.unit.returns)


def _raise(statement: tree.Raise, scope: Scope) -> Executable:
    if statement.exception is None:
        if not scope.in_handler:
            raise compile_error(statement.at, 367)
        return RaiseStatement(statement.at.line, None)
    return RaiseStatement(statement.at.line, references.compile_exception(statement.exception, scope))


_LOOPS: dict[type, Callable[[Any, Scope, Scope], Executable]] = {
    tree.Loop: _basic_loop,
    tree.WhileLoop: _while_loop,
    tree.CountingLoop: _counting_loop,
    tree.CursorLoop: _cursor_loop,
}

_COMPILERS: dict[type, Callable[[Any, Scope], Executable]] = {
    tree.Labelled: _labelled,
    tree.Block: _block,
    tree.Assignment: _assignment,
    tree.Call: _call,
    tree.NullStatement: _null,
    tree.Pragma: _pragma,
    tree.If: _if,
    tree.CaseStatement: _case,
    **dict.fromkeys(_LOOPS, _loop),
    tree.Exit: _exit,
    tree.Goto: _goto,
    tree.Return: _return,
    tree.Raise: _raise,
    **sql_statements.COMPILERS,
}
