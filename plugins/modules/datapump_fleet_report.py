#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_fleet_report
short_description: Join what runs of the cleanup role left into one report about a fleet
version_added: 1.0.0
description:
  - Reads the C(report.json) that the role P(dbops.datapump.cleanup#role) left for each database and writes one report
    about all of them - JSON, Markdown, one HTML page that requests nothing from anywhere, and metrics for the textfile
    collector of Prometheus' node exporter.
  - Connects to no database. It works on the controller, wherever the task is sent.
  - Slices of a job in AWX each write a folder of their own. Given all of these folders, the latest record of each host
    counts.
extends_documentation_fragment:
  - dbops.datapump.controller
author: dbops.datapump contributors (@dbops)
options:
  folders:
    description: The report folders of the role, each with one folder for each host.
    type: list
    elements: path
    required: true
  destination:
    description:
      - The folder to write C(fleet.json), C(fleet.md), C(fleet.html) and C(fleet.prom) into. It is made when it is not
        there.
      - The first of O(folders) by default.
    type: path
  formats:
    description: What to write.
    type: list
    elements: str
    choices: [json, markdown, html, prometheus]
    default: [json, markdown, html, prometheus]
  hosts:
    description: Hosts that must have left a record. Those without one are listed as C(no_report).
    type: list
    elements: str
    default: []
  since:
    description:
      - Records of runs that began earlier count as C(outdated). A time in ISO 8601, in UTC unless it says otherwise.
    type: str
  title:
    description: Title of the report.
    type: str
    default: Data Pump cleanup
seealso:
  - module: dbops.datapump.datapump_report_files
"""

EXAMPLES = r"""
- name: Join the reports of the night
  dbops.datapump.datapump_fleet_report:
    folders: [datapump_cleanup]
    hosts: "{{ groups['all'] }}"
    since: "2026-01-15T01:00:00Z"
  run_once: true

- name: Join what the slices of a job left, for the web server and for Prometheus
  dbops.datapump.datapump_fleet_report:
    folders: [slice1/datapump_cleanup, slice2/datapump_cleanup]
    destination: joined
    formats: [html, prometheus]
  run_once: true
"""

RETURN = r"""
files:
  description: The files of the report, by format.
  returned: success
  type: dict
  sample:
    html: datapump_cleanup/fleet.html
    json: datapump_cleanup/fleet.json
totals:
  description: What was found and done, and how many databases are in which state.
  returned: success
  type: dict
  sample:
    databases: 2
    states: {failed: 0, unreachable: 1, no_report: 0, outdated: 0, limited: 0, kept: 1, cleaned: 0, clean: 0}
    found: 4
    cleaned: 2
    kept: 2
    purged: 1
    unsettled: 0
    bytes_won_back: 1048576
    bytes_in_recycle_bin: 0
attention:
  description:
    - Databases to look at - those that failed, were not reached or not wholly seen, or left no record that counts.
  returned: success
  type: list
  elements: str
  sample: [sales]
"""
