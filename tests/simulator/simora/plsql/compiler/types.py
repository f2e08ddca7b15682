# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Type names: from VARCHAR2(30), owner.table.column%TYPE or a declared type to the data type they stand for."""

from __future__ import annotations

from ...errors import OraError
from ..runtime import datatypes
from ..runtime.datatypes import DataType, FieldType, RecordType, ScalarType
from ..runtime.places import Place
from ..syntax import tree
from . import references
from .errors import compile_error
from .scope import CursorSymbol, Scope, TypeSymbol, VariableSymbol

_LARGEST_VARCHAR2 = 32767

# Package STANDARD's types. Those that take a size are completed in _sized().
_STANDARD: dict[str, DataType] = {
    "BINARY_DOUBLE": ScalarType("BINARY_DOUBLE"),
    "BINARY_FLOAT": ScalarType("BINARY_FLOAT"),
    "BINARY_INTEGER": datatypes.PLS_INTEGER,
    "BFILE": datatypes.BFILE,
    "BLOB": datatypes.BLOB,
    "BOOLEAN": datatypes.BOOLEAN,
    "CHAR": ScalarType("CHAR"),
    "CHARACTER": ScalarType("CHAR"),
    "CLOB": datatypes.CLOB,
    "DATE": datatypes.DATE,
    "DEC": ScalarType("NUMBER", None, 38, 0),
    "DECIMAL": ScalarType("NUMBER", None, 38, 0),
    "DOUBLE PRECISION": datatypes.NUMBER,
    "FLOAT": datatypes.NUMBER,
    "INT": ScalarType("NUMBER", None, 38, 0),
    "INTEGER": ScalarType("NUMBER", None, 38, 0),
    "INTERVAL DAY TO SECOND": datatypes.INTERVAL,
    "INTERVAL YEAR TO MONTH": ScalarType("INTERVAL YEAR TO MONTH"),
    "LONG": ScalarType("LONG", 32760),
    "LONG RAW": ScalarType("LONG RAW", 32760),
    "NATURAL": ScalarType("BINARY_INTEGER", lowest=0, highest=datatypes.LARGEST_PLS_INTEGER),
    "NATURALN": ScalarType("BINARY_INTEGER", lowest=0, highest=datatypes.LARGEST_PLS_INTEGER, not_null=True),
    "NCHAR": ScalarType("NCHAR"),
    "NCLOB": ScalarType("NCLOB"),
    "NUMBER": datatypes.NUMBER,
    "NUMERIC": ScalarType("NUMBER", None, 38, 0),
    "NVARCHAR2": ScalarType("NVARCHAR2", in_characters=True),
    "PLS_INTEGER": datatypes.PLS_INTEGER,
    "POSITIVE": ScalarType("BINARY_INTEGER", lowest=1, highest=datatypes.LARGEST_PLS_INTEGER),
    "POSITIVEN": ScalarType("BINARY_INTEGER", lowest=1, highest=datatypes.LARGEST_PLS_INTEGER, not_null=True),
    "RAW": ScalarType("RAW"),
    "REAL": datatypes.NUMBER,
    "ROWID": ScalarType("ROWID"),
    "SIGNTYPE": ScalarType("BINARY_INTEGER", lowest=-1, highest=1),
    "SIMPLE_INTEGER": ScalarType("BINARY_INTEGER", not_null=True),
    "SMALLINT": ScalarType("NUMBER", None, 38, 0),
    "STRING": ScalarType("VARCHAR2"),
    "SYS_REFCURSOR": datatypes.REF_CURSOR,
    "TIMESTAMP": datatypes.TIMESTAMP,
    "UROWID": ScalarType("UROWID"),
    "VARCHAR": ScalarType("VARCHAR2"),
    "VARCHAR2": ScalarType("VARCHAR2"),
}
_WITH_LENGTH = frozenset({"VARCHAR2", "CHAR", "NVARCHAR2", "NCHAR", "RAW"})


def compile_type(type_name: tree.TypeName, scope: Scope, *, of_parameter: bool = False) -> DataType:
    """Raises OraError 6550: PLS-00201 and PLS-00302 for unknown names, PLS-00215 for a missing or impossible length.

    of_parameter: parameters and results are written without a length."""
    if type_name.anchor == "TYPE":
        return _type_of(type_name, scope)
    if type_name.anchor == "ROWTYPE":
        return _row_type_of(type_name, scope)
    if type_name.anchor is not None:
        raise compile_error(type_name.at, 103, type_name.anchor)
    declared = _declared_type(type_name, scope)
    if declared is not None:
        return declared
    if len(type_name.names) == 1 and type_name.names[0] in _STANDARD:
        return _sized(_STANDARD[type_name.names[0]], type_name, of_parameter)
    raise compile_error(type_name.at, 201, ".".join(type_name.names))


def _sized(standard: DataType, type_name: tree.TypeName, of_parameter: bool) -> DataType:
    if not isinstance(standard, ScalarType):
        return standard
    if standard.name == "TIMESTAMP":
        return ScalarType(f"TIMESTAMP {type_name.suffix}") if type_name.suffix else standard
    if standard.name in _WITH_LENGTH:
        return _with_length(standard, type_name, of_parameter)
    if standard.name == "NUMBER" and type_name.size and type_name.names[0] not in ("FLOAT", "REAL"):
        precision, scale = type_name.size[0], type_name.size[1] if len(type_name.size) > 1 else 0
        if not 1 <= precision <= 38 or not -84 <= scale <= 127:
            raise compile_error(type_name.at, 216)
        return ScalarType("NUMBER", None, precision, scale)
    return standard


def _with_length(standard: ScalarType, type_name: tree.TypeName, of_parameter: bool) -> ScalarType:
    if not type_name.size:
        if of_parameter:
            return standard
        if standard.name not in ("CHAR", "NCHAR"):
            raise compile_error(type_name.at, 215)
    length = type_name.size[0] if type_name.size else 1
    if not 1 <= length <= _LARGEST_VARCHAR2:
        raise compile_error(type_name.at, 215)
    return ScalarType(standard.name, length, in_characters=standard.in_characters or type_name.suffix == "CHAR")


def _declared_type(type_name: tree.TypeName, scope: Scope) -> DataType | None:
    names = type_name.names
    symbol = scope.find(names[0])
    if isinstance(symbol, TypeSymbol) and len(names) == 1:
        if isinstance(symbol.type, ScalarType) and type_name.size:
            return _sized(symbol.type, type_name, False)
        return symbol.type
    if symbol is not None:
        return None
    object_type = _object_type(names, scope)
    if object_type is not None:
        return object_type
    if names[0] == "SYS" and len(names) > 1:
        names = names[1:]
    if len(names) == 2:
        package = references.find_package(names[0], scope)
        if package is not None:
            if names[1] not in package.types:
                raise compile_error(type_name.at, 302, names[1])
            declared: DataType = package.types[names[1]]
            return declared
    return None


def _object_type(names: tuple[str, ...], scope: Scope) -> DataType | None:
    """A type of the dictionary by its name or owner and name."""
    if len(names) > 2 or (len(names) == 1 and names[0] in _STANDARD):
        return None
    owner = names[0] if len(names) == 2 else None
    found: DataType | None = scope.compilation.session.object_type(owner, names[-1])
    return found


def _type_of(type_name: tree.TypeName, scope: Scope) -> DataType:
    names = type_name.names
    if scope.find(names[0]) is not None:
        value = references.resolve(_as_expression(type_name), scope)
        if isinstance(value, Place):
            return value.type
        raise compile_error(type_name.at, 206, names[-1])
    if len(names) < 2:
        raise compile_error(type_name.at, 201, names[0])
    row = _relation_row(type_name, names[:-1], scope)
    if names[-1] not in row.fields:
        raise compile_error(type_name.at, 302, names[-1])
    return row.fields[names[-1]].type


def _row_type_of(type_name: tree.TypeName, scope: Scope) -> DataType:
    symbol = scope.find(type_name.names[0])
    if isinstance(symbol, CursorSymbol):
        return symbol.row
    if isinstance(symbol, VariableSymbol) and isinstance(symbol.type, RecordType):
        return symbol.type
    if symbol is not None:
        raise compile_error(type_name.at, 310, type_name.names[0])
    return _relation_row(type_name, type_name.names, scope)


def _relation_row(type_name: tree.TypeName, names: tuple[str, ...], scope: Scope) -> RecordType:
    if len(names) > 2:
        raise compile_error(type_name.at, 201, ".".join(names))
    owner, table = names if len(names) == 2 else (None, names[0])
    try:
        relation = scope.compilation.session.catalog.relation(owner, table, "SELECT")
    except OraError as error:
        if error.code not in (942, 1031):
            raise
        raise compile_error(type_name.at, 201, ".".join(names)) from error
    fields = {column.name: FieldType(datatypes.of_ora_type(column.type)) for column in relation.columns}
    return RecordType(f"{table}%ROWTYPE", fields)


def _as_expression(type_name: tree.TypeName) -> tree.Expression:
    expression: tree.Expression = tree.Name(type_name.at, type_name.names[0])
    for name in type_name.names[1:]:
        expression = tree.Member(type_name.at, expression, name)
    return expression
