#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run Data Pump exports and imports, resume, stop and end them, and remove the entries in memory of dead ones."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_job
short_description: Run, resume, stop and end Oracle Data Pump exports and imports
version_added: 1.0.0
description:
  - Creates Data Pump jobs through C(DBMS_DATAPUMP) and starts them, waits until they have completed, resumes stopped
    ones, stops running ones so that they can be resumed, ends them for good, and removes the entries in memory of dead
    ones.
  - No client of Data Pump and no shell on the database server is needed. Dump files and log files are on that server,
    in directories that the database knows.
  - Options that exclude each other, or that the operation or mode does not have, are refused before a connection is
    opened; what a release or edition does not have, before the job is created.
  - Data Pump lets only the owner of a job attach to it when it is not running. If the session user is another one, the
    module opens a proxy session C(user[owner]) for that step, which needs
    C(ALTER USER owner GRANT CONNECT THROUGH user).
extends_documentation_fragment:
  - dbops.datapump.connection
  - dbops.datapump.job
  - dbops.datapump.attributes
  - dbops.datapump.attributes.changing
author: dbops.datapump contributors (@dbops)
options:
  state:
    description:
      - V(started) runs the job and does not wait for its end. It is created and started if there is none of this name,
        resumed if it is stopped, and left running if it runs. Then its O(parallel) is changed if it differs, and
        further O(dumpfile) are added to an export.
      - V(completed) does the same and waits for the end. A job that ends with errors fails the task, with their lines,
        unless all of them are O(accepted_errors).
      - With V(completed), an export whose complete dump files are there, written by a job of this name, is not made
        again, unless O(reuse_dumpfiles=true). An import is not made again if O(unless_exists) says that it was.
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
    choices: [absent, stopped, started, completed]
    required: true
  owner:
    description:
      - Owner of the job, exactly as stored in the dictionary. Mutually exclusive with O(jobs).
      - With O(state=started) and O(state=completed) the session user, if not given.
    type: str
    aliases: [owner_name]
  name:
    description:
      - Name of the job, exactly as stored. Mutually exclusive with O(jobs).
      - It is also the name of the master table, and must differ from those of the owner's tables and views.
      - By it the job is known again, so that a second run resumes it or leaves it alone. With O(state=completed) and
        O(operation) it may be left out; the database then chooses one, and every run makes another job.
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
    description:
      - Several jobs to be stopped or removed, at most 10000. They are handled in the order given, and each has its own
        outcome.
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
        again after a restart. The same with O(state=completed) and O(on_timeout=stop).
    type: bool
    default: false
  escalate_after:
    description:
      - With O(state=stopped) and O(immediate=false), how long the orderly stop may take. A job that is C(STOP PENDING)
        still is then stopped as with O(immediate=true). Without this option it is never made immediate.
      - Seconds, or a number followed by V(s), V(m) or V(h). O(wait_timeout) and O(total_deadline) must be greater.
      - Oracle lets nobody attach to a job that is C(STOP PENDING). So the module attaches a second session of the owner
        before the orderly stop, with the same O(run_id). The owner or the proxy user must be permitted two sessions.
      - It is not made immediate if it is another job by then, if other clients attached to it and O(stop_with_clients)
        is false, or if the second session was lost. Transportable jobs, and such as do not work, are stopped as without
        this option.
      - A job that is C(STOP PENDING) already when the task begins is only waited for. RV(jobs[].text) has the statement
        that ends its control process.
      - The orderly stop has a delay that is longer than this time, and the immediate one O(delay).
    type: str
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
      - How long to wait until a stopped job is C(NOT RUNNING), a removed entry is gone, or a job that was started
        works. Seconds, or a number followed by V(s), V(m) or V(h). The default is V(2m).
      - A job that is still on its way then is reported as V(stopping), which fails the task.
      - With O(state=completed), how long to wait for the end of the job. By default as long as O(total_deadline)
        permits, which must be greater in any case. What becomes of the job then is said by O(on_timeout).
    type: str
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
- name: Export a schema every night
  dbops.datapump.datapump_job:
    host: db1.example.com
    service_name: sales
    user: dpexp
    password: "{{ dpexp_password }}"
    state: completed
    operation: export
    name: NIGHTLY_HR
    schemas: [HR]
    directory: DATA_PUMP_DIR
    dumpfile: [hr_%U.dmp]
    reuse_dumpfiles: true
    parallel: 4
    flashback_time: systimestamp
    exclude: [STATISTICS]
    total_deadline: 14400

- name: Start a large export now and look after it later
  dbops.datapump.datapump_job:
    state: started
    operation: export
    name: FULL_2026
    full: true
    directory: BACKUP
    dumpfile: [full_%T_%L.dmp]
    filesize: 20G
    compression: all
    encryption: all
    encryption_mode: password
    encryption_password: "{{ vault_dump_password }}"

- name: Resume a job that was stopped, or whose instance died
  dbops.datapump.datapump_job:
    state: completed
    name: NIGHTLY_HR
    owner: DPEXP
    total_deadline: 14400

- name: Give a running job more workers
  dbops.datapump.datapump_job:
    state: started
    owner: DPEXP
    name: FULL_2026
    parallel: 8

- name: Add dump files to an export that has filled its own
  dbops.datapump.datapump_job:
    state: started
    owner: DPEXP
    name: FULL_2026
    directory: BACKUP2
    dumpfile: [more_%U.dmp]

- name: Import one schema under another name, once
  dbops.datapump.datapump_job:
    state: completed
    operation: import
    name: HR_INTO_TEST
    schemas: [HR]
    directory: DATA_PUMP_DIR
    dumpfile: [hr_%U.dmp]
    remap_schema: {HR: HR_TEST}
    remap_tablespace: {USERS: TEST_DATA}
    transform:
      - {name: SEGMENT_ATTRIBUTES, value: false}
      - {name: DISABLE_ARCHIVE_LOGGING, value: true, object_type: TABLE}
    unless_exists:
      - {owner: HR_TEST, name: EMPLOYEES}

- name: Copy some rows of two tables from another database, without dump files
  dbops.datapump.datapump_job:
    state: completed
    operation: import
    name: COPY_ORDERS
    network_link: PROD
    tables: [SHOP.ORDERS, SHOP.ORDER_ITEMS]
    query:
      SHOP.ORDERS: WHERE created > SYSDATE - 30
    table_exists_action: truncate
    directory: DATA_PUMP_DIR
    wait_timeout: 30m
    total_deadline: 2400
    on_timeout: stop

- name: Write the DDL of some tables into a file
  dbops.datapump.datapump_job:
    state: completed
    operation: sql_file
    name: DDL_OF_HR
    job_mode: schema
    include:
      - TABLE:LIKE 'EMP%'
    directory: DATA_PUMP_DIR
    dumpfile: [hr_%U.dmp]
    sqlfile: hr_tables.sql

- name: Remove the entry of a job whose master table is gone
  dbops.datapump.datapump_job:
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

- name: Stop a job in order, or at once if its workers need more than ten minutes
  dbops.datapump.datapump_job:
    owner: SCOTT
    name: EXPDP_20051121
    escalate_after: 10m
    wait_timeout: 15m
    total_deadline: 1200
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
        - V(started), V(resumed), V(adjusted) and V(running) are those of O(state=started). V(adjusted) means that
          O(parallel) or the dump files of a running job were changed, V(running) that it was left as it is.
        - V(completed) and V(completed_with_errors), which fails the task, are those of a job that was waited for;
          V(already_completed) and V(already_present) mean that nothing was done.
        - V(stopped) and V(aborted) after O(state=completed) mean that the job did not come to its end. It can be
          resumed, unless V(aborted) says otherwise in RV(jobs[].text).
        - V(still_running) and V(still_stopping) mean that the job went on when O(wait_timeout) was over.
        - V(failed) means that the job could not be created or started.
        - V(stopping) means that the job was told to stop and had not done so when O(wait_timeout) was over.
        - V(unknown) means that the connection was lost and it could not be proven what became of the job.
        - All of the last four kinds fail the task.
      type: str
      choices:
        - stopped
        - removed
        - killed
        - already_stopped
        - already_absent
        - stopping
        - kept
        - unknown
        - started
        - resumed
        - adjusted
        - running
        - completed
        - completed_with_errors
        - already_completed
        - already_present
        - aborted
        - failed
        - still_running
        - still_stopping
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
    codes:
      description: All Oracle error codes of the step that failed, or of the errors of the job.
      returned: O(state) is V(started) or V(completed)
      type: list
      elements: str
      sample: [ORA-39001, ORA-39000, ORA-31641, ORA-27038]
    differences:
      description: Parameters that the job, which exists already, has otherwise than the task asks for. They stay.
      returned: O(state) is V(started) or V(completed)
      type: list
      elements: dict
      contains:
        parameter:
          description: Name of the parameter.
          type: str
          sample: COMPRESSION
        job:
          description: Its value, null if the job does not have it.
          type: str
          sample: METADATA_ONLY
        task:
          description: What the task asks for.
          type: str
          sample: ALL
    errors:
      description: Errors of the job, as far as they were seen, at most 200. All of them are in its log.
      returned: O(state) is V(started) or V(completed)
      type: list
      elements: dict
      contains:
        code:
          description: The first Oracle error code in the line.
          type: str
          sample: ORA-31684
        text:
          description: The line.
          type: str
          sample: 'ORA-31684: Object type USER:"HR_TEST" already exists'
    error_count:
      description: How many errors the job counts, null if it was not watched.
      returned: O(state) is V(started) or V(completed)
      type: int
      sample: 1
    progress:
      description: What the job had done when it was last seen, null if it was not watched.
      returned: O(state) is V(started) or V(completed)
      type: dict
      contains:
        percent:
          description: Share of the data that is done. It counts no metadata.
          type: int
          sample: 46
        bytes_done:
          description: Bytes that are done.
          type: int
          sample: 482344960
        bytes_total:
          description: Bytes that there are, as estimated.
          type: int
          sample: 1048576000
        bytes_per_second:
          description: Pace since the job is watched, null if it cannot be told.
          type: int
          sample: 8388608
        seconds_left:
          description: Time left at this pace, null if it cannot be told.
          type: int
          sample: 68
        degree:
          description: Number of workers that the job may have.
          type: int
          sample: 4
        workers:
          description: What each worker is at. Numbers are null where a worker does not count such things.
          type: list
          elements: dict
          contains:
            process:
              description: Name of its process.
              type: str
              sample: DW00
            state:
              description: Its state.
              type: str
              sample: EXECUTING
            schema:
              description: Owner of the object that it is at.
              type: str
              sample: HR
            name:
              description: Name of the object.
              type: str
              sample: EMPLOYEES
            object_type:
              description: Type of the object.
              type: str
              sample: SCHEMA_EXPORT/TABLE/TABLE_DATA
            completed_objects:
              description: Objects of this type that it has done.
              type: int
              sample: 12
            total_objects:
              description: Objects of this type that there are.
              type: int
              sample: 25
            completed_rows:
              description: Rows of the object that it has done.
              type: int
              sample: 48000
            percent:
              description: Share of the object that it has done.
              type: int
              sample: 46
        dump_files:
          description: Dump files.
          type: list
          elements: dict
          contains:
            path:
              description: Path on the database server.
              type: str
              sample: /u01/dp/hr_01.dmp
            bytes_written:
              description: What was written to it so far.
              type: int
              sample: 482344960
actions:
  description: What was done, or would be done, in order.
  returned: always
  type: list
  elements: dict
  contains:
    action:
      description: The kind of step.
      type: str
      choices: [stop, escalate, remove, kill, create, resume, adjust, resume_when_stopped]
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
      description:
        - Its outcome, V(planned) in check mode. A stop that was made immediate on the way is V(stopping), and the
          outcome is that of V(escalate).
        - V(kept) with V(escalate) means that the stop was left as it was, V(unknown) that the second session was lost.
      type: str
      sample: removed
    after:
      description: Seconds after which the stop is made immediate if it is pending still.
      returned: RV(actions[].action) is V(escalate)
      type: int
      sample: 300
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
