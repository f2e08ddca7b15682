#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_report_files
short_description: Write the files of a report on the controller
version_added: 1.0.0
description:
  - Writes some texts as files of one folder on the controller, wherever the task is sent, without starting a process.
    The role P(dbops.datapump.cleanup#role) leaves its report with it.
  - Each file is replaced in one step, and only its owner may read it.
extends_documentation_fragment:
  - dbops.datapump.controller
author: dbops.datapump contributors (@dbops)
options:
  folder:
    description: The folder. It is made, for its owner only, when it is not there.
    type: path
    required: true
  files:
    description: The text of each file by its name. A file whose text is V(null) is removed.
    type: dict
    required: true
seealso:
  - module: dbops.datapump.datapump_fleet_report
"""

EXAMPLES = r"""
- name: Leave a report for each database
  dbops.datapump.datapump_report_files:
    folder: "datapump_cleanup/{{ inventory_hostname }}"
    files:
      report.json: "{{ {'host': inventory_hostname} | to_nice_json }}"
      proposal.yml: null
"""

RETURN = r""" # """
