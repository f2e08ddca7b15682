# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for function calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..errors import OraError
from ..supplied import Parameter, Subprogram
from ..values import NUMBER, VARCHAR2, OraType
from . import datatypes, functions, tree, typed
from .datatypes import NUMERIC, common_type, family
from .functions.library import LIBRARY
from .lower_aggregate import AGGREGATE_NAMES, WINDOW_NAMES, aggregate, windowed
from .rules import expression, expression_rule
from .scopes import Block, Lowered, written_name

# Functions that Oracle has and this library has not: ORA-03001 says so, ORA-00904 would be a lie.
_UNIMPLEMENTED = frozenset(
    """
    ACOS ASCIISTR ASIN ATAN ATAN2 BIN_TO_NUM CARDINALITY CLUSTER_ID COLLATION COMPOSE CONVERT COS COSH
    CUBE_TABLE CV DATAOBJ_TO_PARTITION DECOMPOSE DEPTH DUMP EMPTY_BLOB EMPTY_CLOB EXTRACTVALUE LNNVL NANVL NCHR
    NEW_TIME NLSSORT NLS_INITCAP ORA_HASH PATH RAWTONHEX REF ROUND_TIES_TO_EVEN ROWIDTONCHAR SCN_TO_TIMESTAMP SIN
    SINH SYS_CONNECT_BY_PATH SYS_DBURIGEN SYS_OP_C2C SYS_TYPEID SYS_XMLAGG SYS_XMLGEN TAN TANH TIMESTAMP_TO_SCN
    TO_BINARY_FLOAT TO_BLOB TO_LOB TO_NCLOB TZ_OFFSET UNISTR WIDTH_BUCKET XMLTYPE
    """.split()
)

CallRule = Callable[[Sequence[Lowered], Sequence[tree.Node]], Lowered]


@expression_rule(tree.Call)
def _call(block: Block, node: tree.Call) -> Lowered:
    if len(node.parts) > 1:
        if node.over is not None or node.distinct or node.within:
            raise OraError(3001)
        return package_call(block, node.parts, node.arguments, node.keywords)
    name = node.parts[0]
    if node.over is not None:
        if name not in WINDOW_NAMES:
            raise OraError(30484 if name in LIBRARY else 904, f'"{name}"')
        return windowed(block, node)
    if name in AGGREGATE_NAMES:
        return aggregate(block, node)
    if name in WINDOW_NAMES:
        raise OraError(30484)
    if name not in LIBRARY:
        raise OraError(3001 if name in _UNIMPLEMENTED else 904, f'"{name}"')
    if node.distinct or node.within or node.keywords:
        raise OraError(909 if node.keywords else 30482)
    if any(isinstance(argument, tree.Star) for argument in node.arguments):
        raise OraError(936)
    arguments = [expression(block, argument) for argument in node.arguments]
    rule = _NATIVE_RULES.get(name)
    if rule is not None:
        functions.choose(name, [family(argument.type) for argument in arguments])  # counts the arguments
        return rule(arguments, node.arguments)
    return typed.call(name, *arguments)


def package_call(
    block: Block,
    parts: Sequence[str],
    arguments: Sequence[tree.Node],
    keywords: Sequence[tuple[str, tree.Node]],
) -> Lowered:
    """A function of a supplied package, called by SQLite through ora_call.

    Raises OraError 904 when there is none, 6553 when the arguments do not fit."""
    if block.context.session is None or len(parts) > 3:
        raise OraError(904, written_name(parts))
    package = ".".join(parts[:-1])
    try:
        overloads = functions.find_subprograms(block.context.session, package, parts[-1])
    except OraError:
        raise OraError(904, written_name(parts)) from None
    placed = [expression(block, node) for node in arguments]
    named = [(name, expression(block, node)) for name, node in keywords]
    fitting = []
    for number, subprogram in enumerate(overloads):
        given = _given_arguments(subprogram, placed, named)
        if given is not None:
            fitting.append((_conversions(given), number, subprogram, given))
    if not fitting:
        raise OraError(6553)
    dummy, number, subprogram, given = min(fitting, key=lambda entry: entry[:2])
    texts = [f"'{package}'", f"'{parts[-1]}'", str(number)]
    for parameter, value in given:
        texts += [f"'{parameter.name}'", typed.convert(value, family(parameter.type or VARCHAR2)).sql]
    return Lowered(f"ora_call({', '.join(texts)})", subprogram.returns)


def _given_arguments(
    subprogram: Subprogram, placed: Sequence[Lowered], named: Sequence[tuple[str, Lowered]]
) -> list[tuple[Parameter, Lowered]] | None:
    """Parameters with their arguments; None when the subprogram does not take them."""
    parameters = {parameter.name: parameter for parameter in subprogram.parameters}
    if len(placed) > len(parameters) or not all(name in parameters for name, dummy in named):
        return None
    given = list(zip(subprogram.parameters, placed)) + [(parameters[name], value) for name, value in named]
    return given if len({parameter.name for parameter, dummy in given}) == len(given) else None


def _conversions(given: Sequence[tuple[Parameter, Lowered]]) -> int:
    """How many arguments have to be converted."""
    return sum(
        parameter.type is not None and family(value.type) not in (family(parameter.type), datatypes.NOTHING)
        for parameter, value in given
    )


def _character(value: Lowered) -> Lowered:
    return typed.to_character(value)


def _varying(value: Lowered, size: int | None = None) -> OraType:
    if value.type.name in datatypes.LARGE_TYPES:
        return value.type
    return OraType("VARCHAR2", min(size, value.type.size or 4000) if size is not None else value.type.size)


def _nvl(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    """The replacement is converted to the first argument's type."""
    value, replacement = arguments
    kind = _leading_type(value, (value, replacement))
    return Lowered(f"ifnull({value.sql}, {typed.as_type(replacement, kind).sql})", kind, replacement.nullable)


def _leading_type(first: Lowered, values: Sequence[Lowered]) -> OraType:
    """The type of results that are all converted to the first one's family."""
    wanted = family(first.type)
    if wanted == datatypes.NOTHING:
        return common_type([value.type for value in values])
    converted = [typed.convert(value, wanted) for value in values if family(value.type) != datatypes.NOTHING]
    return common_type([value.type for value in converted])


def _nvl2(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    value, first, second = arguments
    kind = _leading_type(first, (first, second))
    one, other = typed.as_type(first, kind), typed.as_type(second, kind)
    return Lowered(f"CASE WHEN {value.sql} IS NOT NULL THEN {one.sql} ELSE {other.sql} END", kind)


def _coalesce(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    kind = common_type([argument.type for argument in arguments])
    texts = ", ".join(typed.as_type(argument, kind).sql for argument in arguments)
    return Lowered(f"coalesce({texts})", kind, all(argument.nullable for argument in arguments))


def _nullif(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    value, other = arguments
    if family(value.type) == datatypes.NOTHING:
        raise OraError(932, "-", "CHAR")
    return Lowered(f"CASE WHEN {typed.compare('=', value, other)} THEN NULL ELSE {value.sql} END", value.type)


def _decode(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    """NULL equals NULL; searched values take the first one's type, results the first result's."""
    value, rest = arguments[0], arguments[1:]
    pairs = list(zip(rest[::2], rest[1::2]))
    default = rest[-1] if len(rest) % 2 else typed.NULL
    results = [result for dummy, result in pairs] + [default]
    if family(results[0].type) == datatypes.NOTHING:
        kind = _leading_type(Lowered("", OraType("VARCHAR2", 1)), results)
    else:
        kind = _leading_type(results[0], results)
    searched = family(pairs[0][0].type)
    if searched == datatypes.NOTHING:
        searched = family(value.type)
    operand = typed.convert(value, searched) if searched != datatypes.NOTHING else value
    text = "CASE"
    for search, result in pairs:
        wanted = typed.convert(search, searched) if searched != datatypes.NOTHING else search
        text += f" WHEN {operand.sql} IS {wanted.sql} THEN {typed.as_type(result, kind).sql}"
    return Lowered(f"{text} ELSE {typed.as_type(default, kind).sql} END", kind)


def _extreme(name: str) -> CallRule:
    def rule(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
        kind = _leading_type(arguments[0], arguments)
        texts = [typed.as_type(argument, kind).sql for argument in arguments]
        if len(texts) == 1:
            return Lowered(texts[0], kind)
        return Lowered(f"{name}({', '.join(texts)})", kind)

    return rule


def _substr(arguments: Sequence[Lowered], nodes: Sequence[tree.Node]) -> Lowered:
    """SQLite's own where start and length are plain positive literals: views stay fast."""
    start, length = _literal(nodes[1]), _literal(nodes[2]) if len(nodes) > 2 else None
    if start is None or start < 1 or (len(nodes) > 2 and (length is None or length < 1)):
        return typed.call("SUBSTR", *arguments)
    text = _character(arguments[0])
    limits = f"{start}" if length is None else f"{start}, {length}"
    return Lowered(f"nullif(substr({text.sql}, {limits}), '')", _varying(text, length))


def _literal(node: tree.Node) -> int | None:
    return int(node.text) if isinstance(node, tree.NumberLiteral) and node.text.isdigit() else None


def _blank_trim(name: str) -> CallRule:
    def rule(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
        if len(arguments) > 1:
            return typed.call(name, *arguments)
        text = _character(arguments[0])
        return Lowered(f"nullif({name.lower()}({text.sql}), '')", _varying(text))

    return rule


def _length(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    if family(arguments[0].type) == datatypes.BYTES:
        factor = "" if arguments[0].type.name == "BLOB" else " * 2"
        return Lowered(f"(length({arguments[0].sql}){factor})", NUMBER)
    return Lowered(f"length({_character(arguments[0]).sql})", NUMBER)


def _instr(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    if len(arguments) > 2:
        return typed.call("INSTR", *arguments)
    return Lowered(f"instr({', '.join(_character(argument).sql for argument in arguments)})", NUMBER)


def _bitand(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    return Lowered("(" + " & ".join(typed.convert(argument, NUMERIC).sql for argument in arguments) + ")", NUMBER)


def _concat(arguments: Sequence[Lowered], _nodes: Sequence[tree.Node]) -> Lowered:
    return typed.concatenation(arguments)


_NATIVE_RULES: dict[str, CallRule] = {
    "NVL": _nvl,
    "NVL2": _nvl2,
    "COALESCE": _coalesce,
    "NULLIF": _nullif,
    "DECODE": _decode,
    "GREATEST": _extreme("max"),
    "LEAST": _extreme("min"),
    "SUBSTR": _substr,
    "LTRIM": _blank_trim("LTRIM"),
    "RTRIM": _blank_trim("RTRIM"),
    "LENGTH": _length,
    "INSTR": _instr,
    "BITAND": _bitand,
    "CONCAT": _concat,
}
