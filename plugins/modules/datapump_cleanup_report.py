#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_cleanup_report
short_description: Part of the role cleanup that leaves its report
version_added: 1.0.0
description:
  - Writes the report of the role P(dbops.datapump.cleanup#role) on one database into its report folder, in check mode
    too, and puts the summary into the artifacts of the job.
  - Takes no options, and reads the variables of the role.
extends_documentation_fragment:
  - dbops.datapump.controller
author: dbops.datapump contributors (@dbops)
options: {}
seealso:
  - module: dbops.datapump.datapump_fleet_report
"""

EXAMPLES = r"""
- name: Leave the report, after the rest
  ansible.builtin.include_role:
    name: dbops.datapump.cleanup
"""

RETURN = r"""
lines:
  description: The report for people.
  type: list
  elements: str
  returned: success
  sample:
    - Database NOTE, container NOTE, run 20261121T094530.761656
    - ""
    - "Jobs before:"
    - OWNER_NAME JOB_NAME            OPERATION JOB_MODE  STATE       ATTACHED
    - SCOTT      SYS_EXPORT_TABLE_02 EXPORT    TABLE     NOT RUNNING        0
    - ""
    - "Master tables before:"
    - STATUS   OBJECT_ID OBJECT_TYPE  OWNER.OBJECT
    - VALID        85215 TABLE        SCOTT.SYS_EXPORT_TABLE_02
    - ""
    - "Jobs after:"
    - OWNER_NAME JOB_NAME            OPERATION JOB_MODE  STATE       ATTACHED
    - ""
    - "Master tables after:"
    - STATUS   OBJECT_ID OBJECT_TYPE  OWNER.OBJECT
    - ""
    - "What was done:"
    - "  dropped: SCOTT.SYS_EXPORT_TABLE_02 - Nothing of the job is alive on any instance, and the facts are those that
      were reviewed."
    - ""
    - Found 1, cleaned 1, purged 0, kept 0, failed 0.
"""
