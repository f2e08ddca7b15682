# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a job works: SET_PARAMETER, SET_PARALLEL and the arguments of START_JOB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_changes import plain
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_filters import filter_name
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import Call, Constant, Value
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import OPTIONS

DATA_OPTIONS: dict[str, str] = {
    "continue_load_on_format_error": "KU$_DATAOPT_CONT_LOAD_ON_FMT_ERR",
    "disable_append_hint": "KU$_DATAOPT_DISABL_APPEND_HINT",
    "enable_network_compression": "KU$_DATAOPT_ENABLE_NET_COMP",
    "group_partition_table_data": "KU$_DATAOPT_GRP_PART_TAB",
    "reject_rows_with_repl_char": "KU$_DATAOPT_REJECT_ROWS_REPCHR",
    "skip_constraint_errors": "KU$_DATAOPT_SKIP_CONST_ERR",
    "trust_existing_table_partitions": "KU$_DATAOPT_TRUST_EXIST_TB_PAR",
    "validate_table_data": "KU$_DATAOPT_VALIDATE_TBL_DATA",
    "verify_stream_format": "KU$_DATAOPT_VERIFY_STREAM_FORM",
    "xml_clobs": "KU$_DATAOPT_XMLTYPE_CLOB",
}
"""The constant of the package for each choice of `data_options`."""

MAX_PARALLEL = 32_767
PASSWORD = "ENCRYPTION_PASSWORD"
"""The parameter that is a secret."""

_OWN_OPTIONS = {
    **{option.parameter: name for name, option in OPTIONS.items() if option.parameter is not None},
    "DATA_OPTIONS": "data_options",
    PASSWORD: "encryption_password",
    "FLASHBACK_TIME": "flashback_time",
    "INCLUDE_METADATA": "content",
    "SOURCE_EDITION": "source_edition",
    "TABLESPACE_DATAFILE": "transport_datafiles",
    "TARGET_EDITION": "target_edition",
}
"""Parameters that have an option, where they are checked."""


def parameter_calls(parameters: Mapping[str, Any]) -> list[Call]:
    """SET_PARAMETER for every option that is one, in the order of the documentation."""
    calls = []
    for name, option in OPTIONS.items():
        value = parameters[name]
        if option.parameter is not None and value is not None:
            if name == "flashback_scn":
                values.scn(name, value)
            calls.append(_set(name, option.parameter, value.upper() if isinstance(value, str) else int(value)))
    if parameters["content"] == "data_only":
        calls.append(_set("content", "INCLUDE_METADATA", 0))
    if parameters["data_options"] is not None:
        calls.append(_set("data_options", "DATA_OPTIONS", _data_options(parameters["data_options"])))
    if parameters["flashback_time"] is not None:
        time = values.point_in_time("flashback_time", parameters["flashback_time"])
        calls.append(_set("flashback_time", "FLASHBACK_TIME", time))
    for name in ("source_edition", "target_edition"):
        if parameters[name] is not None:
            calls.append(_set(name, name.upper(), values.identifier(name, parameters[name])))
    calls += password_calls(parameters) + _datafile_calls(parameters["transport_datafiles"])
    return calls + _given_parameters(parameters["parameters"])


def password_calls(parameters: Mapping[str, Any]) -> list[Call]:
    """The call that carries the password, if there is one."""
    if parameters["encryption_password"] is None:
        return []
    secret = values.password("encryption_password", parameters["encryption_password"])
    return [Call("SET_PARAMETER", (("name", PASSWORD), ("value", secret)), "encryption_password", secret=True)]


def parallel_calls(parameters: Mapping[str, Any]) -> list[Call]:
    """SET_PARALLEL, if a degree is given."""
    degree = parameters["parallel"]
    if degree is None:
        return []
    if not 1 <= degree <= MAX_PARALLEL:
        raise InvalidOption("parallel", f"must be from 1 to {MAX_PARALLEL}")
    return [Call("SET_PARALLEL", (("degree", degree),), "parallel")]


def start_call(parameters: Mapping[str, Any]) -> Call:
    """START_JOB, as far as options say how."""
    arguments: list[tuple[str, Value]] = []
    if parameters["skip_current"] is not None:
        arguments.append(("skip_current", int(parameters["skip_current"])))
    if parameters["cluster"] is not None:
        arguments.append(("cluster_ok", int(parameters["cluster"])))
    if parameters["job_service_name"] is not None:
        arguments.append(("service_name", values.service("job_service_name", parameters["job_service_name"])))
    return Call("START_JOB", tuple(arguments))


def _set(option: str, name: str, value: Value) -> Call:
    return Call("SET_PARAMETER", (("name", name), ("value", value)), option)


def _data_options(chosen: list[str]) -> Constant:
    values.not_empty("data_options", chosen)
    values.unique("data_options", chosen)
    return Constant(tuple(DATA_OPTIONS[choice] for choice in chosen))


def _datafile_calls(given: list[Any] | None) -> list[Call]:
    if given is None:
        return []
    values.not_empty("transport_datafiles", given)
    paths = [values.text(f"transport_datafiles[{position}]", path, 4000) for position, path in enumerate(given)]
    return [
        _set("transport_datafiles", "TABLESPACE_DATAFILE", path) for path in values.unique("transport_datafiles", paths)
    ]


def _given_parameters(given: Mapping[Any, Any] | None) -> list[Call]:
    if given is not None:
        values.not_empty("parameters", given)
    calls: list[Call] = []
    for key, value in (given or {}).items():
        name = filter_name("parameters", key) if isinstance(key, str) else ""
        if not name or name in [call.argument("name") for call in calls]:
            raise InvalidOption("parameters", "must map names to values, each name once")
        if name in _OWN_OPTIONS:
            raise InvalidOption("parameters", f"{name} has an option of its own, {_OWN_OPTIONS[name]}")
        if "PASSWORD" in name or "SECRET" in name:
            raise InvalidOption("parameters", "its values are shown, and no place for a secret")
        calls.append(_set("parameters", name, plain("parameters", value)))
    return calls
