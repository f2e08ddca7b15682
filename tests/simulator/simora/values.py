# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Oracle's data types and how their values are held in Python and in SQLite.

Python form, used by every layer above storage: NULL and '' are None; character types and CLOB str; NUMBER int, or
Decimal when it has a fraction; BINARY_DOUBLE and BINARY_FLOAT float; DATE and TIMESTAMP naive datetime;
TIMESTAMP WITH TIME ZONE aware datetime; INTERVAL DAY TO SECOND timedelta; RAW and BLOB bytes; BOOLEAN bool;
ROWID str; BFILE a ServerFile; object types a dict by attribute name, collections a list; REF CURSOR a ResultSet
(engine.py).

Storage form, inside SQLite: integers INTEGER, fractions REAL (15 significant digits), DATE text
'YYYY-MM-DD HH:MM:SS' and TIMESTAMP text with six fractional digits (both sort as Oracle sorts them), INTERVAL
microseconds, BFILE the two names, RAW and BLOB blobs, the rest text. What cannot be held exactly is refused.
"""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

from .errors import OraError


@dataclasses.dataclass(frozen=True)
class OraType:
    """A data type as the describe shows it.

    size: bytes for RAW, characters for character types, None where the type has none.
    precision, scale: NUMBER only; None means unconstrained NUMBER.
    shape: of an object or collection type, whose name is OBJECT.
    """

    name: str
    size: int | None = None
    precision: int | None = None
    scale: int | None = None
    shape: ObjectShape | None = None


@dataclasses.dataclass(frozen=True)
class TypeIdentity:
    """The name of an object or collection type, and the 16 bytes that stand for it on the wire."""

    owner: str
    name: str
    oid: bytes


@dataclasses.dataclass(frozen=True)
class ObjectShape:
    """What values of an object or collection type consist of.

    attributes: name and type of each in order; empty for a collection. element: None for an object type.
    """

    identity: TypeIdentity
    attributes: tuple[tuple[str, OraType], ...] = ()
    element: OraType | None = None


VARCHAR2 = OraType("VARCHAR2", 4000)
NUMBER = OraType("NUMBER")
DATE = OraType("DATE")
TIMESTAMP = OraType("TIMESTAMP")
TIMESTAMP_TZ = OraType("TIMESTAMP WITH TIME ZONE")
RAW = OraType("RAW", 2000)
CLOB = OraType("CLOB")
BLOB = OraType("BLOB")
BFILE = OraType("BFILE")
LONG = OraType("LONG")
ROWID = OraType("ROWID", 18)
BOOLEAN = OraType("BOOLEAN")
BINARY_DOUBLE = OraType("BINARY_DOUBLE")
BINARY_INTEGER = OraType("BINARY_INTEGER")
INTERVAL_DS = OraType("INTERVAL DAY TO SECOND")
REF_CURSOR = OraType("REF CURSOR")

CHARACTER_TYPES = frozenset({"VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "LONG", "CLOB", "NCLOB", "ROWID", "UROWID"})
_BETWEEN_NAMES = "\x1f"  # of a stored BFILE
DATE_TIME_TYPES = frozenset({"DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"})


@dataclasses.dataclass(frozen=True)
class ServerFile:
    """A BFILE locator: the name of a directory object and that of a file. Neither need exist.

    handle: of the file opened through this very locator, 0 when it is not. It is not stored with the locator.
    """

    directory: str
    name: str
    handle: int = 0


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a result or of a table: its heading as Oracle names it, its type, whether NULL is allowed."""

    name: str
    type: OraType
    nullable: bool = True


def varchar2(size: int) -> OraType:
    return OraType("VARCHAR2", size)


def number(precision: int, scale: int = 0) -> OraType:
    return OraType("NUMBER", None, precision, scale)


def to_storage(value: object, ora_type: OraType) -> object:
    """Python form to storage form. Raises OraError 1426 for a number that SQLite cannot hold exactly."""
    if value is None or value == "" or value == b"":
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise OraError(1426)
        return value
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return to_storage(int(value), ora_type)
        if len(value.normalize().as_tuple().digits) > 15:
            raise OraError(1426)
        return float(value)
    if isinstance(value, datetime.datetime):
        if ora_type.name == "DATE":
            return value.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(microseconds=1)
    if isinstance(value, ServerFile):
        return f"{value.directory}{_BETWEEN_NAMES}{value.name}"
    return value


def from_storage(value: object, ora_type: OraType) -> object:
    """Storage form to Python form; the inverse of to_storage for every value that it accepts."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and ora_type.name in DATE_TIME_TYPES:
        return datetime.datetime.fromisoformat(value)
    if isinstance(value, float) and ora_type.name == "NUMBER":
        number_value = Decimal(format(value, ".15g"))
        return int(number_value) if number_value == number_value.to_integral_value() else number_value
    if ora_type.name == "BOOLEAN":
        return bool(value)
    if isinstance(value, int) and ora_type.name == "INTERVAL DAY TO SECOND":
        return datetime.timedelta(microseconds=value)
    if isinstance(value, str) and ora_type.name == "BFILE":
        directory, dummy, name = value.partition(_BETWEEN_NAMES)
        return ServerFile(directory, name)
    return value
