#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_cleanup_outcome
short_description: Part of the role cleanup that sums up what was carried out
version_added: 1.0.0
description:
  - Finds out from what the phases of the role P(dbops.datapump.cleanup#role) registered whether they changed anything,
    and what waits in the recycle bin for a later run. Puts the latter into the artifacts of the job.
  - Takes no options, and reads the variables of the role.
extends_documentation_fragment:
  - dbops.datapump.controller
author: dbops.datapump contributors (@dbops)
options: {}
seealso:
  - module: dbops.datapump.datapump_cleanup_plan
"""

EXAMPLES = r"""
- name: Sum up what was carried out, among the rest
  ansible.builtin.include_role:
    name: dbops.datapump.cleanup
"""

RETURN = r"""
carried_out:
  description: Whether anything was. In check mode nothing ever is.
  type: bool
  returned: success
  sample: true
pending:
  description: What waits in the recycle bin, as O(dbops.datapump.cleanup_plan#filter:pending) takes it.
  type: list
  elements: dict
  returned: success
  sample:
    - con_uid: 0
      dbid: 1402300001
      drop_time: "2005-11-21T14:05:00"
      dropscn: 1000002
      object_id: 85215
      object_name: BIN$OOxypSfIds6yJRAz06xxKQ==$0
      original_name: SYS_EXPORT_TABLE_02
      owner: SCOTT
"""
