# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out, for all databases of the play at the same time, in which of them there is nothing to do."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.dbops.datapump.plugins.plugin_utils import direct_process, survey
from ansible_collections.dbops.datapump.plugins.plugin_utils.fleet_report.files import write_if_changed
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey_action import HostVariables, database_of

_SECONDS_TO_ANSWER = 30.0
_LINEAR = {"linear", "ansible.builtin.linear", "ansible.legacy.linear", "debug", "ansible.builtin.debug"}

display = Display()


class ActionModule(ActionBase):
    """Never fails: a host whose database it could not read is one with something to do."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task. Raises AnsibleActionFail for an option that is wrong, and nothing else."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        dummy, options = self.validate_argument_spec(
            argument_spec={
                "variable": {"type": "str", "required": True},
                "workers": {"type": "int", "default": 20},
                "deadline": {"type": "float", "default": 60},
                "report_folder": {"type": "path"},
            }
        )
        hosts = [str(host) for host in task_vars["ansible_play_batch"]]
        run_id = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%f")
        try:
            verdicts = self._verdicts(task_vars, hosts, options, run_id)
            quiet = {host: verdict["summary"] for host, verdict in verdicts.items() if verdict["kind"] == survey.QUIET}
            if options["report_folder"] and quiet:
                content = {"version": 1, "run_id": run_id, "databases": quiet}
                # The same hosts leave the same file, so that one run takes the place of the one before.
                batch = hashlib.sha256("\0".join(hosts).encode()).hexdigest()[:12]
                path = Path(options["report_folder"]) / f"survey-{batch}.json"
                write_if_changed({path: json.dumps(content, indent=2, sort_keys=True)})
        except Exception as error:  # pylint: disable=broad-exception-caught
            display.warning(f"The survey ended early, and every database is read by itself: {type(error).__name__}")
            display.vvv(str(error))
            verdicts, quiet = {}, {}
        kinds = Counter(verdict["kind"] for verdict in verdicts.values())
        return {
            **result,
            "changed": False,
            "run_id": run_id,
            "hosts": [host for host in hosts if host not in quiet],
            "counts": {
                "hosts": len(hosts),
                "quiet": kinds[survey.QUIET],
                "busy": kinds[survey.BUSY],
                "unread": kinds[survey.UNREAD],
                "left_out": len(hosts) - len(verdicts),
            },
        }

    def _verdicts(
        self, task_vars: dict[str, Any], hosts: list[str], options: dict[str, Any], run_id: str
    ) -> dict[str, dict[str, Any]]:
        """By host, for those that can be read from here. Only verdicts leave the process that reads."""
        if self._task.get_play().strategy not in _LINEAR:
            display.vvv("Only the linear strategy runs a task once for all hosts, so that the survey is left out.")
            return {}
        own = {"run_id": run_id, "total_deadline": options["deadline"]}
        databases = []
        for host, variables in HostVariables(self, task_vars, hosts).each():
            try:
                database = database_of(self, host, variables, options["variable"], own)
            except Exception as error:  # pylint: disable=broad-exception-caught
                # It will fail in the same way, and say so, when it is read by itself.
                display.vvv(f"{type(error).__name__} in the variables", host=host)
                continue
            if database is not None:
                databases.append(database)
        if not databases:
            return {}
        workers = max(1, options["workers"])
        limit = options["deadline"] * -(-len(databases) // workers) + _SECONDS_TO_ANSWER

        def work(tell: direct_process.Tell) -> None:
            verdicts = survey.survey(databases, workers, options["deadline"])
            print(
                json.dumps({host: {"kind": found.kind, "summary": found.summary} for host, found in verdicts.items()})
            )

        ended = direct_process.run(work, limit, lambda line: None)
        if ended.status != 0:
            raise RuntimeError(f"the process that reads ended with {ended.status}: {ended.errors}")
        verdicts: dict[str, dict[str, Any]] = json.loads(ended.output)
        return verdicts
