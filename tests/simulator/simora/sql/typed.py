# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Typed SQLite text for library functions and for Oracle's implicit conversions."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import OraError
from ..values import OraType
from . import datatypes, functions
from .datatypes import BYTES, CHARACTER, DATE_FAMILY, NOTHING, NUMERIC, TIMESTAMP_FAMILY, family
from .functions.conversion import IMPLICIT
from .scopes import Lowered

NULL = Lowered("NULL", datatypes.UNTYPED_NULL)


def call(name: str, *arguments: Lowered) -> Lowered:
    """A library function; arguments are converted to what the chosen overload takes. Raises OraError 904, 909, 932."""
    overload = functions.choose(name, [family(argument.type) for argument in arguments])
    converted = [convert(argument, overload.parameter(index)) for index, argument in enumerate(arguments)]
    text = f"{overload.sqlite_name}({', '.join(argument.sql for argument in converted)})"
    return Lowered(text, overload.result_type([argument.type for argument in converted]))


def convert(value: Lowered, target: str) -> Lowered:
    """The value in another family, as Oracle converts implicitly. Raises OraError 932 where it does not."""
    given = family(value.type)
    if target in (given, datatypes.ANY):
        return value
    if given == NOTHING:
        return Lowered(value.sql, datatypes.TYPE_OF_FAMILY[target])
    if (given, target) == (DATE_FAMILY, TIMESTAMP_FAMILY):
        return Lowered(f"({value.sql} || '.000000')", datatypes.TYPE_OF_FAMILY[target], value.nullable)
    if (given, target) == (TIMESTAMP_FAMILY, DATE_FAMILY):
        return Lowered(f"substr({value.sql}, 1, 19)", datatypes.TYPE_OF_FAMILY[target], value.nullable)
    name = IMPLICIT.get((given, target))
    if name is None:
        raise OraError(932, target.upper(), given.upper())
    return call(name, value)


def to_character(value: Lowered) -> Lowered:
    return convert(value, CHARACTER)


def to_number(value: Lowered) -> Lowered:
    return convert(value, NUMERIC)


def as_type(value: Lowered, wanted: OraType) -> Lowered:
    """The value as one of several that must have a common type; the size is not enforced."""
    converted = convert(value, family(wanted)) if family(wanted) != NOTHING else value
    return Lowered(converted.sql, wanted, value.nullable)


def compare(operator: str, left: Lowered, right: Lowered) -> str:
    """A comparison as SQLite text. A plain column keeps its bare form so that an index on it serves."""
    rowids = _compare_rowids(operator, left, right)
    if rowids is not None:
        return rowids
    for side in (left, right):
        if side.type.name in datatypes.LARGE_TYPES:
            raise OraError(997 if side.type.name.startswith("LONG") else 932, "-", side.type.name)
    common = datatypes.compared_family(family(left.type), family(right.type))
    one, other = convert(left, common), convert(right, common)
    if common == datatypes.ZONED:
        one, other = call("$UTC", one), call("$UTC", other)
    if common == CHARACTER and left.type.name == right.type.name == "CHAR":
        one, other = _unpadded(one), _unpadded(other)
    return f"({one.sql} {operator} {other.sql})"


def _compare_rowids(operator: str, left: Lowered, right: Lowered) -> str | None:
    for one, other in ((left, right), (right, left)):
        if one.rowid is not None and operator == "=":
            alias, number = one.rowid
            return f"({alias}.rowid = ora__row_number({number}, {to_character(other).sql}))"
    return None


def _unpadded(value: Lowered) -> Lowered:
    """Oracle compares two CHAR values as if blank-padded to the same length."""
    if value.sql.startswith("'") and not value.sql.endswith(" '"):
        return value
    return Lowered(f"rtrim({value.sql})", value.type)


def sort_key(value: Lowered) -> str:
    if value.type.name in datatypes.LARGE_TYPES:
        raise OraError(932, "-", value.type.name)
    return call("$UTC", value).sql if family(value.type) == datatypes.ZONED else value.sql


def text_literal(text: str) -> str:
    """Raises OraError 3001 for text with a NUL, which SQLite would cut."""
    if "\0" in text:
        raise OraError(3001)
    return "'" + text.replace("'", "''") + "'"


def concatenation(values: Sequence[Lowered]) -> Lowered:
    """NULL counts as '', and an empty result is NULL."""
    if all(family(value.type) == BYTES for value in values):
        raise OraError(3001)
    texts = [to_character(value) for value in values]
    names = {text.type.name for text in texts}
    size = min(sum(text.type.size or 0 for text in texts), 4000)
    kind = OraType("CLOB") if "CLOB" in names else OraType("CHAR" if names == {"CHAR"} else "VARCHAR2", size)
    joined = " || ".join(text.sql if text.sql.startswith("'") else f"ifnull({text.sql}, '')" for text in texts)
    if any(text.sql.startswith("'") and text.sql != "''" for text in texts):
        return Lowered(f"({joined})", kind, False)
    return Lowered(f"nullif({joined}, '')", kind)
