# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The PL/SQL block that drops a master table: it proves what it must and acts, in one call to the server.

What all blocks have in common: values come in as bind variables only. Names that go into DDL are read by object number
in the block itself and quoted by SYS.DBMS_ASSERT.ENQUOTE_NAME. A refusal is an outcome, not an error, and every
unexpected error is returned with the step it came up at, so that the caller knows whether anything was executed.
"""

from __future__ import annotations

from ansible_collections.dbops.datapump.plugins.module_utils import _guard_rows
from ansible_collections.dbops.datapump.plugins.module_utils._guard_alive import TAKE_BACK, signs_of_life
from ansible_collections.dbops.datapump.plugins.module_utils._guard_frame import (
    ALL_INSTANCES_ANSWERED,
    ANSWER,
    SAME_DATABASE,
    VARIABLES,
)
from ansible_collections.dbops.datapump.plugins.module_utils._guard_rows import CHAIN, chain_of_rows
from ansible_collections.dbops.datapump.plugins.module_utils._layout import SIGNATURE
from ansible_collections.dbops.datapump.plugins.module_utils._lifecycle import MODES, OPERATIONS

_SIGNATURE_NAMES = ", ".join(f"'{name}'" for name in SIGNATURE)
_OPERATIONS = ", ".join(f"'{name}'" for name in OPERATIONS)
_MODES = ", ".join(f"'{name}'" for name in MODES)

GUARDED_DROP = (
    """
DECLARE
  c_object_id CONSTANT NUMBER := :target_number;
  c_owner     CONSTANT VARCHAR2(128) := :expected_owner;
  c_table     CONSTANT VARCHAR2(128) := :expected_table;
  c_age       CONSTANT NUMBER := :required_age;
  c_rows      CONSTANT VARCHAR2(64) := :reviewed_rows;
  c_no_undo   CONSTANT NUMBER := :accepts_no_undo;
  refused     EXCEPTION;
  busy        EXCEPTION;
  PRAGMA EXCEPTION_INIT(busy, -54);
"""
    + VARIABLES
    + """  v_owner     VARCHAR2(128);
  v_table     VARCHAR2(128);
  v_quoted    VARCHAR2(300);
  v_created   DATE;
  v_changed   DATE;
  v_started   DATE;
  v_temporary VARCHAR2(1);
  v_space     VARCHAR2(128);
  v_cluster   VARCHAR2(128);
  v_iot       VARCHAR2(30);
  v_nested    VARCHAR2(3);
  v_dropped   VARCHAR2(3);
  v_comment   VARCHAR2(4000);
  v_state     VARCHAR2(128);
  v_count     NUMBER;
  v_bin       VARCHAR2(30);
  v_timeout   VARCHAR2(30);"""
    + _guard_rows.DECLARATIONS
    + """  v_no_undo   BOOLEAN := FALSE;
  v_undo      BOOLEAN := FALSE;
  v_scn       NUMBER;
  v_bin_name  VARCHAR2(128);
  v_dropscn   NUMBER;
  v_number    NUMBER;
BEGIN
  BEGIN
"""
    + SAME_DATABASE
    + """
    v_guard := 'G1';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id AND o.object_type = 'TABLE';
    IF v_count > 0 THEN
      SELECT o.owner, o.object_name INTO v_owner, v_table
        FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id AND o.object_type = 'TABLE';
    END IF;
    IF v_owner IS NULL OR v_owner <> c_owner OR v_table <> c_table THEN
      -- A table in the recycle bin keeps its number.
      SELECT COUNT(*) INTO v_count
        FROM SYS.DBA_RECYCLEBIN b WHERE b.owner = v_owner AND b.type = 'TABLE' AND b.base_object = c_object_id;
      v_reason := CASE WHEN v_owner IS NULL THEN 'no_such_object' WHEN v_count = 0 THEN 'renamed'
                       ELSE 'in_recycle_bin' END;
      SELECT COUNT(*) INTO v_count
        FROM SYS.DBA_OBJECTS o WHERE o.owner = c_owner AND o.object_name = c_table AND o.object_type = 'TABLE';
      IF v_count > 0 THEN
        v_reason := 'another_table';
      END IF;
      RAISE refused;
    END IF;
    v_quoted := SYS.DBMS_ASSERT.ENQUOTE_NAME(v_owner, FALSE) || '.' || SYS.DBMS_ASSERT.ENQUOTE_NAME(v_table, FALSE);

    v_step := 'session';
    v_guard := 'G10';
    EXECUTE IMMEDIATE 'ALTER SESSION SET ddl_lock_timeout = 0';
    EXECUTE IMMEDIATE 'ALTER SESSION SET recyclebin = ON';

    v_step := 'lock';
    v_guard := 'G5';
    EXECUTE IMMEDIATE 'LOCK TABLE ' || v_quoted || ' IN EXCLUSIVE MODE NOWAIT';

    -- From here on no process of the job can write to the table. What is read now holds until the DDL ends the lock.
    v_step := 'evidence';
    v_guard := 'G1';
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_OBJECTS o
     WHERE o.owner = v_owner AND o.object_name = v_table AND o.object_type = 'TABLE' AND o.object_id = c_object_id;
    IF v_count <> 1 THEN
      v_reason := 'renamed';
      RAISE refused;
    END IF;
    SELECT o.created, o.last_ddl_time, o.temporary INTO v_created, v_changed, v_temporary
      FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id AND o.object_type = 'TABLE';
    IF v_created IS NULL OR v_changed IS NULL
       OR TO_CHAR(v_created, 'YYYY-MM-DD"T"HH24:MI:SS') <> :expected_created
       OR TO_CHAR(v_changed, 'YYYY-MM-DD"T"HH24:MI:SS') <> NVL(:expected_changed, '?') THEN
      v_reason := 'changed';
      RAISE refused;
    END IF;

    v_guard := 'G2';
    SELECT COUNT(*), MAX(j.state) INTO v_count, v_state
      FROM SYS.DBA_DATAPUMP_JOBS j WHERE j.owner_name = v_owner AND j.job_name = v_table;
    IF v_count <> 1 THEN
      v_reason := CASE WHEN v_count = 0 THEN 'not_listed' ELSE 'ambiguous' END;
      RAISE refused;
    END IF;
    IF v_state IS NULL OR v_state <> 'NOT RUNNING' THEN
      v_reason := 'running';
      RAISE refused;
    END IF;

    v_guard := 'G3';
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$DATAPUMP_JOB g WHERE g.owner_name = v_owner AND g.job_name = v_table;
    IF v_count > 0 THEN
      v_reason := 'entry_in_memory';
      RAISE refused;
    END IF;
    -- A session of Data Pump whose job has no entry says nothing about whose it is: it might be this job's.
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$DATAPUMP_SESSION s
     WHERE NOT EXISTS (SELECT 1 FROM SYS.GV_$DATAPUMP_JOB g WHERE g.job_id = s.job_id);
    IF v_count > 0 THEN
      v_reason := 'session_alive';
      RAISE refused;
    END IF;
    -- ACTION is cut off at 64 bytes, so a longer job name begins with it.
    SELECT COUNT(*) INTO v_count
      FROM SYS.GV_$SESSION s
     WHERE s.module IN ('Data Pump Master', 'Data Pump Worker') AND INSTR(v_table, s.action) = 1;
    IF v_count > 0 THEN
      v_reason := 'process_alive';
      RAISE refused;
    END IF;
"""
    + ALL_INSTANCES_ANSWERED
    + """
    v_guard := 'G6';
    SELECT MAX(c.comments) INTO v_comment
      FROM SYS.DBA_TAB_COMMENTS c WHERE c.owner = v_owner AND c.table_name = v_table AND c.table_type = 'TABLE';
    IF v_comment IS NULL
       OR SUBSTR(v_comment, 1, 22) <> 'Data Pump Master Table'
       OR RTRIM(SUBSTR(v_comment, 24, 30)) NOT IN ("""
    + _OPERATIONS
    + """)
       OR RTRIM(SUBSTR(v_comment, 55, 30)) NOT IN ("""
    + _MODES
    + """) THEN
      v_reason := 'not_a_master_table';
      RAISE refused;
    END IF;
    SELECT COUNT(*) INTO v_count
      FROM SYS.DBA_TAB_COLUMNS c
     WHERE c.owner = v_owner AND c.table_name = v_table AND c.column_name IN ("""
    + _SIGNATURE_NAMES
    + f""");
    IF v_count <> {len(SIGNATURE)} THEN
      v_reason := 'not_a_master_table';
      RAISE refused;
    END IF;
"""
    + """
    v_guard := 'G7';
    SELECT t.tablespace_name, t.cluster_name, t.iot_type, t.nested, t.dropped
      INTO v_space, v_cluster, v_iot, v_nested, v_dropped
      FROM SYS.DBA_TABLES t WHERE t.owner = v_owner AND t.table_name = v_table;
    IF v_temporary <> 'N' OR v_cluster IS NOT NULL OR v_iot IS NOT NULL OR v_nested <> 'NO' OR v_dropped <> 'NO' THEN
      v_reason := 'not_a_master_table';
      RAISE refused;
    END IF;
    SELECT COUNT(*) INTO v_count FROM (
      SELECT 1 FROM SYS.DBA_EXTERNAL_TABLES e WHERE e.owner = v_owner AND e.table_name = v_table
       UNION ALL
      SELECT 1 FROM SYS.DBA_QUEUE_TABLES q WHERE q.owner = v_owner AND q.queue_table = v_table
       UNION ALL
      SELECT 1 FROM SYS.DBA_MVIEWS m WHERE m.owner = v_owner AND m.container_name = v_table
       UNION ALL
      SELECT 1 FROM SYS.DBA_CONSTRAINTS f
        JOIN SYS.DBA_CONSTRAINTS k ON k.owner = f.r_owner AND k.constraint_name = f.r_constraint_name
       WHERE f.constraint_type = 'R' AND k.owner = v_owner AND k.table_name = v_table);
    IF v_count > 0 THEN
      v_reason := 'not_a_master_table';
      RAISE refused;
    END IF;

    v_guard := 'G8';
    SELECT MAX(g.startup_time) INTO v_started FROM SYS.GV_$INSTANCE g;
    IF GREATEST(v_created, v_changed) > SYSDATE THEN
      v_reason := 'clock';
      RAISE refused;
    END IF;
    IF c_age > 0 AND NVL((SYSDATE - GREATEST(v_created, v_changed, v_started)) * 86400, -1) < c_age THEN
      v_reason := 'too_young';
      RAISE refused;
    END IF;

    v_guard := 'G9';
    IF c_rows IS NOT NULL THEN"""
    + chain_of_rows("FROM SYS.DBA_TAB_COLUMNS c WHERE c.owner = v_owner AND c.table_name = v_table")
    + """      IF NVL(v_chain, '-') <> c_rows THEN
        v_reason := 'changed';
        RAISE refused;
      END IF;
    END IF;

    v_guard := 'G10';
    SELECT MAX(CASE WHEN r.name = 'recyclebin' THEN UPPER(r.value) END),
           MAX(CASE WHEN r.name = 'ddl_lock_timeout' THEN r.value END)
      INTO v_bin, v_timeout
      FROM SYS.V_$PARAMETER r WHERE r.name IN ('recyclebin', 'ddl_lock_timeout');
    IF v_timeout IS NULL OR v_timeout <> '0' THEN
      v_reason := 'lock_timeout';
      RAISE refused;
    END IF;
    v_no_undo := v_bin IS NULL OR v_bin <> 'ON' OR v_owner = 'SYS' OR v_space = 'SYSTEM';
    IF v_no_undo AND c_no_undo = 0 THEN
      v_reason := 'no_undo';
      RAISE refused;
    END IF;
    SELECT NVL(MAX(b.dropscn), 0) INTO v_scn
      FROM SYS.DBA_RECYCLEBIN b WHERE b.owner = v_owner AND b.original_name = v_table AND b.type = 'TABLE';

    v_step := 'drop';
    v_guard := 'D1';
    EXECUTE IMMEDIATE 'DROP TABLE ' || v_quoted;

    v_step := 'proof';
    v_guard := 'V1';
    v_status := 'unproven';
    v_reason := 'not_found_in_recycle_bin';
    -- What was dropped last under this name was dropped here. Another session may have dropped the table before that,
    -- so that it is in the recycle bin although what was dropped here is another one that had taken its name.
    SELECT MAX(b.dropscn) INTO v_dropscn
      FROM SYS.DBA_RECYCLEBIN b
     WHERE b.owner = v_owner AND b.original_name = v_table AND b.type = 'TABLE' AND b.dropscn > v_scn;
    IF v_dropscn IS NOT NULL THEN
      SELECT MAX(b.object_name), MAX(b.base_object) INTO v_bin_name, v_number
        FROM SYS.DBA_RECYCLEBIN b
       WHERE b.owner = v_owner AND b.original_name = v_table AND b.type = 'TABLE' AND b.dropscn = v_dropscn;
      IF v_number <> c_object_id THEN
        v_undo := TRUE;
        v_reason := 'identity_mismatch';
      END IF;
    END IF;
    IF v_dropscn IS NOT NULL AND NOT v_undo THEN
"""
    + signs_of_life("v_chain := NULL;" + CHAIN, "c.comments = v_comment")
    + """      IF NOT v_undo THEN
        v_status := 'dropped';
        v_reason := NULL;
        v_guard := NULL;
      END IF;
    ELSIF v_dropscn IS NULL AND v_no_undo THEN
      SELECT COUNT(*) INTO v_count FROM SYS.DBA_OBJECTS o WHERE o.object_id = c_object_id;
      IF v_count = 0 THEN
        v_status := 'dropped';
        v_reason := NULL;
        v_guard := NULL;
      END IF;
    END IF;
"""
    + TAKE_BACK
    + """  EXCEPTION
    WHEN refused THEN
      ROLLBACK;
    WHEN busy THEN
      v_reason := 'busy';
      v_code := SQLCODE;
      ROLLBACK;
    WHEN OTHERS THEN
      v_code := SQLCODE;
      v_message := SUBSTR(SQLERRM, 1, 1000);
      v_status := CASE WHEN v_step IN ('proof', 'undo') THEN v_status ELSE 'error' END;
      ROLLBACK;
  END;
"""
    + ANSWER
    + """  :out_bin_name := v_bin_name;
  :out_dropscn := v_dropscn;
END;
"""
)
