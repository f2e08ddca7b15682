# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the options of datapump_job to the job they define. Pure: refusals are raised before any connection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils import _job_definition_values as values
from ansible_collections.dbops.datapump.plugins.module_utils._checks import check_range, seconds
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_changes import (
    TRANSFORM_RELEASES,
    change_calls,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_files import (
    dump_files_of,
    file_calls,
    files_of,
    generates_files,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_filters import object_calls, row_calls
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_model import (
    Call,
    Constant,
    Continuation,
    Definition,
    File,
    Requirement,
    shown_call,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_parameters import (
    parallel_calls,
    parameter_calls,
    password_calls,
    start_call,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_rules import (
    STARTING,
    check_pairs,
    check_state,
    check_together,
    mode_of,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import EXPORT, OPTIONS, TRANSPORTABLE
from ansible_collections.dbops.datapump.plugins.module_utils._names import require_target_name

Parameters = Mapping[str, Any]

DEFAULT_WAIT = 120
"""Seconds that a job is given to start, to stop, or to go."""
LONGEST_WAIT = 86_400
LAST_ERROR_NUMBER = 65_535

_SHORTEST_TELLING_SECRET = 6
"""A password of fewer characters is found in innocent texts."""


def definition_of(parameters: Parameters) -> Definition | None:
    """The job that the options define, None if they define none and only an existing one can be continued.

    Raises InvalidOption, which names the option.
    """
    if parameters["operation"] is None:
        return None
    operation = parameters["operation"].upper()
    mode = mode_of(parameters, operation)
    check_together(parameters, operation, mode)
    link = parameters["network_link"]
    files = files_of(parameters, operation)
    calls = (
        *file_calls(parameters, files),
        *parameter_calls(parameters),
        *object_calls(parameters, mode),
        *change_calls(parameters),
        *row_calls(parameters),
        *parallel_calls(parameters),
    )
    _refuse_secrets_elsewhere(calls)
    return Definition(
        operation=operation,
        mode=mode,
        name=parameters["name"],
        owner=parameters["owner"],
        network_link=None if link is None else values.link("network_link", link),
        version="COMPATIBLE" if parameters["version"] is None else values.version("version", parameters["version"]),
        calls=calls,
        start=start_call(parameters),
        files=files,
        warnings=_warnings(parameters, files),
        requirements=_requirements(parameters, operation, mode),
    )


def continuation_of(parameters: Parameters) -> Continuation:
    """What the options say about a job that exists already. Raises InvalidOption, which names the option."""
    if parameters["operation"] is None:
        for name, option in OPTIONS.items():
            if parameters[name] is not None and not option.continues:
                raise InvalidOption(name, "also needs operation, because it defines a job")
        check_pairs(parameters)
    operation = EXPORT if parameters["operation"] is None else parameters["operation"].upper()
    added = dump_files_of(parameters, operation) if operation == EXPORT else ()
    calls = (*file_calls(parameters, added), *password_calls(parameters), *parallel_calls(parameters))
    _refuse_secrets_elsewhere(calls)
    return Continuation(calls, start_call(parameters))


def check_definition(parameters: Parameters) -> None:
    """Refuse what cannot define or continue a job, before any connection."""
    check_state(parameters)
    escalation_after(parameters)
    if parameters["state"] in STARTING:
        continuation_of(parameters)
        definition_of(parameters)
        check_waiting(parameters)


def patience(parameters: Parameters) -> int | None:
    """Seconds to wait for the state that is asked for; None: as long as the run may take."""
    if parameters["wait_timeout"] is not None:
        return seconds("wait_timeout", parameters["wait_timeout"], minimum=1, maximum=LONGEST_WAIT)
    return None if parameters["state"] == "completed" else DEFAULT_WAIT


def escalation_after(parameters: Parameters) -> int | None:
    """Seconds after which a stop that is pending still is made immediate; None: never. Raises InvalidOption."""
    if parameters["escalate_after"] is None:
        return None
    after = seconds("escalate_after", parameters["escalate_after"], minimum=1, maximum=LONGEST_WAIT)
    if after >= (patience(parameters) or DEFAULT_WAIT):
        raise InvalidOption("escalate_after", "wait_timeout ends the wait before it, and must be greater")
    if after >= parameters["total_deadline"]:
        raise InvalidOption("escalate_after", "total_deadline ends the run before it, and must be greater")
    return after


def shown(definition: Definition) -> list[str]:
    """The exact calls, for people to read, with secrets masked."""
    return [shown_call(call) for call in (definition.open_call, *definition.calls, definition.start)]


def parameters_shown(definition: Definition) -> dict[str, str]:
    """Names and values of what SET_PARAMETER is told, without secrets, as texts.

    These are what can be compared with the parameters that the master table of a job shows: DATA_OPTIONS, which is a
    sum of constants whose numbers only the database knows, is not. One that is given several times has its values
    joined by commas.
    """
    told: dict[str, str] = {}
    for call in definition.calls:
        name, value = call.argument("name"), call.argument("value")
        if call.subprogram == "SET_PARAMETER" and not call.secret and not isinstance(value, Constant):
            told[str(name)] = f"{told[str(name)]}, {value}" if name in told else str(value)
    return told


def needs(definition: Definition) -> tuple[Requirement, ...]:
    """What the database must be, to be checked after connecting and before OPEN."""
    return definition.requirements


def check_waiting(parameters: Parameters) -> None:
    """Refuse what cannot say how to wait for a job, and what its outcome is."""
    waited = patience(parameters)
    if parameters["state"] == "completed" and waited is not None and waited >= parameters["total_deadline"]:
        raise InvalidOption("wait_timeout", "total_deadline ends the run before it, and must be greater")
    check_range("poll_interval", parameters["poll_interval"], 1, 3600)
    for position, number in enumerate(parameters["accepted_errors"]):
        check_range(f"accepted_errors[{position}]", number, 1, LAST_ERROR_NUMBER)
    if parameters["unless_exists"] is not None:
        values.not_empty("unless_exists", parameters["unless_exists"])
    for position, entry in enumerate(parameters["unless_exists"] or []):
        under = f"unless_exists[{position}]."
        require_target_name(f"{under}owner", entry["owner"])
        if entry["name"] is not None:
            require_target_name(f"{under}name", entry["name"])
        if entry["type"] is not None:
            values.object_type(f"{under}type", entry["type"])
            if entry["name"] is None:
                raise InvalidOption(f"{under}type", "also needs name")


def _requirements(parameters: Parameters, operation: str, mode: str) -> tuple[Requirement, ...]:
    found = []
    for name, option in OPTIONS.items():
        value = parameters[name]
        if value is None or value is False:
            continue
        chosen = value if isinstance(value, list) else [value]
        releases = [option.release, *(option.releases_of.get(item, ()) for item in chosen if isinstance(item, str))]
        enterprise = any(item in option.enterprise for item in chosen)
        found.append(Requirement(name, max(releases), enterprise))
    if parameters["include"] is not None and parameters["exclude"] is not None:
        found.append(Requirement("include", (21,)))
    if (parameters["parallel"] or 1) > 1:
        found.append(Requirement("parallel", (21,) if mode == TRANSPORTABLE else (), enterprise_edition=True))
    if parameters["encryption_password"] is not None and operation == EXPORT:
        found.append(Requirement("encryption_password", enterprise_edition=True))
    for entry in parameters["transform"] or []:
        found.append(Requirement("transform", TRANSFORM_RELEASES.get(entry["name"].strip().upper(), ())))
    return tuple(item for item in found if item.release or item.enterprise_edition)


def _warnings(parameters: Parameters, files: tuple[File, ...]) -> tuple[str, ...]:
    dump_files = [file for file in files if file.kind == "dump"]
    degree = parameters["parallel"] or 1
    if dump_files and degree > len(dump_files) and not any(generates_files(file) for file in dump_files):
        return (
            f"parallel: {degree} workers share {len(dump_files)} dump files. With %U in dumpfile each has its own.",
        )
    return ()


def _refuse_secrets_elsewhere(calls: tuple[Call, ...]) -> None:
    secrets = [str(call.argument("value")) for call in calls if call.secret]
    for secret in secrets:
        for call in calls:
            texts = [value for dummy, value in call.arguments if isinstance(value, str) and not call.secret]
            if len(secret) >= _SHORTEST_TELLING_SECRET and any(secret in text for text in texts):
                raise InvalidOption(call.option, "holds the text of encryption_password, and would be shown")
