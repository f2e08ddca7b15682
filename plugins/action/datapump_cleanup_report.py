# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves the report of the role C(cleanup) on one database."""

from __future__ import annotations

from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.action import CleanupAction
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.report import leave_report
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import report_lines
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables


class ActionModule(CleanupAction):
    """Reads what the phases registered, writes files of the controller; connects to nothing."""

    def work(self, role: RoleVariables) -> dict[str, Any]:
        """What the task returns. Raises AnsibleActionFail when there is no plan, or a file cannot be written."""
        outcome = role.outcome()
        return {**leave_report(role, outcome, True), "lines": report_lines(outcome, role.most_shown)}
