# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options of every module, and the checks that an argument specification cannot express.

All checks are made before any connection is opened. None of their messages repeats a value that may hold a secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _dumpfile_options as dumpfile_options
from ansible_collections.dbops.datapump.plugins.module_utils import _job_options as job_options
from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Classification,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import (
    check_connection,
    check_duplicates,
    check_identity,
    check_length,
    check_patterns,
    check_range,
    seconds,
)
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition import check_definition, patience
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import MODES, OPERATIONS
from ansible_collections.dbops.datapump.plugins.module_utils._names import require_target_name

Parameters = Mapping[str, Any]

CONNECTION: dict[str, dict[str, Any]] = {
    "host": {"type": "str", "aliases": ["hostname", "login_host"]},
    "port": {"type": "int", "default": 1521, "aliases": ["login_port"]},
    "protocol": {"type": "str", "choices": ["tcp", "tcps"], "default": "tcp"},
    "service_name": {"type": "str", "aliases": ["service", "login_service_name"]},
    "sid": {"type": "str"},
    # A connect string may carry a logon. That is refused, but only once the options were logged.
    "dsn": {"type": "str", "no_log": True, "aliases": ["login_dsn"]},
    "user": {"type": "str", "aliases": ["username", "login_user"]},
    "password": {"type": "str", "no_log": True, "aliases": ["login_password"]},
    "proxy_user": {"type": "str"},
    "mode": {
        "type": "str",
        "choices": ["normal", "sysdba", "sysoper", "sysbackup", "sysdg", "syskm", "sysrac"],
        "default": "normal",
        "aliases": ["login_mode"],
    },
    "wallet_location": {"type": "path"},
    "wallet_password": {"type": "str", "no_log": True},
    "config_dir": {"type": "path"},
    "ssl_server_dn_match": {"type": "bool", "default": True},
    "ssl_server_cert_dn": {"type": "str"},
    "tcp_connect_timeout": {"type": "float", "default": 10},
    "connect_deadline": {"type": "float", "default": 30},
    "call_timeout": {"type": "float", "default": 60},
    "total_deadline": {"type": "float", "default": 600},
    "retry_count": {"type": "int", "default": 2},
    "retry_delay": {"type": "int", "default": 1},
    "thick_mode": {"type": "bool", "default": False},
    "oracle_client_lib_dir": {"type": "path"},
    "oracle_home": {"type": "path"},
    "oracle_sid": {"type": "str"},
    "container": {"type": "str"},
    "run_id": {"type": "str"},
}

ENVIRONMENT: dict[str, str] = {
    "host": "DATAPUMP_HOST",
    "port": "DATAPUMP_PORT",
    "service_name": "DATAPUMP_SERVICE_NAME",
    "dsn": "DATAPUMP_DSN",
    "user": "DATAPUMP_USER",
    "password": "DATAPUMP_PASSWORD",
    "wallet_location": "DATAPUMP_WALLET_LOCATION",
    "wallet_password": "DATAPUMP_WALLET_PASSWORD",
    "config_dir": "TNS_ADMIN",
}
"""The environment variable that an option falls back on."""

_PROTECT: dict[str, Any] = {
    "type": "list",
    "elements": "dict",
    "default": [],
    "options": {"owner": {"type": "str", "default": "*"}, "name": {"type": "str", "default": "*"}},
}
_ON_KEPT: dict[str, Any] = {"type": "str", "choices": ["fail", "report"], "default": "fail"}
_JOB_IDENTITY: dict[str, dict[str, Any]] = {
    "digest": {"type": "str"},
    "dbid": {"type": "int"},
    "con_uid": {"type": "int"},
}
_TABLE_IDENTITY: dict[str, dict[str, Any]] = {
    **_JOB_IDENTITY,
    "object_id": {"type": "int"},
    "recycle_bin_name": {"type": "str"},
    "dropscn": {"type": "int"},
}
_OWNER_AND_NAME: dict[str, dict[str, Any]] = {
    "owner": {"type": "str", "aliases": ["owner_name"]},
    "name": {"type": "str", "aliases": ["job_name"]},
}
_REQUIRED_NAMES: dict[str, dict[str, Any]] = {
    "owner": {"type": "str", "required": True},
    "name": {"type": "str", "required": True},
}


@dataclass(frozen=True)
class ModuleOptions:
    """A module's options as AnsibleModule takes them, and its own checks."""

    name: str
    options: dict[str, dict[str, Any]]
    check: Callable[[Parameters], None]
    mutually_exclusive: tuple[tuple[str, ...], ...] = ()
    required_together: tuple[tuple[str, ...], ...] = ()
    required_one_of: tuple[tuple[str, ...], ...] = ()

    @property
    def argument_spec(self) -> dict[str, dict[str, Any]]:
        """The module's own options and those of the connection."""
        return {**CONNECTION, **self.options}


CONNECTION_MUTUALLY_EXCLUSIVE = (
    ("service_name", "sid"),
    ("dsn", "host"),
    ("dsn", "service_name"),
    ("dsn", "sid"),
    ("oracle_sid", "host"),
    ("oracle_sid", "dsn"),
)
CONNECTION_REQUIRED_TOGETHER = (("oracle_home", "oracle_sid"),)


def _check_facts(parameters: Parameters) -> None:
    for option in ("owner", "name", "containers"):
        for pattern in parameters[option] or []:
            if not pattern.strip():
                raise InvalidOption(option, "must not be empty")
    if parameters["min_age"] is not None:
        seconds("min_age", parameters["min_age"])


def _check_targets(parameters: Parameters, items: str) -> list[tuple[str, Parameters]]:
    """The targets with the option each stands under, checked for what one by one cannot show."""
    many = parameters[items]
    if many is None and parameters["owner"] is None:
        return []
    if many is None:
        return [("", parameters)]
    if not many:
        return []
    check_length(items, many)
    targets = [(f"{items}[{position}].", entry) for position, entry in enumerate(many)]
    check_duplicates(items, [(entry["owner"], entry["name"], entry.get("object_id")) for entry in many])
    return targets


def _check_master_table(parameters: Parameters) -> None:
    for prefix, target in _check_targets(parameters, "tables"):
        check_identity(prefix, target)
        bin_name, dropscn = target["recycle_bin_name"], target["dropscn"]
        if dropscn is not None and dropscn < 0:
            raise InvalidOption(f"{prefix}dropscn", "must not be negative")
        if bin_name is not None and not bin_name.startswith("BIN$"):
            raise InvalidOption(f"{prefix}recycle_bin_name", "must begin with BIN$")
        if bin_name is not None and parameters["state"] == "absent":
            purge = parameters["purge"] if target.get("purge") is None else target["purge"]
            if not purge:
                raise InvalidOption(f"{prefix}recycle_bin_name", "with state=absent it also needs purge=true")
            for option in ("object_id", "dropscn"):
                if target[option] is None:
                    raise InvalidOption(f"{prefix}{option}", "required to purge what an earlier run dropped")
    external = parameters["external_tables"] or []
    check_length("external_tables", external)
    check_duplicates("external_tables", [entry["object_id"] for entry in external])
    for position, entry in enumerate(external):
        check_identity(f"external_tables[{position}].", {"digest": None, **entry})
    if external and parameters["state"] == "present":
        raise InvalidOption("external_tables", "has no meaning with state=present")
    if parameters["state"] == "present" and parameters["purge"]:
        raise InvalidOption("purge", "has no meaning with state=present")
    check_patterns("protect", parameters["protect"])
    seconds("min_age", parameters["min_age"])
    check_range("max_drops", parameters["max_drops"], 1, 100_000)


def _check_job(parameters: Parameters) -> None:
    if parameters["jobs"] is not None or parameters["name"] is not None and parameters["owner"] is not None:
        for prefix, target in _check_targets(parameters, "jobs"):
            check_identity(prefix, target)
    for option in ("owner", "name"):
        if parameters[option] is not None:
            require_target_name(option, parameters[option], exact=parameters["digest"] is not None)
    check_patterns("protect", parameters["protect"])
    patience(parameters)
    check_range("delay", parameters["delay"], 0, 86_400)
    check_definition(parameters)


FACTS = ModuleOptions(
    name="datapump_facts",
    options={
        "gather_subset": {
            "type": "list",
            "elements": "str",
            "default": ["all"],
            "choices": [
                "all",
                "min",
                "database",
                "jobs",
                "content",
                "progress",
                "recycle_bin",
                "external_tables",
                "privileges",
                "objects",
                "files",
                "!content",
                "!progress",
                "!recycle_bin",
                "!external_tables",
                "!privileges",
            ],
        },
        "owner": {"type": "list", "elements": "str", "aliases": ["owners", "owner_name"]},
        "name": {"type": "list", "elements": "str", "aliases": ["names", "job_name"]},
        "operation": {
            "type": "list",
            "elements": "str",
            "choices": list(OPERATIONS),
        },
        "job_mode": {
            "type": "list",
            "elements": "str",
            "choices": list(MODES),
        },
        "classification": {
            "type": "list",
            "elements": "str",
            "choices": [item.value for item in Classification],
        },
        "min_age": {"type": "str"},
        "containers": {"type": "list", "elements": "str"},
    },
    check=_check_facts,
)

MASTER_TABLE = ModuleOptions(
    name="datapump_master_table",
    options={
        "state": {"type": "str", "choices": ["absent", "present"], "required": True},
        **_OWNER_AND_NAME,
        **_TABLE_IDENTITY,
        "tables": {
            "type": "list",
            "elements": "dict",
            "options": {**_REQUIRED_NAMES, **_TABLE_IDENTITY, "purge": {"type": "bool"}},
        },
        "external_tables": {
            "type": "list",
            "elements": "dict",
            "options": {
                **_REQUIRED_NAMES,
                "object_id": {"type": "int", "required": True},
                "dbid": {"type": "int"},
                "con_uid": {"type": "int"},
            },
        },
        "purge": {"type": "bool", "default": False},
        "min_age": {"type": "str", "default": "15m"},
        "max_drops": {"type": "int", "default": 100},
        "protect": _PROTECT,
        "allow_restartable": {"type": "bool", "default": False},
        "accept_no_undo": {"type": "bool", "default": False},
        "on_kept": _ON_KEPT,
    },
    check=_check_master_table,
    mutually_exclusive=tuple((single, "tables") for single in (*_OWNER_AND_NAME, *_TABLE_IDENTITY)),
    required_together=(("owner", "name"),),
    required_one_of=(("owner", "tables", "external_tables"),),
)

JOB = ModuleOptions(
    name="datapump_job",
    options={
        "state": {"type": "str", "choices": ["absent", "stopped", "started", "completed"], "required": True},
        **_OWNER_AND_NAME,
        **_JOB_IDENTITY,
        "jobs": {"type": "list", "elements": "dict", "options": {**_REQUIRED_NAMES, **_JOB_IDENTITY}},
        "immediate": {"type": "bool", "default": False},
        "escalate_after": {"type": "str"},
        "delay": {"type": "int", "default": 60},
        "accept_job_loss": {"type": "bool", "default": False},
        "kill": {"type": "bool", "default": False},
        "accept_dumpfile_deletion": {"type": "bool", "default": False},
        "accept_partial_import": {"type": "bool", "default": False},
        "stop_with_clients": {"type": "bool", "default": False},
        "protect": _PROTECT,
        "wait_timeout": {"type": "str"},
        "on_kept": _ON_KEPT,
        **job_options.SPEC,
    },
    check=_check_job,
    mutually_exclusive=tuple((single, "jobs") for single in (*_OWNER_AND_NAME, *_JOB_IDENTITY)),
)

DUMPFILE_INFO = ModuleOptions(
    name="datapump_dumpfile_info",
    options=dumpfile_options.SPEC,
    check=dumpfile_options.check_dumpfile,
    mutually_exclusive=dumpfile_options.MUTUALLY_EXCLUSIVE,
    required_together=dumpfile_options.REQUIRED_TOGETHER,
    required_one_of=dumpfile_options.REQUIRED_ONE_OF,
)

ALL_MODULES = (FACTS, MASTER_TABLE, JOB, DUMPFILE_INFO)

RUN_ID = re.compile(r"[A-Za-z0-9._-]{1,36}")


def check_parameters(module: ModuleOptions, parameters: Parameters) -> None:
    """Raise InvalidOption for the first option whose value cannot be accepted."""
    check_connection(parameters)
    run_id = parameters["run_id"]
    if run_id is not None and not RUN_ID.fullmatch(run_id):
        raise InvalidOption("run_id", "up to 36 letters, digits, dots, underscores and hyphens")
    module.check(parameters)
