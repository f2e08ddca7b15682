#!/usr/bin/python

# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tell what dump files on the database server are, and how the log of a job ends."""

from __future__ import annotations

DOCUMENTATION = r"""
module: datapump_dumpfile_info
short_description: Get information about Oracle Data Pump dump files and log files
version_added: 1.0.0
description:
  - Returns the header of dump files on the database server in words, whether the files are the whole dump set of one
    job, and the last lines of a log file.
  - Everything is read through the database, by directory objects. Nothing is needed on the database server.
  - Only reads. Headers are read by C(DBMS_DATAPUMP.GET_DUMPFILE_INFO), log files as C(BFILE). Both take C(READ) on the
    directory object.
extends_documentation_fragment:
  - dbops.datapump.connection
  - dbops.datapump.attributes
  - dbops.datapump.attributes.info
author: dbops.datapump contributors (@dbops)
options:
  files:
    description:
      - Names of the dump files, as in the parameter C(DUMPFILE) of expdp. V(DUMP_DIR:exp.dmp) names the directory
        object too.
      - With V(%U) or V(%L) a name stands for a series. Its files are asked for in the order of their numbers until one
        is missing; for V(%L) at most 1000.
      - V(%D), V(%M), V(%T) and V(%Y) stand for a date, see O(date).
    type: list
    elements: str
    aliases: [dumpfile]
  directory:
    description:
      - The directory object of names that have none in front. Upper and lower case are different.
    type: str
  date:
    description: The day of the export as V(YYYY-MM-DD), if names in O(files) have the parts of a date.
    type: str
  owner:
    description:
      - Owner of a job. The files are then those that its master table names.
      - Takes the rights to read the master table, as M(dbops.datapump.datapump_facts) needs them.
    type: str
    aliases: [owner_name]
  name:
    description: Name of the job.
    type: str
    aliases: [job_name]
  log_file:
    description:
      - Name of a log file whose end is to be returned, written like those in O(files).
      - With O(owner) and O(name), the default is the log file that the master table names.
      - In thin mode this takes python-oracledb 2.3.0 or later.
    type: str
    aliases: [logfile]
  log_lines:
    description:
      - How many lines of the end of the log file to return, at most. No more than the last 256 KiB are read.
      - The default is 50 if O(log_file) is given, else 0.
    type: int
  log_encoding:
    description:
      - The character set of the log file, by the name that Python has for it. Data Pump writes logs in that of the
        database.
      - Bytes that are no text in it are replaced.
    type: str
    default: utf-8
seealso:
  - module: dbops.datapump.datapump_facts
  - module: dbops.datapump.datapump_job
"""

EXAMPLES = r"""
- name: Look at a series of dump files
  dbops.datapump.datapump_dumpfile_info:
    host: db1.example.com
    service_name: sales
    user: dpclean
    password: "{{ dpclean_password }}"
    directory: DUMP_DIR
    files: [nightly%U.dmp]
  register: dump

- name: Show whether it is whole, and why not
  ansible.builtin.debug:
    msg: "{{ dump.complete }} {{ dump.incomplete_because | join(' ') }}"
  when: dump is defined

- name: Look at the dump files of a job, and how its log ends
  dbops.datapump.datapump_dumpfile_info:
    dsn: db1.example.com:1521/sales
    owner: SCOTT
    name: SYS_EXPORT_TABLE_02
    log_lines: 20

- name: Get the end of a log file only
  dbops.datapump.datapump_dumpfile_info:
    dsn: db1.example.com:1521/sales
    log_file: DUMP_DIR:nightly.log
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
files:
  description: The dump files, in the order in which they were asked for.
  returned: success
  type: list
  elements: dict
  contains:
    directory:
      description: The directory object.
      type: str
      sample: DUMP_DIR
    name:
      description: The name of the file.
      type: str
      sample: nightly01.dmp
    exists:
      description: Whether there is such a file. Null if that could not be told.
      type: bool
      sample: true
    file_type:
      description:
        - V(datapump), V(classic_export) (written by exp), V(external_table) (written by the access driver
          C(ORACLE_DATAPUMP)), or V(unknown). Null if the header could not be read.
      type: str
      choices: [datapump, classic_export, external_table, unknown]
      sample: datapump
    header:
      description:
        - The items of the header. Which there are depends on the release that wrote the file and on the type.
        - What is written in a way that is not known here is returned as the text that it is.
      type: dict
      sample:
        file_version: "5.1"
        master_present: true
        guid: 424DC4591C6FE9695275E01AD7A1BCEC
        file_number: 1
        charset_id: 873
        creation_date: "2026-01-15T03:00:00"
        flags: 2
        platform: x86_64/Linux 2.4.xx
        instance: "db1.example.com:FILES"
        language: AL32UTF8
        block_size: 4096
        direct_path: true
        metadata_compressed: true
        database_version: 19.00.00.00.00
        master_piece_count: 1
        master_piece_number: 1
        data_compressed: false
        metadata_encrypted: false
        data_encrypted: false
        columns_encrypted: false
        encryption_mode: none
        compression_algorithm: basic
        job_owner: SCOTT
        job_name: NIGHTLY
    raw:
      description: All items as they came, by their codes. An item without a name is one that is not known here.
      type: list
      elements: dict
      sample: [{code: 1, name: file_version, value: "5.1"}]
    reason:
      description:
        - Why there is no header. V(no_directory), V(no_right), V(missing), V(failed) if the file could not be opened,
          V(unreadable) if Data Pump cannot read its header.
      type: str
      choices: [no_directory, no_right, missing, failed, unreadable]
      sample: null
    text:
      description: The same for people. A missing right is named with the statement that grants it.
      type: str
      sample: null
complete:
  description:
    - Whether the files are the whole dump set of one job. V(false) only if something is missing or does not belong.
    - The headers do not tell how many files there are. For files that were named one by one it is null, because there
      may be more of them; for a series, and for the files of a job, it can be V(true).
  returned: success
  type: bool
  sample: true
incomplete_because:
  description: Why the set is not complete, or why that cannot be told.
  returned: success
  type: list
  elements: str
  sample: []
dump_set:
  description: What the files have in common, null if they are of more than one job or none could be read.
  returned: success
  type: dict
  sample:
    job_owner: SCOTT
    job_name: NIGHTLY
    guid: 424DC4591C6FE9695275E01AD7A1BCEC
    database_version: 19.00.00.00.00
    creation_date: "2026-01-15T03:00:00"
log:
  description: The end of the log file, null if it was not asked for.
  returned: success
  type: dict
  contains:
    directory:
      description: The directory object.
      type: str
      sample: DUMP_DIR
    name:
      description: The name of the file.
      type: str
      sample: nightly.log
    exists:
      description: Whether there is such a file. Null if that could not be told.
      type: bool
      sample: true
    size_bytes:
      description: The size of the file.
      type: int
      sample: 569
    lines:
      description: The last lines.
      type: list
      elements: str
      sample: ['Job "SCOTT"."NIGHTLY" successfully completed at Thu Jan 15 03:00:01 2026 elapsed 0 00:00:01']
    more:
      description: Whether the file has more lines before these.
      type: bool
      sample: true
    reason:
      description: Why there are no lines, as for RV(files[].reason).
      type: str
      choices: [no_directory, no_right, missing, failed]
      sample: null
    text:
      description: The same for people.
      type: str
      sample: null
"""

from ansible_collections.dbops.datapump.plugins.module_utils._dumpfile import dumpfile_info
from ansible_collections.dbops.datapump.plugins.module_utils._module import run
from ansible_collections.dbops.datapump.plugins.module_utils._options import DUMPFILE_INFO


def main() -> None:
    """Run the module."""
    run(DUMPFILE_INFO, dumpfile_info)


if __name__ == "__main__":
    main()
