# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums up what the role C(cleanup) carried out in one database."""

from __future__ import annotations

from typing import Any

from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.action import CleanupAction
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.report import artifacts
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables


class ActionModule(CleanupAction):
    """Reads what the phases registered; connects to nothing."""

    def work(self, role: RoleVariables) -> dict[str, Any]:
        """What the task returns. Raises AnsibleActionFail when there is no plan."""
        outcome = role.outcome()
        waiting = outcome.waiting
        left = artifacts({"datapump_cleanup_pending": {role.host: waiting}}) if outcome.carried_out else {}
        return {**left, "carried_out": outcome.carried_out, "pending": waiting}
