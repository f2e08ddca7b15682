# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filter that turns facts and consent into a plan. The decisions are made in C(module_utils/_decide.py)."""

from __future__ import annotations

DOCUMENTATION = r"""
name: cleanup_plan
short_description: Decide what may be cleaned up in one database
version_added: 1.0.0
author: dbops.datapump contributors (@dbops)
description:
  - Compares the facts of one database with the consent that was given, and returns what is to be dropped, purged and
    stopped, and what is kept and why.
  - Reads no clock and no database. The modules that carry the plan out guard each step again.
positional: confirmed
options:
  _input:
    description: The facts of one database, RV(dbops.datapump.datapump_facts#module:ansible_facts.datapump).
    type: dict
    required: true
  confirmed:
    description:
      - Jobs that a person confirmed, each with C(owner), C(name) and C(digest), and with C(object_id) when the job has
        a master table. Entries may carry C(dbid), C(con_uid), C(expires), C(ticket) and C(approved_by).
      - A plan that an earlier run wrote is accepted as it is (its C(proposal)). It is refused as a whole when it was
        edited, was made for another database, or has a version that is not known.
    type: raw
    default: []
  confirmed_for:
    description:
      - The C(version), C(dbid) and C(con_uid) that the list in O(confirmed) was made for. For another database, or with
        a version that is not known, everything is refused.
    type: dict
  rules:
    description:
      - Rules that consent to jobs. C(classification) and C(min_age) are required; C(owner), C(name), C(operation),
        C(job_mode), C(allow_restartable), C(expires), C(ticket) and C(approved_by) are optional.
      - In C(owner) and C(name) the characters C(*) and C(?) are wildcards.
    type: list
    elements: dict
    default: []
  protect:
    description: Jobs that are never touched, each with C(owner) and C(name), both with wildcards.
    type: list
    elements: dict
    default: []
  protect_origins:
    description: Origins whose jobs are never touched because the tool that made them still owns them.
    type: list
    elements: str
    default: [ords, oem, zdm, rman_tspitr]
  max_drops:
    description: Drop nothing when there would be more than this.
    type: int
    default: 20
  purge_after:
    description:
      - How long a table stays in the recycle bin that only a rule allowed or whose digest is weak. Seconds, or a
        number followed by C(s), C(m), C(h), C(d) or C(w). C(0) purges at once.
    type: str
    default: 7d
  pending:
    description:
      - Dropped tables of earlier runs that wait for their purge, each with C(owner), C(original_name), C(object_id),
        C(object_name), C(dropscn), C(dbid) and C(con_uid).
    type: list
    elements: dict
    default: []
  accept_no_undo:
    description: Include tables that the recycle bin cannot hold.
    type: bool
    default: false
  run_id:
    description: Identifies the run, and is returned in the plan.
    type: str
"""

EXAMPLES = r"""
- name: Decide
  ansible.builtin.set_fact:
    plan: "{{ ansible_facts.datapump | dbops.datapump.cleanup_plan(confirmed=confirmed_jobs, max_drops=5) }}"
"""

RETURN = r"""
_value:
  description: The plan.
  type: dict
  contains:
    version:
      description: Version of the form of plans.
      type: int
      sample: 1
    seal:
      description: Digest of RV(_value.proposal), by which a plan that is given back is known to be unedited.
      type: str
      sample: sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
    something_to_tell:
      description: Whether there is a job, a warning, or a table of an earlier run that still waits in the recycle bin.
      type: bool
      sample: true
    run_id:
      description: As given.
      type: str
      sample: r20260115
    database:
      description: C(dbid), C(con_uid), C(name), C(con_name) and C(server_time) of the facts.
      type: dict
      sample: {dbid: 1402300001, con_uid: 0, name: NOTE, con_name: NOTE, server_time: "2026-01-15T03:00:00"}
    drop:
      description:
        - Tables to drop, as the option O(dbops.datapump.datapump_master_table#module:tables) takes them when reduced to
          C(owner), C(name), C(object_id), C(digest), C(dbid), C(con_uid) and C(purge), and with C(reason), C(text),
          C(classification), C(restartable), C(size_bytes) and C(consent) for the report.
      type: list
      elements: dict
      sample:
        - owner: SCOTT
          name: SYS_EXPORT_TABLE_02
          object_id: 85215
          digest: sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
          dbid: 1402300001
          con_uid: 0
          purge: true
          reason: confirmed
          text: Confirmed by identity and digest.
          classification: failed
          restartable: unknown
          size_bytes: 1048576
          consent: {kind: confirmed, ticket: CHG0042, approved_by: dba-team}
    purge:
      description: Dropped tables of earlier runs to purge, in the same form, with C(recycle_bin_name) and C(dropscn).
      type: list
      elements: dict
      sample: []
    stop:
      description:
        - Entries in memory to remove, as the option O(dbops.datapump.datapump_job#module:jobs) takes them when reduced
          to C(owner), C(name), C(digest), C(dbid) and C(con_uid).
      type: list
      elements: dict
      sample: []
    kept:
      description:
        - What is not touched, each with C(owner), C(name), C(object_id), C(classification), C(reason), C(text)
          and C(option).
      type: list
      elements: dict
      sample: []
    proposal:
      description: What could be confirmed, ready to be pasted into the consent list.
      type: list
      elements: dict
      sample: []
    targets:
      description:
        - C(drop), C(purge) and C(stop) once more, reduced to what the modules take.
      type: dict
      sample: {drop: [], purge: [], stop: []}
"""

from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.dbops.datapump.plugins.module_utils._cleanup import cleanup_plan
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption


def _filter(facts: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
    try:
        return cleanup_plan(facts, *args, **kwargs)
    except InvalidOption as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """Filters of the collection."""

    def filters(self) -> dict[str, Any]:
        """Names and functions."""
        return {"cleanup_plan": _filter}
