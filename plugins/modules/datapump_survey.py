#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the action of the same name, which runs on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_survey
short_description: Find out in which databases of a play there is something to clean up
version_added: 1.0.0
description:
  - Reads all databases of the play at the same time from one process of the controller, and returns the hosts that have
    something to do or to tell. The others may leave at once, which costs a fraction of a task for each of them.
  - Only reads, in the same way as M(dbops.datapump.datapump_facts), and returns no facts. Those of a database with
    nothing to do are left in its report; what acts on a database reads it again for itself.
  - Never fails because of a database. One that could not be read, or not in time, counts as one with something to do,
    so that the tasks that follow find out why.
  - An account that C(datapump_max_refused_logons) databases have refused is not tried on the others. Until one has
    accepted it, no more are asked with it at the same time. A database that refused the logon is not asked again by the
    next task that would connect to it with the same account, which fails with what was said to the survey.
  - The first connections are spread over the seconds of C(datapump_jitter).
  - Use it with C(run_once) under the C(linear) strategy. Under another one it reads nothing and returns every host.
  - A host is left to the tasks that follow where a module would not run in the controller either, because its
    connection is not local, it uses C(become), thick mode or another interpreter, or C(datapump_direct) is V(never).
    With an C(environment) on the task that is every host.
extends_documentation_fragment:
  - dbops.datapump.controller
attributes:
  check_mode:
    details:
      - Reads in the same way, and leaves the same reports.
author: dbops.datapump contributors (@dbops)
options:
  variable:
    description:
      - Name of the variable that describes the database of a host. It is looked up and templated for each host of the
        play, with everything that a task would see there.
      - A dictionary of C(connection) (options of M(dbops.datapump.datapump_facts)) and, as the role
        P(dbops.datapump.cleanup#role) takes them, C(pending), C(external_tables), C(report_folder) and C(report).
      - In C(report_folder) each host has a folder of its own. What an earlier run left there to be purged is read, and
        a database with nothing to do gets its report, unless C(report) is V(false).
    type: str
    required: true
  workers:
    description: How many databases are read at the same time.
    type: int
    default: 20
  deadline:
    description: Seconds that reading one database may take.
    type: float
    default: 60
seealso:
  - module: dbops.datapump.datapump_facts
  - module: dbops.datapump.datapump_fleet_report
"""

EXAMPLES = r"""
# The others can leave then, with C(meta: end_host) and C(when: inventory_hostname not in surveyed.hosts).
- name: Find the databases of the play in which there is something to do
  dbops.datapump.datapump_survey:
    variable: my_database
  vars:
    my_database:
      connection:
        dsn: "{{ dsn }}"
        user: dpclean
        password: "{{ dpclean_password }}"
      report_folder: reports
  run_once: true
  register: surveyed
"""

RETURN = r"""
hosts:
  description: The hosts with something to do or to tell, and those that could not be read.
  returned: always
  type: list
  elements: str
  sample: [db17]
run_id:
  description: What the sessions of the survey were tagged with.
  returned: always
  type: str
  sample: 20260115T030000.000000
ansible_stats:
  description:
    - For the artifacts of the job, what the role leaves there for each database with nothing to do, by host in
      C(datapump_cleanup).
  returned: when there is such a database
  type: dict
  sample: {data: {datapump_cleanup: {db1: {found: 0}}}, per_host: false, aggregate: true}
counts:
  description: How many hosts there were, and what was found.
  returned: always
  type: dict
  contains:
    hosts:
      description: All hosts of the batch.
      type: int
      sample: 100
    quiet:
      description: Those with nothing to do, which are not in RV(hosts).
      type: int
      sample: 98
    busy:
      description: Those with something to do or to tell.
      type: int
      sample: 1
    unread:
      description: Those that could not be read, or not in time.
      type: int
      sample: 1
    refused:
      description: Those that refused the logon.
      type: int
      sample: 0
    not_tried:
      description: Those that were not asked, because others have refused the account.
      type: int
      sample: 0
    left_out:
      description: Those that cannot be read from the controller.
      type: int
      sample: 0
"""
