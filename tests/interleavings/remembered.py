# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Results of queries, remembered for the state of the database that they were read from.

A state is what was written to a database's store since its beginning, in order, so that two runs are in the same state
exactly if they have done the same so far. What a query gives follows from the state, the session, the time and its
values.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from simora.engine import ResultSet
from simora.sql.query import run_query
from simora.sql.translations import Translation, names_mean_the_same

_MOST_STATES = 60_000
"""Of all databases of a process together; then all is forgotten."""


class State:
    """Everything written so far. `after`: the states that one more statement leads to."""

    __slots__ = ("_after", "known")

    count = 0

    def __init__(self) -> None:
        State.count += 1
        self._after: dict[Any, State] = {}
        self.known: dict[Any, Any] = {}

    def after(self, text: str, parameters: Any) -> State:
        """The state after a statement."""
        values = tuple(parameters.items()) if isinstance(parameters, Mapping) else tuple(parameters)
        # The types as well, for 1 and 1.0 are equal, and not the same in a store.
        key = (text, values, *map(type, values))
        found = self._after.get(key)
        if found is None:
            found = self._after[key] = State()
        return found

    def forget(self) -> None:
        """All that follows from here."""
        self._after.clear()
        self.known.clear()


class Store(sqlite3.Connection):
    """SQLite that knows in which state it is. `state` is None while nothing is to be remembered."""

    beginning: State | None = None
    state: State | None = None

    def begin(self) -> None:
        """This is the beginning, or the database was put back to it."""
        if State.count > _MOST_STATES:
            State.count = 0
            _forget_all()
        if self.beginning is None:
            self.beginning = State()
            _BEGINNINGS.append(self.beginning)
        self.state = self.beginning

    def execute(self, text: str, parameters: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]
        if self.state is not None and text[:6] != "SELECT":
            self.state = self.state.after(text, parameters)
        return super().execute(text, parameters)

    def executemany(self, text: str, rows: Iterable[Any]) -> sqlite3.Cursor:  # type: ignore[override]
        given = [tuple(row) for row in rows]
        if self.state is not None:
            for row in given:
                self.state = self.state.after(text, row)
        return super().executemany(text, given)


_BEGINNINGS: list[State] = []


def connect() -> sqlite3.Connection:
    """A store for a database, as the simulator's own."""
    connection = sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, cached_statements=1000, factory=Store
    )
    connection.execute("PRAGMA cache_size = -2000")
    return connection


def _forget_all() -> None:
    for beginning in _BEGINNINGS:
        beginning.forget()


def _circumstances(session: Any) -> tuple[Any, ...]:
    now: datetime.datetime = session.database.clock.now
    return session.sid, session.user, session.schema, session.con_id, now


def remembered_query(session: Any, translation: Translation[Any], values: Mapping[str, object]) -> ResultSet:
    """As `run_query`; a query that locks rows is executed in any case."""
    state = session.sqlite.state
    lowered, _wait = translation.body
    if state is None or lowered.lock_targets:
        return run_query(session, translation, values)
    given = tuple(values.values())
    key = (lowered.sql, _circumstances(session), given, *map(type, given))
    rows = state.known.get(key)
    if rows is None:
        rows = state.known[key] = tuple(run_query(session, translation, values).rows)
    return ResultSet(lowered.columns, list(rows))


def remembered_names(translation: Translation[Any], session: Any) -> bool:
    """As `names_mean_the_same`."""
    state = session.sqlite.state
    if state is None:
        return names_mean_the_same(translation, session)
    key = ("names", id(translation), _circumstances(session)[:-1])
    if key not in state.known:
        # The translation is kept with the answer, so that its number is not given to another one.
        state.known[key] = translation if names_mean_the_same(translation, session) else None
    return state.known[key] is not None
