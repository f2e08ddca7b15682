# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job is made of: the calls of DBMS_DATAPUMP that define it, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from ansible_collections.dbops.datapump.plugins.module_utils._secrets import MASK

PACKAGE = "SYS.DBMS_DATAPUMP"


@dataclass(frozen=True)
class Constant:
    """Constants of the package, added up where they are several. Sent by name: releases differ in the numbers."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return " + ".join(f"{PACKAGE}.{name}" for name in self.names)


Value = Union[str, int, float, Constant]


@dataclass(frozen=True)
class Call:
    """One call of a subprogram for a job. Arguments that are not given are not passed, so that defaults apply."""

    subprogram: str
    arguments: tuple[tuple[str, Value], ...] = ()
    """Formal parameters and their values, without the handle."""
    option: str = ""
    """The option of the module that asked for the call, to be named when the call fails."""
    secret: bool = False
    """The argument `value` is never shown, logged or compared."""
    by_position: bool = False
    """Its parameters have other names in the reference than in the package of some releases."""

    def argument(self, name: str) -> Value | None:
        """The value of an argument, None if it is not passed."""
        return dict(self.arguments).get(name)


@dataclass(frozen=True)
class File:
    """A file of the job on the database server. `name` may hold substitution variables, if it is a dump file."""

    kind: str
    """dump, log or sql."""
    directory: str | None
    """Name of the directory object, None for a URL."""
    name: str
    credential: str | None = None
    """Of a URL. None: the default one of the database."""


@dataclass(frozen=True)
class Requirement:
    """What the database must be for an option. It is known after connecting only."""

    option: str
    release: tuple[int, ...] = ()
    """The first release that has it, () for all."""
    enterprise_edition: bool = False


@dataclass(frozen=True)
class Definition:
    """A job as it is asked for: OPEN, what follows until it is started, and START_JOB."""

    operation: str
    mode: str
    name: str | None
    """None: the database chooses one, such as SYS_EXPORT_SCHEMA_01."""
    owner: str | None
    """None: the session user."""
    network_link: str | None
    version: str
    calls: tuple[Call, ...]
    """In the order in which they are made, between OPEN and START_JOB."""
    start: Call
    files: tuple[File, ...]
    warnings: tuple[str, ...] = ()
    """What works and is hardly meant so."""
    requirements: tuple[Requirement, ...] = ()

    @property
    def open_call(self) -> Call:
        """OPEN, which returns the handle."""
        given = (
            ("operation", self.operation),
            ("job_mode", self.mode),
            ("remote_link", self.network_link),
            ("job_name", self.name),
            ("version", self.version),
        )
        return Call("OPEN", tuple((name, value) for name, value in given if value is not None))


@dataclass(frozen=True)
class Continuation:
    """What may be told to a job that exists already, whatever a new one would be."""

    calls: tuple[Call, ...]
    """ADD_FILE (dump files of an export), SET_PARAMETER (ENCRYPTION_PASSWORD) and SET_PARALLEL, as far as given."""
    start: Call
    """START_JOB for one that is not executing."""


def shown_call(call: Call) -> str:
    """The call as PL/SQL for people to read, with the handle `h`. A secret is masked."""
    arguments = [_passed(call, name, _shown(call, name, value)) for name, value in call.arguments]
    if call.subprogram == "OPEN":
        return f"h := {PACKAGE}.OPEN({', '.join(arguments)});"
    return f"{PACKAGE}.{call.subprogram}({', '.join(['h', *arguments])});"


def shown_attach(owner: str, name: str) -> str:
    """ATTACH as PL/SQL for people to read, with the handle `h`."""
    return f"h := {PACKAGE}.ATTACH(job_name => {literal(name)}, job_owner => {literal(owner)});"


def statement(call: Call, number: int = 1) -> tuple[str, dict[str, str | int | float]]:
    """The call as PL/SQL to be executed, with the variable `h` for the handle, and its binds.

    Every value is bound; only names of parameters and of constants, which are ours, are part of the text. `number`
    keeps the binds of several calls in one block apart.
    """
    binds: dict[str, str | int | float] = {}
    arguments = []
    for name, value in call.arguments:
        if isinstance(value, Constant):
            arguments.append(_passed(call, name, str(value)))
            continue
        bind = f"{name}_{number}"
        arguments.append(_passed(call, name, f":{bind}"))
        binds[bind] = value
    if call.subprogram == "OPEN":
        return f"h := {PACKAGE}.OPEN({', '.join(arguments)});", binds
    return f"{PACKAGE}.{call.subprogram}({', '.join(['h', *arguments])});", binds


def _passed(call: Call, name: str, value: str) -> str:
    return value if call.by_position else f"{name} => {value}"


def _shown(call: Call, name: str, value: Value) -> str:
    if call.secret and name == "value":
        return f"'{MASK}'"
    return literal(value) if isinstance(value, str) else str(value)


def literal(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
