# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what the role C(cleanup) does in one database."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.module_utils.parsing.convert_bool import boolean
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.action import CleanupAction
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.outcome import Outcome
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.report import leave_report
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.texts import plan_lines, report_lines
from ansible_collections.dbops.datapump.plugins.plugin_utils.cleanup.variables import RoleVariables


class ActionModule(CleanupAction):
    """Connects to nothing: the phase find has read what there is."""

    def work(self, role: RoleVariables) -> dict[str, Any]:
        """What the task returns. Raises AnsibleActionFail when consent cannot be understood."""
        reading = role.reading
        pending = role.pending()
        consent, made_for = role.consent()
        try:
            plan = cleanup_plan(
                reading,
                confirmed=consent,
                rules=role.given("datapump_cleanup_rules"),
                protect=role.given("datapump_cleanup_protect"),
                protect_origins=role.given("datapump_cleanup_protect_origins"),
                max_drops=int(role.given("datapump_cleanup_max_drops")),
                purge_after=role.given("datapump_cleanup_purge_after"),
                pending=pending,
                accept_no_undo=boolean(role.given("datapump_cleanup_accept_no_undo")),
                run_id=role.run_id,
                confirmed_for=made_for,
            )
        except InvalidOption as error:
            raise AnsibleActionFail(str(error)) from error
        external_tables = role.external_tables
        something_to_do = bool(plan["drop"] or plan["purge"] or plan["stop"] or external_tables)
        something_to_tell = plan["something_to_tell"] or external_tables
        left: dict[str, Any] = {}
        if something_to_do:
            lines = plan_lines(plan, role.most_shown)
        else:
            # As in most databases of a fleet, most of the time: a task of its own would cost as much as this one.
            outcome = Outcome(role.host, role.run_id, reading, plan, pending)
            left = leave_report(role, outcome, something_to_tell)
            lines = report_lines(outcome, role.most_shown) if something_to_tell else []
        return {
            **left,
            "plan": plan,
            "pending": pending,
            "something_to_do": something_to_do,
            "something_to_tell": something_to_tell,
            "lines": lines,
        }
