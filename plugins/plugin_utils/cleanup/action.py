# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the actions of the role C(cleanup) have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible import constants
from ansible.plugins.action import ActionBase
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables
from ansible_collections.dbops.datapump.plugins.plugin_utils.large_result import VARIABLE, shortened


class CleanupAction(ActionBase):
    """An action that takes no options, reads the variables of the role, connects to nothing and changes no database."""

    _requires_connection = False
    _supports_check_mode = True
    _VALID_ARGS: frozenset[str] = frozenset()

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        result = {**result, "changed": False, **self.work(RoleVariables(self, task_vars))}
        return shortened(result, task_vars.get(VARIABLE), Path(constants.DEFAULT_LOCAL_TMP))

    def work(self, role: RoleVariables) -> dict[str, Any]:
        """What the action adds to its result."""
        raise NotImplementedError
