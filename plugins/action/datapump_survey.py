# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out, for all databases of the play at the same time, in which of them there is nothing to do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.dbops.datapump.plugins.module_utils._connection import let_threads_connect
from ansible_collections.dbops.datapump.plugins.plugin_utils import direct_process, survey
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.report import artifacts
from ansible_collections.dbops.datapump.plugins.plugin_utils.host_values import ConstantTemplates
from ansible_collections.dbops.datapump.plugins.plugin_utils.logon_limit import PATIENCE
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey_action import HostVariables, database_of, spread_of
from ansible_collections.dbops.datapump.plugins.plugin_utils.survey_record import leave_record, nothing_found

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
            }
        )
        hosts = [str(host) for host in task_vars["ansible_play_batch"]]
        run_id = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%f")
        try:
            verdicts = self._verdicts(task_vars, hosts, options, run_id)
        except Exception as error:  # pylint: disable=broad-exception-caught
            display.warning(f"The survey ended early, and every database is read by itself: {type(error).__name__}")
            display.vvv(str(error))
            verdicts = {}
        summaries = {host: verdict["summary"] for host, verdict in verdicts.items() if verdict["summary"] is not None}
        kinds = Counter(verdict["kind"] for verdict in verdicts.values())
        if summaries:
            result.update(artifacts({"datapump_cleanup": summaries}))
        return {
            **result,
            "changed": False,
            "run_id": run_id,
            "hosts": [host for host in hosts if host not in summaries],
            "counts": {
                "hosts": len(hosts),
                "quiet": kinds[survey.QUIET],
                "busy": kinds[survey.BUSY],
                "unread": kinds[survey.UNREAD],
                "refused": kinds[survey.REFUSED],
                "not_tried": kinds[survey.NOT_TRIED],
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
        databases, constant = [], ConstantTemplates()
        for host, variables in HostVariables(self, task_vars, hosts).each():
            try:
                database = database_of(self, host, variables, options["variable"], own, constant)
            except Exception as error:  # pylint: disable=broad-exception-caught
                # It will fail in the same way, and say so, when it is read by itself.
                display.vvv(f"{type(error).__name__} in the variables", host=host)
                continue
            if database is not None:
                databases.append(database)
        if not databases:
            return {}
        workers = min(max(1, options["workers"]), len(databases))
        spread = spread_of(self, task_vars, workers)
        limit = options["deadline"] * -(-len(databases) // workers) + PATIENCE * workers + spread + _SECONDS_TO_ANSWER

        def work(tell: direct_process.Tell) -> None:
            let_threads_connect()
            verdicts = survey.survey(databases, workers, options["deadline"], spread)
            print(json.dumps({found.host: _told(found, verdicts[found.host], run_id) for found in databases}))

        ended = direct_process.run(work, limit, lambda line: None)
        if ended.status != 0:
            raise RuntimeError(f"the process that reads ended with {ended.status}: {ended.errors}")
        verdicts: dict[str, dict[str, Any]] = json.loads(ended.output)
        return verdicts


def _told(database: survey.Database, verdict: survey.Verdict, run_id: str) -> Mapping[str, Any]:
    """What is told of a database outside of the process that read it; its facts go into a file."""
    if verdict.facts is None:
        return {"kind": verdict.kind, "summary": None}
    outcome = nothing_found(database.host, verdict.facts, run_id)
    try:
        if database.folder is not None:
            leave_record(database.folder, outcome)
    except OSError:
        # The role will fail in the same way, and say so.
        return {"kind": survey.UNREAD, "summary": None}
    return {"kind": verdict.kind, "summary": outcome.summary}
