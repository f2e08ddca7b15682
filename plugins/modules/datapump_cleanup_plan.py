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
  sample:
    version: 1
    run_id: 20261121T094530.761656
    database:
      name: NOTE
      con_name: NOTE
      dbid: 1402300001
      con_uid: 0
      server_time: "2005-11-21T14:05:00"
    drop:
      - owner: SCOTT
        name: SYS_EXPORT_TABLE_02
        object_id: 85215
        dbid: 1402300001
        con_uid: 0
        digest: sha256:4996ef8a474bd29364ce513e16f865dd535d5435b29c833924a2c7777a2ed4e0
        classification: failed
        restartable: unknown
        size_bytes: 1048576
        purge: false
        reason: rule
        text: Nothing of the job is alive on any instance.
        consent:
          kind: rule
          ticket: null
          approved_by: null
    purge: []
    stop: []
    kept: []
    proposal: []
    something_to_tell: true
    targets:
      drop:
        - owner: SCOTT
          name: SYS_EXPORT_TABLE_02
          object_id: 85215
          dbid: 1402300001
          con_uid: 0
          digest: sha256:4996ef8a474bd29364ce513e16f865dd535d5435b29c833924a2c7777a2ed4e0
          purge: false
      purge: []
      stop: []
    seal: sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945
pending:
  description: What earlier runs left to be purged, as it was given and as it stands in the report folder.
  type: list
  elements: dict
  returned: success
  sample: []
something_to_do:
  description: Whether anything is to be dropped, purged or stopped.
  type: bool
  returned: success
  sample: true
something_to_tell:
  description: Whether anything was found that a person may want to know of.
  type: bool
  returned: success
  sample: true
lines:
  description: The plan for people; where nothing is to do, the report.
  type: list
  elements: str
  returned: success
  sample:
    - "drop SCOTT.SYS_EXPORT_TABLE_02 (object 85215): Nothing of the job is alive on any instance."
    - keep 0, see the report
"""
