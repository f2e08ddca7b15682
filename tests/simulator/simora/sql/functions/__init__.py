# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The function library: importing it fills it; call() serves PL/SQL, register() SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from ...errors import OraError
from .. import datatypes
from . import (  # noqa: F401  importing them fills LIBRARY
    characters,
    conversion,
    dates,
    environment,
    general,
    internal,
    numbers,
    regular_expressions,
    system,
)
from .conversion import convert
from .environment import Environment, find_subprograms
from .library import LIBRARY, Overload, choose
from .number_values import normal

__all__ = ["LIBRARY", "Environment", "Overload", "call", "choose", "exists", "find_subprograms", "register"]


def register(connection: sqlite3.Connection, database: Any) -> Environment:
    """Gives a database's connection Oracle's functions and sets database.sql_environment.

    The first call of a process tests that SQLite then behaves like Oracle; RuntimeError when it does not."""
    from .. import selftest

    selftest.verify()
    return environment.register(connection, database)


def exists(name: str) -> bool:
    """Whether SQL offers a scalar function of this name (upper case)."""
    return name in LIBRARY and not name.startswith("$")


def call(name: str, arguments: list[Any], session: Any, families: Sequence[str] | None = None) -> Any:
    """A scalar function on values in Python form, with Oracle's implicit conversions.

    families: of the arguments, where the caller knows more than the values tell (a DATE and a TIMESTAMP look alike).
    Raises OraError 904 for an unknown name, 909, 938 and 939 for the number of arguments, and its own errors.
    """
    if not exists(name):
        raise OraError(904, f'"{name}"')
    overload = choose(name, families or [datatypes.family_of_value(argument) for argument in arguments])
    values = [
        convert(None if argument == "" or argument == b"" else argument, overload.parameter(index), session)
        for index, argument in enumerate(arguments)
    ]
    if overload.strict and None in values:
        return None
    result = overload.body(session, *values) if overload.with_session else overload.body(*values)
    if result == "" or result == b"":
        return None
    return normal(result) if datatypes.family_of_value(result) == datatypes.NUMERIC else result
