# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter that says what is still to be done about the tables that were just dropped."""

from __future__ import annotations

DOCUMENTATION = r"""
name: cleanup_dropped
short_description: Tell which dropped tables are to be purged now, and how each can be found again
version_added: 1.0.0
author: dbops.datapump contributors (@dbops)
description:
  - Takes the outcomes of a drop and the plan it carried out. Returns what proves, now and in a later run, that an entry
    of the recycle bin is the table that was dropped.
  - Tables that did not go into the recycle bin are left out.
  - A table whose drop was proven only afterwards, because the answer was lost, is never to be purged now. Who dropped
    it is not known for certain, so it waits for a later run.
positional: plan
options:
  _input:
    description: The RV(dbops.datapump.datapump_master_table#module:tables) that the drop returned.
    type: list
    elements: dict
    required: true
  plan:
    description: The plan, as P(dbops.datapump.cleanup_plan#filter) returned it.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Purge what the plan says is to be purged at once
  dbops.datapump.datapump_master_table:
    tables: "{{ (dropped.tables | dbops.datapump.cleanup_dropped(plan)).purge }}"
    purge: true
    state: absent
"""

RETURN = r"""
_value:
  description: The dropped tables in two forms.
  type: dict
  contains:
    purge:
      description: Those to purge now, as O(dbops.datapump.datapump_master_table#module:tables) takes them.
      type: list
      elements: dict
      sample:
        - owner: SCOTT
          name: SYS_EXPORT_TABLE_02
          object_id: 85215
          recycle_bin_name: BIN$AGlHX7iGHHngY2QAAAr4rw==$0
          dropscn: 2191455
          dbid: 1402300001
          con_uid: 0
    pending:
      description: All of them, as the option O(dbops.datapump.cleanup_plan#filter:pending) takes them.
      type: list
      elements: dict
      sample:
        - owner: SCOTT
          original_name: SYS_EXPORT_TABLE_02
          object_id: 85215
          object_name: BIN$AGlHX7iGHHngY2QAAAr4rw==$0
          dropscn: 2191455
          drop_time: "2026-01-15T03:00:04"
          dbid: 1402300001
          con_uid: 0
"""

from typing import Any

from ansible_collections.dbops.datapump.plugins.module_utils._table_truth import PROVEN

_SAME_IN_BOTH = ("owner", "object_id", "dbid", "con_uid")


def cleanup_dropped(tables: list[dict[str, Any]], plan: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Split the outcomes of a drop; values are handed on as they are, so that Ansible's marks on them stay."""
    to_purge = {job["object_id"] for job in plan["drop"] if job["purge"]}
    result: dict[str, list[dict[str, Any]]] = {"purge": [], "pending": []}
    for table in tables:
        entry = table.get("recycle_bin")
        if table["outcome"] != "dropped" or not entry:
            continue
        identity = {key: table[key] for key in _SAME_IN_BOTH}
        identity["dropscn"] = entry["dropscn"]
        if table["object_id"] in to_purge and table["reason"] != PROVEN:
            result["purge"].append({**identity, "name": table["name"], "recycle_bin_name": entry["object_name"]})
        result["pending"].append(
            {
                **identity,
                "original_name": table["name"],
                "object_name": entry["object_name"],
                "drop_time": entry["drop_time"],
            }
        )
    return result


class FilterModule:
    """Filters of the collection."""

    def filters(self) -> dict[str, Any]:
        """Names and functions."""
        return {"cleanup_dropped": cleanup_dropped}
