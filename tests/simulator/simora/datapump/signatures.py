# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Signatures written as package specifications write them, so that they can be compared with the documentation."""

from __future__ import annotations

import re

from ..supplied import REQUIRED, Parameter
from ..values import BINARY_INTEGER, BOOLEAN, CLOB, NUMBER, VARCHAR2, OraType

# ANY: a parameter that the package overloads on several types.
_TYPES: dict[str, OraType | None] = {
    "NUMBER": NUMBER,
    "VARCHAR2": VARCHAR2,
    "BINARY_INTEGER": BINARY_INTEGER,
    "BOOLEAN": BOOLEAN,
    "CLOB": CLOB,
    "KU$_STATUS": OraType("KU$_STATUS"),
    "ANY": None,
}
_SIGNATURE = re.compile(r"(?P<name>\w+)\s*(?:\((?P<parameters>.*)\))?(?:\s+RETURN\s+(?P<returns>\S+))?", re.S)
_PARAMETER = re.compile(r"(?P<name>\w+)\s+(?P<mode>OUT\s+)?(?P<type>\S+)(?:\s*:=\s*(?P<default>\S+))?")


def parse(text: str) -> tuple[str, tuple[Parameter, ...], OraType | None]:
    """(name, parameters, result type or None) of `NAME(handle NUMBER, degree NUMBER := 1) RETURN NUMBER`."""
    match = _SIGNATURE.fullmatch(text.strip())
    assert match is not None, text
    parts = [part.strip() for part in (match["parameters"] or "").split(",") if part.strip()]
    returns = _TYPES[match["returns"]] if match["returns"] else None
    return match["name"], tuple(_parameter(part) for part in parts), returns


def _parameter(text: str) -> Parameter:
    match = _PARAMETER.fullmatch(text)
    assert match is not None, text
    return Parameter(
        match["name"].upper(), _TYPES[match["type"]], "OUT" if match["mode"] else "IN", _default(match["default"])
    )


def _default(text: str | None) -> object:
    if text is None:
        return REQUIRED
    if text == "NULL":
        return None
    return text[1:-1] if text.startswith("'") else int(text)
