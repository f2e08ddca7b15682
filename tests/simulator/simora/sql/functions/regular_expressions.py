# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Regular expressions. Oracle's are POSIX extended ones with Perl's shortcuts, which Python's cover but for classes."""

from __future__ import annotations

import functools
import re

from ...errors import OraError
from ...values import BOOLEAN, NUMBER
from ..datatypes import CHARACTER, NUMERIC
from .library import function, text_like
from .number_values import Number

_CLASSES = {
    "[:alpha:]": "^\\W\\d_",
    "[:alnum:]": "^\\W_",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:upper:]": "A-Z",
    "[:space:]": "\\s",
    "[:blank:]": " \\t",
    "[:punct:]": "!-/:-@\\[-`{-~",
    "[:xdigit:]": "0-9A-Fa-f",
    "[:cntrl:]": "\\x00-\\x1f\\x7f",
    "[:print:]": "\\x20-\\x7e",
}
_MATCH_PARAMETERS = {"i": re.IGNORECASE, "m": re.MULTILINE, "n": re.DOTALL, "x": re.VERBOSE, "c": 0}


@functools.lru_cache(maxsize=256)
def compiled(pattern: str, parameters: str) -> re.Pattern[str]:
    """Raises OraError 12726 (unmatched bracket), 12725 (parentheses), 12760 (match parameter)."""
    flags = 0
    for parameter in parameters:
        if parameter not in _MATCH_PARAMETERS:
            raise OraError(12760)
        flags = flags & ~re.IGNORECASE if parameter == "c" else flags | _MATCH_PARAMETERS[parameter]
    try:
        return re.compile(_python_pattern(pattern), flags)
    except re.error as error:
        raise OraError(12725 if ")" in str(error) or "parenthesis" in str(error) else 12726) from None


def _python_pattern(pattern: str) -> str:
    for name, characters in _CLASSES.items():
        if characters.startswith("^"):
            # A negated set cannot stand inside another set: [[:alpha:]] alone, or letters spelt out beside others.
            pattern = pattern.replace(f"[{name}]", f"[{characters}]").replace(f"[^{name}]", _complement(characters))
            characters = "A-Za-z" if name == "[:alpha:]" else "A-Za-z0-9"
        pattern = pattern.replace(name, characters)
    return re.sub(r"(?<!\\)\$\Z", r"\\Z", pattern)


def _complement(characters: str) -> str:
    return {"^\\W\\d_": "[\\W\\d_]", "^\\W_": "[\\W_]"}[characters]


@function("REGEXP_LIKE", CHARACTER, CHARACTER, CHARACTER, required=2, returns=BOOLEAN)
def regexp_like(text: str, pattern: str, parameters: str = "") -> bool:
    return compiled(pattern, parameters).search(text) is not None


def _find(text: str, pattern: str, position: Number, occurrence: Number, parameters: str) -> re.Match[str] | None:
    if position < 1 or occurrence < 1:
        raise OraError(1428, position if position < 1 else occurrence)
    found = compiled(pattern, parameters).finditer(text, int(position) - 1)
    for _attempt in range(int(occurrence) - 1):
        if next(found, None) is None:
            return None
    return next(found, None)


@function(
    "REGEXP_SUBSTR", CHARACTER, CHARACTER, NUMERIC, NUMERIC, CHARACTER, NUMERIC, required=2, returns=text_like(0),
    strict=False,
)  # fmt: skip
def regexp_substr(
    text: str | None,
    pattern: str | None,
    position: Number | None = 1,
    occurrence: Number | None = 1,
    parameters: str | None = "",
    group: Number | None = 0,
) -> str | None:
    if text is None or pattern is None or position is None or occurrence is None or group is None:
        return None
    match = _find(text, pattern, position, occurrence, parameters or "")
    return match.group(int(group)) if match is not None and group <= match.re.groups else None


@function(
    "REGEXP_INSTR", CHARACTER, CHARACTER, NUMERIC, NUMERIC, NUMERIC, CHARACTER, NUMERIC, required=2, returns=NUMBER,
    strict=False,
)  # fmt: skip
def regexp_instr(
    text: str | None,
    pattern: str | None,
    position: Number | None = 1,
    occurrence: Number | None = 1,
    after: Number | None = 0,
    parameters: str | None = "",
    group: Number | None = 0,
) -> int | None:
    if text is None or pattern is None or position is None or occurrence is None or after is None or group is None:
        return None
    match = _find(text, pattern, position, occurrence, parameters or "")
    if match is None or group > match.re.groups:
        return 0
    return (match.end(int(group)) if after else match.start(int(group))) + 1


@function("REGEXP_COUNT", CHARACTER, CHARACTER, NUMERIC, CHARACTER, required=2, returns=NUMBER)
def regexp_count(text: str, pattern: str, position: Number = 1, parameters: str = "") -> int:
    return sum(1 for dummy in compiled(pattern, parameters).finditer(text, int(position) - 1))


@function(
    "REGEXP_REPLACE", CHARACTER, CHARACTER, CHARACTER, NUMERIC, NUMERIC, CHARACTER, required=2, returns=text_like(0),
    strict=False,
)  # fmt: skip
def regexp_replace(
    text: str | None,
    pattern: str | None,
    replacement: str | None = None,
    position: Number | None = 1,
    occurrence: Number | None = 0,
    parameters: str | None = "",
) -> str | None:
    if text is None or pattern is None or position is None or occurrence is None:
        return text
    expression, begin = compiled(pattern, parameters or ""), int(position) - 1
    template = replacement or ""

    def expanded(match: re.Match[str]) -> str:
        return re.sub(
            r"\\([0-9\\])",
            lambda reference: "\\" if reference[1] == "\\" else _group(match, int(reference[1])),
            template,
        )

    result, last = text[:begin], begin
    for number, match in enumerate(expression.finditer(text, begin), start=1):
        if occurrence in (0, number):
            result += text[last : match.start()] + expanded(match)
            last = match.end()
    return result + text[last:]


def _group(match: re.Match[str], number: int) -> str:
    return (match.group(number) or "") if 1 <= number <= match.re.groups else ""
