#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stop Data Pump jobs, end them, and remove the entries in memory of dead ones."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_job
short_description: Stop or kill Oracle Data Pump jobs and remove entries of dead ones
version_added: 1.0.0
description:
  - Stops a running Data Pump job so that it can be restarted later, ends one for good, or removes the entry in memory
    of a job that is not running.
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
      - V(absent) removes the entry in memory of a job that is C(NOT RUNNING). As its owner the module attaches, looks
        once more, stops the job without ever asking for its master table or files to be deleted, and waits until the
        entry is gone.
      - With V(absent), a job that is C(NOT RUNNING) and has both an entry and a master table needs a O(digest), because
        attaching brings it to life for a moment. Its table stays. M(dbops.datapump.datapump_master_table) removes the
        entry by itself before it drops such a table.
      - With V(absent), a job that has a master table and no entry is refused. Its table is a matter of
        M(dbops.datapump.datapump_master_table).
      - With V(absent), a job that is alive is refused without O(kill).
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
      - For a transportable export O(accept_dumpfile_deletion) is needed too.
    type: bool
    default: false
  kill:
    description:
      - With O(state=absent), end a job that is alive, together with its master table. It cannot be restarted then.
      - Needs the O(digest) of the facts that were reviewed. What belongs to a job that works, such as its control rows,
        is not part of it, its table and its entry in memory are.
    type: bool
    default: false
  accept_dumpfile_deletion:
    description: Permit ending an export, which deletes the dump files that it has written.
    type: bool
    default: false
  accept_partial_import:
    description: Permit ending an import, which leaves what it has loaded so far, without the rest.
    type: bool
    default: false
  stop_with_clients:
    description: Permit stopping or ending a job to which clients are attached. They are given O(delay) to leave.
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
    stop_with_clients: true
    state: stopped

- name: End an export that nobody wants, and delete its dump files
  dbops.datapump.datapump_job:
    owner: SCOTT
    name: EXPDP_20051121
    digest: sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
    kill: true
    accept_dumpfile_deletion: true
    stop_with_clients: true
    state: absent
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
        - V(removed) means that the entry in memory is gone. If RV(jobs[].state) is not null then the job is still
          listed, by its master table.
        - V(stopping) means that the job was told to stop and had not done so when O(wait_timeout) was over.
        - V(unknown) means that the connection was lost and it could not be proven what became of the job.
        - Both fail the task.
      type: str
      choices: [stopped, removed, killed, already_stopped, already_absent, stopping, kept, unknown]
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
      choices: [stop, remove, kill]
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
exclusion:
  description:
    - V(lock) if a lock of C(DBMS_LOCK) kept other runs out of this database meanwhile, V(none) if the session user may
      not use that package, null if nothing was to be done. The guards inside the database do not depend on it.
    - A run waits up to 30 seconds for another one. After that everything is kept, with the reason C(lock_held).
  returned: success, not in check mode
  type: str
  choices: [lock, none]
  sample: lock
connection:
  description:
    - Why there was no session. V(unreachable) if nobody answered, V(unavailable) if a listener or an instance answered
      that does not serve now, V(failed) if the logon was refused, or the address or an option is wrong.
  returned: when no session could be opened
  type: str
  choices: [unreachable, unavailable, failed]
  sample: unavailable
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
