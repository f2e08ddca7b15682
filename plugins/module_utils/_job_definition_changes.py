# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job changes on the way: METADATA_REMAP, METADATA_TRANSFORM and DATA_REMAP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_filters import as_written, filter_name
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Value

FLAG, NUMBER, TEXT = "flag", "number", "text"

TRANSFORMS: dict[str, str] = {
    "CONSTRAINT_NAME_FROM_INDEX": FLAG,
    "CONSTRAINT_USE_DEFAULT_INDEX": FLAG,
    "DISABLE_ARCHIVE_LOGGING": FLAG,
    "INDEX_COMPRESSION_CLAUSE": TEXT,
    "INMEMORY": FLAG,
    "INMEMORY_CLAUSE": TEXT,
    "LOB_STORAGE": TEXT,
    "OID": FLAG,
    "OMIT_ENCRYPTION_CLAUSE": FLAG,
    "PCTSPACE": NUMBER,
    "SEGMENT_ATTRIBUTES": FLAG,
    "SEGMENT_CREATION": FLAG,
    "STORAGE": FLAG,
    "TABLE_COMPRESSION_CLAUSE": TEXT,
}
"""What is known of transforms. Others are passed on by the type of their value.

Source: the reference of METADATA_TRANSFORM, and TRANSFORM of impdp for those that came after 12.2.
"""
TRANSFORM_RELEASES = {"INDEX_COMPRESSION_CLAUSE": (21,), "OMIT_ENCRYPTION_CLAUSE": (19,)}
"""The first release that has a transform, where that is known and later than 12.2."""

_LOB_STORAGE = ("SECUREFILE", "BASICFILE", "DEFAULT", "NO_CHANGE")
_FLAGS = {"Y": 1, "YES": 1, "TRUE": 1, "1": 1, "N": 0, "NO": 0, "FALSE": 0, "0": 0}


def change_calls(parameters: Mapping[str, Any]) -> list[Call]:
    """All of them."""
    calls = []
    for option, check in (
        ("remap_schema", values.identifier),
        ("remap_tablespace", values.identifier),
        ("remap_datafile", values.text),
        ("remap_directory", values.text),
    ):
        if parameters[option] is not None:
            calls += [
                _remap(option, option.upper(), check(option, old), check(option, new))
                for old, new in values.pairs(option, parameters[option])
            ]
    if parameters["remap_table"] is not None:
        calls += [
            _remap("remap_table", "REMAP_TABLE", _table_to_rename(old), values.identifier("remap_table", new))
            for old, new in values.pairs("remap_table", parameters["remap_table"])
        ]
    calls += _given_remaps(parameters["metadata_remaps"])
    _once("old_value", calls)
    return calls + _transforms(parameters["transform"]) + _data_remaps(parameters["remap_data"])


def _remap(option: str, name: str, old: str, new: str, object_type: str | None = None) -> Call:
    arguments: list[tuple[str, Value]] = [("name", name), ("old_value", old), ("value", new)]
    if object_type is not None:
        arguments.append(("object_type", object_type))
    return Call("METADATA_REMAP", tuple(arguments), option)


def _table_to_rename(given: str) -> str:
    """A table, or a partition of one, which departitioning makes a table: both are written with a dot."""
    names, rest = values.parts("remap_table", given, 2)
    if rest is not None:
        raise InvalidOption("remap_table", "must map a table, or table.partition, to a name")
    return ".".join(names)


def _given_remaps(given: list[Mapping[str, Any]] | None) -> list[Call]:
    calls = []
    for position, entry in enumerate(given or []):
        under = f"metadata_remaps[{position}]"
        kind = entry["object_type"]
        calls.append(
            _remap(
                "metadata_remaps",
                filter_name(f"{under}.name", entry["name"]),
                values.text(f"{under}.old_value", entry["old_value"]),
                values.text(f"{under}.value", entry["value"]),
                None if kind is None else values.object_type(f"{under}.object_type", kind),
            )
        )
    return calls


def _once(key: str, calls: list[Call]) -> None:
    seen = set()
    for call in calls:
        place = (call.argument("name"), call.argument(key), call.argument("object_type"))
        if place in seen:
            raise InvalidOption(call.option, "the same thing is changed twice")
        seen.add(place)


def _transforms(given: list[Mapping[str, Any]] | None) -> list[Call]:
    if given is not None:
        values.not_empty("transform", given)
    calls = []
    for position, entry in enumerate(given or []):
        under = f"transform[{position}]"
        name = filter_name(f"{under}.name", entry["name"])
        arguments: list[tuple[str, Value]] = [("name", name), ("value", _transform_value(under, name, entry["value"]))]
        if entry["object_type"] is not None:
            arguments.append(("object_type", values.object_type(f"{under}.object_type", entry["object_type"])))
        calls.append(Call("METADATA_TRANSFORM", tuple(arguments), "transform"))
    _once("object_type", calls)
    return calls


def _transform_value(under: str, name: str, value: object) -> Value:
    under = f"{under}.value"
    kind = TRANSFORMS.get(name)
    if kind is None:
        return plain(under, value)
    if kind == FLAG:
        flag = _FLAGS.get(str(value).strip().upper())
        if flag is None:
            raise InvalidOption(under, f"{name} takes true or false")
        return flag
    if kind == NUMBER:
        if isinstance(value, bool) or not str(value).strip().isdecimal() or int(str(value)) < 1:
            raise InvalidOption(under, f"{name} takes a number greater than 0")
        return int(str(value))
    text = values.text(under, value, 4000).strip()
    if name == "LOB_STORAGE" and text.upper() not in _LOB_STORAGE:
        raise InvalidOption(under, f"{name} takes one of {', '.join(_LOB_STORAGE)}")
    return text.upper() if name == "LOB_STORAGE" else text


def plain(under: str, value: object) -> Value:
    """A value whose type is the only thing known of it: texts and numbers as they are, true and false as 1 and 0."""
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, float):
        return value
    return values.text(under, value)


def _data_remaps(given: Mapping[Any, Any] | None) -> list[Call]:
    calls = []
    for column, function in values.pairs("remap_data", given) if given is not None else []:
        names, rest = values.parts("remap_data", column, 3)
        called, more = values.parts("remap_data", function, 3)
        if rest is not None or more is not None or len(names) < 2 or len(called) < 2:
            raise InvalidOption("remap_data", "must map [schema.]table.column to [schema.]package.function")
        arguments: list[tuple[str, Value]] = [
            ("name", "COLUMN_FUNCTION"),
            ("table_name", names[-2]),
            ("column", names[-1]),
            ("function", ".".join(as_written(name) for name in called)),
        ]
        if len(names) == 3:
            arguments.append(("schema", names[0]))
        calls.append(Call("DATA_REMAP", tuple(arguments), "remap_data", by_position=True))
    if len({call.arguments[1:3] + call.arguments[4:] for call in calls}) < len(calls):
        raise InvalidOption("remap_data", "the same column is changed twice")
    return calls
