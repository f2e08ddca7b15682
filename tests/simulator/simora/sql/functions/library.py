# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The scalar functions of SQL, one library for SQLite and for PL/SQL.

Bodies take and give values in Python form. A function may have several overloads, chosen by the families of its
arguments; an argument of another family is converted as Oracle converts implicitly.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import OraError
from ...values import OraType
from .. import datatypes

# How an overload's type follows from its arguments' types: a fixed type or a function of them.
ReturnType = OraType | Callable[[Sequence[OraType]], OraType]


@dataclasses.dataclass(frozen=True)
class Overload:
    """parameters: families; the last one repeats when `repeats`. required: how many must be given.

    strict: a NULL argument gives NULL without a call. with_session: the body's first argument is the session.
    deterministic: the same arguments give the same result during one statement.
    """

    name: str
    parameters: tuple[str, ...]
    required: int
    returns: ReturnType
    body: Callable[..., Any]
    repeats: bool = False
    strict: bool = True
    with_session: bool = False
    deterministic: bool = True
    sqlite_name: str = ""

    def takes(self, count: int) -> bool:
        return self.required <= count and (self.repeats or count <= len(self.parameters))

    def parameter(self, index: int) -> str:
        return self.parameters[min(index, len(self.parameters) - 1)]

    def result_type(self, types: Sequence[OraType]) -> OraType:
        return self.returns if isinstance(self.returns, OraType) else self.returns(types)


LIBRARY: dict[str, list[Overload]] = {}


def function(
    name: str,
    *parameters: str,
    returns: ReturnType,
    required: int | None = None,
    repeats: bool = False,
    strict: bool = True,
    with_session: bool = False,
    deterministic: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Registers a body as an overload of an Oracle function. required: all parameters unless said."""

    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        overloads = LIBRARY.setdefault(name, [])
        sqlite_name = "ora_" + name.lower().replace("$", "_") + ("" if not overloads else f"_{len(overloads) + 1}")
        count = len(parameters) if required is None else required
        overloads.append(
            Overload(name, parameters, count, returns, body, repeats, strict, with_session, deterministic, sqlite_name)
        )
        return body

    return register


def choose(name: str, families: Sequence[str]) -> Overload:
    """The overload that takes these arguments with the fewest conversions; the first one in a tie.

    Raises OraError 904 for an unknown function, 909 for a wrong number of arguments."""
    overloads = LIBRARY.get(name)
    if overloads is None:
        raise OraError(904, f'"{name}"')
    fitting = [overload for overload in overloads if overload.takes(len(families))]
    if not fitting:
        if all(len(families) < overload.required for overload in overloads):
            raise OraError(938)
        raise OraError(939 if not any(overload.repeats for overload in overloads) else 909)

    def conversions(overload: Overload) -> int:
        return sum(_distance(given, overload.parameter(index)) for index, given in enumerate(families))

    return min(fitting, key=conversions)


def _distance(given: str, wanted: str) -> int:
    """How readily a family is taken for another: text is read as a number before it is read as a date."""
    if wanted in (given, datatypes.ANY):
        return 0
    if wanted in (datatypes.CHARACTER, datatypes.NUMERIC):
        return 1
    return 2


def same_as(index: int) -> ReturnType:
    """The result has the type of that argument; a bare NULL counts as VARCHAR2."""
    return lambda types: types[index] if types[index] != datatypes.UNTYPED_NULL else datatypes.UNTYPED_NULL


def text_like(index: int) -> ReturnType:
    """VARCHAR2 as long as that argument, or CLOB when it is one."""

    def result(types: Sequence[OraType]) -> OraType:
        if types[index].name in ("CLOB", "NCLOB"):
            return types[index]
        return OraType("VARCHAR2", types[index].size or 4000)

    return result
