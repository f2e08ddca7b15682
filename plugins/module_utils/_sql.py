# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every query that is sent. No bind variable has the name of a column, so that none can be taken for one.

Views are named as SYS owns them: a user's own table or synonym of a public synonym's name must not be read instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.dbops.datapump.plugins.module_utils._layout import (
    CONTROL_COLUMNS,
    HASHED_COLUMNS,
    KNOWN_COLUMNS,
    Kind,
)
from ansible_collections.dbops.datapump.plugins.module_utils._names import quoted

MASTER_TABLE_COMMENT = "Data Pump Master Table"
"""Characters 1 to 22 of the comment of a master table; operation and mode follow in fields of 30 characters."""

DATABASE = """
SELECT d.dbid, d.name, d.db_unique_name, d.open_mode, d.database_role, d.cdb,
       TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID')) AS con_id,
       SYS_CONTEXT('USERENV', 'CON_NAME') AS con_name,
       i.instance_number, i.version, i.startup_time, SYSDATE AS server_time,
       (SELECT r.value FROM SYS.V_$PARAMETER r WHERE r.name = 'recyclebin') AS recyclebin,
       SYS_CONTEXT('USERENV', 'SESSION_USER') AS session_user
  FROM SYS.V_$DATABASE d, SYS.V_$INSTANCE i
"""

# All columns, because those about application containers and proxies came with 12.2. No row outside a PDB.
CONTAINER = """
SELECT p.*
  FROM SYS.V_$PDBS p
 WHERE p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID'))
"""

# All columns for the same reason.
PLUGGABLES = """
SELECT p.*
  FROM SYS.V_$PDBS p
 WHERE p.name <> 'PDB$SEED'
 ORDER BY p.con_id
"""

JOBS_OF_ALL_CONTAINERS = """
SELECT j.con_id, j.owner_name, j.job_name, RTRIM(j.operation) AS operation, RTRIM(j.job_mode) AS job_mode, j.state,
       j.degree, j.attached_sessions, j.datapump_sessions
  FROM SYS.CDB_DATAPUMP_JOBS j
 ORDER BY j.con_id, j.owner_name, j.job_name
"""

DATABASE_AS_ANY_USER = """
SELECT SYS_CONTEXT('USERENV', 'DB_NAME') AS name,
       SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') AS db_unique_name,
       SYS_CONTEXT('USERENV', 'DATABASE_ROLE') AS database_role,
       TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID')) AS con_id,
       SYS_CONTEXT('USERENV', 'CON_NAME') AS con_name,
       SYSDATE AS server_time,
       SYS_CONTEXT('USERENV', 'SESSION_USER') AS session_user
  FROM SYS.DUAL
"""

# V$ACTIVE_INSTANCES has no rows outside a cluster. An instance on which the pluggable database is not open cannot run
# its jobs; one that says nothing about it counts as expected.
INSTANCES = """
SELECT a.inst_number AS instance_number, 1 AS is_expected, 0 AS is_seen, NULL AS instance_place
  FROM SYS.V_$ACTIVE_INSTANCES a
 WHERE NOT EXISTS (SELECT 1 FROM SYS.GV_$PDBS p
                    WHERE p.inst_id = a.inst_number
                      AND p.con_id = TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID'))
                      AND p.open_mode = 'MOUNTED')
 UNION ALL
SELECT i.instance_number, 1, 0, NULL FROM SYS.V_$INSTANCE i
 UNION ALL
SELECT g.inst_id, 0, 1, g.instance_name || ' on ' || g.host_name FROM SYS.GV_$INSTANCE g
"""

JOBS = """
SELECT j.owner_name, j.job_name, RTRIM(j.operation) AS operation, RTRIM(j.job_mode) AS job_mode, j.state,
       j.degree, j.attached_sessions, j.datapump_sessions
  FROM SYS.DBA_DATAPUMP_JOBS j
 ORDER BY j.owner_name, j.job_name
"""

# From the root these views show what the instances hold of every container; another container's job is not this one's.
_OF_THIS_CONTAINER = "{}.con_id IN (0, TO_NUMBER(SYS_CONTEXT('USERENV', 'CON_ID')))"

ENTRIES = f"""
SELECT g.inst_id, g.job_id, g.owner_name, g.job_name, RTRIM(g.operation) AS operation, RTRIM(g.job_mode) AS job_mode,
       g.state, g.workers, CASE WHEN g.msg_ctrl_queue IS NULL THEN 0 ELSE 1 END AS has_control_queue
  FROM SYS.GV_$DATAPUMP_JOB g
 WHERE {_OF_THIS_CONTAINER.format("g")}
 ORDER BY g.owner_name, g.job_name, g.inst_id, g.job_id
"""

SESSIONS = f"""
SELECT d.inst_id, d.job_id, d.type AS kind, s.sid, s.serial# AS serial_number, s.username, s.program,
       s.module, s.action
  FROM SYS.GV_$DATAPUMP_SESSION d
  LEFT JOIN SYS.GV_$SESSION s ON s.saddr = d.saddr AND s.inst_id = d.inst_id
 WHERE {_OF_THIS_CONTAINER.format("d")}
 ORDER BY d.inst_id, d.job_id, s.sid
"""

PROCESSES = f"""
SELECT s.inst_id, s.sid, s.serial# AS serial_number, s.username, s.program, s.module, s.action
  FROM SYS.GV_$SESSION s
 WHERE s.module IN ('Data Pump Master', 'Data Pump Worker') AND {_OF_THIS_CONTAINER.format("s")}
 ORDER BY s.inst_id, s.sid
"""

MASTER_TABLES = """
SELECT c.owner, c.table_name, c.comments, o.object_id, o.created, o.last_ddl_time, o.status, o.temporary,
       t.tablespace_name, t.cluster_name, t.iot_type, t.nested
  FROM SYS.DBA_TAB_COMMENTS c
  JOIN SYS.DBA_OBJECTS o ON o.owner = c.owner AND o.object_name = c.table_name AND o.object_type = 'TABLE'
  JOIN SYS.DBA_TABLES t ON t.owner = c.owner AND t.table_name = c.table_name
 WHERE c.table_type = 'TABLE' AND c.comments LIKE 'Data Pump Master Table%' AND t.dropped = 'NO'
 ORDER BY c.owner, c.table_name
"""


def _signature() -> str:
    types = {kind: ", ".join(f"'{name}'" for name in kind.value) for kind in Kind}
    cases = "\n".join(
        f"           WHEN c.column_name = '{name}' AND c.data_type IN ({types[kind]}) THEN {1 << position}"
        for position, (name, kind) in enumerate(KNOWN_COLUMNS.items())
    )
    return f"SUM(CASE\n{cases}\n           ELSE 0 END) AS signature"


NAMES_IN_A_LIST = (1, 10, 100, 500)
"""How many names of tables one query is asked for: few texts, which the server need not parse again and again."""


def table_columns(names: int) -> str:
    """The known columns of so many tables of one owner, found by their names and not by what all comments say."""
    return f"""
SELECT c.owner, c.table_name, {_signature()}
  FROM SYS.DBA_TAB_COLUMNS c
 WHERE c.owner = :table_owner AND c.table_name IN ({name_list(names)})
 GROUP BY c.owner, c.table_name
"""


def table_sizes(names: int) -> str:
    """The bytes of so many tables of one owner."""
    return f"""
SELECT s.owner, s.segment_name, SUM(s.bytes) AS size_bytes
  FROM SYS.DBA_SEGMENTS s
 WHERE s.owner = :table_owner AND s.segment_name IN ({name_list(names)})
 GROUP BY s.owner, s.segment_name
"""


def name_list(names: int) -> str:
    """The binds of a list of names."""
    return ", ".join(f":table_{place}" for place in range(1, names + 1))


RECYCLE_BIN = """
SELECT b.owner, b.original_name, b.object_name, b.base_object, b.droptime, b.dropscn, b.ts_name, b.can_undrop,
       b.can_purge, b.space
  FROM SYS.DBA_RECYCLEBIN b
 WHERE b.type = 'TABLE'
   AND EXISTS (SELECT 1 FROM SYS.DBA_TAB_COMMENTS c
                WHERE c.owner = b.owner AND c.table_name = b.object_name AND c.comments LIKE 'Data Pump Master Table%')
 ORDER BY b.owner, b.original_name, b.dropscn
"""

DROPPED_TABLE = """
SELECT b.owner, b.original_name, b.object_name, b.base_object, b.droptime, b.dropscn, b.ts_name, b.can_undrop,
       b.can_purge, b.space
  FROM SYS.DBA_RECYCLEBIN b
 WHERE b.type = 'TABLE' AND b.owner = :table_owner AND b.base_object = :table_number
"""

DROPPED_NAME = """
SELECT b.owner, b.original_name, b.object_name, b.base_object, b.droptime, b.dropscn, b.ts_name, b.can_undrop,
       b.can_purge, b.space
  FROM SYS.DBA_RECYCLEBIN b
 WHERE b.type = 'TABLE' AND b.owner = :table_owner AND b.original_name = :table_was
 ORDER BY b.dropscn DESC
"""

OBJECT_BY_NUMBER = """
SELECT o.owner, o.object_name
  FROM SYS.DBA_OBJECTS o
 WHERE o.object_id = :table_number AND o.object_type = 'TABLE'
"""

# One statement, so that both views are read as of one moment: a dropped table keeps its number, and is named like its
# entry in the recycle bin.
TABLE_ANYWHERE = """
SELECT o.owner AS owner_now, o.object_name AS name_now, o.created, o.last_ddl_time, b.owner, b.original_name,
       b.object_name, b.base_object, b.droptime, b.dropscn, b.ts_name, b.can_undrop, b.can_purge, b.space
  FROM SYS.DBA_OBJECTS o
  LEFT JOIN SYS.DBA_RECYCLEBIN b ON b.owner = o.owner AND b.object_name = o.object_name AND b.type = 'TABLE'
 WHERE o.object_id = :table_number AND o.object_type = 'TABLE'
"""

OBJECT_BY_NAME = """
SELECT o.object_id, o.object_type
  FROM SYS.DBA_OBJECTS o
 WHERE o.owner = :table_owner AND o.object_name = :wanted_name
"""

EXTERNAL_TABLES = """
SELECT e.owner, e.table_name, o.object_id, o.created, e.type_name
  FROM SYS.DBA_EXTERNAL_TABLES e
  JOIN SYS.DBA_OBJECTS o ON o.owner = e.owner AND o.object_name = e.table_name AND o.object_type = 'TABLE'
 WHERE e.table_name LIKE 'ET$%'
 ORDER BY e.owner, e.table_name
"""

PROGRESS = """
SELECT l.username, l.opname, MAX(l.sofar) AS done, MAX(l.totalwork) AS total, MAX(l.units) AS units
  FROM SYS.GV_$SESSION_LONGOPS l
 WHERE l.units = 'MB' AND l.target_desc IN ('EXPORT', 'IMPORT', 'SQL_FILE')
 GROUP BY l.username, l.opname
"""

PRIVILEGES = """
SELECT p.privilege AS granted FROM SYS.SESSION_PRIVS p
 UNION ALL
SELECT r.role FROM SYS.SESSION_ROLES r
"""

# ALL_OBJECTS shows what a user has any access to, directly or by a role.
READABLE_VIEWS = """
SELECT o.object_name
  FROM SYS.ALL_OBJECTS o
 WHERE o.owner = 'SYS' AND o.object_type = 'VIEW'
   AND (o.object_name LIKE 'DBA\\_%' ESCAPE '\\' OR o.object_name LIKE 'V\\_$%' ESCAPE '\\'
        OR o.object_name LIKE 'GV\\_$%' ESCAPE '\\')
"""

# An instance that does not answer leaves its sessions out without a word.
SESSION_ALIVE = """
SELECT (SELECT COUNT(*)
          FROM SYS.GV_$SESSION s
         WHERE s.inst_id = :lost_instance AND s.sid = :lost_sid AND s.serial# = :lost_serial) AS sessions,
       (SELECT COUNT(*)
          FROM SYS.V_$ACTIVE_INSTANCES a
         WHERE a.inst_number = :lost_instance
           AND a.inst_number NOT IN (SELECT g.inst_id FROM SYS.GV_$INSTANCE g)) AS silent
  FROM SYS.DUAL
"""

MY_SESSION = """
SELECT TO_NUMBER(SYS_CONTEXT('USERENV', 'INSTANCE')) AS instance_number,
       TO_NUMBER(SYS_CONTEXT('USERENV', 'SID')) AS sid,
       s.serial# AS serial_number
  FROM SYS.V_$SESSION s
 WHERE s.sid = TO_NUMBER(SYS_CONTEXT('USERENV', 'SID'))
"""

_TEXT_OF = {
    Kind.NUMBER: "TO_CHAR({})",
    Kind.TEXT: "{}",
    Kind.DATE: "TO_CHAR({}, 'YYYYMMDDHH24MISS')",
    Kind.RAW: "RAWTOHEX({})",
}


def column_hash(column: str) -> str:
    """SQL for the hash of one column of a control row. The hash is taken by the server, in its character set."""
    text = _TEXT_OF[CONTROL_COLUMNS[column]].format(quoted(column))
    return f"RAWTOHEX(STANDARD_HASH({text}, 'SHA1'))"


def hashed_columns(columns: frozenset[str]) -> tuple[str, ...]:
    """Which columns of a table the digest covers, in order."""
    return tuple(name for name in HASHED_COLUMNS if name in columns)


READ_COLUMNS = (
    "OPERATION",
    "JOB_MODE",
    "STATE",
    "START_TIME",
    "ABORT_STEP",
    "ERROR_COUNT",
    "NAME",
    "VALUE_T",
    "VALUE_N",
    "FILE_TYPE",
    "USER_DIRECTORY",
    "USER_FILE_NAME",
    "FILE_NAME",
    "PROCESS_NAME",
    "WORK_ITEM",
    "LAST_UPDATE",
)
"""What of the control rows is read besides their hashes."""


def control_rows(columns: frozenset[str], tables: Sequence[tuple[str, str]]) -> str:
    """The query on the control rows of master tables, given by owner and name, that all have just these columns.

    Rows come by TABLE_POSITION, which counts from 0. The bound on PROCESS_ORDER lets the unique index be used; without
    it a table of gigabytes would be read.
    """
    hashed = hashed_columns(columns)
    hashes = "||".join(column_hash(name) for name in hashed)
    values = ", ".join(quoted(name) for name in READ_COLUMNS)
    needed = ", ".join(quoted(name) for name in dict.fromkeys(("PROCESS_ORDER", "DUPLICATE", *hashed, *READ_COLUMNS)))
    branches = "\n         UNION ALL\n".join(
        f"        SELECT {position} AS table_position, {needed}"
        f" FROM {quoted(owner)}.{quoted(table)} WHERE PROCESS_ORDER < 0"
        for position, (owner, table) in enumerate(tables)
    )
    return (
        f"SELECT table_position, RAWTOHEX(STANDARD_HASH({hashes}, 'SHA256')) AS row_hash, {values}\n"
        f"  FROM (\n{branches})\n ORDER BY table_position, PROCESS_ORDER, DUPLICATE"
    )


MOST_OBJECTS = 100_000
"""Objects of one job that are counted or looked through."""
MOST_UNFINISHED = 200
"""Objects of one job that are listed."""


def count_objects(owner: str, table: str) -> str:
    """The query that counts the objects of a job. Further rows of an object have another DUPLICATE, and no type."""
    return (
        'SELECT COUNT(*) AS objects, COUNT(r."COMPLETION_TIME") AS completed'
        f' FROM (SELECT o."COMPLETION_TIME" FROM {quoted(owner)}.{quoted(table)} o'
        ' WHERE o."PROCESS_ORDER" > 0 AND o."DUPLICATE" = 0 AND o."OBJECT_TYPE_PATH" IS NOT NULL'
        f" AND ROWNUM <= {MOST_OBJECTS + 1}) r"
    )


def unfinished_objects(owner: str, table: str, columns: frozenset[str]) -> str:
    """The query on the first objects of a job that are not completed. Long names have a column since 11.2."""
    name = 'NVL(o."OBJECT_LONG_NAME", o."OBJECT_NAME")' if "OBJECT_LONG_NAME" in columns else 'o."OBJECT_NAME"'
    return (
        "SELECT r.object_path, r.in_schema, r.called"
        f' FROM (SELECT o."OBJECT_TYPE_PATH" AS object_path, o."OBJECT_SCHEMA" AS in_schema, {name} AS called,'
        f' o."COMPLETION_TIME" AS completed FROM {quoted(owner)}.{quoted(table)} o'
        ' WHERE o."PROCESS_ORDER" > 0 AND o."DUPLICATE" = 0 AND o."OBJECT_TYPE_PATH" IS NOT NULL'
        f" AND ROWNUM <= {MOST_OBJECTS}) r WHERE r.completed IS NULL AND ROWNUM <= {MOST_UNFINISHED}"
    )
