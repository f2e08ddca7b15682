# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that define a Data Pump job: their types, what each becomes, and which jobs can have it. Data only.

Names and values of parameters: DBMS_DATAPUMP chapter of the PL/SQL Packages and Types Reference 19c, tables of
SET_PARAMETER, METADATA_FILTER, METADATA_REMAP, DATA_FILTER and START_JOB. What is younger, and which option goes with
which operation, mode and network link: the parameters of expdp and impdp in Oracle Database Utilities 19c and 23ai.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EXPORT, IMPORT, SQL_FILE = "EXPORT", "IMPORT", "SQL_FILE"
FULL, SCHEMA, TABLE, TABLESPACE, TRANSPORTABLE = "FULL", "SCHEMA", "TABLE", "TABLESPACE", "TRANSPORTABLE"

OPERATIONS = frozenset({EXPORT, IMPORT, SQL_FILE})
MODES = frozenset({FULL, SCHEMA, TABLE, TABLESPACE, TRANSPORTABLE})
LOADS = frozenset({EXPORT, IMPORT})
"""Operations that move data."""
APPLIES = frozenset({IMPORT, SQL_FILE})
"""Operations that make DDL from what was exported."""
WITH_ROWS = MODES - {TRANSPORTABLE}
"""Modes in which rows are read, not whole data files."""

_TEXT: dict[str, Any] = {"type": "str"}
_FLAG: dict[str, Any] = {"type": "bool"}
_NUMBER: dict[str, Any] = {"type": "int"}
_TEXTS: dict[str, Any] = {"type": "list", "elements": "str"}
_MAPPING: dict[str, Any] = {"type": "dict"}
_ANY: dict[str, Any] = {"type": "raw"}


def _one_of(*choices: str) -> dict[str, Any]:
    return {"type": "str", "choices": list(choices)}


def _some_of(*choices: str) -> dict[str, Any]:
    return {"type": "list", "elements": "str", "choices": list(choices)}


@dataclass(frozen=True)
class JobOption:
    """One option of a job."""

    spec: Mapping[str, Any]
    """As AnsibleModule takes it."""
    parameter: str | None = None
    """The parameter that SET_PARAMETER is told. Choices are sent in upper case, flags as 1 and 0."""
    operations: frozenset[str] = OPERATIONS
    modes: frozenset[str] = MODES
    linked_only: frozenset[str] = frozenset()
    """Operations that have it over a network link only."""
    never_linked: frozenset[str] = frozenset()
    """Operations that do not have it over a network link."""
    continues: bool = False
    """It can be given for a job that exists already."""
    release: tuple[int, ...] = ()
    """The first release that has it; () for every release since 12.1."""
    enterprise: tuple[object, ...] = ()
    """Values that take Enterprise Edition. Empty: none does."""
    releases_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Values that only later releases have."""
    operations_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Values that only some of the operations have."""


_EXPORTS, _IMPORTS = frozenset({EXPORT}), frozenset({IMPORT})

_WHAT: dict[str, JobOption] = {
    "operation": JobOption(_one_of("export", "import", "sql_file")),
    "job_mode": JobOption(_one_of("full", "schema", "table", "tablespace", "transportable")),
    "full": JobOption(_FLAG, modes=frozenset({FULL})),
    "schemas": JobOption(_TEXTS, modes=frozenset({SCHEMA})),
    "tables": JobOption(_TEXTS, modes=frozenset({TABLE})),
    "views_as_tables": JobOption(_TEXTS, modes=frozenset({TABLE}), operations=LOADS),
    "tablespaces": JobOption(_TEXTS, modes=frozenset({TABLESPACE})),
    "transport_tablespaces": JobOption(
        _TEXTS, modes=frozenset({TRANSPORTABLE}), operations=LOADS, linked_only=_IMPORTS
    ),
    "transport_full_check": JobOption(
        _FLAG, "TTS_FULL_CHECK", modes=frozenset({TRANSPORTABLE}), operations=LOADS, linked_only=_IMPORTS
    ),
    "transport_datafiles": JobOption(
        _TEXTS, modes=frozenset({FULL, TABLE, TRANSPORTABLE}), operations=_IMPORTS
    ),  # one call of SET_PARAMETER TABLESPACE_DATAFILE for each
    "transportable": JobOption(
        _one_of("always", "never", "keep_read_only", "no_bitmap_rebuild"),
        "TRANSPORTABLE",
        modes=frozenset({FULL, TABLE, TRANSPORTABLE}),
        operations=LOADS,
        operations_of={"keep_read_only": _IMPORTS, "no_bitmap_rebuild": _IMPORTS},
        releases_of={"keep_read_only": (19,), "no_bitmap_rebuild": (19,)},
    ),
    "network_link": JobOption(_TEXT),
    "include": JobOption(_ANY),
    "exclude": JobOption(_ANY),
    "query": JobOption(_ANY, operations=LOADS, modes=WITH_ROWS),
    "sample": JobOption(_ANY, operations=_EXPORTS, modes=WITH_ROWS, never_linked=_EXPORTS),
    "content": JobOption(_one_of("all", "data_only", "metadata_only"), operations=LOADS, modes=WITH_ROWS),
}

_FILES: dict[str, JobOption] = {
    "directory": JobOption(_TEXT, continues=True),
    "dumpfile": JobOption(_TEXTS, never_linked=APPLIES, continues=True),
    "credential": JobOption(_TEXT, never_linked=APPLIES, continues=True, release=(12, 2)),
    "filesize": JobOption(_TEXT, operations=_EXPORTS, continues=True),
    "reuse_dumpfiles": JobOption(_FLAG, operations=_EXPORTS, continues=True),
    "logfile": JobOption(_TEXT),
    "nologfile": JobOption(_FLAG),
    "sqlfile": JobOption(_TEXT, operations=frozenset({SQL_FILE})),
    "compression": JobOption(
        _one_of("all", "data_only", "metadata_only", "none"),
        "COMPRESSION",
        operations=_EXPORTS,
        enterprise=("all", "data_only"),
    ),
    "compression_algorithm": JobOption(
        _one_of("basic", "low", "medium", "high"),
        "COMPRESSION_ALGORITHM",
        operations=_EXPORTS,
        enterprise=("basic", "low", "medium", "high"),
    ),
    "encryption": JobOption(
        _one_of("all", "data_only", "encrypted_columns_only", "metadata_only", "none"),
        "ENCRYPTION",
        operations=_EXPORTS,
        enterprise=("all", "data_only", "encrypted_columns_only", "metadata_only"),
    ),
    "encryption_algorithm": JobOption(
        _one_of("aes128", "aes192", "aes256"),
        "ENCRYPTION_ALGORITHM",
        operations=_EXPORTS,
        enterprise=("aes128", "aes192", "aes256"),
    ),
    "encryption_mode": JobOption(
        _one_of("dual", "password", "transparent"),
        "ENCRYPTION_MODE",
        operations=_EXPORTS,
        enterprise=("dual", "password", "transparent"),
    ),
    "encryption_password": JobOption({"type": "str", "no_log": True}, never_linked=_IMPORTS, continues=True),
    "checksum": JobOption(_FLAG, "CHECKSUM", operations=_EXPORTS, release=(21,)),
    "checksum_algorithm": JobOption(
        _one_of("crc32", "sha256", "sha384", "sha512"), "CHECKSUM_ALGORITHM", operations=_EXPORTS, release=(21,)
    ),
    "verify_checksum": JobOption(_FLAG, "VERIFY_CHECKSUM", operations=_IMPORTS, never_linked=_IMPORTS, release=(21,)),
    "verify_only": JobOption(_FLAG, "VERIFY_ONLY", operations=_IMPORTS, never_linked=_IMPORTS, release=(21,)),
}

_CHANGES: dict[str, JobOption] = {
    "remap_schema": JobOption(_MAPPING, operations=APPLIES),
    "remap_tablespace": JobOption(_MAPPING, operations=APPLIES),
    "remap_datafile": JobOption(_MAPPING, operations=APPLIES),
    "remap_directory": JobOption(_MAPPING, operations=APPLIES, release=(12, 2)),
    "remap_table": JobOption(_MAPPING, operations=APPLIES, modes=WITH_ROWS),
    "remap_data": JobOption(_MAPPING, operations=LOADS, modes=WITH_ROWS),
    "transform": JobOption(
        {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "value": {"type": "raw", "required": True},
                "object_type": {"type": "str"},
            },
        },
        operations=APPLIES,
        modes=WITH_ROWS,
    ),
    "table_exists_action": JobOption(
        _one_of("append", "replace", "skip", "truncate"), "TABLE_EXISTS_ACTION", operations=_IMPORTS, modes=WITH_ROWS
    ),
    "data_options": JobOption(
        _some_of(
            "continue_load_on_format_error",
            "disable_append_hint",
            "enable_network_compression",
            "group_partition_table_data",
            "reject_rows_with_repl_char",
            "skip_constraint_errors",
            "trust_existing_table_partitions",
            "validate_table_data",
            "verify_stream_format",
            "xml_clobs",
        ),
        operations=LOADS,
        operations_of={
            "continue_load_on_format_error": _IMPORTS,
            "disable_append_hint": _IMPORTS,
            "enable_network_compression": _IMPORTS,
            "reject_rows_with_repl_char": _IMPORTS,
            "skip_constraint_errors": _IMPORTS,
            "trust_existing_table_partitions": _IMPORTS,
            "validate_table_data": _IMPORTS,
            "verify_stream_format": _EXPORTS,
            "xml_clobs": _EXPORTS,
        },
        releases_of={
            "continue_load_on_format_error": (19,),
            "enable_network_compression": (12, 2),
            "group_partition_table_data": (12, 2),
            "trust_existing_table_partitions": (12, 2),
            "validate_table_data": (18,),
            "verify_stream_format": (12, 2),
        },
    ),
    "partition_options": JobOption(_one_of("departition", "merge", "none"), "PARTITION_OPTIONS", operations=_IMPORTS),
    "skip_unusable_indexes": JobOption(_FLAG, "SKIP_UNUSABLE_INDEXES", operations=_IMPORTS, modes=WITH_ROWS),
    "reuse_datafiles": JobOption(_FLAG, "REUSE_DATAFILES", operations=_IMPORTS, modes=WITH_ROWS),
    "streams_configuration": JobOption(_FLAG, "STREAMS_CONFIGURATION", operations=_IMPORTS),
    "source_edition": JobOption(_TEXT, operations=LOADS, linked_only=_IMPORTS),
    "target_edition": JobOption(_TEXT, operations=_IMPORTS),
}

_HOW: dict[str, JobOption] = {
    "parallel": JobOption(_NUMBER, operations=LOADS, continues=True),
    "cluster": JobOption(_FLAG, operations=LOADS, continues=True),
    "job_service_name": JobOption(_TEXT, operations=LOADS, continues=True),
    "skip_current": JobOption(_FLAG, operations=_IMPORTS, continues=True),
    "access_method": JobOption(
        _one_of("automatic", "direct_path", "external_table", "conventional_path", "insert_as_select"),
        "DATA_ACCESS_METHOD",
        operations=LOADS,
        modes=WITH_ROWS,
        operations_of={"conventional_path": _IMPORTS, "insert_as_select": _IMPORTS},
    ),
    "estimate": JobOption(
        _one_of("blocks", "statistics"), "ESTIMATE", operations=LOADS, modes=WITH_ROWS, linked_only=_IMPORTS
    ),
    "estimate_only": JobOption(_FLAG, "ESTIMATE_ONLY", operations=_EXPORTS, modes=WITH_ROWS),
    "flashback_scn": JobOption(_NUMBER, "FLASHBACK_SCN", operations=LOADS, modes=WITH_ROWS, linked_only=_IMPORTS),
    "flashback_time": JobOption(_TEXT, operations=LOADS, modes=WITH_ROWS, linked_only=_IMPORTS),
    "version": JobOption(_TEXT),
    "keep_master": JobOption(_FLAG, "KEEP_MASTER", operations=LOADS),
    "master_only": JobOption(_FLAG, "MASTER_ONLY", operations=_IMPORTS, never_linked=_IMPORTS),
    "metrics": JobOption(_FLAG, "METRICS", operations=LOADS),
    "logtime": JobOption(_one_of("all", "logfile", "none", "status"), "LOGTIME", operations=LOADS),
}

_ANYTHING: dict[str, JobOption] = {
    "parameters": JobOption(_MAPPING),
    "metadata_filters": JobOption(
        {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "value": {"type": "str", "required": True},
                "object_path": {"type": "str"},
            },
        }
    ),
    "data_filters": JobOption(
        {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "value": {"type": "raw", "required": True},
                "table": {"type": "str"},
            },
        },
        operations=LOADS,
        modes=WITH_ROWS,
    ),
    "metadata_remaps": JobOption(
        {
            "type": "list",
            "elements": "dict",
            "options": {
                "name": {"type": "str", "required": True},
                "old_value": {"type": "str", "required": True},
                "value": {"type": "str", "required": True},
                "object_type": {"type": "str"},
            },
        },
        operations=APPLIES,
    ),
}

OPTIONS: dict[str, JobOption] = {**_WHAT, **_FILES, **_CHANGES, **_HOW, **_ANYTHING}
"""Every option that says what a job is, in the order in which they are documented."""

WAITING: dict[str, dict[str, Any]] = {
    "on_timeout": {"type": "str", "choices": ["leave", "stop"], "default": "leave"},
    "poll_interval": {"type": "int", "default": 5},
    "unless_exists": {
        "type": "list",
        "elements": "dict",
        "options": {
            "owner": {"type": "str", "required": True},
            "name": {"type": "str"},
            "type": {"type": "str"},
        },
    },
    "accepted_errors": {"type": "list", "elements": "int", "default": [31684, 39082]},
}
"""Options about a job that is started here, which are no part of the job."""

SPEC: dict[str, dict[str, Any]] = {**{name: dict(option.spec) for name, option in OPTIONS.items()}, **WAITING}
"""All of them as AnsibleModule takes them."""
