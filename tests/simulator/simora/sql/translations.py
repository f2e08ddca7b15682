# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Statements translated once and reused by text, bind types and who asks, while every name means the same."""

from __future__ import annotations

import collections
import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ..engine import Bind, StatementKind
from ..errors import OraError
from ..language.binds import bind_names
from ..language.tokens import Token, statement_kind, tokenize
from ..values import OraType, to_storage
from . import datatypes, tree
from .from_sqlglot import parse
from .scopes import Context, Parameter, VariableLookup

Binds = Sequence[Bind] | Mapping[str, Bind]
Body = TypeVar("Body")

_CAPACITY = 2000
_VARIANTS = 8
"""Translations kept of one statement; tables come and go under the same name, and come back."""


@dataclasses.dataclass(frozen=True)
class Translation(Generic[Body]):
    """body: what the execution needs. relations: every lookup in the catalog and what it gave."""

    body: Body
    parameters: tuple[Parameter, ...]
    relations: tuple[tuple[tuple[str | None, str, str, str | None], Any], ...]


@dataclasses.dataclass(frozen=True)
class ParsedStatement:
    kind: StatementKind
    bind_names: tuple[str, ...]
    tree: tree.Statement


@functools.lru_cache(maxsize=_CAPACITY)
def parsed(text: str) -> ParsedStatement:
    """What a statement is by its text alone, so that all databases of a process share it."""
    tokens = tokenize(text)
    kind = statement_kind(tokens)
    return ParsedStatement(kind, bind_names(tokens, kind), _parse(text, tokens))


class Translations:
    """The translations of one database; the least recently used go first."""

    def __init__(self) -> None:
        self._translated: collections.OrderedDict[tuple[Any, ...], list[Translation[Any]]] = collections.OrderedDict()

    def translated(
        self,
        session: Any,
        text: str,
        bind_types: Sequence[OraType],
        variables: VariableLookup | None,
        translate: Callable[[Context], Body],
    ) -> Translation[Body]:
        # A name says everything about the type of a bind, see bind_type().
        type_names = tuple([given.name for given in bind_types])
        key = (text, type_names, session.user, session.schema, session.con_id, variables is None)
        variants: list[Translation[Body]] | None = self._translated.get(key)
        if variants is not None:
            for found in variants:
                if variables_fit(found, variables) and relations_fit(found, session):
                    self._translated.move_to_end(key)
                    return found
        lookups: dict[tuple[str | None, str, str, str | None], Any] = {}

        def relation(owner: str | None, name: str, purpose: str, link: str | None) -> Any:
            found = session.catalog.relation(owner, name, purpose, link)
            lookups[(owner, name, purpose, link)] = found
            return found

        context = Context(relation, session, bind_types, variables, session.database.version)
        body = translate(context)
        result = Translation(body, tuple(context.parameters), tuple(lookups.items()))
        _keep(self._translated, key, [result, *(variants or ())][:_VARIANTS])
        return result


def _parse(text: str, tokens: list[Token]) -> tree.Statement:
    if not tokens:
        raise OraError(900)
    return parse(text, tokens)


def _keep(cache: collections.OrderedDict[Any, Any], key: Any, value: Any) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > _CAPACITY:
        cache.popitem(last=False)


def variables_fit(translation: Translation[Any], variables: VariableLookup | None) -> bool:
    """Whether the variables of the block are of the types they were of."""
    for parameter in translation.parameters:
        if parameter.variable is not None:
            bind = variables(parameter.variable) if variables is not None else None
            if bind is None or bind.type != parameter.type:
                return False
    return True


def relations_fit(translation: Translation[Any], session: Any) -> bool:
    """Whether names and privileges are what they were. An OraError is left to the new translation."""
    try:
        return all(_is_same(session.catalog.relation(*lookup), relation) for lookup, relation in translation.relations)
    except OraError:
        return False


def _is_same(one: Any, other: Any) -> bool:
    """Equality; comparing all columns of a relation with themselves would take long."""
    return one is other or bool(one == other)


def ordered_binds(names: Sequence[str], binds: Binds) -> list[Bind]:
    """One bind per occurrence. Raises OraError 1008 for a bind that is missing, 1036 for one too many."""
    if isinstance(binds, Mapping):
        missing = [name for name in names if name not in binds]
        if missing:
            raise OraError(1008)
        return [binds[name] for name in names]
    if len(binds) != len(names):
        raise OraError(1008 if len(binds) < len(names) else 1036)
    return list(binds)


def bind_type(given: OraType) -> OraType:
    """Without the size, which belongs to the client's buffer and not to the statement."""
    return _type_named(given.name)


@functools.cache
def _type_named(name: str) -> OraType:
    return datatypes.TYPE_OF_FAMILY[datatypes.CHARACTER] if name == "VARCHAR2" else OraType(name)


def parameter_values(
    translation: Translation[Any], binds: Sequence[Bind], variables: VariableLookup | None
) -> dict[str, object]:
    """The values of the placeholders ?1, ?2, ... in storage form; a statement need not use all of them."""
    values: dict[str, object] = {}
    for number, parameter in enumerate(translation.parameters, start=1):
        if parameter.bind_index is not None:
            bind: Bind | None = binds[parameter.bind_index]
        else:
            assert parameter.variable is not None and variables is not None
            bind = variables(parameter.variable)
        assert bind is not None
        if bind.is_array:
            raise OraError(1484)
        values[str(number)] = to_storage(bind.value, parameter.type)
    return values
