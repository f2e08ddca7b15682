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
"""
