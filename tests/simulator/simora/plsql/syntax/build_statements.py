# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Syntax trees of blocks and statements."""

from __future__ import annotations

from typing import Any

import lark

from . import tree
from .build_terminals import at, text
from .lexer import Terminal


@lark.v_args(inline=True)
class StatementBuilder(lark.Transformer[Any, Any]):
    """One method per rule of grammar.lark for blocks and statements."""

    def unit(self, content: tree.Statement) -> tree.Statement:
        return content

    def call_unit(self, target: tree.Expression, into: Terminal | None) -> tree.Statement:
        return tree.Call(target.at, target, None if into is None else tree.HostBind(at(into), str(into)))

    def labelled_block(self, *parts: Any) -> tree.Statement:
        *labels, block = parts
        return tree.Labelled(block.at, tuple(labels), block) if labels else block

    def label(self, name: Terminal) -> str:
        return str(name)

    def block(self, declarations: tuple[tree.Declaration, ...] | None, begin: Terminal, *parts: Any) -> tree.Block:
        *statements, handlers, _name = parts
        return tree.Block(at(begin), declarations or (), tuple(statements), handlers or ())

    def declare_part(self, *declarations: tree.Declaration) -> tuple[tree.Declaration, ...]:
        return declarations

    def handlers(self, *handlers: tree.Handler) -> tuple[tree.Handler, ...]:
        return handlers

    def handler(self, when: Terminal, *parts: Any) -> tree.Handler:
        exceptions = tuple(part for part in parts if isinstance(part, tree.Expression))
        statements = tuple(part for part in parts if isinstance(part, tree.Statement))
        return tree.Handler(at(when), exceptions, statements)

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
        return tree.NullStatement(at(keyword))

    def if_statement(self, keyword: Terminal, condition: tree.Expression, *parts: Any) -> tree.Statement:
        *items, otherwise, _end = parts
        statements = tuple(item for item in items if isinstance(item, tree.Statement))
        arms = tuple(item for item in items if isinstance(item, tuple))
        return tree.If(at(keyword), ((condition, statements), *arms), otherwise)

    def elsif(self, _keyword: Terminal, condition: tree.Expression, *statements: tree.Statement) -> Any:
        return condition, statements

    def otherwise(self, *statements: tree.Statement) -> tuple[tree.Statement, ...]:
        return statements

    def case_statement(self, keyword: Terminal, selector: tree.Expression | None, *parts: Any) -> tree.Statement:
        *arms, otherwise, _end, _name = parts
        return tree.CaseStatement(at(keyword), selector, tuple(arms), otherwise)

    def case_arm(self, _when: Terminal, condition: tree.Expression, *statements: tree.Statement) -> Any:
        return condition, statements

    def loop_body(self, loop: Terminal, *parts: Any) -> tuple[tree.Position, tuple[tree.Statement, ...]]:
        *statements, _end, _name = parts
        return at(loop), tuple(statements)

    def basic_loop(self, body: tuple[tree.Position, tuple[tree.Statement, ...]]) -> tree.Statement:
        return tree.Loop(body[0], body[1])

    def while_loop(self, keyword: Terminal, condition: tree.Expression, body: Any) -> tree.Statement:
        return tree.WhileLoop(at(keyword), condition, body[1])

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
        return tree.CountingLoop(at(keyword), str(index), reverse is not None, low, high, body[1])

    def cursor_loop(
        self, keyword: Terminal, record: Terminal, _in: Terminal, cursor: tree.Expression, body: Any
    ) -> tree.Statement:
        return tree.CursorLoop(at(keyword), str(record), cursor, body[1])

    def query_loop(
        self, keyword: Terminal, record: Terminal, _in: Terminal, query: Terminal, body: Any
    ) -> tree.Statement:
        return tree.CursorLoop(at(keyword), str(record), tuple(query.tokens), body[1])

    def exit_statement(self, keyword: Terminal, label: Terminal | None, condition: Any) -> tree.Statement:
        return tree.Exit(at(keyword), text(label), condition, again=False)

    def continue_statement(self, keyword: Terminal, label: Terminal | None, condition: Any) -> tree.Statement:
        return tree.Exit(at(keyword), text(label), condition, again=True)

    def condition(self, _when: Terminal, expression: tree.Expression) -> tree.Expression:
        return expression

    def goto_statement(self, keyword: Terminal, label: Terminal) -> tree.Statement:
        return tree.Goto(at(keyword), str(label))

    def return_statement(self, keyword: Terminal, value: tree.Expression | None) -> tree.Statement:
        return tree.Return(at(keyword), value)

    def raise_statement(self, keyword: Terminal, exception: tree.Expression | None) -> tree.Statement:
        return tree.Raise(at(keyword), exception)

    def sql_statement(self, statement: Terminal) -> tree.Statement:
        return tree.SqlStatement(at(statement), tuple(statement.tokens))

    def open_statement(self, keyword: Terminal, target: tree.Expression) -> tree.Statement:
        return tree.Open(at(keyword), target, None, ())

    def open_for_query(
        self, keyword: Terminal, target: tree.Expression, _for: Terminal, query: Terminal, using: Any
    ) -> tree.Statement:
        return tree.Open(at(keyword), target, tuple(query.tokens), using or ())

    def open_for_text(
        self, keyword: Terminal, target: tree.Expression, _for: Terminal, text: tree.Expression, using: Any
    ) -> tree.Statement:
        return tree.Open(at(keyword), target, text, using or ())

    def fetch_statement(
        self, keyword: Terminal, cursor: tree.Expression, into: tree.Into, limit: tree.Expression | None
    ) -> tree.Statement:
        return tree.Fetch(at(keyword), cursor, into, limit)

    def limit(self, expression: tree.Expression) -> tree.Expression:
        return expression

    def close_statement(self, keyword: Terminal, cursor: tree.Expression) -> tree.Statement:
        return tree.Close(at(keyword), cursor)

    def execute_immediate(
        self,
        keyword: Terminal,
        text: tree.Expression,
        into: tree.Into | None,
        using: tuple[tree.UsingArgument, ...] | None,
        returning: tree.Into | None,
    ) -> tree.Statement:
        return tree.ExecuteImmediate(at(keyword), text, into, using or (), returning)

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
        return tree.Forall(at(keyword), str(index), bounds, save is not None, statement)

    def forall_statement(self, statement: Terminal | tree.Statement) -> tree.Statement:
        return (
            tree.SqlStatement(at(statement), tuple(statement.tokens)) if isinstance(statement, Terminal) else statement
        )

    def forall_range(self, low: tree.Expression, high: tree.Expression) -> tree.ForallRange:
        return tree.ForallRange(low, high)

    def forall_indices(self, collection: tree.Expression) -> tree.ForallIndices:
        return tree.ForallIndices(collection, by_value=False)

    def forall_values(self, collection: tree.Expression) -> tree.ForallIndices:
        return tree.ForallIndices(collection, by_value=True)
