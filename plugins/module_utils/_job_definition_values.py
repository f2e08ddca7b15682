# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single values in the forms that expdp and impdp take. Each raises InvalidOption and never repeats the value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._names import name_problem

LARGEST_SCN = 2**63 - 1
"""Since 12.2 an SCN has eight bytes."""
MIN_FILE_SIZE = 40 * 1024
"""Ten blocks of a dump file, says the reference of ADD_FILE."""
MAX_FILE_SIZE = 16 * 1024**4
"""The largest dump file that expdp accepts."""
LONGEST_TEXT = 32_767
"""Bytes of a VARCHAR2 in PL/SQL."""

_PLAIN = re.compile(r"[^\W\d_][\w$#]*")
_PATTERN = re.compile(r"([^\W\d_]|%)[\w$#%]*")
_PART = re.compile(r'"([^"]*)"|([^".:]+)')
_OBJECT_TYPE = re.compile(r"[A-Z][A-Z0-9_]*(/[A-Z0-9_]+)*")
_LINK = re.compile(r"[A-Za-z][\w$#]*(\.[\w$#]+)*(@[\w$#]+)?", re.ASCII)
_SERVICE = re.compile(r"[A-Za-z0-9_.$#-]{1,64}")
_SIZE = re.compile(r"([0-9]{1,18})\s*([KMGT]?)B?", re.IGNORECASE)
_SIZE_UNITS = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
_VERSION = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){0,4}")
_OLDEST_VERSION = (9, 2)
_TIMESTAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([ T]([0-9]{2}:[0-9]{2}:[0-9]{2}))?")
_CONVERTED = re.compile(r"TO_(TIMESTAMP(_TZ)?|DATE)\s*\(\s*'[^']{1,60}'(\s*,\s*'[^']{1,60}')?\s*\)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text(option: str, value: object, longest: int = LONGEST_TEXT) -> str:
    """The value as a text of one use, not empty and without control characters."""
    if not isinstance(value, str):
        raise InvalidOption(option, "must be a text")
    if not value.strip():
        raise InvalidOption(option, "must not be empty")
    if _CONTROL.search(value):
        raise InvalidOption(option, "must not contain control characters")
    if len(value.encode("utf-8", "surrogatepass")) > longest:
        raise InvalidOption(option, f"must not be longer than {longest} bytes")
    return value


def identifier(option: str, value: object, wildcards: bool = False) -> str:
    """A name as the dictionary stores it: as it stands in double quotes, in upper case without them."""
    given = text(option, value, 1024).strip()
    if len(given) > 2 and given[0] == given[-1] == '"':
        return _stored(option, given[1:-1])
    if not (_PATTERN if wildcards else _PLAIN).fullmatch(given):
        raise InvalidOption(option, "a name with other characters than letters, digits, _, $ and # needs double quotes")
    return _stored(option, given.upper())


def _stored(option: str, name: str) -> str:
    problem = name_problem(name)
    if problem:
        raise InvalidOption(option, problem)
    return name


def identifiers(option: str, values: list[Any]) -> tuple[str, ...]:
    """Names, none of them twice."""
    not_empty(option, values)
    return unique(option, [identifier(f"{option}[{position}]", value) for position, value in enumerate(values)])


def parts(option: str, value: object, most: int, wildcards: bool = False) -> tuple[tuple[str, ...], str | None]:
    """The names of ``a.b.c``, at most as many, and what follows a colon after them, None without one."""
    given = text(option, value).strip()
    names: list[str] = []
    at = 0
    while True:
        part = _PART.match(given, at)
        if not part or len(names) == most:
            raise InvalidOption(
                option, f"must be {'.'.join(['name'] * most)} at most, names may stand in double quotes"
            )
        names.append(identifier(option, part[0], wildcards))
        at = part.end()
        if at == len(given):
            return tuple(names), None
        if given[at] == ":":
            return tuple(names), given[at + 1 :]
        if given[at] != ".":
            raise InvalidOption(option, "names are joined by dots, and may stand in double quotes")
        at += 1


def table(option: str, value: object) -> tuple[str | None, str]:
    """Schema, or None, and name of ``[schema.]table``."""
    names, rest = parts(option, value, 2)
    if rest is not None:
        raise InvalidOption(option, "must be a table, or schema.table")
    return (None, names[0]) if len(names) == 1 else (names[0], names[1])


def object_type(option: str, value: object) -> str:
    """A type of objects or a path of them, such as TABLE or TABLE/INDEX."""
    given = text(option, value, 200).strip().upper()
    if not _OBJECT_TYPE.fullmatch(given):
        raise InvalidOption(option, "must be a type of objects, such as TABLE or TABLE/INDEX")
    return given


def clause(option: str, value: object) -> str:
    """A part of an SQL statement: its quotes and parentheses are closed and it ends nothing that is around it."""
    given = text(option, value).strip()
    if len(given) > 2 and given[0] == given[-1] == '"' and '"' not in given[1:-1]:
        # The way it is written for expdp and impdp, whose quotes are not part of it.
        given = given[1:-1].strip()
    depth, quote = 0, ""
    for position, character in enumerate(given):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == ";" or given.startswith(("--", "/*"), position):
            raise InvalidOption(option, "must be one clause, without semicolons and comments")
        else:
            depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            break
    if quote or depth or not given:
        raise InvalidOption(option, "its quotes or parentheses do not match")
    return given


def link(option: str, value: object) -> str:
    """The name of a database link, which never carries a logon."""
    given = text(option, value, 128).strip()
    if not _LINK.fullmatch(given):
        raise InvalidOption(option, "must be the name of a database link")
    return given.upper()


def service(option: str, value: object) -> str:
    """The name of a service."""
    given = text(option, value)
    if not _SERVICE.fullmatch(given):
        raise InvalidOption(option, "must be the name of a service, at most 64 letters, digits, _, $, #, . and -")
    return given


def size(option: str, value: object) -> str:
    """A size of a file in the form that ADD_FILE takes."""
    match = _SIZE.fullmatch(str(value).strip())
    if not match or isinstance(value, bool):
        raise InvalidOption(option, "a number of bytes, or a number followed by K, M, G or T")
    if not MIN_FILE_SIZE <= int(match[1]) * _SIZE_UNITS[match[2].upper()] <= MAX_FILE_SIZE:
        raise InvalidOption(option, "must be from 40K to 16T")
    return match[1] + match[2].upper()


def version(option: str, value: object) -> str:
    """COMPATIBLE, LATEST, or a release."""
    given = text(option, value).strip().upper()
    if given in ("COMPATIBLE", "LATEST"):
        return given
    if not _VERSION.fullmatch(given):
        raise InvalidOption(option, "must be compatible, latest or a release such as 12.2")
    if tuple(int(number) for number in given.split(".")) < _OLDEST_VERSION:
        raise InvalidOption(option, "Data Pump knows no release before 9.2")
    return given


def point_in_time(option: str, value: object) -> str:
    """A time for FLASHBACK_TIME, as the expression that is sent. Nothing else is let through to be evaluated."""
    given = text(option, value).strip()
    if given.upper() == "SYSTIMESTAMP":
        return "SYSTIMESTAMP"
    if _CONVERTED.fullmatch(given):
        return given
    match = _TIMESTAMP.fullmatch(given)
    if not match:
        raise InvalidOption(option, "must be systimestamp, YYYY-MM-DD HH:MM:SS or TO_TIMESTAMP('…', '…')")
    return f"TO_TIMESTAMP('{match[1]} {match[3] or '00:00:00'}', 'YYYY-MM-DD HH24:MI:SS')"


def scn(option: str, value: int) -> int:
    """A system change number."""
    if not 1 <= value <= LARGEST_SCN:
        raise InvalidOption(option, f"must be from 1 to {LARGEST_SCN}")
    return value


def percentage(option: str, value: object) -> float:
    """A share for SAMPLE."""
    try:
        given = float(str(value))
    except ValueError:
        given = 0.0
    if isinstance(value, bool) or not 0.000001 <= given < 100:
        raise InvalidOption(option, "must be a number from 0.000001 to less than 100")
    return int(given) if given == int(given) else given


def password(option: str, value: str) -> str:
    """A password that can be sent as it is. Says nothing about it."""
    if not value or _CONTROL.search(value) or "\n" in value or "\r" in value:
        raise InvalidOption(option, "must not be empty or contain control characters")
    if len(value.encode("utf-8", "surrogatepass")) > 128:
        raise InvalidOption(option, "must not be longer than 128 bytes")
    return value


def not_empty(option: str, values: object) -> None:
    """Refuse an empty list or mapping: nothing is hardly what was meant."""
    if not values:
        raise InvalidOption(option, "must not be empty")


def unique(option: str, names: list[str]) -> tuple[str, ...]:
    """The names, none of them twice."""
    for position, name in enumerate(names):
        if name in names[:position]:
            raise InvalidOption(f"{option}[{position}]", "is named twice")
    return tuple(names)


def pairs(option: str, mapping: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """What stands for what in a mapping of texts, with at least one entry."""
    not_empty(option, mapping)
    return [(text(option, key), text(option, value)) for key, value in mapping.items()]
