# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which objects and which rows a job takes: METADATA_FILTER and DATA_FILTER.

Names are sent in the form of a list where all of them must exist, so that the database says which one does not; and as
an expression where they are patterns or conditions. Filters of one kind are ANDed: those that mean "or" are one call.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Value, literal
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import TABLESPACE, TRANSPORTABLE

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,127}")
_NAME_OR_QUOTED = r'(?:"[^"]+"|[^\W\d]\w*[\w$#]*)'
_FOR_TABLE = re.compile(rf"\s*({_NAME_OR_QUOTED}(?:\.{_NAME_OR_QUOTED})?)\s*:(?!=)\s*(.*)", re.DOTALL)
_OPERATOR = re.compile(
    r"(NOT\s+IN\b|IN\b|NOT\s+LIKE\b|LIKE\b|NOT\s+BETWEEN\b|BETWEEN\b|<>|!=|\^=|<=|>=|=|<|>)\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_OPPOSITES = {
    "=": "!=",
    "!=": "=",
    "<>": "=",
    "^=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "IN": "NOT IN",
    "NOT IN": "IN",
    "LIKE": "NOT LIKE",
    "NOT LIKE": "LIKE",
    "BETWEEN": "NOT BETWEEN",
    "NOT BETWEEN": "BETWEEN",
}
_QUOTED_OR_PARENTHESES = re.compile(r"'[^']*'|\([^()]*\)")
_JOINED = re.compile(r"\b(AND|OR)\b", re.IGNORECASE)


def object_calls(parameters: Mapping[str, Any], mode: str) -> list[Call]:
    """The filters that say which objects the job takes."""
    calls = []
    if parameters["schemas"] is not None:
        calls.append(_filter("schemas", "SCHEMA_LIST", _listed(values.identifiers("schemas", parameters["schemas"]))))
    if parameters["tables"] is not None:
        calls += _table_calls(parameters["tables"])
    if parameters["views_as_tables"] is not None:
        calls += _view_calls(parameters["views_as_tables"])
        if parameters["tables"] is None:
            calls.append(_filter("views_as_tables", "EXCLUDE_TABLES", "Y"))
    for option, of_mode in (("tablespaces", TABLESPACE), ("transport_tablespaces", TRANSPORTABLE)):
        if parameters[option] is not None and mode == of_mode:
            names = values.identifiers(option, parameters[option])
            calls.append(_filter(option, "TABLESPACE_LIST", _listed(names)))
    if parameters["include"] is not None:
        calls += _include_calls(_chosen("include", parameters["include"]))
    if parameters["exclude"] is not None:
        calls += _exclude_calls(_chosen("exclude", parameters["exclude"]))
    return calls + _given_metadata_filters(parameters["metadata_filters"])


def row_calls(parameters: Mapping[str, Any]) -> list[Call]:
    """The filters that say which rows the job takes."""
    calls = _partition_calls(parameters["tables"] or [])
    if parameters["content"] == "metadata_only":
        calls.append(Call("DATA_FILTER", (("name", "INCLUDE_ROWS"), ("value", 0)), "content"))
    for option, name, check in (("query", "SUBQUERY", values.clause), ("sample", "SAMPLE", values.percentage)):
        if parameters[option] is not None:
            calls += [
                _data_filter(option, name, check(under, value), table)
                for table, value, under in _for_tables(option, parameters[option])
            ]
    for position, given in enumerate(parameters["data_filters"] or []):
        under = f"data_filters[{position}]"
        value = given["value"]
        value = int(value) if isinstance(value, bool) else value
        if not isinstance(value, (int, float)):
            value = values.text(f"{under}.value", value)
        table = None if given["table"] is None else values.table(f"{under}.table", given["table"])
        calls.append(_data_filter("data_filters", filter_name(f"{under}.name", given["name"]), value, table))
    seen = set()
    for call in calls:
        place = tuple(call.argument(name) for name in ("name", "table_name", "schema_name"))
        if place in seen:
            raise InvalidOption(call.option, "each filter can be given once for a table, and once for all tables")
        seen.add(place)
    return calls


def filter_name(option: str, name: str) -> str:
    """The name of a filter, a parameter or a remap that the package knows and this collection may not."""
    if not _NAME.fullmatch(name.strip()):
        raise InvalidOption(option, "must be a name of letters, digits and _")
    return name.strip().upper()


def as_written(name: str) -> str:
    """A stored name as it is written where the database would turn it into upper case."""
    return name if re.fullmatch(r"[A-Z][A-Z0-9_$#]*", name) else f'"{name}"'


def _filter(option: str, name: str, value: str, object_path: str | None = None) -> Call:
    arguments: list[tuple[str, Value]] = [("name", name), ("value", value)]
    if object_path is not None:
        arguments.append(("object_path", object_path))
    return Call("METADATA_FILTER", tuple(arguments), option)


def _data_filter(option: str, name: str, value: Value, table: tuple[str | None, str] | None) -> Call:
    arguments: list[tuple[str, Value]] = [("name", name), ("value", value)]
    if table is not None:
        arguments.append(("table_name", table[1]))
        if table[0] is not None:
            arguments.append(("schema_name", table[0]))
    return Call("DATA_FILTER", tuple(arguments), option)


def _listed(names: tuple[str, ...]) -> str:
    return ",".join(literal(name) for name in names)


def _tables(given: list[Any]) -> list[tuple[str | None, str, str | None]]:
    """Schema or None, table, and partition or None, of each entry."""
    values.not_empty("tables", given)
    found: list[tuple[str | None, str, str | None]] = []
    for position, entry in enumerate(given):
        under = f"tables[{position}]"
        names, partition = values.parts(under, entry, 2, wildcards=True)
        stored = None if partition is None else values.identifier(under, partition)
        found.append((names[0] if len(names) == 2 else None, names[-1], stored))
    if len(set(found)) < len(found):
        raise InvalidOption("tables", "a table is named twice")
    return found


def _table_calls(given: list[Any]) -> list[Call]:
    tables = _tables(given)
    schemas = {table[0] for table in tables}
    if len(schemas) > 1:
        raise InvalidOption("tables", "must be of one schema, which is what a job in table mode takes")
    names = tuple(dict.fromkeys(table[1] for table in tables))
    # The reference names this filter and no other one for the schema of a job in table mode.
    calls = [_filter("tables", "SCHEMA_EXPR", f"IN ({literal(schema)})") for schema in schemas if schema is not None]
    patterns = [name for name in names if "%" in name]
    if not patterns:
        return [*calls, _filter("tables", "NAME_LIST", _listed(names), "TABLE")]
    if len(names) > 1:
        raise InvalidOption("tables", "a pattern with % must be the only entry")
    escaped = patterns[0].replace("\\", "\\\\").replace("_", "\\_")
    escape = " ESCAPE '\\'" if escaped != patterns[0] else ""
    return [*calls, _filter("tables", "NAME_EXPR", f"LIKE {literal(escaped)}{escape}", "TABLE")]


def _partition_calls(given: list[Any]) -> list[Call]:
    partitions: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for schema, name, partition in _tables(given) if given else []:
        if partition is not None:
            partitions[(schema, name)].append(partition)
    return [
        _data_filter("tables", "PARTITION_LIST", _listed(tuple(names)), table) for table, names in partitions.items()
    ]


def _view_calls(given: list[Any]) -> list[Call]:
    values.not_empty("views_as_tables", given)
    views = []
    for position, entry in enumerate(given):
        under = f"views_as_tables[{position}]"
        names, template = values.parts(under, entry, 2)
        view = ".".join(as_written(name) for name in names)
        views.append(view if template is None else f"{view}:{as_written(values.identifier(under, template))}")
    values.unique("views_as_tables", views)
    return [_filter("views_as_tables", "VIEWS_AS_TABLES", view) for view in views]


def _chosen(option: str, given: object) -> list[tuple[str, str, str]]:
    """Type, condition on the name or "", and the option it stands under, of each entry."""
    entries = given if isinstance(given, list) else [given]
    values.not_empty(option, entries)
    found = []
    for position, entry in enumerate(entries):
        under = f"{option}[{position}]" if isinstance(given, list) else option
        if isinstance(entry, dict):
            found.append(_chosen_by_keys(under, entry))
        elif isinstance(entry, str):
            kind, colon, condition = values.text(under, entry).partition(":")
            found.append((values.object_type(under, kind), _condition(under, condition) if colon else "", under))
        else:
            raise InvalidOption(under, "must be TYPE, TYPE:condition, or a mapping with type and names or condition")
    if len({entry[:2] for entry in found}) < len(found):
        raise InvalidOption(option, "an entry is given twice")
    return found


def _chosen_by_keys(under: str, entry: Mapping[str, Any]) -> tuple[str, str, str]:
    if "type" not in entry or not set(entry) <= {"type", "names", "condition"} or {"names", "condition"} <= set(entry):
        raise InvalidOption(under, "takes type, and one of names and condition")
    kind = values.object_type(f"{under}.type", entry["type"])
    if "condition" in entry:
        return kind, _condition(f"{under}.condition", entry["condition"]), under
    if "names" not in entry:
        return kind, "", under
    names = entry["names"] if isinstance(entry["names"], list) else [entry["names"]]
    stored = values.identifiers(f"{under}.names", names)
    return kind, f"IN ({_listed(stored)})", under


def _condition(under: str, given: object) -> str:
    condition = values.clause(under, given)
    if not _OPERATOR.fullmatch(condition):
        raise InvalidOption(under, "a condition on names begins with =, IN, LIKE or another operator")
    return condition


def _include_calls(chosen: list[tuple[str, str, str]]) -> list[Call]:
    calls = [_paths("include", "INCLUDE_PATH_EXPR", [entry[0] for entry in chosen])]
    named: dict[str, str] = {}
    for kind, condition, under in chosen:
        if kind in named:
            raise InvalidOption(under, f"{kind} is included by two entries, whose conditions would both have to hold")
        named[kind] = condition
        if condition:
            calls.append(_filter("include", "NAME_EXPR", condition, kind))
    return calls


def _exclude_calls(chosen: list[tuple[str, str, str]]) -> list[Call]:
    whole = [entry[0] for entry in chosen if not entry[1]]
    calls = [_paths("exclude", "EXCLUDE_PATH_EXPR", whole)] if whole else []
    for kind, condition, under in chosen:
        if condition:
            # What stays is what the condition does not hold for.
            calls.append(_filter("exclude", "NAME_EXPR", _opposite(under, condition), kind))
    return calls


def _paths(option: str, name: str, kinds: list[str]) -> Call:
    return _filter(option, name, f"IN ({_listed(tuple(dict.fromkeys(kinds)))})")


def _opposite(under: str, condition: str) -> str:
    match = _OPERATOR.fullmatch(condition)
    operator = " ".join(match[1].upper().split()) if match else ""
    outside = match[2] if match else ""
    while _QUOTED_OR_PARENTHESES.search(outside):
        outside = _QUOTED_OR_PARENTHESES.sub(" ", outside)
    joined = _JOINED.findall(outside)
    if match is None or len(joined) != (1 if "BETWEEN" in operator else 0):
        raise InvalidOption(under, "must be one condition, without AND and OR; give an entry for each")
    return f"{_OPPOSITES[operator]} {match[2]}"


def _for_tables(option: str, given: object) -> list[tuple[tuple[str | None, str] | None, object, str]]:
    """Table or None for all, value, and the option it stands under."""
    if isinstance(given, dict):
        values.not_empty(option, given)
        return [(values.table(option, table), value, f"{option}.{table}") for table, value in given.items()]
    if isinstance(given, list):
        values.not_empty(option, given)
        return [_for_table(f"{option}[{position}]", entry) for position, entry in enumerate(given)]
    return [_for_table(option, given)]


def _for_table(option: str, given: object) -> tuple[tuple[str | None, str] | None, object, str]:
    match = _FOR_TABLE.fullmatch(given) if isinstance(given, str) else None
    return (values.table(option, match[1]), match[2], option) if match else (None, given, option)


def _given_metadata_filters(given: list[Mapping[str, Any]] | None) -> list[Call]:
    calls = []
    for position, entry in enumerate(given or []):
        under = f"metadata_filters[{position}]"
        path = (
            None if entry["object_path"] is None else values.object_type(f"{under}.object_path", entry["object_path"])
        )
        value = values.text(f"{under}.value", entry["value"])
        calls.append(_filter("metadata_filters", filter_name(f"{under}.name", entry["name"]), value, path))
    return calls
