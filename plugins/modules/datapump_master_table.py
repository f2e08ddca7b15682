#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drop, purge and restore the master tables of Data Pump jobs that no longer run."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_master_table
short_description: Drop, purge and restore master tables of Oracle Data Pump jobs
version_added: 1.0.0
description:
  - Drops master tables that dead Data Pump jobs left behind, purges them, or brings dropped ones back.
  - A table is dropped only when the database proves, in the same call that drops it, that it is the table that was
    asked for, that it is a master table, that nothing of its job is alive on any instance, and that it did not change
    since it was read. Whatever is refused is returned with the reason, and with the option that would permit it.
  - Tables go into the recycle bin, also where the instance has its recycle bin switched off, because the session
    switches its own on. Tables that cannot go there are refused without O(accept_no_undo).
  - A job that has a dead entry in memory beside its table is refused unless a full O(digest) shows that both were
    reviewed. Then the module first removes the entry, as the owner of the job, by attaching to the job and stopping it.
    For up to two minutes it waits until the entry is gone, and drops the table only if it is still the one that this
    left.
  - An entry of a job that has no master table is not a matter of this module. Use M(dbops.datapump.datapump_job).
extends_documentation_fragment:
  - dbops.datapump.connection
  - dbops.datapump.attributes
  - dbops.datapump.attributes.changing
author: dbops.datapump contributors (@dbops)
options:
  state:
    description:
      - V(absent) drops the table into the recycle bin, and with O(purge=true) purges it there.
      - V(present) restores a dropped table and gives its indexes and constraints their names back. A restored
        table is no promise that its job can be restarted.
    type: str
    choices: [absent, present]
    required: true
  owner:
    description: Owner of the table, exactly as stored in the dictionary. Mutually exclusive with O(tables).
    type: str
    aliases: [owner_name]
  name:
    description: Name of the table, which is the name of the job, exactly as stored. Mutually exclusive with O(tables).
    type: str
    aliases: [job_name]
  object_id:
    description: The object number the table must have. A table of another number is kept.
    type: int
  digest:
    description:
      - Digest of the facts that were reviewed, as returned by M(dbops.datapump.datapump_facts).
      - When any of those facts changed since then the table is kept.
    type: str
  recycle_bin_name:
    description:
      - The C(BIN$) name of a dropped table, to purge or restore exactly this one.
      - With O(state=absent) and O(purge=true) the table is purged only if O(object_id) and O(dropscn) are given and
        match.
    type: str
  dropscn:
    description: The system change number at which the table was dropped, see O(recycle_bin_name).
    type: int
  dbid:
    description: The C(DBID) that the database must have. In another database everything is kept.
    type: int
  con_uid:
    description: The C(CON_UID) that the container must have, V(0) outside a container database.
    type: int
  tables:
    description:
      - Several tables, at most 10000. They are handled in the order given, and each has its own outcome.
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
      object_id:
        description: See O(object_id).
        type: int
      digest:
        description: See O(digest).
        type: str
      recycle_bin_name:
        description: See O(recycle_bin_name).
        type: str
      dropscn:
        description: See O(dropscn).
        type: int
      dbid:
        description: See O(dbid).
        type: int
      con_uid:
        description: See O(con_uid).
        type: int
      purge:
        description: Overrides O(purge) for this table.
        type: bool
  external_tables:
    description:
      - External tables (C(ET$)...) that workers of Data Pump left behind, see
        RV(dbops.datapump.datapump_facts#module:ansible_facts.datapump.external_tables). Naming them here, each with its
        object number, is the only consent there is; no rule and no wildcard covers them.
      - One is dropped only if it is an external table with the access driver C(ORACLE_DATAPUMP), and only while no job
        of its owner is alive on any instance, because those of a running job look the same.
      - The recycle bin never holds external tables, so this cannot be undone. The files behind them are not touched.
    type: list
    elements: dict
    suboptions:
      owner:
        description: Owner of the table, exactly as stored in the dictionary.
        type: str
        required: true
      name:
        description: Name of the table, exactly as stored.
        type: str
        required: true
      object_id:
        description: The object number the table must have.
        type: int
        required: true
      dbid:
        description: See O(dbid).
        type: int
      con_uid:
        description: See O(con_uid).
        type: int
  purge:
    description:
      - Purge the dropped table from the recycle bin, by its C(BIN$) name and nothing else.
      - Only what the module can prove to be its own is purged - a table that it dropped in this run, or one that is
        named with O(object_id), O(recycle_bin_name) and O(dropscn).
      - This cannot be undone.
    type: bool
    default: false
  min_age:
    description:
      - How long nothing may have happened to the job, by the clock of the database server. Seconds, or a number
        followed by V(s), V(m), V(h), V(d) or V(w).
      - Counted from the latest of the table's creation, its last DDL, the start time and the last update found in its
        rows, and the start of the instance. If any of these could not be read the age is unknown and the table is kept,
        unless this is V(0).
    type: str
    default: 15m
  max_drops:
    description: Do nothing at all when more tables than this would be dropped or purged, 1 to 100000.
    type: int
    default: 100
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
  allow_restartable:
    description:
      - Permit dropping the table of a job that was stopped on purpose although no O(digest) shows that this was
        reviewed.
    type: bool
    default: false
  accept_no_undo:
    description:
      - Permit dropping a table that the recycle bin cannot hold, that is, one in the C(SYSTEM) tablespace or owned by
        C(SYS).
    type: bool
    default: false
  on_kept:
    description: Whether a table that was kept fails the task. The outcomes of all tables are returned either way.
    type: str
    choices: [fail, report]
    default: fail
notes:
  - Rights that are needed for tables of other users - C(SELECT_CATALOG_ROLE) for the evidence, C(READ ANY TABLE) or
    C(SELECT ANY TABLE) for the rows of the master tables, C(LOCK ANY TABLE) and C(DROP ANY TABLE). Tables of C(SYS)
    need O(mode=sysdba).
  - With O(state=present), C(ALTER ANY INDEX) and C(ALTER ANY TABLE) are needed to give the indexes and constraints of
    another user's table their names back. Without them the table is restored all the same, and RV(tables[].text)
    says so.
  - A digest that was taken without the control rows of the master table does not match when they can be read.
seealso:
  - module: dbops.datapump.datapump_facts
  - module: dbops.datapump.datapump_job
"""

EXAMPLES = r"""
- name: Drop the master table of a job that died
  dbops.datapump.datapump_master_table:
    host: db1.example.com
    service_name: sales
    user: dpclean
    password: "{{ dpclean_password }}"
    owner: SCOTT
    name: SYS_EXPORT_TABLE_02
    object_id: 85215
    digest: sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a
    state: absent

- name: Show what would be dropped, and why the rest would be kept
  dbops.datapump.datapump_master_table:
    tables:
      - {owner: SCOTT, name: SYS_EXPORT_TABLE_02}
      - {owner: hr, name: IMP_SD_242-06_43_31}
    min_age: 7d
    on_kept: report
    state: absent
  check_mode: true
  diff: true

- name: Purge what an earlier run dropped
  dbops.datapump.datapump_master_table:
    owner: SCOTT
    name: SYS_EXPORT_TABLE_02
    object_id: 85215
    recycle_bin_name: BIN$AGlHX7iGHHngY2QAAAr4rw==$0
    dropscn: 2191455
    purge: true
    state: absent

- name: Bring it back
  dbops.datapump.datapump_master_table:
    owner: SCOTT
    name: SYS_EXPORT_TABLE_02
    object_id: 85215
    state: present
"""

RETURN = r"""
tables:
  description: One entry for each table, in the order asked for.
  returned: always
  type: list
  elements: dict
  contains:
    owner:
      description: Owner of the table.
      type: str
      sample: SCOTT
    name:
      description: Name of the table and of its job.
      type: str
      sample: SYS_EXPORT_TABLE_02
    object_id:
      description: Object number, null when the table was not found.
      type: int
      sample: 85215
    outcome:
      description:
        - In check mode, what would be the outcome.
        - V(unknown) means that the connection was lost and it could not be proven what became of the table.
          The task fails.
        - When RV(tables[].reason) is V(proven_afterwards) the answer to the statement was lost. What is told was read
          again when the lost session was proven to be gone. The database does not say who dropped, purged or restored a
          table, so another session may have done it at that moment instead.
      type: str
      choices: [dropped, purged, restored, already_absent, already_present, kept, unknown]
      sample: dropped
    reason:
      description: Why, as a word that programs can compare.
      type: str
      sample: confirmed
    text:
      description: Why, in a sentence.
      type: str
      sample: No process, no session and no entry in memory on any instance, and the facts are those that were reviewed.
    option:
      description: The option that would permit what was refused, or null.
      type: str
      sample: null
    classification:
      description: Class of the job, see M(dbops.datapump.datapump_facts).
      type: str
      sample: failed
    guard:
      description: The guard inside the database that refused, V(G0) to V(G10) or V(V1), or null.
      type: str
      sample: null
    code:
      description: Oracle error code of the step that failed, or null.
      type: str
      sample: null
    recycle_bin:
      description:
        - The entry in the recycle bin, which a later purge needs to be told. Null if there is none.
        - With RV(tables[].reason=identity_mismatch) and RV(tables[].outcome=unknown) that of another table, which had
          the name and was dropped, by this module or somebody else.
      type: dict
      sample: {object_name: "BIN$AGlHX7iGHHngY2QAAAr4rw==$0", dropscn: 2191455, drop_time: "2026-01-15T03:00:04"}
    restorable:
      description:
        - Whether the table could be brought back when it was last read. Space pressure may end that at any time.
      type: bool
      sample: true
    unfinished:
      description:
        - What an import had not finished when its table was dropped, or would be, because nothing else knows it
          afterwards. Null for any other table.
        - C(left) is how many objects were not completed, null for a job of more than 100000 objects. C(objects) are
          the first of them, at most 200, each with C(path), C(schema) and C(name). Oracle does not document how it
          marks objects as done. An object counts as left that has no time of completion.
      type: dict
      sample:
        left: 1
        objects: [{path: SCHEMA_EXPORT/TABLE/TABLE_DATA, schema: SCOTT, name: EMP}]
    dbid:
      description: C(DBID) of the database.
      type: int
      sample: 1402300001
    con_uid:
      description: C(CON_UID) of the container.
      type: int
      sample: 0
external_tables:
  description: One entry for each of O(external_tables), in the order asked for.
  returned: always
  type: list
  elements: dict
  sample:
    - owner: SYSTEM
      name: ET$004B00010001
      object_id: 85990
      outcome: dropped
      reason: asked_for
      text: It was named.
      option: null
      code: null
      classification: null
actions:
  description: What was done, or would be done, in order.
  returned: always
  type: list
  elements: dict
  contains:
    action:
      description: The kind of step.
      type: str
      choices: [remove, drop, purge, restore]
      sample: drop
    owner:
      description: Owner of the table.
      type: str
      sample: SCOTT
    name:
      description: Name of the table.
      type: str
      sample: SYS_EXPORT_TABLE_02
    object_id:
      description: Object number.
      type: int
      sample: 85215
    reason:
      description: Why.
      type: str
      sample: confirmed
    sql:
      description: The statement that the database builds for itself and executes.
      type: str
      sample: DROP TABLE "SCOTT"."SYS_EXPORT_TABLE_02"
    outcome:
      description: Its outcome, V(planned) in check mode.
      type: str
      sample: dropped
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


from ansible_collections.dbops.datapump.plugins.module_utils._master_table import manage_master_tables
from ansible_collections.dbops.datapump.plugins.module_utils._module import run
from ansible_collections.dbops.datapump.plugins.module_utils._options import MASTER_TABLE


def main() -> None:
    """Run the module."""
    run(MASTER_TABLE, manage_master_tables)


if __name__ == "__main__":
    main()
