# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Column types as they are written in DDL."""

from __future__ import annotations

import re

from ...errors import OraError
from ...values import OraType

_DATATYPE = re.compile(
    r"""(?P<name> \w+ (?:\s+(?:PRECISION|RAW|VARYING))? )
        \s* (?: \( \s* (?P<first> \d+ | \* ) \s* (?P<unit> BYTE | CHAR )? (?: , \s* (?P<second> -?\s*\d+ ) )? \s* \) )?
        (?P<rest> .* )""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN_TYPES = frozenset(
    {"DATE", "CLOB", "NCLOB", "BLOB", "LONG", "LONG RAW", "BINARY_DOUBLE", "BINARY_FLOAT", "XMLTYPE", "BFILE"}
)
_WHOLE_NUMBERS = frozenset({"INTEGER", "INT", "SMALLINT"})
# Type → (name in the dictionary, default size, largest size).
_CHARACTER_TYPES = {
    "VARCHAR2": ("VARCHAR2", None, 4000),
    "VARCHAR": ("VARCHAR2", None, 4000),
    "CHARACTER VARYING": ("VARCHAR2", None, 4000),
    "CHAR": ("CHAR", 1, 2000),
    "CHARACTER": ("CHAR", 1, 2000),
    "NVARCHAR2": ("NVARCHAR2", None, 2000),
    "NCHAR": ("NCHAR", 1, 1000),
    "RAW": ("RAW", None, 2000),
    "UROWID": ("UROWID", 4000, 4000),
}


def parse_datatype(text: str) -> OraType:
    """The type of a column. Raises ORA-00902 (unknown), ORA-00906 (size missing), ORA-00910, ORA-01727, ORA-01728."""
    match = _DATATYPE.fullmatch(text.strip().upper())
    if match is None:
        raise OraError(902)
    name, rest = " ".join(match["name"].split()), " ".join(match["rest"].split())
    first = None if match["first"] in (None, "*") else int(match["first"])
    if name == "TIMESTAMP" and rest in ("", "WITH TIME ZONE", "WITH LOCAL TIME ZONE"):
        return OraType(f"TIMESTAMP {rest}".rstrip(), None, None, 6 if first is None else first)
    if name == "INTERVAL":
        return OraType("INTERVAL DAY TO SECOND" if "SECOND" in rest else "INTERVAL YEAR TO MONTH")
    if rest:
        raise OraError(902)
    if name in _CHARACTER_TYPES:
        stored, default, limit = _CHARACTER_TYPES[name]
        size = first if first is not None else default
        if size is None:
            raise OraError(906)
        if not 1 <= size <= limit:
            raise OraError(910 if size else 1723)
        return OraType(stored, size)
    if name in ("NUMBER", "DECIMAL", "NUMERIC", "DEC"):
        return _number_type(name, match["first"], first, match["second"])
    if name in _WHOLE_NUMBERS:
        return OraType("NUMBER", None, None, 0)
    if name in ("FLOAT", "REAL", "DOUBLE PRECISION"):
        return OraType("FLOAT", None, first or (63 if name == "REAL" else 126))
    if name == "ROWID":
        return OraType("ROWID", 10)
    if name == "BOOLEAN":
        return OraType("BOOLEAN")
    if name not in _PLAIN_TYPES:
        raise OraError(902)
    return OraType(name)


def _number_type(name: str, written: str | None, precision: int | None, second: str | None) -> OraType:
    if precision is not None and not 1 <= precision <= 38:
        raise OraError(1727)
    scale = int(second.replace(" ", "")) if second is not None else None
    if scale is not None and not -84 <= scale <= 127:
        raise OraError(1728)
    if written is None and name != "NUMBER":
        return OraType("NUMBER", None, None, 0)
    return OraType("NUMBER", None, precision, scale if scale is not None else (0 if precision is not None else None))
