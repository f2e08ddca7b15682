# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""UTL_RAW and UTL_I18N: text as bytes and bytes as text. The database character set is AL32UTF8."""

from __future__ import annotations

from typing import Any

from ..errors import OraError
from ..supplied import REQUIRED, Parameter, SuppliedPackage
from ..values import NUMBER, RAW, VARCHAR2
from .describe import Arguments, function, integer, text

# Oracle's names of character sets that Python knows under others (Globalization Support Guide, appendix A).
_CHARACTER_SETS = {
    "AL16UTF16": "utf-16-be",
    "AL32UTF8": "utf-8",
    "US7ASCII": "ascii",
    "UTF8": "utf-8",
    "WE8ISO8859P1": "latin-1",
    "WE8ISO8859P15": "iso8859-15",
    "WE8MSWIN1252": "cp1252",
}
_CONCATENATED = 12  # parameters R1 .. R12


def _raw(name: str, default: object = REQUIRED) -> Parameter:
    return Parameter(name, RAW, default=default)


def _codec(name: str | None) -> str:
    try:
        return _CHARACTER_SETS[(name or "AL32UTF8").upper()]
    except KeyError:
        raise OraError(1482) from None


def _cast_to_raw(session: Any, given: Arguments) -> bytes | None:
    return None if given["C"] is None else given["C"].encode()


def _cast_to_varchar2(session: Any, given: Arguments) -> str | None:
    return None if given["R"] is None else given["R"].decode(errors="replace")


def _length(session: Any, given: Arguments) -> int | None:
    return None if given["R"] is None else len(given["R"])


def _concat(session: Any, given: Arguments) -> bytes | None:
    return b"".join(value for value in given.values() if value is not None) or None


def _substr(session: Any, given: Arguments) -> bytes | None:
    """Raises OraError 6502 when the position or length lies outside the value."""
    data, position, length = given["R"], given["POS"], given["LEN"]
    if data is None or position is None:
        return None
    start = position - 1 if position > 0 else len(data) + position if position < 0 else 0
    end = len(data) if length is None else start + length
    if not 0 <= start < len(data) or end > len(data) or end <= start:
        raise OraError(6502, "")
    return bytes(data[start:end])


def _string_to_raw(session: Any, given: Arguments) -> bytes | None:
    codec = _codec(given["DST_CHARSET"])
    return None if given["DATA"] is None else given["DATA"].encode(codec, errors="replace")


def _raw_to_char(session: Any, given: Arguments) -> str | None:
    codec = _codec(given["SRC_CHARSET"])
    return None if given["DATA"] is None else given["DATA"].decode(codec, errors="replace")


UTL_RAW = SuppliedPackage(
    name="UTL_RAW",
    subprograms=(
        function("CAST_TO_RAW", (text("C"),), RAW, _cast_to_raw),
        function("CAST_TO_VARCHAR2", (_raw("R"),), VARCHAR2, _cast_to_varchar2),
        function("CONCAT", tuple(_raw(f"R{number}", None) for number in range(1, _CONCATENATED + 1)), RAW, _concat),
        function("LENGTH", (_raw("R"),), NUMBER, _length),
        function("SUBSTR", (_raw("R"), integer("POS"), integer("LEN", None)), RAW, _substr),
    ),
)

UTL_I18N = SuppliedPackage(
    name="UTL_I18N",
    subprograms=(
        function("RAW_TO_CHAR", (_raw("DATA"), text("SRC_CHARSET", None)), VARCHAR2, _raw_to_char),
        function("STRING_TO_RAW", (text("DATA"), text("DST_CHARSET", None)), RAW, _string_to_raw),
    ),
)
