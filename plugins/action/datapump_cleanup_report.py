# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves the report of the role C(cleanup) on one database."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.report import leave_report
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import report_lines
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables


class ActionModule(ActionBase):
    """Reads what the phases registered, writes files of the controller; connects to nothing."""

    _requires_connection = False
    _supports_check_mode = True
    _VALID_ARGS: frozenset[str] = frozenset()

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task. Raises AnsibleActionFail when there is no plan, or a file cannot be written."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        role = RoleVariables(self, task_vars or {})
        outcome = role.outcome()
        return {
            **result,
            **leave_report(role, outcome, True),
            "changed": False,
            "lines": report_lines(outcome, role.most_shown),
        }
