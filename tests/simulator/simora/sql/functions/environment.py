# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The function library inside SQLite: registration, storage form, errors and the session a function runs for."""

from __future__ import annotations

import datetime
import functools
import itertools
import sqlite3
from collections.abc import Callable
from typing import Any

from ...errors import OraError
from ...supplied import Subprogram
from ...values import BFILE, OraType, from_storage, to_storage
from .. import datatypes
from ..translations import Translations
from . import number_values
from .aggregates import AGGREGATES, WINDOW_AGGREGATES
from .library import LIBRARY, Overload


class Environment:
    """One per database (its SQLite connection). Kept as database.sql_environment.

    translations: the statements translated so far. error: what a function called by SQLite has raised.
    """

    def __init__(self) -> None:
        self.translations = Translations()
        self.session: Any = None
        self.error: OraError | None = None
        self._numbers = itertools.count(1)

    def next_number(self) -> int:
        return next(self._numbers)

    def running_for(self, session: Any) -> RunningFor:
        """Functions called by SQLite meanwhile run for this session; their OraErrors come out as such."""
        return RunningFor(self, session)

    def failed(self, error: OraError | None) -> None:
        self.error = error


class RunningFor:
    """The block of `Environment.running_for`. Not a generator, because every query goes through it."""

    __slots__ = ("_before", "_environment", "_session")

    def __init__(self, environment: Environment, session: Any) -> None:
        self._environment = environment
        self._session = session

    def __enter__(self) -> None:
        self._before = self._environment.session
        self._environment.session = self._session
        self._environment.failed(None)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._environment.session = self._before
        if error is None or not isinstance(error, sqlite3.Error) or isinstance(error, sqlite3.IntegrityError):
            return
        if self._environment.error is not None:
            raise self._environment.error from None
        raise _engine_error(error) from error


def _engine_error(error: sqlite3.Error) -> OraError:
    """What SQLite itself refuses at run time; but for an overflow that is a defect of the lowering, ORA-00600."""
    return OraError(1426) if "integer overflow" in str(error) else OraError(600, str(error))


def register(connection: sqlite3.Connection, database: Any) -> Environment:
    """Gives a connection Oracle's functions and its LIKE; sets database.sql_environment."""
    environment = Environment()
    for overloads in LIBRARY.values():
        for overload in overloads:
            if datatypes.ANY not in overload.parameters:
                connection.create_function(
                    overload.sqlite_name, -1, _adapted(overload, environment), deterministic=overload.deterministic
                )
    connection.create_function("ora_call", -1, _package_call(environment))
    for name, aggregate in AGGREGATES.items():
        connection.create_aggregate(name, -1, aggregate)
    for name, aggregate in WINDOW_AGGREGATES.items():
        connection.create_window_function(name, -1, aggregate)
    connection.execute("PRAGMA case_sensitive_like = ON")
    database.sql_environment = environment
    return environment


_LOADERS: dict[str, Callable[[Any], Any]] = {
    datatypes.NUMERIC: number_values.loaded,
    datatypes.BINARY_FLOATING: float,
    datatypes.DATE_FAMILY: datetime.datetime.fromisoformat,
    datatypes.TIMESTAMP_FAMILY: datetime.datetime.fromisoformat,
    datatypes.ZONED: datetime.datetime.fromisoformat,
    datatypes.INTERVAL: lambda value: datetime.timedelta(microseconds=value),
    datatypes.FILE: lambda value: from_storage(value, BFILE),
}


_REMEMBERED = 2048
"""Results of each function that depends on its arguments only."""


def _identity(value: Any) -> Any:
    return value


def _adapted(overload: Overload, environment: Environment) -> Callable[..., Any]:
    """The body as SQLite calls it: storage form in and out."""
    loaders = [_LOADERS.get(parameter, _identity) for parameter in overload.parameters]
    body, strict, with_session = overload.body, overload.strict, overload.with_session
    store = _store_for(overload)
    last = len(loaders) - 1

    def evaluate(*arguments: Any) -> Any:
        if strict and None in arguments:
            return None
        try:
            values = [
                None if value is None else loaders[min(index, last)](value) for index, value in enumerate(arguments)
            ]
            result = body(environment.session, *values) if with_session else body(*values)
            return None if result is None else store(result)
        except OraError as error:
            environment.failed(error)
            raise

    if overload.deterministic and not with_session:
        # SQLite calls the cache itself, so that what is remembered costs no Python.
        return functools.lru_cache(_REMEMBERED, typed=True)(evaluate)
    return evaluate


def _store_for(overload: Overload) -> Callable[[Any], Any]:
    kind = overload.returns if isinstance(overload.returns, OraType) else None
    if kind is not None and datatypes.family(kind) == datatypes.NUMERIC:
        return number_values.stored
    if kind is not None and datatypes.family(kind) == datatypes.BINARY_FLOATING:
        return _identity
    return lambda value: to_storage(value, kind or datatypes.TYPE_OF_FAMILY[datatypes.family_of_value(value)])


def _package_call(environment: Environment) -> Callable[..., Any]:
    def call(package: str, name: str, overload: int, *arguments: Any) -> Any:
        """arguments: name, value pairs in storage form; a parameter left out takes its default."""
        try:
            subprogram = find_subprograms(environment.session, package, name)[overload]
            given = dict(zip(arguments[::2], arguments[1::2]))
            values: dict[str, object] = {}
            for parameter in subprogram.parameters:
                if parameter.name in given:
                    kind = parameter.type or datatypes.TYPE_OF_FAMILY[datatypes.CHARACTER]
                    values[parameter.name] = from_storage(given[parameter.name], kind)
                else:
                    values[parameter.name] = parameter.default
            result = subprogram.body(environment.session, values)
            assert subprogram.returns is not None
            return to_storage(result, subprogram.returns)
        except OraError as error:
            environment.failed(error)
            raise

    return call


def find_subprograms(session: Any, package: str, name: str) -> list[Subprogram]:
    """The functions of that name in a supplied package. Raises OraError 904 when the session may execute none."""
    owner, dummy, package_name = package.rpartition(".")
    supplied = session.package(owner or None, package_name)
    subprograms = [] if supplied is None else supplied.subprograms
    found = [subprogram for subprogram in subprograms if subprogram.name == name and subprogram.returns is not None]
    if found:
        return found
    raise OraError(904, f'"{package_name}"."{name}"')
