# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of one database's report, on the controller."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed


class ActionModule(ActionBase):
    """Writes in the worker itself: a process for each database would cost more than the rest of the report."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task. Raises AnsibleActionFail when an option is wrong or a file cannot be written."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        dummy, options = self.validate_argument_spec(
            argument_spec={
                "folder": {"type": "path", "required": True},
                "files": {"type": "dict", "required": True},
            }
        )
        folder = Path(options["folder"])
        for name in options["files"]:
            if name != Path(name).name:
                raise AnsibleActionFail(f"files: {name!r} is not the name of a file.")
        try:
            changed = write_if_changed(
                {folder / name: text for name, text in options["files"].items()}, dry=self._task.check_mode
            )
        except OSError as error:
            raise AnsibleActionFail(f"folder: {error.filename} cannot be written: {error.strerror}.") from error
        return {**result, "changed": changed}
