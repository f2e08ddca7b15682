# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What datapump_facts does."""

from __future__ import annotations

import functools
from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._assessment import (
    Assessment,
)
from ansible_collections.dbops.datapump.plugins.module_utils._checks import seconds
from ansible_collections.dbops.datapump.plugins.module_utils._classify import assess
from ansible_collections.dbops.datapump.plugins.module_utils._containers import container_facts
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._gateway import Gateway
from ansible_collections.dbops.datapump.plugins.module_utils._model import (
    Coverage,
    Database,
    Job,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import matches
from ansible_collections.dbops.datapump.plugins.module_utils._options import Parameters
from ansible_collections.dbops.datapump.plugins.module_utils._reading import DEFAULT_SUBSETS, OPTIONAL_SUBSETS, Reader
from ansible_collections.dbops.datapump.plugins.module_utils._repeat import session_with
from ansible_collections.dbops.datapump.plugins.module_utils._run import Result, Run
from ansible_collections.dbops.datapump.plugins.module_utils._shape import facts_of

_FEW_NAMES_LEFT = 80


def gather_facts(run: Run) -> Result:
    """Read, classify, filter, report."""
    parameters = run.parameters
    with session_with(run, lambda session: _facts_everywhere(Gateway(session), parameters)) as (facts, warnings):
        return Result(changed=False, values={"ansible_facts": {"datapump": facts}}, warnings=warnings)


def _facts_everywhere(gateway: Gateway, parameters: Parameters) -> tuple[dict[str, Any], list[str]]:
    """The facts of the container that the session is in and of those to be swept, and warnings."""
    database, facts, warnings = _facts_here(gateway, parameters)
    if database.is_root:
        facts["containers"], more = container_facts(
            gateway, parameters["containers"], lambda switched: _facts_here(switched, parameters)[1]
        )
        warnings += more
        if any(container["listed"] is not None for container in facts["containers"] or ()):
            facts["coverage"] = Coverage.CDB.value
    elif parameters["containers"]:
        raise InvalidOption("containers", "needs a session in CDB$ROOT")
    return facts, warnings


def _facts_here(gateway: Gateway, parameters: Parameters) -> tuple[Database, dict[str, Any], list[str]]:
    """The facts of the container that the session is in, and warnings."""
    wanted_name = functools.partial(_wanted_name, parameters)
    reading = Reader(gateway).read(subsets(parameters["gather_subset"]), wanted_name)
    assessed = [(job, assess(reading, job)) for job in reading.jobs if wanted_name(job.owner, job.name)]
    facts = facts_of(reading, [(job, found) for job, found in assessed if _wanted(parameters, job, found)])
    warnings = [
        "{used} of 99 default names for {operation} {mode} jobs of {owner} are used.".format(**names)
        for names in facts["job_names"]
        if names["used"] >= _FEW_NAMES_LEFT
    ]
    return reading.database, facts, [*reading.warnings, *warnings]


def subsets(names: list[str]) -> frozenset[str]:
    """The optional parts that a list of subset names asks for. What is left out wins over what is asked for."""
    left_out = {name[1:] for name in names if name.startswith("!")}
    asked_for = {name for name in names if not name.startswith("!")}
    if "all" in asked_for or not asked_for:
        asked_for |= DEFAULT_SUBSETS
    return frozenset(asked_for & OPTIONAL_SUBSETS) - left_out


def _wanted_name(parameters: Parameters, owner: str, name: str) -> bool:
    return _fits(parameters["owner"], owner) and _fits(parameters["name"], name)


def _fits(patterns: list[str] | None, value: str) -> bool:
    return patterns is None or any(matches(pattern, value) for pattern in patterns)


def _wanted(parameters: Parameters, job: Job, found: Assessment) -> bool:
    rows: list[Any] = [*job.listed, *job.entries, *([job.table] if job.table else [])]
    operations, modes, classes = parameters["operation"], parameters["job_mode"], parameters["classification"]
    if operations is not None and not any(row.operation in operations for row in rows):
        return False
    if modes is not None and not any(row.mode in modes for row in rows):
        return False
    if classes is not None and found.classification.value not in classes:
        return False
    if parameters["min_age"] is None:
        return True
    return found.age_seconds is not None and found.age_seconds >= seconds("min_age", parameters["min_age"])
