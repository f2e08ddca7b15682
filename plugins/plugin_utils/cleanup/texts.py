# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan and the report of one database as text, for the screen and for the report folder.

The templates are compiled when this is imported, which happens once, in the process that starts the workers. Ansible's
own templating would compile them for each host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.records import RECORD, RECORD_VERSION
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.rendering import shown
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_OF_JOBS = ("proposal.yml", "proposal-by-owner.md", "plan.sql")
"""Files about jobs that were found. Where none was they are removed, for they told of an earlier run."""

_PENDING = "pending.yml"
_EVERYTHING = 1_000_000
_NOT_IN_SQL = re.compile('[\x00-\x1f\x7f"]')
"""A line break or a double quote in a name could end the literal or the identifier that it stands in."""

_OPTIONS = {
    "confirmed": "datapump_cleanup_confirmed",
    "digest": "the digest of an entry in datapump_cleanup_confirmed",
    "object_id": "the object_id of an entry in datapump_cleanup_confirmed",
    "dbid": "the dbid of an entry in datapump_cleanup_confirmed",
    "con_uid": "the con_uid of an entry in datapump_cleanup_confirmed",
    "rules": "datapump_cleanup_rules",
    "allow_restartable": (
        "allow_restartable in a rule of datapump_cleanup_rules, or datapump_cleanup_confirmed with the digest"
    ),
    "protect": "datapump_cleanup_protect",
    "protect_origins": "datapump_cleanup_protect_origins",
    "min_age": "datapump_cleanup_min_age",
    "max_drops": "datapump_cleanup_max_drops",
    "accept_no_undo": "datapump_cleanup_accept_no_undo",
    "purge_after": "datapump_cleanup_purge_after",
    "pending": "datapump_cleanup_pending",
}
"""How the options that a reason names are given to the role."""


MOST_SHOWN = 100
"""How many of a kind are printed where files have them all: AWX keeps only so much of what a task prints."""


def plan_lines(plan: Mapping[str, Any], most: int | None) -> list[str]:
    """What is about to be done. most: how many of a kind are shown, None for all."""
    return _render("plan.txt.j2", plan=plan, most=_EVERYTHING if most is None else most).splitlines()


def report_lines(outcome: Outcome, most: int | None) -> list[str]:
    """What was found, what was done and what was kept. most: how many of a kind are shown, None for all."""
    values = _values_of(outcome)
    return _render("report.txt.j2", **values, most=_EVERYTHING if most is None else most).splitlines()


def report_files(outcome: Outcome, something_to_tell: bool, logon: Mapping[str, str]) -> dict[str, str | None]:
    """The files of the report by their names; None for one that is to be removed.

    logon: C(user) and C(address) of the database, for the script. Check mode leaves the record of what waits as it is.
    """
    files: dict[str, str | None] = {RECORD: _record(outcome)}
    for name in _OF_JOBS:
        files[name] = _render(f"{name}.j2", **_values_of(outcome), logon=logon) if something_to_tell else None
    if outcome.carried_out:
        files[_PENDING] = _render(f"{_PENDING}.j2", waiting=outcome.waiting)
    return files


def _record(outcome: Outcome) -> str:
    content = {
        "version": RECORD_VERSION,
        "host": outcome.host,
        "summary": outcome.summary,
        "before": outcome.reading,
        "plan": outcome.plan,
        "outcomes": outcome.entries,
        "kept": outcome.kept,
        "after": outcome.last_reading,
    }
    return json.dumps(content, indent=4, sort_keys=True) + "\n"


def _values_of(outcome: Outcome) -> dict[str, Any]:
    return {
        "host": outcome.host,
        "run_id": outcome.run_id,
        "before": outcome.reading,
        "after": outcome.last_reading,
        "plan": outcome.plan,
        "summary": outcome.summary,
        "outcomes": outcome.entries,
        "kept": [{"classification": None, "option": None, **entry} for entry in outcome.kept],
    }


def _scalar(value: object) -> str:
    """A value in YAML. Job names are other people's: marked as unsafe, none of them can ever become a template."""
    mark = "!unsafe " if isinstance(value, str) and "{" in value else ""
    return mark + json.dumps(value)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _cannot_stand_in_sql(job: Mapping[str, Any]) -> bool:
    return bool(_NOT_IN_SQL.search(job["owner"] + job["name"]))


def _render(name: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(name).render(**values)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters.update(shown=shown, scalar=_scalar, literal=_literal)
    environment.tests.update(cannot_stand_in_sql=_cannot_stand_in_sql)
    environment.globals.update(options=_OPTIONS)
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


_ENVIRONMENT = _environment()
