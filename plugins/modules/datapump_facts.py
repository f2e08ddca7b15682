#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Gather facts about the Data Pump jobs of one database and about what they left behind."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_facts
short_description: Gather facts about Oracle Data Pump jobs and what they left behind
version_added: 1.0.0
description:
  - Returns the Data Pump jobs of a database with their master tables, each classified with the evidence that led there,
    the dropped master tables in the recycle bin, and what else tells whether something can safely be cleaned up.
  - Only reads. It never attaches to a job.
extends_documentation_fragment:
  - dbops.datapump.connection
  - dbops.datapump.attributes
  - dbops.datapump.attributes.facts
author: dbops.datapump contributors (@dbops)
options:
  gather_subset:
    description:
      - What to gather. V(database) and V(jobs) are always part of it.
      - V(min) is just these two. V(content) reads the control rows of the master tables, without which a job that was
        stopped on purpose cannot be told from one that failed.
      - V(objects) counts the objects of each job, for which part of each master table is read. It is not part of V(all)
        and needs V(content).
      - V(files) looks at the files of jobs that are not running, which takes some calls for each job and C(READ) on
        their directory objects. How the log ends proves that a job was stopped on purpose, and a dump file that is gone
        proves that it cannot be restarted. It is not part of V(all) and needs V(content). In thin mode it takes
        python-oracledb 2.3.0 or later.
      - A subset is left out by a leading C(!).
    type: list
    elements: str
    choices:
      - all
      - min
      - database
      - jobs
      - content
      - progress
      - recycle_bin
      - external_tables
      - privileges
      - objects
      - files
      - "!content"
      - "!progress"
      - "!recycle_bin"
      - "!external_tables"
      - "!privileges"
    default: [all]
  owner:
    description: Only jobs of these owners. V(*) and V(?) are wildcards, upper and lower case are different.
    type: list
    elements: str
    aliases: [owners, owner_name]
  name:
    description: Only jobs of these names, with the same wildcards.
    type: list
    elements: str
    aliases: [names, job_name]
  operation:
    description: Only jobs of these operations.
    type: list
    elements: str
    choices: [EXPORT, IMPORT, SQL_FILE, ESTIMATE, NETWORK]
  job_mode:
    description: Only jobs of these modes.
    type: list
    elements: str
    choices: [FULL, SCHEMA, TABLE, TABLESPACE, TRANSPORTABLE]
  classification:
    description: Only jobs of these classes.
    type: list
    elements: str
    choices: [running, transitional, stopped, failed, kept, ghost, wedged, undefined, lookalike, unknown]
  min_age:
    description:
      - Only jobs to which nothing has happened for this long. Seconds, or a number followed by V(s), V(m), V(h), V(d)
        or V(w).
      - Jobs of unknown age are left out.
    type: str
  containers:
    description:
      - Pluggable databases to read as well when the session is in C(CDB$ROOT), by name. V(*) and V(?) are wildcards.
      - Each is read by switching the session to it, which takes the privilege C(SET CONTAINER). What cannot be read,
        for instance because it is closed, is returned with the reason. A proxy is not read; connect to the database
        that it stands for.
      - This is for a survey. To change something, connect to the pluggable database, or name it in O(container).
    type: list
    elements: str
seealso:
  - module: dbops.datapump.datapump_master_table
  - module: dbops.datapump.datapump_job
"""

EXAMPLES = r"""
- name: Gather the Data Pump jobs of a database
  dbops.datapump.datapump_facts:
    host: db1.example.com
    service_name: sales
    user: dpclean
    password: "{{ dpclean_password }}"

- name: Gather the jobs that failed more than a week ago
  dbops.datapump.datapump_facts:
    dsn: db1.example.com:1521/sales
    classification: [failed]
    min_age: 7d

- name: Gather the jobs of all pluggable databases of a container database
  dbops.datapump.datapump_facts:
    dsn: db1.example.com:1521/cdb
    user: c##dpclean
    password: "{{ dpclean_password }}"
    containers: ["*"]

- name: Show them
  ansible.builtin.debug:
    var: ansible_facts.datapump.jobs
"""

RETURN = r"""
connection:
  description:
    - Why there was no session. V(unreachable) if nobody answered, V(unavailable) if a listener or an instance answered
      that does not serve now, V(failed) if the logon was refused, or the address or an option is wrong.
  returned: when no session could be opened
  type: str
  choices: [unreachable, unavailable, failed]
  sample: unavailable
ansible_facts:
  description: Facts to add to the host.
  returned: always
  type: dict
  contains:
    datapump:
      description: The Data Pump facts. Times are ISO 8601 by the clock of the database server.
      returned: always
      type: dict
      contains:
        database:
          description: The database and container that the session is in.
          type: dict
          sample:
            dbid: 1402300001
            name: NOTE
            unique_name: NOTE
            con_id: 0
            con_uid: 0
            con_name: NOTE
            is_cdb: false
            version: "19.0.0.0.0"
            open_mode: READ WRITE
            role: PRIMARY
            instances: {expected: [1], seen: [1]}
            recyclebin: "on"
            server_time: "2026-01-15T03:00:00"
            startup_time: "2026-01-01T00:00:00"
            session_user: DPCLEAN
            instance: 1
            container_kind: plain
        jobs:
          description: The jobs, by owner and name.
          type: list
          elements: dict
          contains:
            owner:
              description: Owner of the job.
              type: str
              sample: SCOTT
            name:
              description: Name of the job and of its master table.
              type: str
              sample: SYS_EXPORT_TABLE_02
            operation:
              description: Operation of the job.
              type: str
              sample: EXPORT
            mode:
              description: Mode of the job.
              type: str
              sample: TABLE
            state:
              description: State as C(DBA_DATAPUMP_JOBS) has it.
              type: str
              sample: NOT RUNNING
            degree:
              description: Number of workers.
              type: int
              sample: 0
            attached_sessions:
              description: Number of client sessions attached.
              type: int
              sample: 0
            datapump_sessions:
              description: Number of all sessions of the job.
              type: int
              sample: 0
            in_memory:
              description: Whether the job has an entry in the memory of an instance. Null if that could not be read.
              type: bool
              sample: false
            instance:
              description: Number of the instance that holds the entry.
              type: int
              sample: null
            job_id:
              description: Number of the entry in memory.
              type: int
              sample: null
            sessions:
              description: The sessions of the job.
              type: list
              elements: dict
              sample: []
            progress:
              description: Progress by C(GV$SESSION_LONGOPS), which is only an indication.
              type: dict
              sample: null
            master_table:
              description: The master table, null if there is none.
              type: dict
              sample:
                object_id: 85215
                created: "2025-12-31T22:10:04"
                last_ddl_time: "2025-12-31T22:10:05"
                size_bytes: 1048576
                tablespace: USERS
                status: VALID
                shape: "12.2"
            content:
              description:
                - What the control rows of the master table say, null if they were not or could not be read.
                - C(objects_total) and C(objects_left) are null unless the subset V(objects) was asked for, and for more
                  than 100000 objects. Oracle does not document how it marks objects as done. An object counts as left
                  that has no completion time.
              type: dict
              sample:
                stored_state: EXECUTING
                start_time: "2025-12-31T22:10:05"
                last_update: "2025-12-31T22:40:00"
                parameters: {CLIENT_COMMAND: "scott/******** tables=emp"}
                files: [{type: dump, directory: DUMP_DIR, name: emp.dmp, path: /u01/dump/emp.dmp}]
                workers: [{name: DW00, work_item: UNLOAD, last_update: "2025-12-31T22:40:00"}]
                abort_step: 0
                error_count: 0
                keep_master: false
                objects_total: null
                objects_left: null
            classification:
              description:
                - V(running), V(transitional) (starting, stopping or finishing), V(stopped) (on purpose), V(failed)
                  (no process, and never stopped in order), V(kept) (its table was kept after success), V(ghost) (an
                  entry in memory without a master table), V(wedged) (an entry in memory that is not running, with a
                  master table), V(undefined), V(lookalike) (the comment of a master table on another table), or
                  V(unknown).
              type: str
              choices: [running, transitional, stopped, failed, kept, ghost, wedged, undefined, lookalike, unknown]
              sample: failed
            restartable:
              description: Whether the job could be restarted. V(no) only by positive proof.
              type: str
              choices: ["yes", "no", unknown]
              sample: unknown
            quiescent:
              description: Whether nothing of the job is alive, by complete readings of all instances.
              type: bool
              sample: true
            evidence:
              description: What led to the classification.
              type: list
              elements: dict
              sample: [{fact: stored_state, weight: hint, text: "The job's own row says EXECUTING."}]
            origin:
              description: What seems to have started the job, by its name.
              type: str
              choices: [datapump_default, sql_developer, ords, oem, zdm, rman_tspitr, other]
              sample: datapump_default
            age_seconds:
              description:
                - Seconds since anything happened to the job. Null if not all of what it is counted from could be read.
              type: int
              sample: 1227115
            digest:
              description: Digest of these facts, to consent to what was seen.
              type: str
              sample: sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
            digest_strength:
              description: V(full) when it covers the control rows of the master table.
              type: str
              choices: [full, weak]
              sample: full
        recycle_bin:
          description: Dropped master tables. Null if not gathered or not readable.
          type: list
          elements: dict
          sample:
            - owner: SCOTT
              original_name: SYS_EXPORT_TABLE_02
              object_name: BIN$AGlHX7iGHHngY2QAAAr4rw==$0
              object_id: 85215
              drop_time: "2026-01-15T03:00:04"
              dropscn: 2191455
              can_undrop: true
              can_purge: true
              size_bytes: 1048576
              tablespace: USERS
        external_tables:
          description:
            - External tables named like those of Data Pump workers. Null if not gathered or not readable.
            - C(job) is the job of the same owner that was made last before
              the table, which is only a hint.
          type: list
          elements: dict
          sample:
            - owner: SYSTEM
              name: ET$004B00010001
              object_id: 85990
              created: "2025-12-31T22:11:00"
              driver: ORACLE_DATAPUMP
              job: SYS_EXPORT_FULL_01
        job_names:
          description: How many of the 99 default names are used.
          type: list
          elements: dict
          sample: [{owner: SCOTT, operation: EXPORT, mode: TABLE, used: 2, free: 97}]
        privileges:
          description: What the session user lacks for a clean-up, and what it has beyond that. Null if not gathered.
          type: dict
          sample: {missing: [LOCK ANY TABLE], excess: [DBA]}
        containers:
          description:
            - The pluggable databases, when the session is in C(CDB$ROOT), else null.
            - RV(ansible_facts.datapump.jobs) are then the jobs of the root only.
            - C(listed) is null, and not empty, for what is not open. C(datapump) has facts like these for those that
              O(containers) names.
            - C(kind) is C(plain), C(application) for any part of an application container, or C(proxy). Nothing is
              changed in the last two.
          type: list
          elements: dict
          sample:
            - con_id: 3
              con_uid: 2100000003
              name: SALES
              open_mode: READ WRITE
              restricted: false
              kind: plain
              listed: [{owner: SCOTT, name: SYS_EXPORT_TABLE_02, operation: EXPORT, mode: TABLE, state: NOT RUNNING}]
              reason: null
              text: null
              datapump: null
        coverage:
          description:
            - Whether the jobs of the whole database could be read (V(dba)), also the lists of the pluggable databases
              (V(cdb)), or only the jobs of the session user (V(user)).
          type: str
          choices: [dba, user, cdb]
          sample: dba
        warnings:
          description: What could not be read, and what that means.
          type: list
          elements: str
          sample: []
"""

from ansible_collections.dbops.datapump.plugins.module_utils._facts import gather_facts
from ansible_collections.dbops.datapump.plugins.module_utils._module import run
from ansible_collections.dbops.datapump.plugins.module_utils._options import FACTS


def main() -> None:
    """Run the module."""
    run(FACTS, gather_facts)


if __name__ == "__main__":
    main()
