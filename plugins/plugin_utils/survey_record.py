# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the survey leaves for a database with nothing to do: the same as a run of the role that finds nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.records import RECORD, RECORD_VERSION

_OF_JOBS = ("proposal.yml", "proposal-by-owner.md", "plan.sql")
"""Files about jobs that were found, which hold no more."""


def summary_of(facts: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """The counts of a run that found nothing."""
    return {
        "run_id": run_id,
        "database": facts["database"]["name"],
        "container": facts["database"]["con_name"],
        "carried_out": False,
        "found": 0,
        "cleaned": 0,
        "purged": 0,
        "kept": 0,
        "failed": 0,
        "errors": [],
    }


def leave_record(folder: Path, host: str, facts: Mapping[str, Any], run_id: str) -> None:
    """Write the report of a host into its folder. Raises OSError."""
    record = {
        "version": RECORD_VERSION,
        "host": host,
        "summary": summary_of(facts, run_id),
        "before": facts,
        "plan": {"drop": [], "purge": [], "stop": [], "kept": [], "proposal": []},
        "outcomes": [],
        "kept": [],
        "after": facts,
    }
    text = json.dumps(record, indent=4, sort_keys=True)
    write_if_changed({folder / RECORD: text, **{folder / name: None for name in _OF_JOBS}})
