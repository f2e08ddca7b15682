# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for expressions other than function calls."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from ..errors import OraError
from ..values import BINARY_DOUBLE, DATE, INTERVAL_DS, NUMBER, TIMESTAMP, TIMESTAMP_TZ, OraType, to_storage
from . import datatypes, tree, typed
from .datatypes import CHARACTER, NOTHING, NUMERIC, family, named_type
from .functions import number_values
from .functions.library import LIBRARY
from .rules import condition, expression, expression_rule, query
from .scopes import Block, Lowered, written_name

_OPERATORS = {"+": "$ADD", "-": "$SUBTRACT", "*": "$MULTIPLY", "/": "$DIVIDE"}
_LARGEST_CHARACTER_LITERAL = 4000


@expression_rule(tree.StringLiteral)
def _string(_block: Block, node: tree.StringLiteral) -> Lowered:
    """'' is NULL."""
    if not node.value:
        return typed.NULL
    if len(node.value) > _LARGEST_CHARACTER_LITERAL:
        raise OraError(1704)
    return Lowered(typed.text_literal(node.value), OraType("CHAR", len(node.value)), False)


@expression_rule(tree.NumberLiteral)
def _number(_block: Block, node: tree.NumberLiteral) -> Lowered:
    if node.binary:
        return Lowered(repr(float(node.text)), BINARY_DOUBLE, False)
    stored = to_storage(number_values.normal(Decimal(node.text)), NUMBER)
    return Lowered(repr(stored), NUMBER, False)


@expression_rule(tree.NullLiteral)
def _null(_block: Block, _node: tree.NullLiteral) -> Lowered:
    return typed.NULL


@expression_rule(tree.DateTimeLiteral)
def _date_time(_block: Block, node: tree.DateTimeLiteral) -> Lowered:
    """Raises OraError 1861 for another format than ANSI's."""
    date_only = re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", node.value) is not None
    zone = re.fullmatch(r"(.*\d)\s*([+-]\d{1,2}:\d{2})", node.value) if node.kind == "TIMESTAMP" else None
    if (node.kind == "DATE") != date_only:
        raise OraError(1861)
    try:
        value = _parsed(zone[1] if zone else node.value)
    except ValueError as error:
        code = 1843 if str(error).startswith("month") else 1839 if str(error).startswith("day") else 1861
        raise OraError(code) from None
    if zone:
        hours, minutes = zone[2][1:].split(":")
        offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
        value = value.replace(tzinfo=datetime.timezone(-offset if zone[2][0] == "-" else offset))
    kind = DATE if node.kind == "DATE" else TIMESTAMP_TZ if zone else TIMESTAMP
    return Lowered(f"'{to_storage(value, kind)}'", kind, False)


def _parsed(text: str) -> datetime.datetime:
    match = re.fullmatch(
        r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?)?", text.strip()
    )
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    microsecond = int((match[7] or "").ljust(6, "0")[:6])
    return datetime.datetime(year, month, day, hour, minute, second, microsecond)


_SECONDS = {"DAY": 86400, "HOUR": 3600, "MINUTE": 60, "SECOND": 1}
_MONTHS = {"YEAR": 12, "MONTH": 1}


@expression_rule(tree.IntervalLiteral)
def _interval(_block: Block, node: tree.IntervalLiteral) -> Lowered:
    """Raises OraError 1867 for a value that does not fit its units."""
    units = list(_SECONDS) if node.unit in _SECONDS else list(_MONTHS)
    if node.to_unit is not None and (node.to_unit not in units or units.index(node.to_unit) < units.index(node.unit)):
        raise OraError(30089)
    fields = units[units.index(node.unit) : units.index(node.to_unit or node.unit) + 1]
    sign, text = (-1, node.value[1:]) if node.value.startswith("-") else (1, node.value)
    parts = re.split(r"[ :-]", text.strip().lstrip("+"))
    last_fraction = fields[-1] == "SECOND"
    if len(parts) != len(fields) or not all(
        re.fullmatch(r"\d+(\.\d+)?" if last_fraction and index == len(parts) - 1 else r"\d+", part)
        for index, part in enumerate(parts)
    ):
        raise OraError(1867)
    if node.unit in _MONTHS:
        months = sign * sum(int(part) * _MONTHS[field] for part, field in zip(parts, fields))
        return Lowered(str(months), datatypes.INTERVAL_YM, False)
    seconds = sum(Decimal(part) * _SECONDS[field] for part, field in zip(parts, fields))
    return Lowered(str(sign * int(seconds * 1_000_000)), INTERVAL_DS, False)


@expression_rule(tree.BindReference)
def _bind(block: Block, node: tree.BindReference) -> Lowered:
    return block.context.bind(node.index)


@expression_rule(tree.Name)
def _name(block: Block, node: tree.Name) -> Lowered:
    """A column, else a pseudo-column or parameterless function, else a PL/SQL variable."""
    if node.outer:
        raise OraError(25156)
    found = block.find(node)
    if found is None and not node.quoted:
        found = _pseudo_column(block, node)
    if found is None:
        found = block.context.variable(node.parts)
    if found is None:
        raise OraError(904, written_name(node.parts), offset=node.offset)
    return found


def _pseudo_column(block: Block, node: tree.Name) -> Lowered | None:
    name = node.parts[-1]
    if len(node.parts) > 1:
        if name in ("NEXTVAL", "CURRVAL"):
            raise OraError(2289)
        return _package_function(block, node)
    if name == "ROWNUM":
        if block.rownum is None:
            raise OraError(3001)
        return Lowered(block.rownum, NUMBER, False)
    if name == "LEVEL":
        if block.level is None:
            raise OraError(1788)
        return Lowered(block.level, NUMBER, False)
    overload = next((found for found in LIBRARY.get(name, ()) if not found.parameters), None)
    return typed.call(name) if overload is not None else None


def _package_function(block: Block, node: tree.Name) -> Lowered | None:
    """A package's function without parameters, written without parentheses."""
    from .lower_call import package_call

    if block.context.session is None:
        return None
    try:
        return package_call(block, node.parts, (), ())
    except OraError as error:
        if error.code == 904:
            return None
        raise


@expression_rule(tree.Unary)
def _unary(block: Block, node: tree.Unary) -> Lowered:
    if node.operator == "PRIOR":
        return _prior(block, node)
    if node.operator == "CONNECT_BY_ROOT":
        raise OraError(3001)
    operand = expression(block, node.operand)
    if node.operator == "+":
        return operand if family(operand.type) != CHARACTER else typed.to_number(operand)
    if re.fullmatch(r"[\d.]+", operand.sql):
        return Lowered(f"(-{operand.sql})", operand.type, False)
    return typed.call("$NEGATE", operand)


def _prior(block: Block, node: tree.Unary) -> Lowered:
    if block.prior is None:
        raise OraError(976)
    projected, block.projected = block.projected, block.prior
    try:
        return expression(block, node.operand)
    finally:
        block.projected = projected


@expression_rule(tree.Binary)
def _binary(block: Block, node: tree.Binary) -> Lowered:
    if node.operator == "||":
        return typed.concatenation([expression(block, item) for item in _concatenated(node)])
    left, right = expression(block, node.left), expression(block, node.right)
    return arithmetic(node.operator, left, right)


def _concatenated(node: tree.Node) -> list[tree.Node]:
    if isinstance(node, tree.Binary) and node.operator == "||":
        return [*_concatenated(node.left), node.right]
    return [node]


_DATES = frozenset({datatypes.DATE_FAMILY, datatypes.TIMESTAMP_FAMILY, datatypes.ZONED})


def arithmetic(operator: str, left: Lowered, right: Lowered) -> Lowered:
    """Numbers, and what dates and intervals allow (SQL Language Reference, "Datetime/Interval Arithmetic").

    Raises OraError 932 and 975 (date + date) for what they do not."""
    one, other = family(left.type), family(right.type)
    if one in _DATES and other in _DATES:
        if operator != "-":
            raise OraError(975 if operator == "+" else 932, "NUMBER", "DATE")
        common = datatypes.compared_family(one, other)
        return typed.call("$SUBTRACT", typed.convert(left, common), typed.convert(right, common))
    if one in _DATES or other in _DATES:
        return _date_arithmetic(operator, left, right)
    if datatypes.INTERVAL in (one, other) or datatypes.MONTHS in (one, other):
        return typed.call(_OPERATORS[operator], left, right)
    if datatypes.BINARY_FLOATING in (one, other):
        sides = [typed.convert(side, datatypes.BINARY_FLOATING) for side in (left, right)]
        return typed.call(_OPERATORS[operator], *sides)
    return typed.call(_OPERATORS[operator], typed.to_number(left), typed.to_number(right))


def _date_arithmetic(operator: str, left: Lowered, right: Lowered) -> Lowered:
    """A timestamp plus or minus a number is a DATE."""
    if operator not in "+-":
        raise OraError(932, "NUMBER", "DATE")
    date_first = family(left.type) in _DATES
    date, amount = (left, right) if date_first else (right, left)
    if not date_first and operator == "-":
        raise OraError(932, "NUMBER", "DATE")
    if family(amount.type) in (datatypes.INTERVAL, datatypes.MONTHS):
        return typed.call(_OPERATORS[operator], date, amount)
    date, amount = typed.convert(date, datatypes.DATE_FAMILY), typed.to_number(amount)
    return typed.call(_OPERATORS[operator], date, amount)


@expression_rule(tree.Case)
def _case(block: Block, node: tree.Case) -> Lowered:
    results = [expression(block, result) for dummy, result in node.branches]
    results.append(expression(block, node.default) if node.default is not None else typed.NULL)
    kind = datatypes.common_type([result.type for result in results])
    operand = expression(block, node.operand) if node.operand is not None else None
    text = "CASE"
    for (when, _then), result in zip(node.branches, results):
        test = typed.compare("=", operand, expression(block, when)) if operand is not None else condition(block, when)
        text += f" WHEN {test} THEN {typed.as_type(result, kind).sql}"
    return Lowered(f"{text} ELSE {typed.as_type(results[-1], kind).sql} END", kind)


@expression_rule(tree.Cast)
def _cast(block: Block, node: tree.Cast) -> Lowered:
    value, target = expression(block, node.operand), named_type(node.type.name, node.type.arguments)
    converted = typed.convert(value, family(target))
    kind = family(target)
    if kind == CHARACTER and target.size is not None:
        text = f"substr({converted.sql}, 1, {target.size})"
        if target.name in ("CHAR", "NCHAR"):
            return Lowered(f"ora_rpad({text}, {target.size})", target, value.nullable)
        return Lowered(text, target, value.nullable)
    if kind == NUMERIC and target.precision is not None:
        limits = f"{target.precision}, {target.scale or 0}"
        return Lowered(f"ora__constrain({converted.sql}, {limits})", target, value.nullable)
    return Lowered(converted.sql, target, value.nullable)


@expression_rule(tree.Extract)
def _extract(block: Block, node: tree.Extract) -> Lowered:
    operand = expression(block, node.operand)
    if family(operand.type) in (CHARACTER, NUMERIC, NOTHING):
        raise OraError(30076)
    return typed.call("$EXTRACT", operand, Lowered(f"'{node.field}'", OraType("CHAR", len(node.field))))


@expression_rule(tree.Trim)
def _trim(block: Block, node: tree.Trim) -> Lowered:
    operand = typed.to_character(expression(block, node.operand))
    if node.characters is None:
        blank = {"BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}[node.side]
        return Lowered(f"nullif({blank}({operand.sql}), '')", _varying(operand.type))
    characters = typed.to_character(expression(block, node.characters))
    if isinstance(node.characters, tree.StringLiteral) and len(node.characters.value) != 1:
        raise OraError(30001)
    if node.side in ("BOTH", "LEADING"):
        operand = typed.call("LTRIM", operand, characters)
    if node.side in ("BOTH", "TRAILING"):
        operand = typed.call("RTRIM", operand, characters)
    return operand


def _varying(kind: OraType) -> OraType:
    return kind if kind.name in datatypes.LARGE_TYPES else OraType("VARCHAR2", kind.size)


@expression_rule(tree.AtTimeZone)
def _at_time_zone(block: Block, node: tree.AtTimeZone) -> Lowered:
    value = typed.convert(expression(block, node.operand), datatypes.ZONED)
    if node.zone is None:
        return typed.call("$AT_LOCAL", value)
    return typed.call("$AT_ZONE", value, expression(block, node.zone))


@expression_rule(tree.ScalarSubquery)
def _scalar_subquery(block: Block, node: tree.ScalarSubquery) -> Lowered:
    """A second row is ORA-01427; SQLite would take the first row in silence."""
    lowered = query(block.context, node.query, block)
    if len(lowered.columns) != 1:
        raise OraError(913)
    kind = lowered.columns[0].type
    if lowered.single_row:
        return Lowered(f"({lowered.sql})", kind)
    inner = f"SELECT * FROM ({lowered.sql}) LIMIT 2" if lowered.limited else f"{lowered.sql} LIMIT 2"
    return Lowered(f"(SELECT CASE WHEN count(*) > 1 THEN ora__single_row() ELSE max(c1) END FROM ({inner}))", kind)
