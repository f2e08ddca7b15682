# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options can stand together, and with which operation, mode and network link. All of it as tables.

Sources: the restrictions that Oracle Database Utilities 19c lists with each parameter of expdp and impdp, and the
usage notes of the subprograms in the reference of DBMS_DATAPUMP.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import (
    EXPORT,
    IMPORT,
    OPTIONS,
    TABLE,
    TRANSPORTABLE,
)

Parameters = Mapping[str, Any]

_SCOPES = {
    option: next(iter(OPTIONS[option].modes))
    for option in ("full", "schemas", "tables", "views_as_tables", "tablespaces", "transport_tablespaces")
}
"""The options that say what a job is about, and the mode that follows from each."""


class When:
    """An option that is given, or has one of some values."""

    def __init__(self, option: str, *values: object) -> None:
        self.option = option
        self.values = values

    def __str__(self) -> str:
        shown = "|".join(str(value).lower() for value in self.values)
        return f"{self.option}={shown}" if shown else self.option

    def holds(self, parameters: Parameters) -> bool:
        """Whether it is so."""
        value = parameters[self.option]
        return value in self.values if self.values else value is not None


_METADATA_ONLY = When("content", "metadata_only")
_DATA_ONLY = When("content", "data_only")
_TRANSPORTABLE = When("transportable", "always")
_NO_ENCRYPTION = When("encryption", "none")
_ESTIMATE_ONLY = When("estimate_only", True)

CONFLICTS: tuple[tuple[When, When], ...] = (
    (When("logfile"), When("nologfile", True)),
    (When("dumpfile"), _ESTIMATE_ONLY),
    (When("query"), _ESTIMATE_ONLY),
    (When("flashback_time"), When("flashback_scn")),
    (When("query"), _METADATA_ONLY),
    (When("sample"), _METADATA_ONLY),
    (When("remap_data"), _METADATA_ONLY),
    (When("table_exists_action", "skip", "replace"), _DATA_ONLY),
    (When("transform"), _DATA_ONLY),
    (When("compression_algorithm"), When("compression", "none")),
    (When("encryption_password"), _NO_ENCRYPTION),
    (When("encryption_mode"), _NO_ENCRYPTION),
    (When("encryption_algorithm"), _NO_ENCRYPTION),
    (When("encryption_password"), When("encryption_mode", "transparent")),
    (When("query"), _TRANSPORTABLE),
    (When("sample"), _TRANSPORTABLE),
    (When("views_as_tables"), _TRANSPORTABLE),
    (When("partition_options", "merge"), _TRANSPORTABLE),
    (When("job_service_name"), When("cluster", False)),
)
"""Pairs that cannot stand together. The first one is named as the option that is refused."""

COMPANIONS: tuple[tuple[When, tuple[When, ...]], ...] = (
    (When("encryption_mode"), (When("encryption"), When("encryption_password"))),
    (When("encryption_algorithm"), (When("encryption"), When("encryption_password"))),
    (When("encryption_mode", "dual", "password"), (When("encryption_password"),)),
    (When("filesize"), (When("dumpfile"),)),
    (When("reuse_dumpfiles"), (When("dumpfile"),)),
    (When("credential"), (When("dumpfile"),)),
    (When("checksum_algorithm"), (When("checksum", True),)),
)
"""What makes sense only beside one of some others."""


def mode_of(parameters: Parameters, operation: str) -> str:
    """The mode, given or as it follows from what the job is about."""
    named = [option for option in _SCOPES if parameters[option] is not None and parameters[option] is not False]
    modes = {_SCOPES[option] for option in named}
    if len(modes) > 1:
        others = " and ".join(option for option in named if option != named[0])
        raise InvalidOption(named[0], f"cannot stand together with {others}: a job has one mode")
    given = parameters["job_mode"]
    if not modes and given is None and operation == IMPORT and parameters["transport_datafiles"] is not None:
        modes = {TRANSPORTABLE}
    if not modes and given is None:
        raise InvalidOption("job_mode", f"one of job_mode, {', '.join(_SCOPES)} is required")
    if modes and given is not None and given.upper() not in modes:
        raise InvalidOption(named[0] if named else "job_mode", f"does not go with job_mode={given}")
    return modes.pop() if modes else str(given).upper()


def check_together(parameters: Parameters, operation: str, mode: str) -> None:
    """Refuse what the operation, the mode or another option rules out."""
    for name, option in OPTIONS.items():
        if parameters[name] is None or parameters[name] is False:
            continue
        if operation not in option.operations:
            raise InvalidOption(name, f"not possible with operation={operation.lower()}")
        if mode not in option.modes:
            raise InvalidOption(name, f"not possible with job_mode={mode.lower()}")
        if parameters["network_link"] is None and operation in option.linked_only:
            raise InvalidOption(name, f"with operation={operation.lower()} only possible over a network_link")
        if parameters["network_link"] is not None and operation in option.never_linked:
            raise InvalidOption(name, f"with operation={operation.lower()} not possible over a network_link")
        for value in parameters[name] if isinstance(parameters[name], list) else [parameters[name]]:
            if isinstance(value, str) and operation not in option.operations_of.get(value, option.operations):
                raise InvalidOption(name, f"{value} is not possible with operation={operation.lower()}")
    check_pairs(parameters)
    _check_files_needed(parameters, operation)
    _check_transportable(parameters, operation, mode)


def check_pairs(parameters: Parameters) -> None:
    """Refuse options that exclude each other, and such that lack another."""
    for refused, other in CONFLICTS:
        if refused.holds(parameters) and other.holds(parameters):
            raise InvalidOption(refused.option, f"{refused} cannot stand together with {other}")
    for option, companions in COMPANIONS:
        if option.holds(parameters) and not any(companion.holds(parameters) for companion in companions):
            raise InvalidOption(option.option, f"{option} also needs {' or '.join(map(str, companions))}")


def _check_files_needed(parameters: Parameters, operation: str) -> None:
    linked_in = parameters["network_link"] is not None and operation != EXPORT
    if parameters["dumpfile"] is None and not linked_in and not parameters["estimate_only"]:
        raise InvalidOption("dumpfile", f"required with operation={operation.lower()}")


def _check_transportable(parameters: Parameters, operation: str, mode: str) -> None:
    if parameters["transportable"] in (None, "never"):
        return
    if mode == TABLE and parameters["network_link"] is not None:
        raise InvalidOption("transportable", "over a network_link, tables are not moved by their data files")
    if operation == IMPORT and mode == TABLE:
        raise InvalidOption("transportable", "an import from dump files takes it from them")


def check_state(parameters: Parameters) -> None:
    """Refuse what has no meaning for the state that is asked for."""
    state = parameters["state"]
    if parameters["kill"] and state != "absent":
        raise InvalidOption("kill", "has no meaning without state=absent")
    if parameters["escalate_after"] is not None and state != "stopped":
        raise InvalidOption("escalate_after", "has no meaning without state=stopped")
    if parameters["escalate_after"] is not None and parameters["immediate"]:
        raise InvalidOption("escalate_after", "has no meaning with immediate=true")
    if state in STARTING:
        _check_starting(parameters, state)
        return
    for option in (*OPTIONS, "unless_exists"):
        if parameters[option] is not None:
            raise InvalidOption(option, f"has no meaning with state={state}")
    if parameters["on_timeout"] != "leave":
        raise InvalidOption("on_timeout", f"has no meaning with state={state}")
    if parameters["jobs"] is None and (parameters["owner"] is None or parameters["name"] is None):
        missing = "owner" if parameters["owner"] is None else "name"
        raise InvalidOption(missing, f"owner and name, or jobs, are required with state={state}")


def _check_starting(parameters: Parameters, state: str) -> None:
    if parameters["jobs"] is not None:
        raise InvalidOption("jobs", f"has no meaning with state={state}, which is about one job")
    if parameters["name"] is None and (state == "started" or parameters["operation"] is None):
        raise InvalidOption("name", "required, so that the job is known again")
    if parameters["immediate"] and parameters["on_timeout"] != "stop":
        raise InvalidOption("immediate", f"with state={state} it also needs on_timeout=stop")
    if parameters["unless_exists"] is not None and parameters["operation"] != "import":
        raise InvalidOption("unless_exists", "also needs operation=import")


STARTING = ("started", "completed")
"""The states for which a job is made or continued."""
