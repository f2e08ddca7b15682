# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the parser's rules to the syntax tree: one method per rule of grammar.lark."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import lark

from . import tree
from .lexer import Terminal


def _at(terminal: Terminal) -> tree.Position:
    return tree.Position(terminal.line or 0, terminal.column or 0)


def _text(terminal: Terminal | None) -> str | None:
    return None if terminal is None else str(terminal)


@lark.v_args(inline=True)
class TreeBuilder(lark.Transformer):  # type: ignore[type-arg]
    """Called by the parser as it reduces, so that no intermediate tree is built."""

    # ---- blocks

    def unit(self, content: tree.Statement) -> tree.Statement:
        return content

    def call_unit(self, target: tree.Expression, into: Terminal | None) -> tree.Statement:
        return tree.Call(target.at, target, None if into is None else self.bind(into))

    def labelled_block(self, *parts: Any) -> tree.Statement:
        *labels, block = parts
        return tree.Labelled(block.at, tuple(labels), block) if labels else block

    def label(self, name: Terminal) -> str:
        return str(name)

    def block(self, declarations: tuple[tree.Declaration, ...] | None, begin: Terminal, *parts: Any) -> tree.Block:
        *statements, handlers, _name = parts
        return tree.Block(_at(begin), declarations or (), tuple(statements), handlers or ())

    def declare_part(self, *declarations: tree.Declaration) -> tuple[tree.Declaration, ...]:
        return declarations

    def handlers(self, *handlers: tree.Handler) -> tuple[tree.Handler, ...]:
        return handlers

    def handler(self, when: Terminal, *parts: Any) -> tree.Handler:
        exceptions = tuple(part for part in parts if isinstance(part, tree.Expression))
        statements = tuple(part for part in parts if isinstance(part, tree.Statement))
        return tree.Handler(_at(when), exceptions, statements)

    # ---- declarations

    def variable_declaration(
        self,
        name: Terminal,
        constant: Terminal | None,
        type_name: tree.TypeName,
        not_null: bool | None,
        default: tree.Expression | None,
    ) -> tree.Declaration:
        return tree.VariableDeclaration(
            _at(name), str(name), type_name, constant is not None, bool(not_null), default
        )

    def exception_declaration(self, name: Terminal) -> tree.Declaration:
        return tree.ExceptionDeclaration(_at(name), str(name))

    def pragma(self, keyword: Terminal, name: Terminal, arguments: tuple[tree.Argument, ...] | None) -> tree.Pragma:
        return tree.Pragma(_at(keyword), str(name), arguments or ())

    def cursor_declaration(
        self,
        name: Terminal,
        parameters: tuple[tree.Parameter, ...] | None,
        _returns: tree.TypeName | None,
        query: Terminal,
    ) -> tree.Declaration:
        return tree.CursorDeclaration(_at(name), str(name), parameters or (), tuple(query.tokens))

    def type_declaration(self, name: Terminal, definition: tree.TypeDefinition) -> tree.Declaration:
        return tree.TypeDeclaration(_at(name), str(name), definition)

    def subtype_declaration(
        self,
        name: Terminal,
        base: tree.TypeName,
        not_null: bool | None,
        bounds: tuple[tree.Expression, tree.Expression] | None,
    ) -> tree.Declaration:
        return tree.SubtypeDeclaration(_at(name), str(name), base, bool(not_null), bounds)

    def range(self, low: tree.Expression, high: tree.Expression) -> tuple[tree.Expression, tree.Expression]:
        return low, high

    def not_null(self, *_keywords: Terminal) -> bool:
        return True

    def initial(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def return_type(self, type_name: tree.TypeName) -> tree.TypeName:
        return type_name

    def record_definition(self, *fields: tree.Field) -> tree.TypeDefinition:
        return tree.RecordDefinition(fields[0].at, fields)

    def table_definition(
        self, element: tree.TypeName, _not_null: bool | None, index: tree.TypeName | None
    ) -> tree.TypeDefinition:
        return tree.TableDefinition(element.at, element, index)

    def varray_definition(
        self, limit: tree.Expression, element: tree.TypeName, _not_null: bool | None
    ) -> tree.TypeDefinition:
        return tree.VarrayDefinition(element.at, element, limit)

    def ref_cursor_definition(self, row: tree.TypeName | None) -> tree.TypeDefinition:
        return tree.RefCursorDefinition(row.at if row else tree.Position(0, 0), row)

    def field(
        self, name: Terminal, type_name: tree.TypeName, not_null: bool | None, default: tree.Expression | None
    ) -> tree.Field:
        return tree.Field(_at(name), str(name), type_name, bool(not_null), default)

    def index_by(self, type_name: tree.TypeName) -> tree.TypeName:
        return type_name

    def procedure(self, name: Terminal, parameters: Any, body: tree.Block | None) -> tree.Declaration:
        return tree.Subprogram(_at(name), str(name), parameters or (), None, body)

    def function(
        self, name: Terminal, parameters: Any, returns: tree.TypeName, body: tree.Block | None
    ) -> tree.Declaration:
        return tree.Subprogram(_at(name), str(name), parameters or (), returns, body)

    def forward_declaration(self) -> None:
        return None

    def subprogram_body(self, *parts: Any) -> tree.Block:
        *items, handlers, _name = parts
        begin = next(index for index, item in enumerate(items) if isinstance(item, Terminal))
        return tree.Block(_at(items[begin]), tuple(items[:begin]), tuple(items[begin + 1 :]), handlers or ())

    def parameters(self, *parameters: tree.Parameter) -> tuple[tree.Parameter, ...]:
        return parameters

    def parameter(
        self,
        name: Terminal,
        mode: str | None,
        _nocopy: Terminal | None,
        type_name: tree.TypeName,
        default: tree.Expression | None,
    ) -> tree.Parameter:
        return tree.Parameter(_at(name), str(name), mode or "IN", type_name, default)

    def mode(self, *words: Terminal) -> str:
        return " ".join(words)

    # ---- types

    def named_type(
        self, names: tuple[Terminal, ...], size: tuple[tuple[int, ...], str | None] | None, suffix: str | None
    ) -> tree.TypeName:
        sizes, unit = size or ((), None)
        return tree.TypeName(_at(names[0]), tuple(map(str, names)), sizes, None, suffix or unit)

    def anchored_type(self, names: tuple[Terminal, ...], anchor: Terminal) -> tree.TypeName:
        return tree.TypeName(_at(names[0]), tuple(map(str, names)), (), str(anchor))

    def interval_type(self, keyword: Terminal, first: Terminal, _s1: Any, last: Terminal, _s2: Any) -> tree.TypeName:
        return tree.TypeName(_at(keyword), (f"INTERVAL {first} TO {last}",))

    def two_word_type(self, first: Terminal, second: Terminal) -> tree.TypeName:
        return tree.TypeName(_at(first), (f"{first} {second}",))

    def dotted_name(self, *names: Terminal) -> tuple[Terminal, ...]:
        return names

    def size(self, first: int, second: int | None, unit: Terminal | None) -> tuple[tuple[int, ...], str | None]:
        return (first,) if second is None else (first, second), _text(unit)

    def signed_number(self, sign: Terminal | None, number: Terminal) -> int:
        return -int(number) if sign == "-" else int(number)

    def time_zone(self, local: Terminal | None) -> str:
        return "WITH LOCAL TIME ZONE" if local else "WITH TIME ZONE"

    # ---- statements

    def statement(self, *parts: Any) -> tree.Statement:
        *labels, statement = parts
        return tree.Labelled(statement.at, tuple(labels), statement) if labels else statement

    def block_statement(self, block: tree.Block) -> tree.Statement:
        return block

    def assignment(self, target: tree.Expression, value: tree.Expression) -> tree.Statement:
        return tree.Assignment(target.at, target, value)

    def call_statement(self, target: tree.Expression) -> tree.Statement:
        return tree.Call(target.at, target)

    def null_statement(self, keyword: Terminal) -> tree.Statement:
        return tree.NullStatement(_at(keyword))

    def if_statement(self, keyword: Terminal, condition: tree.Expression, *parts: Any) -> tree.Statement:
        *items, otherwise, _end = parts
        statements = tuple(item for item in items if isinstance(item, tree.Statement))
        arms = tuple(item for item in items if isinstance(item, tuple))
        return tree.If(_at(keyword), ((condition, statements), *arms), otherwise)

    def elsif(self, _keyword: Terminal, condition: tree.Expression, *statements: tree.Statement) -> Any:
        return condition, statements

    def otherwise(self, *statements: tree.Statement) -> tuple[tree.Statement, ...]:
        return statements

    def case_statement(self, keyword: Terminal, selector: tree.Expression | None, *parts: Any) -> tree.Statement:
        *arms, otherwise, _end, _name = parts
        return tree.CaseStatement(_at(keyword), selector, tuple(arms), otherwise)

    def case_arm(self, _when: Terminal, condition: tree.Expression, *statements: tree.Statement) -> Any:
        return condition, statements

    def loop_body(self, loop: Terminal, *parts: Any) -> tuple[tree.Position, tuple[tree.Statement, ...]]:
        *statements, _end, _name = parts
        return _at(loop), tuple(statements)

    def basic_loop(self, body: tuple[tree.Position, tuple[tree.Statement, ...]]) -> tree.Statement:
        return tree.Loop(body[0], body[1])

    def while_loop(self, keyword: Terminal, condition: tree.Expression, body: Any) -> tree.Statement:
        return tree.WhileLoop(_at(keyword), condition, body[1])

    def counting_loop(
        self,
        keyword: Terminal,
        index: Terminal,
        _in: Terminal,
        reverse: Terminal | None,
        low: tree.Expression,
        high: tree.Expression,
        body: Any,
    ) -> tree.Statement:
        return tree.CountingLoop(_at(keyword), str(index), reverse is not None, low, high, body[1])

    def cursor_loop(
        self, keyword: Terminal, record: Terminal, _in: Terminal, cursor: tree.Expression, body: Any
    ) -> tree.Statement:
        return tree.CursorLoop(_at(keyword), str(record), cursor, body[1])

    def query_loop(
        self, keyword: Terminal, record: Terminal, _in: Terminal, query: Terminal, body: Any
    ) -> tree.Statement:
        return tree.CursorLoop(_at(keyword), str(record), tuple(query.tokens), body[1])

    def exit_statement(self, keyword: Terminal, label: Terminal | None, condition: Any) -> tree.Statement:
        return tree.Exit(_at(keyword), _text(label), condition, again=False)

    def continue_statement(self, keyword: Terminal, label: Terminal | None, condition: Any) -> tree.Statement:
        return tree.Exit(_at(keyword), _text(label), condition, again=True)

    def condition(self, _when: Terminal, expression: tree.Expression) -> tree.Expression:
        return expression

    def goto_statement(self, keyword: Terminal, label: Terminal) -> tree.Statement:
        return tree.Goto(_at(keyword), str(label))

    def return_statement(self, keyword: Terminal, value: tree.Expression | None) -> tree.Statement:
        return tree.Return(_at(keyword), value)

    def raise_statement(self, keyword: Terminal, exception: tree.Expression | None) -> tree.Statement:
        return tree.Raise(_at(keyword), exception)

    def sql_statement(self, statement: Terminal) -> tree.Statement:
        return tree.SqlStatement(_at(statement), tuple(statement.tokens))

    def open_statement(self, keyword: Terminal, target: tree.Expression) -> tree.Statement:
        return tree.Open(_at(keyword), target, None, ())

    def open_for_query(
        self, keyword: Terminal, target: tree.Expression, _for: Terminal, query: Terminal, using: Any
    ) -> tree.Statement:
        return tree.Open(_at(keyword), target, tuple(query.tokens), using or ())

    def open_for_text(
        self, keyword: Terminal, target: tree.Expression, _for: Terminal, text: tree.Expression, using: Any
    ) -> tree.Statement:
        return tree.Open(_at(keyword), target, text, using or ())

    def fetch_statement(
        self, keyword: Terminal, cursor: tree.Expression, into: tree.Into, limit: tree.Expression | None
    ) -> tree.Statement:
        return tree.Fetch(_at(keyword), cursor, into, limit)

    def limit(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def close_statement(self, keyword: Terminal, cursor: tree.Expression) -> tree.Statement:
        return tree.Close(_at(keyword), cursor)

    def execute_immediate(
        self,
        keyword: Terminal,
        text: tree.Expression,
        into: tree.Into | None,
        using: tuple[tree.UsingArgument, ...] | None,
        returning: tree.Into | None,
    ) -> tree.Statement:
        return tree.ExecuteImmediate(_at(keyword), text, into, using or (), returning)

    def into(self, bulk: bool | None, targets: tuple[tree.Expression, ...]) -> tree.Into:
        return tree.Into(targets[0].at, targets, bool(bulk))

    def bulk(self, _keyword: Terminal) -> bool:
        return True

    def targets(self, *targets: tree.Expression) -> tuple[tree.Expression, ...]:
        return targets

    def using(self, *arguments: tree.UsingArgument) -> tuple[tree.UsingArgument, ...]:
        return arguments

    def using_argument(self, mode: str | None, value: tree.Expression) -> tree.UsingArgument:
        return tree.UsingArgument(mode or "IN", value)

    def returning(self, into: tree.Into) -> tree.Into:
        return into

    def forall(
        self, keyword: Terminal, index: Terminal, _in: Terminal, bounds: Any, save: Terminal | None, statement: Any
    ) -> tree.Statement:
        return tree.Forall(_at(keyword), str(index), bounds, save is not None, statement)

    def forall_statement(self, statement: Terminal | tree.Statement) -> tree.Statement:
        return self.sql_statement(statement) if isinstance(statement, Terminal) else statement

    def forall_range(self, low: tree.Expression, high: tree.Expression) -> tree.ForallRange:
        return tree.ForallRange(low, high)

    def forall_indices(self, collection: tree.Expression) -> tree.ForallIndices:
        return tree.ForallIndices(collection, by_value=False)

    def forall_values(self, collection: tree.Expression) -> tree.ForallIndices:
        return tree.ForallIndices(collection, by_value=True)

    # ---- expressions

    def logical(self, left: tree.Expression, operator: Terminal, right: tree.Expression) -> tree.Expression:
        return tree.Logical(left.at, str(operator), left, right)

    def negated(self, keyword: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Not(_at(keyword), operand)

    def binary(self, left: tree.Expression, operator: Terminal, right: tree.Expression) -> tree.Expression:
        return tree.Binary(left.at, str(operator), left, right)

    def is_null(self, operand: tree.Expression, negation: Terminal | None, _null: Terminal) -> tree.Expression:
        return tree.IsNull(operand.at, operand, negation is not None)

    def between(
        self,
        operand: tree.Expression,
        negation: Terminal | None,
        _between: Terminal,
        low: tree.Expression,
        _and: Terminal,
        high: tree.Expression,
    ) -> tree.Expression:
        return tree.Between(operand.at, operand, low, high, negation is not None)

    def in_list(
        self, operand: tree.Expression, negation: Terminal | None, _in: Terminal, *items: tree.Expression
    ) -> tree.Expression:
        return tree.InList(operand.at, operand, items, negation is not None)

    def like(
        self,
        operand: tree.Expression,
        negation: Terminal | None,
        _like: Terminal,
        pattern: tree.Expression,
        escape: tree.Expression | None,
    ) -> tree.Expression:
        return tree.Like(operand.at, operand, pattern, escape, negation is not None)

    def escape(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def signed(self, sign: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Signed(_at(sign), str(sign), operand)

    def cast(self, keyword: Terminal, operand: tree.Expression, type_name: tree.TypeName) -> tree.Expression:
        return tree.Cast(_at(keyword), operand, type_name)

    def extract(self, keyword: Terminal, field: Terminal, operand: tree.Expression) -> tree.Expression:
        return tree.Extract(_at(keyword), str(field), operand)

    def trim_from(
        self, keyword: Terminal, side: Terminal | None, characters: tree.Expression | None, operand: tree.Expression
    ) -> tree.Expression:
        return tree.TrimFrom(_at(keyword), _text(side) or "BOTH", characters, operand)

    def number(self, text: Terminal) -> tree.Expression:
        value = Decimal(text)
        return tree.Literal(_at(text), int(value) if value == value.to_integral_value() else value)

    def string(self, text: Terminal) -> tree.Expression:
        return tree.Literal(_at(text), str(text) or None)

    def null(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(_at(keyword), None)

    def true(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(_at(keyword), True)

    def false(self, keyword: Terminal) -> tree.Expression:
        return tree.Literal(_at(keyword), False)

    def typed_literal(self, kind: Terminal, text: Terminal) -> tree.Expression:
        return tree.DateTimeLiteral(_at(kind), str(kind), str(text))

    def interval_literal(
        self, keyword: Terminal, text: Terminal, first: Terminal, _size: Any, last: str | None
    ) -> tree.Expression:
        return tree.IntervalLiteral(_at(keyword), str(text), str(first), last)

    def interval_end(self, field: Terminal, _size: Any) -> str:
        return str(field)

    def case_expression(self, keyword: Terminal, selector: tree.Expression | None, *parts: Any) -> tree.Expression:
        *choices, default = parts
        return tree.Case(_at(keyword), selector, tuple(choices), default)

    def case_choice(self, _when: Terminal, condition: tree.Expression, result: tree.Expression) -> Any:
        return condition, result

    def case_default(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def name(self, name: Terminal) -> tree.Expression:
        return tree.Name(_at(name), str(name))

    def bind(self, name: Terminal) -> tree.HostBind:
        return tree.HostBind(_at(name), str(name))

    def member(self, target: tree.Expression, name: Terminal) -> tree.Expression:
        return tree.Member(target.at, target, str(name))

    def apply(self, target: tree.Expression, arguments: tuple[tree.Argument, ...] | None) -> tree.Expression:
        return tree.Apply(target.at, target, arguments or ())

    def attribute(self, target: tree.Expression, name: Terminal) -> tree.Expression:
        return tree.Attribute(target.at, target, str(name))

    def arguments(self, *arguments: tree.Argument) -> tuple[tree.Argument, ...]:
        return arguments

    def positional(self, value: tree.Expression) -> tree.Argument:
        return tree.Argument(value)

    def named(self, name: Terminal, value: tree.Expression) -> tree.Argument:
        return tree.Argument(value, str(name))
