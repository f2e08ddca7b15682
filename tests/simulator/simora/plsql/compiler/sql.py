# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SQL inside a block: INTO targets are cut out, elements of collections become binds, variables stay for SQL to ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from ... import sql
from ...engine import Bind
from ...errors import OraError
from ...language.tokens import Token, TokenKind
from ...values import Column
from ..runtime import datatypes
from ..runtime.datatypes import CollectionType, FieldType, RecordType
from ..runtime.embedded_sql import EmbeddedSql, as_bind
from ..runtime.expressions import Constant, Evaluable
from ..runtime.places import Place
from ..runtime.targets import Targets
from ..syntax import parser, tree
from . import expressions, references
from .errors import sql_compile_error
from .scope import Scope, Symbol, VariableSymbol


@dataclasses.dataclass
class SqlCode:
    """A compiled statement. into: INTO or RETURNING targets. position_of: of an offset in the edited text."""

    sql: EmbeddedSql
    into: Targets | None
    position_of: Callable[[int], tree.Position]


def compile_sql(tokens: Sequence[Token], scope: Scope) -> SqlCode:
    """Raises OraError 6550 for what SQL cannot compile, such as a table that does not exist."""
    if any(_at_words(tokens, index, "CURRENT", "OF") for index in range(len(tokens))):
        raise OraError(3001)
    editor = _Editor(tokens, scope)
    into = editor.cut_targets()
    editor.replace_elements()
    embedded = EmbeddedSql(editor.text(), editor.inserted, _Lookup(scope))
    scope.compilation.read |= editor.binds_read()
    return SqlCode(embedded, into, editor.position_of)


def row_type(code: SqlCode, scope: Scope, name: str) -> RecordType:
    """The record type of a query's rows. Raises OraError 6550 when the query does not compile."""
    columns = describe(code, scope)
    return RecordType(name, {column.name: FieldType(datatypes.of_ora_type(column.type)) for column in columns})


def describe(code: SqlCode, scope: Scope) -> tuple[Column, ...]:
    """The columns of a query; nothing for other statements, which are only checked."""

    def variable(parts: tuple[str, ...]) -> Bind | None:
        expression = code.sql.lookup(parts)
        return None if expression is None else as_bind(None, expression.type)

    binds = {name: bind.type for name, bind in scope.compilation.binds.items()}
    binds |= {name: as_bind(None, expression.type).type for name, expression in code.sql.inserted.items()}
    try:
        return sql.describe(scope.compilation.session, code.sql.text, binds, variable)
    except OraError as error:
        raise sql_compile_error(code.position_of(error.offset), error) from error


_INSERTED = "plsql$"


class _Editor:
    """Edits the text of one statement by its tokens, keeping the rest as it was written."""

    def __init__(self, tokens: Sequence[Token], scope: Scope) -> None:
        self.tokens = tokens
        self.scope = scope
        self.inserted: dict[str, Evaluable] = {}
        # Replacements by position in the text: start, end, new text.
        self._replacements: list[tuple[int, int, str]] = []
        self._cut = range(0)

    def text(self) -> str:
        source = self.scope.compilation.text
        pieces: list[str] = []
        position = self.tokens[0].start
        for start, end, replacement in sorted(self._replacements):
            pieces += [source[position:start], replacement]
            position = end
        pieces.append(source[position : self.tokens[-1].end])
        return "".join(pieces)

    def position_of(self, offset: int) -> tree.Position:
        """Line and column in the block of a character of the edited text; replaced text counts as its beginning."""
        source_offset = self.tokens[0].start + offset
        for start, end, replacement in sorted(self._replacements):
            if source_offset < start:
                break
            source_offset = max(start, source_offset + (end - start) - len(replacement))
        before = self.scope.compilation.text[:source_offset]
        return tree.Position(before.count("\n") + 1, source_offset - before.rfind("\n"))

    def binds_read(self) -> set[str]:
        """Names of the host binds that SQL reads: all but those that are targets."""
        kept = (token for index, token in enumerate(self.tokens) if index not in self._cut)
        return {token.value for token in kept if token.kind is TokenKind.BIND}

    def cut_targets(self) -> Targets | None:
        """Takes [BULK COLLECT] INTO targets out: before FROM in a query, after RETURNING in DML."""
        is_query = self.tokens[0].is_word("SELECT", "WITH")
        into = self._into(is_query)
        if into is None:
            return None
        bulk = into >= 2 and _at_words(self.tokens, into - 2, "BULK", "COLLECT")
        end = self._end_of_targets(into + 1) if is_query else len(self.tokens)
        targets = parser.parse_targets(self.tokens[into + 1 : end])
        start = into - 2 if bulk else into
        self._replacements.append((self.tokens[start].start, self.tokens[end - 1].end, ""))
        self._cut = range(start, end)
        return Targets([references.compile_target(target, self.scope, 403) for target in targets], bulk=bulk)

    def _into(self, is_query: bool) -> int | None:
        depth, returning = 0, False
        for index, token in enumerate(self.tokens):
            if token.kind is TokenKind.OPERATOR:
                depth += token.is_operator("(") - token.is_operator(")")
            elif depth == 0:
                if is_query and token.is_word("FROM"):
                    return None
                returning = returning or token.is_word("RETURNING", "RETURN")
                if token.is_word("INTO") and (is_query or returning):
                    return index
        return None

    def _end_of_targets(self, start: int) -> int:
        depth = 0
        for index in range(start, len(self.tokens)):
            token = self.tokens[index]
            depth += token.is_operator("(") - token.is_operator(")")
            if depth == 0 and token.is_word("FROM"):
                return index
        return len(self.tokens)

    def replace_elements(self) -> None:
        """Puts binds for what SQL cannot read itself: elements and methods of collections, VALUES record."""
        index = 0
        while index < len(self.tokens):
            if index in self._cut or not self._starts_name(index):
                index += 1
                continue
            symbol = self.scope.find(self.tokens[index].value)
            if not isinstance(symbol, VariableSymbol):
                index += 1
                continue
            if index and self.tokens[index - 1].is_word("VALUES") and isinstance(symbol.type, RecordType):
                self._replace_record(index, symbol)
            end = self._end_of_reference(index)
            if self._is_element(index, end, symbol):
                self._replace_expression(index, end)
            index = end

    def _starts_name(self, index: int) -> bool:
        return self.tokens[index].is_name and not (index and self.tokens[index - 1].is_operator(".", "@"))

    def _end_of_reference(self, index: int) -> int:
        """After name(.name | (arguments))*."""
        end = index + 1
        while end < len(self.tokens):
            if self.tokens[end].is_operator(".") and end + 1 < len(self.tokens) and self.tokens[end + 1].is_name:
                end += 2
            elif self.tokens[end].is_operator("("):
                end = _closing(self.tokens, end) + 1
            else:
                break
        return end

    def _is_element(self, index: int, end: int, symbol: Symbol) -> bool:
        if end == index + 1 or not isinstance(symbol, VariableSymbol):
            return False
        has_arguments = any(token.is_operator("(") for token in self.tokens[index:end])
        return has_arguments or isinstance(symbol.type, CollectionType)

    def _replace_expression(self, index: int, end: int) -> None:
        expression = parser.parse_expression(self.tokens[index:end])
        bind = self._insert(expressions.compile_expression(expression, self.scope))
        self._replacements.append((self.tokens[index].start, self.tokens[end - 1].end, bind))

    def _replace_record(self, index: int, symbol: VariableSymbol) -> None:
        token = self.tokens[index]
        at = tree.Position(token.line, token.column)
        assert isinstance(symbol.type, RecordType)
        fields = [tree.Member(at, tree.Name(at, symbol.name), name) for name in symbol.type.fields]
        binds = [self._insert(expressions.compile_expression(field, self.scope)) for field in fields]
        self._replacements.append((token.start, token.end, f"({', '.join(binds)})"))

    def _insert(self, value: Evaluable) -> str:
        name = f"{_INSERTED}{len(self.inserted) + 1}"
        self.inserted[name] = value
        return f':"{name}"'


def _closing(tokens: Sequence[Token], opening: int) -> int:
    """Index of the parenthesis that closes the one at opening."""
    depth = 0
    for index in range(opening, len(tokens)):
        depth += tokens[index].is_operator("(") - tokens[index].is_operator(")")
        if depth == 0:
            return index
    return len(tokens) - 1


def _at_words(tokens: Sequence[Token], index: int, first: str, second: str) -> bool:
    return tokens[index].is_word(first) and index + 1 < len(tokens) and tokens[index + 1].is_word(second)


class _Lookup:
    """Finds the block's variables and package constants for names that are no columns; remembers what it compiled."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[tuple[str, ...], Evaluable | None] = {}

    def __call__(self, parts: tuple[str, ...]) -> Evaluable | None:
        if parts not in self._known:
            self._known[parts] = self._find(parts)
        return self._known[parts]

    def _find(self, parts: tuple[str, ...]) -> Evaluable | None:
        node: tree.Expression = tree.Name(tree.Position(0, 0), parts[0])
        if len(parts) == 1 and self._scope.find(parts[0]) is None:
            return None
        for name in parts[1:]:
            node = tree.Member(node.at, node, name)
        try:
            reference = references.resolve(node, self._scope)
        except OraError:
            return None
        return reference if isinstance(reference, (Place, Constant)) else None
