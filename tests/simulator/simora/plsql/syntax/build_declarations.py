# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Syntax trees of declarations and types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import lark

from . import tree
from .build_terminals import at, text
from .lexer import Terminal


@lark.v_args(inline=True)
class DeclarationBuilder(lark.Transformer[Any, Any]):
    """One method per rule of grammar.lark that declares something or names a type."""

    def variable_declaration(
        self,
        name: Terminal,
        constant: Terminal | None,
        type_name: tree.TypeName,
        not_null: bool | None,
        default: tree.Expression | None,
    ) -> tree.Declaration:
        return tree.VariableDeclaration(at(name), str(name), type_name, constant is not None, bool(not_null), default)

    def exception_declaration(self, name: Terminal) -> tree.Declaration:
        return tree.ExceptionDeclaration(at(name), str(name))

    def pragma(self, keyword: Terminal, name: Terminal, arguments: tuple[tree.Argument, ...] | None) -> tree.Pragma:
        return tree.Pragma(at(keyword), str(name), arguments or ())

    def cursor_declaration(
        self,
        name: Terminal,
        parameters: tuple[tree.Parameter, ...] | None,
        _returns: tree.TypeName | None,
        query: Terminal,
    ) -> tree.Declaration:
        return tree.CursorDeclaration(at(name), str(name), parameters or (), tuple(query.tokens))

    def type_declaration(self, name: Terminal, definition: tree.TypeDefinition) -> tree.Declaration:
        return tree.TypeDeclaration(at(name), str(name), definition)

    def subtype_declaration(
        self,
        name: Terminal,
        base: tree.TypeName,
        not_null: bool | None,
        bounds: tuple[tree.Expression, tree.Expression] | None,
    ) -> tree.Declaration:
        return tree.SubtypeDeclaration(at(name), str(name), base, bool(not_null), bounds)

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
        return tree.Field(at(name), str(name), type_name, bool(not_null), default)

    def index_by(self, type_name: tree.TypeName) -> tree.TypeName:
        return type_name

    def procedure(self, name: Terminal, parameters: Any, body: tree.Block | None) -> tree.Declaration:
        return tree.Subprogram(at(name), str(name), parameters or (), None, body)

    def function(
        self, name: Terminal, parameters: Any, returns: tree.TypeName, body: tree.Block | None
    ) -> tree.Declaration:
        return tree.Subprogram(at(name), str(name), parameters or (), returns, body)

    def forward_declaration(self) -> None:
        return None

    def subprogram_body(self, *parts: Any) -> tree.Block:
        *items, handlers, _name = parts
        begin = next(index for index, item in enumerate(items) if isinstance(item, Terminal))
        return tree.Block(at(items[begin]), tuple(items[:begin]), tuple(items[begin + 1 :]), handlers or ())

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
        return tree.Parameter(at(name), str(name), mode or "IN", type_name, default)

    def mode(self, *words: Terminal) -> str:
        return " ".join(words)

    def named_type(
        self, names: tuple[Terminal, ...], size: tuple[tuple[int, ...], str | None] | None, suffix: str | None
    ) -> tree.TypeName:
        sizes, unit = size or ((), None)
        return tree.TypeName(at(names[0]), tuple(map(str, names)), sizes, None, suffix or unit)

    def anchored_type(self, names: tuple[Terminal, ...], anchor: Terminal) -> tree.TypeName:
        return tree.TypeName(at(names[0]), tuple(map(str, names)), (), str(anchor))

    def interval_type(self, keyword: Terminal, first: Terminal, _s1: Any, last: Terminal, _s2: Any) -> tree.TypeName:
        return tree.TypeName(at(keyword), (f"INTERVAL {first} TO {last}",))

    def two_word_type(self, first: Terminal, second: Terminal) -> tree.TypeName:
        return tree.TypeName(at(first), (f"{first} {second}",))

    def dotted_name(self, *names: Terminal) -> tuple[Terminal, ...]:
        return names

    def size(self, first: int, second: int | None, unit: Terminal | None) -> tuple[tuple[int, ...], str | None]:
        return (first,) if second is None else (first, second), text(unit)

    def signed_number(self, sign: Terminal | None, number: Terminal) -> int:
        value = int(Decimal(number))
        return -value if sign == "-" else value

    def time_zone(self, local: Terminal | None) -> str:
        return "WITH LOCAL TIME ZONE" if local else "WITH TIME ZONE"
