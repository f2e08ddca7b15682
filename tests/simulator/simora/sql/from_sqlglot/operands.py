# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operands: literals, binds, names and calls."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from sqlglot import exp

from ...language.reserved import VALUE_WORDS
from ...language.tokens import TokenKind
from .. import tree
from .forms import FormReader
from .node_reader import rules


class OperandReader(FormReader):
    def _literal(self, node: exp.Literal) -> tree.Node:
        offset = self.offset
        if node.is_string:
            return tree.StringLiteral(offset, self.expect_kind(TokenKind.STRING).value)
        token = self.expect_kind(TokenKind.NUMBER)
        return tree.NumberLiteral(offset, token.value, binary=token.text[-1] in "dDfF")

    def _null(self, node: exp.Null) -> tree.Node:
        offset = self.offset
        self.expect_word("NULL", 936)
        return tree.NullLiteral(offset)

    def _bind(self, node: exp.Placeholder) -> tree.Node:
        offset, index = self.offset, self.bind_index()
        return tree.BindReference(offset, index, self.expect_kind(TokenKind.BIND).value)

    def _name(self, node: exp.Column) -> tree.Node:
        offset = self.offset
        parts, quoted = self.name_parts(node)
        outer = bool(node.args.get("join_mark"))
        if outer:
            self.expect_sign("(+)", 933)
        return tree.Name(offset, parts, quoted, outer)

    def name_parts(self, node: exp.Expr) -> tuple[tuple[str, ...], bool]:
        """The parts of a name with dots, and whether any was quoted."""
        parts: list[str] = []
        quoted = False
        for identifier in identifiers(node):
            if parts:
                self.expect_sign(".", 936)
            if not self.at_name(VALUE_WORDS):
                raise self.error(1747 if parts else 936)
            token = self.advance()
            quoted = quoted or token.kind is TokenKind.QUOTED
            parts.append(token.value)
            if not isinstance(identifier, exp.Identifier) or identifier.this != parts[-1]:
                raise self.error(936)
        return tuple(parts), quoted

    def _qualified(self, node: exp.Dot) -> tree.Node:
        """owner.package.function(...), or a name of more than four parts."""
        offset = self.offset
        if not isinstance(node.expression, exp.Anonymous):
            parts, quoted = self.name_parts(node)
            return tree.Name(offset, parts, quoted)
        parts, _quoted = self.name_parts(node.this)
        self.expect_sign(".", 936)
        call = self._call(node.expression)
        return dataclasses.replace(call, offset=offset, parts=parts + call.parts)

    def _call(self, node: exp.Anonymous) -> tree.Call:
        offset = self.offset
        if not self.at_name(VALUE_WORDS):
            raise self.error(936)
        name = self.advance().value
        self.expect_sign("(")
        distinct = False
        nodes: Sequence[Any] = node.expressions
        if len(nodes) == 1 and isinstance(nodes[0], exp.Distinct):
            distinct, nodes = self.take_word("DISTINCT", "UNIQUE") is not None, nodes[0].expressions
        else:
            self.take_word("ALL")
        arguments: list[tree.Node] = []
        keywords: list[tuple[str, tree.Node]] = []
        if len(nodes) == 1 and isinstance(nodes[0], exp.Star):
            arguments.append(tree.Star(self.offset))
            self.expect_sign("*", 936)
        elif nodes:
            self.separated(nodes, lambda argument: self._argument(argument, arguments, keywords))
        if self.take_words("ON", "OVERFLOW"):
            self.expect_word("ERROR", 3001)
        ignore_nulls = self._null_treatment()
        self.expect_sign(")")
        return tree.Call(offset, (name,), tuple(arguments), tuple(keywords), distinct, (), ignore_nulls)

    def _argument(self, node: Any, arguments: list[tree.Node], keywords: list[tuple[str, tree.Node]]) -> None:
        if isinstance(node, (exp.IgnoreNulls, exp.RespectNulls)):
            node = node.this  # the words are read where they stand, after the last argument
        if isinstance(node, exp.Kwarg):
            name = self.expect_name(936)
            self.expect_sign("=>", 936)
            keywords.append((name, self.expression(node.expression)))
        elif keywords:
            raise self.error(6550)
        else:
            arguments.append(self.expression(node))

    def _null_treatment(self) -> bool:
        if self.take_words("IGNORE", "NULLS"):
            return True
        self.take_words("RESPECT", "NULLS")
        return False

    def _modified_call(self, node: exp.Expr) -> tree.Node:
        """A call with WITHIN GROUP, IGNORE NULLS or OVER after it."""
        call = self.read(node.this)
        if not isinstance(call, tree.Call) or call.over is not None:
            raise self.error(933)
        if isinstance(node, exp.WithinGroup):
            self.expect_word("WITHIN")
            self.expect_word("GROUP")
            self.expect_sign("(")
            within = self.order_by(node.expression)
            self.expect_sign(")")
            return dataclasses.replace(call, within=within)
        if isinstance(node, exp.Window):
            if self.at_word("KEEP"):
                raise self.error(3001)
            self.expect_word("OVER")
            return dataclasses.replace(call, over=self.window(node))
        return dataclasses.replace(call, ignore_nulls=self._null_treatment() or call.ignore_nulls)


def identifiers(node: Any) -> list[Any]:
    """The identifiers of a name with dots, in the order in which they are written."""
    if isinstance(node, exp.Dot):
        return [*identifiers(node.this), *identifiers(node.expression)]
    if isinstance(node, (exp.Column, exp.Table)):
        names = ("catalog", "db", "table", "this") if isinstance(node, exp.Column) else ("catalog", "db", "this")
        return [part for name in names if node.args.get(name) for part in identifiers(node.args[name])]
    return [node]


rules(
    OperandReader,
    (OperandReader._literal, "this is_string", exp.Literal),
    (OperandReader._null, "", exp.Null),
    (OperandReader._bind, "this", exp.Placeholder),
    (OperandReader._name, "this table db catalog join_mark", exp.Column),
    (OperandReader._qualified, "this expression", exp.Dot),
    (OperandReader._call, "this expressions", exp.Anonymous),
    (OperandReader._modified_call, "this expression", exp.WithinGroup),
    (OperandReader._modified_call, "this partition_by order spec over", exp.Window),
    *((OperandReader._modified_call, "this", kind) for kind in (exp.IgnoreNulls, exp.RespectNulls)),
)
