# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaving the report of one database: its files, and its summary in the artifacts of the job."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import report_files
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed


def leave_report(role: RoleVariables, outcome: Outcome, something_to_tell: bool) -> dict[str, Any]:
    """Write the files, if any are wanted, in check mode too. What is returned puts the summary into the artifacts.

    Raises AnsibleActionFail when a file cannot be written.
    """
    if role.wants_files:
        folder = Path(role.folder)
        files = report_files(outcome, something_to_tell, role.logon())
        try:
            write_if_changed({folder / name: text for name, text in files.items()})
        except OSError as error:
            raise AnsibleActionFail(f"{error.filename} cannot be written: {error.strerror}.") from error
    return artifacts({"datapump_cleanup": {role.host: outcome.summary}})


def artifacts(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the result of a task holds to do as C(set_stats) does. Entries of several hosts are joined."""
    return {"ansible_stats": {"data": dict(data), "per_host": False, "aggregate": True}}
