#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop Data Pump jobs, and remove entries in memory that no master table belongs to."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_job
short_description: Stop Oracle Data Pump jobs and remove entries of dead ones
version_added: 1.0.0
description:
  - Stops a running Data Pump job so that it can be restarted later, or removes the entry of a job that is not running
    and has no master table.
  - Data Pump lets only the owner of a job attach to it when it is not running. If the session user is another one, the
    module opens a proxy session C(user[owner]) for that step, which needs
    C(ALTER USER owner GRANT CONNECT THROUGH user).
extends_documentation_fragment:
  - dbops.datapump.connection
  - dbops.datapump.attributes
  - dbops.datapump.attributes.changing
author: dbops.datapump contributors (@dbops)
options:
  state:
    description:
      - V(absent) removes the entry of a job that is C(NOT RUNNING) and has no master table. As its owner the module
        attaches, looks once more, stops the job without ever asking for its master table or files to be deleted, and
        waits until the entry is gone. A job that has a master table is refused, its table is a matter of
        M(dbops.datapump.datapump_master_table). A job that is alive is refused.
      - V(stopped) stops a running job. Its master table stays, so that it can be restarted.
    type: str
    choices: [absent, stopped]
    required: true
  owner:
    description: Owner of the job, exactly as stored in the dictionary. Mutually exclusive with O(jobs).
    type: str
    aliases: [owner_name]
  name:
    description: Name of the job, exactly as stored. Mutually exclusive with O(jobs).
    type: str
    aliases: [job_name]
  digest:
    description:
      - Digest of the facts that were reviewed, as returned by M(dbops.datapump.datapump_facts).
      - When any of those facts changed since then the job is left alone.
    type: str
  dbid:
    description: The C(DBID) that the database must have. In another database nothing is done.
    type: int
  con_uid:
    description: The C(CON_UID) that the container must have, V(0) outside a container database.
    type: int
  jobs:
    description: Several jobs. They are handled in the order given, and each has its own outcome.
    type: list
    elements: dict
    suboptions:
      owner:
        description: See O(owner).
        type: str
        required: true
      name:
        description: See O(name).
        type: str
        required: true
      digest:
        description: See O(digest).
        type: str
      dbid:
        description: See O(dbid).
        type: int
      con_uid:
        description: See O(con_uid).
        type: int
  immediate:
    description:
      - With O(state=stopped), abort the workers instead of letting them finish what they are at. Some work is then done
        again after a restart.
    type: bool
    default: false
  delay:
    description:
      - Seconds that other sessions attached to the job are given before they are detached, 0 to 86400.
    type: int
    default: 60
  accept_job_loss:
    description:
      - Permit stopping a job that Oracle would remove by that - a transportable job, which cannot be restarted, or one
        that is still being defined.
    type: bool
    default: false
  protect:
    description: Jobs that are never touched, whatever else was asked for.
    type: list
    elements: dict
    default: []
    suboptions:
      owner:
        description: Owner, V(*) and V(?) are wildcards. Upper and lower case are different.
        type: str
        default: "*"
      name:
        description: Name of the job, with the same wildcards.
        type: str
        default: "*"
  wait_timeout:
    description:
      - How long to wait until a stopped job is C(NOT RUNNING), or a removed entry is gone. Seconds, or a number
        followed by V(s), V(m) or V(h).
      - A job that is still on its way then is reported as V(stopping), which fails the task.
    type: str
    default: 2m
  on_kept:
    description: Whether a job that was left alone fails the task. The outcomes of all jobs are returned either way.
    type: str
    choices: [fail, report]
    default: fail
seealso:
  - module: dbops.datapump.datapump_facts
  - module: dbops.datapump.datapump_master_table
"""

EXAMPLES = r"""
- name: Remove the entry of a job whose master table is gone
  dbops.datapump.datapump_job:
    host: db1.example.com
    service_name: sales
    user: dpclean
    password: "{{ dpclean_password }}"
    owner: SCOTT
    name: SYS_EXPORT_TABLE_01
    state: absent

- name: Stop a running export before the maintenance window, to be restarted later
  dbops.datapump.datapump_job:
    owner: SCOTT
    name: EXPDP_20051121
    wait_timeout: 15m
    state: stopped
"""

RETURN = r"""
jobs:
  description: One entry for each job, in the order asked for.
  returned: always
  type: list
  elements: dict
  contains:
    owner:
      description: Owner of the job.
      type: str
      sample: SCOTT
    name:
      description: Name of the job.
      type: str
      sample: SYS_EXPORT_TABLE_01
    outcome:
      description:
        - In check mode, what would be the outcome.
        - V(stopping) means that the job was told to stop and had not done so when O(wait_timeout) was over.
        - V(unknown) means that the connection was lost and it could not be proven what became of the job.
        - Both fail the task.
      type: str
      choices: [stopped, removed, already_stopped, already_absent, stopping, kept, unknown]
      sample: removed
    reason:
      description: Why, as a word that programs can compare.
      type: str
      sample: confirmed
    text:
      description: Why, in a sentence.
      type: str
      sample: The entry is not running, and no master table belongs to it.
    option:
      description: The option that would permit what was refused, or null.
      type: str
      sample: null
    classification:
      description: Class of the job, see M(dbops.datapump.datapump_facts).
      type: str
      sample: ghost
    state:
      description: State of the job when it was last read, null when it is not listed any more.
      type: str
      sample: null
    code:
      description: Oracle error code of the step that failed, or null.
      type: str
      sample: null
actions:
  description: What was done, or would be done, in order.
  returned: always
  type: list
  elements: dict
  contains:
    action:
      description: The kind of step.
      type: str
      choices: [stop, remove]
      sample: remove
    owner:
      description: Owner of the job.
      type: str
      sample: SCOTT
    name:
      description: Name of the job.
      type: str
      sample: SYS_EXPORT_TABLE_01
    reason:
      description: Why.
      type: str
      sample: confirmed
    sql:
      description: The calls that are made.
      type: str
      sample: >-
        h := SYS.DBMS_DATAPUMP.ATTACH('SYS_EXPORT_TABLE_01', 'SCOTT');
        SYS.DBMS_DATAPUMP.STOP_JOB(h, immediate => 0, delay => 60);
    session_user:
      description: The user as whom the step is done.
      type: str
      sample: SCOTT
    outcome:
      description: Its outcome, V(planned) in check mode.
      type: str
      sample: removed
database:
  description: The database that was worked on.
  returned: success
  type: dict
  sample: {dbid: 1402300001, con_uid: 0, name: NOTE, con_name: NOTE}
"""

from ansible_collections.dbops.datapump.plugins.module_utils._job import manage_jobs
from ansible_collections.dbops.datapump.plugins.module_utils._module import run
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB


def main() -> None:
    """Run the module."""
    run(JOB, manage_jobs)


if __name__ == "__main__":
    main()
