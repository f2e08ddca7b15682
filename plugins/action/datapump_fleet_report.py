# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the records of the cleanup role into the fleet report, on the controller."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.records import read
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.rendering import FORMATS
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.summary import NEED_ATTENTION, fleet_report


class ActionModule(ActionBase):
    """Reads folders, writes files; nothing is sent to the target."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task. Raises AnsibleActionFail when an option is wrong or a file cannot be written."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        dummy, options = self.validate_argument_spec(
            argument_spec={
                "folders": {"type": "list", "elements": "path", "required": True},
                "destination": {"type": "path"},
                "formats": {"type": "list", "elements": "str", "choices": list(FORMATS), "default": list(FORMATS)},
                "hosts": {"type": "list", "elements": "str", "default": []},
                "since": {"type": "str"},
                "title": {"type": "str", "default": "Data Pump cleanup"},
            }
        )
        folders = [Path(folder) for folder in options["folders"]]
        if not folders:
            raise AnsibleActionFail("folders: at least one folder is needed.")
        for folder in folders:
            if not folder.is_dir():
                raise AnsibleActionFail(f"folders: {folder} is not a folder.")
        records, unreadable = read(folders)
        report = fleet_report(
            records, unreadable, hosts=options["hosts"], since=_time(options["since"]), title=options["title"]
        )
        destination = Path(options["destination"] or folders[0])
        files = {name: destination / FORMATS[name][0] for name in options["formats"]}
        texts = {path: FORMATS[name][1](report) for name, path in files.items()}
        try:
            changed = write_if_changed(texts, dry=self._task.check_mode)
        except OSError as error:
            raise AnsibleActionFail(f"destination: {error.filename} cannot be written: {error.strerror}.") from error
        return {
            **result,
            "changed": changed,
            "files": {name: str(path) for name, path in files.items()},
            "totals": report["totals"],
            "attention": [one["host"] for one in report["databases"] if one["state"] in NEED_ATTENTION],
        }


def _time(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        # Python before 3.11 does not know the Z.
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise AnsibleActionFail(f"since: {text!r} is not a time in ISO 8601.") from error
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)
