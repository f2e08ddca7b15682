# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of owners, tables and jobs: what is accepted, how they are quoted, matched and shown."""

from __future__ import annotations

import re
import unicodedata

from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption

MAX_NAME_BYTES = 128
"""Longest identifier of Oracle Database 12.2 and later, in bytes of the database character set."""

_PLAIN = re.compile(r"[A-Z][A-Z0-9_$#]*")
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")


def name_problem(name: str) -> str | None:
    """Why a string cannot be the name of a user or a table, or None. Quotes and NUL cannot be part of any name."""
    if not name.strip():
        return "must not be empty"
    if "\0" in name or '"' in name:
        return "must not contain a double quote or a NUL character"
    if len(name.encode("utf-8", "surrogatepass")) > MAX_NAME_BYTES:
        return f"must not be longer than {MAX_NAME_BYTES} bytes"
    return None


def require_target_name(option: str, name: str, exact: bool = False) -> None:
    """Raise InvalidOption unless the name can be that of one thing to change. Wildcards are for reading only.

    exact: something else identifies the thing too, so that a name with such a character is meant as it stands.
    """
    problem = name_problem(name)
    if problem is None and not exact and ("*" in name or "%" in name):
        problem = "wildcards are not accepted here, name each one"
    if problem:
        raise InvalidOption(option, problem)


def quoted(name: str) -> str:
    """The name as a quoted identifier. Raises ValueError for what cannot be a name."""
    problem = name_problem(name)
    if problem:
        raise ValueError(problem)
    return f'"{name}"'


def login_name(name: str) -> str:
    """The name as a logon takes it: quoted only where an unquoted one would be read as another."""
    return name if _PLAIN.fullmatch(name) else quoted(name)


def shown(name: str) -> str:
    """The name for people: whatever is invisible or reorders text is escaped, so that nobody approves a disguise."""
    return "".join(
        _escaped(character) if unicodedata.category(character) in _INVISIBLE else character for character in name
    )


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def matches(pattern: str, name: str) -> bool:
    """Whether the whole name fits a pattern of ``*`` and ``?``. Upper and lower case are different.

    Takes at most as many steps as the product of the two lengths, whatever the pattern.
    """
    at_pattern = at_name = 0
    star, taken = -1, 0
    while at_name < len(name):
        wanted = pattern[at_pattern : at_pattern + 1]
        if wanted == "*":
            star, taken = at_pattern, at_name
            at_pattern += 1
        elif wanted in ("?", name[at_name]):
            at_pattern += 1
            at_name += 1
        elif star >= 0:
            # Let the last star take one character more, and try again from there.
            taken += 1
            at_pattern, at_name = star + 1, taken
        else:
            return False
    return not pattern[at_pattern:].strip("*")
