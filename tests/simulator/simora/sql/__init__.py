# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle's queries and DML on SQLite: parsed, resolved, typed, lowered and executed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..engine import Bind, Outcome, Prepared
from ..errors import OraError
from ..language.binds import bind_names, returning_positions
from ..language.tokens import statement_kind, tokenize
from ..values import VARCHAR2, Column, OraType
from . import functions, lower_call, lower_condition, lower_expression, lower_query, tree, undo  # noqa: F401  the rules
from .dml import Plan, run_dml, translate_dml
from .query import run_query, translate_query
from .rules import LoweredQuery, query
from .scopes import Context, VariableLookup, identifier
from .translations import Binds, ParsedStatement, Translation, bind_type, ordered_binds, parameter_values, parsed

__all__ = ["analyse", "define_view", "describe", "execute", "functions", "undo"]

# Stands for a bind that only receives.
_RECEIVER = Bind(VARCHAR2, None)


def analyse(text: str) -> Prepared:
    """Kind and binds of any statement, from its words alone. Raises OraError for text that has no tokens."""
    tokens = tokenize(text)
    kind = statement_kind(tokens)
    return Prepared(text, kind, bind_names(tokens, kind), returning_positions(tokens, kind))


def execute(
    session: Any,
    text: str,
    binds: Binds = (),
    variables: VariableLookup | None = None,
    poll_break: Callable[[], None] | None = None,
) -> Outcome:
    """Runs one query or DML statement once.

    binds: one per occurrence, or by name. variables: asked for names that are no columns (PL/SQL); with it, RETURNING
    may come without INTO. poll_break is called once before the work, which itself takes no wall time.
    """
    if poll_break is not None:
        poll_break()
    statement = parsed(text)
    given = ordered_binds(statement.bind_names, _without_returning(statement, binds))
    types = [bind_type(bind.type) for bind in given]
    translation = _translated(session, text, statement, types, variables)
    values = parameter_values(translation, given, variables)
    if isinstance(statement.tree, tree.Query):
        return Outcome(result_set=run_query(session, translation, values))
    return run_dml(session, translation, values)


def _without_returning(statement: ParsedStatement, binds: Binds) -> Binds:
    """Binds after RETURNING INTO only receive; a client may leave them out of what it sends."""
    returning = getattr(statement.tree, "returning", None)
    if isinstance(binds, Mapping) or returning is None:
        return binds
    missing = len(statement.bind_names) - len(binds)
    return binds if missing != len(returning.binds) else [*binds, *[_RECEIVER] * missing]


def describe(
    session: Any,
    text: str,
    bind_types: Sequence[OraType] | Mapping[str, OraType] = (),
    variables: VariableLookup | None = None,
) -> tuple[Column, ...]:
    """The columns of a query, nothing for DML, which is only checked. A bind without a type counts as VARCHAR2."""
    statement = parsed(text)
    if isinstance(bind_types, Mapping):
        bind_types = [bind_types[name] for name in statement.bind_names if name in bind_types]
    types = [bind_type(given) for given in bind_types]
    translation = _translated(session, text, statement, types, variables)
    if isinstance(statement.tree, tree.Query):
        lowered: LoweredQuery = translation.body[0]
        return lowered.columns
    return ()


def _translated(
    session: Any, text: str, statement: ParsedStatement, types: Sequence[OraType], variables: VariableLookup | None
) -> Translation[Any]:
    def translate(context: Context) -> Plan | tuple[LoweredQuery, int | None]:
        if isinstance(statement.tree, tree.Query):
            return translate_query(context, statement.tree)
        return translate_dml(context, statement.tree)

    translations = session.database.sql_environment.translations
    result: Translation[Any] = translations.translated(session, text, types, variables, translate)
    return result


def define_view(database: Any, text: str, resolve: Callable[[str | None, str], Any]) -> tuple[str, tuple[Column, ...]]:
    """An Oracle query as the text of a SQLite view whose columns have Oracle's names.

    resolve(owner, name) gives the Relation of each table named, or raises."""
    statement = parsed(text)
    if not isinstance(statement.tree, tree.Query) or statement.bind_names:
        raise OraError(900)
    context = Context(lambda owner, name, purpose, link: resolve(owner, name), None, (), None, database.version)
    lowered = query(context, statement.tree, None)
    names = [column.name for column in lowered.columns]
    if len(set(names)) != len(names):
        raise OraError(957)
    listed = ", ".join(f"c{index} AS {identifier(name)}" for index, name in enumerate(names, start=1))
    return f"SELECT {listed} FROM ({lowered.sql})", lowered.columns
