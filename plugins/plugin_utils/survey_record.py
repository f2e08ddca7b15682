# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the survey leaves for a database with nothing to do: the same as a run of the role that finds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import report_files
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed

_EMPTY_PLAN: dict[str, list[Any]] = {"drop": [], "purge": [], "stop": [], "kept": [], "proposal": []}


def nothing_found(host: str, facts: Mapping[str, Any], run_id: str) -> Outcome:
    """A run that found nothing."""
    return Outcome(host, run_id, facts, _EMPTY_PLAN)


def leave_record(folder: Path, outcome: Outcome) -> None:
    """Write the report of a host into its folder. Raises OSError."""
    files = report_files(outcome, something_to_tell=False, logon={})
    write_if_changed({folder / name: text for name, text in files.items()})
