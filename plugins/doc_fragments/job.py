# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that define a Data Pump job."""

from __future__ import annotations


class ModuleDocFragment:
    """What a job is about, its files, what it changes, how it works, and how it is waited for."""

    DOCUMENTATION = r"""
notes:
  - The options that define a job bear the names of the parameters of C(expdp) and C(impdp), and can be given with
    O(state=started) and O(state=completed) only. The guide
    U(https://github.com/dbops/dbops.datapump/blob/main/docs/jobs.md) has the table of them.
  - Names of schemas, tables, tablespaces, directories and other objects in these options are read as the clients of
    Data Pump read them. They are turned into upper case, unless they stand in double quotes.
    O(owner) and O(name) are exactly as stored.
  - A comma in a string splits it where a list of strings is expected. Give lists as lists.
options:
  operation:
    description:
      - What the job does. Without it the options define no job, and one of this name that exists is continued.
      - V(sql_file) writes the DDL that an import would execute into O(sqlfile).
    type: str
    choices: [export, import, sql_file]
  job_mode:
    description:
      - Mode of the job. It follows from O(full), O(schemas), O(tables), O(views_as_tables), O(tablespaces) and
        O(transport_tablespaces), of which at most one can be given, and from O(transport_datafiles).
      - O(job_mode=schema) without O(schemas) is about the schema of the session user for an export, and about all that
        is in the dump files for an import.
    type: str
    choices: [full, schema, table, tablespace, transportable]
  full:
    description: The whole database, or everything in the dump files.
    type: bool
  schemas:
    description: Schemas, all of which must exist.
    type: list
    elements: str
  tables:
    description:
      - Tables as C([schema.]table[:partition]). All are of one schema, which is what Data Pump takes in this mode.
      - A V(%) stands for any characters. Such a pattern must be the only entry.
    type: list
    elements: str
  views_as_tables:
    description: Views to be exported as tables, as C([schema.]view[:template_table]).
    type: list
    elements: str
  tablespaces:
    description: Tablespaces whose tables are taken.
    type: list
    elements: str
  transport_tablespaces:
    description: Tablespaces whose metadata is taken, while their data files are copied otherwise. An import of them
      needs O(network_link); from dump files it takes O(transport_datafiles).
    type: list
    elements: str
  transport_full_check:
    description: Check that nothing outside the transported tablespaces depends on them, and the other way round.
    type: bool
  transport_datafiles:
    description: Paths of the data files of transported tablespaces, on the database server.
    type: list
    elements: str
  transportable:
    description:
      - Whether data is moved by data files instead of rows.
      - V(keep_read_only) and V(no_bitmap_rebuild) are for imports into release 19 and later.
    type: str
    choices: [always, never, keep_read_only, no_bitmap_rebuild]
  network_link:
    description: Database link to the source of the data. An import over it takes no dump files. Never a place for a
      logon.
    type: str
  include:
    description:
      - Types of objects to take, and nothing else. A list, or one entry.
      - An entry is a type or path like V(TABLE) or V(TABLE/INDEX); a type and a condition on the names, as in
        V(TABLE:LIKE 'EMP%'); or a mapping with C(type) and one of C(names), a list of names, and C(condition).
      - A condition is SQL that the database evaluates. It begins with an operator.
      - Together with O(exclude) it needs release 21.
    type: raw
  exclude:
    description:
      - Types of objects to leave out, in the forms of O(include). A condition is a single one here, without C(AND) and
        C(OR). Give an entry for each.
    type: raw
  query:
    description:
      - Clause that restricts or orders the rows of tables, such as V(WHERE created > SYSDATE - 30). It is SQL that the
        database evaluates.
      - A string for all tables, or in the form C([schema.]table:clause) for one; a list of such strings; or a mapping
        of tables to clauses.
    type: raw
  sample:
    description: Percentage of the rows to export, from V(0.000001) to less than V(100). For all tables, or for some in
      the forms of O(query).
    type: raw
  content:
    description: Whether rows, definitions or both are moved.
    type: str
    choices: [all, data_only, metadata_only]
  directory:
    description: Directory object for the files that do not name one themselves.
    type: str
  dumpfile:
    description:
      - Dump files as C([directory:]file), or C(https) URLs of an object store, which need O(credential). They are on
        the database server, and nothing but the database reads or writes them.
      - V(%U) stands for a number of two digits, V(%L) for one of two to ten; V(%D), V(%M), V(%Y) and V(%T) for the
        day, month, year and date of an export, V(%%) for a percent sign.
      - For an export that runs already they are added to its set, as one needs that has filled its files.
      - URLs with a user, a query or a pre-authenticated token are refused, because they are secrets.
    type: list
    elements: str
  credential:
    description: Name of the credential in the database that opens the object store.
    type: str
  filesize:
    description: Size at which a dump file is full, in bytes, or with V(K), V(M), V(G) or V(T). From V(40K) to V(16T).
    type: str
  reuse_dumpfiles:
    description:
      - Overwrite dump files that exist. Such an export is never taken for one that was completed before.
      - Without it, an export whose files exist fails, unless O(state=completed) and they are the complete set of a job
        of this name.
    type: bool
  logfile:
    description:
      - Log file as C([directory:]file). It is overwritten.
      - By default the name of the job with C(.log), in O(directory); C(export.log) or C(import.log) if the name is not
        fit for a file. Without O(directory) there is none.
    type: str
  nologfile:
    description: Write no log file.
    type: bool
  sqlfile:
    description: File for the DDL as C([directory:]file), with O(operation=sql_file). It is overwritten.
    type: str
  compression:
    description: What is compressed in the dump files. V(all) and V(data_only) need Enterprise Edition and the Advanced
      Compression option.
    type: str
    choices: [all, data_only, metadata_only, none]
  compression_algorithm:
    description: How it is compressed.
    type: str
    choices: [basic, low, medium, high]
  encryption:
    description: What is encrypted in the dump files. All but V(none) need Enterprise Edition and the Advanced Security
      option.
    type: str
    choices: [all, data_only, encrypted_columns_only, metadata_only, none]
  encryption_algorithm:
    description: How it is encrypted. Needs O(encryption) or O(encryption_password).
    type: str
    choices: [aes128, aes192, aes256]
  encryption_mode:
    description: Whether a password, the wallet of the database or either of them opens the dump files. Needs
      O(encryption) or O(encryption_password).
    type: str
    choices: [dual, password, transparent]
  encryption_password:
    description:
      - Password of the dump files. It is sent as a bind value and never shown.
      - Needed again to resume a stopped job.
      - There is no prompt for it, as C(expdp) has one. Take it from a vault.
    type: str
  checksum:
    description: Write checksums into the dump files. Release 21 and later.
    type: bool
  checksum_algorithm:
    description: Which checksums. Needs O(checksum=true).
    type: str
    choices: [crc32, sha256, sha384, sha512]
  verify_checksum:
    description: Verify the checksums before anything is imported. Release 21 and later.
    type: bool
  verify_only:
    description: Verify the checksums and import nothing. Release 21 and later.
    type: bool
  remap_schema:
    description: Schemas and those that take their place.
    type: dict
  remap_tablespace:
    description: Tablespaces and those that take their place.
    type: dict
  remap_datafile:
    description: Paths of data files, or of their folders, and those that take their place.
    type: dict
  remap_directory:
    description: Folders of data files and those that take their place. Release 12.2 and later.
    type: dict
  remap_table:
    description: Tables, or partitions as C(table.partition), and the new names of the tables they become.
    type: dict
  remap_data:
    description: Columns as C([schema.]table.column), and the function as C([schema.]package.function) that changes
      their values.
    type: dict
  transform:
    description:
      - Changes of the DDL that is executed.
      - Transforms that this collection does not know are passed on, V(true) and V(false) as 1 and 0, numbers and
        strings as they are.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the transform, such as V(SEGMENT_ATTRIBUTES), V(DISABLE_ARCHIVE_LOGGING) or V(OID).
        type: str
        required: true
      value:
        description: V(true) or V(false), V(Y) or V(N), a number, or a string, as the transform takes it.
        type: raw
        required: true
      object_type:
        description: The type of objects it is for, such as V(TABLE). All, if not given.
        type: str
  table_exists_action:
    description: What happens to a table that exists already. The default of Data Pump is V(skip), or V(append) with
      O(content=data_only).
    type: str
    choices: [append, replace, skip, truncate]
  data_options:
    description:
      - How some kinds of data are handled.
      - V(verify_stream_format) and V(xml_clobs) are for exports, V(group_partition_table_data) for both, all others
        for imports.
    type: list
    elements: str
    choices:
      - continue_load_on_format_error
      - disable_append_hint
      - enable_network_compression
      - group_partition_table_data
      - reject_rows_with_repl_char
      - skip_constraint_errors
      - trust_existing_table_partitions
      - validate_table_data
      - verify_stream_format
      - xml_clobs
  partition_options:
    description: What becomes of partitions, tables of their own, one table, or partitions again.
    type: str
    choices: [departition, merge, none]
  skip_unusable_indexes:
    description: Load rows into tables whose indexes are unusable.
    type: bool
  reuse_datafiles:
    description: Create tablespaces over data files that exist. What is in them is lost.
    type: bool
  streams_configuration:
    description: Import the metadata of Streams that is in the dump files.
    type: bool
  source_edition:
    description: Edition whose objects are exported.
    type: str
  target_edition:
    description: Edition into which objects are imported.
    type: str
  parallel:
    description:
      - Number of workers. More than 1 needs Enterprise Edition.
      - That of a running job is changed.
    type: int
  cluster:
    description: Whether workers may run on other instances of a cluster. The default of Data Pump is V(true).
    type: bool
  job_service_name:
    description: Service on whose instances the workers run. It is C(SERVICE_NAME) of C(expdp); O(service_name) is that
      of the connection.
    type: str
  skip_current:
    description: When an import is resumed, leave out what it was at when it ended.
    type: bool
  access_method:
    description: How rows are read or written. V(conventional_path) and V(insert_as_select) are for imports.
    type: str
    choices: [automatic, direct_path, external_table, conventional_path, insert_as_select]
  estimate:
    description: How the size is estimated before the job begins.
    type: str
    choices: [blocks, statistics]
  estimate_only:
    description: Estimate the size and export nothing. Takes no O(dumpfile).
    type: bool
  flashback_scn:
    description: System change number as of which rows are read.
    type: int
  flashback_time:
    description: Time as of which rows are read. V(systimestamp), C(YYYY-MM-DD HH:MM:SS), or C(TO_TIMESTAMP) or
      C(TO_DATE) of two literals. No other expression is sent.
    type: str
  version:
    description: Release for which the dump files are written, V(compatible), V(latest) or one like V(12.2).
    type: str
  keep_master:
    description: Keep the master table when the job succeeds.
    type: bool
  master_only:
    description: Import nothing but the master table.
    type: bool
  metrics:
    description: Write numbers of objects and times into the log file.
    type: bool
  logtime:
    description: Which messages get a time.
    type: str
    choices: [all, logfile, none, status]
  parameters:
    description:
      - Further parameters of C(DBMS_DATAPUMP.SET_PARAMETER) and their values, for what only later releases have.
        Integers are sent as numbers, V(true) and V(false) as 1 and 0, strings as they are.
      - A parameter that has an option here is refused, and so is one for a password.
    type: dict
  metadata_filters:
    description: Further calls of C(DBMS_DATAPUMP.METADATA_FILTER), in this order.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the filter, such as V(SCHEMA_EXPR).
        type: str
        required: true
      value:
        description: Its value, as the reference says. A list of names in single quotes, or SQL.
        type: str
        required: true
      object_path:
        description: The path of objects it is for. All, if not given.
        type: str
  data_filters:
    description: Further calls of C(DBMS_DATAPUMP.DATA_FILTER), in this order.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the filter, such as V(PARTITION_EXPR).
        type: str
        required: true
      value:
        description: Its value, a number or a string.
        type: raw
        required: true
      table:
        description: The table it is for as C([schema.]table). All, if not given.
        type: str
  metadata_remaps:
    description: Further calls of C(DBMS_DATAPUMP.METADATA_REMAP), in this order.
    type: list
    elements: dict
    suboptions:
      name:
        description: Name of the remap.
        type: str
        required: true
      old_value:
        description: What is replaced.
        type: str
        required: true
      value:
        description: What takes its place.
        type: str
        required: true
      object_type:
        description: The type of objects it is for. All, if not given.
        type: str
  on_timeout:
    description:
      - What becomes of a job that has not ended when O(wait_timeout) is over, with O(state=completed).
      - V(leave) lets it run. V(stop) stops it in order, or at once with O(immediate=true), so that the same task
        resumes it later. The task fails either way, and its result says what to do next.
    type: str
    choices: [leave, stop]
    default: leave
  poll_interval:
    description: Seconds between two looks at the job, with O(state=completed), from 1 to 3600.
    type: int
    default: 5
  unless_exists:
    description:
      - What shows that an import was done before. If all of it exists, nothing is imported.
      - Without it an import is made each time that O(state=completed), because nothing else tells.
    type: list
    elements: dict
    suboptions:
      owner:
        description: Owner of the object, or the schema itself, exactly as stored.
        type: str
        required: true
      name:
        description: Name of the object, exactly as stored. Without it, the schema must exist.
        type: str
      type:
        description: Type of the object, such as V(TABLE). Any, if not given.
        type: str
  accepted_errors:
    description:
      - Numbers of the Oracle errors with which a job may end and still be taken for completed.
      - By default those of an object that exists already, and of one that was compiled with warnings.
    type: list
    elements: int
    default: [31684, 39082]
"""
