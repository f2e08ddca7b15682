# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data types of PL/SQL: what a variable of each may hold and what is done to a value that is assigned to it."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ...engine import ResultSet
from ...errors import OraError
from ...values import OraType, ServerFile, TypeIdentity
from . import convert
from .containers import Collection, Record


class DataType:
    """Common to all types."""

    name: str

    def initial(self) -> object:
        """The value of a variable that is declared without one."""
        return None

    def coerce(self, value: object, session: Any) -> object:
        """The value as a variable of this type holds it. Raises OraError 6502 and the like when it cannot."""
        raise NotImplementedError


CHARACTER = frozenset({"VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "LONG", "CLOB", "NCLOB", "ROWID", "UROWID"})
NUMERIC = frozenset({"NUMBER", "FLOAT", "BINARY_INTEGER", "BINARY_DOUBLE", "BINARY_FLOAT"})
BINARY = frozenset({"RAW", "BLOB", "LONG RAW"})
DATE_TIME = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"})

LARGEST_PLS_INTEGER = 2**31 - 1


@dataclasses.dataclass(frozen=True)
class ScalarType(DataType):
    """A scalar. name is the database's name of the type (PLS_INTEGER is BINARY_INTEGER, STRING is VARCHAR2).

    size: of character and RAW types, in bytes unless in_characters. lowest, highest: of a constrained subtype.
    """

    name: str
    size: int | None = None
    precision: int | None = None
    scale: int | None = None
    in_characters: bool = False
    lowest: int | None = None
    highest: int | None = None
    not_null: bool = False

    @property
    def ora_type(self) -> OraType:
        """The type as the SQL layer and the wire know it."""
        return OraType(self.name, self.size, self.precision, self.scale)

    def coerce(self, value: object, session: Any) -> object:
        if value is None or value == "" or value == b"":
            if self.not_null:
                raise OraError(6502, "")
            return None
        result = _CONVERSIONS[self.name](value, self, session)
        if self.lowest is not None and not self.lowest <= result <= (self.highest or 0):  # type: ignore[operator]
            raise OraError(6502, ": number precision too large" if self.name == "NUMBER" else "")
        return result


def _to_characters(value: object, target: ScalarType, session: Any) -> object:
    text = convert.to_text(value, session)
    if text is None or target.size is None:
        return text
    length = len(text) if target.in_characters or text.isascii() else len(text.encode())
    if length > target.size:
        raise OraError(6502, ": character string buffer too small")
    if target.name in ("CHAR", "NCHAR"):
        return text + " " * (target.size - length)
    return text


def _to_number(value: object, target: ScalarType, session: Any) -> object:
    number = convert.to_number(value, session)
    if target.precision is None and target.scale is None:
        return number
    scale = target.scale or 0
    quantum = Decimal(1).scaleb(-scale)
    rounded = Decimal(number).quantize(quantum, ROUND_HALF_UP, convert.ARITHMETIC)
    if rounded.copy_abs() >= Decimal(10) ** ((target.precision or 38) - scale):
        raise OraError(6502, ": number precision too large")
    return convert.normal(rounded)


def _to_float_number(value: object, target: ScalarType, session: Any) -> object:
    """Of FLOAT, whose precision counts binary digits; it is not enforced."""
    return convert.to_number(value, session)


def _to_pls_integer(value: object, target: ScalarType, session: Any) -> object:
    number = convert.to_number(value, session)
    if isinstance(number, float):
        number = Decimal(number)
    rounded = int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP, convert.ARITHMETIC))
    if not -LARGEST_PLS_INTEGER - 1 <= rounded <= LARGEST_PLS_INTEGER:
        raise OraError(1426)
    return rounded


def _to_float(value: object, target: ScalarType, session: Any) -> object:
    return float(convert.to_number(value, session))


def _to_date(value: object, target: ScalarType, session: Any) -> object:
    moment = convert.to_datetime(value, session, "TO_DATE")
    return moment.replace(tzinfo=None, microsecond=0)


def _to_timestamp(value: object, target: ScalarType, session: Any) -> object:
    moment = convert.to_datetime(value, session, "TO_TIMESTAMP")
    return moment.replace(tzinfo=None)


def _to_timestamp_tz(value: object, target: ScalarType, session: Any) -> object:
    moment = convert.to_datetime(value, session, "TO_TIMESTAMP_TZ")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=session.systimestamp().tzinfo)
    return moment


def _to_interval(value: object, target: ScalarType, session: Any) -> object:
    if isinstance(value, datetime.timedelta):
        return value
    return convert.call("TO_DSINTERVAL", [convert.to_text(value, session)], session)


def _to_bytes(value: object, target: ScalarType, session: Any) -> object:
    if isinstance(value, str):
        try:
            value = bytes.fromhex(value)
        except ValueError:
            raise OraError(6502, ": hex to raw conversion error") from None
    if not isinstance(value, bytes):
        raise OraError(6502, "")
    if target.size is not None and len(value) > target.size:
        raise OraError(6502, ": raw variable length too long")
    return value


def _to_boolean(value: object, target: ScalarType, session: Any) -> object:
    if isinstance(value, bool):
        return value
    raise OraError(6502, "")


def _to_file(value: object, target: ScalarType, session: Any) -> object:
    if isinstance(value, ServerFile):
        return value
    raise OraError(6502, "")


_CONVERSIONS: dict[str, Callable[[Any, ScalarType, Any], object]] = {
    **dict.fromkeys(CHARACTER, _to_characters),
    **dict.fromkeys(BINARY, _to_bytes),
    "NUMBER": _to_number,
    "FLOAT": _to_float_number,
    "BINARY_INTEGER": _to_pls_integer,
    "BINARY_DOUBLE": _to_float,
    "BINARY_FLOAT": _to_float,
    "DATE": _to_date,
    "TIMESTAMP": _to_timestamp,
    "TIMESTAMP WITH TIME ZONE": _to_timestamp_tz,
    "TIMESTAMP WITH LOCAL TIME ZONE": _to_timestamp_tz,
    "INTERVAL DAY TO SECOND": _to_interval,
    "INTERVAL YEAR TO MONTH": _to_number,
    "BOOLEAN": _to_boolean,
    "BFILE": _to_file,
}


@dataclasses.dataclass(frozen=True)
class FieldType:
    """default: gives the field's initial value, or None for NULL."""

    type: DataType
    not_null: bool = False
    default: Callable[[Any], object] | None = None


@dataclasses.dataclass(frozen=True, eq=False)
class RecordType(DataType):
    """RECORD, %ROWTYPE, or (is_object) an object type: atomically NULL until it is constructed.

    identity: of a type in the dictionary.
    """

    name: str
    fields: Mapping[str, FieldType]
    is_object: bool = False
    identity: TypeIdentity | None = None

    def initial(self) -> object:
        return None if self.is_object else self.blank()

    def blank(self) -> Record:
        return Record(self, {name: field.type.initial() for name, field in self.fields.items()})

    def coerce(self, value: object, session: Any) -> object:
        if value is None:
            return self.initial()
        if isinstance(value, Record):
            values = list(value.values.values())
        elif isinstance(value, Mapping):
            values = [value.get(name) for name in self.fields]
        else:
            raise OraError(6502, "")
        if len(values) != len(self.fields):
            raise OraError(6502, "")
        return self.from_values(values, session)

    def from_values(self, values: list[Any], session: Any) -> Record:
        """A record whose fields get these values in order."""
        return Record(
            self,
            {
                name: field.type.coerce(value, session)
                for (name, field), value in zip(self.fields.items(), values, strict=True)
            },
        )


@dataclasses.dataclass(frozen=True, eq=False)
class CollectionType(DataType):
    """index: type of the keys of an index-by table, None for nested tables and varrays. limit: of a varray.

    identity: of a type in the dictionary.
    """

    name: str
    element: DataType
    index: ScalarType | None = None
    limit: int | None = None
    identity: TypeIdentity | None = None

    def initial(self) -> object:
        return Collection(self) if self.index is not None else None

    def coerce(self, value: object, session: Any) -> object:
        if value is None:
            return self.initial()
        if isinstance(value, Collection):
            items = {key: self.element.coerce(item, session) for key, item in value.elements.items()}
            return Collection(self, items, value.size)
        if isinstance(value, (list, tuple)):
            return self.from_values(value, session)
        raise OraError(6502, "")

    def from_values(self, values: Any, session: Any) -> Collection:
        """A collection 1..n of these values."""
        items = {index: self.element.coerce(item, session) for index, item in enumerate(values, 1)}
        if self.limit is not None and len(items) > self.limit:
            raise OraError(6532)
        return Collection(self, items, len(items))


@dataclasses.dataclass(frozen=True)
class CursorType(DataType):
    """REF CURSOR; its values are OpenCursor objects shared by assignment."""

    name: str = "REF CURSOR"

    def coerce(self, value: object, session: Any) -> object:
        from .cursors import OpenCursor

        if isinstance(value, ResultSet):
            return OpenCursor(value.columns, value.rows)
        return value


@dataclasses.dataclass(frozen=True)
class AnyType(DataType):
    """A parameter that takes whatever it is given."""

    name: str = "ANY"

    def coerce(self, value: object, session: Any) -> object:
        return value


ANY = AnyType()
VARCHAR2 = ScalarType("VARCHAR2", 32767)
NUMBER = ScalarType("NUMBER")
PLS_INTEGER = ScalarType("BINARY_INTEGER")
BOOLEAN = ScalarType("BOOLEAN")
DATE = ScalarType("DATE")
TIMESTAMP = ScalarType("TIMESTAMP")
TIMESTAMP_TZ = ScalarType("TIMESTAMP WITH TIME ZONE")
INTERVAL = ScalarType("INTERVAL DAY TO SECOND")
CLOB = ScalarType("CLOB")
BLOB = ScalarType("BLOB")
BFILE = ScalarType("BFILE")
RAW = ScalarType("RAW", 32767)
REF_CURSOR = CursorType()


def of_ora_type(ora_type: OraType) -> DataType:
    """The PL/SQL type for a column's or parameter's database type."""
    if ora_type.name == "REF CURSOR":
        return REF_CURSOR
    if ora_type.name not in _CONVERSIONS:
        return ANY
    return ScalarType(
        ora_type.name,
        ora_type.size if ora_type.name in ("VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "RAW") else None,
        ora_type.precision,
        ora_type.scale,
        in_characters=True,
    )
