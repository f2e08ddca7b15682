#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_cleanup_plan
short_description: Part of the role cleanup that decides what it does
version_added: 1.0.0
description:
  - Compares what the role P(dbops.datapump.cleanup#role) has found in a database with what was consented to. The
    decisions are those of the filter P(dbops.datapump.cleanup_plan#filter).
  - Takes no options. It reads the variables of the role, the file of consent, and what earlier runs left to be purged.
  - Where there is nothing to do, it also leaves the report of the role, so that no other task is needed for that.
extends_documentation_fragment:
  - dbops.datapump.controller
author: dbops.datapump contributors (@dbops)
options: {}
seealso:
  - plugin: dbops.datapump.cleanup_plan
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Compare what was found with what was consented to, among the rest
  ansible.builtin.include_role:
    name: dbops.datapump.cleanup
"""

RETURN = r"""
plan:
  description: What P(dbops.datapump.cleanup_plan#filter) returns.
  type: dict
  returned: success
pending:
  description: What earlier runs left to be purged, as it was given and as it stands in the report folder.
  type: list
  elements: dict
  returned: success
something_to_do:
  description: Whether anything is to be dropped, purged or stopped.
  type: bool
  returned: success
something_to_tell:
  description: Whether anything was found that a person may want to know of.
  type: bool
  returned: success
lines:
  description: The plan for people; where nothing is to do, the report.
  type: list
  elements: str
  returned: success
"""
